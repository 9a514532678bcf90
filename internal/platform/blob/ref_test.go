package blob_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/blob"
)

func TestRefText(t *testing.T) {
	// SHA-256 of "abc", FIPS 180-2 appendix B.1.
	const text = "sha256-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad-3"
	ref := blob.RefOf([]byte("abc"))
	if ref.String() != text {
		t.Errorf("String = %s", ref)
	}
	back, err := blob.ParseRef(text)
	if err != nil || back != ref {
		t.Errorf("ParseRef = %v, %v", back, err)
	}
	var inJSON struct{ File blob.Ref }
	if err := json.Unmarshal([]byte(`{"File":"`+text+`"}`), &inJSON); err != nil || inJSON.File != ref {
		t.Errorf("from JSON: %v, %v", inJSON.File, err)
	}
}

func TestRefRefusesOtherForms(t *testing.T) {
	sum := strings.Repeat("ab", 32)
	for _, text := range []string{
		"", "sha256", "sha256-" + sum, "sha256-" + sum + "-", "sha256-" + sum + "--1", "sha256-" + sum + "-+1",
		"sha256-" + sum + "-01", "sha256-" + strings.ToUpper(sum) + "-1", "sha512-" + sum + "-1",
		"sha256-" + sum + "-1 ", "sha256-" + sum[1:] + "-1", "sha256-" + sum + "-9223372036854775808",
		"sha256-" + strings.Repeat("zz", 32) + "-1",
	} {
		if ref, err := blob.ParseRef(text); err == nil {
			t.Errorf("ParseRef(%q) = %v", text, ref)
		}
	}
}

func TestRefColumn(t *testing.T) {
	ref := blob.RefOf([]byte("abc"))
	value, err := ref.Value()
	if err != nil {
		t.Fatal(err)
	}
	var back blob.Ref
	if err := back.Scan(value); err != nil || back != ref {
		t.Errorf("Scan(%v) = %v, %v", value, back, err)
	}
	if value, err := (blob.Ref{}).Value(); value != nil || err != nil {
		t.Errorf("the zero ref is %v, %v; want NULL", value, err)
	}
	if err := back.Scan(nil); err != nil || !back.IsZero() {
		t.Errorf("Scan(NULL) = %v, %v", back, err)
	}
	if err := back.Scan(int64(5)); err == nil {
		t.Error("scanned a number")
	}
}

func FuzzParseRef(f *testing.F) {
	f.Add(blob.RefOf(nil).String())
	f.Add("sha256-00-1")
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := blob.ParseRef(text)
		if err == nil && ref.String() != text {
			t.Errorf("%q became %s", text, ref)
		}
	})
}

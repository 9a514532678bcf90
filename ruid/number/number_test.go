package number_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/ruid/number"
)

// parsers read each kind of number and return its digits.
func parsers() map[string]func(string) (string, error) {
	return map[string]func(string) (string, error){
		"INN":    func(s string) (string, error) { n, err := number.ParseINN(s); return string(n), err },
		"OGRN":   func(s string) (string, error) { n, err := number.ParseOGRN(s); return string(n), err },
		"OGRNIP": func(s string) (string, error) { n, err := number.ParseOGRNIP(s); return string(n), err },
		"SNILS":  func(s string) (string, error) { n, err := number.ParseSNILS(s); return string(n), err },
		"KPP":    func(s string) (string, error) { n, err := number.ParseKPP(s); return string(n), err },
	}
}

func TestParseNumbers(t *testing.T) {
	tests := []struct{ kind, in, want string }{
		{"INN", "7707083893", "7707083893"},
		{"INN", "7710474375", "7710474375"},
		{"INN", " 7707 083 893 ", "7707083893"},
		{"INN", "500100732259", "500100732259"},
		{"OGRN", "1027700132195", "1027700132195"},
		{"OGRN", "5087746025373", "5087746025373"},
		{"OGRN", "1047702026701", "1047702026701"},
		{"OGRNIP", "304500116000157", "304500116000157"},
		{"SNILS", "112-233-445 95", "11223344595"},
		{"SNILS", "11223344595", "11223344595"},
		{"SNILS", "087-654-303 00", "08765430300"}, // the sum is 202, of which 0 remains
		{"SNILS", "001-001-998 77", "00100199877"}, // too early for a control number
		{"KPP", "773601001", "773601001"},
		{"KPP", "7736AB001", "7736AB001"},
	}
	for _, tt := range tests {
		if got, err := parsers()[tt.kind](tt.in); err != nil || got != tt.want {
			t.Errorf("%s %q is %q, %v; want %q", tt.kind, tt.in, got, err, tt.want)
		}
	}
}

func TestRefuseNumbers(t *testing.T) {
	for kind, texts := range map[string][]string{
		"INN":    {"", "7707083894", "500100732258", "500100732249", "0000000000", "000000000000", "77070838931", "770708389З", "７707083893"},
		"OGRN":   {"", "1027700132196", "0000000000000", "304500116000157", "102770013219", "1027700132195x"},
		"OGRNIP": {"", "304500116000158", "000000000000000", "1027700132195"},
		"SNILS":  {"", "112-233-445 96", "00000000000", "1122334459", "001-001-999 77", strings.Repeat("1 ", 60)},
		"KPP":    {"", "77360100", "7736ab001", "0000AB001", "7736010O1", "7736A1001 x"},
	} {
		for _, in := range texts {
			if got, err := parsers()[kind](in); err == nil {
				t.Errorf("%s: %q was taken as %q", kind, in, got)
			}
		}
	}
}

func TestINNKinds(t *testing.T) {
	if n := number.INN("7707083893"); !n.Organisation() || n.Person() {
		t.Errorf("%s is taken for a person's", n)
	}
	if n := number.INN("500100732259"); n.Organisation() || !n.Person() {
		t.Errorf("%s is taken for an organisation's", n)
	}
	if n := number.INN(""); n.Organisation() || n.Person() {
		t.Error("no number is somebody's")
	}
}

func TestSNILSString(t *testing.T) {
	if got := number.SNILS("11223344595").String(); got != "112-233-445 95" {
		t.Errorf("printed as %q", got)
	}
}

// TestOneWrongDigit: check digits are there so that one digit typed wrong is found. Only where a remainder of ten was written
// as zero may a wrong one pass, and these numbers have no zero there.
func TestOneWrongDigit(t *testing.T) {
	for kind, n := range map[string]string{"INN": "500100732259", "OGRN": "1027700132195", "OGRNIP": "304500116000157", "SNILS": "11223344595"} {
		rapid.Check(t, func(t *rapid.T) {
			at := rapid.IntRange(0, len(n)-3).Draw(t, "at")
			digit := byte('0' + rapid.IntRange(0, 9).Draw(t, "digit"))
			if digit == n[at] {
				return
			}
			wrong := n[:at] + string(digit) + n[at+1:]
			if _, err := parsers()[kind](wrong); err == nil {
				t.Errorf("%s: %s passes beside %s", kind, wrong, n)
			}
		})
	}
}

func FuzzParseNumbers(f *testing.F) {
	for _, s := range []string{"7707083893", "500100732259", "1027700132195", "304500116000157", "112-233-445 95", "7736AB001"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for kind, parse := range parsers() {
			n, err := parse(s)
			if err != nil {
				continue
			}
			if again, err := parse(n); err != nil || again != n {
				t.Errorf("%s: %q became %q, which parses as %q, %v", kind, s, n, again, err)
			}
		}
		if n, err := number.ParseSNILS(s); err == nil {
			if again, err := number.ParseSNILS(n.String()); err != nil || again != n {
				t.Errorf("SNILS: %q is printed as %q, which does not parse", string(n), n)
			}
		}
	})
}

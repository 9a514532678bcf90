package fmt_test

import (
	"errors"
	theirs "fmt"
	"io"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/trialsigner/std/fmt"
)

type name string

func (n name) String() string { return "the " + string(n) }

// What the libraries write, in their formats, comes out as from the standard package.
func TestAsTheStandardPackage(t *testing.T) {
	for format, operands := range map[string][]any{
		"no verbs, 100%%":      nil,
		"%s and %s":            {"a text", []byte("octets")},
		"%s: %w":               {name("part"), io.EOF},
		"%w: %w":               {io.EOF, io.ErrUnexpectedEOF},
		"%d bytes of %d":       {int64(-1 << 63), uint8(200)},
		"%q":                   {"«a»\n"},
		"%x %X":                {[]byte{0, 10, 255}, "z"},
		"%02X%02X":             {uint8(7), uint8(0xab)},
		"tag %#02x":            {uint8(0x30)},
		"%5d|%05d":             {42, -42},
		"%v %v %v":             {true, uint64(1 << 63), errors.New("an error")},
		"%c%c":                 {'я', 'z'},
		"%v":                   {nil},
		"a %d in the middle %": {1},
	} {
		want := theirs.Sprintf(format, operands...)
		if strings.Contains(format, "%w") {
			want = theirs.Errorf(format, operands...).Error() //nolint:govet // the format is what is tested
		}
		if got := fmt.Errorf(format, operands...).Error(); got != want {
			t.Errorf("%q: %q, want %q", format, got, want)
		}
	}
	if got := fmt.Sprintf("%d of %d", 1); got != "1 of %!d(MISSING)" {
		t.Error(got)
	}
}

// Errors are found in what wraps them, one or several.
func TestWrapping(t *testing.T) {
	one, two := fmt.Errorf("read: %w", io.EOF), fmt.Errorf("%w, %w", io.EOF, io.ErrUnexpectedEOF)
	if !errors.Is(one, io.EOF) || !errors.Is(two, io.EOF) || !errors.Is(two, io.ErrUnexpectedEOF) || errors.Is(one, io.ErrUnexpectedEOF) {
		t.Errorf("%v, %v", one, two)
	}
	if errors.Unwrap(fmt.Errorf("%s", io.EOF)) != nil { //nolint:errorlint // that is what is tested
		t.Error("an error that is not wrapped is found")
	}
}

// Values of other types are named by their verb, and never make a panic.
func TestOtherTypes(t *testing.T) {
	if got := fmt.Sprintf("%v %d", struct{ a int }{1}, []int{1}); got != "[%v] [%d]" {
		t.Error(got)
	}
	var b strings.Builder
	if _, err := fmt.Fprintf(&b, "%d", 7); err != nil || b.String()+string(fmt.Appendf(nil, "%s", "!"))+fmt.Sprint("a", 1) != "7!a1" {
		t.Errorf("%q %v", b.String(), err)
	}
}

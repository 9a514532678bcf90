package staff_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/staff"
)

// A code breaks where there is no room for it: after its punctuation, and a digest, which has none, after some characters.
func TestACodeBreaks(t *testing.T) {
	for in, want := range map[string][]string{
		"":                 nil,
		"account.created":  {"account.", "created"},
		"a=1,b":            {"a=", "1,", "b"},
		"ends.":            {"ends."},
		"0123456789abcdef": {"0123456789abcdef"},
		strings.Repeat("0123456789abcdef", 4): {
			"0123456789abcdef", "0123456789abcdef", "0123456789abcdef", "0123456789abcdef",
		},
		"очень длинное слово": {"очень дл", "инное сл", "ово"},
	} {
		got := staff.CodeParts(in)
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
		for _, part := range got {
			if !utf8.ValidString(part) {
				t.Errorf("%q is broken within a character: %q", in, part)
			}
		}
	}
}

package legal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// show writes a comparison with marks: =3 for kept paragraphs, [-removed-] and {+added+}.
func show(list []passage) string {
	var lines []string
	for _, p := range list {
		if p.kept > 0 {
			lines = append(lines, "="+strings.Repeat("·", p.kept))
			continue
		}
		var words []string
		for _, piece := range p.pieces {
			words = append(words, [...]string{"", "[-", "{+"}[piece.change]+piece.text+[...]string{"", "-]", "+}"}[piece.change])
		}
		lines = append(lines, strings.Join(words, " "))
	}
	return strings.Join(lines, "\n")
}

func TestCompare(t *testing.T) {
	cases := map[string]struct{ before, after, want string }{
		"nothing":   {"a\n\nb", "a\n\nb", "=··"},
		"spaces":    {"a\n\nb", "a\nb\n", "=··"},
		"a word":    {"a\n\nb c d\n\ne", "a\n\nb x d\n\ne", "=·\nb [-c-] {+x+} d\n=·"},
		"added":     {"a\n\nc", "a\n\nb\n\nc", "=·\n{+b+}\n=·"},
		"removed":   {"a\n\nb\n\nc", "a\n\nc", "=·\n[-b-]\n=·"},
		"from none": {"", "a b", "{+a b+}"},
		"to none":   {"a b", "", "[-a b-]"},
		"both none": {"", "", ""},
		"two runs":  {"a b\nc\nd e", "a x\nc\nd y", "a [-b-] {+x+}\n=·\nd [-e-] {+y+}"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, show(compare(c.before, c.after))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

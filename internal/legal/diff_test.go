package legal

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
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

// The hunks of a comparison hold both lists, whole and in order, and say of nothing that it was kept unless it was.
func TestHunksHoldBothLists(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"а", "б", "в", "г"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		i, j, kept := 0, 0, false
		for n, h := range hunks(a, b) {
			if h.fromA != i || h.fromB != j {
				t.Fatalf("hunk %d begins at %d and %d, not at %d and %d", n, h.fromA, h.fromB, i, j)
			}
			if n > 0 && h.kept == kept {
				t.Fatalf("hunks %d and %d are of one kind", n-1, n)
			}
			if h.kept && !cmp.Equal(a[h.fromA:h.toA], b[h.fromB:h.toB]) {
				t.Fatalf("hunk %d is not kept: %v and %v", n, a[h.fromA:h.toA], b[h.fromB:h.toB])
			}
			i, j, kept = h.toA, h.toB, h.kept
		}
		if i != len(a) || j != len(b) {
			t.Fatalf("the hunks end at %d of %d and %d of %d", i, len(a), j, len(b))
		}
	})
}

// Lists that differ in too much for the table are replaced as a whole.
func TestHunksAreBounded(t *testing.T) {
	a, b := strings.Fields(strings.Repeat("a b ", 2000)), strings.Fields(strings.Repeat("c d ", 2000))
	want := []hunk{{false, 0, 4000, 0, 4000}}
	if diff := cmp.Diff(want, hunks(a, b), cmp.AllowUnexported(hunk{})); diff != "" {
		t.Error(diff)
	}
}

package difference_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/platform/difference"
)

// The runs of a comparison hold both lists, whole and in order, and say of nothing that it was kept unless it was.
func TestRunsHoldBothLists(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"а", "б", "в", "г"}), 0, 12)
	rapid.Check(t, func(t *rapid.T) {
		a, b := words.Draw(t, "a"), words.Draw(t, "b")
		i, j, kept := 0, 0, false
		for n, h := range difference.Of(a, b) {
			if h.FromA != i || h.FromB != j {
				t.Fatalf("run %d begins at %d and %d, not at %d and %d", n, h.FromA, h.FromB, i, j)
			}
			if n > 0 && h.Kept == kept {
				t.Fatalf("runs %d and %d are of one kind", n-1, n)
			}
			if h.Kept && !cmp.Equal(a[h.FromA:h.ToA], b[h.FromB:h.ToB]) {
				t.Fatalf("run %d is not kept: %v and %v", n, a[h.FromA:h.ToA], b[h.FromB:h.ToB])
			}
			i, j, kept = h.ToA, h.ToB, h.Kept
		}
		if i != len(a) || j != len(b) {
			t.Fatalf("the runs end at %d of %d and %d of %d", i, len(a), j, len(b))
		}
	})
}

// Lists that differ in too much for the table are replaced as a whole.
func TestComparisonIsBounded(t *testing.T) {
	a, b := strings.Fields(strings.Repeat("a b ", 2000)), strings.Fields(strings.Repeat("c d ", 2000))
	want := []difference.Run{{FromA: 0, ToA: 4000, FromB: 0, ToB: 4000}}
	if diff := cmp.Diff(want, difference.Of(a, b)); diff != "" {
		t.Error(diff)
	}
}

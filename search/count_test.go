package search

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// Owners are counted 64 passages at a time; here they are counted one by one beside it, with passages of one owner across words of
// the bitmap and across segments.
func TestOwnersAreCountedAsOneByOne(t *testing.T) {
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 1))
		owner, want, counted, last := 0, 0, -1, ""
		got := 0
		longest, share := 1+r.IntN(200), r.IntN(100)
		for range 3 {
			seg := &segment{owners: make([]string, 1+r.IntN(400))}
			members := newBitmap(len(seg.owners))
			for k := range seg.owners {
				if r.IntN(longest) == 0 {
					owner++
				}
				seg.owners[k] = fmt.Sprint(owner)
				if r.IntN(100) >= share {
					continue
				}
				members.set(k)
				if owner != counted {
					want, counted = want+1, owner
				}
			}
			seg.runs = runsOf(seg.owners)
			n := 0
			n, last = seg.countOwners(members, last)
			got += n
		}
		if got != want {
			t.Fatalf("seed %d: %d owners counted, one by one %d", seed, got, want)
		}
	}
}

func TestABitmapKnowsWhetherItHasAny(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		b := newBitmap(300)
		for range r.IntN(3) {
			b.set(r.IntN(300))
		}
		from := r.IntN(301)
		to := from + r.IntN(301-from)
		want := false
		for i := from; i < to; i++ {
			want = want || b.has(i)
		}
		if got := b.any(from, to); got != want {
			t.Fatalf("%x has any from %d to %d: %v, want %v", b, from, to, got, want)
		}
	}
}

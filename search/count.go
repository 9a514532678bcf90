package search

import (
	"math/bits"
	"slices"
)

// countFacets counts what matched by the values of facets: passages, or owners.
func (s *state) countFacets(into map[string]map[string]int, q Query, all []*scores) {
	if len(q.Count) == 0 {
		return
	}
	last := map[facet]string{}
	for i, seg := range s.segments {
		members := newBitmap(seg.len())
		for key, set := range seg.facets {
			name := key.name.Value()
			if !slices.Contains(q.Count, name) {
				continue
			}
			set.common(all[i].matched, members)
			n := 0
			if q.Owners {
				n, last[key] = seg.countOwners(members, last[key])
			} else {
				n = members.count()
			}
			if n == 0 {
				continue
			}
			if into[name] == nil {
				into[name] = map[string]int{}
			}
			into[name][key.value.Value()] += n
		}
	}
}

// countOwners counts the owners of passages. An owner's passages that a chunk has divided stand at the end of one segment and at the
// beginning of the next: last is the owner with which the one before ended, "" if none of its passages was among those counted.
func (seg *segment) countOwners(of bitmap, last string) (n int, end string) {
	n = seg.runs.count(of)
	size := len(seg.owners)
	goesOn := seg.owners[0] == last
	if goesOn && of.any(0, seg.runs.first) {
		n--
	}
	if of.any(seg.runs.last, size) || goesOn && seg.runs.first == size {
		end = seg.owners[size-1]
	}
	return n, end
}

// runs says where passages of one owner that stand together end.
type runs struct {
	ends  bitmap // the last passage of each run
	first int    // behind the first run
	last  int    // where the last run begins
}

func runsOf(owners []string) runs {
	r := runs{ends: newBitmap(len(owners)), first: len(owners)}
	for i := range owners {
		if i+1 < len(owners) && owners[i] == owners[i+1] {
			continue
		}
		r.ends.set(i)
		r.first = min(r.first, i+1)
		if i+1 < len(owners) {
			r.last = i + 1
		}
	}
	return r
}

// end is the last passage of the run that has one.
func (r runs) end(passage int) int {
	at := passage / 64
	left := r.ends[at] >> (passage % 64) << (passage % 64)
	for left == 0 {
		at++
		left = r.ends[at]
	}
	return at*64 + bits.TrailingZeros64(left)
}

// count counts the runs that have a member, 64 passages at a time. All bits of a run but its last are ones in inner: adding a member to
// them carries into the last one, and the carry of a run that a word divides goes into the next word.
func (r runs) count(members bitmap) (n int) {
	carry := uint64(0)
	for i, word := range members {
		inner, sum := ^r.ends[i], uint64(0)
		sum, carry = bits.Add64(word&inner, inner, carry)
		n += bits.OnesCount64((sum | word) & r.ends[i])
	}
	return n
}

package money

import (
	"fmt"
	"math/bits"
	"slices"
)

// MaxParts is into how many parts an amount can be split.
const MaxParts = 1_000_000

// Split returns n parts that differ by at most a kopeck and whose sum is the amount. The larger ones come first.
func (a Amount) Split(n int) ([]Amount, error) {
	if n < 1 || n > MaxParts {
		return nil, fmt.Errorf("split into %d parts: %w", n, ErrShare)
	}
	each, rest := a.size()/uint64(n), a.size()%uint64(n)
	parts := make([]Amount, n)
	for i := range parts {
		size := each
		if uint64(i) < rest {
			size++
		}
		var err error
		if parts[i], err = signed(size, a.kopecks < 0); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// Allocate returns one part for each weight, in proportion, and their sum is the amount. Weights are not negative, and not
// all zero. Each part is the exact one rounded down or up to a kopeck; the kopecks that are left go to the parts that lost
// most by rounding down, the earlier one first (the method of the largest remainder).
func (a Amount) Allocate(weights ...int64) ([]Amount, error) {
	if len(weights) < 1 || len(weights) > MaxParts {
		return nil, fmt.Errorf("allocate to %d parts: %w", len(weights), ErrShare)
	}
	var total uint64
	for _, w := range weights {
		if w < 0 {
			return nil, fmt.Errorf("allocate by the weight %d: %w", w, ErrShare)
		}
		var carry uint64
		if total, carry = bits.Add64(total, uint64(w), 0); carry != 0 {
			return nil, fmt.Errorf("allocate: the sum of weights: %w", ErrOverflow)
		}
	}
	if total == 0 {
		return nil, fmt.Errorf("allocate by weights of zero: %w", ErrShare)
	}
	sizes, rests, order := make([]uint64, len(weights)), make([]uint64, len(weights)), make([]int, len(weights))
	left := a.size()
	for i, w := range weights {
		high, low := bits.Mul64(a.size(), uint64(w)) // high < total, as w ≤ total and the size is below 2⁶⁴
		sizes[i], rests[i] = bits.Div64(high, low, total)
		left -= sizes[i]
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case rests[i] > rests[j]:
			return -1
		case rests[i] < rests[j]:
			return 1
		}
		return 0
	})
	for _, i := range order[:left] { // fewer than parts, since each rest is below the total
		sizes[i]++
	}
	parts := make([]Amount, len(weights))
	for i, size := range sizes {
		var err error
		if parts[i], err = signed(size, a.kopecks < 0); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

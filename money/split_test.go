package money_test

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/money"
)

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAmount().Draw(t, "amount")
		n := rapid.IntRange(1, 200).Draw(t, "parts")
		parts, err := a.Split(n)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := money.Sum(parts...)
		if err != nil || sum != a || len(parts) != n {
			t.Fatalf("%d parts of %s are %s, %v", len(parts), a, sum, err)
		}
		least, greatest := slices.MinFunc(parts, money.Amount.Compare), slices.MaxFunc(parts, money.Amount.Compare)
		if d := greatest.Kopecks() - least.Kopecks(); d > 1 {
			t.Fatalf("parts of %s differ by %d", a, d)
		}
	})
	for _, n := range []int{0, -1, money.MaxParts + 1} {
		if _, err := money.Kopecks(1).Split(n); !errors.Is(err, money.ErrShare) {
			t.Errorf("%d parts: %v", n, err)
		}
	}
}

func TestAllocateLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyAmount().Draw(t, "amount")
		weights := rapid.SliceOfN(rapid.Int64Range(0, math.MaxInt64/64), 1, 60).Draw(t, "weights")
		total := new(big.Int)
		for _, w := range weights {
			total.Add(total, big.NewInt(w))
		}
		parts, err := a.Allocate(weights...)
		if total.Sign() == 0 {
			if !errors.Is(err, money.ErrShare) {
				t.Fatalf("by weights of zero: %v", err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if sum, err := money.Sum(parts...); err != nil || sum != a {
			t.Fatalf("parts of %s are %s, %v", a, sum, err)
		}
		for i, p := range parts { // |part · total − amount · weight| < total: no part is a kopeck away from the exact one
			off := new(big.Int).Mul(big.NewInt(p.Kopecks()), total)
			off.Sub(off, new(big.Int).Mul(big.NewInt(a.Kopecks()), big.NewInt(weights[i])))
			if off.CmpAbs(total) >= 0 {
				t.Fatalf("part %d of %s by %v is %s", i, a, weights, p)
			}
		}
	})
}

func TestAllocateByExample(t *testing.T) {
	parts, err := money.Kopecks(100).Allocate(1, 1, 1)
	if err != nil || !slices.Equal(parts, []money.Amount{money.Kopecks(34), money.Kopecks(33), money.Kopecks(33)}) {
		t.Error(parts, err)
	}
	parts, err = money.Kopecks(-5).Allocate(0, 3, 7)
	if err != nil || !slices.Equal(parts, []money.Amount{{}, money.Kopecks(-2), money.Kopecks(-3)}) {
		t.Error(parts, err)
	}
	for _, weights := range [][]int64{nil, {-1, 2}, {0, 0}} {
		if _, err := money.Kopecks(1).Allocate(weights...); !errors.Is(err, money.ErrShare) {
			t.Errorf("%v: %v", weights, err)
		}
	}
	if _, err := money.Kopecks(1).Allocate(math.MaxInt64, math.MaxInt64, math.MaxInt64); !errors.Is(err, money.ErrOverflow) {
		t.Error(err)
	}
}

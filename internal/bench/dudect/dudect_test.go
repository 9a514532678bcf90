//go:build linux

package main

import (
	"math/rand/v2"
	"testing"

	"github.com/klaster-platform/klaster/gost/gost3410"
)

// made draws n samples from two normal distributions whose means are apart by a difference.
func made(n int, difference float64) samples {
	r := rand.New(rand.NewPCG(1, 2))
	s := make(samples, n)
	for i := range s {
		class := r.IntN(2)
		s[i] = sample{class, 1000 + 20*r.NormFloat64() + difference*float64(class)}
	}
	return s
}

func TestWelch(t *testing.T) {
	if v := made(20_000, 0).worst(); v > 4.5 {
		t.Errorf("two equal classes: t = %.1f", v)
	}
	if v := made(20_000, 5).worst(); v < 10 {
		t.Errorf("two classes a quarter of the deviation apart: t = %.1f", v)
	}
	if v := made(50, 5).welch(); v != 0 {
		t.Errorf("too few samples: t = %.1f", v)
	}
}

func TestOperations(t *testing.T) {
	for _, o := range operations(gost3410.CryptoProA()) {
		s, err := o.measure(2 * batch)
		if err != nil {
			t.Errorf("%s: %v", o.name, err)
			continue
		}
		if len(s) != 2*batch || s.median() <= 0 {
			t.Errorf("%s: %d samples, median %v", o.name, len(s), s.median())
		}
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		t      float64
		public bool
		want   string
	}{{1, false, "nothing seen"}, {50, true, "differs, as it may"}, {6, false, "to be looked at"}, {50, false, "DIFFERS"}} {
		if got := verdict(c.t, c.public); got != c.want {
			t.Errorf("t = %v: %q, want %q", c.t, got, c.want)
		}
	}
}

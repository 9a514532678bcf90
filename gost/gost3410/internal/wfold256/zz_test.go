package wfold256

import (
	"syscall"
	"testing"
	"fmt"

	field "github.com/klaster-platform/klaster/gost/gost3410/internal/fold256"
	"github.com/klaster-platform/klaster/gost/gost3410/internal/group"
)

func cpuNow() float64 {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return float64(u.Utime.Nano() + u.Stime.Nano())
}

func TestZZ(t *testing.T) {
	c := New(group.CryptoProA())
	p := c.jacobian(&c.base.entry)
	c.doubleMinus3(&p)
	q := c.base.entry
	var dx, dy field.Element
	full := c.cache(&p)
	c.doubleMinus3(&p)
	m := func(name string, f func()) {
		best := 1e18
		for range 7 {
			s := cpuNow()
			for range 200000 { f() }
			best = min(best, (cpuNow()-s)/200000)
		}
		fmt.Printf("%s %.1f ns\n", name, best)
	}
	m("double adx", func() { c.doubleMinus3(&p) })
	m("double go", func() { c.doubleMinus3Portable(&p) })
	m("mixed adx", func() { c.addMixed(&p, &q.x, &q.y2, &dx, &dy) })
	m("mixed go", func() { c.addMixedPortable(&p, &q.x, &q.y2, &dx, &dy) })
	m("full adx", func() { c.addFull(&p, &full, &q.y2, &dx, &dy) })
	m("full go", func() { c.addFullPortable(&p, &full, &q.y2, &dx, &dy) })
	var f field.Field
	m("mul go", func() { f.Mul(&dx, &dx, &dy) })
	m("sqr go", func() { f.Sqr(&dx, &dx) })
}

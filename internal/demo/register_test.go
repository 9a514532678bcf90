package demo_test

import (
	"bytes"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/statereg/rnp"
	"github.com/klaster-platform/klaster/statereg/rsmp"
)

// The register of the demonstration reads as that of the tax service, with nothing unknown in it.
func TestTheTrialRegisterReads(t *testing.T) {
	organisations, proprietors := demo.Register(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC))
	for _, file := range [][]byte{organisations, proprietors} {
		r, err := egr.NewReader(bytes.NewReader(file), "demo", egr.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		p := egr.NewParser(r.Header(), egr.Options{})
		for {
			d, err := r.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rec, err := p.Parse(d)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := ruid.ParseINN(rec.INN); err != nil {
				t.Errorf("%s: ИНН %q", rec.Title(), rec.INN)
			}
		}
		if c := p.Census(); !c.Empty() {
			t.Errorf("unknown: %+v", c)
		}
	}
}

// The lists of the demonstration read as well, and name an organisation of its register.
func TestTheTrialListsRead(t *testing.T) {
	on := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	unfair := rnp.NewReader(bytes.NewReader(demo.Unfair(on)), rnp.Limits{})
	first, err := unfair.Next()
	if err != nil || !first.Supplier.Checked || first.Supplier.INN != demo.Organisations()[7].INN {
		t.Errorf("РНП: %+v, %v", first, err)
	}
	small, err := rsmp.NewReader(bytes.NewReader(demo.Small(on)), "demo", egr.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for {
		if _, err := small.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != len(demo.Organisations())/2 {
		t.Errorf("РСМП: %d", n)
	}
}

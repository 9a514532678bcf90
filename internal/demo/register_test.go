package demo_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/statereg/rnp"
	"github.com/klaster-platform/klaster/statereg/rsmp"
)

// The register of the demonstration reads as that of the tax service, with nothing unknown in it.
func TestTheTrialRegisterReads(t *testing.T) {
	on := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	organisations, proprietors := demo.Register(on)
	all, allProprietors := demo.TownRegister(on)
	for name, file := range map[string][]byte{"organisations": organisations, "proprietors": proprietors, "town": all, "proprietors of the town": allProprietors} {
		r, err := egr.NewReader(bytes.NewReader(file), "demo", egr.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		p := egr.NewParser(r.Header(), egr.Options{})
		seen := map[string]bool{}
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
			if inn, err := ruid.ParseINN(rec.INN); err != nil || !strings.HasPrefix(string(inn), "9900") {
				t.Errorf("%s: ИНН %q", rec.Title(), rec.INN)
			}
			if seen[rec.OGRN] || !strings.HasPrefix(rec.OGRN, "199") && !strings.HasPrefix(rec.OGRN, "399") {
				t.Errorf("%s: ОГРН %s", rec.Title(), rec.OGRN)
			}
			seen[rec.OGRN] = true
		}
		c := p.Census()
		if n := c.Codes[unknownStatus]; name == "town" && n == 0 {
			t.Error("no organisation has a status of which no list knows")
		}
		if delete(c.Codes, unknownStatus); !c.Empty() {
			t.Errorf("%s: unknown: %+v", name, c)
		}
	}
}

// unknownStatus is how the reader counts a code that some organisations of the town have to show what becomes of it.
const unknownStatus = "СЮЛСТ 198"

// The town is the same each time, has what the rules tell apart, and nobody in it is met twice.
func TestTheTownIsWhatItSays(t *testing.T) {
	list, cases, names := demo.Town(), map[string]int{}, map[string]bool{}
	if diff := cmp.Diff(list, demo.Town()); diff != "" {
		t.Errorf("another call gives another town: %s", diff)
	}
	moscow := 0
	for _, o := range list {
		if names[o.Name] {
			t.Errorf("there are two %s", o.Name)
		}
		names[o.Name] = true
		cases[o.Case]++
		if o.Region == "77" {
			moscow++
		}
	}
	if len(list) != demo.Total || moscow < demo.Total/3 || moscow > 2*demo.Total/3 {
		t.Errorf("%d organisations, %d of them in Moscow", len(list), moscow)
	}
	for _, c := range []string{
		"clean", "in liquidation", "a bankrupt", "in the register of unfair suppliers", "controlled from offshore", "a status of which no list knows",
		"two heads, each alone", "two heads, only together", "the register hides the head", "led by a managing company",
	} {
		if cases[c] < 3 {
			t.Errorf("%q: %d", c, cases[c])
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
	if n != demo.Total/2 {
		t.Errorf("РСМП: %d", n)
	}
}

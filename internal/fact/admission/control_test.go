package admission_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// owner is a company that others may own through; its ИНН stands for its name.
func owner(t testing.TB, inn string, founders ...egr.Founder) *egr.Record {
	t.Helper()
	r := company(t, "50")
	r.INN, r.Founders = inn, founders
	return r
}

func TestOffshoreControl(t *testing.T) {
	const seychelles, cyprus, labuan = "690", "196", "458"
	fund := egr.Founder{Kind: egr.FounderFund, Share: &egr.Share{Percent: "30"}}
	cases := map[string]struct {
		founders    []egr.Founder
		others      []*egr.Record
		change      func(*admission.Case)
		least, most float64
		want        rule.Outcome
		gap         string
	}{
		"one person":                  {founders: []egr.Founder{person("10000", "100")}, want: rule.Pass},
		"the Seychelles":              {founders: []egr.Founder{abroad(seychelles, "SEA", "100")}, least: 100, most: 100, want: rule.Fail},
		"half is no more than half":   {founders: []egr.Founder{abroad(seychelles, "SEA", "50"), person("", "50")}, least: 50, most: 50, want: rule.Review},
		"a little more than half":     {founders: []egr.Founder{abroad(seychelles, "SEA", "50.01"), person("", "49.99")}, least: 50.01, most: 50.01, want: rule.Fail},
		"a quarter":                   {founders: []egr.Founder{abroad(seychelles, "SEA", "25"), person("", "75")}, least: 25, most: 25, want: rule.Pass},
		"more than a quarter":         {founders: []egr.Founder{abroad(seychelles, "SEA", "26"), person("", "74")}, least: 26, most: 26, want: rule.Review},
		"two quarters and a bit":      {founders: []egr.Founder{abroad(seychelles, "A", "26"), abroad("092", "B", "25"), person("", "49")}, least: 51, most: 51, want: rule.Fail},
		"Cyprus by a complete list":   {founders: []egr.Founder{abroad(cyprus, "CY", "100")}, want: rule.Pass},
		"a part of a country":         {founders: []egr.Founder{abroad(labuan, "LAB", "100")}, most: 100, want: rule.Undecided, gap: "перечень"},
		"no list on the day":          {founders: []egr.Founder{abroad(cyprus, "CY", "100")}, change: func(c *admission.Case) { c.Offshore = nil }, most: 100, want: rule.Undecided, gap: "на этот день нет"},
		"a list that is not complete": {founders: []egr.Founder{abroad(cyprus, "CY", "100")}, change: func(c *admission.Case) { c.Offshore[0].Complete = false }, most: 100, want: rule.Undecided, gap: "не полностью"},
		"in a list that is not":       {founders: []egr.Founder{abroad(seychelles, "SEA", "100")}, change: func(c *admission.Case) { c.Offshore[0].Complete = false }, least: 100, most: 100, want: rule.Fail},
		"little, and no list":         {founders: []egr.Founder{abroad(cyprus, "CY", "20"), person("", "80")}, change: func(c *admission.Case) { c.Offshore = nil }, most: 20, want: rule.Pass},
		"no country":                  {founders: []egr.Founder{{Kind: egr.FounderForeign, Share: &egr.Share{Percent: "100"}}}, most: 100, want: rule.Undecided, gap: "страна"},
		"a fund":                      {founders: []egr.Founder{fund, person("", "70")}, most: 30, want: rule.Undecided, gap: "фонд"},
		"a fund beside an offshore":   {founders: []egr.Founder{fund, abroad(seychelles, "SEA", "51"), person("", "19")}, least: 51, most: 81, want: rule.Fail, gap: "фонд"},
		"a partnership":               {founders: []egr.Founder{{Kind: egr.FounderPartnership, Share: &egr.Share{Percent: "60"}}, person("", "40")}, most: 60, want: rule.Undecided, gap: "товарищество"},
		"nobody named":                {founders: nil, most: 100, want: rule.Undecided, gap: "участников в записи нет"},
		"less than a whole":           {founders: []egr.Founder{person("", "60")}, most: 40, want: rule.Undecided, gap: "целого"},
		"no shares, all persons":      {founders: []egr.Founder{{Kind: egr.FounderPerson}, {Kind: egr.FounderState}}, want: rule.Pass},
		"no shares, one abroad":       {founders: []egr.Founder{{Kind: egr.FounderPerson}, {Kind: egr.FounderForeign, Foreign: &egr.Foreign{Country: seychelles}}}, most: 100, want: rule.Undecided},
		"a joint-stock company":       {founders: []egr.Founder{person("", "100")}, change: func(c *admission.Case) { c.Register.Record.LegalForm.Code = "12247" }, most: 100, want: rule.Undecided, gap: "акционеров"},
		"an old form of it": {founders: []egr.Founder{person("", "100")}, change: func(c *admission.Case) {
			c.Register.Record.LegalForm = egr.LegalForm{List: "КОПФ", Code: "67", Name: "Закрытые акционерные общества"}
		}, most: 100, want: rule.Undecided, gap: "акционеров"},
		"a municipal institution":     {founders: nil, change: func(c *admission.Case) { c.Register.Record.LegalForm.Code = "75403" }, want: rule.Pass},
		"its own share does not vote": {founders: []egr.Founder{abroad(seychelles, "SEA", "10"), person("", "10")}, change: func(c *admission.Case) { c.Register.Record.Own = &egr.OwnShare{Share: egr.Share{Percent: "80"}} }, least: 50, most: 50, want: rule.Review},
		"its own share is hidden": {founders: []egr.Founder{abroad(seychelles, "SEA", "10"), person("", "10")}, change: func(c *admission.Case) {
			c.Register.Record.Own = &egr.OwnShare{Restricted: true, Share: egr.Share{Percent: "80"}}
		}, most: 100, want: rule.Undecided, gap: "самого общества"},
		"by nominal value":           {founders: []egr.Founder{{Kind: egr.FounderForeign, Foreign: &egr.Foreign{Country: seychelles}, Share: &egr.Share{Nominal: "5100"}}, {Kind: egr.FounderPerson, Share: &egr.Share{Nominal: "4900"}}}, least: 51, most: 51, want: rule.Fail},
		"through another":            {founders: []egr.Founder{through("1", "60"), person("", "40")}, others: []*egr.Record{owner(t, "1", abroad(seychelles, "SEA", "100"))}, least: 60, most: 60, want: rule.Fail},
		"through two":                {founders: []egr.Founder{through("1", "80"), person("", "20")}, others: []*egr.Record{owner(t, "1", through("2", "50"), person("", "50")), owner(t, "2", abroad(seychelles, "SEA", "100"))}, least: 40, most: 40, want: rule.Review},
		"direct and through another": {founders: []egr.Founder{through("1", "50"), abroad(seychelles, "SEA", "50")}, others: []*egr.Record{owner(t, "1", abroad(seychelles, "SEA", "10"), person("", "90"))}, least: 55, most: 55, want: rule.Fail},
		"no record of it":            {founders: []egr.Founder{through("1", "60"), person("", "40")}, most: 60, want: rule.Undecided, gap: "записи нет"},
		"a ring":                     {founders: []egr.Founder{through("1", "50"), person("", "50")}, others: []*egr.Record{owner(t, "1", through("7707083893", "50"), abroad(seychelles, "SEA", "50"))}, least: 25, most: 50, want: rule.Undecided, gap: "владеет сама собой"},
		"owned by itself":            {founders: []egr.Founder{through("7707083893", "100")}, most: 100, want: rule.Undecided, gap: "владеет сама собой"},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			r := company(t, "77")
			r.Founders = k.founders
			c := clean(t, admission.Participant, r)
			c.Lookup = in(c.On, k.others...)
			if k.change != nil {
				k.change(&c)
			}
			a, facts, err := admission.Assess(t.Context(), book(t), c)
			if err != nil {
				t.Fatal(err)
			}
			least, most := facts.Get("control.offshore_least").Value.Number(), facts.Get("control.offshore_most").Value.Number()
			if least != k.least || most != k.most {
				t.Errorf("from %v to %v, want from %v to %v", least, most, k.least, k.most)
			}
			if v := verdict(t, a, "R8"); v.Outcome != k.want {
				t.Errorf("%v, want %v: %s", v.Outcome, k.want, v.Text.RU)
			}
			gaps := strings.Join(facts.Get("control.gaps_ru").Value.List(), "; ")
			if k.gap == "" && k.want == rule.Pass && gaps != "" && most == 0 || !strings.Contains(gaps, k.gap) {
				t.Errorf("gaps %q, want %q", gaps, k.gap)
			}
		})
	}
}

// The text of a rejection names the way to the zone.
func TestWayToTheZoneIsTold(t *testing.T) {
	r := company(t, "77")
	r.Founders = []egr.Founder{through("1", "60"), person("", "40")}
	c := clean(t, admission.Participant, r)
	c.Lookup = in(c.On, owner(t, "1", abroad("690", "ПРОФИТТО ЛТД", "100")))
	v := verdict(t, assess(t, c), "R8")
	if want := "ООО 1 → ПРОФИТТО ЛТД, СТРАНА 690 — 60 %"; !strings.Contains(v.Text.RU, want) {
		t.Errorf("%q lacks %q", v.Text.RU, want)
	}
	if v.ValidUntil == nil || v.ValidUntil.After(day(t, "2026-12-31")) {
		t.Errorf("valid until %v, beyond the list", v.ValidUntil)
	}
}

// The verdict is as fresh as the least fresh record of the walk.
func TestStaleOwnerMakesTheShareStale(t *testing.T) {
	r := company(t, "77")
	r.Founders = []egr.Founder{through("1", "60"), person("", "40")}
	c := clean(t, admission.Participant, r)
	old := owner(t, "1", person("", "100"))
	old.AsOf = c.On.AddDays(-4)
	c.Lookup = in(old.AsOf, old)
	v := verdict(t, assess(t, c), "R8")
	if v.Outcome != rule.Undecided || v.Missing[0].Reason != rule.IsStale {
		t.Errorf("%v %v", v.Outcome, v.Missing)
	}
}

// A chain beyond the depth of the walk is unknown, a lookup that fails is an error and no verdict, and a web of owners
// ends.
func TestWalkIsBounded(t *testing.T) {
	chain := func(n int) []*egr.Record {
		var records []*egr.Record
		for i := 1; i < n; i++ {
			records = append(records, owner(t, fmt.Sprint(i), through(fmt.Sprint(i+1), "100")))
		}
		return append(records, owner(t, fmt.Sprint(n), abroad("690", "SEA", "100")))
	}
	for n, want := range map[int]rule.Outcome{10: rule.Fail, 11: rule.Undecided} {
		r := company(t, "77")
		r.Founders = []egr.Founder{through("1", "100")}
		c := clean(t, admission.Participant, r)
		c.Lookup = in(c.On, chain(n)...)
		if v := verdict(t, assess(t, c), "R8"); v.Outcome != want {
			t.Errorf("%d owners: %v, want %v", n, v.Outcome, want)
		}
	}

	broken := errors.New("the store is away")
	r := company(t, "77")
	r.Founders = []egr.Founder{through("1", "100")}
	c := clean(t, admission.Participant, r)
	c.Lookup = func(context.Context, string) (admission.Entry, bool, error) { return admission.Entry{}, false, broken }
	if _, _, err := admission.Assess(t.Context(), book(t), c); !errors.Is(err, broken) {
		t.Errorf("%v", err)
	}

	// Twelve companies that all own each other: without a bound, 11! ways.
	web := make([]*egr.Record, 12)
	for i := range web {
		var founders []egr.Founder
		for j := range web {
			if j != i {
				founders = append(founders, through(fmt.Sprint(j), "9"))
			}
		}
		web[i] = owner(t, fmt.Sprint(i), founders...)
	}
	calls := 0
	lookup := in(c.On, web...)
	c = clean(t, admission.Participant, web[0])
	c.Identity = nil
	c.Lookup = func(ctx context.Context, inn string) (admission.Entry, bool, error) {
		calls++
		return lookup(ctx, inn)
	}
	if v := verdict(t, assess(t, c), "R8"); v.Outcome != rule.Undecided || calls > 2000 {
		t.Errorf("%v after %d look-ups", v.Outcome, calls)
	}
}

// Whatever the owners are, the bounds are in order and within 0 and 100, an unknown owner in place of a known one never
// narrows them, and a share that is known lies between them.
func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draw := func(inn string, below int) *egr.Record {
			r := owner(t, inn)
			n := rapid.IntRange(1, 4).Draw(rt, "founders")
			for range n {
				share := fmt.Sprint(rapid.IntRange(0, 100/n).Draw(rt, "share"))
				switch rapid.IntRange(0, 3).Draw(rt, "kind") {
				case 0:
					r.Founders = append(r.Founders, person("", share))
				case 1:
					r.Founders = append(r.Founders, abroad(rapid.SampledFrom([]string{"690", "196", "458"}).Draw(rt, "country"), "X", share))
				case 2:
					r.Founders = append(r.Founders, through(fmt.Sprint(rapid.IntRange(0, below).Draw(rt, "of")), share))
				case 3:
					r.Founders = append(r.Founders, egr.Founder{Kind: egr.FounderPerson})
				}
			}
			return r
		}
		records := []*egr.Record{draw("0", 4), draw("1", 4), draw("2", 4), draw("3", 4)}
		measure := func(records []*egr.Record) (least, most float64, exact bool) {
			c := clean(t, admission.Participant, records[0])
			c.Lookup = in(c.On, records...)
			f, err := admission.Derive(t.Context(), book(t), c)
			if err != nil {
				rt.Fatal(err)
			}
			return f.Get("control.offshore_least").Value.Number(), f.Get("control.offshore_most").Value.Number(), f.Get("control.offshore").State == rule.Known
		}
		least, most, exact := measure(records)
		if least < 0 || most > 100 || least > most || exact != (least == most) {
			rt.Fatalf("from %v to %v, exact %v", least, most, exact)
		}
		hidden := records[:rapid.IntRange(1, 4).Draw(rt, "kept")]
		if l, m, _ := measure(hidden); l > least+1e-9 || m < most-1e-9 {
			rt.Fatalf("with fewer records from %v to %v, with more from %v to %v", l, m, least, most)
		}
	})
}

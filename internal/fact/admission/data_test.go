package admission_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// Every fact that a rule reads is derived for a case in which all is known, from a source that the book lists.
func TestEveryFactIsDerived(t *testing.T) {
	b := book(t)
	c := clean(t, admission.Participant, company(t, "77"))
	c.Bankruptcy = &admission.Bankruptcy{AsOf: c.On}
	c.Small = &admission.Small{AsOf: c.On, Category: "micro"}
	facts, err := admission.Derive(t.Context(), b, c)
	if err != nil {
		t.Fatal(err)
	}
	asked := map[string]bool{}
	for _, r := range b.Rules("") {
		v, ok := r.On(c.On)
		if !ok {
			t.Errorf("%s has no version on %s", r.ID, c.On)
			continue
		}
		for _, name := range v.Facts(b.Catalogue()) {
			asked[name] = true
		}
	}
	for _, d := range b.Catalogue().Definitions() {
		f := facts.Get(d.Name)
		if state, reason := b.Usable(f, c.On); state != rule.Known && state != rule.Absent {
			t.Errorf("%s is %v (%q, from %q)", d.Name, state, reason, f.Source)
		}
		delete(asked, d.Name)
	}
	if len(asked) > 0 {
		t.Errorf("not in the catalogue: %v", asked)
	}
}

// R1 to R10 as they were decided: РНП and offshore control bind the participant alone.
func TestWhichRulesBindWhom(t *testing.T) {
	b := book(t)
	names := func(set string) (ids []string) {
		for _, r := range b.Rules(set) {
			ids = append(ids, r.ID)
		}
		return ids
	}
	if got := strings.Join(names("participant"), " "); got != "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10" {
		t.Error(got)
	}
	if got := strings.Join(names("partner"), " "); got != "R1 R2 R3 R4 R5 R6 R9 R10" {
		t.Error(got)
	}
	for _, r := range b.Rules("") {
		for _, v := range r.Versions {
			if v.Basis != rule.BySetting {
				t.Errorf("%s says it is law, and the decree was not at hand", v.ID)
			}
		}
	}
	for source, days := range map[string]int{"egr": 3, "rsmp": 40, "rnp": 3} {
		if s, ok := b.Source(source); !ok || s.Fresh != days {
			t.Errorf("%s is fresh for %d days, want %d", source, s.Fresh, days)
		}
	}
}

// The list that the program brings is not complete, says so, and ends with its act.
func TestEmbeddedOffshoreList(t *testing.T) {
	lists, err := admission.EmbeddedLists()
	if err != nil {
		t.Fatal(err)
	}
	if len(lists) != 1 || lists[0].Complete || len(lists[0].Zones) != 25 || lists[0].Until != day(t, "2026-12-31") {
		t.Fatalf("%+v", lists)
	}
	r := company(t, "77")
	r.Founders = []egr.Founder{abroad("092", "BVI LTD", "100")}
	for on, want := range map[string]rule.Outcome{"2025-11-30": rule.Fail, "2026-12-31": rule.Fail, "2027-01-01": rule.Undecided} {
		c := clean(t, admission.Participant, r)
		c.On, c.Offshore = day(t, on), lists
		c.Register.Confirmed = c.On
		v := verdict(t, assess(t, c), "R8")
		if v.Outcome != want {
			t.Errorf("on %s %v, want %v", on, v.Outcome, want)
		}
		// What rests on a list ends with it, though the register is fresh for longer.
		if on == "2026-12-31" && (v.ValidUntil == nil || v.ValidUntil.String() != on) {
			t.Errorf("valid until %v", v.ValidUntil)
		}
	}
}

func TestParseOffshore(t *testing.T) {
	const good = "offshore zones 1\nlist a\nact x\nfrom 2024-01-01\ncomplete yes\n690 Сейшелы\n"
	for name, k := range map[string]struct{ text, want string }{
		"good":           {good, ""},
		"empty":          {"", "no list"},
		"another file":   {"zones\n", "line 1"},
		"no list":        {"offshore zones 1\n690 Сейшелы\n", "line 2: no list has begun"},
		"a code twice":   {good + "690 Сейшелы\n", "line 7: code 690 stands twice"},
		"a short code":   {good + "69 Сейшелы\n", `line 7: unknown word "69"`},
		"a list twice":   {good + "list a\n", "line 7"},
		"no day":         {strings.Replace(good, "2024-01-01", "2024", 1), "line 4"},
		"no act":         {strings.Replace(good, "act x\n", "", 1), "lacks its act"},
		"no zones":       {strings.Replace(good, "690 Сейшелы\n", "", 1), "lacks its act, days or zones"},
		"neither yes":    {strings.Replace(good, "complete yes", "complete so", 1), "line 5"},
		"no value":       {good + "until\n", "line 7"},
		"ends too early": {good + "until 2023-01-01\n", "lacks"},
		"not UTF-8":      {"\xff", "not UTF-8"},
	} {
		_, err := admission.ParseOffshore([]byte(k.text))
		if (err == nil) != (k.want == "") || err != nil && (!errors.Is(err, admission.ErrOffshore) || !strings.Contains(err.Error(), k.want)) {
			t.Errorf("%s: %v, want %q", name, err, k.want)
		}
	}
}

func FuzzParseOffshore(f *testing.F) {
	f.Add([]byte("offshore zones 1\nlist a\nact x\nfrom 2024-01-01\ncomplete yes\n690 Сейшелы\n458 part Лабуан\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		lists, err := admission.ParseOffshore(content)
		if err != nil {
			return
		}
		for _, l := range lists {
			if l.ID == "" || l.Act == "" || l.From.IsZero() || len(l.Zones) == 0 {
				t.Fatalf("%+v", l)
			}
		}
	})
}

// Whatever a record says, it gives facts and a verdict, and never an error: records are outside data.
func FuzzDerive(f *testing.F) {
	for _, r := range []*egr.Record{company(f, "77"), company(f, "")} {
		content, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Add([]byte(`{"reg":"egrip","inn":"500100732259","status":[{"x":true},{"code":"1010101"}],"managers":[{"foreign":{"oksm":"690"}}],` +
		`"own":{"share":{"pct":"10"}},"founders":[{"kind":"ul","o":{"inn":"7707083893"}},{"kind":"in","foreign":{"oksm":"690"}},{"kind":"?"}]}`))
	lists := complete(f)
	b := book(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		var r egr.Record
		if json.Unmarshal(content, &r) != nil {
			return
		}
		c := clean(t, admission.Participant, &r)
		c.Offshore, c.Lookup = lists, in(c.On, &r, company(t, "50"))
		a, _, err := admission.Assess(t.Context(), b, c)
		if err != nil || a.Outcome < rule.Pass {
			t.Fatalf("%v %v", a.Outcome, err)
		}
		admission.Route(&r)
	})
}

// The real records that the rules were written against: the one owned from the Seychelles, those with codes 108 and 418,
// the two of region 99.
func TestCasesOfTheSample(t *testing.T) {
	records := sample(t)
	on := day(t, today)
	judge := func(r *egr.Record, p admission.Purpose, lists []admission.OffshoreList) admission.Assessment {
		c := clean(t, p, r)
		c.On, c.Offshore, c.Lookup = on, lists, in(on, records...)
		return assess(t, c)
	}
	embedded, err := admission.EmbeddedLists()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, r := range records {
		codes := r.StatusCodes()
		region, _ := r.Region()
		switch {
		case slices.ContainsFunc(r.Founders, func(f egr.Founder) bool { return f.Foreign != nil && f.Foreign.Country == "690" }):
			seen["Seychelles"]++
			// The company holds 10/11 of itself, so the founder from the Seychelles has all the votes.
			if v := verdict(t, judge(r, admission.Participant, complete(t)), "R8"); v.Outcome != rule.Fail {
				t.Errorf("Seychelles by a complete list: %v, %s", v.Outcome, v.Text.RU)
			}
			if v := verdict(t, judge(r, admission.Participant, embedded), "R8"); v.Outcome != rule.Undecided || !strings.Contains(v.Text.RU, "перечень загружен не полностью (СЕЙШЕЛЫ)") {
				t.Errorf("Seychelles by the list at hand: %v, %s", v.Outcome, v.Text.RU)
			}
		case slices.Contains(codes, "108"):
			seen["108"]++
			if v := verdict(t, judge(r, admission.Partner, embedded), "R4"); v.Outcome != rule.Fail || v.Ground != "inactive" || !strings.Contains(v.Text.RU, "108") {
				t.Errorf("108: %v, %s", v.Outcome, v.Text.RU)
			}
		case slices.Contains(codes, "418"):
			seen["418"]++
			if v := verdict(t, judge(r, admission.Partner, embedded), "R2"); v.Outcome != rule.Fail || v.Ground != "ceased" {
				t.Errorf("418: %v, %s", v.Outcome, v.Text.RU)
			}
		case region == "99":
			seen["99"]++
			if v := verdict(t, judge(r, admission.Partner, embedded), "R3"); v.Outcome != rule.Review || v.Ground != "nowhere" {
				t.Errorf("99: %v, %s", v.Outcome, v.Text.RU)
			}
		case strings.HasPrefix(r.LegalForm.Code, "122"):
			seen["АО"]++
			if v := verdict(t, judge(r, admission.Participant, embedded), "R8"); v.Outcome != rule.Undecided {
				t.Errorf("АО: %v, %s", v.Outcome, v.Text.RU)
			}
		}
	}
	for name, least := range map[string]int{"Seychelles": 1, "108": 3, "418": 2, "99": 1, "АО": 10} {
		if seen[name] < least {
			t.Errorf("%s: %d in the sample, want %d or more", name, seen[name], least)
		}
	}
}

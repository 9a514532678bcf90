package admission_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// Each named case changes one thing of a clean company and names the rule, outcome and ground that follow.
func TestNamedCases(t *testing.T) {
	type change func(*admission.Case)
	status := func(codes ...string) change {
		return func(c *admission.Case) {
			for _, code := range codes {
				c.Register.Record.Statuses = append(c.Register.Record.Statuses, egr.Status{Code: code, Entry: egr.Entry{GRN: "2237700000" + code}})
			}
		}
	}
	record := func(f func(*egr.Record)) change { return func(c *admission.Case) { f(c.Register.Record) } }
	cases := map[string]struct {
		region  string
		purpose admission.Purpose
		change  change
		rule    string
		want    rule.Outcome
		ground  string
		missing string // fact and reason
	}{
		"clean participant": {"77", admission.Participant, func(*admission.Case) {}, "R8", rule.Pass, "", ""},
		"clean partner":     {"50", admission.Partner, func(*admission.Case) {}, "R3", rule.Pass, "", ""},

		"certificate of another":      {"77", admission.Participant, func(c *admission.Case) { c.Identity.CertINN = "7702070139" }, "R1", rule.Fail, "mismatch", ""},
		"application of another":      {"77", admission.Participant, func(c *admission.Case) { c.Identity.OGRN = "1027700067328" }, "R1", rule.Fail, "mismatch", ""},
		"a mistyped number":           {"77", admission.Participant, func(c *admission.Case) { c.Identity.INN = "7707083894" }, "R1", rule.Fail, "digits", ""},
		"another ОГРН in it":          {"77", admission.Participant, func(c *admission.Case) { c.Identity.CertOGRN = "1027700067328" }, "R1", rule.Fail, "mismatch", ""},
		"another mistyped number":     {"77", admission.Participant, func(c *admission.Case) { c.Identity.OGRN = "1027700132196" }, "R1", rule.Fail, "digits", ""},
		"a certificate of no company": {"77", admission.Participant, func(c *admission.Case) { c.Identity.CertINN, c.Identity.CertOGRN = "", "" }, "R1", rule.Undecided, "", "id.differs"},
		"nobody signed in":            {"77", admission.Participant, func(c *admission.Case) { c.Identity = nil }, "R1", rule.Undecided, "", "id.differs"},

		"code 108":            {"77", admission.Participant, status("108"), "R4", rule.Fail, "inactive", ""},
		"code 107":            {"50", admission.Partner, status("107"), "R4", rule.Fail, "unreliable", ""},
		"code 101":            {"50", admission.Partner, status("101"), "R4", rule.Fail, "liquidation", ""},
		"code 418":            {"77", admission.Participant, status("418"), "R2", rule.Fail, "ceased", ""},
		"code 701":            {"77", admission.Participant, status("701"), "R2", rule.Fail, "ceased", ""},
		"ceased without code": {"77", admission.Participant, record(func(r *egr.Record) { r.Ceased = &egr.Ceased{On: day(t, "2025-10-01")} }), "R2", rule.Fail, "ceased", ""},
		"a code nobody knows": {"77", admission.Participant, status("199"), "R2", rule.Review, "code", ""},
		"code 117":            {"50", admission.Partner, status("117"), "R5", rule.Fail, "bankruptcy", ""},
		"an intention":        {"50", admission.Partner, func(c *admission.Case) { c.Bankruptcy = &admission.Bankruptcy{AsOf: c.On, Intention: "1"} }, "R5", rule.Review, "intention", ""},
		"a message":           {"50", admission.Partner, func(c *admission.Case) { c.Bankruptcy = &admission.Bankruptcy{AsOf: c.On, Case: "1"} }, "R5", rule.Fail, "message", ""},
		"messages too old":    {"50", admission.Partner, func(c *admission.Case) { c.Bankruptcy = &admission.Bankruptcy{AsOf: c.On.AddDays(-4)} }, "R5", rule.Undecided, "", "efrsb.case stale"},
		"not connected":       {"50", admission.Partner, func(c *admission.Case) { c.Bankruptcy = nil }, "R5", rule.Pass, "", ""},
		"code 124":            {"50", admission.Partner, status("124"), "R10", rule.Review, "reorganisation", ""},
		"codes 111 and 112":   {"50", admission.Partner, status("111", "112"), "R2", rule.Pass, "", ""},
		"a disqualified head": {"50", admission.Partner, record(disqualify(t, "2025-01-01", "2026-01-01")), "R10", rule.Review, "disqualified", ""},
		"not any more":        {"50", admission.Partner, record(disqualify(t, "2023-01-01", "2024-01-01")), "R10", rule.Pass, "", ""},
		"two heads, one of them": {"50", admission.Partner, record(func(r *egr.Record) {
			r.Heads = append(r.Heads, egr.Head{Person: egr.Person{Surname: "ВТОРАЯ"}})
			disqualify(t, "2025-01-01", "")(r)
		}), "R10", rule.Review, "disqualified", ""},
		"a head's name in the register of persons": {"50", admission.Partner, func(c *admission.Case) {
			c.Disqualified = &admission.Disqualified{AsOf: c.On, Records: []string{"247700000001"}}
		}, "R10", rule.Review, "named", ""},
		"nobody's name there":          {"50", admission.Partner, func(c *admission.Case) { c.Disqualified = &admission.Disqualified{AsOf: c.On} }, "R10", rule.Pass, "", ""},
		"the register of persons, old": {"50", admission.Partner, func(c *admission.Case) { c.Disqualified = &admission.Disqualified{AsOf: c.On.AddDays(-15)} }, "R10", rule.Undecided, "", "disqualified.named stale"},
		"two heads":                    {"50", admission.Partner, record(func(r *egr.Record) { r.Heads = append(r.Heads, egr.Head{}) }), "R10", rule.Pass, "", ""},

		"region 99":           {"99", admission.Partner, func(*admission.Case) {}, "R3", rule.Review, "nowhere", ""},
		"region 99, Moscow":   {"99", admission.Participant, func(*admission.Case) {}, "R3", rule.Review, "nowhere", ""},
		"no region":           {"", admission.Partner, func(*admission.Case) {}, "R3", rule.Review, "nowhere", ""},
		"a region of no list": {"80", admission.Participant, func(*admission.Case) {}, "R3", rule.Review, "nowhere", ""},
		"elsewhere":           {"50", admission.Participant, func(*admission.Case) {}, "R3", rule.Fail, "elsewhere", ""},
		"Moscow as a partner": {"77", admission.Partner, func(*admission.Case) {}, "R3", rule.Fail, "moscow", ""},

		"declared suspended":       {"50", admission.Partner, func(c *admission.Case) { c.Suspended.Yes = true }, "R6", rule.Review, "declared", ""},
		"no declaration":           {"50", admission.Partner, func(c *admission.Case) { c.Suspended = nil }, "R6", rule.Undecided, "", "declared.suspended"},
		"a declaration a year old": {"50", admission.Partner, func(c *admission.Case) { c.Suspended.On = c.On.AddDays(-366) }, "R6", rule.Undecided, "", "declared.suspended stale"},
		"a suspended licence": {"50", admission.Partner, record(func(r *egr.Record) {
			r.Licences = []egr.Licence{{Number: "Л-1"}, {Number: "Л-2", Suspended: &egr.Suspension{}}}
		}), "R6", rule.Review, "licence", ""},
		"an expert found it suspended": {"50", admission.Partner, note(t, "expert.suspended", rule.BoolValue(true)), "R6", rule.Fail, "found", ""},
		"an expert found it is not":    {"50", admission.Partner, note(t, "expert.suspended", rule.BoolValue(false)), "R6", rule.Pass, "", ""},

		"an unfair supplier": {"77", admission.Participant, unfair("7707083893", "2026-05-01"), "R7", rule.Fail, "listed", ""},
		"taken out":          {"77", admission.Participant, unfair("7707083893", today), "R7", rule.Pass, "", ""},
		"without a term":     {"77", admission.Participant, unfair("7707083893", ""), "R7", rule.Fail, "listed", ""},
		"an unfair head":     {"77", admission.Participant, unfair("500100732259", "2026-05-01"), "R7", rule.Review, "related", ""},
		"unfair, not asked":  {"77", admission.Participant, func(c *admission.Case) { c.Unfair = nil }, "R7", rule.Undecided, "", "rnp.listed"},
		"unfair, stale":      {"77", admission.Participant, func(c *admission.Case) { c.Unfair.AsOf = c.On.AddDays(-4) }, "R7", rule.Undecided, "", "rnp.listed stale"},

		"unreliable": {"50", admission.Partner, record(func(r *egr.Record) { r.Faults = []egr.Unreliable{{By: "2"}} }), "R9", rule.Pass, "", ""},

		"the register is stale": {"50", admission.Partner, func(c *admission.Case) {
			c.Register.Confirmed = c.On.AddDays(-4)
			c.Register.Record.AsOf = c.On.AddDays(-4)
		}, "R2", rule.Undecided, "", "egr.ceased stale"},
		"fresh enough":             {"50", admission.Partner, func(c *admission.Case) { c.Register.Confirmed = c.On.AddDays(-3) }, "R2", rule.Pass, "", ""},
		"no register":              {"50", admission.Partner, func(c *admission.Case) { c.Register = nil }, "R4", rule.Undecided, "", "egr.exclusion"},
		"an old record, confirmed": {"50", admission.Partner, record(func(r *egr.Record) { r.AsOf = day(t, "2019-01-01") }), "R2", rule.Pass, "", ""},

		"a hidden head (ОгрДосСв)":      {"50", admission.Partner, record(func(r *egr.Record) { r.Heads[0] = egr.Head{Restricted: true} }), "R10", rule.Undecided, "", "egr.disqualified restricted"},
		"a hidden licence (ОгрДосСв)":   {"50", admission.Partner, record(func(r *egr.Record) { r.Licences = []egr.Licence{{Restricted: true}} }), "R6", rule.Undecided, "", "egr.suspended_licences restricted"},
		"a hidden status (ОгрДосСв)":    {"50", admission.Partner, record(func(r *egr.Record) { r.Statuses = []egr.Status{{Restricted: true}} }), "R2", rule.Undecided, "", "egr.ceased restricted"},
		"hidden, so perhaps excluded":   {"50", admission.Partner, record(func(r *egr.Record) { r.Statuses = []egr.Status{{Restricted: true}} }), "R4", rule.Undecided, "", "egr.exclusion restricted"},
		"hidden, so perhaps bankrupt":   {"50", admission.Partner, record(func(r *egr.Record) { r.Statuses = []egr.Status{{Restricted: true}} }), "R5", rule.Undecided, "", "egr.bankruptcy restricted"},
		"a hidden reorganisation":       {"50", admission.Partner, record(func(r *egr.Record) { r.Reorg = []egr.Reorg{{Restricted: true}} }), "R10", rule.Undecided, "", "egr.reorganisation restricted"},
		"hidden, so perhaps unreliable": {"50", admission.Partner, record(func(r *egr.Record) { r.Founders[0].Restricted = true }), "R9", rule.Undecided, "", "egr.unreliable restricted"},
		"a hidden status beside a code": {"50", admission.Partner, record(func(r *egr.Record) { r.Statuses = []egr.Status{{Restricted: true}, {Code: "101"}} }), "R4", rule.Fail, "liquidation", ""},
		"a hidden founder (ОгрДосСв)":   {"77", admission.Participant, record(func(r *egr.Record) { r.Founders[0] = egr.Founder{Restricted: true} }), "R8", rule.Undecided, "", "control.offshore incomplete"},
	}
	for name, k := range cases {
		t.Run(name, func(t *testing.T) {
			c := clean(t, k.purpose, company(t, k.region))
			k.change(&c)
			a := assess(t, c)
			v := verdict(t, a, k.rule)
			if v.Outcome != k.want || v.Ground != k.ground {
				t.Errorf("%v because of %q, want %v because of %q: %s", v.Outcome, v.Ground, k.want, k.ground, v.Text.RU)
			}
			if k.missing != "" {
				found := false
				for _, m := range v.Missing {
					found = found || strings.TrimSpace(m.Fact+" "+string(m.Reason)) == k.missing
				}
				if !found {
					t.Errorf("missing %v, want %q", v.Missing, k.missing)
				}
			}
			if a.Outcome < k.want {
				t.Errorf("overall %v is better than %v", a.Outcome, k.want)
			}
			if strings.Contains(v.Text.RU+v.Text.EN+v.Remedy.RU+v.Remedy.EN, "<") || v.Text.RU == "" || v.Text.EN == "" {
				t.Errorf("text %q, %q", v.Text, v.Remedy)
			}
		})
	}
}

func disqualify(t *testing.T, from, to string) func(*egr.Record) {
	q := egr.Disqualification{From: day(t, from)}
	if to != "" {
		q.To = day(t, to)
	}
	return func(r *egr.Record) { r.Heads[0].Disqualified = []egr.Disqualification{q} }
}

func note(t *testing.T, name string, v rule.Value) func(*admission.Case) {
	t.Helper()
	return func(c *admission.Case) {
		c.Notes = map[string]rule.Fact{name: {
			State: rule.Known, Value: v, Source: admission.FromExpert, Record: "протокол 7", AsOf: c.On, ValidUntil: c.On.AddDays(30),
		}}
	}
}

func unfair(inn, until string) func(*admission.Case) {
	return func(c *admission.Case) {
		r := admission.UnfairRecord{Number: "РНП.1", INN: inn}
		if until != "" {
			if err := r.Until.UnmarshalText([]byte(until)); err != nil {
				panic(err)
			}
		}
		c.Unfair.Records = []admission.UnfairRecord{r}
	}
}

// What is overall is the worst, and a clean applicant passes each rule of its purpose: a regional one with no person
// involved.
func TestCleanApplicantsPass(t *testing.T) {
	for p, region := range map[admission.Purpose]string{admission.Participant: "77", admission.Partner: "63"} {
		a := assess(t, clean(t, p, company(t, region)))
		if a.Outcome != rule.Pass {
			t.Errorf("%s: %v", p, a.Outcome)
		}
		want := map[admission.Purpose]int{admission.Participant: 10, admission.Partner: 8}[p]
		if len(a.Verdicts) != want {
			t.Errorf("%s: %d rules, want %d", p, len(a.Verdicts), want)
		}
		for _, v := range a.Verdicts {
			if v.ValidUntil == nil && v.Rule != "R1" {
				t.Errorf("%s: %s is valid for ever", p, v.Rule)
			}
		}
	}
	c := clean(t, "guest", company(t, "77"))
	if a := assess(t, c); a.Outcome != rule.Undecided {
		t.Errorf("an unknown purpose: %v", a.Outcome)
	}
}

// An entrepreneur: codes mean other things, the region is that of the tax office, and nobody owns a person.
func TestEntrepreneur(t *testing.T) {
	person := func() *egr.Record {
		return &egr.Record{
			Register: egr.Entrepreneurs, AsOf: day(t, today), OGRN: "304500116000157", INN: "500100732259",
			Person: &egr.Person{Surname: "ПРОБНЫЙ"}, TaxOffice: egr.TaxOffice{Office: egr.Office{Code: "5001"}}, Office: egr.Office{Code: "7746"},
		}
	}
	if a := assess(t, clean(t, admission.Partner, person())); a.Outcome != rule.Pass {
		t.Errorf("%v", a.Outcome)
	}
	if p, ok := admission.Route(person()); !ok || p != admission.Partner {
		t.Errorf("%s", p)
	}
	for code, want := range map[string]string{"101": "R2", "203": "R5", "110": "R4"} {
		r := person()
		r.Statuses = []egr.Status{{Code: code}}
		if v := verdict(t, assess(t, clean(t, admission.Partner, r)), want); v.Outcome != rule.Fail {
			t.Errorf("%s: %s is %v", code, want, v.Outcome)
		}
	}
	r := person()
	if v := verdict(t, assess(t, clean(t, admission.Participant, r)), "R8"); v.Outcome != rule.Pass {
		t.Errorf("R8 is %v", v.Outcome)
	}
}

func TestRoute(t *testing.T) {
	for region, want := range map[string]admission.Purpose{"77": admission.Participant, "50": admission.Partner, "94": admission.Partner, "99": "", "": "", "00": ""} {
		if got, ok := admission.Route(company(t, region)); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v", region, got, ok)
		}
	}
}

// T22: DaData never outranks the register. What it says otherwise, and not earlier, makes a fact unknown rather than a pass;
// what it said before the register did is history.
func TestT22_ContradictorySources(t *testing.T) {
	c := clean(t, admission.Partner, company(t, "50"))
	other := company(t, "50")
	other.Ceased = &egr.Ceased{On: day(t, "2025-11-29")}
	c.Others = []admission.Entry{{Record: other, Source: admission.FromDaData, Confirmed: c.On}}
	v := verdict(t, assess(t, c), "R2")
	if v.Outcome != rule.Undecided || len(v.Missing) != 1 || v.Missing[0] != (rule.Missing{Fact: "egr.ceased", Reason: rule.Contradictory}) {
		t.Errorf("%v %v", v.Outcome, v.Missing)
	}
	c.Others[0].Confirmed = c.On.AddDays(-1)
	if v := verdict(t, assess(t, c), "R2"); v.Outcome != rule.Pass {
		t.Errorf("an older copy: %v", v.Outcome)
	}
	// The other way round a copy that is clean does not lift what the register says, either.
	c.Register.Record.Statuses = []egr.Status{{Code: "117"}}
	if v := verdict(t, assess(t, c), "R5"); v.Outcome != rule.Fail {
		t.Errorf("the register says 117: %v", v.Outcome)
	}
	c.Others[0] = admission.Entry{Record: company(t, "77"), Source: admission.FromDaData, Confirmed: c.On}
	if v := verdict(t, assess(t, c), "R3"); v.Outcome != rule.Undecided {
		t.Errorf("two regions: %v", v.Outcome)
	}
}

// An expert's note stands where the register is silent, and makes nothing better that the register says.
func TestExpertsNotes(t *testing.T) {
	c := clean(t, admission.Participant, company(t, "77"))
	c.Unfair = nil
	c.Notes = map[string]rule.Fact{}
	for _, name := range []string{"rnp.listed", "rnp.until", "rnp.related"} {
		c.Notes[name] = rule.Fact{State: rule.Absent, Source: admission.FromExpert, AsOf: c.On, ValidUntil: c.On.AddDays(30)}
	}
	listed := c.Notes["rnp.listed"]
	listed.State, listed.Value = rule.Known, rule.BoolValue(false)
	c.Notes["rnp.listed"] = listed
	v := verdict(t, assess(t, c), "R7")
	if v.Outcome != rule.Pass || v.ValidUntil == nil || *v.ValidUntil != c.On.AddDays(30) {
		t.Errorf("looked up by hand: %v until %v", v.Outcome, v.ValidUntil)
	}
	c.On = c.On.AddDays(31)
	if v := verdict(t, assess(t, c), "R7"); v.Outcome != rule.Undecided {
		t.Errorf("after its last day: %v", v.Outcome)
	}

	c = clean(t, admission.Participant, company(t, "77"))
	unfair("7707083893", "2026-05-01")(&c)
	c.Notes = map[string]rule.Fact{"rnp.listed": listed}
	if v := verdict(t, assess(t, c), "R7"); v.Outcome != rule.Undecided {
		t.Errorf("the register and an expert of the same day: %v", v.Outcome)
	}
	listed.AsOf = c.On.AddDays(-1)
	c.Notes["rnp.listed"] = listed
	if v := verdict(t, assess(t, c), "R7"); v.Outcome != rule.Fail {
		t.Errorf("the register is newer: %v", v.Outcome)
	}

	// What a register says is not there, an expert contradicts and does not replace.
	c = clean(t, admission.Participant, company(t, "77"))
	c.Small = &admission.Small{AsOf: c.On}
	note(t, "msp.category", rule.StringValue("micro"))(&c)
	facts, err := admission.Derive(t.Context(), book(t), c)
	if err != nil {
		t.Fatal(err)
	}
	if f := facts.Get("msp.category"); f.State != rule.Unknown || f.Reason != rule.Contradictory {
		t.Errorf("%+v", f)
	}

	c = clean(t, admission.Participant, company(t, "77"))
	c.Register.Record.LegalForm.Code = "12267"
	note(t, "control.offshore", rule.NumberValue(0))(&c)
	if v := verdict(t, assess(t, c), "R8"); v.Outcome != rule.Pass {
		t.Errorf("shareholders looked up by hand: %v %v", v.Outcome, v.Missing)
	}
	c.Notes = map[string]rule.Fact{"no.such": {}}
	if _, _, err := admission.Assess(t.Context(), book(t), c); err == nil {
		t.Error("a note of no fact was taken")
	}
}

package admission

import (
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// register derives the facts of ЕГРЮЛ or ЕГРИП. Another source that says something else, and is not older, makes a fact
// unknown (T22: it never outranks the register, and it is not passed over either).
func (c Case) register(derived map[string]rule.Fact) {
	if c.Register == nil {
		return
	}
	own := c.Register.facts(c.On)
	for _, other := range c.Others {
		said := other.facts(c.On)
		for name, fact := range own {
			if contradictable(name) {
				own[name] = agreed(fact, said[name])
			}
		}
	}
	for name, fact := range own {
		derived[name] = fact
	}
}

// contradictable tells the facts in which sources are compared: those that all of them have.
func contradictable(name string) bool {
	return slices.Contains([]string{
		"egr.region", "egr.region_known", "egr.ceased", "egr.codes", "egr.codes_unread", "egr.liquidation", "egr.exclusion",
		"egr.bankruptcy", "egr.reorganisation",
	}, name)
}

// deriving collects the facts of one entry.
type deriving struct {
	entry Entry
	on    rule.Date
	facts map[string]rule.Fact
}

func (e Entry) facts(on rule.Date) map[string]rule.Fact {
	d := &deriving{entry: e, on: on, facts: map[string]rule.Fact{}}
	r := e.Record
	d.known("egr.kind", rule.StringValue(kindOf(r)), "")
	if r.Registered.IsZero() {
		d.absent("egr.registered", "")
	} else {
		d.known("egr.registered", rule.DateValue(r.Registered), "")
	}
	d.region()
	d.status()
	d.unreliable()
	d.licences()
	d.heads()
	d.activities()
	return d.facts
}

func kindOf(r *egr.Record) string {
	if r.Register == egr.Entrepreneurs {
		return string(classifier.Entrepreneur)
	}
	return string(classifier.Organisation)
}

// base is a fact of the entry that nothing is known of yet; grn is the record of the register behind it.
func (d *deriving) base(grn string) rule.Fact {
	if grn == "" {
		grn = d.entry.Record.OGRN
	}
	return rule.Fact{Source: d.entry.Source, Record: grn, AsOf: d.entry.Record.AsOf, Confirmed: d.entry.Confirmed}
}

func (d *deriving) known(name string, v rule.Value, grn string) {
	f := d.base(grn)
	f.State, f.Value = rule.Known, v
	d.facts[name] = f
}

func (d *deriving) absent(name, grn string) {
	f := d.base(grn)
	f.State = rule.Absent
	d.facts[name] = f
}

// hidden marks a fact of a part of which the register shows less than it has (ОгрДосСв): absence proves nothing then.
func (d *deriving) hidden(name string) {
	f := d.base("")
	f.State = rule.Restricted
	d.facts[name] = f
}

func (d *deriving) codes(name string, codes []string, grn string, hidden bool) {
	if hidden && len(codes) == 0 {
		d.hidden(name)
		return
	}
	told := make([]string, 0, len(codes))
	for _, code := range codes[:min(len(codes), maxCodes)] {
		told = append(told, cut(code))
	}
	d.known(name, rule.StringsValue(told...), grn)
}

// maxCodes is how many codes of one kind are told, as the catalogue has it.
const maxCodes = 64

func (d *deriving) region() {
	r := d.entry.Record
	grn := ""
	if r.Address != nil {
		grn = r.Address.Entry.GRN
	}
	code, _ := r.Region()
	if len(code) != 2 || code != cut(code) {
		d.absent("egr.region", grn)
	} else {
		d.known("egr.region", rule.StringValue(code), grn)
	}
	d.known("egr.region_known", rule.BoolValue(settled(code)), grn)
	d.known("egr.moving", rule.BoolValue(r.Move != nil || slices.Contains(r.StatusCodes(), moving)), grn)
}

// moving is the code of a decision to move to another place.
const moving = "112"

// settled tells a code of a region of Russia. Baikonur and other territories (99) are none.
func settled(code string) bool {
	_, ok := classifier.FindRegion(code)
	return ok && code != classifier.Elsewhere
}

// status reads the codes, which mean one thing for an organisation and another for an entrepreneur. Ceased is what the
// register marks so or has a code for: files have either alone.
func (d *deriving) status() {
	r := d.entry.Record
	of := classifier.Subject(kindOf(r))
	byState := map[classifier.State][]string{}
	grn := map[classifier.State]string{}
	codes := r.StatusCodes()
	for _, code := range codes {
		status, _ := classifier.FindStatus(of, code)
		byState[status.State] = append(byState[status.State], code)
		if grn[status.State] == "" {
			grn[status.State] = entryOf(r, code)
		}
		if status.Bankrupt {
			byState[classifier.Bankruptcy] = append(byState[classifier.Bankruptcy], code)
			grn[classifier.Bankruptcy] = entryOf(r, code)
		}
	}
	hidden := slices.Contains(r.Restricted(), egr.SectionStatus)
	d.codes("egr.codes", codes, "", hidden)
	d.codes("egr.codes_unread", byState[classifier.Unknown], grn[classifier.Unknown], hidden)
	d.codes("egr.liquidation", byState[classifier.Liquidation], grn[classifier.Liquidation], hidden)
	d.codes("egr.exclusion", byState[classifier.Exclusion], grn[classifier.Exclusion], hidden)
	d.codes("egr.bankruptcy", byState[classifier.Bankruptcy], grn[classifier.Bankruptcy], hidden)
	d.codes("egr.reorganisation", byState[classifier.Reorganisation], grn[classifier.Reorganisation],
		hidden || slices.Contains(r.Restricted(), egr.SectionReorg))
	d.ceased(len(byState[classifier.Ceased])+len(byState[classifier.Void]) > 0, hidden)
}

func (d *deriving) ceased(byCode, hidden bool) {
	r := d.entry.Record
	switch {
	case r.Ceased != nil:
		d.known("egr.ceased", rule.BoolValue(true), r.Ceased.Entry.GRN)
	case byCode:
		d.known("egr.ceased", rule.BoolValue(true), "")
	case hidden:
		d.hidden("egr.ceased")
	default:
		d.known("egr.ceased", rule.BoolValue(false), "")
	}
	switch {
	case r.Ceased != nil && !r.Ceased.On.IsZero():
		d.known("egr.ceased_on", rule.DateValue(r.Ceased.On), r.Ceased.Entry.GRN)
	case hidden:
		d.hidden("egr.ceased_on")
	default:
		d.absent("egr.ceased_on", "")
	}
}

// entryOf is the number of the record of the register that brought a code.
func entryOf(r *egr.Record, code string) string {
	for i := range r.Statuses {
		if r.Statuses[i].Code == code && r.Statuses[i].Entry.GRN != "" {
			return r.Statuses[i].Entry.GRN
		}
	}
	if r.Ceased != nil && r.Ceased.Code == code {
		return r.Ceased.Entry.GRN
	}
	for i := range r.Reorg {
		if r.Reorg[i].Code == code {
			return r.Reorg[i].Entry.GRN
		}
	}
	return ""
}

// unreliable lists the parts that bear a mark. A part that is hidden may bear one that nobody sees.
func (d *deriving) unreliable() {
	r := d.entry.Record
	var parts []string
	for _, s := range r.Unreliable() {
		parts = append(parts, string(s))
	}
	marked := func(s egr.Section) bool {
		return s == egr.SectionHeads || s == egr.SectionManagers || s == egr.SectionFounders
	}
	if len(parts) == 0 && slices.ContainsFunc(r.Restricted(), marked) {
		d.hidden("egr.unreliable")
		return
	}
	d.known("egr.unreliable", rule.StringsValue(parts...), "")
}

func (d *deriving) licences() {
	r := d.entry.Record
	numbers := []string{}
	for _, l := range r.SuspendedLicences() {
		if l.Number != "" && len(numbers) < maxLicences {
			numbers = append(numbers, cut(l.Number))
		}
	}
	if len(numbers) == 0 && slices.Contains(r.Restricted(), egr.SectionLicences) {
		d.hidden("egr.suspended_licences")
		return
	}
	d.known("egr.suspended_licences", rule.StringsValue(numbers...), "")
}

// maxLicences is how many suspended licences are told.
const maxLicences = 100

// cut keeps a text of the register within what a fact may be.
func cut(s string) string {
	const most = 200
	s = strings.ToValidUTF8(s, "?")
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// heads tells whether one who acts without a power of attorney is disqualified on the day.
func (d *deriving) heads() {
	r := d.entry.Record
	disqualified, grn := false, ""
	for i := range r.Heads {
		for _, q := range r.Heads[i].Disqualified {
			if q.Runs(d.on) {
				disqualified, grn = true, r.Heads[i].Entry.GRN
			}
		}
	}
	if !disqualified && slices.Contains(r.Restricted(), egr.SectionHeads) {
		d.hidden("egr.disqualified")
		return
	}
	d.known("egr.disqualified", rule.BoolValue(disqualified), grn)
}

func (d *deriving) activities() {
	r := d.entry.Record
	if r.Main.Code == "" {
		d.absent("egr.okved_main", "")
	} else {
		d.known("egr.okved_main", rule.StringValue(cut(r.Main.Code)), "")
	}
	codes := []string{}
	for _, a := range append([]egr.Activity{r.Main}, r.Other...) {
		if a.Code != "" && len(codes) < maxActivities {
			codes = append(codes, cut(a.Code))
		}
	}
	d.known("egr.okved", rule.StringsValue(codes...), "")
}

// maxActivities is how many kinds of activity are told, as the catalogue has it.
const maxActivities = 2048

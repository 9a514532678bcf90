package fact

import (
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
)

func registerOptions() []web.Option {
	var list []web.Option
	for _, r := range Registers() {
		if _, ok := readers()[r]; ok {
			list = append(list, web.Option{Value: string(r), Label: registerNames[r]})
		}
	}
	return append(list, web.Option{Value: string(WorkingCalendar), Label: registerNames[WorkingCalendar]})
}

func kindOptions() []web.Option {
	var list []web.Option
	for _, k := range stated('m') {
		list = append(list, web.Option{Value: string(k), Label: k.Label()})
	}
	return list
}

func figure(n int64) web.Cell {
	return web.Cell{Text: i18n.M(i18n.Number(n).In(i18n.Russian), i18n.Number(n).In(i18n.English))}
}

func moment(m i18n.Localized) i18n.Text { return i18n.Raw(m.In(i18n.Russian), m.In(i18n.English)) }

func importsTable(d overviewData) web.TableSpec {
	t := web.TableSpec{
		Caption: titleImports, CaptionHidden: true, Empty: emptyImports,
		Columns: []web.Column{
			{Label: columnWhen},
			{Label: columnRegister},
			{Label: columnFile},
			{Label: columnBy},
			{Label: columnRead, Numeric: true},
			{Label: columnStored, Numeric: true},
			{Label: columnBroken, Numeric: true},
			{Label: columnState},
		},
	}
	for _, i := range d.imports {
		who := textConsole
		if name := d.names[actor.PersonID(i.Operator)]; name != "" {
			who = i18n.Same(name)
		}
		t.Rows = append(t.Rows, []web.Cell{
			{Text: moment(i18n.Moment(i.Started))},
			{Text: registerNames[i.Register]},
			{Text: i18n.Same(i.File)},
			{Text: who},
			figure(i.Read), figure(i.Stored), figure(i.Broken),
			{Body: web.Tag(importKind(i.State), importStates[i.State])},
		})
	}
	return t
}

func importKind(s ImportState) web.Kind {
	switch s {
	case Running:
		return web.Info
	case Done:
		return web.Success
	case Refused:
		return web.Danger
	case Stopped:
		return web.Warning
	}
	return web.Neutral
}

func orNothing(s string) i18n.Text {
	if s == "" {
		return textNothing
	}
	if name, ok := statusNames[Status(s)]; ok {
		return name
	}
	return i18n.Same(s)
}

func changesTable(d changesData) web.TableSpec {
	t := web.TableSpec{
		Caption: titleChanges, CaptionHidden: true, Empty: emptyChanges,
		Columns: []web.Column{{Label: columnOrg}, {Label: columnChange}},
	}
	if d.mayWrite {
		t.Columns = append(t.Columns, web.Column{Label: columnDecide})
	}
	for _, c := range d.list {
		row := []web.Cell{{Text: i18n.Same(c.Subject.OGRN), URL: subjectPath(c.Subject.OGRN)}, {Body: changeLines(c)}}
		if d.mayWrite {
			row = append(row, web.Cell{Body: decision(d.form, c)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func historyTable(d subjectData) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionChanges, CaptionHidden: true,
		Columns: []web.Column{{Label: columnWhen}, {Label: columnChange}, {Label: columnState}},
	}
	for _, c := range d.facts.Changes {
		t.Rows = append(t.Rows, []web.Cell{{Text: moment(i18n.Moment(c.Found))}, {Body: changeLines(c)}, {Text: changeStates[c.State]}})
	}
	return t
}

func factsTable(d subjectData) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionFacts, CaptionHidden: true, Empty: emptyFacts,
		Columns: []web.Column{{Label: columnFact}, {Label: columnValue}, {Label: columnSource}, {Label: columnAsOf}},
	}
	for _, f := range d.facts.List {
		t.Rows = append(t.Rows, []web.Cell{
			{Text: f.Kind.Label()}, {Body: value(d, f)}, {Body: origin(d, f)}, {Text: onDay(f.AsOf)},
		})
	}
	return t
}

// valueText is a fact as it is read.
func valueText(f Fact) i18n.Text {
	if f.State != Known {
		return stateNames[f.State]
	}
	if f.Kind == KindStatus {
		if name, ok := statusNames[Status(f.Text())]; ok {
			return name
		}
	}
	if f.Kind == KindRegion {
		return i18n.Same(regionName(f.Text()))
	}
	if f.Kind == KindRegistered {
		return onDay(f.Text())
	}
	return i18n.Same(f.Text())
}

func verdictsTable(d subjectData) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionRules, CaptionHidden: true,
		Columns: []web.Column{{Label: columnRule}, {Label: columnVerdict}, {Label: columnWhy}},
	}
	for i, v := range d.assessment.Verdicts {
		t.Rows = append(t.Rows, []web.Cell{{Text: i18n.Raw(v.Rule+" "+v.Title.RU, v.Rule+" "+v.Title.EN)}, {Body: outcome(d, i)}, {Body: why(d, i)}})
	}
	return t
}

func outcomeKind(o rule.Outcome) web.Kind {
	switch o {
	case rule.Pass:
		return web.Success
	case rule.Fail:
		return web.Danger
	case rule.Review, rule.Undecided:
	}
	return web.Warning
}

func ruleText(t rule.Text) i18n.Text { return i18n.Raw(t.RU, t.EN) }

// onDay writes a stored day as people write it: 22.11.2026, in one piece.
func onDay(day string) i18n.Text {
	d := dayOf(day)
	if d.IsZero() {
		return i18n.Same(day)
	}
	year, month, n := d.Civil()
	return i18n.Same(fmt.Sprintf("%02d.%02d.%d", n, month, year))
}

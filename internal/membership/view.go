package membership

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
)

// text is a text of a rule or a form.
func text(t rule.Text) i18n.Text { return i18n.Raw(t.RU, t.EN) }

// standing is what a member is, in words.
func (m Member) standing() i18n.Text {
	switch m.State {
	case Suspended:
		return plainSuspended.With(statusTexts[m.Status])
	case Ended, Annulled:
		return stateTexts[m.State]
	case Active:
	}
	return statusTexts[m.Status]
}

func (m Member) kind() web.Kind {
	if m.State == Active {
		return web.Success
	}
	return web.Warning
}

func statusOptions() []web.Option {
	return []web.Option{{Value: string(Participant), Label: statusTexts[Participant]}, {Value: string(Partner), Label: statusTexts[Partner]}}
}

func okrugOptions() []web.Option {
	list := make([]web.Option, len(districts))
	for i, d := range districts {
		list[i] = web.Option{Value: string(d.key), Label: d.name}
	}
	return list
}

func directionOptions(list []Direction) []web.Option {
	options := make([]web.Option, len(list))
	for i, d := range list {
		options[i] = web.Option{Value: d.Key, Label: text(d.Label)}
	}
	return options
}

func membersTable(d registerPage) web.TableSpec {
	t := web.TableSpec{
		Caption: d.listing.found(), Empty: noMembers,
		Columns: []web.Column{{Label: columnName}, {Label: keyINN}, {Label: columnStatus}, {Label: columnRegion}, {Label: columnSince}},
	}
	for _, m := range d.listing.Members {
		t.Rows = append(t.Rows, []web.Cell{
			{Text: i18n.Same(m.Name), URL: cardPath(m.OGRN)},
			{Text: i18n.Same(m.INN)},
			{Body: statusTag(m)},
			{Text: regionName(m.Region)},
			{Text: day(m)},
		})
	}
	return t
}

// found is how many there are, in words.
func (l Listing) found() i18n.Text {
	if l.More {
		return captionMore.With(number(l.Total))
	}
	return captionMembers.With(number(l.Total))
}

func day(m Member) i18n.Text {
	d := i18n.Date(m.Since)
	return i18n.Raw(d.In(i18n.Russian), d.In(i18n.English))
}

func pager(d registerPage) web.PageSpec {
	return web.PageSpec{
		Current: d.query.Page, Total: (d.listing.Total + PageSize - 1) / PageSize,
		URL: func(n int) string { return d.query.address(pathMembers, n) },
	}
}

func okrugTable(counts []Count) web.TableSpec {
	t := web.TableSpec{
		Caption: captionMap, CaptionHidden: true,
		Columns: []web.Column{
			{Label: labelOkrug}, {Label: statusTexts[Participant], Numeric: true}, {Label: statusTexts[Partner], Numeric: true}, {Label: columnAll, Numeric: true},
		},
	}
	for _, c := range counts {
		if c.Okrug == Elsewhere && c.all() == 0 {
			continue
		}
		t.Rows = append(t.Rows, []web.Cell{
			{Text: c.Okrug.name(), URL: Query{Okrug: c.Okrug}.address(pathMembers, 1)}, {Text: number(c.Participants)}, {Text: number(c.Partners)}, {Text: number(c.all())},
		})
	}
	return t
}

func (c Count) all() int { return c.Participants + c.Partners }

func number(n int) i18n.Text {
	return i18n.Raw(i18n.Number(n).In(i18n.Russian), i18n.Number(n).In(i18n.English))
}

func cardRows(m Member) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyOGRN, Value: i18n.Same(m.OGRN)},
		{Key: keyINN, Value: i18n.Same(m.INN)},
		{Key: columnStatus, Body: statusTag(m)},
		{Key: columnRegion, Value: regionName(m.Region)},
		{Key: columnSince, Value: day(m)},
	}
}

func aboutRows(p Profile) (rows []web.SummaryRow) {
	for _, e := range p.Entries {
		rows = append(rows, web.SummaryRow{Key: text(e.Label), Body: published(e)})
	}
	return rows
}

// pastEvents are the history as everybody may see it: no official, and no words of theirs.
func pastEvents(list []Event) (events []web.Event) {
	for _, e := range list {
		one := web.Event{At: e.At, Title: kindTexts[e.Kind], Text: statusTexts[e.Status]}
		if e.Reason != "" {
			one.Text = reasonTexts[e.Reason]
		}
		events = append(events, one)
	}
	return events
}

func verdictsTable(f *Found) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionRules, CaptionHidden: true,
		Columns: []web.Column{{Label: columnRule}, {Label: columnResult}, {Label: columnWhy}, {Label: columnSource}},
	}
	for _, v := range f.Judgement.Verdicts {
		t.Rows = append(t.Rows, []web.Cell{{Text: text(v.Title)}, {Body: resultTag(v)}, {Body: why(v)}, {Body: sources(v)}})
	}
	return t
}

func routeRows(f *Found) []web.SummaryRow {
	route, term := routeUnknown, termBoth
	switch f.Judgement.Status {
	case Participant:
		route, term = routeMoscow, termApply
	case Partner:
		route, term = routeRegion, termAtOnce
	case NoStatus:
	}
	rows := []web.SummaryRow{{Key: columnName, Value: i18n.Same(f.Name)}, {Key: keyOGRN, Value: i18n.Same(f.OGRN)}, {Key: keyRoute, Value: route}}
	if f.Member != NoStatus {
		rows = append(rows, web.SummaryRow{Key: keyState, Value: memberNow.With(statusTexts[f.Member])})
	}
	return append(rows, web.SummaryRow{Key: keyTerm, Value: term}, web.SummaryRow{Key: keyPrice, Value: valueFree})
}

package membership

import (
	"slices"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
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
		Columns: memberColumnsShown(),
	}
	t.Rows = memberRows(d.listing.Members)
	return t
}

func memberRows(list []Member) (rows [][]web.Cell) {
	for _, m := range list {
		rows = append(rows, []web.Cell{
			{Text: i18n.Same(m.Name), URL: cardPath(m.OGRN)},
			{Text: i18n.Same(m.INN)},
			{Body: statusTag(m)},
			{Text: regionName(m.Region)},
			{Text: day(m)},
		})
	}
	return rows
}

// alikeTable are those whose names are like what was typed.
func alikeTable(l Listing) web.TableSpec {
	return web.TableSpec{Caption: captionAlike, Columns: memberColumnsShown(), Rows: memberRows(l.Alike)}
}

func memberColumnsShown() []web.Column {
	return []web.Column{{Label: columnName}, {Label: keyINN}, {Label: columnStatus}, {Label: columnRegion}, {Label: columnSince}}
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

func verdictsTable(list []Verdict) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionRules, CaptionHidden: true,
		Columns: []web.Column{{Label: columnRule}, {Label: columnResult}, {Label: columnWhy}},
	}
	for _, v := range list {
		t.Rows = append(t.Rows, []web.Cell{{Text: text(v.Title)}, {Body: resultTag(v)}, {Body: whyAndWhence(v)}})
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

// kindOfTile is how dark a tile of the map is: by its share of the fullest.
func kindOfTile(c Count, counts []Count) string {
	most := 1
	for _, o := range counts {
		most = max(most, o.all())
	}
	const shades = 4
	return strconv.Itoa((c.all()*shades + most - 1) / most)
}

func benefitsTable(list []Offer) web.TableSpec {
	t := web.TableSpec{
		Caption: titleGives, CaptionHidden: true, Empty: noOffers,
		Columns: []web.Column{{Label: columnService}, {Label: columnNone}, {Label: statusTexts[Partner]}, {Label: statusTexts[Participant]}},
	}
	for _, o := range list {
		row := []web.Cell{{Body: offerCell(o)}}
		for _, s := range []Status{NoStatus, Partner, Participant} {
			row = append(row, web.Cell{Body: openTag(o.open(s))})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func paceStats(p Pace) []web.StatSpec {
	if p.Answered == 0 {
		return []web.StatSpec{{Label: labelShare, Value: notYet, Note: noteShare}}
	}
	return []web.StatSpec{
		{Label: labelShare, Value: percent.With(p.Share), Note: noteShare},
		{Label: labelMedian, Value: medianDays.With(p.Median), Note: noteMedian},
		{Label: labelAnswered, Value: number(p.Answered)},
	}
}

func warningRows(w warning) []web.SummaryRow {
	rows := []web.SummaryRow{{Key: keyWarned, Value: dayText(workdays.DateOf(w.Opened.In(i18n.Moscow())))}, {Key: keyAnswerBy, Value: dayText(w.AnswerBy)}}
	if w.Note != "" {
		rows = append(rows, web.SummaryRow{Key: keyWhy, Body: web.Words(w.Note)})
	}
	for _, v := range w.Basis.Verdicts {
		if v.outcome() == rule.Fail.String() {
			rows = append(rows, web.SummaryRow{Key: text(v.Title), Body: why(v)})
		}
	}
	return rows
}

func answerRow(w warning) web.SummaryRow {
	if !w.answered() {
		return web.SummaryRow{Key: keyAnswered, Value: noAnswer}
	}
	return web.SummaryRow{Key: keyAnswered, Body: web.Words(w.Answer)}
}

func warnedTable(list []warned, today workdays.Date) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionWarned, CaptionHidden: true, Empty: nobodyWarned,
		Columns: []web.Column{{Label: columnName}, {Label: columnStatus}, {Label: columnDue}, {Label: columnAnswer}},
	}
	for _, w := range list {
		kind, words := web.Neutral, tagOpen
		switch {
		case w.answered():
			kind, words = web.Info, tagAnswered
		case today.After(w.AnswerBy):
			kind, words = web.Warning, tagOver
		}
		t.Rows = append(t.Rows, []web.Cell{
			{Text: i18n.Same(w.member.Name), URL: pathDesk + "/" + w.member.OGRN},
			{Text: statusTexts[w.member.Status]},
			{Text: dayText(w.AnswerBy)},
			{Body: web.Tag(kind, words)},
		})
	}
	return t
}

func candidatesTable(list []candidate) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionWaiting, CaptionHidden: true, Empty: nobodyWaits,
		Columns: []web.Column{{Label: columnName}, {Label: columnResult}, {Label: columnOutcome}},
	}
	for _, c := range list {
		t.Rows = append(t.Rows, []web.Cell{
			{Text: i18n.Same(c.Name), URL: factsPath(c.OGRN)}, {Text: outcomeTexts[c.Outcome]}, {Body: obstacles(c)},
		})
	}
	return t
}

// factsPath is where the section of registers shows an organisation.
func factsPath(ogrn string) string { return "/admin/registers/subject?q=" + ogrn }

func (c candidate) obstacles() (list []Verdict) {
	for _, v := range c.Basis.Verdicts {
		if v.outcome() != rule.Pass.String() {
			list = append(list, v)
		}
	}
	return list
}

func foundTable(l Listing) web.TableSpec {
	t := web.TableSpec{Caption: l.found(), Empty: noMembers, Columns: []web.Column{{Label: columnName}, {Label: keyINN}, {Label: columnStatus}}}
	for _, m := range slices.Concat(l.Members, l.Alike) {
		t.Rows = append(t.Rows, []web.Cell{{Text: i18n.Same(m.Name), URL: pathDesk + "/" + m.OGRN}, {Text: i18n.Same(m.INN)}, {Body: statusTag(m)}})
	}
	return t
}

// deskEvents are the history as officials see it, with numbers and words.
func deskEvents(list []Event) (events []web.Event) {
	for _, e := range list {
		words := []i18n.Text{keyNumber.With(e.Number)}
		if e.Reason != "" {
			words = append(words, reasonTexts[e.Reason])
		}
		if e.Note != "" {
			words = append(words, i18n.Same(e.Note))
		}
		ru, en := make([]string, len(words)), make([]string, len(words))
		for i, w := range words {
			ru[i], en[i] = w.In(i18n.Russian), w.In(i18n.English)
		}
		events = append(events, web.Event{At: e.At, Title: kindTexts[e.Kind], Text: i18n.Raw(strings.Join(ru, ". "), strings.Join(en, ". "))})
	}
	return events
}

func actOptions(m Member) (list []web.Option) {
	for _, k := range []Kind{Suspension, Resumption, Ending, Annulment} {
		if slices.Contains(Decision{Kind: k}.from(), m.State) {
			list = append(list, web.Option{Value: string(k), Label: actTexts[k]})
		}
	}
	return list
}

func reasonOptions() (list []web.Option) {
	for _, r := range Reasons() {
		list = append(list, web.Option{Value: string(r), Label: reasonTexts[r]})
	}
	return list
}

// Menu is the entry of the status in the menu of a cabinet.
func Menu(cabinet string) web.NavItem {
	return web.NavItem{Key: "status", Label: menuOwn, URL: cabinet + "/status", Icon: "shield-check"}
}

// comes is what becomes of an organisation without a status.
func comes(j Judgement) i18n.Text {
	switch j.Status {
	case Participant:
		return textMayJoin
	case Partner:
		return textComes
	case NoStatus:
	}
	return textExpert
}

// badgeCode is what a member puts into its site.
func badgeCode(m Member, address string) string {
	return `<a href="` + address + `"><img src="` + address + `/badge" width="280" height="72" alt="` + statusTexts[m.Status].In(i18n.Russian) + `"></a>`
}

// Nav are the sections of the site that the room brings.
func Nav() []web.NavItem {
	return []web.NavItem{{Key: "members", Label: navMembers, URL: pathMembers}, {Key: "join", Label: titleJoin, URL: pathJoin}}
}

package application

import (
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
)

// captionOf names the organisation on every page of its cabinet; on a person's own pages there is nobody to name.
func captionOf(w Work) i18n.Text {
	if w.Applicant.own() {
		return i18n.Text{}
	}
	return i18n.Same(w.Party.Name + ", ИНН " + w.Party.INN)
}

func savesText(w Work) i18n.Text {
	if w.Applicant.Organisation == "" {
		return textSavesOwn
	}
	return textSaves
}

// list is the page on which the application is listed.
func (w Work) list() *web.Link {
	switch {
	case w.Applicant.Prepared != "":
		return &web.Link{Label: linkMine, URL: pathMine}
	case w.Applicant.own():
		return &web.Link{Label: MenuOwn, URL: PathOwn}
	}
	return &web.Link{Label: titleApplications, URL: "/org/" + w.Party.OGRN + "/applications"}
}

// menu is the section of the cabinet's menu to which the application belongs.
func (w Work) menu() string {
	if w.Applicant.Prepared != "" {
		return "organisations"
	}
	return "applications"
}

func (w Work) path() string { return pathOf(w.Party, w.Application) }

var whoTexts = map[form.Standing]i18n.Text{
	form.Guest: whoGuest, form.Visitor: whoPerson, form.Newcomer: whoNewcomer, form.Partner: whoPartner, form.Participant: whoParticipant,
}

// joined writes texts one after the other with commas, in both languages.
func joined(list []i18n.Text) i18n.Text {
	ru, en := make([]string, len(list)), make([]string, len(list))
	for i, t := range list {
		ru[i], en[i] = t.In(i18n.Russian), t.In(i18n.English)
	}
	return i18n.Raw(strings.Join(ru, ", "), strings.Join(en, ", "))
}

func serviceRows(f *form.Service) []web.SummaryRow {
	var who []i18n.Text
	for _, s := range f.Apply {
		who = append(who, whoTexts[s])
	}
	rows := []web.SummaryRow{
		{Key: keyWho, Value: joined(who)},
		{Key: keyTerm, Value: valueTerm.With(f.Term)},
		{Key: keySigned, Value: signedText(f)},
		{Key: keyPrice, Value: valueFree},
		{Key: keyBasis, Value: errText(f.Basis.Act)},
	}
	if level, ok := levelTexts[f.Level]; ok {
		if f.Subject != form.Person {
			level = levelOfPeople.With(level)
		}
		rows = slices.Insert(rows, 1, web.SummaryRow{Key: keyLevel, Value: level})
	}
	return rows
}

// signedText says whose signature the service takes.
func signedText(f *form.Service) i18n.Text {
	switch {
	case !f.Signature:
		return valueUnsigned
	case f.FilledBy(form.Visitor) && !f.SignedBy(form.Visitor):
		return valueSignedSome
	case f.Subject == form.Person:
		return valueSignedOwn
	}
	return valueSigned
}

func applicationMeta(w Work) i18n.Text {
	switch {
	case w.State == Review || w.State == Asked:
		return metaDue.With(i18n.Date(w.Due.Start()))
	case w.Number != "":
		return metaNumber.With(w.Number)
	}
	return metaChanged.With(i18n.Moment(w.Changed))
}

// tasks is the list of what is to be done with a draft.
func tasks(w Work) []web.Task {
	list := make([]web.Task, 0, len(w.Sheet.Sections)+2)
	for _, part := range w.Sheet.Sections {
		t := web.Task{Title: errText(part.Title), URL: w.path() + "/fill/" + part.Key, State: web.TaskTodo}
		switch part.State {
		case form.Untouched:
		case form.Begun:
			t.State = web.TaskDoing
		case form.Done:
			t.State = web.TaskDone
		}
		list = append(list, t)
	}
	check := web.Task{Title: taskCheck, URL: w.path() + "/check", State: web.TaskTodo}
	sign := web.Task{Title: taskSign, URL: w.path() + "/sign", State: web.TaskBlocked}
	if !w.signs() {
		sign.Title = taskSend
	}
	if w.Paper != nil {
		check.State, sign.State = web.TaskDone, web.TaskTodo
	}
	return append(list, check, sign)
}

func done(w Work) (n int) {
	for _, part := range w.Sheet.Sections {
		if part.State == form.Done {
			n++
		}
	}
	return n
}

// knownText is what is known, or why it is not.
func knownText(f form.Fact) i18n.Text {
	switch f.State {
	case rule.Known:
		return i18n.Same(f.Value)
	case rule.Restricted:
		return restrictFact
	case rule.Absent, rule.Unknown:
	}
	return unknownFact
}

func knownRows(part *form.Part) (rows []web.SummaryRow) {
	for _, item := range part.Items {
		if item.Kind == form.Known {
			rows = append(rows, web.SummaryRow{Key: errText(item.Label), Value: knownText(item.Known)})
		}
	}
	return rows
}

// origin says where the facts of a section come from, and of which day they are.
func origin(part *form.Part) i18n.Text {
	for _, item := range part.Items {
		if item.Kind == form.Known && item.Known.State == rule.Known && !item.Known.AsOf.IsZero() {
			return noteSource.With(errText(item.Known.Source), i18n.Date(item.Known.AsOf.Start()))
		}
	}
	return i18n.Text{}
}

func options(q *form.Question, given form.Given) []web.Option {
	choosable := q.Choosable(given)
	list := make([]web.Option, len(choosable))
	for i, o := range choosable {
		list[i] = web.Option{Value: o.Key, Label: errText(o.Label)}
	}
	return list
}

// fieldSpec is the field of a question that is one text.
func fieldSpec(q *form.Question, name string) web.FieldSpec {
	s := web.FieldSpec{Name: name, Label: errText(q.Label), Hint: errText(q.Hint), Optional: q.Optional}
	switch q.Kind {
	case form.Prose:
		s.Rows = 6
	case form.Number:
		s.Width, s.InputMode = web.WidthThird, "decimal"
	case form.Money:
		s.Width, s.InputMode, s.Suffix = web.WidthThird, "decimal", i18n.Same("₽")
	case form.INN:
		s.Width, s.InputMode = web.Width12, "numeric"
	case form.Email:
		s.Width, s.Type, s.Autocomplete = web.WidthHalf, "email", "email"
	case form.Phone:
		s.Width, s.Type, s.Autocomplete = web.WidthThird, "tel", "tel"
	default:
	}
	return s
}

// cellSpec is that of a cell: its label says which row, for those who do not see the table.
func cellSpec(table *form.Question, row int, column *form.Question) web.FieldSpec {
	s := fieldSpec(column, cellName(table, row, column))
	s.Width = web.WidthFull
	return s
}

// checkRows are the answers of a section as they will stand in the document.
func checkRows(w Work, part *form.Part) (rows []web.SummaryRow) {
	for _, item := range part.Items {
		row := web.SummaryRow{Key: errText(item.Label)}
		if item.Kind == form.Known {
			row.Value = knownText(item.Known)
		} else {
			row.Value = i18n.Same(inWords(item.Question, item.Answer, w.Given))
			row.Change = &web.Link{Label: linkChange, About: errText(item.Label), URL: w.path() + "/fill/" + part.Key + "?check=1"}
		}
		rows = append(rows, row)
	}
	return rows
}

func formButton(w Work) i18n.Text {
	if w.Form.Word == form.Request {
		return buttonRequest
	}
	return buttonForm
}

// entryText is an answer of a document in one text.
func entryText(e document.Entry) i18n.Text {
	switch {
	case len(e.Items) > 0:
		return i18n.Same(strings.Join(e.Items, "; "))
	case !e.Given:
		return notGiven
	}
	return i18n.Same(e.Text)
}

func entryRows(c document.Chapter) (rows []web.SummaryRow) {
	for _, e := range c.Entries {
		if len(e.Rows) == 0 && len(e.Files) == 0 {
			rows = append(rows, web.SummaryRow{Key: i18n.Same(e.Label), Value: entryText(e)})
		}
	}
	return rows
}

func entryTable(e document.Entry) web.TableSpec {
	t := web.TableSpec{Caption: i18n.Same(e.Label)}
	for _, c := range e.Columns {
		t.Columns = append(t.Columns, web.Column{Label: i18n.Same(c.Title), Numeric: c.Numeric()})
	}
	for _, row := range e.Rows {
		cells := make([]web.Cell, len(row))
		for i, cell := range row {
			cells[i] = web.Cell{Text: i18n.Same(cell)}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func requestRow(n named) web.SummaryRow {
	row := web.SummaryRow{Key: i18n.Same(n.name)}
	switch {
	case !n.Signed.IsZero():
		row.Value = signedOn.With(i18n.Moment(n.Signed))
	case !n.Returned.IsZero():
		row.Value = returnedOn.With(i18n.Moment(n.Returned), n.Comment)
	default:
		row.Value = waitsSince.With(i18n.Moment(n.Asked))
	}
	return row
}

func requestRows(s sheaf) (rows []web.SummaryRow) {
	for _, n := range s.requests {
		rows = append(rows, requestRow(n))
	}
	return rows
}

func names(list []Signatory) string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = s.Name
	}
	return strings.Join(out, ", ")
}

// canSign reports whether the person may sign now.
func (s sheaf) canSign(a actor.Actor) bool {
	return s.work.State == Signing && s.work.signs() && s.work.sendable() && s.work.can(a, actor.Sign) && (s.mine == nil || s.mine.Signed.IsZero())
}

func sentRows(w Work, proof i18n.Text) []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: keyNumber, Value: i18n.Same(w.Number)}, {Key: keyState, Body: web.Tag(w.State.kind(), w.State.label())}, {Key: keySent, Body: web.Time(w.Sent)},
	}
	if w.State == Review || w.State == Asked {
		rows = append(rows, web.SummaryRow{Key: keyDue, Value: i18n.F("%s", "%s").With(i18n.Date(w.Due.Start()))})
	}
	if !proof.IsZero() {
		rows = append(rows, web.SummaryRow{Key: KeyTime, Value: proof})
	}
	return rows
}

func timeline(past []happened) []web.Event {
	list := make([]web.Event, len(past))
	for i, h := range past {
		list[i] = web.Event{At: h.At, Title: h.Kind.Text(), Text: i18n.Same(h.by), Kind: web.Neutral}
		if h.Kind == SentOff {
			list[i].Kind = web.Success
		}
	}
	return list
}

func historyTable(list []revision) web.TableSpec {
	t := web.TableSpec{
		Caption: titleHistory, CaptionHidden: true, Empty: noHistory,
		Columns: []web.Column{{Label: columnWhen}, {Label: columnWho}, {Label: columnWhat}, {Label: columnAnswer}},
	}
	for _, v := range list {
		by, shown := i18n.Same(v.by), i18n.Same(v.shown)
		if v.by == "" {
			by = bySystem
		}
		if v.shown == "" {
			shown = cleared
		}
		t.Rows = append(t.Rows, []web.Cell{{Body: web.Time(v.At)}, {Text: by}, {Text: v.label}, {Text: shown}})
	}
	return t
}

// problemText names the question before what is wrong with it.
func problemText(w Work, problem form.Problem) i18n.Text {
	q, ok := w.Form.Question(problem.Question)
	if !ok {
		return errText(problem.Text)
	}
	return problemOf.With(errText(q.Label), errText(problem.Text))
}

var problemOf = i18n.F("%s: %s", "%s: %s")

// rowHint is the hint of a table, at its first row.
func rowHint(table *form.Question, row int) i18n.Text {
	if row > 1 {
		return i18n.Text{}
	}
	return errText(table.Hint)
}

// lookOfMine is how loud the way to the organisations is: where people apply for themselves, that is the first thing.
func lookOfMine(c beginning) web.Look {
	if c.own() {
		return web.Secondary
	}
	return web.Primary
}

// unsigned reports whether the document takes no signature, or was sent without one.
func (s sheaf) unsigned() bool {
	if s.work.State.Open() {
		return !s.work.signs()
	}
	return !slices.ContainsFunc(s.requests, func(n named) bool { return n.Signature != "" })
}

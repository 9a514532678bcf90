package application

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// What the buttons of a section do.
const (
	doNext   = "next"
	doLater  = "later"
	doAdd    = "add."    // a row to the table that follows
	doRemove = "remove." // the row of the table that follow
	doAttach = "attach"  // keep the files that were chosen, and stay
	doDetach = "detach." // the file that follows, of the question that follows
)

// section draws one topic. With ?check the page says what is wrong at once, as for those who come from the check of answers.
func (p *pages) section(w http.ResponseWriter, r *http.Request) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	part, ok := work.Sheet.Part(r.PathValue("section"))
	if !ok {
		return ErrNoApplication
	}
	if !work.State.Open() {
		return ErrClosed
	}
	f := fieldsOf(part, work.Answers(), work.Given, 0)
	f.Set("revision", strconv.Itoa(work.Revision))
	if r.URL.Query().Get("check") != "" {
		complain(f, part, work)
	}
	return p.showSection(w, r, work, part, f.Form, nil, i18n.Text{})
}

func (p *pages) showSection(w http.ResponseWriter, r *http.Request, work Work, part *form.Part, f *web.Form, conflicts []Conflict, done i18n.Text) error {
	page := p.page(work, errText(part.Title))
	page.Lead, page.Form, page.Narrow = errText(part.Lead), f, true
	switch {
	case !done.IsZero():
		page.Banner = &web.Notice{Kind: web.Success, Text: done}
	case work.State == Signing:
		page.Banner = &web.Notice{Kind: web.Warning, Text: textVoids}
	}
	return show(w, r, page, sectionView(work, part, f, conflicts))
}

// saveSection keeps what was typed, right or wrong, before it says anything about it.
func (p *pages) saveSection(w http.ResponseWriter, r *http.Request) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	part, ok := work.Sheet.Part(r.PathValue("section"))
	if !ok {
		return ErrNoApplication
	}
	f, sent, err := p.readSection(r, work, part)
	if err != nil {
		return err
	}
	answers, do := typed(f, part), f.Get("do")
	reshape(answers, do)
	drawn, err := strconv.Atoi(f.Get("revision"))
	if err != nil || drawn < 0 {
		return fault.New(fault.Invalid, i18n.M("Страница устарела. Откройте раздел заново.", "The page is out of date. Open the section again."))
	}
	conflicts, err := p.Save(r.Context(), work.ID, part.Key, drawn, answers)
	if err != nil {
		return err
	}
	if err := p.changeAttached(r.Context(), work.ID, sent, do); err != nil {
		return err
	}
	if work, err = p.Open(r.Context(), work.ID); err != nil {
		return err
	}
	path := pathOf(work.Party, work.Application)
	if do == doLater && len(conflicts) == 0 && !sent.refused() {
		return web.Redirect(w, r, path)
	}
	if part, ok = work.Sheet.Part(part.Key); !ok { // an answer elsewhere took it away meanwhile
		return web.Redirect(w, r, path)
	}
	again := fieldsOf(part, work.Answers(), work.Given, 0)
	again.Set("revision", strconv.Itoa(work.Revision))
	if do == doNext || len(conflicts) > 0 {
		complain(again, part, work)
	}
	sent.complain(again)
	for _, c := range conflicts {
		again.Fail(fieldName(c.Question), errConflict.With(c.Author))
	}
	if do != doNext || !again.OK() {
		return p.showSection(w, r, work, part, again.Form, conflicts, sent.done(do))
	}
	return web.Redirect(w, r, path+next(work.Sheet, part.Key))
}

// next is the page after a section: the next one, or the check of all answers.
func next(sheet *form.Sheet, section string) string {
	i := slices.IndexFunc(sheet.Sections, func(p form.Part) bool { return p.Key == section })
	if i+1 < len(sheet.Sections) {
		return "/fill/" + sheet.Sections[i+1].Key
	}
	return "/check"
}

// check shows all answers, with what is still missing.
func (p *pages) check(w http.ResponseWriter, r *http.Request) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	return p.showCheck(w, r, work, web.NewForm())
}

func (p *pages) showCheck(w http.ResponseWriter, r *http.Request, work Work, f *web.Form) error {
	page := p.page(work, titleCheck)
	page.Lead, page.Form = leadCheck, f
	return show(w, r, page, checkView(work))
}

// form forms the document: «Сформировать заявление».
func (p *pages) form(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	_, err := p.Form(r.Context(), caseOf(r))
	if err == nil {
		work, err := p.Open(r.Context(), caseOf(r))
		if err != nil {
			return err
		}
		return web.Redirect(w, r, pathOf(work.Party, work.Application)+"/sign")
	}
	refused, ok := refusal(err)
	if !ok || refused.Kind != fault.Conflict {
		return err
	}
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	f := web.NewForm()
	f.FailForm(refused.Text)
	return p.showCheck(w, r, work, f)
}

// revision is who has changed what.
type revision struct {
	Saved

	by    string
	label i18n.Text
	shown string
}

func (p *pages) history(w http.ResponseWriter, r *http.Request) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	var list []revision
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		all, err := history(r.Context(), q, work.ID)
		if err != nil {
			return err
		}
		for _, v := range all {
			question, ok := work.Form.Question(v.Question)
			if !ok {
				continue // it stood in the form before
			}
			line := revision{Saved: v, label: errText(question.Label), shown: inWords(question, v.Answer, work.Given)}
			if v.Author != actor.PersonID(BuiltIn) {
				if line.by, err = p.applicants.Name(r.Context(), q, v.Author); err != nil {
					return err
				}
			}
			list = append(list, line)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return show(w, r, p.page(work, titleHistory), historyView(list))
}

// inWords is an answer as people read it.
func inWords(q *form.Question, a form.Answer, given form.Given) string {
	switch q.Kind {
	case form.Choice:
		return optionLabel(q, a.Text, given)
	case form.Choices:
		labels := make([]string, len(a.List))
		for i, key := range a.List {
			labels[i] = optionLabel(q, key, given)
		}
		return strings.Join(labels, "; ")
	case form.Declaration:
		if a.Text == form.Affirmed {
			return q.Statement.RU
		}
		return ""
	case form.Table:
		rows := make([]string, len(a.Rows))
		for i, row := range a.Rows {
			cells := []string{}
			for j := range q.Columns {
				if cell := inWords(&q.Columns[j], form.Answer{Text: row[q.Columns[j].Key]}, given); cell != "" {
					cells = append(cells, cell)
				}
			}
			rows[i] = strings.Join(cells, ", ")
		}
		return strings.Join(rows, "; ")
	case form.Files:
		names := make([]string, len(a.Files))
		for i, f := range a.Files {
			names[i] = f.Name
		}
		return strings.Join(names, ", ")
	default:
		return a.Text
	}
}

func optionLabel(q *form.Question, key string, given form.Given) string {
	for _, o := range q.Choosable(given) {
		if o.Key == key {
			return o.Label.RU
		}
	}
	return key
}

package fact

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

const (
	adminPath  = "/admin/registers"
	sectionKey = "registers" // of the menu of the administration
	perPage    = 30
)

// unfairPage is where anybody may look into the register of unfair suppliers.
const unfairPage = "https://zakupki.gov.ru/epz/dishonestsupplier/search/results.html"

func subjectPath(number string) string {
	return adminPath + "/subject?" + url.Values{"q": {number}}.Encode()
}

type pages struct{ *Service }

func mayWrite(r *http.Request) bool { return actor.From(r.Context()).Has(actor.Operator, actor.Owner) }

// saidBy is the message after a POST, which the address asks for.
func saidBy(r *http.Request) *web.Notice {
	switch r.URL.Query().Get("done") {
	case "saved":
		return &web.Notice{Kind: web.Success, Text: textSaved}
	case "decided":
		return &web.Notice{Kind: web.Success, Text: textDecided}
	case "asked":
		return &web.Notice{Kind: web.Info, Text: textAsked}
	case "extract":
		return &web.Notice{Kind: web.Success, Text: textExtractTaken}
	case "back":
		return &web.Notice{Kind: web.Success, Text: textTakenBack}
	}
	return nil
}

// refusal writes a refusal of a use case into the form. Other errors are the caller's.
func refusal(f *web.Form, field string, err error) (status int, ok bool) {
	var no *fault.Fault
	if !errors.As(err, &no) || errors.Is(err, actor.ErrRole) {
		return 0, false
	}
	if field == "" {
		f.FailForm(no.Text)
	} else {
		f.Fail(field, no.Text)
	}
	return httpx.Status(no), true
}

// overviewData is what the first page shows.
type overviewData struct {
	form     *web.Form
	banner   *web.Notice
	imports  []Import
	names    map[actor.PersonID]string
	next     string
	mayWrite bool
}

func (p pages) overview(w http.ResponseWriter, r *http.Request) error {
	d := overviewData{form: web.NewForm(web.Input{Name: "q", Max: 20}), mayWrite: mayWrite(r)}
	status := http.StatusOK
	if number := strings.TrimSpace(r.URL.Query().Get("q")); number != "" {
		if _, ok := ParseSubject(number); ok {
			return web.Redirect(w, r, subjectPath(number))
		}
		d.form.Set("q", number)
		d.form.Fail("q", errNumber)
		status = http.StatusUnprocessableEntity
	}
	before := r.URL.Query().Get("before")
	if !id.Valid(before) {
		before = ""
	}
	waiting := 0
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.imports, err = listImports(r.Context(), q, before, perPage+1); err != nil {
			return err
		}
		if waiting, err = countWaiting(r.Context(), q); err != nil {
			return err
		}
		words, err := p.WaitingOverrides(r.Context(), q)
		if err != nil {
			return err
		}
		waiting += len(words)
		var people []actor.PersonID
		for _, i := range d.imports {
			people = append(people, actor.PersonID(i.Operator))
		}
		d.names, err = p.namesOf(r, q, people)
		return err
	})
	if err != nil {
		return err
	}
	if len(d.imports) > perPage {
		d.imports = d.imports[:perPage]
		d.next = adminPath + "?before=" + d.imports[perPage-1].ID
	}
	if waiting > 0 {
		d.banner = &web.Notice{Kind: web.Warning, Title: textWaiting, Text: i18n.Same(i18n.Number(waiting).In(i18n.From(r.Context()))), Link: &web.Link{Label: linkWaiting, URL: adminPath + "/changes"}}
	}
	if said := importedNotice(r, d.imports); said != nil {
		d.banner = said
	}
	return web.Render(w, r, status, overviewPage(d))
}

// importedNotice tells after an import what became of it.
func importedNotice(r *http.Request, list []Import) *web.Notice {
	for _, i := range list {
		if i.ID == r.URL.Query().Get("imported") {
			return &web.Notice{Kind: web.Success, Text: textImported.With(i.Read, i.Stored, i.Unchanged, i.Broken)}
		}
	}
	return nil
}

// namesOf returns the names of members of the staff.
func (p pages) namesOf(r *http.Request, q sqldb.Querier, people []actor.PersonID) (map[actor.PersonID]string, error) {
	names := map[actor.PersonID]string{}
	for _, person := range people {
		if _, known := names[person]; known || !id.Valid(string(person)) {
			continue
		}
		name, err := p.people.NameOf(r.Context(), q, person)
		if err != nil {
			return nil, err
		}
		names[person] = name
	}
	return names, nil
}

// changesData is what the page of waiting changes shows.
type changesData struct {
	form     *web.Form
	banner   *web.Notice
	list     []Change
	words    []Override // that wait, too
	mayWrite bool
}

func (p pages) changes(w http.ResponseWriter, r *http.Request) error {
	return p.showChanges(w, r, http.StatusOK, web.NewForm())
}

func (p pages) showChanges(w http.ResponseWriter, r *http.Request, status int, f *web.Form) error {
	d := changesData{form: f, banner: saidBy(r), mayWrite: mayWrite(r)}
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.list, err = p.Waiting(r.Context(), q); err != nil {
			return err
		}
		d.words, err = p.WaitingOverrides(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, changesPage(d))
}

func (p pages) confirm(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	return p.decided(w, r, f, "", p.Confirm(r.Context(), actor.From(r.Context()), r.PathValue("id")))
}

func (p pages) refuse(w http.ResponseWriter, r *http.Request) error {
	field := "reason-" + r.PathValue("id")
	f, err := web.ReadForm(r, web.Input{Name: field, Max: maxText})
	if err != nil {
		return err
	}
	return p.decided(w, r, f, field, p.Refuse(r.Context(), actor.From(r.Context()), r.PathValue("id"), f.Get(field)))
}

func (p pages) decided(w http.ResponseWriter, r *http.Request, f *web.Form, field string, err error) error {
	if err == nil {
		return web.Redirect(w, r, adminPath+"/changes?done=decided")
	}
	if !errors.Is(err, ErrNoReason) {
		field = ""
	}
	if status, ok := refusal(f, field, err); ok {
		return p.showChanges(w, r, status, f)
	}
	return err
}

// subjectData is what the page of an organisation shows.
type subjectData struct {
	form       *web.Form
	banner     *web.Notice
	number     string
	facts      Facts
	assessment admission.Assessment
	words      []Override
	sources    []Source // of providers that may be asked
	queries    []Query
	names      map[actor.PersonID]string
	mayWrite   bool
}

func (d subjectData) title() i18n.Text {
	if d.facts.Entry != nil {
		return i18n.Same(d.facts.Entry.Title())
	}
	return i18n.Same(d.number)
}

func (p pages) subject(w http.ResponseWriter, r *http.Request) error {
	return p.showSubject(w, r, http.StatusOK, web.NewForm(), r.URL.Query().Get("q"))
}

func (p pages) showSubject(w http.ResponseWriter, r *http.Request, status int, f *web.Form, number string) error {
	subject, ok := ParseSubject(number)
	if !ok {
		return httpx.ErrNoPage
	}
	d := subjectData{form: f, banner: saidBy(r), number: number, mayWrite: mayWrite(r)}
	for _, provider := range p.providers {
		d.sources = append(d.sources, provider.Source())
	}
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.facts, err = p.Facts(r.Context(), q, subject); err != nil {
			return err
		}
		if d.facts.Entry != nil {
			if d.assessment, err = p.Assess(r.Context(), q, subject, workdays.DateOf(p.clock.Now()), nil); err != nil {
				return err
			}
		}
		if d.words, err = p.Overrides(r.Context(), q, d.facts.Subject); err != nil {
			return err
		}
		if d.queries, err = p.Queries(r.Context(), q, d.facts.Subject); err != nil {
			return err
		}
		var people []actor.PersonID
		for _, g := range d.facts.List {
			people = append(people, g.Author)
		}
		for _, asked := range d.queries {
			people = append(people, actor.PersonID(asked.By))
		}
		for _, o := range d.words {
			people = append(people, o.GivenBy, o.SecondBy)
		}
		d.names, err = p.namesOf(r, q, people)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, subjectPage(d))
}

func (p pages) takeBack(w http.ResponseWriter, r *http.Request) error {
	field := "reason-" + r.PathValue("id")
	f, err := web.ReadForm(r, web.Input{Name: field, Max: maxText}, web.Input{Name: "q", Max: 20})
	if err != nil {
		return err
	}
	number := f.Get("q")
	err = p.TakeBack(r.Context(), actor.From(r.Context()), r.PathValue("id"), f.Get(field))
	if err == nil {
		return web.Redirect(w, r, subjectPath(number)+"&done=back")
	}
	if !errors.Is(err, ErrNoReason) {
		field = ""
	}
	if status, ok := refusal(f, field, err); ok {
		return p.showSubject(w, r, status, f, number)
	}
	return err
}

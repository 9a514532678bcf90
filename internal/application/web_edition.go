package application

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

// PathEditions is where operators change services.
const PathEditions = "/admin/services"

// sectionEditions is the place of the pages in the menu of the administration.
const sectionEditions = "service-versions"

// sourceMax is how long the file of a service may be on the page, in bytes.
const sourceMax = 200_000

// Editors are the roles that change services, EditionReaders those that see them.
func Editors() []actor.Role { return []actor.Role{actor.Operator, actor.Owner} }

// EditionReaders are the roles that see the versions of services.
func EditionReaders() []actor.Role { return []actor.Role{actor.Operator, actor.Auditor, actor.Owner} }

func (p *pages) editionRoutes(r *httpx.Router) {
	read, edit := actor.Staff(EditionReaders()...), actor.Staff(Editors()...)
	const one = PathEditions + "/{service}/{version}"
	r.Handle("GET "+PathEditions, read, p.editions)
	r.Handle("POST "+PathEditions, edit, p.nextEdition)
	r.Handle("POST "+PathEditions+"/new", edit, p.beginService)
	r.Handle("GET "+one, read, p.edition)
	r.Handle("POST "+one, edit, p.saveEdition, httpx.MaxBody(1<<20))
	r.Handle("GET "+one+"/preview", read, p.preview)
	r.Handle("GET "+one+"/publish", edit, p.step)
	r.Handle("POST "+one+"/publish", edit, p.publishEdition)
	r.Handle("POST "+one+"/drop", edit, p.dropEdition)
}

func mayEdit(a actor.Actor) bool { return a.Has(Editors()...) }

func (e Edition) path() string { return PathEditions + "/" + e.Service + "/" + strconv.Itoa(e.Version) }

// title is what a version is called, also while its file is broken.
func (e Edition) title() i18n.Text {
	if e.Form == nil {
		return titleEditionKey.With(e.Service, e.Version)
	}
	return titleEdition.With(errText(e.Form.Title), e.Version)
}

func (p *pages) editions(w http.ResponseWriter, r *http.Request) error {
	return p.showEditions(w, r, web.NewForm(web.Input{Name: "key", Max: 40}))
}

func (p *pages) showEditions(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	var list []Edition
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		list, err = p.Editions(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleEditions, Lead: leadEditions, Shell: web.Admin, Section: sectionEditions, Form: f}
	if r.URL.Query().Get("dropped") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textEditionDropped}
	}
	return show(w, r, page, editionsView(list, f, actor.From(r.Context())))
}

func (p *pages) nextEdition(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "service", Max: 32})
	if err != nil {
		return err
	}
	e, err := p.NextEdition(r.Context(), f.Get("service"))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, e.path())
}

func (p *pages) beginService(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "key", Max: 40})
	if err != nil {
		return err
	}
	e, err := p.BeginService(r.Context(), f.Get("key"))
	if err == nil {
		return web.Redirect(w, r, e.path())
	}
	refused, ok := refusal(err)
	if !ok {
		return err
	}
	f.Fail("key", refused.Text)
	return p.showEditions(w, r, f)
}

// readEdition reads the version that the path names.
func (p *pages) readEdition(r *http.Request) (e Edition, err error) {
	version, err := strconv.Atoi(r.PathValue("version"))
	if err != nil {
		return Edition{}, ErrNoEdition
	}
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		e, err = p.Edition(r.Context(), q, r.PathValue("service"), version)
		return err
	})
	return e, err
}

func editionFields() []web.Input {
	return []web.Input{{Name: "source", Max: sourceMax, Multiline: true}, {Name: "digest", Max: 64}}
}

func (p *pages) edition(w http.ResponseWriter, r *http.Request) error {
	e, err := p.readEdition(r)
	if err != nil {
		return err
	}
	f := web.NewForm(editionFields()...)
	f.Set("source", e.Source)
	f.Set("digest", e.Digest)
	page := p.editionPage(e)
	switch q := r.URL.Query(); {
	case q.Get("saved") != "" && len(e.Problems) == 0:
		page.Banner = &web.Notice{Kind: web.Success, Text: textEditionSaved}
	case q.Get("published") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textEditionPublished.With(i18n.Date(e.First.Start()))}
	}
	return p.showEdition(w, r, page, e, f)
}

func (p *pages) editionPage(e Edition) web.Page {
	return web.Page{Title: e.title(), Shell: web.Admin, Section: sectionEditions, Back: &web.Link{Label: titleEditions, URL: PathEditions}}
}

func (p *pages) showEdition(w http.ResponseWriter, r *http.Request, page web.Page, e Edition, f *web.Form) error {
	page.Form = f
	before, err := p.editionBefore(r, e)
	if err != nil {
		return err
	}
	return show(w, r, page, editionView(e, before, f, actor.From(r.Context())))
}

// editionBefore reads the published version before one.
func (p *pages) editionBefore(r *http.Request, e Edition) (before Edition, err error) {
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		before, err = p.publishedBefore(r.Context(), q, e)
		return err
	})
	return before, err
}

// saveEdition keeps the file, right or wrong, and then says what is wrong with it.
func (p *pages) saveEdition(w http.ResponseWriter, r *http.Request) error {
	e, err := p.readEdition(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r, editionFields()...)
	if err != nil {
		return err
	}
	source := strings.TrimRight(strings.ReplaceAll(f.Get("source"), "\r\n", "\n"), "\n") + "\n"
	if f.OK() {
		err := p.SaveEdition(r.Context(), e.Service, e.Version, f.Get("digest"), source)
		if err == nil {
			return web.Redirect(w, r, e.path()+"?saved=1")
		}
		if !errors.Is(err, ErrEditedMeanwhile) {
			return err
		}
		f.FailForm(ErrEditedMeanwhile.Text)
	}
	return p.showEdition(w, r, p.editionPage(e), e, f)
}

// step shows what publishing a version would change. Whoever has been away from the screen proves first who they are, as for
// everything by which the foundation binds itself.
func (p *pages) step(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(dayFields()...)
	return p.showStep(w, r, f, func(st Step) {
		y, m, d := st.Day.Civil()
		for part, n := range map[string]int{"-day": d, "-month": int(m), "-year": y} {
			f.Set("from"+part, strconv.Itoa(n))
		}
	})
}

func dayFields() []web.Input {
	return append(web.DateInputs("from"), web.Input{Name: "digest", Max: 64})
}

func (p *pages) showStep(w http.ResponseWriter, r *http.Request, f *web.Form, fill func(Step)) error {
	if err := actor.Fresh(r.Context(), p.clock.Now()); err != nil {
		return err
	}
	e, err := p.readEdition(r)
	if err != nil {
		return err
	}
	var st Step
	if err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		st, err = p.StepOf(r.Context(), q, e.Service, e.Version)
		return err
	}); err != nil {
		return err
	}
	fill(st)
	page := p.editionPage(e)
	page.Title, page.Caption, page.Lead, page.Form = titlePublish.With(e.Version), e.name(), leadPublish, f
	page.Back = &web.Link{Label: e.title(), URL: e.path()}
	return show(w, r, page, publishView(st, f))
}

func (p *pages) publishEdition(w http.ResponseWriter, r *http.Request) error {
	if err := actor.Fresh(r.Context(), p.clock.Now()); err != nil {
		return err
	}
	e, err := p.readEdition(r)
	if err != nil {
		return err
	}
	f, err := web.ReadForm(r, dayFields()...)
	if err != nil {
		return err
	}
	day, ok := dayTyped(f, "from")
	if !ok {
		f.Fail("from", errDay)
		return p.showStep(w, r, f, func(Step) {})
	}
	err = p.PublishEdition(r.Context(), e.Service, e.Version, f.Get("digest"), day)
	if err == nil {
		return web.Redirect(w, r, e.path()+"?published=1")
	}
	refused, ok := refusal(err)
	if !ok || errors.Is(err, ErrPublished) || errors.Is(err, ErrFaulty) {
		return err
	}
	f.FailForm(refused.Text)
	return p.showStep(w, r, f, func(Step) {})
}

// dayTyped reads the day in the three fields of a date.
func dayTyped(f *web.Form, name string) (workdays.Date, bool) {
	var n [3]int
	for i, part := range []string{"-year", "-month", "-day"} {
		v, err := strconv.Atoi(f.Get(name + part))
		if err != nil || v < 1 || v > 9999 {
			return workdays.Date{}, false
		}
		n[i] = v
	}
	day, err := workdays.ParseDate(fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2]))
	return day, err == nil
}

func (p *pages) dropEdition(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	e, err := p.readEdition(r)
	if err != nil {
		return err
	}
	if err := p.DropEdition(r.Context(), e.Service, e.Version); err != nil {
		return err
	}
	return web.Redirect(w, r, PathEditions+"?dropped=1")
}

// preview shows each topic of a version as an applicant sees it before the first answer, with nothing known of anybody, and the letters.
func (p *pages) preview(w http.ResponseWriter, r *http.Request) error {
	e, err := p.readEdition(r)
	if err != nil {
		return err
	}
	if e.Form == nil || len(e.Problems) > 0 {
		return ErrFaulty
	}
	sheet, err := e.Form.Check(r.Context(), form.Answers{}, form.Given{}, p.today())
	if err != nil {
		return err
	}
	before, err := p.editionBefore(r, e)
	if err != nil {
		return err
	}
	work := Work{Application: Application{Service: e.Service, Version: e.Version, State: Draft}, Form: e.Form, Sheet: sheet, Given: form.Given{}}
	page := p.editionPage(e)
	page.Title, page.Back = titlePreview.With(errText(e.Form.Title)), &web.Link{Label: e.title(), URL: e.path()}
	page.Lead = leadPreview
	return show(w, r, page, previewView(e, before, work, p.today()))
}

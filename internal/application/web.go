package application

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// PathOwn is where a person finds the applications that are their own: for themselves, and drafts for organisations that have no account
// yet. pathMine is the list of organisations of a person, pathLevel the page on which an account gets a level.
const (
	PathOwn   = "/applications"
	pathMine  = "/organisations"
	pathLevel = "/profile/level"
)

// PathServices is the list of all services.
const PathServices = "/services"

type pages struct{ *Service }

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET "+PathServices, actor.Anyone, p.services)
	r.Handle("GET "+PathServices+"/{service}", actor.Anyone, p.service)

	r.Handle("GET /schema/{service}/{file}", actor.Anyone, p.schema)
	p.editionRoutes(r)

	const inCabinet = "/org/{ogrn}/applications"
	p.applicationRoutes(r, inCabinet, actor.May)
	p.applicationRoutes(r, PathOwn, actor.Own)
	r.Handle("POST "+inCabinet+"/unchanged", actor.May(actor.Draft), p.unchanged)
	r.Handle("POST "+inCabinet+"/letters", actor.May(actor.Draft), p.subscription)
	r.Handle("POST "+inCabinet+"/{id}/hand", actor.May(actor.Draft), p.handOn)
	r.Handle("POST "+inCabinet+"/{id}/return", actor.May(actor.Sign), p.giveBack)
}

// applicationRoutes adds the pages of applications at a place: the cabinet of an organisation, or a person's own.
func (p *pages) applicationRoutes(r *httpx.Router, all string, policy func(actor.Right) actor.Policy) {
	one := all + "/{id}"
	draft, send := policy(actor.Draft), policy(actor.Send)
	r.Handle("GET "+all, draft, p.list)
	r.Handle("POST "+all, draft, p.start)
	r.Handle("GET "+one, draft, p.one)
	r.Handle("GET "+one+"/fill/{section}", draft, p.section)
	r.Handle("POST "+one+"/fill/{section}", draft, p.saveSection, httpx.MaxBody(maxSection))
	r.Handle("GET "+one+"/attached/{sha256}", draft, p.attached)
	r.Handle("GET "+one+"/check", draft, p.check)
	r.Handle("POST "+one+"/check", draft, p.form)
	r.Handle("GET "+one+"/history", draft, p.history)
	r.Handle("GET "+one+"/sign", draft, p.document)
	r.Handle("POST "+one+"/sign", policy(actor.Sign), p.sign)
	r.Handle("POST "+one+"/send", send, p.send)
	r.Handle("POST "+one+"/withdraw", send, p.withdraw)
	r.Handle("POST "+one+"/drop", draft, p.drop)
	r.Handle("GET "+one+"/files/{kind}", draft, p.download)
	r.Handle("GET "+one+"/decision/{kind}", draft, p.decision)
	r.Handle("POST "+one+"/again", draft, p.again)
	r.Handle("POST "+one+"/answer", send, p.answer)
	r.Handle("POST "+one+"/complain", send, p.complain)
}

func show(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	status := http.StatusOK
	if page.Form != nil && !page.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, framed(page, body))
}

// applicant is for whom the person of the request acts.
func applicant(ctx context.Context) Applicant {
	who := actor.From(ctx)
	return Applicant{Organisation: who.Acting, Person: who.Person}
}

func caseOf(r *http.Request) actor.CaseID { return actor.CaseID(r.PathValue("id")) }

// page is a page of an application.
func (p *pages) page(w Work, title i18n.Text) web.Page {
	return web.Page{
		Title: title, Caption: captionOf(w), Shell: web.Cabinet, Section: w.menu(),
		Back: &web.Link{Label: errText(w.Form.Title), URL: pathOf(w.Party, w.Application)},
	}
}

// schema gives the schema of the documents of a version: /schema/join/1.xsd.
func (p *pages) schema(w http.ResponseWriter, r *http.Request) error {
	name, ok := strings.CutSuffix(r.PathValue("file"), ".xsd")
	version, err := strconv.Atoi(name)
	if !ok || err != nil {
		return ErrNoService
	}
	var f *form.Service
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		f, err = p.Published(r.Context(), q, r.PathValue("service"), version)
		return err
	})
	if err != nil {
		return err
	}
	return hand(w, r, File{f.Key + "-" + name + ".xsd", mediaXML, document.Schema(f)}, "inline")
}

// unchanged files without changes, and leads to the document, or to what the form asks anew.
func (p *pages) unchanged(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "service", Max: 32})
	if err != nil {
		return err
	}
	app, formed, err := p.Unchanged(r.Context(), f.Get("service"), applicant(r.Context()))
	if err != nil {
		return err
	}
	work, err := p.Open(r.Context(), app.ID)
	if err != nil {
		return err
	}
	if formed {
		return web.Redirect(w, r, work.path()+"/sign")
	}
	return web.Redirect(w, r, work.path()+"?taken=1")
}

// one is the list of what is to be done, and after sending what has happened.
func (p *pages) one(w http.ResponseWriter, r *http.Request) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	page := p.page(work, errText(work.Form.Title))
	page.Back = work.list()
	if work.Renewed {
		page.Banner = &web.Notice{Kind: web.Warning, Text: ErrVersionEnded.Text}
	}
	if r.URL.Query().Get("taken") != "" {
		page.Banner = &web.Notice{Kind: web.Warning, Text: textTakenOver}
	}
	if work.State.Open() {
		return show(w, r, page, draftView(work, actor.From(r.Context())))
	}
	t, err := p.talkOf(r.Context(), work.ID)
	if err != nil {
		return err
	}
	return p.showSent(w, r, work, web.NewForm(talkFields(t)...))
}

// showSent is the page of an application that has reached the foundation.
func (p *pages) showSent(w http.ResponseWriter, r *http.Request, work Work, f *web.Form) error {
	page := p.page(work, errText(work.Form.Name))
	page.Form, page.Back = f, work.list()
	if r.URL.Query().Get("sent") != "" && work.State == Review {
		page.Banner = &web.Notice{Kind: web.Success, Title: titleSent, Text: textSent.With(work.Number, i18n.Date(work.Due.Start()))}
	}
	past, err := p.past(r.Context(), work.ID)
	if err != nil {
		return err
	}
	decided, err := p.decisionsOf(r.Context(), work.ID)
	if err != nil {
		return err
	}
	t, err := p.talkOf(r.Context(), work.ID)
	if err != nil {
		return err
	}
	proof, err := p.proofOfTime(r.Context(), work)
	if err != nil {
		return err
	}
	return show(w, r, page, sentView(work, past, decided, t, proof, f, actor.From(r.Context())))
}

// happened is an event with the name of who did it.
type happened struct {
	Event

	by string
}

func (p *pages) past(ctx context.Context, application actor.CaseID) (list []happened, err error) {
	err = p.db.View(ctx, func(q sqldb.Querier) error {
		all, err := events(ctx, q, application)
		if err != nil {
			return err
		}
		for _, e := range all {
			h := happened{Event: e}
			if e.Person != "" {
				if h.by, err = p.applicants.Name(ctx, q, e.Person); err != nil {
					return err
				}
			}
			list = append(list, h)
		}
		return nil
	})
	return list, err
}

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

// PathPrepared is where drafts are that belong to no organisation yet, pathMine the list of organisations of a person.
const (
	PathPrepared = "/applications"
	pathMine     = "/organisations"
)

// PathServices is the list of all services.
const PathServices = "/services"

type pages struct{ *Service }

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET "+PathServices, actor.Anyone, p.services)
	r.Handle("GET "+PathServices+"/{service}", actor.Anyone, p.service)

	r.Handle("GET /schema/{service}/{file}", actor.Anyone, p.schema)
	p.editionRoutes(r)

	const all, one = "/org/{ogrn}/applications", "/org/{ogrn}/applications/{id}"
	r.Handle("GET "+all, actor.May(actor.Draft), p.list)
	r.Handle("POST "+all, actor.May(actor.Draft), p.start)
	r.Handle("GET "+one, actor.May(actor.Draft), p.one)
	r.Handle("GET "+one+"/fill/{section}", actor.May(actor.Draft), p.section)
	r.Handle("POST "+one+"/fill/{section}", actor.May(actor.Draft), p.saveSection, httpx.MaxBody(maxSection))
	r.Handle("GET "+one+"/attached/{sha256}", actor.May(actor.Draft), p.attached)
	r.Handle("GET "+one+"/check", actor.May(actor.Draft), p.check)
	r.Handle("POST "+one+"/check", actor.May(actor.Draft), p.form)
	r.Handle("GET "+one+"/history", actor.May(actor.Draft), p.history)
	r.Handle("GET "+one+"/sign", actor.May(actor.Draft), p.document)
	r.Handle("POST "+one+"/sign", actor.May(actor.Sign), p.sign)
	r.Handle("POST "+one+"/hand", actor.May(actor.Draft), p.handOn)
	r.Handle("POST "+one+"/return", actor.May(actor.Sign), p.giveBack)
	r.Handle("POST "+one+"/send", actor.May(actor.Send), p.send)
	r.Handle("POST "+one+"/withdraw", actor.May(actor.Send), p.withdraw)
	r.Handle("POST "+one+"/drop", actor.May(actor.Draft), p.drop)
	r.Handle("GET "+one+"/files/{kind}", actor.May(actor.Draft), p.download)

	// A draft for an organisation that has no account yet.
	const own = PathPrepared + "/{id}"
	r.Handle("POST "+PathPrepared, actor.SignedIn, p.startPrepared)
	r.Handle("GET "+own, actor.SignedIn, p.one)
	r.Handle("GET "+own+"/fill/{section}", actor.SignedIn, p.section)
	r.Handle("POST "+own+"/fill/{section}", actor.SignedIn, p.saveSection, httpx.MaxBody(maxSection))
	r.Handle("GET "+own+"/attached/{sha256}", actor.SignedIn, p.attached)
	r.Handle("GET "+own+"/check", actor.SignedIn, p.check)
	r.Handle("GET "+own+"/history", actor.SignedIn, p.history)
	r.Handle("POST "+own+"/drop", actor.SignedIn, p.drop)
	p.decisionRoutes(r)
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
		Title: title, Caption: captionOf(w), Shell: web.Cabinet, Section: "applications",
		Back: &web.Link{Label: errText(w.Form.Title), URL: pathOf(w.Party, w.Application)},
	}
}

func (p *pages) services(w http.ResponseWriter, r *http.Request) error {
	var list []*form.Service
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		list, err = p.Services(r.Context(), q, p.today())
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, web.Page{Title: TitleServices, Lead: leadServices, Section: "services"}, servicesView(list))
}

// offer is a service for which an organisation may apply.
type offer struct {
	form    *form.Service
	address string
}

func (p *pages) service(w http.ResponseWriter, r *http.Request) error {
	var f *form.Service
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		f, err = p.Current(r.Context(), q, r.PathValue("service"), p.today())
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: errText(f.Title), Lead: errText(f.Summary), Section: "services", Back: &web.Link{Label: TitleServices, URL: PathServices}}
	return show(w, r, page, serviceView(f))
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

// listing is what the page of the applications of an organisation shows.
type listing struct {
	party    Party
	offers   []offer
	mine     []Work
	standing form.Standing
}

func (p *pages) list(w http.ResponseWriter, r *http.Request) error {
	ctx, a := r.Context(), applicant(r.Context())
	var l listing
	err := p.db.View(ctx, func(q sqldb.Querier) error {
		var err error
		if l.party, err = p.applicants.Party(ctx, q, a); err != nil {
			return err
		}
		if l.standing, err = p.applicants.Standing(ctx, q, a); err != nil {
			return err
		}
		list, err := casesOf(ctx, q, a)
		if err != nil {
			return err
		}
		for _, app := range list {
			f, err := p.Version(ctx, q, app.Service, app.Version)
			if err != nil {
				return err
			}
			l.mine = append(l.mine, Work{Application: app, Form: f, Party: l.party})
		}
		services, err := p.Services(ctx, q, p.today())
		for _, f := range services {
			if offered(f, l.standing, list) {
				l.offers = append(l.offers, offer{form: f, address: "/org/" + l.party.OGRN + "/applications"})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleApplications, Caption: i18n.Same(l.party.Name), Shell: web.Cabinet, Section: "applications"}
	if r.URL.Query().Get("dropped") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textDropped}
	}
	return show(w, r, page, listView(l))
}

// offered reports whether a service is for applicants of a standing who have no application for it under way.
func offered(f *form.Service, standing form.Standing, mine []Application) bool {
	for _, a := range mine {
		if a.Service == f.Key && (a.State.Open() || a.State == Review || a.State == Asked) {
			return false
		}
	}
	for _, s := range f.Apply {
		if s == standing {
			return f.Subject == form.Organisation
		}
	}
	return false
}

// startPrepared begins a draft for an organisation that has no account yet.
func (p *pages) startPrepared(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "service", Max: 32}, web.Input{Name: "inn", Max: 12})
	if err != nil {
		return err
	}
	a := Applicant{Person: actor.From(r.Context()).Person, Prepared: f.Get("inn")}
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		prepares, err := p.applicants.Prepares(r.Context(), q, a.Person, a.Prepared)
		if err == nil && !prepares {
			err = ErrNotPrepared
		}
		return err
	})
	if err != nil {
		return err
	}
	app, err := p.Start(r.Context(), f.Get("service"), a)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, pathOf(Party{}, app))
}

func (p *pages) start(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "service", Max: 32})
	if err != nil {
		return err
	}
	app, err := p.Start(r.Context(), f.Get("service"), applicant(r.Context()))
	if err != nil {
		return err
	}
	work, err := p.Open(r.Context(), app.ID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, pathOf(work.Party, app))
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
	return show(w, r, page, sentView(work, past, decided, t, f, actor.From(r.Context())))
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

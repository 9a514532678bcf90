package application

import (
	"context"
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) services(w http.ResponseWriter, r *http.Request) error {
	var list []*form.Service
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if list, err = p.Services(r.Context(), q, p.today()); err != nil {
			return err
		}
		list, err = p.seen(r.Context(), q, list)
		return err
	})
	if err != nil {
		return err
	}
	return show(w, r, web.Page{Title: TitleServices, Lead: leadServices, Section: "services"}, servicesView(list))
}

// beginning is where a person begins an application for themselves on the page of a service.
type beginning struct {
	form    *form.Service
	guest   bool
	low     error        // the level of the account is not enough: what to do
	pending actor.CaseID // what was begun already
}

// own reports whether people apply for themselves.
func (c beginning) own() bool { return c.form.FilledBy(form.Visitor) }

// cabinets reports whether organisations apply.
func (c beginning) cabinets() bool { return c.form.Subject != form.Person }

func (p *pages) service(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), actor.From(r.Context())
	var c beginning
	err := p.db.View(ctx, func(q sqldb.Querier) (err error) {
		f, err := p.Current(ctx, q, r.PathValue("service"), p.today())
		if err != nil {
			return err
		}
		list, err := p.seen(ctx, q, []*form.Service{f})
		if err != nil {
			return err
		}
		if len(list) == 0 {
			return ErrNoService
		}
		c = beginning{form: f, guest: who.Guest(), low: levelFault(f, who.Level)}
		if c.guest || !c.own() {
			return nil
		}
		begun, err := pendingCase(ctx, q, f.Key, Applicant{Person: who.Person}, "")
		if errors.Is(err, sqldb.ErrNoRows) {
			return nil
		}
		c.pending = begun.ID
		return err
	})
	if err != nil {
		return err
	}
	f := c.form
	page := web.Page{Title: errText(f.Title), Lead: errText(f.Summary), Section: "services", Back: &web.Link{Label: TitleServices, URL: PathServices}}
	return show(w, r, page, serviceView(c))
}

// offer is a service for which an applicant may begin an application.
type offer struct {
	form    *form.Service
	address string
	low     error // the level of the account is not enough: what to do
}

// listing is what the page of the applications of an applicant shows.
type listing struct {
	party  Party
	own    bool
	offers []offer
	mine   []Work
	duties []Duty

	subscribed bool // to letters about all that the organisation sends
}

func (p *pages) list(w http.ResponseWriter, r *http.Request) error {
	a := applicant(r.Context())
	var l listing
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		l, err = p.listing(r.Context(), q, a)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleApplications, Caption: i18n.Same(l.party.Name), Shell: web.Cabinet, Section: "applications"}
	if l.own {
		page.Title, page.Caption = MenuOwn, i18n.Text{}
	}
	page.Banner = lettersBanner(r)
	if r.URL.Query().Get("dropped") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textDropped}
	}
	return show(w, r, page, listView(l))
}

func (p *pages) listing(ctx context.Context, q sqldb.Querier, a Applicant) (l listing, err error) {
	l.own = a.own()
	if l.party, err = p.applicants.Party(ctx, q, a); err != nil {
		return listing{}, err
	}
	standing, err := p.applicants.Standing(ctx, q, a)
	if err != nil {
		return listing{}, err
	}
	list, err := casesOf(ctx, q, a)
	if err != nil {
		return listing{}, err
	}
	for _, app := range list {
		f, err := p.Version(ctx, q, app.Service, app.Version)
		if err != nil {
			return listing{}, err
		}
		l.mine = append(l.mine, Work{Application: app, Form: f, Party: l.party})
	}
	if l.duties, err = p.Duties(ctx, q, a); err != nil {
		return listing{}, err
	}
	if !l.own {
		if l.subscribed, err = isSubscribed(ctx, q, a.Organisation, a.Person); err != nil {
			return listing{}, err
		}
	}
	services, err := p.Services(ctx, q, p.today())
	for _, f := range services {
		if !offered(f, standing, list) {
			continue
		}
		o := offer{form: f, address: "/org/" + l.party.OGRN + "/applications"}
		if l.own {
			o.address, o.low = PathOwn, levelFault(f, actor.From(ctx).Level)
		}
		l.offers = append(l.offers, o)
	}
	return l, err
}

// offered reports whether a service is for applicants of a standing who have no application for it under way.
func offered(f *form.Service, standing form.Standing, mine []Application) bool {
	if f.Repeat != nil { // stands among what is to be filed
		return false
	}
	for _, a := range mine {
		if a.Service == f.Key && (a.State.Open() || a.State == Review || a.State == Asked) {
			return false
		}
	}
	return f.FilledBy(standing)
}

// start begins an application: for the organisation of the path, for the person, or, where the form gives an ИНН, a draft for an
// organisation that has no account yet.
func (p *pages) start(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "service", Max: 32}, web.Input{Name: "inn", Max: 12})
	if err != nil {
		return err
	}
	a := applicant(r.Context())
	if a.own() && f.Get("inn") != "" {
		a.Prepared = f.Get("inn")
		if err := p.prepares(r.Context(), a); err != nil {
			return err
		}
	}
	app, err := p.Start(r.Context(), f.Get("service"), a)
	if err != nil {
		return err
	}
	work, err := p.Open(r.Context(), app.ID)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, pathOf(work.Party, app))
}

// prepares refuses a draft for an organisation whose account the person does not prepare.
func (p *pages) prepares(ctx context.Context, a Applicant) error {
	return p.db.View(ctx, func(q sqldb.Querier) error {
		prepares, err := p.applicants.Prepares(ctx, q, a.Person, a.Prepared)
		if err == nil && !prepares {
			err = ErrNotPrepared
		}
		return err
	})
}

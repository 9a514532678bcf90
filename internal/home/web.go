package home

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

type pages struct {
	people People
	offers []Offer
}

func (p *pages) start(w http.ResponseWriter, r *http.Request) error {
	guest := actor.From(r.Context()).Guest()
	page := web.Page{Title: titleStart, Lead: leadStart, Description: leadStart, OwnHeading: true}
	return web.Render(w, r, http.StatusOK, startView(page, guest))
}

func (p *pages) contacts(w http.ResponseWriter, r *http.Request) error {
	page := web.Page{Title: titleContacts, Lead: leadContacts, Section: "contacts", Narrow: true}
	return web.Render(w, r, http.StatusOK, contactsView(page))
}

func (p *pages) desk(w http.ResponseWriter, r *http.Request) error {
	a := actor.From(r.Context())
	name, err := p.people.Addressed(r.Context(), a.Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleDesk, Lead: greeting.With(name), Shell: web.Cabinet, Section: "desk"}
	if r.URL.Query().Get("password") == "new" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textNewPassword}
	}
	return web.Render(w, r, http.StatusOK, deskView(page, a, p.offers))
}

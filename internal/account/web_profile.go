package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) profile(w http.ResponseWriter, r *http.Request) error {
	var person Person
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		person, err = p.Person(r.Context(), q, actor.From(r.Context()).Person)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleProfile, Shell: web.Cabinet, Section: "profile"}
	if r.URL.Query().Get("saved") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textSaved}
	}
	return show(w, r, page, profileView(person))
}

func (p *pages) security(w http.ResponseWriter, r *http.Request) error {
	a := actor.From(r.Context())
	list, err := p.Sessions(r.Context(), a.Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleSecurity, Shell: web.Cabinet, Section: "security"}
	if r.URL.Query().Get("ended") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textEnded}
	}
	return show(w, r, page, securityView(list, a.Session))
}

func (p *pages) endSession(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	session := r.PathValue("id")
	if !id.Valid(session) {
		return ErrNoSession
	}
	a := actor.From(r.Context())
	if err := p.EndSession(r.Context(), a, session); err != nil {
		return err
	}
	if session == a.Session {
		p.cookies.drop(w, sessionCookie)
		return redirect(w, r, "/login")
	}
	return redirect(w, r, "/profile/security?ended=1")
}

func (p *pages) endOthers(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.EndOtherSessions(r.Context(), actor.From(r.Context())); err != nil {
		return err
	}
	return redirect(w, r, "/profile/security?ended=1")
}

// stay answers the warning that the session is about to end: the request itself has prolonged it.
func (p *pages) stay(w http.ResponseWriter, r *http.Request) error {
	if r.Header.Get("HX-Request") != "" || r.Header.Get("Accept") == "application/json" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return redirect(w, r, "/desk")
}

package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
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

// stay answers the warning that the session is about to end: the request itself has prolonged it.
func (p *pages) stay(w http.ResponseWriter, r *http.Request) error {
	if r.Header.Get("HX-Request") != "" || r.Header.Get("Accept") == "application/json" {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	return redirect(w, r, "/desk")
}

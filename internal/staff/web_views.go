package staff

import (
	"net/http"
	"net/url"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// perPage is how many lines one page of a list shows.
const perPage = 50

// viewsData is one page of the list of looks.
type viewsData struct {
	filter lookFilter
	list   []Look
	names  directory
	next   string // address of the page of earlier ones, "" at the end
}

func (p *pages) views(w http.ResponseWriter, r *http.Request) error {
	d := viewsData{filter: lookFilter{
		viewer: actor.PersonID(plain(r, "viewer")), subject: actor.PersonID(plain(r, "subject")),
		before: plain(r, "before"), limit: perPage + 1,
	}}
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		if d.list, err = looks(r.Context(), q, d.filter); err != nil {
			return err
		}
		ids := []actor.PersonID{d.filter.viewer, d.filter.subject}
		for _, l := range d.list {
			ids = append(ids, l.Viewer, l.Subject)
		}
		d.names, err = p.directory(r.Context(), q, ids...)
		return err
	})
	if err != nil {
		return err
	}
	if len(d.list) > perPage {
		d.list = d.list[:perPage]
		d.next = viewsPath(d.filter.viewer, d.filter.subject, d.list[perPage-1].ID)
	}
	page := web.Page{Title: titleViews, Lead: leadViews, Shell: web.Admin, Section: "views"}
	return show(w, r, http.StatusOK, page, viewsView(d))
}

// viewsPath is the address of a list of looks.
func viewsPath(viewer, subject actor.PersonID, before string) string {
	v := url.Values{}
	for name, value := range map[string]string{"viewer": string(viewer), "subject": string(subject), "before": before} {
		if value != "" {
			v.Set(name, value)
		}
	}
	if len(v) == 0 {
		return "/admin/views"
	}
	return "/admin/views?" + v.Encode()
}

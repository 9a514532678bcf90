package notification

import (
	"cmp"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Path is where a person finds notices and tasks.
const Path = "/notifications"

func (p *pages) noticeRoutes(r *httpx.Router) {
	r.Handle("GET "+Path, actor.SignedIn, p.notices)
	r.Handle("POST "+Path, actor.SignedIn, p.readAll)
	r.Handle("POST "+Path+"/{id}", actor.SignedIn, p.readOne)
}

// centre is what the page shows.
type centre struct {
	tasks  []Task
	list   []Notice
	unread bool // only those
	waits  int  // how many are unread
	next   string
}

func (p *pages) notices(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), actor.From(r.Context()).Person
	c := centre{unread: r.URL.Query().Get("unread") != ""}
	before := r.URL.Query().Get("before")
	if before != "" && !id.Valid(before) {
		before = ""
	}
	err := p.db.View(ctx, func(q sqldb.Querier) (err error) {
		if c.waits, err = p.Unread(ctx, q, who); err != nil || p.tasks == nil || before != "" {
			return err
		}
		c.tasks, err = p.tasks(ctx, q, who)
		return err
	})
	if err != nil {
		return err
	}
	if c.list, err = p.Notices(ctx, who, c.unread, before, perPage+1); err != nil {
		return err
	}
	if len(c.list) > perPage {
		c.list = c.list[:perPage]
		c.next = c.list[perPage-1].ID
	}
	page := web.Page{Title: titleNotices, Lead: leadNotices, Shell: web.Cabinet, Section: "notifications"}
	return web.Render(w, r, http.StatusOK, centreView(page, c))
}

func (p *pages) readAll(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.ReadAll(r.Context()); err != nil {
		return err
	}
	http.Redirect(w, r, web.URL(r.Context(), Path), http.StatusSeeOther)
	return nil
}

// readOne notes that a notice was read and leads on to what it is about.
func (p *pages) readOne(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	path, err := p.Read(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	http.Redirect(w, r, web.URL(r.Context(), web.SamePath(cmp.Or(path, Path), Path)), http.StatusSeeOther)
	return nil
}

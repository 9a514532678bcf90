package staff

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// pages are the HTML handlers of the room.
type pages struct{ *Module }

// routes adds the routes of the table in doc.go, which a test holds against it.
func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET /admin", actor.Staff(everyRole...), p.overview)
	r.Handle("GET /admin/readiness", actor.Staff(desk...), p.readiness)

	r.Handle("GET /admin/people", actor.Staff(desk...), p.search)
	r.Handle("GET /admin/people/{id}", actor.Staff(desk...), p.card)
	r.Handle("POST /admin/people/{id}/look", actor.Staff(desk...), p.openCard)
	r.Handle("POST /admin/people/{id}/conflict", actor.Staff(doers...), p.markConflict)
	r.Handle("POST /admin/people/{id}/role", actor.Staff(owners...), p.fresh(p.grant))
	r.Handle("POST /admin/people/{id}/recover", actor.Staff(doers...), p.fresh(p.startRecovery))
	r.Handle("POST /admin/people/{id}/lock", actor.Staff(owners...), p.lock)
	r.Handle("POST /admin/people/{id}/unlock", actor.Staff(owners...), p.fresh(p.unlock))
	r.Handle("POST /admin/people/{id}/lift/{conflict}", actor.Staff(owners...), p.liftConflict)

	r.Handle("GET /admin/roles", actor.Staff(overseers...), p.roles)
	r.Handle("POST /admin/roles/invite", actor.Staff(owners...), p.fresh(p.invite))
	r.Handle("POST /admin/roles/invitations/{id}/withdraw", actor.Staff(owners...), p.takeBack)
	r.Handle("POST /admin/roles/proposals/{id}/confirm", actor.Staff(owners...), p.fresh(p.confirm))
	r.Handle("POST /admin/roles/proposals/{id}/refuse", actor.Staff(owners...), p.refuse)
	r.Handle("POST /admin/roles/proposals/{id}/withdraw", actor.Staff(owners...), p.withdraw)
	r.Handle("GET /admin/roles/{id}/end", actor.Staff(owners...), p.fresh(p.endForm))
	r.Handle("POST /admin/roles/{id}/end", actor.Staff(owners...), p.fresh(p.endRole))

	r.Handle("GET /admin/audit", actor.Staff(overseers...), p.audit)
	r.Handle("POST /admin/audit/verify", actor.Staff(overseers...), p.verifyJournal)
	r.Handle("POST /admin/audit/export", actor.Staff(overseers...), p.export)
	r.Handle("GET /admin/views", actor.Staff(overseers...), p.views)

	r.Handle("GET /admin/jobs", actor.Staff(desk...), p.jobsPage)
	r.Handle("POST /admin/jobs/{id}/retry", actor.Staff(doers...), p.retry)
	r.Handle("POST /admin/jobs/{id}/discard", actor.Staff(doers...), p.discard)

	r.Handle("GET /staff/invitation/{secret}", actor.Anyone, p.invitation)
	r.Handle("POST /staff/invitation/{secret}", actor.SignedIn, p.accept)
}

// fresh lets a handler give power to somebody only when the owner has proved who they are a short while ago: a screen left
// open appoints nobody.
func (p *pages) fresh(h httpx.Handler) httpx.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := actor.Fresh(r.Context(), p.now()); err != nil {
			return err
		}
		return h(w, r)
	}
}

// sure reports whether fresh would let the request pass: a form that it would refuse is not shown.
func (p *pages) sure(r *http.Request) bool { return actor.Fresh(r.Context(), p.now()) == nil }

// show answers with a page.
func show(w http.ResponseWriter, r *http.Request, status int, page web.Page, body templ.Component) error {
	return web.Render(w, r, status, framed(page, body))
}

// redirect leads on after a POST.
func redirect(w http.ResponseWriter, r *http.Request, path string) error {
	return web.Redirect(w, r, path)
}

// notice is the banner that the address asks for after a POST.
func notice(r *http.Request) *web.Notice {
	said, ok := done[r.URL.Query().Get("done")]
	if !ok {
		return nil
	}
	return &web.Notice{Kind: web.Success, Text: said}
}

// refused puts a refusal that the page itself can tell about into the form and returns its status. ok is false for what
// belongs on the error page: a missing right, an unknown person, a failure of the program.
func refused(f *web.Form, err error) (status int, ok bool) {
	var no *fault.Fault
	if !errors.As(err, &no) || errors.Is(err, actor.ErrRole) || errors.Is(err, ErrConflictOfInterest) {
		return 0, false
	}
	f.FailForm(no.Text)
	return httpx.Status(err), true
}

// by is who acts in a request.
func by(r *http.Request) actor.PersonID { return actor.From(r.Context()).Person }

// idOf returns the id in the path, or a fault when it has not the form of one.
func idOf(r *http.Request, name string) (string, error) {
	v := r.PathValue(name)
	if !id.Valid(v) {
		return "", httpx.ErrNoPage
	}
	return v, nil
}

func secretOf(r *http.Request) id.Secret { return id.Secret(r.PathValue("secret")) }

// directory are the names of the people on a page.
type directory map[actor.PersonID]string

// name returns how a page calls a person: by name, or by what stands in for one.
func (d directory) name(p actor.PersonID) text {
	switch p {
	case Console:
		return nameConsole
	case "system":
		return nameSystem
	}
	if name, ok := d[p]; ok {
		return same(name)
	}
	return same(string(p))
}

// directory looks the names of people up. Whoever is not found stays an id: an entry outlives an account.
func (p *pages) directory(ctx context.Context, q sqldb.Querier, ids ...actor.PersonID) (directory, error) {
	d := directory{}
	for _, person := range ids {
		if _, known := d[person]; known || !id.Valid(string(person)) {
			continue
		}
		human, err := p.people.Human(ctx, q, person)
		switch {
		case fault.KindOf(err) == fault.NotFound:
			d[person] = string(person)
		case err != nil:
			return nil, err
		default:
			d[person] = human.Name
		}
	}
	return d, nil
}

// plain returns a value of the query of a request that is short and has the form of an id, else "".
func plain(r *http.Request, name string) string {
	v := strings.TrimSpace(r.URL.Query().Get(name))
	if !id.Valid(v) {
		return ""
	}
	return v
}

package organisation

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

// Logins is where people sign in by a signature: package signature.
type Logins interface {
	// Login returns the latest signed login of the browser that nobody has used, or [ErrNoLogin].
	Login(ctx context.Context, r *http.Request) (Login, error)
	// AskLogin begins a signed login of the person who acts and returns where the browser goes; next is where it goes after.
	AskLogin(ctx context.Context, w http.ResponseWriter, r *http.Request, next string) (address string, err error)
}

// Paths of pages that other rooms lead to.
const (
	PathMine   = "/organisations"
	PathArrive = "/organisations/arrive"
	pathAsk    = "/organisations/ask"
	pathReady  = "/organisations/prepare"
)

type pages struct {
	*Service
	logins Logins
	module *Module
	secure bool // cookies go over https alone
}

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET "+PathMine, actor.SignedIn, p.mine)
	r.Handle("POST /organisations/sign", actor.SignedIn, p.sign)
	r.Handle("POST /organisations/invitations/{id}", actor.SignedIn, p.answer)
	r.Handle("GET "+PathArrive, actor.SignedIn, p.arrive)
	r.Handle("POST "+PathArrive, actor.SignedIn, p.open)
	r.Handle("GET "+pathReady, actor.SignedIn, p.prepareForm)
	r.Handle("POST "+pathReady, actor.SignedIn, p.prepare)
	r.Handle("POST "+pathReady+"/forget", actor.SignedIn, p.unprepare)
	r.Handle("GET "+pathAsk, actor.SignedIn, p.askForm)
	r.Handle("POST "+pathAsk, actor.SignedIn, p.ask)
	r.Handle("GET /organisations/link/{secret}", actor.Anyone, p.linked)
	r.Handle("POST /organisations/link/{secret}", actor.SignedIn, p.followLink)

	r.Handle("GET /org/{ogrn}", actor.May(actor.Draft), p.cabinet)
	r.Handle("GET /org/{ogrn}/data", actor.May(actor.View), p.data)
	r.Handle("GET /org/{ogrn}/data/contacts", actor.May(actor.Send), p.detailsForm)
	r.Handle("POST /org/{ogrn}/data/contacts", actor.May(actor.Send), p.setDetails)
	r.Handle("GET /org/{ogrn}/people", actor.May(actor.View), p.people)
	r.Handle("GET /org/{ogrn}/people/invite", actor.May(actor.Appoint), p.inviteForm)
	r.Handle("POST /org/{ogrn}/people/invite", actor.May(actor.Appoint), p.invite)
	r.Handle("POST /org/{ogrn}/people/{id}/revoke", actor.May(actor.Appoint), p.revoke)
	r.Handle("POST /org/{ogrn}/people/{id}/confirm", actor.May(actor.Appoint), p.confirm)
	r.Handle("POST /org/{ogrn}/leave", actor.May(actor.Draft), p.leave)
	r.Handle("GET /org/{ogrn}/signatures", actor.May(actor.View), p.certificates)
	r.Handle("POST /org/{ogrn}/signatures/{id}/remove", actor.May(actor.Appoint), p.removeCertificate)
	p.profileRoutes(r)
	p.documentRoutes(r)
	p.powerRoutes(r)
	p.caseRoutes(r)
}

// PathOGRN returns the ОГРН of a path inside a cabinet; ok is false for other paths.
func PathOGRN(path string) (ogrn string, ok bool) {
	rest, ok := strings.CutPrefix(path, "/org/")
	if !ok {
		return "", false
	}
	ogrn, _, _ = strings.Cut(rest, "/")
	if len(ogrn) != 13 && len(ogrn) != 15 {
		return "", false
	}
	for _, r := range ogrn {
		if r < '0' || r > '9' {
			return "", false
		}
	}
	return ogrn, true
}

func show(w http.ResponseWriter, r *http.Request, page web.Page, body templ.Component) error {
	status := http.StatusOK
	if page.Form != nil && !page.Form.OK() {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, framed(page, body))
}

// refusedAt puts a refusal at a field of a form; false leaves it to the error page.
func refusedAt(f *web.Form, field string, err error) bool {
	no, ok := errors.AsType[*fault.Fault](err)
	if !ok || no.Kind == fault.NotFound && field == "" {
		return false
	}
	f.Fail(field, no.Text)
	return true
}

// mine is what the page of one's organisations shows.
type mine struct {
	profiles    profileList
	invitations []Invitation
	prepared    []Preparation
	drafts      map[ruid.INN][]Draft // of what is prepared
	known       bool                 // the СНИЛС is confirmed, so that invitations can be seen
}

func (p *pages) mine(w http.ResponseWriter, r *http.Request) error {
	who := actor.From(r.Context())
	var m mine
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		all, err := p.Profiles(r.Context(), q, who.Person, 0)
		if err != nil {
			return err
		}
		m.profiles = newProfileList(all, strings.TrimSpace(r.URL.Query().Get("q")))
		if m.invitations, err = p.Invitations(r.Context(), q, who.Person); err != nil {
			return err
		}
		if m.prepared, err = preparations(r.Context(), q, who.Person); err != nil {
			return err
		}
		m.drafts = map[ruid.INN][]Draft{}
		for _, one := range m.prepared {
			if m.drafts[one.INN], err = p.drafts.Prepared(r.Context(), q, who.Person, string(one.INN)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	m.known = who.Level >= actor.Standard
	page := web.Page{Title: titleMine, Lead: leadMine, Shell: web.Cabinet, Section: "organisations"}
	switch q := r.URL.Query(); {
	case q.Get("declined") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textDeclined}
	case q.Get("case") != "":
		page.Banner = &web.Notice{Kind: web.Info, Title: titleCase, Text: textCase}
	case q.Get("left") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textLeft}
	case q.Get("prepared") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textPrepared}
	}
	return show(w, r, page, mineView(m))
}

// sign begins a signed login of the person who acts.
func (p *pages) sign(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.limits.Allow(r.Context(), limit.Charge{Rule: signByPerson, Key: string(actor.From(r.Context()).Person)}); err != nil {
		return err
	}
	address, err := p.logins.AskLogin(r.Context(), w, r, PathArrive)
	if err != nil {
		return err
	}
	return web.Redirect(w, r, address)
}

func (p *pages) answer(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "answer", Max: 3})
	if err != nil {
		return err
	}
	yes := f.Get("answer") == "yes"
	c, err := p.Answer(r.Context(), r.PathValue("id"), yes)
	if err != nil {
		return err
	}
	if !yes {
		return web.Redirect(w, r, PathMine+"?declined=1")
	}
	return web.Redirect(w, r, c.Path()+"?accepted=1")
}

package account

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) errandRoutes(r *httpx.Router) {
	r.Handle("POST /login/via/{provider}", actor.Anyone, p.startErrand)
	r.Handle("GET /login/via/{provider}", actor.Anyone, p.leave)
	r.Handle("GET /login/via/{provider}/back", actor.Anyone, p.cameBack)
	r.Handle("POST /login/via/{provider}/back", actor.Anyone, p.finishErrand)
	r.Handle("GET /login/unknown", actor.Anyone, p.unknown)
	r.Handle("GET /profile/connections", actor.SignedIn, p.connections)
	r.Handle("POST /profile/connections/{provider}", actor.SignedIn, p.startLink)
	r.Handle("POST /profile/connections/{provider}/end", actor.SignedIn, p.unlink)
	r.Handle("GET /profile/connections/found", actor.SignedIn, p.found)
	r.Handle("POST /profile/connections/found", actor.SignedIn, p.linkFound)
	if p.trialSite != nil {
		r.Handle("GET /dev/identity/authorize", actor.Anyone, p.trialAsk)
		r.Handle("POST /dev/identity/authorize", actor.Anyone, p.trialAnswer)
	}
}

// startErrand sets out to sign in. Whoever is signed in has another door, which asks for a confirmation first.
func (p *pages) startErrand(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, qrFields...)
	if err != nil {
		return err
	}
	if !actor.From(r.Context()).Guest() {
		return redirect(w, r, "/profile/connections")
	}
	return p.setOut(w, r, localPath(f.Get("next")))
}

func (p *pages) startLink(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	return p.setOut(w, r, "/profile/connections?linked=1")
}

func (p *pages) setOut(w http.ResponseWriter, r *http.Request, next string) error {
	key := r.PathValue("provider")
	secret, err := p.StartErrand(r.Context(), key, next)
	if err != nil {
		return err
	}
	p.cookies.write(w, errandCookie, secret, FoundLife+ErrandLife)
	port, err := p.port(key)
	if err != nil {
		return err
	}
	if here, ok := port.(*connector.Certificate); ok {
		path, err := here.Begin(w, r, p.there(key, secret))
		if err != nil {
			return err
		}
		return redirect(w, r, path)
	}
	return redirect(w, r, "/login/via/"+key)
}

// leave tells where the browser goes. A redirect would not do: the content policy keeps forms on this site.
func (p *pages) leave(w http.ResponseWriter, r *http.Request) error {
	port, address, err := p.ErrandAddress(r.Context(), r.PathValue("provider"), p.cookies.read(r, errandCookie))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleLeave.With(port.Label()), Narrow: true, NoIndex: true}
	return show(w, r, page, leaveView(port, address))
}

// backFields are what a site may send back with the browser (RFC 6749 §4.1.2, RFC 9207 §2).
var backFields = []web.Input{{Name: "code", Max: 4000}, {Name: "state", Max: 200}, {Name: "iss", Max: 500}, {Name: "error", Max: 200}}

type backField struct{ name, value string }

// cameBack is where the other site sends the browser. It comes by GET, so this page changes nothing and sends what came
// with it on by POST (rule T24).
func (p *pages) cameBack(w http.ResponseWriter, r *http.Request) error {
	if _, err := p.port(r.PathValue("provider")); err != nil {
		return err
	}
	var answer []backField
	q := r.URL.Query()
	for _, in := range backFields {
		if v := q.Get(in.Name); v != "" && len(v) <= in.Max {
			answer = append(answer, backField{in.Name, v})
		}
	}
	page := web.Page{Title: titleBack, Narrow: true, NoIndex: true}
	return show(w, r, page, backView(r.PathValue("provider"), answer))
}

func (p *pages) finishErrand(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, backFields...)
	if err != nil {
		return err
	}
	answer := url.Values{}
	for _, in := range backFields {
		if v := f.Get(in.Name); v != "" {
			answer.Set(in.Name, v)
		}
	}
	return p.comeBack(w, r, r.PathValue("provider"), answer)
}

// Return ends an errand in answer to a POST: what the browser has signed here needs no page on which it comes back.
func (m *Module) Return(w http.ResponseWriter, r *http.Request, key string, answer url.Values) error {
	return m.pages.comeBack(w, r, key, answer)
}

func (p *pages) comeBack(w http.ResponseWriter, r *http.Request, key string, answer url.Values) error {
	out, err := p.FinishErrand(r.Context(), key, p.cookies.read(r, errandCookie), answer, p.cookies.browser(r))
	switch {
	case err != nil:
		return err
	case out.Unknown:
		return redirect(w, r, "/login/unknown")
	}
	p.cookies.drop(w, errandCookie)
	if out.Entry == nil {
		return redirect(w, r, onto(out.Next))
	}
	return p.enter(w, r, *out.Entry, onto(out.Next))
}

func (p *pages) unknown(w http.ResponseWriter, r *http.Request) error {
	port, _, err := p.FoundIdentity(r.Context(), p.cookies.read(r, errandCookie))
	if err != nil {
		return err
	}
	page := web.Page{Title: wordsOf(port).title, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, unknownView(port))
}

// prefill puts what another site told of a person into the form of the registration, and says so.
func (p *pages) prefill(r *http.Request, f *web.Form, page *web.Page) error {
	port, who, err := p.FoundIdentity(r.Context(), p.cookies.read(r, errandCookie))
	if errors.Is(err, ErrNoErrand) {
		return nil
	}
	if err != nil {
		return err
	}
	for name, value := range map[string]string{"surname": who.Surname, "given": who.Given, "patronymic": who.Patronymic} {
		if value != "" && validNamePart(value) {
			f.Set(name, value)
		}
	}
	if e, ok := ParseEmail(who.Email); ok {
		f.Set("email", string(e))
	}
	page.Banner = &web.Notice{Kind: web.Info, Text: wordsOf(port).prefilled}
	return nil
}

func (p *pages) connections(w http.ResponseWriter, r *http.Request) error {
	links, err := p.Links(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleConnections, Shell: web.Cabinet, Section: "connections"}
	switch {
	case r.URL.Query().Get("linked") != "" && len(links) > 0:
		page.Banner = &web.Notice{Kind: web.Success, Text: textLinked}
	case r.URL.Query().Get("unlinked") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textUnlinked}
	}
	return show(w, r, page, connectionsView(sites(p.ports(), links)))
}

func (p *pages) unlink(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.Unlink(r.Context(), r.PathValue("provider")); err != nil {
		return err
	}
	return redirect(w, r, "/profile/connections?unlinked=1")
}

func (p *pages) found(w http.ResponseWriter, r *http.Request) error {
	if err := actor.Fresh(r.Context(), p.clock.Now()); err != nil {
		return err
	}
	port, _, err := p.FoundIdentity(r.Context(), p.cookies.read(r, errandCookie))
	if err != nil {
		return err
	}
	var person Person
	if err := p.db.View(r.Context(), func(q sqldb.Querier) error {
		person, err = p.Person(r.Context(), q, actor.From(r.Context()).Person)
		return err
	}); err != nil {
		return err
	}
	page := web.Page{Title: wordsOf(port).link, Shell: web.Cabinet, Section: "connections", Narrow: true}
	return show(w, r, page, foundView(port, person))
}

func (p *pages) linkFound(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	secret := p.cookies.read(r, errandCookie)
	port, _, err := p.FoundIdentity(r.Context(), secret)
	if err != nil {
		return err
	}
	if err := p.LinkFound(r.Context(), secret); err != nil {
		return err
	}
	p.cookies.drop(w, errandCookie)
	if c, ok := port.(*connector.Certificate); ok {
		return redirect(w, r, c.After()) // the certificate may be that of an organisation
	}
	return redirect(w, r, "/profile/connections?linked=1")
}

// mayLink returns what leads to linking whom another site or a certificate has named in this browser, and nobody here is linked to;
// nothing when there is nobody.
func (p *pages) mayLink(r *http.Request) i18n.Text {
	port, _, err := p.FoundIdentity(r.Context(), p.cookies.read(r, errandCookie))
	if err != nil {
		return i18n.Text{}
	}
	return wordsOf(port).goOn
}

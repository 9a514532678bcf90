package account

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// proofFields are the inputs of all ways: each way has one of them.
var proofFields = []web.Input{
	{Name: "password", Secret: true, Max: password.MaxLength},
	{Name: "code", Secret: true, Max: 40},
	{Name: "answer", Secret: true, Max: answerMax},
	{Name: "next", Max: 2000},
}

// proving is a page that asks a person to prove who they are, by one of the ways that they have.
type proving struct {
	path string // "/login/second" or "/login/confirm"
	ways []Way
	way  Way
	next string
}

// choose takes the way that the address asks for, or the first that the person has.
func (g proving) choose(asked string) proving {
	if slices.Contains(g.ways, Way(asked)) {
		g.way = Way(asked)
	} else if len(g.ways) > 0 {
		g.way = g.ways[0]
	}
	return g
}

// others are the other ways, each with its link.
func (g proving) others() []web.Link {
	var links []web.Link
	for _, way := range g.ways {
		if way != g.way {
			links = append(links, web.Link{Label: wayLink[way], URL: g.path + "?" + url.Values{"way": {string(way)}, "next": {g.next}}.Encode()})
		}
	}
	return links
}

// proofRoutes are the pages on which people prove who they are beside the password.
func (p *pages) proofRoutes(r *httpx.Router) {
	r.Handle("POST /login/passkey/options", actor.Anyone, p.askPasskey)
	r.Handle("POST /login/passkey", actor.Anyone, p.signInByPasskey)
	r.Handle("GET /login/second", actor.Anyone, p.secondForm)
	r.Handle("POST /login/second/app", actor.Anyone, p.second(WayApp))
	r.Handle("POST /login/second/reserve", actor.Anyone, p.second(WayReserve))
	r.Handle("POST /login/second/options", actor.Anyone, p.askSecondKey)
	r.Handle("POST /login/second/key", actor.Anyone, p.second(WayKey))
	r.Handle("POST /login/second/cancel", actor.Anyone, p.abandon)
	r.Handle("GET /login/confirm", actor.SignedIn, p.confirmForm)
	r.Handle("POST /login/confirm/password", actor.SignedIn, p.confirm(WayPassword))
	r.Handle("POST /login/confirm/app", actor.SignedIn, p.confirm(WayApp))
	r.Handle("POST /login/confirm/reserve", actor.SignedIn, p.confirm(WayReserve))
	r.Handle("POST /login/confirm/options", actor.SignedIn, p.askConfirmKey)
	r.Handle("POST /login/confirm/key", actor.SignedIn, p.confirm(WayKey))
	r.Handle("GET /login/alarm/done", actor.Anyone, p.alarmDone)
	r.Handle("GET /login/alarm/{secret}", actor.Anyone, p.alarmForm)
	r.Handle("POST /login/alarm/{secret}", actor.Anyone, p.alarm)
}

func (p *pages) secondForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(proofFields...)
	f.Set("next", localPath(r.URL.Query().Get("next")))
	return p.showSecond(w, r, f, r.URL.Query().Get("way"))
}

// showSecond asks for the second factor, or leads back to the sign-in when there is no half of one.
func (p *pages) showSecond(w http.ResponseWriter, r *http.Request, f *web.Form, way string) error {
	factors, err := p.Half(r.Context(), p.cookies.read(r, pendingCookie), p.cookies.browser(r))
	if errors.Is(err, ErrNoPending) {
		return p.signInAgain(w, r, f.Get("next"))
	}
	if err != nil {
		return err
	}
	g := proving{path: "/login/second", ways: factors.Ways(), next: f.Get("next")}.choose(way)
	page := web.Page{Title: titleSecond, Lead: leadSecond, Form: f, Narrow: true, NoIndex: true}
	return show(w, r, page, provingView(f, g))
}

// signInAgain leads to the sign-in, which says why.
func (p *pages) signInAgain(w http.ResponseWriter, r *http.Request, next string) error {
	p.cookies.drop(w, pendingCookie)
	return redirect(w, r, "/login?"+url.Values{"next": {localPath(next)}, "again": {"1"}}.Encode())
}

// shown reads what a form of the page holds; ok is false when the field of the way is empty.
func (p *pages) shown(r *http.Request, f *web.Form, way Way) (x Shown, ok bool) {
	x = Shown{Way: way, Text: f.Get("code"), Browser: p.keyBrowser(r)}
	if way == WayKey {
		x.Text = f.Get("answer")
		return x, x.Text != ""
	}
	if digitsOf(x.Text) == "" {
		f.Fail("code", errNoCode[way])
		return x, false
	}
	return x, true
}

func (p *pages) second(way Way) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.ReadForm(r, proofFields...)
		if err != nil {
			return err
		}
		f.Set("next", localPath(f.Get("next")))
		x, ok := p.shown(r, f, way)
		if !ok || !f.OK() {
			return p.showSecond(w, r, f, string(way))
		}
		in, err := p.Second(r.Context(), p.cookies.read(r, pendingCookie), p.cookies.browser(r), x)
		switch {
		case errors.Is(err, ErrNoPending):
			return p.signInAgain(w, r, f.Get("next"))
		case err != nil && refused(w, f, fieldOf(way), err):
			return p.showSecond(w, r, f, string(way))
		case err != nil:
			return err
		}
		return p.enter(w, r, in, onto(f.Get("next")))
	}
}

func fieldOf(way Way) string {
	switch way {
	case WayApp, WayReserve:
		return "code"
	case WayPassword:
		return "password"
	case WayKey:
	}
	return ""
}

func (p *pages) abandon(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.Abandon(r.Context(), p.cookies.read(r, pendingCookie), p.cookies.browser(r)); err != nil && !errors.Is(err, ErrNoPending) {
		return err
	}
	p.cookies.drop(w, pendingCookie)
	return redirect(w, r, "/login")
}

func (p *pages) confirmForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(proofFields...)
	f.Set("next", localPath(r.URL.Query().Get("next")))
	return p.showConfirm(w, r, f, r.URL.Query().Get("way"))
}

func (p *pages) showConfirm(w http.ResponseWriter, r *http.Request, f *web.Form, way string) error {
	factors, err := p.Factors(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	g := proving{path: "/login/confirm", ways: factors.Ways(), next: f.Get("next")}
	if !factors.Second() && !factors.Password.IsZero() {
		g.ways = append(g.ways, WayPassword)
	}
	page := web.Page{Title: titleConfirm, Lead: leadConfirm, Form: f, Narrow: true, NoIndex: true}
	if better := r.URL.Query().Get(Better); better != "" {
		if g.ways = betterWays(g.ways, better); len(g.ways) == 0 {
			return redirect(w, r, securityPath) // which says what a role needs
		}
		page.Lead = leadBetter
	}
	if r.URL.Query().Get("lost") != "" {
		page.Banner = &web.Notice{Kind: web.Warning, Text: textNotDone}
	}
	return show(w, r, page, provingView(f, g.choose(way)))
}

// Better in the address of the page that confirms a session asks for a proof that is enough for a role in the foundation.
const (
	Better    = "for"
	BetterKey = "key" // a passkey or a security key
	BetterAny = "any" // any second factor
)

// betterWays are the ways by which a session becomes good enough for a role.
func betterWays(ways []Way, better string) []Way {
	return slices.DeleteFunc(slices.Clone(ways), func(w Way) bool { return w == WayPassword || better == BetterKey && w != WayKey })
}

func (p *pages) confirm(way Way) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := web.ReadForm(r, proofFields...)
		if err != nil {
			return err
		}
		f.Set("next", localPath(f.Get("next")))
		secret, err := p.confirmBy(r, f, way)
		switch {
		case err != nil && refused(w, f, fieldOf(way), err), err == nil && secret == "":
			return p.showConfirm(w, r, f, string(way))
		case err != nil:
			return err
		}
		p.cookies.write(w, sessionCookie, secret, 0)
		return redirect(w, r, onto(f.Get("next")))
	}
}

// confirmBy returns the new secret of the session, "" when the form says what it lacks.
func (p *pages) confirmBy(r *http.Request, f *web.Form, way Way) (id.Secret, error) {
	a := actor.From(r.Context())
	if way == WayPassword {
		if f.Get("password") == "" {
			f.Fail("password", errNoPassword)
		}
		if !f.OK() {
			return "", nil
		}
		return p.ConfirmPassword(r.Context(), a, f.Get("password"))
	}
	x, ok := p.shown(r, f, way)
	if !ok || !f.OK() {
		return "", nil
	}
	return p.Confirm(r.Context(), a, x)
}

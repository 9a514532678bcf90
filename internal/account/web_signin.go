package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) signInForm(w http.ResponseWriter, r *http.Request) error {
	next := localPath(r.URL.Query().Get("next"))
	if !actor.From(r.Context()).Guest() {
		return redirect(w, r, onto(next))
	}
	f := web.NewForm(signInFields...)
	f.Set("next", next)
	return p.showSignIn(w, r, f)
}

func (p *pages) showSignIn(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleSignIn, Form: f, Narrow: true, NoIndex: true}
	if r.URL.Query().Get("again") != "" {
		page.Banner = &web.Notice{Kind: web.Warning, Text: textAgain}
	}
	var samples []Sample
	if p.trial != nil {
		samples = p.trial()
	}
	page.Aside = signInAside(f.Get("next"), p.ports(), samples, p.keys != nil)
	return show(w, r, page, signInView(f))
}

func (p *pages) signIn(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, signInFields...)
	if err != nil {
		return err
	}
	f.Set("next", localPath(f.Get("next")))
	if f.Get("login") == "" {
		f.Fail("login", errNoLogin)
	}
	if f.Get("password") == "" {
		f.Fail("password", errNoPassword)
	}
	if !f.OK() {
		return p.showSignIn(w, r, f)
	}
	in, err := p.SignIn(r.Context(), f.Get("login"), f.Get("password"), p.cookies.browser(r))
	if err != nil {
		if refused(w, f, "", err) {
			return p.showSignIn(w, r, f)
		}
		return err
	}
	return p.enter(w, r, in, onto(f.Get("next")))
}

// onto is where a person goes after signing in.
func onto(next string) string {
	if next == "" {
		return "/desk"
	}
	return next
}

func (p *pages) signOut(w http.ResponseWriter, r *http.Request) error {
	a := actor.From(r.Context())
	if !a.Guest() {
		if err := p.SignOut(r.Context(), a); err != nil {
			return err
		}
	}
	p.cookies.drop(w, sessionCookie)
	p.cookies.drop(w, registrationCookie) // its last page shows the e-mail
	p.cookies.drop(w, nextCookie)
	w.Header().Set("Clear-Site-Data", `"cache"`)
	return redirect(w, r, "/")
}

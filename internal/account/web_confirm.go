package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var confirmFields = []web.Input{{Name: "password", Secret: true, Max: password.MaxLength}, {Name: "next", Max: 2000}}

func (p *pages) confirmForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(confirmFields...)
	f.Set("next", localPath(r.URL.Query().Get("next")))
	return p.showConfirm(w, r, f)
}

func (p *pages) showConfirm(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleConfirm, Lead: leadConfirm, Form: f, Narrow: true, NoIndex: true}
	if r.URL.Query().Get("lost") != "" {
		page.Banner = &web.Notice{Kind: web.Warning, Text: textNotDone}
	}
	return show(w, r, page, confirmView(f))
}

func (p *pages) confirmPassword(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, confirmFields...)
	if err != nil {
		return err
	}
	if f.Get("password") == "" {
		f.Fail("password", errNoPassword)
		return p.showConfirm(w, r, f)
	}
	secret, err := p.ConfirmPassword(r.Context(), actor.From(r.Context()), f.Get("password"))
	if err != nil {
		if refused(w, f, "", err) {
			return p.showConfirm(w, r, f)
		}
		return err
	}
	return p.confirmed(w, r, secret, f.Get("next"))
}

// confirmed gives the browser the new secret of its session and leads on.
func (p *pages) confirmed(w http.ResponseWriter, r *http.Request, secret id.Secret, next string) error {
	p.cookies.write(w, sessionCookie, secret, 0)
	return redirect(w, r, onto(localPath(next)))
}

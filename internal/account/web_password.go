package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var newSecretFields = []web.Input{
	{Name: "old", Secret: true, Max: password.MaxLength},
	{Name: "password", Secret: true, Max: password.MaxLength},
	{Name: "again", Secret: true, Max: password.MaxLength},
	{Name: "others"},
}

func (p *pages) passwordForm(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	f := web.NewForm(newSecretFields...)
	f.Set("others", "yes")
	return p.showPassword(w, r, f)
}

func (p *pages) showPassword(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titlePassword, Shell: web.Cabinet, Section: "contacts", Narrow: true, Form: f, Back: &web.Link{Label: titleContacts, URL: contactsPath}}
	return show(w, r, page, passwordView(f, p.PasswordRule()))
}

func (p *pages) changePassword(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	f, err := web.ReadForm(r, newSecretFields...)
	if err != nil {
		return err
	}
	person, err := p.me(r)
	if err != nil {
		return err
	}
	if f.Get("old") == "" {
		f.Fail("old", errNoOld)
	}
	readPassword(f)
	if why := p.newPasswordFault(f, person); !why.IsZero() && !f.Failed("password") {
		f.Fail("password", why)
	}
	if !f.OK() {
		return p.showPassword(w, r, f)
	}
	n := NewSecret{Old: f.Get("old"), New: f.Get("password"), EndOthers: f.Has("others", "yes")}
	if err := p.ChangePassword(r.Context(), actor.From(r.Context()), n); err != nil {
		if refused(w, f, "old", err) {
			return p.showPassword(w, r, f)
		}
		return err
	}
	return redirect(w, r, contactsPath+"?done=password")
}

func (p *pages) newPasswordFault(f *web.Form, person Person) i18n.Text {
	if f.Get("password") == f.Get("old") && f.Get("old") != "" {
		return errSamePassword
	}
	return p.checkPassword(f.Get("password"), person.Name, string(person.Email))
}

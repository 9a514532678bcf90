package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) recoverForm(w http.ResponseWriter, r *http.Request) error {
	return p.showRecover(w, r, web.NewForm(emailFields...))
}

func (p *pages) showRecover(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleRecover, Lead: leadRecover, Form: f, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, askEmailView(f, "/recover", buttonSendLink))
}

func (p *pages) recover(w http.ResponseWriter, r *http.Request) error {
	return p.byEmail(w, r, p.Recover, p.showRecover)
}

// byEmail asks for an address and does something for its owner; the answer tells nothing about whether there is one.
func (p *pages) byEmail(w http.ResponseWriter, r *http.Request, do func(ctx, Email) error, again func(http.ResponseWriter, *http.Request, *web.Form) error) error {
	f, err := web.ReadForm(r, emailFields...)
	if err != nil {
		return err
	}
	e := readEmail(f)
	if !f.OK() {
		return again(w, r, f)
	}
	if err := do(r.Context(), e); err != nil {
		if refused(w, f, "", err) {
			return again(w, r, f)
		}
		return err
	}
	return redirect(w, r, "/recover/sent")
}

func (p *pages) recoverSent(w http.ResponseWriter, r *http.Request) error {
	page := web.Page{Title: titleSent, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, sentView())
}

func (p *pages) remindForm(w http.ResponseWriter, r *http.Request) error {
	return p.showRemind(w, r, web.NewForm(emailFields...))
}

func (p *pages) showRemind(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleRemind, Lead: leadRemind, Form: f, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, askEmailView(f, "/recover/login", buttonSendLogin))
}

func (p *pages) remind(w http.ResponseWriter, r *http.Request) error {
	return p.byEmail(w, r, p.RemindLogin, p.showRemind)
}

func (p *pages) newPasswordForm(w http.ResponseWriter, r *http.Request) error {
	if err := p.RecoveryOpen(r.Context(), secretOf(r)); err != nil {
		return err
	}
	return p.showNewPassword(w, r, web.NewForm(passwordFields...))
}

func (p *pages) showNewPassword(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleNewPassword, Lead: leadNewPassword, Form: f, Narrow: true, NoIndex: true}
	return show(w, r, page, newPasswordView(f, string(secretOf(r)), p.PasswordRule()))
}

func (p *pages) newPassword(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, passwordFields...)
	if err != nil {
		return err
	}
	owner, err := p.RecoveryOwner(r.Context(), secretOf(r))
	if err != nil {
		return err
	}
	readPassword(f)
	if why := p.checkPassword(f.Get("password"), owner.Name, string(owner.Email)); !why.IsZero() && !f.Failed("password") {
		f.Fail("password", why)
	}
	if !f.OK() {
		return p.showNewPassword(w, r, f)
	}
	in, err := p.NewPassword(r.Context(), secretOf(r), f.Get("password"), p.cookies.browser(r))
	if err != nil {
		return err
	}
	return p.enter(w, r, in, "/desk?password=new")
}

package account

import (
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) recoverForm(w http.ResponseWriter, r *http.Request) error {
	return p.showRecover(w, r, web.NewForm(loginFields...))
}

func (p *pages) showRecover(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleRecover, Lead: leadRecover, Form: f, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, recoverView(f))
}

// recover begins a recovery. What it answers and how long that takes does not depend on whether the login is known.
func (p *pages) recover(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, loginFields...)
	if err != nil {
		return err
	}
	login := readLogin(f)
	if !f.OK() {
		return p.showRecover(w, r, f)
	}
	return p.ask(w, r, f, WishPassword, login, p.showRecover)
}

func readLogin(f *web.Form) Login {
	if f.Get("login") == "" {
		f.Fail("login", errNoAnyLogin)
		return Login{}
	}
	login, ok := ParseLogin(f.Get("login"))
	if !ok {
		f.Fail("login", errLoginForm)
	}
	return login
}

type showForm func(w http.ResponseWriter, r *http.Request, f *web.Form) error

func (p *pages) ask(w http.ResponseWriter, r *http.Request, f *web.Form, wish Wish, login Login, again showForm) error {
	secret, err := p.Ask(r.Context(), wish, login, i18n.From(r.Context()), p.cookies.browser(r), p.cookies.read(r, askCookie))
	if err != nil {
		if refused(w, f, "", err) {
			return again(w, r, f)
		}
		return err
	}
	p.cookies.write(w, askCookie, secret, AskLife)
	return redirect(w, r, askPage(Ask{Wish: wish, Login: login, Channel: p.channelOf(login)}))
}

// askPage is where an ask goes on.
func askPage(a Ask) string {
	switch {
	case a.Channel == "":
		return "/recover/channel"
	case a.Channel == BySMS && a.Wish == WishPassword:
		return "/recover/code"
	}
	return "/recover/sent"
}

// asked returns what this browser has asked for; ok is false when the page was led elsewhere.
func (p *pages) asked(w http.ResponseWriter, r *http.Request) (a Ask, ok bool, err error) {
	a, err = p.Asked(r.Context(), p.cookies.read(r, askCookie))
	if errors.Is(err, ErrNoAsk) {
		return a, false, redirect(w, r, "/recover")
	}
	return a, err == nil, err
}

// recoverSent says that a letter may have gone. It is shown to a browser that has asked for nothing, too.
func (p *pages) recoverSent(w http.ResponseWriter, r *http.Request) error {
	a, err := p.Asked(r.Context(), p.cookies.read(r, askCookie))
	if err != nil && !errors.Is(err, ErrNoAsk) {
		return err
	}
	page := web.Page{Title: titleSent, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, sentView(a, p.help(a)))
}

// help is what the page of an ask says about other ways: nothing but the promise of them until the time has come.
func (p *pages) help(a Ask) help {
	h := help{due: a.ID != "" && !a.waits(p.clock.Now()), site: p.site, passkeys: true, desk: p.config.desk()}
	h.again = a.Login.Kind == LoginSNILS && p.channelOf(a.Login) == ""
	return h
}

func (p *pages) channelForm(w http.ResponseWriter, r *http.Request) error {
	return p.showChannel(w, r, web.NewForm(channelFields...))
}

func (p *pages) showChannel(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	a, ok, err := p.asked(w, r)
	if !ok {
		return err
	}
	if a.Login.Kind != LoginSNILS {
		return redirect(w, r, askPage(a))
	}
	masked, err := p.MaskedChannels(r.Context(), a, p.cookies.browser(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleChannel, Lead: leadChannel, Form: f, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/recover"}}
	return show(w, r, page, channelView(f, masked))
}

func (p *pages) chooseChannel(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, channelFields...)
	if err != nil {
		return err
	}
	channel := Channel(f.Get("channel"))
	if channel != ByMail && channel != BySMS {
		f.Fail("channel", errNoChannel)
		return p.showChannel(w, r, f)
	}
	secret := p.cookies.read(r, askCookie)
	if err := p.ChooseChannel(r.Context(), secret, channel); err != nil {
		if errors.Is(err, ErrNoAsk) {
			return redirect(w, r, "/recover")
		}
		if refused(w, f, "", err) {
			return p.showChannel(w, r, f)
		}
		return err
	}
	a, ok, err := p.asked(w, r)
	if !ok {
		return err
	}
	return redirect(w, r, askPage(a))
}

func (p *pages) recoverCodeForm(w http.ResponseWriter, r *http.Request) error {
	return p.showRecoverCode(w, r, web.NewForm(codeFields...))
}

func (p *pages) showRecoverCode(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	a, ok, err := p.asked(w, r)
	if !ok {
		return err
	}
	if to := askPage(a); to != "/recover/code" {
		return redirect(w, r, to)
	}
	page := web.Page{Title: titleRecoverCode, Form: f, Narrow: true, NoIndex: true, Banner: sentAgain(r), Back: &web.Link{URL: "/recover"}}
	return show(w, r, page, recoverCodeView(f, a, p.help(a)))
}

func (p *pages) recoverCode(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, codeFields...)
	if err != nil {
		return err
	}
	typed := digitsOf(f.Get("code"))
	if len(typed) != 6 {
		f.Fail("code", errCodeForm)
		return p.showRecoverCode(w, r, f)
	}
	link, err := p.ConfirmAsk(r.Context(), p.cookies.read(r, askCookie), typed)
	if err != nil {
		if errors.Is(err, ErrNoAsk) {
			return redirect(w, r, "/recover")
		}
		if refused(w, f, "code", err) {
			return p.showRecoverCode(w, r, f)
		}
		return err
	}
	return redirect(w, r, "/recover/"+string(link))
}

func (p *pages) recoverCodeAgain(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.AnswerAgain(r.Context(), p.cookies.read(r, askCookie)); err != nil {
		f := web.NewForm(codeFields...)
		if errors.Is(err, ErrNoAsk) {
			return redirect(w, r, "/recover")
		}
		if refused(w, f, "", err) {
			return p.showRecoverCode(w, r, f)
		}
		return err
	}
	return redirect(w, r, "/recover/code?again=1")
}

func (p *pages) remindForm(w http.ResponseWriter, r *http.Request) error {
	return p.showRemind(w, r, web.NewForm(emailFields...))
}

func (p *pages) showRemind(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleRemind, Lead: leadRemind, Form: f, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	return show(w, r, page, remindView(f))
}

func (p *pages) remind(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, emailFields...)
	if err != nil {
		return err
	}
	e := readEmail(f)
	if !f.OK() {
		return p.showRemind(w, r, f)
	}
	return p.ask(w, r, f, WishLogin, Login{LoginEmail, string(e)}, p.showRemind)
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
	p.cookies.drop(w, askCookie)
	return p.enter(w, r, in, "/desk?password=new")
}

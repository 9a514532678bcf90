package account

import (
	"errors"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (p *pages) registerForm(w http.ResponseWriter, r *http.Request) error {
	next := localPath(r.URL.Query().Get("next"))
	if !actor.From(r.Context()).Guest() {
		return redirect(w, r, onto(next))
	}
	f, page := web.NewForm(registerFields...), web.Page{}
	f.Set("next", next)
	if err := p.prefill(r, f, &page); err != nil {
		return err
	}
	return p.showRegister(w, r, f, page)
}

func (p *pages) showRegister(w http.ResponseWriter, r *http.Request, f *web.Form, page web.Page) error {
	documents, err := p.documents(r)
	if err != nil {
		return err
	}
	page.Title, page.Lead, page.Form, page.Narrow = titleRegister, leadRegister, f, true
	return show(w, r, page, registerView(f, documents, p.PasswordRule()))
}

func (p *pages) documents(r *http.Request) (list []Agreement, err error) {
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		list, err = p.agreements.Agreements(r.Context(), q)
		return err
	})
	return list, err
}

func (p *pages) register(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, registerFields...)
	if err != nil {
		return err
	}
	f.Set("next", localPath(f.Get("next")))
	documents, err := p.documents(r)
	if err != nil {
		return err
	}
	a := p.applicant(f, documents, r)
	if !f.OK() {
		return p.showRegister(w, r, f, web.Page{})
	}
	secret, err := p.Register(r.Context(), a)
	if err != nil {
		if refused(w, f, "", err) {
			return p.showRegister(w, r, f, web.Page{})
		}
		return err
	}
	p.cookies.write(w, registrationCookie, secret, RegistrationLife)
	p.cookies.keepNext(w, f.Get("next"))
	return redirect(w, r, "/register/email")
}

func (p *pages) applicant(f *web.Form, documents []Agreement, r *http.Request) Applicant {
	a := readApplicant(f)
	if a.Phone != "" && !p.config.Abroad && !a.Phone.Russian() && !f.Failed("phone") {
		f.Fail("phone", errPhoneAbroad)
	}
	a.Lang = i18n.From(r.Context())
	if why := p.checkPassword(f.Get("password"), a.Name, f.Get("email")); !why.IsZero() && !f.Failed("password") {
		f.Fail("password", why)
	}
	a.Consents = readConsents(f, documents, p.clock.Now(), httpx.InfoOf(r.Context()).Network())
	return a
}

func readConsents(f *web.Form, documents []Agreement, now time.Time, from string) []Consent {
	var given []Consent
	for _, d := range documents {
		if !f.Has(agreeField(d.Document), d.Version) {
			if f.Get(agreeField(d.Document)) != "" {
				f.Fail(agreeField(d.Document), errNewEdition)
			} else {
				f.Fail(agreeField(d.Document), errAgree[d.Document])
			}
			continue
		}
		given = append(given, Consent{Document: d.Document, Version: d.Version, GivenAt: now, Address: from})
	}
	return given
}

// at leads the browser to the page of the step at which its registration stands; ok is true when it is this one.
func (p *pages) at(w http.ResponseWriter, r *http.Request, want Step) (reg Registration, ok bool, err error) {
	reg, err = p.Registration(r.Context(), p.cookies.read(r, registrationCookie))
	if errors.Is(err, ErrNoRegistration) {
		return reg, false, redirect(w, r, "/register")
	}
	if err != nil {
		return reg, false, err
	}
	if reg.Step() != want {
		return reg, false, redirect(w, r, reg.page())
	}
	return reg, true, nil
}

func (r Registration) page() string {
	return map[Step]string{StepEmail: "/register/email", StepPhone: "/register/phone", StepDone: "/register/done"}[r.Step()]
}

func (p *pages) emailForm(w http.ResponseWriter, r *http.Request) error {
	reg, ok, err := p.at(w, r, StepEmail)
	if !ok {
		return err
	}
	return p.showEmail(w, r, reg, web.NewForm(codeFields...))
}

func (p *pages) showEmail(w http.ResponseWriter, r *http.Request, reg Registration, f *web.Form) error {
	page := web.Page{Title: titleEmail, Form: f, Narrow: true, NoIndex: true, Banner: sentAgain(r)}
	return show(w, r, page, emailView(f, reg))
}

// sentAgain is the notice after «Выслать повторно».
func sentAgain(r *http.Request) *web.Notice {
	if r.URL.Query().Get("again") == "" {
		return nil
	}
	return &web.Notice{Kind: web.Success, Text: textSentAgain}
}

func (p *pages) confirmEmail(w http.ResponseWriter, r *http.Request) error {
	return p.confirmCode(w, r, StepEmail, p.ConfirmEmail, p.showEmail)
}

type (
	confirmation func(ctx ctx, secret secret, typed string, b Browser) (Progress, error)
	showStep     func(w http.ResponseWriter, r *http.Request, reg Registration, f *web.Form) error
)

func (p *pages) confirmCode(w http.ResponseWriter, r *http.Request, step Step, confirm confirmation, again showStep) error {
	reg, ok, err := p.at(w, r, step)
	if !ok {
		return err
	}
	f, err := web.ReadForm(r, codeFields...)
	if err != nil {
		return err
	}
	typed := digitsOf(f.Get("code"))
	if len(typed) != 6 {
		f.Fail("code", errCodeForm)
		return again(w, r, reg, f)
	}
	progress, err := confirm(r.Context(), p.cookies.read(r, registrationCookie), typed, p.cookies.browser(r))
	if err != nil {
		if refused(w, f, "code", err) {
			return again(w, r, reg, f)
		}
		return err
	}
	return p.onward(w, r, progress)
}

// onward leads to the next step, signed in when it is the last.
func (p *pages) onward(w http.ResponseWriter, r *http.Request, g Progress) error {
	if g.Entry != nil {
		return p.enter(w, r, *g.Entry, g.page())
	}
	return redirect(w, r, g.page())
}

func (p *pages) resendEmail(w http.ResponseWriter, r *http.Request) error {
	return p.resend(w, r, StepEmail, func() error {
		return p.ResendEmailCode(r.Context(), p.cookies.read(r, registrationCookie))
	}, p.showEmail)
}

func (p *pages) resend(w http.ResponseWriter, r *http.Request, step Step, send func() error, again showStep) error {
	reg, ok, err := p.at(w, r, step)
	if !ok {
		return err
	}
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := send(); err != nil {
		f := web.NewForm(codeFields...)
		if refused(w, f, "", err) {
			return again(w, r, reg, f)
		}
		return err
	}
	return redirect(w, r, reg.page()+"?again=1")
}

func (p *pages) linkForm(w http.ResponseWriter, r *http.Request) error {
	reg, err := p.RegistrationByLink(r.Context(), secretOf(r))
	if err != nil {
		return err
	}
	page := web.Page{Title: titleLink, Narrow: true, NoIndex: true}
	if reg.Step() != StepEmail {
		page.Title = titleLinkDone
		return show(w, r, page, linkDoneView(reg))
	}
	return show(w, r, page, linkView(reg, string(secretOf(r))))
}

func (p *pages) confirmLink(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	reg, err := p.ConfirmLink(r.Context(), secretOf(r))
	if err != nil {
		return err
	}
	if here, err := p.Registration(r.Context(), p.cookies.read(r, registrationCookie)); err == nil && here.ID == reg.ID {
		return redirect(w, r, reg.page())
	}
	return redirect(w, r, "/register/link/"+string(secretOf(r)))
}

func (p *pages) phoneForm(w http.ResponseWriter, r *http.Request) error {
	reg, ok, err := p.at(w, r, StepPhone)
	if !ok {
		return err
	}
	return p.showPhone(w, r, reg, web.NewForm(codeFields...))
}

func (p *pages) showPhone(w http.ResponseWriter, r *http.Request, reg Registration, f *web.Form) error {
	page := web.Page{Title: titlePhone, Form: f, Narrow: true, NoIndex: true, Banner: sentAgain(r)}
	if reg.phoneRefused {
		page.Title, page.Form = titlePhoneTaken, nil
		return show(w, r, page, phoneTakenView(reg))
	}
	return show(w, r, page, phoneView(f, reg))
}

func (p *pages) confirmPhone(w http.ResponseWriter, r *http.Request) error {
	return p.confirmCode(w, r, StepPhone, p.ConfirmPhone, p.showPhone)
}

func (p *pages) resendPhone(w http.ResponseWriter, r *http.Request) error {
	return p.resend(w, r, StepPhone, func() error {
		return p.ResendPhoneCode(r.Context(), p.cookies.read(r, registrationCookie))
	}, p.showPhone)
}

func (p *pages) skipPhone(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	progress, err := p.SkipPhone(r.Context(), p.cookies.read(r, registrationCookie), p.cookies.browser(r))
	if err != nil {
		return err
	}
	return p.onward(w, r, progress)
}

func (p *pages) done(w http.ResponseWriter, r *http.Request) error {
	reg, ok, err := p.at(w, r, StepDone)
	if !ok {
		return err
	}
	page := web.Page{Title: titleDone, Narrow: true, NoIndex: true, OwnHeading: true}
	return show(w, r, page, doneView(reg, !actor.From(r.Context()).Guest(), p.mayLink(r), p.cookies.next(r)))
}

package organisation

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

const (
	kppMax   = 9
	emailMax = 254
	phoneMax = 40
)

var (
	detailFields  = []web.Input{{Name: "kpp", Max: kppMax}, {Name: "email", Max: emailMax}, {Name: "phone", Max: phoneMax}}
	openFields    = append([]web.Input{{Name: "declared"}}, detailFields...)
	prepareFields = append([]web.Input{{Name: "inn", Max: 12}}, detailFields...)
	askFields     = []web.Input{{Name: "inn", Max: 12}, {Name: "role", Max: 10}, {Name: "months", Max: 2}, {Name: "email", Max: emailMax}}
)

// readDetails reads what the organisation says of itself, and says at each field what is wrong. All of it may be left out.
func readDetails(f *web.Form) (d Details) {
	if s := f.Get("kpp"); s != "" {
		kpp, err := ruid.ParseKPP(s)
		if err != nil {
			f.Fail("kpp", errKPP)
		}
		d.KPP = kpp
	}
	if s := f.Get("email"); s != "" {
		if !plausibleEmail(s) {
			f.Fail("email", errEmail)
		}
		d.Email = s
	}
	if s := f.Get("phone"); s != "" {
		phone, err := ruid.ParsePhone(s)
		if err != nil {
			f.Fail("phone", errPhone)
		}
		d.Phone = phone
	}
	return d
}

func fillDetails(f *web.Form, d Details) {
	f.Set("kpp", string(d.KPP))
	f.Set("email", d.Email)
	f.Set("phone", string(d.Phone))
}

func (p *pages) arrive(w http.ResponseWriter, r *http.Request) error {
	a, err := p.arrival(r)
	if err != nil {
		return err
	}
	f := web.NewForm(openFields...)
	if a.Prepared != nil {
		fillDetails(f, a.Prepared.Details)
	} else if s := a.Judgement.Subject; s != nil {
		f.Set("kpp", s.Record.KPP)
	}
	return p.showArrival(w, r, a, f)
}

func (p *pages) arrival(r *http.Request) (Arrival, error) {
	login, err := p.logins.Login(r.Context(), r)
	if err != nil {
		return Arrival{}, err
	}
	return p.Arrive(r.Context(), login)
}

func (p *pages) showArrival(w http.ResponseWriter, r *http.Request, a Arrival, f *web.Form) error {
	page := web.Page{Title: a.title(), Lead: a.lead(), Shell: web.Cabinet, Section: "organisations", Form: f, Back: &web.Link{Label: titleMine, URL: PathMine}}
	return show(w, r, page, arriveView(a, f))
}

// open opens the cabinet to which the signed login of this browser leads.
func (p *pages) open(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, openFields...)
	if err != nil {
		return err
	}
	login, err := p.logins.Login(r.Context(), r)
	if err != nil {
		return err
	}
	d := readDetails(f)
	if !f.OK() {
		a, err := p.Arrive(r.Context(), login)
		if err != nil {
			return err
		}
		return p.showArrival(w, r, a, f)
	}
	out, err := p.Open(r.Context(), login, d, f.Get("declared") != "")
	switch {
	case err != nil:
		return err
	case out.Case != "" || out.Review:
		return web.Redirect(w, r, PathMine+"?case=1")
	case out.New:
		return web.Redirect(w, r, out.Cabinet.Path()+"?opened=1")
	}
	return web.Redirect(w, r, out.Cabinet.Path())
}

func (p *pages) prepareForm(w http.ResponseWriter, r *http.Request) error {
	return p.showPrepare(w, r, web.NewForm(prepareFields...))
}

func (p *pages) showPrepare(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titlePrepare, Lead: leadPrepare, Shell: web.Cabinet, Section: "organisations", Narrow: true, Form: f, Back: &web.Link{Label: titleMine, URL: PathMine}}
	return show(w, r, page, prepareView(f))
}

func (p *pages) prepare(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, prepareFields...)
	if err != nil {
		return err
	}
	inn := readINN(f)
	d := readDetails(f)
	if f.OK() {
		_, err = p.Look(r.Context(), inn)
		if err == nil {
			err = p.Prepare(r.Context(), inn, d)
		}
		if err != nil && !refusedAt(f, "inn", err) {
			return err
		}
	}
	if !f.OK() {
		return p.showPrepare(w, r, f)
	}
	return web.Redirect(w, r, PathMine+"?prepared=1")
}

func readINN(f *web.Form) ruid.INN {
	inn, err := ruid.ParseINN(f.Get("inn"))
	if err != nil {
		f.Fail("inn", errINN)
	}
	return inn
}

func (p *pages) unprepare(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "inn", Max: 12})
	if err != nil {
		return err
	}
	if err := p.Unprepare(r.Context(), ruid.INN(f.Get("inn"))); err != nil {
		return err
	}
	return web.Redirect(w, r, PathMine)
}

func (p *pages) askForm(w http.ResponseWriter, r *http.Request) error {
	f := web.NewForm(askFields...)
	f.Set("role", string(Full))
	f.Set("months", "12")
	return p.showAsk(w, r, f)
}

func (p *pages) showAsk(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{Title: titleAsk, Lead: leadAsk, Shell: web.Cabinet, Section: "organisations", Narrow: true, Form: f, Back: &web.Link{Label: titleMine, URL: PathMine}}
	return show(w, r, page, askView(f))
}

func (p *pages) ask(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, askFields...)
	if err != nil {
		return err
	}
	inn := readINN(f)
	email := f.Get("email")
	if email != "" && !plausibleEmail(email) {
		f.Fail("email", errEmail)
	}
	if !f.OK() {
		return p.showAsk(w, r, f)
	}
	secret, err := p.AskHead(r.Context(), inn, Role(f.Get("role")), monthsOf(f.Get("months")), email)
	if err != nil {
		if fault.KindOf(err) != fault.Forbidden && refusedAt(f, "inn", err) {
			return p.showAsk(w, r, f)
		}
		return err
	}
	page := web.Page{Title: titleAsked, Shell: web.Cabinet, Section: "organisations", Narrow: true, Back: &web.Link{Label: titleMine, URL: PathMine}}
	return show(w, r, page, askedView(p.baseURL+linkPath(secret), email))
}

func monthsOf(s string) int {
	for _, n := range linkMonths() {
		if i18n.Number(n).In(i18n.English) == s {
			return n
		}
	}
	return 0
}

func (p *pages) linked(w http.ResponseWriter, r *http.Request) error {
	secret := id.Secret(r.PathValue("secret"))
	l, err := p.Linked(r.Context(), secret)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleLinked.With(l.Title), Narrow: true, NoIndex: true}
	return show(w, r, page, linkedView(l, linkPath(secret), actor.From(r.Context()).Guest()))
}

func (p *pages) followLink(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	address, err := p.FollowLink(r.Context(), id.Secret(r.PathValue("secret")))
	if err != nil {
		return err
	}
	return web.Redirect(w, r, address)
}

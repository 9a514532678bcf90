package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const securityPath = "/profile/security"

// securityPage is what the page «Безопасность» shows.
type securityPage struct {
	factors  Factors
	sessions []Session
	devices  []Device
	current  string // id of the session of the request
	offer    bool   // to end the other sessions: the factors have just changed
	place    func(network string) string
}

// securityRoutes are the pages below «Безопасность».
func (p *pages) securityRoutes(r *httpx.Router) {
	r.Handle("GET /profile/security", actor.SignedIn, p.security)
	r.Handle("POST /profile/security/sessions/{id}/end", actor.SignedIn, p.endSession)
	r.Handle("POST /profile/security/sessions/end-others", actor.SignedIn, p.endOthers)
	r.Handle("POST /profile/security/devices/{id}/forget", actor.SignedIn, p.forgetDevice)
	r.Handle("GET /profile/security/keys/new", actor.SignedIn, p.newKeyForm)
	r.Handle("POST /profile/security/keys/options", actor.SignedIn, p.askNewKey)
	r.Handle("POST /profile/security/keys", actor.SignedIn, p.addKey)
	r.Handle("GET /profile/security/keys/{id}", actor.SignedIn, p.keyForm)
	r.Handle("POST /profile/security/keys/{id}/rename", actor.SignedIn, p.renameKey)
	r.Handle("POST /profile/security/keys/{id}/remove", actor.SignedIn, p.removeKey)
	r.Handle("POST /profile/security/strict/on", actor.SignedIn, p.strict(true))
	r.Handle("POST /profile/security/strict/off", actor.SignedIn, p.strict(false))
	r.Handle("GET /profile/security/app", actor.SignedIn, p.appForm)
	r.Handle("POST /profile/security/app/begin", actor.SignedIn, p.beginApp)
	r.Handle("GET /profile/security/app/setup", actor.SignedIn, p.setupForm)
	r.Handle("POST /profile/security/app/setup", actor.SignedIn, p.confirmApp)
	r.Handle("POST /profile/security/app/remove", actor.SignedIn, p.removeApp)
	r.Handle("GET /profile/security/reserve", actor.SignedIn, p.reserveForm)
	r.Handle("POST /profile/security/reserve", actor.SignedIn, p.newReserve)
}

func (p *pages) security(w http.ResponseWriter, r *http.Request) error {
	a := actor.From(r.Context())
	d := securityPage{current: a.Session, place: p.placeOf}
	var err error
	if d.factors, err = p.Factors(r.Context(), a.Person); err != nil {
		return err
	}
	if d.sessions, err = p.Sessions(r.Context(), a.Person); err != nil {
		return err
	}
	if d.devices, err = p.Devices(r.Context(), a.Person, p.cookies.browser(r)); err != nil {
		return err
	}
	page := web.Page{Title: titleSecurity, Shell: web.Cabinet, Section: "security"}
	done := r.URL.Query().Get("done")
	if said, ok := textDone[done]; ok {
		page.Banner = &web.Notice{Kind: web.Success, Text: said}
		d.offer = factorDone[done] && len(d.sessions) > 1
	}
	if len(a.Withheld) > 0 && page.Banner == nil {
		page.Banner = &web.Notice{Kind: web.Warning, Title: titleWithheld, Text: textWithheld}
	}
	return show(w, r, page, securityView(d))
}

// changedFactors leads back after a change of factors: the page offers to end the other sessions (ASVS 5.0, 7.4.3).
func (p *pages) changedFactors(w http.ResponseWriter, r *http.Request, done string) error {
	f, err := p.Factors(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	if f.Second() && f.Reserve.Left == 0 { // a spare way in comes before anything else
		return redirect(w, r, securityPath+"/reserve?first=1")
	}
	return redirect(w, r, securityPath+"?done="+done)
}

func (p *pages) endSession(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	session := r.PathValue("id")
	if !id.Valid(session) {
		return ErrNoSession
	}
	a := actor.From(r.Context())
	if err := p.EndSession(r.Context(), a, session); err != nil {
		return err
	}
	if session == a.Session {
		p.cookies.drop(w, sessionCookie)
		return redirect(w, r, "/login")
	}
	return redirect(w, r, securityPath+"?done=ended")
}

func (p *pages) endOthers(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.EndOtherSessions(r.Context(), actor.From(r.Context())); err != nil {
		return err
	}
	return redirect(w, r, securityPath+"?done=ended")
}

func (p *pages) forgetDevice(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	device := r.PathValue("id")
	if !id.Valid(device) {
		return ErrNoDevice
	}
	if err := p.ForgetDevice(r.Context(), actor.From(r.Context()), device); err != nil {
		return err
	}
	return redirect(w, r, securityPath+"?done=forgotten")
}

func (p *pages) strict(on bool) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, err := web.ReadForm(r); err != nil {
			return err
		}
		if err := p.SetStrict(r.Context(), actor.From(r.Context()), on); err != nil {
			return err
		}
		return p.changedFactors(w, r, "strict")
	}
}

func (p *pages) appForm(w http.ResponseWriter, r *http.Request) error {
	if err := actor.Fresh(r.Context(), p.clock.Now()); err != nil {
		return err
	}
	f, err := p.Factors(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleApp, Lead: leadApp, Shell: web.Cabinet, Section: "security", Narrow: true, Back: &web.Link{URL: securityPath}}
	return show(w, r, page, appView(f))
}

func (p *pages) beginApp(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.BeginApp(r.Context(), actor.From(r.Context())); err != nil {
		return err
	}
	return redirect(w, r, securityPath+"/app/setup")
}

func (p *pages) setupForm(w http.ResponseWriter, r *http.Request) error {
	return p.showSetup(w, r, web.NewForm(codeFields...))
}

func (p *pages) showSetup(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	setup, err := p.AppSetup(r.Context(), actor.From(r.Context()))
	if err != nil {
		return err
	}
	side, path, err := qrPicturePath(setup.URI)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleAppSetup, Form: f, Shell: web.Cabinet, Section: "security", Narrow: true, Back: &web.Link{URL: securityPath + "/app"}}
	return show(w, r, page, setupView(f, setup, side, path))
}

func (p *pages) confirmApp(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, codeFields...)
	if err != nil {
		return err
	}
	typed := digitsOf(f.Get("code"))
	if len(typed) != 6 {
		f.Fail("code", errCodeForm)
		return p.showSetup(w, r, f)
	}
	if err := p.ConfirmApp(r.Context(), actor.From(r.Context()), typed); err != nil {
		if refused(w, f, "code", err) {
			return p.showSetup(w, r, f)
		}
		return err
	}
	return p.changedFactors(w, r, "app")
}

func (p *pages) removeApp(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.RemoveApp(r.Context(), actor.From(r.Context())); err != nil {
		return err
	}
	return p.changedFactors(w, r, "removed")
}

var reserveFields = []web.Input{{Name: "seen", Max: 40}}

func (p *pages) reserveForm(w http.ResponseWriter, r *http.Request) error {
	if err := actor.Fresh(r.Context(), p.clock.Now()); err != nil {
		return err
	}
	return p.showReserve(w, r, web.NewForm(reserveFields...))
}

func (p *pages) showReserve(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	factors, err := p.Factors(r.Context(), actor.From(r.Context()).Person)
	if err != nil {
		return err
	}
	page := web.Page{Title: titleReserve, Lead: leadReserve, Form: f, Shell: web.Cabinet, Section: "security", Narrow: true, Back: &web.Link{URL: securityPath}}
	if r.URL.Query().Get("first") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: textFirstFactor}
	}
	return show(w, r, page, reserveView(factors))
}

// newReserve answers with the codes themselves: they are stored as MACs and shown this once.
func (p *pages) newReserve(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, reserveFields...)
	if err != nil {
		return err
	}
	codes, err := p.NewReserve(r.Context(), actor.From(r.Context()), f.Get("seen"))
	if err != nil {
		if refused(w, f, "", err) {
			return p.showReserve(w, r, f)
		}
		return err
	}
	page := web.Page{Title: titleCodes, Lead: leadCodes, Shell: web.Cabinet, Section: "security", Narrow: true}
	return show(w, r, page, codesView(codes))
}

func (p *pages) alarmForm(w http.ResponseWriter, r *http.Request) error {
	if err := p.AlarmOpen(r.Context(), secretOf(r)); err != nil {
		return err
	}
	page := web.Page{Title: titleAlarm, Lead: leadAlarm, Narrow: true, NoIndex: true}
	return show(w, r, page, alarmView(string(secretOf(r))))
}

func (p *pages) alarm(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.NotMe(r.Context(), secretOf(r)); err != nil {
		return err
	}
	p.cookies.drop(w, sessionCookie)
	return redirect(w, r, "/login/alarm/done")
}

func (p *pages) alarmDone(w http.ResponseWriter, r *http.Request) error {
	page := web.Page{Title: titleAlarmDone, Narrow: true, NoIndex: true}
	return show(w, r, page, alarmDoneView())
}

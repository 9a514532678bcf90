package account

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// pages are the HTML handlers of the room.
type pages struct {
	*Service
	cookies   cookies
	site      *web.Site
	trial     func() []Sample  // people to sign in as in a trial installation; nil in a real one
	trialSite *connector.Trial // nil in a real installation
}

func (p *pages) routes(r *httpx.Router) {
	r.Handle("GET /register", actor.Anyone, p.registerForm)
	r.Handle("POST /register", actor.Anyone, p.register)
	r.Handle("GET /register/email", actor.Anyone, p.emailForm)
	r.Handle("POST /register/email", actor.Anyone, p.confirmEmail)
	r.Handle("POST /register/email/resend", actor.Anyone, p.resendEmail)
	r.Handle("GET /register/link/{secret}", actor.Anyone, p.linkForm)
	r.Handle("POST /register/link/{secret}", actor.Anyone, p.confirmLink)
	r.Handle("GET /register/phone", actor.Anyone, p.phoneForm)
	r.Handle("POST /register/phone", actor.Anyone, p.confirmPhone)
	r.Handle("POST /register/phone/resend", actor.Anyone, p.resendPhone)
	r.Handle("POST /register/phone/skip", actor.Anyone, p.skipPhone)
	r.Handle("GET /register/done", actor.Anyone, p.done)

	r.Handle("GET /login", actor.Anyone, p.signInForm)
	r.Handle("POST /login", actor.Anyone, p.signIn)
	r.Handle("POST /logout", actor.Anyone, p.signOut)
	p.proofRoutes(r)
	p.securityRoutes(r)
	p.qrRoutes(r)
	p.errandRoutes(r)

	r.Handle("GET /recover", actor.Anyone, p.recoverForm)
	r.Handle("POST /recover", actor.Anyone, p.recover)
	r.Handle("GET /recover/sent", actor.Anyone, p.recoverSent)
	r.Handle("GET /recover/channel", actor.Anyone, p.channelForm)
	r.Handle("POST /recover/channel", actor.Anyone, p.chooseChannel)
	r.Handle("GET /recover/code", actor.Anyone, p.recoverCodeForm)
	r.Handle("POST /recover/code", actor.Anyone, p.recoverCode)
	r.Handle("POST /recover/code/resend", actor.Anyone, p.recoverCodeAgain)
	r.Handle("GET /recover/login", actor.Anyone, p.remindForm)
	r.Handle("POST /recover/login", actor.Anyone, p.remind)
	r.Handle("GET /recover/{secret}", actor.Anyone, p.newPasswordForm)
	r.Handle("POST /recover/{secret}", actor.Anyone, p.newPassword)

	r.Handle("GET /profile", actor.SignedIn, p.profile)
	r.Handle("GET /profile/data", actor.SignedIn, p.dataForm)
	r.Handle("POST /profile/data", actor.SignedIn, p.saveData)
	r.Handle("GET /profile/level", actor.SignedIn, p.level)
	r.Handle("POST /profile/level/check/cancel", actor.SignedIn, p.cancelCheck)
	r.Handle("POST /profile/level/code", actor.SignedIn, p.deskCode)
	p.contactRoutes(r)
	p.deskRoutes(r)
	p.documentRoutes(r)
	r.Handle("GET "+trailPath, actor.SignedIn, p.trail)
	r.Handle("GET "+trailPath+"/csv", actor.SignedIn, p.trailCSV)
	r.Handle("GET "+trailPath+"/json", actor.SignedIn, p.trailJSON)
	p.leavingRoutes(r)
	r.Handle("POST /session/stay", actor.SignedIn, p.stay)
}

// show answers with a page: 422 when its form was not taken, 429 when it was sent too often.
func show(w http.ResponseWriter, r *http.Request, page web.Page, body component) error {
	status := http.StatusOK
	if page.Form != nil && !page.Form.OK() {
		status = http.StatusUnprocessableEntity
		if w.Header().Get("Retry-After") != "" {
			status = http.StatusTooManyRequests
		}
	}
	return web.Render(w, r, status, framed(page, body))
}

// redirect leads on after a POST.
func redirect(w http.ResponseWriter, r *http.Request, path string) error {
	return web.Redirect(w, r, path)
}

// refused puts a refusal that the person can mend in the form into the form, and reports whether it was one. Others go
// to the error page.
func refused(w http.ResponseWriter, f *web.Form, field string, err error) bool {
	var no *fault.Fault
	if !errors.As(err, &no) || no.Kind != fault.Invalid && no.Kind != fault.Conflict && no.Kind != fault.RateLimited {
		return false
	}
	httpx.SetRetry(w.Header(), err)
	if field == "" {
		f.FailForm(no.Text)
	} else {
		f.Fail(field, no.Text)
	}
	return true
}

// localPath returns a path of this site to which a page may lead on, or "". A path of another site would make this one
// its bait.
func localPath(s string) string { return web.SamePath(s, "") }

// withNext is a page that leads on to next.
func withNext(path, next string) string {
	if next == "" {
		return path
	}
	return path + "?" + url.Values{"next": {next}}.Encode()
}

// enter gives the browser its new session, ends the one that it had, whoever's it was (ASVS 5.0, 7.2.4), and leads on to
// next. When the second factor is awaited, it leads to the page that asks for it, which leads on.
func (p *pages) enter(w http.ResponseWriter, r *http.Request, in Entry, next string) error {
	if a := actor.From(r.Context()); !a.Guest() {
		if err := p.SignOut(r.Context(), a); err != nil {
			return err
		}
	}
	if in.Half() {
		p.cookies.write(w, pendingCookie, in.Pending, PendingLife)
		p.cookies.drop(w, sessionCookie)
		return redirect(w, r, "/login/second?"+url.Values{"next": {next}}.Encode())
	}
	p.cookies.drop(w, pendingCookie)
	p.cookies.signIn(w, in)
	if _, err := p.DeletionOf(r.Context(), in.Person.ID); err == nil {
		next = leavingPath // the way to call it off comes first
	} else if !errors.Is(err, ErrNoDeletion) {
		return err
	}
	return redirect(w, r, next)
}

func secretOf(r *http.Request) id.Secret { return id.Secret(r.PathValue("secret")) }

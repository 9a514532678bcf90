package signature

import (
	"embed"
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Where the pages are.
const (
	signPath   = "/sign"
	checkPath  = "/sign/check"
	wherePath  = "/sign/where"
	trialPath  = "/trial/signature"
	adminPath  = "/admin/workplaces"
	powersPath = "/organisations/powers" // of package organisation
	scriptPath = "/signature/script/"
)

// Finish answers the request of the browser whose signature was taken.
type Finish func(w http.ResponseWriter, r *http.Request, s Signed) error

//go:embed asset
var assets embed.FS

// pages are the HTML handlers of the room.
type pages struct {
	*Service
	letters  Letters
	people   People
	site     *web.Site
	config   Config
	software Software
	scripts  map[string]script
	example  Example
	examples map[string]Example
}

func newPages(s *Service, d Deps) (*pages, error) {
	p := &pages{Service: s, letters: d.Letters, people: d.People, site: d.Site, config: d.Config, example: d.Example, examples: d.Examples}
	if d.Site.Trial { // no other installation has a software key, whatever it was given (T16)
		p.software = d.Software
	}
	var err error
	p.scripts, err = readScripts(d.Config)
	return p, err
}

func (p *pages) routes(r *httpx.Router) {
	large := httpx.MaxBody(maxMessage + 64<<10)
	r.Handle("GET "+signPath+"/{id}", actor.Anyone, p.sign, httpx.Signing())
	r.Handle("POST "+signPath+"/{id}", actor.Anyone, p.receive, httpx.Signing(), large)
	r.Handle("GET "+signPath+"/{id}/file", actor.Anyone, p.file)
	r.Handle("GET "+signPath+"/{id}/signature", actor.Anyone, p.download)
	r.Handle("POST "+signPath+"/{id}/send", actor.SignedIn, p.send)
	r.Handle("GET "+checkPath, actor.Anyone, p.checkWorkplace, httpx.Signing())
	r.Handle("POST "+checkPath, actor.Anyone, p.keepReport)
	r.Handle("GET "+wherePath, actor.Anyone, p.where)
	r.Handle("GET "+scriptPath+"{name}", actor.Anyone, p.script)
	r.Handle("GET "+adminPath, actor.Staff(actor.Operator, actor.Auditor, actor.Owner), p.reports)
	r.Handle("POST "+adminPath, actor.Staff(actor.Operator, actor.Auditor, actor.Owner), p.findReport)
	if p.trial {
		r.Handle("GET "+trialPath, actor.Anyone, p.trialForm, httpx.Signing())
		r.Handle("POST "+trialPath, actor.Anyone, p.issueTrial, httpx.Signing())
	}
}

// browserCookie holds the secret of a browser that signs.
const browserCookie = "klaster-signing"

func (p *pages) cookie() string {
	if p.site.Secure() {
		return "__Host-" + browserCookie
	}
	return browserCookie
}

func (p *pages) caller(r *http.Request) Caller {
	c := Caller{Person: actor.From(r.Context()).Person}
	if cookie, err := r.Cookie(p.cookie()); err == nil && len(cookie.Value) <= 64 {
		c.Browser = id.Secret(cookie.Value)
	}
	return c
}

// Browser returns the secret of the browser that sends a request, to which a request for a signature is tied; a browser that
// has none gets one. It is for handlers of POST.
func (m *Module) Browser(w http.ResponseWriter, r *http.Request) id.Secret {
	if c := m.pages.caller(r); c.Browser != "" {
		return c.Browser
	}
	secret := id.NewSecret()
	http.SetCookie(w, &http.Cookie{
		Name: m.pages.cookie(), Value: string(secret), Path: "/", MaxAge: int((24 * time.Hour).Seconds()),
		Secure: m.pages.site.Secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
	return secret
}

// Caller is who sends a request, for rooms that ask what became of theirs.
func (m *Module) Caller(r *http.Request) Caller { return m.pages.caller(r) }

func signFields() []web.Input { return []web.Input{{Name: "signature"}} }

func (p *pages) sign(w http.ResponseWriter, r *http.Request) error {
	request, err := p.Request(r.Context(), r.PathValue("id"), p.caller(r))
	if err != nil {
		return err
	}
	return p.showSign(w, r, request, web.NewForm(signFields()...), nil)
}

// showSign draws the page: what is to be signed and how, or that it was signed. refusal is why a signature was not taken.
func (p *pages) showSign(w http.ResponseWriter, r *http.Request, request Request, f *web.Form, refusal *Refusal) error {
	page := web.Page{Title: request.Title, NoIndex: true, Narrow: true, Form: f, Alone: request.ID}
	if request.Back != "" {
		page.Back = &web.Link{Label: linkBack, URL: request.Back}
	}
	if !request.Signed.IsZero() {
		page.OwnHeading = true
		return web.Render(w, r, http.StatusOK, signedView(page, request))
	}
	if err := request.open(p.clock.Now()); err != nil {
		return err
	}
	shown, err := p.preview(r.Context(), request)
	if err != nil {
		return err
	}
	page.Lead, page.Caption = leadDocument, captionDocument
	if request.Login() {
		page.Lead, page.Caption = leadLogin, captionLogin
	}
	if r.URL.Query().Get("sent") != "" {
		page.Banner = &web.Notice{Kind: web.Success, Text: bannerSent}
	}
	status := http.StatusOK
	if !f.OK() {
		status = http.StatusUnprocessableEntity
		if refusal != nil && refusal.Kind == fault.Unavailable {
			status = http.StatusServiceUnavailable
		}
	}
	return web.Render(w, r, status, signView(page, signing{
		pages: p, Request: request, form: f, shown: shown, refusal: refusal, guest: actor.From(r.Context()).Guest(),
	}))
}

// receive takes a signature file, whoever made it: the page's own script sends its messages in the same form.
func (p *pages) receive(w http.ResponseWriter, r *http.Request) error {
	caller := p.caller(r)
	request, err := p.Request(r.Context(), r.PathValue("id"), caller)
	if err != nil {
		return err
	}
	var message []byte
	var tooLarge bool
	f, err := web.ReadUpload(r, "signature", func(_ string, content io.Reader) error {
		var err error
		message, err = io.ReadAll(io.LimitReader(content, maxMessage+1))
		tooLarge = len(message) > maxMessage
		return err
	}, signFields()...)
	if err != nil {
		return err
	}
	switch {
	case tooLarge:
		f.Fail("signature", textTooLarge)
	case len(message) == 0:
		f.Fail("signature", textNoFile)
	}
	if !f.OK() {
		return p.showSign(w, r, request, f, nil)
	}
	signed, err := p.Receive(r.Context(), request.ID, caller, message)
	if err != nil {
		return p.refused(w, r, request, f, err)
	}
	if finish := p.uses[request.Purpose].Finish; finish != nil {
		return finish(w, r, signed)
	}
	next := request.Next
	if next == "" {
		next = request.Path()
	}
	return web.Redirect(w, r, next)
}

// refused shows a refusal that the person can mend on the page itself; others go to the error page.
func (p *pages) refused(w http.ResponseWriter, r *http.Request, request Request, f *web.Form, why error) error {
	var no *fault.Fault
	if !errors.As(why, &no) || no.Kind == fault.NotFound || errors.Is(why, ErrUsed) || errors.Is(why, ErrExpired) || errors.Is(why, ErrSpent) {
		return why
	}
	var refusal *Refusal
	errors.As(why, &refusal)
	httpx.SetRetry(w.Header(), why)
	f.Fail("signature", no.Text)
	return p.showSign(w, r, request, f, refusal)
}

// file gives the bytes that are signed, as they are frozen. Whatever their kind, a browser saves them and never opens them
// here.
func (p *pages) file(w http.ResponseWriter, r *http.Request) error {
	request, err := p.Request(r.Context(), r.PathValue("id"), p.caller(r))
	if err != nil {
		return err
	}
	f, err := p.Bytes(r.Context(), request)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was read
	return save(w, r, request.Name, request.Media, f)
}

func (p *pages) download(w http.ResponseWriter, r *http.Request) error {
	f, request, err := p.Download(r.Context(), r.PathValue("id"), p.caller(r))
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // it was read
	return save(w, r, request.Name+".sig", "application/pkcs7-signature", f)
}

func save(w http.ResponseWriter, r *http.Request, name, media string, content io.ReadSeeker) error {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

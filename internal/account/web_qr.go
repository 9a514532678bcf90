package account

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	qrFields   = []web.Input{{Name: "next", Max: 2000}}
	scanFields = []web.Input{{Name: "number", Secret: true, Max: 20}, {Name: "answer", Secret: true, Max: answerMax}}
)

func (p *pages) qrRoutes(r *httpx.Router) {
	r.Handle("GET /login/qr", actor.Anyone, p.waitQR)
	r.Handle("POST /login/qr", actor.Anyone, p.showQR)
	r.Handle("GET /login/qr/state", actor.Anyone, p.stateOfQR)
	r.Handle("POST /login/qr/enter", actor.Anyone, p.enterByQR)
	r.Handle("GET /q/{code}", actor.SignedIn, p.scan)
	r.Handle("POST /q/{code}/take", actor.SignedIn, p.takeQR)
	r.Handle("POST /q/{code}/approve", actor.SignedIn, p.approveQR)
	r.Handle("POST /q/{code}/refuse", actor.SignedIn, p.refuseQR)
	r.Handle("POST /q/options", actor.SignedIn, p.askApproval)
}

// showQR begins. A GET would make a code for every crawler.
func (p *pages) showQR(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, qrFields...)
	if err != nil {
		return err
	}
	secret, err := p.ShowQR(r.Context(), p.cookies.browser(r), localPath(f.Get("next")))
	if err != nil {
		return err
	}
	p.cookies.write(w, qrCookie, secret, QRLife)
	return redirect(w, r, "/login/qr")
}

// waitQR shows the code, or where the sign-in stands.
func (p *pages) waitQR(w http.ResponseWriter, r *http.Request) error {
	if !actor.From(r.Context()).Guest() {
		return redirect(w, r, "/desk")
	}
	page := web.Page{Title: titleQR, Narrow: true, NoIndex: true, Back: &web.Link{URL: "/login"}}
	q, err := p.WaitingQR(r.Context(), p.cookies.read(r, qrCookie))
	switch {
	case errors.Is(err, ErrNoQR):
		return show(w, r, page, qrAskView(localPath(r.URL.Query().Get("next"))))
	case err != nil:
		return err
	case q.State == QRApproved:
		return show(w, r, page, qrApprovedView())
	case q.State.over():
		return show(w, r, page, qrOverView(q))
	}
	address := p.baseURL + "/q/" + qrReadable(q.Code)
	side, path, err := qrPicturePath(p.baseURL + "/q/" + q.Code)
	if err != nil {
		return err
	}
	return show(w, r, page, qrShownView(q, bare(address), side, path))
}

// bare is an address as people type it.
func bare(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	return rest
}

// stateOfQR answers the script of the waiting page.
func (p *pages) stateOfQR(w http.ResponseWriter, r *http.Request) error {
	q, err := p.WaitingQR(r.Context(), p.cookies.read(r, qrCookie))
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(map[string]string{"state": string(q.State)})
}

func (p *pages) enterByQR(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	secret := p.cookies.read(r, qrCookie)
	q, err := p.WaitingQR(r.Context(), secret)
	if err != nil {
		return err
	}
	in, err := p.SignInByQR(r.Context(), secret, p.cookies.browser(r))
	if err != nil {
		return err
	}
	p.cookies.drop(w, qrCookie)
	return p.enter(w, r, in, onto(q.Next))
}

// scan is what the telephone shows. Looking changes nothing: pictures of links are opened by previews, too.
func (p *pages) scan(w http.ResponseWriter, r *http.Request) error {
	s, err := p.ScannedQR(r.Context(), r.PathValue("code"), actor.From(r.Context()))
	if err != nil {
		return err
	}
	return p.showScan(w, r, s, web.NewForm(scanFields...))
}

func (p *pages) showScan(w http.ResponseWriter, r *http.Request, s ScannedQR, f *web.Form) error {
	code := qrTyped(r.PathValue("code"))
	page := web.Page{Title: titleScan, Narrow: true, NoIndex: true}
	switch s.State {
	case QRShown:
		return show(w, r, page, scanView(s, code))
	case QRTaken:
		page.Form = f
		return show(w, r, page, scanNumberView(f, s, code))
	case QRRefused:
		page.Title = titleScanNot
		return show(w, r, page, scanOverView(scanNot))
	case QRApproved, QRUsed:
		page.Title = titleScanDone
		return show(w, r, page, scanOverView(scanDone))
	case QRSpent, QRExpired:
	}
	return ErrNoQR
}

func (p *pages) takeQR(w http.ResponseWriter, r *http.Request) error {
	return p.onScan(w, r, p.TakeQR)
}

func (p *pages) refuseQR(w http.ResponseWriter, r *http.Request) error {
	return p.onScan(w, r, p.RefuseQR)
}

func (p *pages) onScan(w http.ResponseWriter, r *http.Request, do func(ctx, string, actor.Actor) error) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	code := qrTyped(r.PathValue("code"))
	if err := do(r.Context(), code, actor.From(r.Context())); err != nil {
		return err
	}
	return redirect(w, r, "/q/"+code)
}

func (p *pages) approveQR(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, scanFields...)
	if err != nil {
		return err
	}
	code, a := qrTyped(r.PathValue("code")), actor.From(r.Context())
	number := digitsOf(f.Get("number"))
	if len(number) != 2 {
		f.Fail("number", errScanNumber)
	} else if err := p.ApproveQR(r.Context(), code, a, number, p.approval(r, f)); err != nil && !refused(w, f, "number", err) {
		return err
	}
	if f.OK() {
		return redirect(w, r, "/q/"+code)
	}
	s, err := p.ScannedQR(r.Context(), code, a)
	if err != nil {
		return err
	}
	return p.showScan(w, r, s, f)
}

// approval is what the passkey of the telephone answered.
func (p *pages) approval(r *http.Request, f *web.Form) passkeyProof {
	return &Shown{Way: WayKey, Text: f.Get("answer"), Browser: p.keyBrowser(r)}
}

func (p *pages) askApproval(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	options, err := p.AskApproval(r.Context(), actor.From(r.Context()), p.bindBrowser(w, r))
	if err != nil {
		return err
	}
	return sendOptions(w, options)
}

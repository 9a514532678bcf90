package account

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const leavingPath = "/profile/account"

var leaveFields = []web.Input{{Name: "sure"}}

func (p *pages) leavingRoutes(r *httpx.Router) {
	r.Handle("GET "+leavingPath, actor.SignedIn, p.leaving)
	r.Handle("POST "+leavingPath+"/copy", actor.SignedIn, p.askCopy)
	r.Handle("POST "+leavingPath+"/copy/{id}", actor.SignedIn, p.fetchCopy)
	r.Handle("GET "+leavingPath+"/delete", actor.SignedIn, p.deleteForm)
	r.Handle("POST "+leavingPath+"/delete", actor.SignedIn, p.deleteAccount)
	r.Handle("POST "+leavingPath+"/stay", actor.SignedIn, p.keepAccount)
}

func (p *pages) leaving(w http.ResponseWriter, r *http.Request) error {
	return p.showLeaving(w, r, web.NewForm())
}

func (p *pages) showLeaving(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	a := actor.From(r.Context())
	copies, err := p.Copies(r.Context(), a.Person)
	if err != nil {
		return err
	}
	deletion, err := p.DeletionOf(r.Context(), a.Person)
	if err != nil && !errors.Is(err, ErrNoDeletion) {
		return err
	}
	page := web.Page{Title: titleLeaving, Shell: web.Cabinet, Section: "leaving", Form: f, Banner: noticeOf(r, leavingDone)}
	n, size, err := p.FilesOf(r.Context(), a.Person)
	if err != nil {
		return err
	}
	return show(w, r, page, leavingView(copies, filesText(n, size), deletion, delayText(p.config.deletionDelay())))
}

func (p *pages) askCopy(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	f, err := web.ReadForm(r)
	if err != nil {
		return err
	}
	if err := p.AskCopy(r.Context(), actor.From(r.Context())); err != nil {
		if refused(w, f, "", err) {
			return p.showLeaving(w, r, f)
		}
		return err
	}
	return redirect(w, r, leavingPath+"?done=copy")
}

// fetchCopy answers with the file. It is a POST, because that it was fetched is written down.
func (p *pages) fetchCopy(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if !id.Valid(r.PathValue("id")) {
		return ErrNoCopy
	}
	parts, err := p.Fetch(r.Context(), actor.From(r.Context()), r.PathValue("id"))
	if err != nil {
		return err
	}
	archive, err := p.Pack(r.Context(), parts, p.clock.Now())
	if err != nil {
		return err
	}
	size, err := archive.Size()
	if err != nil {
		return err
	}
	download(w, "application/zip", "klaster-copy.zip")
	sendLong(w, size)
	return archive.Write(r.Context(), w)
}

// slowest is the slowest connection over which a long file still arrives, in bytes a second.
const slowest = 16 << 10

// sendLong tells the length of a file, and gives the connection the time that so long a file takes over a slow one: the
// server's own limit is meant for pages.
func sendLong(w http.ResponseWriter, size int64) {
	w.Header().Set("Content-Length", strconv.FormatInt(size, 10))
	patience := 2*time.Minute + time.Duration(size/slowest)*time.Second
	until := time.Now().Add(patience)                         //nolint:forbidigo // a deadline of the connection, by the time of the machine
	_ = http.NewResponseController(w).SetWriteDeadline(until) // what is no connection has no deadline
}

func (p *pages) deleteForm(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	return p.showDelete(w, r, web.NewForm(leaveFields...))
}

func (p *pages) showDelete(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	page := web.Page{
		Title: titleDeletion, Lead: leadDelete.With(delayText(p.config.deletionDelay())), Shell: web.Cabinet, Section: "leaving", Form: f, Narrow: true,
		Back: &web.Link{Label: titleLeaving, URL: leavingPath},
	}
	return show(w, r, page, deletionView(f))
}

func (p *pages) deleteAccount(w http.ResponseWriter, r *http.Request) error {
	if err := p.fresh(r); err != nil {
		return err
	}
	f, err := web.ReadForm(r, leaveFields...)
	if err != nil {
		return err
	}
	if !f.Has("sure", "yes") {
		f.Fail("sure", errSure)
		return p.showDelete(w, r, f)
	}
	if err := p.AskDeletion(r.Context(), actor.From(r.Context())); err != nil {
		if refused(w, f, "", err) {
			return p.showDelete(w, r, f)
		}
		return err
	}
	return redirect(w, r, leavingPath+"?done=leave")
}

// keepAccount asks for no new proof: whoever may sign in may keep the account.
func (p *pages) keepAccount(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.CallDeletionOff(r.Context(), actor.From(r.Context())); err != nil {
		return err
	}
	return redirect(w, r, leavingPath+"?done=stay")
}

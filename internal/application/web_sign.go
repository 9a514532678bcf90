package application

import (
	"bytes"
	"errors"
	"mime"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

const commentMax = 1000

// refusal is what a use case says to the person.
func refusal(err error) (*fault.Fault, bool) { return errors.AsType[*fault.Fault](err) }

// sheaf is what the page of a document shows.
type sheaf struct {
	work     Work
	chapters []document.Chapter
	requests []named
	entitled []Signatory
	enough   bool
	mine     *Request
}

// named is a request to sign with the name of who is asked.
type named struct {
	Request

	name string
	long bool // the signature has its time-stamp
}

// document is the page on which a document is looked at, signed and sent. What it shows is read from the frozen bytes.
func (p *pages) document(w http.ResponseWriter, r *http.Request) error {
	return p.showDocument(w, r, web.NewForm(web.Input{Name: "comment", Max: commentMax, Multiline: true}))
}

func (p *pages) showDocument(w http.ResponseWriter, r *http.Request, f *web.Form) error {
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	path := pathOf(work.Party, work.Application)
	if work.State.Sent() && r.URL.Query().Get("signed") != "" {
		return web.Redirect(w, r, path+"?sent=1")
	}
	if work.Paper == nil {
		return web.Redirect(w, r, path)
	}
	s, err := p.sheaf(r, work)
	if err != nil {
		return err
	}
	page := p.page(work, errText(work.Form.Name))
	page.Form = f
	switch q := r.URL.Query(); {
	case work.State == Signing && q.Get("signed") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textSigned}
	case q.Get("handed") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textHanded}
	case q.Get("returned") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textReturned}
	}
	return show(w, r, page, documentView(s, actor.From(r.Context()), f))
}

func (p *pages) sheaf(r *http.Request, work Work) (s sheaf, err error) {
	s.work = work
	content, err := p.read(r.Context(), work.Paper.XML)
	if err != nil {
		return sheaf{}, err
	}
	if s.chapters, err = document.Outline(content); err != nil {
		return sheaf{}, err
	}
	err = p.db.View(r.Context(), func(q sqldb.Querier) error {
		list, err := signingsOf(r.Context(), q, work.Paper.ID)
		if err != nil {
			return err
		}
		for i, g := range list {
			n := named{Request: g}
			if n.name, err = p.applicants.Name(r.Context(), q, g.Person); err != nil {
				return err
			}
			if g.Signature != "" {
				message, err := p.signatures.LongTerm(r.Context(), g.Signature)
				if err != nil {
					return err
				}
				n.long = message != nil
			}
			s.requests = append(s.requests, n)
			if g.Person == actor.From(r.Context()).Person {
				s.mine = &list[i]
			}
		}
		if s.entitled, err = p.authority.Entitled(r.Context(), q, work.Applicant); err != nil {
			return err
		}
		s.enough, err = p.signedEnough(r.Context(), q, work.Form, work.Application, work.Paper.ID)
		return err
	})
	return s, err
}

// sign leads to the page of signatures. The button says whether to send at once.
func (p *pages) sign(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "send", Max: 3})
	if err != nil {
		return err
	}
	address, err := p.Sign(r.Context(), caseOf(r), f.Get("send") == "yes")
	if err != nil {
		return err
	}
	return web.Redirect(w, r, address)
}

// after does something to an application and leads on.
func (p *pages) after(w http.ResponseWriter, r *http.Request, do func() error, path string) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	if err := do(); err != nil {
		return err
	}
	return web.Redirect(w, r, pathOf(work.Party, work.Application)+path)
}

func (p *pages) handOn(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, func() error {
		_, err := p.HandOn(r.Context(), caseOf(r))
		return err
	}, "/sign?handed=1")
}

func (p *pages) giveBack(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "comment", Max: commentMax, Multiline: true})
	if err != nil {
		return err
	}
	if f.OK() {
		err := p.Return(r.Context(), caseOf(r), f.Get("comment"))
		switch {
		case errors.Is(err, ErrComment):
			f.Fail("comment", ErrComment.Text)
		case err != nil:
			return err
		default:
			work, err := p.Open(r.Context(), caseOf(r))
			if err != nil {
				return err
			}
			return web.Redirect(w, r, pathOf(work.Party, work.Application)+"/sign?returned=1")
		}
	}
	return p.showDocument(w, r, f)
}

func (p *pages) send(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, func() error {
		_, err := p.Send(r.Context(), caseOf(r))
		return err
	}, "?sent=1")
}

func (p *pages) withdraw(w http.ResponseWriter, r *http.Request) error {
	return p.after(w, r, func() error { return p.Withdraw(r.Context(), caseOf(r)) }, "")
}

func (p *pages) drop(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	work, err := p.Open(r.Context(), caseOf(r))
	if err != nil {
		return err
	}
	if err := p.Drop(r.Context(), work.ID); err != nil {
		return err
	}
	return web.Redirect(w, r, work.list().URL+"?dropped=1")
}

// download gives a file of an application.
func (p *pages) download(w http.ResponseWriter, r *http.Request) error {
	f, err := p.File(r.Context(), caseOf(r), r.PathValue("kind"))
	if err != nil {
		return err
	}
	return hand(w, r, f, "attachment")
}

// Hand answers with a file to keep. Whoever calls it has judged that it may go to whoever asks.
func Hand(w http.ResponseWriter, r *http.Request, f File) error { return hand(w, r, f, "attachment") }

// hand answers with a file.
func hand(w http.ResponseWriter, r *http.Request, f File, disposition string) error {
	h := w.Header()
	h.Set("Content-Type", f.Media)
	h.Set("Content-Disposition", mime.FormatMediaType(disposition, map[string]string{"filename": f.Name}))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Content))
	return nil
}

// state is what the tag of an application says.
func (s State) label() i18n.Text { return stateTexts[s] }

func (s State) kind() web.Kind {
	switch s {
	case Draft, Withdrawn, Dropped:
		return web.Neutral
	case Signing, Asked:
		return web.Warning
	case Review:
		return web.Info
	case Granted:
		return web.Success
	case Refused:
		return web.Danger
	}
	return web.Neutral
}

package application

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/gost/streebog"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Paper is a document as it was formed: what is signed.
type Paper struct {
	ID          string
	Application actor.CaseID
	Revision    int // of the answers in it
	XML         blob.Ref
	PDF         blob.Ref
	SHA256      string // of the XML, in hex
	Streebog256 string
	Given       form.Given // what was known of the applicant then
	FormedBy    actor.PersonID
	Formed      time.Time
}

// MaxPaper is how long a document may be, in bytes.
const MaxPaper = 8 << 20

// Form forms the document of an application: the canonical XML, and the PDF that is rendered from it, both kept before the one
// row that names them. It fails with [ErrIncomplete] when something is missing, and with [ErrVersionEnded] when the form has
// changed since the person saw it.
func (s *Service) Form(ctx context.Context, application actor.CaseID) (Paper, error) {
	w, err := s.Open(ctx, application)
	if err != nil {
		return Paper{}, err
	}
	sick, infected := w.infected()
	switch {
	case !w.State.Open():
		return Paper{}, ErrClosed
	case w.Applicant.Prepared != "":
		return Paper{}, ErrPrepared
	case w.Renewed:
		return Paper{}, s.renew(ctx, application)
	case !w.Sheet.Complete():
		return Paper{}, ErrIncomplete
	case infected:
		return Paper{}, fault.New(fault.Conflict, errFileSick.With(sick.Name))
	case w.Paper != nil:
		return *w.Paper, nil // nothing has changed since
	}
	p := Paper{ID: id.New(), Application: w.ID, Revision: w.Revision, Given: w.Given, FormedBy: actor.From(ctx).Person, Formed: s.clock.Now()}
	if err := s.write(ctx, &p, &w); err != nil {
		return Paper{}, fmt.Errorf("form the document of %s: %w", w.ID, err)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := s.hold(ctx, tx, application, actor.Draft)
		switch {
		case err != nil:
			return err
		case !app.State.Open():
			return ErrClosed
		case app.Revision != p.Revision || app.Version != w.Form.Version:
			return ErrMeanwhile
		}
		if err := s.voidPaper(ctx, tx, app); err != nil {
			return err
		}
		if err := insertPaper(ctx, tx, p); err != nil {
			return fmt.Errorf("keep the document: %w", err)
		}
		if err := setState(ctx, tx, app.ID, Signing, true, p.Formed); err != nil {
			return err
		}
		return s.happen(ctx, tx, app.ID, Formed, p.SHA256)
	})
	if err != nil {
		return Paper{}, fmt.Errorf("form the document of %s: %w", application, err)
	}
	return p, nil
}

// write makes the files of a document and keeps them.
func (s *Service) write(ctx context.Context, p *Paper, w *Work) error {
	done, err := s.press()
	if err != nil {
		return err
	}
	defer done()
	about, err := s.about(ctx, p, w)
	if err != nil {
		return err
	}
	xml, err := document.Form(w.Form, w.Sheet, about)
	if err != nil {
		return err
	}
	pdf, err := document.Render(xml, document.Print{})
	if err != nil {
		return err
	}
	p.SHA256, p.Streebog256 = hashes(xml)
	if p.XML, err = s.files.Put(ctx, bytes.NewReader(xml), MaxPaper); err != nil {
		return fmt.Errorf("keep the XML: %w", err)
	}
	if p.PDF, err = s.files.Put(ctx, bytes.NewReader(pdf), MaxPaper); err != nil {
		return fmt.Errorf("keep the PDF: %w", err)
	}
	return nil
}

// about is what the document says beside the answers.
func (s *Service) about(ctx context.Context, p *Paper, w *Work) (document.About, error) {
	a := document.About{ID: string(w.ID), Formed: p.Formed, Trial: s.trial, Recipient: s.foundation.In(i18n.Russian), Applicant: w.Party}
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if a.Author.Name, err = s.applicants.Name(ctx, q, p.FormedBy); err != nil || w.Applicant.Organisation == "" {
			return err
		}
		list, err := s.authority.Entitled(ctx, q, w.Applicant)
		for _, signatory := range list {
			a.Signers = append(a.Signers, document.Signer{Name: signatory.Name, Post: signatory.Post, Mandate: signatory.Mandate})
		}
		return err
	})
	return a, err
}

// mostPresses is how many documents are made at a time for everybody together: the largest takes seconds of a core.
const mostPresses = 4

// ErrBusy says that others' documents are being made.
var ErrBusy = fault.New(fault.RateLimited, i18n.M(
	"Сейчас готовится много документов. Ответы сохранены: подождите минуту и повторите.",
	"Many documents are being made now. Your answers are kept: wait a minute and try again."))

// press takes one of the places for making documents; done gives it back. Nobody waits for a place: whoever finds none comes again.
func (s *Service) press() (done func(), err error) {
	select {
	case s.presses <- struct{}{}:
		return func() { <-s.presses }, nil
	default:
		return nil, ErrBusy
	}
}

func hashes(content []byte) (sha, gost string) {
	sum := sha256.Sum256(content)
	h := streebog.New256()
	_, _ = h.Write(content) // a hash takes everything
	return hex.EncodeToString(sum[:]), hex.EncodeToString(h.Sum(nil))
}

// renew takes a draft over into the form in force and says so.
func (s *Service) renew(ctx context.Context, application actor.CaseID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, _, err := s.holdDraft(ctx, tx, application)
		if err != nil {
			return err
		}
		return s.void(ctx, tx, app)
	})
	if err != nil {
		return fmt.Errorf("take a draft over into the new form: %w", err)
	}
	return ErrVersionEnded
}

// void ends the document of a draft whose answers have changed: nobody signs it any more, and signatures on it count for nothing.
func (s *Service) void(ctx context.Context, tx *sqldb.Tx, app Application) error {
	if app.State != Signing {
		return nil
	}
	if err := s.voidPaper(ctx, tx, app); err != nil {
		return err
	}
	if err := setState(ctx, tx, app.ID, Draft, true, s.clock.Now()); err != nil {
		return err
	}
	return s.happen(ctx, tx, app.ID, Voided, "")
}

func (s *Service) voidPaper(ctx context.Context, tx *sqldb.Tx, app Application) error {
	p, err := paperOf(ctx, tx, app.ID)
	if err != nil || p == nil {
		return err
	}
	if err := endPaper(ctx, tx, p.ID, s.clock.Now()); err != nil {
		return fmt.Errorf("void the document: %w", err)
	}
	return s.signatures.Withdraw(ctx, tx, p.ID)
}

// File is a file that belongs to an application, to be handed out.
type File struct {
	Name    string
	Media   string
	Content []byte
}

// File returns a file of an application to whoever may fill it in:
//
//	xml       what is signed
//	pdf       the printed form, as it was kept when the document was formed
//	stamped   the printed form with number and stamps, made anew from the XML
//	receipt   the sealed receipt
//	ics       the last day of the answer, for a calendar
//	sig.ID    a signature as it was received, by the id of the request to sign
//	long.ID   the same with its time-stamps
func (s *Service) File(ctx context.Context, application actor.CaseID, kind string) (File, error) {
	w, err := s.Open(ctx, application)
	if err != nil {
		return File{}, err
	}
	if w.Paper == nil {
		return File{}, ErrNoApplication
	}
	switch {
	case kind == "xml":
		content, err := s.read(ctx, w.Paper.XML)
		return File{fileName(w.Application, "xml"), mediaXML, content}, err
	case kind == "pdf":
		content, err := s.read(ctx, w.Paper.PDF)
		return File{fileName(w.Application, "pdf"), mediaPDF, content}, err
	case kind == "stamped" && w.State.Sent():
		return s.stamped(ctx, &w)
	case kind == "ics" && (w.State == Review || w.State == Asked):
		return File{fileName(w.Application, "ics"), mediaICS, s.reminder(&w)}, nil
	case kind == "receipt" && w.State.Sent():
		return s.receipt(ctx, w.ID)
	}
	if request, ok := strings.CutPrefix(kind, "sig."); ok {
		return s.signature(ctx, &w, request, false)
	}
	if request, ok := strings.CutPrefix(kind, "long."); ok {
		return s.signature(ctx, &w, request, true)
	}
	return File{}, ErrNoApplication
}

func (s *Service) receipt(ctx context.Context, application actor.CaseID) (f File, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		f, err = s.receipts.ReceiptFile(ctx, q, application, "")
		return err
	})
	if err != nil {
		return File{}, fmt.Errorf("read the receipt of %s: %w", application, err)
	}
	return f, nil
}

// signed lists the requests of a document that were signed.
func (s *Service) signed(ctx context.Context, paper string) (list []Request, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = signingsOf(ctx, q, paper)
		return err
	})
	return slices.DeleteFunc(list, func(g Request) bool { return g.Signature == "" }), err
}

// signature is a signature as it was received, or with the time-stamps that it was given since.
func (s *Service) signature(ctx context.Context, w *Work, request string, long bool) (File, error) {
	list, err := s.signed(ctx, w.Paper.ID)
	if err != nil {
		return File{}, err
	}
	for _, g := range list {
		if g.ID == request && long {
			message, err := s.signatures.LongTerm(ctx, g.Signature)
			if err != nil || message == nil {
				return File{}, cmp.Or(err, error(ErrNoApplication))
			}
			return File{fileName(w.Application, "stamped.xml.sig"), mediaCMS, message}, nil
		}
		if g.ID == request {
			message, _, err := s.signatures.Kept(ctx, g.Signature)
			return File{fileName(w.Application, "xml.sig"), mediaCMS, message}, err
		}
	}
	return File{}, ErrNoApplication
}

// stamped is the copy that bears the number and the stamps of the signatures. The hashed original stays as it is (rule T18).
func (s *Service) stamped(ctx context.Context, w *Work) (File, error) {
	done, err := s.press()
	if err != nil {
		return File{}, err
	}
	defer done()
	content, err := s.read(ctx, w.Paper.XML)
	if err != nil {
		return File{}, err
	}
	list, err := s.signed(ctx, w.Paper.ID)
	if err != nil {
		return File{}, err
	}
	p := document.Print{Number: w.Number, Registered: w.Sent}
	for _, g := range list {
		_, stamp, err := s.signatures.Kept(ctx, g.Signature)
		if err != nil {
			return File{}, fmt.Errorf("read the signature %s: %w", g.Signature, err)
		}
		p.Signatures = append(p.Signatures, stamp)
	}
	pdf, err := document.Render(content, p)
	return File{fileName(w.Application, "pdf"), mediaPDF, pdf}, err
}

// read reads a file of a document whole.
func (s *Service) read(ctx context.Context, ref blob.Ref) ([]byte, error) {
	f, err := s.files.Open(ctx, ref)
	if err != nil {
		return nil, fmt.Errorf("open a file of a document: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was read
	content, err := io.ReadAll(io.LimitReader(f, MaxPaper+1))
	if err != nil {
		return nil, fmt.Errorf("read a file of a document: %w", err)
	}
	return content, nil
}

// givenJSON and readGiven keep what was known of the applicant.
func givenJSON(g form.Given) (string, error) {
	b, err := json.Marshal(g)
	if err != nil {
		return "", fmt.Errorf("write down what is known: %w", err)
	}
	return string(b), nil
}

func readGiven(s string) (g form.Given, err error) {
	if err := json.Unmarshal([]byte(s), &g); err != nil {
		return nil, fmt.Errorf("read what was known: %w", err)
	}
	return g, nil
}

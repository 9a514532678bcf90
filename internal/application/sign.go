package application

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// PurposeSign is the purpose under which the room of signatures hands documents of applications over.
const PurposeSign = "application.sign"

// SignWithin is how long a document waits for a signature after somebody began to sign it.
const SignWithin = 7 * 24 * time.Hour

// Ask is what somebody is to sign.
type Ask struct {
	Paper      string // what the receiver finds it by
	Title      i18n.Text
	Name       string // of the file to download
	XML        blob.Ref
	Person     actor.PersonID
	INN        string // of the organisation for which it is signed
	Back, Next string
}

// Signatures is where documents are signed: package signature.
type Signatures interface {
	// Ask asks for a signature for [PurposeSign] and returns where the browser goes.
	Ask(ctx context.Context, tx *sqldb.Tx, a Ask) (address string, err error)
	// Withdraw ends all requests for a document that were not signed.
	Withdraw(ctx context.Context, tx *sqldb.Tx, paper string) error
	// Kept returns a signature as it was received, and what a stamp says of it.
	Kept(ctx context.Context, signature string) (message []byte, stamp document.Signature, err error)
	// LongTerm returns a signature with the time-stamps that it was given since; nil as long as it has none (rule T9).
	LongTerm(ctx context.Context, signature string) (message []byte, err error)
	// Stamped returns when a signature was given its first time-stamp; the zero time as long as it has none (rule T3).
	Stamped(ctx context.Context, q sqldb.Querier, signature string) (time.Time, error)
}

// Holder is whom the certificate of a signature names.
type Holder struct {
	INN, OGRN, OGRNIP          string // of the organisation or the sole proprietor
	PersonINN, SNILS           string
	Surname, Given, Patronymic string
}

// Name is the name of the person.
func (h Holder) Name() string {
	return strings.Join(strings.Fields(h.Surname+" "+h.Given+" "+h.Patronymic), " ")
}

// Arrived is a good signature of a document, as the room of signatures hands it over.
type Arrived struct {
	Signature string // id of the row there
	Paper     string
	Person    actor.PersonID // whose session it was
	Content   []byte         // what was signed
	Holder    Holder
	At        time.Time
}

// Signatory is somebody who is entitled to sign for an applicant.
type Signatory struct {
	Person  actor.PersonID
	Name    string
	Post    string
	Mandate *document.Mandate // the power of attorney by which they act, nil for whoever acts without one (T12)
}

// Authority says who may sign for an applicant: package organisation, by the register and by powers of attorney (rules T11, T12).
type Authority interface {
	// Entitled lists those who have an account here and may sign.
	Entitled(ctx context.Context, q sqldb.Querier, a Applicant) ([]Signatory, error)
	// MaySign refuses a holder who may not sign for the applicant at this moment.
	MaySign(ctx context.Context, q sqldb.Querier, a Applicant, p actor.PersonID, h Holder) error
	// AskAnew asks others, outside of transactions, about the rights of people who sign or have signed: the registry of powers of
	// attorney. MaySign and StillSign go by what was answered.
	AskAnew(ctx context.Context, a Applicant, people []actor.PersonID) error
	// StillSign refuses signatures of people who do not bind the applicant any more at the moment of sending.
	StillSign(ctx context.Context, q sqldb.Querier, a Applicant, signed []actor.PersonID) error
	// Enough reports whether the signatures of these people bind the applicant: several heads may act only together.
	Enough(ctx context.Context, q sqldb.Querier, a Applicant, signed []actor.PersonID) (bool, error)
}

// Refusals of signing.
var (
	ErrNothingToSign = fault.New(fault.Conflict, i18n.M(
		"Документ ещё не сформирован, или ответы с тех пор изменились. Сформируйте его заново.",
		"The document has not been formed, or the answers have changed since. Form it anew."))
	ErrSignedAlready = fault.New(fault.Conflict, i18n.M(
		"Вы уже подписали этот документ.", "You have signed this document already."))
	ErrNotThisDocument = fault.New(fault.Conflict, i18n.M(
		"Подписан не тот документ, который сформирован сейчас: ответы изменились. Откройте заявление и подпишите его ещё раз.",
		"What was signed is not the document as it stands now: answers have changed. Open the application and sign it again."))
	ErrNoSignatories = fault.New(fault.Conflict, i18n.M(
		"Подписать некому: ни у кого, кто вправе подписывать за организацию, здесь нет кабинета. Отправьте руководителю ссылку со страницы «Мои организации».",
		"There is nobody to sign: nobody who may sign for the organisation has an account here. Send the head a link from the page “My organisations”."))
	ErrMandate = fault.New(fault.Conflict, i18n.M(
		"Документ сформирован до того, как вы стали действовать по этой доверенности, и не называет её. Сформируйте его заново и подпишите.",
		"The document was formed before you came to act by this power of attorney, and does not name it. Form it anew and sign it."))
	ErrComment = fault.New(fault.Invalid, i18n.M(
		"Напишите, что исправить: иначе заполнявшие не поймут, почему документ вернулся.",
		"Write what to correct, or those who filled it in will not know why it came back."))
)

// HandOn asks everybody who is entitled to sign the document to do so.
func (s *Service) HandOn(ctx context.Context, application actor.CaseID) (list []Signatory, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, p, err := s.holdPaper(ctx, tx, application, actor.Draft)
		if err != nil {
			return err
		}
		if list, err = s.authority.Entitled(ctx, tx, app.Applicant); err != nil {
			return fmt.Errorf("read who may sign: %w", err)
		}
		if len(list) == 0 {
			return ErrNoSignatories
		}
		for _, signatory := range list {
			if err := s.handTo(ctx, tx, app, p, signatory.Person); err != nil {
				return fmt.Errorf("ask %s to sign: %w", signatory.Person, err)
			}
		}
		return s.happen(ctx, tx, app.ID, HandedOn, "")
	})
	if err != nil {
		return nil, fmt.Errorf("hand an application on: %w", err)
	}
	return list, nil
}

// handTo asks somebody to sign. Who has signed is not asked again; and what a signer has chosen for themselves stays: «Только подписать»
// does not become sending because somebody else, who may not send, hands the document on meanwhile.
func (s *Service) handTo(ctx context.Context, tx *sqldb.Tx, app Application, p *Paper, signer actor.PersonID) error {
	who := actor.From(ctx).Person
	before, err := signingOf(ctx, tx, p.ID, signer)
	chosen := err == nil && before.Waiting() && before.AskedBy == signer
	switch {
	case err != nil && !errors.Is(err, sqldb.ErrNoRows):
		return err
	case err == nil && !before.Signed.IsZero():
		return nil
	case !chosen:
		g := Request{ID: id.New(), Paper: p.ID, Person: signer, Send: true, Asked: s.clock.Now(), AskedBy: who}
		if err := askSigning(ctx, tx, g); err != nil {
			return err
		}
	}
	if signer == who {
		return nil
	}
	return s.tell(ctx, tx, app, signer, letterSign)
}

// Sign begins the signing of a document by the person who acts, and returns where the browser goes. send: it is sent as soon
// as it is signed, «Подписать и отправить»; otherwise «Только подписать».
func (s *Service) Sign(ctx context.Context, application actor.CaseID, send bool) (address string, err error) {
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, p, err := s.holdPaper(ctx, tx, application, actor.Sign)
		if err != nil {
			return err
		}
		who := actor.From(ctx).Person
		before, err := signingOf(ctx, tx, p.ID, who)
		switch {
		case err == nil && !before.Signed.IsZero():
			return ErrSignedAlready
		case err != nil && !errors.Is(err, sqldb.ErrNoRows):
			return fmt.Errorf("read who was asked: %w", err)
		}
		f, err := s.Version(ctx, tx, app.Service, app.Version)
		if err != nil {
			return err
		}
		party, err := s.applicants.Party(ctx, tx, app.Applicant)
		if err != nil {
			return fmt.Errorf("read who applies: %w", err)
		}
		g := Request{ID: id.New(), Paper: p.ID, Person: who, Send: send, Asked: s.clock.Now(), AskedBy: who}
		if err := askSigning(ctx, tx, g); err != nil {
			return fmt.Errorf("note who signs: %w", err)
		}
		back := pathOf(party, app) + "/sign"
		address, err = s.signatures.Ask(ctx, tx, Ask{
			Paper: p.ID, Title: errText(f.Name), Name: fileName(app, "xml"), XML: p.XML, Person: who, INN: party.INN, Back: back, Next: back + "?signed=1",
		})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("begin to sign an application: %w", err)
	}
	return address, nil
}

// holdPaper reads an application whose document waits for signatures, for a change.
func (s *Service) holdPaper(ctx context.Context, tx *sqldb.Tx, application actor.CaseID, right actor.Right) (Application, *Paper, error) {
	app, err := s.hold(ctx, tx, application, right)
	if err != nil {
		return Application{}, nil, err
	}
	p, err := paperOf(ctx, tx, app.ID)
	switch {
	case err != nil:
		return Application{}, nil, err
	case app.State == Draft || p == nil:
		return Application{}, nil, ErrNothingToSign
	case app.State != Signing:
		return Application{}, nil, ErrClosed
	}
	return app, p, nil
}

// Return gives a document back to those who filled it in, with a word about what to correct.
func (s *Service) Return(ctx context.Context, application actor.CaseID, comment string) error {
	if comment == "" {
		return ErrComment
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, p, err := s.holdPaper(ctx, tx, application, actor.Sign)
		if err != nil {
			return err
		}
		g, err := signingOf(ctx, tx, p.ID, actor.From(ctx).Person)
		switch {
		case errors.Is(err, sqldb.ErrNoRows), err == nil && !g.Waiting():
			return ErrNothingToSign
		case err != nil:
			return err
		}
		g.Returned, g.Comment = s.clock.Now(), comment
		if err := returnSigning(ctx, tx, g); err != nil {
			return err
		}
		if err := s.tell(ctx, tx, app, p.FormedBy, letterReturned(comment)); err != nil {
			return err
		}
		return s.happen(ctx, tx, app.ID, Returned, comment)
	})
	if err != nil {
		return fmt.Errorf("return an application: %w", err)
	}
	return nil
}

// Receive takes a signature in the transaction of the room of signatures. It is taken only over the frozen bytes of the document
// that stands, whose answers are read back and compared with those that were frozen (rule T17), of somebody who may sign at
// this moment (T11).
func (s *Service) Receive(ctx context.Context, tx *sqldb.Tx, a Arrived) error {
	p, err := paperByID(ctx, tx, a.Paper)
	if err != nil {
		return none(err, ErrNotThisDocument)
	}
	app, err := holdCase(ctx, tx, p.Application)
	if err != nil {
		return fmt.Errorf("receive a signature: %w", err)
	}
	f, err := s.Version(ctx, tx, app.Service, app.Version)
	switch {
	case err != nil:
		return err
	case app.State != Signing || app.Revision != p.Revision:
		return ErrNotThisDocument
	}
	parsed, err := s.compare(ctx, tx, app, &p, a.Content)
	if err != nil {
		return err
	}
	if err := s.names(ctx, tx, app, a.Person, parsed.About); err != nil {
		return err
	}
	if err := s.authority.MaySign(ctx, tx, app.Applicant, a.Person, a.Holder); err != nil {
		return err
	}
	g, err := signingOf(ctx, tx, p.ID, a.Person)
	switch {
	case err != nil:
		return none(err, ErrNotThisDocument)
	case !g.Signed.IsZero():
		return ErrSignedAlready
	}
	g.Signature, g.Signer, g.Signed = a.Signature, a.Holder.Name(), s.clock.Now()
	if err := signSigning(ctx, tx, g); err != nil {
		return fmt.Errorf("keep the signature: %w", err)
	}
	if err := s.happen(ctx, tx, app.ID, Signed, a.Holder.Name()); err != nil {
		return err
	}
	enough, err := s.signedEnough(ctx, tx, f, app, p.ID)
	if err != nil || !enough || !g.Send {
		return err
	}
	return s.send(ctx, tx, app, &p, a.Person)
}

// Ask asks others about the rights of whoever signs a document now and of those who have signed it, before the transaction in which
// the signature is received.
func (s *Service) Ask(ctx context.Context, paper string, signs actor.PersonID) error {
	var app Application
	people := []actor.PersonID{signs}
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		p, err := paperByID(ctx, q, paper)
		if err != nil {
			return none(err, ErrNotThisDocument)
		}
		if app, err = selectCase(ctx, q, p.Application); err != nil {
			return err
		}
		signed, err := whoSigned(ctx, q, paper)
		people = append(people, signed...)
		return err
	})
	if err != nil {
		return fmt.Errorf("read who signs: %w", err)
	}
	return s.authority.AskAnew(ctx, app.Applicant, people)
}

// names refuses the signature of whoever acts by a power of attorney that the document does not name: another could be put in its
// place later (T12).
func (s *Service) names(ctx context.Context, q sqldb.Querier, app Application, who actor.PersonID, about document.About) error {
	list, err := s.authority.Entitled(ctx, q, app.Applicant)
	if err != nil {
		return fmt.Errorf("read who may sign: %w", err)
	}
	for _, one := range list {
		named := func(g document.Signer) bool {
			return g.Mandate != nil && g.Mandate.Number == one.Mandate.Number && g.Mandate.SHA256 == one.Mandate.SHA256
		}
		if one.Person == who && one.Mandate != nil && !slices.ContainsFunc(about.Signers, named) {
			return ErrMandate
		}
	}
	return nil
}

// signedEnough reports whether a document has the signatures that it needs.
func (s *Service) signedEnough(ctx context.Context, q sqldb.Querier, f *form.Service, app Application, paper string) (bool, error) {
	if needed, err := s.signedOf(ctx, q, f, app.Applicant); err != nil || !needed {
		return err == nil, err
	}
	people, err := whoSigned(ctx, q, paper)
	if err != nil || len(people) == 0 {
		return false, err
	}
	return s.authority.Enough(ctx, q, app.Applicant, people)
}

// whoSigned lists the people whose signatures a document has.
func whoSigned(ctx context.Context, q sqldb.Querier, paper string) (people []actor.PersonID, err error) {
	list, err := signingsOf(ctx, q, paper)
	if err != nil {
		return nil, fmt.Errorf("read signatures: %w", err)
	}
	for _, g := range list {
		if !g.Signed.IsZero() {
			people = append(people, g.Person)
		}
	}
	return people, nil
}

// compare holds the bytes of a document against what was frozen: the hash, the form, and every answer (rule T17).
func (s *Service) compare(ctx context.Context, q sqldb.Querier, app Application, p *Paper, content []byte) (document.Parsed, error) {
	if sum := sha256.Sum256(content); hex.EncodeToString(sum[:]) != p.SHA256 {
		return document.Parsed{}, ErrNotThisDocument
	}
	f, err := s.Version(ctx, q, app.Service, app.Version)
	if err != nil {
		return document.Parsed{}, err
	}
	parsed, err := document.Read(f, content)
	if err != nil {
		return document.Parsed{}, ErrNotThisDocument.Because(err)
	}
	saved, err := answersAt(ctx, q, app.ID, p.Revision)
	if err != nil {
		return document.Parsed{}, err
	}
	sheet, err := f.Check(ctx, answersOf(saved), p.Given, dayIn(p.Formed))
	if err != nil {
		return document.Parsed{}, err
	}
	if !reflect.DeepEqual(parsed.Answers, sheet.Answers()) || parsed.About.ID != string(app.ID) {
		return document.Parsed{}, ErrNotThisDocument
	}
	return parsed, nil
}

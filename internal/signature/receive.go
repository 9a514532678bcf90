package signature

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Signed is a signature that passed, as its purpose gets it.
type Signed struct {
	ID      string
	Request Request
	// Signature is the message in the store of files, as it was received.
	Signature   blob.Ref
	Report      validate.Report
	Certificate *cert.Certificate
	Identity    cert.Identity
	// Facts are kept of documents, and zero for sign-ins.
	Facts blob.Ref
}

// Refusals of signatures. What a [Refusal] says in more words is the report.
var (
	ErrNotPassed = fault.New(fault.Invalid, i18n.M(
		"Подпись не прошла проверку.", "The signature did not pass the check."))
	ErrTryLater = fault.New(fault.Unavailable, i18n.M(
		"Подпись пока нельзя проверить: удостоверяющий центр не ответил, отозван ли сертификат. Попробуйте через несколько минут той же подписью.",
		"The signature cannot be checked yet: the certification authority did not say whether the certificate was revoked. Try again in a few minutes with the same signature."))
	ErrSeveral = fault.New(fault.Invalid, i18n.M(
		"В файле несколько подписей. Подпишите исходный файл одной подписью и загрузите её.",
		"The file has several signatures. Sign the original file once and upload that signature."))
	ErrDetached = fault.New(fault.Invalid, i18n.M(
		"Для входа нужна присоединённая подпись: текст должен быть внутри файла подписи. Выберите в программе «присоединённая» (attached) и подпишите ещё раз.",
		"To sign in, the signature must be attached: the text has to stand inside the signature file. Choose “attached” in your program and sign again."))
	ErrOtherText = fault.New(fault.Invalid, i18n.M(
		"Подписан не тот текст, который мы дали для этого входа. Скачайте текст заново и подпишите его, ничего не меняя.",
		"What is signed is not the text that we gave for this sign-in. Download the text again and sign it without any change."))
	ErrLoginText = fault.New(fault.Invalid, i18n.M(
		"В файле подписан текст для входа на сайт, а не документ. Скачайте документ со страницы и подпишите его.",
		"The file has the text of a sign-in, not the document. Download the document from the page and sign it."))
	ErrOtherDocument = fault.New(fault.Invalid, i18n.M(
		"Подписан другой файл или изменённая копия. Скачайте документ со страницы и подпишите его, ничего не меняя.",
		"Another file is signed, or a changed copy. Download the document from the page and sign it without any change."))
	ErrAmbiguous = fault.New(fault.Invalid, i18n.M(
		"По сертификату нельзя понять, чья это подпись: ИНН, ОГРН или СНИЛС в нём отсутствуют, повторяются или не сходятся. Обратитесь в удостоверяющий центр, который его выдал.",
		"The certificate does not tell whose signature it is: its ИНН, ОГРН or СНИЛС are missing, repeated or contradict each other. Ask the certification authority that issued it."))
)

// Refusal is a signature that was looked at and not taken. Report is what was found.
type Refusal struct {
	*fault.Fault
	Report validate.Report
}

// Unwrap returns the fault, so that the edge knows its kind.
func (r *Refusal) Unwrap() error { return r.Fault }

// Budgets. A check costs some milliseconds and may ask the network.
var (
	byAddress = limit.Rule{Name: "signature.address", Burst: 60, Per: oneHour}
	byRequest = limit.Rule{Name: "signature.request", Burst: maxTries, Per: oneHour}
)

// Receive takes a signature for a request: it is judged, and when it passes, everything that follows happens in one
// transaction: the request is used up, the signature kept, the journal written, and the purpose does what it is for. A
// signature that is refused changes nothing but the number of tries.
func (s *Service) Receive(ctx context.Context, requestID string, c Caller, message []byte) (Signed, error) {
	r, err := s.Request(ctx, requestID, c)
	if err != nil {
		return Signed{}, err
	}
	if err := r.open(s.clock.Now()); err != nil {
		return Signed{}, err
	}
	use, ok := s.uses[r.Purpose]
	if !ok {
		return Signed{}, fmt.Errorf("receive a signature: nobody uses the purpose %q", r.Purpose)
	}
	address := limit.Address(httpx.InfoOf(ctx).Address)
	if err := s.limits.Allow(ctx, limit.Charge{Rule: byAddress, Key: address}, limit.Charge{Rule: byRequest, Key: r.ID}); err != nil {
		return Signed{}, err
	}
	checked, err := s.checkRequest(ctx, r, message)
	if err == nil {
		err = r.accepts(checked)
	}
	if err == nil && use.Judge != nil {
		err = use.Judge(ctx, r)
	}
	if err != nil {
		return Signed{}, s.refuse(ctx, r, c, err)
	}
	return s.take(ctx, use, r, c, checked, message)
}

// checkRequest judges a message over the frozen bytes of a request.
func (s *Service) checkRequest(ctx context.Context, r Request, message []byte) (Checked, error) {
	document, err := s.Bytes(ctx, r)
	if err != nil {
		return Checked{}, err
	}
	defer document.Close() //nolint:errcheck // it was read
	return s.Check(ctx, message, document)
}

// accepts says why a message is not taken for a request, nil if it is. A document and a sign-in are never taken for each
// other (T14), and nothing but a whole, unambiguous signature has an effect (T10, T16).
func (r Request) accepts(c Checked) error {
	attached, login := c.Report.Input.Document.Attached, r.Login()
	switch {
	case login && !attached:
		return &Refusal{ErrDetached, c.Report}
	case login && string(c.Content) != r.Challenge:
		return &Refusal{ErrOtherText, c.Report}
	case !login && attached && isChallenge(c.Content):
		return &Refusal{ErrLoginText, c.Report}
	case len(c.Report.Signers) > 1:
		return &Refusal{ErrSeveral, c.Report}
	case c.foreign:
		return &Refusal{ErrOtherDocument, c.Report}
	case !c.Passed():
		return &Refusal{reason(c.Report), c.Report}
	case c.Certificate == nil || c.Certificate.Identity().Ambiguous():
		return &Refusal{ErrAmbiguous, c.Report}
	}
	return nil
}

// reason finds the words for a signature that did not pass.
func reason(r validate.Report) *fault.Fault {
	words := map[validate.SubIndication]*fault.Fault{validate.HashFailure: ErrOtherDocument, validate.TryLater: ErrTryLater}
	for _, sub := range r.SubIndications {
		if no, ok := words[sub]; ok {
			return no
		}
	}
	return ErrNotPassed
}

// refuse counts a try that failed and writes it into the journal with the code of the reason.
func (s *Service) refuse(ctx context.Context, r Request, c Caller, why error) error {
	var no *fault.Fault
	if !errors.As(why, &no) {
		return why
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if no.Kind != fault.Unavailable {
			if err := countTry(ctx, tx, r.ID); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, entry{by: actorOf(c), action: "signature.refused", subject: subjectOf(r, c), detail: r.ID})
	})
	if err != nil {
		return fmt.Errorf("note a refused signature: %w", err)
	}
	return why
}

func (s *Service) take(ctx context.Context, use Use, r Request, c Caller, checked Checked, message []byte) (Signed, error) {
	report, err := json.Marshal(checked.Report)
	if err != nil {
		return Signed{}, fmt.Errorf("write the report of a signature: %w", err)
	}
	file, err := s.put(ctx, message)
	if err != nil {
		return Signed{}, err
	}
	var kept keptFacts
	if !r.Login() { // a sign-in is not judged again, and its lists would be the larger part of what is stored
		if kept, err = s.keepFacts(ctx, checked); err != nil {
			return Signed{}, err
		}
	}
	sum := checked.Certificate.SHA256()
	signed := Signed{
		ID: id.New(), Request: r, Signature: file, Report: checked.Report, Certificate: checked.Certificate,
		Identity: checked.Certificate.Identity(), Facts: kept.facts,
	}
	signed.Request.Signed = checked.Time
	row := signedRow{
		id: signed.ID, request: r.ID, purpose: r.Purpose, person: c.Person, message: file, facts: kept.facts, report: report,
		certificate: hex.EncodeToString(sum[:]), policy: string(checked.Report.Policy.ID), at: checked.Time,
	}
	if checked.Report.TrustList != nil {
		row.list = checked.Report.TrustList.SHA256
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		first, err := claimRequest(ctx, tx, r.ID, checked.Time)
		if err != nil {
			return err
		}
		if !first {
			return ErrUsed
		}
		for _, m := range kept.material {
			if err := keepMaterial(ctx, tx, m.sum, m.kind, m.file); err != nil {
				return err
			}
		}
		if err := insertSigned(ctx, tx, row); err != nil {
			return err
		}
		if !r.Login() {
			if err := s.jobs.Insert(ctx, tx, raise{signed.ID}); err != nil {
				return err
			}
		}
		if err := s.askLater(ctx, tx, signed); err != nil {
			return err
		}
		if err := s.record(ctx, tx, entry{by: actorOf(c), action: "signature.signed", subject: subjectOf(r, c), detail: r.ID}); err != nil {
			return err
		}
		return use.Receive(ctx, tx, signed)
	})
	if err != nil {
		return Signed{}, err
	}
	return signed, nil
}

// Download returns the message of a request that was signed, for those for whom the request is.
func (s *Service) Download(ctx context.Context, requestID string, c Caller) (io.ReadSeekCloser, Request, error) {
	var r Request
	var row signedRow
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if r, err = s.request(ctx, q, requestID, c); err != nil {
			return err
		}
		row, err = selectSigned(ctx, q, requestID)
		if errors.Is(err, sqldb.ErrNoRows) {
			err = ErrNoRequest
		}
		return err
	})
	if err != nil {
		return nil, Request{}, err
	}
	f, err := s.files.Open(ctx, row.message)
	return f, r, err
}

// entry is a line of the journal before it is written.
type entry struct{ by, action, subject, detail string }

func (s *Service) record(ctx context.Context, tx *sqldb.Tx, e entry) error {
	info := httpx.InfoOf(ctx)
	return audit.Record(ctx, tx, audit.Entry{
		Actor: e.by, Action: e.action, Subject: e.subject, Request: info.RequestID, Address: info.Network(), Detail: e.detail,
	})
}

func actorOf(c Caller) string {
	if c.Person == "" {
		return "guest"
	}
	return string(c.Person)
}

// subjectOf is whose matter a signature is: the person's, else the request's.
func subjectOf(r Request, c Caller) string {
	for _, p := range []actor.PersonID{r.Person, c.Person} {
		if p != "" {
			return string(p)
		}
	}
	return r.ID
}

// Kept returns a signature as it was received, and the SHA-256 of the certificate that signed.
func (s *Service) Kept(ctx context.Context, q sqldb.Querier, id string) (message []byte, certificate [sha256.Size]byte, err error) {
	row, err := signedByID(ctx, q, id)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil, certificate, ErrNoRequest
	}
	if err != nil {
		return nil, certificate, fmt.Errorf("read the signature %s: %w", id, err)
	}
	if _, err := hex.Decode(certificate[:], []byte(row.certificate)); err != nil {
		return nil, certificate, fmt.Errorf("read the signature %s: %w", id, err)
	}
	message, err = s.content(ctx, row.message)
	return message, certificate, err
}

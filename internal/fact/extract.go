package fact

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact/extract"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// The tax service, as a certificate names it (T10): its numbers and never its name.
const (
	taxServiceOGRN = "1047707030513"
	taxServiceINN  = "7707329152"
)

// Signer is whose signature stands under a document, when everything about it passed by the policy of the installation.
type Signer struct {
	INN, OGRN   string // of the organisation, "" when the certificate is ambiguous
	Certificate string // SHA-256 in hexadecimal digits
}

// Errors of a [Verifier].
var (
	// ErrBadSignature says that a signature is none, does not fit or did not pass.
	ErrBadSignature = errors.New("the signature did not pass")
	// ErrTryLater says that nobody could tell yet whether the certificate was revoked.
	ErrTryLater = errors.New("the signature cannot be judged yet")
)

// Verifier judges signatures by the policy of the installation (T8): package signature.
type Verifier interface {
	// Verify judges a detached signature in CMS over a document. Errors are [ErrBadSignature], [ErrTryLater], or a fault.
	Verify(ctx context.Context, message, document []byte) (Signer, error)
}

// Refusals of extracts.
var (
	ErrExtractPDF = fault.New(fault.Invalid, i18n.M(
		"Сведения из документа ПДФ программа не читает. Загрузите выписку в виде XML с файлом подписи, а этот документ приложите к проверке вручную: подпись налоговой службы на нём будет проверена.",
		"Facts are not read out of a PDF document. Upload the extract as XML with its signature file, and attach this document to a check by hand: the tax service's signature on it will be verified."))
	ErrNotExtract = fault.New(fault.Invalid, i18n.M(
		"Это не выписка по одной организации. Загрузите файл XML со сведениями из ЕГРЮЛ или ЕГРИП.",
		"This is no extract about one organisation. Upload an XML file with a record of EGRUL or EGRIP."))
	ErrNotSealed = fault.New(fault.Invalid, i18n.M(
		"Подпись под выпиской не прошла проверку: файл изменён, подпись от другого файла или сертификат не действует. Получите выписку заново.",
		"The signature of the extract did not pass: the file was changed, the signature belongs to another file or the certificate is not valid. Get the extract anew."))
	ErrNotTaxService = fault.New(fault.Invalid, i18n.M(
		"Выписку подписала не налоговая служба. Сведениями становится только выписка с её подписью.",
		"The extract is not signed by the tax service. Only an extract that it has signed becomes a fact."))
	ErrSealLater = fault.New(fault.Unavailable, i18n.M(
		"Подпись пока нельзя проверить: удостоверяющий центр не ответил, отозван ли сертификат. Повторите через несколько минут.",
		"The signature cannot be checked yet: the certification authority did not say whether the certificate was revoked. Try again in a few minutes."))
	ErrOtherSubject = fault.New(fault.Invalid, i18n.M(
		"Эта выписка о другой организации.",
		"This extract is about another organisation."))
	ErrExtractFuture = fault.New(fault.Invalid, i18n.M(
		"Дата выписки ещё не наступила. Проверьте файл.",
		"The day of the extract is still to come. Check the file."))
	ErrExtractKnown = fault.New(fault.Conflict, i18n.M(
		"Эта выписка уже загружена.",
		"This extract was uploaded already."))
)

// Upload is an extract as somebody uploads it.
type Upload struct {
	Subject   Subject // whose page it was uploaded to
	Name      string
	Content   []byte // XML
	Signature []byte // detached, CMS
}

// TakeExtract makes facts of an extract, if the tax service has signed these very bytes (T22): by the trial authority in a trial installation,
// by an accredited one in a real one, and with the numbers of the service in the certificate. What the extract says is then as good as
// the register's own file of that day, whoever brings it.
func (s *Service) TakeExtract(ctx context.Context, by actor.Actor, u Upload) error {
	if !by.Has(actor.Operator, actor.Owner) {
		return actor.ErrRole
	}
	if bytes.HasPrefix(u.Content, []byte("%PDF-")) {
		return ErrExtractPDF
	}
	rec, err := extract.Read(u.Content)
	if err != nil {
		return ErrNotExtract.Because(err)
	}
	switch of := (Subject{INN: rec.INN, OGRN: rec.OGRN}); {
	case u.Subject.OGRN != "" && u.Subject.OGRN != of.OGRN, u.Subject.INN != "" && u.Subject.INN != of.INN:
		return ErrOtherSubject
	case rec.AsOf.After(workdays.DateOf(s.clock.Now())):
		return ErrExtractFuture
	}
	signer, err := s.sealOf(ctx, u.Signature, u.Content)
	if err != nil {
		return err
	}
	file, err := s.files.Put(ctx, bytes.NewReader(u.Content), int64(len(u.Content)))
	if err != nil {
		return fmt.Errorf("keep an extract: %w", err)
	}
	message, err := s.files.Put(ctx, bytes.NewReader(u.Signature), int64(len(u.Signature)))
	if err != nil {
		return fmt.Errorf("keep the signature of an extract: %w", err)
	}
	sum := sha256.Sum256(u.Content)
	row := extractRow{
		id: id.New(), register: Register(rec.Register), record: rec.OGRN, asOf: rec.AsOf.String(), name: cut(u.Name), file: file, signature: message,
		hash: hex.EncodeToString(sum[:]), certificate: signer.Certificate, operator: string(by.Person), at: s.clock.Now(),
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := insertExtract(ctx, tx, row); err != nil {
			return err
		}
		if err := s.takeRecord(ctx, tx, rec, taken{from: row.id, source: Extract, pinned: "certificate " + signer.Certificate, operator: row.operator}); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Actor: row.operator, Action: "fact.extract_taken", Subject: row.id, Detail: rec.OGRN + " sha256 " + row.hash})
	})
	if errors.Is(err, sqldb.ErrConflict) {
		return ErrExtractKnown.Because(err)
	}
	return err
}

// sealOf verifies that the tax service signed a document.
func (s *Service) sealOf(ctx context.Context, message, document []byte) (Signer, error) {
	if s.verifier == nil || len(message) == 0 {
		return Signer{}, ErrNotSealed
	}
	signer, err := s.verifier.Verify(ctx, message, document)
	switch {
	case errors.Is(err, ErrTryLater):
		return Signer{}, ErrSealLater.Because(err)
	case errors.Is(err, ErrBadSignature):
		return Signer{}, ErrNotSealed.Because(err)
	case err != nil:
		return Signer{}, err
	case signer.OGRN != taxServiceOGRN || signer.INN != taxServiceINN:
		return Signer{}, ErrNotTaxService
	}
	return signer, nil
}

// sealed looks whether a PDF document that shows what an operator saw bears the tax service's signature, and returns the certificate's SHA-256,
// "" when it does not. The document stays what it is, evidence of a look by hand: nothing of its text is read.
func (s *Service) sealed(ctx context.Context, document []byte) string {
	seal, err := extract.SealOf(document)
	if err != nil {
		return ""
	}
	signer, err := s.sealOf(ctx, seal.Message, seal.Signed)
	if err != nil {
		return ""
	}
	return signer.Certificate
}

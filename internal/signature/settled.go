package signature

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Outcome is what the second asking about a signature has found. It is stored, so the words never change.
type Outcome string

// The outcomes.
const (
	Good    Outcome = "good"
	Revoked Outcome = "revoked"
)

// askAgain is the job that asks for the second time whether the certificates of a signature were revoked (rule T4): who lost a
// key tells the authority, and its list says so only some hours later.
type askAgain struct{ Signed string }

// Kind names the job.
func (askAgain) Kind() string { return "signature.ask_again" }

// errUnanswered says that the second asking was not answered: the job tries again.
var errUnanswered = errors.New("the second asking was not answered")

// askLater has a signature asked about once more when it settles. Each is when it is taken: one under a document, and a sign-in, on which a
// session, the level of an account and the rights in an organisation account may rest.
func (s *Service) askLater(ctx context.Context, tx *sqldb.Tx, signed Signed) error {
	at := s.settles(s.clock.Now(), signed.Certificate)
	if err := s.jobs.Insert(ctx, tx, askAgain{signed.ID}, jobs.After(at)); err != nil {
		return fmt.Errorf("have the signature %s asked about again: %w", signed.ID, err)
	}
	return nil
}

// Fallen is a signature whose certificate the second asking has found revoked.
type Fallen struct {
	ID          string
	Request     string // by which the other rooms know a sign-in
	Login       bool   // a sign-in, not a document
	At          time.Time
	Certificate *cert.Certificate
}

// OnRevoked has f told of each, in the transaction that notes it. The application calls it before the program serves.
func (m *Module) OnRevoked(f func(ctx context.Context, tx *sqldb.Tx, one Fallen) error) {
	m.revoked = append(m.revoked, f)
}

func (s *Service) askOne(ctx context.Context, d jobs.Delivery[askAgain]) error {
	row, last, document, err := s.toRaise(ctx, d.Args.Signed)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the signature %s: %w", d.Args.Signed, err)
	}
	report, err := s.reportNow(ctx, row, last, document)
	if err != nil {
		return fmt.Errorf("ask again about the signature %s: %w", row.id, err)
	}
	outcome, ok := outcomeOf(report)
	if !ok {
		return fmt.Errorf("ask again about the signature %s: %s %v: %w", row.id, report.Indication, report.SubIndications, errUnanswered)
	}
	fallen, err := s.fallen(ctx, row)
	if err != nil {
		return fmt.Errorf("ask again about the signature %s: %w", row.id, err)
	}
	if outcome == Good && !s.trial && !newer(report, fallen) {
		return fmt.Errorf("ask again about the signature %s: what is there was made before it: %w", row.id, errUnanswered)
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
		first, err := insertOutcome(ctx, tx, row.id, outcome, s.clock.Now())
		if err != nil || !first || outcome != Revoked {
			return err
		}
		if err := s.record(ctx, tx, entry{by: "system", action: "signature.revoked_since", subject: row.request, detail: row.id}); err != nil {
			return err
		}
		for _, tell := range s.revoked {
			if err := tell(ctx, tx, fallen); err != nil {
				return fmt.Errorf("tell of the signature %s: %w", row.id, err)
			}
		}
		return nil
	})
	return nil
}

// fallen is what others are told of a signature that falls.
func (s *Service) fallen(ctx context.Context, row signedRow) (Fallen, error) {
	signer, err := s.signerOf(ctx, row)
	return Fallen{ID: row.id, Request: row.request, Login: row.facts.IsZero(), At: row.at, Certificate: signer}, err
}

// reportNow judges a signature by what is known now. One whose time-stamp came before the certificate was revoked stands.
func (s *Service) reportNow(ctx context.Context, row signedRow, last raised, document []byte) (validate.Report, error) {
	kept := last.message
	switch {
	case row.facts.IsZero(): // a sign-in, of which only the message is kept
		kept = row.message
	case last.level != LevelT && last.level != LevelLTA:
		return s.Again(ctx, row.request)
	}
	message, err := s.content(ctx, kept)
	if err != nil {
		return validate.Report{}, err
	}
	checked, err := s.Check(ctx, message, bytes.NewReader(document))
	return checked.Report, err
}

// newer reports whether what was answered about the certificate of a signature was made after its time-stamp, or after it came where it has
// none: an older list that is still in force cannot know of a key that was lost since (rule T4). In a trial installation the period is
// nil, and so is this. Where the certificate names nobody who would answer there is nothing that could be newer.
func newer(r validate.Report, one Fallen) bool {
	if one.Certificate == nil {
		return true
	}
	since, answered := one.At, false
	sum := one.Certificate.SHA256()
	for _, signer := range r.Signers {
		if signer.Times.Proven != nil {
			since = *signer.Times.Proven
		}
		for _, a := range signer.Revocation {
			if a.Cert != hex.EncodeToString(sum[:]) || a.ThisUpdate == nil {
				continue
			}
			if a.ThisUpdate.After(since) {
				return true
			}
			answered = true
		}
	}
	return !answered
}

// outcomeOf reads a report; ok is false when it does not say.
func outcomeOf(r validate.Report) (o Outcome, ok bool) {
	if r.Indication == validate.TotalPassed {
		return Good, true
	}
	revoked := slices.ContainsFunc(r.SubIndications, func(sub validate.SubIndication) bool {
		return slices.Contains([]validate.SubIndication{validate.Revoked, validate.RevokedNoPOE, validate.RevokedCANoPOE}, sub)
	})
	return Revoked, revoked
}

// Settled reports whether it was asked again, after the grace period, whether the certificates of signatures were revoked (rule
// T4), and whether one was. A sign-in may be named by its request.
func (s *Service) Settled(ctx context.Context, q sqldb.Querier, ids []string) (settled, revoked bool, err error) {
	settled = true
	for _, id := range ids {
		o, err := outcomeFor(ctx, q, id)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			settled = false
		case err != nil:
			return false, false, fmt.Errorf("read whether it was asked again about the signature %s: %w", id, err)
		case o == Revoked:
			revoked = true
		}
	}
	return settled, revoked, nil
}

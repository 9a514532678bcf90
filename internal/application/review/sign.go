package review

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Agree notes that a second official agrees with a decision.
func (s *Service) Agree(ctx context.Context, one actor.CaseID) error {
	who := actor.From(ctx).Person
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, d, err := s.waiting(ctx, tx, one)
		if err != nil {
			return err
		}
		part, err := s.hadPart(ctx, tx, app, who)
		switch {
		case err != nil:
			return err
		case d.FormedBy == who || !d.SecondNeeded:
			return ErrSecondPair
		case part:
			return ErrFirstReviewer
		case d.Second != "":
			return nil
		}
		if err := application.AgreeDecision(ctx, tx, d.ID, who, s.clock.Now()); err != nil {
			return err
		}
		if err := s.move(ctx, tx, app, Signing); err != nil {
			return err
		}
		return s.record(ctx, tx, "review.agreed", app.ID, d.ID)
	})
	if err != nil {
		return fmt.Errorf("agree with a decision: %w", err)
	}
	return nil
}

func (s *Service) waiting(ctx context.Context, tx *sqldb.Tx, one actor.CaseID) (application.Application, *application.Decision, error) {
	if _, err := s.admit(ctx, tx, one); err != nil {
		return application.Application{}, nil, err
	}
	app, err := s.applications.HoldSent(ctx, tx, one)
	if err != nil {
		return application.Application{}, nil, err
	}
	d, err := application.WaitingDecision(ctx, tx, app.ID)
	if err == nil && d == nil {
		err = ErrNoDecision
	}
	return app, d, err
}

// Sign begins the signing of a decision by the official who formed it, and returns where the browser goes.
func (s *Service) Sign(ctx context.Context, one actor.CaseID) (address string, err error) {
	who := actor.From(ctx).Person
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, d, err := s.waiting(ctx, tx, one)
		switch {
		case err != nil:
			return err
		case d.FormedBy != who:
			return ErrNotYours
		case d.Batch != "":
			return ErrInGroup
		case !d.Ready():
			return ErrSecondPair
		}
		back := pathOf(app.ID)
		address, err = s.signatures.Ask(ctx, tx, Ask{
			Purpose: Purpose, Decision: d.ID, Title: titleSign.With(app.Number), Name: "decision-" + d.Number + ".xml", XML: d.XML, Person: who, Back: back, Next: back + "?decided=1",
		})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("begin to sign a decision: %w", err)
	}
	return address, nil
}

// Arrived is a good signature of a decision, as the room of signatures hands it over.
type Arrived struct {
	Signature string
	Decision  string
	Person    actor.PersonID
	Content   []byte
	Own       bool // whether the certificate bears the СНИЛС of the person
	Signer    string
	At        time.Time
}

// Receive decides: it takes the official's signature in the transaction of the room of signatures, over the frozen bytes and no others.
func (s *Service) Receive(ctx context.Context, tx *sqldb.Tx, a Arrived) error {
	d, err := application.DecisionByID(ctx, tx, a.Decision)
	switch sum := sha256.Sum256(a.Content); {
	case err != nil || !d.Signed.IsZero():
		return ErrNoDecision
	case hex.EncodeToString(sum[:]) != d.SHA256:
		return ErrOtherBytes
	case d.FormedBy != a.Person:
		return ErrNotYours
	case !d.Ready():
		return ErrSecondPair
	}
	if err := s.mayRule(ctx, tx, a); err != nil {
		return err
	}
	d.Signature, d.Signer, d.Signed = a.Signature, a.Signer, s.clock.Now()
	return s.conclude(ctx, tx, &d, a.Content)
}

// mayRule refuses a signature of somebody whom the certificate does not name, or who does not decide any more.
func (s *Service) mayRule(ctx context.Context, tx *sqldb.Tx, a Arrived) error {
	if !a.Own {
		return ErrOtherOfficial
	}
	may, err := s.decides(ctx, tx, a.Person)
	switch {
	case err != nil:
		return err
	case !may:
		return ErrNoDecider
	}
	return nil
}

// conclude decides by a decision that is signed. What rules say is asked once more: a decision rests on what they said when it was
// formed, and is not taken when they have come to something else since.
func (s *Service) conclude(ctx context.Context, tx *sqldb.Tx, d *application.Decision, content []byte, beside ...application.Sealed) error {
	app, err := s.applications.HoldSent(ctx, tx, d.Application)
	if err != nil {
		return err
	}
	if err := s.unbiased(ctx, tx, app, d); err != nil {
		return err
	}
	f, err := s.applications.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	before, err := readSnapshot(d.Snapshot)
	if err != nil {
		return err
	}
	now, err := s.assess(ctx, tx, f, app)
	switch {
	case err != nil:
		return err
	case now.differs(before):
		return ErrFactsChanged
	}
	effect, err := s.effect(f)
	if err != nil {
		return err
	}
	if err := s.applications.Conclude(ctx, tx, app, d, effect, content, beside...); err != nil {
		return err
	}
	return s.move(ctx, tx, app, Over)
}

// unbiased refuses a decision when whoever formed it, or agreed with it, must keep out of the application at this moment: a mark of a conflict
// or a complaint about an earlier decision may have come since.
func (s *Service) unbiased(ctx context.Context, tx *sqldb.Tx, app application.Application, d *application.Decision) error {
	for who, no := range map[actor.PersonID]error{d.FormedBy: ErrConflict, d.Second: ErrSecondPair} {
		if who == "" {
			continue
		}
		marked, err := s.conflict(ctx, tx, app, who)
		if err != nil || marked {
			return cmp.Or(err, no)
		}
		part, err := s.hadPart(ctx, tx, app, who)
		if err != nil || part {
			return cmp.Or(err, error(ErrFirstReviewer))
		}
	}
	return nil
}

// effect finds what a positive decision brings about. A service whose effect the program does not know decides nothing.
func (s *Service) effect(f *form.Service) (application.Effect, error) {
	if f.Effect == "" {
		return nil, nil //nolint:nilnil // no effect is no error
	}
	effect, ok := s.effects[f.Effect]
	if !ok {
		return nil, fmt.Errorf("decide under %s: the program has no effect %q", f.Key, f.Effect)
	}
	return effect, nil
}

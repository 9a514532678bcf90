package staff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Conflict is the mark that a member of staff must not handle the matters of somebody: a person, an organisation.
type Conflict struct {
	ID      string
	Person  actor.PersonID // the member of staff
	Subject string         // the id of a person or of an organisation
	Reason  string         // in the words of the member of staff
	Marked  time.Time
}

// Refusals that come of a conflict of interest.
var (
	ErrConflictOfInterest = fault.New(fault.Forbidden, i18n.M(
		"Вы отметили конфликт интересов, поэтому эти данные вам не показываются. Передайте дело коллеге. Снять отметку может другой владелец.",
		"You noted a conflict of interest, so these data are not shown to you. Hand the matter to a colleague. Another owner can lift the mark."))
	ErrMarked = fault.New(fault.Conflict, i18n.M(
		"Конфликт интересов уже отмечен.",
		"The conflict of interest is noted already."))
	ErrNoConflict = fault.New(fault.NotFound, i18n.M(
		"Такой отметки о конфликте интересов нет или её уже сняли.",
		"There is no such mark of a conflict of interest, or it was lifted already."))
	ErrOwnMark = fault.New(fault.Forbidden, i18n.M(
		"Свою отметку о конфликте интересов снять нельзя. Её снимает другой владелец.",
		"You cannot lift your own mark of a conflict of interest. Another owner does it."))
)

// MarkConflict notes that by must not handle the matters of subject. Members of staff note it about themselves.
func (s *Service) MarkConflict(ctx context.Context, subject, reason string, by actor.PersonID) error {
	c := Conflict{ID: id.New(), Person: by, Subject: subject, Reason: reason, Marked: s.now()}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roles, err := s.Roles(ctx, tx, by)
		switch {
		case err != nil:
			return err
		case len(roles) == 0:
			return actor.ErrRole
		}
		if err := insertConflict(ctx, tx, c); err != nil {
			return err
		}
		return s.record(ctx, tx, by, "staff.conflict_marked", subject, c.ID)
	})
	if errors.Is(err, sqldb.ErrConflict) {
		return ErrMarked
	}
	if err != nil {
		return fmt.Errorf("mark a conflict of interest: %w", err)
	}
	return nil
}

// LiftConflict ends a mark, by an owner whose mark it is not.
func (s *Service) LiftConflict(ctx context.Context, conflict string, by actor.PersonID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roster, err := s.takeTurn(ctx, tx)
		if err != nil {
			return err
		}
		c, err := selectConflict(ctx, tx, conflict)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return ErrNoConflict
		case err != nil:
			return fmt.Errorf("read the mark: %w", err)
		case !roster.Holds(by, actor.Owner):
			return actor.ErrRole
		case c.Person == by:
			return ErrOwnMark
		}
		if err := liftConflict(ctx, tx, c.ID, by, s.now()); err != nil {
			return fmt.Errorf("store the end of the mark: %w", err)
		}
		return s.record(ctx, tx, by, "staff.conflict_lifted", c.Subject, c.ID)
	})
	if err != nil {
		return fmt.Errorf("lift a conflict of interest: %w", err)
	}
	return nil
}

// InConflict reports whether a member of staff must keep out of the matters of subject. Features ask before they let a
// person review, score, vote or decide.
func (s *Service) InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error) {
	marked, err := conflictStands(ctx, q, p, subject)
	if err != nil {
		return false, fmt.Errorf("look for a conflict of interest: %w", err)
	}
	return marked, nil
}

func (s *Service) noConflict(ctx context.Context, q sqldb.Querier, p, subject actor.PersonID) error {
	marked, err := s.InConflict(ctx, q, p, string(subject))
	switch {
	case err != nil:
		return err
	case marked:
		return ErrConflictOfInterest
	}
	return nil
}

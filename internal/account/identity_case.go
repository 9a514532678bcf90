package account

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// caseKind is why a person of the foundation must decide who somebody is.
type caseKind string

const (
	caseClash      caseKind = "clash"      // two accounts have one СНИЛС
	caseDifference caseKind = "difference" // a source names the person otherwise than the account does
	caseCorrection caseKind = "correction" // an operator found that confirmed data are wrong
)

// caseState is how far a case has come; see the drawing in the package comment.
type caseState string

const (
	caseOpen     caseState = "open"
	caseProposed caseState = "proposed" // one operator wants it to take effect, another must confirm
	caseApplied  caseState = "applied"
	caseRefused  caseState = "refused"
)

// identityCase is a question about who somebody is.
type identityCase struct {
	id         string
	kind       caseKind
	person     actor.PersonID
	holder     actor.PersonID // of a clash: who has the СНИЛС now
	vouch      Vouch
	to         actor.Level
	state      caseState
	note       string // why it was decided so, in the words of the operators
	created    time.Time
	proposedBy actor.PersonID
	decidedBy  actor.PersonID
	decided    time.Time
}

// review opens a case, unless the same one is open. The account stays as it is until the case is decided.
func (s *Service) review(ctx context.Context, tx *sqldb.Tx, p Person, c identityCase) (Standing, error) {
	c.person = p.ID
	open, err := caseIsOpen(ctx, tx, c)
	if err != nil {
		return Standing{}, fmt.Errorf("look for the same case: %w", err)
	}
	if open {
		return Standing{Level: p.Level, Review: true}, nil
	}
	c.id, c.state, c.created = id.New(), caseOpen, s.clock.Now()
	if err := insertCase(ctx, tx, c); err != nil {
		return Standing{}, fmt.Errorf("open a case: %w", err)
	}
	return Standing{Level: p.Level, Review: true}, s.record(ctx, tx, p.ID, "account.case_opened."+string(c.kind), c.id)
}

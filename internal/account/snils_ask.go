package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// askRegister asks the register about one check: it sends the question if it has not arrived yet, and looks for the
// answer. Each try is a job of its own; the row of the check says when the next one is due.
type askRegister struct{ Check string }

func (askRegister) Kind() string { return "account.snils_ask" }

// askDue lets each check that is due be asked about.
type askDue struct{}

func (askDue) Kind() string { return "account.snils_due" }

const (
	askEvery = time.Minute // how often due checks are looked for
	askLease = 10 * time.Minute
	askBatch = 500

	firstPause   = time.Minute
	longestPause = 2 * time.Hour
)

// pauseAfter is how long to wait after so many tries: a minute at first, then twice as long each time, up to two hours.
// That is some thirty questions in [CheckLife].
func pauseAfter(tries int) time.Duration {
	if tries > 8 {
		return longestPause
	}
	return min(firstPause<<max(tries-1, 0), longestPause)
}

func (s *Service) snilsWorkers(reg *jobs.Registry) {
	jobs.Deliver(reg, func(ctx context.Context, d jobs.Delivery[askRegister]) error { return s.askAbout(ctx, d.Args.Check) })
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, _ askDue) error { return s.askDue(ctx, tx) })
	if s.snils != nil {
		reg.Every("account.snils_due", askEvery, askDue{})
	}
}

// askDue inserts a job for each check that is due, and puts the check off for as long as the job may take.
func (s *Service) askDue(ctx context.Context, tx *sqldb.Tx) error {
	now := s.clock.Now()
	due, err := dueChecks(ctx, tx, now, askBatch)
	if err != nil {
		return fmt.Errorf("list the due checks: %w", err)
	}
	for _, check := range due {
		if err := putOff(ctx, tx, check, now.Add(askLease)); err != nil {
			return fmt.Errorf("put the check %s off: %w", check, err)
		}
		if err := s.jobs.Insert(ctx, tx, askRegister{check}); err != nil {
			return fmt.Errorf("ask about %s: %w", check, err)
		}
	}
	return nil
}

// askAbout makes one try and writes down what came of it. It asks outside of any transaction; two tries at once are told
// apart by the number of tries in the row, and the later one is dropped.
func (s *Service) askAbout(ctx context.Context, check string) error {
	var c snilsCheck
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		c, err = checkByID(ctx, q, check)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && c.state != checkPending {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the check %s: %w", check, err)
	}
	if s.snils == nil {
		return jobs.Cancel(fmt.Errorf("ask about %s: no register is configured any more", check))
	}
	c.state, c.silent = s.consult(ctx, &c)
	for range 3 { // an account that got the same СНИЛС at the same moment is seen by the next run
		err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.heard(ctx, tx, c) })
		if !errors.Is(err, sqldb.ErrConflict) {
			break
		}
	}
	if errors.Is(err, ErrNoCheck) {
		return nil // cancelled, or another try was quicker
	}
	return err
}

// consult speaks to the register and returns the state to which its words lead.
func (s *Service) consult(ctx context.Context, c *snilsCheck) (state checkState, silent bool) {
	var err error
	if c.ticket == "" {
		c.ticket, err = s.snils.Send(ctx, c.id, c.identity)
	}
	agrees := false
	if err == nil {
		agrees, err = s.snils.Answer(ctx, c.ticket)
	}
	switch {
	case err == nil && agrees:
		return checkConfirmed, false
	case err == nil:
		return checkMismatch, false
	case errors.Is(err, ErrQuestion):
		return checkFailed, false
	case !s.clock.Now().Before(c.created.Add(CheckLife)):
		return checkOverdue, false
	}
	return checkPending, !errors.Is(err, ErrNoAnswer)
}

// heard writes down what the register said: the person's data and level, the end of the check, and the letter.
func (s *Service) heard(ctx context.Context, tx *sqldb.Tx, c snilsCheck) error {
	if c.state == checkPending {
		c.next = s.clock.Now().Add(pauseAfter(c.asked + 1))
		if end := c.created.Add(CheckLife); c.next.After(end) {
			c.next = end
		}
		_, err := updateCheck(ctx, tx, c, time.Time{})
		return err
	}
	p, err := s.Person(ctx, tx, c.person)
	if err != nil {
		return err
	}
	if c.state == checkConfirmed {
		if c.state, err = s.takeChecked(ctx, tx, p, c); err != nil {
			return err
		}
	}
	if err := s.close(ctx, tx, c); err != nil {
		return err
	}
	return s.tellChecked(ctx, tx, p, c)
}

// takeChecked makes checked data those of the person. When another account has the СНИЛС, a person of the foundation
// decides.
func (s *Service) takeChecked(ctx context.Context, tx *sqldb.Tx, p Person, c snilsCheck) (checkState, error) {
	v := Vouch{Source: BySNILS, Identity: c.identity, Reference: c.id}
	to := max(p.Level, actor.Standard)
	if p.Identified && p.SNILS != c.identity.SNILS {
		to = actor.Standard // whoever vouched for more vouched for the person with the former number
	}
	err := s.identify(ctx, tx, p, to, v)
	if taken, ok := errors.AsType[*takenError](err); ok {
		_, err = s.review(ctx, tx, p, identityCase{kind: caseClash, holder: taken.holder, to: to, vouch: v})
		return checkReview, err
	}
	return checkConfirmed, err
}

// tellChecked sends the letter about the result. A risen level has its own letter.
func (s *Service) tellChecked(ctx context.Context, tx *sqldb.Tx, p Person, c snilsCheck) error {
	if c.state == checkConfirmed && (!p.Identified || p.SNILS != c.identity.SNILS) {
		return nil
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLevel, letterChecked(s.site(p.Lang), p, c.state), letterLife)
}

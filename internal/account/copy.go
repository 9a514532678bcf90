package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// # A copy of one's data
//
// A person may have everything that is stored about them (152-ФЗ, art. 14). The copy is asked for, a job goes through all
// rooms to see that each can answer, and a letter says that it is ready: the letter is also how the owner learns that
// somebody in their session asked. The file itself is put together anew each time it is fetched, so that no second copy of
// anybody's life lies on a disk, and what was deleted in the meantime is in none.

// CopyLife is how long a copy can be fetched.
const CopyLife = 7 * 24 * time.Hour

// DataCopy is a copy of somebody's data that was asked for.
type DataCopy struct {
	ID      string
	Asked   time.Time
	Ready   time.Time // zero while the job has not come by
	Fetched time.Time // zero when it was not fetched
	Expires time.Time

	person actor.PersonID
}

// ErrNoCopy says that there is nothing to fetch.
var ErrNoCopy = fault.New(fault.NotFound, i18n.M(
	"Такой копии нет: её срок истёк или она ещё не готова. Запросите новую.",
	"There is no such copy: its time is over or it is not ready yet. Ask for a new one."))

// The budgets of copies: of asking, and of fetching what was asked for, which reads every file twice.
var (
	copyByPerson  = limit.Rule{Name: "copy.person", Burst: 3, Per: 24 * time.Hour}
	fetchByPerson = limit.Rule{Name: "copy.fetch", Burst: 10, Per: time.Hour}
)

// AskCopy begins a copy of the person's data.
func (s *Service) AskCopy(ctx context.Context, a actor.Actor) error {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: copyByPerson, Key: string(a.Person)}); err != nil {
		return err
	}
	now := s.clock.Now()
	c := DataCopy{ID: id.New(), Asked: now, Expires: now.Add(CopyLife), person: a.Person}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := insertCopy(ctx, tx, c); err != nil {
			return fmt.Errorf("store the wish for a copy: %w", err)
		}
		if err := s.record(ctx, tx, a.Person, "account.copy_asked", c.ID); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, prepareCopy{c.ID})
	})
}

// prepareCopy is the job that sees whether a copy can be made, and says so.
type prepareCopy struct {
	Copy string `json:"copy"`
}

func (prepareCopy) Kind() string { return "account.copy" }

func (s *Service) prepareCopy(ctx context.Context, tx *sqldb.Tx, args prepareCopy) error {
	c, err := selectCopy(ctx, tx, args.Copy)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil // the account is gone
	}
	if err != nil {
		return fmt.Errorf("read the wish for a copy: %w", err)
	}
	p, err := s.Person(ctx, tx, c.person)
	if err != nil {
		return err
	}
	if _, err := s.parts(ctx, tx, p); err != nil {
		return fmt.Errorf("gather the data: %w", err)
	}
	if err := setCopyReady(ctx, tx, c.ID, s.clock.Now()); err != nil {
		return fmt.Errorf("note that the copy is ready: %w", err)
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLeaving, letterCopy(s.site(p.Lang), p, c.Expires), letterLife)
}

// Copies lists the copies that a person asked for, the latest first.
func (s *Service) Copies(ctx context.Context, p actor.PersonID) (list []DataCopy, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = copiesOf(ctx, q, p, s.clock.Now())
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the copies: %w", err)
	}
	return list, nil
}

// Fetch returns all that is stored about the person who acts, for a copy that is ready, and notes that it was fetched.
func (s *Service) Fetch(ctx context.Context, a actor.Actor, copyID string) (parts []Part, err error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: fetchByPerson, Key: string(a.Person)}); err != nil {
		return nil, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := selectCopy(ctx, tx, copyID)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
			return ErrNoCopy
		case err != nil:
			return fmt.Errorf("read the copy: %w", err)
		case c.person != a.Person, c.Ready.IsZero(), !s.clock.Now().Before(c.Expires):
			return ErrNoCopy
		}
		p, err := s.Person(ctx, tx, a.Person)
		if err != nil {
			return err
		}
		if err := setCopyFetched(ctx, tx, c.ID, s.clock.Now()); err != nil {
			return fmt.Errorf("note that the copy was fetched: %w", err)
		}
		if err := s.record(ctx, tx, p.ID, "account.copy_fetched", c.ID); err != nil {
			return err
		}
		parts, err = s.parts(ctx, tx, p)
		return err
	})
	return parts, err
}

// parts are what all rooms store about a person, this one first.
func (s *Service) parts(ctx context.Context, q sqldb.Querier, p Person) ([]Part, error) {
	own, err := ownParts(ctx, q, p.ID)
	if err != nil {
		return nil, fmt.Errorf("gather the account: %w", err)
	}
	lines, err := audit.List(ctx, q, audit.Filter{Subject: string(p.ID), Limit: trailMost})
	if err != nil {
		return nil, err
	}
	documents, err := s.documentPart(ctx, q, p.ID)
	if err != nil {
		return nil, err
	}
	own = append(own, documents, Part{Name: "journal", Data: s.deedsJSON(ctx, p.ID, lines)})
	one, err := s.subject(ctx, q, p)
	if err != nil {
		return nil, err
	}
	for _, room := range s.rooms {
		held, err := room.Holds(ctx, q, one)
		if err != nil {
			return nil, err
		}
		own = append(own, held...)
	}
	return own, nil
}

func (s *Service) deedsJSON(ctx context.Context, p actor.PersonID, lines []audit.Line) []deedJSON {
	l := i18n.From(ctx)
	list := make([]deedJSON, len(lines))
	for i, line := range lines {
		list[i] = s.deed(p, line).json(l)
	}
	return list
}

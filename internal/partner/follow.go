package partner

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
)

const (
	// followEvery is how often a node looks for changes: they are to be found within a second after the commit.
	followEvery = 300 * time.Millisecond
	// changeWindow is how far back a node looks for changes that it has not applied. A transaction that commits later than that after
	// it noted the change would be missed until the index is built anew.
	changeWindow = 10 * time.Minute
	// mostChanges are applied one by one; after more of them at once the index is built anew.
	mostChanges = 2000
	// keepChanges is how long rows of changes stay.
	keepChanges = 24 * time.Hour
	// buildTime bounds the building of the index.
	buildTime = 30 * time.Minute
	// rebuildEvery brings in what changes by itself, such as names of classes that were imported, and what a change has missed.
	rebuildEvery = 24 * time.Hour
)

// change is a row of partner_change.
type change struct {
	ID, Subject string
	At          time.Time
}

// follow is what each node does again and again: the first time it takes what it has saved or builds the index, then it applies what has
// changed.
func (s *Service) follow(ctx context.Context) error {
	s.following.Lock()
	defer s.following.Unlock()
	if err := s.followOn(ctx); err != nil {
		return err
	}
	return s.queue(ctx)
}

func (s *Service) followOn(ctx context.Context) error {
	if s.current.Load() == nil && !s.tried {
		taken, err := s.restore(ctx)
		if s.tried = err == nil; taken || err != nil {
			return err
		}
	}
	now := s.clock.Now()
	if s.current.Load() == nil || now.Sub(s.builtAt) >= rebuildEvery {
		return s.build(ctx)
	}
	changes, err := s.fresh(ctx, s.db.Single())
	switch {
	case err != nil:
		return fmt.Errorf("look for changed partners: %w", err)
	case len(changes) == 0:
		s.lookedAt = now
		return nil
	case len(changes) > mostChanges || allChanged(changes):
		return s.build(ctx)
	}
	return s.apply(ctx)
}

// allChanged reports whether one of the changes is that of everything.
func allChanged(changes []change) bool {
	return slices.ContainsFunc(changes, func(c change) bool { return c.Subject == everything })
}

// fresh are the changes that this node has not applied.
func (s *Service) fresh(ctx context.Context, q sqldb.Querier) ([]change, error) {
	list, err := changesSince(ctx, q, s.clock.Now().Add(-changeWindow), mostChanges+len(s.applied)+1)
	return without(list, s.applied), err
}

// without are the changes that are not among those that were applied.
func without(list []change, applied map[string]time.Time) []change {
	return slices.DeleteFunc(list, func(c change) bool {
		_, done := applied[c.ID]
		return done
	})
}

// note remembers changes as applied, and forgets those that no look returns any more.
func (s *Service) note(changes []change) {
	past := s.clock.Now().Add(-changeWindow)
	for id, at := range s.applied {
		if at.Before(past) {
			delete(s.applied, id)
		}
	}
	for _, c := range changes {
		s.applied[c.ID] = c.At
	}
}

// build makes the whole index beside the one that answers, and exchanges them at once. What is committed before its transaction begins
// is in it; what is committed later, the next looks apply.
func (s *Service) build(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), buildTime)
	defer cancel()
	var subjects []Subject
	var changes []change
	var known aimed
	var c *catalogue
	now := s.clock.Now()
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		var err error
		subjects = subjects[:0]
		if changes, err = changesSince(ctx, q, now.Add(-changeWindow), math.MaxInt32); err != nil {
			return err
		}
		if c, err = s.emptyCatalogue(ctx, q); err != nil {
			return err
		}
		for subject, err := range s.source.All(ctx, q) {
			if err != nil {
				return err
			}
			subjects = append(subjects, subject)
		}
		at, err := s.storedAll(ctx, q)
		if err == nil {
			known, err = s.aim(subjects, at)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("read what partners are found by: %w", err)
	}
	err = c.putAimed(subjects, nil, known.vectors)
	if err == nil && s.vectors.Learnt() > 0 {
		c, err = s.learn(c, subjects)
	}
	if err != nil {
		return fmt.Errorf("index the partners: %w", err)
	}
	s.current.Store(c)
	s.missing = known.missing
	s.builtAt, s.lookedAt, s.unsaved = s.clock.Now(), now, true
	s.note(changes)
	s.log.InfoContext(ctx, "partners indexed", "subjects", len(subjects), "passages", c.texts.Len())
	return nil
}

// emptyCatalogue is one with the classes that stand now.
func (s *Service) emptyCatalogue(ctx context.Context, q sqldb.Querier) (*catalogue, error) {
	activities, products, err := s.classifiers.Classes(ctx, q)
	if err != nil {
		return nil, err
	}
	c := newCatalogue(search.NewConcepts(activities, products), search.InSpace(s.vectors.Space()))
	c.words = s.vectors.Words()
	return c, nil
}

// news are changes with what they come to.
type news struct {
	changes []change
	put     []Subject
	gone    []string
	known   aimed
}

// read reads the subjects of changes anew, each once.
func (s *Service) read(ctx context.Context, q sqldb.Querier, changes []change) (news, error) {
	n := news{changes: changes}
	seen := map[string]bool{}
	for _, c := range changes {
		if seen[c.Subject] {
			continue
		}
		seen[c.Subject] = true
		subject, err := s.source.One(ctx, q, c.Subject)
		switch {
		case errors.Is(err, ErrNoSubject):
			n.gone = append(n.gone, c.Subject)
		case err != nil:
			return news{}, err
		default:
			n.put = append(n.put, subject)
		}
	}
	var err error
	n.known, err = s.aim(n.put, s.stored(ctx, q))
	return n, err
}

// apply takes the subjects that have changed anew.
func (s *Service) apply(ctx context.Context) error {
	var n news
	now := s.clock.Now()
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		changes, err := s.fresh(ctx, q)
		if err != nil {
			return err
		}
		n, err = s.read(ctx, q, changes)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the changed partners: %w", err)
	}
	if err := s.current.Load().putAimed(n.put, n.gone, n.known.vectors); err != nil {
		return fmt.Errorf("index the changed partners: %w", err)
	}
	s.lookedAt, s.unsaved = now, true
	s.missing = append(s.missing, n.known.missing...)
	s.note(n.changes)
	return nil
}

package partner

import (
	"context"
	"errors"
	"fmt"
	"math"
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

// follow is what each node does again and again: the first time it builds the index, then it applies what has changed.
func (s *Service) follow(ctx context.Context) error {
	s.following.Lock()
	defer s.following.Unlock()
	now := s.clock.Now()
	if s.current.Load() == nil || now.Sub(s.builtAt) >= rebuildEvery {
		return s.build(ctx)
	}
	changes, err := s.fresh(ctx, s.db.Single())
	switch {
	case err != nil:
		return fmt.Errorf("look for changed partners: %w", err)
	case len(changes) == 0:
		return nil
	case len(changes) > mostChanges:
		return s.build(ctx)
	}
	for _, c := range changes {
		if c.Subject == everything {
			return s.build(ctx)
		}
	}
	return s.apply(ctx)
}

// fresh are the changes that this node has not applied.
func (s *Service) fresh(ctx context.Context, q sqldb.Querier) ([]change, error) {
	list, err := changesSince(ctx, q, s.clock.Now().Add(-changeWindow), mostChanges+len(s.applied)+1)
	if err != nil {
		return nil, err
	}
	fresh := list[:0]
	for _, c := range list {
		if _, done := s.applied[c.ID]; !done {
			fresh = append(fresh, c)
		}
	}
	return fresh, nil
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
	var c *catalogue
	err := s.db.View(ctx, func(q sqldb.Querier) error {
		var err error
		if changes, err = changesSince(ctx, q, s.clock.Now().Add(-changeWindow), math.MaxInt32); err != nil {
			return err
		}
		activities, products, err := s.classifiers.Classes(ctx, q)
		if err != nil {
			return err
		}
		c = newCatalogue(search.NewConcepts(activities, products))
		for subject, err := range s.source.All(ctx, q) {
			if err != nil {
				return err
			}
			subjects = append(subjects, subject)
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read what partners are found by: %w", err)
	}
	if err := c.put(subjects, nil); err != nil {
		return fmt.Errorf("index the partners: %w", err)
	}
	s.current.Store(c)
	s.builtAt = s.clock.Now()
	s.note(changes)
	s.log.InfoContext(ctx, "partners indexed", "subjects", len(subjects), "passages", c.texts.Len())
	return nil
}

// apply takes the subjects that have changed anew.
func (s *Service) apply(ctx context.Context) error {
	var changes []change
	var put []Subject
	var gone []string
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if changes, err = s.fresh(ctx, q); err != nil {
			return err
		}
		seen := map[string]bool{}
		for _, c := range changes {
			if seen[c.Subject] {
				continue
			}
			seen[c.Subject] = true
			subject, err := s.source.One(ctx, q, c.Subject)
			switch {
			case errors.Is(err, ErrNoSubject):
				gone = append(gone, c.Subject)
			case err != nil:
				return err
			default:
				put = append(put, subject)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read the changed partners: %w", err)
	}
	if err := s.current.Load().put(put, gone); err != nil {
		return fmt.Errorf("index the changed partners: %w", err)
	}
	s.note(changes)
	return nil
}

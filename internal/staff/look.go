package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Look is one look of a member of staff at the data of a person.
type Look struct {
	ID      string
	Viewer  actor.PersonID
	Subject actor.PersonID
	What    i18n.Text // what was looked at, and why
	At      time.Time

	page string // cardPage for the card of a person, "" for what other features show
}

const (
	cardPage = "card"

	// CardLife is how long the reason given for opening a card counts: then the next look asks again.
	CardLife = 30 * time.Minute
)

// Look writes down that viewer sees the data of subject. A feature calls it in the transaction that reads them. Whoever
// looks at their own data is not written down.
func (s *Service) Look(ctx context.Context, tx *sqldb.Tx, viewer, subject actor.PersonID, what i18n.Text) error {
	return s.look(ctx, tx, Look{Viewer: viewer, Subject: subject, What: what})
}

func (s *Service) look(ctx context.Context, tx *sqldb.Tx, l Look) error {
	if l.Viewer == l.Subject {
		return nil
	}
	l.ID, l.At = id.New(), s.now()
	if err := insertLook(ctx, tx, l); err != nil {
		return fmt.Errorf("write down who looked: %w", err)
	}
	// The journal holds the same, so that a look taken out of the table is missed.
	return s.record(ctx, tx, l.Viewer, "staff.looked", string(l.Subject), l.ID)
}

// LooksAt lists who looked at a person's data, the latest first: what the person may see about himself (152-ФЗ, art. 14).
func (s *Service) LooksAt(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Look, error) {
	list, err := looks(ctx, q, lookFilter{subject: p, limit: looksShown})
	if err != nil {
		return nil, fmt.Errorf("list who looked at %s: %w", p, err)
	}
	return list, nil
}

// Seen is a look as the person whom it was at reads it.
type Seen struct {
	Look
	Name string // of who looked, "" when nobody bears the id any more
}

// LooksBefore lists who looked at a person's data before the look with the id before ("" for the latest), the latest first.
func (s *Service) LooksBefore(ctx context.Context, q sqldb.Querier, p actor.PersonID, before string, limit int) ([]Seen, error) {
	list, err := looks(ctx, q, lookFilter{subject: p, before: before, limit: limit})
	if err != nil {
		return nil, fmt.Errorf("list who looked at %s: %w", p, err)
	}
	seen := make([]Seen, len(list))
	names := map[actor.PersonID]string{}
	for i, l := range list {
		if _, ok := names[l.Viewer]; !ok {
			human, err := s.people.Human(ctx, q, l.Viewer)
			if err != nil && fault.KindOf(err) != fault.NotFound {
				return nil, fmt.Errorf("read who looked: %w", err)
			}
			names[l.Viewer] = human.Name
		}
		seen[i] = Seen{l, names[l.Viewer]}
	}
	return seen, nil
}

// looksShown is how many looks a person is shown about himself.
const looksShown = 200

// OpenCard writes down why viewer opens the card of a person. The card then stays open to the viewer for [CardLife].
func (s *Service) OpenCard(ctx context.Context, viewer, subject actor.PersonID, why i18n.Text) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := s.people.Human(ctx, tx, subject); err != nil {
			return err
		}
		if err := s.noConflict(ctx, tx, viewer, subject); err != nil {
			return err
		}
		return s.look(ctx, tx, Look{Viewer: viewer, Subject: subject, What: cardLooked.With(why), page: cardPage})
	})
	if err != nil {
		return fmt.Errorf("open the card of %s: %w", subject, err)
	}
	return nil
}

// cardOpen reports whether viewer has given a reason to see the card lately. Everyone sees their own.
func (s *Service) cardOpen(ctx context.Context, q sqldb.Querier, viewer, subject actor.PersonID) (bool, error) {
	if viewer == subject {
		return true, nil
	}
	open, err := lookedSince(ctx, q, viewer, subject, cardPage, s.now().Add(-CardLife))
	if err != nil {
		return false, fmt.Errorf("look whether the card is open: %w", err)
	}
	return open, nil
}

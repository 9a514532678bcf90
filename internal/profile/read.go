package profile

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Card is the profile of one subject, as somebody may see it.
type Card struct {
	Subject string // ОГРН, ОГРНИП or ИНН
	INN     string
	Items   []Item
}

// of are the items of a kind.
func (c Card) of(kinds ...Kind) (list []Item) {
	for _, k := range kinds {
		for _, i := range c.Items {
			if i.Kind == k {
				list = append(list, i)
			}
		}
	}
	return list
}

// Shown is the profile of a subject as a viewer sees it today, without what is over. It has no items where there is nothing to see.
func (s *Service) Shown(ctx context.Context, q sqldb.Querier, subject string, v Viewer) (Card, error) {
	items, err := itemsOf(ctx, q, subject)
	if err != nil {
		return Card{}, fmt.Errorf("read a profile: %w", err)
	}
	c, today := Card{Subject: subject}, s.today()
	for _, i := range items {
		if c.INN = i.INN; !i.over(today) && v.reads(&i) {
			c.Items = append(c.Items, i)
		}
	}
	return c, nil
}

// One is what of a profile can be searched: everything that is not over and not for named ones only, of which each item says for whom it
// is. A subject without any has no items.
func (s *Service) One(ctx context.Context, q sqldb.Querier, subject string) (Card, error) {
	items, err := itemsOf(ctx, q, subject)
	if err != nil {
		return Card{}, fmt.Errorf("read a profile: %w", err)
	}
	return s.searchable(subject, items), nil
}

func (s *Service) searchable(subject string, items []Item) Card {
	c, today := Card{Subject: subject}, s.today()
	for _, i := range items {
		if c.INN = i.INN; !i.over(today) && i.Audience != Named {
			c.Items = append(c.Items, i)
		}
	}
	return c
}

// atATime is how many items are read at once.
const atATime = 1000

// All gives what [Service.One] gives, of every subject with a profile, in the order of their numbers. It ends with the first error.
func (s *Service) All(ctx context.Context, q sqldb.Querier) iter.Seq2[Card, error] {
	return func(yield func(Card, error) bool) {
		var subject, last string
		var held []Item
		for {
			items, err := itemsAfter(ctx, q, subject, last, atATime)
			if err != nil {
				yield(Card{}, fmt.Errorf("read all profiles: %w", err))
				return
			}
			for _, i := range items {
				if len(held) > 0 && held[0].Subject != i.Subject {
					if !yield(s.searchable(held[0].Subject, held), nil) {
						return
					}
					held = held[:0]
				}
				held = append(held, i)
				subject, last = i.Subject, i.ID
			}
			if len(items) < atATime {
				break
			}
		}
		if len(held) > 0 {
			yield(s.searchable(held[0].Subject, held), nil)
		}
	}
}

// Inside is a profile as the people of its organisation see it.
type Inside struct {
	Organisation Organisation
	Card
	Suggested []Activity // classes of the register that no competence names yet
	Done      int        // of a hundred
	Next      []Step     // what to add, what weighs most first
}

// Inside reads the profile of the organisation for which the person of the request acts.
func (s *Service) Inside(ctx context.Context) (in Inside, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if in.Organisation, err = s.organisations.Acting(ctx, q, actor.From(ctx).Acting); err != nil {
			return err
		}
		in.Subject, in.INN = in.Organisation.OGRN, in.Organisation.INN
		if in.Items, err = itemsOf(ctx, q, in.Subject); err != nil {
			return fmt.Errorf("read a profile: %w", err)
		}
		activities, err := s.organisations.Activities(ctx, q, in.Subject)
		if errors.Is(err, ErrUnknown) {
			activities, err = nil, nil
		}
		in.Suggested = suggested(in.Items, activities)
		in.Done, in.Next = complete(in.Items, s.today())
		return err
	})
	return in, err
}

// mostSuggested is how many classes are suggested at once.
const mostSuggested = 6

// suggested are classes that no competence and no product names yet.
func suggested(items []Item, activities []Activity) (list []Activity) {
	for _, a := range activities {
		named := slices.ContainsFunc(items, func(i Item) bool {
			return (i.Kind == Competence || i.Kind == Product) && slices.Contains(i.Codes, a.Code)
		})
		if !named && len(list) < mostSuggested {
			list = append(list, a)
		}
	}
	return list
}

// History is what was done with the profile of the organisation for which the person of the request acts, the latest first.
func (s *Service) History(ctx context.Context) (o Organisation, list []Event, err error) {
	const most = 100
	err = s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if o, err = s.organisations.Acting(ctx, q, actor.From(ctx).Acting); err != nil {
			return err
		}
		list, err = eventsOf(ctx, q, o.OGRN, most)
		return err
	})
	return o, list, err
}

// Held is what the room keeps about what a person has done.
func (s *Service) Held(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Event, error) {
	list, err := eventsBy(ctx, q, p)
	if err != nil {
		return nil, fmt.Errorf("read what a person has done with profiles: %w", err)
	}
	return list, nil
}

// Forget takes a person out of what they have done. What they have written for their organisation stays the organisation's.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if err := forgetPerson(ctx, tx, p); err != nil {
		return fmt.Errorf("forget a person in profiles: %w", err)
	}
	return nil
}

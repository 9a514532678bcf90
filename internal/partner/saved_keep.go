package partner

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// bare is the question as it is saved: without a page and without who asks; with its slips mended, so that it stays the same.
func (k Question) bare(c *catalogue, today workdays.Date) (Question, error) {
	need, read := c.understood(k, today)
	if need.Words == "" {
		return Question{}, errNoSubject
	}
	if read != "" {
		k.Text = read
	}
	k.Page, k.Audience = 1, ForEverybody
	return k, nil
}

// Save keeps a need for the person of the request. A need that is there already is not kept twice: then its id is returned.
func (s *Service) Save(ctx context.Context, k Question, name string, letters Letters) (saved string, err error) {
	c := s.current.Load()
	if c == nil {
		return "", ErrPreparing
	}
	who, err := s.saver(ctx)
	if err != nil {
		return "", err
	}
	now := s.clock.Now()
	if k, err = k.bare(c, workdays.DateOf(now.In(i18n.Moscow()))); err != nil {
		return "", err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		asked := k
		if asked.Audience, err = s.audience(ctx, tx); err != nil {
			return err
		}
		there := c.look(asked, now).now
		one := Saved{
			ID: id.New(), Person: who, Name: strings.Join(strings.Fields(name), " "), Question: k, Letters: letters, Due: letters.next(now), Created: now, Seen: there, Told: there,
		}
		saved, err = s.insert(ctx, tx, one)
		return err
	})
	return saved, err
}

// saver is the person of the request, who pays for a change. A session that a certificate alone has opened in an unknown browser changes
// nothing: what it may read would be taken for all that the person has seen.
func (s *Service) saver(ctx context.Context) (actor.PersonID, error) {
	who := actor.From(ctx)
	switch {
	case who.Guest():
		return "", actor.ErrSignIn
	case who.Held:
		return "", actor.ErrConfirm
	}
	return who.Person, s.limits.Allow(ctx, limit.Charge{Rule: saveByPerson, Key: string(who.Person)})
}

func (s *Service) insert(ctx context.Context, tx *sqldb.Tx, one Saved) (string, error) {
	list, err := savedOf(ctx, tx, one.Person)
	if err != nil {
		return "", fmt.Errorf("read the saved needs of a person: %w", err)
	}
	if i := slices.IndexFunc(list, func(o Saved) bool { return reflect.DeepEqual(o.Question, one.Question) }); i >= 0 {
		return list[i].ID, nil
	}
	taken, err := savedPlaces(ctx, tx, one.Person)
	if err != nil {
		return "", fmt.Errorf("read the places of saved needs: %w", err)
	}
	place := 1
	for slices.Contains(taken, place) {
		place++
	}
	if place > mostSaved {
		return "", ErrSavedFull
	}
	kept, err := insertSaved(ctx, tx, one, place)
	if err != nil {
		return "", fmt.Errorf("save a need: %w", err)
	}
	if !kept {
		return "", errSavedMeanwhile
	}
	return one.ID, s.record(ctx, tx, "partner.saved", one.Person, one.ID)
}

// Counted is a saved need with how many partners are new since its person looked.
type Counted struct {
	Saved
	New int
}

// SavedNeeds are those of the person of the request, the latest first. Each of them is a search, and the person pays for all: thirty hard ones
// keep a processor for most of a second.
func (s *Service) SavedNeeds(ctx context.Context) (counted []Counted, err error) {
	c := s.current.Load()
	if c == nil {
		return nil, ErrPreparing
	}
	var list []Saved
	var a Audience
	err = s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if a, err = s.audience(ctx, q); err != nil {
			return err
		}
		list, err = savedOf(ctx, q, actor.From(ctx).Person)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list the saved needs of a person: %w", err)
	}
	now := s.clock.Now()
	if err := s.gate.allowAll(string(actor.From(ctx).Person), len(list), now); err != nil {
		return nil, err
	}
	for _, one := range list {
		one.Question.Audience = a
		counted = append(counted, Counted{one, len(c.look(one.Question, now).news(one.Seen))})
	}
	return counted, nil
}

// Opened is a saved need with what it finds now.
type Opened struct {
	Saved
	News []Hit // partners who are new since the person looked
	Rest []Hit // others, the best first
	More int   // further news that are not shown

	Conditions []i18n.Text // that were understood from the words or chosen
}

// conditions are those of a question, in words.
func (k Question) conditions(n Need) (list []i18n.Text) {
	for _, c := range n.Chips {
		list = append(list, c.Label)
	}
	for _, chosen := range []struct{ facet, value string }{{facetRole, string(k.Role)}, {facetRegion, k.Region}, {facetStatus, k.Status}} {
		if chosen.value != "" {
			list = append(list, facetLabel(chosen.facet, chosen.value))
		}
	}
	return list
}

// mostShown news stand on the page of a need.
const mostShown = 20

// OpenSaved is a saved need of the person of the request with what it finds now. Nothing is noted by it: see [Service.Looked].
func (s *Service) OpenSaved(ctx context.Context, need string) (o Opened, err error) {
	c := s.current.Load()
	if c == nil {
		return Opened{}, ErrPreparing
	}
	err = s.db.View(ctx, func(q sqldb.Querier) (err error) {
		if o.Saved, err = savedByID(ctx, q, actor.From(ctx).Person, need); err != nil {
			return err
		}
		o.Question.Audience, err = s.audience(ctx, q)
		return err
	})
	if err != nil {
		return Opened{}, err
	}
	now := s.clock.Now()
	o.News = c.look(o.Question, now).news(o.Seen)
	fresh := map[string]bool{}
	for _, h := range o.News {
		fresh[h.Subject.Key] = true
	}
	if len(o.News) > mostShown {
		o.More, o.News = len(o.News)-mostShown, o.News[:mostShown]
	}
	found := c.find(o.Question, workdays.DateOf(now.In(i18n.Moscow())))
	o.Conditions = o.Question.conditions(found.Need)
	for _, h := range found.Hits {
		if !fresh[h.Subject.Key] {
			o.Rest = append(o.Rest, h)
		}
	}
	return o, nil
}

// Looked notes that the person of the request has seen what a saved need finds: it is new no more.
func (s *Service) Looked(ctx context.Context, need string) error {
	c := s.current.Load()
	if c == nil {
		return ErrPreparing
	}
	return s.changeSaved(ctx, need, func(tx *sqldb.Tx, one Saved) error {
		var err error
		if one.Question.Audience, err = s.audience(ctx, tx); err != nil {
			return err
		}
		return updateSeen(ctx, tx, one.ID, c.look(one.Question, s.clock.Now()).now)
	})
}

// Rename gives a saved need of the person of the request another name and another frequency of letters. Letters that begin tell of what comes
// from then on.
func (s *Service) Rename(ctx context.Context, need, name string, letters Letters) error {
	c := s.current.Load()
	if c == nil {
		return ErrPreparing
	}
	return s.changeSaved(ctx, need, func(tx *sqldb.Tx, one Saved) error {
		now := s.clock.Now()
		if one.Letters == NoLetters && letters != NoLetters {
			k := one.Question
			var err error
			if k.Audience, err = s.audience(ctx, tx); err != nil {
				return err
			}
			one.Told = c.look(k, now).now
		}
		action := "partner.saved_changed"
		if one.Letters != letters {
			one.Letters, one.Due, action = letters, letters.next(now), "partner.saved_letters"
		}
		one.Name = strings.Join(strings.Fields(name), " ")
		if err := updateSaved(ctx, tx, one); err != nil {
			return err
		}
		return s.record(ctx, tx, action, one.Person, one.ID)
	})
}

// RemoveSaved deletes a saved need of the person of the request.
func (s *Service) RemoveSaved(ctx context.Context, need string) error {
	return s.changeSaved(ctx, need, func(tx *sqldb.Tx, one Saved) error {
		if err := deleteSaved(ctx, tx, one.ID); err != nil {
			return err
		}
		return s.record(ctx, tx, "partner.saved_removed", one.Person, one.ID)
	})
}

// changeSaved changes a saved need of the person of the request.
func (s *Service) changeSaved(ctx context.Context, need string, change func(*sqldb.Tx, Saved) error) error {
	who, err := s.saver(ctx)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		one, err := savedByID(ctx, tx, who, need)
		if err != nil {
			return err
		}
		if err := change(tx, one); err != nil {
			return fmt.Errorf("change a saved need: %w", err)
		}
		return nil
	})
}

func (s *Service) record(ctx context.Context, tx *sqldb.Tx, action string, p actor.PersonID, detail string) error {
	who := string(actor.From(ctx).Person)
	if who == "" {
		who = "system"
	}
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: who, Action: action, Subject: string(p), Request: httpx.InfoOf(ctx).RequestID, Address: httpx.InfoOf(ctx).Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// Held is a saved need in the copy that a person gets of what is stored.
type Held struct {
	Name    string  `json:"name"`
	Query   string  `json:"query"`
	Letters Letters `json:"letters"`
	Created string  `json:"created"`
	Seen    string  `json:"seen"`
	Told    string  `json:"told"`
}

// HeldAbout lists the saved needs of a person for their copy.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Held, error) {
	list, err := savedOf(ctx, q, p)
	if err != nil {
		return nil, fmt.Errorf("list the saved needs of a person: %w", err)
	}
	held := make([]Held, len(list))
	for i, one := range list {
		const form = "2006-01-02T15:04:05Z07:00"
		held[i] = Held{one.Name, one.Question.query().Encode(), one.Letters, one.Created.Format(form), one.Seen.At.Format(form), one.Told.At.Format(form)}
	}
	return held, nil
}

// ForgetPerson deletes the saved needs of a person.
func (s *Service) ForgetPerson(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if err := deleteSavedOf(ctx, tx, p); err != nil {
		return fmt.Errorf("forget the saved needs of a person: %w", err)
	}
	return nil
}

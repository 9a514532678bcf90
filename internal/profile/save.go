package profile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/unicode/norm"
)

// saveByOrganisation bounds how often the people of an organisation change its profile, by hand or by a program.
var saveByOrganisation = limit.Rule{Name: "profile.save", Burst: 1000, Per: time.Hour}

// Deed is what was done with an item.
type Deed string

// The deeds.
const (
	Added   Deed = "added"
	Edited  Deed = "edited"
	Removed Deed = "removed"
)

// today is the day in Moscow.
func (s *Service) today() workdays.Date { return workdays.DateOf(s.clock.Now().In(i18n.Moscow())) }

// Draft is an item as somebody has written it.
type Draft struct {
	ID       string // "" for a new one
	Seen     string // the state of the item that was on the page: see [Item.Stamp]; "" for none
	Kind     Kind
	Audience Audience
	Content
}

// Stamp names the state of an item, so that two who edit it do not overwrite each other.
func (i *Item) Stamp() string { return i.Changed.UTC().Format("20060102T150405.000000") }

// Save adds an item to the profile of the organisation for which the person of the request acts, or changes one of its items.
func (s *Service) Save(ctx context.Context, d Draft) (saved Item, err error) {
	who, err := s.mayChange(ctx)
	if err != nil {
		return Item{}, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		o, err := s.organisations.Acting(ctx, tx, who.Acting)
		if err != nil {
			return err
		}
		saved, err = s.save(ctx, tx, o, who.Person, d)
		return err
	})
	return saved, err
}

// mayChange admits whoever may speak for the organisation in public.
func (s *Service) mayChange(ctx context.Context) (actor.Actor, error) {
	who := actor.From(ctx)
	if !who.Can(actor.Send) {
		return who, actor.ErrRight
	}
	return who, s.limits.Allow(ctx, limit.Charge{Rule: saveByOrganisation, Key: string(who.Acting)})
}

func (s *Service) save(ctx context.Context, tx *sqldb.Tx, o Organisation, by actor.PersonID, d Draft) (Item, error) {
	now := s.clock.Now()
	i := Item{ID: id.New(), Subject: o.OGRN, INN: o.INN, Created: now}
	var before *Item
	if d.ID != "" {
		was, err := s.own(ctx, tx, o.OGRN, d.ID)
		if err != nil {
			return Item{}, err
		}
		if d.Seen != "" && d.Seen != was.Stamp() {
			return Item{}, ErrChanged
		}
		before, i = &was, was
	} else if err := s.room(ctx, tx, o.OGRN, d.Kind); err != nil {
		return Item{}, err
	}
	i.Kind, i.Audience, i.Content = d.Kind, d.Audience, d.tidy()
	if before != nil {
		i.Kind = before.Kind
	}
	if err := faultOf(i.check(s.today())); err != nil {
		return Item{}, err
	}
	if before != nil && before.same(i) {
		return *before, nil
	}
	i.Changed, i.By = now, by
	return i, s.keep(ctx, tx, before, i)
}

// own is an item of an organisation.
func (s *Service) own(ctx context.Context, q sqldb.Querier, subject, item string) (Item, error) {
	i, err := itemByID(ctx, q, item)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && i.Subject != subject {
		return Item{}, ErrNoItem
	}
	return i, err
}

// room refuses one item more than there is room for.
func (s *Service) room(ctx context.Context, q sqldb.Querier, subject string, k Kind) error {
	n, err := countItems(ctx, q, subject, k)
	if err != nil {
		return fmt.Errorf("count the items of a profile: %w", err)
	}
	if n >= k.most() {
		return ErrTooMany
	}
	return nil
}

// keep writes an item with all that belongs to it.
func (s *Service) keep(ctx context.Context, tx *sqldb.Tx, before *Item, i Item) error {
	deed := Added
	if before != nil {
		deed = Edited
	}
	if err := putItem(ctx, tx, i); err != nil {
		return fmt.Errorf("keep an item of a profile: %w", err)
	}
	return s.tell(ctx, tx, deed, i, before)
}

// tell writes the history and the journal, and lets those who search know.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, d Deed, i Item, before *Item) error {
	e := Event{ID: id.New(), Subject: i.Subject, Item: i.ID, Kind: i.Kind, Deed: d, Title: i.Title, At: s.clock.Now(), By: actor.From(ctx).Person}
	if before != nil {
		e.Before = &before.Content
	}
	if err := insertEvent(ctx, tx, e); err != nil {
		return fmt.Errorf("write the history of a profile: %w", err)
	}
	if err := s.record(ctx, tx, "profile."+string(d), i.Subject, i.ID); err != nil {
		return err
	}
	if err := s.changes.Changed(ctx, tx, i.Subject); err != nil {
		return fmt.Errorf("tell those who search: %w", err)
	}
	return nil
}

func (s *Service) record(ctx context.Context, tx *sqldb.Tx, action, subject, detail string) error {
	who := string(actor.From(ctx).Person)
	if who == "" {
		who = "system"
	}
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: who, Action: action, Subject: subject, Request: httpx.InfoOf(ctx).RequestID, Address: httpx.InfoOf(ctx).Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// Remove takes an item out of the profile of the organisation for which the person of the request acts.
func (s *Service) Remove(ctx context.Context, item string) error {
	who, err := s.mayChange(ctx)
	if err != nil {
		return err
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		o, err := s.organisations.Acting(ctx, tx, who.Acting)
		if err != nil {
			return err
		}
		i, err := s.own(ctx, tx, o.OGRN, item)
		if err != nil {
			return err
		}
		if err := deleteItem(ctx, tx, i.ID); err != nil {
			return fmt.Errorf("remove an item of a profile: %w", err)
		}
		return s.tell(ctx, tx, Removed, i, &i)
	})
}

// tidy brings what was written into the form in which it is kept: nothing stands where the kind has no place for it.
func (d Draft) tidy() Content {
	c := d.Content
	c.Title, c.Text, c.Unit, c.Number, c.Issuer = line(c.Title), clean(c.Text), line(c.Unit), line(c.Number), line(c.Issuer)
	c.Codes, c.Named = unique(c.Codes), unique(c.Named)
	if d.Audience != Named {
		c.Named = nil
	}
	if d.Kind != Certificate {
		c.Number, c.Issuer, c.From = "", "", workdays.Date{}
	}
	if d.Kind == Need {
		c.Role = Customer
	}
	if !d.Kind.deals() {
		n := Content{Title: c.Title, Text: c.Text, Codes: c.Codes, Named: c.Named, Number: c.Number, Issuer: c.Issuer, From: c.From}
		if d.Kind == Certificate {
			n.Until = c.Until
		}
		return n
	}
	return c
}

// clean takes out of a text what hides or turns around what a reader sees (Unicode TR36, section 3), and what nobody sees: it would divide words that
// are to be found. Forms refuse some of it; files and programs bring it along.
func clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		hidden := unicode.IsOneOf([]*unicode.RangeTable{unicode.Cf, unicode.Zl, unicode.Zp, unicode.Other_Default_Ignorable_Code_Point}, r)
		if r != '\n' && unicode.IsControl(r) || hidden && r != joiner {
			return -1
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(s, "\ufffd"))))
}

// joiner makes one sign of several signs.
const joiner = '\u200d'

// saysNothing reports whether a text has no letter and no digit.
func saysNothing(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// line is a text of one line.
func line(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// unique drops what is empty or stands there twice, and keeps the order; of more than an item may have it keeps one, so that the item is refused.
func unique(list []string) (kept []string) {
	for _, one := range list {
		if len(kept) > max(mostCodes, mostNamed) {
			break
		}
		if one = strings.TrimSpace(one); one != "" && !slices.Contains(kept, one) {
			kept = append(kept, one)
		}
	}
	return kept
}

// invalid reports whether an error is something wrong with what was written.
func invalid(err error) bool {
	f, ok := errors.AsType[*fault.Fault](err)
	return ok && f.Kind == fault.Invalid
}

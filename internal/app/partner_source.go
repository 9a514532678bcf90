package app

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/money"
)

// partnerSource is everything that can be found, out of the rooms that keep it.
type partnerSource struct{ app *App }

// All implements [partner.Source]: organisations with a profile, then members without one, then what a trial installation adds.
func (s partnerSource) All(ctx context.Context, q sqldb.Querier) iter.Seq2[partner.Subject, error] {
	return func(yield func(partner.Subject, error) bool) {
		seen := map[string]bool{}
		for card, err := range s.app.Profile.All(ctx, q) {
			if err != nil {
				yield(partner.Subject{}, err)
				return
			}
			seen[card.Subject] = true
			subject, err := s.organisation(ctx, q, card)
			if errors.Is(err, partner.ErrNoSubject) {
				continue
			}
			if !yield(subject, err) || err != nil {
				return
			}
		}
		for m, err := range s.app.Membership.Standing(ctx, q) {
			if err != nil {
				yield(partner.Subject{}, err)
				return
			}
			if seen[m.OGRN] {
				continue
			}
			subject, err := s.organisation(ctx, q, profile.Card{Subject: m.OGRN, INN: m.INN})
			if !yield(subject, err) || err != nil {
				return
			}
		}
		measures, err := s.measures()
		if err != nil {
			yield(partner.Subject{}, err)
			return
		}
		for _, m := range measures {
			if !yield(m, nil) {
				return
			}
		}
	}
}

// One implements [partner.Source].
func (s partnerSource) One(ctx context.Context, q sqldb.Querier, key string) (partner.Subject, error) {
	if strings.HasPrefix(key, string(partner.KindMeasure)+"/") {
		measures, err := s.measures()
		for _, m := range measures {
			if m.Key == key {
				return m, nil
			}
		}
		return partner.Subject{}, errors.Join(partner.ErrNoSubject, err)
	}
	card, err := s.app.Profile.One(ctx, q, key)
	if err != nil {
		return partner.Subject{}, err
	}
	return s.organisation(ctx, q, card)
}

// organisation is what can be found of an organisation: what it tells itself, what it is to the cluster, and what it does by the register.
func (s partnerSource) organisation(ctx context.Context, q sqldb.Querier, card profile.Card) (partner.Subject, error) {
	m, err := s.app.Membership.ByOGRN(ctx, q, card.Subject)
	member := err == nil && m.Stands()
	if err != nil && !errors.Is(err, membership.ErrNoMember) {
		return partner.Subject{}, err
	}
	if len(card.Items) == 0 && !member {
		return partner.Subject{}, partner.ErrNoSubject
	}
	subject := partner.Subject{Key: card.Subject, Kind: partner.KindOrganisation, INN: card.INN, Name: nameless.With(card.INN), URL: profile.Path(card.Subject)}
	for _, i := range card.Items {
		subject.Passages = append(subject.Passages, passageOf(i, roleOf(card, i.Audience != profile.Everybody)))
	}
	if member {
		subject.Name, subject.Region, subject.Status, subject.URL = i18n.Same(m.Name), m.Region, string(m.Status), "/members/"+m.OGRN
		subject.INN = m.INN
		for n := range subject.Passages {
			if p := &subject.Passages[n]; m.Since.After(p.Since) {
				p.Since = m.Since // to who looks for members, all that it tells is new
			}
		}
		subject.Passages = append(subject.Passages, memberPassage(m))
	}
	e, err := s.app.Fact.Entry(ctx, q, card.Subject)
	if errors.Is(err, fact.ErrNotFound) {
		return subject, nil
	}
	if err != nil {
		return partner.Subject{}, err
	}
	// What the register says is open, but not that an organisation whose whole profile is for members can be found here.
	closed := !slices.ContainsFunc(subject.Passages, func(p partner.Passage) bool { return p.For == partner.ForEverybody })
	subject.Name = i18n.Same(e.Title())
	if region, _ := e.Region(); region != "" {
		subject.Region = region
	}
	activities, err := s.app.activities(ctx, q, e)
	if len(activities) > 0 {
		p := activityPassage(card.Subject, roleOf(card, closed), activities)
		if closed {
			p.For = partner.ForMembers
		}
		subject.Passages = append(subject.Passages, p)
	}
	return subject, err
}

var nameless = i18n.F("Организация с ИНН %s", "Organisation with the INN %s")

// roleOf is what an organisation is to its partners when it speaks of itself: what it is in its first offer, else a supplier. To everybody an
// offer for members alone does not even say that; to members any offer counts.
func roleOf(card profile.Card, members bool) partner.Role {
	for _, i := range card.Items {
		if i.Kind == profile.Offer && (members || i.Audience == profile.Everybody) {
			return partner.Role(i.Role)
		}
	}
	return partner.Supplier
}

func passageOf(i profile.Item, role partner.Role) partner.Passage {
	p := partner.Passage{ID: "profile/" + i.ID, Role: role, Title: i.Title, Text: i.Text, Codes: i.Codes, Form: formOf(i), Since: i.Changed}
	if i.Role != "" {
		p.Role = partner.Role(i.Role)
	}
	if i.Audience != profile.Everybody {
		p.For = partner.ForMembers
	}
	if i.Kind == profile.Certificate {
		p.Text = strings.TrimSpace(p.Text + "\n" + strings.TrimSpace(i.Number+" "+i.Issuer))
	}
	p.Terms = partner.Terms{
		Money: partner.Span[money.Amount](i.Price), Volume: partner.Span[int64](i.Volume), Unit: i.Unit,
		TRL: partner.Span[int64]{From: int64(i.TRL), To: int64(i.TRL)}, Days: i.Days,
	}
	if !i.Until.IsZero() {
		p.Terms.Until = i.Until.Start()
	}
	return p
}

func formOf(i profile.Item) partner.Form {
	switch {
	case i.Kind == profile.Offer && i.Role == profile.Science:
		return partner.FormLaboratory
	case i.Kind == profile.Offer && i.Role == profile.Investor:
		return partner.FormInvestment
	case i.Kind == profile.Offer && i.Role == profile.Provider:
		return partner.FormService
	}
	return partner.Form(i.Kind) // the words of both rooms are the same
}

// memberPassage is what a member has let the register publish.
func memberPassage(m membership.Member) partner.Passage {
	p := partner.Passage{ID: "member/" + m.OGRN, Form: partner.FormAbout, Role: partner.Member, Title: m.Name, Since: m.Since}
	var texts []string
	for _, d := range m.Profile.Directions {
		texts = append(texts, d.Label.RU)
	}
	for _, e := range m.Profile.Entries {
		texts = append(texts, e.Text)
	}
	p.Text = strings.TrimSpace(strings.Join(texts, "\n"))
	return p
}

// activityPassage is what the register says that an organisation does. English names of the classes stand beside the Russian ones, so that
// a search in English finds organisations that have written in Russian only.
func activityPassage(subject string, role partner.Role, activities []profile.Activity) partner.Passage {
	p := partner.Passage{ID: "activity/" + subject, Form: partner.FormActivity, Role: role, Title: activities[0].Name.In(i18n.Russian)}
	var texts []string
	for n, a := range activities {
		p.Codes = append(p.Codes, a.Code)
		if n > 0 {
			texts = append(texts, a.Name.In(i18n.Russian))
		}
		if english := a.Name.In(i18n.English); english != a.Name.In(i18n.Russian) {
			texts = append(texts, english)
		}
	}
	p.Text = strings.Join(texts, "\n")
	return p
}

// measures are the invented measures of a trial installation.
func (s partnerSource) measures() (list []partner.Subject, err error) {
	if !s.app.Site.Trial || s.app.Config.Bare {
		return nil, nil
	}
	measures, err := demo.Measures()
	for _, m := range measures {
		key := string(partner.KindMeasure) + "/" + m.Key
		sum := partner.Span[money.Amount]{From: money.Kopecks(m.Sum.From * 100), To: money.Kopecks(m.Sum.To * 100)}
		list = append(list, partner.Subject{
			Key: key, Kind: partner.KindMeasure, Name: i18n.Same(m.Title), Region: m.Region,
			Passages: []partner.Passage{{
				ID: key, Form: partner.FormMeasure, Role: partner.Support, Title: m.Title, Text: m.Text + "\n" + m.Gives, Codes: m.Codes,
				Terms: partner.Terms{Money: sum, TRL: partner.Span[int64]{From: int64(m.TRL)}},
			}},
		})
	}
	return list, err
}

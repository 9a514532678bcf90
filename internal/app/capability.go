package app

import (
	"context"
	"errors"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// openProfile builds the room of profiles.
func (a *App) openProfile() {
	a.Profile = profile.New(profile.Deps{
		DB: a.DB, Clock: a.Clock, Limits: a.limits, Organisations: capabilities{a}, Changes: a.Partner, Site: a.Site, Alike: a.alike,
	})
}

// capabilities shows package profile organisations and registers.
type capabilities struct{ app *App }

// Acting implements [profile.Organisations].
func (c capabilities) Acting(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (profile.Organisation, error) {
	cabinet, err := c.app.Organisation.Cabinet(ctx, q, id)
	if err != nil {
		return profile.Organisation{}, err
	}
	o, err := c.Subject(ctx, q, cabinet.OGRN)
	if errors.Is(err, profile.ErrUnknown) {
		return profile.Organisation{OGRN: cabinet.OGRN, INN: cabinet.INN, Name: cabinet.Name}, nil
	}
	return o, err
}

// Subject implements [profile.Organisations].
func (c capabilities) Subject(ctx context.Context, q sqldb.Querier, ogrn string) (profile.Organisation, error) {
	e, err := c.app.Fact.Entry(ctx, q, ogrn)
	if errors.Is(err, fact.ErrNotFound) {
		return profile.Organisation{}, profile.ErrUnknown
	}
	if err != nil {
		return profile.Organisation{}, err
	}
	return profiled(e), nil
}

func profiled(e fact.Entry) profile.Organisation {
	o := profile.Organisation{OGRN: e.OGRN, INN: e.INN, Name: e.Title()}
	o.Region, _ = e.Region()
	return o
}

// Bearer implements [profile.Organisations]. Those in good standing come first.
func (c capabilities) Bearer(ctx context.Context, q sqldb.Querier, inn string) (profile.Organisation, error) {
	entries, err := c.app.Fact.Entries(ctx, q, inn)
	if err != nil {
		return profile.Organisation{}, err
	}
	if len(entries) == 0 {
		return profile.Organisation{}, profile.ErrUnknown
	}
	return profiled(entries[0]), nil
}

// Activities implements [profile.Organisations].
func (c capabilities) Activities(ctx context.Context, q sqldb.Querier, ogrn string) ([]profile.Activity, error) {
	e, err := c.app.Fact.Entry(ctx, q, ogrn)
	if errors.Is(err, fact.ErrNotFound) {
		return nil, profile.ErrUnknown
	}
	if err != nil {
		return nil, err
	}
	return c.app.activities(ctx, q, e)
}

// activities are the classes that the register names, with what the classifiers call them: those without a name are left out.
func (a *App) activities(ctx context.Context, q sqldb.Querier, e fact.Entry) (list []profile.Activity, err error) {
	for _, one := range append([]egr.Activity{e.Main}, e.Other...) {
		if one.Code == "" {
			continue
		}
		if one.Name == "" {
			class, err := a.Fact.Activity(ctx, q, one.Code)
			if err != nil && !errors.Is(err, fact.ErrNotFound) && !errors.Is(err, sqldb.ErrNoRows) {
				return nil, err
			}
			one.Name = class.Name
		}
		if one.Name == "" {
			one.Name, _ = classifier.ActivityName(one.Code)
		}
		english, ok := classifier.English(one.Code)
		if !ok {
			english = one.Name
		}
		if one.Name != "" {
			list = append(list, profile.Activity{Code: one.Code, Name: i18n.Raw(one.Name, english)})
		}
	}
	return list, nil
}

// Told is the part of a profile on the page of a member, as whoever reads it may see it.
func (c capabilities) Told(ctx context.Context, q sqldb.Querier, ogrn string) (templ.Component, error) {
	v, err := c.Viewer(ctx, q)
	if err != nil {
		return nil, err
	}
	card, err := c.app.Profile.Shown(ctx, q, ogrn, v)
	if err != nil || len(card.Items) == 0 {
		return nil, err
	}
	return profile.Told(card), nil
}

// mostActing is how many organisations of a person count for what they may read.
const mostActing = 100

// Viewer implements [profile.Organisations].
func (c capabilities) Viewer(ctx context.Context, q sqldb.Querier) (v profile.Viewer, err error) {
	who := actor.From(ctx)
	if who.Guest() || who.Held {
		return v, nil
	}
	profiles, err := c.app.Organisation.Profiles(ctx, q, who.Person, mostActing)
	for _, p := range profiles {
		v.OGRN = append(v.OGRN, p.Cabinet.OGRN)
		status, stopped, err := c.app.Membership.Of(ctx, q, p.Cabinet.ID)
		if err != nil {
			return v, err
		}
		v.Member = v.Member || status != membership.NoStatus && !stopped
	}
	return v, err
}

// For implements [profile.Organisations].
func (c capabilities) For(ctx context.Context, ogrn string) (actor.Actor, error) {
	who := actor.From(ctx)
	st, err := c.app.Organisation.Acting(ctx, who.Person, ogrn)
	if err != nil {
		return who, err
	}
	who.Acting, who.Rights = st.Cabinet.ID, st.Role.Rights()
	return who, nil
}

// told are what a person did with profiles.
type told struct{ app *App }

// Holds implements [account.Room].
func (t told) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	held, err := t.app.Profile.Held(ctx, q, who.Person)
	return []account.Part{{Name: "capability-profiles", Data: held}}, err
}

// Forget implements [account.Room].
func (t told) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	return t.app.Profile.Forget(ctx, tx, who.Person)
}

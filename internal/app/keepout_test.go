package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/ruid"
)

// Nobody decides for those for whom they act: whoever has a role in an organisation keeps out of its matters, by its id and its number, until
// the role ends. And a mark of a conflict is found by whichever of the names it does not bear.
func TestNobodyDecidesForTheirOwn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o, email, other := demo.Organisations()[0], "anna@klaster.example", "ilya@klaster.example"
		cabinet := trusts(t, r, email, o.Name, o.OGRN, o.INN)
		want := func(who string, subject string, want bool) {
			t.Helper()
			got, err := r.KeepsOut(t.Context(), r.DB.Single(), personID(t, r, who), subject)
			if err != nil || got != want {
				t.Errorf("%s keeps out of %q: %t, %v", who, subject, got, err)
			}
		}
		for _, subject := range []string{cabinet, o.OGRN} {
			want(email, subject, true)
			want(other, subject, false)
		}
		for _, subject := range []string{id.New(), "1", "", string(personID(t, r, other))} {
			want(email, subject, false)
		}
		execute(t, r, `UPDATE organisation_grant SET state = 'revoked' WHERE organisation = $1`, cabinet)
		want(email, cabinet, false)
		execute(t, r, `INSERT INTO staff_conflict (id, person, subject, reason, marked_at) VALUES ($1, $2, $3, 'Дружим', $4)`,
			id.New(), string(personID(t, r, other)), cabinet, r.Clock.Now())
		want(other, cabinet, true)
		want(other, o.OGRN, true)
		want(email, o.OGRN, false)
	})
}

// T21: an official's signature is their own by the СНИЛС that was confirmed. One that somebody has typed into an account that nobody has
// confirmed makes nobody's certificate theirs.
func TestT21_TheOfficialsOwnSignature(t *testing.T) {
	const snils, another = ruid.SNILS("11223344595"), ruid.SNILS("08765430300")
	for name, c := range map[string]struct {
		official    account.Person
		certificate ruid.SNILS
		want        bool
	}{
		"own":            {account.Person{Level: actor.Standard, SNILS: snils}, snils, true},
		"typed":          {account.Person{Level: actor.Simplified, SNILS: snils}, snils, false},
		"somebody's":     {account.Person{Level: actor.Full, SNILS: another}, snils, false},
		"neither has it": {account.Person{Level: actor.Full}, "", false},
	} {
		if got := app.OwnSignature(c.official, c.certificate); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// What an organisation offers to members alone says nothing to a guest, not even what it is to its partners.
func TestAnOfferForMembersHidesItsRole(t *testing.T) {
	hidden := profile.Item{Kind: profile.Offer, Audience: profile.Members, Content: profile.Content{Role: profile.Investor}}
	open := profile.Item{Kind: profile.Offer, Audience: profile.Everybody, Content: profile.Content{Role: profile.Science}}
	for name, c := range map[string]struct {
		items   []profile.Item
		members bool
		want    profile.Role
	}{
		"a guest":               {[]profile.Item{hidden}, false, profile.Supplier},
		"a member":              {[]profile.Item{hidden}, true, profile.Investor},
		"a guest, an open one":  {[]profile.Item{hidden, open}, false, profile.Science},
		"a member, both of two": {[]profile.Item{hidden, open}, true, profile.Investor},
	} {
		if got := app.RoleOf(profile.Card{Items: c.items}, c.members); string(got) != string(c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

package account_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// outside is another site with its people, to which a house is connected by the name of a source.
type outside struct {
	*house
	site   *connector.Trial
	key    string
	config connector.OIDCConfig

	straight bool // the address comes from the site and not through the port
}

func (h *house) outside(t testing.TB, key string, level actor.Level) *outside {
	t.Helper()
	people := []connector.Identity{
		{Subject: "anna-there", Level: level, Surname: "Смирнова", Given: "Анна", Patronymic: "Петровна", Email: string(address), SNILS: "11223344595"},
		{Subject: "vera-there", Level: level, Surname: "Соколова", Given: "Вера", Email: "vera@example.org", SNILS: "08765430300"},
		{Subject: "player-0"},
		{Subject: "player-1"},
		{Subject: "player-2"},
	}
	site, err := connector.NewTrial("https://there.example", "http://localhost:8080/login/via/"+key+"/back", people, h.clock)
	if err != nil {
		t.Fatal(err)
	}
	config := site.Config()
	config.Key, config.Vouches, config.Label = key, level, i18n.M("Тот сайт", "That site")
	h.UseConnectors(connector.NewOIDC(config, site, h.clock))
	return &outside{house: h, site: site, key: key, config: config}
}

// trip goes to the other site as a person there and returns with what the browser keeps and brings.
func (o *outside) trip(t testing.TB, ctx context.Context, subject string) (id.Secret, url.Values) {
	t.Helper()
	secret, err := o.StartErrand(ctx, o.key, "/desk")
	if err != nil {
		t.Fatal(err)
	}
	address, err := o.address(ctx, secret)
	if err != nil {
		t.Fatal(err)
	}
	asked, err := o.site.Ask(queryOf(t, address))
	if err != nil {
		t.Fatal(err)
	}
	return secret, queryOf(t, o.site.Grant(asked, subject))
}

func (o *outside) address(ctx context.Context, secret id.Secret) (address string, err error) {
	if o.straight {
		return connector.NewOIDC(o.config, o.site, o.clock).Start(ctx, o.There(o.key, secret))
	}
	_, address, err = o.ErrandAddress(ctx, o.key, secret)
	return address, err
}

func queryOf(t testing.TB, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

func (o *outside) finish(ctx context.Context, secret id.Secret, answer url.Values) (account.Outcome, error) {
	return o.FinishErrand(ctx, o.key, secret, answer, account.Browser{Name: "Chrome, Windows"})
}

// linked links a subject to the person of a session.
func (o *outside) linked(t testing.TB, in account.Entry, subject string) error {
	t.Helper()
	ctx := o.acting(t, in)
	secret, answer := o.trip(t, ctx, subject)
	_, err := o.finish(ctx, secret, answer)
	return err
}

// acting is a context in which the person of a session acts.
func (h *house) acting(t testing.TB, in account.Entry) context.Context {
	t.Helper()
	return actor.With(t.Context(), h.actor(t, in))
}

func eachOutside(t *testing.T, f func(t *testing.T, o *outside)) {
	t.Helper()
	each(t, func(t *testing.T, h *house) { f(t, h.outside(t, "esia", actor.Full)) })
}

func eachOutsideRacing(t *testing.T, f func(t *testing.T, o *outside)) {
	t.Helper()
	eachRacing(t, func(t *testing.T, h *house) { f(t, h.outside(t, "esia", actor.Full)) })
}

func TestSignInThroughAnotherSite(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		in := o.person(t)
		if err := o.linked(t, in, "anna-there"); err != nil {
			t.Fatal(err)
		}
		if told := o.box.last(t, string(address)).text; !strings.Contains(told, "через «Тот сайт»") {
			t.Errorf("the person was told:\n%s", told)
		}
		secret, answer := o.trip(t, t.Context(), "anna-there")
		there := o.clock.Now()
		o.clock.Advance(30 * time.Second)
		out, err := o.finish(t.Context(), secret, answer)
		if err != nil || out.Entry == nil || out.Next != "/desk" {
			t.Fatalf("%+v, %v", out, err)
		}
		who := o.actor(t, *out.Entry)
		if who.Person != in.Person.ID || !who.Confirmed.Equal(there) {
			t.Errorf("signed in as %s, who proved it at %v; want %s at %v", who.Person, who.Confirmed, in.Person.ID, there)
		}
		links, err := o.Links(t.Context(), in.Person.ID)
		if err != nil || len(links) != 1 || !links[0].Used.Equal(o.clock.Now()) {
			t.Errorf("the links: %+v, %v", links, err)
		}
	})
}

// Sites are linked by their own name of the person. An e-mail that two sites know links nothing.
func TestAnEmailLinksNothing(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		o.person(t) // has the same e-mail as anna-there
		secret, answer := o.trip(t, t.Context(), "anna-there")
		out, err := o.finish(t.Context(), secret, answer)
		if err != nil || !out.Unknown || out.Entry != nil {
			t.Fatalf("%+v, %v", out, err)
		}
		if n := o.count(t, "SELECT COUNT(*) FROM account_link"); n != 0 {
			t.Errorf("%d links", n)
		}
		_, who, err := o.FoundIdentity(t.Context(), secret)
		if err != nil || who.Subject != "anna-there" {
			t.Errorf("what was found: %+v, %v", who, err)
		}
	})
}

// Whom nobody here knows signs in the usual way and links then; the offer works once.
func TestAFoundIdentityIsLinkedAfterSigningIn(t *testing.T) {
	eachOutsideRacing(t, func(t *testing.T, o *outside) {
		in := o.person(t)
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if _, err := o.finish(t.Context(), secret, answer); err != nil {
			t.Fatal(err)
		}
		if err := o.LinkFound(t.Context(), secret); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("a guest links it: %v", err)
		}
		o.clock.Advance(actor.FreshFor)
		stale := o.acting(t, in)
		if err := o.LinkFound(stale, secret); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("ten minutes after signing in: %v", err)
		}
		again, err := o.SignIn(t.Context(), string(address), password, account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		if err := o.LinkFound(o.acting(t, again), id.NewSecret()); !errors.Is(err, account.ErrNoErrand) {
			t.Errorf("from another browser: %v", err)
		}
		o.race(t, 16, account.ErrNoErrand, func(int) error { return o.LinkFound(o.acting(t, again), secret) })
		if n := o.count(t, "SELECT COUNT(*) FROM account_errand WHERE identity IS NOT NULL"); n != 0 {
			t.Error("what the other site told is kept")
		}
	})
}

// Each way back works once, in one browser, for ten minutes, for one site.
func TestAnErrandWorksOnce(t *testing.T) {
	eachOutsideRacing(t, func(t *testing.T, o *outside) {
		in := o.person(t)
		if err := o.linked(t, in, "anna-there"); err != nil {
			t.Fatal(err)
		}
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if _, err := o.finish(t.Context(), id.NewSecret(), answer); !errors.Is(err, account.ErrNoErrand) {
			t.Errorf("in another browser: %v", err)
		}
		if _, err := o.FinishErrand(t.Context(), "sber", secret, answer, account.Browser{}); !errors.Is(err, account.ErrNoConnector) {
			t.Errorf("from another site: %v", err)
		}
		before := o.count(t, "SELECT COUNT(*) FROM account_session")
		o.race(t, 16, account.ErrNoErrand, func(int) error {
			_, err := o.finish(t.Context(), secret, answer)
			return err
		})
		if n := o.count(t, "SELECT COUNT(*) FROM account_session"); n != before+1 {
			t.Errorf("%d sessions by one way back", n-before)
		}
		secret, answer = o.trip(t, t.Context(), "anna-there")
		o.clock.Advance(account.ErrandLife)
		if _, err := o.finish(t.Context(), secret, answer); !errors.Is(err, account.ErrNoErrand) {
			t.Errorf("after ten minutes: %v", err)
		}
		one, _ := o.trip(t, t.Context(), "anna-there")
		_, other := o.trip(t, t.Context(), "anna-there")
		if _, err := o.finish(t.Context(), one, other); !errors.Is(err, account.ErrOutsideAnswer) {
			t.Errorf("with the answer to another errand: %v", err)
		}
	})
}

// Linking asks for a fresh confirmation and belongs to the session in which it began.
func TestLinkingBelongsToASession(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		in := o.person(t)
		o.clock.Advance(actor.FreshFor)
		if _, err := o.StartErrand(o.acting(t, in), o.key, ""); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("ten minutes after signing in: %v", err)
		}
		fresh, err := o.SignIn(t.Context(), string(address), password, account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		other := o.named(t, "boris@example.org")
		for what, ctx := range map[string]context.Context{"a guest": t.Context(), "another session": o.acting(t, in), "another person": o.acting(t, other)} {
			secret, answer := o.trip(t, o.acting(t, fresh), "anna-there")
			if _, err := o.finish(ctx, secret, answer); !errors.Is(err, account.ErrNoErrand) {
				t.Errorf("%s brings it back: %v", what, err)
			}
		}
		if n := o.count(t, "SELECT COUNT(*) FROM account_link"); n != 0 {
			t.Errorf("%d links", n)
		}
	})
}

// A clash is refused and explained: the identity is somebody else's, or the person has another one of that site.
func TestALinkClashes(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		anna, boris := o.person(t), o.named(t, "boris@example.org")
		if err := o.linked(t, anna, "anna-there"); err != nil {
			t.Fatal(err)
		}
		if err := o.linked(t, boris, "anna-there"); !errors.Is(err, account.ErrLinkTaken) {
			t.Errorf("somebody else's: %v", err)
		}
		if err := o.linked(t, anna, "vera-there"); !errors.Is(err, account.ErrLinkSecond) {
			t.Errorf("a second one: %v", err)
		}
		if err := o.linked(t, anna, "anna-there"); !errors.Is(err, account.ErrLinkSecond) {
			t.Errorf("the same again: %v", err)
		}
	})
}

// Several people link one identity at once: one of them has it.
func TestAnIdentityIsLinkedOnce(t *testing.T) {
	eachOutsideRacing(t, func(t *testing.T, o *outside) {
		type way struct {
			ctx    context.Context
			secret id.Secret
			answer url.Values
		}
		var ways []way
		for _, email := range []account.Email{"a@example.org", "b@example.org", "c@example.org", "d@example.org"} {
			ctx := o.acting(t, o.named(t, email))
			secret, answer := o.trip(t, ctx, "vera-there")
			ways = append(ways, way{ctx, secret, answer})
		}
		o.race(t, len(ways), account.ErrLinkTaken, func(i int) error {
			_, err := o.finish(ways[i].ctx, ways[i].secret, ways[i].answer)
			return err
		})
	})
}

func TestUnlinking(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		in := o.person(t)
		if err := o.linked(t, in, "anna-there"); err != nil {
			t.Fatal(err)
		}
		if err := o.Unlink(t.Context(), o.key); !errors.Is(err, actor.ErrConfirm) {
			t.Errorf("a guest unlinks: %v", err)
		}
		if err := o.Unlink(o.acting(t, o.named(t, "boris@example.org")), o.key); err != nil {
			t.Errorf("what is not linked: %v", err)
		}
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if err := o.Unlink(o.acting(t, in), o.key); err != nil {
			t.Fatal(err)
		}
		if told := o.box.last(t, string(address)).text; !strings.Contains(told, "больше нельзя") {
			t.Errorf("the person was told:\n%s", told)
		}
		if out, err := o.finish(t.Context(), secret, answer); err != nil || !out.Unknown {
			t.Errorf("after unlinking: %+v, %v", out, err)
		}
	})
}

// A closed account has no way in through another site either, and no new one.
func TestALockedAccountHasNoWayInThroughAnotherSite(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		in := o.person(t)
		if err := o.linked(t, in, "anna-there"); err != nil {
			t.Fatal(err)
		}
		if err := o.db.Update(t.Context(), func(tx *sqldb.Tx) error { return o.SetLocked(t.Context(), tx, in.Person.ID, true) }); err != nil {
			t.Fatal(err)
		}
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if _, err := o.finish(t.Context(), secret, answer); !errors.Is(err, account.ErrLocked) {
			t.Errorf("signing in: %v", err)
		}
	})
}

// A site that is a source raises the level when it is linked, by its own word, which is kept; one that is none raises
// nothing, whatever it says, and neither does one that bears the name of a source that is no site.
func TestASiteVouches(t *testing.T) {
	for key, want := range map[string]actor.Level{
		"esia": actor.Full, "sber": actor.Simplified, "tid": actor.Simplified, "trial": actor.Simplified, "vk": actor.Simplified,
		"certificate": actor.Simplified, "snils": actor.Simplified, "operator": actor.Simplified,
	} {
		each(t, func(t *testing.T, h *house) {
			o := h.outside(t, key, actor.Full)
			in := o.person(t)
			if err := o.linked(t, in, "anna-there"); err != nil {
				t.Fatal(err)
			}
			if got := o.actor(t, in).Level; got != want {
				t.Errorf("%s raised the level to %d, want %d", key, got, want)
			}
			if n := o.count(t, "SELECT COUNT(*) FROM account_level WHERE source = $1", key); (n == 1) != (want > actor.Simplified) {
				t.Errorf("%d changes of level by %s", n, key)
			}
		})
	}
}

// The page of the level offers the sites whose word leads higher from where the account stands, and no others.
func TestThePageOffersTheSitesThatVouch(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for key, want := range map[string][3]bool{ // from simplified, standard, full
			"esia": {true, true, false}, "sber": {false, true, false}, "tid": {false, true, false}, "vk": {}, "operator": {},
		} {
			h.outside(t, key, actor.Full)
			for i, from := range []actor.Level{actor.Simplified, actor.Standard, actor.Full} {
				if got := slices.Contains(h.WaysFrom(from), "Тот сайт"); got != want[i] {
					t.Errorf("%s from level %d: offered is %v", key, from, got)
				}
			}
		}
		h.outside(t, "esia", actor.Simplified) // an agreement that promises nothing
		if slices.Contains(h.WaysFrom(actor.Simplified), "Тот сайт") {
			t.Error("a site is offered that does not vouch here")
		}
	})
}

// A bank leads from the standard level to the full one.
func TestABankConfirmsWhoHasACheckedNumber(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.outside(t, "tid", actor.Full)
		in := o.person(t)
		if err := o.linked(t, in, "anna-there"); err != nil {
			t.Fatal(err)
		}
		if _, err := h.raise(t, in.Person.ID, actor.Standard, account.Vouch{Source: account.BySNILS, Identity: identity()}); err != nil {
			t.Fatal(err)
		}
		secret, answer := o.trip(t, t.Context(), "anna-there")
		if _, err := o.finish(t.Context(), secret, answer); err != nil {
			t.Fatal(err)
		}
		if got := o.actor(t, in).Level; got != actor.Full {
			t.Errorf("the level is %d after a sign-in through the bank", got)
		}
	})
}

// A site that names somebody else raises nothing by itself: a person of the foundation looks at it.
func TestASiteThatNamesSomebodyElse(t *testing.T) {
	eachOutside(t, func(t *testing.T, o *outside) {
		in := o.person(t) // Анна Смирнова
		if err := o.linked(t, in, "vera-there"); err != nil {
			t.Fatal(err)
		}
		if got := o.actor(t, in).Level; got != actor.Simplified {
			t.Errorf("the level is %d", got)
		}
		if n := o.count(t, "SELECT COUNT(*) FROM account_identity_case"); n != 1 {
			t.Errorf("%d cases for a person of the foundation, want one", n)
		}
	})
}

package application_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// subscribe begins or ends the letters of somebody about the applications of the organisation.
func (h *house) subscribe(t testing.TB, who string, rights []actor.Right, on bool) {
	t.Helper()
	if err := h.Subscribe(h.as(t, who, rights), on); err != nil {
		t.Fatal(err)
	}
}

// Who is subscribed gets the letters about what others send for the organisation, once, with the reason, as long as they may see it; the
// rest get what they got. Whoever has a part in the application and is subscribed gets one letter and not two.
func TestLettersToSubscribers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.subscribe(t, "vera", full, true)
		h.subscribe(t, "vera", full, true)
		h.subscribe(t, "anna", standard, true)
		h.subscribe(t, "galina", standard, true)
		h.subscribe(t, "galina", standard, false)
		h.subscribe(t, "galina", standard, false)
		h.subscribe(t, "denis", full, true)
		h.town.gone = []string{"denis"}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action = 'application.letters_on' AND subject = $1`, string(organisation)); n != 4 {
			t.Errorf("the journal has %d subscriptions", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action = 'application.letters_off' AND actor = 'galina'`); n != 1 {
			t.Errorf("the journal has %d ends", n)
		}
		a, _ := h.formed(t)
		if err := h.sign(t, "boris", a, true, nil); err != nil {
			t.Fatal(err)
		}
		sent := "The application was sent: No. " + h.open(t, a).Number
		for name, want := range map[string][]string{"vera": {sent}, "anna": {sent}, "boris": {sent}, "galina": nil, "denis": nil} {
			if got := h.letters(t, name); !slices.Equal(got, want) {
				t.Errorf("letters to %s: %v", name, got)
			}
		}
		// The trust was given again: the letters go on, and nothing had to be kept in step.
		h.town.gone = nil
		withdrawn := "The application was withdrawn: No. " + h.open(t, a).Number
		b := h.second(t)
		if got := h.letters(t, "denis"); !slices.Equal(got, []string{withdrawn, "The application was sent: No. " + b.Number}) {
			t.Errorf("letters to who sees the applications again: %v", got)
		}
	})
}

// second sends another application, after the first was withdrawn.
func (h *house) second(t testing.TB) application.Application {
	t.Helper()
	list, err := h.Of(t.Context(), h.db.Single(), application.Applicant{Organisation: organisation})
	if err != nil || len(list) != 1 {
		t.Fatal(len(list), err)
	}
	if err := h.Withdraw(h.as(t, "boris", signer), list[0].ID); err != nil {
		t.Fatal(err)
	}
	a, _ := h.formed(t)
	if err := h.sign(t, "boris", a, true, nil); err != nil {
		t.Fatal(err)
	}
	return h.open(t, a).Application
}

// Only who may see the applications of the organisation for which they act subscribes to letters about them.
func TestWhoSubscribes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for _, ctx := range []context.Context{
			t.Context(), h.as(t, "vera", nil), actor.With(t.Context(), actor.Actor{Person: "vera", Confirmed: h.clock.Now(), Level: actor.Full}),
		} {
			if err := h.Subscribe(ctx, true); !errors.Is(err, actor.ErrRight) {
				t.Errorf("subscribed: %v", err)
			}
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_subscription`); n != 0 {
			t.Errorf("%d subscriptions", n)
		}
	})
}

// A person's own application is no organisation's, and nobody else is written to about it.
func TestOwnApplicationsHaveNoSubscribers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.bring(t, own())
		h.subscribe(t, "anna", standard, true)
		h.exec(t, `INSERT INTO application_subscription (organisation, person, at) VALUES ('', 'galina', CURRENT_TIMESTAMP)`)
		a := h.mine(t, "vera")
		if _, err := h.Form(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Send(h.alone(t, "vera"), a.ID); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM letter WHERE recipient <> 'vera'`); n != 0 {
			t.Errorf("%d letters to others", n)
		}
	})
}

// The copy of the data of a person has the subscriptions, and the account takes them along.
func TestSubscriptionsLeaveWithThePerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.subscribe(t, "vera", full, true)
		h.subscribe(t, "anna", standard, true)
		held, err := h.HeldAbout(t.Context(), h.db.Single(), "vera")
		if err != nil || len(held.Letters) != 1 || held.Letters[0].Organisation != string(organisation) || !held.Letters[0].Since.Equal(today) {
			t.Errorf("the copy has %+v: %v", held.Letters, err)
		}
		h.update(t, t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return h.Forget(ctx, tx, "vera") })
		if n := h.count(t, `SELECT COUNT(*) FROM application_subscription WHERE person = 'vera'`); n != 0 {
			t.Errorf("%d subscriptions of who is gone", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_subscription WHERE person = 'anna'`); n != 1 {
			t.Error("the subscription of another person is gone")
		}
	})
}

package app_test

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// opensByHand has the person with an address open the cabinet of a trial organisation by the certificate of its head.
func opensByHand(t *testing.T, r *apptest.Running, email string, o demo.Organisation, snils ruid.SNILS) organisation.Cabinet {
	t.Helper()
	h, now := o.Heads[0], r.Clock.Now()
	ctx := actor.With(t.Context(), actor.Actor{Person: personID(t, r, email), Session: "test", Confirmed: now, Level: actor.Simplified})
	out, err := r.Organisation.Open(ctx, organisation.Login{
		ID: id.New(), At: now,
		Holder: organisation.Holder{
			OGRN: ruid.OGRN(o.OGRN), INN: ruid.INN(o.INN), PersonINN: ruid.INN(h.INN), SNILS: snils, Surname: h.Surname, Given: h.Given, Middle: h.Patronymic,
		},
		Certificate: organisation.Certificate{SHA256: id.New(), Serial: "01", Holder: o.Name, Issuer: "test", NotBefore: now.AddDate(0, -1, 0), NotAfter: now.AddDate(1, 0, 0), Trial: true},
	}, organisation.Details{}, true)
	if err != nil || out.Cabinet.ID == "" {
		t.Fatalf("%+v, %v", out, err)
	}
	return out.Cabinet
}

// importLater imports the trial register as it will stand later, changed, waiting for another import to end.
func importLater(t *testing.T, r *apptest.Running, after time.Duration, change func([]byte) []byte) fact.Import {
	t.Helper()
	file, _ := demo.Register(r.Clock.Now().Add(after))
	file = change(file)
	return brings(t, r, fact.Organisations, fact.Delta, "later.xml", file)
}

// brings brings a file in as the operator of the server does, as soon as no other import runs: the trial register comes in by itself.
func brings(t *testing.T, r *apptest.Running, register fact.Register, scope fact.Scope, name string, content []byte) fact.Import {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		i, err := r.Fact.Import(t.Context(), fact.Order{
			Register: register, Scope: scope, Operator: "console", Origin: "test",
			Files: []fact.File{{Name: name, Content: bytes.NewReader(content), Size: int64(len(content))}},
		})
		if err == nil {
			return i
		}
		if !errors.Is(err, fact.ErrBusy) {
			t.Fatal(err)
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatal(err)
		}
	}
}

// another puts somebody else at the head of the first trial organisation.
func another(file []byte) []byte {
	file = bytes.Replace(file, []byte("СМИРНОВА"), []byte("ЧУЖАЯ"), 1)
	return bytes.Replace(file, []byte(demo.PersonINN(1)), []byte(demo.PersonINN(99)), 1)
}

// T11, T22, from the file to the session: an import brings another head, and nothing happens before a second person confirms it; then the
// rights and the sessions of the former head end, trusted persons have standard access for thirty days, and a letter says so. An
// import that changes nothing about the head ends nothing.
func TestT11_AnImportEndsTheRightsOfTheFormerHead(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		c := opensByHand(t, r, "anna@klaster.example", o, "11223344595")
		anna, ilya := personID(t, r, "anna@klaster.example"), personID(t, r, "ilya@klaster.example")
		now := r.Clock.Now()
		execute(t, r, `INSERT INTO organisation_grant (id, organisation, snils_mac, snils_end, person, name, role, state, granted_by, granted_at, signature, lapses_at, until, accepted_at)
			VALUES ($1, $2, $1, '45 95', $3, 'Орлов Илья', 'full', 'active', $4, $5, $1, $6, $6, $5)`, id.New(), string(c.ID), string(ilya), string(anna), now, now.AddDate(1, 0, 0))
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		role := func(p actor.PersonID) organisation.Role {
			st, err := r.Organisation.Acting(t.Context(), p, o.OGRN)
			if err != nil && !errors.Is(err, organisation.ErrNoCabinet) {
				t.Fatal(err)
			}
			return st.Role
		}
		if i := importLater(t, r, time.Hour, func(f []byte) []byte { return f }); i.Held != 0 || role(anna) != organisation.Signer {
			t.Fatalf("%d held, Anna is %q", i.Held, role(anna))
		}
		if i := importLater(t, r, 2*time.Hour, another); i.Held != 1 || role(anna) != organisation.Signer || role(ilya) != organisation.Full {
			t.Fatalf("before anybody confirmed: %d held, Anna is %q, Ilya %q", i.Held, role(anna), role(ilya))
		}
		v.Open("/org/" + o.OGRN).WantURL("/org/" + o.OGRN)
		changes, err := r.Fact.Waiting(t.Context(), r.DB.Single())
		if err != nil || len(changes) != 1 {
			t.Fatalf("%+v, %v", changes, err)
		}
		if err := r.Fact.Confirm(t.Context(), actor.Actor{Person: "second", Staff: []actor.Role{actor.Operator}}, changes[0].ID); err != nil {
			t.Fatal(err)
		}
		awaitNone(t, r, `SELECT COUNT(*) FROM organisation_signer WHERE ended_at IS NULL`)
		if role(anna) != "" || role(ilya) != organisation.Standard {
			t.Errorf("Anna is %q, Ilya %q", role(anna), role(ilya))
		}
		v.Open("/desk").WantURL("/login?next=%2Fdesk")
		if n := count(t, r.DB, `SELECT COUNT(*) FROM organisation_grant WHERE confirm_by IS NULL`); n != 0 {
			t.Errorf("%d grants are not held", n)
		}
		var held time.Time
		if err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT confirm_by FROM organisation_grant`).Scan(&held)
		}); err != nil || held.Sub(now) < organisation.ConfirmLife || held.Sub(now) > organisation.ConfirmLife+time.Hour {
			t.Errorf("the grant is held until %v, %v", held, err)
		}
		for _, to := range []string{"anna@klaster.example", "ilya@klaster.example"} {
			if text := r.Message(t, to, 0); text == "" {
				t.Errorf("nobody wrote to %s", to)
			}
		}
	})
}

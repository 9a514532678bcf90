package profile_test

import (
	"context"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/internal/storetest"
)

var today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// The organisations of the tests. The numbers are never issued and have right check digits.
var (
	alpha = profile.Organisation{OGRN: "1997700008018", INN: "9900008016", Name: "ООО «Альфа»", Region: "77"}
	beta  = profile.Organisation{OGRN: "1996300008021", INN: "9900008023", Name: "ООО «Бета»", Region: "63"}
)

// town is the neighbourhood of the room.
type town struct {
	of      map[actor.OrganisationID]profile.Organisation
	viewer  profile.Viewer
	classes []profile.Activity
}

func (t *town) Acting(_ context.Context, _ sqldb.Querier, id actor.OrganisationID) (profile.Organisation, error) {
	return t.of[id], nil
}

func (t *town) find(is func(profile.Organisation) bool) (profile.Organisation, error) {
	for _, o := range t.of {
		if is(o) {
			return o, nil
		}
	}
	return profile.Organisation{}, profile.ErrUnknown
}

func (t *town) Subject(_ context.Context, _ sqldb.Querier, ogrn string) (profile.Organisation, error) {
	return t.find(func(o profile.Organisation) bool { return o.OGRN == ogrn })
}

func (t *town) Bearer(_ context.Context, _ sqldb.Querier, inn string) (profile.Organisation, error) {
	return t.find(func(o profile.Organisation) bool { return o.INN == inn })
}

func (t *town) Activities(context.Context, sqldb.Querier, string) ([]profile.Activity, error) {
	return t.classes, nil
}

func (t *town) Viewer(context.Context, sqldb.Querier) (profile.Viewer, error) { return t.viewer, nil }

func (t *town) For(ctx context.Context, _ string) (actor.Actor, error) { return actor.From(ctx), nil }

// Changed implements [profile.Changes]: a row in the transaction, as package partner has one.
func (t *town) Changed(ctx context.Context, tx *sqldb.Tx, subject string) error {
	_, err := tx.Exec(ctx, `INSERT INTO told (subject) VALUES ($1)`, subject)
	return err
}

func (t *town) ChangedAll(ctx context.Context, tx *sqldb.Tx) error { return t.Changed(ctx, tx, "") }

// house is the room on a real database.
type house struct {
	*profile.Module
	t     *testing.T
	db    *sqldb.DB
	clock *clock.Manual
	town  *town
}

func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		clk := clock.NewManual(today)
		h := &house{t: t, db: db, clock: clk, town: &town{of: map[actor.OrganisationID]profile.Organisation{"alpha": alpha, "beta": beta}}}
		h.update(func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `CREATE TABLE told (subject TEXT)`)
			return err
		})
		h.Module = profile.New(profile.Deps{
			DB: db, Clock: clk, Limits: limit.New(db, clk, []byte("a key of thirty-two bytes for it")), Organisations: h.town, Changes: h.town,
			Site: &web.Site{BaseURL: "https://cluster.example", Operator: i18n.M("Фонд", "Foundation"), Trial: true},
		})
		f(t, h)
	})
}

func (h *house) update(f func(ctx context.Context, tx *sqldb.Tx) error) {
	h.t.Helper()
	if err := h.db.Update(h.t.Context(), func(tx *sqldb.Tx) error { return f(h.t.Context(), tx) }); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) view(f func(ctx context.Context, q sqldb.Querier) error) {
	h.t.Helper()
	if err := h.db.View(h.t.Context(), func(q sqldb.Querier) error { return f(h.t.Context(), q) }); err != nil {
		h.t.Fatal(err)
	}
}

// as lets somebody act for an organisation with rights.
func (h *house) as(organisation actor.OrganisationID, person actor.PersonID, rights ...actor.Right) context.Context {
	return actor.With(h.t.Context(), actor.Actor{Person: person, Acting: organisation, Rights: rights, Confirmed: today})
}

// full may change the profile.
func (h *house) full(organisation actor.OrganisationID) context.Context {
	return h.as(organisation, "anna", actor.View, actor.Draft, actor.Send)
}

func (h *house) save(ctx context.Context, d profile.Draft) profile.Item {
	h.t.Helper()
	i, err := h.Save(ctx, d)
	if err != nil {
		h.t.Fatal(err)
	}
	return i
}

// told is how many times those who search heard of a subject.
func (h *house) told(subject string) (n int) {
	h.t.Helper()
	h.view(func(ctx context.Context, q sqldb.Querier) error {
		return q.QueryRow(ctx, `SELECT count(*) FROM told WHERE subject = $1`, subject).Scan(&n)
	})
	return n
}

func (h *house) count(query string, args ...any) (n int) {
	h.t.Helper()
	h.view(func(ctx context.Context, q sqldb.Querier) error { return q.QueryRow(ctx, query, args...).Scan(&n) })
	return n
}

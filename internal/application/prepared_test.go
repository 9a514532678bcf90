package application_test

import (
	"context"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const vector = "9900000017" // an organisation that has no account yet

// alone is a context in which somebody acts for themselves.
func (h *house) alone(t testing.TB, name string) context.Context {
	t.Helper()
	return actor.With(t.Context(), actor.Actor{Person: actor.PersonID(name), Confirmed: h.clock.Now(), Level: actor.Standard})
}

func (h *house) prepared(t testing.TB, name string) application.Application {
	t.Helper()
	a, err := h.Start(h.alone(t, name), "sample", application.Applicant{Person: actor.PersonID(name), Prepared: vector})
	if err != nil {
		t.Fatal(err)
	}
	w, err := h.Open(h.alone(t, name), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := h.Save(h.alone(t, name), a.ID, "main", w.Revision, form.Answers{"email": text("a@b.example"), "goods": text("Станки")}); err != nil || len(c) > 0 {
		t.Fatal(c, err)
	}
	return a
}

func (h *house) update(t testing.TB, ctx context.Context, f func(ctx context.Context, tx *sqldb.Tx) error) {
	t.Helper()
	if err := h.db.Update(ctx, func(tx *sqldb.Tx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

// A draft may begin before the organisation has an account. It is the person's own, leads to no document, and becomes the
// organisation's, with its answers, when the account is opened.
func TestADraftBeforeTheAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.prepared(t, "anna")
		if again := h.prepared(t, "anna"); again.ID != a.ID {
			t.Error("a second draft for the same organisation was begun")
		}
		if other := h.prepared(t, "vera"); other.ID == a.ID {
			t.Error("two people share a draft that is each one's own")
		}
		for name, ctx := range map[string]context.Context{"vera": h.alone(t, "vera"), "the organisation": h.as(t, "boris", signer)} {
			if _, err := h.Open(ctx, a.ID); !errors.Is(err, application.ErrNoApplication) {
				t.Errorf("%s sees the draft: %v", name, err)
			}
		}
		if _, err := h.Form(h.alone(t, "anna"), a.ID); !errors.Is(err, application.ErrPrepared) {
			t.Errorf("formed: %v", err)
		}
		if _, err := h.Sign(h.alone(t, "anna"), a.ID, true); !errors.Is(err, application.ErrPrepared) {
			t.Errorf("signed: %v", err)
		}
		if _, err := h.Send(h.alone(t, "anna"), a.ID); !errors.Is(err, application.ErrPrepared) {
			t.Errorf("sent: %v", err)
		}

		h.update(t, h.alone(t, "anna"), func(ctx context.Context, tx *sqldb.Tx) error { return h.Adopt(ctx, tx, "anna", vector, organisation) })
		w := h.open(t, a)
		if w.Applicant.Organisation != organisation || w.Applicant.Prepared != "" || w.Answers()["goods"].Text != "Станки" {
			t.Errorf("the organisation has %+v, %v", w.Applicant, w.Answers())
		}
		if _, err := h.Open(h.alone(t, "anna"), a.ID); !errors.Is(err, application.ErrNoApplication) {
			t.Errorf("the draft is the person's still: %v", err)
		}
		if _, err := h.Form(h.as(t, "anna", standard), a.ID); err != nil {
			t.Errorf("formed in the account: %v", err)
		}

		// Vera comes later: the organisation has an application already, and hers stays hers.
		h.update(t, h.alone(t, "vera"), func(ctx context.Context, tx *sqldb.Tx) error { return h.Adopt(ctx, tx, "vera", vector, organisation) })
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE organisation = $1`, string(organisation)); n != 1 {
			t.Errorf("the organisation has %d applications", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE person = 'vera' AND inn = $1 AND pending`, vector); n != 1 {
			t.Errorf("Vera has %d drafts", n)
		}
	})
}

// A prepared draft goes with what was prepared, and with its person.
func TestAPreparedDraftIsForgotten(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.prepared(t, "anna")
		h.prepared(t, "vera")
		h.update(t, h.alone(t, "anna"), func(ctx context.Context, tx *sqldb.Tx) error { return h.ForgetPrepared(ctx, tx, "anna", vector) })
		h.update(t, t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return h.Forget(ctx, tx, "vera") })
		if n := h.count(t, `SELECT COUNT(*) FROM application_answer`); n != 0 {
			t.Errorf("%d answers are left", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE pending`); n != 0 {
			t.Errorf("%d drafts are left", n)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE person = 'vera' OR applicant LIKE '%vera%'`); n != 0 {
			t.Errorf("%d rows name who is gone", n)
		}
	})
}

// Somebody who has prepared nothing for an ИНН is led to that first; what is begun is listed.
func TestPreparedDraftsAreListed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		read := func() (list []application.PreparedDraft) {
			if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
				list, err = h.PreparedDrafts(t.Context(), q, "anna", vector)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return list
		}
		if list := read(); len(list) != 1 || list[0].Service != "sample" || list[0].Draft != "" {
			t.Errorf("before: %+v", list)
		}
		a := h.prepared(t, "anna")
		if list := read(); len(list) != 1 || list[0].Draft != a.ID {
			t.Errorf("after: %+v", list)
		}
	})
}

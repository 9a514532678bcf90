package organisation_test

import (
	"context"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func (h *house) inside(t *testing.T, ctx context.Context, id actor.OrganisationID) organisation.Inside {
	t.Helper()
	in, err := h.Inside(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// T13: the document of an appointment, in which a СНИЛС stands, is opened by those who sign and by the person appointed; the signed sign-in
// that opened the cabinet by whoever signed it. Everybody who sees the cabinet sees that there is a document, and what became of it.
func TestT13_SignedPapersAreForThoseWhomTheyConcern(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		h.trusted(t, organisation.Full)
		h.exec(t, `INSERT INTO organisation_grant (id, organisation, snils_mac, snils_end, person, name, role, state, granted_by, granted_at, signature, lapses_at, until)
			SELECT 'g-vera', organisation, 'vera', '03 00', $1, 'Соколова Вера Ивановна', 'full', 'active', granted_by, granted_at, 's-vera', lapses_at, until FROM organisation_grant`, string(h.people["Вера"]))
		grant := h.inside(t, h.in(t, "Анна"), c.ID).Grants
		olegs := grant[0].Signature
		if olegs == "s-vera" {
			olegs = grant[1].Signature
		}
		for who, want := range map[string]map[string]bool{
			"Анна": {c.Signature: true, olegs: true, "s-vera": true},
			"Олег": {c.Signature: false, olegs: true, "s-vera": false},
			"Вера": {c.Signature: false, olegs: false, "s-vera": true},
		} {
			ctx := h.in(t, who)
			in := h.inside(t, ctx, c.ID)
			lines := in.Papers(actor.From(ctx))
			if len(lines) != len(want) {
				t.Errorf("%s sees %d papers", who, len(lines))
			}
			for _, l := range lines {
				paper, err := h.SignedPaper(ctx, in, l.ID)
				if l.Open != want[l.ID] || (err == nil) != want[l.ID] || err != nil && !errors.Is(err, organisation.ErrNoPaper) {
					t.Errorf("%s and the paper %s: open %t, %v", who, l.ID, l.Open, err)
				}
				if err == nil && string(paper.Content) != l.ID {
					t.Errorf("%s gets another paper: %s", who, paper.Content)
				}
			}
			if _, err := h.SignedPaper(ctx, in, "of-another-cabinet"); !errors.Is(err, organisation.ErrNoPaper) {
				t.Errorf("%s opens what is not of this cabinet: %v", who, err)
			}
		}
	})
}

// The figures of a cabinet are its own: what happened elsewhere is not counted, and of the foundation only that somebody acted.
func TestFiguresAreOfOneCabinet(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		h.trusted(t, organisation.Full)
		if _, err := h.Choose(h.as(t, "Олег"), c.OGRN); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Choose(h.as(t, "Вера"), c.OGRN); !errors.Is(err, organisation.ErrNoCabinet) {
			t.Errorf("somebody who is nothing there chooses the profile: %v", err)
		}
		for _, e := range []audit.Entry{
			{Actor: "somebody of the foundation", Action: "organisation.case_granted", Subject: string(c.ID)},
			{Actor: string(h.people["Анна"]), Action: "organisation.entered", Subject: "another cabinet"},
			{Actor: string(h.people["Анна"]), Action: "account.signed_in.password", Subject: string(h.people["Анна"])},
		} {
			if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return audit.Record(t.Context(), tx, e) }); err != nil {
				t.Fatal(err)
			}
		}
		f, err := h.Figures(t.Context(), h.inside(t, h.in(t, "Анна"), c.ID), 30)
		if err != nil {
			t.Fatal(err)
		}
		if f.Entered != 1 || f.Signatures != 2 {
			t.Errorf("entered %d times, %d signatures", f.Entered, f.Signatures)
		}
		people := map[string]int{}
		for _, p := range f.People {
			people[p.Name] += p.N
			if p.By == "somebody of the foundation" {
				t.Error("the organisation learns who of the foundation acted")
			}
		}
		if people["Ёлкина Анна Петровна"] == 0 || people["Орлов Олег Игоревич"] != 2 || people[""] != 1 || len(people) != 3 {
			t.Errorf("%v", people)
		}
		for _, d := range f.Deeds {
			if d.Text.IsZero() {
				t.Error("a deed without a text")
			}
		}
	})
}

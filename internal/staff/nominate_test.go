package staff_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

func (h *house) nominate(t *testing.T, p, by actor.PersonID) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Nominate(t.Context(), tx, p, actor.Expert, by) }); err != nil {
		t.Fatal(err)
	}
}

// A decision that speaks for a role gives none: an owner confirms it, and not the one who has decided. Said twice it is said once.
func TestADecisionNominates(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		boris, vera := h.person(t, "boris"), h.person(t, "vera")
		must(t)(h.Grant(t.Context(), boris, actor.Operator, anna))

		h.nominate(t, vera, boris)
		h.nominate(t, vera, boris)
		h.wantRoles(t, vera)
		if n := h.count(t, `SELECT COUNT(*) FROM staff_proposal WHERE state = 'open' AND person = $1 AND role = 'expert'`, string(vera)); n != 1 {
			t.Fatalf("%d proposals wait", n)
		}
		var proposal string
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT id FROM staff_proposal WHERE state = 'open'`).Scan(&proposal)
		}); err != nil {
			t.Fatal(err)
		}
		_, err := h.Confirm(t.Context(), proposal, boris)
		wantErr(t, err, actor.ErrRole)
		must(t)(h.Confirm(t.Context(), proposal, anna))
		h.wantRoles(t, vera, actor.Expert)
		h.nominate(t, vera, boris) // who has the role keeps it, and nobody is asked
		h.wantRoles(t, vera, actor.Expert)
	})
}

// An owner who decides does not confirm their own decision, unless there is no other owner.
func TestAnOwnerDecidesAndAnotherConfirms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		vera, gleb := h.person(t, "vera"), h.person(t, "gleb")
		h.nominate(t, vera, anna)
		h.wantRoles(t, vera, actor.Expert)

		boris := h.person(t, "boris")
		must(t)(h.Grant(t.Context(), boris, actor.Owner, anna))
		h.nominate(t, gleb, anna)
		h.wantRoles(t, gleb)
		var proposal string
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT id FROM staff_proposal WHERE state = 'open' AND person = $1`, string(gleb)).Scan(&proposal)
		}); err != nil {
			t.Fatal(err)
		}
		_, err := h.Confirm(t.Context(), proposal, anna)
		wantErr(t, err, staff.ErrOwnProposal)
		must(t)(h.Confirm(t.Context(), proposal, boris))
		h.wantRoles(t, gleb, actor.Expert)
	})
}

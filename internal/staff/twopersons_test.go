package staff_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

func TestWithOneOwnerChangesTakeEffectAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		boris := h.person(t, "boris")
		if out := must(t)(h.Grant(t.Context(), boris, actor.Operator, anna)); out.Waits() {
			t.Error("a grant by the only owner waits")
		}
		h.wantRoles(t, boris, actor.Operator)
		must(t)(h.Grant(t.Context(), anna, actor.Operator, anna))
		h.wantRoles(t, anna, actor.Operator, actor.Owner)
		if out := must(t)(h.Revoke(t.Context(), boris, actor.Operator, anna)); out.Waits() {
			t.Error("a withdrawal by the only owner waits")
		}
		h.wantRoles(t, boris)
		_, err := h.Revoke(t.Context(), anna, actor.Owner, anna)
		wantErr(t, err, staff.ErrLastOwner)
		h.wantRoles(t, anna, actor.Operator, actor.Owner)
	})
}

func TestOnlyOwnersChangeRoles(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		boris := h.person(t, "boris")
		must(t)(h.Grant(t.Context(), boris, actor.Auditor, anna))
		_, err := h.Grant(t.Context(), boris, actor.Owner, boris)
		wantErr(t, err, actor.ErrRole)
		_, err = h.Invite(t.Context(), "eva@example.org", actor.Operator, boris)
		wantErr(t, err, actor.ErrRole)
		_, err = h.Revoke(t.Context(), anna, actor.Owner, boris)
		wantErr(t, err, actor.ErrRole)
		_, err = h.Grant(t.Context(), boris, "emperor", anna)
		wantErr(t, err, staff.ErrUnknownRole)
		_, err = h.Grant(t.Context(), boris, actor.Auditor, anna)
		wantErr(t, err, staff.ErrHeld)
		_, err = h.Revoke(t.Context(), boris, actor.Operator, anna)
		wantErr(t, err, staff.ErrNotHeld)
		_, err = h.Grant(t.Context(), "0190b5c2-0000-7000-8000-000000000000", actor.Expert, anna)
		wantErr(t, err, errNobody)
		h.wantRoles(t, boris, actor.Auditor)
	})
}

func TestWithTwoOwnersTheOtherOneConfirms(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		anna, boris, eva := o[0], o[1], h.person(t, "eva")

		out := must(t)(h.Grant(t.Context(), eva, actor.Operator, anna))
		if !out.Waits() {
			t.Fatal("a grant took effect without the second owner")
		}
		h.wantRoles(t, eva)
		if got := h.letters(t, "boris@example.org"); !strings.Contains(got[len(got)-1], "Нужно ваше решение") {
			t.Errorf("the other owner was not asked: %q", got)
		}
		_, err := h.Grant(t.Context(), eva, actor.Operator, boris)
		wantErr(t, err, staff.ErrPending)
		must(t)(h.Confirm(t.Context(), out.Proposal, boris))
		h.wantRoles(t, eva, actor.Operator)
		if got := h.letters(t, "eva@example.org"); len(got) != 1 || !strings.Contains(got[0], "«Оператор»") {
			t.Errorf("letters to the new operator: %q", got)
		}
		_, err = h.Confirm(t.Context(), out.Proposal, boris)
		wantErr(t, err, staff.ErrDecided)

		out = must(t)(h.Revoke(t.Context(), eva, actor.Operator, boris))
		h.wantRoles(t, eva, actor.Operator)
		must(t)(h.Confirm(t.Context(), out.Proposal, anna))
		h.wantRoles(t, eva)
		if got := h.letters(t, "eva@example.org"); len(got) != 2 || !strings.Contains(got[1], "снята") {
			t.Errorf("letters to the former operator: %q", got)
		}
	})
}

func TestNeitherProposerNorSubjectDecides(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris", "clara")
		anna, boris, clara := o[0], o[1], o[2]
		dora := h.person(t, "dora")
		h.agreed(t, dora, actor.Auditor, anna, boris)
		out := must(t)(h.Revoke(t.Context(), boris, actor.Owner, anna))
		for who, want := range map[actor.PersonID]error{anna: staff.ErrOwnProposal, boris: staff.ErrOwnRole, dora: actor.ErrRole} {
			_, err := h.Confirm(t.Context(), out.Proposal, who)
			wantErr(t, err, want)
			wantErr(t, h.Refuse(t.Context(), out.Proposal, who), want)
		}
		wantErr(t, h.Withdraw(t.Context(), out.Proposal, clara), staff.ErrNotYours)
		h.wantRoles(t, boris, actor.Owner)
		if err := h.Refuse(t.Context(), out.Proposal, clara); err != nil {
			t.Fatal(err)
		}
		h.wantRoles(t, boris, actor.Owner)
		_, err := h.Confirm(t.Context(), out.Proposal, clara)
		wantErr(t, err, staff.ErrDecided)

		// One's own resignation takes another owner, too.
		out = must(t)(h.Revoke(t.Context(), boris, actor.Owner, boris))
		h.wantRoles(t, boris, actor.Owner)
		must(t)(h.Confirm(t.Context(), out.Proposal, anna))
		h.wantRoles(t, boris)
	})
}

func TestWithTwoOwnersNobodyCouldConfirmAChangeOfTheOther(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		_, err := h.Revoke(t.Context(), o[1], actor.Owner, o[0])
		wantErr(t, err, staff.ErrNoSecond)
		_, err = h.Grant(t.Context(), o[1], actor.Auditor, o[0])
		wantErr(t, err, staff.ErrNoSecond)
		out := must(t)(h.Grant(t.Context(), o[1], actor.Auditor, o[1]))
		must(t)(h.Confirm(t.Context(), out.Proposal, o[0]))
		h.wantRoles(t, o[1], actor.Auditor, actor.Owner)
	})
}

func TestAnInvitationByTwoOwners(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Expert, o[0]))
		if !out.Waits() || out.Secret != "" || len(h.letters(t, "eva@example.org")) != 0 {
			t.Fatalf("an invitation went out without the second owner: %+v", out)
		}
		must(t)(h.Confirm(t.Context(), out.Proposal, o[1]))
		eva := h.person(t, "eva")
		must(t)(h.Accept(t.Context(), h.invitation(t, "eva@example.org"), eva))
		h.wantRoles(t, eva, actor.Expert)

		// An owner does not confirm an invitation to the owner's own address.
		out = must(t)(h.Invite(t.Context(), "Boris@Example.org", actor.Auditor, o[0]))
		_, err := h.Confirm(t.Context(), out.Proposal, o[1])
		wantErr(t, err, staff.ErrOwnRole)
	})
}

// What was possible when it was proposed is judged again when it is confirmed.
func TestAConfirmationIsJudgedOnTheRolesOfItsDay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris", "clara")
		anna, boris, clara := o[0], o[1], o[2]
		endAnna := must(t)(h.Revoke(t.Context(), anna, actor.Owner, boris))
		endBoris := must(t)(h.Revoke(t.Context(), boris, actor.Owner, boris))
		byBoris := must(t)(h.Grant(t.Context(), h.person(t, "eva"), actor.Operator, boris))
		must(t)(h.Confirm(t.Context(), endBoris.Proposal, anna))
		for _, p := range []string{endAnna.Proposal, byBoris.Proposal} {
			_, err := h.Confirm(t.Context(), p, clara)
			wantErr(t, err, staff.ErrDecided) // withdrawn together with the role of its proposer
		}
		endClara := must(t)(h.Revoke(t.Context(), clara, actor.Owner, clara))
		must(t)(h.Confirm(t.Context(), endClara.Proposal, anna))
		_, err := h.Revoke(t.Context(), anna, actor.Owner, anna)
		wantErr(t, err, staff.ErrLastOwner)
	})
}

// A role that somebody came by in another way meanwhile cannot be given a second time.
func TestAProposalThatWasOvertaken(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		eva := h.person(t, "eva")
		out := must(t)(h.Grant(t.Context(), eva, actor.Operator, o[0]))
		console := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, staff.Console))
		must(t)(h.Accept(t.Context(), console.Secret, eva))
		_, err := h.Confirm(t.Context(), out.Proposal, o[1])
		wantErr(t, err, staff.ErrHeld)
		if err := h.Withdraw(t.Context(), out.Proposal, o[0]); err != nil {
			t.Error(err)
		}
		console = must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, staff.Console))
		_, err = h.Accept(t.Context(), console.Secret, eva)
		wantErr(t, err, staff.ErrHeld)
		h.wantRoles(t, eva, actor.Operator)
	})
}

func TestTheConsoleNeedsNoSecondAndEveryOwnerLearnsOfIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.owners(t, "anna", "boris")
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Owner, staff.Console))
		if out.Waits() || !strings.HasPrefix(out.Link, "https://cluster.example/staff/invitation/") {
			t.Fatalf("the invitation of the console: %+v", out)
		}
		for _, to := range []string{"anna@example.org", "boris@example.org"} {
			if got := h.letters(t, to); !strings.Contains(got[len(got)-1], "из командной строки сервера") {
				t.Errorf("%s was not told: %q", to, got)
			}
		}
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE actor = 'console' AND action = 'staff.invited'"); n != 2 {
			t.Errorf("%d entries of the console's invitations, want that of the first owner and this one", n)
		}
		eva := h.person(t, "eva")
		must(t)(h.Accept(t.Context(), out.Secret, eva))
		h.wantRoles(t, eva, actor.Owner)
	})
}

func TestConcurrentConfirmationsTakeEffectOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris", "clara", "dora", "emma")
		eva := h.person(t, "eva")
		out := must(t)(h.Grant(t.Context(), eva, actor.Operator, o[0]))
		errs := make([]error, 8)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() {
				if by := o[1+i%4]; i < 6 {
					_, errs[i] = h.Confirm(t.Context(), out.Proposal, by)
				} else {
					errs[i] = h.Refuse(t.Context(), out.Proposal, by)
				}
			})
		}
		wg.Wait()
		passed := 0
		for _, err := range errs {
			if err == nil {
				passed++
			} else {
				wantErr(t, err, staff.ErrDecided)
			}
		}
		if passed != 1 {
			t.Errorf("%d decisions passed, want 1: %v", passed, errs)
		}
		held := h.count(t, "SELECT COUNT(*) FROM staff_role WHERE person = $1", string(eva))
		if confirmed := h.count(t, "SELECT COUNT(*) FROM staff_proposal WHERE state = 'confirmed' AND person = $1", string(eva)); held != confirmed {
			t.Errorf("%d roles after %d confirmations", held, confirmed)
		}
	})
}

// Three owners, three proposals to end each of them, all confirmed at once: whoever is no owner any more confirms
// nothing, and one stays.
func TestConcurrentWithdrawalsLeaveAnOwner(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for range 5 {
			names := []string{"anna", "boris", "clara"}
			o := h.owners(t, names...)
			ends := make([]string, len(o))
			for i, p := range o {
				ends[i] = must(t)(h.Revoke(t.Context(), p, actor.Owner, p)).Proposal
			}
			var wg sync.WaitGroup
			for i := range o {
				for j := range o {
					wg.Go(func() { _, _ = h.Confirm(t.Context(), ends[i], o[j]) }) // most are refused, which is the point
				}
			}
			wg.Wait()
			left := 0
			for _, p := range o {
				left += len(h.rolesOf(t, p))
			}
			if left != 1 {
				t.Fatalf("%d owners are left, want 1", left)
			}
			h.clear(t)
		}
	})
}

func (h *house) tryExec(t testing.TB, statement string, args ...any) error {
	return h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), statement, args...)
		return err
	})
}

// clear empties the room and the town.
func (h *house) clear(t testing.TB) {
	t.Helper()
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
		for _, table := range []string{"staff_role", "staff_proposal", "staff_invitation", "staff_view", "staff_conflict", "town", "letter"} {
			if _, err := tx.Exec(t.Context(), "DELETE FROM "+table); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// The only owner appoints three more at the same moment. The first of them makes two owners, so the others must wait.
func TestConcurrentGrantsByTheOnlyOwner(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		people := []actor.PersonID{h.person(t, "boris"), h.person(t, "clara"), h.person(t, "dora"), h.person(t, "emma")}
		waits := make([]bool, len(people))
		var wg sync.WaitGroup
		for i, p := range people {
			wg.Go(func() {
				out, err := h.Grant(t.Context(), p, actor.Owner, anna)
				if err != nil {
					t.Error(err)
				}
				waits[i] = out.Waits()
			})
		}
		wg.Wait()
		if n := len(slices.DeleteFunc(waits, func(w bool) bool { return w })); n != 1 {
			t.Errorf("%d grants took effect at once, want 1", n)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM staff_role WHERE role = 'owner' AND ended_at IS NULL"); n != 2 {
			t.Errorf("%d owners, want 2", n)
		}
	})
}

// An account that is gone keeps nobody from ending its role, and counts for no owner who can act.
func TestARoleOfAnAccountThatIsGone(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris", "clara")
		h.exec(t, "DELETE FROM town WHERE name = 'clara'")
		out := must(t)(h.Revoke(t.Context(), o[2], actor.Owner, o[0]))
		must(t)(h.Confirm(t.Context(), out.Proposal, o[1]))
		h.wantRoles(t, o[2])
	})
}

// The schema itself refuses a second person who is the first, whatever the program does.
func TestTheSchemaKeepsTheSecondPersonApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		out := must(t)(h.Grant(t.Context(), h.person(t, "eva"), actor.Operator, o[0]))
		for _, decider := range []string{string(o[0]), ""} {
			if err := h.tryExec(t, "UPDATE staff_proposal SET state = 'confirmed', decided_by = $2 WHERE id = $1", out.Proposal, decider); err == nil {
				t.Errorf("the schema took %q for the second person", decider)
			}
		}
		if err := h.tryExec(t, "UPDATE staff_role SET confirmed_by = given_by WHERE given_by <> 'console'"); err == nil {
			t.Error("the schema took the giver for the second person")
		}
	})
}

func TestErrorsOfDecisionsOnWhatIsNotThere(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		const nothing = "0190b5c2-0000-7000-8000-000000000000"
		_, err := h.Confirm(t.Context(), nothing, o[0])
		for _, err := range []error{err, h.Refuse(t.Context(), nothing, o[0]), h.Withdraw(t.Context(), nothing, o[0])} {
			wantErr(t, err, staff.ErrNoProposal)
		}
		if _, err := h.Invite(t.Context(), "no address", actor.Operator, o[0]); !errors.Is(err, staff.ErrEmail) {
			t.Errorf("error %v", err)
		}
	})
}

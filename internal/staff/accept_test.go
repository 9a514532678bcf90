package staff_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

func TestTheFirstOwnerComesByInvitation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		out := must(t)(h.Invite(t.Context(), "Anna@Example.org", actor.Owner, staff.Console))
		if got := h.invitation(t, "Anna@Example.org"); got != out.Secret {
			t.Error("the letter has another secret than the command line")
		}
		anna := h.person(t, "anna")
		h.wantRoles(t, anna)
		if out := must(t)(h.Accept(t.Context(), out.Secret, anna)); out.Waits() {
			t.Error("the first owner has to wait for a second one")
		}
		h.wantRoles(t, anna, actor.Owner)
	})
}

func TestAnInvitationIsUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, anna))
		eva := h.person(t, "eva")
		errs := make([]error, 16)
		var wg sync.WaitGroup
		for i := range errs {
			wg.Go(func() { _, errs[i] = h.Accept(t.Context(), out.Secret, eva) })
		}
		wg.Wait()
		passed := 0
		for _, err := range errs {
			if err == nil {
				passed++
			} else {
				wantErr(t, err, staff.ErrInvitationUsed)
			}
		}
		if passed != 1 {
			t.Errorf("%d acceptances passed, want 1", passed)
		}
		must(t)(h.Revoke(t.Context(), eva, actor.Operator, anna))
		_, err := h.Accept(t.Context(), out.Secret, eva)
		wantErr(t, err, staff.ErrInvitationUsed)
		h.wantRoles(t, eva)
	})
}

func TestAnInvitationWorksForSevenDays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		late := must(t)(h.Invite(t.Context(), "late@example.org", actor.Operator, anna))
		timely := must(t)(h.Invite(t.Context(), "timely@example.org", actor.Operator, anna))
		inTime, tooLate := h.person(t, "timely"), h.person(t, "late")
		h.clock.Advance(staff.InvitationLife - time.Second)
		must(t)(h.Accept(t.Context(), timely.Secret, inTime))
		h.clock.Advance(time.Second)
		_, err := h.Accept(t.Context(), late.Secret, tooLate)
		wantErr(t, err, staff.ErrInvitationOver)
		h.wantRoles(t, tooLate)
	})
}

func TestAForwardedInvitationIsOfNoUse(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, anna))
		friend, eva := h.person(t, "friend"), h.person(t, "eva")
		_, err := h.Accept(t.Context(), out.Secret, friend)
		wantErr(t, err, staff.ErrOtherAddress)
		_, err = h.Accept(t.Context(), id.NewSecret(), eva)
		wantErr(t, err, staff.ErrNoInvitation)
		h.wantRoles(t, friend)
		must(t)(h.Accept(t.Context(), out.Secret, eva))
		h.wantRoles(t, eva, actor.Operator)
	})
}

func TestANewerInvitationReplacesAnOlderOne(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		old := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, anna))
		other := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Expert, anna))
		must(t)(h.Invite(t.Context(), "EVA@example.org", actor.Operator, anna))
		eva := h.person(t, "eva")
		_, err := h.Accept(t.Context(), old.Secret, eva)
		wantErr(t, err, staff.ErrInvitationOver)
		must(t)(h.Accept(t.Context(), other.Secret, eva))
		must(t)(h.Accept(t.Context(), h.invitation(t, "EVA@example.org"), eva))
		h.wantRoles(t, eva, actor.Operator, actor.Expert)
	})
}

func TestAnInvitationTakenBack(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, anna))
		eva := h.person(t, "eva")
		wantErr(t, h.TakeBack(t.Context(), out.Invitation.ID, eva), actor.ErrRole)
		if err := h.TakeBack(t.Context(), out.Invitation.ID, anna); err != nil {
			t.Fatal(err)
		}
		wantErr(t, h.TakeBack(t.Context(), out.Invitation.ID, anna), staff.ErrInvitationUsed)
		_, err := h.Accept(t.Context(), out.Secret, eva)
		wantErr(t, err, staff.ErrInvitationOver)
	})
}

// An owner who was alone sent invitations in advance. They do not go around the second owner.
func TestAnInvitationFromBeforeTheSecondOwnerWaitsForHim(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Owner, anna))
		boris, eva := h.person(t, "boris"), h.person(t, "eva")
		must(t)(h.Grant(t.Context(), boris, actor.Owner, anna))
		accepted := must(t)(h.Accept(t.Context(), out.Secret, eva))
		if !accepted.Waits() {
			t.Fatal("an invitation by one owner made a third owner")
		}
		h.wantRoles(t, eva)
		_, err := h.Confirm(t.Context(), accepted.Proposal, anna)
		wantErr(t, err, staff.ErrOwnProposal)
		must(t)(h.Confirm(t.Context(), accepted.Proposal, boris))
		h.wantRoles(t, eva, actor.Owner)
	})
}

func TestWhatAFormerOwnerBeganIsWithdrawn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris", "clara")
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, o[0]))
		must(t)(h.Confirm(t.Context(), out.Proposal, o[1]))
		end := must(t)(h.Revoke(t.Context(), o[0], actor.Owner, o[1]))
		must(t)(h.Confirm(t.Context(), end.Proposal, o[2]))
		eva := h.person(t, "eva")
		_, err := h.Accept(t.Context(), h.invitation(t, "eva@example.org"), eva)
		wantErr(t, err, staff.ErrInvitationOver)
	})
}

func TestAClosedAccountGetsNoRole(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		eva := h.person(t, "eva")
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, anna))
		if err := h.Module.SetLocked(t.Context(), eva, true, anna); err != nil {
			t.Fatal(err)
		}
		_, err := h.Accept(t.Context(), out.Secret, eva)
		wantErr(t, err, staff.ErrLocked)
		_, err = h.Grant(t.Context(), eva, actor.Operator, anna)
		wantErr(t, err, staff.ErrLocked)
	})
}

func TestTheLetterOfAnInvitationSpeaksTheLanguageOfTheContext(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		out := must(t)(h.Invite(i18n.WithLang(t.Context(), i18n.English), "eva@example.org", actor.Owner, staff.Console))
		if !strings.HasPrefix(out.Link, "https://cluster.example/en/staff/invitation/") {
			t.Errorf("link %q", out.Link)
		}
		got := h.letters(t, "eva@example.org")[0]
		for _, want := range []string{"An invitation to work", "Owner of the installation", out.Link, "28 November 2026, 12:00 (Moscow time)"} {
			if !strings.Contains(got, want) {
				t.Errorf("the letter lacks %q:\n%s", want, got)
			}
		}
	})
}

// The addresses in what has ended are forgotten after a month; what is open stays.
func TestSweepForgetsAddresses(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, staff.Console))
		refused := must(t)(h.Invite(t.Context(), "fred@example.org", actor.Operator, o[0]))
		if err := h.Refuse(t.Context(), refused.Proposal, o[1]); err != nil {
			t.Fatal(err)
		}
		must(t)(h.Invite(t.Context(), "greta@example.org", actor.Operator, o[0]))
		h.clock.Advance(38 * 24 * time.Hour)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.queue.Insert(t.Context(), tx, staff.Sweep) }); err != nil {
			t.Fatal(err)
		}
		jobstest.Drain(t, h.queue)
		if n := h.count(t, "SELECT COUNT(*) FROM staff_invitation"); n != 0 {
			t.Errorf("%d invitations are remembered", n)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM staff_proposal"); n != 1 {
			t.Errorf("%d proposals are remembered, want the open one", n)
		}
		h.wantRoles(t, o[0], actor.Owner)
	})
}

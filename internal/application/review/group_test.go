package review_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// gathered is a group of some clean applications.
func (h *house) gathered(t testing.TB, n int) (group string, list []application.Application) {
	t.Helper()
	var ids []actor.CaseID
	for range n {
		a := h.sent(t, good)
		list, ids = append(list, a), append(ids, a.ID)
	}
	group, err := h.Gather(h.as(t, "olga"), ids)
	if err != nil {
		t.Fatal(err)
	}
	return group, list
}

var both = []string{"goods", "staff"}

// signed is the signature of the list of a group.
func (h *house) signed(t testing.TB, group string) review.Arrived {
	t.Helper()
	if _, err := h.SignGroup(h.as(t, "olga"), group); err != nil {
		t.Fatal(err)
	}
	asked := h.town.asked[len(h.town.asked)-1]
	content, err := h.applications.ReadFile(t.Context(), asked.XML)
	if err != nil || asked.Purpose != review.PurposeGroup || asked.Decision != group {
		t.Fatal(asked, err)
	}
	return review.Arrived{Signature: id.New(), Decision: group, Person: "olga", Content: content, Own: true, Signer: "olga", At: h.clock.Now()}
}

func (h *house) receiveGroup(t testing.TB, a review.Arrived) error {
	t.Helper()
	ctx := h.as(t, "olga")
	return h.db.Update(ctx, func(tx *sqldb.Tx) error { return h.ReceiveGroup(ctx, tx, a) })
}

// T21: several decisions after one signature: each has its own document, receipt and effect, and the list that was signed names it by
// the hash codes of its bytes, and nobody else's number.
func TestT21_ManyAfterOneSignature(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		group, list := h.gathered(t, 3)
		if n := h.count(t, `SELECT COUNT(*) FROM looked WHERE viewer = 'olga'`); n != 3 {
			t.Errorf("%d looks were written down", n)
		}
		if err := h.PrepareGroup(h.as(t, "olga"), group, []string{"goods"}); !errors.Is(err, review.ErrUnchecked) {
			t.Errorf("unchecked: %v", err)
		}
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
			t.Fatal(err)
		}
		if err := h.receiveGroup(t, h.signed(t, group)); err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			if s := h.state(t, a); s.State != application.Granted {
				t.Errorf("%s: %s", s.Number, s.State)
			}
			xml, err := h.applications.DecisionFile(h.applicant(t, a), a.ID, "", "xml")
			if err != nil {
				t.Fatal(err)
			}
			signed, err := h.applications.DecisionFile(h.applicant(t, a), a.ID, "", "list")
			if err != nil {
				t.Fatal(err)
			}
			l, err := document.ReadDecisions(signed.Content)
			if err != nil || len(l.Decisions) != 3 {
				t.Fatal(l, err)
			}
			sum := h.open(t, "olga", a).Decided[0].SHA256
			if !bytes.Contains(signed.Content, []byte(sum)) || bytes.Contains(signed.Content, []byte(h.state(t, list[0]).Number)) {
				t.Errorf("the list does not name the decision %s alone by its hash", sum)
			}
			if _, err := document.ReadDecision(xml.Content); err != nil {
				t.Error(err)
			}
		}
		if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'application.granted' AND signatures = 1`); n != 3 || h.count(t, `SELECT COUNT(*) FROM granted`) != 3 {
			t.Errorf("%d receipts", n)
		}
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); !errors.Is(err, review.ErrNoSuchGroup) {
			t.Errorf("a group that was signed was formed anew: %v", err)
		}
	})
}

// A group is decided whole or not at all: when one of its applications was withdrawn, decided alone, or its checks have come to
// something else, nothing happens, and formed anew the group goes without it.
func TestAGroupIsDecidedWhole(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, h *house, a application.Application){
		"withdrawn": func(t *testing.T, h *house, a application.Application) {
			if err := h.applications.Withdraw(h.applicant(t, a), a.ID); err != nil {
				t.Fatal(err)
			}
		},
		"decided alone": func(t *testing.T, h *house, a application.Application) { h.decide(t, "oleg", a, refuse) },
		"no effect":     func(_ *testing.T, h *house, _ application.Application) { h.town.effect = errEffect },
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				group, list := h.gathered(t, 3)
				if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
					t.Fatal(err)
				}
				arrived := h.signed(t, group)
				spoil(t, h, list[1])
				if err := h.receiveGroup(t, arrived); !errors.Is(err, review.ErrGroupChanged) && !errors.Is(err, errEffect) {
					t.Errorf("signed: %v", err)
				}
				if h.count(t, `SELECT COUNT(*) FROM granted`)+h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'application.granted'`) != 0 {
					t.Fatal("half of the group was decided")
				}
				h.town.effect = nil
				if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
					t.Fatal(err)
				}
				if err := h.receiveGroup(t, arrived); !errors.Is(err, review.ErrOtherBytes) && name != "no effect" {
					t.Errorf("the signature of the former list: %v", err)
				}
				if name == "no effect" {
					return
				}
				if err := h.receiveGroup(t, h.signed(t, group)); err != nil {
					t.Fatal(err)
				}
				if n := h.count(t, `SELECT COUNT(*) FROM granted`); n != 2 {
					t.Errorf("%d were granted", n)
				}
			})
		})
	}
}

// Whose signature decides no group: another list, somebody else, somebody else's certificate, a role that has ended.
func TestT21_WhoseSignatureDecidesNoGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		group, _ := h.gathered(t, 2)
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
			t.Fatal(err)
		}
		arrived := h.signed(t, group)
		for name, c := range map[string]struct {
			change func(*review.Arrived)
			want   error
		}{
			"other bytes":         {func(a *review.Arrived) { a.Content = append(bytes.Clone(a.Content), '\n') }, review.ErrOtherBytes},
			"another official":    {func(a *review.Arrived) { a.Person = "oleg" }, review.ErrNotYours},
			"another certificate": {func(a *review.Arrived) { a.Own = false }, review.ErrOtherOfficial},
			"no group":            {func(a *review.Arrived) { a.Decision = id.New() }, review.ErrNoSuchGroup},
		} {
			bad := arrived
			c.change(&bad)
			if err := h.receiveGroup(t, bad); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := h.Group(h.as(t, "oleg"), group); !errors.Is(err, review.ErrNoSuchGroup) {
			t.Errorf("a colleague's group: %v", err)
		}
		delete(h.town.roles, "olga")
		if err := h.receiveGroup(t, arrived); !errors.Is(err, review.ErrNoDecider) {
			t.Errorf("a role that has ended: %v", err)
		}
	})
}

// Only what is without a remark, of a service that allows it, is decided in a group; where the lot asks for a second official the decision
// leaves the group and waits for them.
func TestWhatFitsIntoAGroup(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		clean := h.sent(t, good)
		contradicted := h.sent(t, form.Answers{"goods": text("Станки"), "staff": text("1")})
		h.town.outcome = rule.Review
		unclear := h.sent(t, good)
		h.town.outcome = rule.Pass
		group, err := h.Gather(h.as(t, "olga"), []actor.CaseID{contradicted.ID, clean.ID, unclear.ID})
		if err != nil {
			t.Fatal(err)
		}
		g, err := h.Group(h.as(t, "olga"), group)
		if err != nil || len(g.Members) != 1 || g.Members[0].ID != clean.ID || !g.Members[0].Fits {
			t.Errorf("%d members: %v", len(g.Members), err)
		}
		if _, err := h.Gather(h.as(t, "olga"), []actor.CaseID{unclear.ID}); !errors.Is(err, review.ErrNoGroup) {
			t.Errorf("gathered nothing: %v", err)
		}
		h.town.outcome = rule.Fail // meanwhile
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); !errors.Is(err, review.ErrNoGroup) {
			t.Errorf("what is not clean any more: %v", err)
		}
	})
	eachOf(t, strings.Replace(service, "group: yes", "group: no", 1), func(t *testing.T, h *house) {
		a := h.sent(t, good)
		if _, err := h.Gather(h.as(t, "olga"), []actor.CaseID{a.ID}); !errors.Is(err, review.ErrNoGroup) {
			t.Errorf("a service that does not allow it: %v", err)
		}
	})
	eachOf(t, strings.Replace(service, "group: yes", "group: yes\n  sample: 100", 1), func(t *testing.T, h *house) {
		group, _ := h.gathered(t, 2)
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
			t.Fatal(err)
		}
		g, err := h.Group(h.as(t, "olga"), group)
		if err != nil || g.Ready || g.Seconding != 2 || g.Waiting != 0 {
			t.Errorf("by lot: %d wait, %d seconded, ready %t: %v", g.Waiting, g.Seconding, g.Ready, err)
		}
		if _, err := h.SignGroup(h.as(t, "olga"), group); !errors.Is(err, review.ErrNoDecision) {
			t.Errorf("an empty list: %v", err)
		}
	})
}

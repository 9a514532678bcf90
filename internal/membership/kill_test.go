package membership_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// inMoscow is an organisation of the tests whose number every process knows.
func (w *town) inMoscow(n int) actor.OrganisationID {
	one := actor.OrganisationID(fmt.Sprint(n))
	w.add(one, "ООО «Москва»", "77")
	return one
}

// TestChangeUntilKilled is the process that [TestKilledWhileAStatusChanges] kills: organisations become participants, are suspended, resumed and
// end, each change by a signed decision. A line comes after each step; one with an id is a change that was acknowledged.
func TestChangeUntilKilled(t *testing.T) {
	url, from, _ := strings.Cut(os.Getenv(storetest.ChildEnv), "\n")
	if url == "" {
		return
	}
	h := build(t, sqldbtest.Open(t, url))
	n := 0
	if _, err := fmt.Sscan(from, &n); err != nil {
		t.Fatal(err)
	}
	for ; ; n++ {
		one := h.town.inMoscow(n)
		if err := h.grant(t, one, fmt.Sprintf("2026-%d", n)); err != nil {
			t.Fatal(err)
		}
		h.tellLast(t, one)
		for _, d := range []membership.Decision{
			{Kind: membership.Suspension, Reason: membership.OwnRequest, Note: "Попросили."},
			{Kind: membership.Resumption, Note: "Попросили."},
			{Kind: membership.Ending, Reason: membership.OwnRequest, Note: "Попросили."},
		} {
			decision, err := h.Prepare(official(t.Context()), h.town.places[one].ogrn, d)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Println("prepared")
			if err := h.sign(t, decision, "olga", true, nil); err != nil {
				t.Fatal(err)
			}
			h.tellLast(t, one)
		}
	}
}

// tellLast writes the latest change of a status, which was committed.
func (h *house) tellLast(t testing.TB, one actor.OrganisationID) {
	t.Helper()
	list := h.history(t, one)
	fmt.Println(list[len(list)-1].ID)
}

// Killed with −9 at any moment of a change: every change that was acknowledged is in the history with its receipt; the present row is what the
// latest of the history made; no receipt, letter or signed decision stands without the change, and none is missing.
func TestKilledWhileAStatusChanges(t *testing.T) {
	rounds := 20
	if os.Getenv("KLASTER_TORTURE") != "" {
		rounds = 200
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			url := database(t)
			h := newHouse(t, sqldbtest.Open(t, url))
			acknowledged := map[string]bool{}
			for round := range rounds {
				for _, event := range storetest.Killed(t, 1+rand.IntN(12), fmt.Sprintf("%s\n%d", url, round*1000), "-test.run=^TestChangeUntilKilled$", "-test.timeout=10m") {
					acknowledged[event] = true
				}
			}
			for event := range acknowledged {
				if n := h.count(t, `SELECT COUNT(*) FROM membership_event WHERE id = $1`, event); n != 1 {
					t.Errorf("%s was acknowledged and is there %d times", event, n)
				}
			}
			h.wantWhole(t)
			if n := h.count(t, `SELECT COUNT(*) FROM membership_event`); len(acknowledged) == 0 || n > len(acknowledged)+rounds {
				t.Errorf("%d changes, %d acknowledged", n, len(acknowledged))
			}
			h.wantRegister(t)
		})
	}
}

// wantWhole finds no change half made.
func (h *house) wantWhole(t testing.TB) {
	t.Helper()
	for what, query := range map[string]string{
		"changes without one receipt": `SELECT COUNT(*) FROM membership_event e WHERE 1 <> (SELECT COUNT(*) FROM receipt r WHERE r.matter = e.id AND r.kind = 'membership.' || e.kind)`,
		"receipts without a change":   `SELECT COUNT(*) FROM receipt r WHERE NOT EXISTS (SELECT 1 FROM membership_event e WHERE e.id = r.matter)`,
		"members that are not what the latest change made": `SELECT COUNT(*) FROM membership_member m WHERE NOT EXISTS (SELECT 1 FROM membership_event e
			WHERE e.id = m.event AND e.state = m.state AND e.status = m.status AND e.id = (SELECT MAX(id) FROM membership_event l WHERE l.organisation = m.organisation))`,
		"histories without a member": `SELECT COUNT(*) FROM membership_event e WHERE NOT EXISTS (SELECT 1 FROM membership_member m WHERE m.organisation = e.organisation)`,
		"signed decisions without a change": `SELECT COUNT(*) FROM membership_decision d WHERE d.signed_at IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM membership_event e WHERE e.signature = d.signature AND e.kind = d.kind)`,
		"changes by decisions that nobody has signed": `SELECT COUNT(*) FROM membership_event e WHERE e.kind <> 'given'
			AND NOT EXISTS (SELECT 1 FROM membership_decision d WHERE d.signature = e.signature AND d.signed_at IS NOT NULL)`,
		"letters too many or too few": `SELECT (SELECT COUNT(*) FROM letter) - (SELECT COUNT(*) FROM membership_event)`,
		"notes in the journal too many or too few": `SELECT (SELECT COUNT(*) FROM audit_entry WHERE action IN ('membership.given', 'membership.suspended', 'membership.resumed', 'membership.ended'))
			- (SELECT COUNT(*) FROM membership_event)`,
	} {
		if n := h.count(t, query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

// wantRegister holds the figures of the open register against its rows.
func (h *house) wantRegister(t testing.TB) {
	t.Helper()
	members := h.count(t, `SELECT COUNT(*) FROM membership_member WHERE state IN ('active', 'suspended')`)
	if found := h.search(t, membership.Query{}); found.Total != members {
		t.Errorf("the register shows %d members of %d", found.Total, members)
	}
}

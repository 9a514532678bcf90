package review_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// at is the desk on a database and a folder of files that outlive it.
func at(t testing.TB, url, dir string) (*house, blob.Store) {
	t.Helper()
	keys, err := sealed.LoadOrCreateKeys(filepath.Join(dir, "files.key"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.OpenFiles(filepath.Join(dir, "files"), keys)
	if err != nil {
		t.Fatal(err)
	}
	return &house{db: sqldbtest.Open(t, url), clock: clock.NewManual(today), town: newTown()}, files
}

// TestDecideUntilKilled is the process that [TestKilledWhileDeciding] kills: applications are granted, refused and granted in groups. A line
// comes after each step; one with an id comes when the decision on that application was acknowledged.
func TestDecideUntilKilled(t *testing.T) {
	args := os.Getenv(storetest.ChildEnv)
	if args == "" {
		return
	}
	url, dir, _ := strings.Cut(args, "\n")
	h, files := at(t, url, dir)
	build(h, files)
	step := func(words ...any) { fmt.Println(words...) }
	for {
		for _, r := range []review.Ruling{grant, refuse} {
			a := h.sent(t, good)
			step("sent")
			d := h.prepare(t, "olga", a, r)
			signature := h.arrived(t, "olga", d)
			step("prepared")
			if err := h.receive(t, "olga", signature); err != nil {
				t.Fatal(err)
			}
			step(a.ID)
		}
		group, list := h.gathered(t, 3)
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
			t.Fatal(err)
		}
		signature := h.signed(t, group)
		step("gathered")
		if err := h.receiveGroup(t, signature); err != nil {
			t.Fatal(err)
		}
		for _, a := range list {
			step(a.ID)
		}
	}
}

// Killed with −9 at any moment of deciding, alone and in groups: every decision that was acknowledged is found with its receipt and its
// document; no case is half decided; no receipt, effect or letter stands without its decision; of a group all are decided or none.
func TestKilledWhileDeciding(t *testing.T) {
	rounds := 20
	if os.Getenv("KLASTER_TORTURE") != "" {
		rounds = 200
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			url, dir := database(t), t.TempDir()
			h, files := at(t, url, dir)
			h.furnish(t, files, service)
			acknowledged := map[string]bool{}
			for range rounds {
				for _, app := range storetest.Killed(t, 1+rand.IntN(10), url+"\n"+dir, "-test.run=^TestDecideUntilKilled$", "-test.timeout=10m") {
					acknowledged[app] = true
				}
			}
			for app := range acknowledged {
				h.wantDecided(t, app)
			}
			h.wantWhole(t)
			decided := h.count(t, `SELECT COUNT(*) FROM application_case WHERE state IN ('granted', 'refused')`)
			if len(acknowledged) == 0 || decided > len(acknowledged)+3*rounds { // the last answer may be lost, of a group three
				t.Errorf("decided %d, acknowledged %d", decided, len(acknowledged))
			}
		})
	}
}

// wantDecided finds a decision that was acknowledged, with what belongs to it.
func (h *house) wantDecided(t testing.TB, app string) {
	t.Helper()
	a := application.Application{ID: actor.CaseID(app)}
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT organisation FROM application_case WHERE id = $1`, app).Scan(&a.Applicant.Organisation)
	}); err != nil {
		t.Fatal(err)
	}
	if s := h.state(t, a).State; s != application.Granted && s != application.Refused {
		t.Errorf("%s was acknowledged: %s", app, s)
	}
	for _, kind := range []string{"xml", "pdf", "receipt"} {
		if f, err := h.applications.DecisionFile(h.applicant(t, a), a.ID, "", kind); err != nil || len(f.Content) == 0 {
			t.Errorf("the %s of the decision on %s: %v", kind, app, err)
		}
	}
}

// wantWhole finds nothing half done.
func (h *house) wantWhole(t testing.TB) {
	t.Helper()
	for what, query := range map[string]string{
		"decided cases without one signed decision": `SELECT COUNT(*) FROM application_case c WHERE c.state IN ('granted', 'refused') AND 1 <>
			(SELECT COUNT(*) FROM application_decision d WHERE d.application = c.id AND d.signed_at IS NOT NULL AND d.signature <> '' AND d.positive = (c.state = 'granted'))`,
		"signed decisions on undecided cases": `SELECT COUNT(*) FROM application_decision d JOIN application_case c ON c.id = d.application
			WHERE d.signed_at IS NOT NULL AND (c.state NOT IN ('granted', 'refused') OR c.decided_at IS NULL)`,
		"decisions without a receipt": `SELECT COUNT(*) FROM application_decision d WHERE d.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.id = d.receipt)`,
		"receipts without a decision": `SELECT COUNT(*) FROM receipt r WHERE r.kind <> 'application.sent' AND NOT EXISTS (SELECT 1 FROM application_decision d WHERE d.receipt = r.id)`,
		"grants without one effect":   `SELECT COUNT(*) FROM application_case c WHERE c.state = 'granted' AND 1 <> (SELECT COUNT(*) FROM granted g WHERE g.application = c.id)`,
		"effects without a grant":     `SELECT COUNT(*) FROM granted g WHERE NOT EXISTS (SELECT 1 FROM application_case c WHERE c.id = g.application AND c.state = 'granted')`,
		"decided cases without one letter": `SELECT COUNT(*) FROM application_case c WHERE c.state IN ('granted', 'refused') AND 1 <>
			(SELECT COUNT(*) FROM letter l WHERE l.subject LIKE CASE c.state WHEN 'granted' THEN 'Granted' ELSE 'Refused' END || '%' || c.number)`,
		"letters of decisions on undecided cases": `SELECT COUNT(*) FROM letter l JOIN application_case c ON c.number <> '' AND l.subject LIKE '%' || c.number
			WHERE c.state NOT IN ('granted', 'refused') AND (l.subject LIKE 'Granted%' OR l.subject LIKE 'Refused%')`,
		"decided cases without one event": `SELECT COUNT(*) FROM application_case c WHERE c.state IN ('granted', 'refused') AND 1 <>
			(SELECT COUNT(*) FROM application_event e WHERE e.application = c.id AND e.kind = c.state)`,
		"groups half decided": `SELECT COUNT(*) FROM application_batch b WHERE
			(SELECT COUNT(*) FROM application_decision d WHERE d.batch = b.id AND d.signed_at IS NOT NULL) <> CASE WHEN b.signed_at IS NULL THEN 0 ELSE 3 END`,
	} {
		if n := h.count(t, query); n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

package application_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// TestMain makes the test binary a process that sends applications until it is killed, if it is told so.
func TestMain(m *testing.M) {
	if args := os.Getenv(storetest.ChildEnv); args != "" {
		url, dir, _ := strings.Cut(args, "\n")
		fmt.Fprintln(os.Stderr, sendUntilKilled(url, dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func openStore(dir string) (*blob.Files, error) {
	keys, err := sealed.LoadOrCreateKeys(filepath.Join(dir, "files.key"))
	if err != nil {
		return nil, err
	}
	return blob.OpenFiles(filepath.Join(dir, "files"), keys)
}

// sendUntilKilled sends one application after the other, each of another organisation, and writes a line after each step: the
// id of an application that was sent stands alone on its line.
func sendUntilKilled(url, dir string) error {
	db, err := sqldb.Open(context.Background(), url)
	if err != nil {
		return err
	}
	files, err := openStore(dir)
	if err != nil {
		return err
	}
	clk := clock.NewManual(today)
	w := &town{standing: form.Newcomer, name: "ООО «Ромашка»", asked: map[string]application.Ask{}}
	m := build(db, clk, w, files, scan.None{}, nil)
	if err := m.Bring(context.Background(), []byte(service)); err != nil {
		return err
	}
	for {
		head := id.New() // each has budgets of their own
		w.heads = []string{head}
		ctx := actor.With(context.Background(), actor.Actor{Person: actor.PersonID(head), Acting: actor.OrganisationID(head), Rights: signer, Confirmed: today, Level: actor.Full})
		app, err := sendOne(ctx, db, m, head)
		if err != nil {
			return err
		}
		fmt.Println(app)
	}
}

func sendOne(ctx context.Context, db *sqldb.DB, m *application.Module, head string) (actor.CaseID, error) {
	app, err := m.Start(ctx, "sample", application.Applicant{Organisation: actor.OrganisationID(head), Person: actor.PersonID(head)})
	if err != nil {
		return "", err
	}
	fmt.Println("started")
	if _, err := m.Save(ctx, app.ID, "main", 9, form.Answers{"email": text("a@b.example"), "goods": text("Станки")}); err != nil {
		return "", err
	}
	fmt.Println("saved")
	paper, err := m.Form(ctx, app.ID)
	if err != nil {
		return "", err
	}
	fmt.Println("formed")
	if _, err := m.Sign(ctx, app.ID, true); err != nil {
		return "", err
	}
	xml, err := m.File(ctx, app.ID, "xml")
	if err != nil {
		return "", err
	}
	return app.ID, db.Update(ctx, func(tx *sqldb.Tx) error {
		return m.Receive(ctx, tx, application.Arrived{Signature: id.New(), Paper: paper.ID, Person: actor.PersonID(head), Content: xml.Content, At: today})
	})
}

// Killed with −9 at any moment of the way: every sending that was acknowledged is found with its number, its receipt and its
// document, no case is half sent, and no receipt stands without its case.
func TestKilledOnTheWay(t *testing.T) {
	rounds := 20
	if os.Getenv("KLASTER_TORTURE") != "" {
		rounds = 200
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			url, dir := database(t), t.TempDir()
			db := sqldbtest.Open(t, url)
			h := newHouse(t, db)
			acknowledged := map[string]bool{}
			for range rounds {
				for _, app := range storetest.Killed(t, 1+rand.IntN(9), url+"\n"+dir) {
					acknowledged[app] = true
				}
			}
			files, err := openStore(dir)
			if err != nil {
				t.Fatal(err)
			}
			m := build(db, h.clock, h.town, files, scan.None{}, nil)
			for app := range acknowledged {
				ctx := actor.With(t.Context(), actor.Actor{Person: "boris", Acting: h.organisationOf(t, app), Rights: signer, Confirmed: today, Level: actor.Full})
				w, err := m.Open(ctx, actor.CaseID(app))
				if err != nil || w.State != application.Review || w.Number == "" {
					t.Fatalf("%s was acknowledged: %s %q %v", app, w.State, w.Number, err)
				}
				if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE number = $1`, w.Number); n != 1 {
					t.Errorf("%d receipts for %s", n, w.Number)
				}
				if f, err := m.File(ctx, w.ID, "xml"); err != nil || len(f.Content) == 0 {
					t.Errorf("the document of %s: %v", w.Number, err)
				}
			}
			sent := h.count(t, `SELECT COUNT(*) FROM application_case WHERE number <> ''`)
			for what, n := range map[string]int{
				"cases under review": h.count(t, `SELECT COUNT(*) FROM application_case WHERE state = 'review' AND number <> '' AND sent_at IS NOT NULL AND due_on <> ''`),
				"receipts":           h.count(t, `SELECT COUNT(*) FROM receipt`),
				"events":             h.count(t, `SELECT COUNT(*) FROM application_event WHERE kind = 'sent'`),
				"signatures":         h.count(t, `SELECT COUNT(*) FROM application_signing WHERE signed_at IS NOT NULL`),
			} {
				if n != sent {
					t.Errorf("%d %s, %d numbers", n, what, sent)
				}
			}
			if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE state IN ('signing', 'review')
				AND NOT EXISTS (SELECT 1 FROM application_paper WHERE application = application_case.id AND voided_at IS NULL)`); n != 0 {
				t.Errorf("%d cases without a document", n)
			}
			if len(acknowledged) == 0 || sent > len(acknowledged)+rounds {
				t.Errorf("sent %d, acknowledged %d", sent, len(acknowledged))
			}
		})
	}
}

func (h *house) organisationOf(t testing.TB, app string) (o actor.OrganisationID) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT organisation FROM application_case WHERE id = $1`, app).Scan(&o)
	}); err != nil {
		t.Fatal(err)
	}
	return o
}

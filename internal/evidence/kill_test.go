package evidence_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// TestMain makes the test binary a process that issues receipts until it is killed, if it is told so.
func TestMain(m *testing.M) {
	if args := os.Getenv(storetest.ChildEnv); args != "" {
		fmt.Fprintln(os.Stderr, issueUntilKilled(strings.Split(args, "\n")))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// issueUntilKilled issues receipts, a transaction each, and writes the id of each that was committed.
func issueUntilKilled(args []string) error {
	ctx := context.Background()
	db, err := sqldb.Open(ctx, args[0])
	if err != nil {
		return err
	}
	s, err := evidence.New(ctx, evidence.Deps{DB: db, Clock: clock.NewManual(start), Site: "https://cluster.example", Config: evidence.Config{Key: args[1], Certificate: args[2]}})
	if err != nil {
		return err
	}
	for {
		var r evidence.Receipt
		if err := db.Update(ctx, func(tx *sqldb.Tx) (err error) {
			r, err = s.Issue(ctx, tx, input())
			return err
		}); err != nil {
			return err
		}
		fmt.Println(r.ID)
	}
}

// Killed with −9 at any moment: every receipt whose transaction was acknowledged is there and verifies, and no leaf stands without
// its receipt and its salt.
func TestKilledWhileIssuing(t *testing.T) {
	rounds := 10
	if os.Getenv("KLASTER_TORTURE") != "" {
		rounds = 200
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			url, files := database(t), accredited(t, trialcatest.Seal(), false).files(t)
			acknowledged := map[string]bool{}
			for range rounds {
				for _, id := range storetest.Killed(t, 1+rand.IntN(8), strings.Join([]string{url, files.Key, files.Certificate}, "\n")) {
					acknowledged[id] = true
				}
			}
			h := newReal(t, sqldbtest.Open(t, url), files)
			for id := range acknowledged {
				if _, err := h.read(t, id); err != nil {
					t.Errorf("receipt %s was acknowledged: %v", id, err)
				}
			}
			rows := h.rows(t)
			if rows[0] != rows[1] || rows[0] != rows[2] || rows[2] < len(acknowledged) || rows[2] > len(acknowledged)+rounds || len(acknowledged) < rounds {
				t.Errorf("leaves, salts, receipts: %v, acknowledged %d", rows, len(acknowledged))
			}
		})
	}
}

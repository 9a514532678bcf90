package limit_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkAllow is one attempt at two budgets, which pass or are used up.
func BenchmarkAllow(b *testing.B) {
	run := func(b *testing.B, db *sqldb.DB) {
		l := limit.New(db, clock.System{}, secret)
		once := limit.Charge{Rule: limit.Rule{Name: "test.once", Burst: 1, Per: time.Hour}, Key: "one"}
		b.Run("passes", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				passes(b, l, limit.Charge{Rule: wide, Key: strconv.Itoa(i)}, limit.Charge{Rule: narrow, Key: strconv.Itoa(i)})
			}
		})
		b.Run("refused", func(b *testing.B) {
			for b.Loop() {
				passes(b, l, limit.Charge{Rule: wide, Key: "one"}, once)
			}
		})
	}
	b.Run("sqlite", func(b *testing.B) { run(b, sqldbtest.Open(b, storetest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { run(b, sqldbtest.Open(b, storetest.Postgres(b))) })
}

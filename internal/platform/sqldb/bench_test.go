package sqldb_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
)

func benchEach(b *testing.B, f func(b *testing.B, db *sqldb.DB)) {
	b.Run("sqlite", func(b *testing.B) { f(b, sqldbtest.Open(b, sqldbtest.SQLite(b))) })
	b.Run("postgres", func(b *testing.B) { f(b, sqldbtest.Open(b, sqldbtest.Postgres(b, "template0"))) })
}

// BenchmarkUpdate is one transaction that inserts one row, synced to the disk.
func BenchmarkUpdate(b *testing.B) {
	benchEach(b, func(b *testing.B, db *sqldb.DB) {
		execB(b, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL)")
		for i := 0; b.Loop(); i++ {
			err := db.Update(b.Context(), func(tx *sqldb.Tx) error {
				_, err := tx.Exec(b.Context(), "INSERT INTO thing VALUES ($1, $2)", i, "name")
				return err
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkView is one transaction that reads one row by its key.
func BenchmarkView(b *testing.B) {
	benchEach(b, func(b *testing.B, db *sqldb.DB) {
		execB(b, db, "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT NOT NULL)")
		execB(b, db, "INSERT INTO thing VALUES (1, 'name')")
		var name string
		for b.Loop() {
			err := db.View(b.Context(), func(q sqldb.Querier) error {
				return q.QueryRow(b.Context(), "SELECT name FROM thing WHERE id = $1", 1).Scan(&name)
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

func execB(b *testing.B, db *sqldb.DB, statement string) {
	b.Helper()
	err := db.Update(b.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(b.Context(), statement)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
}

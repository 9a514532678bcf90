package evidence_test

import (
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkIssue is one transaction with nothing but a receipt; BenchmarkIssueAlone is the receipt without the commit.
func BenchmarkIssue(b *testing.B) {
	benchEach(b, func(b *testing.B, h *house) {
		for b.Loop() {
			h.issue(b, input())
		}
	})
}

func BenchmarkIssueAlone(b *testing.B) {
	benchEach(b, func(b *testing.B, h *house) {
		if err := h.db.Update(b.Context(), func(tx *sqldb.Tx) error {
			for b.Loop() {
				if _, err := h.Issue(b.Context(), tx, input()); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkReceipt reads and verifies one.
func BenchmarkReceipt(b *testing.B) {
	benchEach(b, func(b *testing.B, h *house) {
		id := h.issue(b, input()).ID
		for b.Loop() {
			if _, err := h.read(b, id); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func benchEach(b *testing.B, f func(b *testing.B, h *house)) {
	b.Helper()
	b.Run("sqlite", func(b *testing.B) { f(b, newHouse(b, sqldbtest.Open(b, storetest.SQLite(b)))) })
	b.Run("postgres", func(b *testing.B) { f(b, newHouse(b, sqldbtest.Open(b, storetest.Postgres(b)))) })
}

// FuzzOpen: whatever file somebody brings as a receipt, it is read or refused.
func FuzzOpen(f *testing.F) {
	p := accredited(f, trialcatest.Seal(), true)
	sealed, err := evidence.NewSealer(p.key, p.own).Seal(f.Context(), []byte(`{"format":"klaster-receipt/1"}`), start)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sealed)
	f.Add([]byte(`{"format":"klaster-receipt/1"}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		st, c, err := evidence.Open(file)
		if err == nil && (c == nil || st.Format != evidence.Format) {
			t.Errorf("%+v", st)
		}
	})
}

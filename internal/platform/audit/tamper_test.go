package audit_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// T19: whatever is done to the rows behind the platform's back is found, and the first place named.
func TestT19_TamperingIsFound(t *testing.T) {
	const n = 12
	at := func(seq int64, what audit.Kind) audit.Damage { return audit.Damage{Seq: seq, What: what} }
	tests := map[string]struct {
		statements []string
		want       audit.Damage
	}{
		"id":      {[]string{"UPDATE audit_entry SET id = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"actor":   {[]string{"UPDATE audit_entry SET actor = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"action":  {[]string{"UPDATE audit_entry SET action = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"subject": {[]string{"UPDATE audit_entry SET subject = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"request": {[]string{"UPDATE audit_entry SET request = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"address": {[]string{"UPDATE audit_entry SET address = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"detail":  {[]string{"UPDATE audit_entry SET detail = 'x' WHERE seq = 5"}, at(5, audit.Changed)},
		"at":      {[]string{"UPDATE audit_entry SET at = (SELECT at FROM audit_entry WHERE seq = 6) WHERE seq = 5"}, at(5, audit.Changed)},
		"hash":    {[]string{"UPDATE audit_entry SET hash = 'ab' WHERE seq = 5"}, at(5, audit.Changed)},
		"no hash": {[]string{"UPDATE audit_entry SET hash = NULL WHERE seq = 5"}, at(5, audit.Changed)},
		"number":  {[]string{"UPDATE audit_entry SET seq = 100 WHERE seq = 5"}, at(5, audit.Missing)},
		"swapped": {[]string{
			"UPDATE audit_entry SET seq = 99 WHERE seq = 5", "UPDATE audit_entry SET seq = 5 WHERE seq = 6", "UPDATE audit_entry SET seq = 6 WHERE seq = 99",
		}, at(5, audit.Changed)},
		"deleted": {[]string{"DELETE FROM audit_entry WHERE seq = 5"}, at(5, audit.Missing)},
		"deleted and closed up": {[]string{
			"DELETE FROM audit_entry WHERE seq = 12", "UPDATE audit_entry SET seq = 12 WHERE seq = 11", "UPDATE audit_entry SET seq = 11 WHERE seq = 12",
		}, at(12, audit.Missing)},
		"the first deleted":        {[]string{"DELETE FROM audit_entry WHERE seq = 1"}, at(1, audit.Missing)},
		"the tail deleted":         {[]string{"DELETE FROM audit_entry WHERE seq > 9"}, at(10, audit.Missing)},
		"everything deleted":       {[]string{"DELETE FROM audit_entry"}, at(1, audit.Missing)},
		"unnumbered":               {[]string{"UPDATE audit_entry SET seq = NULL, hash = NULL WHERE seq = 12"}, at(12, audit.Missing)},
		"one put at the end":       {[]string{"UPDATE audit_head SET seq = 11, hash = (SELECT hash FROM audit_entry WHERE seq = 11)"}, at(12, audit.Foreign)},
		"one put before the first": {[]string{"UPDATE audit_entry SET seq = 0 WHERE seq IS NULL"}, at(0, audit.Foreign)},
		"the head's hash":          {[]string{"UPDATE audit_head SET hash = 'ab'"}, at(12, audit.Changed)},
		"the head's number":        {[]string{"UPDATE audit_head SET seq = 13"}, at(13, audit.Missing)},
	}
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		record(t, db, story(n)...)
		sequence(t, db)
		record(t, db, story(1)...) // one that waits
		if mark, err := verify(t, db, audit.Mark{}); err != nil || mark.Seq != n {
			t.Fatalf("before: %+v, %v", mark, err)
		}
		for name, tt := range tests {
			undo := errors.New("undo")
			err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
				if err := tamper(t.Context(), tx, tt.statements...); err != nil {
					return err
				}
				mark, err := audit.Verify(t.Context(), tx, audit.Mark{})
				var damage *audit.Damage
				if !errors.As(err, &damage) || *damage != tt.want {
					t.Errorf("%s: %v, want %v", name, err, &tt.want)
				}
				if sound := min(max(tt.want.Seq-1, 0), n); mark.Seq < sound {
					t.Errorf("%s: sound up to %d, want %d", name, mark.Seq, sound)
				}
				return undo
			})
			if !errors.Is(err, undo) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

func tamper(ctx context.Context, tx *sqldb.Tx, statements ...string) error {
	for _, s := range statements {
		if n, err := tx.Exec(ctx, s); err != nil || n == 0 {
			return fmt.Errorf("%s: %d rows, %w", s, n, err)
		}
	}
	return nil
}

// Whoever may write to the database cuts off the tail and mends the head, or computes the whole chain anew. A mark that
// was kept outside tells.
func TestT19_AMarkKeptOutsideTellsOfANewChain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		record(t, db, story(10)...)
		sequence(t, db)
		var kept audit.Mark
		if err := db.View(t.Context(), func(q sqldb.Querier) (err error) {
			kept, err = audit.Head(t.Context(), q)
			return err
		}); err != nil || kept.Seq != 10 {
			t.Fatal(kept, err)
		}
		record(t, db, story(5)...)
		sequence(t, db)
		if mark, err := verify(t, db, kept); err != nil || mark.Seq != 15 {
			t.Errorf("from the mark: %+v, %v", mark, err)
		}

		spoil(t, db, "DELETE FROM audit_entry WHERE seq > 9", "UPDATE audit_head SET seq = 9, hash = (SELECT hash FROM audit_entry WHERE seq = 9)")
		if _, err := verify(t, db, audit.Mark{}); err != nil {
			t.Errorf("the chain alone cannot tell: %v", err)
		}
		var damage *audit.Damage
		if _, err := verify(t, db, kept); !errors.As(err, &damage) || damage.What != audit.Missing || damage.Seq != 10 {
			t.Errorf("a tail that was cut off cleanly: %v", err)
		}

		spoil(t, db, "UPDATE audit_entry SET detail = 'x' WHERE seq = 2", "UPDATE audit_entry SET seq = NULL, hash = NULL", "UPDATE audit_head SET seq = 0, hash = ''")
		record(t, db, story(5)...)
		sequence(t, db)
		if mark, err := verify(t, db, audit.Mark{}); err != nil || mark.Seq != 14 {
			t.Errorf("the new chain is sound in itself: %+v, %v", mark, err)
		}
		if _, err := verify(t, db, kept); !errors.As(err, &damage) || damage.What != audit.Another {
			t.Errorf("a chain computed anew: %v", err)
		}
	})
}

func spoil(t *testing.T, db *sqldb.DB, statements ...string) {
	t.Helper()
	if err := db.Update(t.Context(), func(tx *sqldb.Tx) error { return tamper(t.Context(), tx, statements...) }); err != nil {
		t.Fatal(err)
	}
}

package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// batch is how many entries one transaction numbers: few enough to hold the writer of SQLite for some milliseconds.
const batch = 200

// Workers has every node look each second for entries without a number. On SQLite and on PostgreSQL the look is one short
// read; only what it finds takes the lock.
func Workers(reg *jobs.Registry, db *sqldb.DB) {
	reg.Watch("audit.sequence", time.Second, func(ctx context.Context) error {
		_, err := Sequence(ctx, db)
		return err
	})
}

// Sequence numbers the entries that have none and returns how many it numbered.
func Sequence(ctx context.Context, db *sqldb.DB) (int, error) {
	total := 0
	for {
		more := false
		if err := db.View(ctx, func(q sqldb.Querier) (err error) {
			more, err = waiting(ctx, q)
			return err
		}); err != nil {
			return total, fmt.Errorf("look for entries of the journal: %w", err)
		}
		if !more {
			return total, nil
		}
		n := 0
		if err := db.Update(ctx, func(tx *sqldb.Tx) (err error) {
			n, err = sequence(ctx, tx)
			return err
		}); err != nil {
			return total, fmt.Errorf("number the journal: %w", err)
		}
		total += n
	}
}

// sequence numbers one batch under the lock of the head.
func sequence(ctx context.Context, tx *sqldb.Tx) (int, error) {
	mark, err := lockHead(ctx, tx)
	if err != nil {
		return 0, err
	}
	lines, err := unnumbered(ctx, tx, batch)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	for i := range lines {
		if mark, err = lines[i].after(mark); err != nil {
			return 0, err
		}
		lines[i].Seq, lines[i].Hash = mark.Seq, mark.Hash
	}
	if err := setNumbers(ctx, tx, lines); err != nil {
		return 0, err
	}
	return len(lines), setHead(ctx, tx, mark)
}

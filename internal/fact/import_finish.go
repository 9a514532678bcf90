package fact

import (
	"context"
	"crypto/sha256"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func (r *run) isEmpty(ctx context.Context) (empty bool, err error) {
	err = r.db.View(ctx, func(q sqldb.Querier) error {
		empty, err = registerIsEmpty(ctx, q, r.i.Register, Dump)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("look whether the register is empty: %w", err)
	}
	return empty, nil
}

// finish judges the set as a whole, marks who is gone, and ends the import.
func (r *run) finish(ctx context.Context) error {
	reason, refusal, err := r.judge(ctx)
	if err != nil {
		return err
	}
	if r.keepSeen && refusal == nil {
		if err := r.markGone(ctx); err != nil {
			return err
		}
	}
	state := Done
	if refusal != nil {
		state = Refused
	}
	now := r.clock.Now()
	err = r.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := endImport(ctx, tx, r.i.ID, state, reason, now); err != nil {
			return err
		}
		if err := clearSeen(ctx, tx, r.i.ID); err != nil {
			return err
		}
		if state == Done && r.imported != nil {
			if err := r.imported(ctx, tx, r.i.Register); err != nil {
				return err
			}
		}
		return r.record(ctx, tx, "fact.import_ended")
	})
	if err != nil {
		return fmt.Errorf("end the import: %w", err)
	}
	r.i.State, r.i.Reason, r.i.Ended = state, reason, now
	if r.order.Progress != nil {
		r.order.Progress(r.i)
	}
	return refusal
}

// judge tells whether a full set is one. What it had is stored in any case: it is true, whether the set is whole or not.
func (r *run) judge(ctx context.Context) (reason string, refusal, err error) {
	if r.i.Scope != Full {
		return "", nil, nil
	}
	var last int64
	err = r.db.View(ctx, func(q sqldb.Querier) (err error) {
		last, err = lastFull(ctx, q, r.i.Register)
		return err
	})
	if err != nil {
		return "", nil, fmt.Errorf("look up the last full set: %w", err)
	}
	good := r.i.Read - r.i.Broken
	switch {
	case shrunk(good, last):
		return reasonShrunk, ErrShrunk, nil
	case r.keepSeen && (r.unopened != nil || r.i.Read < r.i.Expected):
		return reasonIncomplete, ErrIncomplete, nil // whoever stands in what was not read would count as gone
	case good < r.i.Expected-tolerated(r.i.Register, r.i.Expected):
		return reasonIncomplete, ErrIncomplete, nil
	case r.i.Broken > tolerated(r.i.Register, r.i.Read):
		return reasonBroken, ErrIncomplete, nil
	}
	return "", nil, nil
}

// tolerated is how many records of a full set may be unreadable: one in a thousand, and none of those whom nobody may deal
// with, because an unreadable one would count as cleared.
func tolerated(register Register, n int64) int64 {
	if register == Unfair {
		return 0
	}
	return n / 1000
}

// gonePage is how many records are marked as gone at once.
const gonePage = 1000

// markGone gives every record that the full set did not show a version that says so.
func (r *run) markGone(ctx context.Context) error {
	sum := sha256.Sum256([]byte("gone"))
	after := ""
	for {
		var records []string
		var rows []row
		err := r.db.View(ctx, func(q sqldb.Querier) (err error) {
			if records, err = unseen(ctx, q, r.i.Register, Dump, r.i.ID, after, gonePage); err != nil || len(records) == 0 {
				return err
			}
			found, err := heads(ctx, q, r.i.Register, Dump, records)
			if err != nil {
				return err
			}
			rows = nil
			for _, record := range records {
				h := found[record]
				if h.gone {
					continue
				}
				last, err := rowOf(ctx, q, r.i.Register, Dump, record, h.version)
				if err != nil {
					return err
				}
				last.Gone, last.Hash, last.Body, last.Standing = true, sum[:], r.codec.encode([]byte("{}")), true
				last.AsOf = max(r.i.AsOf, h.shownOn)
				last.ShownOn = last.AsOf
				rows = append(rows, last)
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("look for records that are gone: %w", err)
		}
		if len(records) == 0 {
			return nil
		}
		after = records[len(records)-1]
		if err := r.commitGone(ctx, rows); err != nil {
			return err
		}
	}
}

// commitGone stores such versions. They are none of the file's records, so the counts stay.
func (r *run) commitGone(ctx context.Context, rows []row) error {
	return r.db.UpdateLoading(ctx, func(tx *sqldb.Tx) error {
		i := r.i
		i.Beat = r.clock.Now()
		r.m.i, r.m.fresh = &i, false
		counts, err := r.m.merge(ctx, tx, rows)
		if err != nil {
			return err
		}
		i.Held += counts.Held
		moved, err := moveImport(ctx, tx, i, i.Beat)
		if err == nil && !moved {
			err = errGone
		}
		return err
	})
}

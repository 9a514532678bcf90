package audit

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Damage is what [Verify] found wrong first.
type Damage struct {
	Seq  int64 // the number at which it shows
	What Kind
}

// Kind is the kind of a [Damage].
type Kind string

// The kinds of damage.
const (
	Changed Kind = "changed" // the entry is not what its hash was computed over, or it was moved
	Missing Kind = "missing" // the entry of this number is gone, the last one too
	Foreign Kind = "foreign" // there is an entry that the sequencer did not put there
	Another Kind = "another" // the entry of the mark has another hash: the chain was computed anew
)

func (d *Damage) Error() string {
	return fmt.Sprintf("the journal is damaged at entry %d: %s", d.Seq, d.What)
}

// Head returns where the chain ends, to be kept outside the database.
func Head(ctx context.Context, q sqldb.Querier) (Mark, error) {
	m, err := head(ctx, q)
	if err != nil {
		return Mark{}, fmt.Errorf("read the end of the journal: %w", err)
	}
	return m, nil
}

// Verify follows the chain from a mark to its end, from the beginning when the mark is zero, and returns the last mark that
// is sound. When something is wrong, the error is a [*Damage]. What stands before the mark is not looked at: it may have
// been taken away after its time. q shows one state of the database, as in [sqldb.DB.View].
func Verify(ctx context.Context, q sqldb.Querier, from Mark) (Mark, error) {
	end, err := Head(ctx, q)
	if err != nil {
		return Mark{}, err
	}
	if err := verifyMark(ctx, q, from); err != nil {
		return Mark{}, err
	}
	mark, err := follow(ctx, q, from)
	if err != nil {
		return mark, err
	}
	switch {
	case mark.Seq < end.Seq:
		return mark, &Damage{mark.Seq + 1, Missing}
	case mark.Seq > end.Seq:
		return mark, &Damage{end.Seq + 1, Foreign}
	case mark.Hash != end.Hash:
		return mark, &Damage{mark.Seq, Changed}
	}
	stray, err := strays(ctx, q)
	if err != nil {
		return mark, fmt.Errorf("look for strays in the journal: %w", err)
	}
	if stray {
		return mark, &Damage{0, Foreign}
	}
	return mark, nil
}

// verifyMark asks whether the entry of the mark is still the one that it was.
func verifyMark(ctx context.Context, q sqldb.Querier, m Mark) error {
	if m.Seq == 0 {
		return nil
	}
	hash, err := hashOf(ctx, q, m.Seq)
	switch {
	case err != nil:
		return fmt.Errorf("read entry %d of the journal: %w", m.Seq, err)
	case hash == "":
		return &Damage{m.Seq, Missing}
	case hash != m.Hash:
		return &Damage{m.Seq, Another}
	}
	return nil
}

// follow recomputes the hashes after a mark and returns the last one that fits.
func follow(ctx context.Context, q sqldb.Querier, mark Mark) (Mark, error) {
	for {
		lines, err := numbered(ctx, q, mark.Seq, 1000)
		if err != nil {
			return mark, fmt.Errorf("read the journal after entry %d: %w", mark.Seq, err)
		}
		for _, l := range lines {
			next, err := l.after(mark)
			switch {
			case err != nil:
				return mark, err
			case l.Seq != next.Seq:
				return mark, &Damage{next.Seq, Missing}
			case l.Hash != next.Hash:
				return mark, &Damage{next.Seq, Changed}
			}
			mark = next
		}
		if len(lines) == 0 {
			return mark, nil
		}
	}
}

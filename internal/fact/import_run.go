package fact

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Order is what to import. Several files are one import when they make up one full set, and in that case only.
type Order struct {
	Register Register
	Scope    Scope
	Files    []File
	Operator string // a person, or "console"
	Origin   string // where the files come from, in the operator's words; may be empty
	// AsOf is the day of files that do not say it themselves, as those of classifiers; no date: today.
	AsOf workdays.Date
	// Progress, when set, is told after each transaction how far it has come.
	Progress func(Import)
}

// exclusive is the lock that one import holds, over all processes of the installation.
const exclusive = "import"

// run is an import under way.
type run struct {
	*Service
	order    Order
	reader   reader
	parts    []part
	i        Import
	m        merger
	keepSeen bool  // a full set of a register that lists: whoever is not seen is gone
	unopened error // of a part that could not be opened, nil when all could
}

// Import stores what is new in files of a register. It is idempotent: a file that was imported is known by its hash and
// changes nothing. Killed anywhere, it leaves whole transactions of whole XML files, and the next call with the same file
// goes on behind them.
func (s *Service) Import(ctx context.Context, o Order) (_ Import, err error) {
	release, ok, err := s.db.Exclusive(ctx, exclusive)
	if err != nil {
		return Import{}, err
	}
	if !ok {
		return Import{}, ErrBusy
	}
	defer func() { err = errors.Join(err, release()) }()
	r, err := s.prepare(ctx, o)
	if err != nil {
		return Import{}, err
	}
	if known, err := r.resume(ctx); err != nil || known {
		return r.i, err
	}
	loaded, err := s.db.Loading(ctx)
	if err != nil {
		return r.i, err
	}
	defer func() { err = errors.Join(err, loaded()) }()
	if err := r.all(ctx); err != nil {
		return r.i, err
	}
	return r.i, r.finish(ctx)
}

// prepare reads what can be known before anything is stored.
func (s *Service) prepare(ctx context.Context, o Order) (*run, error) {
	rd, ok := s.readers[o.Register]
	if !ok {
		return nil, fmt.Errorf("import: %q is no register", o.Register)
	}
	if d, ok := rd.(undated); ok {
		rd = d.on(o.AsOf, s.clock.Now())
	}
	r := &run{Service: s, order: o, reader: rd, keepSeen: o.Scope == Full && o.Register.lists()}
	hashes, names, size := []string(nil), []string(nil), int64(0)
	for _, f := range o.Files {
		hash, err := hashOf(ctx, f)
		if err != nil {
			return nil, err
		}
		parts, err := partsOf(f)
		if err != nil {
			return nil, ErrUnreadable.Because(err)
		}
		hashes, names, size = append(hashes, hash), append(names, f.Name), size+f.Size
		r.parts = append(r.parts, parts...)
	}
	now := s.clock.Now()
	r.i = Import{
		ID: id.New(), Register: o.Register, Scope: o.Scope, File: cut(strings.Join(names, ", ")), Hash: setHash(hashes), Size: size, Origin: cut(o.Origin),
		Pinned: s.pins.pinned(ctx, o.Files, hashes), Operator: o.Operator, State: Running, Started: now, Beat: now, parts: len(r.parts),
	}
	if !r.anyFits() {
		return nil, ErrUnreadable.Because(cmp.Or(r.unopened, errors.New("no part is of this register")))
	}
	return r, nil
}

// anyFits reports whether there is anything to import, and counts what the files promise.
func (r *run) anyFits() bool {
	fits := false
	for _, p := range r.parts {
		o, err := p.begin()
		if err != nil {
			r.unopened = fmt.Errorf("open %s: %w", p.name, err)
			continue // the import itself will say so of each
		}
		if r.reader.fits(o.beginning) {
			fits = true
			r.i.Expected += r.reader.expected(o.beginning)
		}
		_ = o.close()
		if fits && r.order.Scope == Delta {
			break
		}
	}
	if r.order.Scope == Delta {
		r.i.Expected = 0
	}
	return fits
}

func hashOf(ctx context.Context, f File) (string, error) {
	h := sha256.New()
	content := io.NewSectionReader(f.Content, 0, f.Size)
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		_, err := io.CopyN(h, content, 64<<20)
		if errors.Is(err, io.EOF) {
			return hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", fmt.Errorf("read %s: %w", f.Name, err)
		}
	}
}

// setHash names a set of files: of one file it is that one's own hash.
func setHash(hashes []string) string {
	if len(hashes) == 1 {
		return hashes[0]
	}
	sum := sha256.Sum256([]byte(strings.Join(slices.Sorted(slices.Values(hashes)), "\n")))
	return hex.EncodeToString(sum[:])
}

// resume finds out whether the file was imported already, or partly, and writes down that this import runs.
func (r *run) resume(ctx context.Context) (known bool, err error) {
	var refused error
	err = r.db.Update(ctx, func(tx *sqldb.Tx) error {
		known, refused = false, nil
		before, err := importOf(ctx, tx, r.i.Register, r.i.Scope, r.i.Hash)
		switch {
		case errors.Is(err, sqldb.ErrNoRows):
		case err != nil:
			return fmt.Errorf("look for an earlier import of the file: %w", err)
		case before.State == Done:
			r.i, known = before, true
			r.i.Unchanged, r.i.Stored, r.i.Held = before.Stored+before.Unchanged, 0, 0
			return nil
		default:
			before.parts, before.Beat, before.Pinned = r.i.parts, r.i.Beat, r.i.Pinned
			r.i = before
			return stopOthers(ctx, tx, before.ID, r.clock.Now())
		}
		if err := stopOthers(ctx, tx, "", r.clock.Now()); err != nil {
			return err
		}
		last, err := lastFull(ctx, tx, r.i.Register)
		if err != nil {
			return err
		}
		if err := insertImport(ctx, tx, r.i); err != nil {
			return err
		}
		if r.i.Scope == Full && r.i.Expected > 0 && shrunk(r.i.Expected, last) {
			refused = ErrShrunk
			return endImport(ctx, tx, r.i.ID, Refused, reasonShrunk, r.clock.Now())
		}
		return r.record(ctx, tx, "fact.import_started")
	})
	if err != nil {
		return false, fmt.Errorf("begin the import: %w", err)
	}
	if refused != nil {
		r.i.State, r.i.Reason = Refused, reasonShrunk
	}
	return known, refused
}

// record writes the import into the journal.
func (r *run) record(ctx context.Context, tx *sqldb.Tx, action string) error {
	return audit.Record(ctx, tx, audit.Entry{Actor: r.i.Operator, Action: action, Subject: r.i.ID, Detail: string(r.i.Register) + " " + string(r.i.Scope)})
}

// errGone says that the import does not run any more: another process has taken its place.
var errGone = errors.New("the import was stopped by another one")

// commit stores rows and how far the import has come, in one transaction.
func (r *run) commit(ctx context.Context, rows []row, more Counts, faults []Fault, at cursor) error {
	var next Import
	store := func(tx *sqldb.Tx) error {
		next = r.i
		next.UnknownCodes = nil
		next.Add(r.i.onlyCodes())
		next.Beat, next.at = r.clock.Now(), at
		next.Faults = append(slices.Clone(r.i.Faults), faults[:min(len(faults), maxFaults-len(r.i.Faults))]...)
		r.m.i = &next
		counts, err := r.m.merge(ctx, tx, rows)
		if err != nil {
			return err
		}
		next.Add(counts)
		next.Add(more)
		for i := range rows {
			next.AsOf = max(next.AsOf, rows[i].AsOf)
		}
		if r.keepSeen {
			if err := loadSeen(ctx, tx, r.i.ID, recordsOf(rows)); err != nil {
				return err
			}
		}
		moved, err := moveImport(ctx, tx, next, next.Beat)
		if err == nil && !moved {
			err = errGone
		}
		return err
	}
	err := r.db.UpdateLoading(ctx, store)
	if errors.Is(err, sqldb.ErrConflict) && r.m.fresh { // one record stands twice in the file: look before storing
		r.m.fresh = false
		err = r.db.UpdateLoading(ctx, store)
	}
	if err != nil {
		return fmt.Errorf("store records: %w", err)
	}
	r.i = next
	if r.order.Progress != nil {
		r.order.Progress(r.i)
	}
	return nil
}

// onlyCodes is a copy of what is counted by codes alone.
func (c Counts) onlyCodes() Counts { return Counts{UnknownCodes: c.UnknownCodes} }

func recordsOf(rows []row) []string {
	records := make([]string, len(rows))
	for i := range rows {
		records[i] = rows[i].Record
	}
	return records
}

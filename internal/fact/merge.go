package fact

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// merger puts the rows of one transaction beside what is stored. The same rows may be merged again, since the transaction
// may run again: nothing of a merger is kept from one run to the next.
type merger struct {
	service *Service
	i       *Import
	source  Source
	fresh   bool // nothing of the register was stored when the import began, and everything read since differs

	heads   map[string]head
	known   map[string][]Subject // by record: who of the known organisations it is about
	load    []*row
	shown   map[shownAs][]string
	changes []Change
	late    []row // versions that overtake others
	counts  Counts
}

type shownAs struct {
	version int
	on      string
}

// merge stores what is new of the rows. It returns what became of them.
func (m *merger) merge(ctx context.Context, tx *sqldb.Tx, rows []row) (Counts, error) {
	m.heads, m.load, m.shown, m.changes, m.late, m.counts = map[string]head{}, nil, map[shownAs][]string{}, nil, nil, Counts{}
	if err := m.look(ctx, tx, rows); err != nil {
		return Counts{}, err
	}
	for i := range rows {
		if err := m.place(ctx, tx, &rows[i]); err != nil {
			return Counts{}, err
		}
	}
	return m.counts, m.write(ctx, tx)
}

// look reads what is stored about the rows, and who of them is known to the platform.
func (m *merger) look(ctx context.Context, tx *sqldb.Tx, rows []row) (err error) {
	records := make([]string, len(rows))
	for i := range rows {
		records[i] = rows[i].Record
	}
	slices.Sort(records)
	records = slices.Compact(records)
	if !m.fresh {
		if m.heads, err = heads(ctx, tx, m.i.Register, m.source, records); err != nil {
			return fmt.Errorf("look up the records: %w", err)
		}
	}
	m.known = nil
	if slices.Contains([]Register{Activities, Products, SmallBusiness, Disqualified}, m.i.Register) {
		return nil
	}
	some, err := anybodyWatched(ctx, tx)
	if err != nil || !some {
		return err
	}
	var inns []string
	for i := range rows {
		if h, stored := m.heads[rows[i].Record]; (!stored || !same(h.hash, rows[i].Hash)) && rows[i].INN != "" {
			inns = append(inns, rows[i].INN)
		}
	}
	if m.i.Register == Unfair {
		records = nil // its numbers are no ОГРН
	}
	watched, err := watchedBy(ctx, tx, records, inns)
	if err != nil {
		return fmt.Errorf("look for known organisations: %w", err)
	}
	m.known = map[string][]Subject{}
	for i := range rows {
		for _, s := range watched {
			if (s.OGRN != "" && s.OGRN == rows[i].Record || s.INN != "" && s.INN == rows[i].INN && sameKind(s, rows[i])) && !slices.Contains(m.known[rows[i].Record], s) {
				m.known[rows[i].Record] = append(m.known[rows[i].Record], s)
			}
		}
	}
	return nil
}

// sameKind keeps apart what shares an ИНН: the earlier and the present entry of one person as a sole proprietor.
func sameKind(s Subject, r row) bool {
	return s.OGRN == "" || r.Register != Organisations && r.Register != Entrepreneurs || s.OGRN == r.Record
}

// place decides what becomes of one row.
func (m *merger) place(ctx context.Context, tx *sqldb.Tx, r *row) error {
	h, stored := m.heads[r.Record]
	switch {
	case stored && same(h.hash, r.Hash) && h.gone == r.Gone:
		m.counts.Unchanged++
		if r.AsOf > h.shownOn && m.i.Scope == Delta && !r.Gone {
			as := shownAs{h.version, r.AsOf}
			m.shown[as] = append(m.shown[as], r.Record)
			h.shownOn = r.AsOf
			m.heads[r.Record] = h
		}
		return nil
	case stored && r.AsOf < h.shownOn:
		older, err := m.older(ctx, tx, r, h)
		if err != nil {
			return err
		}
		if older {
			m.counts.Unchanged++
			return nil
		}
	}
	n := *r
	n.Version, n.Import, n.Fetched = h.version+1, m.i.ID, m.i.Beat
	lines, err := m.lines(ctx, tx, &n, h)
	if err != nil {
		return err
	}
	n.Standing = len(lines) == 0 || m.i.Pinned != "" || !anyGrave(lines)
	m.note(&n, lines, h)
	m.load = append(m.load, &n)
	m.counts.Stored++
	if !n.Standing {
		m.counts.Held++
	}
	h.record, h.version, h.shownOn, h.standing, h.gone, h.hash = n.Record, n.Version, n.ShownOn, n.Standing, n.Gone, n.Hash
	h.waitingBefore = h.waitingBefore || !n.Standing
	if n.Standing {
		h.lastStanding, h.standingOn, h.standingGone = n.Version, n.ShownOn, n.Gone
	}
	m.heads[r.Record] = h
	return nil
}

// older reports whether a row is older than what is known. A version that a second person has refused is no knowledge:
// else a false date far ahead would keep out the truth for ever.
func (m *merger) older(ctx context.Context, tx *sqldb.Tx, r *row, h head) (bool, error) {
	if h.standing {
		return true, nil
	}
	state, err := stateOfChange(ctx, tx, m.i.Register, m.source, r.Record, h.version)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return false, fmt.Errorf("look up the change of %s: %w", r.Record, err)
	}
	return state != RefusedChange || r.AsOf < h.standingOn, nil
}

// lines tells what a row changes for a known organisation.
func (m *merger) lines(ctx context.Context, tx *sqldb.Tx, n *row, h head) ([]Line, error) {
	if len(m.known[n.Record]) == 0 {
		return nil, nil
	}
	if m.i.Register == Unfair {
		return unfairLines(n, h), nil
	}
	after, err := m.service.codec.record(n)
	if err != nil {
		return nil, err
	}
	if m.source != Dump {
		return m.beside(ctx, tx, n, after)
	}
	before, err := m.standing(ctx, tx, n.Record, h)
	if err != nil {
		return nil, err
	}
	return difference(before, after), nil
}

// standing returns the content of the version that stands, nil when there is none.
func (m *merger) standing(ctx context.Context, tx *sqldb.Tx, record string, h head) (*egr.Record, error) {
	if h.lastStanding == 0 {
		return nil, nil
	}
	for _, r := range m.load {
		if r.Record == record && r.Version == h.lastStanding {
			return m.service.codec.record(r)
		}
	}
	r, err := rowOf(ctx, tx, m.i.Register, m.source, record, h.lastStanding)
	if err != nil {
		return nil, fmt.Errorf("read the version that stands of %s: %w", record, err)
	}
	return m.service.codec.record(&r)
}

func unfairLines(n *row, h head) []Line {
	listed := func(gone bool) string {
		if gone {
			return ""
		}
		return n.Record
	}
	before := listed(h.lastStanding == 0 || h.standingGone)
	if after := listed(n.Gone || n.Status == unfairExcluded); before != after {
		return []Line{{ChangedUnfair, before, after}}
	}
	return nil
}

// note writes down the changes of a version for each known organisation that it is about.
func (m *merger) note(n *row, lines []Line, h head) {
	if h.waitingBefore {
		m.late = append(m.late, *n)
	}
	if len(lines) == 0 {
		return
	}
	state := Standing
	if !n.Standing {
		state = Waiting
	}
	for _, s := range m.known[n.Record] {
		if m.i.Register != Unfair {
			s = Subject{INN: n.INN, OGRN: n.Record}
		}
		m.changes = append(m.changes, Change{
			ID: id.New(), Register: n.Register, Source: m.source, Record: n.Record, Version: n.Version, Subject: s, Import: m.i.ID, Operator: m.i.Operator,
			Lines: lines, State: state, Found: m.i.Beat,
		})
	}
}

func (m *merger) write(ctx context.Context, tx *sqldb.Tx) error {
	if err := loadRecords(ctx, tx, m.load); err != nil {
		return err
	}
	for as, records := range m.shown {
		if err := setShown(ctx, tx, m.i.Register, m.source, as.version, as.on, records); err != nil {
			return fmt.Errorf("note when records were shown: %w", err)
		}
	}
	for _, n := range m.late {
		if err := overtake(ctx, tx, n.Register, m.source, n.Record, n.Version); err != nil {
			return fmt.Errorf("overtake earlier changes of %s: %w", n.Record, err)
		}
	}
	for _, c := range m.changes {
		if err := insertChange(ctx, tx, c); err != nil {
			return fmt.Errorf("note the change of %s: %w", c.Record, err)
		}
		if c.State == Standing {
			if err := m.service.jobs.Insert(ctx, tx, changed{Change: c.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}

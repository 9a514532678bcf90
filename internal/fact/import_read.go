package fact

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/statereg/egr"
)

// How many records one transaction takes: whole XML files, a few together or a large one in pieces. Rows fall all over the
// indexes, so that each page is written once a transaction for the fewer rows the smaller it is: of a thousand rows a
// transaction SQLite takes 38 µs a row, of five thousand 27. It holds other writers up for a fifth of a second.
const (
	fewRows  = 5000
	mostRows = 20_000
	handful  = 128 // records that go from one stage to the next at once
)

// piece is what one stage gives to the next: records in order, or the end of a part.
type piece struct {
	items  []item
	rows   []row
	count  int // of items, of which rows could be read
	faults []Fault
	ended  *partEnd
}

type partEnd struct {
	part   int
	counts Counts
	faults []Fault
	codes  func() map[string]int64
}

// all imports what is left of the parts. Reading, parsing and storing go on beside each other.
func (r *run) all(ctx context.Context) error {
	empty, err := r.isEmpty(ctx)
	if err != nil {
		return err
	}
	r.m = merger{service: r.Service, source: Dump, fresh: empty}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	read, done := make(chan piece, 8), make(chan piece, 8)
	failed := make(chan error, 2)
	go func() { defer close(read); failed <- r.readAll(ctx, read) }()
	go func() { defer close(done); failed <- r.parseAll(ctx, read, done) }()
	err = r.storeAll(ctx, done)
	cancel(err)
	for range 2 {
		if e := <-failed; err == nil && e != nil {
			err = e
		}
	}
	return err
}

func give(ctx context.Context, to chan<- piece, p piece) error {
	select {
	case to <- p:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

func (r *run) readAll(ctx context.Context, to chan<- piece) error {
	for n := r.i.at.part; n < len(r.parts); n++ {
		skip := int64(0)
		if n == r.i.at.part {
			skip = r.i.at.record
		}
		end, err := r.readPart(ctx, to, n, skip)
		if err != nil {
			return err
		}
		if err := give(ctx, to, piece{ended: end}); err != nil {
			return err
		}
	}
	return nil
}

// readPart reads one part. What is wrong with the part is told in its end and stops nothing else; its error is that of the
// import as a whole.
func (r *run) readPart(ctx context.Context, to chan<- piece, n int, skip int64) (*partEnd, error) {
	end := &partEnd{part: n}
	file, err := r.parts[n].begin()
	if err != nil {
		end.bad(r.parts[n].name, err)
		return end, nil
	}
	defer file.close() //nolint:errcheck // it was read only
	if !r.reader.fits(file.beginning) {
		return end, nil
	}
	var some []item
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		err := give(ctx, to, piece{items: some})
		some = nil
		return err
	}
	end.codes, err = r.reader.read(ctx, file, r.parts[n].name, func(i item) error {
		if skip > 0 {
			skip--
			return nil
		}
		if some = append(some, i); len(some) < handful {
			return nil
		}
		return flush()
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		end.bad(r.parts[n].name, err)
	}
	return end, flush()
}

// bad counts a part whose rest cannot be read as one broken record. Of one that has fewer records than it says all
// that it has were read.
func (e *partEnd) bad(name string, err error) {
	e.faults = append(e.faults, Fault{name, cut(err.Error())})
	if !errors.Is(err, egr.ErrCount) {
		e.counts.Read++
		e.counts.Broken++
	}
}

func (r *run) parseAll(ctx context.Context, from <-chan piece, to chan<- piece) error {
	part := r.i.at.part
	for p := range from {
		if p.ended != nil {
			part = p.ended.part + 1
			if p.ended.codes != nil {
				p.ended.counts.Add(Counts{UnknownCodes: p.ended.codes()})
			}
		} else {
			p = r.parse(p.items, r.parts[part].name)
		}
		if err := give(ctx, to, p); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) parse(items []item, name string) piece {
	p := piece{rows: make([]row, 0, len(items)), count: len(items)}
	today := r.clock.Now().AddDate(0, 0, 1).Format("2006-01-02")
	for _, i := range items {
		packed, err := r.parseOne(i, today)
		if err != nil {
			if len(p.faults) < maxFaults {
				p.faults = append(p.faults, Fault{name, cut(err.Error())})
			}
			continue
		}
		p.rows = append(p.rows, packed)
	}
	return p
}

var errFuture = errors.New("the day of the extract is still to come")

func (r *run) parseOne(i item, tomorrow string) (row, error) {
	content, err := i()
	if err != nil {
		return row{}, err
	}
	if content.row.AsOf > tomorrow { // it would keep out every true record until that day
		return row{}, errFuture
	}
	packed, err := r.codec.pack(content)
	packed.Source = Dump
	return packed, err
}

// storeAll commits whole parts, several small ones together and large ones in pieces.
func (r *run) storeAll(ctx context.Context, from <-chan piece) error {
	var (
		rows   []row
		counts Counts
		faults []Fault
		at     = r.i.at
	)
	flush := func() error {
		err := r.commit(ctx, rows, counts, faults, at)
		rows, counts, faults = nil, Counts{}, nil
		return err
	}
	for p := range from {
		rows = append(rows, p.rows...)
		at.record += int64(p.count)
		counts.Read += int64(p.count)
		counts.Broken += int64(p.count - len(p.rows))
		faults = append(faults, p.faults...)
		if p.ended != nil {
			counts.Add(p.ended.counts)
			faults = append(faults, p.ended.faults...)
			at = cursor{part: p.ended.part + 1}
		}
		if p.ended != nil && len(rows) >= fewRows || len(rows) >= mostRows {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return context.Cause(ctx)
	}
	if at.part < len(r.parts) || at == r.i.at { // a stage before this one has failed and says why, or nothing is left
		return nil
	}
	return flush()
}

package fact

import (
	"context"
)

// How many rows one transaction takes: a whole XML file at least, unless that has more than most.
const (
	fewRows  = 1000
	mostRows = 20_000
	handful  = 128 // rows that go from one stage to the next at once
)

// piece is what one stage gives to the next: records in order, or the end of a part.
type piece struct {
	raw   []parsed
	rows  []row
	ended *partEnd
}

type partEnd struct {
	part   int
	counts Counts
	faults []Fault
}

// all imports what is left of the parts. Reading, packing and storing go on beside each other.
func (r *run) all(ctx context.Context) error {
	empty, err := r.isEmpty(ctx)
	if err != nil {
		return err
	}
	r.m = merger{service: r.Service, source: Dump, fresh: empty}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	read, packed := make(chan piece, 8), make(chan piece, 8)
	failed := make(chan error, 2)
	go func() { defer close(read); failed <- r.readAll(ctx, read) }()
	go func() { defer close(packed); failed <- r.packAll(ctx, read, packed) }()
	err = r.storeAll(ctx, packed)
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
	bad := func(err error) {
		end.counts.Read++
		end.counts.Broken++
		end.faults = append(end.faults, Fault{r.parts[n].name, cut(err.Error())})
	}
	file, err := r.parts[n].begin()
	if err != nil {
		bad(err)
		return end, nil
	}
	defer file.close() //nolint:errcheck // it was read only
	if !r.reader.fits(file.beginning) {
		return end, nil
	}
	var some []parsed
	flush := func() error {
		if len(some) == 0 {
			return nil
		}
		err := give(ctx, to, piece{raw: some})
		some = nil
		return err
	}
	notes, err := r.reader.read(ctx, file, func(p parsed) error {
		if skip > 0 {
			skip--
			return nil
		}
		if some = append(some, p); len(some) < handful {
			return nil
		}
		return flush()
	})
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if err != nil {
		bad(err)
	}
	end.counts.Read += notes.broken
	end.counts.Broken += notes.broken
	end.counts.add(Counts{UnknownCodes: notes.codes})
	for _, text := range notes.faults {
		end.faults = append(end.faults, Fault{r.parts[n].name, cut(text)})
	}
	return end, flush()
}

func (r *run) packAll(ctx context.Context, from <-chan piece, to chan<- piece) error {
	for p := range from {
		if len(p.raw) > 0 {
			rows := make([]row, 0, len(p.raw))
			for i := range p.raw {
				packed, err := r.codec.pack(p.raw[i])
				if err != nil {
					return err
				}
				packed.Source, packed.mentions = Dump, p.raw[i].row.mentions
				rows = append(rows, packed)
			}
			p = piece{rows: rows}
		}
		if err := give(ctx, to, p); err != nil {
			return err
		}
	}
	return nil
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
		rows, counts, faults = rows[:0:0], Counts{}, nil
		return err
	}
	for p := range from {
		rows = append(rows, p.rows...)
		at.record += int64(len(p.rows))
		if p.ended != nil {
			counts.add(p.ended.counts)
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
	if at.part < len(r.parts) { // a stage before this one has failed, and says why
		return nil
	}
	if len(rows) == 0 && counts.Read == 0 && at == r.i.at {
		return nil
	}
	return flush()
}


package egr

import (
	"context"
	"errors"
	"io"
	"runtime"
	"sync"
)

// Position is a place in an input: where a walk that was interrupted goes on.
type Position struct {
	File     int // index of the XML file
	Document int // index of the document in it
}

// Visit is what a walk calls, always from the goroutine of the caller, in the order of the input. Each function may be
// nil. An error that one of them returns ends the walk and is returned.
type Visit struct {
	// Begin is called for each file that is one of a register.
	Begin func(FileInfo, Header) error
	// Record is called for each record. It belongs to the one who is called.
	Record func(Position, Document, *Record) error
	// Broken is called for each document that could not be read.
	Broken func(Position, *RecordError) error
	// End is called when a file was read to its end, or as far as it could be.
	End func(FileReport) error
}

// FileReport is what became of one file. Err is nil for one that was read whole; otherwise the records that were handed
// on are good, and others are missing.
type FileReport struct {
	File    FileInfo
	Header  Header
	Records int
	Broken  int
	Passed  int // documents before the position that the walk began at
	Census  Census
	Err     error
}

// Walk is how to go through an input.
type Walk struct {
	Options
	From    Position // documents before it are passed over
	Workers int      // goroutines that read records; 0 for as many as there are processors, 1 for none beside the caller's
}

// Each goes through all records of an input. Files that are of no register are passed over and listed by
// [Input.Skipped]; other faults of a file are in its report, and the next file goes on.
func (in *Input) Each(ctx context.Context, walk Walk, visit Visit) error {
	if walk.Workers <= 0 {
		walk.Workers = runtime.GOMAXPROCS(0)
	}
	walk.Limits = in.limits
	for i := walk.From.File; i < len(in.files); i++ {
		if err := in.file(ctx, i, walk, visit); err != nil {
			return err
		}
	}
	return nil
}

func (in *Input) file(ctx context.Context, i int, walk Walk, visit Visit) error {
	report := FileReport{File: in.files[i]}
	f, err := in.OpenFile(i)
	if err != nil {
		report.Err = err
		return end(visit, report)
	}
	defer f.Close()
	r, err := NewReader(f, in.files[i].Name, in.limits)
	switch {
	case errors.Is(err, ErrNotRegister):
		in.skip(in.files[i].Name, err.Error())
		return nil
	case err != nil:
		report.Err = err
		return end(visit, report)
	}
	report.Header = r.Header()
	if visit.Begin != nil {
		if err := visit.Begin(in.files[i], r.Header()); err != nil {
			return err
		}
	}
	skip := 0
	if i == walk.From.File {
		skip = walk.From.Document
	}
	if walk.Workers == 1 {
		err = alone(ctx, r, walk.Options, skip, visit, &report)
	} else {
		err = together(ctx, r, walk, skip, visit, &report)
	}
	if err != nil {
		return err
	}
	report.Census.Add(r.Census())
	return end(visit, report)
}

func end(visit Visit, report FileReport) error {
	if visit.End == nil {
		return nil
	}
	return visit.End(report)
}

// alone reads a file in the goroutine of the caller.
func alone(ctx context.Context, r *Reader, options Options, skip int, visit Visit, report *FileReport) error {
	p := NewParser(r.Header(), options)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		d, err := r.Next()
		if err != nil {
			report.Err = whole(err)
			report.Census = p.Census()
			return nil
		}
		if d.Index < skip {
			report.Passed++
			continue
		}
		rec, err := p.Parse(d)
		if err := tell(visit, report, result{d, rec, err}); err != nil {
			return err
		}
	}
}

func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// result is what became of one document.
type result struct {
	doc    Document
	record *Record
	err    error
}

func tell(visit Visit, report *FileReport, res result) error {
	at := Position{File: report.File.Index, Document: res.doc.Index}
	var broken *RecordError
	switch {
	case errors.As(res.err, &broken):
		report.Broken++
		if visit.Broken != nil {
			return visit.Broken(at, broken)
		}
		return nil
	case res.err != nil:
		return res.err
	}
	report.Records++
	if visit.Record != nil {
		return visit.Record(at, res.doc, res.record)
	}
	return nil
}

// batch is a run of documents that one worker reads.
type batch struct {
	docs    []Document
	results []result
	done    chan struct{}
}

// A batch is small enough for the records of all workers to fit in little memory, and large enough for the handing over
// not to be felt.
const (
	batchDocs  = 64
	batchBytes = 1 << 20
)

// together reads a file with several workers: one goroutine splits, the workers read, the caller is told in order.
func together(ctx context.Context, r *Reader, walk Walk, skip int, visit Visit, report *FileReport) error {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer cancel()

	todo := make(chan *batch)
	order := make(chan *batch, 2*walk.Workers)
	var splitErr error // written before order is closed
	running.Go(func() {
		defer close(order)
		defer close(todo)
		splitErr = split(ctx, r, skip, &report.Passed, todo, order)
	})
	parsers := make([]*Parser, walk.Workers)
	var parsing sync.WaitGroup
	for i := range parsers {
		parsers[i] = NewParser(r.Header(), walk.Options)
		parsing.Add(1)
		running.Go(func() {
			defer parsing.Done()
			for b := range todo {
				for _, d := range b.docs {
					rec, err := parsers[i].Parse(d)
					b.results = append(b.results, result{d, rec, err})
				}
				close(b.done)
			}
		})
	}
	for b := range order {
		select {
		case <-b.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		for _, res := range b.results {
			if err := tell(visit, report, res); err != nil {
				return err
			}
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	parsing.Wait()
	report.Err = whole(splitErr)
	for _, p := range parsers {
		report.Census.Add(p.Census())
	}
	return nil
}

// split cuts the file into batches. Documents are copied, for the reader's buffer goes on.
func split(ctx context.Context, r *Reader, skip int, passed *int, todo, order chan<- *batch) error {
	send := func(b *batch) error {
		for _, to := range []chan<- *batch{order, todo} {
			select {
			case to <- b:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	}
	b := &batch{done: make(chan struct{})}
	size := 0
	for {
		d, err := r.Next()
		if err == nil && d.Index < skip {
			*passed++
			continue
		}
		if err == nil {
			b.docs = append(b.docs, d.Clone())
			size += len(d.Raw)
		}
		if len(b.docs) > 0 && (err != nil || len(b.docs) == batchDocs || size >= batchBytes) {
			if sendErr := send(b); sendErr != nil {
				return sendErr
			}
			b, size = &batch{done: make(chan struct{})}, 0
		}
		if err != nil {
			return err
		}
	}
}

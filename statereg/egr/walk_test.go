package egr

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/workdays"
)

// collect walks an input and keeps all records.
func collect(tb testing.TB, packed []byte, walk Walk) ([]*Record, []FileReport) {
	tb.Helper()
	in, err := Open(bytes.NewReader(packed), int64(len(packed)), "bare.xml", walk.Limits)
	if err != nil {
		tb.Fatal(err)
	}
	var records []*Record
	var reports []FileReport
	err = in.Each(tb.Context(), walk, Visit{
		Record: func(_ Position, _ Document, r *Record) error {
			records = append(records, r)
			return nil
		},
		Broken: func(_ Position, err *RecordError) error { return err },
		End: func(r FileReport) error {
			reports = append(reports, r)
			return r.Err
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	return records, reports
}

func same(tb testing.TB, what string, want, got any) {
	tb.Helper()
	if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b workdays.Date) bool { return a == b }), cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Several workers give the same records in the same order as none, and so does a walk that begins in the middle.
func TestWorkersChangeNothing(t *testing.T) {
	packed := sharedtest.File(t, "registers/egrul", "EGRUL_2025-11_sample.zip")
	want, reports := collect(t, packed, Walk{Workers: 1})
	if len(want) != 498 || len(reports) != 5 {
		t.Fatalf("%d records of %d files", len(want), len(reports))
	}
	got, _ := collect(t, packed, Walk{Workers: 3})
	same(t, "with three workers", want, got)
	for _, workers := range []int{1, 3} {
		rest, reports := collect(t, packed, Walk{Workers: workers, From: Position{File: 3, Document: 150}})
		same(t, "from the middle", want[200+2+2+150:], rest)
		if reports[0].Passed != 150 || reports[0].Records != 50 {
			t.Errorf("%d were passed and %d read of the first file", reports[0].Passed, reports[0].Records)
		}
	}
}

func TestWalkStops(t *testing.T) {
	packed := sharedtest.File(t, "registers/egrul", "EGRUL_2025-11_sample.zip")
	in, err := Open(bytes.NewReader(packed), int64(len(packed)), "", Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 3} {
		enough := errors.New("enough")
		n := 0
		stop := Visit{Record: func(Position, Document, *Record) error {
			if n++; n == 70 {
				return enough
			}
			return nil
		}}
		if err := in.Each(t.Context(), Walk{Workers: workers}, stop); !errors.Is(err, enough) || n != 70 {
			t.Errorf("with %d workers: %v after %d records", workers, err, n)
		}
		ctx, cancel := context.WithCancel(t.Context())
		n = 0
		err := in.Each(ctx, Walk{Workers: workers}, Visit{Record: func(Position, Document, *Record) error {
			if n++; n == 70 {
				cancel()
			}
			return nil
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("with %d workers: a walk that was called off ends with %v", workers, err)
		}
	}
}

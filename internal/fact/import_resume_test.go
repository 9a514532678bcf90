package fact

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// zipOf makes a ZIP of files with so many records each.
func zipOf(tb testing.TB, files, each int) File {
	tb.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for n := range files {
		records := make([]egr.Record, each)
		for i := range records {
			records[i] = invented(n*each+i, "2026-11-01")
		}
		f, err := w.Create(fmt.Sprintf("%d.xml", n))
		if err != nil {
			tb.Fatal(err)
		}
		from := fileOf("", records...)
		if _, err := io.Copy(f, io.NewSectionReader(from.Content, 0, from.Size)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return File{Name: "set.zip", Content: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}
}

// An import that ends in the middle leaves whole files, and the next one with the same file goes on behind them: nothing
// is read twice and nothing is left out, wherever it ended.
func TestAnImportGoesOnWhereItEnded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		const files, each = 5, fewRows
		f := zipOf(t, files, each)
		for ended := range files {
			ctx, cancel := context.WithCancel(t.Context())
			n := 0
			_, err := s.Import(ctx, Order{Register: Organisations, Scope: Delta, Files: []File{f}, Operator: "console", Progress: func(Import) {
				if n++; ended < files-1 {
					cancel()
				}
			}})
			cancel()
			if ended < files-1 && !errors.Is(err, context.Canceled) {
				t.Fatalf("end %d: %v", ended, err)
			}
			var stored, read int64
			if err := db.View(t.Context(), func(q sqldb.Querier) error {
				if err := q.QueryRow(t.Context(), `SELECT COUNT(*) FROM fact_record`).Scan(&stored); err != nil {
					return err
				}
				return q.QueryRow(t.Context(), `SELECT was_read FROM fact_import`).Scan(&read)
			}); err != nil {
				t.Fatal(err)
			}
			if stored%each != 0 || stored != read || stored < int64(ended+1)*each {
				t.Fatalf("after end %d: %d stored, %d read", ended, stored, read)
			}
		}
		i := s.mustImport(t, Order{Files: []File{f}})
		wantCounts(t, i, files*each, 0, files*each, 0)
		if i.State != Done {
			t.Errorf("state %s", i.State)
		}
	})
}

// Of two importing processes the second is told so, and nothing happens.
func TestOneImportAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		inside, tried := false, error(nil)
		s.mustImport(t, Order{Files: []File{fileOf("a", invented(1, "2026-11-01"))}, Progress: func(Import) {
			if !inside {
				inside = true
				_, tried = s.Import(t.Context(), Order{Register: Organisations, Scope: Delta, Files: []File{fileOf("b", invented(2, "2026-11-01"))}})
			}
		}})
		if !errors.Is(tried, ErrBusy) {
			t.Errorf("a second import beside the first: %v", tried)
		}
	})
}

// A full set that shrank by half is refused before anything of it is stored; so is one that has less than it says.
func TestAFullSetThatShrankIsRefused(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		set := func(n, promised int, on string) File {
			var b bytes.Buffer
			fmt.Fprintf(&b, "#%d\n", promised)
			for i := range n {
				f := fileOf("", invented(i, on))
				if _, err := io.Copy(&b, io.NewSectionReader(f.Content, 0, f.Size)); err != nil {
					t.Fatal(err)
				}
			}
			return File{Name: "full", Content: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}
		}
		full := Order{Register: Organisations, Scope: Full, Operator: "console"}
		full.Files = []File{set(10, 10, "2026-11-01")}
		if _, err := s.Import(t.Context(), full); err != nil {
			t.Fatal(err)
		}
		full.Files = []File{set(4, 4, "2026-11-02")}
		i, err := s.Import(t.Context(), full)
		if !errors.Is(err, ErrShrunk) || i.Stored != 0 || i.State != Refused {
			t.Errorf("four of ten: %v, %+v", err, i.Counts)
		}
		full.Scope = Delta
		if _, err := s.Import(t.Context(), full); err != nil {
			t.Errorf("as an update: %v", err)
		}
		full.Scope, full.Files = Full, []File{set(8, 10, "2026-11-03")}
		if _, err := s.Import(t.Context(), full); !errors.Is(err, ErrIncomplete) {
			t.Errorf("eight of ten that it promises: %v", err)
		}
		if e := s.entryOf(t, invented(1, "2026-11-01").OGRN); e.AsOf != day("2026-11-02") {
			t.Errorf("shown on %s", e.AsOf)
		}
	})
}

package egr

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// xmlFile is one XML file of the shared sample.
type xmlFile struct {
	name string
	data []byte
}

// sampleFiles are the XML files in a ZIP of the shared sample.
func sampleFiles(tb testing.TB, set, name string) []xmlFile {
	tb.Helper()
	packed := sharedtest.File(tb, set, name)
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		tb.Fatal(err)
	}
	var files []xmlFile
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			tb.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			tb.Fatal(err)
		}
		files = append(files, xmlFile{f.Name, data})
	}
	return files
}

// readAll reads a whole file and fails on the first record that cannot be read.
func readAll(tb testing.TB, data []byte, options Options) ([]*Record, *Parser) {
	tb.Helper()
	var records []*Record
	p := scanAll(tb, data, options, func(r *Record) { records = append(records, r) })
	return records, p
}

func scanAll(tb testing.TB, data []byte, options Options, visit func(*Record)) *Parser {
	tb.Helper()
	r, err := NewReader(bytes.NewReader(data), "", options.Limits)
	if err != nil {
		tb.Fatal(err)
	}
	p := NewParser(r.Header(), options)
	for {
		d, err := r.Next()
		if errors.Is(err, io.EOF) {
			return p
		}
		if err != nil {
			tb.Fatal(err)
		}
		rec, err := p.Parse(d)
		if err != nil {
			tb.Fatal(err)
		}
		visit(rec)
	}
}

func TestSampleIsReadWhole(t *testing.T) {
	for _, c := range []struct {
		set, name string
		records   int
	}{
		{"registers/egrul", "EGRUL_2025-11_sample.zip", 498},
		{"registers/egrip", "EGRIP_2025-11_sample.zip", 100},
	} {
		n := 0
		for _, f := range sampleFiles(t, c.set, c.name) {
			for _, history := range []bool{false, true} {
				records, p := readAll(t, f.data, Options{History: history})
				if history {
					n += len(records)
				}
				if census := p.Census(); !census.Empty() {
					t.Errorf("%s: not known: %+v", f.name, census)
				}
			}
		}
		if n != c.records {
			t.Errorf("%s: %d records, want %d", c.name, n, c.records)
		}
	}
}

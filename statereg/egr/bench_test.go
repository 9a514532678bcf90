package egr

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

func BenchmarkSplit(b *testing.B) {
	data := largest(b)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(data), "", Limits{})
		if err != nil {
			b.Fatal(err)
		}
		for {
			if _, err := r.Next(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkParse(b *testing.B) {
	data := largest(b)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		readAll(b, data, Options{})
	}
}

// largest is the largest XML file of the sample.
func largest(tb testing.TB) []byte {
	var data []byte
	for _, f := range sampleFiles(tb, "registers/egrul", "EGRUL_2025-11_sample.zip") {
		if len(f.data) > len(data) {
			data = f.data
		}
	}
	return data
}

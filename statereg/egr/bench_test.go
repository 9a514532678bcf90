package egr

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"syscall"
	"testing"
	"time"
)

// BenchmarkBesideEncodingXML reads one file of the sample by the scanner and by encoding/xml, DecodeElement into
// structures of the same fields, in turn in one run, and reports how many times less processor time the scanner takes.
// That both read the same, TestAgreesWithEncodingXML shows.
func BenchmarkBesideEncodingXML(b *testing.B) {
	data := largest(b)
	var ours, theirs float64
	for b.Loop() {
		for range 10 {
			ours += spent(b, func() { scanAll(b, data, Options{Activities: true}, func(*Record) {}) })
		}
		theirs += spent(b, func() { decodeAll(b, data, func(*xmlDocument) {}) })
	}
	ours, theirs = ours/10/float64(b.N), theirs/float64(b.N)
	size := float64(len(data)) / 1e6
	b.ReportMetric(theirs/ours, "times-less")
	b.ReportMetric(size/ours, "MB/cpu-s")
	b.ReportMetric(size/theirs, "xml-MB/cpu-s")
}

func BenchmarkSplit(b *testing.B) {
	data := largest(b)
	best := math.Inf(1)
	for b.Loop() {
		best = min(best, spent(b, func() {
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
		}))
	}
	b.ReportMetric(float64(len(data))/1e6/best, "MB/cpu-s")
}

func BenchmarkParse(b *testing.B) {
	data := largest(b)
	b.ReportAllocs()
	best, n := math.Inf(1), 0
	for b.Loop() {
		n = 0
		best = min(best, spent(b, func() { scanAll(b, data, Options{}, func(*Record) { n++ }) }))
	}
	b.ReportMetric(float64(len(data))/1e6/best, "MB/cpu-s")
	b.ReportMetric(float64(n)/best, "records/cpu-s")
}

func BenchmarkJSON(b *testing.B) {
	records, _ := readAll(b, largest(b), Options{})
	n, size := 0, 0
	start := processorTime(b)
	for b.Loop() {
		for _, r := range records {
			text, err := json.Marshal(r)
			if err != nil {
				b.Fatal(err)
			}
			n, size = n+1, size+len(text)
		}
	}
	b.ReportMetric(float64(n)/(processorTime(b)-start).Seconds(), "records/cpu-s")
	b.ReportMetric(float64(size)/float64(n), "bytes/record")
}

// spent is the processor time of f. The least of many is taken: the clock of a shared machine tells about the others.
func spent(tb testing.TB, f func()) float64 {
	tb.Helper()
	start := processorTime(tb)
	f()
	return (processorTime(tb) - start).Seconds()
}

// processorTime is the time that the process has spent on processors.
func processorTime(tb testing.TB) time.Duration {
	tb.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		tb.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// largest is the largest XML file of the sample.
func largest(tb testing.TB) []byte {
	tb.Helper()
	var data []byte
	for _, f := range sampleFiles(tb, "registers/egrul", "EGRUL_2025-11_sample.zip") {
		if len(f.data) > len(data) {
			data = f.data
		}
	}
	return data
}

package search

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// profiles are organisations: the 8,000 texts of T5 several times, each time in other regions.
func profiles(tb testing.TB, rounds int) []Passage {
	tb.Helper()
	docs := passagesOf(tb, "T5.docs")
	list := make([]Passage, 0, rounds*len(docs))
	for round := range rounds {
		for i, d := range docs {
			d.ID = fmt.Sprint(round, "-", d.ID)
			d.Owner = d.ID
			d.Facets = map[string][]string{"region": {fmt.Sprint((i*7 + round) % 89)}, "kind": {[]string{"offer", "profile", "product", "lab"}[i%4]}}
			list = append(list, d)
		}
	}
	return list
}

// processor is the time that the processor has worked for the thread, or for the whole program: other work on the machine changes
// it little, and the clock much.
func processor(b *testing.B, clock int32) time.Duration {
	b.Helper()
	var t unix.Timespec
	if err := unix.ClockGettime(clock, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

func reportTimes(b *testing.B, took []time.Duration, what string) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50-"+what)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99-"+what)
}

func benchmarkAsk(b *testing.B, x *Index, queries []judged, clock int32) {
	b.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var took, worked []time.Duration
	for i := 0; b.Loop(); i++ {
		from, fromProcessor := b.Elapsed(), processor(b, clock)
		x.Search(Query{Text: queries[i%len(queries)].Q, Count: []string{"region", "kind"}})
		took, worked = append(took, b.Elapsed()-from), append(worked, processor(b, clock)-fromProcessor)
	}
	reportTimes(b, took, "clock")
	reportTimes(b, worked, "processor")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func benchmarkIndex(b *testing.B, rounds int, clock int32) {
	b.Helper()
	concepts, passages, queries := conceptsOf(b), profiles(b, rounds), readLines[judged](b, "T5.q")
	x := New(concepts)
	if err := x.Change(passages, nil); err != nil {
		b.Fatal(err)
	}
	b.Run("build", func(b *testing.B) {
		x = nil
		before := heap()
		worked := processor(b, unix.CLOCK_PROCESS_CPUTIME_ID)
		for b.Loop() {
			x = New(concepts)
			if err := x.Change(passages, nil); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric((processor(b, unix.CLOCK_PROCESS_CPUTIME_ID)-worked).Seconds()/float64(b.N), "s-processor")
		b.ReportMetric(float64(heap()-before)/(1<<20), "MiB")
	})
	b.Run("load", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "index")
		if err := x.SaveFile(path, ""); err != nil {
			b.Fatal(err)
		}
		worked := processor(b, unix.CLOCK_PROCESS_CPUTIME_ID)
		for b.Loop() {
			if _, err := New(concepts).LoadFile(path); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric((processor(b, unix.CLOCK_PROCESS_CPUTIME_ID)-worked).Seconds()/float64(b.N), "s-processor")
	})
	b.Run("ask", func(b *testing.B) { benchmarkAsk(b, x, queries, clock) })
	b.Run("similar", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			x.Similar(passages[i%len(passages)].ID, Query{})
		}
	})
	b.Run("change one", func(b *testing.B) {
		worked := processor(b, unix.CLOCK_PROCESS_CPUTIME_ID)
		for i := 0; b.Loop(); i++ {
			if err := x.Change(passages[i%len(passages):][:1], nil); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64((processor(b, unix.CLOCK_PROCESS_CPUTIME_ID)-worked).Microseconds())/float64(b.N), "µs-processor")
	})
}

// BenchmarkFortyThousand builds the index of 40,000 profiles and asks it with facets, over and over.
func BenchmarkFortyThousand(b *testing.B) { benchmarkIndex(b, 5, unix.CLOCK_THREAD_CPUTIME_ID) }

// BenchmarkFourHundredThousand does the same with ten times as many; questions are asked on all processors, so that what the
// processors work is their sum.
func BenchmarkFourHundredThousand(b *testing.B) { benchmarkIndex(b, 50, unix.CLOCK_PROCESS_CPUTIME_ID) }

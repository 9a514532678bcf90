package search

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"
)

// profiles are 40,000 organisations: the texts of T5 five times, each time in other regions.
func profiles(tb testing.TB) []Passage {
	tb.Helper()
	docs := passagesOf(tb, "T5.docs")
	list := make([]Passage, 0, 5*len(docs))
	for round := range 5 {
		for i, d := range docs {
			d.ID = fmt.Sprint(round, "-", d.ID)
			d.Owner = d.ID
			d.Facets = map[string][]string{"region": {fmt.Sprint(i*7%89 + round)}, "kind": {[]string{"offer", "profile", "product", "lab"}[i%4]}}
			list = append(list, d)
		}
	}
	return list
}

// BenchmarkFortyThousand builds the index of 40,000 profiles and asks it with facets, over and over.
func BenchmarkFortyThousand(b *testing.B) {
	concepts, passages, queries := conceptsOf(b), profiles(b), readLines[judged](b, "T5.q")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := New(concepts)
	b.Run("build", func(b *testing.B) {
		for b.Loop() {
			x = New(concepts)
			if err := x.Change(slices.Clone(passages), nil); err != nil {
				b.Fatal(err)
			}
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MiB")
	})
	b.Run("ask", func(b *testing.B) {
		var took []time.Duration
		i := 0
		for b.Loop() {
			from := b.Elapsed()
			x.Search(Query{Text: queries[i%len(queries)].Q, Count: []string{"region", "kind"}})
			took = append(took, b.Elapsed()-from)
			i++
		}
		slices.Sort(took)
		b.ReportMetric(float64(took[len(took)/2].Microseconds()), "µs-p50")
		b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "µs-p99")
	})
	b.Run("change one", func(b *testing.B) {
		i := 0
		for b.Loop() {
			p := passages[i%len(passages)]
			i++
			if err := x.Change([]Passage{p}, nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

package searchstore

import (
	"bufio"
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/search/relevance"
)

func readLines[T any](b *testing.B, name string) (list []T) {
	b.Helper()
	lines := bufio.NewScanner(bytes.NewReader(sharedtest.File(b, "search", name)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var one T
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			b.Fatal(err)
		}
		list = append(list, one)
	}
	return list
}

// BenchmarkQuality measures how good the answers of PostgreSQL are beside those of the index in memory, on the sets of relevance T1 and T5,
// without classifiers. With -benchtime 1x every question is asked once.
func BenchmarkQuality(b *testing.B) {
	for _, set := range []string{"T1", "T5"} {
		var passages []search.Passage
		for _, d := range readLines[struct{ ID, Title, Text string }](b, set+".docs") {
			passages = append(passages, search.Passage{ID: d.ID, Owner: d.ID, Title: d.Title, Text: d.Text})
		}
		queries := readLines[struct {
			Q   string             `json:"q"`
			Rel map[string]float64 `json:"rel"`
		}](b, set+".q")
		large, _, err := Open(b.Context(), sqldbtest.Open(b, storetest.Postgres(b)), nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, x := range []struct {
			name     string
			searcher Searcher
		}{{"memory", InMemory{search.New(nil)}}, {"postgres", large}} {
			for part := range slices.Chunk(passages, 1000) {
				if err := x.searcher.Change(b.Context(), part, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.Run(set+"/"+x.name, func(b *testing.B) {
				for b.Loop() {
					sum := 0.0
					for _, q := range queries {
						answer, err := x.searcher.Search(b.Context(), search.Query{Text: q.Q, Limit: 10})
						if err != nil {
							b.Fatal(err)
						}
						var found []string
						for _, r := range answer.Results {
							found = append(found, r.Owner)
						}
						sum += relevance.NDCG(found, q.Rel, 10)
					}
					b.ReportMetric(sum/float64(len(queries)), "nDCG@10")
				}
			})
		}
	}
}

// Command searchpeers measures what bleve and PostgreSQL make of the sets of relevance and of 40,000 profiles that the tests of package
// search are measured with, so that our figures stand beside others from the same machine:
//
//	go -C tools run ./searchpeers [-data ../../shared/data/search] [-postgres URL]
//
// bleve has its Russian analyser, BM25, all words optional, and a title that counts twice. PostgreSQL has its Russian configuration, all
// words optional, and ts_rank. Without a URL, PostgreSQL is left out; tools/with-postgres gives one in KLASTER_TEST_POSTGRES.
package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// document is a text of a set.
type document struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Region string `json:"-"`
	Kind   string `json:"-"`
}

// question is what is asked, with the grades of what answers it.
type question struct {
	Q   string             `json:"q"`
	Rel map[string]float64 `json:"rel"`
}

// peer is another search.
type peer interface {
	Index(ctx context.Context, docs []document) error
	// Find returns the ids of the ten best; with facets, regions and kinds of all that match are counted too.
	Find(ctx context.Context, text string, facets bool) ([]string, error)
	Close() error
}

func main() {
	data := flag.String("data", shared(), "folder with the sets")
	postgres := flag.String("postgres", os.Getenv("KLASTER_TEST_POSTGRES"), "URL of a database in which a schema may be made")
	flag.Parse()
	if err := run(context.Background(), *data, *postgres); err != nil {
		fmt.Fprintln(os.Stderr, "searchpeers:", err)
		os.Exit(1)
	}
}

func shared() string {
	root := cmp.Or(os.Getenv("KLASTER_SHARED"), "../../shared")
	return filepath.Join(root, "data", "search")
}

func run(ctx context.Context, data, postgres string) error {
	peers := map[string]func() (peer, error){"bleve ru BM25": newBleve}
	if postgres != "" {
		peers["PostgreSQL ts_rank"] = func() (peer, error) { return newPostgres(ctx, postgres) }
	}
	for _, name := range slices.Sorted(maps.Keys(peers)) {
		for _, set := range []struct{ name, questions string }{{"T1", "T1"}, {"T1x", "T1"}, {"T2", "T2"}, {"T5", "T5"}} {
			if err := quality(ctx, data, name, set.name, set.questions, peers[name]); err != nil {
				return fmt.Errorf("%s, %s: %w", name, set.name, err)
			}
		}
		if err := speed(ctx, data, name, peers[name]); err != nil {
			return fmt.Errorf("%s, 40,000 profiles: %w", name, err)
		}
	}
	return nil
}

func lines[T any](path string) ([]T, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var list []T
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		var one T
		if err := json.Unmarshal(scan.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		list = append(list, one)
	}
	return list, scan.Err()
}

func quality(ctx context.Context, data, name, docs, questions string, open func() (peer, error)) error {
	texts, err := lines[document](filepath.Join(data, docs+".docs"))
	if err != nil {
		return err
	}
	asked, err := lines[question](filepath.Join(data, questions+".q"))
	if err != nil {
		return err
	}
	p, err := open()
	if err != nil {
		return err
	}
	defer p.Close()
	if err := p.Index(ctx, texts); err != nil {
		return err
	}
	sum := 0.0
	for _, q := range asked {
		found, err := p.Find(ctx, q.Q, false)
		if err != nil {
			return err
		}
		sum += ndcg(found, q.Rel)
	}
	fmt.Printf("%-20s %-4s nDCG@10 %.4f of %d questions\n", name, docs, sum/float64(len(asked)), len(asked))
	return nil
}

// ndcg is the gain of the first ten, 2^grade − 1 each, less the lower they stand, as a share of the best order.
func ndcg(found []string, rel map[string]float64) float64 {
	got, best := 0.0, 0.0
	gain := func(grade float64, at int) float64 { return (math.Exp2(grade) - 1) / math.Log2(float64(at)+2) }
	for i, id := range found[:min(10, len(found))] {
		got += gain(rel[id], i)
	}
	grades := slices.SortedFunc(maps.Values(rel), func(a, b float64) int { return cmp.Compare(b, a) })
	for i, g := range grades[:min(10, len(grades))] {
		best += gain(g, i)
	}
	if best == 0 {
		return 0
	}
	return got / best
}

// processor is how long this program has worked; what PostgreSQL works is not in it.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func speed(ctx context.Context, data, name string, open func() (peer, error)) error {
	docs, err := lines[document](filepath.Join(data, "T5.docs"))
	if err != nil {
		return err
	}
	asked, err := lines[question](filepath.Join(data, "T5.q"))
	if err != nil {
		return err
	}
	var all []document
	for round := range 5 {
		for i, d := range docs {
			d.ID, d.Region, d.Kind = fmt.Sprint(round, "-", d.ID), fmt.Sprint((i*7+round)%89), []string{"offer", "profile", "product", "lab"}[i%4]
			all = append(all, d)
		}
	}
	p, err := open()
	if err != nil {
		return err
	}
	defer p.Close()
	from, worked := time.Now(), processor()
	if err := p.Index(ctx, all); err != nil {
		return err
	}
	fmt.Printf("%-20s 40,000 profiles indexed in %.1f s (%.1f s of this program's processor)\n", name, time.Since(from).Seconds(), (processor() - worked).Seconds())
	for _, facets := range []bool{false, true} {
		var clock, own []time.Duration
		for _, q := range asked[:min(300, len(asked))] {
			from, worked := time.Now(), processor()
			if _, err := p.Find(ctx, q.Q, facets); err != nil {
				return err
			}
			clock, own = append(clock, time.Since(from)), append(own, processor()-worked)
		}
		slices.Sort(clock)
		slices.Sort(own)
		fmt.Printf("%-20s facets %-5v p50 %.2f p99 %.2f ms by the clock; %.2f and %.2f ms of this program's processor\n", name, facets,
			at(clock, 50), at(clock, 99), at(own, 50), at(own, 99))
	}
	return nil
}

func at(sorted []time.Duration, percent int) float64 {
	return float64(sorted[len(sorted)*percent/100].Microseconds()) / 1000
}

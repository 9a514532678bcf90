package partner

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/search"
	"golang.org/x/sys/unix"
)

func linesOfSet[T any](b *testing.B, name string) (list []T) {
	b.Helper()
	for line := range bytes.Lines(sharedtest.File(b, "search", name)) {
		var one T
		if err := json.Unmarshal(line, &one); err != nil {
			b.Fatal(err)
		}
		list = append(list, one)
	}
	return list
}

func classesOfSet(b *testing.B, name string) (list []search.Class) {
	b.Helper()
	rows, err := csv.NewReader(bytes.NewReader(sharedtest.File(b, "search", name))).ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	code, text := slices.Index(rows[0], "code"), slices.Index(rows[0], "name")
	for _, row := range rows[1:] {
		list = append(list, search.Class{Code: row[code], Name: row[text]})
	}
	return list
}

// BenchmarkFind asks 40,000 profiles, as pages and programs do, for what has five words and more: the question is understood, read for
// slips, found with its synonyms and counted by three facets.
func BenchmarkFind(b *testing.B) {
	docs := linesOfSet[struct{ Title, Text string }](b, "T5.docs")
	roles, regions := []Role{Supplier, Science, Investor, Provider}, []string{"77", "77", "77", "50", "63", "66", "78", "54", "23", "25", "16", "05", "26"}
	subjects := make([]Subject, 5*len(docs))
	for i := range subjects {
		d, key := docs[i%len(docs)], fmt.Sprintf("1%012d", i)
		subjects[i] = Subject{
			Key: key, Kind: KindOrganisation, Name: i18n.Same(fmt.Sprintf("ООО «Общий номер %05d»", i)), Region: regions[i%len(regions)], Status: "partner",
			Passages: []Passage{{ID: "p/" + key, Form: FormOffer, Role: roles[i%len(roles)], Title: d.Title, Text: d.Text}},
		}
	}
	find, err := Over(subjects, search.NewConcepts(classesOfSet(b, "okved2.csv"), classesOfSet(b, "okpd2.csv")))
	if err != nil {
		b.Fatal(err)
	}
	var questions []string
	for _, q := range linesOfSet[struct{ Q string }](b, "T5.q") {
		if len(strings.Fields(q.Q)) > 4 {
			questions = append(questions, q.Q)
		}
	}
	today := sunday(b)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var worked []time.Duration
	for i := 0; b.Loop(); i++ {
		from := threadTime(b)
		if f := find(Question{Text: questions[i%len(questions)]}, today); len(f.Facets) == 0 && f.Need.Number == "" {
			b.Fatalf("%s: nothing was counted", questions[i%len(questions)])
		}
		worked = append(worked, threadTime(b)-from)
	}
	slices.Sort(worked)
	b.ReportMetric(float64(worked[len(worked)/2].Microseconds()), "µs-p50-processor")
	b.ReportMetric(float64(worked[len(worked)*99/100].Microseconds()), "µs-p99-processor")
}

// threadTime is how long the processor has worked for this thread.
func threadTime(b *testing.B) time.Duration {
	b.Helper()
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t); err != nil {
		b.Fatal(err)
	}
	return time.Duration(t.Nano())
}

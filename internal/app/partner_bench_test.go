package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/membership"
	partners "github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkPartners asks 40,000 profiles through the whole program over loopback, one question after the other, by programs and by the page,
// with counts of all facets; each answer is looked at. Of classifiers there is what is built in.
func BenchmarkPartners(b *testing.B) {
	path := storetest.SQLite(b)
	settleProfiles(b, sqldbtest.Open(b, path))
	r := apptest.Start(b, path, func(c *app.Config) { c.HTTP.Proxies = []string{"127.0.0.1/32"} })
	questions := questionsOfProfiles(b)
	untilIndexed(b, r)
	b.Run("api", func(b *testing.B) {
		askAll(b, questions, func(text string) *http.Request {
			body, err := json.Marshal(map[string]any{"text": text})
			if err != nil {
				b.Fatal(err)
			}
			q, err := http.NewRequestWithContext(b.Context(), http.MethodPost, r.URL+"/api/v1/partners/search", bytes.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			q.Header.Set("Content-Type", "application/json")
			return q
		}, func(body []byte) bool {
			var answer struct {
				Results, Near []struct{ Name, Title string }
				Facets        map[string]map[string]int
			}
			return json.Unmarshal(body, &answer) == nil && len(answer.Results)+len(answer.Near) > 0 && len(answer.Facets["role"]) > 0
		})
	})
	b.Run("page", func(b *testing.B) {
		askAll(b, questions, func(text string) *http.Request {
			q, err := http.NewRequestWithContext(b.Context(), http.MethodGet, r.URL+"/partners?q="+url.QueryEscape(text), http.NoBody)
			if err != nil {
				b.Fatal(err)
			}
			return q
		}, func(body []byte) bool {
			return bytes.Contains(body, []byte("</html>")) && bytes.Count(body, []byte(`href="/members/1`)) >= partners.PageSize && bytes.Contains(body, []byte("Уточнить"))
		})
	})
}

// askAll sends one request after the other over connections that are kept, each from another address, for each has a budget.
func askAll(b *testing.B, questions []string, request func(string) *http.Request, right func([]byte) bool) {
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	var took []time.Duration
	ask := func(i int) time.Duration {
		q := request(questions[i%len(questions)])
		q.Header.Set("X-Forwarded-For", fmt.Sprintf("10.%d.%d.%d", i>>16&255, i>>8&255, i&255))
		from := b.Elapsed()
		answer, err := client.Do(q)
		if err != nil {
			b.Fatal(err)
		}
		defer answer.Body.Close() //nolint:errcheck // it was read
		body, err := io.ReadAll(answer.Body)
		spent := b.Elapsed() - from
		if err != nil || answer.StatusCode != http.StatusOK || !right(body) {
			b.Fatalf("%s: %d, %v, %.2000s", questions[i%len(questions)], answer.StatusCode, err, body)
		}
		return spent
	}
	for i := 0; b.Loop(); i++ {
		took = append(took, ask(i))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// untilIndexed waits until the profiles can be found.
func untilIndexed(b *testing.B, r *apptest.Running) {
	b.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range tick.C {
		if _, err := r.Partner.Find(b.Context(), partners.Question{Text: "фрезеровка"}); err == nil || b.Context().Err() != nil {
			return
		}
	}
}

func jsonLines[T any](b *testing.B, name string) (list []T) {
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

// questionsOfProfiles are questions of five words or more, which name no number and so are asked of texts.
func questionsOfProfiles(b *testing.B) (list []string) {
	b.Helper()
	for _, q := range jsonLines[struct{ Q string }](b, "T5.q") {
		if len(strings.Fields(q.Q)) > 4 {
			list = append(list, q.Q)
		}
	}
	return list
}

// settleProfiles are 40,000 members in many regions with an offer each: the texts of the set T5 five times.
func settleProfiles(b *testing.B, db *sqldb.DB) {
	b.Helper()
	docs := jsonLines[struct{ Title, Text string }](b, "T5.docs")
	regions := []string{"77", "77", "77", "50", "63", "66", "78", "54", "23", "25", "16", "05", "26"}
	roles, now := []string{"supplier", "science", "investor", "service"}, time.Now().UTC()
	var members, items [][]any
	for i := range 5 * len(docs) {
		d, one, ogrn, inn := docs[i%len(docs)], fmt.Sprintf("o-%06d", i), fmt.Sprintf("1%012d", i), fmt.Sprintf("%010d", i)
		region := regions[i%len(regions)]
		content, err := json.Marshal(map[string]any{"title": d.Title, "text": d.Text, "role": roles[i%len(roles)]})
		if err != nil {
			b.Fatal(err)
		}
		name := fmt.Sprintf("общий номер %05d", i)
		members = append(members, []any{
			one, ogrn, inn, "ООО «" + name + "»", name + " ооо", "partner", "active", region, string(membership.OkrugOf(region)), now, now, one, `{"directions":[],"entries":[]}`,
		})
		items = append(items, []any{fmt.Sprintf("i-%06d", i), ogrn, inn, "offer", "", string(content), 0, now, now})
	}
	if err := db.Update(b.Context(), func(tx *sqldb.Tx) error {
		if err := tx.Load(b.Context(), "membership_member", []string{"organisation", "ogrn", "inn", "name", "name_key", "status", "state", "region", "okrug", "since", "changed_at", "event", "profile"}, members); err != nil {
			return err
		}
		// The daily round of judging all members takes a minute of both cores; here it is over.
		if err := tx.Load(b.Context(), "job_schedule", []string{"name", "next_at"}, [][]any{{"membership.reassess", now.Add(12 * time.Hour)}}); err != nil {
			return err
		}
		return tx.Load(b.Context(), "profile_item", []string{"id", "subject", "inn", "kind", "audience", "content", "ended", "created_at", "changed_at"}, items)
	}); err != nil {
		b.Fatal(err)
	}
}

package app_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// manyMembers is how large the register of the benchmark is.
const manyMembers = 50_000

// BenchmarkRegister asks for pages of a register of 50,000 members at 200 in a second, whether answers come or not, and reports how long
// they took. Whole requests without the network: middleware, queries, rendering, compression.
func BenchmarkRegister(b *testing.B) {
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(engine, func(b *testing.B) {
			a, err := app.Open(b.Context(), apptest.Config(b, database(b)), slog.New(slog.DiscardHandler), clock.System{})
			if err != nil {
				b.Fatal(err)
			}
			defer a.Close()
			settleMembers(b, a.DB)
			for _, c := range []struct{ name, query string }{
				{"page", ""},
				{"page100", "page=100"},
				{"okrug", "okrug=volga&status=partner"},
				{"direction", "direction=it"},
				{"rare", "q=" + url.QueryEscape("прибор 12345")},
				{"common", "q=" + url.QueryEscape("общий")},
				{"inn", "q=0000012345"},
			} {
				b.Run(c.name, func(b *testing.B) { steady(b, a.Handler(), "/members?"+c.query) })
			}
		})
	}
}

// steady sends b.N requests, one each 5 ms.
func steady(b *testing.B, h http.Handler, path string) {
	const every = time.Second / 200
	took := make([]time.Duration, b.N)
	var running sync.WaitGroup
	clock := time.NewTicker(every)
	defer clock.Stop()
	for i := range b.N {
		<-clock.C
		running.Go(func() {
			r := httptest.NewRequest(http.MethodGet, path, http.NoBody)
			r.Header.Set("Accept-Encoding", "gzip")
			began, w := time.Now(), httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if took[i] = time.Since(began); w.Code != http.StatusOK {
				b.Error(w.Code)
			}
		})
	}
	running.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// settleMembers fills the register as changes of statuses would.
func settleMembers(b *testing.B, db *sqldb.DB) {
	b.Helper()
	words := []string{"прибор", "станок", "лазер", "сплав", "вектор", "импульс", "контур", "реактив", "оптика", "полимер", "робот", "сенсор", "квант"}
	regions := []string{"77", "77", "77", "50", "63", "66", "78", "54", "23", "25", "16", "05", "26"}
	directions := []string{"it", "ai", "biotech", "medicine", "electronics", "materials", "machines", "energy", "transport", "space", "construction", "creative"}
	now, counts := time.Now().UTC(), map[[3]string]int{}
	var members, found, works [][]any
	for i := range manyMembers {
		one, number := fmt.Sprintf("o-%06d", i), fmt.Sprintf("%05d", i*7919%100_000)
		word, region, direction, status := words[i%len(words)], regions[i%len(regions)], directions[i%len(directions)], "partner"
		if region == "77" {
			status = "participant"
		}
		okrug := string(membership.OkrugOf(region))
		key := "общий " + word + " " + number
		members = append(members, []any{
			one, fmt.Sprintf("1%012d", i), fmt.Sprintf("%010d", i), "ООО «Общий " + word + " " + number + "»", key + " ооо", status, "active", region, okrug, now, now, one,
			`{"directions":[{"key":"` + direction + `","label":{"ru":"Направление","en":"Direction"}}],"entries":[{"key":"products","label":{"ru":"Продукты","en":"Products"},"text":"` +
				strings.Repeat("Станки и приборы для заводов. ", 10) + `"}]}`,
		})
		for _, w := range strings.Fields(key) {
			found = append(found, []any{w, one})
		}
		works = append(works, []any{direction, one})
		counts[[3]string{"", status, okrug}]++
		counts[[3]string{direction, status, okrug}]++
	}
	var figures [][]any
	for k, n := range counts {
		figures = append(figures, []any{k[0], k[1], k[2], n})
	}
	if err := db.Update(b.Context(), func(tx *sqldb.Tx) error {
		for _, t := range []struct {
			name    string
			columns []string
			rows    [][]any
		}{
			{"membership_member", []string{"organisation", "ogrn", "inn", "name", "name_key", "status", "state", "region", "okrug", "since", "changed_at", "event", "profile"}, members},
			{"membership_word", []string{"word", "organisation"}, found},
			{"membership_direction", []string{"direction", "organisation"}, works},
			{"membership_count", []string{"direction", "status", "okrug", "n"}, figures},
		} {
			if err := tx.Load(b.Context(), t.name, t.columns, t.rows); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	if err := db.Update(b.Context(), func(tx *sqldb.Tx) error { // as each engine does by itself in time
		_, err := tx.Exec(b.Context(), "ANALYZE")
		return err
	}); err != nil {
		b.Fatal(err)
	}
}

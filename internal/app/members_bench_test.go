package app_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/storetest"
)

// BenchmarkMembers asks for pages of a cluster of 50,000 members over a connection to this machine: each page one after the other, and at
// 200 in a second whether answers come or not, where a page that was asked for late counts from when it was due. It reports the median
// and the 99th of a hundred. A wrong page ends it.
func BenchmarkMembers(b *testing.B) {
	for _, engine := range []struct {
		name     string
		database func(testing.TB) string
	}{{"sqlite", storetest.SQLite}, {"postgres", storetest.Postgres}} {
		b.Run(engine.name, func(b *testing.B) {
			t := crowded(b, engine.database(b))
			pages := t.pages()
			var mixed []page
			for _, p := range pages {
				if p.mixed {
					mixed = append(mixed, p)
				}
				b.Run(p.name, func(b *testing.B) { t.measure(b, p) })
			}
			b.Run("mixed", func(b *testing.B) { t.measure(b, mixed...) })
		})
	}
}

// page is a request, the n-th of its kind.
type page struct {
	name   string
	mixed  bool // asked for among others
	ask    func(n int) (method, path, session, body string)
	status int
	marker string // stands on the right page
}

func (t *crowd) pages() []page {
	got := func(path, session string) func(int) (string, string, string, string) {
		return func(int) (string, string, string, string) { return http.MethodGet, path, session, "" }
	}
	register := func(name, query, marker string, mixed bool) page {
		return page{"register_" + name, mixed, got("/members?"+query, ""), http.StatusOK, marker}
	}
	queue := func(name, query string, mixed bool) page {
		return page{"queue_" + name, mixed, got("/admin/applications?"+query, t.operator), http.StatusOK, "/admin/applications/c-"}
	}
	find := func(name, words, marker string, mixed bool) page {
		return register(name, "q="+url.QueryEscape(words), marker, mixed)
	}
	of := func(n int) head { return t.heads[n%len(t.heads)] }
	return []page{
		{"cabinet", true, func(n int) (string, string, string, string) { return http.MethodGet, of(n).cabinet, of(n).session, "" }, http.StatusOK, "ОГРН"},
		{"step", true, func(n int) (string, string, string, string) { return http.MethodGet, of(n).section, of(n).session, "" }, http.StatusOK, `name="q-products"`},
		{"save", true, func(n int) (string, string, string, string) {
			return http.MethodPost, of(n).section, of(n).session, autosave(n)
		}, http.StatusSeeOther, ""},
		queue("check", "side=check", true),
		queue("clean", "side=clean", true),
		queue("late", "side=clean&left=late", true),
		queue("nobody", "side=check&whose=nobody", false),
		queue("words", "side=clean&words="+url.QueryEscape("вектор 3"), true),
		queue("done", "side=done", false),
		register("page", "", "/members/1000000", true),
		register("page100", "page=100", "/members/1000000", false),
		register("okrug", "okrug=volga&status=partner", "/members/1000000", true),
		register("direction", "direction=it", "/members/1000000", false),
		find("rare", "прибор 02947", "02947»", true),
		find("common", "общий", "/members/1000000", true),
		find("two", "общий прибор", "/members/1000000", true),
		find("beginning", "приб", "/members/1000000", false),
		find("misspelt", "прибар 02947", "«прибор 02947»", true),
		find("keyboard", "ghb,jh 02947", "«прибор 02947»", true),
		find("inflected", "приборами", "прибор 0", false),
		find("nobody", "ничегопохожего", "Никого", false),
		find("inn", "0000012345", "/members/1000000012345", true),
	}
}

// measure asks for pages in turn, first one after the other and then at their rate.
func (t *crowd) measure(b *testing.B, pages ...page) {
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	const every = time.Second / 200
	b.Run("one", func(b *testing.B) {
		took := make([]time.Duration, b.N)
		used := processorTime()
		for i := range b.N {
			took[i] = t.ask(b, client, pages[i%len(pages)], i, time.Now())
		}
		b.ReportMetric(float64((processorTime()-used).Microseconds())/1000/float64(b.N), "cpu-ms")
		report(b, took)
	})
	b.Run("steady", func(b *testing.B) {
		took := make([]time.Duration, b.N)
		var running sync.WaitGroup
		begin := time.Now()
		for i := range b.N {
			due := begin.Add(time.Duration(i) * every)
			pause(b.Context(), time.Until(due))
			running.Go(func() { took[i] = t.ask(b, client, pages[i%len(pages)], i, due) })
		}
		running.Wait()
		report(b, took)
	})
}

func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// ask asks for a page and tells how long it took from when it was due to its last byte.
func (t *crowd) ask(b *testing.B, client *http.Client, p page, n int, due time.Time) time.Duration {
	method, path, session, body := p.ask(n)
	r, err := http.NewRequestWithContext(b.Context(), method, t.URL+path, strings.NewReader(body))
	if err != nil {
		b.Error(err)
		return 0
	}
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Cookie", session)
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	answer, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return 0
	}
	defer answer.Body.Close() //nolint:errcheck // all of it was read
	content, err := io.ReadAll(answer.Body)
	took := time.Since(due)
	if err == nil {
		err = p.right(answer, content)
	}
	if err != nil {
		b.Errorf("%s %s: %v", method, path, err)
	}
	return took
}

// right checks that an answer is the page that was asked for.
func (p page) right(answer *http.Response, content []byte) error {
	text := string(content)
	if answer.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(strings.NewReader(text))
		if err != nil {
			return err
		}
		if content, err = io.ReadAll(z); err != nil {
			return err
		}
		text = string(content)
	}
	if answer.StatusCode != p.status || !strings.Contains(text, p.marker) {
		return fmt.Errorf("%d without %q: %.200s", answer.StatusCode, p.marker, text[max(0, strings.Index(text, "<main")):])
	}
	return nil
}

func report(b *testing.B, took []time.Duration) {
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

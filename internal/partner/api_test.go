package partner

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// standing says of everybody who asks whether they act for an organisation with a status.
type standing bool

func (s standing) Member(context.Context, sqldb.Querier, actor.PersonID) (bool, error) {
	return bool(s), nil
}

// program asks the API of a room.
type program struct {
	t       *testing.T
	router  *httpx.Router
	who     actor.Actor
	address string
}

func newProgram(t *testing.T, m *Module, who actor.Actor) program {
	t.Helper()
	router := httpx.NewRouter(func(w http.ResponseWriter, r *http.Request, err error) {
		httpx.SetRetry(w.Header(), err)
		if err := httpx.WriteProblem(w, r, httpx.Status(err), err); err != nil {
			t.Error(err)
		}
	}, func(*http.Request, string, int, time.Duration) {})
	m.Routes(router)
	return program{t, router, who, "192.0.2.1"}
}

func (p program) ask(body string) *httptest.ResponseRecorder {
	p.t.Helper()
	r := httptest.NewRequestWithContext(p.t.Context(), http.MethodPost, pathAPI, strings.NewReader(body))
	ctx := httpx.WithInfo(actor.With(r.Context(), p.who), httpx.Info{RequestID: "1", Address: netip.MustParseAddr(p.address)})
	w := httptest.NewRecorder()
	p.router.ServeHTTP(w, r.WithContext(ctx))
	return w
}

// wantProblem checks that a program is refused in the form of RFC 9457.
func (p program) wantProblem(body string, status int) *httptest.ResponseRecorder {
	p.t.Helper()
	w := p.ask(body)
	var problem struct {
		Title, Detail string
		Status        int
	}
	err := json.Unmarshal(w.Body.Bytes(), &problem)
	if w.Code != status || w.Header().Get("Content-Type") != "application/problem+json" || err != nil || problem.Status != status || problem.Title == "" {
		p.t.Errorf("%.80s: %d %s %s, %v; want %d", body, w.Code, w.Header().Get("Content-Type"), w.Body, err, status)
	}
	return w
}

func (p program) answer(body string) (a answerJSON) {
	p.t.Helper()
	w := p.ask(body)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Cache-Control") != "no-store" {
		p.t.Fatalf("%s: %d %v %s", body, w.Code, w.Header(), w.Body)
	}
	var raw struct {
		Read    string
		Chips   []chipJSON
		Named   []subjectJSON
		Results []struct {
			Key, URL, Title string
			Matched         []string
		}
		Facets map[string]map[string]int
	}
	if err := json.Unmarshal(w.Body.Bytes(), &raw); err != nil {
		p.t.Fatal(err)
	}
	a.Read, a.Chips, a.Named, a.Facets = raw.Read, raw.Chips, raw.Named, raw.Facets
	for _, r := range raw.Results {
		a.Results = append(a.Results, hitJSON{subjectJSON: subjectJSON{Key: r.Key, URL: r.URL}, Title: r.Title, Matched: r.Matched})
	}
	return a
}

// What is no question is refused in words and changes nothing; before the index stands, a program is told when to come again.
func TestTheAPIRefusesWhatIsNoQuestion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, standing(false), milling())
		p := newProgram(t, n.Module, actor.Actor{})
		if w := p.wantProblem(`{"text": "фрезеровка"}`, http.StatusServiceUnavailable); w.Header().Get("Retry-After") != "5" {
			t.Errorf("come again after %q", w.Header().Get("Retry-After"))
		}
		n.follows()
		long := strings.Repeat("a", longestNeed+1)
		for _, body := range []string{
			``, `фрезеровка`, `null`, `[]`, `"фрезеровка"`, `{}`, `{"text": ""}`, `{"text": 1}`, `{"text": "фрезеровка"`, `{"text": "фрезеровка"} {}`, `{"text": "фрезеровка"}]`,
			`{"text": "фрезеровка", "limit": 1000}`, `{"text": "фрезеровка", "audience": "member"}`, `{"text": "фрезеровка", "role": "wizard"}`,
			`{"text": "фрезеровка", "region": "100500"}`, `{"text": "фрезеровка", "status": "king"}`, `{"text": "фрезеровка", "off": ["weather"]}`,
			`{"text": "фрезеровка", "page": -1}`, `{"text": "фрезеровка", "page": 11}`, `{"text": "фрезеровка", "page": 1.5}`, `{"text": "` + long + `"}`,
		} {
			p.wantProblem(body, http.StatusUnprocessableEntity)
		}
		p.wantProblem(`{"text": "`+strings.Repeat("a", largestAsk)+`"}`, http.StatusRequestEntityTooLarge)
		p.wantProblem(`{"text": "фрезеровка"}`+strings.Repeat(" ", largestAsk), http.StatusRequestEntityTooLarge)
		if a := p.answer(`{"text": "фрезеровка", "off": ["region"], "literal": true, "role": "supplier", "region": "77", "page": 1}`); len(a.Results) != 1 {
			t.Errorf("every field is good: %+v", a)
		}
	})
}

// A program learns what was understood, who was found and why, with whole addresses.
func TestTheAPIAnswersWithReasons(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, standing(false), milling())
		n.follows()
		p := newProgram(t, n.Module, actor.Actor{})
		a := p.answer(`{"text": "фрезировка корпусов в Москве"}`)
		if a.Read == "" || len(a.Chips) != 1 || a.Chips[0].Key != ChipRegion || len(a.Results) != 1 {
			t.Fatalf("%+v", a)
		}
		hit := a.Results[0]
		if hit.Key != "Резец" || hit.URL != "https://klaster.example/profiles/Резец" || !slices.Contains(hit.Matched, "фрезеровка") {
			t.Errorf("%+v", hit)
		}
		if a.Facets[facetRole][string(Supplier)] != 1 {
			t.Errorf("facets: %v", a.Facets)
		}
		if a := p.answer(`{"text": "7707083893"}`); len(a.Named) != 1 || len(a.Results) != 0 {
			t.Errorf("by number: %+v", a)
		}
	})
}

// A guest, a person and a member find what is theirs. A session that a certificate alone has opened in an unknown browser finds what guests
// find.
func TestTheAPIKnowsAudiences(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		list := []Subject{
			milling(), offer("Чек", "77", Investor, "Вкладываем во фрезеровку", "", ForPersons), offer("Тайна", "77", Supplier, "Фрезеровка секретных корпусов", "", ForMembers),
		}
		for name, c := range map[string]struct {
			who    actor.Actor
			member standing
			want   []string
		}{
			"guest":         {actor.Actor{}, true, []string{"Резец"}},
			"held session":  {actor.Actor{Person: "p", Acting: "o", Held: true}, true, []string{"Резец"}},
			"person":        {actor.Actor{Person: "p"}, false, []string{"Резец", "Чек"}},
			"organisation":  {actor.Actor{Person: "p", Acting: "o"}, false, []string{"Резец", "Чек"}},
			"member's head": {actor.Actor{Person: "p", Acting: "o"}, true, []string{"Резец", "Тайна", "Чек"}},
		} {
			n := newNode(t, db, c.member, list...)
			n.follows()
			a := newProgram(t, n.Module, c.who).answer(`{"text": "фрезеровка"}`)
			var got []string
			counted := 0
			for _, hit := range a.Results {
				got = append(got, hit.Key)
			}
			for _, count := range a.Facets[facetRole] {
				counted += count
			}
			if slices.Sort(got); !slices.Equal(got, c.want) || counted != len(c.want) {
				t.Errorf("%s finds %v and counts %d, want %v", name, got, counted, c.want)
			}
		}
	})
}

// The budget is one of the address, for the API and the page alike. It comes back with time, and what is no question costs nothing.
func TestTheAPIHasTheBudgetOfTheAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		n := newNode(t, db, standing(false), milling())
		n.follows()
		p := newProgram(t, n.Module, actor.Actor{})
		p.wantProblem(`{}`, http.StatusUnprocessableEntity)
		for range bySearch.Burst {
			p.answer(`{"text": "фрезеровка"}`)
		}
		w := p.wantProblem(`{"text": "фрезеровка"}`, http.StatusTooManyRequests)
		if w.Header().Get("Retry-After") != "2" {
			t.Errorf("come again after %q", w.Header().Get("Retry-After"))
		}
		elsewhere := p
		elsewhere.address = "192.0.2.2"
		elsewhere.answer(`{"text": "фрезеровка"}`)
		n.time.Advance(2 * time.Second)
		p.answer(`{"text": "фрезеровка"}`)
	})
}

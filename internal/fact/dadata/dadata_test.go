package dadata_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/dadata"
	"github.com/klaster-platform/klaster/internal/fact/dadatasim"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

const inn, ogrn = "9900000017", "1997700000018"

func service(key string) *dadatasim.Service {
	return dadatasim.New(key, func() []dadatasim.Party {
		return []dadatasim.Party{{
			INN: "7707083893", OGRN: "1027700132195", KPP: "773601001", Name: "ПАО", Address: "г Москва", Region: "77", Head: "Учебный Пётр", Post: "ДИРЕКТОР", Status: "LIQUIDATING",
			Activity: "64.19", Registered: 677376000000, Actual: 1763683200000,
		}}
	})
}

func key() (string, error) { return "secret", nil }

// over is a provider that reaches the service by the platform's client, with what is listed.
func over(t *testing.T, h http.Handler, listed bool) *dadata.Provider {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := outbound.Config{UserAgent: "Klaster/test", Clock: clock.System{}}
	if listed {
		c.Allow = []string{"dadata=http://" + u.Host}
	}
	client, err := outbound.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return dadata.New(server.URL+"/findById/party", key, client)
}

func value(a fact.Answer, k fact.Kind) string {
	for _, f := range a.Facts {
		if f.Kind == k {
			if list, ok := f.Value.([]string); ok {
				return strings.Join(list, ";")
			}
			return f.Value.(string)
		}
	}
	return ""
}

func TestAnAnswerBecomesFacts(t *testing.T) {
	p := over(t, service("secret"), true)
	q := fact.Question{ID: "1", Subject: fact.Subject{INN: "7707083893"}}
	a, err := p.Answer(t.Context(), q, "1")
	if err != nil || a.Subject != (fact.Subject{INN: "7707083893", OGRN: "1027700132195"}) || a.AsOf.String() != "2025-11-21" || a.Record != nil {
		t.Fatalf("%+v, %v", a, err)
	}
	for k, want := range map[fact.Kind]string{
		fact.KindName: "ПАО", fact.KindStatus: "liquidation", fact.KindRegion: "77", fact.KindAddress: "г Москва", fact.KindHeads: "Учебный Пётр (ДИРЕКТОР)",
		fact.KindActivity: "64.19", fact.KindRegistered: "1991-06-20", fact.KindKPP: "773601001",
	} {
		if got := value(a, k); got != want {
			t.Errorf("%s: %q, want %q", k, got, want)
		}
	}
	q.Subject = fact.Subject{INN: inn, OGRN: ogrn}
	if _, err := p.Answer(t.Context(), q, "1"); !errors.Is(err, fact.ErrNobody) {
		t.Errorf("nobody: %v", err)
	}
}

// The published example of an answer is read.
func TestThePublishedAnswerIsRead(t *testing.T) {
	a, err := dadata.Read(sharedtest.File(t, "registers", "dadata/findById_party_7707083893.json"))
	if err != nil || a.Subject != (fact.Subject{INN: "7707083893", OGRN: "1027700132195"}) || value(a, fact.KindStatus) != "active" || value(a, fact.KindActivity) != "64.19" {
		t.Errorf("%+v, %v", a, err)
	}
}

// What the service refuses, and what it breaks on, is told apart: a question that is refused is asked no more.
func TestRefusalsOfTheService(t *testing.T) {
	q := fact.Question{ID: "1", Subject: fact.Subject{INN: "7707083893"}}
	if _, err := over(t, service("another key"), true).Answer(t.Context(), q, "1"); err == nil || errors.Is(err, fact.ErrQuestion) || strings.Contains(err.Error(), "secret") {
		t.Errorf("a wrong key: %v", err)
	}
	for status, final := range map[int]bool{400: true, 401: false, 403: false, 405: true, 413: true, 429: false, 500: false, 503: false} {
		h := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
		if _, err := over(t, h, true).Answer(t.Context(), q, "1"); err == nil || errors.Is(err, fact.ErrQuestion) != final {
			t.Errorf("%d: %v", status, err)
		}
	}
	for _, body := range []string{"", "[]", "{}", `{"suggestions":[{"data":{}}]}`, `{"suggestions":[{"data":{"inn":"7707083893","ogrn":"1027700132196","type":"LEGAL"}}]}`, `{"suggestions":[{"data":{"inn":"7707083893","ogrn":"1027700132195","type":"INDIVIDUAL"}}]}`} {
		if a, err := dadata.Read([]byte(body)); !errors.Is(err, fact.ErrQuestion) {
			t.Errorf("%s: %+v, %v", body, a, err)
		}
	}
}

// T23: the service is reached by the one client, for a purpose of its own: what is inside must be listed for it.
func TestT23_DaDataInsideMustBeListed(t *testing.T) {
	var asked atomic.Int32
	h := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	if _, err := over(t, h, false).Answer(t.Context(), fact.Question{ID: "1", Subject: fact.Subject{INN: inn}}, "1"); !errors.Is(err, outbound.ErrRefused) {
		t.Errorf("%v", err)
	}
	if asked.Load() != 0 {
		t.Error("it was asked")
	}
}

// The invented service checks what the real one checks.
func TestTheInventedService(t *testing.T) {
	s := service("secret")
	body, err := json.Marshal(map[string]string{"query": "7707083893"})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		method, token, kind, body string
		want                      int
	}{
		"right":        {"POST", "Token secret", "application/json", string(body), 200},
		"GET":          {"GET", "Token secret", "application/json", string(body), 405},
		"no token":     {"POST", "", "application/json", string(body), 401},
		"another kind": {"POST", "Bearer secret", "application/json", string(body), 401},
		"wrong token":  {"POST", "Token x", "application/json", string(body), 403},
		"a form":       {"POST", "Token secret", "application/x-www-form-urlencoded", string(body), 400},
		"no JSON":      {"POST", "Token secret", "application/json", "query=1", 400},
		"no query":     {"POST", "Token secret", "application/json", "{}", 400},
		"too long":     {"POST", "Token secret", "application/json", strings.Repeat(" ", 20000), 413},
	} {
		r := httptest.NewRequest(c.method, "/", strings.NewReader(c.body))
		r.Header.Set("Authorization", c.token)
		r.Header.Set("Content-Type", c.kind)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"suggestions":[{"data":{"inn":"7707083893","ogrn":"1027700132195","type":"LEGAL","state":{"status":"ACTIVE","actuality_date":1521590400000}}}]}`))
	f.Add([]byte(`{"suggestions":[]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if a, err := dadata.Read(body); err == nil && (a.Record != nil || a.Subject.INN == "" || a.Subject.OGRN == "") {
			t.Errorf("%+v", a)
		}
	})
}

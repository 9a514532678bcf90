package sms_test

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sms"
)

// gateway speaks the protocol of the package: it takes a message over once, however often it comes.
type gateway struct {
	t      *testing.T
	status int // of refusals; 0 takes everything over

	mu    sync.Mutex
	taken map[string]string // id → text
	asked int
}

func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked++
	body, err := io.ReadAll(r.Body)
	var m struct{ ID, To, From, Text string }
	if err != nil || json.Unmarshal(body, &m) != nil {
		g.t.Errorf("the body %q, %v", body, err)
	}
	for what, pair := range map[string][2]string{
		"method": {r.Method, "POST"}, "type": {r.Header.Get("Content-Type"), "application/json"}, "token": {r.Header.Get("Authorization"), "Bearer secret"},
		"key": {r.Header.Get("Idempotency-Key"), m.ID}, "to": {m.To, "+79161234567"}, "from": {m.From, "Klaster"}, "path": {r.URL.Path, "/send"},
	} {
		if pair[0] != pair[1] {
			g.t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	if strings.Contains(r.URL.String(), "916") {
		g.t.Errorf("the number stands in the address %s, which logs keep", r.URL)
	}
	if g.status != 0 {
		w.WriteHeader(g.status)
		return
	}
	if _, again := g.taken[m.ID]; !again {
		g.taken[m.ID] = m.Text
	}
	w.WriteHeader(http.StatusAccepted)
}

func sender(t *testing.T, g *gateway, allow bool) *sms.Gateway {
	t.Helper()
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	c := outbound.Config{UserAgent: "Klaster/test", Clock: clock.System{}}
	if allow {
		c.Allow = []string{"sms=http://" + u.Host}
	}
	client, err := outbound.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return sms.NewGateway(sms.Config{URL: server.URL + "/send", Token: config.Secret(token), From: "Klaster"}, client)
}

func message() sms.Message {
	return sms.Message{ID: "019345aa-0000-7000-8000-000000000001", To: "+79161234567", Text: "Код: 482913"}
}

func TestAMessageIsTakenOverOnce(t *testing.T) {
	g := &gateway{t: t, taken: map[string]string{}}
	s := sender(t, g, true)
	for range 3 {
		if err := s.Send(t.Context(), message()); err != nil {
			t.Fatal(err)
		}
	}
	if g.asked != 3 || len(g.taken) != 1 || g.taken[message().ID] != "Код: 482913" {
		t.Errorf("asked %d times, taken %v", g.asked, g.taken)
	}
}

func TestAnswersOfTheGateway(t *testing.T) {
	for status, permanent := range map[int]bool{429: false, 500: false, 502: false, 503: false, 301: false, 401: false, 403: false, 400: true, 404: true, 422: true} {
		err := sender(t, &gateway{t: t, status: status, taken: map[string]string{}}, true).Send(t.Context(), message())
		if err == nil || sms.Permanent(err) != permanent {
			t.Errorf("%d: permanent %v, want %v: %v", status, sms.Permanent(err), permanent, err)
		}
		for _, secret := range []string{"secret", "9161234567", "482913"} {
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("%d: the error has %q in it: %v", status, secret, err)
			}
		}
	}
}

// T23: a gateway inside is called only when the operator has listed it.
func TestT23_AGatewayInsideMustBeListed(t *testing.T) {
	g := &gateway{t: t, taken: map[string]string{}}
	if err := sender(t, g, false).Send(t.Context(), message()); err == nil || sms.Permanent(err) {
		t.Errorf("a gateway on loopback that nobody listed: %v", err)
	}
	if g.asked != 0 {
		t.Error("it was asked")
	}
}

func TestWithoutAGateway(t *testing.T) {
	s := sms.NewGateway(sms.Config{}, nil)
	if err := s.Send(t.Context(), message()); !errors.Is(err, sms.ErrNotConfigured) || sms.Permanent(err) || s.Configured() {
		t.Error(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	client, err := outbound.New(outbound.Config{UserAgent: "Klaster/test", Clock: clock.System{}, Allow: []string{"sms=http://" + address}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	if err := sms.NewGateway(sms.Config{URL: "http://" + address}, client).Send(t.Context(), message()); err == nil || sms.Permanent(err) {
		t.Errorf("a gateway that is away: %v", err)
	}
}

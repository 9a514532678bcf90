package obs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/obs"
)

func logger(t *testing.T, c obs.Config) (*slog.Logger, *bytes.Buffer) {
	t.Helper()
	var b bytes.Buffer
	log, err := obs.NewLogger(&b, c)
	if err != nil {
		t.Fatal(err)
	}
	return log, &b
}

func TestEveryEventBearsItsRequest(t *testing.T) {
	ctx := httpx.WithInfo(t.Context(), httpx.Info{RequestID: "request-7"})
	for _, format := range []string{"text", "json"} {
		log, b := logger(t, obs.Config{Level: "info", Format: format})
		log.InfoContext(ctx, "one")
		log.With("a", 1).InfoContext(ctx, "two")
		log.WithGroup("g").InfoContext(ctx, "three")
		log.InfoContext(t.Context(), "outside")
		log.DebugContext(ctx, "too quiet")
		lines := strings.Split(strings.TrimSpace(b.String()), "\n")
		if len(lines) != 4 {
			t.Fatalf("%s: %d lines:\n%s", format, len(lines), b)
		}
		for i, line := range lines {
			if strings.Contains(line, "request-7") != (i < 3) {
				t.Errorf("%s: %s", format, line)
			}
		}
	}
	if _, err := obs.NewLogger(&bytes.Buffer{}, obs.Config{Level: "loud"}); err == nil {
		t.Error("a level that does not exist was taken")
	}
}

// A line of the log is one line, whatever stands in a value.
func TestALineCannotBeForged(t *testing.T) {
	for _, format := range []string{"text", "json"} {
		log, b := logger(t, obs.Config{Level: "info", Format: format})
		log.Info("refused", "error", "x\ntime=2026 level=INFO msg=forged \x1b[31m")
		if strings.Count(b.String(), "\n") != 1 || strings.Contains(b.String(), "\x1b") {
			t.Errorf("%s: %q", format, b)
		}
	}
}

// What is logged of a request is its route, never its path, its query, its address or what was sent.
func TestRequestsAreLoggedWithoutPersonalData(t *testing.T) {
	log, b := logger(t, obs.Config{Level: "debug", Format: "json"})
	m := obs.NewMetrics("1.0")
	observe := m.Observe(log)
	r := httptest.NewRequest("POST", "/recover/TOPSECRET?email=anna@example.org", strings.NewReader("password=x"))
	r.RemoteAddr = "192.0.2.77:1234"
	r.Header.Set("User-Agent", "Secret/1")
	r.AddCookie(&http.Cookie{Name: "klaster-session", Value: "TOPSECRET"})
	observe(r, "POST /recover/{secret}", 422, 12*time.Millisecond)
	var line map[string]any
	if err := json.Unmarshal(b.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line["route"] != "POST /recover/{secret}" || line["status"] != 422.0 || line["level"] != "INFO" {
		t.Errorf("%v", line)
	}
	figures := httptest.NewRecorder()
	m.Handler().ServeHTTP(figures, httptest.NewRequest("GET", "/metrics", nil))
	for _, secret := range []string{"TOPSECRET", "anna", "192.0.2.77", "Secret/1", "password"} {
		if strings.Contains(b.String(), secret) || strings.Contains(figures.Body.String(), secret) {
			t.Errorf("%q is in the log or the figures", secret)
		}
	}
	for _, want := range []string{
		`klaster_http_request_seconds_count{route="POST /recover/{secret}",status="422"} 1`, `klaster_build_info{version="1.0"} 1`, "go_goroutines", "process_",
	} {
		if !strings.Contains(figures.Body.String(), want) {
			t.Errorf("the figures lack %s", want)
		}
	}
}

func TestTheLogOfAQuietDay(t *testing.T) {
	for pattern, want := range map[string]string{"GET /healthz": "", "GET /readyz": "", "GET /static/": "", "GET /login": "INFO"} {
		log, b := logger(t, obs.Config{Level: "info", Format: "text"})
		observe := obs.NewMetrics("1").Observe(log)
		observe(httptest.NewRequest("GET", "/", nil), pattern, 200, 0)
		if (b.Len() > 0) != (want != "") || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %q", pattern, b)
		}
		observe(httptest.NewRequest("GET", "/", nil), pattern, 503, 0)
		if !strings.Contains(b.String(), "ERROR") {
			t.Errorf("%s that failed: %q", pattern, b)
		}
	}
}

func TestReady(t *testing.T) {
	log, b := logger(t, obs.Config{Level: "info", Format: "text"})
	fine := obs.Check{Name: "mail", Run: func(context.Context) error { return nil }}
	broken := obs.Check{Name: "database", Run: func(context.Context) error { return errors.New("password of the database is wrong") }}
	for _, c := range []struct {
		checks []obs.Check
		status int
		body   string
	}{{nil, 200, "ready\n"}, {[]obs.Check{fine}, 200, "ready\n"}, {[]obs.Check{fine, broken}, 503, "not ready: [database]\n"}} {
		w := httptest.NewRecorder()
		if err := obs.Ready(log, c.checks...)(w, httptest.NewRequest("GET", "/readyz", nil)); err != nil {
			t.Error(err)
		}
		if w.Code != c.status || w.Body.String() != c.body {
			t.Errorf("%d %q, want %d %q", w.Code, w.Body, c.status, c.body)
		}
	}
	if !strings.Contains(b.String(), "password of the database") {
		t.Error("the reason is not in the log")
	}
	w := httptest.NewRecorder()
	if err := obs.Alive(w, nil); err != nil || w.Code != 200 || w.Body.String() != "alive\n" {
		t.Errorf("alive: %d %q", w.Code, w.Body)
	}
}

// A check that hangs is a check that fails, after two seconds.
func TestReadyDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := logger(t, obs.Config{Level: "info", Format: "text"})
		hanging := obs.Check{Name: "database", Run: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }}
		began := time.Now()
		w := httptest.NewRecorder()
		if err := obs.Ready(log, hanging)(w, httptest.NewRequest("GET", "/readyz", nil)); err != nil || w.Code != 503 {
			t.Errorf("%d, %v", w.Code, err)
		}
		if took := time.Since(began); took != 2*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

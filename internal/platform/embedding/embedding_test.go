package embedding

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// serve runs a service on loopback and returns its address with a client that may reach it.
func serve(t *testing.T, handler http.HandlerFunc) (string, *outbound.Client) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	client, err := outbound.New(outbound.Config{UserAgent: "Klaster/test", Clock: clock.System{}, Allow: []string{"embedding=" + server.URL}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return server.URL, client
}

func secret(t *testing.T, content string) config.Secret {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return config.Secret(path)
}

func open(t *testing.T, c Config, sender Sender, now clock.Clock) *Service {
	t.Helper()
	if c.Timeout == 0 {
		c.Timeout = time.Minute
	}
	s, err := New(c, sender, now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type asked struct {
	Model string   `json:"model"`
	Input []string `json:"input"`
	URI   string   `json:"modelUri"`
	Text  string   `json:"text"`
}

func read(t *testing.T, r *http.Request) asked {
	t.Helper()
	var a asked
	if err := json.NewDecoder(r.Body).Decode(&a); err != nil {
		t.Error(err)
	}
	return a
}

// Off is the usual state: nobody is asked.
func TestOff(t *testing.T) {
	for _, s := range []*Service{nil, {}, open(t, Config{}, nil, nil)} {
		if s.On() || s.Space().Size != 0 {
			t.Errorf("%+v is on", s)
		}
		if _, err := s.Question(t.Context(), "х"); !errors.Is(err, ErrOff) {
			t.Error(err)
		}
		if _, err := s.Documents(t.Context(), []string{"х"}); !errors.Is(err, ErrOff) {
			t.Error(err)
		}
	}
	for _, c := range []Config{{Kind: "openai", Size: 2, Model: "m"}, {Kind: "openai", URL: "http://x", Model: "m"}, {Kind: "yandex", Size: 2}, {Kind: "other", Size: 1, Model: "m"}, {Kind: "file", File: "/none"}} {
		if _, err := New(c, nil, nil); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

// Texts come back in their order, however the service answers; many texts are several requests.
func TestOpenAI(t *testing.T) {
	requests := 0
	url, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		requests++
		a := read(t, r)
		if r.Header.Get("Authorization") != "Bearer key" || r.URL.Path != "/v1/embeddings" || a.Model != "m" {
			t.Errorf("%s %s %+v", r.URL, r.Header, a)
		}
		var parts []string
		for i, text := range slices.Backward(a.Input) {
			parts = append(parts, fmt.Sprintf(`{"index":%d,"embedding":[%d,0.5]}`, i, len(text)))
		}
		fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(parts, ","))
	})
	s := open(t, Config{Kind: "openai", URL: url + "/v1/", Model: "m", Size: 2, Key: secret(t, "key\n")}, client, clock.System{})
	if got := s.Space(); got.Model != "openai/m" || got.Size != 2 {
		t.Errorf("%+v", got)
	}
	texts := make([]string, 100)
	for i := range texts {
		texts[i] = strings.Repeat("a", i)
	}
	list, err := s.Documents(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range list {
		if !slices.Equal(v, []float32{float32(i), 0.5}) {
			t.Errorf("text %d: %v", i, v)
		}
	}
	if requests != 2 {
		t.Errorf("%d requests", requests)
	}
}

// What is no answer is an error, never a vector.
func TestWrongAnswers(t *testing.T) {
	for _, answer := range []string{
		``, `{`, `{}`, `{"data":[{"index":0,"embedding":[1]}]}`, `{"data":[{"index":1,"embedding":[1,2]}]}`, `{"data":[{"index":-1,"embedding":[1,2]}]}`,
		`{"data":[{"index":0,"embedding":[1,2]},{"index":0,"embedding":[1,2]}]}`, `{"data":[{"index":0,"embedding":["a",2]}]}`, `{"data":[{"index":0,"embedding":[1e99,2]}]}`,
	} {
		url, client := serve(t, func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, answer) }) //nolint:errcheck // a test server
		s := open(t, Config{Kind: "openai", URL: url, Model: "m", Size: 2}, client, clock.System{})
		if v, err := s.Question(t.Context(), "х"); !errors.Is(err, ErrAnswer) {
			t.Errorf("%s: %v, %v", answer, v, err)
		}
	}
	url, client := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
	s := open(t, Config{Kind: "openai", URL: url, Model: "m", Size: 2}, client, clock.System{})
	var status *outbound.StatusError
	if _, err := s.Question(t.Context(), "х"); !errors.As(err, &status) || status.Status != http.StatusTooManyRequests {
		t.Error(err)
	}
}

// A service that does not answer holds a question up only as long as the settings say.
func TestQuestionDoesNotWait(t *testing.T) {
	done := make(chan struct{})
	url, client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	})
	defer close(done)
	s := open(t, Config{Kind: "openai", URL: url, Model: "m", Size: 2, Timeout: time.Millisecond}, client, clock.System{})
	if _, err := s.Question(t.Context(), "х"); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestYandex(t *testing.T) {
	url, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		a := read(t, r)
		if r.Header.Get("Authorization") != "Api-Key key" {
			t.Error(r.Header)
		}
		n := map[string]int{"emb://folder/text-search-query/latest": 1, "emb://folder/text-search-doc/latest": 2}[a.URI]
		fmt.Fprintf(w, `{"embedding":[%d,%d],"numTokens":"3","modelVersion":"x"}`, n, len(a.Text))
	})
	s := open(t, Config{Kind: "yandex", URL: url, Model: "folder", Size: 2, Key: secret(t, "key")}, client, clock.System{})
	if v, err := s.Question(t.Context(), "abc"); err != nil || !slices.Equal(v, []float32{1, 3}) {
		t.Errorf("%v, %v", v, err)
	}
	if v, err := s.Documents(t.Context(), []string{"a", "bb"}); err != nil || len(v) != 2 || !slices.Equal(v[1], []float32{2, 2}) {
		t.Errorf("%v, %v", v, err)
	}
}

// The token of GigaChat is fetched once, and again before it ends.
func TestGigaChat(t *testing.T) {
	h := clock.NewManual(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	fetched := 0
	url, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth" {
			fetched++
			if r.FormValue("scope") != "GIGACHAT_API_PERS" || r.Header.Get("RqUID") == "" || r.Header.Get("Authorization") != "Basic aWQ6c2VjcmV0" {
				t.Errorf("%s %s", r.Form, r.Header)
			}
			fmt.Fprintf(w, `{"access_token":"t%d","expires_at":%d}`, fetched, h.Now().Add(30*time.Minute).UnixMilli())
			return
		}
		if got := r.Header.Get("Authorization"); got != fmt.Sprint("Bearer t", fetched) {
			t.Error(got)
		}
		io.WriteString(w, `{"data":[{"index":0,"embedding":[1,2]}]}`) //nolint:errcheck // a test server
	})
	s := open(t, Config{Kind: "gigachat", URL: url, Auth: url + "/oauth", Scope: "GIGACHAT_API_PERS", Model: "Embeddings", Size: 2, Key: secret(t, "id:secret")}, client, h)
	for _, step := range []struct {
		later time.Duration
		want  int
	}{{0, 1}, {28 * time.Minute, 1}, {time.Minute, 2}} {
		h.Advance(step.later)
		if v, err := s.Question(t.Context(), "х"); err != nil || !slices.Equal(v, []float32{1, 2}) {
			t.Errorf("%v, %v", v, err)
		}
		if fetched != step.want {
			t.Errorf("after %s: %d tokens, want %d", step.later, fetched, step.want)
		}
	}
}

func TestFileOfVectors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "vectors.txt")
	if err := os.WriteFile(path, []byte("1 2\nстанок 3 4\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, Config{Kind: "file", File: path, Model: "f"}, nil, clock.System{})
	if v, err := s.Question(t.Context(), "станки"); err != nil || !slices.Equal(v, []float32{0.6, 0.8}) {
		t.Errorf("%v, %v", v, err)
	}
}

package embedding

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// A setting that is wrong is named, and all that are wrong are named together.
func TestWrongSettingsAreNamed(t *testing.T) {
	for _, c := range []struct {
		config Config
		want   []string
	}{
		{Config{Kind: "word2vec"}, []string{"KLASTER_EMBEDDING_KIND"}},
		{Config{Kind: "file"}, []string{"KLASTER_EMBEDDING_FILE"}},
		{Config{Kind: "file", File: "testdata/none"}, []string{"KLASTER_EMBEDDING_FILE"}},
		{Config{Kind: "file", File: "testdata/key"}, []string{"KLASTER_EMBEDDING_FILE"}},
		{Config{Kind: "lsa", Size: -1}, []string{"KLASTER_EMBEDDING_SIZE"}},
		{Config{Kind: "openai"}, []string{"KLASTER_EMBEDDING_URL", "KLASTER_EMBEDDING_MODEL", "KLASTER_EMBEDDING_SIZE"}},
		{Config{Kind: "openai", URL: "vectors.example", Model: "m", Size: 1}, []string{"KLASTER_EMBEDDING_URL"}},
		{Config{Kind: "openai", URL: "https://user:word@vectors.example", Model: "m", Size: 1}, []string{"KLASTER_EMBEDDING_URL"}},
		{Config{Kind: "openai", URL: "https://vectors.example", Model: "m", Size: 1 << 20}, []string{"KLASTER_EMBEDDING_SIZE"}},
		{Config{Kind: "openai", URL: "https://vectors.example", Model: "m", Size: 1, Timeout: -1}, []string{"KLASTER_EMBEDDING_TIMEOUT"}},
		{Config{Kind: "yandex", Model: "m", Size: 1}, []string{"KLASTER_EMBEDDING_KEY_FILE"}},
		{Config{Kind: "gigachat", Model: "m", Size: 1, Key: "testdata/none", Auth: "ftp://x"}, []string{"KLASTER_EMBEDDING_KEY_FILE", "KLASTER_EMBEDDING_AUTH_URL"}},
	} {
		_, err := New(c.config, nil, clock.System{})
		for _, name := range c.want {
			if err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%+v: %v does not name %s", c.config, err, name)
			}
		}
	}
	for _, c := range []Config{{}, {Kind: "lsa"}, {Kind: "yandex", Model: "m", Size: 1, Key: "testdata/key"}, {Kind: "openai", URL: "http://127.0.0.1:11434/v1", Model: "m", Size: 1}} {
		if _, err := New(c, nil, clock.System{}); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// After some questions in a row without an answer nobody is asked for a while, and then one question goes ahead; an answer ends it.
func TestAServiceThatDoesNotAnswerIsLeftAlone(t *testing.T) {
	var asked, broken atomic.Int32
	broken.Store(1)
	url, client := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		if broken.Load() == 1 {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		io.WriteString(w, `{"data":[{"index":0,"embedding":[1,2]}]}`) //nolint:errcheck // a test server
	})
	h := clock.NewManual(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	s := open(t, Config{Kind: "openai", URL: url, Model: "m", Size: 2}, client, h)
	ask := func(want error, requests int32) {
		t.Helper()
		_, err := s.Question(t.Context(), "станки")
		if want == nil && err != nil || !errors.Is(err, want) || asked.Load() != requests {
			t.Fatalf("%v after %d requests, want %v after %d", err, asked.Load(), want, requests)
		}
	}
	failed := &outbound.StatusError{}
	for n := range int32(mostFailures) {
		if _, err := s.Question(t.Context(), "станки"); !errors.As(err, &failed) || asked.Load() != n+1 {
			t.Fatal(err)
		}
	}
	ask(ErrResting, mostFailures)
	h.Advance(restTime)
	if _, err := s.Question(t.Context(), "станки"); !errors.As(err, &failed) {
		t.Fatal(err)
	}
	ask(ErrResting, mostFailures+1) // one that failed after the rest is enough
	broken.Store(0)
	h.Advance(restTime)
	ask(nil, mostFailures+2)
	ask(nil, mostFailures+3)
}

// Who leaves before the answer says nothing about the service.
func TestWhoLeavesIsNoFailure(t *testing.T) {
	came, done := make(chan struct{}), make(chan struct{})
	url, client := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		came <- struct{}{}
		select {
		case <-done:
		case <-r.Context().Done():
		}
	})
	defer close(done)
	s := open(t, Config{Kind: "openai", URL: url, Model: "m", Size: 2}, client, clock.System{})
	for range mostFailures + 1 {
		ctx, leave := context.WithCancel(t.Context())
		go func() { <-came; leave() }()
		if _, err := s.Question(ctx, "станки"); !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
}

// stuck is a service whose requests end when they are let go, whatever their context says.
type stuck struct {
	came chan struct{}
	free chan struct{}
}

// Do implements [Sender].
func (s stuck) Do(context.Context, outbound.Request) (outbound.Response, error) {
	s.came <- struct{}{}
	<-s.free
	return outbound.Response{}, errors.New("let go")
}

// A question waits for its time and no longer, even where an adapter does not look at it; and so many are under way, the next is told at once.
func TestNobodyQueues(t *testing.T) {
	sender := stuck{make(chan struct{}, mostQuestions), make(chan struct{})}
	defer close(sender.free)
	s := open(t, Config{Kind: "openai", URL: "https://vectors.example", Model: "m", Size: 2, Timeout: time.Nanosecond}, sender, clock.System{})
	for range mostQuestions {
		s.breaker.note(true, time.Time{})
		if _, err := s.Question(t.Context(), "станки"); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		<-sender.came
	}
	s.breaker.note(true, time.Time{})
	if _, err := s.Question(t.Context(), "станки"); !errors.Is(err, ErrResting) {
		t.Fatal(err)
	}
}

// A token comes late for the question that asked for it, and is there for the next one.
func TestALateTokenServesTheNextQuestion(t *testing.T) {
	late := make(chan struct{})
	url, client := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth" {
			<-late
			io.WriteString(w, `{"access_token":"t","expires_at":9000000000000}`) //nolint:errcheck // a test server
			return
		}
		io.WriteString(w, `{"data":[{"index":0,"embedding":[1,2]}]}`) //nolint:errcheck // a test server
	})
	s := open(t, Config{Kind: "gigachat", URL: url, Auth: url + "/oauth", Model: "m", Size: 2, Key: config.Secret("testdata/key"), Timeout: time.Nanosecond}, client, clock.System{})
	if _, err := s.Question(t.Context(), "станки"); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	close(late)
	s.timeout = time.Minute
	if v, err := s.Question(t.Context(), "станки"); err != nil || len(v) != 2 {
		t.Fatal(v, err)
	}
}

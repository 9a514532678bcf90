package embedding

import (
	"bytes"
	"context"
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// answers is a service that says the same to everything, a token first where one is asked for.
type answers struct {
	token, body []byte
	asked       []string // what authorized each request for vectors
}

// Do implements [Sender].
func (a *answers) Do(_ context.Context, r outbound.Request) (outbound.Response, error) {
	if strings.HasSuffix(r.URL, "/oauth") {
		return outbound.Response{Status: http.StatusOK, Body: a.token}, nil
	}
	a.asked = append(a.asked, r.Header.Get("Authorization"))
	return outbound.Response{Status: http.StatusOK, Body: a.body}, nil
}

// FuzzAnswers: whatever a service answers, what is taken are as many vectors as there were texts, of the size that the settings name, of
// finite numbers; everything else is [ErrAnswer], and no answer becomes part of the head of a later request but a token of visible letters.
func FuzzAnswers(f *testing.F) {
	token := []byte(`{"access_token":"eyJ.a-b_c","expires_at":1772442000000}`)
	for _, body := range []string{
		`{"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0.6,0.8]}]}`, `{"embedding":[0.6,0.8]}`, `{"data":[{"index":1,"embedding":[1,0]}]}`,
		`{"data":[{"index":-1,"embedding":[1,0]}]}`, `{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1,0]}]}`, `{"data":null}`, `null`, `[]`, ``, `{`,
		`{"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1e38,1e38]}]}`, `{"embedding":[1e39,0]}`, `{"embedding":[]}`,
	} {
		f.Add(token, []byte(body))
	}
	f.Add([]byte(`{"access_token":"a\r\nX: y","expires_at":9223372036854775807}`), []byte(`{"data":[]}`))
	f.Add([]byte(`{"access_token":"я","expires_at":-1}`), []byte(`{}`))
	f.Fuzz(func(t *testing.T, token, body []byte) {
		now := clock.NewManual(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		for _, kind := range []string{"openai", "yandex", "gigachat"} {
			a := &answers{token: token, body: body}
			s, err := New(Config{Kind: kind, URL: "https://vectors.example", Auth: "https://vectors.example/oauth", Model: "m", Size: 2, Key: config.Secret("testdata/key"), Timeout: time.Minute}, a, now)
			if err != nil {
				t.Fatal(err)
			}
			list, err := s.Documents(t.Context(), []string{"станки", "приборы"})
			switch {
			case err != nil && !errors.Is(err, ErrAnswer):
				t.Fatalf("%s: %v", kind, err)
			case err == nil && len(list) != 2:
				t.Fatalf("%s: %d vectors", kind, len(list))
			}
			for _, v := range list {
				if len(v) != 2 || slices.ContainsFunc(v, func(x float32) bool { return math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) }) {
					t.Fatalf("%s: the vector %v", kind, v)
				}
			}
			for _, head := range a.asked {
				if bytes.ContainsFunc([]byte(head), func(r rune) bool { return r < ' ' || r > '~' }) {
					t.Fatalf("%s: authorized by %q", kind, head)
				}
			}
			if kind != "gigachat" {
				continue
			}
			now.Advance(2 * time.Hour)
			a.token = []byte(`{}`)
			if _, err := s.Documents(t.Context(), []string{"станки", "приборы"}); err == nil {
				t.Fatal("a token outlives what tokens live for")
			}
		}
	})
}

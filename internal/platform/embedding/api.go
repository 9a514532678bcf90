package embedding

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/search"
)

// mostTexts go into one request.
const mostTexts = 64

// The usual addresses.
const (
	yandexURL       = "https://llm.api.cloud.yandex.net/foundationModels/v1/textEmbedding"
	gigaChatURL     = "https://gigachat.devices.sberbank.ru/api/v1"
	gigaChatAuthURL = "https://ngw.devices.sberbank.ru:9443/api/v2/oauth"
)

// bearer authorizes by the key itself; a service inside may need none.
func (c Config) bearer(context.Context) (string, error) {
	key, err := c.Key.Read()
	if err != nil || key == "" {
		return "", err
	}
	return "Bearer " + key, nil
}

// post sends JSON and reads the answer into v.
func post(ctx context.Context, sender Sender, address, authorization string, body, v any) error {
	content, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("write request: %w", err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}}
	if authorization != "" {
		header.Set("Authorization", authorization)
	}
	return exchange(ctx, sender, outbound.Request{Method: http.MethodPost, URL: address, Header: header, Body: content}, v)
}

func exchange(ctx context.Context, sender Sender, r outbound.Request, v any) error {
	r.Purpose = outbound.Embedding
	answer, err := sender.Do(ctx, r)
	if err != nil {
		return err
	}
	if answer.Status != http.StatusOK {
		return &outbound.StatusError{Purpose: outbound.Embedding, Status: answer.Status}
	}
	if err := json.NewDecoder(bytes.NewReader(answer.Body)).Decode(v); err != nil {
		return fmt.Errorf("%w: %w", ErrAnswer, err)
	}
	return nil
}

// IsRefusal reports whether a service answered and would not have these texts, or answered what is no vector: other texts may fare better.
func IsRefusal(err error) bool {
	var status *outbound.StatusError
	if errors.As(err, &status) {
		return status.Status == http.StatusBadRequest || status.Status == http.StatusRequestEntityTooLarge || status.Status == http.StatusUnprocessableEntity
	}
	return errors.Is(err, ErrAnswer)
}

// openAI asks /embeddings as OpenAI describes it.
type openAI struct {
	Config
	sender    Sender
	authorize func(context.Context) (string, error)
}

// Model implements [search.Embedder].
func (o *openAI) Model() string { return o.Kind + "/" + o.Config.Model }

// Size implements [search.Embedder].
func (o *openAI) Size() int { return o.Config.Size }

// Embed implements [search.Embedder].
func (o *openAI) Embed(ctx context.Context, _ search.TextKind, texts []string) ([][]float32, error) {
	list := make([][]float32, 0, len(texts))
	for len(texts) > 0 {
		part := texts[:min(mostTexts, len(texts))]
		texts = texts[len(part):]
		vectors, err := o.ask(ctx, part)
		if err != nil {
			return nil, err
		}
		list = append(list, vectors...)
	}
	return list, nil
}

func (o *openAI) ask(ctx context.Context, texts []string) ([][]float32, error) {
	authorization, err := o.authorize(ctx)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Data []struct {
			Index     int       `json:"index"`
			Embedding []float32 `json:"embedding"`
		} `json:"data"`
	}
	request := struct {
		Model string   `json:"model"`
		Input []string `json:"input"`
	}{o.Config.Model, texts}
	if err := post(ctx, o.sender, strings.TrimSuffix(o.URL, "/")+"/embeddings", authorization, request, &answer); err != nil {
		return nil, err
	}
	list := make([][]float32, len(texts))
	for _, d := range answer.Data {
		if d.Index < 0 || d.Index >= len(texts) || list[d.Index] != nil {
			return nil, fmt.Errorf("%w: a vector of text %d", ErrAnswer, d.Index)
		}
		list[d.Index] = d.Embedding
	}
	return check(list, len(texts), o.Config.Size)
}

// yandex asks YandexGPT, where the model of the settings is the folder of the cloud.
type yandex struct {
	Config
	sender Sender
}

// Model implements [search.Embedder].
func (y *yandex) Model() string { return "yandex/text-search" }

// Size implements [search.Embedder].
func (y *yandex) Size() int { return y.Config.Size }

// Embed implements [search.Embedder]. Questions and documents have models of their own, in one space.
func (y *yandex) Embed(ctx context.Context, kind search.TextKind, texts []string) ([][]float32, error) {
	key, err := y.Key.Read()
	if err != nil {
		return nil, err
	}
	model := "text-search-doc"
	if kind == search.Question {
		model = "text-search-query"
	}
	address := y.URL
	if address == "" {
		address = yandexURL
	}
	list := make([][]float32, 0, len(texts))
	for _, text := range texts {
		request := struct {
			Model string `json:"modelUri"`
			Text  string `json:"text"`
		}{"emb://" + y.Config.Model + "/" + model + "/latest", text}
		var answer struct {
			Embedding []float32 `json:"embedding"`
		}
		if err := post(ctx, y.sender, address, "Api-Key "+key, request, &answer); err != nil {
			return nil, err
		}
		list = append(list, answer.Embedding)
	}
	return check(list, len(texts), y.Config.Size)
}

// tokens are those of GigaChat: got by the key, good for half an hour.
type tokens struct {
	config Config
	sender Sender
	clock  clock.Clock

	mu    sync.Mutex
	token string
	until time.Time
}

const (
	beforeEnd = time.Minute // a token is fetched anew
	tokenLife = time.Hour   // and at the latest after this: GigaChat's live for half of it
)

func newGigaChat(c Config, sender Sender, clock clock.Clock) *openAI {
	if c.URL == "" {
		c.URL = gigaChatURL
	}
	if c.Auth == "" {
		c.Auth = gigaChatAuthURL
	}
	t := &tokens{config: c, sender: sender, clock: clock}
	return &openAI{Config: c, sender: sender, authorize: t.authorize}
}

// authorize fetches a token in the time of its purpose, not in that of a question: who came for it may have gone, and the next one has it.
func (t *tokens) authorize(ctx context.Context) (string, error) {
	ctx = context.WithoutCancel(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token != "" && t.clock.Now().Before(t.until.Add(-beforeEnd)) {
		return "Bearer " + t.token, nil
	}
	key, err := t.config.Key.Read()
	if err != nil {
		return "", err
	}
	if id, secret, plain := strings.Cut(key, ":"); plain {
		key = base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
	}
	var answer struct {
		Token   string `json:"access_token"`
		Expires int64  `json:"expires_at"` // milliseconds since 1970
	}
	err = exchange(ctx, t.sender, outbound.Request{
		Method: http.MethodPost, URL: t.config.Auth, Body: []byte(url.Values{"scope": {t.config.Scope}}.Encode()),
		Header: http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Authorization": {"Basic " + key}, "RqUID": {uuid.NewString()}},
	}, &answer)
	if err != nil {
		return "", fmt.Errorf("token of GigaChat: %w", err)
	}
	if answer.Token == "" || strings.ContainsFunc(answer.Token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return "", fmt.Errorf("token of GigaChat: %w", ErrAnswer)
	}
	t.token, t.until = answer.Token, time.UnixMilli(answer.Expires)
	if longest := t.clock.Now().Add(tokenLife); t.until.After(longest) { // whatever it says
		t.until = longest
	}
	return "Bearer " + t.token, nil
}

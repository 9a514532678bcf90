package dadata

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// Sender sends a request and reads the whole answer: [outbound.Client].
type Sender interface {
	Do(ctx context.Context, r outbound.Request) (outbound.Response, error)
}

// Provider asks the service.
type Provider struct {
	url    string
	key    func() (string, error)
	sender Sender
}

// New returns a provider. The key is read for each question, so that a new one counts without a restart.
func New(url string, key func() (string, error), sender Sender) *Provider {
	return &Provider{url, key, sender}
}

// Source implements [fact.Provider].
func (*Provider) Source() fact.Source { return fact.DaData }

// Send implements [fact.Provider]: the service answers at once, so nothing is sent ahead.
func (*Provider) Send(_ context.Context, q fact.Question) (string, error) { return q.ID, nil }

// request is the body of a question. A branch has the ИНН of its organisation, so the main one is asked for.
type request struct {
	Query  string `json:"query"`
	Branch string `json:"branch_type"`
	Count  int    `json:"count"`
}

// Answer implements [fact.Provider].
func (p *Provider) Answer(ctx context.Context, q fact.Question, _ string) (fact.Answer, error) {
	key, err := p.key()
	if err != nil {
		return fact.Answer{}, fmt.Errorf("ask DaData: %w", err)
	}
	number := q.Subject.OGRN
	if number == "" {
		number = q.Subject.INN
	}
	body, err := json.Marshal(request{Query: number, Branch: "MAIN", Count: 1})
	if err != nil {
		return fact.Answer{}, fmt.Errorf("ask DaData: %w", err)
	}
	answer, err := p.sender.Do(ctx, outbound.Request{
		Purpose: outbound.DaData, Method: http.MethodPost, URL: p.url, Body: body,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}, "Authorization": {"Token " + key}},
	})
	if err != nil {
		return fact.Answer{}, fmt.Errorf("ask DaData: %w", err)
	}
	switch answer.Status {
	case http.StatusOK:
		return Read(answer.Body)
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestEntityTooLarge:
		return fact.Answer{}, fmt.Errorf("%w: status %d", fact.ErrQuestion, answer.Status)
	}
	// 401 and 403 are a key that the operator has to mend or a budget that is used up, 429 too many questions a second.
	return fact.Answer{}, fmt.Errorf("ask DaData: %w", &outbound.StatusError{Purpose: outbound.DaData, Status: answer.Status})
}

// Package sms sends short messages through the HTTP gateway of an operator.
//
// # Protocol
//
// One message is one request. The gateway answers 2xx when it has taken the message over; a message with an id that it
// has taken before is not sent again:
//
//	POST <url>
//	Authorization: Bearer <token>
//	Idempotency-Key: <id>
//	Content-Type: application/json
//
//	{"id": "…", "to": "+79161234567", "from": "Klaster", "text": "…"}
//
// 429 and 5xx are passing, and so are 401 and 403: a token that the gateway does not know is the operator's to mend. Any
// other answer is final. A gateway with another protocol gets a small service before it, or
// an implementation of [Sender] beside this one.
package sms

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/ruid"
)

// Config is the section of the settings about short messages.
type Config struct {
	URL   string        `help:"Address of the gateway. Empty: messages are not sent and wait." name:"url"`
	Token config.Secret `help:"File with the token of the gateway." name:"token-file"`
	From  string        `help:"Sender that the gateway has registered for you." default:"Klaster"`
}

// ErrNotConfigured says that no gateway is named.
var ErrNotConfigured = errors.New("sms: no gateway is configured (KLASTER_SMS_URL)")

// Message is one short message.
type Message struct {
	ID   string // the same at each attempt
	To   ruid.Phone
	Text string
}

// Sender hands messages over to something that delivers them.
type Sender interface {
	// Send returns nil when the message was taken over. An error that [Permanent] reports will not go away by itself.
	Send(ctx context.Context, m Message) error
}

// Gateway is a [Sender] by HTTP.
type Gateway struct {
	config Config
	client *outbound.Client
}

// NewGateway returns a sender for the gateway of the section.
func NewGateway(c Config, client *outbound.Client) *Gateway { return &Gateway{c, client} }

// Configured reports whether a gateway is named.
func (g *Gateway) Configured() bool { return g.config.URL != "" }

type request struct {
	ID   string `json:"id"`
	To   string `json:"to"`
	From string `json:"from"`
	Text string `json:"text"`
}

// Send implements [Sender].
func (g *Gateway) Send(ctx context.Context, m Message) error {
	if !g.Configured() {
		return ErrNotConfigured
	}
	token, err := g.config.Token.Read()
	if err != nil {
		return fmt.Errorf("send message %s: %w", m.ID, err)
	}
	body, err := json.Marshal(request{m.ID, string(m.To), g.config.From, m.Text})
	if err != nil {
		return fmt.Errorf("send message %s: %w", m.ID, err)
	}
	header := http.Header{"Content-Type": {"application/json"}, "Idempotency-Key": {m.ID}}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	answer, err := g.client.Do(ctx, outbound.Request{Purpose: outbound.SMS, Method: http.MethodPost, URL: g.config.URL, Header: header, Body: body})
	if err != nil {
		return fmt.Errorf("send message %s: %w", m.ID, err)
	}
	if answer.Status < 200 || answer.Status > 299 {
		return fmt.Errorf("send message %s: %w", m.ID, &outbound.StatusError{Purpose: outbound.SMS, Status: answer.Status})
	}
	return nil
}

// Permanent reports that another attempt will fail as well: the gateway refused this message.
func Permanent(err error) bool {
	var status *outbound.StatusError
	if !errors.As(err, &status) || status.Status >= 500 {
		return false
	}
	passing := []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}
	return !slices.Contains(passing, status.Status)
}

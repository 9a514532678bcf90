package notification

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Channel is a way to a person.
type Channel string

// The channels.
const (
	Mail Channel = "mail"
	SMS  Channel = "sms"
)

// State is how far a message is.
type State string

// The states.
const (
	Waiting State = "waiting"
	Sent    State = "sent"
	Failed  State = "failed"
	Expired State = "expired"
)

// Message is one message to one recipient.
type Message struct {
	ID        string
	Channel   Channel
	Recipient string // an address, or a number in the form of E.164
	Topic     string // what room and what matter: "account.registration"
	Lang      i18n.Lang
	Subject   string
	Text      string
	HTML      string
	State     State
	Attempts  int
	Failure   string // why the last attempt failed; no personal data
	Created   time.Time
	Expires   time.Time
	Done      time.Time // zero while it waits
}

package notification

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Told is a message as whoever received it may see it later: that it was sent, not what it said.
type Told struct {
	At        time.Time `json:"at"`
	Channel   Channel   `json:"channel"`
	Recipient string    `json:"recipient"`
	Topic     string    `json:"topic"`
	State     State     `json:"state"`
}

// Recipient is an address or a number that is or was somebody's.
type Recipient struct {
	Address string
	Until   time.Time // zero: it still is; what was sent there later was for somebody else
}

// end is a moment after which no message to the recipient was meant for them.
func (r Recipient) end() time.Time {
	if r.Until.IsZero() {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return r.Until
}

// ToldTo lists the messages to somebody that are still on record, the latest first for each address.
func (s *Service) ToldTo(ctx context.Context, q sqldb.Querier, recipients []Recipient) ([]Told, error) {
	list := []Told{}
	for _, r := range recipients {
		some, err := messagesTo(ctx, q, r)
		if err != nil {
			return nil, fmt.Errorf("list the messages to a recipient: %w", err)
		}
		list = append(list, some...)
	}
	return list, nil
}

// Forget takes the messages to somebody off the record. Those that wait still leave, and then their recipient is
// forgotten with their content.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, recipients []Recipient) error {
	for _, r := range recipients {
		if err := forgetMessagesTo(ctx, tx, r); err != nil {
			return fmt.Errorf("forget the messages to a recipient: %w", err)
		}
	}
	return nil
}

package notification

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/sms"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

// Service queues messages and sends them.
type Service struct {
	db    *sqldb.DB
	clock clock.Clock
	jobs  *jobs.Queue
	site  *web.Site
	mail  mail.Sender
	sms   sms.Sender
	trial bool
	tasks func(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Task, error)
}

// Mail queues a letter in the transaction of the caller. After life it is worth nothing and is not sent any more.
func (s *Service) Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error {
	subject, text, html, err := letter.Render(s.site, l, m)
	if err != nil {
		return fmt.Errorf("draw a letter about %s: %w", topic, err)
	}
	return s.queue(ctx, tx, Message{Channel: Mail, Recipient: to, Topic: topic, Lang: l, Subject: subject, Text: text, HTML: html}, m.Stop, life)
}

// SMS queues a short message in the transaction of the caller.
func (s *Service) SMS(ctx context.Context, tx *sqldb.Tx, to ruid.Phone, l i18n.Lang, topic string, text i18n.Text, life time.Duration) error {
	return s.queue(ctx, tx, Message{Channel: SMS, Recipient: string(to), Topic: topic, Lang: l, Text: text.In(l)}, "", life)
}

func (s *Service) queue(ctx context.Context, tx *sqldb.Tx, m Message, stop string, life time.Duration) error {
	m.ID, m.State, m.Created = id.New(), Waiting, s.clock.Now()
	m.Expires = m.Created.Add(life)
	if err := insertMessage(ctx, tx, m); err != nil {
		return fmt.Errorf("store a message about %s: %w", m.Topic, err)
	}
	if err := s.jobs.Insert(ctx, tx, deliver{Message: m.ID, Stop: stop}); err != nil {
		return fmt.Errorf("queue a message about %s: %w", m.Topic, err)
	}
	return nil
}

// Messages lists messages for the operator, the latest first, before the one with the id before ("" for the latest).
// Recipients are masked and contents left out.
func (s *Service) Messages(ctx context.Context, state State, before string, limit int) (list []Message, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		list, err = selectMessages(ctx, q, state, before, limit)
		return err
	})
	for i := range list {
		list[i] = masked(list[i])
	}
	return list, err
}

// Counts returns how many messages are in each state.
func (s *Service) Counts(ctx context.Context) (counts map[State]int64, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		counts, err = countMessages(ctx, q)
		return err
	})
	return counts, err
}

func masked(m Message) Message {
	m.Text, m.HTML, m.Subject = "", "", ""
	if m.Channel == SMS {
		m.Recipient = ruid.Phone(m.Recipient).Masked()
		return m
	}
	m.Recipient = mail.Masked(m.Recipient)
	return m
}

var errGone = errors.New("the message is gone")

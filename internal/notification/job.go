package notification

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/sms"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// deliver sends one message.
type deliver struct {
	Message string `json:"message"`
	Stop    string `json:"stop,omitempty"` // where letters of this kind end; it opens nothing, and goes with the job
}

func (deliver) Kind() string { return "notification.deliver" }

// sweep removes messages of long ago, and ends those whose job died without settling them: their content must not stay.
type sweep struct{}

func (sweep) Kind() string { return "notification.sweep" }

// keep is how long it stays on record that a message was sent.
const keep = 90 * 24 * time.Hour

// attempts are more than half-hourly ones in the three days of the longest life: a relay that is away over a weekend loses
// no letter, and one with a code ends by its own life.
const attempts = 240

// Workers registers the jobs of the room.
func (s *Service) Workers(reg *jobs.Registry) {
	jobs.Deliver(reg, s.deliver, jobs.On("messages"), jobs.MaxAttempts(attempts), jobs.Timeout(time.Minute), jobs.Backoff(5*time.Second, 30*time.Minute))
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, _ sweep) error {
		now := s.clock.Now()
		if _, err := expireMessages(ctx, tx, now.Add(-24*time.Hour), now, !s.trial); err != nil {
			return fmt.Errorf("expire messages: %w", err)
		}
		if _, err := deleteNotices(ctx, tx, now.Add(-keepNotices)); err != nil {
			return fmt.Errorf("delete old notices: %w", err)
		}
		_, err := deleteMessages(ctx, tx, now.Add(-keep))
		return err
	})
	reg.Every("notification.sweep", 24*time.Hour, sweep{})
}

// deliver hands the message over. When the process dies between that and the record of it, the message goes out a second
// time under the same Message-ID or idempotency key.
func (s *Service) deliver(ctx context.Context, d jobs.Delivery[deliver]) error {
	var m Message
	err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
		m, err = selectMessage(ctx, q, d.Args.Message)
		return err
	})
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return jobs.Cancel(errGone)
	case err != nil:
		return fmt.Errorf("read message %s: %w", d.Args.Message, err)
	case m.State != Waiting:
		return nil
	case !s.clock.Now().Before(m.Expires):
		d.Record(s.settled(m, Expired, m.Failure))
		return nil
	}
	failure := s.send(ctx, m, d.Args.Stop)
	if failure == nil {
		d.Record(s.settled(m, Sent, ""))
		return nil
	}
	if mail.Permanent(failure) || sms.Permanent(failure) || d.Last {
		d.Record(s.settled(m, Failed, failure.Error()))
		return nil
	}
	return errors.Join(failure, s.note(ctx, m, failure))
}

func (s *Service) send(ctx context.Context, m Message, stop string) error {
	if s.trial {
		return nil // it is read at /dev/mail
	}
	if m.Channel == SMS {
		return s.sms.Send(ctx, sms.Message{ID: m.ID, To: ruid.Phone(m.Recipient), Text: m.Text})
	}
	return s.mail.Send(ctx, mail.Message{ID: m.ID, To: m.Recipient, Subject: m.Subject, Text: m.Text, HTML: m.HTML, Stop: stop})
}

// settled writes the end of a message, in the transaction that completes its job. The content is forgotten but in a
// trial installation.
func (s *Service) settled(m Message, state State, failure string) func(context.Context, *sqldb.Tx) error {
	return func(ctx context.Context, tx *sqldb.Tx) error {
		return settleMessage(ctx, tx, m.ID, state, failure, s.clock.Now(), !s.trial)
	}
}

func (s *Service) note(ctx context.Context, m Message, failure error) error {
	return s.db.Update(ctx, func(tx *sqldb.Tx) error { return noteFailure(ctx, tx, m.ID, failure.Error()) })
}

package fact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// QueryState is how far a question to a provider has come.
type QueryState string

// The states of a question.
const (
	QueryPending  QueryState = "pending"
	QueryAnswered QueryState = "answered"
	QueryNone     QueryState = "none"   // the source has no such subject
	QueryFailed   QueryState = "failed" // the source refused the question, or answered about somebody else
	QueryOverdue  QueryState = "overdue"
)

// Query is a question to a provider and how it went.
type Query struct {
	ID      string
	Source  Source
	Subject Subject
	State   QueryState
	Silent  bool   // nobody could be reached the last time
	By      string // a person, or [byWatch]
	Asked   time.Time
	Next    time.Time
	Ended   time.Time

	ticket string
	tries  int
	reason string
}

// byWatch asks in the name of the watch over known organisations.
const byWatch = "watch"

// QueryLife is how long an answer is waited for.
const QueryLife = 48 * time.Hour

// Refusals of questions.
var (
	ErrNoProvider = fault.New(fault.Unavailable, i18n.M(
		"Этот источник в установке не подключён. Загрузите файл реестра или выписку, либо отметьте проверку вручную.",
		"This source is not connected in this installation. Import a file of the register or an extract, or note a check by hand."))
	ErrAsked = fault.New(fault.Conflict, i18n.M(
		"Этот источник уже спросили. Дождитесь ответа.",
		"This source was asked already. Wait for the answer."))
)

// Ask sends a question about a subject to a provider. Until it is answered the same question is not asked again.
func (s *Service) Ask(ctx context.Context, by actor.Actor, source Source, subject Subject) error {
	if !by.Has(actor.Operator, actor.Owner) {
		return actor.ErrRole
	}
	if _, ok := s.provider(source); !ok {
		return ErrNoProvider
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		f := Facts{Subject: subject}
		if err := s.find(ctx, tx, &f); err != nil {
			return err
		}
		return s.ask(ctx, tx, source, f.Subject, string(by.Person))
	})
	if errors.Is(err, sqldb.ErrConflict) {
		return ErrAsked.Because(err)
	}
	return err
}

func (s *Service) ask(ctx context.Context, tx *sqldb.Tx, source Source, subject Subject, by string) error {
	now := s.clock.Now()
	query := Query{ID: id.New(), Source: source, Subject: subject, State: QueryPending, By: by, Asked: now, Next: now.Add(queryLease)}
	if err := insertQuery(ctx, tx, query); err != nil {
		return err
	}
	if by != byWatch {
		if err := audit.Record(ctx, tx, audit.Entry{Actor: by, Action: "fact.asked", Subject: query.ID, Detail: string(source)}); err != nil {
			return err
		}
	}
	return s.jobs.Insert(ctx, tx, askProvider{query.ID})
}

// Queries returns the questions about a subject, the latest first.
func (s *Service) Queries(ctx context.Context, q sqldb.Querier, subject Subject) ([]Query, error) {
	list, err := queriesOf(ctx, q, subject)
	if err != nil {
		return nil, fmt.Errorf("read the questions about a subject: %w", err)
	}
	return list, nil
}

// AskOld asks the state's exchange about known organisations whose record is about to be too old for what others do with it. One is
// asked about once a day at most, and not while an answer is awaited.
func (s *Service) AskOld(ctx context.Context) error {
	if _, ok := s.provider(SMEV); !ok || s.age <= 0 {
		return nil
	}
	for after := (Subject{}); ; {
		var some, old []Subject
		err := s.db.View(ctx, func(q sqldb.Querier) (err error) {
			if some, err = watchedAfter(ctx, q, after, watchBatch); err != nil {
				return err
			}
			old, err = s.old(ctx, q, some)
			return err
		})
		if err != nil {
			return fmt.Errorf("look for records that grow old: %w", err)
		}
		for _, subject := range old {
			err := s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.ask(ctx, tx, SMEV, subject, byWatch) })
			if err != nil && !errors.Is(err, sqldb.ErrConflict) {
				return fmt.Errorf("ask about %s: %w", subject.OGRN, err)
			}
		}
		if len(some) < watchBatch {
			return nil
		}
		after = some[len(some)-1]
	}
}

const watchBatch = 200

// old returns those of the subjects whose record counts for less than a day more and who were not asked about for a day.
func (s *Service) old(ctx context.Context, q sqldb.Querier, list []Subject) ([]Subject, error) {
	now := s.clock.Now()
	fresh := workdays.DateOf(now.Add(24*time.Hour - s.age))
	var old []Subject
	for _, subject := range list {
		f := Facts{Subject: subject}
		if err := s.find(ctx, q, &f); err != nil {
			return nil, err
		}
		if f.Entry != nil && !f.Entry.Confirmed.Before(fresh) {
			continue
		}
		asked, err := askedSince(ctx, q, SMEV, f.Subject, now.Add(-24*time.Hour))
		if err != nil {
			return nil, err
		}
		if !asked {
			old = append(old, f.Subject)
		}
	}
	return old, nil
}

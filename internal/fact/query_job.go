package fact

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// askProvider makes one try of one question. The row of the question says when the next one is due.
type askProvider struct{ Query string }

func (askProvider) Kind() string { return "fact.ask" }

// askDue lets each question that is due be tried.
type askDue struct{}

func (askDue) Kind() string { return "fact.ask_due" }

// askOld is the watch over records that grow old.
type askOld struct{}

func (askOld) Kind() string { return "fact.ask_old" }

const (
	queryEvery = time.Minute // how often due questions are looked for
	queryLease = 10 * time.Minute
	queryBatch = 500
	watchEvery = time.Hour

	firstPause   = time.Minute
	longestPause = 2 * time.Hour
)

// pauseAfter is how long to wait after so many tries: a minute at first, then twice as long each time, up to two hours.
func pauseAfter(tries int) time.Duration {
	if tries > 8 {
		return longestPause
	}
	return min(firstPause<<max(tries-1, 0), longestPause)
}

func (s *Service) queryWorkers(r *jobs.Registry) {
	jobs.Deliver(r, func(ctx context.Context, d jobs.Delivery[askProvider]) error { return s.try(ctx, d.Args.Query) })
	jobs.Handle(r, func(ctx context.Context, tx *sqldb.Tx, _ askDue) error { return s.askDue(ctx, tx) })
	jobs.Deliver(r, func(ctx context.Context, _ jobs.Delivery[askOld]) error { return s.AskOld(ctx) })
	if len(s.providers) > 0 {
		r.Every("fact.ask_due", queryEvery, askDue{})
		r.Every("fact.ask_old", watchEvery, askOld{})
	}
}

// askDue inserts a job for each question that is due, and puts the question off for as long as the job may take.
func (s *Service) askDue(ctx context.Context, tx *sqldb.Tx) error {
	now := s.clock.Now()
	due, err := dueQueries(ctx, tx, now, queryBatch)
	if err != nil {
		return fmt.Errorf("list the questions that are due: %w", err)
	}
	for _, query := range due {
		if err := putOffQuery(ctx, tx, query, now.Add(queryLease)); err != nil {
			return fmt.Errorf("put the question %s off: %w", query, err)
		}
		if err := s.jobs.Insert(ctx, tx, askProvider{query}); err != nil {
			return fmt.Errorf("try the question %s: %w", query, err)
		}
	}
	return nil
}

// errTried says that another try of the same question was quicker.
var errTried = errors.New("the question is over, or was tried meanwhile")

// try speaks to the provider outside of any transaction and writes down what came of it in one. Two tries at once are told apart by the
// number of tries in the row, and the later one is dropped.
func (s *Service) try(ctx context.Context, query string) error {
	var q Query
	err := s.db.View(ctx, func(v sqldb.Querier) (err error) {
		q, err = queryByID(ctx, v, query)
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && q.State != QueryPending {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the question %s: %w", query, err)
	}
	p, ok := s.provider(q.Source)
	if !ok {
		return jobs.Cancel(fmt.Errorf("ask %s: no such provider is configured any more", q.Source))
	}
	answer := s.consult(ctx, p, &q)
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error { return s.heard(ctx, tx, q, answer) })
	if errors.Is(err, errTried) {
		return nil
	}
	return err
}

// consult asks and notes in the question to which state the answer leads.
func (s *Service) consult(ctx context.Context, p Provider, q *Query) Answer {
	question := Question{ID: q.ID, Subject: q.Subject}
	var (
		answer Answer
		err    error
	)
	if q.ticket == "" {
		q.ticket, err = p.Send(ctx, question)
	}
	if err == nil {
		answer, err = p.Answer(ctx, question, q.ticket)
	}
	q.Silent = false
	switch {
	case err == nil && !about(answer, q.Subject):
		q.State, q.reason = QueryFailed, "foreign"
	case err == nil:
		q.State = QueryAnswered
	case errors.Is(err, ErrNobody):
		q.State = QueryNone
	case errors.Is(err, ErrQuestion):
		q.State, q.reason = QueryFailed, cut(err.Error())
	case !s.clock.Now().Before(q.Asked.Add(QueryLife)):
		q.State = QueryOverdue
	default:
		q.Silent = !errors.Is(err, ErrNoAnswer)
	}
	return answer
}

// about reports whether an answer is about the subject that was asked about: whoever answers could be mistaken, and what is said of
// another organisation must not become a fact of this one.
func about(a Answer, s Subject) bool {
	of := a.Subject
	if a.Record != nil {
		of = Subject{INN: a.Record.INN, OGRN: a.Record.OGRN}
	}
	return of.OGRN != "" && (s.OGRN == "" || s.OGRN == of.OGRN) && (s.INN == "" || s.INN == of.INN)
}

// heard writes down what the provider said.
func (s *Service) heard(ctx context.Context, tx *sqldb.Tx, q Query, a Answer) error {
	now := s.clock.Now()
	if q.State == QueryPending {
		q.Next = now.Add(pauseAfter(q.tries + 1))
		if end := q.Asked.Add(QueryLife); q.Next.After(end) {
			q.Next = end
		}
	} else {
		q.Ended = now
	}
	stored, err := updateQuery(ctx, tx, q)
	switch {
	case err != nil:
		return fmt.Errorf("write down the try: %w", err)
	case !stored:
		return errTried
	case q.State != QueryAnswered:
		return nil
	}
	if a.Record != nil {
		err = s.takeRecord(ctx, tx, a.Record, taken{from: q.ID, source: q.Source, pinned: "smev " + q.ID, operator: q.By})
		return err
	}
	return s.takeFacts(ctx, tx, q, a)
}

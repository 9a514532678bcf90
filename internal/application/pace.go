package application

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Pace is how fast applications for a service were answered.
type Pace struct {
	Answered int // decided
	InTime   int // of them, on the last day of the term or before it
	Overdue  int // not decided, though the term is over: they count as late
	Median   int // working days from the day of sending to the day of the decision, the middle one of all
}

// Share is how many per cent were answered in time, rounded down; of none it is 0.
func (p Pace) Share() int {
	if p.Answered+p.Overdue == 0 {
		return 0
	}
	return p.InTime * 100 / (p.Answered + p.Overdue)
}

// mostPaced bounds how many applications the figures are made of: the latest.
const mostPaced = 5000

// Pace counts how the applications for a service that were sent since a moment have been answered. A term never approves or refuses
// by itself: what is still open after it counts as late.
func (s *Service) Pace(ctx context.Context, q sqldb.Querier, service string, since time.Time) (p Pace, err error) {
	calendar, err := s.calendar.Calendar(ctx, q)
	if err != nil {
		return Pace{}, fmt.Errorf("read the calendar: %w", err)
	}
	list, err := answersSince(ctx, q, service, since)
	if err != nil {
		return Pace{}, fmt.Errorf("read what was answered: %w", err)
	}
	var days []int
	for _, a := range list {
		if !a.decided.Valid {
			if s.today().After(a.due) {
				p.Overdue++
			}
			continue
		}
		sent, decided := moscowDay(a.sent), moscowDay(a.decided.Time)
		p.Answered++
		if !decided.After(a.due) {
			p.InTime++
		}
		if n, err := calendar.Between(sent, decided); err == nil {
			days = append(days, n.Days)
		}
	}
	if slices.Sort(days); len(days) > 0 {
		p.Median = days[len(days)/2]
	}
	return p, nil
}

func moscowDay(t time.Time) workdays.Date { return workdays.DateOf(t.In(i18n.Moscow())) }

type answeredCase struct {
	sent    time.Time
	due     workdays.Date
	decided sql.NullTime
}

package staff

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// CheckState is whether something is ready for real work.
type CheckState uint8

// The states of a check. The zero value is what an answer that says nothing amounts to.
const (
	NotReady CheckState = iota
	Later               // work can begin without it
	Ready
)

// Check asks whether one thing is ready for real work: «Готовность к работе».
type Check struct {
	Key   string // stays the same: "mail"
	Title i18n.Text
	// Run answers before its context ends. It changes nothing, and what it returns is shown as it is: no secrets.
	Run func(ctx context.Context) Result
}

// Result is the answer of a check.
type Result struct {
	State CheckState
	Text  i18n.Text // what was found
	HowTo i18n.Text // how to mend it; not shown for what is ready
	At    time.Time // of what day the answer is: when a register was loaded. Zero: now
}

// Finding is a check with its answer.
type Finding struct {
	Check
	Result
}

// Report is what all checks found, in their order.
type Report []Finding

// Count returns how many findings are in a state.
func (r Report) Count(state CheckState) (n int) {
	for _, f := range r {
		if f.State == state {
			n++
		}
	}
	return n
}

// checkTime is how long the page waits for the slowest check.
const checkTime = 5 * time.Second

// Examine runs the checks side by side and waits for them until the deadline. A check that does not answer or breaks is
// not ready, and keeps nobody waiting; what it said to the log is not shown.
func Examine(ctx context.Context, checks []Check, deadline time.Duration, log *slog.Logger) Report {
	ctx, cancel := context.WithTimeout(ctx, deadline)
	defer cancel()
	report := make(Report, len(checks))
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() { report[i] = Finding{c, await(ctx, c, log)} })
	}
	wg.Wait()
	return report
}

// await gives up on a check that does not heed its context: the goroutine ends whenever the check does.
func await(ctx context.Context, c Check, log *slog.Logger) Result {
	answer := make(chan Result, 1)
	go func() { answer <- guarded(ctx, c, log) }()
	select {
	case r := <-answer:
		return r
	case <-ctx.Done():
		return Result{Text: checkSilent, HowTo: checkSilentHow}
	}
}

func guarded(ctx context.Context, c Check, log *slog.Logger) (r Result) {
	defer func() {
		if p := recover(); p != nil {
			log.ErrorContext(ctx, "a check of readiness broke", slog.String("check", c.Key), slog.String("panic", fmt.Sprint(p)))
			r = Result{Text: checkBroken, HowTo: checkBrokenHow}
		}
	}()
	return c.Run(ctx)
}

// Checks are the room's own: whether roles can be changed by two persons, and whether somebody looks over the work.
func (s *Service) Checks() []Check {
	return []Check{
		{Key: "staff.owners", Title: checkOwners, Run: s.checkOwners},
		{Key: "staff.auditor", Title: checkAuditor, Run: s.checkAuditor},
	}
}

func (s *Service) checkOwners(ctx context.Context) Result {
	n, err := s.countOpenAccounts(ctx, actor.Owner)
	switch {
	case err != nil:
		return Result{Text: checkBroken, HowTo: checkBrokenHow}
	case n < 2:
		return Result{Text: ownersCounted.With(ownersCount(n)), HowTo: ownersHow}
	}
	return Result{State: Ready, Text: ownersCounted.With(ownersCount(n))}
}

func (s *Service) checkAuditor(ctx context.Context) Result {
	n, err := s.countOpenAccounts(ctx, actor.Auditor)
	switch {
	case err != nil:
		return Result{Text: checkBroken, HowTo: checkBrokenHow}
	case n == 0:
		return Result{State: Later, Text: auditorNone, HowTo: auditorHow}
	}
	return Result{State: Ready, Text: auditorSome}
}

// countOpenAccounts counts who holds a role and can sign in.
func (s *Service) countOpenAccounts(ctx context.Context, role actor.Role) (n int, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		n = 0
		roster, err := s.roster(ctx, q)
		if err != nil {
			return err
		}
		for _, h := range roster {
			if h.Role != role {
				continue
			}
			human, err := s.people.Human(ctx, q, h.Person)
			switch {
			case fault.KindOf(err) == fault.NotFound:
			case err != nil:
				return err
			case !human.Locked:
				n++
			}
		}
		return nil
	})
	return n, err
}

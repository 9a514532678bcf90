package membership

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// AnswerDays is how many working days a member has to answer a warning: the foundation's setting.
const AnswerDays = 10

// reassess judges one member again.
type reassess struct {
	Organisation actor.OrganisationID `json:"organisation"`
}

// Kind implements jobs.Args.
func (reassess) Kind() string { return "membership.reassess" }

// reassessAll comes round every night.
type reassessAll struct{}

// Kind implements jobs.Args.
func (reassessAll) Kind() string { return "membership.reassess_all" }

// Changed is told that the register's record of an organisation changed: it is judged again at once, a member for its status, another
// for becoming a partner.
func (s *Service) Changed(ctx context.Context, tx *sqldb.Tx, ogrn string) error {
	m, err := memberByOGRN(ctx, tx, ogrn)
	if errors.Is(err, sqldb.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the status: %w", err)
	}
	return s.jobs.Insert(ctx, tx, reassess{m.Organisation})
}

func (s *Service) reassessAll(ctx context.Context, tx *sqldb.Tx, _ reassessAll) error {
	list, err := standingIDs(ctx, tx)
	if err != nil {
		return fmt.Errorf("list the members: %w", err)
	}
	for _, id := range list {
		if err := s.jobs.Insert(ctx, tx, reassess{id}); err != nil {
			return fmt.Errorf("have %s judged: %w", id, err)
		}
	}
	return nil
}

// warning tells a member that a requirement is not met any more.
type warning struct {
	ID           string
	Organisation actor.OrganisationID
	AnswerBy     workdays.Date
	Urgent       bool // a liquidation: an operator looks at once
	Basis        Basis
}

// reassess moves a member to its new region, warns one that fails a rule, and takes the warning back when all is well again. It never
// takes a status: an operator does, after the time to answer. A register that is silent changes nothing.
func (s *Service) reassess(ctx context.Context, tx *sqldb.Tx, args reassess) error {
	m, err := memberOf(ctx, tx, args.Organisation)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && !m.State.stands() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the status: %w", err)
	}
	o, err := s.organisations.Organisation(ctx, tx, m.Organisation)
	if err != nil {
		return fmt.Errorf("read the organisation: %w", err)
	}
	j, err := s.rules.Judge(ctx, tx, m.Organisation, s.today())
	if err != nil {
		return fmt.Errorf("judge %s: %w", m.OGRN, err)
	}
	if o.Name != m.Name {
		m.Name = o.Name
		if err := storeMember(ctx, tx, m); err != nil {
			return fmt.Errorf("store the name: %w", err)
		}
	}
	if j.Status != NoStatus && j.Region != m.Region && j.Status == m.Status {
		basis := Basis{Verdicts: j.Verdicts, From: m.Region, To: j.Region}
		m.Region, m.Okrug = j.Region, OkrugOf(j.Region)
		if err := s.change(ctx, tx, o, m, Event{Kind: Moved, Basis: basis}); err != nil {
			return err
		}
	}
	elsewhere := j.Status != NoStatus && j.Status != m.Status
	switch {
	case j.Ceasing || elsewhere || j.fails():
		return s.warn(ctx, tx, o, m, j)
	case j.Outcome.String() == passed:
		return closeWarning(ctx, tx, m.Organisation, "cleared", s.clock.Now())
	}
	return nil
}

const passed = "PASS"

// warn writes to the member, once for as long as the fault lasts.
func (s *Service) warn(ctx context.Context, tx *sqldb.Tx, o Organisation, m Member, j Judgement) error {
	_, err := openWarning(ctx, tx, m.Organisation)
	if !errors.Is(err, sqldb.ErrNoRows) {
		return err
	}
	c, err := s.calendar.Calendar(ctx, tx)
	if err != nil {
		return fmt.Errorf("read the calendar: %w", err)
	}
	due, err := c.Add(s.today(), AnswerDays)
	if err != nil {
		return fmt.Errorf("compute the time to answer: %w", err)
	}
	w := warning{ID: id.New(), Organisation: m.Organisation, AnswerBy: due.Date, Urgent: j.Ceasing, Basis: Basis{Verdicts: j.Verdicts}}
	if err := insertWarning(ctx, tx, w, s.clock.Now()); err != nil {
		return fmt.Errorf("store the warning: %w", err)
	}
	if err := s.record(ctx, tx, "membership.warned", "", m.Organisation, w.ID); err != nil {
		return err
	}
	return s.tell(ctx, tx, o, letterWarning(m, w, j))
}

// errAnswerTime says that a member may still answer.
var errAnswerTime = fault.New(fault.Conflict, i18n.M(
	"Сначала организацию нужно предупредить и дать ей срок для ответа. Прекратить или приостановить статус по этому основанию можно после срока.",
	"The organisation is first warned and given time to answer. The status can be suspended or ended on this ground after that."))

// answerTimeIsOver refuses a decision before the member had its time to answer.
func (s *Service) answerTimeIsOver(ctx context.Context, tx *sqldb.Tx, m Member) error {
	w, err := openWarning(ctx, tx, m.Organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return errAnswerTime
	case err != nil:
		return fmt.Errorf("read the warning: %w", err)
	case !s.today().After(w.AnswerBy):
		return errAnswerTime
	}
	return nil
}

package fact

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// OverrideState is where a word over a verdict stands. That its term is over, or that its facts have changed, is no state: it is
// seen whenever the rules are asked.
type OverrideState string

// The states.
const (
	OverrideWaiting  OverrideState = "waiting" // for a second person, since the rule said no
	OverrideStanding OverrideState = "standing"
	OverrideRefused  OverrideState = "refused"
	OverrideEnded    OverrideState = "ended" // taken back
)

// Override is a person's word over a verdict about a subject, as it is stored.
type Override struct {
	ID      string
	Subject Subject
	admission.Override
	State   OverrideState
	GivenBy actor.PersonID
	Given   time.Time
	// SecondBy is who decided on one that waited.
	SecondBy actor.PersonID
	Second   time.Time
	EndedBy  actor.PersonID
	Remark   string // why it was refused or taken back
}

// NewWord is what a person decides in place of a rule.
type NewWord struct {
	Rule     string
	To       rule.Outcome
	Reason   string
	Document string
	Until    workdays.Date
}

// Staff is what the room asks about the foundation's people: package staff.
type Staff interface {
	// InConflict reports whether a person noted a conflict of interest with a subject.
	InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error)
}

// Refusals of words over verdicts.
var (
	ErrRule = fault.New(fault.Invalid, i18n.M(
		"Такого правила среди проверенных нет. Обновите страницу.",
		"No such rule was applied. Reload the page."))
	ErrOutcome = fault.New(fault.Invalid, i18n.M(
		"Выберите итог, который отличается от нынешнего.",
		"Choose an outcome other than the present one."))
	ErrOverrideUntil = fault.New(fault.Invalid, i18n.M(
		"Укажите последний день, до которого действует решение: не раньше сегодняшнего и не позже чем через год.",
		"Give the last day for which the decision holds: not before today and at most a year ahead."))
	ErrInConflict = fault.New(fault.Forbidden, i18n.M(
		"Вы отметили конфликт интересов с этой организацией или действуете от её имени. Решение принимает другой сотрудник.",
		"You noted a conflict of interest with this organisation, or act for it. Another member of the staff decides."))
	ErrOwnWord = fault.New(fault.Forbidden, i18n.M(
		"Это решение предложили вы. Подтвердить его должен другой сотрудник.",
		"You proposed this decision. Another member of the staff has to confirm it."))
	ErrOverrideWaits = fault.New(fault.Conflict, i18n.M(
		"По этому правилу уже есть решение, которое ждёт второго человека.",
		"There is a decision on this rule already that waits for a second person."))
	ErrNoOverride = fault.New(fault.NotFound, i18n.M(
		"Такого решения нет, или оно уже закончилось.",
		"There is no such decision, or it has ended."))
	ErrFactsMoved = fault.New(fault.Conflict, i18n.M(
		"Сведения, на которых стояло решение, изменились. Отклоните его и, если нужно, примите новое.",
		"The facts behind the decision have changed. Refuse it, and make a new one if it is needed."))
)

// Overrule writes a person's word over the verdict of a rule about a subject. It changes no fact. A REVIEW or an UNKNOWN one person
// decides; of a FAIL a second one has to agree before it counts.
func (s *Service) Overrule(ctx context.Context, by actor.Actor, subject Subject, w NewWord) (string, error) {
	if !by.Has(actor.Operator, actor.Owner) {
		return "", actor.ErrRole
	}
	w.Reason, w.Document = strings.TrimSpace(w.Reason), strings.TrimSpace(w.Document)
	now := s.clock.Now()
	today := workdays.DateOf(now)
	switch {
	case w.Reason == "" || utf8.RuneCountInString(w.Reason) > maxText:
		return "", ErrNoReason
	case w.Until.Before(today) || w.Until.After(today.AddDays(admission.MaxOverride)):
		return "", ErrOverrideUntil
	}
	o := Override{ID: id.New(), State: OverrideStanding, GivenBy: by.Person, Given: now}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		v, a, whole, err := s.verdictOn(ctx, tx, subject, w.Rule, today)
		if err != nil {
			return err
		}
		if err := s.noConflict(ctx, tx, by.Person, whole); err != nil {
			return err
		}
		people := []string{string(by.Person)}
		if v.Outcome == rule.Fail { // as it will be when somebody has agreed
			o.State, people = OverrideWaiting, append(people, "second")
		}
		o.Subject = whole
		o.Override, err = admission.NewOverride(a.Purpose, v, admission.Override{To: w.To, Reason: w.Reason, Document: cut(w.Document), Decided: today, Until: w.Until, By: people})
		if err != nil {
			return ErrOutcome.Because(err)
		}
		if err := insertOverride(ctx, tx, o); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Entry{Actor: string(by.Person), Action: "fact.override_" + string(o.State), Subject: o.ID, Detail: whole.OGRN + " " + w.Rule})
	})
	if errors.Is(err, sqldb.ErrConflict) {
		return "", ErrOverrideWaits.Because(err)
	}
	return o.ID, err
}

// verdictOn asks the rules anew and returns the verdict of one, with the numbers of the subject.
func (s *Service) verdictOn(ctx context.Context, q sqldb.Querier, subject Subject, of string, on workdays.Date) (rule.Verdict, admission.Assessment, Subject, error) {
	f := Facts{Subject: subject}
	if err := s.find(ctx, q, &f); err != nil {
		return rule.Verdict{}, admission.Assessment{}, Subject{}, err
	}
	if f.Entry == nil {
		return rule.Verdict{}, admission.Assessment{}, Subject{}, ErrNotFound
	}
	a, err := s.Assess(ctx, q, f.Subject, on, nil)
	if err != nil {
		return rule.Verdict{}, admission.Assessment{}, Subject{}, err
	}
	for _, j := range a.Verdicts {
		if j.Rule == of {
			return j.Verdict, a, f.Subject, nil
		}
	}
	return rule.Verdict{}, admission.Assessment{}, Subject{}, ErrRule
}

// noConflict refuses one who noted a conflict of interest with the organisation, by either of its numbers.
func (s *Service) noConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject Subject) error {
	if s.staff == nil {
		return nil
	}
	for _, number := range []string{subject.OGRN, subject.INN} {
		conflict, err := s.staff.InConflict(ctx, q, p, number)
		if err != nil {
			return fmt.Errorf("look for a conflict of interest: %w", err)
		}
		if conflict {
			return ErrInConflict
		}
	}
	return nil
}

// AgreeToOverride lets a word stand that lifts a FAIL. The second person decides on the facts as they are now: when these are not
// those on which the first decided, nobody has decided on them.
func (s *Service) AgreeToOverride(ctx context.Context, by actor.Actor, override string) error {
	return s.decideOverride(ctx, by, override, func(ctx context.Context, tx *sqldb.Tx, o *Override) error {
		today := workdays.DateOf(s.clock.Now())
		v, _, _, err := s.verdictOn(ctx, tx, o.Subject, o.Rule, today)
		if err != nil {
			return err
		}
		switch {
		case o.Print != admission.Print(v):
			return ErrFactsMoved
		case o.Until.Before(today):
			return ErrOverrideUntil
		}
		o.State = OverrideStanding
		return nil
	})
}

// RefuseOverride keeps a word from standing.
func (s *Service) RefuseOverride(ctx context.Context, by actor.Actor, override, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ErrNoReason
	}
	return s.decideOverride(ctx, by, override, func(_ context.Context, _ *sqldb.Tx, o *Override) error {
		o.State, o.Remark = OverrideRefused, strings.TrimSpace(reason)
		return nil
	})
}

func (s *Service) decideOverride(ctx context.Context, by actor.Actor, override string, decide func(context.Context, *sqldb.Tx, *Override) error) error {
	return s.changeOverride(ctx, by, override, OverrideWaiting, func(tx *sqldb.Tx, o *Override) error {
		if o.GivenBy == by.Person {
			return ErrOwnWord
		}
		o.SecondBy, o.Second = by.Person, s.clock.Now()
		return decide(ctx, tx, o)
	})
}

// EndOverride takes a word back that stands. Whoever may give one may do it, and the one who gave it as well.
func (s *Service) EndOverride(ctx context.Context, by actor.Actor, override, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ErrNoReason
	}
	return s.changeOverride(ctx, by, override, OverrideStanding, func(_ *sqldb.Tx, o *Override) error {
		o.State, o.EndedBy, o.Remark = OverrideEnded, by.Person, strings.TrimSpace(reason)
		return nil
	})
}

func (s *Service) changeOverride(ctx context.Context, by actor.Actor, override string, from OverrideState, change func(*sqldb.Tx, *Override) error) error {
	if !by.Has(actor.Operator, actor.Owner) {
		return actor.ErrRole
	}
	if !id.Valid(override) {
		return ErrNoOverride
	}
	return s.db.Update(ctx, func(tx *sqldb.Tx) error {
		o, err := overrideByID(ctx, tx, override)
		switch {
		case errors.Is(err, sqldb.ErrNoRows), err == nil && o.State != from:
			return ErrNoOverride
		case err != nil:
			return fmt.Errorf("read the decision %s: %w", override, err)
		}
		if err := s.noConflict(ctx, tx, by.Person, o.Subject); err != nil {
			return err
		}
		if err := change(tx, &o); err != nil {
			return err
		}
		changed, err := updateOverride(ctx, tx, o, from, s.clock.Now())
		if err != nil {
			return fmt.Errorf("change the decision %s: %w", override, err)
		}
		if !changed {
			return ErrNoOverride
		}
		return audit.Record(ctx, tx, audit.Entry{Actor: string(by.Person), Action: "fact.override_" + string(o.State), Subject: o.ID, Detail: o.Subject.OGRN + " " + o.Rule})
	})
}

// Overrides returns the words about a subject, the latest first.
func (s *Service) Overrides(ctx context.Context, q sqldb.Querier, subject Subject) ([]Override, error) {
	list, err := overridesOf(ctx, q, subject.OGRN)
	if err != nil {
		return nil, fmt.Errorf("read the decisions on %s: %w", subject.OGRN, err)
	}
	return list, nil
}

// WaitingOverrides returns the words that wait for a second person, the oldest first.
func (s *Service) WaitingOverrides(ctx context.Context, q sqldb.Querier) ([]Override, error) {
	list, err := waitingOverrides(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("read the decisions that wait: %w", err)
	}
	return list, nil
}

// standing are the words that count, as the rules take them.
func standingWords(list []Override) []admission.Override {
	var words []admission.Override
	for _, o := range list {
		if o.State == OverrideStanding {
			words = append(words, o.Override)
		}
	}
	return words
}

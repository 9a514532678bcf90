package organisation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// CaseState is how far a case has come.
type CaseState string

// The states.
const (
	CaseOpen    CaseState = "open"
	CaseGranted CaseState = "granted"
	CaseRefused CaseState = "refused"
)

// Case is a question to a person of the foundation: the register leaves a doubt about the holder of a certificate.
type Case struct {
	ID      string
	Person  actor.PersonID
	OGRN    string
	INN     string
	Login   string
	Ground  Ground
	details details
	State   CaseState
	Created time.Time
	By      actor.PersonID
	Decided time.Time
	Reason  string
}

// details is what the operator sees and what the decision acts upon: it is kept as it was when the person signed.
type details struct {
	Holder      Holder        `json:"holder"`
	Certificate Certificate   `json:"certificate"`
	Record      *egr.Record   `json:"record,omitempty"`
	SourceRU    string        `json:"source_ru,omitempty"`
	SourceEN    string        `json:"source_en,omitempty"`
	AsOf        workdays.Date `json:"as_of,omitzero"`
	Power       *powerCase    `json:"power,omitempty"` // the question is about a power of attorney
}

// known is what the register said then.
func (d details) known() *Known {
	return &Known{Record: d.Record, Source: i18n.Raw(d.SourceRU, d.SourceEN), AsOf: d.AsOf}
}

// Holder is whom the certificate of the case names.
func (c Case) Holder() Holder { return c.details.Holder }

// Certificate is the certificate of the case.
func (c Case) Certificate() Certificate { return c.details.Certificate }

// Record is what the register said when the person signed; nil when nothing.
func (c Case) Record() *egr.Record { return c.details.Record }

// GrantedFor is how long an operator's yes holds at most: the register may say more by then.
const GrantedFor = 180 * 24 * time.Hour

// Staff is what the room asks about the foundation's people: package staff.
type Staff interface {
	// InConflict reports whether a person noted a conflict of interest with a subject.
	InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error)
	// Look writes down that a person of the foundation looked at somebody's data.
	Look(ctx context.Context, tx *sqldb.Tx, viewer, subject actor.PersonID, what i18n.Text) error
}

// Refusals of cases.
var (
	ErrNoCase = fault.New(fault.NotFound, i18n.M(
		"Такого обращения нет, или по нему уже решили.", "There is no such case, or it was decided already."))
	ErrOwnCase = fault.New(fault.Forbidden, i18n.M(
		"По своему обращению и при конфликте интересов решает другой оператор.",
		"Another operator decides one's own case, and one with a conflict of interest."))
	ErrNoReason = fault.New(fault.Invalid, i18n.M(
		"Напишите, почему вы так решили: не меньше 10 символов.", "Write why you decided so, in at least 10 characters."))
	ErrCaseTerm = fault.New(fault.Invalid, i18n.M(
		"Срок должен закончиться позже сегодняшнего дня и не позже чем через 180 дней.",
		"The term must end after today and within 180 days."))
	ErrNoSubject = fault.New(fault.Conflict, i18n.M(
		"Реестр не знает этой организации, поэтому открыть кабинет нельзя. Сначала загрузите её запись или выписку.",
		"The register does not know this organisation, so the organisation account cannot be opened. Import its record or an extract first."))
)

func refusal(g Ground) error { return fault.New(fault.Forbidden, g.Why()) }

// askOperator asks a person of the foundation; a question that is open already is not asked twice.
func (s *Service) askOperator(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, login Login, j Judgement) (string, error) {
	ogrn, inn := subjectOf(login.Holder, j)
	was, err := openCase(ctx, tx, who, ogrn, inn)
	if err == nil {
		return was.ID, nil
	}
	if !errors.Is(err, sqldb.ErrNoRows) {
		return "", fmt.Errorf("look for the case: %w", err)
	}
	c := Case{
		ID: id.New(), Person: who, OGRN: ogrn, INN: inn, Login: login.ID, Ground: j.Ground, State: CaseOpen, Created: s.clock.Now(),
		details: details{Holder: login.Holder, Certificate: login.Certificate},
	}
	if j.Subject != nil {
		c.details.Record, c.details.AsOf = j.Subject.Record, j.Subject.AsOf
		c.details.SourceRU, c.details.SourceEN = j.Subject.Source.In(i18n.Russian), j.Subject.Source.In(i18n.English)
	}
	if err := insertCase(ctx, tx, c); err != nil {
		return "", fmt.Errorf("store the case: %w", err)
	}
	return c.ID, s.record(ctx, tx, who, "organisation.case_opened", "", c.ID)
}

// LookAtCase returns an open case and the name of its person to the operator who acts, and writes down that they looked.
func (s *Service) LookAtCase(ctx context.Context, caseID string) (c Case, name string, err error) {
	if !id.Valid(caseID) {
		return Case{}, "", ErrNoCase
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if c, err = caseByID(ctx, tx, caseID); err != nil {
			return none(err, ErrNoCase)
		}
		if c.State != CaseOpen {
			return ErrNoCase
		}
		human, err := s.people.Human(ctx, tx, c.Person)
		if err != nil {
			return err
		}
		name = human.Name
		return s.staff.Look(ctx, tx, actor.From(ctx).Person, c.Person, lookedCase)
	})
	if err != nil {
		return Case{}, "", fmt.Errorf("look at a case: %w", err)
	}
	return c, name, nil
}

// Decide ends a case. A yes lets the person in until a day; the register is asked again every day and may end it sooner.
func (s *Service) Decide(ctx context.Context, caseID string, yes bool, reason string, until time.Time) error {
	operator := actor.From(ctx).Person
	now := s.clock.Now()
	switch {
	case len([]rune(strings.TrimSpace(reason))) < 10:
		return ErrNoReason
	case yes && (!until.After(now) || until.After(now.Add(GrantedFor))):
		return ErrCaseTerm
	}
	var again *judged
	if yes {
		var err error
		if again, err = s.judgeCase(ctx, caseID); err != nil {
			return fmt.Errorf("judge a case anew: %w", err)
		}
	}
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		c, err := caseByID(ctx, tx, caseID)
		if err != nil {
			return none(err, ErrNoCase)
		}
		if err := s.mayDecide(ctx, tx, operator, c); err != nil {
			return err
		}
		c.State, c.By, c.Decided, c.Reason = CaseRefused, operator, now, strings.TrimSpace(reason)
		if yes {
			c.State = CaseGranted
		}
		first, err := decideCase(ctx, tx, c)
		if err != nil || !first {
			return errors.Join(err, unless(first, ErrNoCase))
		}
		if err := s.record(ctx, tx, operator, "organisation.case_"+string(c.State), "", c.ID); err != nil {
			return err
		}
		if c.details.Power != nil {
			if err := s.settlePower(ctx, tx, c, again, until); err != nil {
				return err
			}
		}
		if !yes {
			return s.write(ctx, tx, c.Person, func(to Human) letter.Letter { return letterCaseRefused(s.site(to.Lang), to, c) })
		}
		if c.details.Power != nil {
			return nil
		}
		return s.grantCase(ctx, tx, c, until)
	})
	if err != nil {
		return fmt.Errorf("decide a case: %w", err)
	}
	return nil
}

func unless(ok bool, err error) error {
	if ok {
		return nil
	}
	return err
}

func (s *Service) mayDecide(ctx context.Context, tx *sqldb.Tx, operator actor.PersonID, c Case) error {
	if operator == c.Person {
		return ErrOwnCase
	}
	for _, subject := range []string{string(c.Person), c.OGRN, c.INN} {
		conflict, err := s.staff.InConflict(ctx, tx, operator, subject)
		if err != nil {
			return fmt.Errorf("look for a conflict of interest: %w", err)
		}
		if conflict {
			return ErrOwnCase
		}
	}
	return nil
}

// grantCase lets the person in on the operator's word.
func (s *Service) grantCase(ctx context.Context, tx *sqldb.Tx, c Case, until time.Time) error {
	if c.details.Record == nil {
		return ErrNoSubject
	}
	basis := ByHead
	if c.details.Record.Register == egr.Entrepreneurs {
		basis = ByProprietor
	}
	j := Judgement{
		Outcome: Granted, Ground: c.Ground, Basis: basis,
		Subject: c.details.known(),
	}
	_, err := s.enter(ctx, tx, entry{c.Person, j, c.details.Certificate, c.details.Holder, Details{}, c.Login, until})
	return err
}

// OpenCases lists the cases that wait, the oldest first.
func (s *Service) OpenCases(ctx context.Context, q sqldb.Querier) ([]Case, error) {
	list, err := openCases(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("list the cases: %w", err)
	}
	return list, nil
}

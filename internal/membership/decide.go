package membership

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// Decision is what an official decides about a member. It is one from the signature on (rule T21).
type Decision struct {
	Kind   Kind // Suspension, Resumption, Ending or Annulment
	Reason Reason
	Note   string // why, for the member
}

// from lists the states that a decision may meet.
func (d Decision) from() []State {
	switch d.Kind {
	case Suspension:
		return []State{Active}
	case Resumption:
		return []State{Suspended}
	case Ending, Annulment:
		return []State{Active, Suspended}
	case Given, Moved:
	}
	return nil
}

// to is where a decision leads.
func (d Decision) to() State {
	return map[Kind]State{Suspension: Suspended, Resumption: Active, Ending: Ended, Annulment: Annulled}[d.Kind]
}

// Refusals of decisions.
var (
	ErrConflict = fault.New(fault.Forbidden, i18n.M(
		"Вы отметили конфликт интересов с этой организацией или действуете от её имени. Решение принимает другой сотрудник.",
		"You noted a conflict of interest with this organisation, or act for it. Another official decides."))
	ErrNotGone = fault.New(fault.Conflict, i18n.M(
		"По реестру организация действует. Это основание подходит, когда реестр говорит, что деятельность прекращена.",
		"By the register the organisation is alive. This ground is for when the register says that it has ceased."))
	ErrOtherOfficial = fault.New(fault.Invalid, i18n.M(
		"Решение подписывает тот, кто его составил, своей подписью: СНИЛС в сертификате должен совпадать с указанным в учётной записи.",
		"Whoever wrote the decision signs it, with their own signature: the SNILS of the certificate must be that of the account."))
	ErrNoDecision = fault.New(fault.Conflict, i18n.M(
		"Этого решения больше нет: его уже подписали или статус изменился. Составьте его заново.",
		"There is no such decision any more: it was signed, or the status has changed. Write it anew."))
)

// check refuses a decision that says not why, or that the state does not admit.
func (d Decision) check(m Member) error {
	switch {
	case d.Kind == Resumption && d.Reason != "", d.Kind != Resumption && !slices.Contains(Reasons(), d.Reason),
		strings.TrimSpace(d.Note) == "", len(d.Note) > longestText, (d.Reason == Mistake) != (d.Kind == Annulment):
		return ErrReason
	case !slices.Contains(d.from(), m.State):
		return ErrState
	}
	return nil
}

// may refuses a decision that cannot be taken now: the state, an interest of the official, a member that was not heard.
func (s *Service) may(ctx context.Context, q sqldb.Querier, m Member, d Decision, j Judgement) error {
	if err := d.check(m); err != nil {
		return err
	}
	if err := s.unbiased(ctx, q, m); err != nil {
		return err
	}
	if d.Reason == Gone && !j.Gone {
		return ErrNotGone
	}
	if d.Reason.heard() {
		return s.hearing(ctx, q, m, d.Reason)
	}
	return nil
}

func (s *Service) unbiased(ctx context.Context, q sqldb.Querier, m Member) error {
	for _, number := range []string{m.OGRN, m.INN, string(m.Organisation)} {
		conflict, err := s.staff.InConflict(ctx, q, actor.From(ctx).Person, number)
		if err != nil {
			return fmt.Errorf("look for a conflict of interest: %w", err)
		}
		if conflict {
			return ErrConflict
		}
	}
	return nil
}

// formed is a decision that waits for the official's signature.
type formed struct {
	Decision

	ID           string
	Organisation actor.OrganisationID
	Event        string // the latest of the member when it was formed: the signature counts for that state only
	Document     string
	By           actor.PersonID
	Formed       time.Time
}

// Prepare writes down a decision, freezes it and asks the official for a signature. It returns the page on which that is done. What was
// prepared before and not signed is void.
func (s *Service) Prepare(ctx context.Context, ogrn string, d Decision) (address string, err error) {
	d.Note = strings.TrimSpace(d.Note)
	f := formed{Decision: d, ID: id.New(), By: actor.From(ctx).Person, Formed: s.clock.Now()}
	var m Member
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if m, err = memberByOGRN(ctx, q, ogrn); err != nil {
			return none(err, ErrNoMember)
		}
		j, err := s.rules.Judge(ctx, q, m.Organisation, s.today())
		if err != nil {
			return fmt.Errorf("judge %s: %w", m.OGRN, err)
		}
		return s.may(ctx, q, m, d, j)
	})
	if err != nil {
		return "", fmt.Errorf("prepare a decision: %w", err)
	}
	f.Organisation, f.Event = m.Organisation, m.Event
	if f.Document, err = s.signatures.Freeze(ctx, s.statement(m, f)); err != nil {
		return "", fmt.Errorf("freeze a decision: %w", err)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		before, err := unsigned(ctx, tx, m.Organisation)
		if err != nil {
			return fmt.Errorf("look for what was prepared before: %w", err)
		}
		for _, one := range before {
			if err := s.signatures.Withdraw(ctx, tx, one); err != nil {
				return fmt.Errorf("withdraw what was prepared before: %w", err)
			}
			if err := deleteFormed(ctx, tx, one); err != nil {
				return fmt.Errorf("void what was prepared before: %w", err)
			}
		}
		if err := insertFormed(ctx, tx, f); err != nil {
			return fmt.Errorf("store the decision: %w", err)
		}
		card := pathDesk + "/" + m.OGRN
		address, err = s.signatures.Ask(ctx, tx, Ask{
			Person: f.By, Decision: f.ID, Title: kindTexts[d.Kind], Name: "decision-" + f.ID + ".txt", Document: f.Document, Back: card, Next: card + "?signed=1",
		})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("prepare a decision: %w", err)
	}
	return address, nil
}

// statement is the text that the official signs.
func (s *Service) statement(m Member, f formed) []byte {
	var b bytes.Buffer
	line := func(label, value string) {
		if value != "" {
			b.WriteString(label + value + "\n")
		}
	}
	line("", "Решение № "+numberOf(f.ID))
	line("", kindTexts[f.Kind].In(i18n.Russian))
	b.WriteString("\n")
	line("Кто решает: ", s.operator.In(i18n.Russian))
	line("Организация: ", m.Name)
	line("ОГРН или ОГРНИП: ", m.OGRN)
	line("ИНН: ", m.INN)
	line("Статус: ", statusTexts[m.Status].In(i18n.Russian))
	line("Основание: ", reasonTexts[f.Reason].In(i18n.Russian))
	line("Почему: ", f.Note)
	line("Составлено: ", f.Formed.In(i18n.Moscow()).Format("02.01.2006 15:04")+" (московское время)")
	return b.Bytes()
}

// Arrived is a signature under a decision.
type Arrived struct {
	Signature string
	Decision  string
	Person    actor.PersonID
	Own       bool // the certificate is the person's own, by the СНИЛС (rule T10)
	Content   []byte
}

// Receive carries out a decision in the transaction in which its signature is kept.
func (s *Service) Receive(ctx context.Context, tx *sqldb.Tx, a Arrived) error {
	f, err := formedByID(ctx, tx, a.Decision)
	if err != nil {
		return none(err, ErrNoDecision)
	}
	m, err := memberOf(ctx, tx, f.Organisation)
	switch {
	case err != nil:
		return fmt.Errorf("read the member: %w", err)
	case !a.Own || a.Person != f.By:
		return ErrOtherOfficial
	case !actor.From(ctx).Has(deciders()...):
		return actor.ErrRole
	case m.Event != f.Event || !bytes.Equal(a.Content, s.statement(m, f)):
		return ErrNoDecision
	}
	j, err := s.rules.Judge(ctx, tx, m.Organisation, s.today())
	if err != nil {
		return fmt.Errorf("judge %s: %w", m.OGRN, err)
	}
	if err := s.may(ctx, tx, m, f.Decision, j); err != nil {
		return err
	}
	if err := signFormed(ctx, tx, f.ID, a.Signature, s.clock.Now()); err != nil {
		return fmt.Errorf("note the signature: %w", err)
	}
	return s.carryOut(ctx, tx, m, j, f, a)
}

func (s *Service) carryOut(ctx context.Context, tx *sqldb.Tx, m Member, j Judgement, f formed, a Arrived) error {
	o, err := s.organisations.Organisation(ctx, tx, m.Organisation)
	if err != nil {
		return fmt.Errorf("read whose status it is: %w", err)
	}
	e := Event{
		Kind: f.Kind, Author: f.By, Number: numberOf(f.ID), Reason: f.Reason, Note: f.Note, Basis: Basis{Verdicts: j.Verdicts},
		Signature: a.Signature, document: a.Content,
	}
	if f.Kind == Annulment {
		if e.Corrects, err = givenBy(ctx, tx, m.Organisation); err != nil {
			return fmt.Errorf("look for what was wrong: %w", err)
		}
	}
	m.State = f.to()
	if err := s.change(ctx, tx, o, m, e); err != nil {
		return err
	}
	if f.Kind == Ending && f.Reason == Criterion && m.Status == Participant && j.Status == Partner && j.Outcome == rule.Pass {
		next := memberFrom(o, Partner, j.Region) // it has moved out of Moscow and meets all that partners have to
		next.Profile = m.Profile
		return s.change(ctx, tx, o, next, Event{Kind: Given, Basis: Basis{Verdicts: j.Verdicts, From: m.Region, To: j.Region}})
	}
	return nil
}

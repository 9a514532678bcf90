package membership

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Grant is a granted application for the status of a participant.
type Grant struct {
	Organisation actor.OrganisationID
	Application  actor.CaseID
	Number       string
	Profile      Profile
	By           actor.PersonID // the official who decided
}

// Grant makes an organisation a participant: the effect «membership.participant» of a granted application, in the transaction of the
// decision. A partner becomes a participant; granting the same application again changes nothing. The verdicts are those of this moment.
func (s *Service) Grant(ctx context.Context, tx *sqldb.Tx, g Grant) error {
	o, err := s.organisations.Organisation(ctx, tx, g.Organisation)
	if err != nil {
		return fmt.Errorf("read whose status it is: %w", err)
	}
	was, err := memberOf(ctx, tx, o.ID)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
	case err != nil:
		return fmt.Errorf("read the present status: %w", err)
	case was.State.stands() && was.Status == Participant:
		last, err := eventByID(ctx, tx, was.Event)
		if err == nil && last.Application != g.Application {
			err = ErrMember
		}
		return err
	}
	j, err := s.rules.Judge(ctx, tx, o.ID, s.today())
	if err != nil {
		return fmt.Errorf("judge %s: %w", o.OGRN, err)
	}
	m := memberFrom(o, Participant, j.Region)
	m.Profile = g.Profile
	return s.change(ctx, tx, o, m, Event{
		Kind: Given, Author: g.By, Application: g.Application, Number: g.Number, Basis: Basis{Verdicts: j.Verdicts},
	})
}

// memberFrom is the row of an organisation that gets a status.
func memberFrom(o Organisation, status Status, region string) Member {
	return Member{
		Organisation: o.ID, OGRN: o.OGRN, INN: o.INN, Name: o.Name, Status: status, State: Active, Region: region, Okrug: OkrugOf(region),
	}
}

// change writes what becomes of a member: the history, the present row, the receipt with its leaf, the journal and the letters. m is
// the member as it is to be; of e the kind and what it rests on are given.
func (s *Service) change(ctx context.Context, tx *sqldb.Tx, o Organisation, m Member, e Event) (err error) {
	e.ID, e.Organisation, e.At, e.Status, e.State = id.New(), o.ID, s.clock.Now(), m.Status, m.State
	if e.Number == "" {
		e.Number = "С-" + strings.ToUpper(e.ID[len(e.ID)-12:])
	}
	m.Event, m.Changed = e.ID, e.At
	if e.Kind == Given {
		m.Since = e.At
	}
	e.Receipt, err = s.receipts.Issue(ctx, tx, Receipt{
		Kind: "membership." + string(e.Kind), Matter: e.ID, Organisation: o, Number: e.Number, At: e.At, Text: receiptText(m, e),
	})
	if err != nil {
		return fmt.Errorf("seal the receipt: %w", err)
	}
	if err := insertEvent(ctx, tx, e); err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	if err := storeMember(ctx, tx, m); err != nil {
		return fmt.Errorf("store the status: %w", err)
	}
	if err := deleteCandidate(ctx, tx, o.ID); err != nil {
		return fmt.Errorf("close the question to the operator: %w", err)
	}
	if err := s.record(ctx, tx, "membership."+string(e.Kind), e.Author, o.ID, e.Number); err != nil {
		return err
	}
	return s.tell(ctx, tx, o, letterChanged(m, e))
}

// Decision is what an official decides about a member.
type Decision struct {
	Kind   Kind // Suspension, Resumption, Ending or Annulment
	Reason Reason
	Note   string // why, for the member
}

// from lists the states that a decision may meet, and to is where it leads.
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

func (d Decision) to() State {
	return map[Kind]State{Suspension: Suspended, Resumption: Active, Ending: Ended, Annulment: Annulled}[d.Kind]
}

// Decide suspends, resumes, ends or annuls a status. For a requirement that is not met any more it takes a warning whose time to answer
// is over, and in a liquidation none. A status is annulled, not erased, when it was given by mistake.
func (s *Service) Decide(ctx context.Context, ogrn string, d Decision) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		m, err := memberByOGRN(ctx, tx, ogrn)
		if err != nil {
			return none(err, ErrNoMember)
		}
		return s.decide(ctx, tx, m, d)
	})
	if err != nil {
		return fmt.Errorf("decide about a member: %w", err)
	}
	return nil
}

func (s *Service) decide(ctx context.Context, tx *sqldb.Tx, m Member, d Decision) error {
	if err := d.check(m); err != nil {
		return err
	}
	if d.Reason == Criterion {
		if err := s.answerTimeIsOver(ctx, tx, m); err != nil {
			return err
		}
	}
	o, err := s.organisations.Organisation(ctx, tx, m.Organisation)
	if err != nil {
		return fmt.Errorf("read whose status it is: %w", err)
	}
	j, err := s.rules.Judge(ctx, tx, m.Organisation, s.today())
	if err != nil {
		return fmt.Errorf("judge %s: %w", m.OGRN, err)
	}
	e := Event{Kind: d.Kind, Author: actor.From(ctx).Person, Reason: d.Reason, Note: d.Note, Basis: Basis{Verdicts: j.Verdicts}}
	if d.Kind == Annulment {
		if e.Corrects, err = givenBy(ctx, tx, m.Organisation); err != nil {
			return fmt.Errorf("look for what was wrong: %w", err)
		}
	}
	if d.Kind == Ending || d.Kind == Annulment {
		if err := closeWarning(ctx, tx, m.Organisation, string(d.Kind), s.clock.Now()); err != nil {
			return fmt.Errorf("close the warning: %w", err)
		}
	}
	m.State = d.to()
	return s.change(ctx, tx, o, m, e)
}

// check refuses a decision that says not why, or that the state does not admit.
func (d Decision) check(m Member) error {
	const longest = 2000
	known := false
	for _, r := range Reasons() {
		known = known || r == d.Reason
	}
	switch {
	case d.Kind != Resumption && !known, strings.TrimSpace(d.Note) == "", len(d.Note) > longest:
		return ErrReason
	case (d.Reason == Mistake) != (d.Kind == Annulment):
		return ErrReason
	}
	for _, state := range d.from() {
		if state == m.State {
			return nil
		}
	}
	return ErrState
}

// record writes into the journal. Nobody acts when something happens by itself.
func (s *Service) record(ctx context.Context, tx *sqldb.Tx, action string, by actor.PersonID, about actor.OrganisationID, detail string) error {
	who := string(by)
	if who == "" {
		who = "system"
	}
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: who, Action: action, Subject: string(about), Request: httpx.InfoOf(ctx).RequestID, Address: httpx.InfoOf(ctx).Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// none maps the absence of a row to a fault.
func none(err, no error) error {
	if errors.Is(err, sqldb.ErrNoRows) {
		return no
	}
	return err
}

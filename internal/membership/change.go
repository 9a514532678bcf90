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
		e.Number = numberOf(e.ID)
	}
	m.Event, m.Changed = e.ID, e.At
	if e.Kind == Given {
		m.Since = e.At
	}
	e.Receipt, err = s.receipts.Issue(ctx, tx, Receipt{
		Kind: "membership." + string(e.Kind), Matter: e.ID, Organisation: o, Number: e.Number, At: e.At, Text: receiptText(m, e),
		Decision: e.document, Signature: e.Signature,
	})
	if err != nil {
		return fmt.Errorf("seal the receipt: %w", err)
	}
	if err := insertEvent(ctx, tx, e); err != nil {
		return fmt.Errorf("write the history: %w", err)
	}
	if err := putMember(ctx, tx, m); err != nil {
		return fmt.Errorf("store the status: %w", err)
	}
	if e.Kind == Given || !m.State.stands() {
		if err := closeWarning(ctx, tx, o.ID, string(e.Kind), e.At); err != nil {
			return fmt.Errorf("close the warning: %w", err)
		}
	}
	if err := deleteCandidate(ctx, tx, o.ID); err != nil {
		return fmt.Errorf("close the question to the operator: %w", err)
	}
	if err := s.record(ctx, tx, "membership."+string(e.Kind), e.Author, o.ID, e.Number); err != nil {
		return err
	}
	return s.tell(ctx, tx, o, letterChanged(m, e))
}

// numberOf is the number of what has an id and no number of an application. It tells nothing of others (rule T26).
func numberOf(id string) string { return "С-" + strings.ToUpper(id[len(id)-12:]) }

// Leave ends a status at the member's own request: the effect «membership.end» of a granted application, in the transaction of the
// decision. A status that has ended meanwhile stays so.
func (s *Service) Leave(ctx context.Context, tx *sqldb.Tx, g Grant) error {
	m, err := memberOf(ctx, tx, g.Organisation)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && !m.State.stands() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the present status: %w", err)
	}
	o, err := s.organisations.Organisation(ctx, tx, g.Organisation)
	if err != nil {
		return fmt.Errorf("read whose status it is: %w", err)
	}
	m.State = Ended
	return s.change(ctx, tx, o, m, Event{Kind: Ending, Reason: OwnRequest, Author: g.By, Application: g.Application, Number: g.Number})
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

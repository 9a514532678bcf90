package membership

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// consider looks whether an organisation whose cabinet was opened becomes a partner by itself.
type consider struct {
	Organisation actor.OrganisationID `json:"organisation"`
}

// Kind implements jobs.Args.
func (consider) Kind() string { return "membership.consider" }

// reconsider comes round and looks again at those of whom the registers were silent.
type reconsider struct{}

// Kind implements jobs.Args.
func (reconsider) Kind() string { return "membership.reconsider" }

// Consider has an organisation looked at, in the transaction that opens its cabinet. The work itself is done within seconds after it.
func (s *Service) Consider(ctx context.Context, tx *sqldb.Tx, id actor.OrganisationID) error {
	if err := s.jobs.Insert(ctx, tx, consider{id}); err != nil {
		return fmt.Errorf("have %s considered: %w", id, err)
	}
	return nil
}

// consider gives the status of a partner when the region and every rule say so. Unknown is not yes: it is noted for an operator, and
// asked again. Whoever is registered in Moscow applies, and is left alone here.
func (s *Service) consider(ctx context.Context, tx *sqldb.Tx, args consider) error {
	switch _, err := memberOf(ctx, tx, args.Organisation); {
	case err == nil: // it has a status, or has had one: that does not come back by itself
		return deleteCandidate(ctx, tx, args.Organisation)
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("read the present status: %w", err)
	}
	o, err := s.organisations.Organisation(ctx, tx, args.Organisation)
	if err != nil {
		return fmt.Errorf("read the organisation: %w", err)
	}
	j, err := s.rules.Judge(ctx, tx, o.ID, s.today())
	if err != nil {
		return fmt.Errorf("judge %s: %w", o.OGRN, err)
	}
	switch {
	case j.Status == Participant:
		return deleteCandidate(ctx, tx, o.ID)
	case j.Status == Partner && j.Outcome == rule.Pass && !o.Disproved:
		return s.change(ctx, tx, o, memberFrom(o, Partner, j.Region), Event{Kind: Given, Basis: Basis{Verdicts: j.Verdicts}})
	}
	outcome := j.Outcome.String()
	if j.Status == NoStatus || o.Disproved {
		outcome = rule.Undecided.String()
	}
	return storeCandidate(ctx, tx, candidate{Organisation: o.ID, OGRN: o.OGRN, Name: o.Name, Status: Partner, Outcome: outcome, Basis: Basis{Verdicts: j.Verdicts}}, s.clock.Now())
}

// Disproved withdraws a status that was given by itself, when the certificate by which the account was opened turns out to have been revoked
// (rule T4). What an official has decided rests on signatures that were settled before, and stays.
func (s *Service) Disproved(ctx context.Context, tx *sqldb.Tx, id actor.OrganisationID) error {
	m, err := memberOf(ctx, tx, id)
	if errors.Is(err, sqldb.ErrNoRows) || err == nil && !m.State.stands() {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the status: %w", err)
	}
	given, err := givenBy(ctx, tx, id)
	if err != nil {
		return fmt.Errorf("look how the status was given: %w", err)
	}
	e, err := eventByID(ctx, tx, given)
	if err != nil {
		return fmt.Errorf("look how the status was given: %w", err)
	}
	if !e.byItself() {
		return nil
	}
	o, err := s.organisations.Organisation(ctx, tx, id)
	if err != nil {
		return fmt.Errorf("read whose status it is: %w", err)
	}
	m.State = Annulled
	return s.change(ctx, tx, o, m, Event{Kind: Annulment, Reason: Disproof, Corrects: given, Basis: e.Basis})
}

// candidate is an organisation at which an operator looks.
type candidate struct {
	Organisation actor.OrganisationID
	OGRN, Name   string
	Status       Status
	Outcome      string
	Basis        Basis
}

// mostAtOnce bounds what one round takes up: the rest comes with the next.
const mostAtOnce = 500

func (s *Service) reconsider(ctx context.Context, tx *sqldb.Tx, _ reconsider) error {
	list, err := candidateIDs(ctx, tx, mostAtOnce)
	if err != nil {
		return fmt.Errorf("list who waits: %w", err)
	}
	for _, id := range list {
		if err := s.Consider(ctx, tx, id); err != nil {
			return err
		}
	}
	return nil
}

package membership

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// reassess judges one member again.
type reassess struct {
	Organisation actor.OrganisationID `json:"organisation"`
}

// Kind implements jobs.Args.
func (reassess) Kind() string { return "membership.reassess" }

// reassessAll comes round every night, in pieces.
type reassessAll struct {
	After actor.OrganisationID `json:"after,omitempty"`
}

// Kind implements jobs.Args.
func (reassessAll) Kind() string { return "membership.reassess_all" }

// Changed is told that the register's record of an organisation changed: it is judged again at once, a member for its status, another
// for becoming a partner.
func (s *Service) Changed(ctx context.Context, tx *sqldb.Tx, ogrn string) error {
	m, err := memberByOGRN(ctx, tx, ogrn)
	switch {
	case err == nil:
		return s.jobs.Insert(ctx, tx, reassess{m.Organisation})
	case !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("read the status: %w", err)
	}
	newcomer, err := s.organisations.WithOGRN(ctx, tx, ogrn) // one that was in Moscow may have moved away
	if err != nil || newcomer == "" {
		return err
	}
	return s.Consider(ctx, tx, newcomer)
}

// atOnce is how many members one transaction of the nightly round has judged; the next goes on behind them.
const atOnce = 500

func (s *Service) reassessAll(ctx context.Context, tx *sqldb.Tx, args reassessAll) error {
	list, err := standingIDs(ctx, tx, args.After, atOnce)
	if err != nil {
		return fmt.Errorf("list the members: %w", err)
	}
	for _, id := range list {
		if err := s.jobs.Insert(ctx, tx, reassess{id}); err != nil {
			return fmt.Errorf("have %s judged: %w", id, err)
		}
	}
	if len(list) < atOnce {
		return nil
	}
	return s.jobs.Insert(ctx, tx, reassessAll{After: list[len(list)-1]})
}

// reassess moves a member to its new region, warns one that fails a rule, and takes the warning back when all is well again. It never
// takes a status: an official does, after the time to answer. A register that is silent changes nothing.
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
	case j.Gone || elsewhere || j.fails():
		return s.warn(ctx, tx, o, m, warning{Reason: Criterion, Basis: Basis{Verdicts: j.Verdicts}, elsewhere: elsewhere})
	case j.Outcome == rule.Pass:
		return s.clear(ctx, tx, m.Organisation)
	}
	return nil
}

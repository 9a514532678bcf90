package legal

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Publish adds an edition to a document. Editions are only ever added: what people once agreed to can be read for ever.
// Owners and operators publish. A draft that began from an edition which is no longer the latest gets [ErrChanged], so
// that nobody's work is lost unseen.
func (s *Service) Publish(ctx context.Context, a actor.Actor, k Kind, d Draft) (published Edition, err error) {
	if err := mayWrite(a); err != nil {
		return Edition{}, err
	}
	now := s.clock.Now()
	if problems := d.Problems(now); len(problems) > 0 {
		return Edition{}, fault.New(fault.Invalid, problems[0].Text)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if err := keepRecord(ctx, tx, firstEdition(k)); err != nil {
			return err
		}
		last, err := latestRecord(ctx, tx, k)
		switch {
		case err != nil:
			return err
		case last.version != d.Base:
			return ErrChanged
		case d.same(last.draft):
			return ErrSame
		}
		next := record{kind: k, version: last.version + 1, draft: d, author: a.Person, created: now}
		next.draft.Since = d.begins(now)
		published = next.edition()
		if err := insertRecord(ctx, tx, next); err != nil {
			return err
		}
		return s.journal(ctx, tx, a, published)
	})
	switch {
	case errors.Is(err, sqldb.ErrConflict): // somebody else published in the same moment
		return Edition{}, ErrChanged.Because(err)
	case err != nil:
		return Edition{}, fmt.Errorf("publish %s: %w", k, err)
	}
	return published, nil
}

func (s *Service) journal(ctx context.Context, tx *sqldb.Tx, a actor.Actor, e Edition) error {
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: string(a.Person), Action: "legal.published", Subject: e.Kind.EditionPath(e.Version),
		Request: httpx.InfoOf(ctx).RequestID,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

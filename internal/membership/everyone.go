package membership

import (
	"context"
	"fmt"
	"iter"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ByOGRN is what an organisation is to the cluster; [ErrNoMember] if it never was anything.
func (s *Service) ByOGRN(ctx context.Context, q sqldb.Querier, ogrn string) (Member, error) {
	m, err := memberByOGRN(ctx, q, ogrn)
	return m, none(err, ErrNoMember)
}

// Standing gives all members whose status stands, in no order that means anything. It ends with the first error.
func (s *Service) Standing(ctx context.Context, q sqldb.Querier) iter.Seq2[Member, error] {
	const atATime = 500
	return func(yield func(Member, error) bool) {
		var last actor.OrganisationID
		for {
			ids, err := standingIDs(ctx, q, last, atATime)
			if err != nil {
				yield(Member{}, fmt.Errorf("read all members: %w", err))
				return
			}
			for _, id := range ids {
				m, err := memberOf(ctx, q, id)
				if !yield(m, err) || err != nil {
					return
				}
				last = id
			}
			if len(ids) < atATime {
				return
			}
		}
	}
}

// Stands reports whether the member has its status now, be it suspended.
func (m Member) Stands() bool { return m.State.stands() }

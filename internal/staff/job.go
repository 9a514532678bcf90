package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// sweep forgets the addresses in invitations and proposals that have long ended: who holds and held which role stands
// elsewhere.
type sweep struct{}

// Kind implements [jobs.Args].
func (sweep) Kind() string { return "staff.sweep" }

const (
	sweepEvery = 24 * time.Hour
	keepEnded  = 30 * 24 * time.Hour
)

func (m *Module) sweep(ctx context.Context, tx *sqldb.Tx, _ sweep) error {
	before := m.now().Add(-keepEnded)
	if _, err := forgetInvitations(ctx, tx, before); err != nil {
		return fmt.Errorf("forget invitations: %w", err)
	}
	if _, err := forgetProposals(ctx, tx, before); err != nil {
		return fmt.Errorf("forget proposals: %w", err)
	}
	return nil
}

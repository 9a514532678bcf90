package partner

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// sweep deletes what is not needed any more.
type sweep struct{}

// Kind implements jobs.Args.
func (sweep) Kind() string { return "partner.sweep" }

func (s *Service) sweep(ctx context.Context, tx *sqldb.Tx, _ sweep) error {
	if err := deleteChanges(ctx, tx, s.clock.Now().Add(-keepChanges)); err != nil {
		return fmt.Errorf("sweep the changes of partners: %w", err)
	}
	last := workdays.DateOf(s.clock.Now().In(i18n.Moscow())).AddDays(-keepClicks)
	if err := deleteClicks(ctx, tx, last.String()); err != nil {
		return fmt.Errorf("sweep the clicks: %w", err)
	}
	return nil
}

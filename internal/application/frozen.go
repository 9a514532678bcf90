package application

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Frozen returns the XML of an application as it was signed and sent, for what a positive decision brings about. Whoever calls it has
// judged who may see it. An application that has no document is [ErrNoApplication].
func (s *Service) Frozen(ctx context.Context, q sqldb.Querier, application actor.CaseID) ([]byte, error) {
	p, err := paperOf(ctx, q, application)
	if err != nil {
		return nil, fmt.Errorf("look for the document: %w", err)
	}
	if p == nil {
		return nil, ErrNoApplication
	}
	return s.content(ctx, p)
}

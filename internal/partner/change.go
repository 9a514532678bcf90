package partner

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Changed has a subject read anew from [Source] on every node, within a second after the commit: whoever changes what can be found calls
// it in the transaction that does so. A key that is no subject is no fault: it is then not there.
func (s *Service) Changed(ctx context.Context, tx *sqldb.Tx, key string) error {
	if err := insertChange(ctx, tx, id.New(), key, s.clock.Now()); err != nil {
		return fmt.Errorf("note that partner %s changed: %w", key, err)
	}
	return nil
}

// everything is the key of a change of so many subjects that the index is built anew.
const everything = ""

// ChangedAll has the whole index built anew on every node: after an import, when many subjects changed at once.
func (s *Service) ChangedAll(ctx context.Context, tx *sqldb.Tx) error {
	return s.Changed(ctx, tx, everything)
}

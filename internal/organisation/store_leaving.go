package organisation

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func forgetPerson(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, now time.Time) error {
	for _, forget := range []func() (int64, error){
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE organisation_signer SET ended_at = COALESCE(ended_at, $2), inn = '', post = '',
				ended_why = CASE WHEN ended_at IS NULL THEN 'account deleted' ELSE ended_why END WHERE person = $1`, string(p), now)
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE organisation_certificate SET holder = '', removed_at = COALESCE(removed_at, $2) WHERE person = $1`, string(p), now)
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE organisation_grant SET state = CASE WHEN state = 'active' THEN 'left' ELSE state END,
				ended_at = COALESCE(ended_at, $2), name = '', snils_mac = id, snils_end = '' WHERE person = $1`, string(p), now)
		},
		func() (int64, error) {
			return tx.Exec(ctx, `UPDATE organisation_case SET details = '{}', state = CASE WHEN state = 'open' THEN 'withdrawn' ELSE state END WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			// Number and hash stand in what was signed by it, and stay; the files and the name go.
			return tx.Exec(ctx, `UPDATE organisation_power SET state = CASE WHEN ended_at IS NULL THEN 'ended' ELSE state END, ended_at = COALESCE(ended_at, $2),
				agent = '', signed = '[]', file = '', signature = '', parents = '[]' WHERE person = $1`, string(p), now)
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM organisation_link WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM organisation_wish WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM organisation_recent WHERE person = $1`, string(p))
		},
		func() (int64, error) {
			return tx.Exec(ctx, `DELETE FROM organisation_preparation WHERE person = $1`, string(p))
		},
	} {
		if _, err := forget(); err != nil {
			return fmt.Errorf("forget a person: %w", err)
		}
	}
	return nil
}

package organisation

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

func forgetPerson(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, now time.Time) error {
	for what, statement := range map[string]string{
		"signer":       `UPDATE organisation_signer SET ended_at = COALESCE(ended_at, $2), ended_why = CASE WHEN ended_at IS NULL THEN 'account deleted' ELSE ended_why END, inn = '', post = '' WHERE person = $1`,
		"certificates": `UPDATE organisation_certificate SET holder = '', removed_at = COALESCE(removed_at, $2) WHERE person = $1`,
		"grants":       `UPDATE organisation_grant SET state = CASE WHEN state = 'active' THEN 'left' ELSE state END, ended_at = COALESCE(ended_at, $2), name = '', snils_mac = id, snils_end = '' WHERE person = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, string(p), now); err != nil {
			return fmt.Errorf("forget the %s: %w", what, err)
		}
	}
	for what, statement := range map[string]string{
		"links":        `DELETE FROM organisation_link WHERE person = $1`,
		"documents":    `DELETE FROM organisation_wish WHERE person = $1`,
		"preparations": `DELETE FROM organisation_preparation WHERE person = $1`,
		"choices":      `DELETE FROM organisation_choice WHERE person = $1`,
		"uses":         `DELETE FROM organisation_use WHERE person = $1`,
		"cases":        `UPDATE organisation_case SET details = '{}', state = CASE WHEN state = 'open' THEN 'withdrawn' ELSE state END WHERE person = $1`,
	} {
		if _, err := tx.Exec(ctx, statement, string(p)); err != nil {
			return fmt.Errorf("forget the %s: %w", what, err)
		}
	}
	return nil
}

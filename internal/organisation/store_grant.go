package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const grantColumns = `g.id, g.organisation, g.snils_mac, g.snils_end, g.person, g.name, g.role, g.state, g.granted_by, g.granted_at, g.signature, g.lapses_at, g.until,
	g.confirm_by, g.accepted_at, g.ended_at, g.ended_by`

func scanGrant(row sqldb.Row) (g Grant, err error) {
	var confirm, accepted, ended null
	err = row.Scan(&g.ID, &g.Organisation, &g.SNILSMac, &g.SNILSEnd, &g.Person, &g.Name, &g.Role, &g.State, &g.By, &g.Granted, &g.Signature, &g.Lapses, &g.Until,
		&confirm, &accepted, &ended, &g.EndedBy)
	g.ConfirmBy, g.Accepted, g.Ended = confirm.Time, accepted.Time, ended.Time
	return g, err
}

func insertGrant(ctx context.Context, tx *sqldb.Tx, g Grant) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_grant (id, organisation, snils_mac, snils_end, person, name, role, state, granted_by, granted_at, signature,
		lapses_at, until, accepted_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		g.ID, string(g.Organisation), g.SNILSMac, g.SNILSEnd, string(g.Person), g.Name, string(g.Role), string(g.State), string(g.By), g.Granted, g.Signature,
		g.Lapses, g.Until, orNull(g.Accepted))
	return err
}

func grantByID(ctx context.Context, q sqldb.Querier, id string) (Grant, error) {
	return scanGrant(q.QueryRow(ctx, `SELECT `+grantColumns+` FROM organisation_grant g WHERE g.id = $1`, id))
}

// grantsOf lists the grants of an organisation, the latest first; those that ended too, so that the page shows the history.
func grantsOf(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) ([]Grant, error) {
	return sqldb.List(ctx, q, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant g WHERE g.organisation = $1 ORDER BY g.id DESC LIMIT 500`, string(id))
}

// standingGrants lists those that are invitations or in force.
func standingGrants(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) ([]Grant, error) {
	return sqldb.List(ctx, q, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant g
		WHERE g.organisation = $1 AND g.state IN ('invited', 'active') ORDER BY g.id`, string(id))
}

// grantBySignature is the grant, an invitation or in force, whose document a signature of the room of signatures has signed.
func grantBySignature(ctx context.Context, q sqldb.Querier, signature string) (Grant, error) {
	return scanGrant(q.QueryRow(ctx, `SELECT `+grantColumns+` FROM organisation_grant g
		WHERE g.signature = $1 AND g.state IN ('invited', 'active')`, signature))
}

func standingGrant(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, mac string) (Grant, error) {
	return scanGrant(q.QueryRow(ctx, `SELECT `+grantColumns+` FROM organisation_grant g
		WHERE g.organisation = $1 AND g.snils_mac = $2 AND g.state IN ('invited', 'active')`, string(id), mac))
}

func invitationsTo(ctx context.Context, q sqldb.Querier, mac string, now time.Time) ([]Grant, error) {
	return sqldb.List(ctx, q, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant g
		WHERE g.snils_mac = $1 AND g.state = 'invited' AND g.lapses_at > $2 AND g.until > $2 ORDER BY g.id`, mac, now)
}

func grantsEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Grant, error) {
	return sqldb.List(ctx, q, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant g WHERE g.person = $1 ORDER BY g.id`, string(p))
}

// acceptGrant makes an invitation a grant, once.
func acceptGrant(ctx context.Context, tx *sqldb.Tx, id string, p actor.PersonID, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE organisation_grant SET state = 'active', person = $2, accepted_at = $3
		WHERE id = $1 AND state = 'invited' AND lapses_at > $3 AND until > $3`, id, string(p), at)
	return n == 1, err
}

func endGrant(ctx context.Context, tx *sqldb.Tx, id string, state GrantState, by actor.PersonID, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE organisation_grant SET state = $2, ended_by = $3, ended_at = $4
		WHERE id = $1 AND state IN ('invited', 'active')`, id, string(state), string(by), at)
	return n == 1, err
}

// holdGrants puts the grants of an organisation under the condition that a new head confirms them.
func holdGrants(ctx context.Context, tx *sqldb.Tx, id actor.OrganisationID, by time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_grant SET confirm_by = $2 WHERE organisation = $1 AND state IN ('invited', 'active') AND confirm_by IS NULL`,
		string(id), by)
	return err
}

func confirmGrant(ctx context.Context, tx *sqldb.Tx, id string) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_grant SET confirm_by = NULL WHERE id = $1`, id)
	return err
}

// overGrants lists grants and invitations whose time is over and that still stand as if it were not.
func overGrants(ctx context.Context, q sqldb.Querier, now time.Time) ([]Grant, error) {
	return sqldb.List(ctx, q, scanGrant, `SELECT `+grantColumns+` FROM organisation_grant g
		WHERE g.state = 'active' AND (g.until <= $1 OR g.confirm_by <= $1) OR g.state = 'invited' AND (g.until <= $1 OR g.lapses_at <= $1 OR g.confirm_by <= $1)
		ORDER BY g.id LIMIT 200`, now)
}

// wish is a grant that waits for the signature of its document.
type wish struct {
	id           string
	organisation actor.OrganisationID // "" when the signature opens the cabinet, too
	person       actor.PersonID       // who is to sign
	snilsMac     string
	snilsEnd     string
	name         string
	role         Role
	until        time.Time
	replaces     string // id of the grant that this one takes the place of
	link         string // id of the employee's link that asked for it
	expires      time.Time
}

func insertWish(ctx context.Context, tx *sqldb.Tx, w wish) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_wish (id, organisation, person, snils_mac, snils_end, name, role, until, replaces, link, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		w.id, string(w.organisation), string(w.person), w.snilsMac, w.snilsEnd, w.name, string(w.role), w.until, w.replaces, w.link, w.expires)
	return err
}

func wishByID(ctx context.Context, q sqldb.Querier, id string) (w wish, err error) {
	err = q.QueryRow(ctx, `SELECT id, organisation, person, snils_mac, snils_end, name, role, until, replaces, link, expires_at FROM organisation_wish WHERE id = $1`, id).
		Scan(&w.id, &w.organisation, &w.person, &w.snilsMac, &w.snilsEnd, &w.name, &w.role, &w.until, &w.replaces, &w.link, &w.expires)
	return w, err
}

func deleteWish(ctx context.Context, tx *sqldb.Tx, id string) (bool, error) {
	n, err := tx.Exec(ctx, `DELETE FROM organisation_wish WHERE id = $1`, id)
	return n == 1, err
}

// forgetOld deletes what nobody signed, links that nobody used, and signed logins that were used long ago.
func forgetOld(ctx context.Context, tx *sqldb.Tx, before time.Time) error {
	_, wishes := tx.Exec(ctx, `DELETE FROM organisation_wish WHERE expires_at < $1`, before)
	_, links := tx.Exec(ctx, `DELETE FROM organisation_link WHERE expires_at < $1`, before)
	_, logins := tx.Exec(ctx, `DELETE FROM organisation_login WHERE at < $1`, before)
	if err := errors.Join(wishes, links, logins); err != nil {
		return fmt.Errorf("forget what is over: %w", err)
	}
	return nil
}

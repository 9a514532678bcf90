package account

import (
	"context"
	"database/sql"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

const sessionColumns = `s.id, s.person, s.browser, s.address, s.method, s.device, s.created_at, s.seen_at, s.confirmed_at, s.expires_at`

func (x *Session) fields() []any {
	return []any{&x.ID, &x.Person, &x.Browser, &x.Address, &x.Method, &x.device, &x.Created, &x.Seen, &x.Confirmed, &x.Expires}
}

func insertSession(ctx context.Context, tx *sqldb.Tx, x Session) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_session (id, secret_hash, person, device, browser, address, method, created_at, seen_at, confirmed_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		x.ID, x.secret, string(x.Person), x.device, x.Browser, x.Address, x.Method, x.Created, x.Seen, x.Confirmed, x.Expires)
	return err
}

// sessionBySecret reads a living session and its person: not ended, not older than its term, seen after idle.
func sessionBySecret(ctx context.Context, q sqldb.Querier, hash string, now, idle time.Time) (x Session, p Person, err error) {
	var (
		phone  sql.NullString
		lang   string
		locked sql.NullTime
	)
	fields := append(x.fields(), &p.ID, &p.Name.Surname, &p.Name.Given, &p.Name.Patronymic, &p.Email, &phone, &p.Level, &lang, &locked, &p.Created)
	err = q.QueryRow(ctx, `SELECT `+sessionColumns+`, p.id, p.surname, p.given, p.patronymic, p.email, p.phone, p.level, p.lang, p.locked_at, p.created_at
		FROM account_session s JOIN account_person p ON p.id = s.person
		WHERE s.secret_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3`, hash, now, idle).Scan(fields...)
	p.Phone, p.Locked = ruid.Phone(phone.String), locked.Valid
	p.Lang, _ = i18n.Parse(lang)
	return x, p, err
}

func sessionsOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, now, idle time.Time) ([]Session, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (x Session, err error) { return x, r.Scan(x.fields()...) },
		`SELECT `+sessionColumns+` FROM account_session s
		WHERE s.person = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.seen_at > $3 ORDER BY s.seen_at DESC, s.id DESC`, string(p), now, idle)
}

func touchSession(ctx context.Context, tx *sqldb.Tx, id string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET seen_at = $2 WHERE id = $1 AND ended_at IS NULL AND seen_at < $2`, id, at)
	return err
}

// confirmSession notes a proof and replaces the secret; it reports false when the session has ended, by itself or otherwise. How
// it was proved is added to the method unless it is in it.
func confirmSession(ctx context.Context, tx *sqldb.Tx, id string, p actor.PersonID, hash, how string, at, idle time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE account_session SET secret_hash = $3, confirmed_at = $4, seen_at = $4,
		method = CASE WHEN '+' || method || '+' LIKE $6 THEN method ELSE method || $5 END
		WHERE id = $1 AND person = $2 AND ended_at IS NULL AND expires_at > $4 AND seen_at > $7`,
		id, string(p), hash, at, "+"+how, "%+"+how+"+%", idle)
	return n == 1, err
}

func endSession(ctx context.Context, tx *sqldb.Tx, id string, at time.Time, why string) error {
	_, err := tx.Exec(ctx, `UPDATE account_session SET ended_at = $2, ended_why = $3 WHERE id = $1 AND ended_at IS NULL`, id, at, why)
	return err
}

func deleteOldSessions(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_session WHERE expires_at < $1`, before)
}

// touchDevice returns the id of a browser that the person has used before.
func touchDevice(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, hash string, at time.Time) (id string, err error) {
	err = tx.QueryRow(ctx, `UPDATE account_device SET seen_at = $3 WHERE secret_hash = $1 AND person = $2 RETURNING id`, hash, string(p), at).Scan(&id)
	return id, err
}

func insertDevice(ctx context.Context, tx *sqldb.Tx, id string, p actor.PersonID, hash, browser string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_device (id, secret_hash, person, browser, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)`,
		id, hash, string(p), browser, at)
	return err
}

func deviceIssued(ctx context.Context, q sqldb.Querier, hash string) (issued bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_device WHERE secret_hash = $1)`, hash).Scan(&issued)
	return issued, err
}

func deleteOldDevices(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_device WHERE seen_at < $1`, before)
}

func deviceKnown(ctx context.Context, q sqldb.Querier, p actor.PersonID, hash string) (known bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_device WHERE secret_hash = $1 AND person = $2)`, hash, string(p)).Scan(&known)
	return known, err
}

func devicesOf(ctx context.Context, q sqldb.Querier, p actor.PersonID, here string) ([]Device, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (d Device, err error) {
		return d, r.Scan(&d.ID, &d.Browser, &d.Created, &d.Seen, &d.Here)
	},
		`SELECT id, browser, created_at, seen_at, secret_hash = $2 FROM account_device WHERE person = $1 ORDER BY seen_at DESC, id DESC LIMIT 50`,
		string(p), here)
}

func deleteDevice(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, id string) (gone bool, err error) {
	n, err := tx.Exec(ctx, `DELETE FROM account_device WHERE person = $1 AND id = $2`, string(p), id)
	return n == 1, err
}

// deleteDevicesSince forgets the browsers that somebody else may have used.
func deleteDevicesSince(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, since time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_device WHERE person = $1 AND created_at >= $2`, string(p), since)
	return err
}

// sessionBegan returns when a session was opened.
func sessionBegan(ctx context.Context, q sqldb.Querier, id string) (at time.Time, err error) {
	err = q.QueryRow(ctx, `SELECT created_at FROM account_session WHERE id = $1`, id).Scan(&at)
	return at, err
}

package account

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

func insertRecovery(ctx context.Context, tx *sqldb.Tx, r recovery, hash string, at time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_recovery (id, secret_hash, person, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
		r.id, hash, string(r.person), at, r.expires)
	return err
}

func selectRecovery(ctx context.Context, q sqldb.Querier, hash string) (r recovery, err error) {
	var used sql.NullTime
	err = q.QueryRow(ctx, `SELECT id, person, expires_at, used_at FROM account_recovery WHERE secret_hash = $1`, hash).
		Scan(&r.id, &r.person, &r.expires, &used)
	r.used = used.Valid
	return r, err
}

// useRecoveries uses up every link of the person: one new password is enough.
func useRecoveries(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_recovery SET used_at = $2 WHERE person = $1 AND used_at IS NULL`, string(p), at)
	return err
}

func deleteOldRecoveries(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_recovery WHERE expires_at < $1`, before)
}

func insertAsk(ctx context.Context, tx *sqldb.Tx, a Ask) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_ask (id, secret_hash, wish, kind, via, login, lang, browser, address, request, began_at, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		a.ID, a.secret, string(a.Wish), string(a.Login.Kind), string(a.Channel), a.Login.Value, a.Lang.Code(),
		a.origin.browser, a.origin.network, a.origin.request, a.Began, a.created, a.Expires)
	return err
}

// selectAsk reads by secret_hash or id.
func selectAsk(ctx context.Context, q sqldb.Querier, column, value string) (a Ask, err error) {
	var lang string
	err = q.QueryRow(ctx, `SELECT id, secret_hash, wish, kind, via, login, lang, browser, address, request, person, began_at, created_at, expires_at
		FROM account_ask WHERE `+column+` = $1`, value).
		Scan(&a.ID, &a.secret, &a.Wish, &a.Login.Kind, &a.Channel, &a.Login.Value, &lang, &a.origin.browser, &a.origin.network, &a.origin.request,
			&a.person, &a.Began, &a.created, &a.Expires)
	a.Lang, _ = i18n.Parse(lang)
	return a, err
}

func setAskChannel(ctx context.Context, tx *sqldb.Tx, id string, c Channel) error {
	_, err := tx.Exec(ctx, `UPDATE account_ask SET via = $2 WHERE id = $1`, id, string(c))
	return err
}

func setAskPerson(ctx context.Context, tx *sqldb.Tx, id string, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE account_ask SET person = $2 WHERE id = $1`, id, string(p))
	return err
}

// deleteAsksOf also makes the codes of the asks worth nothing, whose owner the asks are.
func deleteAsksOf(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `DELETE FROM account_ask WHERE person = $1`, string(p))
	return err
}

func deleteOldAsks(ctx context.Context, tx *sqldb.Tx, before time.Time) (int64, error) {
	return tx.Exec(ctx, `DELETE FROM account_ask WHERE expires_at < $1`, before)
}

// spoilCode makes a code that no digits open: its MAC is as long as any, and none.
func spoilCode(ctx context.Context, tx *sqldb.Tx, owner string, p purpose) error {
	_, err := tx.Exec(ctx, `UPDATE account_code SET mac = $3 WHERE owner = $1 AND purpose = $2`, owner, string(p), strings.Repeat("0", 64))
	return err
}

// personByOwnSNILS finds the person whose СНИЛС a source has confirmed.
func personByOwnSNILS(ctx context.Context, q sqldb.Querier, n ruid.SNILS) (Person, error) {
	return scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM account_person WHERE snils = $1 AND identified_at IS NOT NULL`, string(n)))
}

// peopleOfDevice lists who has signed in from a browser.
func peopleOfDevice(ctx context.Context, q sqldb.Querier, hash string) ([]actor.PersonID, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (p actor.PersonID, err error) { return p, r.Scan(&p) },
		`SELECT person FROM account_device WHERE secret_hash = $1`, hash)
}

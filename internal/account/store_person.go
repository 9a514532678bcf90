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

const personColumns = `id, surname, given, patronymic, email, phone, snils, birth, sex, identified_at, level, lang, locked_at, created_at`

func scanPerson(row sqldb.Row) (p Person, err error) {
	var (
		phone, snils       sql.NullString
		lang               string
		locked, identified sql.NullTime
	)
	err = row.Scan(&p.ID, &p.Name.Surname, &p.Name.Given, &p.Name.Patronymic, &p.Email, &phone, &snils, &p.Birth, &p.Sex, &identified,
		&p.Level, &lang, &locked, &p.Created)
	p.Phone, p.SNILS = ruid.Phone(phone.String), ruid.SNILS(snils.String)
	p.Locked, p.Identified = locked.Valid, identified.Valid
	p.Lang, _ = i18n.Parse(lang)
	return p, err
}

func insertPerson(ctx context.Context, tx *sqldb.Tx, p Person, hash string) error {
	phone := sql.NullString{String: string(p.Phone), Valid: p.Phone != ""}
	_, err := tx.Exec(ctx, `INSERT INTO account_person (id, surname, given, patronymic, name_key, email, email_key, phone, password, level, lang, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		string(p.ID), p.Name.Surname, p.Name.Given, p.Name.Patronymic, fold(p.Name.Full()), string(p.Email), p.Email.Key(), phone, hash, int(p.Level), p.Lang.Code(), p.Created)
	return err
}

func personByID(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Person, error) {
	return scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM account_person WHERE id = $1 AND erased_at IS NULL`, string(p)))
}

func personByEmail(ctx context.Context, q sqldb.Querier, e Email) (Person, error) {
	return scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM account_person WHERE email_key = $1`, e.Key()))
}

func personByPhone(ctx context.Context, q sqldb.Querier, p ruid.Phone) (Person, error) {
	return scanPerson(q.QueryRow(ctx, `SELECT `+personColumns+` FROM account_person WHERE phone = $1`, string(p)))
}

func phoneTaken(ctx context.Context, q sqldb.Querier, p ruid.Phone) (taken bool, err error) {
	err = q.QueryRow(ctx, `SELECT EXISTS (SELECT 1 FROM account_person WHERE phone = $1)`, string(p)).Scan(&taken)
	return taken, err
}

func passwordOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (hash string, err error) {
	err = q.QueryRow(ctx, `SELECT password FROM account_person WHERE id = $1`, string(p)).Scan(&hash)
	return hash, err
}

// holdPassword reports whether the password still has the hash. It writes the row, so that of two transactions that
// change or rely on the password one sees the other on both engines.
func holdPassword(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, hash string) (same bool, err error) {
	n, err := tx.Exec(ctx, `UPDATE account_person SET password = password WHERE id = $1 AND password = $2`, string(p), hash)
	return n == 1, err
}

// setPassword sets the hash; "" is one that no password has.
func setPassword(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, hash string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET password = $2, password_at = $3 WHERE id = $1`, string(p), hash, at)
	return err
}

// holdPerson writes the row, so that of two transactions that rely on it or change it one sees the other on both engines.
func holdPerson(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET id = id WHERE id = $1`, string(p))
	return err
}

func setLocked(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, at sql.NullTime) error {
	_, err := tx.Exec(ctx, `UPDATE account_person SET locked_at = $2 WHERE id = $1`, string(p), at)
	return err
}

func insertConsent(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, c Consent) error {
	_, err := tx.Exec(ctx, `INSERT INTO account_consent (person, document, version, given_at, address) VALUES ($1, $2, $3, $4, $5)`,
		string(p), c.Document, c.Version, c.GivenAt, c.Address)
	return err
}

// searchPersons finds people by id, by a part of the e-mail or of the folded name, the newest first; ids are in the order
// of creation, so before is the id after which the page begins.
func searchPersons(ctx context.Context, q sqldb.Querier, part, before string, limit int) ([]Person, error) {
	pattern := "%" + likeEscaper.Replace(fold(part)) + "%"
	return sqldb.List(ctx, q, scanPerson, `SELECT `+personColumns+` FROM account_person
		WHERE erased_at IS NULL AND ($1 = '' OR id < $1) AND (id = $2 OR email_key LIKE $3 ESCAPE '!' OR name_key LIKE $3 ESCAPE '!')
		ORDER BY id DESC LIMIT $4`, before, part, pattern, limit)
}

var likeEscaper = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// fold is what two spellings of a name have in common: neither case nor ё tells them apart. Engines fold ASCII only.
func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }

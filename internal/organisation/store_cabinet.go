package organisation

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const cabinetColumns = `c.id, c.ogrn, c.inn, c.kpp, c.name, c.email, c.phone, c.opened_by, c.opened_at, c.signature`

func scanCabinet(row sqldb.Row) (c Cabinet, err error) {
	err = row.Scan(&c.ID, &c.OGRN, &c.INN, &c.KPP, &c.Name, &c.Email, &c.Phone, &c.OpenedBy, &c.Opened, &c.Signature)
	return c, err
}

func insertCabinet(ctx context.Context, tx *sqldb.Tx, c Cabinet) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_cabinet (id, ogrn, inn, kpp, name, email, phone, opened_by, opened_at, signature)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		string(c.ID), c.OGRN, c.INN, string(c.KPP), c.Name, c.Email, string(c.Phone), string(c.OpenedBy), c.Opened, c.Signature)
	return err
}

func cabinetByOGRN(ctx context.Context, q sqldb.Querier, ogrn string) (Cabinet, error) {
	return scanCabinet(q.QueryRow(ctx, `SELECT `+cabinetColumns+` FROM organisation_cabinet c WHERE c.ogrn = $1`, ogrn))
}

func cabinetByID(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (Cabinet, error) {
	return scanCabinet(q.QueryRow(ctx, `SELECT `+cabinetColumns+` FROM organisation_cabinet c WHERE c.id = $1`, string(id)))
}

func cabinetOpenedBy(ctx context.Context, q sqldb.Querier, signature string) (Cabinet, error) {
	return scanCabinet(q.QueryRow(ctx, `SELECT `+cabinetColumns+` FROM organisation_cabinet c WHERE c.signature = $1`, signature))
}

// holdCabinet makes what follows in the transaction go before or after any other change of who acts in the cabinet.
func holdCabinet(ctx context.Context, tx *sqldb.Tx, id actor.OrganisationID) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_cabinet SET name = name WHERE id = $1`, string(id))
	return err
}

func setDetails(ctx context.Context, tx *sqldb.Tx, id actor.OrganisationID, d Details) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_cabinet SET kpp = $2, email = $3, phone = $4 WHERE id = $1`,
		string(id), string(d.KPP), d.Email, string(d.Phone))
	return err
}

func setName(ctx context.Context, tx *sqldb.Tx, id actor.OrganisationID, name string) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_cabinet SET name = $2 WHERE id = $1 AND name <> $2`, string(id), name)
	return err
}

const signerColumns = `s.id, s.organisation, s.person, s.basis, s.joint, s.post, s.inn, s.certificate, s.since, s.until, s.judged_at, s.as_of, s.ended_at, s.ended_why`

func scanSignatory(row sqldb.Row) (s Signatory, err error) {
	var until, ended null
	err = row.Scan(&s.ID, &s.Organisation, &s.Person, &s.Basis, &s.Joint, &s.Post, &s.INN, &s.Certificate, &s.Since, &until, &s.Judged, &s.AsOf, &ended, &s.EndedWhy)
	s.Until, s.Ended = until.Time, ended.Time
	return s, err
}

func insertSigner(ctx context.Context, tx *sqldb.Tx, s Signatory) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_signer (id, organisation, person, basis, joint, post, inn, certificate, since, until, judged_at, as_of)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.ID, string(s.Organisation), string(s.Person), string(s.Basis), s.Joint, s.Post, string(s.INN), s.Certificate, s.Since, orNull(s.Until), s.Judged, s.AsOf)
	return err
}

// judgeSigner notes what the register said when it was asked again.
func judgeSigner(ctx context.Context, tx *sqldb.Tx, s Signatory) error {
	_, err := tx.Exec(ctx, `UPDATE organisation_signer SET basis = $2, joint = $3, post = $4, inn = $5, certificate = $6, until = $7, judged_at = $8, as_of = $9
		WHERE id = $1`, s.ID, string(s.Basis), s.Joint, s.Post, string(s.INN), s.Certificate, orNull(s.Until), s.Judged, s.AsOf)
	return err
}

func endSigner(ctx context.Context, tx *sqldb.Tx, id string, at time.Time, why string) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE organisation_signer SET ended_at = $2, ended_why = $3 WHERE id = $1 AND ended_at IS NULL`, id, at, why)
	return n == 1, err
}

// signersOf lists who signs for an organisation now.
func signersOf(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) ([]Signatory, error) {
	return sqldb.List(ctx, q, scanSignatory, `SELECT `+signerColumns+` FROM organisation_signer s
		WHERE s.organisation = $1 AND s.ended_at IS NULL ORDER BY s.id`, string(id))
}

func signerNow(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, p actor.PersonID) (Signatory, error) {
	return scanSignatory(q.QueryRow(ctx, `SELECT `+signerColumns+` FROM organisation_signer s
		WHERE s.organisation = $1 AND s.person = $2 AND s.ended_at IS NULL`, string(id), string(p)))
}

// signersBy lists who entered some organisation by a certificate, and signs now.
func signersBy(ctx context.Context, q sqldb.Querier, sha256 string) ([]Signatory, error) {
	return sqldb.List(ctx, q, scanSignatory, `SELECT `+signerColumns+` FROM organisation_signer s
		WHERE s.ended_at IS NULL AND s.certificate IN (SELECT id FROM organisation_certificate WHERE sha256 = $1) ORDER BY s.id`, sha256)
}

func signersEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Signatory, error) {
	return sqldb.List(ctx, q, scanSignatory, `SELECT `+signerColumns+` FROM organisation_signer s WHERE s.person = $1 ORDER BY s.id`, string(p))
}

const certificateColumns = `id, organisation, person, sha256, serial, holder, issuer, not_before, not_after, trial, added_at, removed_at`

func scanCertificate(row sqldb.Row) (c Certificate, err error) {
	var removed null
	err = row.Scan(&c.ID, &c.Organisation, &c.Person, &c.SHA256, &c.Serial, &c.Holder, &c.Issuer, &c.NotBefore, &c.NotAfter, &c.Trial, &c.Added, &removed)
	c.Removed = removed.Time
	return c, err
}

func insertCertificate(ctx context.Context, tx *sqldb.Tx, c Certificate) error {
	_, err := tx.Exec(ctx, `INSERT INTO organisation_certificate (id, organisation, person, sha256, serial, holder, issuer, not_before, not_after, trial, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.ID, string(c.Organisation), string(c.Person), c.SHA256, c.Serial, c.Holder, c.Issuer, c.NotBefore, c.NotAfter, c.Trial, c.Added)
	return err
}

func certificateNow(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, sha256 string) (Certificate, error) {
	return scanCertificate(q.QueryRow(ctx, `SELECT `+certificateColumns+` FROM organisation_certificate
		WHERE organisation = $1 AND sha256 = $2 AND removed_at IS NULL`, string(id), sha256))
}

func certificatesOf(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) ([]Certificate, error) {
	return sqldb.List(ctx, q, scanCertificate, `SELECT `+certificateColumns+` FROM organisation_certificate
		WHERE organisation = $1 AND removed_at IS NULL ORDER BY id DESC`, string(id))
}

func certificatesEver(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Certificate, error) {
	return sqldb.List(ctx, q, scanCertificate, `SELECT `+certificateColumns+` FROM organisation_certificate WHERE person = $1 ORDER BY id`, string(p))
}

func removeCertificate(ctx context.Context, tx *sqldb.Tx, organisation actor.OrganisationID, id string, by actor.PersonID, at time.Time) (bool, error) {
	n, err := tx.Exec(ctx, `UPDATE organisation_certificate SET removed_by = $3, removed_at = $4
		WHERE organisation = $1 AND id = $2 AND removed_at IS NULL`, string(organisation), id, string(by), at)
	return n == 1, err
}

func cabinetsAfter(ctx context.Context, q sqldb.Querier, after actor.OrganisationID, limit int) ([]Cabinet, error) {
	return sqldb.List(ctx, q, scanCabinet, `SELECT `+cabinetColumns+` FROM organisation_cabinet c WHERE c.id > $1 ORDER BY c.id LIMIT $2`, string(after), limit)
}

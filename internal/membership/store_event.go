package membership

import (
	"context"
	"encoding/json"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const eventColumns = `id, organisation, kind, status, state, at, author, application, number, reason, note, corrects, signature, basis, receipt`

func scanEvent(row sqldb.Row) (e Event, err error) {
	var basis string
	if err := row.Scan(&e.ID, &e.Organisation, &e.Kind, &e.Status, &e.State, &e.At, &e.Author, &e.Application, &e.Number, &e.Reason, &e.Note,
		&e.Corrects, &e.Signature, &basis, &e.Receipt); err != nil {
		return Event{}, err
	}
	return e, json.Unmarshal([]byte(basis), &e.Basis)
}

func insertEvent(ctx context.Context, tx *sqldb.Tx, e Event) error {
	basis, err := json.Marshal(e.Basis)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO membership_event (id, organisation, kind, status, state, at, author, application, number, reason, note, corrects,
			signature, basis, receipt)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		e.ID, e.Organisation, e.Kind, e.Status, e.State, e.At, e.Author, e.Application, e.Number, e.Reason, e.Note, e.Corrects, e.Signature,
		string(basis), e.Receipt)
	return err
}

func eventByID(ctx context.Context, q sqldb.Querier, id string) (Event, error) {
	return scanEvent(q.QueryRow(ctx, `SELECT `+eventColumns+` FROM membership_event WHERE id = $1`, id))
}

func eventsOf(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) ([]Event, error) {
	return sqldb.List(ctx, q, scanEvent, `SELECT `+eventColumns+` FROM membership_event WHERE organisation = $1 ORDER BY id`, organisation)
}

// givenBy is the event by which the present status was given.
func givenBy(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) (id string, err error) {
	return id, q.QueryRow(ctx, `SELECT id FROM membership_event WHERE organisation = $1 AND kind = 'given' ORDER BY id DESC LIMIT 1`, organisation).Scan(&id)
}

// latestEvents are what the feed tells: what has happened to members, the latest first.
func latestEvents(ctx context.Context, q sqldb.Querier, n int) ([]Event, error) {
	return sqldb.List(ctx, q, scanEvent, `SELECT `+eventColumns+` FROM membership_event ORDER BY id DESC LIMIT $1`, n)
}

// decided is a row of the copy of a person's data.
type decided struct {
	Kind   Kind      `json:"kind"`
	At     time.Time `json:"at"`
	Number string    `json:"number"`
}

func decidedBy(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]decided, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (d decided, err error) { return d, r.Scan(&d.Kind, &d.At, &d.Number) },
		`SELECT kind, at, number FROM membership_event WHERE author = $1 ORDER BY id`, who)
}

// answeredBy are what a person has answered to warnings.
func answeredBy(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]answered, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (a answered, err error) { return a, r.Scan(&a.At, &a.Text) },
		`SELECT answered_at, answer FROM membership_warning WHERE answered_by = $1 ORDER BY id`, who)
}

// answered is a row of the copy of a person's data.
type answered struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// forgetAnswers takes a person off the answers, which stay the organisation's.
func forgetAnswers(ctx context.Context, tx *sqldb.Tx, who actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE membership_warning SET answered_by = '' WHERE answered_by = $1`, who)
	return err
}

func storeCandidate(ctx context.Context, tx *sqldb.Tx, c candidate, now time.Time) error {
	basis, err := json.Marshal(c.Basis)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO membership_candidate (organisation, ogrn, name, status, outcome, basis, since, judged_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $7)
		ON CONFLICT (organisation) DO UPDATE SET name = excluded.name, status = excluded.status, outcome = excluded.outcome,
			basis = excluded.basis, judged_at = excluded.judged_at`,
		c.Organisation, c.OGRN, c.Name, c.Status, c.Outcome, string(basis), now)
	return err
}

func deleteCandidate(ctx context.Context, tx *sqldb.Tx, organisation actor.OrganisationID) error {
	_, err := tx.Exec(ctx, `DELETE FROM membership_candidate WHERE organisation = $1`, organisation)
	return err
}

func candidateIDs(ctx context.Context, q sqldb.Querier, n int) ([]actor.OrganisationID, error) {
	return sqldb.List(ctx, q, scanID, `SELECT organisation FROM membership_candidate ORDER BY judged_at LIMIT $1`, n)
}

func scanID(r sqldb.Row) (id actor.OrganisationID, err error) { return id, r.Scan(&id) }

func candidates(ctx context.Context, q sqldb.Querier, n int) ([]candidate, error) {
	return sqldb.List(ctx, q, func(r sqldb.Row) (c candidate, err error) {
		var basis string
		if err := r.Scan(&c.Organisation, &c.OGRN, &c.Name, &c.Status, &c.Outcome, &basis); err != nil {
			return candidate{}, err
		}
		return c, json.Unmarshal([]byte(basis), &c.Basis)
	}, `SELECT organisation, ogrn, name, status, outcome, basis FROM membership_candidate ORDER BY since LIMIT $1`, n)
}

package membership

import (
	"context"
	"encoding/json"
	"errors"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const memberColumns = `m.organisation, m.ogrn, m.inn, m.name, m.status, m.state, m.region, m.okrug, m.since, m.changed_at, m.event, m.profile`

func scanMember(row sqldb.Row) (m Member, err error) {
	var profile string
	if err := row.Scan(&m.Organisation, &m.OGRN, &m.INN, &m.Name, &m.Status, &m.State, &m.Region, &m.Okrug, &m.Since, &m.Changed, &m.Event, &profile); err != nil {
		return Member{}, err
	}
	return m, json.Unmarshal([]byte(profile), &m.Profile)
}

func memberOf(ctx context.Context, q sqldb.Querier, organisation actor.OrganisationID) (Member, error) {
	return scanMember(q.QueryRow(ctx, `SELECT `+memberColumns+` FROM membership_member AS m WHERE m.organisation = $1`, organisation))
}

func memberByOGRN(ctx context.Context, q sqldb.Querier, ogrn string) (Member, error) {
	return scanMember(q.QueryRow(ctx, `SELECT `+memberColumns+` FROM membership_member AS m WHERE m.ogrn = $1`, ogrn))
}

func standingIDs(ctx context.Context, q sqldb.Querier, after actor.OrganisationID, n int) ([]actor.OrganisationID, error) {
	return sqldb.List(ctx, q, scanID, `SELECT organisation FROM membership_member WHERE state IN ('active', 'suspended') AND organisation > $1
		ORDER BY organisation LIMIT $2`, after, n)
}

// membersAfter lists active members by their number.
func membersAfter(ctx context.Context, q sqldb.Querier, after actor.OrganisationID, n int) ([]Member, error) {
	return sqldb.List(ctx, q, scanMember, `SELECT `+memberColumns+` FROM membership_member AS m WHERE m.state = 'active' AND m.organisation > $1
		ORDER BY m.organisation LIMIT $2`, after, n)
}

// putMember writes what has become of an organisation and counts it.
func putMember(ctx context.Context, tx *sqldb.Tx, m Member) error {
	was, err := memberOf(ctx, tx, m.Organisation)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
	case err != nil:
		return err
	default:
		if err := count(ctx, tx, was, -1); err != nil {
			return err
		}
	}
	if err := storeMember(ctx, tx, m); err != nil {
		return err
	}
	return count(ctx, tx, m, 1)
}

// count adds a member to the figures of the register, or takes it out of them.
func count(ctx context.Context, tx *sqldb.Tx, m Member, by int) error {
	if !m.State.stands() {
		return nil
	}
	keys := []string{""}
	for _, d := range m.Profile.Directions {
		if !slices.Contains(keys, d.Key) {
			keys = append(keys, d.Key)
		}
	}
	for _, key := range keys {
		if _, err := tx.Exec(ctx, `INSERT INTO membership_count (direction, status, okrug, n) VALUES ($1, $2, $3, $4)
			ON CONFLICT (direction, status, okrug) DO UPDATE SET n = membership_count.n + excluded.n`, key, m.Status, m.Okrug, by); err != nil {
			return err
		}
	}
	return nil
}

// storeMember writes the present row of an organisation, with what it is found by. Where status, state, okrug or directions may have
// changed, [putMember] does.
func storeMember(ctx context.Context, tx *sqldb.Tx, m Member) error {
	profile, err := json.Marshal(m.Profile)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `INSERT INTO membership_member (organisation, ogrn, inn, name, name_key, status, state, region, okrug, since, changed_at, event, profile)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		ON CONFLICT (organisation) DO UPDATE SET inn = excluded.inn, name = excluded.name, name_key = excluded.name_key, status = excluded.status,
			state = excluded.state, region = excluded.region, okrug = excluded.okrug, since = excluded.since, changed_at = excluded.changed_at,
			event = excluded.event, profile = excluded.profile`,
		m.Organisation, m.OGRN, m.INN, m.Name, sortKey(m.Name), m.Status, m.State, m.Region, m.Okrug, m.Since, m.Changed, m.Event, string(profile)); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM membership_word WHERE organisation = $1`, m.Organisation); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM membership_direction WHERE organisation = $1`, m.Organisation); err != nil {
		return err
	}
	if !m.State.stands() {
		return nil
	}
	list := telling(words(m.Name))
	for _, w := range list[:min(mostNameWords, len(list))] {
		if _, err := tx.Exec(ctx, `INSERT INTO membership_word (word, organisation, name_key) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, w, m.Organisation, sortKey(m.Name)); err != nil {
			return err
		}
	}
	for _, d := range m.Profile.Directions {
		if _, err := tx.Exec(ctx, `INSERT INTO membership_direction (direction, organisation) VALUES ($1, $2) ON CONFLICT DO NOTHING`, d.Key, m.Organisation); err != nil {
			return err
		}
	}
	return nil
}

package searchstore

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
)

const (
	createPassage = `CREATE TABLE IF NOT EXISTS searchstore_passage (id text PRIMARY KEY, content text NOT NULL, words tsvector NOT NULL)`
	createIndex   = `CREATE INDEX IF NOT EXISTS searchstore_passage_words ON searchstore_passage USING gin (words)`
	createTerm    = `CREATE TABLE IF NOT EXISTS searchstore_term (term text PRIMARY KEY, passages bigint NOT NULL)`
	createMaker   = `CREATE TABLE IF NOT EXISTS searchstore_maker (maker text PRIMARY KEY)`
)

func create(ctx context.Context, tx *sqldb.Tx) error {
	if _, err := tx.Exec(ctx, createPassage); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, createIndex); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, createTerm); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, createMaker)
	return err
}

// renew empties the tables unless the same maker has filled them.
func renew(ctx context.Context, tx *sqldb.Tx, maker string) (empty bool, err error) {
	var same int
	if err := tx.QueryRow(ctx, `SELECT count(*) FROM searchstore_maker WHERE maker = $1`, maker).Scan(&same); err != nil {
		return false, err
	}
	if same == 1 {
		return false, nil
	}
	if _, err := tx.Exec(ctx, `TRUNCATE searchstore_passage, searchstore_term, searchstore_maker`); err != nil {
		return false, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO searchstore_maker (maker) VALUES ($1)`, maker)
	return true, err
}

const (
	uncountTerms = `UPDATE searchstore_term t SET passages = t.passages - d.n
FROM (SELECT lexeme, count(*) AS n FROM searchstore_passage, unnest(words) WHERE id = ANY($1::text[]) GROUP BY lexeme) d WHERE t.term = d.lexeme`
	countTerms = `INSERT INTO searchstore_term (term, passages)
SELECT lexeme, count(*) FROM searchstore_passage, unnest(words) WHERE id = ANY($1::text[]) GROUP BY lexeme ORDER BY lexeme
ON CONFLICT (term) DO UPDATE SET passages = searchstore_term.passages + excluded.passages`
)

func remove(ctx context.Context, tx *sqldb.Tx, ids []string) error {
	if _, err := tx.Exec(ctx, uncountTerms, ids); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM searchstore_passage WHERE id = ANY($1::text[])`, ids)
	return err
}

func insert(ctx context.Context, tx *sqldb.Tx, p search.Passage, lexemes []string) error {
	content, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO searchstore_passage (id, content, words) VALUES ($1, $2, array_to_tsvector($3::text[]))`, p.ID, string(content), lexemes)
	return err
}

func count(ctx context.Context, tx *sqldb.Tx, ids []string) error {
	_, err := tx.Exec(ctx, countTerms, ids)
	return err
}

// frequencies are how many passages have each term.
func frequencies(ctx context.Context, q sqldb.Querier, terms []string) (map[string]int, error) {
	rows, err := q.Query(ctx, `SELECT term, passages FROM searchstore_term WHERE term = ANY($1::text[]) AND passages > 0`, terms)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	having := map[string]int{}
	for rows.Next() {
		var term string
		var n int
		if err := rows.Scan(&term, &n); err != nil {
			return nil, err
		}
		having[term] = n
	}
	return having, rows.Err()
}

const pick = `WITH matched AS MATERIALIZED (SELECT id, words FROM searchstore_passage WHERE words @@ $1::tsquery),
asked AS MATERIALIZED (SELECT unnest($2::text[])::tsquery AS term, unnest($3::float8[]) AS weight),
best AS (SELECT id, (SELECT coalesce(sum(a.weight), 0) FROM asked a WHERE m.words @@ a.term) AS score
FROM matched m ORDER BY score DESC, id LIMIT $4)
SELECT p.content, (SELECT count(*) FROM matched) FROM best JOIN searchstore_passage p USING (id) ORDER BY best.score DESC, p.id`

// picked are the best passages that match, and how many match.
func picked(ctx context.Context, q sqldb.Querier, query string, terms []string, weights []float64, limit int) (list []search.Passage, total int, err error) {
	rows, err := q.Query(ctx, pick, query, terms, weights, limit)
	if err != nil {
		return nil, 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var content string
		if err := rows.Scan(&content, &total); err != nil {
			return nil, 0, err
		}
		var p search.Passage
		if err := json.Unmarshal([]byte(content), &p); err != nil {
			return nil, 0, fmt.Errorf("read a passage: %w", err)
		}
		list = append(list, p)
	}
	return list, total, rows.Err()
}

const countFacets = `SELECT lexeme, count(*) FROM searchstore_passage, unnest(words) WHERE words @@ $1::tsquery AND lexeme LIKE '=%' GROUP BY lexeme`

// facets counts the facets of all that match, by their lexemes.
func facets(ctx context.Context, q sqldb.Querier, query string) (map[string]int, error) {
	rows, err := q.Query(ctx, countFacets, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var lexeme string
		var n int
		if err := rows.Scan(&lexeme, &n); err != nil {
			return nil, err
		}
		counts[lexeme] = n
	}
	return counts, rows.Err()
}

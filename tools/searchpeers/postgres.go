package main

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
)

// postgresIndex is a table of a temporary kind, so that nothing is left behind.
type postgresIndex struct{ conn *pgx.Conn }

func newPostgres(ctx context.Context, url string) (peer, error) {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	return &postgresIndex{conn}, nil
}

// Index implements peer.
func (p *postgresIndex) Index(ctx context.Context, docs []document) error {
	_, err := p.conn.Exec(ctx, `DROP TABLE IF EXISTS docs; CREATE TEMPORARY TABLE docs (id text, title text, body text, region text, kind text, words tsvector)`)
	if err != nil {
		return err
	}
	_, err = p.conn.CopyFrom(ctx, pgx.Identifier{"docs"}, []string{"id", "title", "body", "region", "kind"}, pgx.CopyFromSlice(len(docs), func(i int) ([]any, error) {
		return []any{docs[i].ID, docs[i].Title, docs[i].Text, docs[i].Region, docs[i].Kind}, nil
	}))
	if err != nil {
		return err
	}
	for _, statement := range []string{
		`UPDATE docs SET words = setweight(to_tsvector('russian', title), 'A') || to_tsvector('russian', body)`,
		`CREATE INDEX ON docs USING gin (words)`,
		`ANALYZE docs`,
	} {
		if _, err := p.conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}

const (
	anyWord = `WITH q AS (SELECT replace(plainto_tsquery('russian', $1)::text, '&', '|')::tsquery AS q) `
	find    = anyWord + `SELECT id FROM docs, q WHERE words @@ q ORDER BY ts_rank(words, q) DESC, id LIMIT 10`
	count   = anyWord + `SELECT region, kind, count(*) FROM docs, q WHERE words @@ q GROUP BY GROUPING SETS (region, kind)`
)

// Find implements peer.
func (p *postgresIndex) Find(ctx context.Context, text string, facets bool) ([]string, error) {
	rows, err := p.conn.Query(ctx, find, text)
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !facets {
		return ids, err
	}
	rows, err = p.conn.Query(ctx, count, text)
	if err != nil {
		return nil, err
	}
	for rows.Next() {
	}
	return ids, errors.Join(rows.Err())
}

// Close implements peer.
func (p *postgresIndex) Close() error { return p.conn.Close(context.Background()) }

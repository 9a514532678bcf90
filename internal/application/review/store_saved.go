package review

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

const viewColumns = `SELECT id, owner = '', place, name, side, service, whose, term, words, changed_at FROM application_view`

// scanView reads a view. What was kept is judged like an address: it may be none any more.
func scanView(row sqldb.Row) (v View, err error) {
	err = row.Scan(&v.ID, &v.Shared, &v.place, &v.Name, &v.Slice.Side, &v.Slice.Service, &v.Slice.Whose, &v.Slice.Left, &v.Slice.Words, &v.changed)
	v.Slice = v.Slice.sound()
	return v, err
}

// listViews lists the views of somebody and those of the room.
func listViews(ctx context.Context, q sqldb.Querier, person string) ([]View, error) {
	return sqldb.List(ctx, q, scanView, viewColumns+` WHERE owner IN ('', $1) ORDER BY place`, person)
}

func viewsOf(ctx context.Context, q sqldb.Querier, owner string) ([]View, error) {
	return sqldb.List(ctx, q, scanView, viewColumns+` WHERE owner = $1 ORDER BY place`, owner)
}

func insertView(ctx context.Context, tx *sqldb.Tx, v View, owner string, by actor.PersonID) error {
	_, err := tx.Exec(ctx, `INSERT INTO application_view (id, owner, place, name, folded, side, service, whose, term, words, person, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		v.ID, owner, v.place, v.Name, fold(v.Name), string(v.Slice.Side), v.Slice.Service, string(v.Slice.Whose), string(v.Slice.Left), v.Slice.Words, string(by), v.changed)
	return err
}

func updateView(ctx context.Context, tx *sqldb.Tx, v View, by actor.PersonID) error {
	_, err := tx.Exec(ctx, `UPDATE application_view SET name = $2, folded = $3, side = $4, service = $5, whose = $6, term = $7, words = $8, person = $9, changed_at = $10 WHERE id = $1`,
		v.ID, v.Name, fold(v.Name), string(v.Slice.Side), v.Slice.Service, string(v.Slice.Whose), string(v.Slice.Left), v.Slice.Words, string(by), v.changed)
	return err
}

func deleteView(ctx context.Context, tx *sqldb.Tx, view string) error {
	_, err := tx.Exec(ctx, `DELETE FROM application_view WHERE id = $1`, view)
	return err
}

// HeldView is a view that a person saved, for the copy of their data.
type HeldView struct {
	Name    string    `json:"name"`
	Shared  bool      `json:"shared,omitempty"`
	Side    Side      `json:"side"`
	Service string    `json:"service,omitempty"`
	Whose   Whose     `json:"whose,omitempty"`
	Left    Left      `json:"left,omitempty"`
	Words   string    `json:"words,omitempty"`
	Changed time.Time `json:"changed"`
}

// HeldAbout lists the views that a person saved.
func (s *Service) HeldAbout(ctx context.Context, q sqldb.Querier, p actor.PersonID) (held []HeldView, err error) {
	list, err := sqldb.List(ctx, q, scanView, viewColumns+` WHERE person = $1 ORDER BY id`, string(p))
	if err != nil {
		return nil, fmt.Errorf("collect the views of a person: %w", err)
	}
	for _, v := range list {
		held = append(held, HeldView{Name: v.Name, Shared: v.Shared, Side: v.Slice.Side, Service: v.Slice.Service, Whose: v.Slice.Whose, Left: v.Slice.Left, Words: v.Slice.Words, Changed: v.changed})
	}
	return held, nil
}

// Forget takes a person out of the room: their views go, and those of the room stay without who saved them.
func (s *Service) Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM application_view WHERE owner = $1`, string(p)); err != nil {
		return fmt.Errorf("forget the views of a person: %w", err)
	}
	if _, err := tx.Exec(ctx, `UPDATE application_view SET person = '' WHERE person = $1`, string(p)); err != nil {
		return fmt.Errorf("forget who saved views: %w", err)
	}
	return nil
}

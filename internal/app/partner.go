package app

import (
	"context"
	"iter"

	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// openPartner builds the room in which partners are found.
func (a *App) openPartner() {
	a.Partner = partner.New(partner.Deps{DB: a.DB, Clock: a.Clock, Source: partnerSource{a}})
}

// partnerSource is everything that can be found, out of the rooms that keep it.
type partnerSource struct{ app *App }

// All implements [partner.Source].
func (s partnerSource) All(context.Context, sqldb.Querier) iter.Seq2[partner.Subject, error] {
	return func(func(partner.Subject, error) bool) {}
}

// One implements [partner.Source].
func (s partnerSource) One(context.Context, sqldb.Querier, string) (partner.Subject, error) {
	return partner.Subject{}, partner.ErrNoSubject
}

package app

import (
	"context"
	"iter"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
)

// openPartner builds the room in which partners are found.
func (a *App) openPartner() {
	a.Partner = partner.New(partner.Deps{
		DB: a.DB, Log: a.Log, Clock: a.Clock, Source: partnerSource{a}, Classifiers: partnerClasses{a},
	})
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

// partnerClasses are the classifiers that the operator has imported.
type partnerClasses struct{ app *App }

// Classes implements [partner.Classifiers].
func (c partnerClasses) Classes(ctx context.Context, q sqldb.Querier) (activities, products []search.Class, err error) {
	for register, into := range map[fact.Register]*[]search.Class{fact.Activities: &activities, fact.Products: &products} {
		list, err := c.app.Fact.Classes(ctx, q, register)
		if err != nil {
			return nil, nil, err
		}
		for _, class := range list {
			*into = append(*into, search.Class{Code: class.Code, Name: class.Name})
		}
	}
	return activities, products, nil
}

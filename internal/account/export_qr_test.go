package account

import (
	"context"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// UsePasskeys says who has a passkey and what confirming by it gives.
func (m *Module) UsePasskeys(has bool, verdict error) { m.passkeys = fixedPasskeys{has, verdict} }

type fixedPasskeys struct {
	any     bool
	verdict error
}

func (f fixedPasskeys) has(context.Context, sqldb.Querier, actor.PersonID) (bool, error) {
	return f.any, nil
}

func (f fixedPasskeys) confirm(context.Context, *sqldb.Tx, actor.Actor, passkeyProof) (*fault.Fault, error) {
	return nil, f.verdict
}

// UseConnectors sets the other sites through which people sign in.
func (m *Module) UseConnectors(list ...connector.Port) { m.connectors = list }

// WaysFrom are the titles of the ways that the page of the level offers from a level on.
func (m *Module) WaysFrom(from actor.Level) (titles []string) {
	for _, w := range m.pages.ways(from, false) {
		titles = append(titles, w.title.In(i18n.Russian))
	}
	return titles
}

// There is what an errand carries to another site.
func (m *Module) There(key string, secret id.Secret) connector.Errand { return m.there(key, secret) }

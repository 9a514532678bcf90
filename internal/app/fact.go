package app

import "github.com/klaster-platform/klaster/internal/fact"

func (a *App) factDeps() fact.Deps {
	return fact.Deps{DB: a.DB, Clock: a.Clock, Jobs: a.Jobs, Config: a.Config.Fact, Reactions: a.factReactions()}
}

// factReactions are what the rooms do when a change of a known organisation stands.
func (a *App) factReactions() []fact.Reaction { return nil }

package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/staff"
)

func (a *App) factDeps() fact.Deps {
	return fact.Deps{DB: a.DB, Clock: a.Clock, Jobs: a.Jobs, Config: a.Config.Fact, Files: a.files, People: names{a}, Reactions: a.factReactions()}
}

// factReactions are what the rooms do when a change of a known organisation stands.
func (a *App) factReactions() []fact.Reaction { return nil }

// trialRegister brings the register of a trial installation up to the day, so that it never grows stale.
type trialRegister struct{}

func (trialRegister) Kind() string { return "fact.trial_register" }

func (a *App) factWorkers() {
	a.Fact.Workers(a.registry)
	if !a.Site.Trial {
		return
	}
	jobs.Deliver(a.registry, func(ctx context.Context, _ jobs.Delivery[trialRegister]) error { return a.importTrialRegister(ctx) },
		jobs.Timeout(10*time.Minute))
	a.registry.Every("fact.trial_register", 24*time.Hour, trialRegister{})
}

// importTrialRegister imports the organisations of the demonstration the way any file is imported. Another import that runs
// is waited for until the next time.
func (a *App) importTrialRegister(ctx context.Context) error {
	organisations, proprietors := demo.Register(a.Clock.Now())
	for register, content := range map[fact.Register][]byte{fact.Organisations: organisations, fact.Entrepreneurs: proprietors} {
		_, err := a.Fact.Import(ctx, fact.Order{
			Register: register, Scope: fact.Delta, Operator: string(staff.Console), Origin: "demo",
			Files: []fact.File{{Name: "demo-" + string(register) + ".xml", Content: bytes.NewReader(content), Size: int64(len(content))}},
		})
		if err != nil && !errors.Is(err, fact.ErrBusy) {
			return fmt.Errorf("import the trial register: %w", err)
		}
	}
	return nil
}

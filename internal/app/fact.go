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
	return fact.Deps{DB: a.DB, Clock: a.Clock, Jobs: a.Jobs, Config: a.Config.Fact, Files: a.files, People: names{a}, Staff: deskStaff{a}, Reactions: a.factReactions()}
}

// factReactions are what the rooms do when a change of a known organisation stands.
func (a *App) factReactions() []fact.Reaction { return []fact.Reaction{a.registerChanged} }

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
	now := a.Clock.Now()
	organisations, proprietors := demo.Register(now)
	for register, content := range map[fact.Register][]byte{
		fact.Organisations: organisations, fact.Entrepreneurs: proprietors, fact.Unfair: demo.Unfair(now), fact.SmallBusiness: demo.Small(now),
	} {
		if err := a.importTrialFile(ctx, register, content); err != nil && !errors.Is(err, fact.ErrBusy) {
			return fmt.Errorf("import the trial register %s: %w", register, err)
		}
	}
	return nil
}

// fromDemo is what the history of imports says of files that the program itself brings.
const fromDemo = "demo"

func (a *App) importTrialFile(ctx context.Context, register fact.Register, content []byte) error {
	order := fact.Order{
		Register: register, Scope: fact.Delta, Operator: string(staff.Console), Origin: fromDemo,
		Files: []fact.File{{Name: "demo-" + string(register) + ".xml", Content: bytes.NewReader(content), Size: int64(len(content))}},
	}
	if register == fact.Unfair || register == fact.SmallBusiness {
		origin, err := a.Fact.OriginOfFull(ctx, register)
		if err != nil {
			return err
		}
		if origin == "" || origin == fromDemo { // a set that somebody imported is not to be replaced
			order.Scope = fact.Full
		}
	}
	_, err := a.Fact.Import(ctx, order)
	return err
}

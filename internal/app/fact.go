package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/dadata"
	"github.com/klaster-platform/klaster/internal/fact/dadatasim"
	"github.com/klaster-platform/klaster/internal/fact/smev"
	"github.com/klaster-platform/klaster/internal/fact/smevsim"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
)

func (a *App) factDeps(providers []fact.Provider) fact.Deps {
	return fact.Deps{
		Verifier: taxSeals{a}, Providers: providers, Age: a.Config.Organisation.RegisterAge,
		DB: a.DB, Clock: a.Clock, Jobs: a.Jobs, Config: a.Config.Fact, Files: a.files, People: names{a}, Staff: deskStaff{a}, Reactions: a.factReactions(),
		Imported: a.registerImported,
	}
}

// factProviders are whom the installation may ask about organisations: in a trial one the invented exchange, and an invented DaData when
// the settings ask for it; in a real one DaData when there is a key. A real exchange needs an agreement with the state that this
// program cannot bring.
func (a *App) factProviders() (list []fact.Provider, err error) {
	c := a.Config.Fact
	if a.Site.Trial {
		a.exchange = smevsim.New(a.Clock, demo.TownRegister)
		list = append(list, smev.New(a.exchange))
	}
	switch {
	case c.DaDataTrial && !a.Site.Trial:
		return nil, fmt.Errorf("fact-dadata-trial: %w", errTrial)
	case c.DaDataTrial && c.DaDataKey != "":
		return nil, errors.New("fact-dadata-trial and fact-dadata-key-file: set only one of them")
	case c.DaDataTrial:
		const key = "trial"
		service := dadatasim.New(key, func() []dadatasim.Party { return trialParties(a.Clock.Now()) })
		list = append(list, dadata.New(c.DaDataURL, func() (string, error) { return key, nil }, service))
	case c.DaDataKey != "":
		list = append(list, dadata.New(c.DaDataURL, c.DaDataKey.Read, a.outbound))
	}
	return list, nil
}

// trialParties are the organisations of the trial register as a commercial copy has them: a month behind, and without those of late.
func trialParties(now time.Time) []dadatasim.Party {
	var list []dadatasim.Party
	for _, o := range demo.Town() {
		status := "ACTIVE"
		switch {
		case o.Ceased != "":
			status = "LIQUIDATED"
		case o.Status != "":
			status = "LIQUIDATING"
		}
		activity, _, _ := strings.Cut(o.Activity, " ")
		p := dadatasim.Party{
			INN: o.INN, OGRN: o.OGRN, KPP: o.KPP, Name: o.Name, Address: o.City + ", " + o.Street, Region: o.Region, Status: status, Activity: activity,
			Registered: time.Date(2019, 3, 1, 0, 0, 0, 0, time.UTC).UnixMilli(), Actual: now.AddDate(0, -1, 0).UnixMilli(),
		}
		if len(o.Heads) > 0 && !o.Hidden {
			h := o.Heads[0]
			p.Head, p.Post = strings.TrimSpace(h.Surname+" "+h.Given+" "+h.Patronymic), h.Post
		}
		list = append(list, p)
	}
	return list
}

// taxSeals judges signatures under extracts as everywhere in the installation.
type taxSeals struct{ app *App }

// Verify implements [fact.Verifier].
func (v taxSeals) Verify(ctx context.Context, message, document []byte) (fact.Signer, error) {
	checked, err := v.app.Signature.Check(ctx, message, bytes.NewReader(document))
	switch {
	case errors.Is(err, signature.ErrNoMessage):
		return fact.Signer{}, errors.Join(fact.ErrBadSignature, err)
	case err != nil:
		return fact.Signer{}, err
	case checked.Report.Indication == validate.Indeterminate && slices.Contains(checked.Report.SubIndications, validate.TryLater):
		return fact.Signer{}, fact.ErrTryLater
	case !checked.Passed() || checked.Certificate == nil || len(checked.Report.Signers) != 1:
		return fact.Signer{}, fact.ErrBadSignature
	}
	sum := checked.Certificate.SHA256()
	s := fact.Signer{Certificate: hex.EncodeToString(sum[:])}
	if of := checked.Certificate.Identity(); !of.Ambiguous() {
		s.INN, s.OGRN = string(of.INN), string(of.OGRN)
	}
	return s, nil
}

// factReactions are what the rooms do when a change of a known organisation stands.
func (a *App) factReactions() []fact.Reaction { return []fact.Reaction{a.registerChanged} }

// registerImported has the search learn classes of activity anew.
func (a *App) registerImported(ctx context.Context, tx *sqldb.Tx, r fact.Register) error {
	if r != fact.Activities && r != fact.Products {
		return nil
	}
	return a.Partner.ChangedAll(ctx, tx)
}

// trialRegister brings the register of a trial installation up to the day, so that it never grows stale.
type trialRegister struct{}

func (trialRegister) Kind() string { return "fact.trial_register" }

func (a *App) factWorkers() {
	a.Fact.Workers(a.registry)
	if !a.Site.Trial {
		return
	}
	jobs.Deliver(a.registry, func(ctx context.Context, _ jobs.Delivery[trialRegister]) error { return a.importTown(ctx) },
		jobs.Timeout(10*time.Minute), jobs.On(townQueue))
	a.registry.Every("fact.trial_register", 24*time.Hour, trialRegister{})
	a.townWorkers()
}

// importTrialRegister imports the first organisations of the demonstration: those that must be there when the first page is seen.
func (a *App) importTrialRegister(ctx context.Context) error {
	organisations, proprietors := demo.Register(a.Clock.Now())
	return a.importTrialFiles(ctx, organisations, proprietors)
}

// importTown imports all organisations of the demonstration, unless the settings want few.
func (a *App) importTown(ctx context.Context) error {
	if a.Config.Bare {
		return a.importTrialRegister(ctx)
	}
	organisations, proprietors := demo.TownRegister(a.Clock.Now())
	return a.importTrialFiles(ctx, organisations, proprietors)
}

// importTrialFiles imports files of the demonstration the way any file is imported. Another import that runs is waited for until the
// next time.
func (a *App) importTrialFiles(ctx context.Context, organisations, proprietors []byte) error {
	now := a.Clock.Now()
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

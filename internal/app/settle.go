package app

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/ruid"
)

// The town of a trial installation is settled once in its life, by jobs that are worked one after another while people look around
// already: first its register, then the matters of its organisations. Each matter goes through the use cases of the rooms, as
// people would do it, with keys that the trial authority has certified. A job that was interrupted goes on where it was.

// townQueue is worked one job at a time.
const townQueue = "demo"

// settleTown begins it.
type settleTown struct{}

func (settleTown) Kind() string { return "demo.settle" }

// settleMatter plays the matter of one organisation, by its place in the town.
type settleMatter struct {
	Place int `json:"place"`
}

func (settleMatter) Kind() string { return "demo.matter" }

// onceInLife is the interval of what happens once.
const onceInLife = 100 * 365 * 24 * time.Hour

func (a *App) townWorkers() {
	if a.Config.Bare {
		return
	}
	jobs.Deliver(a.registry, a.settleTown, jobs.On(townQueue), jobs.Timeout(time.Minute), jobs.Backoff(time.Second, time.Minute))
	jobs.Deliver(a.registry, a.settleProfiles, jobs.On(townQueue), jobs.Timeout(time.Minute), jobs.MaxAttempts(5))
	jobs.Deliver(a.registry, a.settleMatter, jobs.On(townQueue), jobs.Timeout(time.Minute), jobs.MaxAttempts(5))
	a.registry.Every("demo.settle", onceInLife, settleTown{})
}

// errNoTown says that the register of the town was not imported yet.
var errNoTown = errors.New("the register of the trial town is not there yet")

func (a *App) settleTown(ctx context.Context, d jobs.Delivery[settleTown]) error {
	ctx = actor.With(ctx, actor.Actor{Person: staff.Console})
	town := demo.Town()
	err := a.DB.View(ctx, func(q sqldb.Querier) error {
		_, err := a.Fact.Entry(ctx, q, town[len(town)-1].OGRN)
		return err
	})
	if err != nil {
		return errors.Join(errNoTown, err)
	}
	for _, p := range demo.People() {
		if p.Role == "" {
			continue
		}
		if _, err := a.settler(ctx, p, p.SNILS(), account.ByOperator); err != nil {
			return fmt.Errorf("confirm who %s is: %w", p.Email, err)
		}
	}
	d.Record(func(ctx context.Context, tx *sqldb.Tx) error {
		var list []jobs.Args
		for _, m := range demo.Matters() {
			list = append(list, settleMatter{m.Place})
		}
		return a.Jobs.InsertAll(ctx, tx, append(list, settleProfiles{}))
	})
	return nil
}

// settler returns the account of a person of the town, which is made if there is none; a source vouches for the СНИЛС where one is
// named.
func (a *App) settler(ctx context.Context, p demo.Person, snils string, source account.Source) (actor.PersonID, error) {
	name := account.Name{Surname: p.Surname, Given: p.Given, Patronymic: p.Patronymic}
	ids, err := a.Account.AddTrialPeople(ctx, []account.TrialPerson{{Name: name, Email: account.Email(p.Email)}}, demo.Password)
	if err != nil {
		return "", err
	}
	if source == "" {
		return ids[0], nil
	}
	return ids[0], a.DB.Update(ctx, func(tx *sqldb.Tx) error {
		_, err := a.Account.Raise(ctx, tx, ids[0], actor.Full, account.Vouch{
			Source: source, Reference: "demo", Identity: account.Identity{Name: name, SNILS: ruid.SNILS(snils)},
		})
		return err
	})
}

// settleMatter plays a matter as far as it is to go.
func (a *App) settleMatter(ctx context.Context, d jobs.Delivery[settleMatter]) error {
	for _, m := range demo.Matters() {
		if m.Place == d.Args.Place {
			return a.play(ctx, m)
		}
	}
	return nil // the town of this version has no such matter
}

// from lets the doings of a person of the town come from an address of their own, one of those that are for documents (RFC 5737), so that
// the budgets of addresses are not one budget for the whole town.
func from(ctx context.Context, place int) context.Context {
	return httpx.WithInfo(ctx, httpx.Info{Address: netip.AddrFrom4([4]byte{192, 0, 2, byte(place % 256)})})
}

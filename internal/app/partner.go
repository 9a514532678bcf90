package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/search"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// openPartner builds the room in which partners are found.
func (a *App) openPartner() {
	a.Partner = partner.New(partner.Deps{
		DB: a.DB, Log: a.Log, Clock: a.Clock, Source: partnerSource{a}, Classifiers: partnerClasses{a}, Readers: partnerReaders{a}, BaseURL: a.Site.BaseURL,
		People: partnerPeople{a}, Letters: bell{a}, Limits: a.limits, Jobs: a.Jobs, Key: a.codes, Vectors: a.vectors,
		Snapshot: filepath.Join(a.Config.Data, "partners.index"), Maker: a.partnerMaker(),
	})
}

// alike is the part of a page about an organisation that names those like it, as its reader may know them.
func (a *App) alike(ctx context.Context, q sqldb.Querier, ogrn string) (templ.Component, error) {
	return a.Partner.Alike(ctx, q, ogrn)
}

// partnerMaker tells apart what makes passages of what the rooms keep: the program, by its file, and what a trial adds to it.
func (a *App) partnerMaker() string {
	program := "unknown"
	if path, err := os.Executable(); err == nil {
		if info, err := os.Stat(path); err == nil {
			program = fmt.Sprint(info.Size(), " ", info.ModTime().UnixNano())
		}
	}
	return fmt.Sprint(Version, " ", program, " ", a.Site.Trial, " ", a.Config.Bare)
}

// partnerClasses are the classifiers that the operator has imported.
type partnerClasses struct{ app *App }

// Classes implements [partner.Classifiers].
func (c partnerClasses) Classes(ctx context.Context, q sqldb.Querier) (activities, products []search.Class, err error) {
	return classes(ctx, q, c.app.Fact)
}

// Classes are the classifiers in a database that no program is opened on.
func Classes(ctx context.Context, db *sqldb.DB) (activities, products []search.Class, err error) {
	facts, err := fact.New(fact.Deps{DB: db, Clock: clock.System{}})
	if err != nil {
		return nil, nil, err
	}
	err = db.View(ctx, func(q sqldb.Querier) error {
		activities, products, err = classes(ctx, q, facts)
		return err
	})
	return activities, products, err
}

func classes(ctx context.Context, q sqldb.Querier, facts *fact.Service) (activities, products []search.Class, err error) {
	for register, into := range map[fact.Register]*[]search.Class{fact.Activities: &activities, fact.Products: &products} {
		list, err := facts.Classes(ctx, q, register)
		if err != nil {
			return nil, nil, err
		}
		for _, class := range list {
			english, _ := classifier.English(class.Code)
			*into = append(*into, search.Class{Code: class.Code, Name: class.Name, English: english})
		}
	}
	return partner.WithBuiltIn(activities), products, nil
}

// partnerReaders says what whoever asks may read.
type partnerReaders struct{ app *App }

// mostAsking is how many organisations of a person are looked at for one with a status.
const mostAsking = 50

// Member implements [partner.Readers].
func (p partnerReaders) Member(ctx context.Context, q sqldb.Querier, who actor.PersonID) (bool, error) {
	profiles, err := p.app.Organisation.Profiles(ctx, q, who, mostAsking)
	if err != nil {
		return false, err
	}
	for _, one := range profiles {
		status, stopped, err := p.app.Membership.Of(ctx, q, one.Cabinet.ID)
		if err != nil || status != membership.NoStatus && !stopped {
			return err == nil, err
		}
	}
	return false, nil
}

// partnerPeople tells package partner where letters go.
type partnerPeople struct{ app *App }

// Addressee implements [partner.People].
func (p partnerPeople) Addressee(ctx context.Context, q sqldb.Querier, who actor.PersonID) (partner.Addressee, error) {
	to, err := correspondents(p).Addressee(ctx, q, who)
	return partner.Addressee{Email: to.Email, Greeting: to.Greeting, Lang: to.Lang}, err
}

// needs are the searches that a person has saved.
type needs struct{ app *App }

// Holds implements [account.Room].
func (n needs) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	held, err := n.app.Partner.HeldAbout(ctx, q, who.Person)
	return []account.Part{{Name: "saved-searches", Data: held}}, err
}

// Forget implements [account.Room].
func (n needs) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	return n.app.Partner.ForgetPerson(ctx, tx, who.Person)
}

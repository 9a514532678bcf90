package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/trialsigner"
)

// openSignature builds the room in which people sign. What the purposes of signatures are is registered in reactions.
func (a *App) openSignature() (err error) {
	a.Signature, err = signature.New(signature.Deps{
		DB: a.DB, Clock: a.Clock, Limits: a.limits, Files: a.files, Letters: a.Notification, People: addressees{a}, Site: a.Site,
		Config: a.Config.Signature, Data: a.Config.Data, FetchCRL: a.outbound.Fetcher(outbound.CRL), FetchOCSP: a.outbound.Fetcher(outbound.OCSP),
		FetchStamp: a.outbound.Fetcher(outbound.TSA), Jobs: a.Jobs,
		Software: signature.Software(trialsigner.Parts()), Example: examples()["head"], Examples: examples(),
	})
	return err
}

// addressees tells package signature where letters go.
type addressees struct{ app *App }

func (p addressees) Addressee(ctx context.Context, q sqldb.Querier, who actor.PersonID) (signature.Addressee, error) {
	person, err := p.app.Account.Person(ctx, q, who)
	return signature.Addressee{Email: string(person.Email), Lang: person.Lang, Greeting: person.Name.Addressed()}, err
}

// signatures are what a person was asked to sign, and signed.
type signatures struct{ app *App }

// Holds implements [account.Room].
func (s signatures) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	kept, err := s.app.Signature.KeptOf(ctx, q, who.Person)
	return []account.Part{{Name: "signatures", Data: kept}}, err
}

// Forget implements [account.Room].
func (s signatures) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	return s.app.Signature.Forget(ctx, tx, who.Person)
}

// examples are the roles of the trial that sign: the first is the head of the first organisation of the trial register, so that whoever
// tries a trial signature can open its cabinet.
func examples() map[string]signature.Example {
	known := map[string]signature.Example{}
	for _, r := range demo.Roles() {
		if k := r.Key; k != nil {
			known[r.Name] = signature.Example{
				Kind: k.Kind, Surname: k.Surname, Given: k.Given, SNILS: k.SNILS, PersonINN: k.PersonINN, Organisation: k.Organisation,
				INN: k.INN, OGRN: k.OGRN, OGRNIP: k.OGRNIP,
			}
		}
	}
	return known
}

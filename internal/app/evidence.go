package app

import (
	"context"

	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/ruid/number"
)

// openEvidence builds the room of receipts, after the trial authority that certifies the seal of a trial installation.
func (a *App) openEvidence(ctx context.Context) (err error) {
	d := evidence.Deps{DB: a.DB, Clock: a.Clock, Trial: a.Site.Trial, Site: a.Site.BaseURL, Data: a.Config.Data, Config: a.Config.Seal}
	if d.Trial {
		f := demo.Foundation()
		d.Authority = a.Signature
		d.Holder = trialca.Holder{
			Role: trialca.Seal, Organization: f.Name, Region: f.Region + " " + f.City, INN: number.INN(f.INN), OGRN: number.OGRN(f.OGRN),
		}
	}
	a.Evidence, err = evidence.New(ctx, d)
	if err != nil {
		return err
	}
	if r := a.Evidence.Readiness(); !r.Ready {
		a.Log.WarnContext(ctx, "the foundation's seal cannot be put: nothing that needs a receipt can be sent", "error", r.Cause)
	}
	return nil
}

// checkSeal says whether receipts can be issued.
func (a *App) checkSeal(context.Context) staff.Result {
	r := a.Evidence.Readiness()
	if r.Ready {
		return ready(r.Text)
	}
	return staff.Result{Text: r.Text, HowTo: r.How}
}

// receipts are what the foundation gave a person for their applications.
type receipts struct{ app *App }

// Holds implements [account.Room].
func (e receipts) Holds(ctx context.Context, q sqldb.Querier, who account.Subject) ([]account.Part, error) {
	kept, err := e.app.Evidence.KeptOf(ctx, q, who.Person)
	return []account.Part{{Name: "receipts", Data: kept}}, err
}

// Forget implements [account.Room].
func (e receipts) Forget(ctx context.Context, tx *sqldb.Tx, who account.Subject) error {
	return e.app.Evidence.Forget(ctx, tx, who.Person)
}

package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/legal"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
)

// Deeds are what the actions of all rooms are called in the journal that a person reads.
func Deeds() audit.Dictionary {
	return audit.Join(account.Deeds(), staff.Deeds(), legal.Deeds(), fact.Deeds(), signature.Deeds(), evidence.Deeds(), organisation.Deeds(), application.Deeds(), membership.Deeds(), review.Deeds(), profile.Deeds(), partner.Deeds())
}

// rooms are all that store something about people beside package account: they add to the copy that a person gets, and
// forget the person when the account is deleted. Whoever adds a room to the program adds it here.
func (a *App) rooms() []account.Room {
	return []account.Room{letters{a.Notification}, office{a}, signatures{a}, receipts{a}, cabinets{a}, cases{a}, statuses{a}, told{a}, needs{a}}
}

// letters are the messages that a person got, and the notices on the site.
type letters struct{ messages *notification.Service }

func recipients(s account.Subject) []notification.Recipient {
	var list []notification.Recipient
	for _, e := range s.Emails {
		list = append(list, notification.Recipient{Address: string(e), Until: s.Until[string(e)]})
	}
	for _, p := range s.Phones {
		list = append(list, notification.Recipient{Address: string(p), Until: s.Until[string(p)]})
	}
	return list
}

// Holds implements [account.Room].
func (l letters) Holds(ctx context.Context, q sqldb.Querier, s account.Subject) ([]account.Part, error) {
	told, err := l.messages.ToldTo(ctx, q, recipients(s))
	if err != nil {
		return nil, err
	}
	notices, err := l.messages.HeldAbout(ctx, q, s.Person)
	return []account.Part{{Name: "messages", Data: told}, {Name: "notifications", Data: notices}}, err
}

// Forget implements [account.Room].
func (l letters) Forget(ctx context.Context, tx *sqldb.Tx, s account.Subject) error {
	if err := l.messages.ForgetPerson(ctx, tx, s.Person); err != nil {
		return err
	}
	return l.messages.Forget(ctx, tx, recipients(s))
}

// office is what the foundation's side knows of a person: roles, and who looked at the data. Package staff is built after
// package account, so it is asked for when it is needed.
type office struct{ app *App }

// Holds implements [account.Room].
func (o office) Holds(ctx context.Context, q sqldb.Querier, s account.Subject) ([]account.Part, error) {
	roles, err := o.app.Staff.RolesEver(ctx, q, s.Person)
	if err != nil {
		return nil, err
	}
	looks, err := o.app.Staff.LooksEver(ctx, q, s.Person)
	return []account.Part{{Name: "roles", Data: roles}, {Name: "looks-by-staff", Data: looks}}, err
}

// Forget implements [account.Room].
func (o office) Forget(ctx context.Context, tx *sqldb.Tx, s account.Subject) error {
	var keys []string
	for _, e := range s.Emails {
		keys = append(keys, e.Key())
	}
	return o.app.Staff.Forget(ctx, tx, s.Person, keys)
}

// HoldsRole tells package account whether a person works for the foundation.
func (o office) HoldsRole(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) (bool, error) {
	return o.app.Staff.HoldsRole(ctx, tx, p)
}

// RoleTakes tells package account by how much a session must be proved for the roles of a person to work.
func (o office) RoleTakes(ctx context.Context, q sqldb.Querier, p actor.PersonID) (actor.Proof, error) {
	needed := o.app.Config.staffProof()
	if needed == actor.ByOne {
		return needed, nil
	}
	roles, err := o.app.Staff.Roles(ctx, q, p)
	if err != nil || len(roles) == 0 {
		return actor.ByOne, err
	}
	return needed, nil
}

// Views tells package account who looked at a person's data.
func (o office) Views(ctx context.Context, q sqldb.Querier, p actor.PersonID, before string, limit int) ([]account.View, error) {
	seen, err := o.app.Staff.LooksBefore(ctx, q, p, before, limit)
	list := make([]account.View, len(seen))
	for i, l := range seen {
		list[i] = account.View{ID: l.ID, At: l.At, Who: l.Name, What: l.What}
	}
	return list, err
}

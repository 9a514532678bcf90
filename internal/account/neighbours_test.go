package account_test

import (
	"context"
	"slices"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// neighbours are the other rooms as this one sees them: the office with its roles and looks, and what they store about
// people.
type neighbours struct {
	staff     []actor.PersonID
	takes     actor.Proof // what their roles take
	looks     []account.View
	forgotten []account.Subject
}

func (n *neighbours) HoldsRole(_ context.Context, _ *sqldb.Tx, p actor.PersonID) (bool, error) {
	return slices.Contains(n.staff, p), nil
}

func (n *neighbours) RoleTakes(_ context.Context, _ sqldb.Querier, p actor.PersonID) (actor.Proof, error) {
	if slices.Contains(n.staff, p) {
		return n.takes, nil
	}
	return actor.ByOne, nil
}

func (n *neighbours) Views(_ context.Context, _ sqldb.Querier, _ actor.PersonID, before string, limit int) ([]account.View, error) {
	list := slices.DeleteFunc(slices.Clone(n.looks), func(v account.View) bool { return before != "" && v.ID >= before })
	return list[:min(limit, len(list))], nil
}

func (n *neighbours) Holds(_ context.Context, _ sqldb.Querier, s account.Subject) ([]account.Part, error) {
	return []account.Part{{Name: "neighbours", Data: []string{string(s.Person)}}}, nil
}

func (n *neighbours) Forget(_ context.Context, _ *sqldb.Tx, s account.Subject) error {
	n.forgotten = append(n.forgotten, s)
	return nil
}

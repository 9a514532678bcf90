package review_test

import (
	"context"
	"io"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// neighbours is the town as applications see it: the desk means its own members.
type neighbours struct{ *town }

func (neighbours) Members(context.Context, sqldb.Querier, actor.OrganisationID, int) ([]application.Member, error) {
	return nil, nil
}

func (neighbours) Acting(context.Context, sqldb.Querier, actor.PersonID) ([]application.Applicant, error) {
	return nil, nil
}

func (neighbours) Since(context.Context, sqldb.Querier, application.Applicant) (workdays.Date, error) {
	return workdays.Date{}, nil
}

func (neighbours) Sees(context.Context, sqldb.Querier, actor.PersonID, actor.OrganisationID) (bool, error) {
	return false, nil
}

// slow is a store of files in which something happens while a decision is put into it.
type slow struct {
	blob.Store
	town *town
}

func (s slow) Put(ctx context.Context, r io.Reader, limit int64) (blob.Ref, error) {
	if s.town.meanwhile != nil {
		s.town.meanwhile()
	}
	return s.Store.Put(ctx, r, limit)
}

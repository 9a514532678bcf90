package review_test

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
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

package application

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// mostTasks is how many things of a kind a page of tasks lists.
const mostTasks = 50

// casesToSign lists the applications whose document a person was asked to sign and has neither signed nor returned.
func casesToSign(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]Application, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM application_case WHERE state = 'signing' AND id IN (
			SELECT application FROM application_paper JOIN application_signing ON application_signing.paper = application_paper.id
			WHERE application_signing.person = $1 AND signed_at IS NULL AND returned_at IS NULL AND voided_at IS NULL)
		ORDER BY id LIMIT $2`, string(who), mostTasks)
}

// casesAsked lists the applications that wait for an answer and that a person began or sent.
func casesAsked(ctx context.Context, q sqldb.Querier, who actor.PersonID) ([]Application, error) {
	return sqldb.List(ctx, q, scanCase, `SELECT `+caseColumns+` FROM application_case WHERE state = 'asked' AND (person = $1 OR sent_by = $1)
		ORDER BY id LIMIT $2`, string(who), mostTasks)
}

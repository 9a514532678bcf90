package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// errNoOfficial says that somebody whom the town needs has no account.
var errNoOfficial = errors.New("an official of the trial town has no account")

// official is a player with the roles of one of the foundation, and the key of a role of the demonstration.
func (a *App) official(ctx context.Context, role string) (*player, context.Context, error) {
	r, _ := demo.RoleNamed(role)
	who, err := a.Account.WithEmail(ctx, a.DB.Single(), account.Email(r.Email))
	switch {
	case err != nil:
		return nil, nil, err
	case who == "" || r.Key == nil:
		return nil, nil, fmt.Errorf("%s: %w", r.Email, errNoOfficial)
	}
	roles, err := a.rolesOf(ctx, who)
	if err != nil {
		return nil, nil, err
	}
	acting := actor.Actor{Person: who, Level: actor.Full, Staff: roles, Confirmed: a.Clock.Now()}
	return &player{App: a, who: who, browser: id.NewSecret(), key: *r.Key}, actor.With(ctx, acting), nil
}

// decide decides on an application as the matter says: an operator forms the decision and signs it, and the expert agrees where the lot
// asks for a second official.
func (a *App) decide(ctx context.Context, m demo.Matter, app actor.CaseID) error {
	operator, ctx, err := a.official(ctx, "operator")
	if err != nil {
		return err
	}
	if err := a.Review.Open(ctx, app); err != nil {
		return err
	}
	c, err := a.Review.Read(ctx, app)
	if err != nil {
		return err
	}
	ruling := review.Ruling{Positive: m.End == demo.Granted}
	for _, check := range c.Checklist {
		ruling.Checked = append(ruling.Checked, check.ID)
	}
	if !ruling.Positive {
		ruling.Grounds = []application.RefusedFor{{Code: m.Ground, Evidence: m.Evidence}}
	}
	if err := a.Review.Prepare(ctx, app, ruling); err != nil {
		return err
	}
	if c, err = a.Review.Read(ctx, app); err != nil {
		return err
	}
	if c.Waiting != nil && !c.Waiting.Ready() {
		_, second, err := a.official(ctx, "reviewer")
		if err != nil {
			return err
		}
		if err := a.Review.Open(second, app); err != nil {
			return err
		}
		if err := a.Review.Agree(second, app); err != nil {
			return err
		}
	}
	address, err := a.Review.Sign(ctx, app)
	if err != nil {
		return err
	}
	return operator.sign(ctx, address)
}

// inquire has the operator ask the applicant about the products, so that the town has an application with an open question.
func (a *App) inquire(ctx context.Context, app actor.CaseID) error {
	_, ctx, err := a.official(ctx, "operator")
	if err != nil {
		return err
	}
	if err := a.Review.Open(ctx, app); err != nil {
		return err
	}
	return a.Review.Inquire(ctx, app, []application.Enquiry{{Field: "products", Text: "Что из названного вы уже выпускаете, а что разрабатываете?"}})
}

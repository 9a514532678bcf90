package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (a *App) rolesOf(ctx context.Context, p actor.PersonID) ([]actor.Role, error) { return nil, nil }

func (a *App) menu(path string, who actor.Actor, links []web.NavItem) []web.NavItem { return links }

// InviteFromConsole
func (a *App) InviteFromConsole(ctx context.Context, email string, role actor.Role) (string, error) {
	return "", nil
}

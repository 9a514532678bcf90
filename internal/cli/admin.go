package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/obs"
)

type adminCmd struct {
	Invite inviteCmd `cmd:"" help:"Invite somebody to a role in the foundation: the first owner, above all."`
}

type inviteCmd struct {
	app.Config `embed:""`
	Email      string `arg:"" help:"E-mail of the person's account; they may register after."`
	Role       string `help:"operator, expert, board, auditor or owner." enum:"operator,expert,board,auditor,owner" required:""`
}

// Run makes the invitation, prints its link, and queues a letter with it.
func (c *inviteCmd) Run(ctx context.Context, s *streams) error {
	log, err := obs.NewLogger(s.err, obs.Config{Level: "warn", Format: "text"})
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, c.Config, log, clock.System{})
	if err != nil {
		return err
	}
	link, err := a.InviteFromConsole(ctx, c.Email, actor.Role(c.Role))
	if err == nil {
		_, err = fmt.Fprintf(s.out, "Open this link signed in as %s (7 days, once):\n%s\n", c.Email, link)
	}
	return errors.Join(err, a.Close())
}

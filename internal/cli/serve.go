package cli

import (
	"context"
	"errors"
	"fmt"
	"net"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/installation"
	"github.com/klaster-platform/klaster/internal/platform/obs"
)

type serveCmd struct {
	app.Config `embed:""`
}

// Run serves until the program is told to end.
func (c *serveCmd) Run(ctx context.Context, s *streams) error {
	log, err := obs.NewLogger(s.err, c.Log)
	if err != nil {
		return &exitError{exitUsage, err}
	}
	if err := c.Validate(); err != nil {
		return &exitError{exitUsage, err}
	}
	a, err := app.Open(ctx, c.Config, log, clock.System{})
	if errors.Is(err, installation.ErrTrial) || errors.Is(err, installation.ErrReal) {
		return &exitError{exitUsage, err}
	}
	if err != nil {
		return err
	}
	err = a.Run(ctx, func(addr net.Addr) {
		log.InfoContext(ctx, "serving", "address", addr.String(), "url", a.Site.BaseURL, "trial", a.Site.Trial, "version", app.Version)
		if a.Site.Trial {
			_, _ = fmt.Fprintf(s.out, "Trial installation at %s (letters: %s/dev/mail). Data: %s\n", a.Site.BaseURL, a.Site.BaseURL, c.Data)
		}
	})
	return errors.Join(err, a.Close())
}

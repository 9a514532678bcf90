package cli

import (
	"fmt"

	"github.com/alecthomas/kong"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/platform/config"
)

type configCmd struct {
	app.Config `embed:""`
}

// Run prints the settings in the form of a settings file. Secrets are files, so nothing has to be hidden but the URL of
// a database, which may hold a password.
func (c *configCmd) Run(k *kong.Context, s *streams) error {
	_, err := fmt.Fprint(s.out, config.Describe(k.Selected(), "database"))
	return err
}

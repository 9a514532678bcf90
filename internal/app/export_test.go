package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/staff"
)

// Check answers one of the checks of readiness.
func (a *App) Check(ctx context.Context, key string) (r staff.Result) {
	for _, c := range a.checks() {
		if c.Key == key {
			return c.Run(ctx)
		}
	}
	panic("no check " + key)
}

// RefuseTrial is what a real installation does about what is invented.
func RefuseTrial(register account.SNILSRegister, ports []connector.Port, site *connector.Trial) error {
	return refuseTrial(register, ports, site)
}

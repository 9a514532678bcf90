package app

import (
	"context"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/ruid"
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

// Sees reports whether a person may see the applications of an organisation, as the room of applications asks it.
func (a *App) Sees(ctx context.Context, q sqldb.Querier, p actor.PersonID, o actor.OrganisationID) (bool, error) {
	return applicants{a}.Sees(ctx, q, p, o)
}

// KeepsOut reports whether a member of staff keeps out of the matters of somebody, as every room asks it.
func (a *App) KeepsOut(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error) {
	return reviewOffice{a.Staff, deskStaff{a}}.InConflict(ctx, q, p, subject)
}

// OwnSignature reports whether a certificate is an official's own.
func OwnSignature(official account.Person, certificate ruid.SNILS) bool {
	return ownSignature(official, certificate)
}

// Disproved is what happens when the second asking finds the certificate of a signature revoked.
func (a *App) Disproved(ctx context.Context, tx *sqldb.Tx, one signature.Fallen) error {
	return a.disproved(ctx, tx, one)
}

// RoleOf is what an organisation is to its partners, to members or to everybody.
func RoleOf(card profile.Card, members bool) partner.Role { return roleOf(card, members) }

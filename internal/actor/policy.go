package actor

import (
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// ErrSignIn asks the person to sign in first. On a page the edge answers it with the sign-in page and comes back after.
var ErrSignIn = fault.New(fault.Forbidden, i18n.M(
	"Чтобы открыть эту страницу, войдите в учётную запись.",
	"Sign in to open this page."))

// ErrRole says that the page is for others.
var ErrRole = fault.New(fault.Forbidden, i18n.M(
	"У вашей учётной записи нет доступа к этой странице. Если доступ нужен для работы, обратитесь к владельцу установки.",
	"Your account has no access to this page. If you need it for your work, ask the owner of this installation."))

// Policy admits requests by who acts. It is what a route declares.
type Policy struct {
	name  string
	admit func(Actor) error
}

// Name stands in the table of routes.
func (p Policy) Name() string { return p.name }

// Admit returns nil, or the fault to answer with.
func (p Policy) Admit(r *http.Request) error { return p.admit(From(r.Context())) }

// The policies of routes.
var (
	// Anyone may come: guests, too.
	Anyone = Policy{"anyone", func(Actor) error { return nil }}
	// SignedIn asks for a person with a session.
	SignedIn = Policy{"signed in", func(a Actor) error {
		if a.Guest() {
			return ErrSignIn
		}
		return nil
	}}
)

// Staff asks for a person who holds one of the roles.
func Staff(roles ...Role) Policy {
	names := make([]string, len(roles))
	for i, r := range roles {
		names[i] = string(r)
	}
	return Policy{"staff: " + strings.Join(names, ", "), func(a Actor) error {
		switch {
		case a.Guest():
			return ErrSignIn
		case !a.Has(roles...):
			return ErrRole
		}
		return nil
	}}
}

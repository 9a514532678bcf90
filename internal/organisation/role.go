package organisation

import (
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
)

// Role is what a person is to an organisation.
type Role string

// The roles. A signer acts without a power of attorney: the head, the sole proprietor, the head of a managing organisation.
const (
	Signer   Role = "signer"
	Employee Role = "employee" // signs by a machine-readable power of attorney (МЧД)
	Full     Role = "full"     // trusted person with everything but signing and appointing
	Standard Role = "standard" // trusted person who fills drafts and sees statuses
)

// Roles lists all roles, the strongest first.
func Roles() []Role { return []Role{Signer, Employee, Full, Standard} }

// Rights are what a role may do: the table of the package comment.
func (r Role) Rights() []actor.Right {
	switch r {
	case Signer:
		return []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign, actor.Appoint}
	case Employee:
		return []actor.Right{actor.View, actor.Draft, actor.Send, actor.Sign}
	case Full:
		return []actor.Right{actor.View, actor.Draft, actor.Send}
	case Standard:
		return []actor.Right{actor.Draft}
	}
	return nil
}

// May reports whether a role has a right.
func (r Role) May(right actor.Right) bool { return slices.Contains(r.Rights(), right) }

// stronger returns the one of two roles that stands first in [Roles]; "" is none.
func stronger(a, b Role) Role {
	for _, r := range Roles() {
		if a == r || b == r {
			return r
		}
	}
	return ""
}

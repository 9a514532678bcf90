// Package actor holds the few words that all features share about who acts: the person, the organisation for which they
// act, the level of their account, their roles in the foundation, and what they may do.
package actor

import (
	"context"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// PersonID, OrganisationID and CaseID name a person, an organisation's cabinet and an application.
type (
	PersonID       string
	OrganisationID string
	CaseID         string
)

// Level is how surely the platform knows who a person is.
type Level uint8

// The levels of an account: упрощённая after registration, стандартная with a confirmed СНИЛС, полная with a confirmed
// identity.
const (
	Simplified Level = iota + 1
	Standard
	Full
)

// Role is a role in the foundation.
type Role string

// The roles. An owner appoints the others; an auditor reads everything and changes nothing.
const (
	Operator Role = "operator"
	Expert   Role = "expert"
	Board    Role = "board"
	Auditor  Role = "auditor"
	Owner    Role = "owner"
)

// Roles lists all roles.
func Roles() []Role { return []Role{Operator, Expert, Board, Auditor, Owner} }

// Right is what a person may do for an organisation.
type Right uint8

// The rights, each of which a later one does not imply.
const (
	View Right = iota + 1
	Draft
	Send
	Sign
	Appoint
)

// String is the word for the right in the table of routes.
func (r Right) String() string {
	return [...]string{View: "view", Draft: "draft", Send: "send", Sign: "sign", Appoint: "appoint"}[r]
}

// Actor is who acts in a request. The zero value is a guest.
type Actor struct {
	Person    PersonID
	Acting    OrganisationID // empty: for oneself
	Level     Level
	Staff     []Role    // that work in this session
	Withheld  []Role    // that would work if the session were proved better: see [Actor.Hold]
	Session   string    // id of the session, not its secret
	Proof     Proof     // by how much it was proved who the person is
	Confirmed time.Time // when the person last proved who they are in this session
	Rights    []Right   // for the organisation
	Held      bool      // a certificate alone opened the session, in a browser that the person had not used: see [Actor.Can]
}

// Proof is by how much a person has proved in a session who they are.
type Proof uint8

// The proofs, each of which is more than the one before.
const (
	ByOne  Proof = iota // a password, a link of a letter, another site, the telephone that scanned a code
	ByTwo               // a second factor beside it
	ByAKey              // a passkey or a security key in this very browser: nobody can be talked into passing that on
)

// Hold gives the person their roles. They work in a session that was proved by at least what is needed, and are withheld
// in any other (ASVS 5.0, 6.3.3).
func (a Actor) Hold(roles []Role, needed Proof) Actor {
	if a.Proof >= needed {
		a.Staff, a.Withheld = roles, nil
	} else {
		a.Staff, a.Withheld = nil, roles
	}
	return a
}

// FreshFor is how long a proof of who one is admits to what is sensitive.
const FreshFor = 10 * time.Minute

// ErrConfirm asks the person to prove once more who they are. The edge leads to the page that asks, and back.
var ErrConfirm = fault.New(fault.Forbidden, i18n.M(
	"Подтвердите, что это вы: для этого действия прошло слишком много времени после входа.",
	"Confirm that it is you: too much time has passed since you signed in for this action."))

// Fresh returns nil when the person of the request has proved who they are within [FreshFor], else [ErrConfirm]. A
// handler asks before it shows a sensitive form, and again when the form was sent.
func Fresh(ctx context.Context, now time.Time) error {
	if now.Sub(From(ctx).Confirmed) >= FreshFor {
		return ErrConfirm
	}
	return nil
}

// Guest reports whether nobody is signed in.
func (a Actor) Guest() bool { return a.Person == "" }

// Proved reports whether the person has proved in this session who they are. A session that a telephone let in from
// another network has proved nothing until step-up: it may not sign, change factors or appoint (rule T15).
func (a Actor) Proved() bool { return a.Confirmed.After(time.Unix(0, 0)) }

// Can reports whether the person has a right for the organisation for which they act. Two kinds of sessions must be confirmed
// first: one that a certificate alone opened in an unknown browser opens no cabinet (rule T14), and one that a telephone let in
// from another network neither sends, signs nor appoints (rule T15).
func (a Actor) Can(right Right) bool {
	if a.Acting == "" || a.Held || !slices.Contains(a.Rights, right) {
		return false
	}
	return a.Proved() || right == View || right == Draft
}

// CanOwn reports whether the person may do something that is their own matter. What binds them, as sending and signing do, takes a
// session in which they proved who they are (rules T14, T15).
func (a Actor) CanOwn(right Right) bool {
	return !a.Guest() && (right == View || right == Draft || a.Proved() && !a.Held)
}

// Has reports whether the person holds one of the roles.
func (a Actor) Has(roles ...Role) bool {
	return slices.ContainsFunc(a.Staff, func(r Role) bool { return slices.Contains(roles, r) })
}

type key struct{}

// With returns a context in which a acts.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From returns who acts, a guest when nobody was set.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(key{}).(Actor)
	return a
}

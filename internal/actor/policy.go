package actor

import (
	"net/http"
	"slices"
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

// ErrFactor asks a person whose role is withheld for a proof that is better. On a page the edge leads to where it can be
// given, or made.
var ErrFactor = fault.New(fault.Forbidden, i18n.M(
	"Ваша роль в фонде действует только в сеансе, который подтверждён ключом доступа или другим вторым фактором.",
	"Your role in the foundation works only in a session that is confirmed by a passkey or another second factor."))

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

// ErrNotYours says that the person has nothing to do with the organisation of the page, or that there is no such cabinet: which
// of the two is nobody's business.
var ErrNotYours = fault.New(fault.NotFound, i18n.M(
	"Такого кабинета организации нет, или у вас нет к нему доступа. Проверьте список своих организаций.",
	"There is no such organisation account, or you have no access to it. See the list of your organisations."))

// ErrRight says that the person acts for the organisation, and this takes more.
var ErrRight = fault.New(fault.Forbidden, i18n.M(
	"Для этого действия ваших прав в организации не хватает. Что кому можно, показано на странице «Сотрудники».",
	"This takes more rights in the organisation than you have. Who may do what stands on the page “Employees”."))

// May asks for a person with a right for the organisation that the path names.
func May(right Right) Policy {
	return Policy{"may " + right.String(), func(a Actor) error {
		switch {
		case a.Guest():
			return ErrSignIn
		case a.Acting == "":
			return ErrNotYours
		case a.Can(right):
			return nil
		case slices.Contains(a.Rights, right): // only the session stands in the way
			return ErrConfirm
		}
		return ErrRight
	}}
}

// Own asks for a person, with what a right takes in matters of their own.
func Own(right Right) Policy {
	return Policy{"own " + right.String(), func(a Actor) error {
		switch {
		case a.Guest():
			return ErrSignIn
		case a.CanOwn(right):
			return nil
		}
		return ErrConfirm
	}}
}

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
		case a.Has(roles...):
			return nil
		case slices.ContainsFunc(a.Withheld, func(r Role) bool { return slices.Contains(roles, r) }):
			return ErrFactor
		}
		return ErrRole
	}}
}

package staff

import (
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Console is who acts at the command line of the server. Whoever can start the program there could write to the
// database as well, so the console needs no second person; the journal and a letter to every owner tell of it.
const Console actor.PersonID = "console"

// Holding is a role that a person holds or held.
type Holding struct {
	ID        string
	Person    actor.PersonID
	Role      actor.Role
	By        actor.PersonID // who proposed it
	Confirmed actor.PersonID // the second owner, "" when there was one only
	Since     time.Time

	EndedBy        actor.PersonID
	EndConfirmedBy actor.PersonID
	Ended          time.Time // zero while it is held
}

// Act is what a change of roles does.
type Act string

// The acts.
const (
	Give   Act = "give"   // a person gets a role
	End    Act = "end"    // a person loses a role
	Invite Act = "invite" // a letter goes out; whoever owns the address may take the role up
)

// Change is a change of roles that an owner wants.
type Change struct {
	Act      Act
	Role     actor.Role
	Person   actor.PersonID // of [Give] and [End]
	Email    string         // of [Invite]
	EmailKey string         // what all spellings of the address have in common
	Lang     i18n.Lang      // of the letter of [Invite]
}

// Refusals of changes.
var (
	ErrHeld = fault.New(fault.Conflict, i18n.M(
		"У этого человека уже есть такая роль.",
		"This person has the role already."))
	ErrNotHeld = fault.New(fault.NotFound, i18n.M(
		"У этого человека нет такой роли. Возможно, её уже сняли. Обновите страницу.",
		"This person does not have the role. It may have ended already. Reload the page."))
	ErrLastOwner = fault.New(fault.Conflict, i18n.M(
		"Это последний владелец установки. Сначала назначьте ещё одного владельца.",
		"This is the last owner of the installation. Appoint another owner first."))
	ErrOwnProposal = fault.New(fault.Forbidden, i18n.M(
		"Своё предложение нельзя подтвердить или отклонить. Его решает другой владелец, а вы можете отозвать.",
		"You cannot confirm or refuse your own proposal. Another owner decides on it, and you can withdraw it."))
	ErrOwnRole = fault.New(fault.Forbidden, i18n.M(
		"Предложение касается вас самих. Его решает другой владелец.",
		"The proposal is about yourself. Another owner decides on it."))
	ErrNoSecond = fault.New(fault.Conflict, i18n.M(
		"Подтвердить это некому: решает другой владелец, но не тот, о ком речь. Пусть предложение внесёт он сам, тогда его подтвердите вы, или пригласите ещё одного владельца.",
		"Nobody could confirm this: it takes another owner, and not the one whom it is about. Let that owner propose it, and you confirm, or invite one more owner."))
	ErrUnknownRole = fault.New(fault.Invalid, i18n.M(
		"Выберите роль из списка.",
		"Choose a role from the list."))
)

// Roster is who holds which role at one moment.
type Roster []Holding

// Holds reports whether p holds the role.
func (r Roster) Holds(p actor.PersonID, role actor.Role) bool {
	return slices.ContainsFunc(r, func(h Holding) bool { return h.Person == p && h.Role == role })
}

// Owners lists the owners in the order in which they became owners.
func (r Roster) Owners() []actor.PersonID {
	var list []actor.PersonID
	for _, h := range r {
		if h.Role == actor.Owner {
			list = append(list, h.Person)
		}
	}
	return list
}

// Judge tells whether by may ask for the change, and whether it then waits for a second owner.
func (r Roster) Judge(c Change, by actor.PersonID) (second bool, err error) {
	if by != Console && !r.Holds(by, actor.Owner) {
		return false, actor.ErrRole
	}
	if err := r.possible(c); err != nil {
		return false, err
	}
	if by == Console || len(r.Owners()) < 2 {
		return false, nil
	}
	if !slices.ContainsFunc(r.Owners(), func(o actor.PersonID) bool { return o != by && o != c.Person }) {
		return true, ErrNoSecond
	}
	return true, nil
}

// possible tells whether the change has anything to change.
func (r Roster) possible(c Change) error {
	switch {
	case !slices.Contains(actor.Roles(), c.Role):
		return ErrUnknownRole
	case c.Act == Give && r.Holds(c.Person, c.Role):
		return ErrHeld
	case c.Act == End && !r.Holds(c.Person, c.Role):
		return ErrNotHeld
	case c.Act == End && c.Role == actor.Owner && len(r.Owners()) < 2:
		return ErrLastOwner
	}
	return nil
}

// MayDecide tells whether by may confirm or refuse a proposal: an owner other than the one who proposed it and other
// than the one whom it is about.
func (r Roster) MayDecide(p Proposal, by actor.PersonID) error {
	switch {
	case !r.Holds(by, actor.Owner):
		return actor.ErrRole
	case by == p.By:
		return ErrOwnProposal
	case by == p.Person:
		return ErrOwnRole
	}
	return nil
}

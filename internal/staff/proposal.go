package staff

import (
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// ProposalState is where a proposal stands.
type ProposalState string

// The states of a proposal.
const (
	Open      ProposalState = "open"
	Confirmed ProposalState = "confirmed" // by another owner: it has taken effect
	Refused   ProposalState = "refused"   // by another owner
	Withdrawn ProposalState = "withdrawn" // by its proposer, or because the proposer is no owner any more
)

// Proposal is a change of roles that waits for a second owner.
type Proposal struct {
	Change
	ID      string
	By      actor.PersonID
	At      time.Time
	State   ProposalState
	Decider actor.PersonID // "" while it is open
}

// Refusals of decisions.
var (
	ErrNoProposal = fault.New(fault.NotFound, i18n.M(
		"Такого предложения нет. Возможно, оно давно решено. Вернитесь на страницу «Роли».",
		"There is no such proposal. It may have been decided long ago. Go back to the page “Roles”."))
	ErrDecided = fault.New(fault.Conflict, i18n.M(
		"Это предложение уже решено или отозвано. Обновите страницу, чтобы увидеть, кто какие роли исполняет сейчас.",
		"This proposal has been decided or withdrawn already. Reload the page to see who holds which roles now."))
	ErrPending = fault.New(fault.Conflict, i18n.M(
		"Такое предложение уже ждёт решения другого владельца.",
		"The same proposal waits for another owner already."))
	ErrNotYours = fault.New(fault.Forbidden, i18n.M(
		"Отозвать предложение может только тот, кто его внёс.",
		"Only the person who made a proposal can withdraw it."))
)

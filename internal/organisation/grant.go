package organisation

import (
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// How long things of trusted persons hold.
const (
	InvitationLife = 30 * 24 * time.Hour // an invitation waits for its account and its answer
	ConfirmLife    = 30 * 24 * time.Hour // after a new head came, a grant waits for confirmation at standard
	GrantMax       = 3 * 366 * 24 * time.Hour
	SignWithin     = 24 * time.Hour // the document of a grant waits for its signature
)

// GrantState is how far a grant has come; see the drawing in the package comment.
type GrantState string

// The states.
const (
	Invited  GrantState = "invited"
	Active   GrantState = "active"
	Declined GrantState = "declined"
	Lapsed   GrantState = "lapsed"
	Revoked  GrantState = "revoked"
	Left     GrantState = "left"
	Over     GrantState = "over"
)

// Grant is what a trusted person may do for an organisation, for a term.
type Grant struct {
	ID           string
	Organisation actor.OrganisationID
	SNILSMac     string
	SNILSEnd     string
	Person       actor.PersonID // "" until the invitation is accepted
	Name         string         // as the signer wrote it
	Role         Role           // Full or Standard
	State        GrantState
	By           actor.PersonID
	Granted      time.Time
	Signature    string
	Lapses       time.Time // while it is an invitation
	Until        time.Time
	ConfirmBy    time.Time // zero unless a new head has to confirm it
	Accepted     time.Time
	Ended        time.Time
	EndedBy      string
}

// RoleAt is the role that the grant gives at a moment, "" when none: rights end with the term, not with a job that notices it.
func (g Grant) RoleAt(now time.Time) Role {
	switch {
	case g.State != Active, !now.Before(g.Until):
		return ""
	case g.ConfirmBy.IsZero():
		return g.Role
	case now.Before(g.ConfirmBy):
		return Standard
	}
	return ""
}

// Open reports whether an invitation can still be answered.
func (g Grant) Open(now time.Time) bool {
	return g.State == Invited && now.Before(g.Lapses) && now.Before(g.Until)
}

// Refusals of grants.
var (
	ErrNoGrant = fault.New(fault.NotFound, i18n.M(
		"Такого доверенного лица или приглашения нет: возможно, оно отозвано или срок истёк.",
		"There is no such trusted person or invitation; maybe it was revoked or its term is over."))
	ErrGrantTerm = fault.New(fault.Invalid, i18n.M(
		"Срок доверия должен закончиться позже сегодняшнего дня и не позже чем через три года.",
		"The term must end after today and within three years."))
	ErrGrantSelf = fault.New(fault.Invalid, i18n.M(
		"Это ваш собственный СНИЛС: у того, кто подписывает, уже есть все права.",
		"This is your own SNILS: whoever signs has all rights already."))
	ErrNeedsStandard = fault.New(fault.Forbidden, i18n.M(
		"Приглашение можно принять со стандартной учётной записью. Подтвердите СНИЛС в профиле, и оно появится здесь.",
		"It takes an account of standard level to accept an invitation. Confirm your SNILS in your profile, and it will appear here."))
	ErrNotSigned = fault.New(fault.Conflict, i18n.M(
		"Документ изменился, пока его подписывали. Составьте его заново.",
		"The document has changed while it was being signed. Write it anew."))
	ErrMayNotSign = fault.New(fault.Forbidden, i18n.M(
		"По реестру этот сертификат не даёт права подписывать за организацию.",
		"By the register this certificate gives no right to sign for the organisation."))
)

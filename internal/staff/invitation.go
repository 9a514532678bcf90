package staff

import (
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// InvitationLife is how long an invitation may be accepted.
const InvitationLife = 7 * 24 * time.Hour

// Invitation is a role offered to whoever owns an address.
type Invitation struct {
	ID        string
	Email     string
	EmailKey  string
	Role      actor.Role
	By        actor.PersonID
	Confirmed actor.PersonID // the second owner, "" when the invitation went out without one
	Created   time.Time
	Expires   time.Time
	UsedBy    actor.PersonID // "" while nobody accepted it
	Used      time.Time
	Withdrawn time.Time // zero unless an owner took it back
}

// Refusals of invitations.
var (
	ErrNoInvitation = fault.New(fault.NotFound, i18n.M(
		"Такого приглашения нет. Проверьте, что ссылка из письма скопирована целиком.",
		"There is no such invitation. Make sure that the link of the letter was copied whole."))
	ErrInvitationUsed = fault.New(fault.NotFound, i18n.M(
		"Этим приглашением уже воспользовались. Если это были не вы, сообщите владельцу установки.",
		"This invitation has been used already. If it was not you, tell the owner of this installation."))
	ErrInvitationOver = fault.New(fault.NotFound, i18n.M(
		"Приглашение больше не действует: прошло 7 дней или его отозвали. Попросите того, кто вас пригласил, прислать новое.",
		"The invitation no longer works: 7 days have passed or it was taken back. Ask the person who invited you for a new one."))
	ErrOtherAddress = fault.New(fault.Forbidden, i18n.M(
		"Приглашение отправлено на другой адрес почты. Войдите в учётную запись с тем адресом, на который пришло письмо.",
		"The invitation went to another email. Sign in to the account of the address to which the letter came."))
)

// Check tells why the invitation cannot be accepted at a moment, nil when it can.
func (i Invitation) Check(now time.Time) error {
	switch {
	case i.UsedBy != "":
		return ErrInvitationUsed
	case !i.Withdrawn.IsZero(), !now.Before(i.Expires):
		return ErrInvitationOver
	}
	return nil
}

// alone reports whether the invitation went out on one person's word. It then gives the role by itself only while there
// is one owner.
func (i Invitation) alone() bool { return i.Confirmed == "" && i.By != Console }

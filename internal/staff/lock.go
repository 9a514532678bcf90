package staff

import (
	"context"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Refusals to close an account.
var (
	ErrLockOwner = fault.New(fault.Conflict, i18n.M(
		"Учётную запись владельца закрыть нельзя: так один владелец отстранил бы другого. Сначала снимите роль владельца — это подтвердит ещё один владелец.",
		"The account of an owner cannot be closed: one owner could shut another out. End the role of owner first; another owner confirms that."))
	ErrLockSelf = fault.New(fault.Conflict, i18n.M(
		"Свою учётную запись здесь не закрыть.",
		"You cannot close your own account here."))
)

// SetLocked closes a person's account, which ends its sessions at once, or opens it again. An owner does it alone, since
// a stolen account cannot wait; but never with another owner, who could then confirm nothing.
func (s *Service) SetLocked(ctx context.Context, p actor.PersonID, locked bool, by actor.PersonID) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		roster, err := s.takeTurn(ctx, tx)
		switch {
		case err != nil:
			return err
		case !roster.Holds(by, actor.Owner):
			return actor.ErrRole
		case locked && p == by:
			return ErrLockSelf
		case locked && roster.Holds(p, actor.Owner):
			return ErrLockOwner
		}
		if err := s.noConflict(ctx, tx, by, p); err != nil {
			return err
		}
		if err := s.people.SetLocked(ctx, tx, p, locked); err != nil {
			return err
		}
		return s.record(ctx, tx, by, map[bool]string{true: "staff.account_closed", false: "staff.account_opened"}[locked], string(p), "")
	})
	if err != nil {
		return fmt.Errorf("close or open the account of %s: %w", p, err)
	}
	return nil
}

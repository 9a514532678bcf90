package staff

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Human is what the foundation may see of a person's account.
type Human struct {
	ID       actor.PersonID
	Name     string // «Смирнова Анна Петровна»
	Greeting string // «Анна Петровна»
	Email    string // confirmed
	EmailKey string // what all spellings of the address have in common
	Phone    string // as people read it; "" when none was confirmed
	Level    actor.Level
	Lang     i18n.Lang
	Locked   bool
	Sessions int // living ones; not counted in a list
	Created  time.Time
}

// People knows who has an account: package account.
type People interface {
	// Address reads an e-mail: as letters take it, and what all its spellings have in common.
	Address(s string) (address, key string, ok bool)
	// Search lists people whose e-mail or surname has the part, or whose id it is, the newest first. page is "" for the
	// first page, then what the page before returned as next; next is "" at the end.
	Search(ctx context.Context, q sqldb.Querier, part, page string) (list []Human, next string, err error)
	// Human returns one person; a fault of the kind NotFound when nobody bears the id.
	Human(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Human, error)
	// SetLocked closes an account, which ends its sessions, or opens it again.
	SetLocked(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, locked bool) error
	// StartRecovery sends the person a link to a new password.
	StartRecovery(ctx context.Context, tx *sqldb.Tx, p actor.PersonID) error
}

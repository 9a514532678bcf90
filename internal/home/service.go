package home

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Offer is something that a person can do on the platform, declared by the room that does it.
type Offer struct {
	Title i18n.Text
	Text  i18n.Text
	URL   string
	Icon  string
	Level actor.Level // the least level of the account that opens it
}

// Open reports whether the account of a opens the offer.
func (o Offer) Open(a actor.Actor) bool { return a.Level >= o.Level }

// People tells the room whom it greets.
type People interface {
	// Addressed returns how to address the person: «Анна Петровна».
	Addressed(ctx context.Context, p actor.PersonID) (string, error)
}

package audit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Entry is one thing that happened. It holds identifiers and codes, never content and never personal data: entries are
// kept longer than what they are about.
type Entry struct {
	Actor   string // id of the person, or "console", "system"
	Action  string // "account.signed_in.password"
	Subject string // id of the person or thing that it happened to
	Request string // number of the request
	Address string // network of the client
	Detail  string // an id or a code
}

// longest bounds a field, in bytes: an id or a code is short, and a text is neither.
const longest = 256

// check refuses what cannot be identifiers and codes: a long text, a line break, an address of e-mail. It catches
// mistakes; it cannot know a surname.
func (e Entry) check() error {
	if e.Actor == "" || e.Action == "" {
		return errors.New("an entry names an actor and an action")
	}
	for _, field := range []string{e.Actor, e.Action, e.Subject, e.Request, e.Address, e.Detail} {
		if len(field) > longest || strings.ContainsRune(field, '@') || strings.ContainsFunc(field, unicode.IsControl) {
			return errors.New("a field is no identifier and no code")
		}
	}
	return nil
}

// Record writes an entry in the transaction of what it tells. The sequencer numbers it afterwards.
func Record(ctx context.Context, tx *sqldb.Tx, e Entry) error {
	if err := e.check(); err != nil {
		return fmt.Errorf("record %s: %w", e.Action, err)
	}
	if err := insert(ctx, tx, id.New(), clock.System{}.Now(), e); err != nil {
		return fmt.Errorf("record %s: %w", e.Action, err)
	}
	return nil
}

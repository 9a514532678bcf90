package account

import (
	"context"
	"errors"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// vouch raises the level of a person by the word of another site, when that site is a source and says more than is known.
// A site that is no source raises nothing, whatever it says. [ErrOtherPerson] says that it names somebody else.
func (s *Service) vouch(ctx context.Context, tx *sqldb.Tx, p Person, port connector.Port, who connector.Identity, reference string) error {
	to := min(who.Level, vouches(port, p.Level))
	if to == 0 || to <= p.Level {
		return nil
	}
	said, ok := saidBy(who)
	if !ok {
		return nil // what cannot be read confirms nothing
	}
	_, err := s.Raise(ctx, tx, p.ID, to, Vouch{Source: sourceOf(port), Identity: said, Reference: reference})
	if errors.Is(err, ErrNeedsSNILS) {
		return nil
	}
	return err
}

// saidBy reads what a site says of a person; ok is false when a part of it is malformed.
func saidBy(who connector.Identity) (i Identity, ok bool) {
	i.Name = Name{who.Surname, who.Given, who.Patronymic}
	for _, part := range []string{who.Surname, who.Given} {
		if !validNamePart(part) {
			return Identity{}, false
		}
	}
	if who.Patronymic != "" && !validNamePart(who.Patronymic) {
		return Identity{}, false
	}
	if who.SNILS != "" {
		n, err := ruid.ParseSNILS(who.SNILS)
		if err != nil {
			return Identity{}, false
		}
		i.SNILS = n
	}
	if b := who.Birth; b != "" {
		if len(b) != len("2006-01-02") {
			return Identity{}, false
		}
		if i.Birth, ok = ParseDay(b[8:], b[5:7], b[:4]); !ok {
			return Identity{}, false
		}
	}
	return i, true
}

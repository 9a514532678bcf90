package organisation

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Profile is an organisation for which a person may act, as «Сменить профиль» offers it.
type Profile struct {
	Standing
	Recent time.Time // when the person last chose it; zero when never
	Tasks  int       // how many things wait for the person there
}

// endsSoon is how long before its end a certificate becomes a task.
const endsSoon = 30 * 24 * time.Hour

// Profiles lists the organisations for which a person may act: those chosen lately first, then by name; at most limit of them, 0
// for all.
func (s *Service) Profiles(ctx context.Context, q sqldb.Querier, p actor.PersonID, limit int) ([]Profile, error) {
	if limit == 0 {
		limit = maxProfiles
	}
	now := s.clock.Now()
	list, err := profiles(ctx, q, p, now, limit)
	if err != nil {
		return nil, fmt.Errorf("list the profiles: %w", err)
	}
	kept := list[:0]
	for _, profile := range list {
		if profile.Role != "" {
			kept = append(kept, profile)
		}
	}
	if len(kept) == 0 {
		return nil, nil
	}
	return kept, s.countTasks(ctx, q, p, now, kept)
}

// countTasks adds what waits for the person in each of the organisations.
func (s *Service) countTasks(ctx context.Context, q sqldb.Querier, p actor.PersonID, now time.Time, list []Profile) error {
	waits, err := waitingIn(ctx, q, p, now, now.Add(endsSoon))
	if err != nil {
		return fmt.Errorf("count what waits: %w", err)
	}
	papers, err := s.signatures.Unsigned(ctx, q, p)
	if err != nil {
		return fmt.Errorf("count what is to be signed: %w", err)
	}
	for i := range list {
		for _, w := range waits {
			if w.organisation == list[i].Cabinet.ID && list[i].Role.May(needs(w.kind)) {
				list[i].Tasks += w.n
			}
		}
		for _, paper := range papers {
			if string(paper.INN) == list[i].Cabinet.INN {
				list[i].Tasks++
			}
		}
	}
	return nil
}

// needs is the right without which a thing that waits is not the person's business.
func needs(kind string) actor.Right {
	if kind == waitsConfirm {
		return actor.Appoint
	}
	return actor.View
}

// matches reports whether a profile answers to what somebody typed: a part of the name, or the beginning of a number.
func (p Profile) matches(words string) bool {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }
	name := plain(p.Cabinet.Name)
	for _, word := range strings.Fields(plain(words)) {
		if !strings.Contains(name, word) && !strings.HasPrefix(p.Cabinet.INN, word) && !strings.HasPrefix(p.Cabinet.OGRN, word) {
			return false
		}
	}
	return true
}

var chooseByPerson = limit.Rule{Name: "organisation.choose", Burst: 300, Per: time.Hour}

// Choose notes that a person chose to act for an organisation, by its ОГРН, and returns it; [ErrNoCabinet] when they may not.
func (s *Service) Choose(ctx context.Context, ogrn string) (st Standing, err error) {
	who := actor.From(ctx).Person
	now := s.clock.Now()
	if err := s.limits.Allow(ctx, limit.Charge{Rule: chooseByPerson, Key: string(who)}); err != nil {
		return Standing{}, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if st, err = standing(ctx, tx, who, ogrn, now); err != nil {
			return none(err, ErrNoCabinet)
		}
		if st.Role == "" {
			return ErrNoCabinet
		}
		if err := touchRecent(ctx, tx, who, st.Cabinet.ID, now); err != nil {
			return fmt.Errorf("note the choice: %w", err)
		}
		return s.record(ctx, tx, who, "organisation.entered", st.Cabinet.ID, "")
	})
	if err != nil {
		return Standing{}, fmt.Errorf("choose a profile: %w", err)
	}
	return st, nil
}

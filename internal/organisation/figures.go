package organisation

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Figures are the numbers of one cabinet over some days, from the journal. They hold nothing of other cabinets, and of people
// outside this one only that somebody of the foundation acted.
type Figures struct {
	Days       int
	Entered    int // times that somebody chose the profile
	Signatures int // documents and openings that were signed
	People     []PersonFigure
	Deeds      []DeedFigure
}

// PersonFigure is how much somebody did in the cabinet.
type PersonFigure struct {
	Name string // "" for the clock, the register and the foundation
	By   actor.PersonID
	N    int
}

// DeedFigure is how often something was done.
type DeedFigure struct {
	Text i18n.Text
	N    int
}

// Periods are the numbers of days over which figures are shown.
func Periods() []int { return []int{30, 90, 365} }

// Figures counts what happened in a cabinet in the last days; the caller has checked the right.
func (s *Service) Figures(ctx context.Context, in Inside, days int) (f Figures, err error) {
	f.Days = days
	var tallies []audit.Tally
	var names map[actor.PersonID]string
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		since := s.clock.Now().Add(-time.Duration(days) * 24 * time.Hour)
		if tallies, err = audit.Count(ctx, q, string(in.Cabinet.ID), since); err != nil {
			return err
		}
		names, err = s.peopleEver(ctx, q, in)
		return err
	})
	if err != nil {
		return Figures{}, fmt.Errorf("count what happened in a cabinet: %w", err)
	}
	people, acts := map[actor.PersonID]int{}, map[text]int{}
	for _, t := range tallies {
		by := actor.PersonID(t.Actor)
		if _, known := names[by]; !known && by != system {
			by = foundation
		}
		people[by] += t.N
		meaning, _ := Deeds().Meaning(t.Action)
		acts[meaning.Text] += t.N
		switch {
		case t.Action == "organisation.entered":
			f.Entered += t.N
		case t.Action == "organisation.opened", strings.HasPrefix(t.Action, "organisation.granted."):
			f.Signatures += t.N
		}
	}
	for by, n := range people {
		f.People = append(f.People, PersonFigure{names[by], by, n})
	}
	for t, n := range acts {
		f.Deeds = append(f.Deeds, DeedFigure{t, n})
	}
	slices.SortFunc(f.People, func(a, b PersonFigure) int {
		return cmp.Or(b.N-a.N, strings.Compare(a.Name, b.Name), strings.Compare(string(a.By), string(b.By)))
	})
	slices.SortFunc(f.Deeds, func(a, b DeedFigure) int {
		return cmp.Or(b.N-a.N, strings.Compare(a.Text.In(i18n.Russian), b.Text.In(i18n.Russian)))
	})
	return f, nil
}

// foundation stands for whoever acts on the side of the foundation: who that is, is none of the organisation's business.
const foundation actor.PersonID = "foundation"

package review_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// T12: about whoever signed an application others are asked when its decision is formed, and again before the official's signature is
// received, alone or in a group.
func TestT12_AskedAtTheDecision(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		h.town.anew = nil
		d := h.prepare(t, "olga", a, grant)
		if !slices.Equal(h.town.anew, []actor.PersonID{"boris"}) {
			t.Errorf("when it was formed asked about %q", h.town.anew)
		}
		h.town.anew = nil
		if err := h.AskAgain(t.Context(), d.ID); err != nil || !slices.Equal(h.town.anew, []actor.PersonID{"boris"}) {
			t.Errorf("before the signature asked about %q, %v", h.town.anew, err)
		}
		if err := h.AskAgain(t.Context(), id.New()); err != nil || len(h.town.anew) != 1 {
			t.Errorf("about a decision that is not there: %q, %v", h.town.anew, err)
		}
		group, _ := h.gathered(t, 3)
		if err := h.PrepareGroup(h.as(t, "olga"), group, both); err != nil {
			t.Fatal(err)
		}
		h.town.anew = nil
		if err := h.AskGroupAgain(t.Context(), group); err != nil || len(h.town.anew) != 3 {
			t.Errorf("of a group asked about %q, %v", h.town.anew, err)
		}
	})
}

// T3: what a signature says of its own time proves nothing. A case whose signature got no time-stamp is taken and marked, on the desk as to
// the applicant; a stamp takes the mark away.
func TestT3_ATimeThatNothingProvesIsMarked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.sent(t, good)
		if got := h.open(t, "olga", a).SignedAt.In(i18n.Russian); got != "время не\u00a0подтверждено: метки времени нет" {
			t.Errorf("without a time-stamp the desk says %q", got)
		}
		h.town.stamped = today.Add(time.Minute)
		if got := h.open(t, "olga", a).SignedAt.In(i18n.Russian); !strings.HasPrefix(got, "подтверждено меткой времени, ") {
			t.Errorf("with a time-stamp the desk says %q", got)
		}
	})
}

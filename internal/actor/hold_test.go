package actor_test

import (
	"errors"
	"net/http/httptest"
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
)

// A role is held back until the session is proved by as much as is needed, and its pages then say so and nothing else.
func TestARoleIsWithheldUntilTheSessionIsProved(t *testing.T) {
	roles := []actor.Role{actor.Operator}
	for needed := actor.ByOne; needed <= actor.ByAKey; needed++ {
		for proof := actor.ByOne; proof <= actor.ByAKey; proof++ {
			a := actor.Actor{Person: "p", Proof: proof}.Hold(roles, needed)
			enough := proof >= needed
			if slices.Equal(a.Staff, roles) != enough || slices.Equal(a.Withheld, roles) == enough || a.Has(actor.Operator) != enough {
				t.Errorf("needs %d, has %d: holds %v, withheld %v", needed, proof, a.Staff, a.Withheld)
			}
			r := httptest.NewRequest("GET", "/", nil)
			r = r.WithContext(actor.With(r.Context(), a))
			if err := actor.Staff(actor.Operator, actor.Owner).Admit(r); enough && err != nil || !enough && !errors.Is(err, actor.ErrFactor) {
				t.Errorf("needs %d, has %d: %v", needed, proof, err)
			}
			if err := actor.Staff(actor.Owner).Admit(r); !errors.Is(err, actor.ErrRole) {
				t.Errorf("a page for others: %v", err)
			}
		}
	}
}

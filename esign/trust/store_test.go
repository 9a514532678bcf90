package trust_test

import (
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trust"
)

// TestT2_ListForATime: the newest list of the time counts, before the first one the earliest; an empty store has none.
func TestT2_ListForATime(t *testing.T) {
	store := trust.NewStore(trust.Trial)
	now := day(2026, 9, 1)
	if store.ListFor(now) != nil {
		t.Error("an empty store has a list")
	}
	for n := range 3 {
		if err := store.AddList(read(t, trialca.TrustedList(n+1, now.AddDate(0, 0, n)))); err != nil {
			t.Fatal(err)
		}
	}
	for days, want := range map[int]int{-1: 1, 0: 1, 1: 2, 2: 3, 100: 3} {
		if l := store.ListFor(now.AddDate(0, 0, days)); l.Number != want {
			t.Errorf("after %d days: list %d, want %d", days, l.Number, want)
		}
	}
}

// Successions are given out as they were told, in a list of the caller's own.
func TestSuccessions(t *testing.T) {
	store := trust.NewStore(trust.Real)
	store.AddSuccession(trust.Succession{From: "1099600000037", To: "1099600000015", Basis: "соглашение"})
	got := store.Successions()
	if len(got) != 1 || got[0].Basis != "соглашение" {
		t.Fatalf("%+v", got)
	}
	got[0].Basis = "другое"
	if store.Successions()[0].Basis != "соглашение" {
		t.Error("the caller changed the store")
	}
}

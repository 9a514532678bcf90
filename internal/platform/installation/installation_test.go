package installation_test

import (
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/installation"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// T8: whoever makes the database says whether it is a trial; afterwards nobody can open it as the other kind.
func TestT8_ATrialStaysATrialAndARealOneReal(t *testing.T) {
	for _, trial := range []bool{true, false} {
		storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
			first, err := installation.Open(t.Context(), db, clock.System{}, trial)
			if err != nil || first.Trial != trial || !first.New {
				t.Fatalf("a new database: %+v, %v", first, err)
			}
			again, err := installation.Open(t.Context(), db, clock.System{}, trial)
			if err != nil || again.ID != first.ID || again.New {
				t.Errorf("opened again: %+v, %v", again, err)
			}
			want := map[bool]error{true: installation.ErrTrial, false: installation.ErrReal}[trial]
			if _, err := installation.Open(t.Context(), db, clock.System{}, !trial); !errors.Is(err, want) {
				t.Errorf("opened as the other kind: %v, want %v", err, want)
			}
		})
	}
}

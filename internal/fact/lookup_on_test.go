package fact

import (
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/workdays"
)

// T12: how a register stood on a day is known from the first day on which a version was shown to the last, and of the latest one on. Before
// the first, and between a version and the next, nobody knows.
func TestT12_TheRegisterOnADay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		first := invented(1, "2026-10-01")
		s.mustImport(t, Order{Files: []File{fileOf("a.xml", first)}})
		s.mustImport(t, Order{Files: []File{fileOf("b.xml", invented(1, "2026-10-05"))}}) // shown again
		later := invented(1, "2026-11-01")
		later.Heads[0].Person.INN = "991234567890"
		s.mustImport(t, Order{Files: []File{fileOf("c.xml", later)}})
		for on, want := range map[string]struct {
			version   int
			confirmed string
		}{
			"2026-10-01": {1, "2026-10-05"},
			"2026-10-05": {1, "2026-10-05"},
			"2026-10-20": {1, ""}, // the head changed before or after that day
			"2026-11-01": {2, "2026-11-01"},
			"2026-11-20": {2, "2026-11-01"}, // whoever asks compares the days
		} {
			e, err := s.EntryOn(t.Context(), db.Single(), first.OGRN, day(on))
			confirmed := workdays.Date{}
			if want.confirmed != "" {
				confirmed = day(want.confirmed)
			}
			if err != nil || e.Version != want.version || e.Confirmed != confirmed {
				t.Errorf("on %s: version %d, confirmed %s, %v; want %d, %s", on, e.Version, e.Confirmed, err, want.version, want.confirmed)
			}
		}
		if _, err := s.EntryOn(t.Context(), db.Single(), first.OGRN, day("2026-09-30")); !errors.Is(err, ErrNotFound) {
			t.Errorf("before the first version: %v", err)
		}
	})
}

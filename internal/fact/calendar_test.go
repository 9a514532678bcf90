package fact

import (
	"bytes"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/workdays"
)

// A year that the program does not know comes by file, and becomes decreed when the act is named; one that is known stays.
func TestACalendarIsMerged(t *testing.T) {
	known := sharedtest.File(t, "registers", "calendar/ru-2025.xml")
	next := strings.NewReplacer(`year="2026"`, `year="2027"`, `2025.09.30`, `2026.09.30`).Replace(string(sharedtest.File(t, "registers", "calendar/ru-2026.xml")))
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		load := func(name, origin string, content []byte) Import {
			t.Helper()
			i, err := s.ImportCalendar(t.Context(), Order{Operator: "console", Origin: origin, Files: []File{{Name: name, Content: bytes.NewReader(content), Size: int64(len(content))}}})
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		wantCounts(t, load("ru-2025.xml", "", known), 1, 0, 1, 0)
		year := func() workdays.Year {
			t.Helper()
			c, err := s.Calendar(t.Context(), db.Single())
			if err != nil {
				t.Fatal(err)
			}
			years := c.Years()
			return years[len(years)-1]
		}
		if y := year(); y.Number != 2026 {
			t.Errorf("before: %d", y.Number)
		}
		wantCounts(t, load("ru-2027.xml", "", []byte(next)), 1, 1, 0, 0)
		if y := year(); y.Number != 2027 || !y.Provisional {
			t.Errorf("by file: %d, provisional %t", y.Number, y.Provisional)
		}
		wantCounts(t, load("ru-2027.xml", "", []byte(next)), 1, 0, 1, 0)
		wantCounts(t, load("ru-2027.xml", "Постановление Правительства", []byte(next)), 1, 1, 0, 0)
		if y := year(); y.Provisional {
			t.Error("the act was named, and the year is provisional")
		}
	})
}

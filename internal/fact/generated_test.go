package fact

import (
	"bytes"
	"os"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/statereg/egr/egrtest"
)

// generatedSize is how many organisations [TestAGeneratedRegister] invents. docs/performance.md has what a million takes.
func generatedSize() int {
	if os.Getenv("KLASTER_TORTURE") != "" {
		return 20_000
	}
	return 500
}

// A register with every shape of organisation goes in whole, twice without a change, and answers for each.
func TestAGeneratedRegister(t *testing.T) {
	register := egrtest.Register{Seed: 7, Count: generatedSize(), AsOf: day("2026-11-20"), History: 3}
	var file bytes.Buffer
	if err := register.WriteZIP(&file); err != nil {
		t.Fatal(err)
	}
	order := Order{Scope: Full, Files: []File{{Name: "register.zip", Content: bytes.NewReader(file.Bytes()), Size: int64(file.Len())}}}
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		n := int64(register.Count)
		wantCounts(t, s.mustImport(t, order), n, n, 0, 0)
		wantCounts(t, s.mustImport(t, order), n, 0, n, 0)
		err := db.View(t.Context(), func(q sqldb.Querier) error {
			for i := range register.Count {
				list, err := s.Entries(t.Context(), q, register.INN(i))
				if err != nil || len(list) != 1 {
					t.Fatalf("organisation %d: %d entries, %v", i, len(list), err)
				}
				if ceased := egrtest.ShapeOf(i) == egrtest.Ceased; list[0].OGRN != register.OGRN(i) || list[0].HasCeased() != ceased {
					t.Fatalf("organisation %d: %s, ceased %v", i, list[0].OGRN, list[0].HasCeased())
				}
				if list[0].Register != egr.Organisations || list[0].Confirmed != register.AsOf {
					t.Fatalf("organisation %d: %s, confirmed on %s", i, list[0].Register, list[0].Confirmed)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

package fact

import (
	"bytes"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func textFile(name, text string) File {
	return File{Name: name, Content: bytes.NewReader([]byte(text)), Size: int64(len(text))}
}

// A classifier is kept in editions: an entry that changed has a new version, and one that a full set lacks means nothing any more.
func TestAClassifierIsKeptInEditions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		first := "Код,Деятельность\n62,Разработка программ\n62.01,Разработка компьютерного обеспечения\n63.11,Обработка данных\n"
		order := Order{Register: Activities, Scope: Full, Origin: "Росстандарт", AsOf: day("2026-02-01"), Files: []File{textFile("okved.csv", first)}}
		wantCounts(t, s.mustImport(t, order), 3, 3, 0, 0)
		wantCounts(t, s.mustImport(t, order), 3, 0, 3, 0)
		c, err := s.Activity(t.Context(), db.Single(), "62.01")
		if want := (Class{"62.01", "Разработка компьютерного обеспечения", "2026-02-01", "Росстандарт", true}); err != nil || c != want {
			t.Errorf("%+v, %v", c, err)
		}
		if c, err := s.Product(t.Context(), db.Single(), "62.01"); err != nil || c.Known {
			t.Errorf("of the other classifier: %+v, %v", c, err)
		}

		second := "Код;Наименование\n62;Разработка программ\n62.01;Разработка программ для машин\n"
		wantCounts(t, s.mustImport(t, Order{Register: Activities, Scope: Full, Files: []File{textFile("b.csv", second)}}), 2, 1, 1, 0)
		if c, err := s.Activity(t.Context(), db.Single(), "62.01"); err != nil || c.Name != "Разработка программ для машин" || c.AsOf != "2026-11-22" {
			t.Errorf("the later edition: %+v, %v", c, err)
		}
		if c, err := s.Activity(t.Context(), db.Single(), "63.11"); err != nil || c.Known {
			t.Errorf("an entry that is gone: %+v, %v", c, err)
		}
		_, err = s.Import(t.Context(), Order{Register: Activities, Scope: Delta, Operator: "console", Files: []File{textFile("c.csv", "what,is,this\n1,2,3\n")}})
		if !errors.Is(err, ErrUnreadable) {
			t.Errorf("no classifier: %v", err)
		}
	})
}

// The classifier of activities as it is published goes in whole.
func TestTheClassifierOfActivitiesIsImported(t *testing.T) {
	content := sharedtest.File(t, "registers", "ref/okved2.csv")
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		i := s.mustImport(t, Order{Register: Activities, Scope: Full, Files: []File{{Name: "okved2.csv", Content: bytes.NewReader(content), Size: int64(len(content))}}})
		if i.Broken != 0 || i.Stored != i.Read || i.Read < 2500 {
			t.Errorf("read %d, stored %d, broken %d", i.Read, i.Stored, i.Broken)
		}
		if c, err := s.Activity(t.Context(), db.Single(), "72.19"); err != nil || !c.Known {
			t.Errorf("%+v, %v", c, err)
		}
	})
}

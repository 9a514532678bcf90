package fact

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"slices"
	"strings"
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

// A bomb in a ZIP is told by its name and never unpacked, what stands beside it is stored, and the set does not count as full: nobody in
// it is gone because of what could not be read.
func TestABombAmongTheParts(t *testing.T) {
	archive := func(parts map[string]string) File {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range slices.Sorted(maps.Keys(parts)) {
			part, err := w.Create(name)
			if err == nil {
				_, err = part.Write([]byte(parts[name]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return File{Name: "set.zip", Content: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}
	}
	bomb := "Код,Деятельность\n" + strings.Repeat(" ", 4<<20)
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		full := Order{Register: Activities, Scope: Full, Operator: "console", Files: []File{archive(map[string]string{"a.csv": "Код,Деятельность\n62,Программы\n", "b.csv": "Код,Деятельность\n63,Данные\n"})}}
		wantCounts(t, s.mustImport(t, full), 2, 2, 0, 0)
		full.Files = []File{archive(map[string]string{"a.csv": "Код,Деятельность\n62,Программы\n64,Связь\n", "b.csv": bomb})}
		i, err := s.Import(t.Context(), full)
		if !errors.Is(err, ErrIncomplete) || i.Stored != 1 || len(i.Faults) != 1 || i.Faults[0].Part != "b.csv" {
			t.Errorf("%v, %+v, %+v", err, i.Counts, i.Faults)
		}
		for _, code := range []string{"62", "63", "64"} {
			if c, err := s.Activity(t.Context(), db.Single(), code); err != nil || !c.Known {
				t.Errorf("%s: %+v, %v", code, c, err)
			}
		}
		full.Files = []File{archive(map[string]string{"b.csv": bomb})}
		if _, err := s.Import(t.Context(), full); !errors.Is(err, ErrUnreadable) || !errors.Is(err, errTooMuch) {
			t.Errorf("a bomb alone: %v", err)
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

package profile_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/profile"
)

const offersFile = `{"id":"a1","inn":"9900008016","title":"Фрезеровка","text":"Алюминий, титан","kind":"supplier","codes":["25.62"],"price_from":1500,"volume_to":"300","unit":"шт."}
{"id":"a2","inn":"9900008023","title":"Ищем литейщика","kind":"need","until":"2026-12-31"}

{"id":"a3","inn":"9900008030","title":"Кредиты","kind":"investor"}
{"id":"a4","inn":"9900008016","title":"Нечто","kind":"волшебство"}
{"id":"b1","inn":"9900008017","title":"Неверный ИНН"}
{"id":"b2","inn":"9900008016"}
{"inn":"9900008016","title":"Без номера"}
{"id":"b4","inn":"9900008016","title":"Цена","price_from":"дорого"}
не JSON
`

// A file is imported once however often it comes; what differs replaces what was there; what cannot be read is counted and passed over.
func TestImport(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		take := func(file string, want profile.Counts) []profile.Complaint {
			t.Helper()
			got, complaints, err := h.Import(t.Context(), strings.NewReader(file))
			if err != nil || got != want {
				t.Errorf("imported %+v, %v; want %+v", got, err, want)
			}
			return complaints
		}
		want := profile.Counts{Read: 9, Stored: 4, Broken: 5, Unknown: 1, UnknownKinds: 1}
		if complaints := take(offersFile, want); len(complaints) != 5 || complaints[len(complaints)-1].Record == 0 {
			t.Errorf("complaints: %v", complaints)
		}
		if h.told(alpha.OGRN) != 1 || h.told(beta.OGRN) != 1 || h.told("9900008030") != 1 {
			t.Error("those who search were not told of each subject once")
		}
		want.Stored, want.Unchanged = 0, 4
		take(offersFile, want)
		if h.told(alpha.OGRN) != 1 {
			t.Error("nothing has changed, and those who search were told")
		}
		want.Stored, want.Unchanged = 1, 3
		take(strings.Replace(offersFile, "Алюминий, титан", "Алюминий", 1), want)
		if n := h.count(`SELECT count(*) FROM profile_item`); n != 4 {
			t.Errorf("%d items", n)
		}
		h.view(func(ctx context.Context, q sqldb.Querier) error {
			subjects := map[string]string{}
			for card, err := range h.All(ctx, q) {
				if err != nil {
					return err
				}
				subjects[card.Subject] = titles(card)
			}
			if len(subjects) != 3 || subjects[alpha.OGRN] != "Нечто Фрезеровка" || subjects["9900008030"] != "Кредиты" {
				t.Errorf("searched: %v", subjects)
			}
			return nil
		})
	})
}

// An organisation that a register comes to know takes over what stood under its ИНН with the next import.
func TestImportOfOneWhoBecomesKnown(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		const file = `{"id":"x","inn":"9900008023","title":"Литьё"}`
		delete(h.town.of, "beta")
		if c, _, err := h.Import(t.Context(), strings.NewReader(file)); err != nil || c.Unknown != 1 {
			t.Fatalf("%+v %v", c, err)
		}
		h.town.of["beta"] = beta
		c, _, err := h.Import(t.Context(), strings.NewReader(file))
		if err != nil || c.Stored != 1 || h.count(`SELECT count(*) FROM profile_item WHERE subject = $1`, beta.OGRN) != 1 || h.told(beta.INN) != 2 {
			t.Errorf("%+v %v", c, err)
		}
	})
}

func TestRecordsOfCSV(t *testing.T) {
	const file = "\ufeffid;INN;title;kind;codes;until\r\n1;9900008016;\"Печать; быстро\";service;25.62 26.12;2026-05-01\r\n2;9900008016;Много;a;b;c;d\r\n"
	r, err := profile.Records(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	one, err := r.Next()
	if err != nil || one.Title != "Печать; быстро" || one.Role != profile.Provider || len(one.Codes) != 2 || one.Until.String() != "2026-05-01" {
		t.Errorf("%+v, %v", one, err)
	}
	if _, err = r.Next(); !errors.Is(err, profile.ErrRecord) {
		t.Errorf("too many columns: %v", err)
	}
	if _, err = r.Next(); !errors.Is(err, io.EOF) {
		t.Errorf("the end: %v", err)
	}
	for _, bad := range []string{"просто текст\n", "id,title\n1,2\n", "[1,2]\n"} {
		if _, err := profile.Records(strings.NewReader(bad)); !errors.Is(err, profile.ErrFile) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A line that is too long is one broken record, and those after it are read.
func TestALongLine(t *testing.T) {
	file := `{"id":"1","inn":"9900008016","title":"` + strings.Repeat("я", 70<<10) + "\"}\n" + `{"id":"2","inn":"9900008016","title":"После"}`
	r, err := profile.Records(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Next(); !errors.Is(err, profile.ErrRecord) {
		t.Errorf("the long one: %v", err)
	}
	if one, err := r.Next(); err != nil || one.Title != "После" {
		t.Errorf("the next one: %+v, %v", one, err)
	}
}

func FuzzRecords(f *testing.F) {
	for _, seed := range []string{offersFile, "id,inn,title\n1,2,3\n", "\ufeffid;inn;title\n\"", "{", "{\"id\":[[]]}\n{}{}", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file string) {
		r, err := profile.Records(strings.NewReader(file))
		if err != nil {
			return
		}
		for range strings.Count(file, "\n") + 2 {
			one, err := r.Next()
			if errors.Is(err, io.EOF) {
				return
			}
			if err == nil && (one.ID == "" || one.Kind == "") {
				t.Errorf("a record without an id or a kind: %+v", one)
			}
			if err != nil && !errors.Is(err, profile.ErrRecord) {
				t.Errorf("an error that is neither of a record nor the end: %v", err)
			}
		}
		t.Error("there are more records than lines")
	})
}

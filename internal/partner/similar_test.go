package partner

import (
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/search"
)

// welders are two who weld, each of them for members only in one of their texts, and one who has nothing to do with it.
func welders(t *testing.T) *catalogue {
	t.Helper()
	c := newCatalogue(search.NewConcepts([]search.Class{{Code: "25.62", Name: "Обработка металлических изделий механическая"}, {Code: "10.71", Name: "Производство хлеба"}}, nil))
	of := func(key string, passages ...Passage) Subject {
		s := Subject{Key: key, Kind: KindOrganisation, Name: i18n.Same("ООО «" + key + "»"), URL: "/members/" + key, Region: "77"}
		for i, p := range passages {
			p.ID, p.Form = key+string(rune('a'+i)), FormOffer
			if p.Role == "" {
				p.Role = Supplier
			}
			s.Passages = append(s.Passages, p)
		}
		return s
	}
	if err := c.put([]Subject{
		of("Дуга", Passage{Title: "Сварка титановых труб"}, Passage{Title: "Плазменная резка, ЧПУ", For: ForMembers}),
		of("Шов", Passage{Title: "Сварка труб", Text: "Титан, нержавейка."}),
		of("Плазма", Passage{Title: "Быстрая плазменная резка листа, ЧПУ"}),
		of("Тайна", Passage{Title: "Сварка титановых труб для своих", For: ForMembers}, Passage{Title: "Выпечка"}),
		of("Ищет", Passage{Title: "Сварка титановых труб", Role: Customer}),
		of("Хлеб", Passage{Title: "Выпечка хлеба", Codes: []string{"10.71"}}),
		of("Токарь", Passage{Title: "Валы и втулки", Codes: []string{"25.62"}}),
		of("Фреза", Passage{Title: "Корпуса приборов", Codes: []string{"25.62"}}),
	}, nil); err != nil {
		t.Fatal(err)
	}
	return c
}

func (c *catalogue) likeNames(t *testing.T, key string, a Audience) (list []string) {
	t.Helper()
	c.mu.RLock()
	subject := c.subjects[key]
	c.mu.RUnlock()
	for _, h := range c.like(subject, a, sunday(t)) {
		if !h.strong() || len(h.Missing) > 0 {
			t.Errorf("%s is like %s without a reason: %+v", h.Subject.Key, key, h)
		}
		list = append(list, h.Subject.Key)
	}
	slices.Sort(list)
	return list
}

// Companies are alike by the classes that both declare, or by several words that both say, whoever they are; not by what they look for, nor by
// their names.
func TestCompaniesAreAlikeByWhatTheyDo(t *testing.T) {
	c := welders(t)
	for key, want := range map[string][]string{"Шов": {"Дуга"}, "Токарь": {"Фреза"}, "Ищет": nil, "Хлеб": nil} {
		if got := c.likeNames(t, key, ForEverybody); !slices.Equal(got, want) {
			t.Errorf("like %s are %v, want %v", key, got, want)
		}
	}
	h := c.like(c.subjects["Токарь"], ForEverybody, sunday(t))[0]
	if len(h.Through) != 1 || h.Through[0].Code != "25.62" || !strings.Contains(h.Through[0].text().In(i18n.Russian), "механическая") {
		t.Errorf("%+v", h)
	}
	if h := c.like(c.subjects["Шов"], ForEverybody, sunday(t))[0]; !slices.Contains(h.Matched, "сварка") || !slices.Contains(h.Matched, "труба") {
		t.Errorf("%+v", h)
	}
}

// What somebody may not read plays no part in who is like whom, on either side: neither is found by it, nor are others found like it, nor is a
// word of it a reason.
func TestAHiddenPassageMakesNobodyAlike(t *testing.T) {
	c := welders(t)
	for audience, want := range map[Audience]map[string][]string{
		ForEverybody: {"Дуга": {"Шов"}, "Плазма": nil, "Шов": {"Дуга"}, "Тайна": nil},
		ForPersons:   {"Дуга": {"Шов"}, "Плазма": nil, "Шов": {"Дуга"}, "Тайна": nil},
		ForMembers:   {"Дуга": {"Плазма", "Тайна", "Шов"}, "Плазма": {"Дуга"}, "Шов": {"Дуга", "Тайна"}, "Тайна": {"Дуга", "Шов"}},
	} {
		for key, alike := range want {
			if got := c.likeNames(t, key, audience); !slices.Equal(got, alike) {
				t.Errorf("to %q, like %s are %v, want %v", audience, key, got, alike)
			}
		}
	}
}

// The words in common are words that the other has written, in the dictionary form.
func TestWordsInCommonAreAsTheyWereMeant(t *testing.T) {
	c := welders(t)
	h := c.like(c.subjects["Дуга"], ForMembers, sunday(t))
	i := slices.IndexFunc(h, func(h Hit) bool { return h.Subject.Key == "Плазма" })
	if i < 0 {
		t.Fatalf("%v", keys(h))
	}
	got := slices.Sorted(slices.Values(h[i].Matched))
	if !slices.Equal(got, []string{"ЧПУ", "плазменный", "резка"}) {
		t.Errorf("%q", got)
	}
}

// The part of a page is there for who may read it, and absent while the index is built, for nobody known, and while many pages ask.
func TestAPageGoesWithoutSimilarCompanies(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		k := newKeeper(t, db, firm("Дуга", "Сварка титановых труб", ForEverybody), firm("Шов", "Сварка титановых труб", ForMembers))
		shown := func(m *Module, key string) string {
			t.Helper()
			part, err := m.Alike(k.ctx, db.Single(), key)
			if err != nil {
				t.Fatal(err)
			}
			if part == nil {
				return ""
			}
			var b strings.Builder
			if err := part.Render(i18n.WithLang(t.Context(), i18n.Russian), &b); err != nil {
				t.Fatal(err)
			}
			return b.String()
		}
		if got := shown(k.Module, "Дуга"); got != "" {
			t.Errorf("a person is told what members may read:\n%s", got)
		}
		k.member[k.person] = true
		if got := shown(k.Module, "Дуга"); !strings.Contains(got, "ООО «Шов»") || !strings.Contains(got, "Общие слова:") || !strings.Contains(got, "/partners/similar/") {
			t.Errorf("a member is shown:\n%s", got)
		}
		guest := actor.With(t.Context(), actor.Actor{})
		if part, err := k.Alike(guest, db.Single(), "Дуга"); part != nil || err != nil {
			t.Errorf("a guest: %v, %v", part, err)
		}
		if got := shown(k.Module, "Никто") + shown(k.another(db, k.member), "Дуга"); got != "" {
			t.Errorf("of nobody, or without an index:\n%s", got)
		}
		for range mostAtOnce {
			k.alike <- struct{}{}
		}
		if got := shown(k.Module, "Дуга"); got != "" {
			t.Errorf("a page waits for others:\n%s", got)
		}
	})
}

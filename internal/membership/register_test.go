package membership_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

func (h *house) search(t testing.TB, k membership.Query) (l membership.Listing) {
	t.Helper()
	h.view(t, func(ctx context.Context, q sqldb.Querier) (err error) {
		l, err = h.Search(ctx, q, k)
		return err
	})
	return l
}

func names(l membership.Listing) (list []string) {
	for _, m := range l.Members {
		list = append(list, m.Name)
	}
	return list
}

// What people type finds what they mean: the beginnings of words in any order, ё as е, without quotation marks and legal forms, an ИНН with
// blanks, and filters together with words. The register is ordered by the name proper.
func TestSearch(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i, c := range []struct{ name, region string }{
			{"ООО «Тёплый берег»", "63"}, {"АО «Берег-Север»", "78"}, {"ООО «Аврора»", "66"}, {"ИП Бережной Пётр Ильич", "63"},
		} {
			one := actor.OrganisationID(fmt.Sprint(i + 1))
			h.town.add(one, c.name, c.region)
			h.opened(t, one)
		}
		h.town.add("77", "ООО «Московский берег»", "77")
		if err := h.grant(t, "77", "15"); err != nil {
			t.Fatal(err)
		}
		all := []string{"ООО «Аврора»", "АО «Берег-Север»", "ИП Бережной Пётр Ильич", "ООО «Московский берег»", "ООО «Тёплый берег»"}
		for _, c := range []struct {
			query membership.Query
			want  []string
		}{
			{membership.Query{}, all},
			{membership.Query{Text: "ООО"}, all},
			{membership.Query{Text: "  БЕРЕГ «тепл»"}, []string{"ООО «Тёплый берег»"}},
			{membership.Query{Text: "тёплый ооо"}, []string{"ООО «Тёплый берег»"}},
			{membership.Query{Text: "петр береж"}, []string{"ИП Бережной Пётр Ильич"}},
			{membership.Query{Text: "0000 000 003"}, []string{"ООО «Аврора»"}},
			{membership.Query{Text: "1000000000003"}, []string{"ООО «Аврора»"}},
			{membership.Query{Text: "ерег"}, nil},
			{membership.Query{Text: "берег берег тепл"}, []string{"ООО «Тёплый берег»"}},
			{membership.Query{Text: "%"}, all},
			{membership.Query{Text: "берег", Okrug: "northwest"}, []string{"АО «Берег-Север»"}},
			{membership.Query{Text: "берег", Status: membership.Participant}, []string{"ООО «Московский берег»"}},
			{membership.Query{Direction: "it"}, []string{"ООО «Московский берег»"}},
			{membership.Query{Direction: "bio"}, nil},
			{membership.Query{Okrug: "volga"}, []string{"ИП Бережной Пётр Ильич", "ООО «Тёплый берег»"}},
		} {
			l := h.search(t, c.query)
			if diff := cmp.Diff(c.want, names(l)); diff != "" || l.Total != len(c.want) || l.More {
				t.Errorf("%+v: %d in all, %s", c.query, l.Total, diff)
			}
		}
	})
}

// Of more than can be counted at once the register says so, and still shows the first of them in their order, whatever way it takes.
func TestSearchOfMany(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		fill(t, h.db, membership.MostCounted+50)
		l := h.search(t, membership.Query{Text: "общий"})
		if !l.More || l.Total != membership.MostCounted || len(l.Members) != membership.PageSize {
			t.Fatalf("%d found, more: %t, %d shown", l.Total, l.More, len(l.Members))
		}
		one := h.search(t, membership.Query{Text: "общий 55433"})
		if one.Total != 1 || one.More {
			t.Errorf("%d found by two words", one.Total)
		}
		if diff := cmp.Diff(names(h.search(t, membership.Query{})), names(l)); diff != "" {
			t.Errorf("the order differs: %s", diff)
		}
		last := h.search(t, membership.Query{Page: (membership.MostCounted+50)/membership.PageSize + 1})
		if last.Total != membership.MostCounted+50 || len(last.Members) != 10 {
			t.Errorf("%d found, %d on the last page", last.Total, len(last.Members))
		}
	})
}

// The figures of the map are those of the register, whatever happens to members.
func TestCounts(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.add("1", "ООО «Волга»", "63")
		h.town.add("2", "ООО «Москва»", "77")
		h.town.add("3", "ООО «Байконур»", "99")
		h.opened(t, "1")
		h.opened(t, "3")
		if err := h.grant(t, "2", "15"); err != nil {
			t.Fatal(err)
		}
		if err := h.decide(t, membership.Decision{Kind: membership.Suspension, Reason: membership.OwnRequest, Note: "Попросили."}); err != nil {
			t.Fatal(err)
		}
		got := map[membership.Okrug][2]int{}
		h.view(t, func(ctx context.Context, q sqldb.Querier) error {
			list, err := h.Counts(ctx, q)
			for _, c := range list {
				if c.Participants+c.Partners > 0 {
					got[c.Okrug] = [2]int{c.Participants, c.Partners}
				}
			}
			return err
		})
		want := map[membership.Okrug][2]int{"volga": {0, 1}, "central": {1, 0}, membership.Elsewhere: {0, 1}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

// fill makes members as they stand after their changes, many at once: «Общий завод 00001» and so on.
func fill(t testing.TB, db *sqldb.DB, n int) {
	t.Helper()
	const chunk = 1000
	for from := 0; from < n; from += chunk {
		if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
			for i := from; i < min(n, from+chunk); i++ {
				if err := membership.Put(t.Context(), tx, invented(i)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// invented is a member of the many.
func invented(i int) membership.Member {
	words := []string{"Прибор", "Станок", "Лазер", "Сплав", "Вектор", "Импульс", "Контур", "Реактив", "Оптика", "Полимер", "Робот", "Сенсор", "Квант"}
	regions := []string{"77", "77", "77", "50", "63", "66", "78", "54", "23", "25", "16", "05", "26"}
	keys := []string{"it", "ai", "biotech", "medicine", "electronics", "materials", "machines", "energy", "transport", "space", "construction", "creative"}
	m := membership.Member{
		Organisation: actor.OrganisationID(fmt.Sprintf("o-%06d", i)), OGRN: fmt.Sprintf("1%012d", i), INN: fmt.Sprintf("%010d", i),
		Name:   fmt.Sprintf("ООО «Общий %s %05d»", words[i%len(words)], i*7919%100_000),
		Status: membership.Partner, State: membership.Active, Region: regions[i%len(regions)], Since: today, Changed: today, Event: fmt.Sprint(i),
		Profile: membership.Profile{Directions: []membership.Direction{{Key: keys[i%len(keys)], Label: rule.Text{RU: "Направление", EN: "Direction"}}}},
	}
	if m.Region == "77" {
		m.Status = membership.Participant
	}
	m.Okrug = membership.OkrugOf(m.Region)
	return m
}

// Meant implements [membership.Names]: a reading of one slip, and who is called like it.
func (*town) Meant(text string, most int) (readings, ogrns []string) {
	switch text {
	case "бериг", "бер":
		return []string{"никто", "берег"}, []string{"1000000000001"}
	case "берегом":
		return nil, []string{"9999999999999", "1000000000004", "1000000000001"}[:min(3, most)]
	}
	return nil, nil
}

// What nobody is called as it was typed is read otherwise, within the filters; the first reading that finds somebody counts. Else those come
// who are called like it, the likest first, of whom only those are shown who are in the register and fit the filters.
func TestSearchReadsNamesOtherwise(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for i, c := range []struct{ name, region string }{
			{"ООО «Тёплый берег»", "63"}, {"АО «Берег-Север»", "78"}, {"ООО «Аврора»", "66"}, {"ИП Бережной Пётр Ильич", "63"}, {"ООО «Береста»", "63"},
		} {
			one := actor.OrganisationID(fmt.Sprint(i + 1))
			h.town.add(one, c.name, c.region)
			h.opened(t, one)
		}
		north, warm, peter := "АО «Берег-Север»", "ООО «Тёплый берег»", "ИП Бережной Пётр Ильич"
		for _, c := range []struct {
			query       membership.Query
			read        string
			want, alike []string
		}{
			{membership.Query{Text: "бериг"}, "берег", []string{north, warm}, nil},
			{membership.Query{Text: "бериг", Okrug: "volga"}, "берег", []string{warm}, nil},
			{membership.Query{Text: "бериг", Literal: true}, "", nil, nil},
			{membership.Query{Text: "бер"}, "", []string{north, "ООО «Береста»", peter, warm}, nil},
			{membership.Query{Text: "бер", Okrug: "northwest"}, "", []string{north}, nil},
			{membership.Query{Text: "берегом"}, "", nil, []string{peter, warm}},
			{membership.Query{Text: "берегом", Okrug: "northwest"}, "", nil, nil},
			{membership.Query{Text: "никого"}, "", nil, nil},
			{membership.Query{Text: "1234567890"}, "", nil, nil},
		} {
			l := h.search(t, c.query)
			if diff := cmp.Diff(c.want, names(l)); diff != "" || l.Read != c.read || l.Total != len(c.want) {
				t.Errorf("%+v: read %q, %d in all, %s", c.query, l.Read, l.Total, diff)
			}
			var alike []string
			for _, m := range l.Alike {
				alike = append(alike, m.Name)
			}
			if diff := cmp.Diff(c.alike, alike); diff != "" {
				t.Errorf("%+v, alike: %s", c.query, diff)
			}
		}
	})
}

package profile_test

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/workdays"
)

func competence(title string) profile.Draft {
	return profile.Draft{Kind: profile.Competence, Content: profile.Content{Title: title, Codes: []string{"25.62"}}}
}

// Saving writes the item, its history, the journal and the sign for those who search in one transaction; saving the same again writes
// nothing; whoever may not speak for the organisation changes nothing.
func TestSave(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.save(h.full("alpha"), competence("  Фрезе\u200bровка \u202eти\u00adтана "))
		if i.Title != "Фрезеровка титана" || i.Subject != alpha.OGRN || i.By != "anna" {
			t.Errorf("saved %+v", i)
		}
		if h.told(alpha.OGRN) != 1 || h.count(`SELECT count(*) FROM profile_event`) != 1 || h.count(`SELECT count(*) FROM audit_entry WHERE action = 'profile.added'`) != 1 {
			t.Error("a deed left no trace")
		}
		again := competence("Фрезеровка титана")
		again.ID, again.Seen = i.ID, i.Stamp()
		h.save(h.full("alpha"), again)
		if h.told(alpha.OGRN) != 1 {
			t.Error("nothing was changed, and those who search were told")
		}
		again.Title = "Фрезеровка титана и стали"
		h.save(h.full("alpha"), again)
		if h.told(alpha.OGRN) != 2 || h.count(`SELECT count(*) FROM profile_event WHERE deed = 'edited'`) != 1 {
			t.Error("a change left no trace")
		}
		for name, ctx := range map[string]context.Context{
			"a guest": t.Context(), "standard access": h.as("alpha", "vera", actor.Draft), "only sees": h.as("alpha", "vera", actor.View, actor.Draft),
		} {
			if _, err := h.Save(ctx, competence("Чужое")); !errors.Is(err, actor.ErrRight) {
				t.Errorf("%s: %v", name, err)
			}
			if err := h.Remove(ctx, i.ID); !errors.Is(err, actor.ErrRight) {
				t.Errorf("%s removes: %v", name, err)
			}
		}
		other := competence("Перехват")
		other.ID = i.ID
		if _, err := h.Save(h.full("beta"), other); !errors.Is(err, profile.ErrNoItem) {
			t.Errorf("another organisation changed it: %v", err)
		}
		if err := h.Remove(h.full("beta"), i.ID); !errors.Is(err, profile.ErrNoItem) {
			t.Errorf("another organisation removed it: %v", err)
		}
		if err := h.Remove(h.full("alpha"), i.ID); err != nil {
			t.Fatal(err)
		}
		if h.count(`SELECT count(*) FROM profile_item`) != 0 || h.told(alpha.OGRN) != 3 || h.count(`SELECT count(*) FROM profile_event WHERE deed = 'removed'`) != 1 {
			t.Error("it was not removed with all that belongs to it")
		}
	})
}

// Two people who edit the same item do not overwrite each other.
func TestTwoWhoEdit(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		i := h.save(h.full("alpha"), competence("Литьё"))
		h.clock.Advance(time.Second)
		mine, theirs := competence("Литьё магния"), competence("Литьё цинка")
		mine.ID, mine.Seen, theirs.ID, theirs.Seen = i.ID, i.Stamp(), i.ID, i.Stamp()
		h.save(h.full("alpha"), mine)
		if _, err := h.Save(h.full("alpha"), theirs); !errors.Is(err, profile.ErrChanged) {
			t.Errorf("the second one: %v", err)
		}
	})
}

func TestWhatIsWrongIsRefused(t *testing.T) {
	until := func(s string) workdays.Date {
		d, err := workdays.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	wrong := map[string]profile.Draft{
		"no title":          {Kind: profile.Product},
		"nothing to read":   {Kind: profile.Product, Content: profile.Content{Title: "\u200b\u2060 — \u3164…"}},
		"a long title":      {Kind: profile.Product, Content: profile.Content{Title: strings.Repeat("я", 151)}},
		"nothing about":     {Kind: profile.About},
		"no code":           {Kind: profile.Product, Content: profile.Content{Title: "Прибор", Codes: []string{"станки"}}},
		"nobody is named":   {Kind: profile.Product, Audience: profile.Named, Content: profile.Content{Title: "Прибор"}},
		"a wrong ОГРН":      {Kind: profile.Product, Audience: profile.Named, Content: profile.Content{Title: "Прибор", Named: []string{"1997700008019"}}},
		"no audience":       {Kind: profile.Product, Audience: "друзья", Content: profile.Content{Title: "Прибор"}},
		"no role":           {Kind: profile.Offer, Content: profile.Content{Title: "Прибор"}},
		"a customer offers": {Kind: profile.Offer, Content: profile.Content{Title: "Прибор", Role: profile.Customer}},
		"no region":         {Kind: profile.Offer, Content: profile.Content{Title: "Прибор", Role: profile.Supplier, Region: "00"}},
		"a span backwards":  {Kind: profile.Offer, Content: profile.Content{Title: "Прибор", Role: profile.Supplier, Volume: profile.Span[int64]{From: 10, To: 5}}},
		"below nothing":     {Kind: profile.Offer, Content: profile.Content{Title: "Прибор", Role: profile.Supplier, Volume: profile.Span[int64]{From: -1}}},
		"a level too high":  {Kind: profile.Offer, Content: profile.Content{Title: "Прибор", Role: profile.Supplier, TRL: 10}},
		"over already":      {Kind: profile.Offer, Content: profile.Content{Title: "Прибор", Role: profile.Supplier, Until: until("2026-03-01")}},
		"ends before":       {Kind: profile.Certificate, Content: profile.Content{Title: "ISO", From: until("2026-05-01"), Until: until("2026-04-01")}},
		"far away":          {Kind: profile.Certificate, Content: profile.Content{Title: "ISO", Until: until("2099-04-01")}},
	}
	each(t, func(t *testing.T, h *house) {
		for name, d := range wrong {
			_, err := h.Save(h.full("alpha"), d)
			if f, ok := errors.AsType[*fault.Fault](err); !ok || f.Kind != fault.Invalid {
				t.Errorf("%s: %v", name, err)
			}
		}
		if n := h.count(`SELECT count(*) FROM profile_item`); n != 0 {
			t.Errorf("%d were kept", n)
		}
		h.save(h.full("alpha"), profile.Draft{Kind: profile.About, Content: profile.Content{Text: "Мы делаем приборы."}})
		if _, err := h.Save(h.full("alpha"), profile.Draft{Kind: profile.About, Content: profile.Content{Text: "И ещё."}}); !errors.Is(err, profile.ErrTooMany) {
			t.Errorf("two descriptions: %v", err)
		}
	})
}

// Of very many codes so many are looked at as are refused: each is compared with all before it.
func TestVeryManyCodesCostLittle(t *testing.T) {
	var codes []string
	for n := range 10_000 {
		codes = append(codes, strconv.Itoa(n))
	}
	if n := len(profile.Unique(codes)); n != 21 {
		t.Errorf("%d are kept of an item that may have 10 codes and name 20 organisations", n)
	}
}

// Everybody sees what is for everybody, members what is for members, named ones what is for them, and the organisation itself everything
// that is not over. What is for named ones is in no search.
func TestWhoSeesWhat(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		for audience, title := range map[profile.Audience]string{profile.Everybody: "всем", profile.Members: "участникам", profile.Named: "названным"} {
			d := competence(title)
			d.Audience, d.Named = audience, []string{beta.OGRN}
			h.save(h.full("alpha"), d)
		}
		for name, c := range map[string]struct {
			viewer profile.Viewer
			want   string
		}{
			"a guest":           {profile.Viewer{}, "всем"},
			"a member":          {profile.Viewer{OGRN: []string{"1"}, Member: true}, "всем участникам"},
			"who is named":      {profile.Viewer{OGRN: []string{beta.OGRN}}, "всем названным"},
			"a member, named":   {profile.Viewer{OGRN: []string{beta.OGRN}, Member: true}, "всем названным участникам"},
			"the organisation":  {profile.Viewer{OGRN: []string{alpha.OGRN}}, "всем названным участникам"},
			"a person with one": {profile.Viewer{OGRN: []string{"1"}}, "всем"},
		} {
			h.view(func(ctx context.Context, q sqldb.Querier) error {
				card, err := h.Shown(ctx, q, alpha.OGRN, c.viewer)
				if got := titles(card); got != c.want {
					t.Errorf("%s sees %q, want %q", name, got, c.want)
				}
				return err
			})
		}
		h.view(func(ctx context.Context, q sqldb.Querier) error {
			card, err := h.One(ctx, q, alpha.OGRN)
			if got := titles(card); got != "всем участникам" {
				t.Errorf("those who search get %q", got)
			}
			return err
		})
	})
}

func titles(c profile.Card) string {
	var list []string
	for _, i := range c.Items {
		list = append(list, i.Title)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// An offer whose last day has passed is seen by its organisation only, and those who search are told once.
func TestAnOfferEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		last, _ := workdays.ParseDate("2026-03-10")
		h.save(h.full("alpha"), profile.Draft{Kind: profile.Offer, Content: profile.Content{Title: "Печать", Role: profile.Supplier, Until: last}})
		sees := func() (n int) {
			h.view(func(ctx context.Context, q sqldb.Querier) error {
				card, err := h.One(ctx, q, alpha.OGRN)
				n = len(card.Items)
				return err
			})
			return n
		}
		h.clock.Advance(last.Start().Add(20 * time.Hour).Sub(today))
		h.update(h.EndItems)
		if sees() != 1 || h.told(alpha.OGRN) != 1 {
			t.Errorf("on its last day: %d seen, told %d times", sees(), h.told(alpha.OGRN))
		}
		h.clock.Advance(24 * time.Hour)
		for range 3 {
			h.update(h.EndItems)
		}
		if sees() != 0 || h.told(alpha.OGRN) != 2 {
			t.Errorf("after its last day: %d seen, told %d times", sees(), h.told(alpha.OGRN))
		}
		in, err := h.Inside(h.full("alpha"))
		if err != nil || len(in.Items) != 1 {
			t.Errorf("the organisation sees %d, %v", len(in.Items), err)
		}
	})
}

// The profile says how complete it is, what weighs most first, and suggests classes of the register that nothing names yet.
func TestInside(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.town.classes = []profile.Activity{{Code: "25.62", Name: i18n.Same("Обработка")}, {Code: "26.70", Name: i18n.Same("Оптика")}}
		in, err := h.Inside(h.full("alpha"))
		if err != nil || in.Done != 0 || len(in.Next) != len(profile.Kinds()) || in.Next[0].Kind != profile.Competence || len(in.Suggested) != 2 {
			t.Fatalf("an empty one: %+v, %v", in, err)
		}
		h.save(h.full("alpha"), competence("Фрезеровка"))
		if in, _ = h.Inside(h.full("alpha")); in.Done != 25/3 || len(in.Suggested) != 1 || in.Suggested[0].Code != "26.70" {
			t.Errorf("with one competence: %d, %v", in.Done, in.Suggested)
		}
		for _, d := range []profile.Draft{
			competence("Точение"), competence("Шлифовка"),
			{Kind: profile.About, Content: profile.Content{Text: strings.Repeat("Мы делаем детали. ", 10)}},
			{Kind: profile.Equipment, Content: profile.Content{Title: "Станок"}},
			{Kind: profile.Equipment, Content: profile.Content{Title: "Печь"}},
			{Kind: profile.Product, Content: profile.Content{Title: "Корпус"}},
			{Kind: profile.Product, Content: profile.Content{Title: "Вал"}},
			{Kind: profile.Certificate, Content: profile.Content{Title: "Система качества"}},
			{Kind: profile.Offer, Content: profile.Content{Title: "Фрезеруем", Role: profile.Supplier}},
			{Kind: profile.Need, Content: profile.Content{Title: "Ищем литьё"}},
		} {
			h.save(h.full("alpha"), d)
		}
		if in, _ = h.Inside(h.full("alpha")); in.Done != 100 || len(in.Next) != 0 {
			t.Errorf("a full one: %d, %v", in.Done, in.Next)
		}
	})
}

// What a person has done is in their copy; once they are forgotten, the organisation keeps what it tells.
func TestForget(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.save(h.full("alpha"), competence("Литьё"))
		h.view(func(ctx context.Context, q sqldb.Querier) error {
			held, err := h.Held(ctx, q, "anna")
			if len(held) != 1 || held[0].Title != "Литьё" || held[0].Subject != alpha.OGRN {
				t.Errorf("held %+v", held)
			}
			return err
		})
		h.update(func(ctx context.Context, tx *sqldb.Tx) error { return h.Forget(ctx, tx, "anna") })
		if h.count(`SELECT count(*) FROM profile_event WHERE person IS NOT NULL`)+h.count(`SELECT count(*) FROM profile_item WHERE changed_by IS NOT NULL`) != 0 {
			t.Error("the person is still there")
		}
		if h.count(`SELECT count(*) FROM profile_item`) != 1 {
			t.Error("the item is gone")
		}
	})
}

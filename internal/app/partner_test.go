package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	partners "github.com/klaster-platform/klaster/internal/partner"
)

// untilFound waits until a search finds as many partners as it is to find.
func untilFound(t *testing.T, r *apptest.Running, text string, a partners.Audience, want int) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		f, err := r.Partner.Find(t.Context(), partners.Question{Text: text, Audience: a})
		if err == nil && len(f.Hits) == want {
			return
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("«%s» for %q finds %d after three minutes, want %d; %v", text, a, len(f.Hits), want, err)
		}
	}
}

// An offer that was saved is found by the page and by programs, and no more when it was removed. What is for members is found by them alone,
// and a guest does not learn that its organisation is here.
func TestASavedOfferIsFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		const need, title = "электроэрозионная обработка штампов", "Электроэрозионная обработка штампов"
		o := demo.Organisations()[0]
		heads(t, r, "anna@klaster.example", o.Name, o.OGRN, o.INN)
		anna, guest := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(anna, "anna@klaster.example")
		untilFound(t, r, need, partners.ForMembers, 0)
		finds := func(v *htmlcheck.Visitor, query string, want bool) {
			t.Helper()
			if v.Open("/partners?q=" + url.QueryEscape(query)).WantStatus(http.StatusOK); strings.Contains(v.Doc().Text(), title) != want {
				t.Errorf("«%s» finds the offer: %v, want %v", query, !want, want)
			}
		}
		path := "/org/" + o.OGRN + "/profile/offer"
		anna.Open(path+"/new").Fill("Название", title).Press("Сохранить").WantText("Сохранено")
		untilFound(t, r, need, partners.ForEverybody, 1)
		finds(guest, need, true)
		finds(anna, need, true)
		guest.Open("/partners?q=" + o.INN).WantStatus(http.StatusOK).WantURL("/profiles/" + o.OGRN).WantText(title)

		anna.Open(path).Press("Убрать " + title).WantText("Запись убрана.")
		untilFound(t, r, need, partners.ForEverybody, 0)
		finds(guest, need, false)

		anna.Open(path+"/new").Fill("Название", title).Fill("Видят участники и партнёры кластера", "on").Press("Сохранить").WantText("Сохранено")
		untilFound(t, r, need, partners.ForMembers, 1)
		finds(guest, need, false)
		finds(anna, need, false) // her organisation has no status
		guest.Open("/partners?q=" + o.INN).WantStatus(http.StatusOK).WantText("среди тех, кого можно найти, нет")
		guest.Open("/partners/similar/" + o.OGRN).WantStatus(http.StatusNotFound)
	})
}

// The search by programs is open to everybody, and what it refuses has the form of RFC 9457.
func TestPartnersByAPI(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		guest := newBrowser(t, r.URL)
		untilFound(t, r, "никого такого нет", partners.ForMembers, 0) // the index stands
		for body, want := range map[string]int{
			`{"text": "фрезеровка"}`: http.StatusOK, `{"text": "milling of titanium", "role": "supplier", "page": 2}`: http.StatusOK,
			`{`: http.StatusUnprocessableEntity, `{"text": "фрезеровка", "limit": 7}`: http.StatusUnprocessableEntity, `{"text": ""}`: http.StatusUnprocessableEntity,
			`{"text": "` + strings.Repeat("ы", 16<<10) + `"}`: http.StatusRequestEntityTooLarge,
		} {
			kind := "application/json"
			if want != http.StatusOK {
				kind = "application/problem+json"
			}
			if status, got := sendJSON(t, guest, r.URL+"/api/v1/partners/search", body); status != want || got != kind {
				t.Errorf("%.60s: %d %s, want %d %s", body, status, got, want, kind)
			}
		}
	})
}

// The page of an organisation names those like it with the reason, to each reader by what they may read, and leads to all of them; no
// script is needed.
func TestAPageNamesSimilarCompanies(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		list := demo.Organisations()
		partner(t, r, list[2])
		member := list[2].OGRN
		const need = "электроэрозионная обработка штампов"
		imports(t, r, 2, need, offerLine("alike-1", list[2], "Электроэрозионная обработка штампов"), offerLine("alike-2", list[0], "Обработка штампов электроэрозией"))
		heads(t, r, "anna@klaster.example", list[1].Name, list[1].OGRN, list[1].INN)
		guest, anna := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(anna, "anna@klaster.example")
		anna.Open("/org/"+list[1].OGRN+"/profile/offer/new").Fill("Название", "Обработка штампов").Fill("Видят участники и партнёры кластера", "on").Press("Сохранить").WantText("Сохранено")
		untilFound(t, r, need, partners.ForMembers, 3)
		first, hidden := strings.ToUpper(list[0].Name), strings.ToUpper(list[1].Name)
		for _, path := range []string{"/members/" + member, "/profiles/" + member} {
			guest.Open(path).WantText("Похожие компании", first, "Общие слова:", "штамп")
			if strings.Contains(guest.Doc().Text(), hidden) {
				t.Errorf("%s names to a guest who is like it by what members may read", path)
			}
			anna.Open(path).WantText("Похожие компании", first, hidden)
			guest.Follow("Чем они похожи").WantURL("/partners/similar/"+member).WantText("Похожие компании", first).Follow("Карточка компании").WantURL("/members/" + member)
		}
		guest.Open("/profiles/"+list[0].OGRN).WantText("Похожие компании", strings.ToUpper(list[2].Name))
	})
}

// A classifier that was imported tells at once what partners are found by: a word that no offer has leads to its class.
func TestAnImportedClassifierIsSearchedThrough(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		offers(t, r)
		const builtIn = "обработка металлических изделий"
		untilFound(t, r, builtIn, partners.ForEverybody, 1)
		if f, err := r.Partner.Find(t.Context(), partners.Question{Text: builtIn}); err != nil || len(f.Hits[0].Through) != 1 || f.Hits[0].Through[0].Code != "25.62" {
			t.Errorf("before anything is imported: %+v, %v", f.Hits, err)
		}
		const need = "хонингование"
		untilFound(t, r, need, partners.ForEverybody, 0)
		const lines = "Код;Наименование\n25.62;Обработка металлических изделий механическая: фрезеровка титановых корпусов, хонингование\n"
		brings(t, r, fact.Activities, fact.Full, "okved.csv", []byte(lines))
		untilFound(t, r, need, partners.ForEverybody, 1)
		f, err := r.Partner.Find(t.Context(), partners.Question{Text: need})
		if err != nil || len(f.Hits) != 1 || len(f.Hits[0].Through) != 1 || f.Hits[0].Through[0].Code != "25.62" {
			t.Errorf("%+v, %v", f.Hits, err)
		}
	})
}

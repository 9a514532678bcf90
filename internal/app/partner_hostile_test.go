package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	partners "github.com/klaster-platform/klaster/internal/partner"
)

// Whatever stands in an address or a body, the search, the list of offers and the profiles answer, and never with a fault of their own: on
// both databases, of which one takes no NUL and no broken UTF-8.
func TestHostileQuestionsAreNoFaults(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		heads(t, r, "anna@klaster.example", o.Name, o.OGRN, o.INN)
		untilFound(t, r, "никого такого нет", partners.ForMembers, 0) // the index stands
		guest := newBrowser(t, r.URL)
		hostile := []string{
			"%00", "%ff%fe", "a%00b", "%ed%a0%80", "%E2%80%AE%E2%80%8B", strings.Repeat("%CC%81", 900), strings.Repeat("%F0%9F%98%80", 400), "%25%27%22%3B--", "(((((%5B%5B%2A%2B%3F",
			"%c2", strings.Repeat("1", 2000), "-1", "999999999999999999999999", "..%2f..%2fetc", "%0d%0aSet-Cookie:%20a=b", "%EF%BF%BF", "%F4%8F%BF%BF",
		}
		for _, h := range hostile {
			for _, path := range []string{
				"/partners?q=" + h, "/partners?q=abc&page=" + h, "/partners?q=abc&role=" + h + "&region=" + h + "&status=" + h + "&off=" + h + "&off=" + h + "&as=" + h,
				"/en/partners?q=abc&q=" + h, "/partners/similar/" + h, "/profiles/" + h, "/partners/letters/" + h, "/api/v1/offers?ogrn=" + h, "/api/v1/offers?before=" + h, "/api/v1/offers?kind=" + h,
				"/api/v1/offers?limit=" + h, "/members?q=" + h, "/partners/saved/" + h, "/partners/saved/new?q=" + h, "/org/" + h + "/profile",
			} {
				if a := guest.send(path, nil); a.status >= http.StatusInternalServerError {
					t.Errorf("GET %.100s: %d", path, a.status)
				}
			}
		}
		for _, h := range hostile {
			text, _ := url.PathUnescape(h)
			for _, form := range []url.Values{{"question": {"q=" + h}, "passage": {"x"}}, {"question": {"q=фрезеровка"}, "passage": {text}}, {"question": {h}, "passage": {h}}} {
				if a := guest.send("/partners/clicked", form); a.status >= http.StatusInternalServerError {
					t.Errorf("click %.100v: %d", form, a.status)
				}
			}
		}
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		for _, h := range hostile {
			for _, path := range []string{"/partners/saved/" + h, "/partners/saved/new?q=" + h, "/org/" + o.OGRN + "/profile/" + h, "/org/" + o.OGRN + "/profile/offer/" + h, "/org/" + o.OGRN + "/profile/offer/new?code=" + h} {
				if v.Open(path).Status() >= http.StatusInternalServerError {
					t.Errorf("GET %.100s", path)
				}
			}
		}
		for _, body := range []string{
			`{"text":"а\u0000б"}`, `{"text":"\ud800"}`, `{"text":"a","text":"b"}`, strings.Repeat(`{"text":`, 1500), `{"text":"a"}{"text":"b"}`, `{"text":"a","page":1e400}`, `{"text":"a","page":"1"}`,
			`{"text":"a","page":1.5}`, `{"text":["a"]}`, `[]`, `null`, `""`, `{"TEXT":"a"}`, "\xff\xfe{}", "{\"text\":\"\xff\xfe\"}", `{"text":"a","off":["role","role","role"]}`, `{"text":"a","region":"\u0000"}`,
		} {
			status, _ := sendJSON(t, guest, r.URL+"/api/v1/partners/search", body)
			if status >= http.StatusInternalServerError {
				t.Errorf("%.100s: %d", body, status)
			}
		}
	})
}

// Another site can have nobody's browser count a click, add an offer, save a search or end letters; methods that no page has are refused.
func TestOtherSitesDoNothingInTheSearch(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		heads(t, r, "anna@klaster.example", o.Name, o.OGRN, o.INN)
		imports(t, r, 1, "электроэрозионная обработка", offerLine("1", demo.Organisations()[1], "Электроэрозионная обработка"))
		anna := newBrowser(t, r.URL)
		anna.enter("anna@klaster.example")
		tables := []string{"partner_click", "partner_saved", "profile_item"}
		before := []int{}
		for _, table := range tables {
			before = append(before, count(t, r.DB, "SELECT count(*) FROM "+table))
		}
		question := url.Values{"q": {"электроэрозионная обработка"}}.Encode()
		for path, form := range map[string]url.Values{
			"/partners/clicked": {"question": {question}, "passage": {"x"}}, "/partners/saved/new": {"question": {question}, "name": {"Штампы"}, "letters": {"daily"}},
			"/org/" + o.OGRN + "/profile/product/new": {"title": {"Подмена"}, "audience": {"all"}}, "/partners/letters/x": {"a": {"b"}},
		} {
			for _, site := range []string{"cross-site", "same-site"} {
				if a := anna.send(path, form, "Sec-Fetch-Site", site); a.status != http.StatusForbidden {
					t.Errorf("%s from %s: %d", path, site, a.status)
				}
			}
		}
		body := strings.NewReader(`{"ogrn":"` + o.OGRN + `","kind":"offer","role":"supplier","title":"Подмена"}`)
		forged, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.URL+"/api/v1/offers", body)
		if err != nil {
			t.Fatal(err)
		}
		forged.Header.Set("Content-Type", "application/json")
		forged.Header.Set("Origin", "https://evil.example")
		answer, err := anna.client.Do(forged)
		if err != nil {
			t.Fatal(err)
		}
		if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusForbidden {
			t.Errorf("an offer from another site: %d, %v", answer.StatusCode, err)
		}
		for _, method := range []string{http.MethodOptions, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodTrace, "SEARCH"} {
			for _, path := range []string{"/partners", "/partners/clicked", "/api/v1/partners/search", "/api/v1/offers"} {
				q, err := http.NewRequestWithContext(t.Context(), method, r.URL+path, http.NoBody)
				if err != nil {
					t.Fatal(err)
				}
				answer, err := anna.client.Do(q)
				if err != nil {
					t.Fatal(err)
				}
				if err := answer.Body.Close(); err != nil || answer.StatusCode < http.StatusBadRequest || answer.StatusCode >= http.StatusInternalServerError {
					t.Errorf("%s %s: %d, %v", method, path, answer.StatusCode, err)
				}
			}
		}
		for i, table := range tables {
			if n := count(t, r.DB, "SELECT count(*) FROM "+table); n != before[i] {
				t.Errorf("%s has %d rows, it had %d", table, n, before[i])
			}
		}
	})
}

// Who loses the organisation between opening a form and sending it changes nothing, reads nothing of members any more, and is told so.
func TestAProfileOfAnOrganisationThatWasLost(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		trusts(t, r, "anna@klaster.example", o.Name, o.OGRN, o.INN)
		anna := htmlcheck.NewVisitorAt(t, r.URL)
		enter(anna, "anna@klaster.example")
		path := "/org/" + o.OGRN + "/profile/product"
		anna.Open(path+"/new").Fill("Название", "Шпиндель").Press("Сохранить").WantText("Сохранено")
		anna.Open(path+"/new").Fill("Название", "Чужое")
		execute(t, r, `UPDATE organisation_grant SET state = 'left'`)
		if anna.Press("Сохранить"); anna.Status() != http.StatusForbidden && anna.Status() != http.StatusNotFound {
			t.Errorf("a form of a lost organisation: %d at %s", anna.Status(), anna.URL())
		}
		for _, lost := range []string{path, path + "/new", "/org/" + o.OGRN + "/profile/history"} {
			if anna.Open(lost); anna.Status() != http.StatusForbidden && anna.Status() != http.StatusNotFound {
				t.Errorf("%s: %d", lost, anna.Status())
			}
		}
		if n := count(t, r.DB, "SELECT count(*) FROM profile_item WHERE subject = '"+o.OGRN+"'"); n != 1 {
			t.Errorf("%d items", n)
		}
	})
}

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

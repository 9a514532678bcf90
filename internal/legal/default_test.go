package legal

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// site is an installation with everything set.
func site() *web.Site {
	return &web.Site{
		Name:     i18n.M("Инновационный кластер", "Innovation cluster"),
		Operator: i18n.M("Фонд «Кластер», ОГРН 1027700000000", "Klaster Foundation, ОГРН 1027700000000"),
		Phone:    "+7 495 123-45-67", PhoneHref: "tel:+74951234567", Email: "help@klaster.example", BaseURL: "https://klaster.example",
	}
}

func settings() Config { return Config{Address: "125009, Москва, ул. Новая, д. 1"} }

func each(t *testing.T, f func(t *testing.T, k Kind, d Draft)) {
	t.Helper()
	for _, k := range Kinds() {
		t.Run(string(k), func(t *testing.T) { f(t, k, defaults()[k]) })
	}
}

// What the program brings could be published as it is, in both languages section by section.
func TestDefaultsCanBePublished(t *testing.T) {
	each(t, func(t *testing.T, k Kind, d Draft) {
		for _, p := range d.Problems(writtenOn()) {
			t.Errorf("%s: %s", p.Part, p.Text.In(i18n.English))
		}
		document := (&Service{site: site(), config: settings()}).document(firstEdition(k))
		ru := len(Plain(document.Text.In(i18n.Russian), ""))
		en := len(Plain(document.Text.In(i18n.English), ""))
		if ru != en {
			t.Errorf("%d paragraphs in Russian and %d in English", ru, en)
		}
	})
}

// The form of the editor brings texts into Unicode form C without spaces at the ends; a text that was not in that form
// would look changed when nobody touched it.
func TestDefaultsAreAsFormsLeaveThem(t *testing.T) {
	each(t, func(t *testing.T, _ Kind, d Draft) {
		for _, s := range d.words() {
			if clean := strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(s, "\r", ""))); s != clean {
				t.Error(cmp.Diff(clean, s))
			}
		}
	})
}

func TestDefaultsFillEveryPlaceholder(t *testing.T) {
	s := &Service{site: site(), config: settings()}
	used := map[string]bool{}
	each(t, func(t *testing.T, k Kind, d Draft) {
		for _, mark := range placeholderMark.FindAllString(d.TextRu+d.TextEn, -1) {
			used[nameIn(mark)] = true
		}
		document := s.document(firstEdition(k))
		for _, l := range i18n.Langs() {
			if text := document.Text.In(l); strings.Contains(text, "{{") || strings.Contains(text, textNotSet.In(l)) {
				t.Errorf("a placeholder is left in %s", l)
			}
		}
		bare := (&Service{site: &web.Site{}}).document(firstEdition(k))
		if !strings.Contains(bare.Text.In(i18n.Russian), textNotSet.In(i18n.Russian)) {
			t.Error("the text does not say what the settings leave empty")
		}
	})
	for _, p := range placeholders(site(), settings()) {
		if !used[p.Name] {
			t.Errorf("no text uses {{%s}}", p.Name)
		}
	}
}

// Both languages name the same things.
func TestDefaultsUseTheSamePlaceholders(t *testing.T) {
	count := func(text string) map[string]int {
		n := map[string]int{}
		for _, mark := range placeholderMark.FindAllString(text, -1) {
			n[mark]++
		}
		return n
	}
	each(t, func(t *testing.T, _ Kind, d Draft) {
		if diff := cmp.Diff(count(d.TextRu), count(d.TextEn)); diff != "" {
			t.Error(diff)
		}
	})
}

// latinAllowed are the words in Latin letters that a Russian text may hold: there is no Russian word for them, and they
// are what the reader meets (168-ФЗ asks for Russian in public texts).
var latinAllowed = []string{
	"cookie", "klaster", "session", "device", "registration", "pending", "recovery", "ceremony", "qr", "errand", "next", "signing", "profile", "prefs", "Host", "QR", // what the browser shows
	"WCAG", "AA", "axe", "core", "PDF", // names of a guideline, of its level, of a tool, of a format
	"privacy", "consent", "terms", "cookies", // addresses behind links
	"operator", "site", "url", "email", "phone", "address", // placeholders
}

func TestRussianDefaultsAreInRussian(t *testing.T) {
	latin := regexp.MustCompile(`[A-Za-z]+`)
	straight := regexp.MustCompile(`["']| - |--|\.\.\.`)
	each(t, func(t *testing.T, _ Kind, d Draft) {
		for _, word := range latin.FindAllString(d.TitleRu+" "+d.TextRu, -1) {
			if !slices.Contains(latinAllowed, word) {
				t.Errorf("the Russian text holds %q", word)
			}
		}
		text := strings.ReplaceAll(strings.ReplaceAll(d.TextRu, "| --- ", ""), "\n- ", "\n")
		if mark := straight.FindString(text); mark != "" {
			t.Errorf("the Russian text holds %q; it takes «ёлочки», dashes and the sign …", mark)
		}
	})
	if english := defaults()[Terms].TextEn; strings.Contains(english, "«") {
		t.Error("the English text has Russian quotation marks")
	}
}

// A page that names every cookie must name those that are set.
func TestCookiesPageNamesTheCookies(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/prefs", strings.NewReader("theme=dark&back=/"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	if err := web.SavePrefs(w, r); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, file := range []string{"../account/web_cookie.go", "../signature/web.go", "../organisation/web_chosen.go"} {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Cookie\s+= "(klaster-[a-z]+)"`).FindAllSubmatch(source, -1) {
			names[string(m[1])] = true
		}
	}
	for _, c := range w.Result().Cookies() {
		names[c.Name] = true
		if c.MaxAge != 365*24*60*60 {
			t.Errorf("the page says that %s is kept for a year, and it is kept for %d s", c.Name, c.MaxAge)
		}
	}
	if len(names) != 12 {
		t.Fatalf("the page speaks of twelve cookies, and there are %v", slices.Sorted(maps.Keys(names)))
	}
	for name := range names {
		for _, text := range []string{defaults()[Cookies].TextRu, defaults()[Cookies].TextEn} {
			if !strings.Contains(text, "| `"+name+"` |") {
				t.Errorf("the page about cookies does not name %s", name)
			}
		}
	}
}

// Promises that other rooms keep are written down once more here, so that nobody softens them unseen.
func TestDefaultsPromise(t *testing.T) {
	for k, promises := range map[Kind][]string{
		Privacy: {"Данные не используются для рекламных рассылок", "статьи 14", "Роскомнадзор", "24 часа"},
		Consent: {"Данные не используются для рекламных рассылок", "отдельного согласия", "отозвать"},
		Terms:   {"Данные не используются для рекламных рассылок", "отдельный документ", "бесплатна"},
		Accessibility: {
			"от 7 февраля 2026 г. № 102", "WCAG 2.2", "Чего пока нет", "{{email}}", "{{phone}}",
		},
	} {
		for _, promise := range promises {
			if !strings.Contains(defaults()[k].TextRu, promise) {
				t.Errorf("%s no longer says %q", k, promise)
			}
		}
	}
}

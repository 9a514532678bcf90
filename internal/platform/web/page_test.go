package web_test

import (
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"golang.org/x/net/html"
)

// pages are all that this package draws by itself, seen by everyone in each language and dress.
func pages(t *testing.T) map[string]*html.Node {
	t.Helper()
	out := map[string]*html.Node{}
	for _, l := range i18n.Langs() {
		vision := member(l)
		vision.Prefs.Vision.On = true
		vision.Session = &web.Session{Left: 30 * time.Minute, Warn: 5 * time.Minute, Stay: "/session", Exit: "/logout"}
		for who, v := range map[string]*web.View{"guest": guest(l), "member": member(l), "low vision": vision} {
			name := l.Code() + " " + who
			out[name+" components"] = parse(t, web.Components(), in(v))
			out[name+" cabinet"] = parse(t, web.Layout(web.Page{
				Title: i18n.M("Рабочий стол", "Desk"), Shell: web.Cabinet, Section: "desk", Back: &web.Link{URL: "/"}, Aside: web.Submit(i18n.M("Да", "Yes")),
			}), in(v))
			out[name+" beside first"] = parse(t, web.Layout(web.Page{
				Title: i18n.M("Заявление", "Application"), Shell: web.Cabinet, Section: "desk", Aside: web.Submit(i18n.M("Да", "Yes")), AsideFirst: true,
			}), in(v))
			for _, status := range []int{400, 403, 404, 405, 409, 410, 413, 415, 418, 422, 429, 500, 502, 503} {
				out[name+" "+strconv.Itoa(status)] = parse(t, web.ErrorPage(status, "r-1", nil), in(v))
			}
		}
	}
	return out
}

func TestEveryPage(t *testing.T) {
	for name, root := range pages(t) {
		t.Run(name, func(t *testing.T) {
			checkPolicy(t, root)
			checkReferences(t, root)
			checkForms(t, root)
			checkFrame(t, root)
			checkAssets(t, root)
		})
	}
}

// checkPolicy: the content security policy allows no inline script and no inline style.
func checkPolicy(t *testing.T, root *html.Node) {
	t.Helper()
	for _, n := range all(root, "*") {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Key, "hx-on") {
				t.Errorf("<%s %s>", n.Data, a.Key)
			}
			if strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
		if n.Data == "style" || n.Data == "script" && (attr(n, "src") == "" || n.FirstChild != nil) {
			t.Errorf("an inline <%s>", n.Data)
		}
	}
}

// checkReferences: ids are unique, and what refers to an id finds it.
func checkReferences(t *testing.T, root *html.Node) {
	t.Helper()
	seen := map[string]bool{}
	for _, n := range all(root, "*") {
		if id := attr(n, "id"); id != "" {
			if seen[id] {
				t.Errorf("id %q twice", id)
			}
			seen[id] = true
		}
	}
	for _, n := range all(root, "*") {
		for _, key := range []string{"for", "aria-describedby", "aria-labelledby", "data-reveal", "data-dialog"} {
			for _, id := range strings.Fields(attr(n, key)) {
				if !seen[id] {
					t.Errorf("<%s %s=%q> leads nowhere", n.Data, key, id)
				}
			}
		}
		if href := attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, "#") && !seen[href[1:]] {
			t.Errorf("link %q leads nowhere", href)
		}
	}
}

// checkForms: a form names where it goes and leaves judging to the server; each field has a name to be called by.
func checkForms(t *testing.T, root *html.Node) {
	t.Helper()
	labelled := map[string]bool{}
	for _, n := range all(root, "label") {
		labelled[attr(n, "for")] = true
	}
	for _, n := range all(root, "form") {
		if attr(n, "method") != "dialog" && (attr(n, "action") == "" || attr(n, "method") != "post") {
			t.Errorf("form %q %q", attr(n, "method"), attr(n, "action"))
		}
	}
	for _, tag := range []string{"input", "select", "textarea"} {
		for _, n := range all(root, tag) {
			if has(n, "required") || has(n, "pattern") || has(n, "maxlength") {
				t.Errorf("<%s name=%q> is judged by the browser", tag, attr(n, "name"))
			}
			if attr(n, "type") != "hidden" && !labelled[attr(n, "id")] {
				t.Errorf("<%s name=%q> has no label", tag, attr(n, "name"))
			}
		}
	}
}

// checkFrame: what the law and the brief want on every page.
func checkFrame(t *testing.T, root *html.Node) {
	t.Helper()
	if n := len(all(root, "h1")); n < 1 {
		t.Error("no h1")
	}
	page := text(first(root, "body"))
	russian := attr(first(root, "html"), "lang") == "ru"
	vision, contact, trial := "Версия для слабовидящих", "Связаться с нами", "юридической силы не имеет"
	if has(first(root, "html"), "data-vision") {
		vision = "Обычная версия"
	}
	if !russian {
		vision, contact, trial = "Low-vision version", "Contact us", "nothing here has legal force"
		if has(first(root, "html"), "data-vision") {
			vision = "Standard version"
		}
	}
	if got := text(first(first(root, "header"), "button")); got != vision {
		t.Errorf("the first thing in the header is %q, want %q", got, vision)
	}
	for _, want := range []string{contact, trial, site.Phone} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, path := range []string{"/privacy", "/terms", "/accessibility", "/cookies"} {
		if !links(root, path, russian) {
			t.Errorf("no link to %s", path)
		}
	}
}

func links(root *html.Node, path string, russian bool) bool {
	if !russian {
		path = "/en" + path
	}
	for _, a := range all(root, "a") {
		if attr(a, "href") == path {
			return true
		}
	}
	return false
}

// checkAssets: nothing comes from another site, and every file that a page names is there.
func checkAssets(t *testing.T, root *html.Node) {
	t.Helper()
	for _, n := range all(root, "*") {
		for _, key := range []string{"src", "href"} {
			v := attr(n, key)
			if n.Data == "a" || v == "" || n.Data == "link" && attr(n, "rel") == "alternate" {
				continue
			}
			if strings.HasPrefix(v, "/static/none/") || !strings.HasPrefix(v, "/") {
				t.Errorf("<%s %s=%q>", n.Data, key, v)
			}
			if _, icon, ok := strings.Cut(v, "icons.svg#"); ok && !contains(web.IconNames(), icon) {
				t.Errorf("no icon %q", icon)
			}
		}
	}
}

func contains(list []string, s string) bool {
	return strings.Contains("\n"+strings.Join(list, "\n")+"\n", "\n"+s+"\n")
}

var latin = regexp.MustCompile(`[A-Za-z]{2,}`)

// Russian pages have no Latin words (168-ФЗ), but for names of languages and addresses.
func TestNoLatinWordsInRussian(t *testing.T) {
	allowed := map[string]bool{"English": true, "help": true, "cluster": true, "example": true, "anna": true, "smirnova": true, "ru": true}
	for name, root := range pages(t) {
		if !strings.HasPrefix(name, "ru") {
			continue
		}
		for _, n := range all(root, "code") {
			n.Parent.RemoveChild(n)
		}
		for _, word := range latin.FindAllString(text(first(root, "body")), -1) {
			if !allowed[word] {
				t.Errorf("%s: %q", name, word)
			}
		}
	}
}

// English pages speak English: Cyrillic is left to names and to the other language's link.
func TestNoRussianWordsInEnglish(t *testing.T) {
	cyrillic := regexp.MustCompile(`\p{Cyrillic}{2,}`)
	allowed := map[string]bool{"Русский": true, "Анна": true, "Смирнова": true, "Сергеевна": true, "ООО": true, "Синтез": true, "Прибор": true, "ИНН": true, "ИК": true}
	for name, root := range pages(t) {
		if !strings.HasPrefix(name, "en") {
			continue
		}
		for _, word := range cyrillic.FindAllString(text(first(root, "body")), -1) {
			if !allowed[word] {
				t.Errorf("%s: %q", name, word)
			}
		}
	}
}

func TestTitle(t *testing.T) {
	failed := web.NewForm(web.Input{Name: "a"})
	failed.Fail("a", i18n.M("нет", "no"))
	tests := []struct {
		page web.Page
		want string
	}{
		{web.Page{Title: i18n.M("Вход", "Sign in")}, "Вход — Инновационный кластер"},
		{web.Page{Title: i18n.M("Вход", "Sign in"), Failed: true}, "Ошибка: Вход — Инновационный кластер"},
		{web.Page{Title: i18n.M("Вход", "Sign in"), Form: failed}, "Ошибка: Вход — Инновационный кластер"},
		{web.Page{Title: site.Name}, "Инновационный кластер"},
	}
	for _, tt := range tests {
		root := parse(t, web.Layout(tt.page), in(guest(i18n.Russian)))
		if got := strings.ReplaceAll(text(first(root, "title")), "\u00a0", " "); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
	}
}

// The banner gives way to the error summary, which stands above the h1.
func TestErrorsComeFirst(t *testing.T) {
	f := web.NewForm(web.Input{Name: "a"})
	f.Fail("a", i18n.M("нет", "no"))
	root := parse(t, web.Layout(web.Page{Title: i18n.M("Вход", "Sign in"), Form: f, Banner: &web.Notice{Title: i18n.M("Новость", "News")}}), in(guest(i18n.Russian)))
	html := render(t, web.Layout(web.Page{Title: i18n.M("Вход", "Sign in"), Form: f}), in(guest(i18n.Russian)))
	if strings.Contains(text(root), "Новость") {
		t.Error("a banner beside an error summary")
	}
	if strings.Index(html, `id="problems"`) > strings.Index(html, "<h1") {
		t.Error("the summary is below the h1")
	}
}

func TestNavigationMarksWhereWeAre(t *testing.T) {
	root := parse(t, web.Layout(web.Page{Title: i18n.M("Шаг", "Step"), Section: "help"}), in(guest(i18n.Russian)))
	got := map[string]string{}
	for _, a := range all(root, "a") {
		if c := attr(a, "aria-current"); c != "" {
			got[attr(a, "href")] = c
		}
	}
	if got["/join"] != "page" || got["/help"] != "true" || len(got) != 2 {
		t.Errorf("current: %v", got)
	}
}

func TestTheOtherLanguageIsTheSamePage(t *testing.T) {
	for _, l := range i18n.Langs() {
		root := parse(t, web.Layout(web.Page{Title: i18n.M("Шаг", "Step")}), in(guest(l)))
		want := map[i18n.Lang]string{i18n.Russian: "/en/join?a=1", i18n.English: "/join?a=1"}[l]
		found := false
		for _, a := range all(root, "a") {
			if has(a, "hreflang") {
				found = attr(a, "href") == want && attr(a, "hx-boost") == "false"
			}
		}
		if !found {
			t.Errorf("%s: no link to %s", l, want)
		}
	}
}

// Rule T8: a trial installation is visibly a trial, on every page; a real one never says so.
func TestT8_TrialIsSaid(t *testing.T) {
	real := guest(i18n.Russian)
	s := *site
	s.Trial = false
	real.Site = &s
	page := web.Layout(web.Page{Title: i18n.M("Шаг", "Step")})
	if got := text(parse(t, page, in(real))); strings.Contains(got, "Учебная") {
		t.Error("a real installation calls itself a trial")
	}
	if got := text(parse(t, page, in(guest(i18n.Russian)))); !strings.Contains(got, "Учебная установка: юридической силы не имеет") {
		t.Error("a trial installation does not say so")
	}
}

func TestErrorPageTellsWhatToDo(t *testing.T) {
	f := fault.New(fault.RateLimited, i18n.M("Неверный код введён пять раз.", "A wrong code was typed five times.")).After(10 * time.Minute)
	got := text(parse(t, web.ErrorPage(429, "r-77", f.Because(errSecret{})), in(guest(i18n.Russian))))
	for _, want := range []string{"Неверный код введён пять раз.", "через 10 минут", "r-77", site.Phone, site.Email} {
		if !strings.Contains(strings.ReplaceAll(got, "\u00a0", " "), want) {
			t.Errorf("the page lacks %q: %s", want, got)
		}
	}
	if strings.Contains(got, "database") {
		t.Error("the cause is on the screen")
	}
}

type errSecret struct{}

func (errSecret) Error() string { return "database password is wrong" }

func TestAnEmptySiteStillDraws(t *testing.T) {
	for _, v := range []*web.View{nil, {}} {
		ctx := t.Context()
		if v != nil {
			ctx = web.WithView(ctx, v)
		}
		render(t, web.Layout(web.Page{Title: i18n.M("Шаг", "Step"), Shell: web.Cabinet}), ctx)
	}
}

func TestPictureOrWords(t *testing.T) {
	v := guest(i18n.Russian)
	if img := first(parse(t, web.Picture("/static/a.png", "Цех", 10, 10), in(v)), "img"); img == nil || attr(img, "alt") != "Цех" {
		t.Error("no picture")
	}
	v.Prefs.Vision = web.Vision{On: true, Pictures: false}
	root := parse(t, web.Picture("/static/a.png", "Цех", 10, 10), in(v))
	if first(root, "img") != nil || text(root) != "Цех" {
		t.Errorf("with pictures off: %s", text(root))
	}
}

func BenchmarkCabinet(b *testing.B) {
	benchmark(b, web.Layout(web.Page{Title: i18n.M("Рабочий стол", "Desk"), Shell: web.Cabinet, Section: "desk"}))
}

func BenchmarkComponents(b *testing.B) { benchmark(b, web.Components()) }

func benchmark(b *testing.B, c templ.Component) {
	ctx := in(member(i18n.Russian))
	b.ReportAllocs()
	for b.Loop() {
		render(b, c, ctx)
	}
}

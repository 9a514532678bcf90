package htmlcheck

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const page = `<!doctype html><html lang="ru"><head><title>Вход</title></head><body>
<nav><a href="/a" class="link on">Пер&shy;вая</a> <a href="/b" class="link">Вторая&nbsp;страница</a></nav>
<main id="m"><h1>Вход</h1>
<form method="post" action="/enter?x=1">
<input type="hidden" name="token" value="t">
<label for="mail">Почта</label><input id="mail" name="mail" value="old">
<label>О себе <textarea name="about">ста&lt;рое</textarea></label>
<label>Город <select name="city"><option value="">Нет</option><option value="m">Москва</option></select></label>
<label><input type="checkbox" name="agree" value="yes"> Согласен</label>
<label><input type="checkbox" name="news" checked> Новости</label>
<label><input type="radio" name="who" value="p" checked> Человек</label>
<label><input type="radio" name="who" value="o"> Организация</label>
<input name="dis" disabled value="x" aria-label="Закрыто">
<button name="do" value="save">Сохранить</button><button name="do" value="send">Отправить</button>
<button disabled>Позже</button>
</form>
<form action="/search" id="s"><input name="q" aria-label="Поиск" type="search"><button>Найти</button></form>
<p hidden>тайна</p><script>var x</script></main></body></html>`

func TestSelectors(t *testing.T) {
	d := Parse(t, strings.NewReader(page))
	for selector, want := range map[string]int{
		"a": 2, "a.link": 2, "a.link.on": 1, ".on": 1, "#m": 1, "nav a": 2, "body > nav > a": 2, "main > a": 0,
		"body a": 2, "html > a": 0, "[href]": 2, "a[href='/b']": 1, `a[href="/"]`: 0, "a[href^=/]": 2, "h1, title": 2,
		"main form[method=post] input[type=checkbox]": 2, "*.link": 2, "form > label > select": 1,
	} {
		if got := len(d.All(selector)); got != want {
			t.Errorf("%s: %d elements, want %d", selector, got, want)
		}
	}
	for _, bad := range []string{"", "a >", "> a", "a..b", "a[", "a:hover"} {
		if _, err := parseSelector(bad); err == nil {
			t.Errorf("selector %q was understood", bad)
		}
	}
}

func TestText(t *testing.T) {
	d := Parse(t, strings.NewReader(page))
	if got := d.One("nav").Text(); got != "Первая Вторая страница" {
		t.Errorf("text %q", got)
	}
	if strings.Contains(d.Text(), "тайна") || strings.Contains(d.Text(), "var") {
		t.Errorf("what is hidden is read: %s", d.Text())
	}
	if d.Title() != "Вход" {
		t.Errorf("title %q", d.Title())
	}
	d.One("h1").WantText("Вход")
}

func server(t *testing.T) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "anna"})
		_, _ = io.WriteString(w, page)
	})
	mux.HandleFunc("POST /enter", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("who"); err != nil || c.Value != "anna" || r.Header.Get("Origin") == "" {
			t.Errorf("the cookie or the origin was not sent: %v", r.Header)
		}
		if err := r.ParseForm(); err != nil {
			t.Error(err)
		}
		http.Redirect(w, r, "/done?"+r.PostForm.Encode(), http.StatusSeeOther)
	})
	show := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusAccepted)
		fmt.Fprintf(w, "<title>x</title><p>%s</p>", r.URL.Query())
	}
	mux.HandleFunc("GET /done", show)
	mux.HandleFunc("GET /search", show)
	mux.HandleFunc("GET /b", show)
	mux.HandleFunc("GET /file", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "plain") })
	return mux
}

func TestVisitorFillsForms(t *testing.T) {
	v := NewVisitor(t, server(t)).Open("/")
	if got := []string{v.Value("Почта"), v.Value("О себе"), v.Value("Согласен"), v.Value("Новости"), v.Value("Город")}; !cmp.Equal(got,
		[]string{"old", "ста<рое", "off", "on", ""}) {
		t.Errorf("values %q", got)
	}
	v.Fill("Почта", "anna@example.org").Fill("О себе", "новое").Fill("Город", "Москва").
		Fill("Согласен", "on").Fill("Новости", "off").Fill("Организация", "on").Press("Отправить")
	v.WantStatus(http.StatusAccepted)
	v.WantURL("/done?about=%D0%BD%D0%BE%D0%B2%D0%BE%D0%B5&agree=yes&city=m&do=send&mail=anna%40example.org&token=t&who=o")
	v.WantText("mail:[anna@example.org]")
	if v.Cookie("who") != "anna" {
		t.Error("the cookie is not kept")
	}
	v.Open("/").Fill("Поиск", "станок").Press("Найти").WantURL("/search?q=%D1%81%D1%82%D0%B0%D0%BD%D0%BE%D0%BA")
	v.Open("/").Follow("Вторая страница").WantURL("/b")
	v.Open("/").Press("Сохранить").WantText("who:[p]", "news:[on]", "do:[save]")
}

// What must fail a test does, and says what there is instead.
func TestFailures(t *testing.T) {
	handler := server(t)
	at := func(f func(v *Visitor)) func(tb testing.TB) {
		return func(tb testing.TB) { f(NewVisitor(tb, handler).Open("/")) }
	}
	parse := func(text string) func(tb testing.TB) {
		return func(tb testing.TB) { Parse(tb, strings.NewReader(text)) }
	}
	cases := map[string]struct {
		f    func(tb testing.TB)
		want string
	}{
		"no field":       {at(func(v *Visitor) { v.Fill("Телефон", "1") }), "0 fields «Телефон» on /; there are:\n\tПочта"},
		"closed field":   {at(func(v *Visitor) { v.Fill("Закрыто", "1") }), "disabled"},
		"no option":      {at(func(v *Visitor) { v.Fill("Город", "Тула") }), "no option «Тула»; there are: Нет, Москва"},
		"no button":      {at(func(v *Visitor) { v.Press("Выйти") }), "no button «Выйти»"},
		"closed button":  {at(func(v *Visitor) { v.Press("Позже") }), "no button «Позже» to press"},
		"no link":        {at(func(v *Visitor) { v.Follow("Третья") }), "there are:\n\tПервая"},
		"status":         {at(func(v *Visitor) { v.WantStatus(404) }), "was answered by 200, want 404"},
		"text":           {at(func(v *Visitor) { v.WantText("Прощайте") }), "does not say «Прощайте»"},
		"no page":        {at(func(v *Visitor) { v.Open("/file").Doc() }), "/file is no page"},
		"several":        {at(func(v *Visitor) { v.Doc().One("a") }), "2 elements match a, want one"},
		"bad selector":   {at(func(v *Visitor) { v.Doc().All("a:hover") }), "not understood"},
		"id twice":       {parse(`<p id=a><p id=a>`), `the id "a" is used twice`},
		"label of none":  {parse(`<label for=a>x</label>`), `<label for="a"> refers to nothing`},
		"described none": {parse(`<input id=a aria-describedby="a b">`), `aria-describedby="a b"> refers to nothing`},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := failures(t, c.f); !strings.Contains(got, c.want) {
				t.Errorf("failed with %q, want %q", got, c.want)
			}
		})
	}
}

// recorder is a test that may fail without failing the one it runs in.
type recorder struct {
	testing.TB
	text strings.Builder
}

func (r *recorder) Helper()                   {}
func (r *recorder) Errorf(f string, a ...any) { fmt.Fprintf(&r.text, f+"\n", a...) }
func (r *recorder) Fatal(a ...any)            { fmt.Fprintln(&r.text, a...); runtime.Goexit() }
func (r *recorder) Fatalf(f string, a ...any) { r.Errorf(f, a...); runtime.Goexit() }

func failures(t *testing.T, f func(tb testing.TB)) string {
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() { // Fatal ends the goroutine
		defer close(done)
		f(r)
	}()
	<-done
	return r.text.String()
}

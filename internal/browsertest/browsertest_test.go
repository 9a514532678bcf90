package browsertest_test

import (
	"fmt"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/browsertest"
)

const head = `<!doctype html><html lang="ru"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">`

// pages of a small site with the things that our pages are made of.
var pages = map[string]string{
	"/": head + `<title>Вход</title></head><body><main>
<h1>Вход в&nbsp;кабинет</h1>
<form method="post" action="/enter" enctype="multipart/form-data">
<p><label for="m">Электронная почта</label> <input id="m" name="mail" type="email" autocomplete="email" aria-describedby="h">
<span id="h">Например, anna@example.org</span></p>
<p><label>Пароль <input name="password" type="password" autocomplete="current-password"></label></p>
<p><label>Дата <input name="date" type="date"></label></p>
<p><label>Город <select name="city"><option value="">Не выбран</option><option value="m">Москва</option></select></label></p>
<p><label>О себе <textarea name="about">старое</textarea></label></p>
<p><label>Файл подписи <input name="file" type="file"></label></p>
<p><label><input name="agree" type="checkbox"> Согласен</label></p>
<fieldset><legend>Кто вы</legend><label><input type="radio" name="who" value="p"> Человек</label>
<label><input type="radio" name="who" value="o"> Организация</label></fieldset>
<p><button>Войти</button> <button disabled>Позже</button></p>
</form>
<p><a href="/slow">Забыли пароль?</a> <a href="#end">Вниз</a></p><p id="end">Конец</p></main></body></html>`,

	"/slow":  head + `<title>Медленная</title></head><body><main><h1>Пришла</h1></main></body></html>`,
	"/later": head + `<title>Позже</title></head><body><main><h1>Позже</h1><script>setTimeout(() => { document.querySelector('h1').insertAdjacentHTML('afterend', '<button onclick="this.remove()">Готово</button>') }, 300)</script></main></body></html>`,
	"/twins": head + `<title>Двойники</title></head><body><main><h1>Двойники</h1><ul><li aria-label="А"><button>Удалить</button></li><li aria-label="Б"><button onclick="document.title='Б удалён'">Удалить</button></li></ul></main></body></html>`,

	"/under": head + `<title>Под</title></head><body><main><h1>Под</h1><button>Нажми</button></main><div class="lid" style="position:fixed;inset:0"></div></body></html>`,
	"/wide":  head + `<title>Широкая</title></head><body><main><h1>Широкая</h1><div style="width:1500px">…</div></main></body></html>`,
	"/axe":   head + `<title>Недоступная</title></head><body><main><h1>Недоступная</h1><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><p style="color:#aaa;background:#fff">бледно</p><p><a href="/1">1</a><a href="/2">2</a></p><button style="width:9px;height:9px;padding:0" aria-label="а"></button><button style="width:9px;height:9px;padding:0" aria-label="б"></button></main></body></html>`,

	"/strict": head + `<title>Строгая</title></head><body><main><h1>Строгая</h1></main></body></html>`,

	"/console":  head + `<title>x</title></head><body><script>console.error("беда", 7)</script></body></html>`,
	"/throws":   head + `<title>x</title></head><body><script>null.length</script></body></html>`,
	"/missing":  head + `<title>x</title><link rel="stylesheet" href="/no.css"></head><body></body></html>`,
	"/inline":   head + `<title>x</title></head><body><script>document.title = 'сработало'</script><p style="color:red">…</p></body></html>`,
	"/alert":    head + `<title>x</title></head><body><script>alert("внимание"); document.title = 'дальше'</script></body></html>`,
	"/fragment": head + `<title>x</title></head><body><main><h1>Фрагмент</h1><button onclick="fetch('/422').then(r => r.text()).then(t => document.querySelector('h1').textContent = t)">Спросить</button></main></body></html>`,
	"absent":    head + `<title>Нет</title></head><body><main><h1>Нет такой страницы</h1></main></body></html>`,
	"/prefs":    head + `<title>x</title><style>@media (prefers-color-scheme: dark) { body { background: #111 } }</style></head><body><noscript>без сценариев</noscript></body></html>`,
}

func site(t *testing.T) string {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		body, ok := pages[r.URL.Path]
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if !ok {
			w.WriteHeader(http.StatusNotFound)
			body = pages["absent"]
		}
		if r.URL.Path == "/inline" || r.URL.Path == "/strict" {
			w.Header().Set("Content-Security-Policy",
				"default-src 'none'; img-src data:; require-trusted-types-for 'script'; trusted-types 'none'")
		}
		_, _ = io.WriteString(w, body)
	})
	mux.HandleFunc("GET /slow", func(w http.ResponseWriter, r *http.Request) {
		<-time.After(400 * time.Millisecond)
		_, _ = io.WriteString(w, pages["/slow"])
	})
	mux.HandleFunc("POST /enter", func(w http.ResponseWriter, r *http.Request) {
		if err := r.ParseMultipartForm(1 << 20); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: "who", Value: "anna", Path: "/"})
		var files []string
		for _, f := range r.MultipartForm.File["file"] {
			files = append(files, f.Filename)
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusUnprocessableEntity)
		fmt.Fprintf(w, head+"<title>Ответ</title></head><body><main><h1>Ответ</h1><p>%v %v</p></main></body></html>", r.PostForm, files)
	})
	mux.HandleFunc("GET /echo", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, head+"<title>Эхо</title></head><body><p>%s|%s</p></body></html>", r.Header.Get("Accept-Language"), r.Header.Get("Cookie"))
	})
	mux.HandleFunc("GET /422", func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, "Исправьте")
	})
	mux.HandleFunc("GET /500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestBrowserForm(t *testing.T) {
	for name, opts := range map[string][]browsertest.Option{
		"with script": nil, "without script": {browsertest.NoScript()}, "narrow": {browsertest.Narrow()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := browsertest.New(t, site(t), opts...)
			p.Open("/")
			mail := p.ByLabel("Электронная почта")
			if got := mail.Description(); got != "Например, anna@example.org" {
				t.Errorf("description %q", got)
			}
			mail.Fill("ошибка")
			mail.Fill("anna@example.org")
			if !mail.Focused() {
				t.Error("the field that was filled has no focus")
			}
			p.ByLabel("Пароль").Fill("Тайна 1")
			p.ByLabel("Дата").Fill("2026-03-01")
			p.ByLabel("Город").Choose("Москва")
			p.ByLabel("О себе").Fill("новое")
			p.ByLabel("Согласен").Check()
			p.ByLabel("Согласен").Check()
			p.ByLabel("Организация").Check()
			file := filepath.Join(t.TempDir(), "a.sig")
			if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
				t.Fatal(err)
			}
			p.ByLabel("Файл подписи").Upload(file)
			if got := mail.Value(); got != "anna@example.org" {
				t.Errorf("value %q", got)
			}
			if !p.ByLabel("Согласен").Checked() || p.ByLabel("Человек").Checked() {
				t.Error("boxes are not as they were set")
			}
			p.ByRole("button", "Войти").Click()
			want := "map[about:[новое] agree:[on] city:[m] date:[2026-03-01] mail:[anna@example.org] password:[Тайна 1] who:[o]] [a.sig]"
			if got := p.ByRole("main", "").Text(); got != "Ответ\n\n"+want {
				t.Errorf("sent %q", got)
			}
			if p.Status() != http.StatusUnprocessableEntity {
				t.Errorf("status %d", p.Status())
			}
		})
	}
}

func TestBrowserWaits(t *testing.T) {
	p := browsertest.New(t, site(t))
	p.Open("/")
	if got := p.ByRole("heading", "").Text(); got != "Вход в кабинет" {
		t.Errorf("heading %q", got)
	}
	p.ByRole("link", "Вниз").Click()
	p.WantURL("/#end")
	p.ByRole("link", "Забыли пароль?").Click() // the answer takes a while
	if p.Title() != "Медленная" || p.URL() != "/slow" {
		t.Errorf("at %s %q after the click", p.URL(), p.Title())
	}
	p.Back()
	p.WantURL("/#end")

	p.Open("/later")
	ready := p.ByRole("button", "Готово")
	if ready.Exists() {
		t.Error("the button is there at once")
	}
	ready.Click()
	ready.WantGone()

	p.Open("/fragment")
	p.ByRole("button", "Спросить").Click()
	p.WantText("Исправьте")
}

func TestBrowserKeyboard(t *testing.T) {
	p := browsertest.New(t, site(t))
	p.Open("/")
	p.Press("Tab", "anna@example.org", "Tab", "Тайна", "Shift+Tab")
	if mail := p.ByLabel("Электронная почта"); !mail.Focused() || mail.Value() != "anna@example.org" {
		t.Error("the keyboard did not reach the field")
	}
	p.Press("Enter")
	p.WantText("mail:[anna@example.org] password:[Тайна]")
}

func TestBrowserOneOfSeveral(t *testing.T) {
	p := browsertest.New(t, site(t))
	p.Open("/twins")
	p.ByRole("listitem", "Б").ByRole("button", "Удалить").Click()
	if p.Title() != "Б удалён" {
		t.Error("the wrong button was clicked")
	}
	p.ByRole("button", "Удалить").Nth(0).Click()
}

func TestBrowserProfilesAndLanguage(t *testing.T) {
	base := site(t)
	first := browsertest.New(t, base)
	first.Open("/")
	first.ByRole("button", "Войти").Click()
	first.Open("/echo")
	if got := first.Text(); got != "ru|who=anna" {
		t.Errorf("first browser: %q", got)
	}
	second := browsertest.New(t, base, browsertest.Language("en"))
	second.Open("/echo")
	if got := second.Text(); got != "en|" {
		t.Errorf("second browser: %q", got)
	}
}

func TestBrowserPreferences(t *testing.T) {
	base := site(t)
	p := browsertest.New(t, base, browsertest.Dark())
	p.Open("/prefs")
	if got := browsertest.Eval[string](p, "getComputedStyle(document.body).backgroundColor"); got != "rgb(17, 17, 17)" {
		t.Errorf("background %s", got)
	}
	p = browsertest.New(t, base, browsertest.NoScript())
	p.Open("/prefs")
	p.WantText("без сценариев")
}

func TestBrowserAuditPasses(t *testing.T) {
	p := browsertest.New(t, site(t))
	p.Open("/")
	p.Audit()
	p.Open("/strict") // axe-core runs whatever the page's policy says
	p.Audit()
}

func TestBrowserShot(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("KLASTER_SHOTS", dir)
	p := browsertest.New(t, site(t), browsertest.Narrow(), browsertest.Dark())
	p.Open("/")
	p.Shot("sign-in/empty")
	f, err := os.Open(filepath.Join(dir, "sign-in", "empty-390-dark.png"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	config, err := png.DecodeConfig(f)
	if err != nil {
		t.Fatal(err)
	}
	if config.Width != 390 || config.Height < 600 {
		t.Errorf("picture of %d×%d pixels", config.Width, config.Height)
	}
}

// What must make a test fail, does, and says why.
func TestBrowserFailures(t *testing.T) {
	base := site(t)
	open := func(path string) func(p *browsertest.Page) { return func(p *browsertest.Page) { p.Open(path) } }
	cases := map[string]struct {
		do   func(p *browsertest.Page)
		want []string
		soon bool // the failure is that something does not come, so it is not waited for long
	}{
		"no such label": {
			func(p *browsertest.Page) { p.Open("/"); p.ByLabel("Телефон").Fill("1") },
			[]string{"no field «Телефон»", "textbox «Электронная почта»", "checkbox «Согласен»", "Вход"},
			true,
		},
		"no such button": {
			func(p *browsertest.Page) { p.Open("/"); p.ByRole("button", "Выйти").Click() },
			[]string{"no button «Выйти»", "button «Войти»"},
			true,
		},
		"no such role":   {func(p *browsertest.Page) { p.Open("/"); p.ByRole("dialog", "").Want() }, []string{"nor anything of its kind"}, true},
		"several":        {func(p *browsertest.Page) { p.Open("/twins"); p.ByRole("button", "Удалить").Click() }, []string{"2 elements match button «Удалить»"}, true},
		"disabled":       {func(p *browsertest.Page) { p.Open("/"); p.ByRole("button", "Позже").Click() }, []string{"disabled"}, true},
		"covered":        {func(p *browsertest.Page) { p.Open("/under"); p.ByRole("button", "Нажми").Click() }, []string{"it lies under <div class=\"lid\""}, true},
		"no such option": {func(p *browsertest.Page) { p.Open("/"); p.ByLabel("Город").Choose("Тула") }, []string{"no option «Тула»; there are: Не выбран, Москва"}, true},
		"text":           {func(p *browsertest.Page) { p.Open("/"); p.WantText("Прощайте") }, []string{"does not show «Прощайте»", "Вход в кабинет"}, true},
		"address":        {func(p *browsertest.Page) { p.Open("/"); p.WantURL("/x") }, []string{"the address is /, want /x"}, true},
		"not gone":       {func(p *browsertest.Page) { p.Open("/"); p.ByRole("button", "Войти").WantGone() }, []string{"still on"}, true},
		"no server":      {func(p *browsertest.Page) { p.Open("http://127.0.0.1:1/") }, []string{"ERR_UNSAFE_PORT"}, false},
		"console":        {open("/console"), []string{"console: беда 7"}, false},
		"exception":      {open("/throws"), []string{"exception: TypeError", "/throws:"}, false},
		"missing file":   {open("/missing"), []string{"GET " + base + "/no.css: status 404"}, false},
		"server error":   {open("/500"), []string{"GET " + base + "/500: status 500"}, false},
		"policy":         {open("/inline"), []string{"Content Security Policy directive", "inline style"}, false},
		"dialog":         {func(p *browsertest.Page) { p.Open("/alert"); p.WantURL("/alert") }, []string{"alert dialog: внимание"}, false},
		"audit":          {func(p *browsertest.Page) { p.Open("/axe"); p.Audit() }, []string{"image-alt (critical)", "color-contrast", "target-size", "at [img]"}, false},
		"too wide":       {func(p *browsertest.Page) { p.Open("/wide"); p.Audit() }, []string{"pixels wider than its window"}, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var opts []browsertest.Option
			if c.soon {
				opts = append(opts, browsertest.Deadline(3*time.Second))
			}
			got := failures(t, func(tb testing.TB) { c.do(browsertest.New(tb, base, opts...)) })
			if got == "" {
				t.Fatal("the test passed")
			}
			for _, want := range c.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in:\n%s", want, got)
				}
			}
		})
	}
}

func TestBrowserAllowedProblems(t *testing.T) {
	p := browsertest.New(t, site(t), browsertest.Allow("/no.css"), browsertest.Allow("беда"))
	p.Open("/missing")
	p.Open("/console")
	p.Open("/absent") // a page may be answered by 404
	if p.Status() != http.StatusNotFound {
		t.Errorf("status %d", p.Status())
	}
}

// recorder is a test that may fail without failing the one it runs in.
type recorder struct {
	testing.TB
	mu       sync.Mutex
	text     strings.Builder
	cleanups []func()
}

// failures runs f as a test and returns what it failed with.
func failures(t *testing.T, f func(tb testing.TB)) string {
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() { // Fatal ends the goroutine
		defer close(done)
		f(r)
	}()
	<-done
	for i := len(r.cleanups) - 1; i >= 0; i-- {
		r.cleanups[i]()
	}
	return r.text.String()
}

func (r *recorder) Helper()                   {}
func (r *recorder) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *recorder) Error(args ...any)         { r.note(fmt.Sprintln(args...)) }
func (r *recorder) Errorf(f string, a ...any) { r.note(fmt.Sprintf(f, a...) + "\n") }
func (r *recorder) Fatal(args ...any)         { r.Error(args...); runtime.Goexit() }
func (r *recorder) Fatalf(f string, a ...any) { r.Errorf(f, a...); runtime.Goexit() }

func (r *recorder) note(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.text.WriteString(text)
}

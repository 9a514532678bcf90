package legal

import (
	"net/http/httptest"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func open(t *testing.T) room {
	t.Helper()
	return newRoom(sqldbtest.Open(t, storetest.SQLite(t)))
}

func serve(t *testing.T, r room, a actor.Actor) string {
	t.Helper()
	server := httptest.NewServer(r.serve(a))
	t.Cleanup(server.Close)
	return server.URL
}

var views = map[string][]browsertest.Option{
	"wide": nil, "narrow dark": {browsertest.Narrow(), browsertest.Dark()},
}

func TestBrowserDocuments(t *testing.T) {
	r := open(t)
	later := draft()
	later.Since = later.Since.AddDate(0, 0, 9)
	r.publish(t, Terms, later)
	url := serve(t, r, actor.Actor{})
	for name, options := range views {
		t.Run(name, func(t *testing.T) {
			p := browsertest.New(t, url, options...)
			for _, k := range Kinds() {
				p.Open(k.Path())
				p.Audit()
				p.Shot("legal/" + string(k))
				p.ByRole("button", "Содержание")
			}
			p.Open("/en/terms?edition=2")
			p.Audit()
			p.Shot("legal/terms-coming-en")
		})
	}
}

// The contents lead to the sections, and a fold does not need scripts.
func TestBrowserContents(t *testing.T) {
	url := serve(t, open(t), actor.Actor{})
	for name, options := range map[string][]browsertest.Option{"script": nil, "no script": {browsertest.NoScript()}} {
		t.Run(name, func(t *testing.T) {
			p := browsertest.New(t, url, options...)
			p.Open("/privacy")
			p.ByRole("DisclosureTriangle", "Содержание").Click()
			p.ByRole("link", "8. Ваши права").Click()
			p.WantURL("/privacy#section-8")
		})
	}
}

// An operator publishes an edition with and without scripts, on a wide and on a narrow screen.
func TestBrowserPublishing(t *testing.T) {
	for name, options := range map[string][]browsertest.Option{
		"wide dark": {browsertest.Dark()}, "narrow": {browsertest.Narrow()}, "no script": {browsertest.NoScript()},
	} {
		t.Run(name, func(t *testing.T) {
			look := func(p *browsertest.Page, shot string) {
				if name != "no script" {
					p.Audit()
					p.Shot("legal/" + shot)
				}
			}
			p := browsertest.New(t, serve(t, open(t), operator), append(options, browsertest.Allow("422"))...)
			p.Open(adminPath)
			look(p, "admin")
			p.ByRole("link", "Пользовательское соглашение").Click()
			look(p, "admin-editions")
			p.ByRole("link", "Подготовить новую редакцию").Click()
			look(p, "admin-editor")

			p.ByLabel("Название на английском").Fill(" ")
			p.ByRole("button", "Посмотреть, что получится").Click()
			p.WantText("Исправьте ошибки", "Напишите название документа на английском.")
			look(p, "admin-editor-wrong")

			p.ByLabel("Название на английском").Fill("The terms")
			p.ByLabel("Текст на английском").Fill(defaults()[Terms].TextEn + "\n\nA last word.")
			p.ByLabel("Юрист проверил оба текста").Check()
			p.ByRole("button", "Посмотреть, что получится").Click()
			p.WantText("Проверьте редакцию № 2", "A last word.", "Проверил")
			look(p, "admin-check")
			p.ByRole("button", "Вернуться к правке").Click()
			if !p.ByLabel("Юрист проверил оба текста").Checked() {
				t.Error("the mark is lost on the way back")
			}
			p.ByRole("button", "Посмотреть, что получится").Click()
			p.ByRole("button", "Опубликовать редакцию № 2").Click()
			p.WantText("Редакция № 2 опубликована", "действует")
			p.WantURL("/admin/documents/terms?published=2")
			look(p, "admin-published")
		})
	}
}

package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// A visitor takes a role and makes its key by two buttons, in each look, and comes to where the work begins.
func TestBrowserAVisitorTakesARole(t *testing.T) {
	d := newDesk(t)
	for _, l := range looks() {
		t.Run(l.name, func(t *testing.T) {
			p := browsertest.New(t, d.URL, append(l.options, noExtension)...)
			if !d.built(t, p) {
				return
			}
			p.Open(l.prefix + demo.Path)
			p.Audit()
			p.Shot("demo/roles-" + l.name)
			button, makeIt, made, goOn, organisations := "Войти: Вера Соколова", "Сделать учебную подпись", "Учебная подпись готова", "Дальше", "Организаций пока нет"
			if l.prefix != "" {
				button, makeIt, made, goOn, organisations = "Sign in: Вера Соколова", "Make a trial signature", "The trial signature is ready", "Go on", "No organisations yet"
			}
			p.ByRole("button", button).Click()
			ready(p, "trial")
			p.Audit()
			p.Shot("demo/key-" + l.name)
			p.ByRole("button", makeIt).Click()
			p.WantText(made)
			p.Audit()
			p.Shot("demo/made-" + l.name)
			p.ByRole("link", goOn).Click()
			p.WantText(organisations)
		})
	}
}

// The bell: what an accountant hands over is a task of the head and a notice, in each look; opening it leads to the document, and is
// what makes it read. It works without scripts.
func TestBrowserTheBellLeadsToWhatWaits(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), func(c *app.Config) { c.Bare = false })
	settled(t, r)
	accountant := browsertest.New(t, r.URL, noExtension, noSigner)
	takeRole(accountant, "accountant")
	accountant.ByRole("link", "Заявление о присвоении статуса участника инновационного кластера").Click()
	accountant.ByRole("link", "Сведения о правонарушениях").Click()
	accountant.ByLabel("Нет").Click()
	accountant.ByRole("button", "Сохранить и продолжить").Click()
	accountant.WantText("Сведения в заявлении полны")
	browsertest.Eval[any](accountant, `document.querySelectorAll('main input[type=checkbox]').forEach(b => b.click())`)
	accountant.ByRole("button", "Сохранить и продолжить").Click()
	accountant.WantText("Проверьте ответы")
	accountant.ByRole("button", "Сформировать заявление").Click()
	accountant.ByRole("button", "Передать на подпись").Click()
	accountant.WantText("Белова")
	for _, l := range looks() {
		p := browsertest.New(t, r.URL, append(l.options, noExtension, noSigner)...)
		takeRole(p, "signer")
		p.Open(l.prefix + notification.Path)
		p.Audit()
		p.Shot("bell/" + l.name)
	}
	p := browsertest.New(t, r.URL, browsertest.NoScript(), noExtension, noSigner)
	takeRole(p, "signer")
	p.Open(notification.Path)
	p.WantText("Нужно сделать", "Подписать: Заявление", "Документ ждёт вашей подписи", "непрочитанных")
	p.ByRole("button", "Документ ждёт вашей подписи").Click()
	p.WantText("Кто подписывает")
	p.Open(notification.Path)
	p.ByRole("button", "Прочитать всё").Click()
	p.Open(notification.Path + "?unread=1")
	p.WantText("Всё прочитано", "Нужно сделать")
}

func takeRole(p *browsertest.Page, name string) {
	role, _ := demo.RoleNamed(name)
	p.Open(demo.Path)
	who := demo.PersonWith(role.Email)
	p.ByRole("button", "Войти: "+who.Given+" "+who.Surname).Click()
	if role.Key != nil {
		p.ByRole("link", "Дальше").Click()
	}
	p.WantURL(role.Start)
}

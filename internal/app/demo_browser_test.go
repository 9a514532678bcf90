package app_test

import (
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
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
	p.ByRole("button", "Прочитать всё").WantGone()
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

// The way of a newcomer through a trial installation, as README.md tells it: from the page of roles to the open register, with the software
// keys of the page. The quoted words are those of README.ru.md.
func TestBrowserANewcomerWalksTheMainJob(t *testing.T) {
	readme, err := os.ReadFile("../../README.ru.md")
	if err != nil {
		t.Fatal(err)
	}
	told := strings.Join(strings.Fields(string(readme)), " ")
	press := func(p *browsertest.Page, role, words string) {
		t.Helper()
		if !strings.Contains(told, "«"+words+"»") {
			t.Errorf("README.ru.md does not say «%s»", words)
		}
		p.ByRole(role, words).Click()
	}
	d := newDesk(t)
	p := browsertest.New(t, d.URL, noExtension)
	if !d.built(t, p) {
		return
	}
	vector := strings.ToUpper(demo.Organisations()[0].Name)
	key := func(who, start string) {
		t.Helper()
		press(p, "button", "Войти: "+who)
		ready(p, "trial")
		press(p, "button", "Сделать учебную подпись")
		p.WantText("Учебная подпись готова и хранится в этом браузере")
		press(p, "link", "Дальше")
		p.WantURL(start)
	}
	p.Open(demo.Path)
	key("Анна Смирнова", "/organisations")
	press(p, "button", "Войти по электронной подписи")
	p.WantText("Смирнова Анна Петровна, ООО «Учебный Вектор»")
	press(p, "button", "Подписать")
	p.WantText("Открыть кабинет: " + vector)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Check()
	press(p, "button", "Открыть кабинет")
	p.WantText("Кабинет открыт")
	press(p, "link", "Заявления")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	p.ByRole("link", "Организация").Click()
	next := func(see string) {
		t.Helper()
		p.ByRole("button", "Сохранить и продолжить").Click()
		p.WantText(see)
	}
	next("По этим контактам фонд свяжется с вами")
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	next("Направления кластера")
	p.ByLabel("Информационные технологии").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов на заводах.")
	next("Раздел необязательный")
	next("административные наказания")
	p.ByLabel("Нет").Click()
	next("Сведения в заявлении полны и достоверны")
	browsertest.Eval[any](p, `document.querySelectorAll('main input[type=checkbox]').forEach(b => b.click())`)
	next("Проверьте ответы")
	press(p, "button", "Сформировать заявление")
	press(p, "button", "Подписать и отправить")
	p.WantText("Смирнова Анна Петровна, ООО «Учебный Вектор»")
	press(p, "button", "Подписать")
	p.WantText("Заявление отправлено")
	p.Shot("newcomer/sent")

	press(p, "link", "Сменить роль")
	execute(t, d.Running, `UPDATE account_person SET snils = $2, identified_at = $3, level = $4 WHERE id = $1`, string(personID(t, d.Running, operatorEmail)),
		demo.PersonWith(operatorEmail).SNILS(), d.Clock.Now(), int(actor.Full)) // the jobs that settle the town confirm who the officials are
	key("Ольга Лебедева", "/admin/applications")
	p.Open("/admin/applications?side=clean")
	p.WantText(vector)
	number := browsertest.Eval[string](p, `document.querySelector('main').innerText.match(/\d{4}-[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/)[0]`)
	p.ByRole("button", "Открыть № "+number).Click()
	press(p, "button", "Взять на рассмотрение")
	p.WantText("Лебедева")
	p.ByLabel("Деятельность, продукты и компетенции соответствуют выбранным направлениям").Check()
	p.ByLabel("Сведения о правонарушениях рассмотрены").Check()
	press(p, "button", "Подготовить положительное решение")
	p.WantText("ждёт подписи")
	execute(t, d.Running, `UPDATE application_decision SET second_needed = FALSE`) // whatever the lot says
	p.Reload()
	press(p, "button", "Подписать решение")
	p.WantText("Лебедева Ольга Игоревна")
	p.ByRole("button", "Подписать").Click()
	p.WantText("Решение подписано и отправлено заявителю", "Одобрено")
	p.Shot("newcomer/decided")
	p.Open("/members")
	p.WantText(vector)
	p.Shot("newcomer/member")
	takeRole(p, "head")
	p.Open(notification.Path)
	p.WantText("Заявление")
	p.Shot("newcomer/bell")
}

package app_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// confirmed gives an account a confirmed СНИЛС.
func confirmed(t *testing.T, r *apptest.Running, email, snils string) {
	t.Helper()
	execute(t, r, `UPDATE account_person SET snils = $2, identified_at = $3, level = $4 WHERE id = $1`, string(personID(t, r, email)), snils, r.Clock.Now(), int(actor.Standard))
}

// A person goes the whole way for themselves without a signature: finds the service, is told of the level that it takes, fills in, sends,
// answers the foundation and reads the decision; the foundation sees what the service asks for and nothing else, and the role that the
// decision speaks for waits for an owner.
func TestBrowserAPersonApplies(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	email := demo.People()[0].Email
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	p.Open("/services/expert")
	p.WantText("Стать экспертом кластера", "стандартная или полная", "Войти и начать")
	p.Audit()
	p.Shot("own/service")
	signIn(p, email)
	p.Open("/applications")
	p.WantText("Заявлений пока нет", "Для этой услуги нужна стандартная учётная запись")
	p.Audit()
	p.Shot("own/low")
	confirmed(t, r, email, annaSNILS)
	p.Open("/services/expert")
	p.ByRole("button", "Начать заявление Стать экспертом кластера").Click()
	p.WantText("Что нужно сделать", "Опыт и компетенции", "Отправить")
	p.Audit()
	p.Shot("own/tasks")
	fillsExpert(p)
	p.WantText("Проверьте ответы", "Доктор наук")
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Подпись для этого заявления не нужна", "Отправляется файл XML")
	p.Audit()
	p.Shot("own/document")
	p.ByRole("button", "Отправить").Click()
	p.WantText("Заявление отправлено", "На рассмотрении")
	p.Audit()
	p.Shot("own/sent")
	if size := browsertest.Eval[int](p, `fetch(location.pathname + '/files/receipt').then(r => r.ok ? r.blob() : null).then(b => b ? b.size : 0)`); size < 1000 {
		t.Errorf("the receipt has %d bytes", size)
	}

	desk := browsertest.New(t, r.URL, noExtension, noSigner)
	olga := official(t, r)
	signIn(desk, operatorEmail)
	desk.Open("/admin/applications")
	desk.WantText("Физическое лицо", "Стать экспертом кластера")
	desk.Audit()
	desk.Shot("own/queue")
	number := browsertest.Eval[string](desk, `document.querySelector('main').innerText.match(/\d{4}-[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/)[0]`)
	desk.ByRole("button", "Открыть № "+number).Click()
	desk.WantText("Подпись не нужна", "Доктор наук")
	desk.Audit()
	desk.Shot("own/case")
	if page := browsertest.Eval[string](desk, `document.documentElement.innerHTML`); strings.Contains(page, annaSNILS) || strings.Contains(page, "112-233-445") || strings.Contains(page, ">ИНН<") {
		t.Error("the desk sees more of the person than the service asks for")
	}
	desk.ByRole("button", "Взять на рассмотрение").Click()
	desk.WantText("Лебедева Ольга")
	browsertest.Eval[int](desk, `[...document.querySelectorAll('main details')].map(d => d.open = true).length`)
	desk.ByLabel("О чём вопрос").Choose("Чем вы занимались")
	desk.ByLabel("Вопрос").Fill("Где вышли статьи?")
	desk.ByRole("button", "Задать вопрос").Click()
	desk.WantText("Нужен ответ")

	p.Open("/notifications")
	p.WantText("Ответить на вопрос фонда")
	p.Open("/applications")
	p.WantText("Нужен ответ")
	p.Audit()
	p.Shot("own/list")
	p.ByRole("link", "Заявление о включении в число экспертов инновационного кластера").Click()
	p.ByLabel("Чем вы занимались").Fill("В журнале «Учебная механика».")
	p.ByRole("button", "Отправить ответы").Click()
	p.WantText("Вопросы и ответы", "На рассмотрении")

	desk.Reload()
	desk.ByLabel("Опыт и компетенции соответствуют выбранным направлениям").Check()
	desk.ByLabel("Сведений о конфликте интересов, который мешает экспертной работе, нет").Check()
	desk.ByRole("button", "Подготовить положительное решение").Click()
	desk.WantText("ждёт подписи")
	execute(t, r, `UPDATE application_decision SET second_needed = FALSE`) // four eyes have a test of their own
	desk.Reload()
	desk.ByRole("button", "Подписать решение").Click()
	olga.sign(t, desk)
	desk.WantText("Решение подписано и отправлено заявителю")

	p.Reload()
	p.WantText("Заявление удовлетворено")
	p.Audit()
	p.Shot("own/granted")
	if n := count(t, r.DB, `SELECT COUNT(*) FROM staff_proposal WHERE act = 'give' AND role = 'expert' AND state = 'open'`); n != 1 {
		t.Errorf("%d proposals wait for an owner", n)
	}
	if n := count(t, r.DB, `SELECT COUNT(*) FROM staff_role WHERE role = 'expert' AND person IN (SELECT id FROM account_person WHERE email = '`+email+`')`); n != 0 {
		t.Error("the decision gave the role by itself")
	}
}

// fillsExpert fills in the application of an expert from the list of what is to be done.
func fillsExpert(p *browsertest.Page) {
	p.ByRole("link", "О вас").Click()
	p.WantText("Фонд увидит только то, что стоит в этом заявлении")
	p.Audit()
	p.Shot("own/person")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("По каким направлениям")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Выберите хотя бы один вариант")
	p.ByLabel("Станки и аддитивные технологии").Check()
	p.ByLabel("Доктор наук").Click()
	p.ByLabel("Сколько полных лет вы работаете в этих областях").Fill("12")
	p.ByLabel("Чем вы занимались").Fill("Двенадцать лет проектирую станки, написал тридцать статей о точности обработки.")
	p.Audit()
	p.Shot("own/competence")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Я сообщу фонду о конфликте интересов")
	browsertest.Eval[int](p, `[...document.querySelectorAll('main input[type=checkbox]')].map(b => b.checked = true).length`)
	p.ByRole("button", "Сохранить и продолжить").Click()
}

const signedByPeople = `format: klaster service 1
key: proposal
version: 1
title: {ru: Предложить тему испытания, en: Propose a pilot}
summary: {ru: "Тема для программы испытаний.", en: "A subject for the programme of pilots."}
name: {ru: Предложение для программы испытаний, en: Proposal for the programme of pilots}
word: statement
from: 2026-01-01
basis: setting
subject: person
see: [person]
apply: [person]
signature: required
term: 10
grounds: [{code: no, title: {ru: Не по теме, en: Off the subject}}]
sections:
  - key: main
    title: {ru: Предложение, en: Proposal}
    questions:
      - {key: name, kind: known, label: {ru: Кто предлагает, en: Who proposes}, prefill: person.name}
      - {key: snils, kind: known, label: {ru: СНИЛС, en: SNILS}, prefill: person.snils}
      - {key: goods, kind: text, label: {ru: Что испытать, en: What to test}, least: 3}
`

// A person signs with the qualified signature of a natural person: that of an organisation which they head is not taken for their own. They
// complain of a refusal, which whoever refused does not look at again.
func TestBrowserAPersonSignsAndSends(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	if err := r.Application.Bring(t.Context(), []byte(signedByPeople)); err != nil {
		t.Fatal(err)
	}
	email := demo.People()[0].Email
	confirmed(t, r, email, annaSNILS)
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	p.Open("/services/proposal")
	p.WantText("Такой услуги нет") // guests do not see it
	signIn(p, email)
	p.Open("/applications")
	p.ByRole("button", "Начать заявление Предложить тему испытания").Click()
	p.ByRole("link", "Предложение").Click()
	p.WantText("112-233-445 95")
	p.ByLabel("Что испытать").Fill("Беспилотную тележку на складе.")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("своей усиленной квалифицированной подписью")
	p.Audit()
	p.Shot("own/sign")
	p.ByRole("button", "Подписать и отправить").Click()
	issue(t, r, headOf(demo.Organisations()[0])).sign(t, p)
	p.WantText("Это сертификат организации или предпринимателя")
	p.Open("/applications")
	p.ByRole("link", "Предложение для программы испытаний").Click()
	p.ByRole("link", "Подписать и отправить").Click()
	p.ByRole("button", "Подписать и отправить").Click()
	issue(t, r, trialca.Holder{Role: trialca.Individual, Surname: "Смирнова", GivenName: "Анна Петровна", SNILS: annaSNILS, INNPerson: "500100732259"}).signByOpenSSL(t, p)
	p.WantText("Заявление отправлено", "На рассмотрении")
	p.Shot("own/signed")

	desk, olga := browsertest.New(t, r.URL, noExtension, noSigner), official(t, r)
	signIn(desk, operatorEmail)
	desk.Open("/admin/applications?side=clean")
	desk.ByRole("button", "Открыть № "+numberOn(t, p)).Click()
	desk.WantText("Подготовить положительное решение")
	unfold(desk)
	desk.ByLabel("Не по теме").Check()
	desk.ByLabel("Чем подтверждается: Не по теме").Fill("Тележки в программу этого года не входят.")
	desk.ByRole("button", "Подготовить отказ").Click()
	rules(t, r, desk, olga)

	p.Reload()
	p.WantText("Отказано", "Тележки в программу этого года не входят")
	unfold(p)
	p.Audit()
	p.Shot("own/refused")
	p.ByLabel("С чем вы не согласны").Fill("Тележки названы в пункте 4 программы.")
	p.ByRole("button", "Подать жалобу").Click()
	p.WantText("На рассмотрении", "Тележки названы в пункте 4 программы.")
	p.Audit()
	p.Shot("own/complained")
	desk.Reload()
	desk.WantText("Тележки названы в пункте 4 программы.", "её рассматривает сотрудник, который в нём не участвовал")
	desk.Audit()
	desk.Shot("own/complaint")
}

// unfold opens all that is folded on a page.
func unfold(p *browsertest.Page) {
	browsertest.Eval[int](p, `[...document.querySelectorAll('main details')].map(d => d.open = true).length`)
}

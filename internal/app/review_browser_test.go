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

const operatorEmail = "operator@klaster.example"

// official is the certificate of the operator, whose СНИЛС was confirmed.
func official(t *testing.T, r *apptest.Running) keyholder {
	t.Helper()
	const snils = "08765430300"
	execute(t, r, `UPDATE account_person SET snils = $2, identified_at = $3, level = $4 WHERE id = $1`,
		string(personID(t, r, operatorEmail)), snils, r.Clock.Now(), int(actor.Standard))
	return issue(t, r, trialca.Holder{Role: trialca.Individual, Surname: "Лебедева", GivenName: "Ольга Игоревна", SNILS: snils, INNPerson: "500100732259"})
}

// sent has the head of an organisation of the trial register apply to join, and returns their key. The page stays on the application.
func sent(t *testing.T, r *apptest.Running, p *browsertest.Page, o demo.Organisation) keyholder {
	t.Helper()
	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	head := issue(t, r, headOf(o))
	head.sign(t, p)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")
	p.Open("/org/" + o.OGRN + "/applications")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	p.ByRole("link", "Организация").Click()
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Информационные технологии").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов на заводах.")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Проекты")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Нет").Click()
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Заявления и согласия")
	browsertest.Eval[int](p, `[...document.querySelectorAll('main input[type=checkbox]')].map(b => b.checked = true).length`)
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByRole("button", "Сформировать заявление").Click()
	p.ByRole("button", "Подписать и отправить").Click()
	head.sign(t, p)
	p.WantText("Заявление отправлено")
	return head
}

// The main job from sending to the decision: the operator finds the application in the queue, looks at the verdicts beside the answers,
// forms a decision and signs it with a trial key; the applicant sees the decision with its documents and its receipt.
func TestBrowserAnApplicationIsDecided(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector := demo.Organisations()[0]
	applicant := browsertest.New(t, r.URL, noExtension, noSigner)
	sent(t, r, applicant, vector)
	olga := official(t, r)
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, operatorEmail)
	p.Open("/admin/applications")
	p.Audit()
	p.Shot("review/none")
	p.Open("/admin/applications?side=clean")
	p.WantText(strings.ToUpper(vector.Name), "Взять на рассмотрение")
	p.Audit()
	p.Shot("review/queue")
	number := browsertest.Eval[string](p, `document.querySelector('main').innerText.match(/\d{4}-[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}/)[0]`)
	p.ByRole("button", "Открыть № "+number).Click()
	p.WantText("Соответствует", "Программы для учёта станков", "Время подписи")
	p.Audit()
	p.Shot("review/case")
	p.ByRole("button", "Взять на рассмотрение").Click()
	p.WantText("Лебедева")
	asks(p, applicant)
	p.ByRole("button", "Подготовить положительное решение").Click()
	p.WantText("когда отмечены все пункты")
	p.Audit()
	p.Shot("review/problems")
	p.ByLabel("Деятельность, продукты и компетенции соответствуют выбранным направлениям").Check()
	p.ByLabel("Сведения о правонарушениях рассмотрены").Check()
	p.ByRole("button", "Подготовить положительное решение").Click()
	p.WantText("ждёт подписи")
	p.Audit()
	p.Shot("review/prepared")
	execute(t, r, `UPDATE application_decision SET second_needed = FALSE`) // whatever the lot says: four eyes have a test of their own
	p.Reload()
	p.ByRole("button", "Подписать решение").Click()
	olga.sign(t, p)
	p.WantText("Решение подписано и отправлено заявителю", "Одобрено")
	p.Audit()
	p.Shot("review/decided")
	p.Open("/admin/applications?side=done")
	p.WantText("Одобрено")
	p.Shot("review/done")

	applicant.Reload()
	applicant.WantText("Заявление удовлетворено", "Лебедева Ольга Игоревна", "Время подписи")
	applicant.Audit()
	applicant.Shot("review/applicant")
	for _, file := range []string{"pdf", "original", "xml", "sig", "receipt"} {
		size := browsertest.Eval[int](applicant, `fetch(location.pathname + '/decision/`+file+`').then(r => r.ok ? r.blob() : null).then(b => b ? b.size : 0)`)
		if size < 1000 {
			t.Errorf("the file %s of the decision has %d bytes", file, size)
		}
	}
}

// asks has the official ask the applicant about one answer, who answers on the page of the application.
func asks(p, applicant *browsertest.Page) {
	p.WantText("Рассмотреть до")
	browsertest.Eval[int](p, `[...document.querySelectorAll('main details')].map(d => d.open = true).length`)
	p.ByLabel("О чём вопрос").Choose("Продукты и услуги")
	p.ByLabel("Вопрос").Fill("Какие станки учитывают ваши программы?")
	p.ByRole("button", "Задать вопрос").Click()
	p.WantText("Продукты и услуги: Какие станки учитывают ваши программы?", "Нужен ответ")
	p.Audit()
	p.Shot("review/asked")
	applicant.Reload()
	applicant.WantText("Вопросы фонда", "Какие станки учитывают ваши программы?")
	applicant.Audit()
	applicant.Shot("review/question")
	applicant.ByLabel("Продукты и услуги").Fill("Токарные и фрезерные.")
	applicant.ByRole("button", "Отправить ответы").Click()
	applicant.WantText("Вопросы и ответы", "Токарные и фрезерные.", "На рассмотрении")
	p.Reload()
	p.WantText("Токарные и фрезерные.")
}

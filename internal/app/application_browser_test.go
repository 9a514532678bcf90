package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// The main job as far as sending: a head enters the cabinet, fills in the form to join, forms the document, signs and sends it.
func TestBrowserAnApplicationIsSent(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector := demo.Organisations()[0]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	p.Open("/services")
	p.WantText("Вступить в кластер")
	p.Audit()
	p.Shot("application/services")
	p.Open("/services/join")
	p.WantText("10 рабочих дней", "Почему могут отказать")
	p.Audit()
	p.Shot("application/service")

	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	anna := issue(t, r, headOf(vector))
	anna.sign(t, p)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")

	p.Open("/org/" + vector.OGRN + "/applications")
	p.WantText("Заявлений пока нет")
	p.Audit()
	p.Shot("application/none")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	p.WantText("Что нужно сделать", "Направления и деятельность")
	p.Audit()
	p.Shot("application/tasks")
	p.ByRole("link", "Организация").Click()
	p.WantText("Сведения из государственного реестра", vector.OGRN)
	p.Audit()
	p.Shot("application/organisation")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Направления кластера")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Выберите хотя бы один вариант")
	p.Audit()
	p.Shot("application/problems")
	p.ByLabel("Информационные технологии").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов на заводах.")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Проекты")
	p.ByLabel("Название").Nth(0).Fill("Цифровой двойник")
	p.ByLabel("Стадия").Choose("Прототип")
	p.Audit()
	p.Shot("application/table")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Нет").Click()
	p.ByRole("button", "Сохранить и продолжить").Click()
	for _, words := range []string{
		"Организация не находится в процессе ликвидации, в отношении неё не введена процедура банкротства.", "Деятельность организации не приостановлена.",
		"Организация не находится под контролем иностранных лиц, зарегистрированных в офшорных зонах.",
		"Сведения в заявлении полны и достоверны. Об их изменении организация сообщит в течение 10 рабочих дней.",
		"Организация согласна на публикацию в реестре участников наименования, ИНН, ОГРН, сайта, направлений, продуктов и компетенций.",
	} {
		p.ByLabel(words).Check()
	}
	p.Audit()
	p.Shot("application/declarations")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Проверьте ответы", "Цифровой двойник", "+74951234567")
	p.Audit()
	p.Shot("application/check")
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Кто подписывает", "Файлы документа", "Цифровой двойник")
	p.Audit()
	p.Shot("application/document")
	p.ByRole("button", "Подписать и отправить").Click()
	anna.sign(t, p)
	p.WantText("Заявление отправлено", "На рассмотрении", "Что происходило")
	p.Audit()
	p.Shot("application/sent")
	for _, file := range []string{"receipt", "stamped"} {
		size := browsertest.Eval[int](p, `fetch(location.pathname + '/files/`+file+`').then(r => r.ok ? r.blob() : null).then(b => b ? b.size : 0)`)
		if size < 2000 {
			t.Errorf("the file %s has %d bytes", file, size)
		}
	}
	p.Open("/org/" + vector.OGRN + "/applications")
	p.WantText("На рассмотрении")
}

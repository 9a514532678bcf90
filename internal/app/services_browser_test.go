package app_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// An operator changes the form of the service to join on a page: begins the next version, sees a mistake in its line, mends it, sees
// what has changed, and may not publish alone what changes how applications are decided; a second person does.
func TestBrowserAnOperatorChangesAForm(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for _, l := range []look{looks()[0], looks()[3]} {
		t.Run(l.name, func(t *testing.T) { changeForm(t, r, l) })
	}
}

// ownLetter is what the next version of the form says of an approval.
const ownLetter = `letters:
  - event: granted
    subject: {ru: "Принято: № {number}", en: "Granted: No. {number}"}
    body: {ru: "{applicant} принято в кластер решением № {decision}.", en: "{applicant} was granted its status by decision No. {decision}."}
`

func changeForm(t *testing.T, r *apptest.Running, l look) {
	p := browsertest.New(t, r.URL, append(l.options, browsertest.Allow("422"))...)
	signIn(p, "operator@klaster.example")
	p.Open("/admin/services")
	p.WantText("Вступить в кластер", "опубликована")
	p.ByRole("button", "Начать версию 2 Вступить в кластер").Click()
	p.WantText("Содержимое файла", "Проверить и опубликовать")
	source := p.ByLabel("Содержимое файла").Value()

	p.ByLabel("Содержимое файла").Fill(strings.Replace(source, "\nterm: 10\n", "\nterm: десять\n", 1))
	p.ByRole("button", "Сохранить и проверить").Click()
	p.WantText("Что исправить", "term: десять", "черновик с ошибками")
	p.Audit()
	p.Shot("services/faulty-" + l.name)

	p.ByLabel("Содержимое файла").Fill(strings.NewReplacer("\nterm: 10\n", "\nterm: 9\n", "\nsections:\n", "\n"+ownLetter+"sections:\n").Replace(source))
	p.ByRole("button", "Сохранить и проверить").Click()
	p.WantText("Сохранено, ошибок нет")
	p.ByRole("DisclosureTriangle", "Как устроен файл и как его менять").Click()
	p.WantText("Виды вопросов")
	p.Audit()
	p.Shot("services/draft-" + l.name)

	p.ByRole("link", "Посмотреть глазами заявителя").Click()
	p.WantText("Положительное решение", "новое, в версии 1 было обычное", "Принято: № 2026-ACE-HKM-PTX", "ООО «Пример» принято в кластер", "Обычный текст платформы")
	p.Audit()
	p.Shot("services/letters-" + l.name)
	p.Open("/admin/services/join/2")
	p.WantText("Отличаются от версии 1: положительное решение")

	p.ByRole("link", "Проверить и опубликовать").Click()
	p.WantText("Меняется то, как решают", "попросите другого сотрудника", "term: 10", "term: 9")
	p.Audit()
	p.Shot("services/second-" + l.name)

	other := browsertest.New(t, r.URL, append(l.options, browsertest.Allow("422"))...)
	signIn(other, "owner@klaster.example")
	other.Open("/admin/services/join/2/publish")
	other.WantText("можете его опубликовать")
	other.ByLabel("Год").Fill("2020")
	other.ByRole("button", "Опубликовать версию").Click()
	other.WantText("Первый день версии уже прошёл")
	other.Audit()
	other.Shot("services/publish-" + l.name)
	p.Open("/admin/services/join/2")
	p.ByRole("DisclosureTriangle", "Удалить черновик версии").Click()
	p.ByRole("button", "Удалить черновик").Click()
	p.WantText("Черновик версии удалён")
	p.Shot("services/list-" + l.name)
}

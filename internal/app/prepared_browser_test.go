package app_test

import (
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// «Подготовить кабинет»: while the signature is being made, somebody gives the ИНН and fills in the application; when the account is
// opened by the signature, the draft is in it.
func TestBrowserADraftBeforeTheSignature(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector := demo.Organisations()[0]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, demo.People()[0].Email)
	p.Open("/organisations/prepare")
	p.ByLabel("ИНН организации или предпринимателя").Fill(vector.INN)
	p.ByRole("button", "Сохранить").Click()
	p.WantText("Сведения сохранены", "Подготовленные кабинеты")
	p.Audit()
	p.Shot("prepared/list")
	p.ByRole("button", "Начать черновик: Вступить в кластер "+vector.INN).Click()
	p.WantText("Что нужно сделать", "Этот черновик видите только вы", vector.INN)
	p.Audit()
	p.Shot("prepared/tasks")
	p.ByRole("link", "Организация").Click()
	p.WantText("Сведения из государственного реестра", vector.OGRN)
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	p.ByRole("button", "Сохранить и вернуться к списку").Click()
	p.WantText("Что нужно сделать")
	p.Open("/organisations")
	p.ByRole("link", "Продолжить черновик: Вступить в кластер").Click()
	p.WantText("Что нужно сделать")

	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	issue(t, r, headOf(vector)).sign(t, p)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")
	p.Open("/org/" + vector.OGRN + "/applications")
	p.WantText("Черновик")
	p.ByRole("link", "Заявление о присвоении статуса участника инновационного кластера").Click()
	p.WantText("Что нужно сделать")
	p.ByRole("link", "Организация").Click()
	p.WantText("Сведения из государственного реестра")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.WantText("Электронная почта")
	if got := browsertest.Eval[string](p, `document.querySelector('input[type=email]').value`); got != "info@example.ru" {
		t.Errorf("the draft of the account has %q", got)
	}
}

package app_test

import (
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// What a participant files again and again stands in its account with its dates. It fills the form in once; the next time «Без изменений»
// leads from the accepted answers straight to the document that waits to be signed.
func TestBrowserWhatToFileAndWhen(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	o := demo.Organisations()[0]
	participant(t, r, o)
	list := "/org/" + o.OGRN + "/applications"

	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, "ilya@klaster.example")
	p.Open(list)
	p.WantText("Что сдать и когда", "Ежегодное подтверждение сведений", "по желанию", "ещё рано")
	p.Audit()
	execute(t, r, `UPDATE membership_member SET since = $2 WHERE ogrn = $1`, o.OGRN, time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	p.Reload()
	p.WantText("Заполнить и сдать")
	p.Shot("due/list")
	p.ByRole("button", "Заполнить и сдать Ежегодное подтверждение сведений").Click()
	p.ByRole("link", "Организация и период").Click()
	p.WantText("За какой период", "год")
	p.Audit()
	p.Shot("due/period")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Сколько человек работает в организации").Fill("12")
	p.ByLabel("Выручка за период").Fill("1 500 000")
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов на заводах.")
	p.ByLabel("Электронная почта для связи").Fill("info@example.ru")
	p.ByRole("button", "Сохранить и продолжить").Click()
	p.ByLabel("Сведения полны и достоверны на день подписания.").Click()
	p.ByRole("button", "Сохранить и вернуться к списку").Click()
	p.ByRole("link", "Проверить ответы и сформировать документ").Click()
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Кто подписывает")

	// The one of the year before, accepted.
	execute(t, r, `UPDATE application_case SET state = 'granted', pending = FALSE, period = '2019' WHERE service = 'confirm'`)
	for _, l := range []look{looks()[1], looks()[2]} {
		q := browsertest.New(t, r.URL, append(l.options, noExtension, noSigner)...)
		signIn(q, "ilya@klaster.example")
		q.Open(list)
		q.WantText("Без изменений")
		q.Audit()
		q.WantReflow()
		q.Shot("due/again-" + l.name)
	}
	p.Open(list)
	p.ByRole("button", "Без изменений Ежегодное подтверждение сведений").Click()
	p.WantText("Кто подписывает", "1 500 000", "За какой период")
	p.Open(list)
	p.WantText("Ждёт подписи", "Продолжить")
}

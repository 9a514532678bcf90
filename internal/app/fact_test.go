package app_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// A trial installation has its register from the first start on: staff find an organisation in it, see its facts with
// sources and what the rules say, and note what they have looked up by hand.
func TestStaffSeeWhatIsKnownOfAnOrganisation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		operator := htmlcheck.NewVisitorAt(t, r.URL)
		enter(operator, "operator@klaster.example")
		clean, ending := demo.Organisations()[0], demo.Organisations()[5]
		operator.Open("/admin/registers").WantText("demo-egrul.xml", "Консоль сервера", "Загружен")
		operator.Fill("ИНН, ОГРН или ОГРНИП", clean.INN).Press("Найти").WantStatus(http.StatusOK)
		operator.WantText(strings.ToUpper(clean.Name), "77 Москва", "Действует", "ЕГРЮЛ (загруженный файл)", "ГЕНЕРАЛЬНЫЙ ДИРЕКТОР", "R1", "R10")
		operator.Open("/admin/registers?q=" + clean.INN[:9] + "0").WantStatus(http.StatusUnprocessableEntity).WantText("контрольная цифра")
		operator.Open("/admin/registers/subject?q=" + ending.OGRN).WantText("Не выполнено")

		operator.Open("/admin/registers/subject?q="+demo.Organisations()[7].INN).WantText("99000001", "Реестр недобросовестных поставщиков", "Не выполнено")

		operator.Open("/admin/registers/check?q="+clean.OGRN).Fill("Что проверено", "Приостановление деятельности").Fill("Сведения есть", "on")
		operator.Fill("Сведения необязательно", "нет").Fill("Причина", "Письмо организации").Press("Сохранить").WantStatus(http.StatusOK)
		operator.WantText("Проверка записана", "Проверено вручную", "Письмо организации", "Лебедева")

		auditor := htmlcheck.NewVisitorAt(t, r.URL)
		enter(auditor, "auditor@klaster.example")
		auditor.Open("/admin/registers/subject?q=" + clean.OGRN).WantStatus(http.StatusOK)
		auditor.Open("/admin/registers/check?q=" + clean.OGRN).WantStatus(http.StatusForbidden)
		auditor.Open("/admin/registers/import").WantStatus(http.StatusForbidden)
	})
}

// T22: the change of a head that came by an unpinned file is confirmed on the page by another member of the staff.
func TestT22_AChangeIsConfirmedOnThePage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		clean := demo.Organisations()[0]
		err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
			return r.Fact.Watch(t.Context(), tx, fact.Subject{INN: clean.INN, OGRN: clean.OGRN})
		})
		if err != nil {
			t.Fatal(err)
		}
		file, _ := demo.Register(time.Now().Add(time.Hour))
		changed := bytes.Replace(file, []byte("СМИРНОВА"), []byte("ЧУЖАЯ"), 1)
		changed = bytes.Replace(changed, []byte(demo.PersonINN(1)), []byte(demo.PersonINN(99)), 1)
		i, err := r.Fact.Import(t.Context(), fact.Order{
			Register: fact.Organisations, Scope: fact.Delta, Operator: "console",
			Files: []fact.File{{Name: "b.xml", Content: bytes.NewReader(changed), Size: int64(len(changed))}},
		})
		if err != nil || i.Held != 1 {
			t.Fatalf("%d held, %v", i.Held, err)
		}
		operator := htmlcheck.NewVisitorAt(t, r.URL)
		enter(operator, "operator@klaster.example")
		operator.Open("/admin/registers").WantText("ждут второго человека")
		operator.Open("/admin/registers/subject?q="+clean.OGRN).WantText("ждёт подтверждения", "ЧУЖАЯ", "СМИРНОВА")
		operator.Open("/admin/registers/changes").WantText("ЧУЖАЯ").Press("Отклонить " + clean.OGRN).WantStatus(http.StatusUnprocessableEntity).WantText("Напишите причину")
		operator.Press("Подтвердить "+clean.OGRN).WantText("Решение записано", "Ничего не ждёт")
		if e, err := r.Fact.Entry(t.Context(), r.DB.Single(), clean.OGRN); err != nil || e.Heads[0].Person.Surname != "ЧУЖАЯ" {
			t.Errorf("%+v, %v", e.Record, err)
		}
	})
}

// A FAIL is lifted on the pages by two members of the staff, each with the reason before them.
func TestARuleIsOverruledOnThePage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		ending := demo.Organisations()[5]
		operator, owner := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(operator, "operator@klaster.example")
		enter(owner, "owner@klaster.example")
		page := "/admin/registers/subject?q=" + ending.OGRN
		operator.Open("/admin/registers/override?rule=R99&q=" + ending.OGRN).WantStatus(http.StatusNotFound)
		operator.Open(page).WantText("Решить иначе")
		operator.Open("/admin/registers/override?rule=R4&q="+ending.OGRN).WantText("Решение не меняет сведений", "подтвердит второй сотрудник")
		operator.Press("Записать решение").WantStatus(http.StatusUnprocessableEntity)
		operator.Fill("Выполнено", "on").Press("Записать решение").WantStatus(http.StatusUnprocessableEntity).WantText("Напишите причину")
		operator.Fill("Причина", "Решение собрания отменено").Press("Записать решение").WantStatus(http.StatusOK)
		operator.WantText("Решение записано", "Ждёт второго человека", "Решение собрания отменено", "Лебедева")
		operator.Press("Подтвердить R4").WantStatus(http.StatusForbidden).WantText("Это решение предложили вы")
		owner.Open("/admin/registers/changes").WantText("Решения по правилам, которые ждут второго человека", ending.OGRN, "Решение собрания отменено")
		owner.Open(page).Press("Подтвердить R4").WantText("Решение записано", "Действует", "«Выполнено» вместо «Не выполнено»")
		owner.Press("Отозвать R4").WantStatus(http.StatusUnprocessableEntity).WantText("Напишите причину")
	})
}

// An operator asks the exchange about an organisation, sees that it has not answered yet, and then the answer with its source.
func TestAnOperatorAsksTheExchange(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		operator := htmlcheck.NewVisitorAt(t, r.URL)
		enter(operator, "operator@klaster.example")
		operator.Open("/dev/smev").WantText("выписка через минуту", demo.Organisations()[0].INN)
		slow, quick := byDigit(t, '3'), byDigit(t, '1')
		operator.Open("/admin/registers/subject?q="+slow.INN).Press("Запросить выписку через СМЭВ").WantText("Запрос отправлен", "Налоговая служба, через СМЭВ")
		operator.Press("Запросить выписку через СМЭВ").WantStatus(http.StatusConflict).WantText("уже спросили")
		operator.Open("/admin/registers/subject?q=" + quick.INN).Press("Запросить выписку через СМЭВ")
		deadline := time.Now().Add(3 * time.Minute)
		for !strings.Contains(operator.Open("/admin/registers/subject?q="+quick.INN).Doc().Text(), "Ответ получен") {
			if time.Now().After(deadline) {
				t.Fatal("no answer")
			}
		}
		operator.WantText("ЕГРЮЛ (ответ СМЭВ)", "ЕГРЮЛ (загруженный файл)")
		operator.Open("/admin/registers/subject?q="+slow.INN).WantText("Запрошено, ответа ещё нет", "Лебедева")
	})
}

// byDigit is the first organisation of the trial register in good standing whose ИНН has a digit before its check digit.
func byDigit(t *testing.T, digit byte) demo.Organisation {
	t.Helper()
	for _, o := range demo.Organisations() {
		if o.INN[8] == digit {
			return o
		}
	}
	t.Fatalf("no organisation with %c", digit)
	return demo.Organisation{}
}

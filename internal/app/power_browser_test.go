package app_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/ruid/number"
)

const ilyaSNILS = "11223345092"

// powerFor writes a power of attorney of an organisation for Ilya, from today on for a year, and the detached signature of its head.
func powerFor(t *testing.T, o demo.Organisation, head keyholder, n int, change func(*mchd.Document)) (document, signature string) {
	t.Helper()
	day := func(at time.Time) mchd.Date { return mchd.DateOf(at) }
	now := time.Now()
	h := o.Heads[0]
	id := mchd.Number("0000000" + strconv.Itoa(n) + "-0000-4000-8000-00000000abcd")
	d := &mchd.Document{
		Number: id, FileID: "ON_EMCHD_" + string(id), Flags: "00000000", InternalNumber: strconv.Itoa(n), Issued: day(now), Until: day(now.AddDate(1, 0, 0)),
		Substitution: mchd.NoSubstitution, System: "https://registry.example/",
		Grantors: []mchd.Party{{
			Kind: mchd.Organisation, Name: o.Name, INN: ruid.INN(o.INN), OGRN: ruid.OGRN(o.OGRN), KPP: ruid.KPP(o.KPP),
			Heads: []mchd.Head{{People: []mchd.Party{{
				Kind: mchd.Person, FullName: mchd.FullName{Surname: h.Surname, Given: h.Given, Patronymic: h.Patronymic}, INN: ruid.INN(h.INN), SNILS: "11223344595", Title: h.Post,
			}}}},
		}},
		Agents: []mchd.Party{{Kind: mchd.Person, FullName: mchd.FullName{Surname: "Кузнецов", Given: "Илья"}, INN: ruid.INN(demo.PersonINN(2)), SNILS: ilyaSNILS, Title: "Юрист"}},
		Powers: mchd.Powers{Coded: []mchd.Power{{Code: "KLASTER-TRIAL-SIGN", Name: "Подписывать документы"}}, Exercise: mchd.Alone},
	}
	if change != nil {
		change(d)
	}
	content, err := mchd.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	message, err := cms.SignDetached(bytes.NewReader(content), cms.Signature{Key: head.private, Certificate: head.certificate, SigningTime: now})
	if err != nil {
		t.Fatal(err)
	}
	document, signature = filepath.Join(head.dir, string(id)+".xml"), filepath.Join(head.dir, string(id)+".xml.sig")
	for path, b := range map[string][]byte{document: content, signature: message} {
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return document, signature
}

// standard gives a person a confirmed СНИЛС.
func standard(t *testing.T, r *apptest.Running, email, snils string) {
	t.Helper()
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE account_person SET snils = $2, level = 2, identified_at = created_at WHERE email = $1`, email, snils)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

func simulated(c *app.Config) { c.Organisation.PowerRegistry = "simulator" }

// T12: an employee uploads a power of attorney that the head of a demo organisation has signed, signs in with a personal certificate,
// acts in the cabinet without being able to appoint, and loses it when the head withdraws the power. A power in words waits for an
// operator.
func TestBrowserT12_AnEmployeeActsUntilTheHeadWithdraws(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), simulated)
	vector := demo.Organisations()[0]
	anna := issue(t, r, headOf(vector))
	ilya := issue(t, r, trialca.Holder{Role: trialca.Individual, Surname: "Кузнецов", GivenName: "Илья", SNILS: ilyaSNILS, INNPerson: number.INN(demo.PersonINN(2))})
	standard(t, r, "ilya@klaster.example", ilyaSNILS)

	head := browsertest.New(t, r.URL, noExtension, noSigner, browsertest.Narrow())
	signIn(head, demo.People()[0].Email)
	head.Open("/organisations")
	head.ByRole("button", "Войти по электронной подписи").Click()
	anna.sign(t, head)
	head.ByRole("button", "Открыть кабинет").Click()
	head.WantText("Кабинет открыт")

	p := browsertest.New(t, r.URL, noExtension, noSigner, browsertest.Allow("422"))
	signIn(p, demo.People()[1].Email)
	p.Open("/organisations")
	p.ByRole("link", "Доверенности").Click()
	p.WantText("Доверенностей пока нет", "только руководитель")
	p.Audit()
	p.Shot("power/none")
	p.ByRole("link", "Загрузить доверенность").Click()
	p.ByRole("button", "Проверить и сохранить").Click()
	p.WantText("Выберите файл доверенности", "Выберите файл подписи")
	p.Audit()
	document, signature := powerFor(t, vector, anna, 1, nil)
	give := func(document, signature string) {
		p.ByLabel("Доверенность").Upload(document)
		p.ByLabel("Подпись руководителя").Upload(signature)
		p.ByRole("button", "Проверить и сохранить").Click()
	}
	other, _ := powerFor(t, vector, anna, 2, nil)
	give(other, signature)
	p.WantText("Доверенность не подходит")
	p.Shot("power/refused")
	give(document, signature)
	p.WantText("Доверенность проверена", "ждёт входа по личной подписи")
	p.Audit()
	p.Shot("power/kept")
	p.Open("/org/" + vector.OGRN)
	p.WantText("Такого кабинета организации нет")
	p.Open("/organisations/powers")
	p.ByRole("button", "Войти по личной подписи "+vector.Name).Click()
	ilya.sign(t, p)
	p.WantText("Ваши доверенности")
	p.Audit()
	p.Shot("power/arrive")
	p.ByRole("button", "Войти по доверенности "+vector.Name).Click()
	p.WantText("По данным реестра", vector.OGRN)
	p.Open("/org/" + vector.OGRN + "/people")
	p.WantText("Кузнецов Илья", "машиночитаемая доверенность")
	p.Audit()
	p.Open("/org/" + vector.OGRN + "/people/invite")
	p.WantText("ваших прав в организации не хватает")
	joins(p, "/org/"+vector.OGRN)
	number := strings.TrimSpace(browsertest.Eval[string](p, `fetch(location.pathname.replace(/\/sign$/, '') + '/files/xml').then(r => r.text()).then(t => t)`))
	if !strings.Contains(number, "00000001-0000-4000-8000-") {
		t.Errorf("the document does not name the power of attorney:\n%s", number)
	}
	p.ByRole("button", "Подписать и отправить").Click()
	ilya.sign(t, p)
	p.WantText("Заявление отправлено", "На рассмотрении")
	p.Shot("power/sent")

	head.Open("/org/" + vector.OGRN + "/powers")
	head.WantText("Кузнецов Илья", "действует")
	head.Audit()
	head.Shot("power/organisation")
	head.ByRole("button", "Отозвать доверенность Кузнецов Илья").Click()
	head.WantText("Доверенность отозвана", "По доверенности никто не действует")
	head.Shot("power/withdrawn")
	p.Open("/org/" + vector.OGRN)
	p.WantText("Такого кабинета организации нет")
	p.Open("/organisations/powers/new")
	give(document, signature)
	p.WantText("Организация отозвала здесь эту доверенность")

	give(powerFor(t, vector, anna, 3, func(d *mchd.Document) {
		d.Powers.Coded, d.Powers.Text = nil, "Подписывать и отправлять заявления организации, кроме заявок на гранты дороже 10 млн рублей."
	}))
	p.WantText("Доверенность проверена")
	p.ByRole("button", "Войти по личной подписи "+vector.Name).Click()
	ilya.sign(t, p)
	p.ByRole("button", "Войти по доверенности "+vector.Name).Click()
	p.WantText("Обращение передано оператору")

	operator := browsertest.New(t, r.URL, browsertest.Narrow())
	signIn(operator, "operator@klaster.example")
	operator.Open("/admin/organisations")
	operator.WantText("Полномочия в доверенности написаны словами")
	operator.ByRole("button", "Открыть обращение "+vector.INN).Click()
	operator.WantText("дороже 10 млн рублей", "решите вы", "Смирнова Анна Петровна")
	operator.Audit()
	operator.Shot("power/case")
	operator.ByLabel("Допустить").Check()
	operator.ByLabel("Почему").Fill("Полномочия прочитаны, подписывать заявления можно.")
	last := i18nDay(time.Now().AddDate(0, 1, 0))
	operator.ByLabel("День").Fill(strconv.Itoa(last.Day()))
	operator.ByLabel("Месяц").Fill(strconv.Itoa(int(last.Month())))
	operator.ByLabel("Год").Fill(strconv.Itoa(last.Year()))
	operator.ByRole("button", "Решить").Click()
	operator.WantText("Решение принято")
	p.Open("/org/" + vector.OGRN)
	p.WantText("По данным реестра")
}

// joins fills in the form to join the cluster as far as its document.
func joins(p *browsertest.Page, cabinet string) {
	next := func() { p.ByRole("button", "Сохранить и продолжить").Click() }
	p.Open(cabinet + "/applications")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	p.ByRole("link", "Организация").Click()
	p.WantText("Сведения из государственного реестра")
	next()
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	next()
	p.ByLabel("Информационные технологии").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов на заводах.")
	next()
	p.ByLabel("Название").Nth(0).Fill("Цифровой двойник")
	p.ByLabel("Стадия").Choose("Прототип")
	next()
	p.ByLabel("Нет").Click()
	next()
	p.WantText("Сведения в заявлении полны")
	browsertest.Eval[int](p, `document.querySelectorAll('main input[type=checkbox]').forEach(box => { if (!box.checked) box.click() }), 0`)
	next()
	p.WantText("Проверьте ответы")
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Кто подписывает", "Файлы документа")
}

func i18nDay(at time.Time) time.Time { return at.In(i18n.Moscow()) }

// T8: a simulator answers for nobody in a real installation.
func TestT8_NoSimulatorOfPowersInARealInstallation(t *testing.T) {
	config := apptest.Config(t, storetest.SQLite(t))
	config.Demo, config.Organisation.PowerRegistry = false, "simulator"
	a, err := app.Open(t.Context(), config, slog.New(slog.DiscardHandler), clock.System{})
	if err == nil {
		err = a.Close()
		t.Errorf("a real installation starts with a simulator of the registry of powers of attorney: %v", err)
	}
	if err == nil || !strings.Contains(err.Error(), "simulator") {
		t.Errorf("the reason is %v", err)
	}
}

package app_test

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/pdftext"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid/number"
)

// registers makes an account in the browser, from the form to the code of the letter.
func registers(t *testing.T, r *apptest.Running, p *browsertest.Page, surname, given, patronymic, email string) {
	t.Helper()
	p.Open("/")
	p.ByRole("link", "Зарегистрироваться").Click()
	p.ByLabel("Фамилия").Fill(surname)
	p.ByLabel("Имя").Fill(given)
	p.ByLabel("Отчество необязательно").Fill(patronymic)
	confirms(t, r, p, email)
}

// confirms fills in what is left of a registration, and types the code of the letter.
func confirms(t *testing.T, r *apptest.Running, p *browsertest.Page, email string) {
	t.Helper()
	p.ByLabel("Адрес почты").Fill(email)
	p.ByLabel("Пароль").Fill(password)
	p.ByLabel("Пароль ещё раз").Fill(password)
	p.ByLabel("Принимаю Пользовательское соглашение").Check()
	p.ByLabel("Даю Согласие на обработку персональных данных").Check()
	p.ByRole("button", "Продолжить").Click()
	p.ByLabel("Код").Fill(r.Code(t, email, 0))
	p.ByRole("button", "Подтвердить").Click()
	p.WantURL("/register/done")
}

// opensAccount opens the organisation account of whoever has just signed in by a signature.
func opensAccount(p *browsertest.Page, name string) {
	p.WantText("Открыть кабинет: " + strings.ToUpper(name))
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Check()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")
}

// fillsIn fills in the form to join that the page has begun, up to the page on which answers are checked.
func fillsIn(p *browsertest.Page, products string) {
	next := func(see string) {
		p.ByRole("button", "Сохранить и продолжить").Click()
		p.WantText(see)
	}
	p.ByRole("link", "Организация").Click()
	next("По этим контактам фонд свяжется с вами")
	p.ByLabel("Электронная почта").Fill("info@example.ru")
	p.ByLabel("Телефон").Fill("8 495 123 45 67")
	next("Направления кластера")
	p.ByLabel("Информационные технологии").Check()
	p.ByLabel("Продукты и услуги").Fill(products)
	next("Раздел необязательный")
	next("административные наказания")
	p.ByLabel("Нет").Check()
	next("Сведения в заявлении полны и достоверны")
	browsertest.Eval[any](p, `document.querySelectorAll('main input[type=checkbox]').forEach(b => b.click())`)
	next("Проверьте ответы")
}

// downloads fetches a file as a link of the page leads to it.
func downloads(t *testing.T, p *browsertest.Page, href string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(browsertest.Eval[string](p, `fetch(`+href+`).then(r => r.ok ? r.arrayBuffer() : new ArrayBuffer(0))
		.then(b => Array.from(new Uint8Array(b)).map(x => x.toString(16).padStart(2, '0')).join(''))`))
	if err != nil || len(raw) == 0 {
		t.Fatalf("%s: %d bytes, %v", href, len(raw), err)
	}
	return raw
}

// paperFits holds the PDF of a page against its XML: the paper names the hash of the file that is signed, and what was answered.
func paperFits(t *testing.T, p *browsertest.Page, words ...string) {
	t.Helper()
	xml := downloads(t, p, `document.querySelector('main a[href$="/files/xml"]').href`)
	sum := sha256.Sum256(xml)
	paper := pdftext.Read(t, downloads(t, p, `document.querySelector('main a[href$="/files/pdf"]').href`))
	plain := func(s string) string { return strings.Join(strings.Fields(s), "") } // a paper breaks long lines anywhere
	for _, w := range append(words, hex.EncodeToString(sum[:])) {
		if !strings.Contains(plain(paper), plain(w)) {
			t.Errorf("the paper lacks %q:\n%s", w, paper)
		}
	}
	for _, w := range words {
		if !strings.Contains(string(xml), w) {
			t.Errorf("the document lacks %q", w)
		}
	}
}

var numberOfCase = regexp.MustCompile(`\d{4}-[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}`)

// numberOn is the number of an application on the page.
func numberOn(t *testing.T, p *browsertest.Page) string {
	t.Helper()
	n := numberOfCase.FindString(p.Text())
	if n == "" {
		t.Fatalf("no number on the page:\n%s", p.Text())
	}
	return n
}

// takes has the official at a desk open an application by its number and take it.
func takes(p *browsertest.Page, number string) {
	p.Open("/admin/applications?side=clean")
	p.ByRole("button", "Открыть № "+number).Click()
	p.WantText("Подготовить положительное решение") // the queue has a button of the same words
	p.ByRole("button", "Взять на рассмотрение").Click()
	p.ByRole("button", "Взять на рассмотрение").WantGone()
}

// grants has the official decide in favour of what the desk shows, and sign.
func grants(t *testing.T, r *apptest.Running, p *browsertest.Page, olga keyholder) {
	t.Helper()
	p.ByLabel("Деятельность, продукты и компетенции соответствуют выбранным направлениям").Check()
	p.ByLabel("Сведения о правонарушениях рассмотрены").Check()
	p.ByRole("button", "Подготовить положительное решение").Click()
	rules(t, r, p, olga)
	p.WantText("Одобрено")
}

// rules has the official sign the decision that is prepared. Whatever the lot says, no second official is asked.
func rules(t *testing.T, r *apptest.Running, p *browsertest.Page, olga keyholder) {
	t.Helper()
	p.WantText("ждёт подписи")
	execute(t, r, `UPDATE application_decision SET second_needed = FALSE WHERE signed_at IS NULL`)
	p.Reload()
	p.ByRole("button", "Подписать решение").Click()
	olga.sign(t, p)
	p.WantText("Решение подписано и отправлено заявителю")
}

// entry is what the open register shows of a member.
type entry struct{ name, inn, ogrn, status string }

// standsInTheRegister has a guest find a member in the open register and open its certificate.
func standsInTheRegister(t *testing.T, r *apptest.Running, o entry) {
	t.Helper()
	guest := browsertest.New(t, r.URL, noExtension, noSigner)
	guest.Open("/members")
	guest.ByLabel("Название, ИНН или ОГРН").Fill(o.inn)
	guest.ByRole("button", "Найти").Click()
	guest.WantText("Найдено: 1", o.name)
	guest.Open("/members/" + o.ogrn)
	guest.WantText(o.name, o.inn)
	paper := strings.Join(strings.Fields(pdftext.Read(t, downloads(t, guest, `document.querySelector('main a[href$="/certificate"]').href`))), " ")
	for _, words := range []string{o.inn, o.status} {
		if !strings.Contains(paper, words) {
			t.Errorf("the certificate lacks %q:\n%s", words, paper)
		}
	}
}

// inLetterSince waits for a letter to somebody, after so many, that has what a form describes, whatever other letters come in between.
func inLetterSince(t *testing.T, r *apptest.Running, email string, before int, form *regexp.Regexp) string {
	t.Helper()
	deadline := time.NewTimer(20 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		for _, text := range lettersTo(t, r, email)[before:] {
			if m := form.FindStringSubmatch(text); m != nil {
				return m[1]
			}
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("none of the letters to %s since the %d. has %s", email, before, form)
		}
	}
}

// lettersTo are the texts of the letters that somebody was sent, in their order.
func lettersTo(t *testing.T, r *apptest.Running, email string) (texts []string) {
	t.Helper()
	if err := r.DB.View(t.Context(), func(q sqldb.Querier) (err error) {
		texts, err = sqldb.List(t.Context(), q, func(row sqldb.Row) (s string, err error) { return s, row.Scan(&s) },
			`SELECT text FROM notification_message WHERE recipient = $1 AND state = 'sent' ORDER BY id`, email)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return texts
}

// The main job from nothing, by a stranger in a browser: an account, the СНИЛС, a signature by a key of the page, the organisation account, the
// form, the document, sending, the decision of an official, the open register with its certificate.
func TestBrowserTheMainJobFromNothing(t *testing.T) {
	d := newDesk(t)
	p := browsertest.New(t, d.URL, noExtension)
	if !d.built(t, p) {
		return
	}
	vector := demo.Organisations()[0]
	head, snils, email := vector.Heads[0], answeredBy(t, '0'), "stranger@example.org"
	registers(t, d.Running, p, head.Surname, head.Given, head.Patronymic, email)

	p.Open("/profile/data")
	p.ByLabel("СНИЛС").Fill(snils)
	p.ByLabel("День").Fill("5")
	p.ByLabel("Месяц").Fill("3")
	p.ByLabel("Год").Fill("1985")
	p.ByLabel("Женский").Check()
	p.ByRole("button", "Сохранить и проверить").Click()
	p.WantURL("/profile/level?sent=1")
	reached(t, p, "Как менялся уровень")
	p.WantText("Стандартная", "проверка СНИЛС в Социальном фонде")

	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	p.ByRole("link", "Сделать учебную подпись").Click()
	ready(p, "trial")
	p.ByLabel("СНИЛС").Fill(snils)
	p.ByRole("button", "Сделать учебную подпись").Click()
	p.WantText("Учебная подпись готова и хранится в этом браузере")
	p.ByRole("link", "Вернуться к подписанию").Click()
	p.WantText(head.Surname+" "+head.Given, vector.Name)
	p.ByRole("button", "Подписать").Click()
	opensAccount(p, vector.Name)
	p.Open("/profile/level")
	p.WantText("Полная")

	p.Open("/org/" + vector.OGRN + "/applications")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	const products = "Программы для учёта станков и приборов на заводах."
	fillsIn(p, products)
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Файлы документа")
	paperFits(t, p, products, vector.INN)
	p.ByRole("button", "Подписать и отправить").Click()
	p.WantText(head.Surname+" "+head.Given, vector.Name)
	p.ByRole("button", "Подписать").Click()
	p.WantText("Заявление отправлено", "На рассмотрении")
	number := numberOn(t, p)
	inLetterSince(t, d.Running, email, 0, regexp.MustCompile(`получено фондом\..Номер.— (`+number+`)`))

	olga := official(t, d.Running)
	desk := browsertest.New(t, d.URL, noExtension)
	signIn(desk, operatorEmail)
	takes(desk, number)
	desk.WantText(products, "Соответствует")
	grants(t, d.Running, desk, olga)
	p.Reload()
	p.WantText("Заявление удовлетворено", "Лебедева Ольга Игоревна")
	inLetterSince(t, d.Running, email, 0, regexp.MustCompile(`(принято.решение)`))
	p.Open("/org/" + vector.OGRN + "/status")
	p.WantText("Статус присвоен", "Участник")
	standsInTheRegister(t, d.Running, entry{strings.ToUpper(vector.Name), vector.INN, vector.OGRN, "Участник инновационного кластера"})
}

// The same for a sole proprietor of another region, who comes with a signature alone and is a partner by itself: nobody decides.
func TestBrowserTheMainJobOfARegionalProprietor(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	ershov := demo.Proprietors()[1]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	key := issue(t, r, trialca.Holder{
		Role: trialca.Entrepreneur, Surname: ershov.Surname, GivenName: ershov.Given + " " + ershov.Patronymic, SNILS: annaSNILS,
		INNPerson: number.INN(ershov.INN), OGRNIP: number.OGRNIP(ershov.OGRNIP), Region: "50 Московская область", Locality: "г. Красногорск",
	})
	p.Open("/login")
	p.ByRole("button", "Войти по электронной подписи").Click()
	key.sign(t, p)
	p.ByRole("link", "Зарегистрироваться").Click()
	confirms(t, r, p, "ershov@example.org")
	p.ByRole("link", "Продолжить с электронной подписью").Click()
	p.ByRole("button", "Связать").Click()
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Check()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")
	waitFor(t, r, ershov.OGRNIP)
	p.Open("/org/" + ershov.OGRNIP + "/status")
	p.WantText("Статус присвоен", "Партнёр")
	if n := count(t, r.DB, `SELECT COUNT(*) FROM organisation_case`) + count(t, r.DB, `SELECT COUNT(*) FROM application_case`); n != 0 {
		t.Errorf("%d matters wait for people", n)
	}
	standsInTheRegister(t, r, entry{strings.ToUpper(ershov.Surname), ershov.INN, ershov.OGRNIP, "Партнёр инновационного кластера"})

	// T4: the key turns out to have been stolen. The second asking finds it; what came by itself is withdrawn, and the session ends.
	if err := authority.With(filepath.Join(r.Config.Data, "trial-ca"), func(a *authority.Authority) error {
		return a.Issuing.Revoke(key.certificate, revocation.KeyCompromise)
	}); err != nil {
		t.Fatal(err)
	}
	execute(t, r, `UPDATE river_job SET scheduled_at = $1 WHERE kind = 'signature.ask_again'`, r.Clock.Now())
	inLetterSince(t, r, "ershov@example.org", 0, regexp.MustCompile(`(оказался.отозван)`))
	p.Reload()
	p.WantText("Войти по электронной подписи") // the session ended with what opened it
	desk := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(desk, operatorEmail)
	desk.Open("/admin/members/" + ershov.OGRNIP)
	desk.WantText("Отменён", "показал повторный запрос")
	desk.Audit()
	desk.Shot("mainjob/disproved")
}

var linkToSign = regexp.MustCompile(`https?://[^/\s]+(/org/\S+/sign)`)

// The same in two hands: an accountant whom the head has appointed fills the draft in and hands it over; the head comes by the link of the
// letter, sends it back once, then signs and sends it.
func TestBrowserTheMainJobInTwoHands(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector, anna, ilya := demo.Organisations()[0], demo.People()[0].Email, "ilya@klaster.example"
	const accountantSNILS = "08765430300"
	standard(t, r, ilya, accountantSNILS)
	head := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(head, anna)
	head.Open("/organisations")
	head.ByRole("button", "Войти по электронной подписи").Click()
	key := issue(t, r, headOf(vector))
	key.sign(t, head)
	opensAccount(head, vector.Name)
	head.Open("/org/" + vector.OGRN + "/people")
	head.ByRole("link", "Назначить доверенное лицо").Click()
	head.ByLabel("СНИЛС").Fill(accountantSNILS)
	head.ByLabel("Фамилия, имя и отчество").Fill("Орлов Илья")
	head.ByLabel("Стандартный").Check()
	last := time.Now().AddDate(0, 2, 0)
	head.ByLabel("День").Fill(last.Format("2"))
	head.ByLabel("Месяц").Fill(last.Format("1"))
	head.ByLabel("Год").Fill(last.Format("2006"))
	head.ByRole("button", "Перейти к подписанию").Click()
	key.sign(t, head)
	head.WantText("Назначение подписано")

	p := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(p, ilya)
	p.Open("/organisations")
	p.ByRole("button", "Принять приглашение "+strings.ToUpper(vector.Name)).Click()
	p.WantText("Приглашение принято")
	p.Open("/org/" + vector.OGRN + "/applications")
	p.ByRole("button", "Начать заявление Вступить в кластер").Click()
	fillsIn(p, "Программы для учёта станков.")
	p.ByRole("button", "Сформировать заявление").Click()
	p.WantText("Передать на подпись")
	if p.ByRole("button", "Подписать и отправить").Exists() {
		t.Error("a trusted person is offered to sign")
	}
	p.ByRole("button", "Передать на подпись").Click()
	p.WantText("Документ передан на подпись", "Ждёт подписи")
	handed := inLetterSince(t, r, anna, 0, linkToSign)

	head.Open(handed)
	head.WantText("Кто подписывает", "Программы для учёта станков.")
	browsertest.Eval[any](head, `document.querySelectorAll('main details').forEach(d => d.open = true)`)
	head.ByLabel("Что исправить").Fill("Назовите и приборы.")
	head.ByRole("button", "Вернуть").Click()
	head.WantText("Документ возвращён с замечанием")
	letters := len(lettersTo(t, r, anna))
	p.Open(handed)
	p.WantText("Назовите и приборы.")
	p.ByRole("link", "Изменить ответы").Click()
	p.ByRole("link", "Направления и деятельность").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков и приборов.")
	p.ByRole("button", "Сохранить и вернуться к списку").Click()
	p.WantText("Что нужно сделать")
	p.ByRole("link", "Проверить ответы и сформировать документ").Click()
	p.ByRole("button", "Сформировать заявление").Click()
	p.ByRole("button", "Передать на подпись").Click()
	p.WantText("Документ передан на подпись")

	head.Open(inLetterSince(t, r, anna, letters, linkToSign))
	head.WantText("Программы для учёта станков и приборов.")
	head.ByRole("button", "Подписать и отправить").Click()
	key.sign(t, head)
	head.WantText("Заявление отправлено", "На рассмотрении")
	p.Open("/org/" + vector.OGRN + "/applications")
	p.WantText("На рассмотрении")
}

// The same after a refusal that can be cured: the applicant corrects what it names, in a form that is filled in already, and is granted.
func TestBrowserTheMainJobAfterARefusal(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	vector := demo.Organisations()[0]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	head, olga := sent(t, r, p, vector), official(t, r)
	first := numberOn(t, p)
	desk := browsertest.New(t, r.URL, noExtension, noSigner)
	signIn(desk, operatorEmail)
	takes(desk, first)
	browsertest.Eval[any](desk, `document.querySelectorAll('main details').forEach(d => d.open = true)`)
	desk.ByLabel("Сведения неполны или противоречивы").Check()
	desk.ByLabel("Чем подтверждается: Сведения неполны или противоречивы").Fill("Не названо, что уже выпускается.")
	desk.ByRole("button", "Подготовить отказ").Click()
	rules(t, r, desk, olga)
	desk.WantText("Отказано")

	p.Reload()
	p.WantText("Не названо, что уже выпускается.", "Сведения неполны или противоречивы")
	p.Audit()
	p.Shot("mainjob/refused")
	p.ByRole("button", "Исправить и подать снова").Click()
	p.WantText("Что нужно сделать", "Готово разделов")
	p.Audit()
	p.Shot("mainjob/again")
	p.ByRole("link", "Направления и деятельность").Click()
	p.ByLabel("Продукты и услуги").Fill("Программы для учёта станков: выпускаются с 2024 года.")
	p.ByRole("button", "Сохранить и вернуться к списку").Click()
	p.ByRole("link", "Проверить ответы и сформировать документ").Click()
	p.WantText("Проверьте ответы", "info@example.ru")
	p.ByRole("button", "Сформировать заявление").Click()
	p.ByRole("button", "Подписать и отправить").Click()
	head.sign(t, p)
	p.WantText("Заявление отправлено")
	second := numberOn(t, p)
	if second == first {
		t.Fatalf("both have the number %s", first)
	}
	takes(desk, second)
	desk.WantText("выпускаются с 2024 года")
	grants(t, r, desk, olga)
	standsInTheRegister(t, r, entry{strings.ToUpper(vector.Name), vector.INN, vector.OGRN, "Участник инновационного кластера"})
}

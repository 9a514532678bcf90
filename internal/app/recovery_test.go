package app_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

const recoveredPassword = "Другой47 пароль"

// give gives a person of the demonstration a mobile and a confirmed СНИЛС.
func give(t *testing.T, r *apptest.Running, email, phone, snils string) {
	t.Helper()
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE account_person SET phone = $2, snils = $3, identified_at = created_at WHERE email = $1`, email, phone, snils)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// A person gets back in by each way: by the link in a letter, by the code of a text message, by СНИЛС with either channel;
// in Chromium and without JavaScript.
func TestBrowserEveryWayToRecover(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	email, phone, snils := demo.People()[0].Email, "+79165550000", "11223344595"
	give(t, r, email, phone, snils)
	for mode, options := range map[string][]browsertest.Option{"with scripts": nil, "without": {browsertest.NoScript()}} {
		for _, way := range []string{"e-mail", "mobile", "СНИЛС by letter", "СНИЛС by message"} {
			t.Run(way+" "+mode, func(t *testing.T) {
				p := browsertest.New(t, r.URL, options...)
				p.Open("/login")
				p.ByRole("link", "Забыли пароль?").Click()
				p.WantURL("/recover")
				field := p.ByLabel("Почта, телефон или СНИЛС")
				switch way {
				case "e-mail":
					sent := count(t, r.DB, mailsTo(email))
					field.Fill(email)
					p.ByRole("button", "Продолжить").Click()
					p.WantURL("/recover/sent")
					audit(p, mode)
					p.Open(linkIn(t, r, email, sent))
				case "mobile":
					texts := count(t, r.DB, mailsTo(phone))
					field.Fill("8 916 555-00-00")
					p.ByRole("button", "Продолжить").Click()
					byCode(t, r, p, phone, texts, mode)
				case "СНИЛС by letter":
					sent := count(t, r.DB, mailsTo(email))
					field.Fill("112-233-445 95")
					p.ByRole("button", "Продолжить").Click()
					p.WantURL("/recover/channel")
					audit(p, mode)
					p.ByLabel("Письмо на почту из учётной записи").Check()
					p.ByRole("button", "Продолжить").Click()
					p.WantURL("/recover/sent")
					p.Open(linkIn(t, r, email, sent))
				case "СНИЛС by message":
					texts := count(t, r.DB, mailsTo(phone))
					field.Fill(snils)
					p.ByRole("button", "Продолжить").Click()
					p.ByLabel("Сообщение на телефон из учётной записи").Check()
					p.ByRole("button", "Продолжить").Click()
					byCode(t, r, p, phone, texts, mode)
				}
				audit(p, mode)
				p.ByLabel("Новый пароль").Fill(recoveredPassword)
				p.ByLabel("Пароль ещё раз").Fill(recoveredPassword)
				p.ByRole("button", "Задать пароль и войти").Click()
				p.WantURL("/desk?password=new")
			})
		}
	}
}

func audit(p *browsertest.Page, mode string) {
	if mode == "with scripts" {
		p.Audit()
	}
}

func byCode(t *testing.T, r *apptest.Running, p *browsertest.Page, phone string, texts int, mode string) {
	t.Helper()
	p.WantURL("/recover/code")
	audit(p, mode)
	p.ByLabel("Код").Fill(r.Code(t, phone, texts))
	p.ByRole("button", "Подтвердить").Click()
	p.ByLabel("Новый пароль").Want()
}

func mailsTo(recipient string) string {
	return fmt.Sprintf(`SELECT COUNT(*) FROM notification_message WHERE recipient = '%s' AND state = 'sent'`, recipient)
}

func linkIn(t *testing.T, r *apptest.Running, email string, sent int) string {
	t.Helper()
	return inLetter(t, r, email, sent, recoveryLink)
}

// inLetter waits for the first letter after so many that has a link of a form; others may come in between.
func inLetter(t *testing.T, r *apptest.Running, email string, sent int, form *regexp.Regexp) string {
	t.Helper()
	for ; ; sent++ {
		if m := form.FindStringSubmatch(r.Message(t, email, sent)); m != nil {
			return m[1]
		}
	}
}

// The pages for a login that nobody has are those for any other, word by word.
func TestTheAnswerForNobodyIsTheSame(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		email := demo.People()[0].Email
		give(t, r, email, "+79165550000", "11223344595")
		for _, pair := range [][2]string{
			{email, "nobody@example.org"}, {"+79165550000", "+79165559999"}, {"112-233-445 95", "087-654-303 00"},
		} {
			var pages [2]string
			for i, login := range pair {
				v := htmlcheck.NewVisitorAt(t, r.URL)
				v.Open("/recover").Fill("Почта, телефон или СНИЛС", login).Press("Продолжить").WantStatus(http.StatusOK)
				pages[i] = v.URL() + "\n" + v.Doc().Text()
				if strings.HasSuffix(v.URL(), "/channel") {
					v.Fill("Сообщение на телефон из учётной записи", "on").Press("Продолжить")
					pages[i] += v.URL() + "\n" + v.Doc().Text()
				}
				if strings.HasSuffix(v.URL(), "/code") {
					v.Fill("Код", "000000").Press("Подтвердить").WantStatus(http.StatusUnprocessableEntity)
				}
			}
			if pages[0] != pages[1] {
				t.Errorf("%s:\n%s\n%s:\n%s", pair[0], pages[0], pair[1], pages[1])
			}
		}
	})
}

// After two hours the page of a recovery names the other ways: those that there are, and no others.
func TestOtherWaysAfterTwoHours(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/recover").Fill("Почта, телефон или СНИЛС", "nobody@example.org").Press("Продолжить").WantURL("/recover/sent").WantText("Если за два часа")
		if strings.Contains(v.Doc().Text(), "Другие способы") {
			t.Error("the other ways are named at once")
		}
		if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE account_ask SET began_at = $1`, time.Now().UTC().Add(-2*time.Hour))
			return err
		}); err != nil {
			t.Fatal(err)
		}
		v.Open("/recover/sent").WantText("Другие способы", "support@example.ru", "ключ доступа", "резервных кодов")
		if strings.Contains(v.Doc().Text(), "паспортом") {
			t.Errorf("a desk is named that there is none:\n%s", v.Doc().Text())
		}
	}, apptest.Real())
}

// An operator starts a recovery from the card of a person: a letter goes to the person, the journal says who, and the
// operator sees neither link nor password.
func TestAnOperatorStartsARecovery(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		email := demo.People()[0].Email
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "operator@klaster.example")
		sent := count(t, r.DB, mailsTo(email))
		v.Open("/admin/people?q=" + email)
		v.Follow(nameOf(t, r, email)).Fill("Обращение в поддержку", "on").Press("Открыть карточку")
		v.Press("Отправить ссылку на новый пароль").WantText("отправлена на подтверждённую почту")
		inLetter(t, r, email, sent, recoveryLink)
		letter := r.Message(t, email, sent)
		if !strings.Contains(strings.ReplaceAll(letter, "\u00a0", " "), "Сотрудник фонда начал для вас восстановление") || recoveryLink.FindString(letter) == "" {
			t.Errorf("the letter:\n%s", letter)
		}
		if strings.Contains(v.Doc().Text(), "/recover/") {
			t.Error("the operator sees the link")
		}
		if n := count(t, r.DB, `SELECT COUNT(*) FROM audit_entry WHERE action IN ('staff.recovery_started', 'account.recovery_asked.operator')`); n != 2 {
			t.Errorf("%d entries of the journal, want 2", n)
		}
	})
}

func nameOf(t *testing.T, r *apptest.Running, email string) (name string) {
	t.Helper()
	if err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
		var surname, given, patronymic string
		err := q.QueryRow(t.Context(), `SELECT surname, given, patronymic FROM account_person WHERE email = $1`, email).Scan(&surname, &given, &patronymic)
		name = strings.TrimSpace(surname + " " + given + " " + patronymic)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return name
}

var undoPath = regexp.MustCompile(`https?://[^/]+(/undo/[\w-]{43})`)

// Without JavaScript a person changes the e-mail, the old mailbox takes it back, and the account is as before.
func TestAPersonChangesContacts(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		email := demo.People()[0].Email
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, email)
		sent := count(t, r.DB, mailsTo(email))
		v.Open("/profile/contacts").WantText("Контакты", email)
		v.Open("/profile/contacts/email").Fill("Новый адрес", "fresh@example.org").Press("Прислать код").WantURL("/profile/contacts/email/confirm")
		v.Fill("Код", r.Code(t, "fresh@example.org", 0)).Press("Подтвердить").WantURL("/profile/contacts?done=email").WantText("Адрес почты изменён")
		back := inLetter(t, r, email, sent, undoPath)
		guest := htmlcheck.NewVisitorAt(t, r.URL)
		guest.Open(back).WantText("Это были не вы?", "вернутся прежние контакты").Press("Это не я, вернуть прежнее").WantText("Прежние контакты вернулись")
		guest.Open(back).WantStatus(http.StatusNotFound)
		v.Open("/profile/contacts").WantURL("/login?next=%2Fprofile%2Fcontacts")
		guest.Open(linkIn(t, r, email, sent)).Fill("Новый пароль", recoveredPassword).Fill("Пароль ещё раз", recoveredPassword).Press("Задать пароль и войти")
		guest.Open("/profile/contacts").WantText(email)
		guest.Open("/profile/trail?kind=safety").WantText("Адрес почты изменён", "Изменение контактов отменено", "Пароль задан заново")
		guest.Open("/profile/contacts/password").Fill("Нынешний пароль", recoveredPassword).Fill("Новый пароль", "короткий").Fill("Пароль ещё раз", "короткий")
		guest.Press("Сменить пароль").WantStatus(http.StatusUnprocessableEntity)
		guest.Fill("Нынешний пароль", recoveredPassword).Fill("Новый пароль", "Третий47 пароль").Fill("Пароль ещё раз", "Третий47 пароль")
		guest.Press("Сменить пароль").WantText("Пароль изменён")
	})
}

var copyLetter = regexp.MustCompile(`(/profile/account)\b`)

// A person asks for a copy and gets it, asks for the deletion, is led to it when signing in again, and calls it off.
func TestAPersonLeavesAndStays(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		email := demo.People()[0].Email
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, email)
		sent := count(t, r.DB, mailsTo(email))
		v.Open("/profile/account").Press("Запросить копию").WantText("Копия готовится")
		inLetter(t, r, email, sent, copyLetter)
		v.Open("/profile/account").WantText("Готова")
		v.Follow("Удалить учётную запись").Press("Удалить учётную запись").WantStatus(http.StatusUnprocessableEntity).WantText("понимаете последствия")
		v.Fill("Понимаю: вернуть учётную запись после удаления нельзя", "on").Press("Удалить учётную запись").WantText("Удаление запрошено")
		again := htmlcheck.NewVisitorAt(t, r.URL)
		again.Open("/login").Fill("Почта, телефон или СНИЛС", email).Fill("Пароль", demo.Password).Press("Войти").WantURL("/profile/account").WantText("Учётная запись будет удалена")
		again.Press("Отменить удаление").WantText("учётная запись остаётся")
		again.Press("Скачать").WantStatus(http.StatusOK)
		if kind := again.ResponseHeader().Get("Content-Type"); kind != "application/zip" {
			t.Errorf("the copy is %s", kind)
		}
		owner := htmlcheck.NewVisitorAt(t, r.URL)
		enter(owner, "owner@klaster.example")
		owner.Open("/profile/account/delete").Fill("Понимаю: вернуть учётную запись после удаления нельзя", "on").Press("Удалить учётную запись")
		owner.WantStatus(http.StatusUnprocessableEntity).WantText("У вас есть роль в фонде")
	})
}

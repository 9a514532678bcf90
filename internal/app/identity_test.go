package app_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account/snilssim"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// answeredBy is a СНИЛС to which the trial register answers in the way of the digit.
func answeredBy(t testing.TB, digit byte) string {
	t.Helper()
	for _, c := range snilssim.Cases() {
		if c.Digit == digit {
			return c.Sample.String()
		}
	}
	t.Fatalf("no case %c", digit)
	return ""
}

func giveSNILS(v *htmlcheck.Visitor, snils string) *htmlcheck.Visitor {
	v.Open("/profile/data").Fill("СНИЛС", snils).Fill("День", "5").Fill("Месяц", "3").Fill("Год", "1985").Fill("Женский", "on")
	return v.Press("Сохранить и проверить")
}

// awaitText opens the page of the level until it has the text.
func awaitText(t testing.TB, v *htmlcheck.Visitor, text string) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !strings.Contains(strings.ReplaceAll(v.Open("/profile/level").Doc().Text(), "\u00a0", " "), text) {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("the page of the level never says %q:\n%s", text, v.Doc().Text())
		}
	}
}

// A person gives the СНИЛС, mends it after a refusal, gets the standard level, and signs in with the number.
func TestAPersonHasTheSNILSChecked(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		v.Open("/profile/level").WantText("Упрощённая", "Проверка СНИЛС", "На приёме с паспортом")
		giveSNILS(v, "112-233-445 00").WantStatus(http.StatusUnprocessableEntity).WantText("контрольное число")
		giveSNILS(v, answeredBy(t, '5')).WantURL("/profile/level?sent=1")
		awaitText(t, v, "Данные не совпали")
		v.Follow("Исправить и проверить ещё раз")
		if got := v.Value("СНИЛС"); got != answeredBy(t, '5') {
			t.Errorf("the form begins with %q", got)
		}
		giveSNILS(v, answeredBy(t, '4'))
		awaitText(t, v, "прошло")
		v.WantText("СНИЛС проверяется", "до 48 часов")
		giveSNILS(v, answeredBy(t, '0')).WantStatus(http.StatusUnprocessableEntity).WantText("Сейчас идёт проверка")
		v.Open("/profile/level").Press("Отменить проверку и исправить данные").WantURL("/profile/level?cancelled=1")
		giveSNILS(v, answeredBy(t, '0'))
		awaitText(t, v, "Как менялся уровень")
		v.WantText("Стандартная", "проверка СНИЛС в Социальном фонде")
		v.Open("/profile").WantText("Подтверждено", answeredBy(t, '0'))
		v.Press("Выйти")
		v.Open("/login").Fill("Почта, телефон или СНИЛС", answeredBy(t, '0')).Fill("Пароль", "Ветер47 северный").Press("Войти").WantURL("/desk")
	})
}

// An installation without a register names no check and never says that one is under way.
func TestWithoutARegisterNothingIsPromised(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/register").Fill("Фамилия", "Смирнова").Fill("Имя", "Анна").Fill("Адрес почты", "anna@example.org")
		v.Fill("Пароль", password).Fill("Пароль ещё раз", password)
		agree(v)
		v.Press("Продолжить").Fill("Код", r.Code(t, "anna@example.org", 0)).Press("Подтвердить").WantURL("/register/done")
		v.Open("/profile/level").WantText("Сейчас подтвердить личность здесь нельзя", "support@example.ru")
		v.Open("/profile/data").Fill("СНИЛС необязательно", "112-233-445 95").Press("Сохранить").WantURL("/profile?saved=1").WantText("112-233-445 95", "Не подтверждено")
		for _, path := range []string{"/profile/level", "/profile"} {
			if text := v.Open("/profile/level").Doc().Text(); strings.Contains(text, "роверяется") || strings.Contains(text, "Социальн") {
				t.Errorf("%s speaks of a check:\n%s", path, text)
			}
		}
	}, apptest.Real())
}

var eightDigits = regexp.MustCompile(`\b\d{4}\s\d{4}\b`)

// An operator confirms a person at the desk; a correction waits for another one; the person sees both looks.
func TestTheDesk(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		person, operator, owner := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(person, "anna@klaster.example")
		enter(operator, "operator@klaster.example")
		enter(owner, "owner@klaster.example")
		atDesk := func() *htmlcheck.Visitor {
			code := eightDigits.FindString(person.Open("/profile/level").Press("Получить код для приёма").Doc().Text())
			return operator.Open("/admin/desk").Fill("Код для приёма, почта или телефон", code).Press("Найти и открыть")
		}
		operator.Open("/admin/desk").Fill("Код для приёма, почта или телефон", "0000 0000").Press("Найти и открыть").WantStatus(http.StatusUnprocessableEntity)
		atDesk().WantText("Смирнова Анна Петровна")
		operator.Press("Подтвердить личность").WantStatus(http.StatusUnprocessableEntity).WantText("Сличите фотографию", "Укажите СНИЛС")
		visit := operator.URL()
		owner.Open(visit).WantStatus(http.StatusNotFound) // the visit is the operator's
		fillVisit(operator, "5").Press("Подтвердить личность").WantURL("/admin/desk?outcome=raised")
		person.Open("/profile/level").WantText("Полная", "сотрудник фонда на приёме")
		if text := person.Open("/profile").Doc().Text(); !strings.Contains(text, "112-233-445") {
			t.Errorf("the profile has no СНИЛС:\n%s", text)
		}

		operator.Open("/admin/desk").Fill("Код для приёма, почта или телефон", "anna@klaster.example").Press("Найти и открыть").WantText("подтвердит другой сотрудник")
		fillVisit(operator, "6").Press("Подтвердить личность").WantURL("/admin/desk?outcome=proposed")
		owner.Open("/admin/desk").Follow("Исправление подтверждённых данных").WantText("запишется").Press("Открыть дело").WantText("5 марта 1985", "6 марта 1985")
		owner.Fill("Почему", "Видела паспорт, день рождения шестого.").Press("Подтвердить решение").WantText("Решение вступило в силу")
		person.Open("/profile").WantText("6 марта 1985")
		if n := count(t, r.DB, `SELECT COUNT(*) FROM staff_view WHERE page = ''`); n != 3 {
			t.Errorf("%d looks were written down, want 3", n)
		}
	})
}

func fillVisit(v *htmlcheck.Visitor, day string) *htmlcheck.Visitor {
	v.Fill("СНИЛС", "112-233-445 95").Fill("День", day).Fill("Месяц", "3").Fill("Год", "1985").Fill("Женский", "on")
	return v.Fill("Паспорт гражданина РФ", "on").Fill("Серия и номер", "4510 123456").Fill("Человек на фотографии и человек передо мной — одно лицо", "on")
}

// Whose СНИЛС it is decide two people of the foundation, who see both accounts masked.
func TestAClashGoesToThePeople(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		first, second, operator := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(first, "anna@klaster.example")
		enter(second, "ilya@klaster.example")
		enter(operator, "operator@klaster.example")
		giveSNILS(first, answeredBy(t, '0'))
		awaitText(t, first, "Как менялся уровень")
		giveSNILS(second, answeredBy(t, '0'))
		awaitText(t, second, "Решит сотрудник фонда")
		if text := second.Doc().Text(); strings.Contains(text, "anna") || strings.Contains(text, "друг") {
			t.Errorf("the page tells of another account:\n%s", text)
		}
		operator.Open("/admin/desk").Follow("Один СНИЛС у двух учётных записей").Press("Открыть дело").WantText("•••", "отличаются от того")
		text := operator.Doc().Text()
		for _, hidden := range []string{"anna@klaster.example", "ilya@klaster.example", "Кузнецов", "Смирнова", answeredBy(t, '0')} {
			if strings.Contains(text, hidden) {
				t.Errorf("the case shows %s", hidden)
			}
		}
		operator.Fill("Почему", "Коротко").Press("Оставить всё как есть").WantStatus(http.StatusUnprocessableEntity)
		operator.Fill("Почему", "Документы не подтвердили номер.").Press("Оставить всё как есть").WantText("Всё осталось как было", "Документы не подтвердили")
		awaitText(t, second, "СНИЛС не подтверждён")
	})
}

// A copy of a document goes back to its owner as a file to keep, and to nobody else.
func TestACopyGoesToItsOwnerOnly(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		owner, other := htmlcheck.NewVisitorAt(t, r.URL), htmlcheck.NewVisitorAt(t, r.URL)
		enter(owner, "anna@klaster.example")
		enter(other, "ilya@klaster.example")
		if got := upload(t, r.URL, owner.Cookie("klaster-session"), "scan.pdf", "<html>"); got != http.StatusUnprocessableEntity {
			t.Errorf("a page in the guise of a document: %d", got)
		}
		if got := upload(t, r.URL, owner.Cookie("klaster-session"), "паспорт.exe", "%PDF-1.7\n"); got != http.StatusSeeOther {
			t.Fatalf("a document: %d", got)
		}
		owner.Open("/profile/documents").WantText("паспорт.pdf", "Не проверен: виден только вам")
		copyOf := ""
		for _, a := range owner.Doc().All("a") {
			if a.Text() == "Скачать копию" {
				copyOf = a.Attr("href")
			}
		}
		resp := get(t, r.URL+copyOf, owner.Cookie("klaster-session"))
		body, err := io.ReadAll(resp.Body)
		if err != nil || resp.StatusCode != http.StatusOK || string(body) != "%PDF-1.7\n" {
			t.Errorf("%d %q %v", resp.StatusCode, body, err)
		}
		for header, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
			"Content-Disposition": "attachment; filename*=utf-8''%D0%BF%D0%B0%D1%81%D0%BF%D0%BE%D1%80%D1%82.pdf",
		} {
			if got := resp.Header.Get(header); got != want {
				t.Errorf("%s is %q, want %q", header, got, want)
			}
		}
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
		stranger := get(t, r.URL+copyOf, other.Cookie("klaster-session"))
		if stranger.StatusCode != http.StatusNotFound {
			t.Errorf("somebody else: %d", stranger.StatusCode)
		}
		if err := stranger.Body.Close(); err != nil {
			t.Error(err)
		}
		owner.Open("/profile/documents").Follow("Удалить").WantText("Вернуть их будет нельзя").Press("Удалить").WantURL("/profile/documents?deleted=1").WantText("Документов пока нет")
	})
}

func upload(t *testing.T, site, session, name, content string) int {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for _, f := range [][2]string{{"kind", "passport"}, {"number", "4510 123456"}} {
		if err := w.WriteField(f[0], f[1]); err != nil {
			t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("copy", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(part, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, site+"/profile/documents/new", &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	return send(t, req, session).StatusCode
}

func get(t *testing.T, url, session string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	return send(t, req, session)
}

func send(t *testing.T, req *http.Request, session string) *http.Response {
	t.Helper()
	req.AddCookie(&http.Cookie{Name: "klaster-session", Value: session})
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

// In Chromium, with scripts and without: the СНИЛС under way, then confirmed, then the standard level; and a document
// with a copy.
func TestBrowserAPersonGetsTheStandardLevel(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	scanned := filepath.Join(t.TempDir(), "паспорт.pdf")
	if err := os.WriteFile(scanned, []byte("%PDF-1.7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, w := range []struct {
		name, email, snils string
		options            []browsertest.Option
	}{
		{"with scripts", "anna@klaster.example", answeredBy(t, '0'), nil},
		{"without scripts", "ilya@klaster.example", "112-233-450 92", []browsertest.Option{browsertest.NoScript()}},
	} {
		t.Run(w.name, func(t *testing.T) {
			p := browsertest.New(t, r.URL, append(w.options, browsertest.Allow("422"))...)
			signIn(p, w.email)
			give := func(snils string) {
				p.Open("/profile/data")
				p.ByLabel("СНИЛС").Fill(snils)
				p.ByLabel("День").Fill("5")
				p.ByLabel("Месяц").Fill("3")
				p.ByLabel("Год").Fill("1985")
				p.ByLabel("Женский").Check()
				p.ByRole("button", "Сохранить и проверить").Click()
			}
			p.Open("/profile/data")
			p.ByRole("button", "Сохранить и проверить").Click()
			p.WantText("Исправьте ошибки", "Укажите СНИЛС", "Укажите дату рождения")
			give(answeredBy(t, '4'))
			p.WantURL("/profile/level?sent=1")
			p.WantText("СНИЛС проверяется", "прошло")
			p.Shot("identity/pending")
			if len(w.options) == 0 {
				p.Audit()
			}
			p.ByRole("button", "Отменить проверку и исправить данные").Click()
			p.WantText("проверка отменена")
			give(w.snils)
			reached(t, p, "Как менялся уровень")
			p.WantText("Стандартная")
			p.Shot("identity/standard")
			p.Open("/profile/documents/new")
			p.ByLabel("Паспорт гражданина РФ").Check()
			p.ByLabel("Серия и номер").Fill("4510 123456")
			p.ByLabel("Копия необязательно").Upload(scanned)
			p.ByRole("button", "Сохранить").Click()
			p.WantURL("/profile/documents?added=1")
			p.WantText("паспорт.pdf")
			p.Shot("identity/documents")
		})
	}
}

// reached reloads the page of the level until it has the text.
func reached(t *testing.T, p *browsertest.Page, text string) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	for !strings.Contains(strings.ReplaceAll(p.Text(), "\u00a0", " "), text) {
		select {
		case <-deadline.C:
			t.Fatalf("the page never says %q:\n%s", text, p.Text())
		default:
			p.Open("/profile/level")
		}
	}
}

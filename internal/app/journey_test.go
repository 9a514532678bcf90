package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

const password = "Ветер47 северный"

// A person without JavaScript registers, signs out, forgets the password and gets back in, in each language.
func TestAPersonRegistersAndSignsIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/").Follow("Зарегистрироваться").WantText("Регистрация")
		v.Fill("Фамилия", "Смирнова").Fill("Имя", "Анна").Fill("Адрес почты", "anna@example.org").Fill("Мобильный телефон необязательно", "8 916 123-45-67")
		v.Fill("Пароль", password).Fill("Пароль ещё раз", password)
		v.Press("Продолжить").WantStatus(http.StatusUnprocessableEntity).WantText("примите пользовательское соглашение")
		if v.Value("Фамилия") != "Смирнова" || v.Value("Пароль") != "" {
			t.Error("the form lost a name or kept a password")
		}
		agree(v)
		v.Fill("Пароль", password).Fill("Пароль ещё раз", password)
		v.Press("Продолжить").WantURL("/register/email").WantText("anna@example.org")
		v.Fill("Код", r.Code(t, "anna@example.org", 0)).Press("Подтвердить").WantURL("/register/phone").WantText("+7 916 123-45-67")
		v.Fill("Код", r.Code(t, "+79161234567", 0)).Press("Подтвердить").WantURL("/register/done").WantText("Учётная запись создана")
		v.Follow("Перейти в личный кабинет").WantURL("/desk").WantText("Здравствуйте, Анна!", "Доступные сервисы", "Добавить кабинет организации")
		v.Open("/profile/security").WantText("Этот сеанс")
		v.Press("Выйти").WantURL("/")
		v.Open("/desk").WantURL("/login?next=%2Fdesk")
		v.Fill("Почта, телефон или СНИЛС", "+7 916 123 45 67").Fill("Пароль", "не тот Пароль1").Press("Войти").WantStatus(http.StatusUnprocessableEntity).WantText("не подошли")
		v.Fill("Пароль", password).Press("Войти").WantURL("/desk")
	})
}

func agree(v *htmlcheck.Visitor) {
	v.Fill("Принимаю Пользовательское соглашение", "on").Fill("Даю Согласие на обработку персональных данных", "on")
}

func TestAPersonRegistersInEnglish(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/en/").Follow("Register").WantURL("/en/register").WantText("Registration")
		v.Fill("Surname", "Smith").Fill("Given name", "John").Fill("Email", "john@example.org")
		v.Fill("Password", password).Fill("Repeat password", password)
		v.Press("Continue").WantStatus(http.StatusUnprocessableEntity).WantText("Accept the terms of use")
	})
}

var recoveryLink = regexp.MustCompile(`https?://[^/]+(/recover/[\w-]{43})`)

func TestAForgottenPasswordIsReplaced(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/login").Follow("Забыли пароль?").Fill("Почта, телефон или СНИЛС", "anna@klaster.example").Press("Продолжить")
		v.WantURL("/recover/sent").WantText("Проверьте почту")
		m := recoveryLink.FindStringSubmatch(r.Message(t, "anna@klaster.example", 0))
		if m == nil {
			t.Fatal("the letter has no link")
		}
		v.Open(m[1]).Fill("Новый пароль", "короткий").Fill("Пароль ещё раз", "короткий").Press("Задать пароль и войти").WantStatus(http.StatusUnprocessableEntity)
		v.Fill("Новый пароль", "Другой47 пароль").Fill("Пароль ещё раз", "Другой47 пароль").Press("Задать пароль и войти")
		v.WantURL("/desk?password=new").WantText("Новый пароль задан")
		v.Open(m[1]).WantStatus(http.StatusNotFound).WantText("больше не действует")
	})
}

// Bodies over the limit get 413 and unknown fields 422, on every form that a guest can send.
func TestBadForms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		for _, path := range []string{"/register", "/login", "/recover", "/recover/login"} {
			for body, want := range map[string]int{
				"surprise=1":                            http.StatusUnprocessableEntity,
				"login=" + strings.Repeat("x", 100_000): http.StatusRequestEntityTooLarge,
				"email=a%00b&login=a%00b":               http.StatusUnprocessableEntity,
				"email=%ff&login=%ff":                   http.StatusUnprocessableEntity,
			} {
				if got := post(t, r.URL+path, body); got != want {
					t.Errorf("POST %s %.20s: %d, want %d", path, body, got, want)
				}
			}
		}
	})
}

func post(t *testing.T, url, body string) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	return resp.StatusCode
}

// Somebody who is invited and has no account registers and is led back to the invitation; other sites are no place to lead
// to.
func TestAnInvitedGuestRegisters(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		link, err := r.InviteFromConsole(t.Context(), "newcomer@example.org", actor.Operator)
		if err != nil {
			t.Fatal(err)
		}
		path := strings.TrimPrefix(link, r.URL)
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open(path).Follow("Зарегистрироваться")
		v.Fill("Фамилия", "Смирнова").Fill("Имя", "Вера").Fill("Адрес почты", "newcomer@example.org").Fill("Пароль", password).Fill("Пароль ещё раз", password)
		agree(v)
		v.Press("Продолжить").WantURL("/register/email")
		v.Fill("Код", r.Code(t, "newcomer@example.org", 1)).Press("Подтвердить").WantURL("/register/done")
		v.Follow("Вернуться к тому, с чего начали").WantURL(path).WantText("Оператор")
		evil := htmlcheck.NewVisitorAt(t, r.URL)
		evil.Open("/register?next=https://evil.example/")
		if text := evil.Doc().Text(); strings.Contains(text, "evil") {
			t.Errorf("the page knows of another site:\n%s", text)
		}
	})
}

// ASVS 5.0, 6.2.11: the words of the site's name and address are no passwords.
func TestWordsOfTheSiteAreNoPassword(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for _, word := range []string{"Инновационный1", "Localhost2026", "Innovation7"} {
		form := registration("fresh@klaster.example")
		form.Set("password", word)
		form.Set("again", word)
		if a := newBrowser(t, r.URL).send("/register", form); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "название сайта") {
			t.Errorf("%s: %d", word, a.status)
		}
	}
}

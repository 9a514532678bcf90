package app_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// A person without JavaScript links the trial site and signs in through it.
func TestAPersonSignsInThroughAnotherSite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, demo.People()[0].Email)
		v.Open("/profile/connections").WantText("Учебный сайт", "не связан").Press("Связать Учебный сайт")
		through(v, "Смирнова Анна Петровна")
		v.WantURL("/profile/connections?linked=1").WantText("Готово: теперь можно входить через этот сайт")
		v.Press("Выйти").WantURL("/").Open("/profile/security").WantURL("/login?next=%2Fprofile%2Fsecurity")
		v.Press("Войти через «Учебный сайт»")
		through(v, "Смирнова Анна Петровна")
		v.WantURL("/profile/security").WantText("Этот сеанс")
		v.Open("/profile/connections").Press("Отвязать Учебный сайт").WantURL("/profile/connections?unlinked=1").WantText("не связан")
		if told := r.Message(t, demo.People()[0].Email, 2); !strings.Contains(told, "больше нельзя") {
			t.Errorf("the person was told:\n%s", told)
		}
	})
}

// through goes to the trial site as one of its people and comes back.
func through(v *htmlcheck.Visitor, name string) {
	v.WantText("Вы переходите на сайт «Учебный сайт»").Follow("Перейти").WantText("Это не настоящий сайт")
	v.Press("Подтвердить").WantStatus(http.StatusUnprocessableEntity).WantText("Выберите, кто вы.")
	v.Fill(name, "on").Press("Подтвердить").WantText("Другой сайт ответил").Press("Продолжить")
}

// Whom nobody here knows registers with what the site told, proves the e-mail all the same, and links then.
func TestAStrangerRegistersFromAnotherSite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/login").Press("Войти через «Учебный сайт»")
		through(v, "Соколова Вера Никитична")
		v.WantURL("/login/unknown").WantText("не связана ни одна учётная запись", "Я здесь впервые").Follow("Зарегистрироваться")
		v.WantText("Проверьте их: мы их не подтверждали")
		if v.Value("Фамилия") != "Соколова" || v.Value("Имя") != "Вера" || v.Value("Адрес почты") != "vera@people.example" {
			t.Error("the form is not filled in with what the site told")
		}
		agree(v)
		v.Fill("Пароль", password).Fill("Пароль ещё раз", password).Press("Продолжить").WantURL("/register/email")
		v.Fill("Код", r.Code(t, "vera@people.example", 0)).Press("Подтвердить").WantURL("/register/done")
		v.Follow("Связать вход через другой сайт").WantText("Учётная запись Соколова Вера Никитична будет открываться").Press("Связать")
		v.WantURL("/profile/connections?linked=1").WantText("Готово")
		v.Press("Выйти").Open("/login").Press("Войти через «Учебный сайт»")
		through(v, "Соколова Вера Никитична")
		v.WantURL("/desk").WantText("Здравствуйте, Вера Никитична!")
	})
}

// Declining, a second return and an answer that nobody asked for are explained.
func TestAnotherSiteSaysNo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/login").Press("Войти через «Учебный сайт»").Follow("Перейти").Press("Отказаться").Press("Продолжить")
		v.WantStatus(http.StatusUnprocessableEntity).WantText("Вы отказались от входа, или сайт вас не пустил")
		v.Open("/login/via/trial/back?code=x&state=y").Press("Продолжить").WantStatus(http.StatusNotFound).WantText("не завершён")
		v.Open("/login/via/nobody").WantStatus(http.StatusNotFound)
		v.Open("/dev/identity/authorize?client_id=klaster").WantStatus(http.StatusUnprocessableEntity).WantText("составлен не по правилам")
	})
}

// A real installation has no trial site and names no other one while none is configured.
func TestARealInstallationHasNoTrialSite(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/dev/identity/authorize").WantStatus(http.StatusNotFound)
		v.Open("/login/via/trial").WantStatus(http.StatusNotFound)
		v.Open("/login")
		if text := v.Doc().Text(); strings.Contains(text, "другой сайт") || strings.Contains(text, "Учебный") {
			t.Error("the sign-in page offers another site")
		}
	}, apptest.Real())
}

// With scripts the pages between go by themselves, and going back does not send anything again.
func TestBrowserSignInThroughAnotherSite(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	p := browsertest.New(t, r.URL)
	signIn(p, demo.People()[0].Email)
	p.Open("/profile/connections")
	p.Shot("errand/connections")
	p.ByRole("button", "Связать Учебный сайт").Click()
	p.WantText("Это не настоящий сайт")
	p.Shot("errand/trial")
	p.Audit()
	p.ByRole("radio", "Смирнова Анна Петровна").Check()
	p.ByRole("button", "Подтвердить").Click()
	p.WantURL("/profile/connections?linked=1")
	p.WantText("Готово: теперь можно входить")
	p.Audit()
	p.Back()
	p.WantText("Это не настоящий сайт") // and not somewhere further

	stranger := browsertest.New(t, r.URL, browsertest.Narrow())
	stranger.Open("/login")
	stranger.Shot("errand/login")
	stranger.ByRole("button", "Войти через «Учебный сайт»").Click()
	stranger.ByRole("radio", "Соколова Вера Никитична").Check()
	stranger.ByRole("button", "Подтвердить").Click()
	stranger.WantURL("/login/unknown")
	stranger.Shot("errand/unknown")
	stranger.Audit()
}

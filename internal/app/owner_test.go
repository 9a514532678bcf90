package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
)

// A real installation begins empty: the console invites the first owner, who registers by the link of the letter, accepts
// and sees what is missing before real work.
func TestTheFirstOwnerSeesWhatIsMissing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		link, err := r.InviteFromConsole(t.Context(), "Owner@Example.org", actor.Owner)
		if err != nil {
			t.Fatal(err)
		}
		u, err := url.Parse(link)
		if err != nil || !strings.HasPrefix(link, r.URL+"/staff/invitation/") {
			t.Fatalf("link %q, %v", link, err)
		}
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open(u.Path).WantStatus(http.StatusOK)
		v.Open("/register").Fill("Фамилия", "Орлова").Fill("Имя", "Мария").Fill("Адрес почты", "owner@example.org")
		v.Fill("Пароль", password).Fill("Пароль ещё раз", password)
		agree(v)
		v.Press("Продолжить").WantURL("/register/email")
		v.Fill("Код", r.Code(t, "owner@example.org", 0)).Press("Подтвердить").WantURL("/register/done")
		v.Open("/admin").WantStatus(http.StatusForbidden)
		v.Open(u.Path).Press("Принять приглашение")
		v.Open("/admin").WantURL("/profile/security").WantText("Ваша роль в фонде пока не действует")
		secret := showApp(t, v)
		v.Open("/admin/readiness").Fill("Код из приложения", codeAt(t, secret, 1)).Press("Подтвердить").WantURL("/admin/readiness").WantStatus(http.StatusOK)
		v.WantText("Почтовый сервер не задан", "KLASTER_MAIL_HOST", "Список удостоверяющих центров", "Производственный календарь", "Тексты сайта")
		if v.Open(u.Path); strings.Contains(v.Doc().Text(), "Принять приглашение") {
			t.Error("the invitation can be accepted twice")
		}
	}, apptest.Real(), factor("any"))
}

// What only a trial installation shows is not there in a real one.
func TestARealInstallationHasNoTrialPages(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		for _, path := range []string{"/dev/mail", "/dev/components"} {
			v.Open(path).WantStatus(http.StatusNotFound)
		}
		v.Open("/login")
		for _, word := range []string{"klaster.example", "Учебная"} {
			if strings.Contains(v.Doc().Text(), word) {
				t.Errorf("the sign-in page says %q", word)
			}
		}
	}, apptest.Real())
}

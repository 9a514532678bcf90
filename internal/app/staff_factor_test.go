package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// factor sets what a session needs for a role to work.
func factor(needed string) apptest.Option {
	return func(c *app.Config) { c.Staff.Factor = needed }
}

// A role does nothing in a session without a second factor: each route of the staff, by GET and by POST, leads to where a
// proof can be given or made, and none of them writes a thing.
func TestARoleDoesNothingWithoutASecondFactor(t *testing.T) {
	for _, needed := range []string{"key", "any"} {
		apptest.Each(t, func(t *testing.T, r *apptest.Running) {
			b := newBrowser(t, r.URL)
			b.enter("owner@klaster.example")
			settle(t, r)
			before, routes := state(t, r.DB), 0
			for _, route := range r.Router.Routes() {
				if !strings.HasPrefix(route.Policy.Name(), "staff: ") {
					continue
				}
				routes++
				method, path, _ := strings.Cut(route.Pattern, " ")
				var form url.Values
				if method == http.MethodPost {
					form = url.Values{}
				}
				a := b.send(filled(path), form)
				want := http.StatusForbidden // it is for a role that the owner does not have
				if strings.Contains(route.Policy.Name(), "owner") {
					want = http.StatusSeeOther
				}
				to := a.header.Get("Location")
				if a.status != want || want == http.StatusSeeOther && (!strings.HasPrefix(to, "/login/confirm?") || !strings.Contains(to, "for="+needed)) {
					t.Errorf("%s: %d, to %q", route.Pattern, a.status, to)
				}
			}
			if routes < 30 {
				t.Errorf("only %d routes were tried", routes)
			}
			for table, sum := range state(t, r.DB) {
				if before[table] != sum && !strings.HasPrefix(table, "job_") {
					t.Errorf("the table %s changed", table)
				}
			}
			v := htmlcheck.NewVisitorAt(t, r.URL)
			enter(v, "owner@klaster.example")
			v.Open("/admin").WantURL("/profile/security").WantText("Ваша роль в фонде пока не действует")
		}, factor(needed))
	}
}

// showApp connects an application with codes and returns its secret.
func showApp(t *testing.T, v *htmlcheck.Visitor) string {
	t.Helper()
	v.Open("/profile/security/app").Press("Подключить")
	secret := secretIn(t, v.Doc().Text())
	v.Fill("Код из приложения", codeAt(t, secret, 0)).Press("Проверить код и подключить").WantURL("/profile/security/reserve?first=1")
	return secret
}

// Any second factor is enough where the settings say so.
func TestACodeIsEnoughForARoleWhenTheSettingsSaySo(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "owner@klaster.example")
		secret := showApp(t, v)
		v.Open("/admin").WantText("Роль в фонде действует только в сеансе, который подтверждён вторым фактором")
		v.Fill("Код из приложения", codeAt(t, secret, 1)).Press("Подтвердить").WantURL("/admin")
		v.Open("/admin/readiness").WantStatus(http.StatusOK).WantText("Роли действуют с любым вторым фактором")
	}, factor("any"))
}

// A real installation demands a key, and says so when it could not work there.
func TestARealInstallationDemandsAKeyOfItsStaff(t *testing.T) {
	for _, c := range []struct {
		factor string
		demo   bool
		want   string
	}{{"", false, "key"}, {"", true, "none"}, {"key", true, "key"}, {"any", false, "any"}, {"none", false, "none"}} {
		config := app.Config{Store: app.Store{Demo: c.demo}, Staff: app.StaffConfig{Factor: c.factor}}
		if got := config.StaffFactor(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// An owner without a key is led to make one, shows it, and the administration opens; the next sign-in asks for it after the
// password.
func TestBrowserTheStaffShowAKey(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), factor("key"))
	p := browsertest.New(t, r.URL)
	signIn(p, "owner@klaster.example")
	plugIn(t, p, true)
	p.Open("/admin/roles")
	p.WantURL("/profile/security")
	p.WantText("Ваша роль в фонде пока не действует")
	p.Shot("security/withheld")
	p.Audit()
	p.ByRole("link", "Добавить ключ доступа").Click()
	p.ByRole("button", "Создать ключ доступа").Click()
	p.WantURL("/profile/security/reserve?first=1")
	p.Open("/admin/roles")
	p.WantText("Роль в фонде действует только в сеансе")
	p.Shot("login/confirm-role")
	p.Audit()
	p.ByRole("button", "Использовать ключ").Click()
	p.WantURL("/admin/roles")
	leave(t, p)
	p.Open("/login/second")
	plain := browsertest.New(t, r.URL, browsertest.NoScript())
	plain.Open("/login")
	plain.ByLabel("Почта, телефон или СНИЛС").Fill("owner@klaster.example")
	plain.ByLabel("Пароль").Fill(password)
	plain.ByRole("button", "Войти").Click()
	plain.WantText("Второй шаг входа")
}

// Rights are read with each request: a role that ended opens nothing more, in a session that goes on.
func TestARightEndsWithTheNextRequest(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "operator@klaster.example")
		v.Open("/admin/people").WantStatus(http.StatusOK)
		found, _, err := people(t, r, "operator@klaster.example")
		if err != nil || len(found) != 1 {
			t.Fatalf("%d people, %v", len(found), err)
		}
		if _, err := r.Staff.Revoke(t.Context(), found[0].ID, actor.Operator, staff.Console); err != nil {
			t.Fatal(err)
		}
		v.Open("/admin/people").WantStatus(http.StatusForbidden)
		v.Open("/admin/messages").WantStatus(http.StatusForbidden)
		v.Open("/desk").WantStatus(http.StatusOK)
	})
}

func people(t *testing.T, r *apptest.Running, part string) (found []account.Person, next string, err error) {
	t.Helper()
	err = r.DB.View(t.Context(), func(q sqldb.Querier) error {
		found, next, err = r.Account.Search(t.Context(), q, part, "")
		return err
	})
	return found, next, err
}

package app_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// Each role signs in by one button, without a password, and comes to the key that belongs to it or to where its work begins. The next
// role ends the session of the one before.
func TestTheDemonstrationHandsOutRoles(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		for _, role := range demo.Roles() {
			if role.Cabinet != "" {
				continue // the town of this test is not settled
			}
			v.Open(demo.Path).WantStatus(http.StatusOK).WantText("Учебная установка", role.Title.In(0))
			v.Press("Войти: " + demo.PersonWith(role.Email).Given + " " + demo.PersonWith(role.Email).Surname)
			if role.Key == nil {
				v.WantURL(role.Start)
			} else {
				v.WantStatus(http.StatusOK).WantText(role.Key.Surname+" "+role.Key.Given, "Сделать учебную подпись")
			}
			v.Open("/profile").WantText(demo.PersonWith(role.Email).Surname)
		}
	})
}

// T8, in the sense of a demonstration: a real installation hands out no roles, has no such page, and nobody can build it one.
func TestT8_ARealInstallationHandsOutNoRoles(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t), apptest.Real())
	v := htmlcheck.NewVisitorAt(t, r.URL)
	v.Open(demo.Path).WantStatus(http.StatusNotFound)
	a := newBrowser(t, r.URL).send(demo.Path, url.Values{"role": {"owner"}})
	if a.status != http.StatusNotFound {
		t.Errorf("taking a role in a real installation answers %d", a.status)
	}
	if _, err := demo.New(demo.Deps{Site: &web.Site{}}); err == nil {
		t.Error("the page of roles was built for a real installation")
	}
}

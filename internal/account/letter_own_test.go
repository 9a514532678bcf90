package account

import (
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// The letters about recovery, contacts, the copy and the deletion are sound in both languages: a subject that telephones
// show whole, one action at most, on this site, and why the letter came.
func TestLettersAreSound(t *testing.T) {
	site := &web.Site{BaseURL: "https://klaster.example"}
	p := Person{Name: Name{Surname: "Смирнова", Given: "Анна", Patronymic: "Петровна"}, Email: "anna@example.org", Phone: "+79161234567"}
	secret, base, at := id.NewSecret(), site.BaseURL, time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	o := origin{"Firefox, Linux", "192.0.2.0/24", "r1"}
	for name, m := range map[string]letter.Letter{
		"recovery": letterRecovery(base, secret, asked, o), "by an operator": letterRecovery(base, secret, operator, origin{}),
		"after the way back": letterRecovery(base, secret, undone, origin{}), "recovered": letterPasswordRecovered(base, p), "login": letterLogin(base, p),
		"new e-mail": letterNewEmail(base, "123456", secret), "held address": letterAddressHeld(base), "held number": letterNumberHeld(base, p),
		"e-mail changed": letterEmailChanged(base, p, "new@example.org", secret), "e-mail confirmed": letterEmailIsYours(base, p),
		"phone changed": letterPhoneChanged(base, p, "+79167654321", secret), "phone removed": letterPhoneChanged(base, p, "", secret),
		"phone added": letterPhoneChanged(base, Person{Name: p.Name}, p.Phone, secret), "password": letterPasswordChanged(base, p), "closed": letterClosed(base, p),
		"copy": letterCopy(base, p, at), "deletion": letterDeletionAsked(base, p, at), "soon": letterDeletionSoon(base, p, at),
		"off": letterDeletionOff(base, p), "erased": letterErased(p),
	} {
		if err := m.Check(site); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, l := range i18n.Langs() {
			if _, _, _, err := letter.Render(site, l, m); err != nil {
				t.Errorf("%s in %s: %v", name, l, err)
			}
		}
	}
}

package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// personID is the id of the account with an address.
func personID(t *testing.T, r *apptest.Running, email string) (p actor.PersonID) {
	t.Helper()
	if err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT id FROM account_person WHERE email = $1`, email).Scan(&p)
	}); err != nil {
		t.Fatal(err)
	}
	return p
}

// trusts makes a person a trusted person with full access of an organisation that has a cabinet of that name, whoever opened it.
func trusts(t *testing.T, r *apptest.Running, email, name, ogrn, inn string) (cabinet string) {
	t.Helper()
	cabinet, now := id.New(), r.Clock.Now()
	head := personID(t, r, "ilya@klaster.example")
	execute(t, r, `INSERT INTO organisation_cabinet (id, ogrn, inn, name, opened_by, opened_at, signature) VALUES ($1, $2, $3, $4, $5, $6, 'signed-elsewhere')`,
		cabinet, ogrn, inn, strings.ToUpper(name), string(head), now) // as the register writes it
	execute(t, r, `INSERT INTO organisation_grant (id, organisation, snils_mac, snils_end, person, name, role, state, granted_by, granted_at, signature, lapses_at, until, accepted_at)
		VALUES ($1, $2, $1, '45 95', $3, 'Смирнова Анна Петровна', 'full', 'active', $4, $5, $6, $7, $7, $5)`,
		id.New(), cabinet, string(personID(t, r, email)), string(head), now, id.New(), now.AddDate(1, 0, 0))
	return cabinet
}

// heads makes a person the head of an organisation that has a cabinet of that name.
func heads(t *testing.T, r *apptest.Running, email, name, ogrn, inn string) {
	t.Helper()
	cabinet, now := trusts(t, r, email, name, ogrn, inn), r.Clock.Now()
	execute(t, r, `INSERT INTO organisation_signer (id, organisation, person, basis, post, since, judged_at) VALUES ($1, $2, $3, 'head', 'Директор', $4, $4)`,
		id.New(), cabinet, string(personID(t, r, email)), now)
}

func emailOf(t *testing.T, r *apptest.Running, ogrn string) (email string) {
	t.Helper()
	if err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), `SELECT email FROM organisation_cabinet WHERE ogrn = $1`, ogrn).Scan(&email)
	}); err != nil {
		t.Fatal(err)
	}
	return email
}

// An action from a tab of a profile that the browser no longer shows is stopped, whatever the tab says; nothing is done until the person
// says in whose name, what was typed is kept, and rights are asked again. With scripts and without.
func TestBrowserAnActionOfAnotherProfileIsStopped(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	first, second := demo.Organisations()[0], demo.Organisations()[1]
	first.Name, second.Name = strings.ToUpper(first.Name), strings.ToUpper(second.Name)
	trusts(t, r, "anna@klaster.example", first.Name, first.OGRN, first.INN)
	trusts(t, r, "anna@klaster.example", second.Name, second.OGRN, second.INN)
	for _, w := range []struct {
		name    string
		options []browsertest.Option
	}{
		{"scripts", nil},
		{"plain", []browsertest.Option{browsertest.NoScript()}},
		{"narrow-dark", []browsertest.Option{browsertest.Narrow(), browsertest.Dark()}},
	} {
		t.Run(w.name, func(t *testing.T) {
			p := browsertest.New(t, r.URL, append(w.options, browsertest.Allow("409"))...)
			signIn(p, "anna@klaster.example")
			p.Open("/organisations")
			p.WantText(first.Name, second.Name, "Доверенное лицо, полный доступ")
			p.ByRole("button", "Войти как "+first.Name).Click()
			p.WantURL("/org/" + first.OGRN)
			p.Open("/org/" + first.OGRN + "/data/contacts")
			typed := w.name + "-one@klaster.example"
			p.ByLabel("Почта организации необязательно").Fill(typed)

			other := p.Tab()
			other.Open("/organisations")
			other.ByRole("button", "Войти как "+second.Name).Click()
			other.WantURL("/org/" + second.OGRN)

			// The page of the first organisation is stopped, and goes on in its name when the person says so.
			p.ByRole("button", "Сохранить").Click()
			p.WantText("Вы сменили профиль", "Ничего ещё не сделано", first.Name, second.Name, "ИНН "+second.INN)
			if w.name != "plain" { // axe is a script
				p.Audit()
			}
			p.Shot("profile/crossed-" + w.name)
			if got := emailOf(t, r, first.OGRN) + emailOf(t, r, second.OGRN); strings.Contains(got, typed) {
				t.Fatalf("it was done before the person chose: %s", got)
			}
			p.ByRole("button", "Продолжить от имени: "+first.Name).Click()
			p.WantText("Готово: контакты изменены", typed)
			if emailOf(t, r, first.OGRN) != typed || emailOf(t, r, second.OGRN) == typed {
				t.Errorf("%q and %q", emailOf(t, r, first.OGRN), emailOf(t, r, second.OGRN))
			}

			// Now the other tab is the one out of date: it does the same for the first instead, without anything typed anew.
			other.Open("/org/" + second.OGRN + "/data/contacts")
			p.Open("/org/" + first.OGRN)
			typed = w.name + "-two@klaster.example"
			other.ByLabel("Почта организации необязательно").Fill(typed)
			other.ByRole("button", "Сохранить").Click()
			other.ByRole("button", "Сделать то же от имени: "+first.Name).Click()
			other.WantURL("/org/" + first.OGRN + "/data?changed=1")
			if emailOf(t, r, first.OGRN) != typed || emailOf(t, r, second.OGRN) == typed {
				t.Errorf("%q and %q", emailOf(t, r, first.OGRN), emailOf(t, r, second.OGRN))
			}

			// Whoever looks at a page anew sees whose it is, and is not asked: the header says it.
			p.Open("/org/" + second.OGRN + "/data/contacts")
			p.WantText(second.Name, "ИНН "+second.INN)
			p.ByLabel("Почта организации необязательно").Fill(w.name + "-three@klaster.example")
			p.ByRole("button", "Сохранить").Click()
			p.WantURL("/org/" + second.OGRN + "/data?changed=1")

			// The personal cabinet is a profile as well, and doing nothing does nothing.
			p.Open("/org/" + second.OGRN + "/data/contacts")
			other.Open("/desk")
			p.ByLabel("Почта организации необязательно").Fill("never@klaster.example")
			p.ByRole("button", "Сохранить").Click()
			p.WantText("Вы сменили профиль", "Личный кабинет")
			p.ByRole("link", "Ничего не делать").Click()
			p.WantURL("/desk")
			if emailOf(t, r, second.OGRN) == "never@klaster.example" {
				t.Error("it was done")
			}
		})
	}
}

// What the browser remembers of the profile gives no right: whoever makes it up is asked or refused as always, and another session in the
// same browser begins anew.
func TestTheRememberedProfileGivesNoRight(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		first, second := demo.Organisations()[0], demo.Organisations()[1]
		first.Name, second.Name = strings.ToUpper(first.Name), strings.ToUpper(second.Name)
		trusts(t, r, "anna@klaster.example", first.Name, first.OGRN, first.INN)
		cabinet := trusts(t, r, "anna@klaster.example", second.Name, second.OGRN, second.INN)
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		v.Open("/org/" + first.OGRN).WantText("От имени: " + first.Name)
		v.Open("/contacts").WantText("От имени: "+first.Name, "ИНН "+first.INN) // a page of nobody's keeps the profile
		v.Open("/org/"+second.OGRN+"/data/contacts").Fill("Почта организации необязательно", "x@klaster.example")
		execute(t, r, `UPDATE organisation_grant SET state = 'revoked' WHERE organisation = $1`, cabinet)
		v.Press("Сохранить").WantStatus(http.StatusNotFound)
		v.Open("/contacts")
		if strings.Contains(v.Doc().Text(), "От имени") {
			t.Error("a profile that is over is shown")
		}
		if emailOf(t, r, second.OGRN) != "" {
			t.Error("a right that was over worked")
		}
		// Whoever signs in next in this browser is in nobody's profile.
		v.Open("/org/" + first.OGRN).Press("Выйти")
		trusts(t, r, "ilya@klaster.example", "Третья", demo.Organisations()[2].OGRN, demo.Organisations()[2].INN)
		enter(v, "ilya@klaster.example")
		v.Open("/org/"+demo.Organisations()[2].OGRN+"/data/contacts").Fill("Почта организации необязательно", "y@klaster.example").Press("Сохранить")
		v.WantStatus(http.StatusOK).WantText("Готово: контакты изменены")
	})
}

// With many organisations those chosen lately come first, and the list is searched by a part of the name or a number; the search is
// not fooled by ё or capitals, and finds nothing that is not one's own.
func TestProfilesAreFound(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		for i := range 12 {
			trusts(t, r, "anna@klaster.example", fmt.Sprintf("ООО «Берёза %02d»", i), fmt.Sprintf("10277000%05d", i), fmt.Sprintf("77000%05d", i))
		}
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		v.Open("/organisations").WantText("Найти организацию").Press("Войти как ООО «БЕРЁЗА 11»").WantURL("/org/1027700000011")
		v.Open("/organisations").WantText("Недавние", "Остальные")
		if text := v.Doc().One("main").Text(); strings.Index(text, "БЕРЁЗА 11") > strings.Index(text, "БЕРЁЗА 00") {
			t.Errorf("the recent one does not come first: %s", text)
		}
		for words, want := range map[string]int{"БЕРЕЗА 03": 1, "7700000003": 1, "1027700000007": 1, "берёза": 12, "ромашка": 0} {
			v.Open("/organisations").Fill("Найти организацию", words).Press("Найти")
			if got := len(v.Doc().All("main input[name=ogrn]")); got != want {
				t.Errorf("%s: %d found, want %d", words, got, want)
			}
		}
		// The menu offers the first seven, with a way to all of them.
		if got := len(v.Doc().One(".menu__sheet--wide").All(".profile")); got != 8 {
			t.Errorf("the menu offers %d profiles", got)
		}
		v.WantText("Все организации")
		// The copy of the data says which were chosen, and the account takes it along.
		held, err := heldOf(t, r, "anna@klaster.example")
		if err != nil || len(held.Recent) != 1 || time.Since(held.Recent[0].At) > time.Hour {
			t.Errorf("%+v, %v", held.Recent, err)
		}
		if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
			return r.Organisation.Forget(t.Context(), tx, personID(t, r, "anna@klaster.example"))
		}); err != nil {
			t.Fatal(err)
		}
		if held, err = heldOf(t, r, "anna@klaster.example"); err != nil || len(held.Recent) != 0 {
			t.Errorf("%+v, %v", held.Recent, err)
		}
	})
}

func heldOf(t *testing.T, r *apptest.Running, email string) (held organisation.Held, err error) {
	t.Helper()
	err = r.DB.View(t.Context(), func(q sqldb.Querier) error {
		held, err = r.Organisation.HeldAbout(t.Context(), q, personID(t, r, email))
		return err
	})
	return held, err
}

// A document of one organisation that is on the page of signing is not signed after the browser switched to another: the page goes back to
// the profile for which it is signed, and nothing is lost but the choice of the file.
func TestBrowserSigningForAnotherProfileIsStopped(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	first, second := demo.Organisations()[0], demo.Organisations()[1]
	opensByHand(t, r, "anna@klaster.example", first, "11223344595")
	trusts(t, r, "anna@klaster.example", second.Name, second.OGRN, second.INN)
	anna := issue(t, r, headOf(first))
	p := browsertest.New(t, r.URL, noExtension, noSigner, browsertest.Allow("409"))
	signIn(p, "anna@klaster.example")
	p.Open("/org/" + first.OGRN + "/people/invite")
	p.ByLabel("СНИЛС").Fill("087-654-303 00")
	p.ByLabel("Фамилия, имя и отчество").Fill("Соколова Вера Ивановна")
	p.ByLabel("Стандартный").Check()
	last := time.Now().AddDate(0, 2, 0)
	p.ByLabel("День").Fill(last.Format("2"))
	p.ByLabel("Месяц").Fill(last.Format("1"))
	p.ByLabel("Год").Fill(last.Format("2006"))
	p.ByRole("button", "Перейти к подписанию").Click()
	p.WantText("Назначение доверенного лица")
	other := p.Tab()
	other.Open("/org/" + second.OGRN)
	other.WantText(second.INN)
	anna.sign(t, p)
	p.WantText("Вы сменили профиль", "Файл придётся приложить ещё раз")
	p.Audit()
	p.Shot("profile/crossed-signing")
	if n := count(t, r.DB, `SELECT COUNT(*) FROM organisation_grant WHERE role = 'standard'`); n != 0 {
		t.Fatal("it was signed")
	}
	p.ByRole("button", "Вернуться к странице от имени: "+strings.ToUpper(first.Name)).Click()
	p.WantText("Назначение доверенного лица", "От имени: ")
	anna.sign(t, p)
	p.WantText("Назначение подписано")
}

// The waiting things of an organisation stand beside its name, for those whom they concern alone.
func TestTasksOfAnOrganisation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		o := demo.Organisations()[0]
		c := opensByHand(t, r, "anna@klaster.example", o, "11223344595")
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		tasks := func() int { return len(v.Open("/organisations").Doc().All("main .card .tag")) }
		if n := tasks(); n != 0 {
			t.Errorf("%d tasks of nothing", n)
		}
		execute(t, r, `UPDATE organisation_certificate SET not_after = $1`, r.Clock.Now().AddDate(0, 0, 10))
		now := r.Clock.Now()
		execute(t, r, `INSERT INTO organisation_grant (id, organisation, snils_mac, snils_end, person, name, role, state, granted_by, granted_at, signature, lapses_at, until, accepted_at, confirm_by)
			VALUES ($1, $2, $1, '45 95', $3, 'Орлов Илья', 'full', 'active', $4, $5, $1, $6, $6, $5, $6)`,
			id.New(), string(c.ID), string(personID(t, r, "ilya@klaster.example")), string(personID(t, r, "anna@klaster.example")), now, now.AddDate(0, 1, 0))
		v.Open("/organisations").WantText("2 задачи")
		v.Open("/org/"+o.OGRN).WantText("Заканчивается срок сертификата", "Подтвердите доверенное лицо: Орлов Илья")
		trusted := htmlcheck.NewVisitorAt(t, r.URL) // at standard until confirmed: neither is theirs to do
		enter(trusted, "ilya@klaster.example")
		if n := len(trusted.Open("/organisations").Doc().All("main .card .tag")); n != 0 {
			t.Errorf("%d tasks that are not theirs", n)
		}
	})
}

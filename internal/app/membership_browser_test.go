package app_test

import (
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/rule"
)

// A sole proprietor of another region enters with a signature and stands in the register as a partner, with nobody involved; an official
// suspends the status with a signature of their own, after which the card and the badge say so.
func TestBrowserARegionalProprietorBecomesAPartner(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	ershov := demo.Proprietors()[1]
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	execute(t, r, `UPDATE account_person SET surname = $2, given = $3, patronymic = $4 WHERE id = $1`,
		string(personID(t, r, demo.People()[0].Email)), ershov.Surname, ershov.Given, ershov.Patronymic)
	signIn(p, demo.People()[0].Email)
	p.Open("/organisations")
	p.ByRole("button", "Войти по электронной подписи").Click()
	issue(t, r, trialca.Holder{
		Role: trialca.Entrepreneur, Surname: ershov.Surname, GivenName: ershov.Given + " " + ershov.Patronymic, SNILS: annaSNILS,
		INNPerson: number.INN(ershov.INN), OGRNIP: number.OGRNIP(ershov.OGRNIP), Region: "50 Московская область", Locality: "г. Красногорск",
	}).sign(t, p)
	p.ByLabel("Заявляю, что деятельность организации не приостановлена").Click()
	p.ByRole("button", "Открыть кабинет").Click()
	p.WantText("Кабинет открыт")
	waitFor(t, r, ershov.OGRNIP)

	p.Open("/org/" + ershov.OGRNIP + "/status")
	p.WantText("Статус присвоен", "Партнёр")
	p.Audit()
	p.Shot("membership/own")
	guest := browsertest.New(t, r.URL, noExtension, noSigner)
	guest.Open("/members")
	guest.ByLabel("Название, ИНН или ОГРН").Fill("ершов")
	guest.ByRole("button", "Найти").Click()
	guest.WantText(ershov.INN, "Найдено: 1")

	olga := official(t, r)
	desk := browsertest.New(t, r.URL, noExtension, noSigner, browsertest.Allow("422"))
	signIn(desk, operatorEmail)
	desk.Open("/admin/members?q=ершов")
	desk.Audit()
	desk.Shot("membership/desk")
	desk.Open("/admin/members/" + ershov.OGRNIP)
	desk.ByLabel("Что решить").Choose("Приостановить статус")
	desk.ByLabel("Основание").Choose("Организация перестала выполнять требование к статусу")
	desk.ByLabel("Объяснение для организации").Fill("Так решили.")
	desk.ByRole("button", "Составить и подписать").Click()
	desk.WantText("Сначала организацию нужно предупредить")
	desk.Audit()
	desk.Shot("membership/desk-case")
	desk.ByLabel("Основание").Choose("По просьбе организации")
	desk.ByRole("button", "Составить и подписать").Click()
	olga.sign(t, desk)
	desk.WantText("Решение подписано и вступило в силу", "приостановлен")

	guest.Open("/members/" + ershov.OGRNIP)
	guest.WantText("Партнёр, приостановлен", "По просьбе организации")
	if badge := string(fetch(t, r, "/members/"+ershov.OGRNIP+"/badge")); !strings.Contains(badge, "Статус не\u00a0действует") {
		t.Errorf("the badge is %q", badge)
	}
}

// waitFor waits until the job that makes partners has made one.
func waitFor(t *testing.T, r *apptest.Running, ogrn string) {
	t.Helper()
	for count(t, r.DB, "SELECT COUNT(*) FROM membership_member WHERE ogrn = '"+ogrn+"'") == 0 {
		if t.Context().Err() != nil {
			t.Fatal("nobody became a partner")
		}
	}
}

// The register, the card, what a status gives and «Вступить» hold on a wide and a narrow screen, light and dark, and by the keyboard alone.
func TestBrowserTheRegisterOfMembers(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	volga, vector := demo.Organisations()[2], demo.Organisations()[0]
	partner(t, r, volga)
	participant(t, r, vector)
	for _, l := range looks()[:4] {
		t.Run(l.name, func(t *testing.T) {
			w := walk{look: l, all: true, each: func(p *browsertest.Page) { p.Audit(); p.WantReflow() }}
			p := w.visitor(t, r)
			w.pages(p, "membership-"+l.name, []string{"/members", "/members/benefits", "/members/" + vector.OGRN, "/join"})
			w.shown(p, "membership-"+l.name, "looked", func() {
				p.Open("/join")
				p.ByLabel("ИНН организации или предпринимателя").Fill(demo.Organisations()[5].INN)
				p.ByRole("button", "Проверить").Click()
				p.WantText("Не выполнено", "10 рабочих дней")
			})
		})
	}
	p := browsertest.New(t, r.URL, noExtension, noSigner)
	p.Open("/members")
	browsertest.Eval[bool](p, `(document.querySelector('input[name=q]').focus(), true)`)
	p.Press("волж", "Enter")
	p.WantText("Найдено: 1", volga.INN)
	if path := browsertest.Eval[string](p, `decodeURIComponent(location.search)`); !strings.Contains(path, "q=волж") {
		t.Errorf("the address is %q", path)
	}
}

// participant makes an organisation of the trial register a participant, as a granted application does.
func participant(t *testing.T, r *apptest.Running, o demo.Organisation) {
	t.Helper()
	heads(t, r, "ilya@klaster.example", o.Name, o.OGRN, o.INN)
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		var cabinet actor.OrganisationID
		if err := tx.QueryRow(t.Context(), `SELECT id FROM organisation_cabinet WHERE ogrn = $1`, o.OGRN).Scan(&cabinet); err != nil {
			return err
		}
		return r.Membership.Grant(t.Context(), tx, membership.Grant{
			Organisation: cabinet, Application: "case-1", Number: "2026-АБВГ-1234", By: personID(t, r, operatorEmail),
			Profile: membership.Profile{
				Directions: []membership.Direction{{Key: "it", Label: rule.Text{RU: "Информационные технологии", EN: "Information technology"}}},
				Entries: []membership.Published{
					{Key: "site", Label: rule.Text{RU: "Сайт", EN: "Website"}, Text: "vector.example"},
					{Key: "directions", Label: rule.Text{RU: "Направления кластера", EN: "Directions of the cluster"}, Items: []string{"Информационные технологии"}},
					{Key: "products", Label: rule.Text{RU: "Продукты и услуги", EN: "Products and services"}, Text: "Программы для учёта станков и приборов на заводах."},
				},
			},
		})
	}); err != nil {
		t.Fatal(err)
	}
}

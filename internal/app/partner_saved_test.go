package app_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	partners "github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// lettersDue asks for the letters that are due, as the schedule does.
type lettersDue struct{}

// Kind implements jobs.Args.
func (lettersDue) Kind() string { return "partner.letters" }

var stopLink = regexp.MustCompile(`(/partners/letters/\S+)`)

// imports has organisations of the trial register offer something, and waits until it is found.
func imports(t *testing.T, r *apptest.Running, found int, query string, lines ...string) {
	t.Helper()
	if _, complaints, err := r.Profile.Import(t.Context(), strings.NewReader(strings.Join(lines, "\n"))); err != nil || len(complaints) > 0 {
		t.Fatal(complaints, err)
	}
	untilFound(t, r, query, partners.ForEverybody, found)
}

func offerLine(id string, o demo.Organisation, title string) string {
	return fmt.Sprintf(`{"id": %q, "inn": %q, "kind": "supplier", "title": %q, "text": "По чертежам заказчика."}`, id, o.INN, title)
}

// A guest finds a partner, signs in to save the search, gets a letter about who came later, with reasons, ends the letters from it without
// signing in, sees what is new and marks it as seen; the search goes into the copy and goes with the account.
func TestASearchIsSaved(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		const need, email = "электроэрозионная обработка штампов", "anna@klaster.example"
		list := demo.Organisations()
		imports(t, r, 1, need, offerLine("1", list[0], "Электроэрозионная обработка штампов"))
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/partners?q=" + url.QueryEscape(need)).Follow("Сохранить запрос")
		v.Fill("Почта, телефон или СНИЛС", email).Fill("Пароль", demo.Password).Press("Войти").WantText("Сохранить запрос", "«"+need+"»")
		v.Fill("Название", "").Press("Сохранить").WantStatus(http.StatusUnprocessableEntity).WantText("Введите название запроса")
		v.Fill("Название", "Штампы").Fill("Не чаще раза в день, в 9 утра по Москве", "on").Press("Сохранить")
		v.WantText("Запрос сохранён.", "Штампы", "ничего нового не появилось", "Были и раньше", strings.ToUpper(list[0].Name))
		page := strings.Split(v.URL(), "?")[0]
		v.Open("/partners/saved").WantText("Мои запросы", "Штампы", "Нового нет", "Письма раз в день")

		imports(t, r, 2, need, offerLine("2", list[1], "Обработка штампов электроэрозией"))
		v.Open("/partners/saved").WantText("Новых: 1")
		sent := count(t, r.DB, mailsTo(email))
		execute(t, r, `UPDATE partner_saved SET due_at = told_at`)
		if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error { return r.Jobs.Insert(t.Context(), tx, lettersDue{}) }); err != nil {
			t.Fatal(err)
		}
		stop := inLetter(t, r, email, sent, stopLink)
		guest := htmlcheck.NewVisitorAt(t, r.URL)
		guest.Open(stop).WantText("Отключить письма")
		if n := count(t, r.DB, `SELECT COUNT(*) FROM partner_saved WHERE letters = 'daily'`); n != 1 {
			t.Error("to open the link ended the letters")
		}
		guest.Press("Больше не присылать").WantText("Письма отключены")
		guest.Open(stop[:len(stop)-1] + "!").WantStatus(http.StatusNotFound)
		guest.Open(page).WantText("Войти")

		v.Open("/notifications").WantText("По вашим запросам: 1 новый партнёр")
		v.Open(page).WantText("Новое", "появилось: 1 новый партнёр", strings.ToUpper(list[1].Name), "Без писем").Press("Отметить просмотренным")
		v.WantText("ничего нового не появилось")
		v.Follow("Изменить название и письма").Fill("Название", "Пресс-формы").Press("Сохранить").WantText("Изменения сохранены.", "Пресс-формы")
		v.Open("/profile/trail").WantText("Сохранён поисковый запрос", "Письма о новых партнёрах отключены по ссылке из письма")

		other := htmlcheck.NewVisitorAt(t, r.URL)
		enter(other, "owner@klaster.example")
		other.Open(page).WantStatus(http.StatusNotFound)
		v.Open(page).Press("Удалить запрос").WantText("Запрос удалён.", "Пока ничего не сохранено")
	})
}

// The pages of saved searches are whole in each look, without scripts as well.
func TestBrowserSavedSearches(t *testing.T) {
	const need = "электроэрозионная обработка штампов"
	r := apptest.Start(t, storetest.SQLite(t))
	list := demo.Organisations()
	imports(t, r, 1, need, offerLine("1", list[0], "Электроэрозионная обработка штампов"))
	for i, l := range looks() {
		t.Run(l.name, func(t *testing.T) {
			w := walk{look: l, all: true, each: func(p *browsertest.Page) { p.Audit(); p.WantReflow() }}
			p := w.visitor(t, r)
			signIn(p, demo.People()[i].Email)
			w.pages(p, "person", []string{"/partners/saved"})
			w.shown(p, "person", "partners", func() { p.Open(w.prefix + "/partners?q=" + url.QueryEscape(need)) })
			w.shown(p, "person", "saved-new", func() {
				p.Open(w.prefix + "/partners/saved/new?" + url.Values{"q": {need + " в Москве"}, "status": {"partner"}}.Encode())
			})
			labels := map[bool][2]string{false: {"Сохранить", "Запрос сохранён."}, true: {"Save", "The search is saved."}}[l.prefix != ""]
			p.Open(w.prefix + "/partners/saved/new?q=" + url.QueryEscape(need))
			p.ByRole("button", labels[0]).Click()
			p.WantText(labels[1])
			imports(t, r, 2+i, need, offerLine(fmt.Sprint("new", i), list[1+i], "Обработка штампов электроэрозией, цех "+fmt.Sprint(i)))
			w.shown(p, "person", "saved-one", func() {
				var saved string
				if err := r.DB.Single().QueryRow(t.Context(), `SELECT id FROM partner_saved ORDER BY id DESC LIMIT 1`).Scan(&saved); err != nil {
					t.Fatal(err)
				}
				p.Open(w.prefix + "/partners/saved/" + saved)
			})
			w.shown(p, "person", "saved-list", func() { p.Open(w.prefix + "/partners/saved") })
		})
	}
}

// A result that is followed is counted, while the link leads where it leads; without scripts it leads there as well, and nothing is counted.
func TestBrowserAFollowedResultIsCounted(t *testing.T) {
	const need = "электроэрозионная обработка"
	r := apptest.Start(t, storetest.SQLite(t))
	list := demo.Organisations()
	lines := make([]string, 5)
	for i := range lines {
		lines[i] = offerLine(fmt.Sprint(i), list[i], "Электроэрозионная обработка")
	}
	imports(t, r, len(lines), need, lines...)
	clicks := func() int { return count(t, r.DB, `SELECT COALESCE(SUM(clicks), 0) FROM partner_click`) }
	follow := func(options ...browsertest.Option) {
		p := browsertest.New(t, r.URL, options...)
		p.Open("/partners?q=" + url.QueryEscape(need))
		p.ByRole("link", strings.ToUpper(list[0].Name)).Click()
		p.WantURL("/profiles/" + list[0].OGRN)
	}
	follow(browsertest.NoScript())
	if n := clicks(); n != 0 {
		t.Errorf("without scripts %d are counted", n)
	}
	follow()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for clicks() == 0 {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatal("nothing is counted")
		}
	}
}

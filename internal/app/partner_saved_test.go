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
		stop := letterOfNews(t, r, email)
		guest := htmlcheck.NewVisitorAt(t, r.URL)
		guest.Open(stop).WantText("Отключить письма")
		if n := count(t, r.DB, `SELECT COUNT(*) FROM partner_saved WHERE letters = 'daily'`); n != 1 {
			t.Error("to open the link ended the letters")
		}
		guest.Press("Больше не присылать").WantText("Письма отключены")
		execute(t, r, `UPDATE partner_saved SET letters = 'daily', due_at = created_at`)
		mailProgramStops(t, r, stop)
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

// letterOfNews has the letter of the day sent now, and returns the link in it that ends the letters.
func letterOfNews(t *testing.T, r *apptest.Running, email string) (stop string) {
	t.Helper()
	sent := count(t, r.DB, mailsTo(email))
	execute(t, r, `UPDATE partner_saved SET due_at = told_at`)
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error { return r.Jobs.Insert(t.Context(), tx, lettersDue{}) }); err != nil {
		t.Fatal(err)
	}
	return inLetter(t, r, email, sent, stopLink)
}

// mailProgramStops ends letters as mail programs do (RFC 8058): one POST without cookies, as a form of either kind, that is not led on. T24: a
// GET ends nothing; neither does a POST from another site in a browser, to a forged address, or with another body.
func mailProgramStops(t *testing.T, r *apptest.Running, stop string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	const urlencoded, parts = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
	part := "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
	send := func(method, path, kind, body string, header ...string) int {
		t.Helper()
		q, err := http.NewRequestWithContext(t.Context(), method, r.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if kind != "" {
			q.Header.Set("Content-Type", kind)
		}
		for i := 0; i < len(header); i += 2 {
			q.Header.Set(header[i], header[i+1])
		}
		answer, err := client.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = answer.Body.Close() }()
		return answer.StatusCode
	}
	writing := func() int { return count(t, r.DB, `SELECT COUNT(*) FROM partner_saved WHERE letters = 'daily'`) }
	forged := strings.Replace(stop, ".", ".A", 1)
	for what, got := range map[string][2]int{
		"a GET":         {send(http.MethodGet, stop, "", ""), http.StatusOK},
		"a GET with it": {send(http.MethodGet, stop+"?List-Unsubscribe=One-Click", "", ""), http.StatusOK},
		"a HEAD":        {send(http.MethodHead, stop, "", ""), http.StatusOK},
		"another site":  {send(http.MethodPost, stop, urlencoded, "List-Unsubscribe=One-Click", "Sec-Fetch-Site", "cross-site"), http.StatusForbidden},
		"a forged one":  {send(http.MethodPost, forged, urlencoded, "List-Unsubscribe=One-Click"), http.StatusNotFound},
		"no such field": {send(http.MethodPost, stop, urlencoded, "Unsubscribe=One-Click"), http.StatusUnprocessableEntity},
		"no such part":  {send(http.MethodPost, stop, parts, strings.Replace(part, "One-", "Two-", 1)), http.StatusUnprocessableEntity},
		"much too long": {send(http.MethodPost, stop, parts, strings.Replace(part, "One-", strings.Repeat("x", 1<<16), 1)), http.StatusUnprocessableEntity},
		"no form":       {send(http.MethodPost, stop, "text/plain", "List-Unsubscribe=One-Click"), http.StatusUnprocessableEntity},
	} {
		if got[0] != got[1] {
			t.Errorf("%s: %d, want %d", what, got[0], got[1])
		}
	}
	if n := writing(); n != 1 {
		t.Error("what may not end letters has ended them")
	}
	if status := send(http.MethodPost, stop, urlencoded, "List-Unsubscribe=One-Click"); status != http.StatusOK || writing() != 0 {
		t.Errorf("a mail program: %d", status)
	}
	execute(t, r, `UPDATE partner_saved SET letters = 'daily', due_at = created_at`)
	if status := send(http.MethodPost, "/en"+stop, parts, part); status != http.StatusOK || writing() != 0 {
		t.Errorf("a mail program that sends parts: %d", status)
	}
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
			execute(t, r, `UPDATE partner_saved SET letters = 'daily', due_at = told_at WHERE letters = 'off'`)
			stop := letterOfNews(t, r, demo.People()[i].Email)
			w.shown(p, "person", "letters-end", func() { p.Open(w.prefix + stop) })
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

package app_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
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
	if join := newBrowser(t, r.URL).send("/join", nil); join.status != http.StatusOK || strings.Contains(join.body, "Кого проверить для пробы") {
		t.Errorf("the page of joining: %d, with organisations to try", join.status)
	}
	a := newBrowser(t, r.URL).send(demo.Path, url.Values{"role": {"owner"}})
	if a.status != http.StatusNotFound {
		t.Errorf("taking a role in a real installation answers %d", a.status)
	}
	if _, err := demo.New(demo.Deps{Site: &web.Site{}}); err == nil {
		t.Error("the page of roles was built for a real installation")
	}
}

// The town is settled through the use cases of the rooms while the program serves already, and once: a second start adds nothing.
func TestTheTownIsSettledOnce(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(name, func(t *testing.T) {
			where, data := database(t), t.TempDir()
			town := func(c *app.Config) { c.Bare, c.Data = false, data }
			var first map[string]int64
			t.Run("first", func(t *testing.T) {
				r := apptest.Start(t, where, town)
				first = settled(t, r)
				accountsTell(t, r)
				v := htmlcheck.NewVisitorAt(t, r.URL)
				v.Open(demo.Path).WantStatus(http.StatusOK)
				v.Press("Войти: Нина Рыбакова").WantText("Черновик", strings.ToUpper(demo.Organisations()[21].Name))
				v.Open("/members").WantStatus(http.StatusOK).WantText("Партнёр")
				if n := count(t, r.DB, `SELECT COUNT(*) FROM profile_item WHERE length(subject) > 12`); n != toldByTown(t) {
					t.Errorf("the organisations of the town tell %d things, and the files have %d", n, toldByTown(t))
				}
			})
			want := map[string]int64{}
			for _, m := range demo.Matters() {
				if state, ok := stateOf[m.End]; ok {
					want[state]++
				}
			}
			if diff := cmp.Diff(want, first); diff != "" {
				t.Errorf("what the town has asked for: %s", diff)
			}
			t.Run("second", func(t *testing.T) {
				if again := settled(t, apptest.Start(t, where, town)); !cmp.Equal(first, again) {
					t.Errorf("a second start made %v of %v", again, first)
				}
			})
		})
	}
}

// accountsTell looks at the first page of the account of an organisation at each end: it says what waits and what is under way.
func accountsTell(t *testing.T, r *apptest.Running) {
	t.Helper()
	told := map[demo.End][]string{
		demo.Entered: {"Партнёр"}, demo.Begun: {"Статуса нет", "Вступить в кластер", "Черновик"}, demo.Formed: {"Вступить в кластер", "Ждёт подписи"},
		demo.Sent: {"На рассмотрении", "Ответ фонда — до"}, demo.Asked: {"Нужен ответ", "Фонд задал вопрос"}, demo.Withdrawn: {"Статуса нет"},
		demo.Granted: {"Участник"}, demo.Refused: {"Статуса нет"},
	}
	for _, m := range demo.Matters() {
		want, ok := told[m.End]
		if !ok {
			continue
		}
		delete(told, m.End)
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/login")
		v.Fill("Почта, телефон или СНИЛС", m.Head.Email).Fill("Пароль", demo.Password).Press("Войти")
		v.Open("/org/" + demo.Town()[m.Place].OGRN).WantStatus(http.StatusOK).WantText(append(want, "Статус и заявления")...)
	}
	if len(told) > 0 {
		t.Errorf("nobody in the town has come to %v", told)
	}
}

// toldByTown is how many things the files of the town have its organisations tell.
func toldByTown(t *testing.T) int {
	t.Helper()
	offers, err := demo.Offers()
	if err != nil {
		t.Fatal(err)
	}
	entries, err := demo.Entries()
	if err != nil {
		t.Fatal(err)
	}
	return len(offers) + len(entries)
}

// stateOf is how far an application stands at each end.
var stateOf = map[demo.End]string{demo.Begun: "draft", demo.Formed: "signing", demo.Sent: "review", demo.Asked: "asked", demo.Withdrawn: "withdrawn", demo.Granted: "granted", demo.Refused: "refused"}

// settled waits until the jobs of the town are done, and counts the applications by their state.
func settled(t *testing.T, r *apptest.Running) map[string]int64 {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		var waiting, done int64
		counts := map[string]int64{}
		err := r.DB.View(t.Context(), func(q sqldb.Querier) error {
			clear(counts)
			if err := q.QueryRow(t.Context(), `SELECT COUNT(*) FROM river_job WHERE kind LIKE 'demo.%' AND state <> 'completed'`).Scan(&waiting); err != nil {
				return err
			}
			if err := q.QueryRow(t.Context(), `SELECT COUNT(*) FROM river_job WHERE kind = 'demo.matter' AND state = 'completed'`).Scan(&done); err != nil {
				return err
			}
			type count struct {
				state string
				n     int64
			}
			list, err := sqldb.List(t.Context(), q, func(row sqldb.Row) (c count, err error) { return c, row.Scan(&c.state, &c.n) },
				`SELECT state, COUNT(*) FROM application_case GROUP BY state`)
			for _, c := range list {
				counts[c.state] = c.n
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if waiting == 0 && done == int64(len(demo.Matters())) {
			return counts
		}
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("%d jobs of the town still wait, %d are done; there are %v", waiting, done, counts)
		}
	}
}

package staff_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

// rule is a line of the table in doc.go: a route, and whether it admits a guest, a person and each role.
type rule struct {
	pattern string
	admits  []bool
}

var ruleLine = regexp.MustCompile(`(?m)^//\t(GET|POST)\s+(/\S+)((?:\s+[✓·]){7})$`)

func rules(t *testing.T) (list []rule) {
	t.Helper()
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range ruleLine.FindAllStringSubmatch(string(doc), -1) {
		r := rule{pattern: m[1] + " " + m[2]}
		for _, mark := range strings.Fields(m[3]) {
			r.admits = append(r.admits, mark == "✓")
		}
		list = append(list, r)
	}
	return list
}

// The table of doc.go names every route, and each route admits whom the table says: a guest, a person without a role and
// every role, by requests to the real router.
func TestEveryRoleOnEveryRoute(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		router := httpx.NewRouter(fail, nil)
		h.Routes(router)
		var routes, documented []string
		for _, r := range router.Routes() {
			routes = append(routes, r.Pattern)
		}
		for _, r := range rules(t) {
			documented = append(documented, r.pattern)
		}
		if diff := cmp.Diff(sorted(routes), sorted(documented)); diff != "" {
			t.Fatalf("doc.go and the routes differ (-routes +doc.go):\n%s", diff)
		}

		handler := h.handler(t)
		who := h.oneOfEach(t)
		for _, r := range rules(t) {
			for i, p := range who {
				method, path, _ := strings.Cut(r.pattern, " ")
				status := request(t, handler, method, filled(path), p).StatusCode
				// A route that admits may find nothing or take no empty form; one that refuses answers 403.
				if admitted := status != http.StatusForbidden; admitted != r.admits[i] || status >= 500 {
					t.Errorf("%s by %s: %d", r.pattern, columns[i], status)
				}
			}
		}
	})
}

var columns = []string{"guest", "person", "operator", "expert", "board", "auditor", "owner"}

// oneOfEach settles somebody for each column of the table. There is one owner, so grants take effect at once.
func (h *house) oneOfEach(t *testing.T) []actor.PersonID {
	t.Helper()
	owner := h.owners(t, "owner")[0]
	who := []actor.PersonID{"", h.person(t, "person")}
	for _, role := range []actor.Role{actor.Operator, actor.Expert, actor.Board, actor.Auditor} {
		p := h.person(t, string(role))
		must(t)(h.Grant(t.Context(), p, role, owner))
		who = append(who, p)
	}
	return append(who, owner)
}

var parameter = regexp.MustCompile(`\{\w+\}`)

// filled puts something into the parameters of a path that has the right form and names nothing.
func filled(path string) string {
	if strings.Contains(path, "/jobs/") {
		return parameter.ReplaceAllString(path, "999999")
	}
	return parameter.ReplaceAllString(path, "0190b5c2-0000-7000-8000-000000000000")
}

func request(t *testing.T, handler http.Handler, method, path string, p actor.PersonID, form ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(strings.Join(form, "&")))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Header.Set(personHeader, string(p))
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	if e := w.Header().Get("X-Test-Error"); e != "" {
		t.Errorf("%s %s: %s", method, path, e)
	}
	return w.Result()
}

func sorted(list []string) map[string]bool {
	set := map[string]bool{}
	for _, s := range list {
		set[s] = true
	}
	return set
}

// No GET changes state: whoever opens every page leaves every table as it was.
func TestT24_NoGETChangesState(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		eva := h.person(t, "eva")
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, staff.Console))
		held := h.column(t, `SELECT id FROM staff_role`)[0]
		before := h.rows(t)
		handler := h.handler(t)
		for _, path := range []string{
			"/admin", "/admin/readiness", "/admin/people", "/admin/people?q=eva", "/admin/people/" + string(eva), "/admin/people/" + string(o[0]),
			"/admin/roles", "/admin/roles/" + held + "/end", "/admin/audit", "/admin/views", "/admin/jobs",
			"/staff/invitation/" + string(out.Secret),
		} {
			for _, p := range []actor.PersonID{o[0], eva} {
				for _, language := range []string{"", "/en"} {
					if got := request(t, handler, http.MethodGet, language+path, p); p == o[0] && got.StatusCode != http.StatusOK && !strings.HasPrefix(path, "/staff") {
						t.Errorf("GET %s%s: %d", language, path, got.StatusCode)
					}
				}
			}
		}
		if diff := cmp.Diff(before, h.rows(t)); diff != "" {
			t.Errorf("a GET changed something:\n%s", diff)
		}
	})
}

func (h *house) column(t testing.TB, query string) (list []string) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = sqldb.List(t.Context(), q, func(r sqldb.Row) (s string, err error) { return s, r.Scan(&s) }, query)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

// rows counts what every table of the room holds, and the changes that were made to roles.
func (h *house) rows(t testing.TB) map[string]int64 {
	t.Helper()
	n := map[string]int64{"turns": h.count(t, "SELECT taken FROM staff_turn")}
	for _, table := range []string{"staff_role", "staff_proposal", "staff_invitation", "staff_view", "staff_conflict", "audit_entry", "letter", "river_job"} {
		n[table] = h.count(t, "SELECT COUNT(*) FROM "+table)
	}
	return n
}

func TestTheMenuShowsWhatOpens(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.oneOfEach(t)
		handler := h.handler(t)
		for i, want := range map[int][]string{
			2: {"/admin", "/admin/readiness", "/admin/people", "/admin/jobs", "/admin/messages"},
			3: {"/admin"}, 4: {"/admin"},
			5: {"/admin", "/admin/readiness", "/admin/people", "/admin/roles", "/admin/jobs", "/admin/messages", "/admin/audit", "/admin/views"},
		} {
			menu, err := h.Menu(t.Context(), actor.Actor{Person: who[i], Staff: h.rolesOf(t, who[i])})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, item := range menu {
				got = append(got, item.URL)
				if strings.HasPrefix(item.URL, "/admin/messages") {
					continue // of another room
				}
				if status := request(t, handler, http.MethodGet, item.URL, who[i]).StatusCode; status != http.StatusOK {
					t.Errorf("%s is in the menu of %s and answers %d", item.URL, columns[i], status)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the menu of %s differs (-want +got):\n%s", columns[i], diff)
			}
		}
	})
}

func TestRolesByPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		anna, boris := h.visitor(t, o[0]), h.visitor(t, o[1])
		anna.Open("/admin").Follow("Роли").WantStatus(http.StatusOK).WantText("Ждут решения", "Предложений нет", "anna", "boris")
		anna.Press("Предложить приглашение").WantStatus(http.StatusUnprocessableEntity).WantText("Укажите адрес почты", "Выберите роль")
		anna.Fill("Адрес почты", "eva").Fill("Оператор", "on").Press("Предложить приглашение").WantStatus(http.StatusUnprocessableEntity)
		if anna.Value("Адрес почты") != "eva" || anna.Value("Оператор") != "on" {
			t.Error("the form lost what was typed")
		}
		anna.Fill("Адрес почты", "eva@example.org").Press("Предложить приглашение").WantURL("/admin/roles?done=proposed").WantText("Предложение внесено")
		anna.Fill("Адрес почты", "eva@example.org").Fill("Оператор", "on").Press("Предложить приглашение").WantStatus(http.StatusConflict).WantText("уже ждёт решения")

		boris.Open("/admin/roles").WantText("Пригласить по почте «Оператор»: eva@example.org")
		boris.Press("Подтвердить eva@example.org").WantURL("/admin/roles?done=confirmed").WantText("Отправленные приглашения", "eva@example.org")
		boris.Open("/admin/roles").Press("Отозвать eva@example.org").WantURL("/admin/roles?done=back")

		anna.Open("/admin/roles").Follow("Снять роль «Владелец установки»: boris").WantText("Права пропадут, когда это подтвердит другой владелец")
		anna.Press("Предложить снять роль").WantStatus(http.StatusConflict).WantText("Подтвердить это некому")
		anna.Follow("Снять роль «Владелец установки»: anna").Press("Предложить снять роль").WantURL("/admin/roles?done=proposed")
		anna.Press("Отозвать anna").WantURL("/admin/roles?done=withdrawn")
		anna.Open("/admin/roles").Follow("Снять роль «Владелец установки»: anna").Press("Предложить снять роль")
		boris.Open("/admin/roles").Press("Подтвердить anna").WantText("Владелец один")
		anna.Open("/admin/roles").WantStatus(http.StatusForbidden)
	})
}

// T15, and ASVS 5.0, 7.5.1: a screen left open gives no power to anybody. Nor does a session from another network.
func TestT15_PowerNeedsAFreshProof(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		owner, eva := h.owners(t, "anna")[0], h.person(t, "eva")
		held := filled("/admin/roles/{id}/end")
		handler := h.handler(t)
		forms := map[string][]string{
			"/admin/roles/invite":                    {"email=new@example.org", "role=owner"},
			"/admin/people/" + string(eva) + "/role": {"role=owner"},
			held:                                     nil,
			"/admin/people/" + string(eva) + "/unlock":                            nil,
			"/admin/roles/proposals/0190b5c2-0000-7000-8000-000000000000/confirm": nil,
		}
		for name, ago := range map[string]time.Duration{"old": actor.FreshFor, "none": 50 * 365 * 24 * time.Hour} {
			h.proof = ago
			for path, form := range forms {
				if status := request(t, handler, http.MethodPost, path, owner, form...).StatusCode; status != http.StatusForbidden {
					t.Errorf("%s proof: POST %s: %d", name, path, status)
				}
			}
			if status := request(t, handler, http.MethodGet, held, owner).StatusCode; status != http.StatusForbidden {
				t.Errorf("%s proof: the question before a role ends: %d", name, status)
			}
			h.visitor(t, owner).Open("/admin/roles").WantText("подтвердите, что это вы")
		}
		h.proof = actor.FreshFor - time.Second
		if status := request(t, handler, http.MethodPost, "/admin/roles/invite", owner, forms["/admin/roles/invite"]...).StatusCode; status != http.StatusSeeOther {
			t.Errorf("with a fresh proof: %d", status)
		}
	})
}

func TestAnOwnerSeesNoButtonForTheirOwnMatter(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris", "clara")
		must(t)(h.Revoke(t.Context(), o[1], actor.Owner, o[0]))
		boris := h.visitor(t, o[1])
		boris.Open("/admin/roles").WantText("Решает другой владелец")
		if boris.Doc().Has("form[action^=/admin/roles/proposals/]") {
			t.Error("the subject of a proposal may press a button")
		}
		auditor := h.person(t, "auditor")
		h.agreed(t, auditor, actor.Auditor, o[0], o[1])
		reader := h.visitor(t, auditor)
		reader.Open("/admin/roles").WantStatus(http.StatusOK)
		if reader.Doc().Has("main form") {
			t.Error("an auditor sees a form on the page of roles")
		}
	})
}

func TestAnInvitationByPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		out := must(t)(h.Invite(t.Context(), "anna@example.org", actor.Owner, staff.Console))
		path := "/staff/invitation/" + string(out.Secret)
		guest := h.visitor(t, "")
		guest.Open(path).WantStatus(http.StatusOK).WantText("Вас приглашают на роль «Владелец установки»", "a•••@example.org", "войдите")
		if strings.Contains(guest.Doc().Text(), "anna@") {
			t.Error("whoever has the link learns the address")
		}
		if got, want := guest.Doc().One("main a.button[href^=/login]").Attr("href"), "/login?next=%2Fstaff%2Finvitation%2F"+string(out.Secret); got != want {
			t.Errorf("a guest is led to %s, want %s", got, want)
		}
		stranger := h.visitor(t, h.person(t, "stranger"))
		stranger.Open(path).WantStatus(http.StatusForbidden).WantText("Приглашение для другого адреса", "stranger@example.org", "a•••@example.org")
		if stranger.Doc().Has(`main form[action^=/staff]`) {
			t.Error("a stranger may press the button")
		}
		a := h.person(t, "anna")
		anna := h.visitor(t, a)
		anna.Open(path).Press("Принять приглашение").WantURL(path).WantText("Приглашение принято", "теперь ваша")
		h.wantRoles(t, a, actor.Owner)
		anna.Follow("Открыть раздел «Управление»").WantURL("/admin").WantStatus(http.StatusOK)
		guest.Open(path).WantStatus(http.StatusNotFound).WantText("уже воспользовались")
		guest.Open("/en" + path).WantStatus(http.StatusNotFound).WantText("has been used already")
		guest.Open("/staff/invitation/" + string(id.NewSecret())).WantStatus(http.StatusNotFound)
	})
}

func TestAnInvitationThatWaitsForTheSecondOwnerSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		out := must(t)(h.Invite(t.Context(), "eva@example.org", actor.Operator, anna))
		must(t)(h.Grant(t.Context(), h.person(t, "boris"), actor.Owner, anna))
		eva := h.visitor(t, h.person(t, "eva"))
		eva.Open("/staff/invitation/" + string(out.Secret)).WantText("когда её подтвердит второй владелец").Press("Принять приглашение")
		eva.WantStatus(http.StatusOK).WantText("начнёт действовать, когда её подтвердит второй владелец")
	})
}

func TestJobsByPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.oneOfEach(t)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.queue.Insert(t.Context(), tx, failing{}) }); err != nil {
			t.Fatal(err)
		}
		h.drainAll(t)
		job := h.column(t, `SELECT CAST(id AS TEXT) FROM river_job`)[0]
		auditor, operator := h.visitor(t, who[5]), h.visitor(t, who[2])
		auditor.Open("/admin/jobs").WantText("test.failing", "the relay is away")
		if auditor.Doc().Has("main form") {
			t.Error("an auditor may press a button")
		}
		operator.Open("/admin").WantText("Неудавшиеся задания 1")
		operator.Open("/admin/jobs").Press("Повторить test.failing, № " + job).WantURL("/admin/jobs?done=retried").WantText("Неудавшихся заданий нет")
		h.drainAll(t)
		operator.Open("/admin/jobs").Press("Убрать test.failing, № " + job).WantURL("/admin/jobs?done=discarded")
		if status := request(t, h.handler(t), http.MethodPost, "/admin/jobs/"+job+"/retry", who[2]).StatusCode; status != http.StatusNotFound {
			t.Errorf("a job that is gone was answered by %d", status)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE actor = $1 AND subject = $2", string(who[2]), "job-"+job); n != 2 {
			t.Errorf("%d entries of the operator's deeds, want 2", n)
		}
	})
}

func TestPagesInEnglish(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		handler := h.handler(t)
		cyrillic := regexp.MustCompile(`\p{Cyrillic}+`)
		for _, path := range []string{"", "/readiness", "/people?q=bor", "/people/" + string(o[1]), "/roles", "/audit", "/views", "/jobs"} {
			response := request(t, handler, http.MethodGet, "/en/admin"+path, o[0])
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			_, main, _ := strings.Cut(string(body), "<main")
			main, _, _ = strings.Cut(main, "</main>")
			if found := cyrillic.FindString(main); found != "" || response.StatusCode != http.StatusOK {
				t.Errorf("/en/admin%s: %d, Russian word %q", path, response.StatusCode, found)
			}
		}
	})
}

func TestStrangeRequests(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		handler := h.handler(t)
		for _, c := range []struct {
			method, path, form string
			want               int
		}{
			{"GET", "/admin/people/x", "", 404},
			{"GET", "/admin/people/0190b5c2-0000-7000-8000-000000000000", "", 404},
			{"GET", "/admin/people?q=ab", "", 422},
			{"GET", "/admin/people?q=" + strings.Repeat("x", 300), "", 422},
			{"GET", "/admin/roles/x/end", "", 404},
			{"GET", "/admin/audit?actor=%27+OR+1%3D1", "", 422},
			{"GET", "/admin/audit?before=x", "", 200},
			{"GET", "/admin/views?viewer=%00", "", 200},
			{"GET", "/admin/jobs?before=-1", "", 200},
			{"POST", "/admin/jobs/x/retry", "", 404},
			{"POST", "/admin/audit/verify", "mark=1:abc", 422},
			{"POST", "/admin/people/" + string(anna) + "/look", "reason=curiosity", 422},
			{"POST", "/admin/roles/invite", "email=a%40b.ru&role=emperor", 422},
		} {
			if got := request(t, handler, c.method, c.path, anna, c.form).StatusCode; got != c.want {
				t.Errorf("%s %s %s: %d, want %d", c.method, c.path, c.form, got, c.want)
			}
		}
	})
}

func (h *house) drainAll(t *testing.T) {
	t.Helper()
	if _, err := h.queue.Drain(t.Context(), h.clock.Now().AddDate(10, 0, 0)); err != nil {
		t.Fatal(fmt.Errorf("drain: %w", err))
	}
}

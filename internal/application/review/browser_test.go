package review_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
)

// site serves the desk as Olga sees it. The room of signatures is a page with one button, behind which her good signature arrives.
func (h *house) site(t *testing.T) string {
	t.Helper()
	fail := func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, err.Error(), httpx.Status(err))
	}
	router := httpx.NewRouter(fail, func(*http.Request, string, int, time.Duration) {})
	h.Routes(router)
	session := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			view := &web.View{
				Site: &web.Site{Name: i18n.M("Инновационный кластер", "Innovation Cluster"), BaseURL: "https://cluster.example"}, Lang: i18n.From(r.Context()),
				Path: r.URL.Path, Query: r.URL.RawQuery, Viewer: &web.Viewer{Name: "Ольга", Staff: true},
			}
			next.ServeHTTP(w, r.WithContext(web.WithView(h.asIn(r.Context(), "olga"), view)))
		})
	}
	mux := http.NewServeMux()
	mux.Handle("/", httpx.Chain(router, httpx.Language, session))
	mux.Handle("GET /static/", web.StaticHandler())
	mux.Handle("GET /favicon.ico", web.RootHandler(&web.Site{}))
	mux.HandleFunc("GET /sign/{id}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, `<!doctype html><html lang="ru"><title>Подпись</title><main><h1>Подпись</h1><form method="post"><button>Ввести ПИН и подписать</button></form></main>`)
	})
	mux.HandleFunc("POST /sign/{id}", func(w http.ResponseWriter, r *http.Request) {
		asked := h.town.last()
		content, err := h.applications.ReadFile(r.Context(), asked.XML)
		if err != nil {
			t.Error(err)
		}
		receive := h.Receive
		if asked.Purpose == review.PurposeGroup {
			receive = h.ReceiveGroup
		}
		ctx := h.asIn(r.Context(), "olga")
		a := review.Arrived{Signature: id.New(), Decision: asked.Decision, Person: "olga", Content: content, Own: true, Signer: "Ольга", At: h.clock.Now()}
		if err := h.db.Update(ctx, func(tx *sqldb.Tx) error { return receive(ctx, tx, a) }); err != nil {
			t.Error(err)
		}
		http.Redirect(w, r, asked.Next, http.StatusSeeOther)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// keyboard goes to the element whose name begins with a text by Tab alone, and presses keys there.
func keyboard(t *testing.T, p *browsertest.Page, name string, keys ...string) {
	t.Helper()
	p.TabTo(name)
	p.Press(keys...)
}

// Three hundred applications, of which 250 are clean: with the keyboard alone the official decides the clean ones in groups, one signature
// for each group, and the fifty that need a look stay.
func TestBrowserThreeHundredByKeyboard(t *testing.T) {
	clk := clock.NewManual(today)
	h := &house{db: sqldbtest.Open(t, storetest.SQLite(t)), clock: clk, town: newTown()}
	h.furnish(t, blobtest.NewMemory(clk), service)
	for i := range 300 {
		answers := form.Answers{"goods": text("Станки"), "staff": text("5")}
		h.town.outcome = rule.Pass
		switch i % 12 {
		case 0:
			answers["staff"] = text("1") // the list of checks is contradicted
		case 6:
			h.town.outcome = rule.Undecided
		}
		h.sent(t, answers)
	}
	h.town.outcome = rule.Pass
	p := browsertest.New(t, h.site(t))
	for groups := 1; ; groups++ {
		p.Open("/admin/applications?side=clean")
		if browsertest.Eval[bool](p, `!document.querySelector('table')`) {
			if groups != 6 {
				t.Errorf("%d groups were decided", groups-1)
			}
			break
		}
		if groups == 1 {
			p.Audit()
			p.Shot("review/three-hundred")
		}
		keyboard(t, p, "Отметить все на этой странице", "Enter")
		p.WantText("Снять отметки")
		keyboard(t, p, "Рассмотреть группой", "Enter")
		p.WantText("Группа заявлений: 50")
		if groups == 1 {
			p.Audit()
			p.Shot("review/group")
		}
		keyboard(t, p, "Продукты понятны", "Space")
		keyboard(t, p, "Людей хватает", "Space")
		keyboard(t, p, "Подготовить положительные решения: 50", "Enter")
		p.WantText("Они ждут вашей подписи")
		keyboard(t, p, "Подписать решения: 50", "Enter")
		p.WantText("Ввести ПИН и подписать")
		keyboard(t, p, "Ввести ПИН и подписать", "Enter")
		p.WantText("Решения подписаны и отправлены заявителям")
		if groups == 1 {
			p.Audit()
			p.Shot("review/group-signed")
		}
	}
	for state, want := range map[application.State]int{application.Granted: 250, application.Review: 50} {
		if n := h.count(t, `SELECT COUNT(*) FROM application_case WHERE state = $1`, string(state)); n != want {
			t.Errorf("%d are %s, want %d", n, state, want)
		}
	}
	if n := h.count(t, `SELECT COUNT(*) FROM receipt WHERE kind = 'application.granted'`); n != 250 || len(h.town.asked) != 5 {
		t.Errorf("%d receipts after %d signatures", n, len(h.town.asked))
	}
}

// The pages of the desk on a wide screen and on a telephone, with and without scripts: axe finds nothing, nothing runs over the edge.
func TestBrowserPages(t *testing.T) {
	clk := clock.NewManual(today)
	h := &house{db: sqldbtest.Open(t, storetest.SQLite(t)), clock: clk, town: newTown()}
	h.furnish(t, blobtest.NewMemory(clk), service)
	refused, waiting := h.sent(t, good), h.sent(t, good)
	h.decide(t, "olga", refused, refuse)
	h.prepare(t, "olga", waiting, grant)
	h.town.outcome = rule.Fail
	failing := h.sent(t, form.Answers{"goods": text("Станки"), "staff": text("1")})
	h.town.outcome = rule.Pass
	h.open(t, "olga", failing)
	clk.Advance(10 * 24 * time.Hour)
	group, _ := h.gathered(t, 2)
	url := h.site(t)
	for _, a := range []application.Application{refused, waiting, failing} {
		h.open(t, "olga", a)
	}
	unopened := h.sent(t, good)
	for name, options := range map[string][]browsertest.Option{
		"wide": nil, "narrow": {browsertest.Narrow()}, "without scripts": {browsertest.NoScript()},
	} {
		t.Run(name, func(t *testing.T) {
			p := browsertest.New(t, url, options...)
			for shot, path := range map[string]string{
				"check": "?side=check", "clean": "?side=clean&all=1", "filtered": "?side=clean&left=soon&whose=mine&words=елка", "done": "?side=done",
				"refused": "/" + string(refused.ID), "waiting": "/" + string(waiting.ID), "failing": "/" + string(failing.ID), "gathered": "/groups/" + group,
			} {
				p.Open("/admin/applications" + path)
				if name != "without scripts" { // axe is a script
					p.Audit()
					p.Shot("desk/" + shot)
				}
			}
			p.Open("/admin/applications/" + string(failing.ID))
			p.ByRole("button", "Подготовить положительное решение").Click()
			p.WantText("когда отмечены все пункты")
		})
	}
	p := browsertest.New(t, url, browsertest.Allow("403"))
	p.Open("/admin/applications/" + string(unopened.ID))
	p.WantText("Мы записываем, кто из сотрудников и когда их смотрел")
	p.ByRole("button", "Открыть").Click()
	p.WantText("Станки")
}

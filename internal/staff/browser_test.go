package staff_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// TestBrowserPages looks at each page of the administration with things on it, on a wide screen and on a telephone: axe
// finds nothing, nothing runs over the edge. With KLASTER_SHOTS the pages are drawn.
func TestBrowserPages(t *testing.T) {
	h := newHouse(t, sqldbtest.Open(t, storetest.SQLite(t)))
	s := h.scene(t)
	for name, options := range map[string][]browsertest.Option{
		"wide": nil, "narrow": {browsertest.Narrow()}, "dark": {browsertest.Dark()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := browsertest.New(t, s.url, options...)
			p.Open("/test/as/" + string(s.owner))
			for shot, path := range map[string]string{
				"overview": "/admin", "readiness": "/admin/readiness", "people": "/admin/people?q=example", "reason": "/admin/people/" + string(s.other),
				"card": "/admin/people/" + string(s.human), "roles": "/admin/roles", "end": "/admin/roles/" + s.holding + "/end",
				"audit": "/admin/audit", "views": "/admin/views?subject=" + string(s.human), "jobs": "/admin/jobs",
			} {
				p.Open(path)
				p.Audit()
				p.Shot("staff/" + shot)
			}
			p.Open("/admin/audit")
			p.ByRole("button", "Проверить цепочку").Click()
			p.WantText("Цепочка цела")
			p.Audit()
			p.Shot("staff/audit-checked")
			p.Open("/test/as/nobody")
			p.Open("/staff/invitation/" + s.secret)
			p.Audit()
			p.Shot("staff/invitation-guest")
			p.Open("/test/as/" + string(s.invited))
			p.Open("/staff/invitation/" + s.secret)
			p.Audit()
			p.Shot("staff/invitation")
		})
	}
}

// scene is an installation at work.
type scene struct {
	url                          string
	owner, human, other, invited actor.PersonID
	holding, secret              string
}

func (h *house) scene(t *testing.T) scene {
	t.Helper()
	o := h.owners(t, "Воскресенская Анна Александровна", "Белов Борис Ильич")
	operator, human, other := h.person(t, "Ким Ольга Дмитриевна"), h.person(t, "Смирнова Ева Петровна"), h.person(t, "Orlov John")
	h.agreed(t, operator, actor.Operator, o[0], o[1])
	must(t)(h.Grant(t.Context(), human, actor.Auditor, o[0]))
	must(t)(h.Grant(t.Context(), other, actor.Expert, o[1]))
	must(t)(h.Revoke(t.Context(), o[1], actor.Owner, o[1]))
	invitation := must(t)(h.Invite(t.Context(), "Новиков Пётр@example.org", actor.Board, staff.Console))
	why := i18n.M("Обращение в поддержку — не приходит письмо с кодом, обращение 4711", "A request to the support: no letter with the code, request 4711")
	if err := h.OpenCard(t.Context(), operator, human, why); err != nil {
		t.Fatal(err)
	}
	if err := h.OpenCard(t.Context(), o[0], human, why); err != nil {
		t.Fatal(err)
	}
	if err := h.MarkConflict(t.Context(), string(human), "Вместе учились, занимала у неё деньги", operator); err != nil {
		t.Fatal(err)
	}
	if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.queue.Insert(t.Context(), tx, failing{}) }); err != nil {
		t.Fatal(err)
	}
	h.drainAll(t)
	h.sequence(t)
	return scene{
		url: h.site(t), owner: o[0], human: human, other: other, invited: h.person(t, "Новиков Пётр"),
		holding: h.column(t, "SELECT id FROM staff_role WHERE role = 'operator'")[0], secret: string(invitation.Secret),
	}
}

// site serves the pages with their styles and scripts. /test/as/{person} signs a browser in.
func (h *house) site(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.Handle("/", h.handler(t))
	mux.Handle("GET /static/", web.StaticHandler())
	mux.Handle("GET /favicon.ico", web.RootHandler(&web.Site{}))
	mux.HandleFunc("GET /test/as/{person}", func(w http.ResponseWriter, r *http.Request) {
		c := &http.Cookie{Name: "person", Value: r.PathValue("person"), Path: "/", Expires: time.Now().Add(time.Hour)}
		if c.Value == "nobody" {
			c.Value = ""
		}
		http.SetCookie(w, c)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

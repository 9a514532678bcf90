package staff_test

import (
	"encoding/csv"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/internal/storetest"
)

func (h *house) sequence(t *testing.T) {
	t.Helper()
	if _, err := audit.Sequence(t.Context(), h.db); err != nil {
		t.Fatal(err)
	}
}

func TestTheJournalByPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.oneOfEach(t)
		stranger := h.person(t, "stranger")
		if err := h.Module.SetLocked(t.Context(), stranger, true, who[6]); err != nil {
			t.Fatal(err)
		}
		v := h.visitor(t, who[5])
		v.Open("/admin/audit").WantText("ждёт номера", "staff.role_given", "operator", "Командная строка сервера", "staff.account_closed")
		if strings.Contains(v.Doc().One("main").Text(), "stranger") {
			t.Error("the journal names a person whose card was not opened")
		}
		h.sequence(t)
		v.Open("/admin/audit").WantText("Записей: ").Fill("Действие необязательно", "staff.account_").Press("Показать").WantStatus(http.StatusOK).WantText("Ничего не найдено")
		v.Fill("Действие необязательно", "staff.").Fill("О ком или о чём необязательно", string(stranger)).Press("Показать").WantText("staff.account_closed")
		if rows := v.Doc().All("tbody tr"); len(rows) != 1 {
			t.Errorf("%d entries about the stranger, want 1", len(rows))
		}
		v.Follow("Показать всё").WantURL("/admin/audit")

		v.Press("Проверить цепочку").WantText("Цепочка цела")
		mark := v.Doc().All("main .sheet code")[0].Text()
		v.Fill("Отметка, сохранённая раньше необязательно", mark).Press("Проверить цепочку").WantText("Цепочка цела")
		h.exec(t, "UPDATE audit_entry SET detail = 'board' WHERE action = 'staff.role_given' AND detail = 'owner'")
		v.Fill("Отметка, сохранённая раньше необязательно", "").Press("Проверить цепочку").WantText("Журнал повреждён на записи № ")
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE action = 'staff.journal_checked' AND actor = $1", string(who[5])); n != 3 {
			t.Errorf("%d entries of the checks, want 3", n)
		}
	})
}

func TestACheckThatRunsOutOfTimeSaysSo(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		h.sequence(t)
		check, err := h.CheckJournal(t.Context(), audit.Mark{}, 0, anna)
		if err != nil || !check.Stopped || check.Damage != nil {
			t.Errorf("%+v, %v", check, err)
		}
	})
}

func TestTheJournalIsExported(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.oneOfEach(t)
		for range 3 { // more than fits a page of the screen
			for i := range 20 {
				h.exec(t, `INSERT INTO audit_entry (id, at, actor, action, subject, request, address, detail) VALUES ($1, $2, $3, 'test.many', '', '', '', '=1+1')`,
					strings.Repeat("0", 30)+string(rune('a'+i))+string(rune('a'+len(h.rows(t))))+h.column(t, "SELECT CAST(COUNT(*) AS TEXT) FROM audit_entry")[0], h.clock.Now(), "system")
			}
		}
		h.sequence(t)
		response := request(t, h.handler(t), http.MethodPost, "/admin/audit/export", who[5], "actor=system&subject=&action=test.many")
		if got := response.Header.Get("Content-Type"); got != "text/csv; charset=utf-8" || response.StatusCode != http.StatusOK {
			t.Fatalf("%d %s", response.StatusCode, got)
		}
		rows, err := csv.NewReader(response.Body).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		if len(rows) != 61 || rows[0][3] != "action" || rows[1][3] != "test.many" || rows[1][9] == "" {
			t.Errorf("%d rows, first %q", len(rows), rows[:2])
		}
		if rows[1][5] != "'=1+1" {
			t.Errorf("a cell is taken for a formula: %q", rows[1][5])
		}
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE action = 'staff.journal_exported' AND actor = $1 AND detail = 'test.many'", string(who[5])); n != 1 {
			t.Errorf("%d entries of the export, want 1", n)
		}
		refused := request(t, h.handler(t), http.MethodPost, "/admin/audit/export", who[2], "actor=")
		if body, _ := io.ReadAll(refused.Body); refused.StatusCode != http.StatusForbidden || strings.Contains(string(body), "test.many") {
			t.Errorf("an operator exported the journal: %d", refused.StatusCode)
		}
	})
}

// The journal tells of every change of roles who did it, and to whom.
func TestEveryChangeStandsInTheJournal(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		eva := h.person(t, "eva")
		h.agreed(t, eva, actor.Operator, o[0], o[1])
		out, err := h.Revoke(t.Context(), eva, actor.Operator, o[1])
		must(t)(out, err)
		if err := h.Refuse(t.Context(), out.Proposal, o[0]); err != nil {
			t.Fatal(err)
		}
		for _, want := range []struct {
			by      actor.PersonID
			action  string
			subject actor.PersonID
		}{
			{o[0], "staff.invitation_accepted", ""},
			{staff.Console, "staff.role_given", o[0]},
			{o[0], "staff.role_given", o[1]},
			{o[0], "staff.proposed.give", eva},
			{o[1], "staff.role_given", eva},
			{o[1], "staff.proposed.end", eva},
			{o[0], "staff.refused.end", eva},
		} {
			if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE actor = $1 AND action = $2 AND ($3 = '' OR subject = $3)",
				string(want.by), want.action, string(want.subject)); n != 1 {
				t.Errorf("%d entries %s by %s about %s, want 1", n, want.action, want.by, want.subject)
			}
		}
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE subject LIKE '%@%' OR detail LIKE '%@%'"); n != 0 {
			t.Errorf("%d entries hold an address", n)
		}
	})
}

// What the page prints it reads again, and nothing else.
func FuzzParseMark(f *testing.F) {
	for _, seed := range []string{"", "1:" + strings.Repeat("a", 64), "0:" + strings.Repeat("a", 64), "-1:ab", "12", ":", "1:" + strings.Repeat("G", 64)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		mark, ok := staff.ParseMark(s)
		switch again, fine := staff.ParseMark(staff.PrintMark(mark)); {
		case !ok && mark != audit.Mark{}:
			t.Errorf("%q was refused and read as %v", s, mark)
		case ok && s != "" && (!fine || again != mark):
			t.Errorf("%q is %v, and printed and read again %v", s, mark, again)
		}
	})
}

func BenchmarkRoles(b *testing.B) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b, sqldbtest.Open(b, url(b)))
			p := h.owners(b, "anna")[0]
			for b.Loop() {
				h.rolesOf(b, p)
			}
		})
	}
}

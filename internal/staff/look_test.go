package staff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

func (h *house) looksAt(t *testing.T, p actor.PersonID) (list []staff.Look) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		list, err = h.LooksAt(t.Context(), q, p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return list
}

func TestACardAsksForAReasonAndNotesIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.oneOfEach(t)
		operator, auditor := h.visitor(t, who[2]), h.visitor(t, who[5])
		eva := h.person(t, "eva")

		operator.Open("/admin/people").Fill("Кого найти", "ev").Press("Найти").WantStatus(http.StatusUnprocessableEntity).WantText("не меньше трёх знаков")
		operator.Fill("Кого найти", "eva").Press("Найти").WantText("e•••@example.org")
		operator.Follow("eva").WantText("Зачем открывать карточку?")
		if strings.Contains(operator.Doc().Text(), "+7 916") {
			t.Error("the card is shown before the reason is given")
		}
		operator.Press("Открыть карточку").WantStatus(http.StatusUnprocessableEntity).WantText("Выберите, зачем открываете карточку")
		operator.Fill("Другое", "on").Press("Открыть карточку").WantStatus(http.StatusUnprocessableEntity).WantText("Опишите причину")
		if operator.Value("Другое") != "on" {
			t.Error("the form lost the choice")
		}
		if got := h.looksAt(t, eva); len(got) != 0 {
			t.Errorf("a look was noted that did not happen: %v", got)
		}
		operator.Fill("Обращение в поддержку", "on").Fill("Подробности необязательно", "обращение 4711").Press("Открыть карточку")
		operator.WantURL("/admin/people/"+string(eva)).WantText("+7 916 123-45-67", "Стандартная", "Открытых сеансов 2")

		list := h.looksAt(t, eva)
		if len(list) != 1 || list[0].Viewer != who[2] {
			t.Fatalf("looks %+v, want one by the operator", list)
		}
		if got := strings.ReplaceAll(list[0].What.In(i18n.Russian), "\u00a0", " "); got != "Карточка человека: Обращение в поддержку — обращение 4711" {
			t.Errorf("what was noted: %q", got)
		}
		if got := list[0].What.In(i18n.English); !strings.HasPrefix(got, "Card of the person: A request to support") {
			t.Errorf("what was noted in English: %q", got)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE action = 'staff.looked' AND actor = $1 AND subject = $2 AND detail = $3",
			string(who[2]), string(eva), list[0].ID); n != 1 {
			t.Errorf("%d entries of the look in the journal, want 1", n)
		}

		h.clock.Advance(staff.CardLife - time.Second)
		operator.Open("/admin/people/" + string(eva)).WantText("Стандартная")
		h.clock.Advance(2 * time.Second)
		operator.Open("/admin/people/" + string(eva)).WantText("Зачем открывать карточку?")

		// Another one's reason opens nothing, and the auditor's is noted like all others.
		auditor.Open("/admin/people/" + string(eva)).WantText("Зачем открывать карточку?")
		auditor.Fill("Проверка работы сотрудников", "on").Press("Открыть карточку").WantText("Стандартная")
		if auditor.Doc().Has("main form") {
			t.Error("an auditor may press a button on a card")
		}
		auditor.Follow("Кто смотрел эти данные").WantText("operator", "eva", "обращение 4711", "Показаны только записи")
		auditor.Follow("operator").WantText("кто смотрел — operator, чьи данные — eva")
		auditor.Follow("Показать всё").WantURL("/admin/views")
		if got := h.looksAt(t, eva); len(got) != 2 || got[0].Viewer != who[5] {
			t.Errorf("looks %+v, want the auditor's first", got)
		}
	})
}

func TestALookOfAnotherFeature(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		viewer, subject := h.person(t, "viewer"), h.person(t, "subject")
		what := i18n.M("Заявление № 7", "Application no. 7")
		for _, p := range []actor.PersonID{subject, viewer} { // one's own data are no matter
			if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Look(t.Context(), tx, viewer, p, what) }); err != nil {
				t.Fatal(err)
			}
		}
		if got := h.looksAt(t, subject); len(got) != 1 || got[0].What != what {
			t.Errorf("looks %+v", got)
		}
		if got := h.looksAt(t, viewer); len(got) != 0 {
			t.Errorf("a look at oneself was noted: %+v", got)
		}
	})
}

func TestTheListOfLooksGoesBackPageByPage(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna")
		eva := h.person(t, "eva")
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
			for n := range 60 {
				if err := h.Look(t.Context(), tx, o[0], eva, i18n.Same("look "+string(rune('A'+n/26))+string(rune('a'+n%26)))); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		v := h.visitor(t, o[0])
		v.Open("/admin/views").WantText("look Ch", "look Ak").Follow("Более ранние").WantText("look Aa", "look Aj")
		if rows := v.Doc().All("tbody tr"); len(rows) != 10 {
			t.Errorf("%d rows on the second page, want 10", len(rows))
		}
	})
}

func TestAConflictOfInterestClosesTheCard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		anna, boris := h.visitor(t, o[0]), h.visitor(t, o[1])
		eva := h.person(t, "eva")
		card := "/admin/people/" + string(eva)
		open := func() {
			anna.Open(card).Fill("Безопасность учётной записи", "on").Press("Открыть карточку").WantURL(card)
		}
		open()
		anna.Press("Отметить конфликт").WantStatus(http.StatusUnprocessableEntity).WantText("хотя бы десять знаков")
		anna.Fill("В чём конфликт", "Двоюродная сестра").Press("Отметить конфликт").WantURL("/admin/people?done=marked").WantText("отмечен")
		anna.Open(card).WantStatus(http.StatusForbidden).WantText("конфликт интересов")
		for path, form := range map[string]string{"/look": "reason=support", "/lock": "", "/role": "role=operator"} {
			want := http.StatusForbidden
			if path == "/role" {
				want = http.StatusSeeOther // a second owner looks at it, and roles are no data of the person
			}
			if got := request(t, h.handler(t), http.MethodPost, card+path, o[0], form).StatusCode; got != want {
				t.Errorf("POST %s: %d, want %d", path, got, want)
			}
		}
		wantErr(t, h.MarkConflict(t.Context(), string(eva), "Двоюродная сестра", o[0]), staff.ErrMarked)
		wantErr(t, h.MarkConflict(t.Context(), string(o[0]), "Никакой роли нет", eva), actor.ErrRole)
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			for p, want := range map[actor.PersonID]bool{o[0]: true, o[1]: false} {
				if got, err := h.InConflict(t.Context(), q, p, string(eva)); err != nil || got != want {
					t.Errorf("conflict of %s: %v, %v", p, got, err)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}

		mark := h.column(t, `SELECT id FROM staff_conflict`)[0]
		wantErr(t, h.LiftConflict(t.Context(), mark, o[0]), staff.ErrOwnMark)
		wantErr(t, h.LiftConflict(t.Context(), mark, eva), actor.ErrRole)
		boris.Open(card).Fill("Обращение в поддержку", "on").Press("Открыть карточку").WantText("anna, 21 ноября 2026 г.: Двоюродная сестра")
		boris.Press("Снять отметку anna").WantText("снята")
		wantErr(t, h.LiftConflict(t.Context(), mark, o[1]), staff.ErrNoConflict)
		anna.Open(card).WantStatus(http.StatusOK)
	})
}

func TestAnOwnerClosesAndOpensAnAccount(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.owners(t, "anna", "boris")
		anna := h.visitor(t, o[0])
		eva := h.person(t, "eva")
		card := "/admin/people/" + string(eva)
		anna.Open(card).Fill("Безопасность учётной записи", "on").Press("Открыть карточку")
		anna.Press("Закрыть учётную запись").WantURL(card+"?done=closed").WantText("Учётная запись закрыта, сеансы завершены", "Закрыта")
		if n := h.count(t, "SELECT COUNT(*) FROM town WHERE locked AND id = $1", string(eva)); n != 1 {
			t.Error("the account is open")
		}
		anna.Press("Открыть учётную запись").WantURL(card + "?done=opened").WantText("Действует")

		wantErr(t, h.Module.SetLocked(t.Context(), o[1], true, o[0]), staff.ErrLockOwner)
		wantErr(t, h.Module.SetLocked(t.Context(), o[0], true, o[0]), staff.ErrLockSelf)
		wantErr(t, h.Module.SetLocked(t.Context(), o[0], true, eva), actor.ErrRole)
		for action, want := range map[string]int64{"staff.account_closed": 1, "staff.account_opened": 1} {
			if n := h.count(t, "SELECT COUNT(*) FROM audit_entry WHERE action = $1 AND subject = $2", action, string(eva)); n != want {
				t.Errorf("%d entries %s, want %d", n, action, want)
			}
		}
	})
}

func TestRolesFromTheCard(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		v := h.visitor(t, anna)
		eva := h.person(t, "eva")
		card := "/admin/people/" + string(eva)
		v.Open(card).Fill("Безопасность учётной записи", "on").Press("Открыть карточку").WantText("Ролей нет и не было")
		v.Press("Назначить").WantStatus(http.StatusUnprocessableEntity).WantText("Выберите роль")
		v.Fill("Назначить роль", "Владелец установки").Press("Назначить").WantURL(card + "?done=given").WantText("по сей день")
		v.Fill("Назначить роль", "Эксперт").Press("Предложить").WantStatus(http.StatusConflict).WantText("Подтвердить это некому")
		h.wantRoles(t, eva, actor.Owner)
	})
}

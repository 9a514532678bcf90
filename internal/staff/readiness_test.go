package staff_test

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/staff"
)

func TestChecksRunSideBySideUntilTheDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := func(d time.Duration) func(context.Context) staff.Result {
			return func(context.Context) staff.Result { // deaf to its context
				<-time.After(d)
				return staff.Result{State: staff.Ready, Text: i18n.Same("done")}
			}
		}
		began := time.Now()
		report := staff.Examine(t.Context(), []staff.Check{
			{Key: "a", Run: slow(2 * time.Second)},
			{Key: "b", Run: slow(time.Hour)},
			{Key: "c", Run: slow(2 * time.Second)},
			{Key: "d", Run: func(context.Context) staff.Result { panic("password=hunter2") }},
			{Key: "e", Run: func(ctx context.Context) staff.Result {
				<-ctx.Done()
				return staff.Result{State: staff.Later, Text: i18n.Same("heeded")}
			}},
		}, 5*time.Second, slog.New(slog.DiscardHandler))
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("the report took %v, want the deadline", took)
		}
		want := []staff.CheckState{staff.Ready, staff.NotReady, staff.Ready, staff.NotReady}
		for i, state := range want {
			if report[i].State != state {
				t.Errorf("check %s: %v, want %v", report[i].Key, report[i].State, state)
			}
			if report[i].Text.IsZero() || state == staff.NotReady && report[i].HowTo.IsZero() {
				t.Errorf("check %s says nothing or not how to mend it", report[i].Key)
			}
			if strings.Contains(report[i].Text.In(i18n.English), "hunter2") {
				t.Errorf("check %s shows what it panicked with", report[i].Key)
			}
		}
		<-time.After(time.Hour) // in the bubble's own time: the deaf check ends, and no goroutine is left
	})
}

func TestReadinessCountsOwners(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		anna := h.owners(t, "anna")[0]
		v := h.visitor(t, anna)
		v.Open("/admin/readiness").WantStatus(http.StatusOK).WantText("Не готово: 1 из 3", "Назначено и может войти: 1 владелец", "Пригласите второго владельца", "Можно позже", "Работает.")
		h.owners(t, "boris") // by the console
		v.Open("/admin/readiness").WantText("Всё необходимое готово", "Назначено и может войти: 2 владельца")
		h.exec(t, "UPDATE town SET locked = TRUE WHERE name = 'boris'")
		v.Open("/admin/readiness").WantText("Не готово: 1 из 3", "1 владелец")
	})
}

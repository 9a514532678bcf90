package staff_test

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/staff"
)

// However many operators press at once, a person gets three letters and then one each hour; the operator reads when, and
// the journal has the tries that were refused.
func TestAPersonIsRecoveredThreeTimes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		operator := h.oneOfEach(t)[2]
		eva := h.person(t, "eva")
		var (
			all  sync.WaitGroup
			errs [16]error
		)
		for i := range errs {
			all.Go(func() { errs[i] = h.Module.StartRecovery(t.Context(), eva, operator) })
		}
		all.Wait()
		started := 0
		for _, err := range errs {
			switch no, _ := errors.AsType[*fault.Fault](err); {
			case err == nil:
				started++
			case !errors.Is(err, staff.ErrRecoveryOften) || no.Kind != fault.RateLimited:
				t.Errorf("the refusal: %v", err)
			case no.Retry != time.Hour || strings.ReplaceAll(no.Text.In(i18n.Russian), "\u00a0", " ") !=
				"Этому человеку уже отправлено несколько ссылок, и действует последняя. Следующую можно отправить через 60 минут.":
				t.Errorf("after %v: %s", no.Retry, no.Text.In(i18n.Russian))
			}
		}
		if started != 3 {
			t.Errorf("%d recoveries were started, want 3", started)
		}
		limited := func() int64 {
			return h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action = 'staff.recovery_limited' AND actor = $1 AND subject = $2 AND detail = 'person'`,
				string(operator), string(eva))
		}
		if n := limited(); n != 13 {
			t.Errorf("the journal has %d refusals, want 13", n)
		}
		v := h.visitor(t, operator)
		v.Open("/admin/people/"+string(eva)).Fill("Обращение в поддержку", "on").Press("Открыть карточку")
		v.Press("Отправить ссылку на новый пароль").WantStatus(http.StatusTooManyRequests).WantText("Следующую можно отправить через 60 минут")
		h.clock.Advance(time.Hour)
		v.Press("Отправить ссылку на новый пароль").WantURL("/admin/people/" + string(eva) + "?done=recovery")
		if n := limited(); n != 14 {
			t.Errorf("the journal has %d refusals, want 14", n)
		}
	})
}

// An operator starts twenty recoveries an hour, of whomever. Who may not start any spends nobody's budget.
func TestAnOperatorStartsTwentyRecoveries(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		who := h.oneOfEach(t)
		auditor, operator, owner := who[5], who[2], who[6]
		eva := h.person(t, "eva")
		for range 5 {
			if err := h.Module.StartRecovery(t.Context(), eva, auditor); !errors.Is(err, actor.ErrRole) {
				t.Fatalf("an auditor: %v", err)
			}
		}
		for i := range 20 {
			if err := h.Module.StartRecovery(t.Context(), h.person(t, "person"), operator); err != nil {
				t.Fatalf("recovery %d: %v", i+1, err)
			}
		}
		err := h.Module.StartRecovery(t.Context(), eva, operator)
		no, _ := errors.AsType[*fault.Fault](err)
		if !errors.Is(err, staff.ErrRecoveryOften) || no.Retry != 3*time.Minute || !strings.Contains(no.Text.In(i18n.English), "You have started too many recoveries in a row") {
			t.Fatalf("the twenty-first: %v", err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM audit_entry WHERE action = 'staff.recovery_limited' AND detail = 'operator'`); n != 1 {
			t.Errorf("the journal has %d refusals, want 1", n)
		}
		if err := h.Module.StartRecovery(t.Context(), eva, owner); err != nil {
			t.Errorf("another one of the staff: %v", err)
		}
		h.clock.Advance(3 * time.Minute)
		if err := h.Module.StartRecovery(t.Context(), eva, operator); err != nil {
			t.Errorf("three minutes later: %v", err)
		}
	})
}

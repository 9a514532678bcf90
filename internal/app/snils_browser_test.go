package app_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/browsertest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid"
)

// age makes the check that is under way so much older, here and in the trial register, whose ticket says when it was
// asked; then the register is asked again, without waiting for its minute.
func age(t *testing.T, r *apptest.Running, digit byte, d time.Duration) {
	t.Helper()
	deadline := time.NewTimer(3 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for count(t, r.DB, `SELECT COUNT(*) FROM account_snils_check WHERE state = 'pending' AND asked > 0`) == 0 {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatal("the register is never asked")
		}
	}
	began := r.Clock.Now().Add(-d)
	execute(t, r, `UPDATE account_snils_check SET created_at = $1, next_at = $1, ticket = CASE WHEN ticket = '' THEN '' ELSE $2 END WHERE state = 'pending'`,
		began, fmt.Sprintf("trial-%c-%d", digit, began.Unix()))
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error { return r.Jobs.Insert(t.Context(), tx, job{"account.snils_due"}) }); err != nil {
		t.Fatal(err)
	}
}

// numberWith is a СНИЛС whose ninth digit, by which the trial register answers, is the given one.
func numberWith(t *testing.T, start string, digit byte) string {
	t.Helper()
	for control := range 100 {
		if n, err := ruid.ParseSNILS(fmt.Sprintf("%s%c%02d", start, digit, control)); err == nil {
			return n.String()
		}
	}
	t.Fatalf("no СНИЛС begins with %s%c", start, digit)
	return ""
}

// In Chromium, with scripts and without, one page follows a check: under way with the time since, refused; under way,
// out of reach, without an answer after 48 hours, with the way to the support; under way, confirmed, the standard level.
func TestBrowserACheckOfTheSNILSFromBeginningToEnd(t *testing.T) {
	r := apptest.Start(t, storetest.SQLite(t))
	for _, w := range []struct {
		name, email, start string
		options            []browsertest.Option
	}{
		{"with scripts", "anna@klaster.example", "11223366", nil},
		{"without scripts", "ilya@klaster.example", "11223377", []browsertest.Option{browsertest.NoScript()}},
	} {
		t.Run(w.name, func(t *testing.T) {
			p := browsertest.New(t, r.URL, w.options...)
			signIn(p, w.email)
			give := func(digit byte) {
				p.Open("/profile/data")
				p.ByLabel("СНИЛС").Fill(numberWith(t, w.start, digit))
				p.ByLabel("День").Fill("5")
				p.ByLabel("Месяц").Fill("3")
				p.ByLabel("Год").Fill("1985")
				p.ByLabel("Женский").Check()
				p.ByRole("button", "Сохранить и проверить").Click()
				p.WantURL("/profile/level?sent=1")
				p.WantText("СНИЛС проверяется", "прошло", "до 48 часов")
			}

			give('6') // no, after 15 minutes
			age(t, r, '6', 16*time.Minute)
			reached(t, p, "Данные не совпали")
			p.Shot("identity/no")

			give('7') // out of order
			reached(t, p, "Сейчас реестр не отвечает")
			age(t, r, '7', 49*time.Hour)
			reached(t, p, "Нет ответа")
			p.WantText("Поддержка: +7 495 000-00-00, support@example.ru", "Исправить и проверить ещё раз")
			if len(w.options) == 0 {
				p.Audit()
			}
			p.Shot("identity/silent")

			before := count(t, r.DB, `SELECT COUNT(*) FROM account_snils_check`)
			give('2') // yes, after 15 minutes
			age(t, r, '2', 16*time.Minute)
			reached(t, p, "Как менялся уровень")
			p.WantText("Стандартная", "проверка СНИЛС в Социальном фонде")
			p.Open("/profile")
			p.WantText("Подтверждено", numberWith(t, w.start, '2'))
			if n := count(t, r.DB, `SELECT COUNT(*) FROM account_snils_check`); n != before+1 {
				t.Errorf("it took %d checks, want the one", n-before)
			}
			if n := count(t, r.DB, `SELECT COUNT(*) FROM account_snils_check WHERE state = 'confirmed'`); n == 0 {
				t.Error("the check is not confirmed")
			}
		})
	}
}

package app_test

import (
	"encoding/base64"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/account/snilssim"
	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/staff"
)

// wantCheck asks a check of readiness and holds its state and its text to what is wanted.
func wantCheck(t *testing.T, r *apptest.Running, key string, state staff.CheckState, part string) {
	t.Helper()
	got := r.Check(t.Context(), key)
	if text := strings.ReplaceAll(got.Text.In(i18n.Russian), "\u00a0", " "); got.State != state || !strings.Contains(text, part) {
		t.Errorf("%s: %d %q, want %d and %q", key, got.State, text, state, part)
	}
	if got.Text.In(i18n.English) == "" || got.State != staff.Ready && got.HowTo.IsZero() {
		t.Errorf("%s says nothing in English, or not how to mend it", key)
	}
}

func execute(t *testing.T, r *apptest.Running, query string, args ...any) {
	t.Helper()
	if err := r.DB.Update(t.Context(), func(tx *sqldb.Tx) error {
		_, err := tx.Exec(t.Context(), query, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// The keys are looked at where they lie: one that is gone, open to others, or of another installation is seen before the
// next start makes it worse; and looking makes no key.
func TestReadinessLooksAtTheKeys(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		wantCheck(t, r, "keys", staff.Ready, "отдельно от копии базы")
		wantCheck(t, r, "files", staff.Ready, "зашифрованными")
		wantCheck(t, r, "seal", staff.Ready, "учебная печать")
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		if got := upload(t, r.URL, v.Cookie("klaster-session"), "паспорт.pdf", "%PDF-1.7\n"); got != http.StatusSeeOther {
			t.Fatal(got)
		}
		wantCheck(t, r, "files", staff.Ready, "зашифрованными")

		for key, file := range map[string]string{"keys": "codes.key", "files": "files.key"} {
			path := filepath.Join(r.Config.Data, "keys", file)
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			wantCheck(t, r, key, staff.NotReady, "не читается")
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
			wantCheck(t, r, key, staff.NotReady, "не читается")
			if _, err := os.Stat(path); err == nil {
				t.Errorf("the check made %s anew", file)
			}
			if err := os.WriteFile(path, text, 0o600); err != nil {
				t.Fatal(err)
			}
			wantCheck(t, r, key, staff.Ready, "")
		}
		other := filepath.Join(r.Config.Data, "keys", "codes.key")
		if err := os.WriteFile(other, []byte(base64.StdEncoding.EncodeToString(make([]byte, 32))), 0o600); err != nil {
			t.Fatal(err)
		}
		wantCheck(t, r, "keys", staff.NotReady, "не тот ключ")

		lose(t, filepath.Join(r.Config.Data, "files"))
		wantCheck(t, r, "files", staff.NotReady, "которых нет в папке")
	})
}

// A database that was restored with the keys of another day is seen.
func TestReadinessOpensWhatIsSealed(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		upload(t, r.URL, v.Cookie("klaster-session"), "паспорт.pdf", "%PDF-1.7\n")
		execute(t, r, `UPDATE account_document SET sealed = 'of another key'`)
		wantCheck(t, r, "keys", staff.NotReady, "не открывает то, что лежит в базе")
	})
}

func TestReadinessOfTheRegister(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		wantCheck(t, r, "snils", staff.Ready, "учебный реестр")
		wantCheck(t, r, "identity", staff.Ready, "Подключено: 3 способа")
		v := htmlcheck.NewVisitorAt(t, r.URL)
		enter(v, "anna@klaster.example")
		giveSNILS(v, answeredBy(t, '7')) // out of order
		awaitText(t, v, "не отвечает")
		wantCheck(t, r, "snils", staff.Ready, "учебный реестр")
		execute(t, r, `UPDATE account_snils_check SET created_at = $1`, r.Clock.Now().Add(-3*time.Hour))
		wantCheck(t, r, "snils", staff.NotReady, "Ждут ответа: 1")
	})
}

// A real installation without a register and a desk says that nobody gets beyond the first level; and it takes nothing
// that is invented.
func TestReadinessOfARealInstallation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		wantCheck(t, r, "snils", staff.Later, "Реестр не подключён")
		wantCheck(t, r, "seal", staff.NotReady, "Печать фонда не настроена")
		wantCheck(t, r, "identity", staff.NotReady, "Ни один способ не подключён")
		wantCheck(t, r, "passwords", staff.Later, "Список не задан")
		wantCheck(t, r, "letters", staff.NotReady, "Отправитель писем — Klaster <noreply@localhost>")
		wantCheck(t, r, "jobs", staff.Ready, "")
		wantCheck(t, r, "clock", staff.Ready, "сравните с точным временем")
		execute(t, r, `INSERT INTO audit_entry (id, at, actor, action, subject, request, address, detail) VALUES ('ffffffff-ffff-7fff-bfff-ffffffffffff', $1, 'a', 'a', 'a', '', '', '')`,
			r.Clock.Now().Add(time.Minute))
		wantCheck(t, r, "clock", staff.NotReady, "Часы отстали")
	}, apptest.Real())
	apptest.Each(t, func(t *testing.T, r *apptest.Running) {
		wantCheck(t, r, "identity", staff.Ready, "Подключено: 1 способ")
		wantCheck(t, r, "letters", staff.NotReady, "Ни одно письмо ещё не ушло")
		v := htmlcheck.NewVisitorAt(t, r.URL)
		v.Open("/recover/login")
		execute(t, r, `INSERT INTO notification_message (id, channel, recipient, topic, lang, subject, text, html, state, created_at, expires_at)
			VALUES ('01a20000-0000-7000-8000-000000000001', 'mail', 'a@example.org', 'test', 'ru', '', '', '', 'waiting', $1, $2)`,
			r.Clock.Now().Add(-31*time.Minute), r.Clock.Now().Add(time.Hour))
		wantCheck(t, r, "letters", staff.NotReady, "Письма ждут отправки")
		execute(t, r, `UPDATE notification_message SET state = 'sent', done_at = $1`, r.Clock.Now())
		wantCheck(t, r, "letters", staff.Ready, "Последнее письмо ушло")
	}, apptest.Real(), func(c *app.Config) {
		c.Account.Desk = "Москва, 1"
		c.Mail = mail.Config{From: "Klaster <noreply@cluster.example>", Timeout: time.Second, TLS: "none"}
	})
}

// T8: what is invented serves nobody in a real installation.
func TestT8_ARealInstallationTakesNothingInvented(t *testing.T) {
	site, err := connector.NewTrial("https://there.example", "https://here.example/login/via/trial/back", nil, clock.System{})
	if err != nil {
		t.Fatal(err)
	}
	if err := app.RefuseTrial(nil, nil, nil); err != nil {
		t.Errorf("nothing at all: %v", err)
	}
	if app.RefuseTrial(snilssim.New(clock.System{}), nil, nil) == nil {
		t.Error("the trial register is taken")
	}
	if app.RefuseTrial(nil, nil, site) == nil {
		t.Error("the trial site is taken")
	}
	invented := connector.NewOIDC(site.Config(), site, clock.System{})
	if app.RefuseTrial(nil, []connector.Port{invented}, nil) == nil {
		t.Error("a site with invented people is taken")
	}
	agreed := site.Config()
	agreed.Trial = false
	if err := app.RefuseTrial(nil, []connector.Port{connector.NewOIDC(agreed, site, clock.System{})}, nil); err != nil {
		t.Errorf("a site that the operator agreed with: %v", err)
	}
}

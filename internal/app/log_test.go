package app_test

import (
	"bytes"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/obs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

var sixDigits = regexp.MustCompile(`\b\d{6}\b`)

// safeBuffer is written by many goroutines.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// A person registers, mistypes, signs in and recovers, and somebody sends nonsense; the log, down to its details, has
// nothing of what they typed or hold: no name, address, number, password, code, secret or network address.
func TestTheLogHoldsNoPersonalData(t *testing.T) {
	for engine, open := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			t.Parallel()
			out := &safeBuffer{}
			log, err := obs.NewLogger(out, obs.Config{Level: "debug", Format: "json"})
			if err != nil {
				t.Fatal(err)
			}
			a, err := app.Open(t.Context(), apptest.Config(t, open(t)), log, clock.System{})
			if err != nil {
				t.Fatal(err)
			}
			server := httptest.NewServer(a.Handler())
			t.Cleanup(func() {
				server.Close()
				if err := a.Close(); err != nil {
					t.Error(err)
				}
			})
			b := newBrowser(t, server.URL)
			secrets := journey(t, a, b)
			text := out.String()
			if strings.Count(text, "\n") < 10 || !strings.Contains(text, `"route":"POST /register/email"`) {
				t.Fatalf("the log is empty:\n%s", text)
			}
			for _, secret := range secrets {
				if secret == "" {
					t.Fatal("a secret of the journey is missing")
				}
				for line := range strings.Lines(text) {
					if strings.Contains(strings.ToLower(line), strings.ToLower(secret)) {
						t.Errorf("%q is in the log: %s", secret, line)
					}
				}
			}
		})
	}
}

// journey does it all and returns what must not be seen.
func journey(t *testing.T, a *app.App, b *browser) (secrets []string) {
	t.Helper()
	const email, phone = "zinaida@mail.example", "+79261234598"
	drain := func() {
		t.Helper()
		if _, err := a.Jobs.Drain(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	last := func(to string) (text string) {
		t.Helper()
		drain()
		if err := a.DB.View(t.Context(), func(q sqldb.Querier) error {
			return q.QueryRow(t.Context(), `SELECT text FROM notification_message WHERE recipient = $1 ORDER BY id DESC LIMIT 1`, to).Scan(&text)
		}); err != nil {
			t.Fatal(err)
		}
		return text
	}
	form := registration(email)
	form.Set("surname", "Ковалевская")
	form.Set("phone", phone)
	b.send("/register", form)
	letter := last(email)
	code := sixDigits.FindString(letter)
	b.send("/register/email", url.Values{"code": {"000001"}})
	b.send("/register/email/resend", url.Values{})
	b.send("/register/email", url.Values{"code": {code}})
	texted := sixDigits.FindString(last(phone))
	signedIn := b.send("/register/phone", url.Values{"code": {texted}})
	b.send("/desk", nil)
	b.send("/logout", url.Values{})
	b.send("/login", url.Values{"login": {email}, "password": {"Wrong password 1"}, "next": {""}})
	b.send("/login", url.Values{"login": {phone}, "password": {password}, "next": {""}})
	b.send("/recover", url.Values{"login": {email}})
	link := recoveryLink.FindStringSubmatch(last(email))
	if link == nil {
		t.Fatal("no link to a new password")
	}
	b.send(link[1], nil)
	b.send(link[1], url.Values{"password": {"Другой47 пароль"}, "again": {"Третий47 пароль"}})
	b.send(link[1], url.Values{"password": {"Другой47 пароль"}, "again": {"Другой47 пароль"}})
	b.send(link[1], nil)
	b.send("/login", url.Values{"surprise": {email}})
	b.send("/login", url.Values{email: {"x"}})
	b.send("/login?email="+email, url.Values{"login": {"%zz" + email}}, "Content-Type", "text/plain")
	b.send("/nothing/"+email+"?q="+email, nil, "User-Agent", email, "Referer", "http://x/"+email)
	drain()
	session := ""
	for _, c := range signedIn.cookies {
		if c.Name == "klaster-session" {
			session = c.Value
		}
	}
	return []string{email, "zinaida", "9261234598", "Ковалевская", password, "Wrong password 1", "Другой47", code, texted, strings.TrimPrefix(link[1], "/recover/"), session, "127.0.0.1:", "klaster-session"}
}

package cli_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/app"
	"github.com/klaster-platform/klaster/internal/app/apptest"
	"github.com/klaster-platform/klaster/internal/cli"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
)

const password = "Ветер47 северный"

// childEnv makes the test binary the program itself, so that it can be killed.
const childEnv = "KLASTER_TEST_CHILD"

func TestMain(m *testing.M) {
	if args := os.Getenv(childEnv); args != "" {
		os.Exit(cli.Main(strings.Split(args, "\n"), os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// The program is killed with −9 at a random moment of a step of registration, on each engine. Afterwards the step is
// either whole or absent: a person who goes on gets there, by a code that is not lost, and there is one account, with
// its consents, its journal entry and its letter. The full count is in `make torture`.
func TestKilledBetweenStepsOfRegistration(t *testing.T) {
	rounds := 20
	if os.Getenv("KLASTER_TORTURE") != "" {
		rounds = 500
	}
	for engine, database := range map[string]func(testing.TB) string{"sqlite": storetest.SQLite, "postgres": storetest.Postgres} {
		t.Run(engine, func(t *testing.T) {
			v := &victim{config: apptest.Config(t, database(t))}
			v.start(t)
			defer v.kill(t)
			for i := range rounds {
				registerUnderFire(t, v, i)
			}
			v.check(t, rounds)
		})
	}
}

// victim is the program in a process of its own.
type victim struct {
	config app.Config
	child  *exec.Cmd
}

func (v *victim) url() string { return "http://" + v.config.HTTP.Addr }

func (v *victim) start(t testing.TB) {
	t.Helper()
	args := []string{"serve", "--demo", "--demo-bare", "--data", v.config.Data, "--database", v.config.URL, "--addr", v.config.HTTP.Addr, "--log-level", "error", "--proxies", "127.0.0.0/8"}
	v.child = exec.Command(os.Args[0])
	v.child.Env = append(os.Environ(), childEnv+"="+strings.Join(args, "\n"))
	v.child.Stderr = t.Output()
	if err := v.child.Start(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(3 * time.Minute)
	for time.Now().Before(deadline) {
		if resp, err := http.Get(v.url() + "/readyz"); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		<-time.After(5 * time.Millisecond)
	}
	t.Fatal("the program is not ready after three minutes")
}

func (v *victim) kill(t testing.TB) {
	t.Helper()
	if err := v.child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = v.child.Wait() // it was killed
}

// check asks the database after the last round.
func (v *victim) check(t *testing.T, rounds int) {
	t.Helper()
	ctx := context.Background()
	db, err := sqldb.Open(ctx, v.config.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const ours = "email LIKE 'round%@example.org'"
	for what, q := range map[string]string{
		"persons":                    "SELECT COUNT(*) FROM account_person WHERE " + ours,
		"pairs of consents":          "SELECT COUNT(*) / 2 FROM account_consent c JOIN account_person p ON p.id = c.person WHERE " + ours,
		"persons with two consents":  "SELECT COUNT(*) FROM account_person p WHERE " + ours + " AND 2 = (SELECT COUNT(*) FROM account_consent c WHERE c.person = p.id)",
		"journal entries of persons": "SELECT COUNT(*) FROM audit_entry e JOIN account_person p ON p.id = e.subject WHERE e.action = 'account.registered' AND " + ours,
		"finished registrations":     "SELECT COUNT(*) FROM account_registration WHERE person IS NOT NULL",
		"letters of welcome":         "SELECT COUNT(*) FROM notification_message WHERE subject = 'Учётная запись создана'",
		"sessions of the last proof": "SELECT COUNT(*) FROM account_session s JOIN account_person p ON p.id = s.person WHERE " + ours,
	} {
		var n int
		if err := db.View(ctx, func(r sqldb.Querier) error { return r.QueryRow(ctx, q).Scan(&n) }); err != nil {
			t.Fatal(err)
		}
		if n != rounds {
			t.Errorf("%d %s, want %d", n, what, rounds)
		}
	}
}

// registerUnderFire registers one person; the program is killed during one of the steps and started again.
func registerUnderFire(t *testing.T, v *victim, round int) {
	t.Helper()
	p := &registrant{t: t, v: v, address: fmt.Sprintf("10.0.%d.%d", round/250, round%250+1), email: fmt.Sprintf("round%d@example.org", round), phone: fmt.Sprintf("+7916%07d", 1000000+round)}
	p.reset()
	steps := []func() bool{p.begin, p.proveEmail, p.provePhone}
	struck := round % len(steps)
	for i, step := range steps {
		if i == struck {
			p.strike(step)
		}
		// The person tries until the page says that the step is behind them.
		deadline := time.Now().Add(3 * time.Minute)
		for !step() {
			if time.Now().After(deadline) {
				t.Fatalf("round %d: step %d does not come to an end", round, i)
			}
		}
	}
}

// registrant is a person with a browser.
type registrant struct {
	t            *testing.T
	v            *victim
	email, phone string
	address      string // a person has an address of their own, and its budgets
	client       *http.Client
}

func (p *registrant) reset() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		p.t.Fatal(err)
	}
	p.client = &http.Client{Jar: jar, Timeout: time.Minute}
}

// strike runs a step and kills the program while it is under way.
func (p *registrant) strike(step func() bool) {
	done := make(chan struct{})
	go func() { defer close(done); step() }()
	select {
	case <-time.After(time.Duration(rand.IntN(120)) * time.Millisecond):
	case <-done:
	}
	p.v.kill(p.t)
	<-done
	p.v.start(p.t)
}

// begin sends the form unless the browser has a registration already.
func (p *registrant) begin() bool {
	if at, _ := p.get("/register/email"); at == "/register/email" {
		return true
	}
	p.post("/register", url.Values{
		"surname": {"Иванов"}, "given": {"Пётр"}, "email": {p.email}, "phone": {p.phone},
		"password": {password}, "again": {password}, "agree-terms": {"1"}, "agree-consent": {"1"},
	})
	at, _ := p.get("/register/email")
	return at == "/register/email"
}

func (p *registrant) proveEmail() bool {
	return p.prove("/register/email", "/register/phone", p.email)
}

func (p *registrant) provePhone() bool { return p.prove("/register/phone", "/register/done", p.phone) }

// prove types the newest code until the browser stands at next or beyond.
func (p *registrant) prove(page, next, recipient string) bool {
	if at, _ := p.get(page); at != page {
		return at == next || at == "/register/done"
	}
	if code := p.newestCode(recipient); code != "" {
		p.post(page, url.Values{"code": {code}})
	}
	at, _ := p.get(page)
	return at == next || at == "/register/done"
}

var (
	mailLink = regexp.MustCompile(`/dev/mail/[0-9a-f-]{36}`)
	digits6  = regexp.MustCompile(`\b\d{6}\b`)
)

// newestCode reads the mail of the trial installation.
func (p *registrant) newestCode(recipient string) string {
	_, list := p.get("/dev/mail")
	want := recipient
	for _, link := range mailLink.FindAllString(list, 10) {
		_, letter := p.get(link)
		plain := strings.NewReplacer("\u00a0", "", " ", "", "-", "").Replace(letter)
		if strings.Contains(letter, want) || strings.Contains(plain, want) {
			if i := strings.Index(letter, "<pre"); i >= 0 {
				if code := digits6.FindString(letter[i:]); code != "" {
					return code
				}
			}
		}
	}
	return ""
}

// get returns the path at which the browser ends, "" when the program does not answer.
func (p *registrant) get(path string) (at, body string) {
	resp, err := p.send(http.MethodGet, path, nil)
	if err != nil {
		return "", ""
	}
	return p.read(resp)
}

func (p *registrant) post(path string, form url.Values) {
	if resp, err := p.send(http.MethodPost, path, strings.NewReader(form.Encode())); err == nil {
		p.read(resp)
	}
}

func (p *registrant) send(method, path string, body io.Reader) (*http.Response, error) {
	req, err := http.NewRequestWithContext(p.t.Context(), method, p.v.url()+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Sec-Fetch-Site", "same-origin")
	req.Header.Set("X-Forwarded-For", p.address)
	return p.client.Do(req)
}

func (p *registrant) read(resp *http.Response) (at, body string) {
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", "" // the program was killed in the middle of an answer
	}
	return resp.Request.URL.Path, string(b)
}

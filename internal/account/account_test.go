package account_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/snilssim"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/blobtest"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/sqldb/sqldbtest"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/ruid"
)

// house is the room with what it needs: a real database, and a letter box in place of the job queue.
type house struct {
	*account.Module
	db    *sqldb.DB
	clock *clock.Manual
	box   *letterBox
	queue *jobs.Queue
	desk  *deskStaff
	files blob.Store
	guard *guard // of the files
	near  *neighbours
	ruin  *ruin         // breaks files
	log   *bytes.Buffer // what the operator reads
}

// each runs f on each engine; with -short on one, PostgreSQL if there is one: what does one thing after the other has no races
// to show, and SQLite in Go is slow under the detector.
func each(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	switch {
	case !testing.Short():
		eachRacing(t, f)
	case os.Getenv("KLASTER_TEST_POSTGRES") != "":
		t.Run("postgres", func(t *testing.T) { t.Parallel(); f(t, newHouse(t, sqldbtest.Open(t, storetest.Postgres(t)))) })
	default:
		t.Run("sqlite", func(t *testing.T) { t.Parallel(); f(t, newHouse(t, sqldbtest.Open(t, storetest.SQLite(t)))) })
	}
}

// eachRacing runs f, which does things at the same time, on each engine in any case.
func eachRacing(t *testing.T, f func(t *testing.T, h *house)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) { f(t, newHouse(t, db)) })
}

func newHouse(t testing.TB, db *sqldb.DB, set ...func(*account.Config)) *house {
	t.Helper()
	clk := clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC))
	box := &letterBox{}
	key := []byte("a key of thirty-two bytes for it")
	reg := jobs.NewRegistry()
	queue, desk := jobstest.New(t, db, reg), &deskStaff{}
	files, log := &ruin{Store: blobtest.NewMemory(clk)}, &bytes.Buffer{}
	scanner := &guard{verdict: scan.Verdict{State: scan.Clean}}
	box.settle = func(t testing.TB) { t.Helper(); jobstest.Drain(t, queue) }
	neighbours := &neighbours{}
	config := account.Config{Passwords: "city", SessionIdle: 30 * time.Minute, SessionLife: 12 * time.Hour}
	for _, set := range set {
		set(&config)
	}
	m, err := account.New(account.Deps{
		DB: db, Log: slog.New(slog.NewTextHandler(log, nil)), Clock: clk, Limits: limit.New(db, clk, key), Letters: box, Jobs: queue, Texts: true, Agreements: documents{}, Key: key,
		Deeds: account.Deeds(), Views: neighbours, Rooms: []account.Room{neighbours}, Roles: neighbours,
		Register: snilssim.New(clk), Staff: desk, Files: files, Scanner: scanner,
		Site:   &web.Site{BaseURL: "http://localhost:8080"},
		Config: config,
	})
	if err != nil {
		t.Fatal(err)
	}
	m.UseCheapHashes()
	m.Workers(reg)
	return &house{m, db, clk, box, queue, desk, files, scanner, neighbours, files, log}
}

// documents are what a person agrees to.
type documents struct{}

func (documents) Agreements(context.Context, sqldb.Querier) ([]account.Agreement, error) {
	text := []i18n.Text{i18n.M("Текст документа.", "The text of the document.")}
	return []account.Agreement{
		{Document: "terms", Version: "1", Title: i18n.M("Соглашение", "Terms"), URL: "/terms?edition=1", Paragraphs: text},
		{Document: "consent", Version: "3", Title: i18n.M("Согласие", "Consent"), URL: "/consent?edition=3", Paragraphs: text},
	}, nil
}

// letterBox keeps what was sent. A transaction that is rolled back or runs twice leaves its letters here, so tests look
// at the latest one.
type letterBox struct {
	settle func(testing.TB) // works the jobs that are due, which may send
	mu     sync.Mutex
	sent   []sent
}

type sent struct {
	to, topic, text string
}

func (b *letterBox) Mail(_ context.Context, _ *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, _ time.Duration) error {
	var text strings.Builder
	text.WriteString(m.Subject.In(l) + "\n" + m.Greeting.In(l) + "\n")
	for _, block := range m.Body {
		switch block := block.(type) {
		case letter.Paragraph:
			text.WriteString(i18n.Text(block).In(l))
		case letter.Note:
			text.WriteString(i18n.Text(block).In(l))
		case letter.Code:
			text.WriteString("code " + string(block))
		case letter.Button:
			text.WriteString(block.URL)
		case letter.Facts:
			for _, f := range block {
				text.WriteString(f.Name.In(l) + ": " + f.Value.In(l) + "\n")
			}
		}
		text.WriteString("\n")
	}
	b.put(sent{to, topic, text.String()})
	return nil
}

func (b *letterBox) SMS(_ context.Context, _ *sqldb.Tx, to ruid.Phone, l i18n.Lang, topic string, text i18n.Text, _ time.Duration) error {
	b.put(sent{string(to), topic, text.In(l)})
	return nil
}

func (b *letterBox) put(s sent) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sent = append(b.sent, s)
}

func (b *letterBox) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sent)
}

// last returns the latest message to somebody.
func (b *letterBox) last(t testing.TB, to string) sent {
	t.Helper()
	b.settle(t)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range slices.Backward(b.sent) {
		if s.to == to {
			return s
		}
	}
	t.Fatalf("nothing was sent to %s", to)
	return sent{}
}

// text is the latest message to somebody with plain spaces in it.
func (b *letterBox) text(t testing.TB, to string) string {
	t.Helper()
	return strings.ReplaceAll(b.last(t, to).text, "\u00a0", " ")
}

var (
	sixDigits  = regexp.MustCompile(`\b\d{6}\b`)
	secretLink = regexp.MustCompile(`/(?:register/link|recover)/([\w-]{43})`)
)

func (b *letterBox) code(t testing.TB, to string) string {
	t.Helper()
	return sixDigits.FindString(b.last(t, to).text)
}

// link returns the secret of the link in the latest letter to the person of most tests.
func (b *letterBox) link(t testing.TB) id.Secret {
	t.Helper()
	letter := b.last(t, string(address)).text
	m := secretLink.FindStringSubmatch(letter)
	if m == nil {
		t.Fatalf("no link in the letter:\n%s", letter)
	}
	return id.Secret(m[1])
}

// linkIn returns the secret of the link in the latest letter with the text.
func (b *letterBox) linkIn(t testing.TB, text string) id.Secret {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range slices.Backward(b.sent) {
		if m := secretLink.FindStringSubmatch(s.text); m != nil && strings.Contains(strings.ReplaceAll(s.text, "\u00a0", " "), text) {
			return id.Secret(m[1])
		}
	}
	t.Fatalf("no letter with %q has a link", text)
	return ""
}

// want fails the test when no letter or message has the text.
func (b *letterBox) want(t testing.TB, text string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.ContainsFunc(b.sent, func(s sent) bool { return strings.Contains(strings.ReplaceAll(s.text, "\u00a0", " "), text) }) {
		t.Errorf("no letter says %q", text)
	}
}

// wrong returns a code that is not c.
func wrong(c string) string {
	if c == "000000" {
		return "000001"
	}
	return "000000"
}

const (
	address  = account.Email("anna@example.org")
	mobile   = ruid.Phone("+79161234567")
	password = "Ветер47 северный"
)

func applicant() account.Applicant {
	return account.Applicant{
		Name: account.Name{Surname: "Смирнова", Given: "Анна", Patronymic: "Петровна"}, Email: address, Password: password,
		Consents: []account.Consent{{Document: "terms", Version: "1"}, {Document: "consent", Version: "3"}},
	}
}

func from(ctx context.Context, a string) context.Context {
	return httpx.WithInfo(ctx, httpx.Info{RequestID: "test", Address: netip.MustParseAddr(a)})
}

func (h *house) register(t testing.TB, a account.Applicant) id.Secret {
	t.Helper()
	secret, err := h.Register(from(t.Context(), "192.0.2.1"), a)
	if err != nil {
		t.Fatal(err)
	}
	return secret
}

// Recover asks for a new password by e-mail, and RemindLogin for what to sign in with; the job has come by when they
// return.
func (h *house) Recover(ctx context.Context, e account.Email) error {
	return h.answered(ctx, account.WishPassword, e)
}

func (h *house) RemindLogin(ctx context.Context, e account.Email) error {
	return h.answered(ctx, account.WishLogin, e)
}

func (h *house) answered(ctx context.Context, w account.Wish, e account.Email) error {
	if _, err := h.Ask(ctx, w, account.Login{Kind: account.LoginEmail, Value: string(e)}, i18n.Russian, account.Browser{}, ""); err != nil {
		return err
	}
	_, err := h.queue.Drain(ctx, time.Now())
	return err
}

// person registers somebody to the end and returns their session.
func (h *house) person(t testing.TB) account.Entry {
	t.Helper()
	secret := h.register(t, applicant())
	g, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(address)), account.Browser{Name: "Firefox, Linux"})
	if err != nil || g.Entry == nil {
		t.Fatalf("%+v, %v", g, err)
	}
	return *g.Entry
}

func (h *house) count(t testing.TB, query string, args ...any) (n int64) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
		return q.QueryRow(t.Context(), query, args...).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

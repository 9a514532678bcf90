package notification_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sms"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// carrier takes letters and messages over, or answers with an error.
type carrier struct {
	mu      sync.Mutex
	err     error
	letters []mail.Message
	texts   []sms.Message
}

func (c *carrier) Send(_ context.Context, m mail.Message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.letters = append(c.letters, m)
	}
	return c.err
}

// texter is the carrier's side for short messages.
type texter struct{ *carrier }

func (x texter) Send(_ context.Context, m sms.Message) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.err == nil {
		x.texts = append(x.texts, m)
	}
	return x.err
}

type room struct {
	*notification.Service
	db      *sqldb.DB
	clock   *clock.Manual
	queue   *jobs.Queue
	carrier *carrier
}

func each(t *testing.T, trial bool, f func(t *testing.T, r *room)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		reg, clk, c := jobs.NewRegistry(), clock.NewManual(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)), &carrier{}
		queue := jobstest.New(t, db, reg)
		s := notification.New(notification.Deps{
			DB: db, Clock: clk, Jobs: queue, Mail: c, SMS: texter{c},
			Site: &web.Site{Name: i18n.Same("Klaster"), Operator: i18n.Same("Fund"), BaseURL: "http://localhost:8080", Trial: trial},
		})
		s.Workers(reg)
		f(t, &room{s, db, clk, queue, c})
	})
}

func codeLetter() letter.Letter {
	return letter.Letter{
		Subject: i18n.Same("482913 — код"), Greeting: i18n.Same("Здравствуйте!"), Body: []letter.Block{letter.Code("482913")}, Why: i18n.Same("Потому."),
	}
}

func (r *room) mail(ctx context.Context, tx *sqldb.Tx, life time.Duration) error {
	return r.Mail(ctx, tx, "anna@example.org", i18n.Russian, "account.registration", codeLetter(), life)
}

func (r *room) text(ctx context.Context, tx *sqldb.Tx, life time.Duration) error {
	return r.SMS(ctx, tx, "+79161234567", i18n.Russian, "account.registration", i18n.Same("Код: 482913"), life)
}

func (r *room) queued(t *testing.T, queue func(context.Context, *sqldb.Tx, time.Duration) error, life time.Duration) {
	t.Helper()
	if err := r.db.Update(t.Context(), func(tx *sqldb.Tx) error { return queue(t.Context(), tx, life) }); err != nil {
		t.Fatal(err)
	}
}

// only returns the one message that is stored.
func (r *room) only(t *testing.T) notification.Message {
	t.Helper()
	list, err := r.Raw(t.Context())
	if err != nil || len(list) != 1 {
		t.Fatalf("%d messages, %v", len(list), err)
	}
	return list[0]
}

// A message exists with the transaction that asked for it, and not without.
func TestAMessageLivesAndDiesWithItsTransaction(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		no := errors.New("no")
		err := r.db.Update(t.Context(), func(tx *sqldb.Tx) error {
			return errors.Join(r.mail(t.Context(), tx, time.Hour), r.text(t.Context(), tx, time.Hour), no)
		})
		if !errors.Is(err, no) {
			t.Fatal(err)
		}
		if n := jobstest.Drain(t, r.queue); n != 0 || len(r.carrier.letters)+len(r.carrier.texts) != 0 {
			t.Errorf("%d jobs after a transaction that was taken back", n)
		}
		if list, err := r.Raw(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("%d messages, %v", len(list), err)
		}
		r.queued(t, r.mail, time.Hour)
		if len(r.carrier.letters) != 0 {
			t.Error("a letter went out before its job")
		}
		if n := jobstest.Drain(t, r.queue); n != 1 || len(r.carrier.letters) != 1 {
			t.Errorf("%d jobs, %d letters", n, len(r.carrier.letters))
		}
	})
}

// A message that has gone is on record without what stood in it, and is not sent again.
func TestWhatHasGoneIsForgotten(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.queued(t, r.mail, time.Hour)
		jobstest.Drain(t, r.queue)
		m := r.only(t)
		if m.State != notification.Sent || m.Subject+m.Text+m.HTML != "" || m.Done.IsZero() || m.Attempts != 1 {
			t.Errorf("%+v", m)
		}
		sent := r.carrier.letters[0]
		if sent.ID != m.ID || sent.To != "anna@example.org" || !strings.Contains(sent.Text, "482913") || !strings.Contains(sent.HTML, "482913") {
			t.Errorf("sent %+v", sent)
		}
	})
}

// A letter that can be ended takes its address along to the relay, at each attempt, and the others take none.
func TestALetterTakesItsEndAlong(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		const stop = "http://localhost:8080/partners/letters/1.2"
		r.queued(t, func(ctx context.Context, tx *sqldb.Tx, life time.Duration) error {
			m := codeLetter()
			m.Stop = stop
			return r.Mail(ctx, tx, "anna@example.org", i18n.Russian, "partner", m, life)
		}, time.Hour)
		r.carrier.err = errors.New("the relay answered 451")
		due := time.Now().Add(time.Hour)
		if worked := jobstest.Attempts(t, r.queue, due); len(worked) != 1 || worked[0].Err == nil {
			t.Fatalf("%+v", worked)
		}
		r.carrier.err = nil
		r.queued(t, r.mail, time.Hour)
		jobstest.DrainAt(t, r.queue, due.Add(time.Hour))
		ends := map[string]int{}
		for _, m := range r.carrier.letters {
			ends[m.Stop]++
		}
		if len(ends) != 2 || ends[stop] != 1 || ends[""] != 1 {
			t.Errorf("%v", ends)
		}
	})
}

func TestATrialInstallationSendsNothingAndKeepsAll(t *testing.T) {
	each(t, true, func(t *testing.T, r *room) {
		r.queued(t, r.mail, time.Hour)
		r.queued(t, r.text, time.Hour)
		jobstest.Drain(t, r.queue)
		if len(r.carrier.letters)+len(r.carrier.texts) != 0 {
			t.Error("something left the machine")
		}
		list, err := r.Raw(t.Context())
		if err != nil || len(list) != 2 {
			t.Fatalf("%d messages, %v", len(list), err)
		}
		for _, m := range list {
			if m.State != notification.Sent || !strings.Contains(m.Text, "482913") {
				t.Errorf("%+v", m)
			}
		}
	})
}

// What fails is tried again under the same number, and the reason is on record meanwhile.
func TestAFailureIsTriedAgain(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.carrier.err = errors.New("the relay answered 451")
		r.queued(t, r.mail, time.Hour)
		due := time.Now()
		for range 3 {
			due = due.Add(time.Hour)
			if worked := jobstest.Attempts(t, r.queue, due); len(worked) != 1 || worked[0].Err == nil {
				t.Fatalf("%+v", worked)
			}
		}
		m := r.only(t)
		if m.State != notification.Waiting || m.Attempts != 3 || !strings.Contains(m.Failure, "451") || m.Text == "" {
			t.Errorf("%+v", m)
		}
		r.carrier.err = nil
		jobstest.DrainAt(t, r.queue, due.Add(time.Hour))
		if m := r.only(t); m.State != notification.Sent || m.Failure != "" || r.carrier.letters[0].ID != m.ID {
			t.Errorf("%+v", m)
		}
	})
}

func TestARefusalForGoodIsNotTriedAgain(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.carrier.err = fmt.Errorf("send: %w", &outbound.StatusError{Purpose: outbound.SMS, Status: http.StatusUnprocessableEntity})
		r.queued(t, r.text, time.Hour)
		jobstest.Drain(t, r.queue)
		m := r.only(t)
		if m.State != notification.Failed || m.Text != "" || !strings.Contains(m.Failure, "422") || strings.Contains(m.Failure, "916") {
			t.Errorf("%+v", m)
		}
		if n := jobstest.DrainAt(t, r.queue, time.Now().Add(24*time.Hour)); n != 0 {
			t.Errorf("%d more attempts", n)
		}
	})
}

// A code that nobody can use any more is not sent.
func TestAnExpiredCodeIsNotSent(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.carrier.err = errors.New("away")
		r.queued(t, r.mail, 10*time.Minute)
		due := time.Now().Add(time.Hour)
		jobstest.Attempts(t, r.queue, due)
		r.carrier.err = nil
		r.clock.Advance(10 * time.Minute)
		jobstest.DrainAt(t, r.queue, due.Add(time.Hour))
		if m := r.only(t); m.State != notification.Expired || m.Text+m.Subject+m.HTML != "" || len(r.carrier.letters) != 0 {
			t.Errorf("%+v after %d letters", m, len(r.carrier.letters))
		}
	})
}

// A relay that is away for two days loses no letter that lives three: the attempts last as long as the letter.
func TestTheAttemptsLastAsLongAsALetter(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.carrier.err = errors.New("away")
		r.queued(t, r.mail, 72*time.Hour)
		due := time.Now()
		for range 100 { // half an hour each, after the first few
			due = due.Add(40 * time.Minute)
			jobstest.Attempts(t, r.queue, due)
		}
		if m := r.only(t); m.State != notification.Waiting {
			t.Errorf("after %d attempts: %s", m.Attempts, m.State)
		}
		r.carrier.err = nil
		jobstest.DrainAt(t, r.queue, due.Add(time.Hour))
		if m := r.only(t); m.State != notification.Sent {
			t.Errorf("%+v", m)
		}
	})
}

// Sweeping removes what was settled three months ago, and ends what waits although nobody can use it.
func TestSweeping(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.queued(t, r.mail, time.Hour)
		r.clock.Advance(26 * time.Hour)
		sweep := func() {
			t.Helper()
			if err := r.db.Update(t.Context(), func(tx *sqldb.Tx) error { return r.queue.Insert(t.Context(), tx, notification.Sweep()) }); err != nil {
				t.Fatal(err)
			}
			jobstest.Attempts(t, r.queue, time.Now())
		}
		if err := r.db.Update(t.Context(), func(tx *sqldb.Tx) error { // its job is lost
			_, err := tx.Exec(t.Context(), `DELETE FROM river_job`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		sweep()
		if m := r.only(t); m.State != notification.Expired || m.Text+m.Subject+m.HTML != "" {
			t.Errorf("%+v", m)
		}
		r.clock.Advance(91 * 24 * time.Hour)
		sweep()
		if list, err := r.Raw(t.Context()); err != nil || len(list) != 0 {
			t.Errorf("%d messages, %v", len(list), err)
		}
	})
}

// serve puts a visitor before the pages, acting as somebody with roles.
func (r *room) serve(t *testing.T, roles ...actor.Role) *htmlcheck.Visitor {
	t.Helper()
	router := httpx.NewRouter(func(w http.ResponseWriter, _ *http.Request, err error) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(httpx.Status(err))
		_, _ = io.WriteString(w, "<!doctype html><html lang=ru><head><title>Нет</title></head><body>Нет</body></html>")
	}, func(*http.Request, string, int, time.Duration) {})
	r.Routes(router)
	return htmlcheck.NewVisitor(t, http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		ctx := req.Context()
		if roles != nil {
			ctx = actor.With(ctx, actor.Actor{Person: "somebody", Session: "s", Staff: roles})
		}
		router.ServeHTTP(w, req.WithContext(ctx))
	}))
}

// The operator sees that a message waits, and neither to whom exactly nor what stands in it.
func TestTheQueueIsMasked(t *testing.T) {
	each(t, false, func(t *testing.T, r *room) {
		r.queued(t, r.mail, time.Hour)
		r.queued(t, r.text, time.Hour)
		list, err := r.Messages(t.Context(), "", "", 10)
		if err != nil || len(list) != 2 {
			t.Fatalf("%d messages, %v", len(list), err)
		}
		for _, m := range list {
			if strings.Contains(m.Recipient, "anna") || strings.Contains(m.Recipient, "123") || m.Subject+m.Text+m.HTML != "" {
				t.Errorf("%+v", m)
			}
		}
		v := r.serve(t, actor.Auditor)
		v.Open("/admin/messages?state=waiting").WantStatus(http.StatusOK).WantText("a•••@example.org", "account.registration", "Ждёт отправки")
		for _, secret := range []string{"anna", "482913", "1234567"} {
			if strings.Contains(v.Doc().Text(), secret) {
				t.Errorf("the page has %q", secret)
			}
		}
		v.Open("/admin/messages?state=nonsense&before=nonsense").WantStatus(http.StatusOK)
		for _, path := range []string{"/dev/mail", "/dev/mail/019345aa-0000-7000-8000-000000000001"} {
			v.Open(path).WantStatus(http.StatusNotFound)
		}
		if r.serve(t, actor.Expert).Open("/admin/messages").Status() != http.StatusForbidden {
			t.Error("an expert sees the queue")
		}
	})
}

func TestTrialMailIsRead(t *testing.T) {
	each(t, true, func(t *testing.T, r *room) {
		r.queued(t, r.mail, time.Hour)
		m := r.only(t)
		v := r.serve(t)
		v.Open("/dev/mail").WantText("anna@example.org", "482913 — код")
		v.Open("/dev/mail/" + m.ID).WantText("482913")
		v.Open("/dev/mail/" + m.ID + "/html").WantText("482913")
		if csp := v.ResponseHeader().Get("Content-Security-Policy"); !strings.Contains(csp, "sandbox") || !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("a letter may run something: %s", csp)
		}
		v.Open("/dev/mail/nonsense").WantStatus(http.StatusNotFound)
		v.Open("/dev/mail/019345aa-0000-7000-8000-000000000001").WantStatus(http.StatusNotFound)
	})
}

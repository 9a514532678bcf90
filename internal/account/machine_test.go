package account_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// TestMain plays fewer games than rapid would by itself: each one writes some two hundred transactions to a disk.
// `make torture` plays ten thousand.
func TestMain(m *testing.M) {
	flag.Parse()
	games := "25"
	switch {
	case os.Getenv("KLASTER_TORTURE") != "":
		games = "10000"
	case testing.Short():
		games = "5" // of which rapid plays a fifth
	}
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", games); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

const (
	idle = 30 * time.Minute // as the house is configured
	life = 12 * time.Hour
)

// human is what the machine knows of a person.
type human struct {
	id       actor.PersonID
	email    account.Email
	password string
	locked   bool
	linked   bool // to the other site
}

// door is what the machine knows of a session. It is found by each secret that it ever had; only the latest opens it.
type door struct {
	human         *human
	session       string
	secret        id.Secret
	seen, expires time.Time
	confirmed     time.Time
	ended         bool
}

// machine plays the accounts in any order against the store and remembers what must be.
type machine struct {
	*outside
	t      *testing.T
	game   int
	people []*human
	doors  []*door
	stale  map[id.Secret]string // secrets that opened something once, and what: none of them may open anything again
	used   []func() (string, error)
	tries  int
}

func (m *machine) alive(d *door) bool {
	now := m.clock.Now()
	return !d.ended && !d.human.locked && now.Before(d.expires) && d.seen.After(now.Add(-idle))
}

// ctx is a request of a guest from an address of its own: the budgets of attempts are another test's matter.
func (m *machine) ctx() context.Context {
	m.tries++
	return from(m.t.Context(), fmt.Sprintf("10.%d.%d.%d", m.game%250, m.tries/250%250, m.tries%250))
}

// as is a request of a person in a session.
func (m *machine) as(d *door) context.Context { return actor.With(m.ctx(), m.acts(d)) }

func (m *machine) acts(d *door) actor.Actor {
	return actor.Actor{Person: d.human.id, Session: d.session, Confirmed: d.confirmed}
}

// enter notes a session that was just opened.
func (m *machine) enter(r *rapid.T, h *human, e account.Entry, confirmed time.Time) {
	if e.Half() {
		r.Fatal("a person without a second factor is half signed in")
	}
	who, ok := m.who(m.t, e.Session)
	if !ok || who.Actor.Person != h.id || h.locked {
		r.Fatalf("a new session: %+v, %v; the account is closed: %v", who, ok, h.locked)
	}
	for _, d := range m.doors {
		if d.session == who.Actor.Session || d.secret == e.Session {
			r.Fatal("a way in led into a session that was there before")
		}
	}
	if !who.Actor.Confirmed.Equal(confirmed) {
		r.Fatalf("the session was confirmed at %v, want %v", who.Actor.Confirmed, confirmed)
	}
	now := m.clock.Now()
	m.doors = append(m.doors, &door{human: h, session: who.Actor.Session, secret: e.Session, seen: now, expires: now.Add(life), confirmed: confirmed})
}

// refusedAs ends the game when err is neither nil nor one of the refusals.
func refusedAs(r *rapid.T, what string, err error, refusals ...error) bool {
	for _, no := range refusals {
		if errors.Is(err, no) {
			return true
		}
	}
	var f *fault.Fault
	if errors.As(err, &f) && f.Kind == fault.RateLimited {
		return true
	}
	if err != nil {
		r.Fatalf("%s: %v", what, err)
	}
	return false
}

func draw[T any](r *rapid.T, list []T, what string) (v T, ok bool) {
	if len(list) == 0 {
		return v, false
	}
	return list[rapid.IntRange(0, len(list)-1).Draw(r, what)], true
}

// living draws a session that must be open.
func (m *machine) living(r *rapid.T) (*door, bool) {
	var open []*door
	for _, d := range m.doors {
		if m.alive(d) {
			open = append(open, d)
		}
	}
	return draw(r, open, "session")
}

func (m *machine) register(r *rapid.T) {
	if len(m.people) == 3 {
		return
	}
	h := &human{email: account.Email(fmt.Sprintf("g%dp%d@example.org", m.game, len(m.people))), password: password}
	a := applicant()
	a.Email = h.email
	secret, err := m.Register(m.ctx(), a)
	if refusedAs(r, "register", err) {
		return
	}
	code := m.box.code(m.t, string(h.email))
	if _, err := m.ConfirmEmail(m.ctx(), secret, wrong(code), account.Browser{}); !errors.Is(err, account.ErrCodeWrong) {
		r.Fatalf("a wrong code: %v", err)
	}
	g, err := m.ConfirmEmail(m.ctx(), secret, code, account.Browser{})
	if err != nil || g.Entry == nil {
		r.Fatalf("the code of a registration: %+v, %v", g, err)
	}
	h.id = g.Entry.Person.ID
	m.people = append(m.people, h)
	m.enter(r, h, *g.Entry, m.clock.Now())
	m.used = append(m.used, func() (string, error) {
		g, err := m.ConfirmEmail(m.ctx(), secret, code, account.Browser{})
		if err == nil && g.Entry == nil {
			err = account.ErrNoRegistration // it leads on to the last page and lets nobody in
		}
		return "the code of a registration", err
	})
}

func (m *machine) signIn(r *rapid.T) {
	h, ok := draw(r, m.people, "person")
	if !ok {
		return
	}
	typed := h.password
	if rapid.IntRange(0, 4).Draw(r, "slip") == 0 {
		typed = "Неверный47 пароль"
	}
	e, err := m.SignIn(m.ctx(), string(h.email), typed, account.Browser{})
	switch {
	case refusedAs(r, "sign in", err, account.ErrCredentials, account.ErrLocked):
		right := typed == h.password
		if errors.Is(err, account.ErrLocked) && (!right || !h.locked) || errors.Is(err, account.ErrCredentials) && right {
			r.Fatalf("signing in with a right password (%v) to a closed account (%v): %v", right, h.locked, err)
		}
	case typed != h.password:
		r.Fatal("a wrong password lets somebody in")
	default:
		m.enter(r, h, e, m.clock.Now())
	}
}

// stepUp proves once more who one is: the session gets a new secret, and the one before opens nothing.
func (m *machine) stepUp(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	secret, err := m.ConfirmPassword(m.ctx(), m.acts(d), d.human.password)
	if refusedAs(r, "step-up", err) {
		return
	}
	if secret == d.secret {
		r.Fatal("step-up kept the secret of the session")
	}
	m.stale[d.secret] = "a session before step-up"
	d.secret, d.confirmed = secret, m.clock.Now()
}

func (m *machine) signOut(r *rapid.T) {
	if d, ok := m.living(r); ok {
		refusedAs(r, "sign out", m.SignOut(m.ctx(), m.acts(d)))
		d.ended = true
	}
}

func (m *machine) endOthers(r *rapid.T) {
	mine, ok := m.living(r)
	if !ok {
		return
	}
	refusedAs(r, "end the others", m.EndOtherSessions(m.ctx(), m.acts(mine)))
	for _, d := range m.doors {
		d.ended = d.ended || d.human == mine.human && d != mine && m.alive(d)
	}
}

func (m *machine) lock(r *rapid.T) {
	h, ok := draw(r, m.people, "person")
	if !ok {
		return
	}
	for _, d := range m.doors {
		d.ended = d.ended || d.human == h && !h.locked && m.alive(d)
	}
	h.locked = !h.locked
	err := m.db.Update(m.t.Context(), func(tx *sqldb.Tx) error { return m.SetLocked(m.t.Context(), tx, h.id, h.locked) })
	refusedAs(r, "lock", err)
}

// wait lets a time pass after which something ends: a code, a confirmation, an idle session, a whole one.
func (m *machine) wait(r *rapid.T) {
	m.clock.Advance(rapid.SampledFrom([]time.Duration{
		time.Minute, account.QRLife, account.ErrandLife, actor.FreshFor, 29 * time.Minute, idle, time.Hour, life,
	}).Draw(r, "time"))
}

func (m *machine) recover(r *rapid.T) {
	h, ok := draw(r, m.people, "person")
	if !ok {
		return
	}
	if _, err := m.Ask(m.ctx(), account.WishPassword, byEmail(h.email), 0, account.Browser{}, ""); refusedAs(r, "ask", err) {
		return
	}
	m.box.settle(m.t)
	found := secretLink.FindStringSubmatch(m.box.last(m.t, string(h.email)).text)
	if found == nil {
		if !h.locked {
			r.Fatal("no link in the letter")
		}
		return
	}
	link := id.Secret(found[1])
	if _, spent := m.stale[link]; spent {
		return // nothing new was sent: the letter is one from before
	}
	fresh := fmt.Sprintf("Новый47 пароль %d", m.tries)
	e, err := m.NewPassword(m.ctx(), link, fresh, account.Browser{})
	if refusedAs(r, "a new password", err, account.ErrLocked, account.ErrNoRecovery) {
		if !h.locked && errors.Is(err, account.ErrLocked) {
			r.Fatal("an open account is said to be closed")
		}
		return
	}
	m.stale[link] = "a recovery"
	for _, d := range m.doors {
		d.ended = d.ended || d.human == h && m.alive(d)
	}
	h.password = fresh
	m.enter(r, h, e, m.clock.Now())
	m.used = append(m.used, func() (string, error) {
		_, err := m.NewPassword(m.ctx(), link, "Ещё47 один пароль", account.Browser{})
		return "the link of a recovery", err
	})
}

// replay tries everything again that has worked once.
func (m *machine) replay(r *rapid.T) {
	for _, again := range m.used {
		if what, err := again(); err == nil {
			r.Fatalf("%s works a second time", what)
		}
	}
}

// check holds the sessions against what must be: no session after its end, its term, its idle time, a lock or a step-up,
// and none that the machine does not know.
func (m *machine) check(r *rapid.T) {
	now := m.clock.Now()
	expected := map[string]bool{}
	for _, d := range m.doors {
		who, ok := m.who(m.t, d.secret)
		if want := m.alive(d); ok != want {
			r.Fatalf("a session of %s opens: %v, want %v (ended %v, locked %v, seen %v ago, ends in %v)",
				d.human.email, ok, want, d.ended, d.human.locked, now.Sub(d.seen), d.expires.Sub(now))
		}
		if !ok {
			continue
		}
		if who.Actor.Person != d.human.id || who.Actor.Session != d.session || !who.Actor.Confirmed.Equal(d.confirmed) {
			r.Fatalf("behind a session of %s stands %+v", d.human.id, who.Actor)
		}
		expected[d.session] = true
		if now.Sub(d.seen) >= account.SeenStep {
			d.seen = now
		}
	}
	for secret, what := range m.stale {
		if _, ok := m.who(m.t, secret); ok {
			r.Fatalf("the secret of %s opens a session", what)
		}
	}
	for _, h := range m.people {
		list, err := m.Sessions(m.t.Context(), h.id)
		if err != nil {
			r.Fatal(err)
		}
		for _, s := range list {
			if !expected[s.ID] && !h.locked {
				r.Fatalf("%s has a session that nobody opened", h.email)
			}
		}
	}
}

// TestMachine plays registration, signing in, step-up, linking, ending, locking, waiting, recovery and replay in any
// order. Whatever the order, no session outlives its end, every code and link works once, a session gets a new name when
// it gets new rights, and the journal has no gap.
func TestMachine(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		o := h.outside(t, "trial", 0)
		var mark audit.Mark
		game := 0
		rapid.Check(t, func(r *rapid.T) {
			game++
			h.exec(t, `DELETE FROM account_link`) // the people of the other site are the same in each game
			m := &machine{outside: o, t: t, game: game, stale: map[id.Secret]string{}}
			m.register(r)
			m.play(r)
			mark = m.journal(r, mark)
		})
	})
}

// play makes moves by chance and looks after each.
func (m *machine) play(r *rapid.T) {
	moves := map[string]func(*rapid.T){
		"register": m.register, "sign in": m.signIn, "step up": m.stepUp, "sign out": m.signOut, "end others": m.endOthers, "lock": m.lock, "wait": m.wait,
		"recover": m.recover, "link": m.link, "unlink": m.unlink, "outside": m.signInOutside, "qr": m.qr, "replay": m.replay, "": m.check,
	}
	r.Repeat(moves)
	m.replay(r)
	m.check(r)
}

// journal numbers what the game wrote and follows the chain from the mark of the last game.
func (m *machine) journal(r *rapid.T, mark audit.Mark) audit.Mark {
	if _, err := audit.Sequence(m.t.Context(), m.db); err != nil {
		r.Fatal(err)
	}
	err := m.db.View(m.t.Context(), func(q sqldb.Querier) (err error) {
		mark, err = audit.Verify(m.t.Context(), q, mark)
		return err
	})
	if err != nil {
		r.Fatalf("the journal: %v", err)
	}
	for _, h := range m.people {
		opened := m.count(m.t, `SELECT COUNT(*) FROM account_session WHERE person = $1`, string(h.id))
		noted := m.count(m.t, `SELECT COUNT(*) FROM audit_entry WHERE subject = $1 AND action LIKE 'account.signed_in.%'`, string(h.id))
		if opened != noted {
			r.Fatalf("%d sessions of %s, and the journal tells of %d", opened, h.email, noted)
		}
	}
	return mark
}

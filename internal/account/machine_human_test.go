package account_test

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// human is what the machine knows of a person.
type human struct {
	id       actor.PersonID
	email    account.Email
	phone    ruid.Phone
	password string // "" when none works
	former   []string
	emails   []account.Email // those of before
	place    int             // which of the people of the other site they are
	locked   bool
	erased   bool
	linked   bool // to the other site
	due      time.Time
	entered  int // sessions that were opened
	contacts map[account.Contact]*change

	app     *ownApp
	keys    []*ownKey
	strict  bool
	reserve []string
	spent   []string // reserve codes that are over
	answers [][]byte // of keys, which were taken once
}

// second reports whether the password alone lets the person half in only.
func (h *human) second() bool {
	return h.app != nil || slices.ContainsFunc(h.keys, func(k *ownKey) bool { return !k.alone || h.strict })
}

// passkeys are the keys that open a session by themselves.
func (h *human) passkeys() (list []*ownKey) {
	for _, k := range h.keys {
		if k.alone {
			list = append(list, k)
		}
	}
	return list
}

func (m *machine) register(r *rapid.T) {
	here := slices.DeleteFunc(slices.Clone(m.people), func(h *human) bool { return h.erased })
	if len(here) == 3 {
		return
	}
	h := &human{email: account.Email(fmt.Sprintf("g%dp%d@example.org", m.game, len(m.people))), password: password, contacts: map[account.Contact]*change{}}
	for slices.ContainsFunc(here, func(x *human) bool { return x.place == h.place }) {
		h.place++
	}
	a := applicant()
	a.Email = h.email
	sent := m.box.count()
	secret, err := m.Register(m.ctx(), a)
	if m.want(r, "register", err, nil) != done {
		return
	}
	code := sixDigits.FindString(m.letter(sent, string(h.email)))
	slips := 1
	if one(r, 12, "guess") {
		slips = 5
	}
	for i := range slips {
		must := account.ErrCodeWrong
		if i == 4 {
			must = account.ErrCodeSpent
		}
		_, err = m.ConfirmEmail(m.ctx(), secret, wrong(code), account.Browser{})
		m.want(r, "a code of registration", err, must)
	}
	if slips == 5 {
		_, err = m.ConfirmEmail(m.ctx(), secret, code, account.Browser{})
		m.want(r, "a code of registration", err, account.ErrCodeSpent)
		return
	}
	g, err := m.ConfirmEmail(m.ctx(), secret, code, account.Browser{})
	if err != nil || g.Entry == nil {
		r.Fatalf("the code of a registration: %+v, %v", g, err)
	}
	h.id = g.Entry.Person.ID
	m.people = append(m.people, h)
	m.enter(r, h, *g.Entry, false, m.now())
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
	login, typed := h.email, h.password
	switch rapid.IntRange(0, 6).Draw(r, "slip") {
	case 4:
		typed = "Неверный47 пароль"
	case 5:
		if old, ok := draw(r, h.former, "former"); ok {
			typed = old
		}
	case 6:
		if old, ok := draw(r, h.emails, "former e-mail"); ok {
			login = old
		}
	}
	var must error
	switch {
	case h.erased || login != h.email || typed != h.password || typed == "":
		must = account.ErrCredentials
	case h.locked:
		must = account.ErrLocked
	}
	e, err := m.SignIn(m.ctx(), string(login), typed, account.Browser{})
	if m.want(r, "sign in", err, must) == done {
		m.enter(r, h, e, false, m.now())
	}
}

// stepUp proves once more who one is: the session gets a new secret, and the one before opens nothing. A session that is over
// gets none.
func (m *machine) stepUp(r *rapid.T) {
	d, ok := m.living(r)
	if one(r, 5, "over") {
		d, ok = draw(r, m.doors, "any session")
	}
	if !ok || d.human.erased {
		return
	}
	h := d.human
	if !h.second() || one(r, 6, "password alone") {
		m.stepUpByPassword(r, d)
		return
	}
	p := m.proof(r, h, func() (any, error) { return m.AskKey(m.t.Context(), h.id, account.ToConfirm, cookie) })
	if !m.alive(d) {
		p.must = errAny
	}
	secret, err := m.Confirm(m.ctx(), m.acts(d), p.Shown)
	if m.want(r, "step-up", err, p.must) == done {
		p.done()
		m.raised(r, d, secret)
	}
}

func (m *machine) stepUpByPassword(r *rapid.T, d *door) {
	typed, must := d.human.password, error(nil)
	switch {
	case one(r, 5, "slip") || typed == "":
		typed, must = "Неверный47 пароль", account.ErrPasswordWrong
	case !m.alive(d):
		must = errAny
	case d.human.second():
		must = account.ErrPasswordNotEnough
	}
	secret, err := m.ConfirmPassword(m.ctx(), m.acts(d), typed)
	if m.want(r, "step-up", err, must) == done {
		m.raised(r, d, secret)
	}
}

func (m *machine) raised(r *rapid.T, d *door, secret id.Secret) {
	if secret == d.secret {
		r.Fatal("step-up kept the secret of the session")
	}
	m.stale = append(m.stale, stale{d.secret, "a session before step-up"})
	d.secret, d.confirmed, d.seen = secret, m.now(), m.now()
}

// busy uses a session until its term: it never idles, and ends all the same.
func (m *machine) busy(r *rapid.T) {
	d, ok := m.living(r)
	if !ok || one(r, 2, "not now") {
		return
	}
	for m.alive(d) {
		m.clock.Advance(min(idle-time.Minute, d.expires.Sub(m.now())))
		m.knock(r, d)
	}
	m.tally["a whole session"]++
}

func (m *machine) signOut(r *rapid.T) {
	if d, ok := m.living(r); ok {
		m.want(r, "sign out", m.SignOut(m.ctx(), m.acts(d)), nil)
		d.ended = true
	}
}

func (m *machine) endOthers(r *rapid.T) {
	if mine, ok := m.living(r); ok {
		m.want(r, "end the others", m.EndOtherSessions(m.ctx(), m.acts(mine)), nil)
		m.end(mine.human, mine)
	}
}

// endOne ends a session of one's own; that of somebody else lives on.
func (m *machine) endOne(r *rapid.T) {
	mine, ok := m.living(r)
	if !ok {
		return
	}
	other, _ := draw(r, m.doors, "which")
	m.want(r, "end one", m.EndSession(m.ctx(), m.acts(mine), other.session), nil)
	other.ended = other.ended || other.human == mine.human
}

// forget ends the sessions in a browser, but for the one in which it is said.
func (m *machine) forget(r *rapid.T) {
	mine, ok := m.living(r)
	if !ok {
		return
	}
	other, _ := draw(r, m.doors, "which")
	list, err := m.Devices(m.t.Context(), mine.human.id, account.Browser{Device: other.device})
	if err != nil {
		r.Fatal(err)
	}
	i := slices.IndexFunc(list, func(d account.Device) bool { return d.Here })
	if (i >= 0) != (other.human == mine.human && other.device != "") {
		r.Fatalf("the browser of a session is in the list: %v", i >= 0)
	}
	if i < 0 {
		return
	}
	m.want(r, "forget a browser", m.ForgetDevice(m.ctx(), m.acts(mine), list[i].ID), nil)
	other.device, other.ended = "", other.ended || other != mine
}

func (m *machine) lock(r *rapid.T) {
	h, ok := draw(r, m.people, "person")
	if !ok || h.erased || !h.locked && one(r, 2, "leave open") {
		return
	}
	err := m.db.Update(m.t.Context(), func(tx *sqldb.Tx) error { return m.SetLocked(m.t.Context(), tx, h.id, !h.locked) })
	m.want(r, "lock", err, nil)
	if h.locked = !h.locked; h.locked {
		m.end(h, nil)
		m.dropHalves(h)
	}
}

func (m *machine) changePassword(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	h := d.human
	n := account.NewSecret{Old: h.password, New: m.newSecret(), EndOthers: rapid.Bool().Draw(r, "end others")}
	var must error
	if h.password == "" || one(r, 4, "slip") {
		n.Old, must = "Неверный47 пароль", account.ErrPasswordWrong
	}
	if m.want(r, "a change of the password", m.ChangePassword(m.ctx(), m.acts(d), n), must) != done {
		return
	}
	m.setPassword(h, n.New)
	m.dropLinks(h)
	m.dropHalves(h)
	if n.EndOthers {
		m.end(h, d)
	}
}

func (m *machine) newSecret() string { return fmt.Sprintf("Новый47 пароль %d", m.tries) }

func (m *machine) setPassword(h *human, to string) {
	if h.password != "" {
		h.former = append(h.former, h.password)
	}
	h.password = to
}

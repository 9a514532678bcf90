package account_test

import (
	"time"

	"github.com/pquerna/otp/totp"
	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// The second factors of the machine, half sign-ins and passkeys.

// half is what the machine knows of half a sign-in.
type half struct {
	human   *human
	secret  id.Secret
	expires time.Time
	tries   int
	over    bool
}

type ownApp struct {
	secret  string
	step    int64 // the period of the last code that was taken
	created time.Time
}

type ownKey struct {
	*authenticator
	human   *human
	id      string
	alone   bool
	created time.Time
	gone    bool
}

func (m *machine) await(r *rapid.T, h *human, e account.Entry) {
	if _, ok := m.who(m.t, e.Pending); ok {
		r.Fatal("half a sign-in is a session")
	}
	m.stale = append(m.stale, stale{e.Pending, "half a sign-in"})
	m.halves = append(m.halves, &half{human: h, secret: e.Pending, expires: m.now().Add(account.PendingLife)})
	m.tally["half a sign-in"]++
}

func (m *machine) dropHalves(h *human) {
	for _, x := range m.halves {
		x.over = x.over || x.human == h
	}
}

// second shows a second factor for half a sign-in: in time, too late, in another browser, after five wrong ones, after the
// password or the factors have changed.
func (m *machine) second(r *rapid.T) {
	if x, ok := draw(r, m.halves, "half"); ok {
		m.finishHalf(r, x)
	}
}

// whole signs in with the right password and shows a second factor at once, twice if the first one is wrong.
func (m *machine) whole(r *rapid.T) {
	if h, ok := draw(r, m.people, "person"); ok {
		m.wholeOf(r, h)
	}
}

func (m *machine) wholeOf(r *rapid.T, h *human) {
	if h.locked || h.erased || h.password == "" {
		return
	}
	e, err := m.SignIn(m.ctx(), string(h.email), h.password, account.Browser{})
	if m.want(r, "sign in", err, nil) != done {
		return
	}
	m.enter(r, h, e, false, m.now())
	for range 2 {
		if x := m.halves; e.Half() && !x[len(x)-1].over {
			m.finishHalf(r, x[len(x)-1])
		}
	}
}

// guess shows wrong codes until half a sign-in is over, and then anything.
func (m *machine) guess(r *rapid.T) {
	h, ok := draw(r, m.people, "person")
	if !ok || h.locked || h.erased || h.password == "" || !h.second() {
		return
	}
	e, err := m.SignIn(m.ctx(), string(h.email), h.password, account.Browser{})
	if m.want(r, "sign in", err, nil) != done {
		return
	}
	m.enter(r, h, e, false, m.now())
	x := m.halves[len(m.halves)-1]
	for x.tries < 5 {
		_, err := m.Second(m.ctx(), x.secret, account.Browser{}, byReserve("1234-5678-9012"))
		if m.want(r, "second factor", err, account.ErrReserveCode) == limited {
			return
		}
		x.tries++
	}
	m.tally["five tries"]++
	m.finishHalf(r, x)
}

func (m *machine) finishHalf(r *rapid.T, x *half) {
	h, b := x.human, account.Browser{}
	if one(r, 6, "elsewhere") {
		b.Device = id.NewSecret()
	}
	over := x.over || !m.now().Before(x.expires) || x.tries >= 5 || b.Device != ""
	p := m.proof(r, h, func() (any, error) {
		asked, err := m.AskSecondKey(m.ctx(), x.secret, b, cookie)
		if over {
			m.want(r, "asking for a key", err, account.ErrNoPending)
			return m.AskKey(m.t.Context(), h.id, account.ToSecond, cookie) // as if another half sign-in had asked
		}
		return asked, err
	})
	if over {
		p.must = account.ErrNoPending
	}
	e, err := m.Second(m.ctx(), x.secret, b, p.Shown)
	switch m.want(r, "second factor", err, p.must) {
	case done:
		p.done()
		x.over = true
		m.enter(r, h, e, true, m.now())
	case refused:
		if !over {
			x.tries++
		}
	case limited:
	}
}

// proof is what a person shows, and what must come of it. done notes that it was taken.
type ownProof struct {
	account.Shown
	must error
	done func()
}

// proof draws something to show: right, wrong, or used up. ask asks for a key.
func (m *machine) proof(r *rapid.T, h *human, ask func() (any, error)) ownProof {
	var ways []func(*rapid.T, *human) ownProof
	if h.app != nil {
		ways = append(ways, m.byApp, m.byApp)
	}
	if len(h.reserve) > 0 {
		ways = append(ways, m.byReserve, m.byReserve)
	}
	if len(h.keys) > 0 {
		ways = append(ways, func(r *rapid.T, h *human) ownProof { return m.byKey(r, h, ask) })
	}
	way, ok := draw(r, ways, "way")
	if !ok {
		return ownProof{Shown: byReserve("1234-5678-9012"), must: account.ErrReserveCode}
	}
	return way(r, h)
}

func (m *machine) byApp(r *rapid.T, h *human) ownProof {
	at := m.now()
	slip := rapid.IntRange(0, 5).Draw(r, "slip")
	switch slip {
	case 3: // the clock of the telephone is ahead
		at = at.Add(30 * time.Second)
	case 4: // the period before, which may have been used
		at = at.Add(-30 * time.Second)
	}
	code, err := totp.GenerateCode(h.app.secret, at)
	if err != nil {
		r.Fatal(err)
	}
	if slip == 5 {
		return ownProof{Shown: byApp(wrong(code)), must: account.ErrAppCode}
	}
	step := at.Unix() / 30
	if step <= h.app.step {
		return ownProof{Shown: byApp(code), must: account.ErrAppCodeUsed}
	}
	return ownProof{Shown: byApp(code), done: func() { h.app.step = step }}
}

func (m *machine) byReserve(r *rapid.T, h *human) ownProof {
	if spent, ok := draw(r, h.spent, "spent code"); ok && one(r, 2, "slip") {
		return ownProof{Shown: byReserve(spent), must: account.ErrReserveCode}
	}
	code := h.reserve[0]
	return ownProof{Shown: byReserve(code), done: func() { h.reserve, h.spent = h.reserve[1:], append(h.spent, code) }}
}

func (m *machine) byKey(r *rapid.T, h *human, ask func() (any, error)) ownProof {
	if old, ok := draw(r, h.answers, "used answer"); ok && one(r, 3, "slip") {
		return ownProof{Shown: byKey(old), must: account.ErrCeremony}
	}
	asked, err := ask()
	if err != nil {
		r.Fatalf("asking for a key: %v", err)
	}
	key, _ := draw(r, h.keys, "key")
	if one(r, 5, "slip") {
		stranger := newAuthenticator(m.t)
		stranger.handle = key.handle
		return ownProof{Shown: byKey(stranger.get(m.t, asked)), must: account.ErrKeyAnswer}
	}
	answer := key.get(m.t, asked)
	return ownProof{Shown: byKey(answer), done: func() { h.answers = append(h.answers, answer) }}
}

// factors makes a move that changes the factors of somebody who has proved just now who they are.
func (m *machine) factors(r *rapid.T, what string, must error, change func(d *door) error) (h *human, ok bool) {
	d, ok := m.living(r)
	if !ok {
		return nil, false
	}
	if stale := m.fresh(d); stale != nil {
		must = stale
	}
	if m.want(r, what, change(d), must) != done {
		return nil, false
	}
	m.dropHalves(d.human)
	return d.human, true
}

func (m *machine) addApp(r *rapid.T) {
	var must error
	slip := one(r, 4, "slip")
	if slip {
		must = account.ErrAppCode
	}
	var app ownApp
	h, ok := m.factors(r, "an application", must, func(d *door) error {
		a := m.acts(d)
		if err := m.BeginApp(m.ctx(), a); err != nil {
			return err
		}
		setup, err := m.AppSetup(m.ctx(), a)
		if err != nil {
			return err
		}
		app = ownApp{setup.Secret, m.now().Unix() / 30, m.now()}
		code := m.appCode(m.t, setup.Secret)
		if slip {
			code = wrong(code)
		}
		return m.ConfirmApp(m.ctx(), a, code)
	})
	if ok {
		h.app = &app
	}
}

func (m *machine) removeApp(r *rapid.T) {
	d, ok := m.living(r)
	if !ok || d.human.app == nil || !one(r, 2, "remove") {
		return
	}
	if m.want(r, "no application", m.RemoveApp(m.ctx(), m.acts(d)), m.fresh(d)) == done {
		d.human.app = nil
		m.lessened(r, d.human)
	}
}

// lessened notes that a factor is gone: reserve codes go with the last one, half sign-ins begin anew.
func (m *machine) lessened(r *rapid.T, h *human) {
	m.dropHalves(h)
	if !h.second() {
		m.dropReserve(h)
	}
	m.reserveLeft(r, h)
}

// reserveLeft returns the name of a person's set of reserve codes, which must hold as many as are not used.
func (m *machine) reserveLeft(r *rapid.T, h *human) string {
	f, err := m.Factors(m.t.Context(), h.id)
	if err != nil || f.Reserve.Left != len(h.reserve) {
		r.Fatalf("%d reserve codes are left, want %d; %v", f.Reserve.Left, len(h.reserve), err)
	}
	return f.Reserve.Batch
}

func (m *machine) dropReserve(h *human) { h.spent, h.reserve = append(h.spent, h.reserve...), nil }

func (m *machine) addKey(r *rapid.T) {
	kind := rapid.SampledFrom([]bool{true, false}).Draw(r, "alone")
	k := &ownKey{authenticator: newAuthenticator(m.t), alone: kind}
	h, ok := m.factors(r, "a key", nil, func(d *door) error {
		a, kind := m.acts(d), account.KindKey
		if k.alone {
			kind = account.KindPasskey
		}
		asked, err := m.AskNewKey(m.ctx(), a, kind, cookie)
		if err != nil {
			return err
		}
		answer := k.create(m.t, asked)
		if err := m.AddKey(m.ctx(), a, kind, "Мой ключ", cookie, answer); err != nil {
			return err
		}
		if err := m.AddKey(m.ctx(), a, kind, "Ещё раз", cookie, answer); m.want(r, "a key", err, account.ErrCeremony) == done {
			r.Fatal("one answer adds two keys")
		}
		return nil
	})
	if !ok {
		return
	}
	f, err := m.Factors(m.t.Context(), h.id)
	if err != nil || len(f.Keys) != len(h.keys)+1 {
		r.Fatalf("%d keys, %v", len(f.Keys), err)
	}
	k.human, k.id, k.created = h, f.Keys[len(f.Keys)-1].ID, m.now()
	h.keys = append(h.keys, k)
	m.keys = append(m.keys, k)
}

func (m *machine) removeKey(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	h := d.human
	k, ok := draw(r, h.keys, "key")
	if !ok || m.want(r, "no key", m.RemoveKey(m.ctx(), m.acts(d), k.id), m.fresh(d)) != done {
		return
	}
	k.gone = true
	h.keys = without(h.keys, k)
	m.lessened(r, h)
}

func without[T comparable](list []T, gone T) (left []T) {
	for _, x := range list {
		if x != gone {
			left = append(left, x)
		}
	}
	return left
}

func (m *machine) setStrict(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	h, strict := d.human, rapid.Bool().Draw(r, "strict")
	must := m.fresh(d)
	if must == nil && strict && len(h.passkeys()) == 0 {
		must = account.ErrNoPasskey
	}
	if m.want(r, "strictness", m.SetStrict(m.ctx(), m.acts(d), strict), must) != done || h.strict == strict {
		return
	}
	h.strict = strict
	m.lessened(r, h)
}

func (m *machine) makeReserve(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	h, must := d.human, m.fresh(d)
	if must == nil && !h.second() {
		must = account.ErrReserveUseless
	}
	codes, err := m.NewReserve(m.ctx(), m.acts(d), m.reserveLeft(r, h))
	if m.want(r, "reserve codes", err, must) == done {
		m.dropReserve(h)
		h.reserve = codes
		m.dropHalves(h)
	}
}

// signInByKey signs in with any key that anybody ever had.
func (m *machine) signInByKey(r *rapid.T) {
	if k, ok := draw(r, m.keys, "key"); ok {
		m.useKey(r, k)
	}
}

func (m *machine) useKey(r *rapid.T, k *ownKey) {
	h, browser, key := k.human, cookie, k.authenticator
	asked, err := m.AskPasskey(m.ctx(), cookie)
	if err != nil {
		r.Fatal(err)
	}
	var must error
	switch {
	case k.gone || h.erased || !k.alone:
		must = account.ErrKeyUnknown
	case h.locked:
		must = account.ErrLocked
	}
	switch rapid.IntRange(0, 6).Draw(r, "slip") {
	case 4:
		browser, must = id.NewSecret(), account.ErrCeremony
	case 5:
		m.clock.Advance(account.CeremonyLife)
		must = account.ErrCeremony
	case 6:
		if must == nil {
			stranger := *key
			stranger.key = newAuthenticator(m.t).key
			key, must = &stranger, account.ErrKeyAnswer
		}
	}
	answer := key.get(m.t, asked)
	e, err := m.SignInByPasskey(m.ctx(), browser, answer, account.Browser{})
	if m.want(r, "a passkey", err, must) != done {
		return
	}
	m.enter(r, h, e, true, m.now())
	m.used = append(m.used, func() (string, error) {
		_, err := m.SignInByPasskey(m.ctx(), cookie, answer, account.Browser{})
		return "an answer of a passkey", err
	})
}

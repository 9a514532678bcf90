package account_test

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// The ways of the machine through other sites and through a telephone.

// there goes to the other site as a person there and comes back, sometimes too late.
func (m *machine) there(r *rapid.T, ctx context.Context, h *human, must error) (secret id.Secret, answer url.Values, late, ok bool) {
	secret, err := m.StartErrand(ctx, m.key, "")
	if m.want(r, "setting out", err, must) != done {
		return "", nil, false, false
	}
	_, address, err := m.ErrandAddress(ctx, m.key, secret)
	if err != nil {
		r.Fatal(err)
	}
	asked, err := m.site.Ask(queryOf(m.t, address))
	if err != nil {
		r.Fatal(err)
	}
	answer = queryOf(m.t, m.site.Grant(asked, fmt.Sprintf("player-%d", h.place)))
	if late = one(r, 8, "late"); late {
		m.clock.Advance(account.ErrandLife)
	}
	m.used = append(m.used, func() (string, error) { // whatever came of it: a way back is gone once
		_, err := m.finish(ctx, secret, answer)
		return "a way back from the other site", err
	})
	return secret, answer, late, true
}

func (m *machine) link(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	ctx := m.as(d)
	secret, answer, late, ok := m.there(r, ctx, d.human, m.fresh(d))
	if !ok {
		return
	}
	var must error
	switch {
	case late:
		must = account.ErrNoErrand
	case d.human.linked:
		must = account.ErrLinkSecond
	}
	_, err := m.finish(ctx, secret, answer)
	if m.want(r, "link", err, must) == done {
		d.human.linked = true
	}
}

func (m *machine) unlink(r *rapid.T) {
	d, ok := m.living(r)
	if ok && m.want(r, "unlink", m.Unlink(m.as(d), m.key), m.fresh(d)) == done {
		d.human.linked = false
	}
}

func (m *machine) signInOutside(r *rapid.T) {
	if h, ok := draw(r, m.people, "person"); ok && !h.erased {
		m.outsideAs(r, h)
	}
}

func (m *machine) outsideAs(r *rapid.T, h *human) {
	ctx := m.ctx()
	secret, answer, late, ok := m.there(r, ctx, h, nil)
	if !ok {
		return
	}
	proved := m.now()
	var must error
	switch {
	case late:
		must = account.ErrNoErrand
	case h.linked && h.locked:
		must = account.ErrLocked
	}
	if one(r, 8, "elsewhere") {
		_, err := m.finish(ctx, id.NewSecret(), answer)
		m.want(r, "a way back in another browser", err, account.ErrNoErrand)
	}
	out, err := m.finish(ctx, secret, answer)
	if m.want(r, "sign in through the other site", err, must) != done {
		return
	}
	if out.Unknown == h.linked || (out.Entry != nil) != h.linked {
		r.Fatalf("linked is %v, and the site's person is unknown: %v", h.linked, out.Unknown)
	}
	if out.Entry != nil {
		m.enter(r, h, *out.Entry, false, proved.Truncate(time.Second))
	}
}

const otherNetwork = "198.51.100.7"

// telephone is a try to let a screen in by a telephone.
type telephone struct {
	*door
	here, there context.Context // the telephone's network, the screen's
	secret      id.Secret
	shown       account.ShownQR
	far         bool
}

func (m *machine) qr(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	p := telephone{door: d, here: m.ctx(), far: one(r, 3, "far")}
	if p.there = p.here; p.far {
		p.there = from(m.t.Context(), otherNetwork)
	}
	var err error
	if p.secret, err = m.ShowQR(p.there, account.Browser{}, ""); m.want(r, "show a code", err, nil) != done {
		return
	}
	if p.shown, err = m.WaitingQR(p.there, p.secret); err != nil {
		r.Fatal(err)
	}
	m.numbers[p.shown.Number] = true
	m.used = append(m.used, func() (string, error) { // it was used at the end of this move, or came to nothing
		_, err := m.SignInByQR(p.there, p.secret, account.Browser{})
		return "a code on a screen", err
	})
	var must error
	if p.far && len(d.human.passkeys()) == 0 {
		must = account.ErrQRFar
	}
	if m.want(r, "take a code", m.TakeQR(p.here, p.shown.Code, m.acts(d)), must) == done {
		m.approve(r, p)
	}
}

// approve types the number on the telephone, after a slip or none.
func (m *machine) approve(r *rapid.T, p telephone) {
	number, proof := p.shown.Number, (*account.Shown)(nil)
	approve := func() error { return m.ApproveQR(p.here, p.shown.Code, m.acts(p.door), number, proof) }
	switch slip := rapid.IntRange(0, 7).Draw(r, "slip"); slip {
	case 4, 5: // numbers of other screens
		for i := range slip - 2 { // two are wrong, or three
			number = fmt.Sprint(10 + (atoi(p.shown.Number)-10+1+i*17)%90)
			must := account.ErrQRNumber
			if i == 2 {
				must = account.ErrQRSpent
			}
			m.want(r, "confirm a code", approve(), must)
		}
		number = p.shown.Number
		if slip == 5 {
			m.want(r, "confirm a code", approve(), account.ErrNoQR)
			return
		}
	case 6: // another telephone, which somebody else holds, or the same person
		if other, _ := draw(r, m.doors, "another telephone"); other != p.door {
			err := m.ApproveQR(p.here, p.shown.Code, m.acts(other), number, nil)
			m.want(r, "confirm a code", err, account.ErrNoQR)
		}
	}
	keys, must := p.human.passkeys(), error(nil)
	switch {
	case len(keys) > 0:
		m.want(r, "confirm a code", approve(), account.ErrKeyAnswer) // the passkey was asked for
		asked, err := m.AskApproval(p.here, m.acts(p.door), cookie)
		if err != nil {
			r.Fatal(err)
		}
		key, _ := draw(r, p.human.keys, "key")
		shown := byKey(key.get(m.t, asked))
		if proof = &shown; !key.alone {
			must = account.ErrKeyAnswer
		}
	case !m.acts(p.door).Proved():
		must = account.ErrQRUnsure
	}
	proved := m.now()
	if m.want(r, "confirm a code", approve(), must) != done {
		return
	}
	m.want(r, "confirm a code", approve(), account.ErrNoQR) // a second press
	m.comeIn(r, p, len(keys) > 0, proved)
}

// comeIn opens the session on the screen. Between the confirmation and that something may happen to the telephone.
func (m *machine) comeIn(r *rapid.T, p telephone, passkey bool, proved time.Time) {
	at, secret, must := p.there, p.secret, error(nil)
	switch rapid.IntRange(0, 9).Draw(r, "meanwhile") {
	case 4:
		m.clock.Advance(account.QRLife)
	case 5:
		m.want(r, "sign out", m.SignOut(m.ctx(), m.acts(p.door)), nil)
		p.ended = true
	case 6:
		m.lock(r)
	case 7:
		if at = p.here; !p.far {
			at = from(m.t.Context(), otherNetwork)
		}
		must = account.ErrQRMoved
	case 8:
		secret, must = id.NewSecret(), account.ErrNoQR
	}
	if !m.alive(p.door) || !m.now().Before(p.shown.Expires) {
		must = account.ErrNoQR
	}
	e, err := m.SignInByQR(at, secret, account.Browser{})
	if m.want(r, "come in", err, must) != done {
		if must != nil && m.alive(p.door) && m.now().Before(p.shown.Expires) {
			m.endQR(r, p)
		}
		return
	}
	confirmed := p.confirmed
	switch {
	case p.far:
		confirmed = time.Unix(0, 0)
	case passkey:
		confirmed = proved
	}
	m.enter(r, p.human, e, passkey, confirmed)
}

// endQR says on the telephone «Это не я» of what it has let in and what has not come in.
func (m *machine) endQR(r *rapid.T, p telephone) {
	m.want(r, "refuse a code", m.RefuseQR(p.here, p.shown.Code, m.acts(p.door)), nil)
	_, err := m.SignInByQR(p.there, p.secret, account.Browser{})
	m.want(r, "come in", err, account.ErrNoQR)
}

func atoi(s string) (n int) {
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}

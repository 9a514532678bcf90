package account_test

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// The ways of the machine through other sites and through a telephone.

// there goes to the other site as a person there and comes back.
func (m *machine) there(r *rapid.T, ctx context.Context, h *human) (id.Secret, url.Values, bool) {
	secret, err := m.StartErrand(ctx, m.key, "")
	if refusedAs(r, "set out", err, actor.ErrConfirm) {
		return "", nil, false
	}
	_, address, err := m.ErrandAddress(ctx, m.key, secret)
	if err != nil {
		r.Fatal(err)
	}
	asked, err := m.site.Ask(queryOf(m.t, address))
	if err != nil {
		r.Fatal(err)
	}
	return secret, queryOf(m.t, m.site.Grant(asked, m.subject(h))), true
}

// subject is what the other site calls a person of this game.
func (m *machine) subject(h *human) string {
	for i, p := range m.people {
		if p == h {
			return fmt.Sprintf("player-%d", i)
		}
	}
	return ""
}

func (m *machine) link(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	ctx := m.as(d)
	secret, answer, ok := m.there(r, ctx, d.human)
	if !ok {
		if m.clock.Now().Sub(d.confirmed) < actor.FreshFor {
			r.Fatal("a fresh session may not link")
		}
		return
	}
	if m.clock.Now().Sub(d.confirmed) >= actor.FreshFor {
		r.Fatal("a session links without a fresh confirmation")
	}
	_, err := m.finish(ctx, secret, answer)
	if refusedAs(r, "link", err, account.ErrLinkSecond) != d.human.linked {
		r.Fatalf("linking while linked (%v): %v", d.human.linked, err)
	}
	d.human.linked = true
	m.errandUsed(ctx, secret, answer)
}

func (m *machine) errandUsed(ctx context.Context, secret id.Secret, answer url.Values) {
	m.used = append(m.used, func() (string, error) {
		_, err := m.finish(ctx, secret, answer)
		return "a way back from the other site", err
	})
}

func (m *machine) unlink(r *rapid.T) {
	d, ok := m.living(r)
	if !ok || refusedAs(r, "unlink", m.Unlink(m.as(d), m.key), actor.ErrConfirm) {
		return
	}
	d.human.linked = false
}

func (m *machine) signInOutside(r *rapid.T) {
	h, ok := draw(r, m.people, "person")
	if !ok {
		return
	}
	ctx := m.ctx()
	secret, answer, ok := m.there(r, ctx, h)
	if !ok {
		return
	}
	proved := m.clock.Now()
	out, err := m.finish(ctx, secret, answer)
	m.errandUsed(ctx, secret, answer)
	switch {
	case refusedAs(r, "sign in through the other site", err, account.ErrLocked):
		if !h.locked || !h.linked {
			r.Fatalf("refused with %v, while closed is %v and linked %v", err, h.locked, h.linked)
		}
	case out.Unknown == h.linked:
		r.Fatalf("linked is %v, and the site's person is unknown: %v", h.linked, out.Unknown)
	case out.Entry != nil:
		m.enter(r, h, *out.Entry, proved.Truncate(time.Second))
	}
}

func (m *machine) qr(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	here, a := m.ctx(), m.acts(d)
	secret, err := m.ShowQR(here, account.Browser{}, "")
	if refusedAs(r, "show a code", err) {
		return
	}
	shown, err := m.WaitingQR(here, secret)
	if err != nil {
		r.Fatal(err)
	}
	if refusedAs(r, "take a code", m.TakeQR(here, shown.Code, a)) {
		return
	}
	if refusedAs(r, "confirm a code", m.ApproveQR(here, shown.Code, a, shown.Number, nil), account.ErrQRUnsure) {
		return
	}
	// Between the confirmation and the waiting browser something may happen to the telephone.
	switch rapid.IntRange(0, 4).Draw(r, "meanwhile") {
	case 0:
		m.clock.Advance(account.QRLife)
	case 1:
		refusedAs(r, "sign out", m.SignOut(m.ctx(), a))
		d.ended = true
	case 2:
		m.lock(r)
	}
	alive := m.alive(d) && m.clock.Now().Before(shown.Expires)
	e, err := m.SignInByQR(here, secret, account.Browser{})
	if refusedAs(r, "come in", err, account.ErrNoQR, account.ErrLocked) == alive {
		r.Fatalf("the telephone may let somebody in: %v; coming in: %v", alive, err)
	}
	if err == nil {
		m.enter(r, d.human, e, d.confirmed)
	}
	m.used = append(m.used, func() (string, error) {
		_, err := m.SignInByQR(here, secret, account.Browser{})
		return "a code on a screen", err
	})
}

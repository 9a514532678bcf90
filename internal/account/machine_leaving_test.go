package account_test

import (
	"errors"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
)

// The ways of the machine out of an account.

// leave asks for the deletion of the account, which ends the other sessions.
func (m *machine) leave(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	m.want(r, "asking for deletion", m.AskDeletion(m.ctx(), m.acts(d)), nil)
	if d.human.due.IsZero() {
		d.human.due = m.now().Add(stay)
		m.end(d.human, d)
	}
}

func (m *machine) callOff(r *rapid.T) {
	if d, ok := m.living(r); ok && one(r, 2, "call off") {
		m.want(r, "calling off", m.CallDeletionOff(m.ctx(), m.acts(d)), nil)
		d.human.due = time.Time{}
	}
}

// work lets the hourly job and all that waits in the queue run: what is over is swept, and who wanted to leave is gone.
func (m *machine) work(r *rapid.T) {
	if err := m.Sweep(m.t.Context()); err != nil {
		r.Fatal(err)
	}
	m.jobs(r)
}

func (m *machine) jobs(r *rapid.T) {
	due := m.now()
	if now := time.Now(); now.After(due) {
		due = now
	}
	worked, err := m.queue.Drain(m.t.Context(), due.Add(2*stay))
	for _, w := range worked {
		err = errors.Join(err, w.Err)
	}
	if err != nil {
		r.Fatal(err)
	}
	for _, h := range m.people {
		gone := m.count(m.t, `SELECT COUNT(*) FROM account_person WHERE id = $1 AND erased_at IS NOT NULL`, string(h.id)) == 1
		over := h.erased || !h.due.IsZero() && !m.now().Before(h.due)
		if gone && !over {
			r.Fatalf("%s was deleted before the time", h.email)
		}
		if gone && !h.erased {
			m.tally["deletion"]++
			m.erased(h)
		}
	}
}

// depart brings somebody to the end of the delay with all that can be under way, and tries all of it when they are gone.
func (m *machine) depart(r *rapid.T) {
	m.leave(r)
	var h *human
	for _, x := range m.people {
		if !x.due.IsZero() && !x.erased {
			h = x
		}
	}
	if h == nil || !one(r, 2, "depart") {
		return
	}
	const before = 5 * time.Minute
	if left := h.due.Sub(m.now()) - before; left > 0 {
		m.clock.Advance(left)
	}
	m.wholeOf(r, h)
	m.wholeOf(r, h)
	m.askFor(r, h)
	if left := h.due.Sub(m.now()); left > 0 {
		m.clock.Advance(left)
	}
	m.work(r)
	if !h.erased {
		r.Fatalf("%s is not gone at the end of the delay", h.email)
	}
	for _, d := range m.doors {
		if d.human == h {
			m.knock(r, d)
		}
	}
	for _, x := range m.halves {
		if x.human == h {
			m.finishHalf(r, x)
		}
	}
	for _, l := range m.links {
		if l.human == h {
			m.openLink(r, l)
		}
	}
	for _, u := range m.undos {
		if u.human == h {
			m.goBack(r, u)
		}
	}
	for _, k := range m.keys {
		if k.human == h {
			m.useKey(r, k)
		}
	}
	m.outsideAs(r, h)
	m.askFor(r, h)
}

// erased notes that nothing of a person opens anything any more.
func (m *machine) erased(h *human) {
	h.erased, h.linked, h.app, h.keys, h.strict = true, false, nil, nil, false
	m.setPassword(h, "")
	m.dropReserve(h)
	m.shut(h)
	for _, u := range m.undos {
		u.used = u.used || u.human == h
	}
}

// shut notes that every way is closed that somebody may have begun.
func (m *machine) shut(h *human) {
	m.end(h, nil)
	m.dropHalves(h)
	m.dropLinks(h)
	h.contacts = map[account.Contact]*change{}
}

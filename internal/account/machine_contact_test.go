package account_test

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/ruid"
)

// The ways of the machine that lead through a mailbox or a mobile: recovery, new contacts and the way back from them.

// link is a link to a new password.
type link struct {
	human   *human
	secret  id.Secret
	expires time.Time
	over    bool
}

// ask is a recovery by a code in a message.
type ask struct {
	human         *human
	secret        id.Secret
	code          string
	sent          time.Time
	tries         int
	used, dropped bool
}

// change is a new contact that waits for its proof.
type change struct {
	human  *human
	kind   account.Contact
	target string
	code   string // "" when it is another account's address, and no code opens it
	link   id.Secret
	asked  time.Time
	tries  int
}

// undo is the way back from a change.
type undo struct {
	human   *human
	secret  id.Secret
	kind    account.Contact
	before  string
	created time.Time
	used    bool
}

func (m *machine) dropLinks(h *human) {
	for _, l := range m.links {
		l.over = l.over || l.human == h
	}
	for _, a := range m.asks {
		a.dropped = a.dropped || a.human == h
	}
}

// ask asks for a new password, by letter or by message.
func (m *machine) ask(r *rapid.T) {
	if h, ok := draw(r, m.people, "person"); ok {
		m.askFor(r, h)
	}
}

func (m *machine) askFor(r *rapid.T, h *human) {
	login := byEmail(h.email)
	if h.phone != "" && rapid.Bool().Draw(r, "by message") {
		login = byPhone(h.phone)
	}
	for _, x := range m.people {
		if !x.erased && !x.due.IsZero() && !m.now().Before(x.due) {
			m.jobs(r) // who is to be gone by now is gone before the letter
		}
	}
	sent := m.box.count()
	secret, err := m.Ask(m.ctx(), account.WishPassword, login, 0, account.Browser{}, "")
	if m.want(r, "ask", err, nil) != done {
		return
	}
	m.jobs(r)
	text := m.letter(sent, login.Value)
	switch {
	case h.erased:
		if text != "" {
			r.Fatalf("who is gone was sent\n%s", text)
		}
	case login.Kind == account.LoginPhone:
		m.asks = append(m.asks, &ask{human: h, secret: secret, code: sixDigits.FindString(text), sent: m.now()})
	default:
		m.linked(r, h, text)
	}
}

// linked notes the link to a new password in a letter.
func (m *machine) linked(r *rapid.T, h *human, text string) {
	found := secretLink.FindStringSubmatch(text)
	if found == nil {
		r.Fatalf("no link in the letter to %s:\n%s", h.email, text)
	}
	m.links = append(m.links, &link{human: h, secret: id.Secret(found[1]), expires: m.now().Add(account.RecoveryLife)})
	m.stale = append(m.stale, stale{id.Secret(found[1]), "a link"})
}

func (m *machine) confirmAsk(r *rapid.T) {
	a, ok := draw(r, m.asks, "ask")
	if !ok {
		return
	}
	typed, slip := a.code, one(r, 3, "slip")
	if slip {
		typed = wrong(a.code)
	}
	var must error
	switch {
	case a.dropped || !m.now().Before(a.sent.Add(account.AskLife)):
		must = account.ErrNoAsk
	case a.used || a.tries >= 5 || !m.now().Before(a.sent.Add(account.CodeLife)) || slip && a.tries == 4:
		must = account.ErrCodeSpent
	case slip:
		must = account.ErrCodeWrong
	}
	secret, err := m.ConfirmAsk(m.ctx(), a.secret, typed)
	switch m.want(r, "a code of recovery", err, must) {
	case done:
		a.used = true
		m.links = append(m.links, &link{human: a.human, secret: secret, expires: m.now().Add(account.RecoveryLife)})
	case refused:
		a.tries++
	case limited:
	}
}

// newPassword opens any link that ever was.
func (m *machine) newPassword(r *rapid.T) {
	if l, ok := draw(r, m.links, "link"); ok {
		m.openLink(r, l)
	}
}

func (m *machine) openLink(r *rapid.T, l *link) {
	h := l.human
	var must error
	switch {
	case l.over || !m.now().Before(l.expires):
		must = account.ErrNoRecovery
	case h.locked:
		must = account.ErrLocked
	}
	fresh := m.newSecret()
	e, err := m.NewPassword(m.ctx(), l.secret, fresh, account.Browser{})
	if m.want(r, "a new password", err, must) != done {
		return
	}
	m.shut(h)
	m.setPassword(h, fresh)
	m.enter(r, h, e, false, m.now())
}

// changeContact begins to change the e-mail or the mobile: to a new one, or to what somebody else has.
func (m *machine) changeContact(r *rapid.T) {
	d, ok := m.living(r)
	if !ok {
		return
	}
	h, kind := d.human, rapid.SampledFrom([]account.Contact{account.ContactPhone, account.ContactEmail}).Draw(r, "kind")
	c := &change{human: h, kind: kind, asked: m.now()}
	sent := m.box.count()
	var err error
	taken := false
	if kind == account.ContactPhone {
		c.target = fmt.Sprintf("+79%02d%03d%04d", m.game/1000%100, m.game%1000, m.tries%10000)
		err = m.ChangePhone(m.ctx(), m.acts(d), ruid.Phone(c.target))
	} else {
		c.target = fmt.Sprintf("g%dc%d@example.org", m.game, m.tries)
		if other, _ := draw(r, m.people, "whose"); other != h && !other.erased && one(r, 2, "taken") {
			c.target, taken = string(other.email), true
		}
		err = m.ChangeEmail(m.ctx(), m.acts(d), account.Email(c.target))
	}
	if m.want(r, "a new contact", err, nil) != done {
		return
	}
	text := m.letter(sent, c.target)
	c.code = sixDigits.FindString(text)
	if found := changeLink.FindStringSubmatch(text); found != nil {
		c.link = id.Secret(found[1])
	}
	if (c.code == "") != taken || (c.link == "") != (taken || kind == account.ContactPhone) {
		r.Fatalf("an address that is taken (%v) was sent\n%s", taken, text)
	}
	h.contacts[kind] = c
	m.changes = append(m.changes, c)
}

// proveContact types a code for a new contact: the right one, a wrong one, or one of another change.
func (m *machine) proveContact(r *rapid.T) {
	d, ok := m.living(r)
	if !ok || len(m.changes) == 0 {
		return
	}
	h := d.human
	c, _ := draw(r, m.changes, "change")
	waits := h.contacts[c.kind]
	if waits != nil && one(r, 2, "own") {
		c = waits
	}
	typed := c.code
	if typed == "" || one(r, 4, "slip") {
		typed = wrong(c.code)
	}
	var must error
	switch {
	case waits == nil || !m.now().Before(waits.asked.Add(account.ChangeLife)):
		must = account.ErrNoChange
	case waits.tries >= 5 || !m.now().Before(waits.asked.Add(account.CodeLife)) || typed != waits.code && waits.tries == 4:
		must = account.ErrCodeSpent
	case typed != waits.code:
		must = account.ErrCodeWrong
	}
	sent := m.box.count()
	err := m.ConfirmChange(m.ctx(), m.acts(d), c.kind, typed)
	switch m.want(r, "a code of a contact", err, must) {
	case done:
		m.changed(r, waits, sent)
	case refused:
		if waits != nil {
			waits.tries++
		}
	case limited:
	}
}

// contactLink opens the link of any change of an e-mail that ever was, as who asked for it or as somebody else.
func (m *machine) contactLink(r *rapid.T) {
	d, ok := m.living(r)
	c, any := draw(r, m.changes, "change")
	if !ok || !any || c.link == "" {
		return
	}
	var must error
	if d.human.contacts[account.ContactEmail] != c || !m.now().Before(c.asked.Add(account.ChangeLife)) {
		must = account.ErrNoChange
	}
	sent := m.box.count()
	err := m.ConfirmChangeLink(m.ctx(), m.acts(d), c.link)
	if m.want(r, "a link of a contact", err, must) == done {
		m.changed(r, c, sent)
	}
}

// changed notes that a contact is another one, with the way back, which went to the old e-mail.
func (m *machine) changed(r *rapid.T, c *change, sent int) {
	h := c.human
	delete(h.contacts, c.kind)
	m.dropLinks(h)
	before, told := string(h.phone), string(h.email)
	if c.kind == account.ContactEmail {
		before = told
		h.emails = append(h.emails, h.email)
		h.email = account.Email(c.target)
	} else {
		h.phone = ruid.Phone(c.target)
	}
	m.mayUndo(r, h, c.kind, before, m.letter(sent, told))
}

func (m *machine) mayUndo(r *rapid.T, h *human, kind account.Contact, before, text string) {
	found := undoLink.FindStringSubmatch(text)
	if found == nil {
		r.Fatalf("no way back in the letter\n%s", text)
	}
	m.undos = append(m.undos, &undo{human: h, secret: id.Secret(found[1]), kind: kind, before: before, created: m.now()})
}

func (m *machine) removePhone(r *rapid.T) {
	d, ok := m.living(r)
	if !ok || d.human.phone == "" {
		return
	}
	h, sent := d.human, m.box.count()
	m.want(r, "no mobile", m.RemovePhone(m.ctx(), m.acts(d)), nil)
	m.dropLinks(h)
	before := string(h.phone)
	h.phone = ""
	m.mayUndo(r, h, account.ContactPhone, before, m.letter(sent, string(h.email)))
}

// takeBack opens any way back that ever was. With the change go all that came after it.
func (m *machine) takeBack(r *rapid.T) {
	if u, ok := draw(r, m.undos, "way back"); ok && one(r, 2, "take back") {
		m.goBack(r, u)
	}
}

func (m *machine) goBack(r *rapid.T, u *undo) {
	h := u.human
	var must error
	if u.used || !m.now().Before(u.created.Add(account.UndoLife)) {
		must = account.ErrNoUndo
	}
	sent := m.box.count()
	was, err := m.TakeBack(m.ctx(), u.secret)
	if m.want(r, "taking back", err, must) != done {
		return
	}
	email := h.email
	for i := len(m.undos) - 1; i >= 0; i-- {
		x := m.undos[i]
		if x.human == h && !x.used {
			m.restore(x)
		}
		if x == u {
			break
		}
	}
	if email != h.email {
		h.emails = append(h.emails, email)
	}
	m.shut(h)
	m.setPassword(h, "")
	h.locked = h.locked || was.Closed
	if added := h.since(u.created); was.Closed != added {
		r.Fatalf("the account was closed is %v, while factors were added is %v", was.Closed, added)
	}
	if !was.Closed {
		m.linked(r, h, m.letter(sent, string(h.email)))
	}
}

func (m *machine) restore(u *undo) {
	u.used = true
	if u.kind == account.ContactEmail {
		u.human.email = account.Email(u.before)
		u.human.emails = without(u.human.emails, u.human.email)
	} else {
		u.human.phone = ruid.Phone(u.before)
	}
}

// since reports whether a second factor or a passkey came at a moment or later.
func (h *human) since(at time.Time) bool {
	for _, k := range h.keys {
		if !k.created.Before(at) {
			return true
		}
	}
	return h.app != nil && !h.app.created.Before(at)
}

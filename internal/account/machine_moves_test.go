package account_test

import "pgregory.net/rapid"

// move makes one move by chance. Plain draws of rapid prefer the first of a list; these are even.
func (m *machine) move(r *rapid.T) {
	m.steps++
	drawn := rapid.Uint64().Draw(r, "move") + m.seed<<40 + m.steps<<20
	for _, by := range []uint64{0xbf58476d1ce4e5b9, 0x94d049bb133111eb} { // as splitmix64 does
		drawn = (drawn ^ drawn>>29) * by
	}
	moves := m.moves()
	weight := 0
	for _, x := range moves {
		weight += x.weight
	}
	at := int((drawn >> 32) % uint64(weight))
	for _, x := range moves {
		if at -= x.weight; at < 0 {
			r.Log(x.name)
			x.make(r)
			return
		}
	}
}

// move is one thing that may happen; weight is how often it does beside the others.
type move struct {
	weight int
	name   string
	make   func(*rapid.T)
}

func (m *machine) moves() []move {
	return []move{
		{1, "register", m.register},
		{2, "sign in", m.signIn},
		{4, "sign in and show a second factor", m.whole},
		{2, "show a second factor", m.second},
		{1, "guess at a second factor", m.guess},
		{2, "step up", m.stepUp},
		{1, "sign out", m.signOut},
		{1, "end other sessions", m.endOthers},
		{1, "end one session", m.endOne},
		{1, "use a session to its term", m.busy},
		{1, "forget a browser", m.forget},
		{2, "lock", m.lock},
		{2, "wait", m.wait},
		{2, "ask for a new password", m.ask},
		{1, "type a code of recovery", m.confirmAsk},
		{2, "set a new password", m.newPassword},
		{1, "change the password", m.changePassword},
		{1, "add an application", m.addApp},
		{1, "remove the application", m.removeApp},
		{1, "add a key", m.addKey},
		{1, "remove a key", m.removeKey},
		{1, "ask for the passkey, too", m.setStrict},
		{1, "make reserve codes", m.makeReserve},
		{2, "sign in by a key", m.signInByKey},
		{1, "link", m.link},
		{1, "unlink", m.unlink},
		{1, "sign in through the other site", m.signInOutside},
		{2, "let a screen in", m.qr},
		{1, "change a contact", m.changeContact},
		{2, "type the code of a contact", m.proveContact},
		{2, "open the link of a contact", m.contactLink},
		{1, "remove the mobile", m.removePhone},
		{1, "take a change back", m.takeBack},
		{1, "ask for deletion", m.leave},
		{1, "call it off", m.callOff},
		{1, "be gone", m.depart},
		{1, "let the jobs run", m.work},
		{1, "replay", m.replay},
	}
}

// openings are what a game may begin with, so that two hundred short games see what needs several moves.
func (m *machine) openings() [][]func(*rapid.T) {
	return [][]func(*rapid.T){
		{},
		{m.addApp},
		{m.addKey, m.whole},
		{m.addApp, m.makeReserve, m.whole, m.whole},
		{m.addKey, m.setStrict, m.makeReserve, m.whole},
		{m.changeContact, m.proveContact},
		{m.changeContact, m.contactLink, m.takeBack},
		{m.changeContact, m.proveContact, m.ask, m.confirmAsk},
		{m.link, m.addApp},
		{m.addKey, m.qr},
		{m.register, m.register},
		{m.link, m.addKey, m.changeContact, m.proveContact, m.depart},
		{m.addApp, m.makeReserve, m.depart},
	}
}

// happens are what two hundred games must have seen.
var happens = []string{
	"sign in", "no sign in", "second factor", "no second factor", "step-up", "no step-up", "a new password", "no a new password", "a code of recovery",
	"an application", "a key", "reserve codes", "a passkey", "no a passkey", "link", "sign in through the other site", "come in", "no come in", "confirm a code",
	"no confirm a code", "a new contact", "a code of a contact", "a link of a contact", "taking back", "asking for deletion", "deletion", "replay", "five tries", "a whole session",
}

package account_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

const (
	newEmail  = account.Email("anna.new@example.org")
	newMobile = ruid.Phone("+79167654321")
)

// inSession returns who acts in a fresh session of the person of most tests.
func (h *house) inSession(t testing.TB) actor.Actor {
	t.Helper()
	in, err := h.SignIn(from(t.Context(), "192.0.2.9"), string(address), password, account.Browser{Name: "Chrome, Windows"})
	if err != nil {
		t.Fatal(err)
	}
	return h.actingAs(t, in)
}

func (h *house) actingAs(t testing.TB, in account.Entry) actor.Actor {
	t.Helper()
	list, err := h.Sessions(t.Context(), in.Person.ID)
	if err != nil || len(list) == 0 {
		t.Fatal(list, err)
	}
	return actor.Actor{Person: in.Person.ID, Session: list[0].ID, Confirmed: h.clock.Now()}
}

func (h *house) stored(t testing.TB, p actor.PersonID) (person account.Person) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		person, err = h.Person(t.Context(), q, p)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return person
}

var undoLink = regexp.MustCompile(`/undo/([\w-]{43})`)

func (b *letterBox) undo(t testing.TB, to string) id.Secret {
	t.Helper()
	m := undoLink.FindStringSubmatch(b.last(t, to).text)
	if m == nil {
		t.Fatalf("no way back in the letter to %s:\n%s", to, b.last(t, to).text)
	}
	return id.Secret(m[1])
}

var changeLink = regexp.MustCompile(`/profile/contacts/email/([\w-]{43})`)

func TestAPersonChangesTheEmail(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		if err := h.Recover(t.Context(), address); err != nil { // a link that is under way in the old mailbox
			t.Fatal(err)
		}
		old := h.box.link(t)
		if err := h.ChangeEmail(t.Context(), a, address); !errors.Is(err, account.ErrSameEmail) {
			t.Errorf("the same address: %v", err)
		}
		if err := h.ChangeEmail(t.Context(), a, newEmail); err != nil {
			t.Fatal(err)
		}
		code := h.box.code(t, string(newEmail))
		if err := h.ConfirmChange(t.Context(), a, account.ContactEmail, wrong(code)); !errors.Is(err, account.ErrCodeWrong) {
			t.Errorf("a wrong code: %v", err)
		}
		if h.stored(t, a.Person).Email != address {
			t.Error("the address changed without a proof")
		}
		if err := h.ConfirmChange(t.Context(), a, account.ContactEmail, code); err != nil {
			t.Fatal(err)
		}
		if got := h.stored(t, a.Person).Email; got != newEmail {
			t.Errorf("the address is %s", got)
		}
		if text := h.box.text(t, string(address)); !strings.Contains(text, "a•••@example.org") || strings.Contains(text, string(newEmail)) {
			t.Errorf("the letter to the old address:\n%s", text)
		}
		if text := h.box.text(t, string(newEmail)); !strings.Contains(text, "Теперь это адрес вашей учётной записи") {
			t.Errorf("the letter to the new address:\n%s", text)
		}
		if err := h.RecoveryOpen(t.Context(), old); !errors.Is(err, account.ErrNoRecovery) {
			t.Errorf("a link in the old mailbox still works: %v", err)
		}
		if _, err := h.SignIn(t.Context(), string(newEmail), password, account.Browser{}); err != nil {
			t.Error(err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM account_change`); n != 0 {
			t.Errorf("%d changes wait", n)
		}
	})
}

// The link of the letter works for who asked, and for nobody else who opens it.
func TestTheLinkOfANewEmailIsForWhoAsked(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		if err := h.ChangeEmail(t.Context(), a, newEmail); err != nil {
			t.Fatal(err)
		}
		link := id.Secret(changeLink.FindStringSubmatch(h.box.text(t, string(newEmail)))[1])
		other := h.another(t, "boris@example.org")
		if err := h.ConfirmChangeLink(t.Context(), other, link); !errors.Is(err, account.ErrNoChange) {
			t.Errorf("somebody else: %v", err)
		}
		once(t, func(int) error { return h.ConfirmChangeLink(t.Context(), a, link) })
		if got := h.stored(t, a.Person).Email; got != newEmail {
			t.Errorf("the address is %s", got)
		}
	})
}

// another registers one more person and returns them acting.
func (h *house) another(t testing.TB, e account.Email) actor.Actor {
	t.Helper()
	x := applicant()
	x.Email = e
	g, err := h.ConfirmEmail(t.Context(), h.register(t, x), h.box.code(t, string(e)), account.Browser{})
	if err != nil {
		t.Fatal(err)
	}
	return h.actingAs(t, *g.Entry)
}

// An address of another account costs the same, says the same, and the letter goes to its owner and opens nothing.
func TestATakenEmailIsNotTold(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		other := h.another(t, "boris@example.org")
		h.clock.Advance(time.Hour)
		costs := make([]string, 2)
		for i, e := range []account.Email{"boris@example.org", "free@example.org"} {
			costs[i] = h.grown(t, func() {
				if err := h.ChangeEmail(t.Context(), a, e); err != nil {
					t.Fatal(err)
				}
			})
			if i == 0 {
				text := h.box.text(t, "boris@example.org")
				if !strings.Contains(text, "уже заведена") || sixDigits.MatchString(text) || changeLink.MatchString(text) {
					t.Errorf("the letter to the owner:\n%s", text)
				}
				for _, code := range []string{"000000", "123456"} {
					if err := h.ConfirmChange(t.Context(), a, account.ContactEmail, code); !errors.Is(err, account.ErrCodeWrong) {
						t.Errorf("a code: %v", err)
					}
				}
			}
		}
		// The second change takes the place of the first, and the budget of the person is there already.
		if strings.Replace(costs[0], "limit_bucket+2", "limit_bucket+1", 1) != strings.Replace(costs[1], "limit_bucket+2", "limit_bucket+1", 1) &&
			!strings.HasPrefix(costs[0], "account_code") {
			t.Errorf("taken: %s\n free: %s", costs[0], costs[1])
		}
		if h.stored(t, other.Person).Email != "boris@example.org" {
			t.Error("the address moved")
		}
	})
}

// Sixteen people prove one address at once: one account gets it.
func TestOneAccountForAnAddressUnderRaces(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		var people []actor.Actor
		for i := range 16 {
			if i%5 == 0 {
				h.clock.Advance(time.Hour)
			}
			people = append(people, h.another(t, account.Email(fmt.Sprintf("p%d@example.org", i))))
		}
		codes := map[account.Contact][]string{}
		for start := 0; start < 16; start += 4 { // four messages an hour fit the budget of an address
			group := people[start : start+4]
			target, number := account.Email(fmt.Sprintf("prize%d@example.org", start)), ruid.Phone(fmt.Sprintf("+791611100%02d", start))
			h.clock.Advance(2 * time.Hour)
			codes[account.ContactEmail], codes[account.ContactPhone] = nil, nil
			for _, a := range group {
				if err := h.ChangeEmail(t.Context(), a, target); err != nil {
					t.Fatal(err)
				}
				codes[account.ContactEmail] = append(codes[account.ContactEmail], h.box.code(t, string(target)))
				if err := h.ChangePhone(t.Context(), a, number); err != nil {
					t.Fatal(err)
				}
				codes[account.ContactPhone] = append(codes[account.ContactPhone], h.box.code(t, string(number)))
			}
			for _, kind := range []account.Contact{account.ContactEmail, account.ContactPhone} {
				once(t, func(i int) error { return h.ConfirmChange(t.Context(), group[i%4], kind, codes[kind][i%4]) })
			}
		}
	})
}

func TestAPersonChangesThePhone(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		if err := h.ChangePhone(t.Context(), a, newMobile); err != nil {
			t.Fatal(err)
		}
		code := h.box.code(t, string(newMobile))
		once(t, func(int) error { return h.ConfirmChange(t.Context(), a, account.ContactPhone, code) })
		if got := h.stored(t, a.Person).Phone; got != newMobile {
			t.Errorf("the number is %s", got)
		}
		if text := h.box.text(t, string(mobile)); !strings.Contains(text, "больше не привязан") {
			t.Errorf("to the old number: %s", text)
		}
		h.box.undo(t, string(address))
		if err := h.RemovePhone(t.Context(), a); err != nil {
			t.Fatal(err)
		}
		if got := h.stored(t, a.Person).Phone; got != "" {
			t.Errorf("the number is %s", got)
		}
		back := h.box.undo(t, string(address))
		if _, err := h.TakeBack(t.Context(), back); err != nil {
			t.Fatal(err)
		}
		if got := h.stored(t, a.Person).Phone; got != newMobile {
			t.Errorf("after the way back the number is %s", got)
		}
	})
}

// Somebody proves a number of another account: it stays, and its owner is told by letter.
func TestATakenNumberStays(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		other := h.another(t, "boris@example.org")
		if err := h.ChangePhone(t.Context(), other, mobile); err != nil {
			t.Fatal(err)
		}
		if err := h.ConfirmChange(t.Context(), other, account.ContactPhone, h.box.code(t, string(mobile))); !errors.Is(err, account.ErrNumberTaken) {
			t.Errorf("%v", err)
		}
		if text := h.box.text(t, string(address)); !strings.Contains(text, "Номер остался у вашей") {
			t.Errorf("to its owner:\n%s", text)
		}
		if h.stored(t, other.Person).Phone != "" {
			t.Error("two accounts have one number")
		}
	})
}

// A thief changes the e-mail, then the number, then the password. The owner presses «Это не я» in the old mailbox: both
// contacts stand as before, nobody is signed in, no password works, and the link to a new one is in the old mailbox.
func TestTheWayBackTakesAllBack(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.whole(t)
		thief := h.inSession(t)
		h.change(t, thief, account.ContactEmail, string(newEmail))
		back := h.box.undo(t, string(address))
		h.clock.Advance(time.Hour)
		h.change(t, thief, account.ContactPhone, string(newMobile))
		later := h.box.undo(t, string(newEmail))
		if err := h.ChangePassword(t.Context(), thief, account.NewSecret{Old: password, New: "Пароль47 вора", EndOthers: true}); err != nil {
			t.Fatal(err)
		}
		u, err := h.UndoBySecret(t.Context(), back)
		if err != nil || u.Masked() != address.Masked() {
			t.Errorf("%+v, %v", u, err)
		}
		h.clock.Advance(account.UndoLife - 3*time.Hour)
		once(t, func(int) error { _, err := h.TakeBack(t.Context(), back); return err })
		p := h.stored(t, thief.Person)
		if p.Email != address || p.Phone != mobile {
			t.Errorf("the contacts are %s, %s", p.Email, p.Phone)
		}
		if list, err := h.Sessions(t.Context(), p.ID); err != nil || len(list) != 0 {
			t.Errorf("%d sessions live, %v", len(list), err)
		}
		for _, secret := range []string{password, "Пароль47 вора", ""} {
			if _, err := h.SignIn(t.Context(), string(address), secret, account.Browser{}); !errors.Is(err, account.ErrCredentials) {
				t.Errorf("the password %q: %v", secret, err)
			}
		}
		if _, err := h.TakeBack(t.Context(), later); !errors.Is(err, account.ErrNoUndo) {
			t.Errorf("the thief takes the way back, too: %v", err)
		}
		if _, err := h.NewPassword(t.Context(), h.box.link(t), "Другой47 пароль", account.Browser{}); err != nil {
			t.Error(err)
		}
	})
}

func (h *house) change(t testing.TB, a actor.Actor, kind account.Contact, to string) {
	t.Helper()
	do := func() error { return h.ChangeEmail(t.Context(), a, account.Email(to)) }
	if kind == account.ContactPhone {
		do = func() error { return h.ChangePhone(t.Context(), a, ruid.Phone(to)) }
	}
	if err := do(); err != nil {
		t.Fatal(err)
	}
	if err := h.ConfirmChange(t.Context(), a, kind, h.box.code(t, to)); err != nil {
		t.Fatal(err)
	}
}

func TestTheWayBackLivesAWeek(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.whole(t)
		h.change(t, h.inSession(t), account.ContactEmail, string(newEmail))
		back := h.box.undo(t, string(address))
		h.clock.Advance(account.UndoLife)
		if _, err := h.TakeBack(t.Context(), back); !errors.Is(err, account.ErrNoUndo) {
			t.Errorf("after a week: %v", err)
		}
	})
}

// When the old address is another account's by now, or a factor was added after the change, nobody can tell the owner from a
// thief: the account is closed, and both addresses are told.
func TestADoubtfulWayBackClosesTheAccount(t *testing.T) {
	for name, spoil := range map[string]func(t *testing.T, h *house, p actor.PersonID){
		"taken": func(t *testing.T, h *house, _ actor.PersonID) { h.another(t, address) },
		"factor": func(t *testing.T, h *house, p actor.PersonID) {
			h.exec(t, `INSERT INTO account_totp (person, confirmed, secret, last_step, created_at) VALUES ($1, TRUE, '', 0, $2)`, string(p), h.clock.Now())
		},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				h.whole(t)
				a := h.inSession(t)
				h.change(t, a, account.ContactEmail, string(newEmail))
				back := h.box.undo(t, string(address))
				h.clock.Advance(time.Hour)
				spoil(t, h, a.Person)
				done, err := h.TakeBack(t.Context(), back)
				if err != nil || !done.Closed {
					t.Errorf("%+v, %v", done, err)
				}
				if !h.stored(t, a.Person).Locked {
					t.Error("the account is open")
				}
				for _, to := range []account.Email{address, newEmail} {
					if text := h.box.text(t, string(to)); !strings.Contains(text, "закрыта до проверки") {
						t.Errorf("to %s:\n%s", to, text)
					}
				}
			})
		})
	}
}

func TestAPersonChangesThePassword(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.whole(t)
		a := h.inSession(t)
		if err := h.ChangePassword(t.Context(), a, account.NewSecret{Old: "не тот", New: "Другой47 пароль"}); !errors.Is(err, account.ErrPasswordWrong) {
			t.Errorf("a wrong old one: %v", err)
		}
		once(t, func(i int) error {
			err := h.ChangePassword(from(context.Background(), "192.0.2.1"), a, account.NewSecret{Old: password, New: fmt.Sprintf("Другой47 пароль %d", i), EndOthers: true})
			return err
		})
		if list, err := h.Sessions(t.Context(), a.Person); err != nil || len(list) != 1 || list[0].ID != a.Session {
			t.Errorf("sessions %+v, %v", list, err)
		}
		if text := h.box.text(t, string(address)); !strings.Contains(text, "изменён в профиле") {
			t.Errorf("the letter:\n%s", text)
		}
	})
}

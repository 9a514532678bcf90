package account_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// named registers a further person.
func (h *house) named(t testing.TB, email account.Email) account.Entry {
	t.Helper()
	a := applicant()
	a.Email = email
	secret, err := h.Register(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	g, err := h.ConfirmEmail(t.Context(), secret, h.box.code(t, string(email)), account.Browser{Name: "Safari, iPhone"})
	if err != nil || g.Entry == nil {
		t.Fatalf("%+v, %v", g, err)
	}
	return *g.Entry
}

const (
	near = "192.0.2.77"   // of one network
	far  = "198.51.100.7" // of another
)

// screen is a browser that shows a code.
type screen struct {
	secret       id.Secret
	code, number string
}

func (h *house) screen(t testing.TB, address string) screen {
	t.Helper()
	secret, err := h.ShowQR(from(t.Context(), address), account.Browser{Name: "Chrome, Windows"}, "")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := h.WaitingQR(t.Context(), secret)
	if err != nil || shown.State != account.QRShown {
		t.Fatalf("%+v, %v", shown, err)
	}
	return screen{secret, shown.Code, shown.Number}
}

func (h *house) wantQR(t testing.TB, s screen, want account.QRState) {
	t.Helper()
	if got, err := h.WaitingQR(t.Context(), s.secret); err != nil || got.State != want {
		t.Errorf("the code is %q, %v, want %q", got.State, err, want)
	}
}

func (h *house) actor(t testing.TB, in account.Entry) actor.Actor {
	t.Helper()
	who, ok := h.who(t, in.Session)
	if !ok {
		t.Fatal("the session does not live")
	}
	return who.Actor
}

// approved brings a code to where the waiting browser may come in.
func (h *house) approved(t testing.TB, phone context.Context, s screen, a actor.Actor) {
	t.Helper()
	if err := h.TakeQR(phone, s.code, a); err != nil {
		t.Fatal(err)
	}
	h.wantQR(t, s, account.QRTaken)
	if err := h.ApproveQR(phone, s.code, a, s.number, nil); err != nil {
		t.Fatal(err)
	}
	h.wantQR(t, s, account.QRApproved)
}

func TestT15_SignInByQR(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		h.clock.Advance(account.QRLife) // so that the moment of the telephone's own proof can be told from now
		s := h.screen(t, near)
		there := from(t.Context(), near)
		for range 3 {
			scanned, err := h.ScannedQR(there, s.code, phone)
			if err != nil || scanned.Browser != "Chrome, Windows" || scanned.Network != "192.0.2.0/24" || scanned.Far || scanned.State != account.QRShown {
				t.Fatalf("looking at the code: %+v, %v", scanned, err)
			}
		}
		h.wantQR(t, s, account.QRShown)
		h.approved(t, there, s, phone)
		in, err := h.SignInByQR(there, s.secret, account.Browser{Name: "Chrome, Windows"})
		if err != nil {
			t.Fatal(err)
		}
		who, ok := h.who(t, in.Session)
		if !ok || who.Actor.Person != phone.Person || who.Actor.Session == phone.Session {
			t.Fatalf("behind the new session: %+v, %v", who, ok)
		}
		if !who.Actor.Confirmed.Equal(phone.Confirmed) {
			t.Errorf("the session was confirmed at %v; the person last proved who they are at %v", who.Actor.Confirmed, phone.Confirmed)
		}
		h.wantQR(t, s, account.QRUsed)
		if _, err := h.SignInByQR(there, s.secret, account.Browser{}); !errors.Is(err, account.ErrNoQR) {
			t.Errorf("the code a second time: %v", err)
		}
		if scanned, err := h.ScannedQR(there, s.code, phone); err != nil || scanned.State != account.QRUsed {
			t.Errorf("the link after it was used: %+v, %v", scanned, err)
		}
		for what, err := range map[string]error{
			"taken": h.TakeQR(there, s.code, phone), "confirmed": h.ApproveQR(there, s.code, phone, s.number, nil), "refused": h.RefuseQR(there, s.code, phone),
			"opened by the new session": h.TakeQR(there, s.code, who.Actor),
		} {
			if !errors.Is(err, account.ErrNoQR) {
				t.Errorf("%s after it was used: %v", what, err)
			}
		}
	})
}

// A screen in another network takes a passkey, and the session that it gets has proved nothing until step-up.
func TestT15_AnotherNetworkTakesAPasskey(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		s := h.screen(t, far)
		there := from(t.Context(), near)
		scanned, err := h.ScannedQR(there, s.code, phone)
		if err != nil || !scanned.Refused() {
			t.Fatalf("without a passkey: %+v, %v", scanned, err)
		}
		if err := h.TakeQR(there, s.code, phone); !errors.Is(err, account.ErrQRFar) {
			t.Errorf("without a passkey: %v", err)
		}
		if err := h.ApproveQR(there, s.code, phone, s.number, nil); !errors.Is(err, account.ErrNoQR) {
			t.Errorf("approving what was not taken: %v", err)
		}
		no := errors.New("the passkey signed something else")
		h.UsePasskeys(true, no)
		if err := h.TakeQR(there, s.code, phone); err != nil {
			t.Fatal(err)
		}
		if err := h.ApproveQR(there, s.code, phone, s.number, nil); !errors.Is(err, no) {
			t.Errorf("with a wrong passkey: %v", err)
		}
		h.wantQR(t, s, account.QRTaken)
		h.UsePasskeys(true, nil)
		if err := h.ApproveQR(there, s.code, phone, s.number, nil); err != nil {
			t.Fatal(err)
		}
		in, err := h.SignInByQR(from(t.Context(), far), s.secret, account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		if who := h.actor(t, in); who.Proved() {
			t.Errorf("a session opened from another network is confirmed at %v", who.Confirmed)
		}
		// Such a session hands nothing on: neither near nor by a passkey that it has not.
		h.UsePasskeys(false, nil)
		next := h.screen(t, far)
		beyond := from(t.Context(), far)
		if err := h.TakeQR(beyond, next.code, h.actor(t, in)); err != nil {
			t.Fatal(err)
		}
		if err := h.ApproveQR(beyond, next.code, h.actor(t, in), next.number, nil); !errors.Is(err, account.ErrQRUnsure) {
			t.Errorf("an unproved session approves another: %v", err)
		}
	})
}

// A telephone that moves to another network between opening the link and confirming needs the passkey, too. So does one
// whose network nobody knows.
func TestT15_TheNetworkIsThatOfTheConfirmation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		s := h.screen(t, near)
		if err := h.TakeQR(from(t.Context(), near), s.code, phone); err != nil {
			t.Fatal(err)
		}
		for _, ctx := range []context.Context{from(t.Context(), far), t.Context()} {
			if err := h.ApproveQR(ctx, s.code, phone, s.number, nil); !errors.Is(err, account.ErrQRFar) {
				t.Errorf("confirmed from elsewhere: %v", err)
			}
		}
		if err := h.ApproveQR(from(t.Context(), near), s.code, phone, s.number, nil); err != nil {
			t.Fatal(err)
		}
		if _, err := h.SignInByQR(from(t.Context(), far), s.secret, account.Browser{}); !errors.Is(err, account.ErrQRMoved) {
			t.Errorf("the waiting browser in another network than the telephone was told: %v", err)
		}
	})
}

func TestT15_AQRCodeLivesTwoMinutes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		there := from(t.Context(), near)
		waits, taken, approved := h.screen(t, near), h.screen(t, near), h.screen(t, near)
		if err := h.TakeQR(there, taken.code, phone); err != nil {
			t.Fatal(err)
		}
		h.approved(t, there, approved, phone)
		h.clock.Advance(account.QRLife)
		for _, s := range []screen{waits, taken, approved} {
			h.wantQR(t, s, account.QRExpired)
			if _, err := h.ScannedQR(there, s.code, phone); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("looking: %v", err)
			}
			if err := h.TakeQR(there, s.code, phone); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("taking: %v", err)
			}
			if err := h.ApproveQR(there, s.code, phone, s.number, nil); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("approving: %v", err)
			}
			if _, err := h.SignInByQR(there, s.secret, account.Browser{}); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("coming in: %v", err)
			}
		}
		h.clock.Advance(25 * 60 * account.QRLife)
		if err := h.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if n := h.count(t, "SELECT COUNT(*) FROM account_qr"); n != 0 {
			t.Errorf("%d codes are left", n)
		}
	})
}

// Another browser's cookie opens nothing, whatever it knows of the code.
func TestT15_AQRCodeIsBoundToItsBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		s, other := h.screen(t, near), h.screen(t, near)
		there := from(t.Context(), near)
		h.approved(t, there, s, phone)
		for what, secret := range map[string]id.Secret{"another code's": other.secret, "the link": id.Secret(s.code), "none": "", "a new one": id.NewSecret()} {
			if _, err := h.SignInByQR(there, secret, account.Browser{}); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if s.code == other.code {
			t.Error("two browsers show one code")
		}
		h.wantQR(t, s, account.QRApproved)
	})
}

func TestT15_ThreeWrongNumbersEndIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		there := from(t.Context(), near)
		s := h.screen(t, near)
		if err := h.TakeQR(there, s.code, phone); err != nil {
			t.Fatal(err)
		}
		for try, want := range []error{account.ErrQRNumber, account.ErrQRNumber, account.ErrQRSpent, account.ErrNoQR} {
			if err := h.ApproveQR(there, s.code, phone, "00", nil); !errors.Is(err, want) {
				t.Errorf("try %d: %v, want %v", try+1, err, want)
			}
		}
		if err := h.ApproveQR(there, s.code, phone, s.number, nil); !errors.Is(err, account.ErrNoQR) {
			t.Errorf("the right number after three wrong ones: %v", err)
		}
		h.wantQR(t, s, account.QRSpent)
	})
}

func TestT15_NotMeEndsIt(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		there := from(t.Context(), near)
		s := h.screen(t, far)
		if err := h.RefuseQR(there, s.code, phone); err != nil { // also where the way is closed
			t.Fatal(err)
		}
		h.wantQR(t, s, account.QRRefused)
		if err := h.TakeQR(there, s.code, phone); !errors.Is(err, account.ErrNoQR) {
			t.Errorf("after «not me»: %v", err)
		}
	})
}

// Sixteen telephones open one link at once: one gets it, and nobody else can read, confirm or refuse it.
func TestT15_OneTelephoneGetsTheCode(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		var phones []actor.Actor
		for i := range 16 {
			phones = append(phones, h.actor(t, h.named(t, account.Email(fmt.Sprintf("p%d@example.org", i)))))
			h.clock.Advance(account.ResendWait)
		}
		s := h.screen(t, near)
		there := from(t.Context(), near)
		winner := h.race(t, 16, account.ErrNoQR, func(i int) error { return h.TakeQR(there, s.code, phones[i]) })
		for i, p := range phones {
			if i == winner {
				continue
			}
			if err := h.ApproveQR(there, s.code, p, s.number, nil); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("another telephone confirms: %v", err)
			}
			if err := h.RefuseQR(there, s.code, p); !errors.Is(err, account.ErrNoQR) {
				t.Errorf("another telephone refuses: %v", err)
			}
		}
		if err := h.ApproveQR(there, s.code, phones[winner], s.number, nil); err != nil {
			t.Fatal(err)
		}
		h.race(t, 16, account.ErrNoQR, func(int) error {
			_, err := h.SignInByQR(there, s.secret, account.Browser{})
			return err
		})
		if n := h.count(t, "SELECT COUNT(*) FROM account_session WHERE person = $1", string(phones[winner].Person)); n != 2 {
			t.Errorf("%d sessions of the winner, want the telephone's and one more", n)
		}
	})
}

// race runs do at once and returns which call passed; all others get the refusal.
func (h *house) race(t testing.TB, n int, refusal error, do func(int) error) int {
	t.Helper()
	var (
		wg     sync.WaitGroup
		passed atomic.Int64
		winner atomic.Int64
	)
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() {
			<-start
			switch err := do(i); {
			case err == nil:
				passed.Add(1)
				winner.Store(int64(i))
			case !errors.Is(err, refusal):
				t.Errorf("try %d: %v", i, err)
			}
		})
	}
	close(start)
	wg.Wait()
	if passed.Load() != 1 {
		t.Fatalf("%d of %d tries passed, want one", passed.Load(), n)
	}
	return int(winner.Load())
}

// Wrong numbers at once are all counted.
func TestT15_WrongNumbersAtOnceAreCounted(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		there := from(t.Context(), near)
		s := h.screen(t, near)
		if err := h.TakeQR(there, s.code, phone); err != nil {
			t.Fatal(err)
		}
		var (
			wg     sync.WaitGroup
			judged atomic.Int64
		)
		for range 16 {
			wg.Go(func() {
				switch err := h.ApproveQR(there, s.code, phone, "00", nil); {
				case errors.Is(err, account.ErrQRNumber), errors.Is(err, account.ErrQRSpent):
					judged.Add(1)
				case !errors.Is(err, account.ErrNoQR):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if judged.Load() != 3 {
			t.Errorf("%d numbers were compared, want 3", judged.Load())
		}
	})
}

// The telephone's session ends, or its account is closed, between the confirmation and the waiting browser: it stays out.
func TestT15_AnEndedTelephoneLetsNobodyIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		phone := h.actor(t, in)
		there := from(t.Context(), near)
		s := h.screen(t, near)
		h.approved(t, there, s, phone)
		if err := h.SignOut(t.Context(), phone); err != nil {
			t.Fatal(err)
		}
		if _, err := h.SignInByQR(there, s.secret, account.Browser{}); !errors.Is(err, account.ErrNoQR) {
			t.Errorf("after the telephone signed out: %v", err)
		}
		again, err := h.SignIn(t.Context(), string(address), password, account.Browser{})
		if err != nil {
			t.Fatal(err)
		}
		s = h.screen(t, near)
		h.approved(t, there, s, h.actor(t, again))
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.SetLocked(t.Context(), tx, in.Person.ID, true) }); err != nil {
			t.Fatal(err)
		}
		if _, err := h.SignInByQR(there, s.secret, account.Browser{}); !errors.Is(err, account.ErrNoQR) {
			t.Errorf("after the account was closed: %v", err)
		}
	})
}

// The waiting browser comes in while the person ends all sessions: whichever is first, no session is left.
func TestT15_ComingInWhileAllSessionsEnd(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		h.person(t)
		there := from(t.Context(), near)
		for range 8 {
			in, err := h.SignIn(t.Context(), string(address), password, account.Browser{})
			if err != nil {
				t.Fatal(err)
			}
			phone := h.actor(t, in)
			s := h.screen(t, near)
			h.approved(t, there, s, phone)
			var wg sync.WaitGroup
			wg.Go(func() {
				if _, err := h.SignInByQR(there, s.secret, account.Browser{}); err != nil && !errors.Is(err, account.ErrNoQR) {
					t.Error(err)
				}
			})
			wg.Go(func() {
				if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.SetLocked(t.Context(), tx, phone.Person, true) }); err != nil {
					t.Error(err)
				}
			})
			wg.Wait()
			if n := h.count(t, "SELECT COUNT(*) FROM account_session WHERE ended_at IS NULL"); n != 0 {
				t.Fatalf("%d sessions live after the account was closed", n)
			}
			if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.SetLocked(t.Context(), tx, phone.Person, false) }); err != nil {
				t.Fatal(err)
			}
			h.clock.Advance(account.ResendWait)
		}
	})
}

// Codes are typed as people type them, and neither code nor number nor secret stands in the database.
func TestAQRCodeIsReadAsTyped(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		s := h.screen(t, near)
		if len(s.code) != 10 || len(s.number) != 2 {
			t.Fatalf("the code %q, the number %q", s.code, s.number)
		}
		for _, typed := range []string{s.code, s.code[:5] + "-" + s.code[5:], " " + s.code} {
			if _, err := h.ScannedQR(from(t.Context(), near), typed, phone); err != nil {
				t.Errorf("%q: %v", typed, err)
			}
		}
		for _, value := range []string{s.code, s.number, string(s.secret)} {
			if n := h.count(t, "SELECT COUNT(*) FROM account_qr WHERE $1 IN (id, browser_hash, code_mac, number_mac)", value); n != 0 {
				t.Errorf("%q stands in the database", value)
			}
		}
	})
}

// Codes are limited by the network that shows them and by the person who opens them.
func TestQRCodesAreLimited(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		phone := h.actor(t, h.person(t))
		there := from(t.Context(), near)
		refused := false
		for range 30 {
			err := h.TakeQR(there, string(id.NewSecret())[:10], phone)
			refused = refused || errors.Is(err, limit.ErrTooOften)
		}
		if !refused {
			t.Error("thirty guesses at codes passed")
		}
		refused = false
		for range 80 {
			_, err := h.ShowQR(there, account.Browser{}, "")
			refused = refused || errors.Is(err, limit.ErrTooOften)
		}
		if !refused {
			t.Error("eighty codes for one address")
		}
	})
}

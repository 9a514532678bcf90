package account_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// byPasskey signs in with a key, whatever it is.
func (h *house) byPasskey(t testing.TB, key *authenticator) (account.Entry, error) {
	t.Helper()
	asked, err := h.AskPasskey(t.Context(), cookie)
	if err != nil {
		t.Fatal(err)
	}
	return h.SignInByPasskey(t.Context(), cookie, key.get(t, asked), firefox)
}

func TestAPasskeySignsIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		key := h.withKey(t, a, true)
		if bytes.Contains(key.handle, []byte(a.Person)) || len(key.handle) != 64 {
			t.Errorf("the handle %x tells of the person", key.handle)
		}
		h.withApp(t, a) // a passkey that has verified the person brings the second factor
		in, err := h.byPasskey(t, key)
		if err != nil || in.Half() {
			t.Fatalf("half %v, %v", in.Half(), err)
		}
		if who, ok := h.who(t, in.Session); !ok || who.Actor.Person != a.Person {
			t.Errorf("behind the session: %+v, %v", who, ok)
		}
	})
}

func TestWhatAPasskeyIsRefusedFor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		key, second := h.withKey(t, a, true), h.withKey(t, a, false)
		for what, c := range map[string]struct {
			spoil func(k *authenticator)
			key   *authenticator
			want  error
		}{
			"no verification":     {func(k *authenticator) { k.verifies = false }, key, account.ErrKeyAnswer},
			"another site":        {func(k *authenticator) { k.origin = "http://evil.example" }, key, account.ErrKeyAnswer},
			"another port":        {func(k *authenticator) { k.origin = "http://localhost:9999" }, key, account.ErrKeyAnswer},
			"a changed flag":      {func(k *authenticator) { k.backup = true }, key, account.ErrKeyAnswer},
			"another private key": {func(k *authenticator) { k.key = newAuthenticator(t).key }, key, account.ErrKeyAnswer},
			"an unknown key":      {func(k *authenticator) { k.id = []byte("an id that nobody has registered") }, key, account.ErrKeyUnknown},
			"an unknown person":   {func(k *authenticator) { k.handle = make([]byte, 64) }, key, account.ErrKeyUnknown},
			"a second factor":     {func(*authenticator) {}, second, account.ErrKeyUnknown},
			"a counter behind":    {func(k *authenticator) { k.count = 0 }, key, account.ErrKeyCloned},
		} {
			spoiled := *c.key
			c.spoil(&spoiled)
			if _, err := h.byPasskey(t, &spoiled); !errors.Is(err, c.want) {
				t.Errorf("%s: %v, want %v", what, err, c.want)
			}
		}
		key.count += 20
		if _, err := h.byPasskey(t, key); err != nil {
			t.Errorf("unspoiled: %v", err)
		}
	})
}

// What the server asked is answered once, within five minutes, from the browser that was asked, for what it was asked for.
func TestAnAnswerIsGoodForOneThing(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		key := h.withKey(t, a, true)
		ask := func() any {
			asked, err := h.AskPasskey(t.Context(), cookie)
			if err != nil {
				t.Fatal(err)
			}
			return asked
		}
		answer := key.get(t, ask())
		if _, err := h.SignInByPasskey(t.Context(), id.NewSecret(), answer, firefox); !errors.Is(err, account.ErrCeremony) {
			t.Errorf("from another browser: %v", err)
		}
		if _, err := h.SignInByPasskey(t.Context(), cookie, answer, firefox); err != nil {
			t.Errorf("the first time: %v", err)
		}
		if _, err := h.SignInByPasskey(t.Context(), cookie, answer, firefox); !errors.Is(err, account.ErrCeremony) {
			t.Errorf("a second time: %v", err)
		}
		if _, err := h.Confirm(t.Context(), a, byKey(key.get(t, ask()))); !errors.Is(err, account.ErrCeremony) {
			t.Errorf("an answer to a sign-in confirms: %v", err)
		}
		answer = key.get(t, ask())
		h.clock.Advance(account.CeremonyLife)
		if _, err := h.SignInByPasskey(t.Context(), cookie, answer, firefox); !errors.Is(err, account.ErrCeremony) {
			t.Errorf("after five minutes: %v", err)
		}
		answer = key.get(t, ask())
		if won := race(func(int) error { _, err := h.SignInByPasskey(t.Context(), cookie, answer, firefox); return err }); won != 1 {
			t.Errorf("%d of 16 got in with one answer", won)
		}
	})
}

func TestASecurityKeyIsTheSecondFactor(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		key := h.withKey(t, a, false)
		key.verifies = false // it has no way to
		half := h.half(t)
		asked, err := h.AskSecondKey(t.Context(), half, firefox, cookie)
		if err != nil {
			t.Fatal(err)
		}
		stranger := newAuthenticator(t)
		stranger.handle = key.handle
		if _, err := h.Second(t.Context(), half, firefox, byKey(stranger.get(t, asked))); !errors.Is(err, account.ErrKeyAnswer) {
			t.Errorf("a key of somebody else: %v", err)
		}
		if asked, err = h.AskSecondKey(t.Context(), half, firefox, cookie); err != nil {
			t.Fatal(err)
		}
		in, err := h.Second(t.Context(), half, firefox, byKey(key.get(t, asked)))
		if err != nil || in.Half() {
			t.Errorf("half %v, %v", in.Half(), err)
		}
	})
}

func TestKeysAreKeptApart(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		key := h.withKey(t, a, true)
		asked, err := h.AskNewKey(t.Context(), a, account.KindPasskey, cookie)
		if err != nil {
			t.Fatal(err)
		}
		if len(asked.Response.CredentialExcludeList) != 1 {
			t.Errorf("%d keys are excluded", len(asked.Response.CredentialExcludeList))
		}
		if err := h.AddKey(t.Context(), a, account.KindPasskey, "Ещё раз", cookie, key.create(t, asked)); !errors.Is(err, account.ErrKeyKnown) {
			t.Errorf("the same key again: %v", err)
		}
		f, err := h.Factors(t.Context(), a.Person)
		if err != nil || len(f.Keys) != 1 || f.Keys[0].Name != "Мой ключ" || f.Second() {
			t.Fatalf("%+v, %v", f, err)
		}
		other := actor.Actor{Person: actor.PersonID(id.New()), Session: a.Session, Confirmed: h.clock.Now()}
		if err := h.RemoveKey(t.Context(), other, f.Keys[0].ID); !errors.Is(err, account.ErrNoKey) && err == nil {
			t.Errorf("somebody else removes it: %v", err)
		}
		if err := h.RenameKey(t.Context(), other, f.Keys[0].ID, "Чужой"); !errors.Is(err, account.ErrNoKey) {
			t.Errorf("somebody else renames it: %v", err)
		}
		if err := h.RemoveKey(t.Context(), a, f.Keys[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.byPasskey(t, key); !errors.Is(err, account.ErrKeyUnknown) {
			t.Errorf("a removed key: %v", err)
		}
	})
}

// A key that was not asked to verify the person opens nothing by itself, whatever the form says later.
func TestTheKindOfAKeyIsWhatWasAsked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		key := newAuthenticator(t)
		asked, err := h.AskNewKey(t.Context(), a, account.KindKey, cookie)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.AddKey(t.Context(), a, account.KindPasskey, "Ключ", cookie, key.create(t, asked)); err != nil {
			t.Fatal(err)
		}
		if _, err := h.byPasskey(t, key); !errors.Is(err, account.ErrKeyUnknown) {
			t.Errorf("a security key signs in alone: %v", err)
		}
	})
}

func TestAPasskeyMayBeAskedForAfterThePassword(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		if err := h.SetStrict(t.Context(), a, true); !errors.Is(err, account.ErrNoPasskey) {
			t.Errorf("without a passkey: %v", err)
		}
		key := h.withKey(t, a, true)
		if in, err := h.SignIn(t.Context(), string(address), password, firefox); err != nil || in.Half() {
			t.Fatalf("a passkey alone makes the password weak: half %v, %v", in.Half(), err)
		}
		if err := h.SetStrict(t.Context(), a, true); err != nil {
			t.Fatal(err)
		}
		half := h.half(t)
		asked, err := h.AskSecondKey(t.Context(), half, firefox, cookie)
		if err != nil {
			t.Fatal(err)
		}
		if in, err := h.Second(t.Context(), half, firefox, byKey(key.get(t, asked))); err != nil || in.Half() {
			t.Errorf("half %v, %v", in.Half(), err)
		}
	})
}

// T24, and the promise of the letter: «Это не я» works without a session, once, within seven days, and takes from a
// stranger whatever they got hold of.
func TestT24_NotMe(t *testing.T) {
	eachRacing(t, func(t *testing.T, h *house) {
		a := h.signedIn(t)
		mine := h.withKey(t, a, true)
		h.clock.Advance(actor.FreshFor)
		in, err := h.SignIn(t.Context(), string(address), password, account.Browser{Name: "Chrome, Windows"})
		if err != nil {
			t.Fatal(err)
		}
		letter := strings.ReplaceAll(h.box.last(t, string(address)).text, "\u00a0", " ")
		if !strings.Contains(letter, "Предупреждение о входе") || !strings.Contains(letter, "Chrome, Windows") {
			t.Fatalf("the letter:\n%s", letter)
		}
		_, link, _ := strings.Cut(letter, "/login/alarm/")
		secret := id.Secret(link[:43])
		stranger, _ := h.who(t, in.Session)
		theirs := h.withKey(t, stranger.Actor, true)
		for range 3 {
			if err := h.AlarmOpen(t.Context(), secret); err != nil {
				t.Fatalf("looking at the link: %v", err)
			}
		}
		if won := race(func(int) error { return h.NotMe(t.Context(), secret) }); won != 1 {
			t.Errorf("%d of 16 presses counted", won)
		}
		for _, s := range []id.Secret{in.Session} {
			if _, ok := h.who(t, s); ok {
				t.Error("a session goes on")
			}
		}
		if _, err := h.SignIn(t.Context(), string(address), password, firefox); !errors.Is(err, account.ErrCredentials) {
			t.Errorf("the password still works: %v", err)
		}
		if _, err := h.byPasskey(t, theirs); !errors.Is(err, account.ErrKeyUnknown) {
			t.Errorf("the key of the stranger: %v", err)
		}
		if _, err := h.byPasskey(t, mine); err != nil {
			t.Errorf("the key of the owner: %v", err)
		}
		if _, err := h.NewPassword(t.Context(), h.box.linkIn(t, "Новый пароль"), "Другой47 пароль", firefox); err != nil {
			t.Errorf("the recovery that was begun: %v", err)
		}
		if err := h.NotMe(t.Context(), secret); !errors.Is(err, account.ErrNoAlarm) {
			t.Errorf("the link a second time: %v", err)
		}
	})
}

func TestTheLinkOfALetterLivesAWeek(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.person(t)
		if _, err := h.SignIn(t.Context(), string(address), password, account.Browser{Name: "Chrome, Windows"}); err != nil {
			t.Fatal(err)
		}
		_, link, _ := strings.Cut(h.box.last(t, string(address)).text, "/login/alarm/")
		h.clock.Advance(account.AlarmLife)
		if err := h.NotMe(t.Context(), id.Secret(link[:43])); !errors.Is(err, account.ErrNoAlarm) {
			t.Errorf("after a week: %v", err)
		}
	})
}

func TestNoLetterFromAKnownBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		in := h.person(t)
		before := h.box.count()
		if _, err := h.SignIn(t.Context(), string(address), password, account.Browser{Name: "Firefox, Linux", Device: in.Device}); err != nil {
			t.Fatal(err)
		}
		if n := h.box.count(); n != before {
			t.Errorf("%d letters about a browser that is known", n-before)
		}
		who, _ := h.who(t, in.Session)
		list, err := h.Devices(t.Context(), who.Actor.Person, account.Browser{Device: in.Device})
		if err != nil || len(list) != 1 || !list[0].Here {
			t.Fatalf("%+v, %v", list, err)
		}
		if err := h.ForgetDevice(t.Context(), who.Actor, list[0].ID); err != nil {
			t.Fatal(err)
		}
		if _, err := h.SignIn(t.Context(), string(address), password, account.Browser{Name: "Firefox, Linux", Device: in.Device}); err != nil {
			t.Fatal(err)
		}
		if h.box.count() != before+1 {
			t.Error("no letter from a browser that was forgotten")
		}
	})
}

func FuzzWebAuthnAnswer(f *testing.F) {
	key := newAuthenticator(f)
	asked := map[string]any{"publicKey": map[string]any{
		"challenge": b64(make([]byte, 32)), "rpId": "localhost", "rp": map[string]any{"id": "localhost"}, "user": map[string]any{"id": b64(make([]byte, 64))},
	}}
	f.Add(key.create(f, asked))
	f.Add(key.get(f, asked))
	f.Add([]byte(`{"id":"AA","rawId":"AA","type":"public-key","response":{}}`))
	f.Add([]byte(strings.Repeat("[", 100)))
	f.Fuzz(func(t *testing.T, answer []byte) {
		assertion, attestation := account.ReadAnswers(answer)
		if len(answer) > 24<<10 && (assertion == nil || attestation == nil) {
			t.Error("an answer over the limit was read")
		}
	})
}

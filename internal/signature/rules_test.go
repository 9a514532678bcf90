package signature_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/esign/validate"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/signature/authority"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// T14: the text of a sign-in says what it is, and names the site, the purpose, the account, the browser, its end and
// something random, so that no two are alike.
func TestT14_TheTextOfASignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		r, c := h.login(t)
		for _, part := range []string{
			"KLASTER-LOGIN/1\n", "origin: http://localhost:8080\n", "purpose: test.login\n", "account: none\n", "browser: " + c.Browser.Hash() + "\n",
			"expires: " + r.Expires.UTC().Format(time.RFC3339) + "\n", "random: ",
		} {
			if !strings.Contains(r.Challenge, part) {
				t.Errorf("the text lacks %q:\n%s", part, r.Challenge)
			}
		}
		if !strings.HasPrefix(r.Challenge, "KLASTER-LOGIN/1\n") || strings.Contains(r.Challenge, string(c.Browser)) {
			t.Errorf("the text:\n%s", r.Challenge)
		}
		own := h.ask(t, signature.Ask{Purpose: forLogin, Person: anna, Browser: c.Browser})
		if !strings.Contains(own.Challenge, "account: "+string(anna)+"\n") {
			t.Errorf("the text of a person:\n%s", own.Challenge)
		}
		if random := func(s string) string { return s[strings.Index(s, "random: "):] }; random(own.Challenge) == random(r.Challenge) {
			t.Error("two texts have the same random part")
		}
	})
}

// T14: a sign-in is taken attached and equal to what was given, and in no other way; a document is never taken for it, nor
// it for a document.
func TestT14_ASignInIsNoDocument(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.login(t)
		other, _ := h.login(t)
		h.want(t, r, c, k.detached(t, r.Challenge), signature.ErrDetached)
		h.want(t, r, c, k.attached(t, r.Challenge+"\n"), signature.ErrOtherText)
		h.want(t, r, c, k.attached(t, other.Challenge), signature.ErrOtherText)
		h.want(t, r, c, k.attached(t, document), signature.ErrOtherText)
		h.want(t, r, c, []byte("no signature"), signature.ErrNoMessage)

		d, dc := h.document(t)
		h.want(t, d, dc, k.attached(t, r.Challenge), signature.ErrLoginText)
		h.want(t, d, dc, k.detached(t, r.Challenge), signature.ErrOtherDocument)
		if _, err := h.Freeze(t.Context(), strings.NewReader(r.Challenge)); err == nil {
			t.Error("a text of a sign-in was frozen as a document")
		}

		h.want(t, r, c, k.attached(t, r.Challenge), nil)
		if got := h.received[0]; !got.Facts.IsZero() || got.Identity.SNILS != trialcatest.Head().SNILS {
			t.Errorf("received %+v", got)
		}
	})
}

// T14: a text is taken once, however many send it at the same moment, and not after its end.
func TestT14_ASignInIsTakenOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.login(t)
		message := k.attached(t, r.Challenge)
		var taken, used atomic.Int32
		var line sync.WaitGroup
		for range 16 {
			line.Go(func() {
				_, err := h.Receive(t.Context(), r.ID, c, message)
				switch {
				case err == nil:
					taken.Add(1)
				case errors.Is(err, signature.ErrUsed):
					used.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		line.Wait()
		if taken.Load() != 1 || used.Load() != 15 {
			t.Errorf("taken %d times, refused %d times", taken.Load(), used.Load())
		}
		h.want(t, r, c, message, signature.ErrUsed)

		late, lc := h.login(t)
		message = k.attached(t, late.Challenge)
		h.clock.Advance(signature.LoginLife)
		h.want(t, late, lc, message, signature.ErrExpired)
	})
}

// T14: a request that is tied to a browser is nothing to another one, and one of a person nothing to another person.
func TestT14_AnotherBrowser(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.login(t)
		message := k.attached(t, r.Challenge)
		h.want(t, r, signature.Caller{}, message, signature.ErrNoRequest)
		h.want(t, r, signature.Caller{Browser: id.NewSecret()}, message, signature.ErrNoRequest)
		h.want(t, r, signature.Caller{Person: anna, Browser: id.NewSecret()}, message, signature.ErrNoRequest)
		h.want(t, r, c, message, nil)

		d, dc := h.document(t)
		signed := k.detached(t, document)
		h.want(t, d, signature.Caller{}, signed, actor.ErrSignIn)
		h.want(t, d, signature.Caller{Person: "01999999-0000-7000-8000-00000000b0b0"}, signed, signature.ErrNoRequest)
		h.want(t, d, dc, signed, nil)
		if _, err := h.Request(t.Context(), id.New(), dc); !errors.Is(err, signature.ErrNoRequest) {
			t.Errorf("a request that nobody made: %v", err)
		}
	})
}

// T16: in a trial installation the installation's own authority counts and no other, and a certificate that it has revoked
// counts no more from that moment on.
func TestT16_OnlyItsOwnAuthority(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		other := trialcatest.NewAt(t, gost3410.CryptoProA(), time.Now())
		c, private := other.Issue(t, trialcatest.Head())
		stranger := key{c, private}
		r, caller := h.document(t)
		h.want(t, r, caller, stranger.detached(t, document), signature.ErrNotPassed)

		k := h.issue(t, trialcatest.Head())
		message := k.detached(t, document)
		if err := authority.With(filepath.Join(h.data, "trial-ca"), func(a *authority.Authority) error {
			return a.Issuing.Revoke(k.certificate, revocation.KeyCompromise)
		}); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(time.Minute)
		h.want(t, r, caller, message, signature.ErrNotPassed)
		h.want(t, r, caller, h.issue(t, trialcatest.Head()).detached(t, document), nil)
	})
}

// What is wrong with a certificate is told check by check, with words that the page shows; nothing is received.
func TestBadCertificatesAreNamed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		now := h.clock.Now()
		for name, c := range map[string]struct {
			change func(*trialca.Template)
			want   validate.SubIndication
		}{
			"expired": {func(c *trialca.Template) { c.NotBefore, c.NotAfter = now.AddDate(-2, 0, 0), now.AddDate(-1, 0, 0) }, validate.OutOfBoundsNoPOE},
			"not yet": {func(c *trialca.Template) { c.NotBefore, c.NotAfter = now.AddDate(0, 1, 0), now.AddDate(1, 0, 0) }, validate.OutOfBoundsNoPOE},
		} {
			k := h.issueAs(t, trialcatest.Head(), c.change)
			r, caller := h.document(t)
			_, err := h.Receive(t.Context(), r.ID, caller, k.detached(t, document))
			no, ok := errors.AsType[*signature.Refusal](err)
			if !ok || len(h.received) != 0 {
				t.Errorf("%s: %v, received %d", name, err, len(h.received))
				continue
			}
			named := false
			for _, check := range no.Report.Signers[0].Checks {
				if check.Sub != nil && *check.Sub == c.want && check.Ru != "" && check.En != "" {
					named = true
				}
			}
			if !named {
				t.Errorf("%s: %v, %+v", name, err, no.Report.SubIndications)
			}
		}
	})
}

// T10: a certificate that does not tell whom it names opens nothing.
func TestT10_AnAmbiguousCertificateOpensNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issueAs(t, trialcatest.Person(), func(template *trialca.Template) {
			snils := trialca.NameAttribute{ID: cert.OIDSNILS, Value: "99999900149"}
			var err error
			if template.Subject, err = trialca.NewName(trialca.NameAttribute{ID: cert.OIDCommonName, Value: "Ёлкина Мария"}, snils, snils); err != nil {
				t.Fatal(err)
			}
		})
		r, c := h.document(t)
		h.want(t, r, c, k.detached(t, document), signature.ErrAmbiguous)
	})
}

// T17: the signature is checked against the frozen bytes and no others, and when what was frozen is changed, no signature of
// it is taken any more.
func TestT17_OnlyTheFrozenBytes(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.document(t)
		altered := strings.Replace(document, "статус", "сатус", 1)
		h.want(t, r, c, k.attached(t, altered), signature.ErrOtherDocument)
		h.want(t, r, c, k.detached(t, altered), signature.ErrOtherDocument)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Withdraw(t.Context(), tx, r.ID) }); err != nil {
			t.Fatal(err)
		}
		h.want(t, r, c, k.detached(t, document), signature.ErrExpired)
	})
}

// A request takes a bounded number of signatures that do not fit.
func TestTriesAreBounded(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		k := h.issue(t, trialcatest.Head())
		r, c := h.document(t)
		message := k.detached(t, "другой документ")
		for range 20 {
			h.want(t, r, c, message, signature.ErrOtherDocument)
			h.clock.Advance(10 * time.Minute)
		}
		h.want(t, r, c, k.detached(t, document), signature.ErrSpent)
	})
}

// T8: a real installation has no authority of its own, whatever lies in its folder, and judges nothing before it has a list.
func TestT8_ARealInstallationHasNoAuthority(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		h := newHouse(t, db, false)
		if _, err := os.Stat(filepath.Join(h.data, "trial-ca")); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a real installation made an authority: %v", err)
		}
		if err := authority.Make(filepath.Join(h.data, "trial-ca"), authority.Usual()); err != nil {
			t.Fatal(err)
		}
		k := h.issue(t, trialcatest.Head())
		r, c := h.document(t)
		h.want(t, r, c, k.detached(t, document), signature.ErrNoList)
	})
}

// The authority of a trial installation is made once: a second start finds it.
func TestTheTrialAuthorityIsMadeOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		before, err := os.ReadFile(filepath.Join(h.data, "trial-ca", "root.pem"))
		if err != nil {
			t.Fatal(err)
		}
		again := newHouseIn(t, h.db, h.data)
		after, err := os.ReadFile(filepath.Join(again.data, "trial-ca", "root.pem"))
		if err != nil || string(after) != string(before) {
			t.Errorf("another root after a second start: %v", err)
		}
	})
}

package signature_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/trialca"
	"github.com/klaster-platform/klaster/esign/trialca/trialcatest"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/platform/jobs/jobstest"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/storetest"
)

// accredited is a trial PKI whose certificates were made anew without the mark of a trial, as accredited authorities issue
// them, with a list in which it stands.
type accredited struct {
	*trialcatest.PKI
	sub             *cert.Certificate
	rootKey, subKey *gost3410.PrivateKey
}

func newAccredited(t testing.TB, curve *gost3410.Curve) *accredited {
	t.Helper()
	p := &accredited{PKI: trialcatest.NewAt(t, curve, time.Now().Truncate(time.Second).Add(-time.Hour))}
	p.rootKey, p.subKey = p.Key(t), p.Key(t)
	var err error
	if p.Root, err = trialca.NewRoot(p.Options(), trialca.Holder{Organization: "Головной УЦ", OGRN: "1099600000026", INN: "9600000023"}, p.rootKey); err != nil {
		t.Fatal(err)
	}
	if p.Sub, err = p.Root.NewSub(trialca.Holder{Organization: "УЦ", OGRN: "1099600000037", INN: "9600000030"}, p.subKey); err != nil {
		t.Fatal(err)
	}
	p.sub = unmarked(t, p.Sub.Certificate(), p.rootKey)
	return p
}

// unmarked signs a certificate anew with another policy in the place of that of trials.
func unmarked(t testing.TB, c *cert.Certificate, issuer *gost3410.PrivateKey) *cert.Certificate {
	t.Helper()
	other := []byte(cert.OIDTrialPolicy)
	other[len(other)-1] ^= 0x40
	tbs := bytes.ReplaceAll(c.RawTBS, []byte(cert.OIDTrialPolicy), other)
	signer, err := algorithm.NewSigner(issuer)
	if err != nil {
		t.Fatal(err)
	}
	value, err := signer.Sign(nil, tbs)
	if err != nil {
		t.Fatal(err)
	}
	rest := c.Raw[bytes.Index(c.Raw, c.RawTBS)+len(c.RawTBS):]
	out, err := cert.Parse(der.Element(asn1.SEQUENCE, tbs, rest[:2+int(rest[1])], der.Element(asn1.BIT_STRING, []byte{0}, value)))
	if err != nil {
		t.Fatal(err)
	}
	if out.Trial() {
		t.Fatal("still marked")
	}
	return out
}

func (p *accredited) holder(t testing.TB, h trialca.Holder) key {
	t.Helper()
	c, private := p.Issue(t, h)
	return key{unmarked(t, c, p.subKey), private}
}

func (p *accredited) list(number int, authorities int) []byte {
	var all []trialca.ListedAuthority
	for range authorities {
		all = append(all, trialca.ListedAuthority{
			Name: "УЦ", Number: "77", INN: "9600000030", OGRN: "1099600000037",
			Statuses: []trialca.ListedStatus{{Name: "Действует", From: p.Now.AddDate(-1, 0, 0)}},
			Keys:     []trialca.ListedKey{{ID: p.sub.SubjectKeyID, Certificates: []*cert.Certificate{p.sub}}},
		})
	}
	return trialca.TrustedList(number, p.Now.AddDate(0, 0, -number), all...)
}

func (p *accredited) crl(t testing.TB, next time.Duration) []byte {
	t.Helper()
	list, err := p.Sub.CRL(next)
	if err != nil {
		t.Fatal(err)
	}
	return list.Raw
}

const crlAddress = trialcatest.BaseURL + "/crl"

func eachReal(t *testing.T, f func(t *testing.T, h *house, p *accredited)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		h, p := newHouse(t, db, false), newAccredited(t, gost3410.CryptoProA())
		p.Now = h.clock.Now().Add(-time.Hour)
		if _, err := h.ImportList(t.Context(), p.list(1, 1), "console", false); err != nil {
			t.Fatal(err)
		}
		f(t, h, p)
	})
}

// T16: in a real installation only what has all marks of a qualified signature has an effect: not while it is unknown
// whether the certificate was revoked, not when it was, and not from an authority that the list does not have.
func TestT16_OnlyQualifiedSignaturesHaveAnEffect(t *testing.T) {
	eachReal(t, func(t *testing.T, h *house, p *accredited) {
		k := p.holder(t, trialcatest.Head())
		r, c := h.document(t)
		h.want(t, r, c, k.detached(t, document), signature.ErrTryLater)

		h.clock.Advance(2 * time.Minute) // an address that failed is left alone for a while
		h.net.pages[crlAddress] = p.crl(t, 24*time.Hour)
		h.want(t, r, c, k.detached(t, document), nil)
		if got := h.received[0].Report; !got.Signers[0].Qualified || got.TrustList == nil {
			t.Errorf("taken: %+v", got)
		}

		marked, private := p.Issue(t, trialcatest.Head())
		r, c = h.document(t)
		h.want(t, r, c, key{marked, private}.detached(t, document), signature.ErrNotPassed)

		stranger := newAccredited(t, gost3410.TC256A())
		h.want(t, r, c, stranger.holder(t, trialcatest.Head()).detached(t, document), signature.ErrNotPassed)

		if err := p.Sub.Revoke(k.certificate, 0); err != nil {
			t.Fatal(err)
		}
		h.net.pages[crlAddress] = p.crl(t, 24*time.Hour)
		h.clock.Advance(25 * time.Hour)
		p.Now = h.clock.Now()
		h.net.pages[crlAddress] = p.crl(t, 24*time.Hour)
		h.want(t, r, c, k.detached(t, document), signature.ErrNotPassed)
	})
}

// T23: only certificates that are chained to a trusted one make us ask the network; what was fetched is used until its own
// end, by many at once with one question, and an address that failed is left alone for a while.
func TestT23_WhoMakesUsAsk(t *testing.T) {
	eachReal(t, func(t *testing.T, h *house, p *accredited) {
		stranger := newAccredited(t, gost3410.TC256A()).holder(t, trialcatest.Head())
		r, c := h.document(t)
		h.want(t, r, c, stranger.detached(t, document), signature.ErrNotPassed)
		if n := h.net.total(); n != 0 {
			t.Errorf("a certificate of nobody's made us ask %d times", n)
		}
		k := p.holder(t, trialcatest.Head())
		message := k.detached(t, document)
		h.want(t, r, c, message, signature.ErrTryLater)
		failed := h.net.total()
		h.want(t, r, c, message, signature.ErrTryLater)
		if n := h.net.total(); failed == 0 || n != failed {
			t.Errorf("asked %d times, then %d", failed, n)
		}

		h.clock.Advance(2 * time.Minute)
		h.net.pages[crlAddress] = p.crl(t, 2*time.Hour)
		before := h.net.asked[crlAddress]
		var line sync.WaitGroup
		for range 8 {
			line.Go(func() {
				if checked, err := h.Check(t.Context(), message, strings.NewReader(document)); err != nil || !checked.Passed() {
					t.Errorf("%v %v", checked.Report.SubIndications, err)
				}
			})
		}
		line.Wait()
		if n := h.net.asked[crlAddress] - before; n != 1 {
			t.Errorf("eight checks asked %d times", n)
		}
		h.clock.Advance(3 * time.Hour)
		p.Now = h.clock.Now()
		h.net.pages[crlAddress] = p.crl(t, 2*time.Hour)
		if checked, err := h.Check(t.Context(), message, strings.NewReader(document)); err != nil || !checked.Passed() {
			t.Errorf("after the end of the list: %v %v", checked.Report.SubIndications, err)
		}
		if n := h.net.asked[crlAddress] - before; n != 2 {
			t.Errorf("asked %d times after the end of the list", n)
		}
	})
}

// T4: a signature that was kept is judged again by what has become known since.
func TestT4_JudgedAgain(t *testing.T) {
	eachReal(t, func(t *testing.T, h *house, p *accredited) {
		k := p.holder(t, trialcatest.Head())
		h.net.pages[crlAddress] = p.crl(t, 24*time.Hour)
		r, c := h.document(t)
		h.want(t, r, c, k.detached(t, document), nil)
		if err := p.Sub.Revoke(k.certificate, 0); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(25 * time.Hour)
		p.Now = h.clock.Now()
		h.net.pages[crlAddress] = p.crl(t, 24*time.Hour)
		report, err := h.Again(t.Context(), r.ID)
		if err != nil || report.Indication == "TOTAL_PASSED" {
			t.Errorf("after the revocation: %s, %v", report.Indication, err)
		}
	})
}

// T4: the second asking is answered by what was made after the signature. A list of before that is still in force settles nothing, and the
// job asks until a newer one comes.
func TestT4_OnlyNewerDataSettle(t *testing.T) {
	eachReal(t, func(t *testing.T, h *house, p *accredited) {
		k := p.holder(t, trialcatest.Head())
		old := p.crl(t, 72*time.Hour)
		h.net.pages[crlAddress] = old
		r, c := h.document(t)
		h.want(t, r, c, k.detached(t, document), nil)
		h.exec(t, `DELETE FROM river_job WHERE kind = 'signature.raise'`)
		settled := func() (settled bool) {
			err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
				settled, _, err = h.Settled(t.Context(), q, []string{h.received[0].ID})
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return settled
		}
		h.clock.Advance(25 * time.Hour)
		jobstest.Attempts(t, h.queue, time.Now().Add(48*time.Hour))
		if settled() {
			t.Error("a list of before the signature has settled it")
		}
		h.clock.Advance(25 * time.Hour)
		p.Now = h.clock.Now()
		h.net.pages[crlAddress] = p.crl(t, 72*time.Hour)
		jobstest.Attempts(t, h.queue, time.Now().Add(96*time.Hour))
		if !settled() {
			t.Error("a list of after the signature has not settled it")
		}
	})
}

// The list is kept in versions: the same file changes nothing, one that has shrunk waits for a word, and one for trials is
// not taken by a real installation (T8, T22).
func TestImportList(t *testing.T) {
	eachReal(t, func(t *testing.T, h *house, p *accredited) {
		again, err := h.ImportList(t.Context(), p.list(1, 1), "console", false)
		if err != nil || again.Fresh || again.Authorities != 1 || again.Certificates != 1 {
			t.Errorf("the same again: %+v, %v", again, err)
		}
		if more, err := h.ImportList(t.Context(), p.list(0, 3), "console", false); err != nil || !more.Fresh {
			t.Errorf("a newer one: %+v, %v", more, err)
		}
		short := p.list(2, 1)
		if _, err := h.ImportList(t.Context(), short, "console", false); !errors.Is(err, signature.ErrShrunk) {
			t.Errorf("one that has shrunk: %v", err)
		}
		if _, err := h.ImportList(t.Context(), short, "console", true); err != nil {
			t.Error(err)
		}
		p.sub = p.Sub.Certificate()
		if _, err := h.ImportList(t.Context(), p.list(3, 5), "console", false); !errors.Is(err, signature.ErrTrialList) {
			t.Errorf("one for trials: %v", err)
		}
		if _, err := h.ImportList(t.Context(), []byte("<html/>"), "console", false); err == nil {
			t.Error("a page was taken for a list")
		}
	})
}

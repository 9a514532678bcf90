package tsp_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// forged signs TSTInfo of a good token with any certificate, as an authority that keeps no rules would.
func forged(t *testing.T, h cmstest.Holder, good *tsp.Token) *tsp.Token {
	t.Helper()
	return forgedInfo(t, h, good.Message.Content)
}

func forgedInfo(t *testing.T, h cmstest.Holder, info []byte) *tsp.Token {
	t.Helper()
	raw, err := cms.Sign(info, cms.Signature{Key: h.Key, Certificate: h.Certificate, ContentType: cms.OIDTSTInfo})
	if err != nil {
		t.Fatal(err)
	}
	token, err := tsp.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func onlyFails(t *testing.T, checks cms.Checks, want cms.CheckID) {
	t.Helper()
	for _, c := range checks {
		if (c.Result == cms.Fail) != (c.ID == want) {
			t.Errorf("%s is %s: %v", c.ID, c.Result, c.Err)
		}
	}
}

// TestT3_TokenPurpose: only a certificate whose one purpose is time-stamping, said critically, makes proof of time.
func TestT3_TokenPurpose(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	good := stamp(t, a)
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	for name, extensions := range map[string][]cmstest.Extension{
		"none":           nil,
		"not critical":   {cmstest.TimeStamping(false)},
		"also another":   {cmstest.TimeStamping(true, cert.OIDClientAuth)},
		"also any":       {cmstest.TimeStamping(true, cert.OIDAnyExtKeyUsage)},
		"stamping twice": {cmstest.TimeStamping(true, cert.OIDTimeStamping)},
	} {
		t.Run(name, func(t *testing.T) {
			h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()),
				cmstest.Template{Name: "Учебная служба времени", Serial: 5, Extensions: extensions})
			token := forged(t, h, good)
			onlyFails(t, token.Verify(h.Certificate, stamped, nil), tsp.CheckPurpose)
		})
	}
}

// TestT3_GenTimeInsideValidity: the time of the token lies inside the validity of the authority's certificate, its ends included.
func TestT3_GenTimeInsideValidity(t *testing.T) {
	good := stamp(t, authority(t, gost3410.CryptoProA()))
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	for name, c := range map[string]struct {
		from, to time.Time
		inside   bool
	}{
		"just inside":  {cmstest.Now, cmstest.Now, true},
		"not yet":      {cmstest.Now.Add(time.Second), cmstest.Now.AddDate(1, 0, 0), false},
		"over already": {cmstest.Now.AddDate(-1, 0, 0), cmstest.Now.Add(-time.Second), false},
	} {
		t.Run(name, func(t *testing.T) {
			h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{
				Name: "Учебная служба времени", Serial: 5, NotBefore: c.from, NotAfter: c.to,
				Extensions: []cmstest.Extension{cmstest.TimeStamping(true)},
			})
			want := tsp.CheckTime
			if c.inside {
				want = ""
			}
			onlyFails(t, forged(t, h, good).Verify(h.Certificate, stamped, nil), want)
		})
	}
}

// TestT3_Imprint: the imprint is that of the octets of the signature value, by whichever function the token has.
func TestT3_Imprint(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	for _, d := range []algorithm.Digest{algorithm.Streebog256, algorithm.Streebog512, algorithm.SHA256} {
		token, err := client(a).Stamp(t.Context(), tsp.NewImprint(d, stamped))
		if err != nil {
			t.Fatal(err)
		}
		onlyFails(t, token.Verify(token.Certificate(), stamped, nil), "")
		onlyFails(t, token.Verify(token.Certificate(), stamped[1:], nil), tsp.CheckImprint)
	}
}

// TestT3_CertificateOfToken: signingCertificateV2 of the token is that of the certificate by which it is verified; one with the
// same name, number and key is another certificate.
func TestT3_CertificateOfToken(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	token := stamp(t, a)
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	twin := root.Issue(t, a.Key, cmstest.Template{
		Name: "Учебная служба времени", Serial: 77, Extensions: []cmstest.Extension{cmstest.TimeStamping(true)},
	})
	onlyFails(t, token.Verify(twin.Certificate, stamped, nil), cms.CheckSigningCertificate)
}

// TestT3_NameOfAuthority: a token names nobody but the holder of the certificate.
func TestT3_NameOfAuthority(t *testing.T) {
	good := stamp(t, authority(t, gost3410.CryptoProA()))
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	other := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{
		Name: "Другая служба", Serial: 5, Extensions: []cmstest.Extension{cmstest.TimeStamping(true)},
	})
	onlyFails(t, forged(t, other, good).Verify(other.Certificate, stamped, nil), tsp.CheckName)
}

// TestT3_OneSigner: a token by two is by nobody.
func TestT3_OneSigner(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	token := stamp(t, a)
	b := authority(t, gost3410.CryptoProA())
	raw, err := token.Message.AddSigner(nil, cms.Signature{Key: b.Key, Certificate: b.Certificate})
	if err != nil {
		t.Fatal(err)
	}
	double, err := tsp.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if double.Certificate() != nil || double.Verify(a.Certificate, stamped, nil).Get(tsp.CheckSigner) != cms.Fail {
		t.Error("a token with two signers is taken")
	}
}

// TestT3_KeyUsage: a key that may not sign does not stamp.
func TestT3_KeyUsage(t *testing.T) {
	good := stamp(t, authority(t, gost3410.CryptoProA()))
	root := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "Учебный УЦ")
	h := root.Issue(t, cmstest.Key(t, gost3410.CryptoProA()), cmstest.Template{
		Name: "Учебная служба времени", Serial: 5, KeyUsage: []byte{3, 2, 5, 0x20},
		Extensions: []cmstest.Extension{cmstest.TimeStamping(true)},
	})
	onlyFails(t, forged(t, h, good).Verify(h.Certificate, stamped, nil), tsp.CheckKeyUsage)
}

// TestT3_InfoUnderstood: a token of another version, or with a critical extension, says what we do not understand.
func TestT3_InfoUnderstood(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	h := cmstest.Holder{Key: a.Key, Certificate: a.Certificate}
	info := stamp(t, a).Message.Content
	content, err := der.Whole(info, asn1.SEQUENCE)
	if err != nil {
		t.Fatal(err)
	}
	other := slices.Clone(content)
	other[2] = 2 // version
	onlyFails(t, forgedInfo(t, h, der.Element(asn1.SEQUENCE, other)).Verify(h.Certificate, stamped, nil), tsp.CheckVersion)
	for critical, want := range map[byte]cms.CheckID{0: "", 0xff: tsp.CheckExtensions} {
		flag := der.Element(asn1.BOOLEAN, []byte{critical})
		if critical == 0 {
			flag = nil
		}
		extension := der.Element(asn1.SEQUENCE, der.Element(asn1.OBJECT_IDENTIFIER, []byte("\x2a\x03")), flag, []byte{4, 0})
		extended := forgedInfo(t, h, der.Element(asn1.SEQUENCE, content, der.Element(der.Explicit(1), extension)))
		if len(extended.Extensions) != 1 {
			t.Errorf("%d extensions", len(extended.Extensions))
		}
		onlyFails(t, extended.Verify(h.Certificate, stamped, nil), want)
	}
}

// TestT3_ClientTakesNoBadToken: a token that answers the request but does not verify is an error of asking.
func TestT3_ClientTakesNoBadToken(t *testing.T) {
	a := authority(t, gost3410.CryptoProA())
	c := client(a)
	answer := c.Fetch
	c.Fetch = func(ctx context.Context, address, mediaType string, body []byte) ([]byte, error) {
		reply, err := answer(ctx, address, mediaType, body)
		if err == nil {
			reply[len(reply)-1] ^= 1 // of the signature value, which stands last
		}
		return reply, err
	}
	_, err := c.Stamp(t.Context(), tsp.NewImprint(algorithm.Streebog256, stamped))
	if !errors.Is(err, algorithm.ErrSignature) {
		t.Error(err)
	}
	c = client(a)
	c.Policy = "\x2a\x03"
	if _, err := c.Stamp(t.Context(), tsp.NewImprint(algorithm.Streebog256, stamped)); !errors.Is(err, tsp.ErrRejected) {
		t.Error(err)
	}
}

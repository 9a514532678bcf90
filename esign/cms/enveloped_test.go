package cms_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/gost3413"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// TestSharedEnvelopedOpens: every enveloped message of the data opens with its recipient's key to what its source says, with
// and without the certificate; it does not open with another key on the same curve, and what opens with a changed wrapped key
// is nothing.
func TestSharedEnvelopedOpens(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, f := range cmstest.EnvelopedMessages() {
		t.Run(f.Name, func(t *testing.T) {
			e, err := cms.ParseEnveloped(unarmored(t, filepath.Join(root, f.Name)))
			if err != nil {
				t.Fatal(err)
			}
			key, recipient, originators := f.Opener(t, root)
			if len(e.Recipients) != 1 || e.Recipients[0].Kind != f.Kind {
				t.Fatalf("recipients: %+v", e.Recipients)
			}
			for _, c := range []*cert.Certificate{recipient, nil} {
				if got, err := e.Open(key, c, originators...); err != nil || string(got) != f.Want {
					t.Errorf("%q, %v", got, err)
				}
			}
			other := privateKey(t, key.Curve())
			if _, err := e.Open(other, nil, originators...); !errors.Is(err, cms.ErrRecipient) || !wrongCode(err) {
				t.Errorf("with another key: %v", err)
			}
			if recipient != nil {
				if _, err := e.Open(other, recipient, originators...); !errors.Is(err, cms.ErrKey) {
					t.Errorf("with another key and the certificate: %v", err)
				}
			}
			if f.Originator != "" {
				if _, err := e.Open(key, recipient); !errors.Is(err, cms.ErrNoOriginator) {
					t.Errorf("without the certificate of the originator: %v", err)
				}
			}
			at := bytes.LastIndexByte(e.Recipients[0].EncryptedKey, e.Recipients[0].EncryptedKey[10])
			e.Recipients[0].EncryptedKey = bytes.Clone(e.Recipients[0].EncryptedKey)
			e.Recipients[0].EncryptedKey[at] ^= 1
			if got, err := e.Open(key, recipient, originators...); err == nil {
				t.Errorf("with a changed wrapped key: %q", got)
			}
		})
	}
}

func privateKey(tb testing.TB, c *gost3410.Curve) *gost3410.PrivateKey {
	tb.Helper()
	key, err := c.GenerateKey(nil)
	if err != nil {
		tb.Fatal(err)
	}
	return key
}

func wrongCode(err error) bool {
	return errors.Is(err, gost28147.ErrUnwrap) || errors.Is(err, gost3413.ErrAuthentication)
}

// TestEnvelopedChanged: of a message with OMAC no octet of content, code or parameters can change; a message that is cut short
// is none.
func TestEnvelopedChanged(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, f := range cmstest.EnvelopedMessages()[:4] {
		raw := unarmored(t, filepath.Join(root, f.Name))
		key, recipient, originators := f.Opener(t, root)
		for n := range len(raw) {
			if _, err := cms.ParseEnveloped(raw[:n]); !errors.Is(err, cms.ErrMalformed) {
				t.Fatalf("%s: %d of %d bytes: %v", f.Name, n, len(raw), err)
			}
		}
		e, err := cms.ParseEnveloped(raw)
		if err != nil {
			t.Fatal(err)
		}
		if e.Unprotected == nil {
			continue
		}
		content := bytes.Index(raw, e.Sealed)
		for i := content - 20; i < len(raw); i++ {
			changed := bytes.Clone(raw)
			changed[i] ^= 0x40
			e, err := cms.ParseEnveloped(changed)
			if err != nil {
				continue
			}
			if got, err := e.Open(key, recipient, originators...); err == nil {
				t.Errorf("%s: byte %d changed, and it opens: %q", f.Name, i, got)
			}
		}
	}
}

// TestT6_EnvelopedTries: a message with hundreds of wrapped keys that could all be ours costs no more than some tens of agreements
// of keys, unless the certificate tells which is ours.
func TestT6_EnvelopedTries(t *testing.T) {
	h, _ := holder(t, gost3410.TC512B(), "Иванов")
	key := h.Key.(*gost3410.PrivateKey)
	peer, err := algorithm.NewPublicKey(privateKey(t, gost3410.TC512B()).Public())
	if err != nil {
		t.Fatal(err)
	}
	recipient := func(to []byte) []byte {
		wrapped := sequence(octets(make([]byte, 32)), octets(make([]byte, 4)))
		parameters := sequence(oidValue("\x2a\x85\x03\x02\x02\x0d\x01"), sequence(oidValue("\x2a\x85\x03\x02\x02\x1f\x01")))
		return der.Element(der.Explicit(1), der.Element(asn1.INTEGER, []byte{3}),
			der.Element(der.Explicit(0), der.Element(der.Explicit(1), inside(peer.Raw(), 1))),
			der.Element(der.Explicit(1), octets(bytes.Repeat([]byte{7}, 8))),
			sequence(oidValue("\x2a\x85\x03\x07\x01\x01\x06\x02"), parameters), sequence(sequence(to, octets(wrapped))))
	}
	message := func(recipients []byte) *cms.EnvelopedData {
		info := sequence(oidValue(cms.OIDData), sequence(oidValue("\x2a\x85\x03\x02\x02\x15")), der.Element(der.Context(0), []byte("x")))
		body := sequence(der.Element(asn1.INTEGER, []byte{3}), der.Element(asn1.SET, recipients), info)
		e, err := cms.ParseEnveloped(sequence(oidValue(cms.OIDEnvelopedData), der.Element(der.Explicit(0), body)))
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	others := bytes.Repeat(recipient(sequence(sequence(), der.Element(asn1.INTEGER, []byte{1}))), 100)
	for name, c := range map[string]struct {
		e         *cms.EnvelopedData
		recipient *cert.Certificate
		want      error
	}{
		"any":            {message(others), nil, cms.ErrLimit},
		"none of ours":   {message(others), h.Certificate, cms.ErrRecipient},
		"the last":       {message(append(bytes.Clone(others), recipient(sidOf(h.Certificate))...)), h.Certificate, gost28147.ErrUnwrap},
		"all of our own": {message(bytes.Repeat(recipient(sidOf(h.Certificate)), 100)), h.Certificate, cms.ErrLimit},
	} {
		if _, err := c.e.Open(key, c.recipient); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestEnvelopedLimits: more recipients and longer content than the limits are refused, recipients by passwords and of unknown
// kinds passed over.
func TestEnvelopedLimits(t *testing.T) {
	password := der.Element(der.Explicit(3), der.Element(asn1.INTEGER, []byte{0}))
	message := func(recipients int, content []byte) []byte {
		info := sequence(oidValue(cms.OIDData), sequence(oidValue("\x2a\x85\x03\x02\x02\x15")), der.Element(der.Context(0), content))
		body := sequence(der.Element(asn1.INTEGER, []byte{3}), der.Element(asn1.SET, bytes.Repeat(password, recipients)), info)
		return sequence(oidValue(cms.OIDEnvelopedData), der.Element(der.Explicit(0), body))
	}
	e, err := cms.ParseEnveloped(message(cms.MaxRecipients, []byte("x")))
	if err != nil || len(e.Recipients) != cms.MaxRecipients {
		t.Fatalf("%d recipients, %v", len(e.Recipients), err)
	}
	if _, err := e.Open(privateKey(t, gost3410.CryptoProA()), nil); !errors.Is(err, cms.ErrRecipient) {
		t.Errorf("recipients by passwords: %v", err)
	}
	if _, err := cms.ParseEnveloped(message(cms.MaxRecipients+1, nil)); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("too many recipients: %v", err)
	}
	if _, err := cms.ParseEnveloped(message(1, make([]byte, cms.MaxSealed))); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("too long: %v", err)
	}
	e, err = cms.ParseEnveloped(message(0, nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Open(privateKey(t, gost3410.CryptoProA()), nil); !errors.Is(err, cms.ErrRecipient) {
		t.Errorf("no recipients: %v", err)
	}
}

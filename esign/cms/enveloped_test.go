package cms_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/esign/keyfile"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/gost/gost3413"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// envelopedMessage is a message of the data with what opens it.
type envelopedMessage struct {
	name string
	kind cms.RecipientKind
	// keyFile is a file of the data, or else key is the number that the message's source has beside it, the least significant
	// octet first.
	keyFile, key string
	curve        *gost3410.Curve
	// certificate is that of the recipient, originator that of the sender; empty where the data have none.
	certificate, originator string
	want                    string
}

// tc26Text is the content of the examples of Р 1323565.1.025-2019, in windows-1251.
const tc26Text = "\xca\xee\xed\xf2\xf0\xee\xeb\xfc\xed\xfb\xe9 \xef\xf0\xe8\xec\xe5\xf0 \xe4\xeb\xff " +
	"\xf1\xf2\xf0\xf3\xea\xf2\xf3\xf0\xfb EnvelopedData."

// The private keys of the examples of TC26 (2014) and of RFC 4490, section 8: everybody knows them.
const (
	tc26Key256 = "249939faa839edc3f2aafe0f643de4463c924abbeac6a73230dd5c3e621dcfbf"
	tc26Key512 = "4b07cb6b4e014ea4e67d0c5f17fd33fd488cb4eec876b987e57c0741e6307575352446ee5aa02b99679efe8d5280f3b76de6414c" +
		"7782b42e975fecd4dc1cc03f"
	rfc4490Key = "770f04919816afaf56da6d6d78425bf368ab6b1a6385e7da2b08d050e03b290b"
)

func envelopedMessages() []envelopedMessage {
	const bc = "bc/NewEnvelopedDataTest-"
	a, b := gost3410.CryptoProA(), gost3410.TC512B()
	return []envelopedMessage{
		// Р 1323565.1.025-2019, A.2.1 to A.2.4.
		{
			name: "tc26-cms/encrypted_keyagree_a211.pem", kind: cms.KeyAgreement, keyFile: "tc26-cms/recipient512_key.pem", certificate: "tc26-cms/recipient512_cert.pem",
			want: tc26Text,
		},
		{
			name: "tc26-cms/encrypted_keyagree_a221.pem", kind: cms.KeyAgreement, keyFile: "tc26-cms/recipient256_key.pem", certificate: "tc26-cms/recipient256_cert.pem", originator: "tc26-cms/sender256_cert.pem",
			want: tc26Text,
		},
		{
			name: "tc26-cms/encrypted_keytrans_a231.pem", kind: cms.KeyTransport, keyFile: "tc26-cms/recipient256_key.pem", certificate: "tc26-cms/recipient256_cert.pem",
			want: tc26Text,
		},
		{
			name: "tc26-cms/encrypted_keytrans_a241.pem", kind: cms.KeyTransport, keyFile: "tc26-cms/recipient512_key.pem", certificate: "tc26-cms/recipient512_cert.pem",
			want: tc26Text,
		},
		// The same standard's forerunner of 2014.
		{
			name: "pygost/cms-TestEnvelopedKTRI-test_256-1.der", kind: cms.KeyTransport, key: tc26Key256, curve: a,
			want: strings.Repeat("Test data to encrypt.\n", 100),
		},
		{
			name: "pygost/cms-TestEnvelopedKTRI-test_512-1.der", kind: cms.KeyTransport, key: tc26Key512, curve: b,
			want: "Test message",
		},
		{
			name: "pygost/cms-TestEnvelopedKARI-test_256-1.der", kind: cms.KeyAgreement, key: tc26Key256, curve: a,
			want: "Test message",
		},
		{
			name: "pygost/cms-TestEnvelopedKARI-test_512-1.der", kind: cms.KeyAgreement, key: tc26Key512, curve: b,
			want: "Test message",
		},
		// The last two are the examples of RFC 4490, sections 8.2 and 8.3.
		{
			name: bc + "gost2012_512_Reci_Msg.der", kind: cms.KeyAgreement, keyFile: bc + "gost2012_512_Reci_Key.der", certificate: bc + "gost2012_512_Reci_Cert.der",
			want: "Hello World!",
		},
		{
			name: bc + "gost2012_Reci_Msg.der", kind: cms.KeyAgreement, key: "6ed826ac5c6164b426f47d46c74f810154cfe9954bbb6d0a72628dcdd221aca7", curve: a, certificate: bc + "gost2012_Reci_Cert.der",
			want: "Hello World!",
		},
		{
			name: bc + "gost2012_KeyTrans_Msg.der", kind: cms.KeyTransport, key: "cbe74fbb4b0ba89fc5a24a268aeebd951038f0768f3643fb926cc31cec4f4057", curve: a, certificate: bc + "gost2012_KeyTrans_Reci_Cert.der",
			want: "Hello World!",
		},
		{
			name: bc + "gost2001_Rand_Msg.der", kind: cms.KeyTransport, key: "0d615c1ffe4a8f02305eb31dc8ee4206725da0e56d2a9ed631be042258dcf8ae", curve: a, certificate: bc + "gost2001_Rand_Cert.der",
			want: "Hello world!",
		},
		{
			name: bc + "gost2001_Rand_Gen_Msg.der", kind: cms.KeyAgreement, key: "e680c09ff05d597e1149f1dea99c87028fc2340cbed9ad09ab767ddb67187924", curve: a, certificate: bc + "gost2001_Rand_Reci_Cert.der",
			want: "Hello World!",
		},
		{
			name: bc + "github539_GostEnvData.der", kind: cms.KeyTransport, key: "d99c35d210f1a3a487355bd4a5fc9725eb0365a11da0089db55efad0c16b6418", curve: a,
			want: ".",
		},
		{
			name: bc + "gost3410_2001_KeyAgree.der", kind: cms.KeyAgreement, key: rfc4490Key, curve: a, certificate: bc + "gost3410_RecipCert.der",
			want: "sample text\n",
		},
		{
			name: bc + "gost3410_2001_KeyTrans.der", kind: cms.KeyTransport, key: rfc4490Key, curve: a, certificate: bc + "gost3410_RecipCert.der",
			want: "sample text\n",
		},
	}
}

// opener returns the recipient's key, and the certificates of both sides where the data have them.
func (f envelopedMessage) opener(tb testing.TB, root string) (*gost3410.PrivateKey, *cert.Certificate, []*cert.Certificate) {
	tb.Helper()
	var recipient *cert.Certificate
	var originators []*cert.Certificate
	if f.certificate != "" {
		recipient = certificates(tb, root, []string{f.certificate})[0]
	}
	if f.originator != "" {
		originators = certificates(tb, root, []string{f.originator})
	}
	if f.keyFile != "" {
		b, err := keyfile.Parse(read(tb, filepath.Join(root, f.keyFile)), nil)
		if err != nil {
			tb.Fatal(err)
		}
		return b.Keys[0].PrivateKey.(*gost3410.PrivateKey), recipient, originators
	}
	raw, err := hex.DecodeString(f.key)
	if err != nil {
		tb.Fatal(err)
	}
	key, err := f.curve.NewPrivateKey(raw)
	if err != nil {
		tb.Fatal(err)
	}
	return key, recipient, originators
}

// TestSharedEnvelopedOpens: every enveloped message of the data opens with its recipient's key to what its source says, with
// and without the certificate; it does not open with another key on the same curve, and what opens with a changed wrapped key
// is nothing.
func TestSharedEnvelopedOpens(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, f := range envelopedMessages() {
		t.Run(f.name, func(t *testing.T) {
			e, err := cms.ParseEnveloped(unarmored(t, filepath.Join(root, f.name)))
			if err != nil {
				t.Fatal(err)
			}
			key, recipient, originators := f.opener(t, root)
			if len(e.Recipients) != 1 || e.Recipients[0].Kind != f.kind {
				t.Fatalf("recipients: %+v", e.Recipients)
			}
			for _, c := range []*cert.Certificate{recipient, nil} {
				if got, err := e.Open(key, c, originators...); err != nil || string(got) != f.want {
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
			if f.originator != "" {
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
	for _, f := range envelopedMessages()[:4] {
		raw := unarmored(t, filepath.Join(root, f.name))
		key, recipient, originators := f.opener(t, root)
		for n := range len(raw) {
			if _, err := cms.ParseEnveloped(raw[:n]); !errors.Is(err, cms.ErrMalformed) {
				t.Fatalf("%s: %d of %d bytes: %v", f.name, n, len(raw), err)
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
				t.Errorf("%s: byte %d changed, and it opens: %q", f.name, i, got)
			}
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

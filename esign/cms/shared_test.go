package cms_test

import (
	"bytes"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

// sharedMessage is what the MANIFEST of the data says of a message, or what stands in it when one looks with another program.
type sharedMessage struct {
	name string
	// certificates are files with those of the signers, in their order, where they are not in the message.
	certificates []string
	document     string
	attached     bool
	signers      int
	form         cms.Form
	// full and crypto say whether the signers pass the profiles.
	full, crypto bool
	// failing is what does not pass Full, where that is so.
	failing []cms.CheckID
	content string // a part of the attached content
}

func sharedMessages() []sharedMessage {
	const oracle = "openssl-oracle/"
	bare := []cms.CheckID{cms.CheckSignedAttributes, cms.CheckContentType, cms.CheckMessageDigest, cms.CheckSigningCertificate}
	list := []sharedMessage{
		{
			name: oracle + "ee.noattr.p7s", document: oracle + "data.xml", signers: 1, form: cms.FormCMS, crypto: true,
			failing: bare,
		},
		{
			name: oracle + "two-signers.p7m", attached: true, signers: 2, form: cms.FormBES, full: true, crypto: true,
			content: "<ИНН>7700000009</ИНН>",
		},
		{
			name: "tc26-cms/signed_a111.pem", attached: true, signers: 1, form: cms.FormCMS, crypto: true,
			failing: []cms.CheckID{cms.CheckSigningCertificate}, content: "SignedData.",
		},
		{name: "tc26-cms/signed_a121.pem", attached: true, signers: 1, form: cms.FormCMS, crypto: true, failing: bare, content: "SignedData."},
		{
			name: "pygost/cms-TestSigned-test_256-1.der", attached: true, signers: 1, form: cms.FormCMS, crypto: true,
			failing: bare, content: "Test message", certificates: []string{"pygost/x509-TestCertificate-test_256-1.der"},
		},
		{
			name: "pygost/cms-TestSigned-test_512-1.der", attached: true, signers: 1, form: cms.FormCMS, crypto: true,
			failing: bare, content: "Test message", certificates: []string{"pygost/x509-TestCertificate-test_512-1.der"},
		},
		{name: "bc/NewSignedDataTest-rawGost.der", attached: true, signers: 1, form: cms.FormCMS, crypto: true, failing: bare, content: "Some Data HERE!!"},
	}
	for _, name := range []string{"ee", "ee512", "ip", "rev"} {
		list = append(list,
			sharedMessage{name: oracle + name + ".detached.cades.p7s", document: oracle + "data.xml", signers: 1, form: cms.FormBES, full: true, crypto: true},
			sharedMessage{
				name: oracle + name + ".attached.cades.p7m", attached: true, signers: 1, form: cms.FormBES, full: true, crypto: true,
				content: "<ИНН>7700000009</ИНН>",
			})
	}
	return list
}

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func unarmored(tb testing.TB, path string) []byte {
	tb.Helper()
	raw, err := cms.Unarmor(read(tb, path))
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

func certificates(tb testing.TB, root string, names []string) []*cert.Certificate {
	tb.Helper()
	var out []*cert.Certificate
	for _, name := range names {
		list, err := cert.ParseFile(read(tb, filepath.Join(root, name)))
		if err != nil {
			tb.Fatal(err)
		}
		out = append(out, list...)
	}
	return out
}

// TestSharedMessages: every signed message of the data is as its maker says.
func TestSharedMessages(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, f := range sharedMessages() {
		t.Run(f.name, func(t *testing.T) {
			m := parse(t, unarmored(t, filepath.Join(root, f.name)))
			if len(m.Signers) != f.signers || m.Attached != f.attached || !strings.Contains(string(m.Content), f.content) {
				t.Fatalf("%d signers, attached %v, content %q", len(m.Signers), m.Attached, m.Content)
			}
			var document []byte
			if f.document != "" {
				document = read(t, filepath.Join(root, f.document))
			}
			content := digest(t, m, document)
			for i, n := range m.Signers {
				c := n.Certificate(certificates(t, root, f.certificates)...)
				if c == nil {
					t.Fatalf("signer %d: no certificate", i)
				}
				checks := n.Verify(c, content, nil)
				if err := checks.Err(cms.Full); (err == nil) != f.full {
					t.Errorf("signer %d: full: %v", i, err)
				}
				if err := checks.Err(cms.Crypto); (err == nil) != f.crypto {
					t.Errorf("signer %d: crypto: %v", i, err)
				}
				for _, check := range checks {
					wrong := false
					for _, id := range f.failing {
						wrong = wrong || id == check.ID
					}
					if wrong == (check.Result == cms.OK) {
						t.Errorf("signer %d: %s is %s: %v", i, check.ID, check.Result, check.Err)
					}
				}
				if n.Form() != f.form {
					t.Errorf("signer %d: form %s, want %s", i, n.Form(), f.form)
				}
			}
			changedSignatureFails(t, m, f, root, document)
		})
	}
}

// changedSignatureFails sees that the table above could tell a bad signature: one bit of it is changed.
func changedSignatureFails(t *testing.T, m *cms.SignedData, f sharedMessage, root string, document []byte) {
	t.Helper()
	for i, n := range m.Signers {
		raw := bytes.Clone(m.Raw)
		at := bytes.Index(raw, n.Signature)
		raw[at+len(n.Signature)-1] ^= 1
		changed := parse(t, raw)
		signer := changed.Signers[i]
		checks := signer.Verify(signer.Certificate(certificates(t, root, f.certificates)...), digest(t, changed, document), nil)
		if checks.Get(cms.CheckSignature) != cms.Fail || checks.Err(cms.Crypto) == nil {
			t.Errorf("signer %d with a changed signature: %v", i, checks)
		}
	}
}

// TestSharedRFC4490: the sample of RFC 4490 has no certificate; what can be seen without one is as gnutls says.
func TestSharedRFC4490(t *testing.T) {
	root := sharedtest.Dir(t, "gost/gnutls")
	m := parse(t, read(t, filepath.Join(root, "rfc4490.p7b")))
	fromText := parse(t, unarmored(t, filepath.Join(root, "rfc4490.p7b.out")))
	if !bytes.Equal(m.Raw, fromText.Raw) {
		t.Error("the two files differ")
	}
	if string(m.Content) != "sample text\n" || len(m.Signers) != 1 || len(m.Certificates) != 0 {
		t.Fatalf("content %q, %d signers, %d certificates", m.Content, len(m.Signers), len(m.Certificates))
	}
	n := m.Signers[0]
	s, err := n.Scheme()
	if err != nil || s.Key != algorithm.GOST2001 || s.Digest != algorithm.GOSTR341194 {
		t.Errorf("scheme %s, %v", s, err)
	}
	if got := cert.SerialHex(n.Serial); got != "2BF5C61EC211BD17C7DCD46266B42E21" {
		t.Errorf("serial %s", got)
	}
	checks := n.Verify(nil, digest(t, m, nil), nil)
	if len(checks) != 10 || checks.Get(cms.CheckSignature) != cms.Unknown || checks.Get(cms.CheckContent) != cms.OK {
		t.Errorf("checks %v", checks)
	}
}

// TestSharedFacts: what is claimed beside the signature is read.
func TestSharedFacts(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	m := parse(t, unarmored(t, filepath.Join(root, "openssl-oracle/ee.detached.cades.p7s")))
	n := m.Signers[0]
	at, err := n.SigningTime()
	if err != nil || at.Year() != time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC).Year() {
		t.Errorf("signing time %v, %v", at, err)
	}
	if n.SignatureAlgorithm.OID != algorithm.OIDKeyGOST256 || string(n.SignatureAlgorithm.Parameters) != "\x05\x00" {
		t.Errorf("signature algorithm %s with %x", n.SignatureAlgorithm.OID, n.SignatureAlgorithm.Parameters)
	}
	references, err := n.SigningCertificates()
	if err != nil || len(references) != 1 || !references[0].V2 || !references[0].HasIssuer || references[0].Digest() != algorithm.Streebog256 {
		t.Errorf("references %v, %v", references, err)
	}
	if len(m.Certificates) != 2 {
		t.Errorf("%d certificates", len(m.Certificates))
	}
	a111 := parse(t, unarmored(t, filepath.Join(root, "tc26-cms/signed_a111.pem"))).Signers[0]
	if len(a111.SignatureAlgorithm.Parameters) != 0 || len(a111.SignedAttributes) != 4 {
		t.Errorf("parameters %x, %d attributes", a111.SignatureAlgorithm.Parameters, len(a111.SignedAttributes))
	}
}

// TestSharedEnveloped: enveloped messages are told from signed and encrypted ones; so are other files.
func TestSharedEnveloped(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, name := range []string{
		"tc26-cms/encrypted_keyagree_a211.pem", "tc26-cms/encrypted_keyagree_a221.pem",
		"tc26-cms/encrypted_keytrans_a231.pem", "tc26-cms/encrypted_keytrans_a241.pem",
		"pygost/cms-TestEnvelopedKARI-test_256-1.der", "pygost/cms-TestEnvelopedKARI-test_512-1.der",
		"pygost/cms-TestEnvelopedKTRI-test_256-1.der", "pygost/cms-TestEnvelopedKTRI-test_512-1.der",
		"bc/NewEnvelopedDataTest-github539_GostEnvData.der", "bc/NewEnvelopedDataTest-gost2001_Rand_Gen_Msg.der",
		"bc/NewEnvelopedDataTest-gost2001_Rand_Msg.der", "bc/NewEnvelopedDataTest-gost2012_512_Reci_Msg.der",
		"bc/NewEnvelopedDataTest-gost2012_KeyTrans_Msg.der", "bc/NewEnvelopedDataTest-gost2012_Reci_Msg.der",
		"bc/NewEnvelopedDataTest-gost3410_2001_KeyAgree.der", "bc/NewEnvelopedDataTest-gost3410_2001_KeyTrans.der",
	} {
		raw := unarmored(t, filepath.Join(root, name))
		if _, err := cms.Parse(raw); !errors.Is(err, cms.ErrNotSigned) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := cms.ParseEncrypted(raw); !errors.Is(err, cms.ErrMalformed) {
			t.Errorf("%s as EncryptedData: %v", name, err)
		}
	}
	if _, err := cms.Parse(read(t, filepath.Join(root, "openssl-oracle/ts.resp"))); !errors.Is(err, cms.ErrMalformed) {
		t.Errorf("a time-stamp response: %v", err)
	}
}

// TestSharedDigested: DigestedData of TC26 and pygost have the right hash codes.
func TestSharedDigested(t *testing.T) {
	root := sharedtest.Dir(t, "gost")
	for _, name := range []string{
		"tc26-cms/hashed_a311.pem", "tc26-cms/hashed_a321.pem",
		"pygost/cms-TestDigested-test_256-1.der", "pygost/cms-TestDigested-test_512-1.der",
	} {
		t.Run(name, func(t *testing.T) {
			raw := unarmored(t, filepath.Join(root, name))
			d, err := cms.ParseDigested(raw)
			if err != nil {
				t.Fatal(err)
			}
			if err := d.Verify(); err != nil || len(d.Content) == 0 {
				t.Error(err)
			}
			d.Digest[0] ^= 1
			if d.Verify() == nil {
				t.Error("a changed hash code is accepted")
			}
			if _, err := cms.Parse(raw); err == nil {
				t.Error("taken for a signed message")
			}
		})
	}
}

// TestSharedEncrypted: EncryptedData of TC26 opens with the key of the examples.
func TestSharedEncrypted(t *testing.T) {
	root := sharedtest.Dir(t, "gost/tc26-cms")
	key, err := hex.DecodeString(strings.TrimSpace(string(read(t, filepath.Join(root, "encryption_key.hex")))))
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(key) // the file has the octets from the last to the first; OpenSSL needs them turned as well
	for _, name := range []string{"encrypted_kuznyechik_a421.pem", "encrypted_magma_a411.pem"} {
		t.Run(name, func(t *testing.T) {
			block, _ := pem.Decode(read(t, filepath.Join(root, name)))
			e, err := cms.ParseEncrypted(block.Bytes)
			if err != nil {
				t.Fatal(err)
			}
			got, err := e.Open(key)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(string(got), "EncryptedData.") {
				t.Errorf("content %q", got)
			}
			if _, err := e.Open(key[1:]); err == nil {
				t.Error("opened with a short key")
			}
		})
	}
}

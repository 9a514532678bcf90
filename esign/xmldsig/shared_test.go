package xmldsig_test

import (
	"bytes"
	"encoding/base64"
	"os"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/xmldsig"
	"github.com/klaster-platform/klaster/gost/gost3410"
	"github.com/klaster-platform/klaster/internal/sharedtest"
)

const foreignFile = "enveloped-gost2012-256.xml"

// A signature made by xmlsec verifies: by the right one of the three certificates in it, which is the one that lies beside it.
func TestT5_ForeignSignatureVerifies(t *testing.T) {
	doc := string(sharedtest.File(t, "gost/xmldsig", foreignFile))
	facts := verify(t, doc, xmldsig.Options{})
	if !facts.OK() {
		t.Fatalf("not OK: %q", failed(facts))
	}
	s := facts.Signatures[0]
	want := algorithm.Scheme{Key: algorithm.GOST256, Digest: algorithm.Streebog256}
	if len(s.Certificates) != 3 || s.Signer != s.Certificates[2] || s.Scheme != want {
		t.Errorf("%d certificates, signer %v, scheme %v", len(s.Certificates), s.Signer, s.Scheme)
	}
	if given := sharedtest.File(t, "gost/xmldsig", "gost-2012-256-cert.der"); !bytes.Equal(given, s.Signer.Raw) {
		t.Error("the signer is not the certificate beside the file")
	}
	// With the certificates taken out, the one of the file does instead.
	from, to := strings.Index(doc, "<KeyInfo>"), strings.Index(doc, "</KeyInfo>")+len("</KeyInfo>")
	given, err := cert.Parse(sharedtest.File(t, "gost/xmldsig", "gost-2012-256-cert.der"))
	if err != nil {
		t.Fatal(err)
	}
	if facts := verify(t, doc[:from]+doc[to:], xmldsig.Options{Certificates: []*cert.Certificate{given}}); !facts.OK() {
		t.Errorf("with the given certificate: %q", failed(facts))
	}
}

// Each byte of the file is altered in turn (of the certificates in the gate each seventh), and each time a check must fail. Two regions are left to others: the KeyName, which
// nothing reads, and in the certificates what is not the key of the signer. There the signature of an issuer in the chain must fail:
// plain XML Signature does not bind the certificate, which XAdES and the chain do.
func TestT5_EachAlteredByteFails(t *testing.T) {
	doc := sharedtest.File(t, "gost/xmldsig", foreignFile)
	name := bytes.Index(doc, []byte("<KeyName>"))
	nameEnd := bytes.Index(doc, []byte("</KeyName>"))
	first := bytes.Index(doc, []byte("<X509Certificate>"))
	last := bytes.LastIndex(doc, []byte("</X509Certificate>"))
	byChain, byName := 0, 0
	for i := range doc {
		if i > first && i < last && i%7 != 0 && os.Getenv("KLASTER_TORTURE") == "" {
			continue
		}
		altered := bytes.Clone(doc)
		altered[i] ^= 1
		facts, err := xmldsig.Verify(bytes.NewReader(altered), int64(len(altered)), xmldsig.Options{})
		switch {
		case err != nil || !facts.OK():
		case i >= first && i < last && !chained(t, facts.Signatures[0].Certificates):
			byChain++
		case i > name && i < nameEnd:
			byName++
		default:
			t.Errorf("byte %d altered goes unseen: %q", i, altered[max(0, i-30):min(i+30, len(altered))])
		}
	}
	t.Logf("%d bytes: %d are found by the chain only, %d are of the key's name", len(doc), byChain, byName)
}

// chained reports whether each of the file's certificates is signed by the one before it, the first by itself.
func chained(t *testing.T, certificates []*cert.Certificate) bool {
	t.Helper()
	for i, c := range certificates {
		issuer, err := certificates[max(0, i-1)].PublicKey()
		if err != nil || c.CheckSignature(issuer, nil) != nil {
			return false
		}
	}
	return true
}

// A key of another implementation signs, and its certificate verifies.
func TestForeignKeySigns(t *testing.T) {
	raw := sharedtest.File(t, "gost/xmldsig", "gost-2012-256-key.der")
	given, err := cert.Parse(sharedtest.File(t, "gost/xmldsig", "gost-2012-256-cert.der"))
	if err != nil {
		t.Fatal(err)
	}
	public, err := given.PublicKey()
	if err != nil {
		t.Fatal(err)
	}
	// The file is PKCS #8, whose last 32 bytes are the key.
	key, err := gost3410.CryptoProA().NewPrivateKey(raw[len(raw)-32:])
	if err != nil {
		t.Fatal(err)
	}
	if !key.PublicKey().Equal(public.Key()) {
		t.Fatalf("the key is not that of the certificate; PKCS #8 is %s", base64.StdEncoding.EncodeToString(raw[:len(raw)-32]))
	}
	signed := sign(t, sample, key, xmldsig.Form{Certificate: given, XAdES: true})
	if facts := verify(t, signed, xmldsig.Options{}); !facts.OK() || !facts.Signatures[0].Signer.Equal(given) {
		t.Errorf("not OK: %q", failed(facts))
	}
}

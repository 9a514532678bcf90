package cms_test

import (
	"bytes"
	"errors"
	"slices"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/cms/cmstest"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// stretched is a message with parts of a signer as long as one likes. Nothing in it verifies.
func stretched(c *cert.Certificate, signed, signature, unsigned []byte) []byte {
	oid := func(id der.OID) []byte { return der.Element(asn1.OBJECT_IDENTIFIER, []byte(id)) }
	digest := der.Element(asn1.SEQUENCE, oid(algorithm.OIDStreebog256))
	signer := der.Element(asn1.SEQUENCE, []byte{2, 1, 1},
		der.Element(asn1.SEQUENCE, c.Issuer.Raw, der.Element(asn1.INTEGER, c.Serial)), digest,
		der.Element(der.Explicit(0), signed), der.Element(asn1.SEQUENCE, oid(algorithm.OIDKeyGOST256)),
		der.Element(asn1.OCTET_STRING, signature), der.Element(der.Explicit(1), unsigned))
	return der.Element(asn1.SEQUENCE, oid(cms.OIDSignedData), der.Element(der.Explicit(0), der.Element(asn1.SEQUENCE,
		[]byte{2, 1, 1}, der.Element(asn1.SET, digest), der.Element(asn1.SEQUENCE, oid(cms.OIDData)), der.Element(asn1.SET, signer))))
}

// TestT6_LongParts: parts of a signer that are hashed again and again, or copied, have a limit: by eight time-stamps over a signature
// value of 100 MB a check took half a minute, by eight over references of that length 440 MB besides.
func TestT6_LongParts(t *testing.T) {
	c := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "длинный").Certificate
	octets := func(n int) []byte { return der.Element(asn1.OCTET_STRING, make([]byte, n)) }
	short := attribute(cms.OIDMessageDigest, octets(32))
	if _, err := cms.Parse(stretched(c, short, make([]byte, 1024), short)); err != nil {
		t.Fatalf("a value of RSA of 8192 bits: %v", err)
	}
	if _, err := cms.Parse(stretched(c, short, make([]byte, 4097), short)); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("a long signature value: %v", err)
	}
	if _, err := cms.Parse(stretched(c, attribute(cms.OIDMessageDigest, octets(1<<20)), make([]byte, 64), short)); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("long signed attributes: %v", err)
	}
	references := slices.Concat(attribute(cms.OIDSignatureTimestamp, octets(1)), attribute(cms.OIDCertificateRefs, octets(5<<20)),
		attribute(cms.OIDRevocationRefs, octets(1)))
	m := parse(t, stretched(c, short, make([]byte, 64), references))
	if _, err := m.Signers[0].CAdESCData(); !errors.Is(err, cms.ErrLimit) {
		t.Errorf("long references: %v", err)
	}
}

// TestT6_WeakHashIndex: an index by a broken hash function covers nothing.
func TestT6_WeakHashIndex(t *testing.T) {
	c := cmstest.SelfSigned(t, cmstest.Key(t, gost3410.CryptoProA()), "указатель").Certificate
	part := attribute(cms.OIDMessageDigest, der.Element(asn1.OCTET_STRING, make([]byte, 32)))
	n := parse(t, stretched(c, part, make([]byte, 64), part)).Signers[0]
	if err := n.Covered(n.NewHashIndex(algorithm.Streebog256)); err != nil {
		t.Error(err)
	}
	if err := n.Covered(n.NewHashIndex(algorithm.GOSTR341194)); !errors.Is(err, algorithm.ErrUnsupported) {
		t.Errorf("by ГОСТ Р 34.11-94: %v", err)
	}
	first, second := n.NewHashIndex(algorithm.SHA256), n.NewHashIndex(algorithm.Streebog256)
	if again := n.NewHashIndex(algorithm.SHA256); !bytes.Equal(again.Raw, first.Raw) || bytes.Equal(first.Raw, second.Raw) {
		t.Error("what is remembered of one function is taken for another's")
	}
}

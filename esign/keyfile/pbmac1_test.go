package keyfile

import (
	"crypto/hmac"
	"errors"
	"hash"
	"testing"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// pbmac1 makes a PFX of a plain key with a code of RFC 9579. The length of the key is left out if it is 0.
func pbmac1(tb testing.TB, key *gost3410.PrivateKey, oid der.OID, length int) []byte {
	tb.Helper()
	plain, err := WritePKCS8(key)
	if err != nil {
		tb.Fatal(err)
	}
	content := der.Element(asn1.SEQUENCE, data(der.Element(asn1.SEQUENCE, bag(oidKeyBag, plain, Attributes{}))))
	h := hmacHash(oid)
	if h == nil {
		h = hmacHash(oidHMACSHA256)
	}
	derived, err := newReader(nil, 1000).derive(h, []byte("пароль"), []byte("salt"), 100, max(length, 1))
	if err != nil {
		tb.Fatal(err)
	}
	var size []byte
	if length > 0 {
		size = integer(length)
	}
	kdf := identifier(oidPBKDF2, der.Element(asn1.SEQUENCE,
		der.Element(asn1.OCTET_STRING, []byte("salt")), integer(100), size, identifier(oid, nil)))
	digest := der.Element(asn1.SEQUENCE, identifier(oidPBMAC1, der.Element(asn1.SEQUENCE, kdf, identifier(oid, nil))),
		der.Element(asn1.OCTET_STRING, code(h, derived, content)))
	mac := der.Element(asn1.SEQUENCE, digest, der.Element(asn1.OCTET_STRING, []byte("NOT USED")), integer(1))
	return der.Element(asn1.SEQUENCE, integer(3), data(content), mac)
}

func code(h func() hash.Hash, key, content []byte) []byte {
	mac := hmac.New(h, key)
	mac.Write(content)
	return mac.Sum(nil)
}

// TestPBMAC1 reads codes of RFC 9579 and refuses parameters that it forbids.
func TestPBMAC1(t *testing.T) {
	key := testKey(t, gost3410.CryptoProA())
	for _, oid := range []der.OID{oidHMACSHA256, oidHMACSHA512, oidHMACStreebog512, oidHMACGOST94} {
		b, err := Parse(pbmac1(t, key, oid, 32), []byte("пароль"))
		if err != nil || !key.Equal(b.Keys[0].PrivateKey) || !b.Authenticated {
			t.Errorf("%s: %v", oid, err)
		}
		wrongPasswords(t, pbmac1(t, key, oid, 32))
	}
	for _, length := range []int{0, 19, 65} {
		if _, err := Parse(pbmac1(t, key, oidHMACSHA256, length), []byte("пароль")); !errors.Is(err, ErrMalformed) {
			t.Errorf("key of %d bytes: %v", length, err)
		}
	}
	if _, err := Parse(pbmac1(t, key, algorithm.OIDSHA256, 32), []byte("пароль")); !errors.Is(err, ErrUnsupported) {
		t.Errorf("a function that is no HMAC: %v", err)
	}
}

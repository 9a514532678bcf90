package keyfile

import (
	"bytes"
	"crypto/hmac"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// WritePKCS12 returns a PFX in DER as RFC 9548 has it: keys in shrouded bags, certificates in an encrypted part, a code by
// Streebog-512 over both. The password is UTF-8 and not empty. A key without LocalKeyID whose certificate is in the bundle gets
// one together with it, by which programs find the pair.
func WritePKCS12(b *Bundle, password []byte, e Encryption) ([]byte, error) {
	e, err := e.complete(Kuznyechik, password)
	if err != nil {
		return nil, err
	}
	if len(b.Keys) == 0 && len(b.Certificates) == 0 {
		return nil, fmt.Errorf("keyfile: PFX of nothing: %w", ErrNoKey)
	}
	return e.pfx(b, password)
}

// pfx is WritePKCS12 with complete settings.
func (e Encryption) pfx(b *Bundle, password []byte) ([]byte, error) {
	keys, certificates := linked(b)
	var parts [][]byte
	if len(keys) > 0 {
		part, err := e.keyPart(keys, password)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	if len(certificates) > 0 {
		part, err := e.certificatePart(certificates, password)
		if err != nil {
			return nil, err
		}
		parts = append(parts, part)
	}
	content := der.Element(asn1.SEQUENCE, parts...)
	mac, err := e.mac(content, password)
	if err != nil {
		return nil, err
	}
	return der.Element(asn1.SEQUENCE, integer(3), data(content), mac), nil
}

// linked gives keys and their certificates an identifier in common where they have none.
func linked(b *Bundle) ([]Key, []Certificate) {
	keys, certificates := slices.Clone(b.Keys), slices.Clone(b.Certificates)
	for i := range keys {
		leaf, ok := b.Leaf(keys[i].PrivateKey)
		if !ok || keys[i].LocalKeyID != nil && leaf.LocalKeyID != nil {
			continue
		}
		id := keys[i].LocalKeyID
		if id == nil {
			id = leaf.LocalKeyID
		}
		if id == nil {
			sum := streebog.Sum256(leaf.Raw)
			id = sum[:20]
		}
		keys[i].LocalKeyID = id
		for j := range certificates {
			if bytes.Equal(certificates[j].Raw, leaf.Raw) {
				certificates[j].LocalKeyID = id
			}
		}
	}
	return keys, certificates
}

func (e Encryption) keyPart(keys []Key, password []byte) ([]byte, error) {
	var bags [][]byte
	for _, k := range keys {
		shrouded, err := e.shroud(k.PrivateKey, password)
		if err != nil {
			return nil, err
		}
		bags = append(bags, bag(oidShroudedKeyBag, shrouded, k.Attributes))
	}
	return data(der.Element(asn1.SEQUENCE, bags...)), nil
}

func (e Encryption) certificatePart(certificates []Certificate, password []byte) ([]byte, error) {
	var bags [][]byte
	for _, c := range certificates {
		if _, err := der.Whole(c.Raw, asn1.SEQUENCE); err != nil {
			return nil, fmt.Errorf("keyfile: certificate for a PFX: %w", err)
		}
		value := der.Element(asn1.SEQUENCE, oidElement(oidX509Certificate),
			der.Element(der.Explicit(0), der.Element(asn1.OCTET_STRING, c.Raw)))
		bags = append(bags, bag(oidCertBag, value, c.Attributes))
	}
	id, sealed, err := e.seal(der.Element(asn1.SEQUENCE, bags...), password)
	if err != nil {
		return nil, err
	}
	info := der.Element(asn1.SEQUENCE, oidElement(oidData), id, der.Element(der.Context(0), sealed))
	return contentInfo(oidEncryptedData, der.Element(asn1.SEQUENCE, integer(0), info)), nil
}

// mac is MacData of RFC 9548, section 3.
func (e Encryption) mac(content, password []byte) ([]byte, error) {
	salt, err := e.random(saltSize)
	if err != nil {
		return nil, err
	}
	r := newReader(nil, 2*MaxIterations)
	derived, err := r.derive(streebog.New512, password, salt, int64(e.Iterations), gostMACDerived)
	if err != nil {
		return nil, fmt.Errorf("keyfile: code of a PFX: %w", err)
	}
	defer wipe(derived)
	code := hmac.New(streebog.New512, derived[gostMACDerived-gostMACKey:])
	code.Write(content)
	digest := der.Element(asn1.SEQUENCE,
		identifier(algorithm.OIDStreebog512, nil), der.Element(asn1.OCTET_STRING, code.Sum(nil)))
	return der.Element(asn1.SEQUENCE, digest, der.Element(asn1.OCTET_STRING, salt), integer(e.Iterations)), nil
}

// bag is SafeBag.
func bag(oid der.OID, value []byte, a Attributes) []byte {
	var attributes [][]byte
	if a.LocalKeyID != nil {
		attributes = append(attributes, attribute(oidLocalKeyID, der.Element(asn1.OCTET_STRING, a.LocalKeyID)))
	}
	if a.FriendlyName != "" {
		attributes = append(attributes, attribute(oidFriendlyName, der.Element(der.TagBMPString, utf16be([]byte(a.FriendlyName)))))
	}
	slices.SortFunc(attributes, bytes.Compare)
	var set []byte
	if len(attributes) > 0 {
		set = der.Element(asn1.SET, attributes...)
	}
	return der.Element(asn1.SEQUENCE, oidElement(oid), der.Element(der.Explicit(0), value), set)
}

func attribute(oid der.OID, value []byte) []byte {
	return der.Element(asn1.SEQUENCE, oidElement(oid), der.Element(asn1.SET, value))
}

func contentInfo(oid der.OID, content []byte) []byte {
	return der.Element(asn1.SEQUENCE, oidElement(oid), der.Element(der.Explicit(0), content))
}

// data is ContentInfo of octets.
func data(content []byte) []byte {
	return contentInfo(oidData, der.Element(asn1.OCTET_STRING, content))
}

func integer(n int) []byte {
	var b cryptobyte.Builder
	b.AddASN1Int64(int64(n))
	return b.BytesOrPanic()
}

package keyfile

import (
	"bytes"
	"crypto"
	encodingasn1 "encoding/asn1"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// ParsePKCS8 reads PrivateKeyInfo, or OneAsymmetricKey (RFC 5958), in DER, which must be all of data.
func ParsePKCS8(data []byte) (Key, error) {
	key, err := newReader(nil, 0).privateKeyInfo(data)
	if err != nil {
		return Key{}, fmt.Errorf("keyfile: %w", err)
	}
	return key, nil
}

// ParseEncryptedPKCS8 reads EncryptedPrivateKeyInfo in DER, which must be all of data.
func ParseEncryptedPKCS8(data, password []byte) (Key, error) {
	if len(data) > MaxSize {
		return Key{}, fmt.Errorf("keyfile: %d bytes: %w", len(data), ErrLimit)
	}
	seq, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return Key{}, fmt.Errorf("keyfile: %w: %w", ErrMalformed, err)
	}
	b, err := newReader(password, MaxIterations).encryptedPrivateKeyInfo(seq)
	if err != nil {
		return Key{}, fmt.Errorf("keyfile: %w", err)
	}
	return b.Keys[0], nil
}

// encryptedPrivateKeyInfo reads a file that is nothing else.
func (r *reader) encryptedPrivateKeyInfo(seq cryptobyte.String) (*Bundle, error) {
	if r.password == nil {
		return nil, ErrNoPassword
	}
	key, authenticated, err := r.shrouded(seq, passwordForms(r.password)[0], false)
	if err != nil {
		return nil, err
	}
	return &Bundle{Keys: []Key{key}, Authenticated: authenticated}, nil
}

// shrouded reads the content of EncryptedPrivateKeyInfo. Verified says that the password is known to be right.
func (r *reader) shrouded(seq cryptobyte.String, form passwordForm, verified bool) (Key, bool, error) {
	id, err := algorithmOf(&seq, "encrypted private key")
	if err != nil {
		return Key{}, false, err
	}
	var sealed cryptobyte.String
	if !der.Inner(seq, &sealed, asn1.OCTET_STRING) {
		return Key{}, false, fmt.Errorf("encrypted private key: %w", ErrMalformed)
	}
	if id.OID == oidPBECryptoPro {
		key, err := r.cryptoProKey(id, sealed, form)
		return key, true, err
	}
	opened, authenticated, err := r.decrypt(id, sealed, form)
	if err != nil {
		return Key{}, false, err
	}
	defer wipe(opened)
	key, err := r.privateKeyInfo(opened)
	if errors.Is(err, ErrMalformed) && !authenticated && !verified {
		return Key{}, false, fmt.Errorf("encrypted private key: %w", ErrPassword)
	}
	return key, authenticated, err
}

// privateKeyInfo reads PrivateKeyInfo or OneAsymmetricKey.
func (r *reader) privateKeyInfo(data []byte) (Key, error) {
	malformed := fmt.Errorf("private key: %w", ErrMalformed)
	seq, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return Key{}, fmt.Errorf("private key: %w: %w", ErrMalformed, err)
	}
	var version int64
	if !seq.ReadASN1Integer(&version) || version < 0 || version > 1 {
		return Key{}, malformed
	}
	id, err := algorithmOf(&seq, "private key")
	if err != nil {
		return Key{}, err
	}
	var value, attributes, public cryptobyte.String
	var hasAttributes, hasPublic bool
	if !seq.ReadASN1(&value, asn1.OCTET_STRING) ||
		!seq.ReadOptionalASN1(&attributes, &hasAttributes, der.Explicit(0)) ||
		!seq.ReadOptionalASN1(&public, &hasPublic, der.Context(1)) || !seq.Empty() || hasPublic && version == 0 {
		return Key{}, malformed
	}
	kind, ok := keyKind(id.OID)
	switch {
	case !ok:
		return Key{}, fmt.Errorf("private key of algorithm %s: %w", id.OID, ErrUnsupported)
	case !kind.GOST():
		return standardKey(kind, id.Parameters, value)
	}
	key, err := gostKey(kind, id.Parameters, value)
	if err != nil {
		return Key{}, err
	}
	if hasPublic && !sameGOSTPublic(key, public) {
		return Key{}, fmt.Errorf("private key beside another public key: %w", ErrKey)
	}
	return Key{PrivateKey: key, Kind: kind}, nil
}

// keyKind says which keys an identifier means. Those of key agreement, which some programs put before a key that signs as
// well, are of the same keys.
func keyKind(oid der.OID) (algorithm.KeyKind, bool) {
	switch oid {
	case algorithm.OIDKeyGOST256, oidAgreement256:
		return algorithm.GOST256, true
	case algorithm.OIDKeyGOST512, oidAgreement512:
		return algorithm.GOST512, true
	case algorithm.OIDKeyGOST2001, oidAgreement2001:
		return algorithm.GOST2001, true
	case algorithm.OIDKeyRSA:
		return algorithm.RSA, true
	case algorithm.OIDKeyEC:
		return algorithm.ECDSA, true
	}
	return 0, false
}

// gostKey reads a key of ГОСТ Р 34.10. Parameters are those of certificates (RFC 9215, section 4.2); the hash function and the
// parameter set of encryption after the curve do not bear on the key.
func gostKey(kind algorithm.KeyKind, parameters []byte, value []byte) (*gost3410.PrivateKey, error) {
	seq, err := der.Whole(parameters, asn1.SEQUENCE)
	var oid encodingasn1.ObjectIdentifier
	if err != nil || !seq.ReadASN1ObjectIdentifier(&oid) {
		return nil, fmt.Errorf("parameters of a GOST key: %w", ErrMalformed)
	}
	return gostKeyOn(kind, oid, value)
}

func gostKeyOn(kind algorithm.KeyKind, oid encodingasn1.ObjectIdentifier, value []byte) (*gost3410.PrivateKey, error) {
	curve, ok := gost3410.CurveByOID(oid)
	if !ok {
		return nil, fmt.Errorf("curve %s: %w", oid, ErrUnsupported)
	}
	if (curve.Size() == 64) != (kind == algorithm.GOST512) {
		return nil, fmt.Errorf("key of %s on curve %s: %w", kind, curve, ErrMalformed)
	}
	factors, public, err := gostFactors(value, curve.Size())
	if err != nil {
		return nil, err
	}
	key, err := curve.NewMaskedPrivateKey(factors)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	if public != nil && !bytes.Equal(public, key.PublicKey().Bytes()) {
		return nil, fmt.Errorf("private key beside another public key: %w", ErrKey)
	}
	return key, nil
}

// gostFactors takes the little-endian numbers of a key out of the form that a program has given them: the numbers themselves
// (RFC 9548, gost-engine since 1.1), an OCTET STRING around them (Bouncy Castle, CryptoPro), a big-endian INTEGER (older
// gost-engine, GnuTLS), a SEQUENCE of them and the public key, each an OCTET STRING (gost-engine reads it). The lengths tell
// them apart, but for one INTEGER in some 65,000 that is two octets shorter than the curve and is read as octets: the
// certificate then shows that it is another key.
func gostFactors(value []byte, size int) (factors, public []byte, err error) {
	if len(value) > 0 && len(value)%size == 0 {
		return value, nil, nil
	}
	malformed := fmt.Errorf("GOST key in %d bytes: %w", len(value), ErrMalformed)
	s := cryptobyte.String(value)
	var octets, beside cryptobyte.String
	switch {
	case s.PeekASN1Tag(asn1.INTEGER):
		factors, err = gostInteger(s, size)
		return factors, nil, err
	case s.PeekASN1Tag(asn1.SEQUENCE):
		if !der.Inner(s, &s, asn1.SEQUENCE) || !s.ReadASN1(&octets, asn1.OCTET_STRING) ||
			!der.Inner(s, &beside, asn1.OCTET_STRING) {
			return nil, nil, malformed
		}
		public = append([]byte{}, beside...)
	case !der.Inner(s, &octets, asn1.OCTET_STRING):
		return nil, nil, malformed
	}
	if len(octets) == 0 || len(octets)%size != 0 {
		return nil, nil, malformed
	}
	return octets, public, nil
}

// gostInteger reads a key that is an INTEGER.
func gostInteger(s cryptobyte.String, size int) ([]byte, error) {
	var number []byte
	if !der.ReadInteger(&s, &number) || !s.Empty() || number[0]&0x80 != 0 {
		return nil, fmt.Errorf("GOST key as a number: %w", ErrMalformed)
	}
	number = bytes.TrimLeft(number, "\x00")
	if len(number) > size {
		return nil, fmt.Errorf("GOST key of %d bytes, want %d: %w", len(number), size, ErrMalformed)
	}
	reversed := make([]byte, size)
	for i, octet := range number {
		reversed[len(number)-1-i] = octet
	}
	return reversed, nil
}

// sameGOSTPublic reports whether publicKey of RFC 5958, the content of a BIT STRING with or without the OCTET STRING of
// certificates, is the public key of a private one. How many bits are unused is not looked at: the examples of RFC 9548 say
// one, and have all of them.
func sameGOSTPublic(key *gost3410.PrivateKey, bits cryptobyte.String) bool {
	var unused uint8
	if !bits.ReadUint8(&unused) || unused > 7 {
		return false
	}
	want := key.PublicKey().Bytes()
	return bytes.Equal(bits, want) || bytes.Equal(bits, der.Element(asn1.OCTET_STRING, want))
}

// WritePKCS8 returns PrivateKeyInfo in DER. Keys of ГОСТ Р 34.10 are written as RFC 9548 has it, as little-endian octets with
// nothing around them and without masks; one that was read as a key of 2001 becomes one of 2012 on the same curve.
func WritePKCS8(key crypto.Signer) ([]byte, error) {
	if _, err := knownKey(key); err != nil {
		return nil, fmt.Errorf("keyfile: %w", err)
	}
	value, err := keyValue(key)
	if err != nil {
		return nil, fmt.Errorf("keyfile: %w", err)
	}
	defer wipe(value)
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		return nil, fmt.Errorf("keyfile: %w", err)
	}
	// The AlgorithmIdentifier is that of certificates, the first element of SubjectPublicKeyInfo.
	s := cryptobyte.String(public.Raw())
	var info, id cryptobyte.String
	if !s.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1Element(&id, asn1.SEQUENCE) {
		return nil, fmt.Errorf("keyfile: algorithm of a %T: %w", key, ErrKey)
	}
	return der.Element(asn1.SEQUENCE, integer(0), id, der.Element(asn1.OCTET_STRING, value)), nil
}

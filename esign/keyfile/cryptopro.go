package keyfile

import (
	"encoding/asn1"
	"encoding/binary"
	"errors"
	"fmt"
	"unicode/utf16"

	"golang.org/x/crypto/cryptobyte"
	tag "golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gostr341194"
	"github.com/klaster-platform/klaster/gost/streebog"
)

// exportLabel is the label under which CryptoPro CSP derives the key that wraps an exported key.
const exportLabel = "\x26\xbd\xb8\x78"

// blobHeader is the length of the fields of PUBLICKEYSTRUC and their like before the structure of an exported key.
const blobHeader = 16

// cryptoProKey reads a key under 1.2.840.113549.1.12.1.80, the encryption of CryptoPro CSP in PKCS #12. The vendor has not
// published it; what is here is what several independent programs that read such files agree on:
//
//   - the password in UTF-16, little-endian, is hashed by ГОСТ Р 34.11-94 with the salt and the number of the iteration, two
//     octets, over and over;
//   - the result decrypts, by ГОСТ 28147-89 in CFB with the parameter set CryptoPro-A and the first octets of the salt, a
//     PrivateKeyInfo whose value is an exported key: a header of 16 octets and a structure with UKM, the wrapped key, its
//     code, and the curve;
//   - KDF_GOSTR3411_2012_256 of the same result and UKM gives the key that unwraps it (RFC 4357, section 6.1).
//
// We have had no file made by the program itself, only a value of the derivation. Keys of 2012 only: how those of 2001 are wrapped is not known to us.
func (r *reader) cryptoProKey(id algorithm.Identifier, sealed []byte, form passwordForm) (Key, error) {
	salt, iterations, err := pbeParams(id.Parameters)
	if err != nil {
		return Key{}, err
	}
	transport, err := r.cryptoProTransport(form.utf8, salt, iterations)
	if err != nil {
		return Key{}, err
	}
	defer wipe(transport)
	opened, err := applyStream(gost28147.NewCFBDecrypter(transport, salt[:gost28147.BlockSize], gost28147.CryptoProA))(sealed)
	if err != nil {
		return Key{}, err
	}
	defer wipe(opened)
	seq, err := der.Whole(opened, tag.SEQUENCE)
	if err != nil {
		return Key{}, fmt.Errorf("key of CryptoPro: %w", ErrPassword)
	}
	var version int64
	if !seq.ReadASN1Integer(&version) || version != 0 {
		return Key{}, fmt.Errorf("key of CryptoPro: %w", ErrMalformed)
	}
	info, err := algorithmOf(&seq, "key of CryptoPro")
	if err != nil {
		return Key{}, err
	}
	kind, ok := keyKind(info.OID)
	if !ok || kind != algorithm.GOST256 && kind != algorithm.GOST512 {
		return Key{}, fmt.Errorf("key of CryptoPro of algorithm %s: %w", info.OID, ErrUnsupported)
	}
	var blob cryptobyte.String
	if !seq.ReadASN1(&blob, tag.OCTET_STRING) || len(blob) < blobHeader {
		return Key{}, fmt.Errorf("key of CryptoPro: %w", ErrMalformed)
	}
	exported, err := readExportedKey(blob[blobHeader:])
	if err != nil {
		return Key{}, err
	}
	return exported.unwrap(transport, kind)
}

// cryptoProTransport derives the key of the encryption from the password.
func (r *reader) cryptoProTransport(password, salt []byte, iterations int64) ([]byte, error) {
	if len(salt) < gost28147.BlockSize || len(salt) > maxSalt || iterations > 0xffff {
		return nil, fmt.Errorf("encryption of CryptoPro with %d bytes of salt, %d iterations: %w", len(salt), iterations, ErrLimit)
	}
	if err := r.spend(iterations, 1); err != nil {
		return nil, err
	}
	var key []byte
	for _, unit := range utf16.Encode([]rune(string(password))) {
		key = append(key, byte(unit), byte(unit>>8))
	}
	h := gostr341194.New()
	for i := range uint16(iterations) {
		var number [2]byte
		binary.BigEndian.PutUint16(number[:], i+1)
		h.Reset()
		h.Write(key)
		h.Write(salt)
		h.Write(number[:])
		key = h.Sum(key[:0])
	}
	return key, nil
}

// exportedKey is a key wrapped for export.
type exportedKey struct {
	ukm, encrypted, code []byte
	curve                asn1.ObjectIdentifier
}

// readExportedKey reads SEQUENCE { SEQUENCE { ukm, SEQUENCE { encrypted, code }, [0] { attributes, [0] AlgorithmIdentifier } },
// code of it all }.
func readExportedKey(blob cryptobyte.String) (exportedKey, error) {
	var outer, value, cek, ukm, encrypted, code, parameters, id, curve cryptobyte.String
	var keyOID der.OID
	var k exportedKey
	if !blob.ReadASN1(&outer, tag.SEQUENCE) || !outer.ReadASN1(&value, tag.SEQUENCE) ||
		!value.ReadASN1(&ukm, tag.OCTET_STRING) || len(ukm) != gost28147.BlockSize ||
		!value.ReadASN1(&cek, tag.SEQUENCE) ||
		!cek.ReadASN1(&encrypted, tag.OCTET_STRING) || !cek.ReadASN1(&code, tag.OCTET_STRING) ||
		len(code) != gost28147.MACSize ||
		!value.ReadASN1(&parameters, der.Explicit(0)) || !parameters.SkipASN1(tag.BIT_STRING) ||
		!parameters.ReadASN1(&id, der.Explicit(0)) || !der.ReadOID(&id, &keyOID) ||
		!id.ReadASN1(&curve, tag.SEQUENCE) || !curve.ReadASN1ObjectIdentifier(&k.curve) {
		return k, fmt.Errorf("exported key of CryptoPro: %w", ErrMalformed)
	}
	k.ukm, k.encrypted, k.code = ukm, encrypted, code
	return k, nil
}

func (k exportedKey) unwrap(transport []byte, kind algorithm.KeyKind) (Key, error) {
	kek := streebog.KDF(transport, []byte(exportLabel), k.ukm)
	var secret []byte
	var err error
	// The parameter set is not named. That of the encryption around it is what the programs use.
	for _, set := range []gost28147.ParamSet{gost28147.CryptoProA, gost28147.TC26Z} {
		if secret, err = gost28147.UnwrapKey(kek[:], k.ukm, k.encrypted, k.code, set); err == nil {
			break
		}
	}
	switch {
	case errors.Is(err, gost28147.ErrUnwrap):
		return Key{}, fmt.Errorf("exported key of CryptoPro: %w", ErrPassword)
	case err != nil:
		return Key{}, fmt.Errorf("exported key of CryptoPro: %w: %w", ErrMalformed, err)
	}
	defer wipe(secret)
	key, err := gostKeyOn(kind, k.curve, secret)
	if err != nil {
		return Key{}, err
	}
	return Key{PrivateKey: key, Kind: kind}, nil
}

package keyfile

import (
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost28147"
	"github.com/klaster-platform/klaster/gost/gost3413"
)

// Cipher is a cipher to write with. The zero Cipher is the one that suits the form of the file.
type Cipher uint8

const (
	// KuznyechikOMAC is gostr3412-2015-kuznyechik-ctracpkm-omac: it also tells a wrong password and any change. It is the
	// default of [WriteEncryptedPKCS8]. The engine of OpenSSL up to 3.0.1 cannot read it.
	KuznyechikOMAC Cipher = iota + 1
	// Kuznyechik is gostr3412-2015-kuznyechik-ctracpkm, the default of [WritePKCS12], which has a code of its own.
	Kuznyechik
	// MagmaOMAC is gostr3412-2015-magma-ctracpkm-omac.
	MagmaOMAC
	// Magma is gostr3412-2015-magma-ctracpkm.
	Magma
	// GOST28147 is ГОСТ 28147-89 in CFB with the parameter set TC26-Z, for programs from before 2019.
	GOST28147
	// AES256 is AES-256-CBC, for keys that are not of a Russian standard.
	AES256
)

// PRF is the function of PBKDF2 to write with. The zero PRF is HMAC of Streebog-512, or of SHA-256 with AES256.
type PRF uint8

const (
	// HMACStreebog512 is HMAC_GOSTR3411_2012_512, the one of RFC 9337.
	HMACStreebog512 PRF = iota + 1
	// HMACStreebog256 is HMAC_GOSTR3411_2012_256.
	HMACStreebog256
	// HMACSHA256 is hmacWithSHA256.
	HMACSHA256
)

// DefaultIterations is how many iterations are written where the number is not given: about a tenth of a second for each
// of the one to three derivations that a file takes.
const DefaultIterations = 20_000

const (
	// minIterations is the least that RFC 8018 recommends.
	minIterations = 1000
	// maxWritten keeps all derivations of a file within MaxIterations.
	maxWritten = MaxIterations / 10

	saltSize = 16
)

// Encryption says how a file is encrypted. The zero Encryption is right for new files.
type Encryption struct {
	Cipher Cipher
	PRF    PRF
	// Iterations of PBKDF2, from 1,000 to 1,000,000; 0 is DefaultIterations.
	Iterations int
	// Rand is where salts come from; nil is crypto/rand.
	Rand io.Reader
}

// WriteEncryptedPKCS8 returns EncryptedPrivateKeyInfo in DER, under PBES2 with a key from the password, which is UTF-8 and not
// empty.
func WriteEncryptedPKCS8(key crypto.Signer, password []byte, e Encryption) ([]byte, error) {
	e, err := e.complete(KuznyechikOMAC, password)
	if err != nil {
		return nil, err
	}
	return e.shroud(key, password)
}

// shroud is EncryptedPrivateKeyInfo with complete settings.
func (e Encryption) shroud(key crypto.Signer, password []byte) ([]byte, error) {
	plain, err := WritePKCS8(key)
	if err != nil {
		return nil, err
	}
	defer wipe(plain)
	id, sealed, err := e.seal(plain, password)
	if err != nil {
		return nil, err
	}
	return der.Element(asn1.SEQUENCE, id, der.Element(asn1.OCTET_STRING, sealed)), nil
}

// complete puts in what was left out and refuses what is no encryption.
func (e Encryption) complete(usual Cipher, password []byte) (Encryption, error) {
	if len(password) == 0 {
		return e, fmt.Errorf("keyfile: encrypt: %w", ErrNoPassword)
	}
	if e.Cipher == 0 {
		e.Cipher = usual
	}
	if e.PRF == 0 && e.Cipher == AES256 {
		e.PRF = HMACSHA256
	}
	if e.PRF == 0 {
		e.PRF = HMACStreebog512
	}
	if e.Iterations == 0 {
		e.Iterations = DefaultIterations
	}
	if e.Iterations < minIterations || e.Iterations > maxWritten {
		return e, fmt.Errorf("keyfile: encrypt with %d iterations: %w", e.Iterations, ErrLimit)
	}
	if e.Rand == nil {
		e.Rand = rand.Reader
	}
	return e, nil
}

func (e Encryption) random(size int) ([]byte, error) {
	out := make([]byte, size)
	if _, err := io.ReadFull(e.Rand, out); err != nil {
		return nil, fmt.Errorf("keyfile: random bytes: %w", err)
	}
	return out, nil
}

// seal encrypts and returns the AlgorithmIdentifier of PBES2 with it.
func (e Encryption) seal(plain, password []byte) (id, sealed []byte, err error) {
	prf, ok := map[PRF]der.OID{
		HMACStreebog512: oidHMACStreebog512, HMACStreebog256: oidHMACStreebog256, HMACSHA256: oidHMACSHA256,
	}[e.PRF]
	if !ok {
		return nil, nil, fmt.Errorf("keyfile: function %d of PBKDF2: %w", e.PRF, ErrUnsupported)
	}
	salt, err := e.random(saltSize)
	if err != nil {
		return nil, nil, err
	}
	key, err := newReader(nil, MaxIterations).derive(hmacHash(prf), password, salt, int64(e.Iterations), gost3413.KeySize)
	if err != nil {
		return nil, nil, fmt.Errorf("keyfile: %w", err)
	}
	defer wipe(key)
	oid, parameters, sealed, err := e.encrypt(key, plain)
	if err != nil {
		return nil, nil, err
	}

	null := []byte{byte(asn1.NULL), 0}
	kdf := identifier(oidPBKDF2, der.Element(asn1.SEQUENCE,
		der.Element(asn1.OCTET_STRING, salt), integer(e.Iterations), identifier(prf, null)))
	return identifier(oidPBES2, der.Element(asn1.SEQUENCE, kdf, identifier(oid, parameters))), sealed, nil
}

// encrypt encrypts by the cipher with a key of 32 bytes, and returns the identifier and the parameters of the cipher.
func (e Encryption) encrypt(key, plain []byte) (oid der.OID, parameters, sealed []byte, err error) {
	switch e.Cipher {
	case KuznyechikOMAC:
		parameters, sealed, err = e.sealGOST(gost3413.Kuznyechik(), true, key, plain)
		return oidKuznyechikOMAC, parameters, sealed, err
	case Kuznyechik:
		parameters, sealed, err = e.sealGOST(gost3413.Kuznyechik(), false, key, plain)
		return oidKuznyechik, parameters, sealed, err
	case MagmaOMAC:
		parameters, sealed, err = e.sealGOST(gost3413.Magma(), true, key, plain)
		return oidMagmaOMAC, parameters, sealed, err
	case Magma:
		parameters, sealed, err = e.sealGOST(gost3413.Magma(), false, key, plain)
		return oidMagma, parameters, sealed, err
	case GOST28147:
		parameters, sealed, err = e.seal28147(key, plain)
		return oidGOST28147, parameters, sealed, err
	case AES256:
		parameters, sealed, err = e.sealAES(key, plain)
		return oidAES256CBC, parameters, sealed, err
	}
	return "", nil, nil, fmt.Errorf("keyfile: cipher %d: %w", e.Cipher, ErrUnsupported)
}

func (e Encryption) sealGOST(c gost3413.Cipher, omac bool, key, plain []byte) (parameters, sealed []byte, err error) {
	ukm, err := e.random(c.UKMSize())
	if err != nil {
		return nil, nil, err
	}
	if omac {
		sealed, err = c.SealContent(key, ukm, plain)
	} else {
		sealed, err = applyStream(c.ContentStream(key, ukm))(plain)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("keyfile: encrypt: %w", err)
	}
	return der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, ukm)), sealed, nil
}

func (e Encryption) seal28147(key, plain []byte) (parameters, sealed []byte, err error) {
	iv, err := e.random(gost28147.BlockSize)
	if err != nil {
		return nil, nil, err
	}
	sealed, err = applyStream(gost28147.NewCFBEncrypter(key, iv, gost28147.TC26Z))(plain)
	if err != nil {
		return nil, nil, fmt.Errorf("keyfile: encrypt: %w", err)
	}
	set, err := der.ParseOID(gost28147.TC26Z.OID())
	if err != nil {
		return nil, nil, fmt.Errorf("keyfile: encrypt: %w", err)
	}
	return der.Element(asn1.SEQUENCE, der.Element(asn1.OCTET_STRING, iv), oidElement(set)), sealed, nil
}

func (e Encryption) sealAES(key, plain []byte) (parameters, sealed []byte, err error) {
	iv, err := e.random(aes.BlockSize)
	if err != nil {
		return nil, nil, err
	}
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, nil, fmt.Errorf("keyfile: encrypt: %w", err)
	}
	padding := aes.BlockSize - len(plain)%aes.BlockSize
	sealed = make([]byte, len(plain)+padding)
	for i := copy(sealed, plain); i < len(sealed); i++ {
		sealed[i] = byte(padding)
	}
	cipher.NewCBCEncrypter(b, iv).CryptBlocks(sealed, sealed)
	return der.Element(asn1.OCTET_STRING, iv), sealed, nil
}

func oidElement(oid der.OID) []byte { return der.Element(asn1.OBJECT_IDENTIFIER, []byte(oid)) }

// identifier is the encoding of an AlgorithmIdentifier.
func identifier(oid der.OID, parameters []byte) []byte {
	return der.Element(asn1.SEQUENCE, oidElement(oid), parameters)
}

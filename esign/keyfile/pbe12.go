package keyfile

import (
	"crypto/cipher"
	"crypto/des"  //nolint:gosec // old files are read, never written
	"crypto/sha1" //nolint:gosec // the function of that encryption, RFC 7292, appendix C
	"fmt"
	"hash"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// passwordForm is a password as the two families of functions take it.
type passwordForm struct {
	// utf8 is for PBKDF2 (RFC 9548, section 3).
	utf8 []byte
	// bmp is for the function of RFC 7292, appendix B: UTF-16, big-endian, with a zero character at the end.
	bmp []byte
}

// passwordForms returns the forms that programs make of a password, the one of the standard first. Older OpenSSL widens each
// octet of UTF-8 by itself, and the empty password is either a zero character or nothing at all.
func passwordForms(password []byte) []passwordForm {
	widened := make([]byte, 0, 2*len(password)+2)
	ascii := true
	for _, octet := range password {
		widened = append(widened, 0, octet)
		ascii = ascii && octet < utf8.RuneSelf
	}
	widened = append(widened, 0, 0)
	switch {
	case len(password) == 0:
		return []passwordForm{{password, widened}, {password, nil}}
	case ascii || !utf8.Valid(password):
		return []passwordForm{{password, widened}}
	}
	return []passwordForm{{password, append(utf16be(password), 0, 0)}, {password, widened}}
}

func utf16be(text []byte) []byte {
	var out []byte
	for _, unit := range utf16.Encode([]rune(string(text))) {
		out = append(out, byte(unit>>8), byte(unit))
	}
	return out
}

// What the function of RFC 7292, appendix B.3, is asked for.
const (
	forKey = 1
	forIV  = 2
	forMAC = 3
)

// kdf12 is the derivation of RFC 7292, appendix B.2, within the limits.
func (r *reader) kdf12(h func() hash.Hash, purpose byte, password, salt []byte, iterations int64, size int) ([]byte, error) {
	if len(salt) > maxSalt {
		return nil, fmt.Errorf("salt of %d bytes: %w", len(salt), ErrLimit)
	}
	digest := h()
	u, v := digest.Size(), digest.BlockSize()
	blocks := (size + u - 1) / u
	if err := r.spend(iterations, blocks); err != nil {
		return nil, err
	}

	d := make([]byte, v)
	for i := range d {
		d[i] = purpose
	}
	input := append(repeat(salt, v), repeat(password, v)...)
	defer wipe(input)
	var key []byte
	for range blocks {
		digest.Reset()
		digest.Write(d)
		digest.Write(input)
		a := digest.Sum(nil)
		for range iterations - 1 {
			digest.Reset()
			digest.Write(a)
			a = digest.Sum(a[:0])
		}
		key = append(key, a...)
		addEach(input, repeat(a, v)[:v])
	}
	return key[:size], nil
}

// repeat fills whole blocks of v bytes with copies of text; nothing of nothing.
func repeat(text []byte, v int) []byte {
	out := make([]byte, v*((len(text)+v-1)/v))
	for i := 0; i < len(out); i += len(text) {
		copy(out[i:], text)
	}
	return out
}

// addEach adds b+1 to each block of input, all as big-endian numbers.
func addEach(input, b []byte) {
	for ; len(input) > 0; input = input[len(b):] {
		carry := 1
		for i := len(b) - 1; i >= 0; i-- {
			carry += int(input[i]) + int(b[i])
			input[i] = byte(carry)
			carry >>= 8
		}
	}
}

// pbeParams reads pkcs-12PbeParams (RFC 7292, appendix C).
func pbeParams(parameters []byte) (salt []byte, iterations int64, err error) {
	seq, err := der.Whole(parameters, asn1.SEQUENCE)
	var octets cryptobyte.String
	if err != nil || !seq.ReadASN1(&octets, asn1.OCTET_STRING) || !seq.ReadASN1Integer(&iterations) || !seq.Empty() {
		return nil, 0, fmt.Errorf("parameters of password-based encryption: %w", ErrMalformed)
	}
	return octets, iterations, nil
}

// pbe12 is the encryption of RFC 7292, appendix C, by 3DES and RC2.
func (r *reader) pbe12(id algorithm.Identifier, sealed []byte, form passwordForm) ([]byte, error) {
	var newBlock func([]byte) (cipher.Block, error)
	var size int
	switch id.OID {
	case oidPBETripleDES3:
		newBlock, size = des.NewTripleDESCipher, 24
	case oidPBETripleDES2:
		newBlock, size = twoKeyTripleDES, 16
	case oidPBERC2128:
		newBlock, size = rc2Cipher, 16
	case oidPBERC240:
		newBlock, size = rc2Cipher, 5
	default:
		return nil, fmt.Errorf("encryption %s: %w", id.OID, ErrUnsupported)
	}
	salt, iterations, err := pbeParams(id.Parameters)
	if err != nil {
		return nil, err
	}
	key, err := r.kdf12(sha1.New, forKey, form.bmp, salt, iterations, size)
	if err != nil {
		return nil, err
	}
	defer wipe(key)
	iv, err := r.kdf12(sha1.New, forIV, form.bmp, salt, iterations, des.BlockSize)
	if err != nil {
		return nil, err
	}
	return openCBC(newBlock, key, iv, sealed)
}

func rc2Cipher(key []byte) (cipher.Block, error) { return newRC2(key), nil }

func twoKeyTripleDES(key []byte) (cipher.Block, error) {
	return des.NewTripleDESCipher(append(key[:16:16], key[:8]...)) //nolint:gosec // see the import
}

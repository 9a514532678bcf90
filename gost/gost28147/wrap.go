package gost28147

import (
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// ErrUnwrap is returned when the code of a wrapped key is not that of the key: the key encryption key is the wrong one,
// or the wrapped key has been changed.
var ErrUnwrap = errors.New("gost28147: the wrapped key does not match its code")

// WrapKey is GOST 28147-89 Key Wrap of RFC 4357, section 6.1: it encrypts key, 32 or 64 bytes long, with the key
// encryption key kek and returns CEK_ENC and CEK_MAC. UKM is 8 bytes and public.
//
// With a kek from [Diversify] it is CryptoPro Key Wrap (section 6.3), with one from [ExportKey] and the first 8 bytes of
// the seed as UKM it is the wrapping of RFC 7836, section 4.6.
func WrapKey(kek, ukm, key []byte, p ParamSet) (encrypted []byte, code [MACSize]byte, err error) {
	c, code, err := keyCode(kek, ukm, key, p)
	if err != nil {
		return nil, code, err
	}
	encrypted = make([]byte, len(key))
	for i := 0; i < len(key); i += BlockSize {
		c.Encrypt(encrypted[i:], key[i:])
	}
	return encrypted, code, nil
}

// UnwrapKey decrypts what [WrapKey] has made. A code that does not match is [ErrUnwrap], and no key is returned.
func UnwrapKey(kek, ukm, encrypted, code []byte, p ParamSet) ([]byte, error) {
	c, err := makeCipher(kek, p)
	if err != nil {
		return nil, err
	}
	if len(encrypted) != KeySize && len(encrypted) != 2*KeySize {
		return nil, fmt.Errorf("gost28147: wrapped key of %d bytes", len(encrypted))
	}
	key := make([]byte, len(encrypted))
	for i := 0; i < len(key); i += BlockSize {
		c.Decrypt(key[i:], encrypted[i:])
	}
	_, want, err := keyCode(kek, ukm, key, p)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(code, want[:]) != 1 {
		return nil, ErrUnwrap
	}
	return key, nil
}

// keyCode is gost28147IMIT(UKM, KEK, CEK).
func keyCode(kek, ukm, key []byte, p ParamSet) (c Cipher, code [MACSize]byte, err error) {
	c, err = makeCipher(kek, p)
	if err != nil {
		return c, code, err
	}
	if len(key) != KeySize && len(key) != 2*KeySize {
		return c, code, fmt.Errorf("gost28147: wrapped key of %d bytes", len(key))
	}
	if len(ukm) != BlockSize {
		return c, code, fmt.Errorf("gost28147: UKM of %d bytes, want %d", len(ukm), BlockSize)
	}
	m, err := NewMAC(kek, ukm, p)
	if err != nil {
		return c, code, err
	}
	m.Write(key)
	m.Sum(code[:0])
	return c, code, nil
}

// Diversify is the CryptoPro KEK Diversification of RFC 4357, section 6.5: it makes a key encryption key from kek and
// the 8 bytes of UKM. The same algorithm makes keys of users (section 7).
func Diversify(kek, ukm []byte, p ParamSet) ([]byte, error) {
	c, err := makeCipher(kek, p)
	if err != nil {
		return nil, err
	}
	if len(ukm) != BlockSize {
		return nil, fmt.Errorf("gost28147: UKM of %d bytes, want %d", len(ukm), BlockSize)
	}
	k := [KeySize]byte(kek)
	for _, a := range ukm {
		// S is the sum of the words of the key whose bit in a is one, then of those whose bit is zero. Bit 0 comes first.
		var ones, zeros uint32
		for j := range 8 {
			word := binary.LittleEndian.Uint32(k[4*j:])
			if a>>j&1 == 1 {
				ones += word
			} else {
				zeros += word
			}
		}
		var s [BlockSize]byte
		binary.LittleEndian.PutUint32(s[:], ones)
		binary.LittleEndian.PutUint32(s[4:], zeros)

		c.Rekey(&k)
		stream := cfb{keystream: keystream{c: c, iv: s, used: BlockSize}}
		stream.XORKeyStream(k[:], k[:])
	}
	return k[:], nil
}

// ExportKey is KEK_e of RFC 7836, section 4.6: it derives the key encryption key from an export key of 32 bytes and a
// random seed of 8 to 16 bytes.
func ExportKey(key, seed []byte) ([]byte, error) {
	if len(key) != KeySize {
		return nil, fmt.Errorf("gost28147: export key of %d bytes, want %d", len(key), KeySize)
	}
	if len(seed) < 8 || len(seed) > 16 {
		return nil, fmt.Errorf("gost28147: seed of %d bytes, want 8 to 16", len(seed))
	}
	kek := streebog.KDF(key, []byte{0x26, 0xbd, 0xb8, 0x78}, seed)
	return kek[:], nil
}

package gost3413

import (
	"crypto/cipher"
	"crypto/subtle"
	"fmt"

	"github.com/klaster-platform/klaster/gost/streebog"
)

// seedSize is the length of the second part of UKM, from which the keys are derived.
const seedSize = 8

// UKMSize is the length in bytes of ukm of Gost3412-15-Encryption-Parameters (RFC 9337, section 7.3): half a block of
// initialising value and 8 bytes for the keys, 12 or 16 together.
func (c Cipher) UKMSize() int { return c.blockSize/2 + seedSize }

// ContentStream returns the encryption of content gostr3412-2015-magma-ctracpkm (1.2.643.7.1.1.5.1.1) or
// gostr3412-2015-kuznyechik-ctracpkm (1.2.643.7.1.1.5.2.1) for either direction. Nothing protects it against changes.
func (c Cipher) ContentStream(key, ukm []byte) (cipher.Stream, error) {
	if len(ukm) != c.UKMSize() {
		return nil, fmt.Errorf("gost3413: UKM of %d bytes, want %d", len(ukm), c.UKMSize())
	}
	return NewCTRACPKM(c.newBlock, key, ukm[:c.blockSize/2], c.section)
}

// SealContent encrypts content by gostr3412-2015-magma-ctracpkm-omac (1.2.643.7.1.1.5.1.2) or
// gostr3412-2015-kuznyechik-ctracpkm-omac (1.2.643.7.1.1.5.2.2): the code of the content follows it and is encrypted
// with it. CMS carries the last block, the code, as an unprotected attribute (id-cms-mac-attr, 1.2.643.7.1.0.6.1.1).
func (c Cipher) SealContent(key, ukm, content []byte) ([]byte, error) {
	encryption, code, err := c.contentKeys(key, ukm, content)
	if err != nil {
		return nil, err
	}
	sealed := make([]byte, len(content)+len(code))
	copy(sealed[copy(sealed, content):], code)
	encryption.XORKeyStream(sealed, sealed)
	return sealed, nil
}

// OpenContent decrypts what [Cipher.SealContent] has made. A code that does not match is [ErrAuthentication].
func (c Cipher) OpenContent(key, ukm, sealed []byte) ([]byte, error) {
	if len(sealed) < c.blockSize {
		return nil, fmt.Errorf("gost3413: content of %d bytes with a code of %d", len(sealed), c.blockSize)
	}
	encryption, _, err := c.contentKeys(key, ukm, nil)
	if err != nil {
		return nil, err
	}
	opened := make([]byte, len(sealed))
	encryption.XORKeyStream(opened, sealed)
	content, code := opened[:len(opened)-c.blockSize], opened[len(opened)-c.blockSize:]
	_, want, err := c.contentKeys(key, ukm, content)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(code, want) != 1 {
		return nil, ErrAuthentication
	}
	return content, nil
}

// contentKeys derives the two keys of RFC 9337, section 5.1.1, and returns the encryption with the first and the code of
// content with the second.
func (c Cipher) contentKeys(key, ukm, content []byte) (cipher.Stream, []byte, error) {
	if len(key) != KeySize {
		return nil, nil, fmt.Errorf("gost3413: key of %d bytes, want %d", len(key), KeySize)
	}
	if len(ukm) != c.UKMSize() {
		return nil, nil, fmt.Errorf("gost3413: UKM of %d bytes, want %d", len(ukm), c.UKMSize())
	}
	keys, err := streebog.KDFTree(key, []byte("kdf tree"), ukm[c.blockSize/2:], 1, 2*KeySize)
	if err != nil {
		return nil, nil, fmt.Errorf("gost3413: %w", err)
	}
	encryption, err := c.ContentStream(keys[:KeySize], ukm)
	if err != nil {
		return nil, nil, err
	}
	code, err := c.code(keys[KeySize:], content)
	if err != nil {
		return nil, nil, err
	}
	return encryption, code, nil
}

// code is the message authentication code of a whole block over the parts.
func (c Cipher) code(key []byte, parts ...[]byte) ([]byte, error) {
	b, err := c.newBlock(key)
	if err != nil {
		return nil, fmt.Errorf("gost3413: %w", err)
	}
	m, err := NewMAC(b, c.blockSize)
	if err != nil {
		return nil, err
	}
	for _, p := range parts {
		m.Write(p)
	}
	return m.Sum(nil), nil
}

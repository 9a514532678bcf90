// Package gost3413 implements the modes of operation of ГОСТ 34.13-2018 (before it ГОСТ Р 34.13-2015) that files and
// messages use, over the block ciphers of ГОСТ 34.12: the counter mode, the message authentication code (имитовставка,
// OMAC, known elsewhere as CMAC), the counter mode with changes of key CTR-ACPKM (Р 1323565.1.017-2018 and [RFC 8645]),
// the key export KExp15 (Р 1323565.1.017-2018, [RFC 9189]) and, built of these, the encryption of content of PKCS#8,
// PKCS#12 ([RFC 9337]) and CMS (Р 1323565.1.025-2019).
//
// The modes take any block cipher of 64 or 128 bits; [Magma] and [Kuznyechik] name the two of the standard together with
// the numbers that go with each. The timing of an operation is that of the block cipher.
//
// [RFC 8645]: https://www.rfc-editor.org/rfc/rfc8645
// [RFC 9189]: https://www.rfc-editor.org/rfc/rfc9189
// [RFC 9337]: https://www.rfc-editor.org/rfc/rfc9337
package gost3413

import (
	"crypto/cipher"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/gost/kuznyechik"
	"github.com/klaster-platform/klaster/gost/magma"
)

// KeySize is the length in bytes of a key of either cipher.
const KeySize = 32

// ErrAuthentication is returned when a code does not match: the key is the wrong one or the text has been changed.
// Nothing of the text is returned with it.
var ErrAuthentication = errors.New("gost3413: message authentication failed")

// Cipher is a block cipher of ГОСТ 34.12 with the numbers that the standards of files and messages fix for it.
type Cipher struct {
	newBlock  func(key []byte) (cipher.Block, error)
	blockSize int
	section   int
}

// Magma is the cipher with blocks of 64 bits; content changes its key after 8 KiB.
func Magma() Cipher { return Cipher{magma.NewCipher, magma.BlockSize, 8 << 10} }

// Kuznyechik is the cipher with blocks of 128 bits; content changes its key after 256 KiB.
func Kuznyechik() Cipher { return Cipher{kuznyechik.NewCipher, kuznyechik.BlockSize, 256 << 10} }

// BlockSize returns the length of a block in bytes, 8 or 16. It is also the length of the code of content and of
// exported keys.
func (c Cipher) BlockSize() int { return c.blockSize }

// NewBlock returns the block cipher with a key of 32 bytes.
func (c Cipher) NewBlock(key []byte) (cipher.Block, error) { return c.newBlock(key) }

// NewCTR returns the counter mode of ГОСТ Р 34.13-2015, clause 5.2, for either direction. The initialising value is half a
// block and must never be used twice with a key; the counter is the other half.
func NewCTR(b cipher.Block, iv []byte) (cipher.Stream, error) {
	if len(iv) != b.BlockSize()/2 {
		return nil, fmt.Errorf("gost3413: initialising value of %d bytes, want %d", len(iv), b.BlockSize()/2)
	}
	counter := make([]byte, b.BlockSize())
	copy(counter, iv)
	return cipher.NewCTR(b, counter), nil
}

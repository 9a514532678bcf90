package gost3413

import (
	"crypto/subtle"
	"fmt"
)

// ExportKey is KExp15 of Р 1323565.1.017-2018, described in RFC 9189, section 8.2.1: the code of the initialising value
// and the key, made with macKey, follows the key, and both are encrypted in the counter mode with encryptionKey. The
// initialising value is half a block and must never be used twice with the pair of keys.
func (c Cipher) ExportKey(macKey, encryptionKey, iv, key []byte) ([]byte, error) {
	code, err := c.code(macKey, iv, key)
	if err != nil {
		return nil, err
	}
	exported := make([]byte, len(key)+len(code))
	copy(exported[copy(exported, key):], code)
	if err := c.counter(encryptionKey, iv, exported); err != nil {
		return nil, err
	}
	return exported, nil
}

// ImportKey is KImp15: it returns the key that [Cipher.ExportKey] has exported, or [ErrAuthentication].
func (c Cipher) ImportKey(macKey, encryptionKey, iv, exported []byte) ([]byte, error) {
	if len(exported) < c.blockSize {
		return nil, fmt.Errorf("gost3413: exported key of %d bytes with a code of %d", len(exported), c.blockSize)
	}
	imported := append([]byte(nil), exported...)
	if err := c.counter(encryptionKey, iv, imported); err != nil {
		return nil, err
	}
	key, code := imported[:len(imported)-c.blockSize], imported[len(imported)-c.blockSize:]
	want, err := c.code(macKey, iv, key)
	if err != nil {
		return nil, err
	}
	if subtle.ConstantTimeCompare(code, want) != 1 {
		return nil, ErrAuthentication
	}
	return key, nil
}

// counter encrypts or decrypts text in place.
func (c Cipher) counter(key, iv, text []byte) error {
	b, err := c.newBlock(key)
	if err != nil {
		return fmt.Errorf("gost3413: %w", err)
	}
	s, err := NewCTR(b, iv)
	if err != nil {
		return err
	}
	s.XORKeyStream(text, text)
	return nil
}

package account

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// sealer hides what the program must read again and a copy of the database alone must not tell: AES-256-GCM with a key
// derived from the installation's (RFC 5869).
type sealer struct{ aead cipher.AEAD }

func newSealer(key []byte, purpose string) (sealer, error) {
	derived, err := hkdf.Key(sha256.New, key, nil, purpose, 32)
	if err != nil {
		return sealer{}, fmt.Errorf("derive the key of %s: %w", purpose, err)
	}
	block, err := aes.NewCipher(derived)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCM(block)
	return sealer{aead}, err
}

// seal hides plain. What is sealed for one owner opens for no other.
func (s sealer) seal(plain []byte, owner string) string {
	nonce := make([]byte, s.aead.NonceSize())
	_, _ = rand.Read(nonce)
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nonce, nonce, plain, []byte(owner)))
}

// ErrSealed says that what was sealed does not open.
var ErrSealed = errors.New("account: what was sealed does not open: another key file or a changed row")

func (s sealer) open(sealed, owner string) ([]byte, error) {
	b, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil || len(b) < s.aead.NonceSize() {
		return nil, ErrSealed
	}
	nonce, text := b[:s.aead.NonceSize()], b[s.aead.NonceSize():]
	plain, err := s.aead.Open(nil, nonce, text, []byte(owner))
	if err != nil {
		return nil, ErrSealed
	}
	return plain, nil
}

// Package id makes the names of records and the secrets that people carry.
package id

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"github.com/google/uuid"
)

// New returns a UUIDv7 (RFC 9562 §5.7) as text: unique without a database, and in the order of creation, so that an
// index grows at its end. It is a name, not a secret.
func New() string { return uuid.Must(uuid.NewV7()).String() }

// Valid reports whether s has the form of an id. Handlers ask before they look a record up.
func Valid(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}

// Secret is a token of 256 random bits that opens something to whoever holds it: a session, a link in a letter. Only
// its [Secret.Hash] is stored.
type Secret string

// NewSecret returns a fresh secret in base64url without padding, 43 characters.
func NewSecret() Secret {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: crypto/rand ends the program instead
	return Secret(base64.RawURLEncoding.EncodeToString(b))
}

// Hash returns the SHA-256 of the secret in base64url. A secret of 256 random bits needs no slow hash, and a look-up by
// the hash leaks no prefix of the secret.
func (s Secret) Hash() string {
	sum := sha256.Sum256([]byte(s))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

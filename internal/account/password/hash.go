// Package password hashes passwords with argon2id and decides which are too easy to guess.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// Cost is what computing one hash takes. It is written into each hash, so it can grow without making old ones useless.
type Cost struct {
	Memory uint32 // KiB
	Passes uint32
	Lanes  uint8
}

// Standard is the cost for real passwords (OWASP Password Storage Cheat Sheet: 19 MiB, two passes, one lane).
var Standard = Cost{Memory: 19 << 10, Passes: 2, Lanes: 1}

const (
	saltLen = 16
	keyLen  = 32
)

// Hasher computes hashes, at most one a processor at a time: each takes 19 MiB and a core, and a flood of sign-ins must
// not take the whole machine.
type Hasher struct {
	cost  Cost
	slots chan struct{}
	dummy string
	done  atomic.Int64 // hashes computed, for the tests of even work
}

// NewHasher returns a hasher of a cost. It has one hash of no password, against which unknown accounts are checked.
func NewHasher(c Cost) *Hasher {
	h := &Hasher{cost: c, slots: make(chan struct{}, runtime.NumCPU())}
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt)
	h.dummy = encode(c, salt, make([]byte, keyLen)) // no password has this key: finding one is a preimage
	return h
}

// Hash returns the PHC string of the password: $argon2id$v=19$m=…,t=…,p=…$salt$key. It waits for a free processor until
// ctx ends.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt)
	if err := h.enter(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	return encode(h.cost, salt, derive(password, salt, h.cost)), nil
}

// Verify reports whether the password has this hash. An empty hash, which is that of an unknown account, costs the same
// and is never right.
func (h *Hasher) Verify(ctx context.Context, password, hash string) (bool, error) {
	if hash == "" {
		hash = h.dummy
	}
	p, err := decode(hash)
	if err != nil {
		return false, err
	}
	if err := h.enter(ctx); err != nil {
		return false, err
	}
	defer h.leave()
	key := derive(password, p.salt, p.Cost)
	return subtle.ConstantTimeCompare(key, p.key) == 1, nil
}

func (h *Hasher) enter(ctx context.Context) error {
	select {
	case h.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for a processor to hash a password: %w", ctx.Err())
	}
}

func (h *Hasher) leave() {
	h.done.Add(1)
	<-h.slots
}

// Done returns how many hashes have been computed.
func (h *Hasher) Done() int64 { return h.done.Load() }

// derive hashes the NFC form: the same password typed on another system may come in another form (RFC 8265 §4.2.2).
func derive(password string, salt []byte, c Cost) []byte {
	return argon2.IDKey(norm.NFC.Bytes([]byte(password)), salt, c.Passes, c.Memory, c.Lanes, keyLen)
}

var b64 = base64.RawStdEncoding

func encode(c Cost, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes, c.Lanes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

type parameters struct {
	Cost
	salt, key []byte
}

var errHash = errors.New("password: the stored hash cannot be read")

func decode(s string) (p parameters, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, errHash
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.Memory, &p.Passes, &p.Lanes); err != nil {
		return p, errHash
	}
	if p.Memory > 1<<20 || p.Passes > 16 || p.Passes == 0 || p.Lanes == 0 {
		return p, errHash
	}
	if p.salt, err = b64.DecodeString(parts[4]); err != nil {
		return p, errHash
	}
	if p.key, err = b64.DecodeString(parts[5]); err != nil || len(p.key) != keyLen {
		return p, errHash
	}
	return p, nil
}

package cms

import (
	"bytes"
	"sync"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
)

const (
	// maxNamesakes is how many certificates with the signer's serial number or key identifier are looked at, of the message and of
	// others each. Honest messages have one.
	maxNamesakes = 4
	// maxFoldedName is the length in bytes of the longest name that is compared as text; longer ones must be the same bytes. Real
	// names have some hundred bytes, and folding is slow.
	maxFoldedName = 4096
	// maxOldReference is the length in bytes of the longest certificate that is known by its ГОСТ Р 34.11-94, which is slow: of a
	// message full of long certificates, each named so, it would take seconds.
	maxOldReference = 8 << 10
)

// sumCache remembers hash codes of parts of a message, so that many signers who name one long certificate do not have it hashed
// again and again. Parts are known by their first byte in memory.
type sumCache struct {
	mu    sync.Mutex
	known map[sumKey][]byte
}

type sumKey struct {
	first  *byte
	digest algorithm.Digest
}

// sum returns the hash code of a part, which is not empty.
func (c *sumCache) sum(d algorithm.Digest, part []byte) []byte {
	return c.of(d, part, func() []byte { return d.Append(nil, part) })
}

// of is sum for a hash code that takes more than the part, which names it.
func (c *sumCache) of(d algorithm.Digest, part []byte, hash func() []byte) []byte {
	key := sumKey{&part[0], d}
	c.mu.Lock()
	sum, ok := c.known[key]
	c.mu.Unlock()
	if ok {
		return sum
	}
	sum = hash()
	c.mu.Lock()
	if c.known == nil {
		c.known = make(map[sumKey][]byte)
	}
	c.known[key] = sum
	c.mu.Unlock()
	return sum
}

// sameName is cert.Name.Equal within a bounded time.
func sameName(a, b cert.Name) bool {
	if len(a.Raw) > maxFoldedName || len(b.Raw) > maxFoldedName {
		return bytes.Equal(a.Raw, b.Raw)
	}
	return a.Equal(b)
}

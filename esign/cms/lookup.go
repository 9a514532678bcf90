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
	key := sumKey{&part[0], d}
	c.mu.Lock()
	sum, ok := c.known[key]
	c.mu.Unlock()
	if ok {
		return sum
	}
	sum = d.Append(nil, part)
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

package algorithm

import (
	"sync"

	"github.com/klaster-platform/klaster/gost/gost3410"
)

// tableAfter is the use of a key from which on it gets a table: a table costs about ten verifications and saves two thirds of
// each that follows, so keys that are met once or twice get none.
const tableAfter = 3

// Tables keeps for keys of ГОСТ Р 34.10 that verify often, those of certification authorities above all, the tables of
// [gost3410.Verifier]. A nil *Tables keeps nothing. It may be used by several goroutines at once.
type Tables struct {
	mu   sync.Mutex
	max  int
	tick uint64
	keys map[string]*tableEntry
}

type tableEntry struct {
	uses     int
	last     uint64
	verifier *gost3410.Verifier
}

// NewTables makes room for the tables of max keys, of some 53 kB each on curves of 256 bits and 211 kB on those of 512. Of the keys
// without a table yet, and where all have one of all, the one that was used longest ago makes place for a new key: strangers
// who come once do not push out authorities.
func NewTables(maxKeys int) *Tables {
	return &Tables{max: max(1, maxKeys), keys: make(map[string]*tableEntry)}
}

// Verify is [PublicKey.Verify] with the table of the key if there is one.
func (t *Tables) Verify(k *PublicKey, s Scheme, message, signature []byte) error {
	if t == nil || k.gost == nil || s.Key != k.kind {
		return k.Verify(s, message, signature)
	}
	var room [MaxDigestSize]byte
	return t.verifyGOST(k, s, s.Digest.Append(room[:0], message), signature)
}

// VerifyDigest is [PublicKey.VerifyDigest] with the table of the key if there is one.
func (t *Tables) VerifyDigest(k *PublicKey, s Scheme, digest, signature []byte) error {
	if t == nil || k.gost == nil {
		return k.VerifyDigest(s, digest, signature)
	}
	return t.verifyGOST(k, s, digest, signature)
}

func (t *Tables) verifyGOST(k *PublicKey, s Scheme, digest, signature []byte) error {
	if err := k.fits(s, digest); err != nil {
		return err
	}
	verifier := t.use(k)
	if verifier == nil {
		return k.verifyGOST(s, digest, signature)
	}
	if !verifier.Verify(digest, signature) {
		return ErrSignature
	}
	return nil
}

// use counts a use of the key and returns its table, nil as long as it has none. The table is computed outside the lock; if
// two goroutines do so at once, one of the two equal tables is kept.
func (t *Tables) use(k *PublicKey) *gost3410.Verifier {
	t.mu.Lock()
	entry := t.keys[string(k.raw)]
	if entry == nil {
		if len(t.keys) >= t.max {
			t.evict()
		}
		entry = &tableEntry{}
		t.keys[string(k.raw)] = entry
	}
	t.tick++
	entry.last = t.tick
	entry.uses++
	verifier, wanted := entry.verifier, entry.uses >= tableAfter
	t.mu.Unlock()
	if verifier != nil || !wanted {
		return verifier
	}
	verifier = gost3410.NewVerifier(k.gost)
	t.mu.Lock()
	entry.verifier = verifier
	t.mu.Unlock()
	return verifier
}

// evict removes a key as NewTables says. Caches are small, so it looks at all.
func (t *Tables) evict() {
	var oldest string
	var worst *tableEntry
	for raw, entry := range t.keys {
		if worst == nil || entry.before(worst) {
			oldest, worst = raw, entry
		}
	}
	delete(t.keys, oldest)
}

// before reports whether an entry goes earlier than another.
func (e *tableEntry) before(other *tableEntry) bool {
	if (e.verifier == nil) != (other.verifier == nil) {
		return e.verifier == nil
	}
	return e.last < other.last
}

// Len returns how many keys have a table.
func (t *Tables) Len() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := 0
	for _, entry := range t.keys {
		if entry.verifier != nil {
			n++
		}
	}
	return n
}

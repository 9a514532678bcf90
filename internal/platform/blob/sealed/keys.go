package sealed

import (
	"bytes"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	masterSize = 32
	idSize     = 8

	// maxKeys bounds a key file; a yearly rotation fills it in 64 years.
	maxKeys = 64
)

// Keys is a ring of master keys. The first seals, all of them open. A nil *Keys is not usable.
type Keys struct {
	ring []masterKey
}

type masterKey struct {
	secret []byte
	name   []byte
	id     [idSize]byte
}

// NewKeys makes a ring of one fresh random key. Whoever wants to read the files again keeps it with [Keys.Encode].
func NewKeys() (*Keys, error) {
	secret := make([]byte, masterSize)
	rand.Read(secret)
	return newRing([][]byte{secret})
}

// newRing derives what each master key of 32 bytes needs besides itself. The order is kept: the first one seals.
func newRing(secrets [][]byte) (*Keys, error) {
	if len(secrets) == 0 {
		return nil, errors.New("no key in it")
	}
	if len(secrets) > maxKeys {
		return nil, fmt.Errorf("%d keys in it, at most %d", len(secrets), maxKeys)
	}
	keys := &Keys{}
	for _, secret := range secrets {
		key, err := newMasterKey(secret)
		if err != nil {
			return nil, err
		}
		if _, twice := keys.find(key.id); twice {
			return nil, fmt.Errorf("the key %x is in it twice", key.id)
		}
		keys.ring = append(keys.ring, key)
	}
	return keys, nil
}

func newMasterKey(secret []byte) (masterKey, error) {
	if len(secret) != masterSize {
		return masterKey{}, fmt.Errorf("a key of %d bytes, want %d", len(secret), masterSize)
	}
	id, err := hkdf.Key(sha256.New, secret, nil, "klaster-sealed/1 key id", idSize)
	if err != nil {
		return masterKey{}, fmt.Errorf("derive the key id: %w", err)
	}
	name, err := hkdf.Key(sha256.New, secret, nil, "klaster-sealed/1 name", sha256.Size)
	if err != nil {
		return masterKey{}, fmt.Errorf("derive the name key: %w", err)
	}
	return masterKey{secret: bytes.Clone(secret), name: name, id: [idSize]byte(id)}, nil
}

func (k *Keys) find(id [idSize]byte) (masterKey, bool) {
	for _, key := range k.ring {
		if key.id == id {
			return key, true
		}
	}
	return masterKey{}, false
}

// ID names the key that seals, in 16 hexadecimal digits. It is derived one way and may be logged and shown.
func (k *Keys) ID() string {
	return hex.EncodeToString(k.ring[0].id[:])
}

// Has reports whether the ring holds the key with this [Keys.ID].
func (k *Keys) Has(id string) bool {
	raw, err := hex.DecodeString(id)
	if err != nil || len(raw) != idSize {
		return false
	}
	_, ok := k.find([idSize]byte(raw))
	return ok
}

// Names gives the names under which content with this digest may be stored, 64 hexadecimal digits each: one for every
// key, in the order of the ring. New content takes the first. The package documentation says why a name is keyed.
func (k *Keys) Names(d Digest) []string {
	names := make([]string, len(k.ring))
	for i, key := range k.ring {
		mac := hmac.New(sha256.New, key.name)
		mac.Write(d.SHA256[:])
		mac.Write(binary.BigEndian.AppendUint64(nil, uint64(d.Size)))
		names[i] = hex.EncodeToString(mac.Sum(nil))
	}
	return names
}

// String names the keys without showing them.
func (k *Keys) String() string {
	ids := make([]string, len(k.ring))
	for i, key := range k.ring {
		ids[i] = hex.EncodeToString(key.id[:])
	}
	return "sealed.Keys(" + strings.Join(ids, ", ") + ")"
}

// Format implements [fmt.Formatter] for every verb, so that a ring printed by mistake gives nothing away.
func (k *Keys) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, k.String()) }

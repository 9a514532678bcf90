package streebog

import (
	"crypto/pbkdf2"
	"encoding/binary"
	"errors"
	"fmt"
)

// mac is HMAC of RFC 2104 with the key absorbed on both sides, so that each message costs two blocks less.
type mac struct {
	inner, outer Digest
}

// newMAC absorbs key into two copies of start, the empty message of either size.
func newMAC(start Digest, key []byte) mac {
	if len(key) > BlockSize {
		d := start
		d.write(key)
		key = d.Sum(nil)
	}
	var pad [BlockSize]byte
	copy(pad[:], key)
	for i := range pad {
		pad[i] ^= 0x36
	}
	m := mac{start, start}
	m.inner.write(pad[:])
	for i := range pad {
		pad[i] ^= 0x36 ^ 0x5c
	}
	m.outer.write(pad[:])
	return m
}

// appendSum appends the code of the message made of parts to b.
func (m *mac) appendSum(b []byte, parts ...[]byte) []byte {
	inner, outer := m.inner, m.outer
	for _, p := range parts {
		inner.write(p)
	}
	var code [Size512]byte
	inner.finish(&code)
	outer.write(code[Size512-inner.Size():])
	outer.finish(&code)
	return append(b, code[Size512-outer.Size():]...)
}

// KDF is KDF_GOSTR3411_2012_256 of RFC 7836, section 4.5: it derives a key of 256 bits from key. The protocol that uses
// it fixes label and the lengths of label and seed.
func KDF(key, label, seed []byte) (derived [Size256]byte) {
	m := newMAC(Start256(), key)
	m.appendSum(derived[:0], []byte{1}, label, []byte{0}, seed, []byte{1, 0})
	return derived
}

// KDFTree is KDF_TREE_GOSTR3411_2012_256 of RFC 7836, section 4.4: it derives size bytes from key with a counter of r
// bytes, r from 1 to 4. Size is at least 1 and at most 32·(2^(8r)−1). The result is also bound to size: a shorter one is
// not the beginning of a longer one.
func KDFTree(key, label, seed []byte, r, size int) ([]byte, error) {
	if r < 1 || r > 4 {
		return nil, fmt.Errorf("streebog: key tree with a counter of %d bytes, want 1 to 4", r)
	}
	if size < 1 || uint64(size) > Size256*(1<<(8*r)-1) {
		return nil, fmt.Errorf("streebog: key tree of %d bytes with a counter of %d bytes", size, r)
	}
	var length [8]byte
	binary.BigEndian.PutUint64(length[:], 8*uint64(size))
	significant := length[:]
	for significant[0] == 0 {
		significant = significant[1:]
	}

	m := newMAC(Start256(), key)
	derived := make([]byte, 0, size+Size256)
	for i := uint32(1); len(derived) < size; i++ {
		var counter [4]byte
		binary.BigEndian.PutUint32(counter[:], i)
		derived = m.appendSum(derived, counter[4-r:], label, []byte{0}, seed, significant)
	}
	return derived[:size], nil
}

// ErrPBKDF2 is returned for fewer than one iteration and for a key shorter than one byte or longer than RFC 8018 allows.
var ErrPBKDF2 = errors.New("streebog: PBKDF2 with no iterations or an impossible length of key")

// PBKDF2 is the function of RFC 8018 over HMAC_GOSTR3411_2012_512, as RFC 9337, section 4, uses it: it derives size
// bytes from password and salt with the given number of iterations.
//
// An iteration costs a few microseconds for each 64 bytes of size; a caller who takes the number from outside bytes
// limits it first. The generic function is as fast here as one of our own: crypto/hmac saves the states after both pads
// by [Digest.AppendBinary], and what remains is eight blocks in either.
func PBKDF2(password, salt []byte, iterations, size int) ([]byte, error) {
	if iterations < 1 || size < 1 || uint64(size) > Size512*(1<<32-1) {
		return nil, ErrPBKDF2
	}
	key, err := pbkdf2.Key(New512, string(password), salt, iterations, size)
	if err != nil {
		return nil, fmt.Errorf("streebog: %w", err)
	}
	return key, nil
}

package evidence

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// Kind says what happened, in words with points between them: "application.sent". It stands in the public log.
type Kind string

// Salt hides the payload of a leaf: whoever does not have it cannot try guesses.
type Salt [32]byte

// Commitment is what the log shows of a payload.
type Commitment [sha256.Size]byte

// leafLabel keeps commitments apart from every other use of SHA-256.
const leafLabel = "klaster-leaf/1\x00"

// Commit computes the commitment of a payload; see the package comment for its form and the reasons.
func Commit(kind Kind, salt Salt, payload []byte) Commitment {
	h := sha256.New()
	h.Write([]byte(leafLabel))
	h.Write(salt[:])
	h.Write(binary.BigEndian.AppendUint16(nil, uint16(len(kind)))) //nolint:gosec // kinds are checked to be short
	h.Write([]byte(kind))
	h.Write(payload)
	return Commitment(h.Sum(nil))
}

func newSalt() (s Salt) {
	_, _ = rand.Read(s[:]) // never fails: crypto/rand ends the program instead
	return s
}

// Leaf is what the log will have of a transaction.
type Leaf struct {
	ID         string
	Kind       Kind
	Subject    string // id of the organisation or person; it is not in the log
	Commitment Commitment
	Number     int64 // in the log, from 1 on; 0 until it is there
	Created    time.Time
}

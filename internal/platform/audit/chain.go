package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"time"
)

// Mark is a place in the chain: the number of an entry and its hash, in hexadecimal. The zero value is the place before
// the first entry. A mark that is kept outside the database protects everything up to it.
type Mark struct {
	Seq  int64
	Hash string
}

// Line is an entry as it stands in the journal. Seq is 0 and Hash empty until the sequencer has come by.
type Line struct {
	Entry
	ID   string
	At   time.Time
	Seq  int64
	Hash string
}

// format names the form of the hash.
const format = "klaster-audit/1"

// after returns the mark of the line that follows prev, whatever number and hash the line says it has.
func (l Line) after(prev Mark) (Mark, error) {
	before, err := hex.DecodeString(prev.Hash)
	if err != nil {
		return Mark{}, fmt.Errorf("the hash of entry %d cannot be read: %w", prev.Seq, err)
	}
	seq := prev.Seq + 1
	h := sha256.New()
	for _, part := range [][]byte{
		[]byte(format), before, number(seq), number(l.At.UnixMicro()), []byte(l.ID), []byte(l.Actor), []byte(l.Action),
		[]byte(l.Subject), []byte(l.Request), []byte(l.Address), []byte(l.Detail),
	} {
		_, _ = h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(part)))) //nolint:gosec // a field has 256 bytes at most
		_, _ = h.Write(part)
	}
	return Mark{seq, hex.EncodeToString(h.Sum(nil))}, nil
}

func number(n int64) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n)) //nolint:gosec // two's complement is what is meant
}

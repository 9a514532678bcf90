package signer

import "encoding/binary"

// Limits of one request.
const (
	// MaxFrame is the length in bytes of the longest request. Documents are not in it: they are read in pieces.
	MaxFrame  = 128 << 20
	maxFields = 8
)

// Pack writes fields one after another, each behind its length in four octets, the least significant first.
func Pack(fields ...[]byte) []byte {
	n := 0
	for _, f := range fields {
		n += 4 + len(f)
	}
	out := make([]byte, 0, n)
	for _, f := range fields {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(f)))
		out = append(out, f...)
	}
	return out
}

// Unpack reads the fields of a request, which point into it. A request that is no sequence of whole fields, or of too many, is
// not ok.
func Unpack(frame []byte) (fields [][]byte, ok bool) {
	if len(frame) > MaxFrame {
		return nil, false
	}
	for len(frame) > 0 {
		if len(frame) < 4 || len(fields) == maxFields {
			return nil, false
		}
		n := binary.LittleEndian.Uint32(frame)
		frame = frame[4:]
		if uint64(n) > uint64(len(frame)) {
			return nil, false
		}
		fields = append(fields, frame[:n:n])
		frame = frame[n:]
	}
	return fields, true
}

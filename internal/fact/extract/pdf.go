package extract

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
)

// MaxPDF is the greatest length of a PDF document in octets.
const MaxPDF = 10 << 20

// ErrNoSeal says that a PDF document has no signature over all of it.
var ErrNoSeal = errors.New("no signature over the whole of a PDF document")

// Seal is a signature that stands inside of a PDF document (ISO 32000-1, 12.8): the message, and what it was made over.
type Seal struct {
	Message []byte // CMS
	Signed  []byte // the document without the place of the message
}

// SealOf finds the last signature of a PDF document that covers everything but itself. No text of the document is read: what a PDF
// shows is decided by far more than one can judge here.
//
// The dictionary of a signature is looked for by its ByteRange, as text: in a signed document it stands uncompressed, since the signer had to
// write into it. A ByteRange that leaves out anything but the hexadecimal string of its own message is refused, for what is left out could be
// anything.
func SealOf(document []byte) (Seal, error) {
	if len(document) > MaxPDF {
		return Seal{}, fmt.Errorf("%w: %d octets", ErrLimit, len(document))
	}
	if !bytes.HasPrefix(document, []byte("%PDF-")) {
		return Seal{}, fmt.Errorf("%w: it does not begin as PDF", ErrNoSeal)
	}
	at := bytes.LastIndex(document, []byte("/ByteRange"))
	if at < 0 {
		return Seal{}, fmt.Errorf("%w: it has none", ErrNoSeal)
	}
	r, err := byteRange(document[at+len("/ByteRange"):])
	if err != nil {
		return Seal{}, err
	}
	first, second, rest := r[1], r[2], r[3]
	switch {
	case r[0] != 0, first >= second, second+rest != len(document), at < 0 || at > first && at < second:
		return Seal{}, fmt.Errorf("%w: the signature does not cover the document", ErrNoSeal)
	case document[first] != '<' || document[second-1] != '>':
		return Seal{}, fmt.Errorf("%w: more than the message is left out", ErrNoSeal)
	}
	digits := bytes.Trim(document[first+1:second-1], " \r\n\t")
	message := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(message, digits); err != nil {
		return Seal{}, fmt.Errorf("%w: the message: %w", ErrNoSeal, err)
	}
	if message, err = trimmed(message); err != nil {
		return Seal{}, err
	}
	return Seal{Message: message, Signed: append(bytes.Clone(document[:first]), document[second:]...)}, nil
}

// byteRange reads four numbers in square brackets.
func byteRange(src []byte) (r [4]int, err error) {
	src = bytes.TrimLeft(src, " \r\n\t")
	end := bytes.IndexByte(src[:min(len(src), 200)], ']')
	if end < 0 || src[0] != '[' {
		return r, fmt.Errorf("%w: its ByteRange", ErrNoSeal)
	}
	fields := bytes.Fields(src[1:end])
	if len(fields) != len(r) {
		return r, fmt.Errorf("%w: its ByteRange", ErrNoSeal)
	}
	for i, f := range fields {
		n, err := strconv.Atoi(string(f))
		if err != nil || n < 0 || n > MaxPDF {
			return r, fmt.Errorf("%w: its ByteRange", ErrNoSeal)
		}
		r[i] = n
	}
	return r, nil
}

// trimmed takes off the zeros with which the place of a message is filled up, by the length that its first octets tell. Anything but
// zeros there would be covered by nothing.
func trimmed(message []byte) ([]byte, error) {
	if len(message) < 2 || message[0] != 0x30 {
		return nil, fmt.Errorf("%w: the message is no CMS", ErrNoSeal)
	}
	head, length := 2, int(message[1])
	if n := length - 0x80; n > 0 {
		if n > 4 || len(message) < 2+n {
			return nil, fmt.Errorf("%w: the message is no CMS", ErrNoSeal)
		}
		head, length = 2+n, 0
		for _, b := range message[2 : 2+n] {
			length = length<<8 | int(b)
		}
	} else if n == 0 {
		return nil, fmt.Errorf("%w: the message has no definite length", ErrNoSeal)
	}
	if length > len(message)-head || len(bytes.Trim(message[head+length:], "\x00")) > 0 {
		return nil, fmt.Errorf("%w: the length of the message", ErrNoSeal)
	}
	return message[:head+length], nil
}

package cli

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cms"
)

// maxAttached is the length in bytes of the longest document that is put into a message: the message must be readable.
const maxAttached = cms.MaxSize - 8<<20

var errChanged = errors.New("the document changed while it was signed: try again")

// signAttached makes a message with the document in it. A file is read twice and never stands in memory: once it is hashed,
// once it is copied into its place.
func signAttached(out io.Writer, document *os.File, s cms.Signature) error {
	info, err := document.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return signStream(out, document, s)
	}
	if info.Size() > maxAttached {
		return tooLong()
	}
	first, second := sha256.New(), sha256.New()
	message, err := cms.SignDetached(bufio.NewReaderSize(io.TeeReader(document, first), 1<<20), s)
	if err != nil {
		return err
	}
	if _, err := document.Seek(0, io.SeekStart); err != nil {
		return err
	}
	head, tail, err := around(message, uint64(info.Size()))
	if err != nil {
		return err
	}
	copied, err := io.Copy(out, io.MultiReader(bytes.NewReader(head), io.TeeReader(document, second), bytes.NewReader(tail)))
	switch {
	case err != nil:
		return err
	case copied != int64(len(head)+len(tail))+info.Size(), !bytes.Equal(first.Sum(nil), second.Sum(nil)):
		return errChanged
	}
	return nil
}

// signStream signs what can be read only once.
func signStream(out io.Writer, document io.Reader, s cms.Signature) error {
	content, err := io.ReadAll(io.LimitReader(document, maxAttached+1))
	if err != nil {
		return err
	}
	if len(content) > maxAttached {
		return tooLong()
	}
	message, err := cms.Sign(content, s)
	return written(out, message, err)
}

func tooLong() error {
	return unusable(fmt.Errorf("the document is longer than %d bytes: sign it with --detached", maxAttached))
}

// around returns what stands before and after a content of a size when it is put into a message in DER without content (RFC
// 5652, sections 5.1 and 5.2). What is signed stays as it is: it has the content by its hash code alone.
func around(message []byte, size uint64) (head, tail []byte, err error) {
	malformed := fmt.Errorf("a message of our own: %w", cms.ErrMalformed)
	whole := cryptobyte.String(message)
	var info, explicit, signed, version, digests, encapsulated, contentType cryptobyte.String
	var signedType cryptobyte.String
	if !whole.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1Element(&signedType, asn1.OBJECT_IDENTIFIER) ||
		!info.ReadASN1(&explicit, explicit0) || !explicit.ReadASN1(&signed, asn1.SEQUENCE) {
		return nil, nil, malformed
	}
	if !signed.ReadASN1Element(&version, asn1.INTEGER) || !signed.ReadASN1Element(&digests, asn1.SET) ||
		!signed.ReadASN1(&encapsulated, asn1.SEQUENCE) || !encapsulated.ReadASN1Element(&contentType, asn1.OBJECT_IDENTIFIER) ||
		!encapsulated.Empty() {
		return nil, nil, malformed
	}
	tail = signed
	// From the inside out, each header counts all that stands in it.
	head = header(asn1.OCTET_STRING, size)
	head = append(header(explicit0, size+uint64(len(head))), head...)
	head = append(bytes.Clone(contentType), head...)
	head = append(header(asn1.SEQUENCE, size+uint64(len(head))), head...)
	head = append(append(bytes.Clone(version), digests...), head...)
	head = append(header(asn1.SEQUENCE, size+uint64(len(head)+len(tail))), head...)
	head = append(header(explicit0, size+uint64(len(head)+len(tail))), head...)
	head = append(bytes.Clone(signedType), head...)
	head = append(header(asn1.SEQUENCE, size+uint64(len(head)+len(tail))), head...)
	return head, tail, nil
}

// explicit0 is the tag [0] of what stands in another element.
const explicit0 = asn1.Tag(0xa0)

// header writes tag and length in DER.
func header(tag asn1.Tag, length uint64) []byte {
	if length < 0x80 {
		return []byte{byte(tag), byte(length)}
	}
	var octets []byte
	for ; length > 0; length >>= 8 {
		octets = append([]byte{byte(length)}, octets...)
	}
	return append([]byte{byte(tag), 0x80 | byte(len(octets))}, octets...)
}

package signature

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/xmldsig"
)

// container is what the two kinds of messages have in common: CMS (attached or detached), and an XML document with its
// signature within.
type container struct {
	xml bool
	// signers are the certificates of the signers in their order; nil stands for one that is not at hand.
	signers []*cert.Certificate
	// stampers are those of the authorities whose time-stamps the signers have.
	stampers []*cert.Certificate
	// others are all that the message brings.
	others  []*cert.Certificate
	content []byte // nil if it is not in the message
	// foreign says that what is signed within an XML document is not the document that was to be signed.
	foreign bool
}

// isXML tells an XML document from the other messages, none of which begins so.
func isXML(message []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(message, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("<"))
}

// openMessage reads a message. document is what should have been signed; it is read of XML only, and nil when that does not matter.
func openMessage(message []byte, document io.ReadSeeker) (container, error) {
	if isXML(message) {
		return openXML(message, document)
	}
	raw, err := cms.Unarmor(message)
	if err != nil {
		return container{}, ErrNoMessage.Because(err)
	}
	signed, err := cms.Parse(raw)
	if err != nil {
		return container{}, ErrNoMessage.Because(err)
	}
	c := container{others: signed.Certificates}
	for _, signer := range signed.Signers {
		c.signers = append(c.signers, signer.Certificate(signed.Certificates...))
		c.stampers = append(c.stampers, stampers(signer)...)
	}
	if signed.Attached {
		c.content = signed.Content
	}
	return c, nil
}

// openXML sees besides that the octets that were signed are the document (rules T5 and T17): our documents are canonical, so
// whichever canonical form a program takes, it signs these very bytes.
func openXML(message []byte, document io.ReadSeeker) (container, error) {
	var covered bytes.Buffer
	found, err := xmldsig.Verify(bytes.NewReader(message), int64(len(message)), xmldsig.Options{Signed: &covered})
	if err != nil || len(found.Signatures) == 0 {
		return container{}, ErrNoMessage.Because(errors.Join(err, xmldsig.ErrNoSignature))
	}
	c := container{xml: true}
	for _, s := range found.Signatures {
		c.signers, c.others = append(c.signers, s.Signer), append(c.others, s.Certificates...)
	}
	if document == nil {
		return c, nil
	}
	wanted, err := io.ReadAll(document)
	if err != nil {
		return container{}, fmt.Errorf("read what should have been signed: %w", err)
	}
	c.foreign = !bytes.Equal(wanted, covered.Bytes())
	return c, nil
}

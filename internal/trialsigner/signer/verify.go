package signer

import (
	"errors"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
)

// MaxSigners is how many signers of a message are shown; a message with more is refused.
const MaxSigners = 50

// Signed is one signer of a message.
type Signed struct {
	Outcome Outcome
	Person
	// Claimed is the time that the signer wrote, which proves nothing (T3 of the rules of trust); zero if there is none.
	Claimed time.Time
	// Expired says that the certificate is not valid today.
	Expired bool
}

// Verify checks each signature of a message over a document. OK of a signer says that the document is the one that was signed,
// that the signature is by the key of the certificate in the message, that the message binds the two (T1 of the rules of trust),
// and that the certificate says of itself to be a trial one; it says nothing of who issued it.
func (s *Session) Verify(document io.Reader, signature []byte) ([]Signed, Outcome) {
	message, err := parse(signature)
	if err != nil || len(message.Signers) == 0 || len(message.Signers) > MaxSigners {
		return nil, NoSignature
	}
	content, err := message.Digest(document)
	if err != nil {
		return nil, Unread
	}
	list := make([]Signed, 0, len(message.Signers))
	for _, n := range message.Signers {
		list = append(list, s.judge(n, content))
	}
	return list, OK
}

func parse(signature []byte) (*cms.SignedData, error) {
	raw, err := cms.Unarmor(signature)
	if err != nil {
		return nil, err
	}
	return cms.Parse(raw)
}

func (s *Session) judge(n *cms.Signer, content *cms.Content) Signed {
	c := n.Certificate()
	checks := n.Verify(c, content, nil)
	out := Signed{Outcome: outcomeOf(checks, c)}
	if claimed, err := n.SigningTime(); err == nil {
		out.Claimed = claimed
	}
	if c != nil {
		out.Person = personOf(c)
		out.Expired = !c.ValidAt(s.now())
	}
	return out
}

// outcomeOf names the gravest thing that the checks found.
func outcomeOf(checks cms.Checks, c *cert.Certificate) Outcome {
	err := checks.Err(cms.Full)
	switch {
	case c == nil:
		return Unknown
	case checks.Get(cms.CheckContent) == cms.Fail, checks.Get(cms.CheckMessageDigest) == cms.Fail && !unsupported(err):
		return Altered
	case unsupported(err):
		return Unknown
	case checks.Get(cms.CheckSignature) == cms.Fail && checks.Get(cms.CheckSignedAttributes) != cms.OK:
		return Altered // the signature is over the document itself, so that either may have been changed
	case checks.Get(cms.CheckSignature) == cms.Fail:
		return Forged
	case err != nil:
		return Incomplete
	case c.Trial():
		return OK
	}
	return Intact
}

// unsupported tells whether a check failed for want of an algorithm.
func unsupported(err error) bool { return errors.Is(err, algorithm.ErrUnsupported) }

// first returns the first value of an attribute of the subject.
func first(c *cert.Certificate, attribute der.OID) string {
	if texts := c.Subject.Texts(attribute); len(texts) > 0 {
		return texts[0]
	}
	return ""
}

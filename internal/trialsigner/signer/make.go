package signer

import (
	"encoding/pem"
	"errors"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// MaxAttached is the length in bytes of the longest document that is put into a message: it is held in memory.
const MaxAttached = 16 << 20

// Attach makes a signature with the document in it, CAdES-BES, with the certificates that came with the key.
func (s *Session) Attach(document io.Reader) ([]byte, Outcome) {
	if outcome := s.ready(); outcome != OK {
		return nil, outcome
	}
	watched := &reader{Reader: document}
	content, err := io.ReadAll(io.LimitReader(watched, MaxAttached+1))
	if err != nil || watched.failed || len(content) > MaxAttached {
		return nil, Unread
	}
	message, err := cms.Sign(content, s.signature())
	if err != nil {
		return nil, Failed
	}
	return message, OK
}

// Make makes a key and returns its public half, SubjectPublicKeyInfo in DER, to have it certified. The key waits for its
// certificate; see [Session.Certify].
func (s *Session) Make() ([]byte, Outcome) {
	key, err := gost3410.CryptoProA().GenerateKey(s.random)
	if err != nil {
		return nil, Failed
	}
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		return nil, Failed
	}
	s.made = key
	return public.Raw(), OK
}

// Certify joins the key that was made with its certificate, given in PEM with those of the authority, and returns both as a
// file in PEM that [Session.Open] reads: a trial key is the person's to keep.
func (s *Session) Certify(certificates []byte) ([]byte, Outcome) {
	if s.made == nil {
		return nil, Unopened
	}
	info, err := encodeKey(s.made)
	if err != nil {
		return nil, Failed
	}
	file := slices.Concat(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: info}), certificates)
	clear(info)
	s.made = nil
	if _, outcome := s.Open(slices.Clone(file)); outcome != OK {
		clear(file)
		return nil, outcome
	}
	return file, OK
}

var errKey = errors.New("the public key has no algorithm")

// encodeKey writes PrivateKeyInfo (RFC 5208) with the octets of the key themselves (RFC 9548). Its algorithm is that of the
// public key.
func encodeKey(key *gost3410.PrivateKey) ([]byte, error) {
	public, err := algorithm.NewPublicKey(key.Public())
	if err != nil {
		return nil, err
	}
	raw := cryptobyte.String(public.Raw())
	var info, id cryptobyte.String
	if !raw.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1Element(&id, asn1.SEQUENCE) {
		return nil, errKey
	}
	version := der.Element(asn1.INTEGER, []byte{0})
	return der.Element(asn1.SEQUENCE, version, id, der.Element(asn1.OCTET_STRING, key.Bytes())), nil
}

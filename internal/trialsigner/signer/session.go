package signer

import (
	"errors"
	"io"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/cms"
	"github.com/klaster-platform/klaster/gost/gost3410"
)

// Session is one open page: it holds the key until it is forgotten or the page is closed.
type Session struct {
	random io.Reader
	now    func() time.Time
	pair   *pair
	made   *gost3410.PrivateKey // waits for its certificate
}

// New begins a session. Random gives the random bytes of signatures, now the time that a signature claims.
func New(random io.Reader, now func() time.Time) *Session { return &Session{random: random, now: now} }

// Person is who a certificate names, in words for a page.
type Person struct {
	// Name is the common name, or surname and given name; Organisation is empty for a person.
	Name, Organisation string
	// NotAfter is the end of the certificate.
	NotAfter time.Time
}

func personOf(c *cert.Certificate) Person {
	p := Person{Name: first(c, cert.OIDCommonName), Organisation: first(c, cert.OIDOrganization), NotAfter: c.NotAfter}
	if surname := first(c, cert.OIDSurname); surname != "" {
		p.Name = surname + " " + first(c, cert.OIDGivenName)
	}
	return p
}

// Open takes a key and its certificate out of files, in place of the key before. The files are overwritten, as the key is in one
// of them. A key whose certificate is not a trial one is refused (T16 of the rules of trust).
func (s *Session) Open(files ...[]byte) (Person, Outcome) {
	s.Forget()
	p, outcome := readPair(files...)
	if outcome != OK {
		wipe(files)
		return Person{}, outcome
	}
	raw := append([]byte(nil), p.certificate.Raw...)
	others := make([][]byte, 0, len(p.others))
	for _, c := range p.others {
		others = append(others, append([]byte(nil), c.Raw...))
	}
	wipe(files) // certificates point into them
	if p.certificate, p.others = reread(raw, others); p.certificate == nil {
		return Person{}, BadCertificate
	}
	switch {
	case !p.certificate.Trial():
		return Person{}, NotTrial
	case !p.certificate.ValidAt(s.now()):
		return Person{}, OutOfDate
	}
	s.pair = p
	return personOf(p.certificate), OK
}

func reread(raw []byte, others [][]byte) (*cert.Certificate, []*cert.Certificate) {
	c, err := cert.Parse(raw)
	if err != nil {
		return nil, nil
	}
	var list []*cert.Certificate
	for _, other := range others {
		if o, err := cert.Parse(other); err == nil {
			list = append(list, o)
		}
	}
	return c, list
}

func wipe(files [][]byte) {
	for _, f := range files {
		clear(f)
	}
}

// Forget drops the key.
func (s *Session) Forget() { s.pair = nil }

// Sign makes a detached signature, CAdES-BES, with the certificates that came with the key.
func (s *Session) Sign(document io.Reader) ([]byte, Outcome) {
	if outcome := s.ready(); outcome != OK {
		return nil, outcome
	}
	watched := &reader{Reader: document}
	message, err := cms.SignDetached(watched, s.signature())
	switch {
	case watched.failed:
		return nil, Unread
	case err != nil:
		return nil, Failed
	}
	return message, OK
}

// ready says whether there is a key that may sign now.
func (s *Session) ready() Outcome {
	switch {
	case s.pair == nil:
		return Unopened
	case !s.pair.certificate.ValidAt(s.now()):
		return OutOfDate
	}
	return OK
}

func (s *Session) signature() cms.Signature {
	return cms.Signature{Key: s.pair.key, Certificate: s.pair.certificate, Others: s.pair.others, SigningTime: s.now(), Rand: s.random}
}

// Certificate returns the certificate of the open key in DER and its serial number, nil if no key is open.
func (s *Session) Certificate() (raw []byte, serial string) {
	if s.pair == nil {
		return nil, ""
	}
	return s.pair.certificate.Raw, s.pair.certificate.SerialHex()
}

// reader remembers that the document could not be read.
type reader struct {
	io.Reader
	failed bool
}

func (r *reader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		r.failed = true
	}
	return n, err
}

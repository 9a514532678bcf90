package trialca

import (
	"bytes"
	"crypto"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
)

// Errors of the authority.
var (
	// ErrNotIssued says that a certificate is none that this authority has issued.
	ErrNotIssued = errors.New("certificate of another authority")
	// ErrHolder says that a holder has not what their role needs.
	ErrHolder = errors.New("holder without the attributes of the role")
	// ErrKey says that key and certificate of an authority do not belong together.
	ErrKey = errors.New("key of another certificate")
)

// How long certificates hold, in years of 365 days and a leap day where it falls.
const (
	rootYears    = 18
	subYears     = 15
	serviceYears = 5
	holderMonths = 15 // the law allows keys of persons for 15 months
)

// Options are where an authority takes time and randomness from, and where its certificates say that its data are.
type Options struct {
	// Now is asked for the time of issue.
	Now func() time.Time
	// Rand gives serial numbers and, with the key, nonces of signatures; nil is crypto/rand.
	Rand io.Reader
	// BaseURL is the address below which the certificates look for crl, ocsp and ca.crt; empty leaves these extensions out.
	BaseURL string
}

// Authority is a certification authority. It may be used by several goroutines at once if Options.Now may, and Rand.
type Authority struct {
	options     Options
	certificate *cert.Certificate
	signer      *algorithm.Signer

	mu     sync.Mutex
	ledger Ledger
}

// Ledger is what an authority remembers, to be kept between runs.
type Ledger struct {
	// CRLNumber is the number of the last list.
	CRLNumber int64 `json:"crl_number"`
	// Revoked are the revocations, the earliest first.
	Revoked []Revocation `json:"revoked"`
}

// Revocation is a revoked certificate.
type Revocation struct {
	Serial []byte            `json:"serial"`
	At     time.Time         `json:"at"`
	Reason revocation.Reason `json:"reason"`
}

// NewRoot makes an authority that vouches for itself. h needs a name; role and key may be any.
func NewRoot(o Options, h Holder, key crypto.Signer) (*Authority, error) {
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("trial root: %w", err)
	}
	root := &Authority{options: o, signer: signer}
	h.Role = SubAuthority
	t, err := root.template(h, signer.PublicKey(), rootYears, nil)
	if err != nil {
		return nil, fmt.Errorf("trial root: %w", err)
	}
	t.Set(cert.OIDBasicConstraints, true, BasicConstraints(true, -1))
	if root.certificate, err = root.sign(t, t.Subject); err != nil {
		return nil, fmt.Errorf("trial root: %w", err)
	}
	return root, nil
}

// Open takes up an authority from its certificate, key and ledger.
func Open(o Options, c *cert.Certificate, key crypto.Signer, l Ledger) (*Authority, error) {
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("open a trial authority: %w", err)
	}
	public, err := c.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("open a trial authority: %w", err)
	}
	same, ok := signer.PublicKey().Key().(interface{ Equal(crypto.PublicKey) bool })
	if !ok || !same.Equal(public.Key()) {
		return nil, fmt.Errorf("open a trial authority: %w", ErrKey)
	}
	if !c.Trial() || !c.IsCA {
		return nil, fmt.Errorf("open a trial authority: %s: %w", c.Subject, ErrHolder)
	}
	return &Authority{options: o, certificate: c, signer: signer, ledger: l}, nil
}

// NewSub makes an authority below this one. It may not have others below it.
func (a *Authority) NewSub(h Holder, key crypto.Signer) (*Authority, error) {
	signer, err := algorithm.NewSigner(key)
	if err != nil {
		return nil, fmt.Errorf("trial authority: %w", err)
	}
	h.Role = SubAuthority
	c, err := a.Issue(h, signer.PublicKey())
	if err != nil {
		return nil, fmt.Errorf("trial authority: %w", err)
	}
	return &Authority{options: a.options, certificate: c, signer: signer}, nil
}

// Certificate returns the certificate of the authority.
func (a *Authority) Certificate() *cert.Certificate { return a.certificate }

// Ledger returns what has to be kept.
func (a *Authority) Ledger() Ledger {
	a.mu.Lock()
	defer a.mu.Unlock()
	return Ledger{a.ledger.CRLNumber, append([]Revocation(nil), a.ledger.Revoked...)}
}

// Issue makes a certificate for a holder, valid from now.
func (a *Authority) Issue(h Holder, key *algorithm.PublicKey) (*cert.Certificate, error) {
	t, err := a.Template(h, key)
	if err != nil {
		return nil, err
	}
	return a.Sign(t)
}

// Sign makes a certificate of a template as it is. Without the trial policy it signs none.
func (a *Authority) Sign(t Template) (*cert.Certificate, error) {
	return a.sign(t, a.certificate.Subject)
}

func (a *Authority) sign(t Template, issuer cert.Name) (*cert.Certificate, error) {
	tbs, err := t.tbs(issuer, a.signer.Scheme().Identifier())
	if err != nil {
		return nil, err
	}
	raw, err := a.seal(tbs)
	if err != nil {
		return nil, err
	}
	c, err := cert.Parse(raw)
	if err != nil {
		return nil, fmt.Errorf("issue a certificate: %w", err)
	}
	if !c.Trial() {
		return nil, fmt.Errorf("issue a certificate without the trial policy: %w", ErrHolder)
	}
	return c, nil
}

// seal signs what stands before the signature in certificates, lists and answers: SEQUENCE of it, the algorithm, the value.
func (a *Authority) seal(tbs []byte) ([]byte, error) { return seal(a.signer, a.options.Rand, tbs, nil) }

func seal(signer *algorithm.Signer, rand io.Reader, tbs, rest []byte) ([]byte, error) {
	signature, err := signer.Sign(random(rand), tbs)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddBytes(tbs)
		signer.Scheme().Identifier().Add(b)
		b.AddASN1BitString(signature)
		b.AddBytes(rest)
	})
	return built(&b, "signature")
}

func random(r io.Reader) io.Reader {
	if r == nil {
		return cryptorand.Reader
	}
	return r
}

// serial draws a serial number: positive and of 16 octets, as accredited authorities have them.
func (a *Authority) serial() ([]byte, error) {
	serial := make([]byte, 16)
	if _, err := io.ReadFull(random(a.options.Rand), serial); err != nil {
		return nil, fmt.Errorf("serial number: %w", err)
	}
	serial[0] = serial[0]&0x3f | 0x40
	return serial, nil
}

// keyID is the identifier of a key: SHA-1 of its bits (RFC 5280, section 4.2.1.2).
func keyID(key *algorithm.PublicKey) []byte { return algorithm.SHA1.Append(nil, key.Bits()) }

// years is the end of a validity that begins at t.
func years(t time.Time, n int) time.Time { return t.AddDate(n, 0, 0) }

// Renamed returns the same key under another certificate of it, as after a change of name.
func (a *Authority) Renamed(c *cert.Certificate) (*Authority, error) {
	public, err := c.PublicKey()
	if err != nil {
		return nil, fmt.Errorf("rename a trial authority: %w", err)
	}
	if !bytes.Equal(public.Bits(), a.signer.PublicKey().Bits()) {
		return nil, fmt.Errorf("rename a trial authority: %w", ErrKey)
	}
	return &Authority{options: a.options, certificate: c, signer: a.signer}, nil
}

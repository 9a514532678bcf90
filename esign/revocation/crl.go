package revocation

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// MaxCRL is the length in bytes of the longest list that is read; the largest in use have some 40 MB.
const MaxCRL = 128 << 20

// ErrMalformed says that bytes are not a revocation list, an OCSP request or response. It comes wrapped, with the part that is
// wrong.
var ErrMalformed = errors.New("malformed revocation data")

// CRL is a revocation list as it was read. Its fields must not be changed; it may be used by several goroutines at once.
type CRL struct {
	Raw    []byte
	RawTBS []byte
	Issuer cert.Name
	// ThisUpdate is when it was issued; NextUpdate is zero if it does not say.
	ThisUpdate, NextUpdate time.Time
	AuthorityKeyID         []byte
	// Number is cRLNumber and BaseNumber deltaCRLIndicator, in two's complement, big-endian; they are nil where there is no
	// such extension. A list with BaseNumber is a delta.
	Number, BaseNumber []byte
	// Scope is issuingDistributionPoint, nil where there is none: the list is of everything that the issuer has issued.
	Scope *Scope
	// UnknownCritical are critical extensions of the list that we do not understand.
	UnknownCritical    []der.OID
	SignatureAlgorithm algorithm.Identifier
	Signature          []byte
	// Len is the number of entries.
	Len int

	entries  cryptobyte.String
	verified verdicts
	hash     func() [sha256.Size]byte
}

// Scope says which certificates a list is of (RFC 5280, section 5.2.5).
type Scope struct {
	Raw []byte
	// HasPoint is true if the list belongs to the distribution point Point.
	HasPoint                                   bool
	Point                                      cert.DistributionPoint
	OnlyUsers, OnlyAuthorities, OnlyAttributes bool
	OnlySomeReasons, Indirect                  bool
}

// verdicts remembers by which keys a list was verified: hashing the largest takes a third of a second.
type verdicts struct {
	mu    sync.Mutex
	byKey map[string]error
}

// ParseCRL reads a list in DER, which must be all of raw. The result points into raw, which must not be changed afterwards.
// Every entry is looked at once; none is copied.
func ParseCRL(raw []byte) (*CRL, error) {
	if len(raw) > MaxCRL {
		return nil, fmt.Errorf("revocation list of %d bytes: %w", len(raw), ErrMalformed)
	}
	seq, err := der.Whole(raw, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("revocation list: %w: %w", ErrMalformed, err)
	}
	c := &CRL{
		Raw: raw, verified: verdicts{byKey: map[string]error{}},
		hash: sync.OnceValue(func() [sha256.Size]byte { return sha256.Sum256(raw) }),
	}
	var tbs cryptobyte.String
	if !seq.ReadASN1Element(&tbs, asn1.SEQUENCE) {
		return nil, malformed("revocation list")
	}
	c.RawTBS = tbs
	if c.SignatureAlgorithm, err = algorithm.ReadIdentifier(&seq); err != nil {
		return nil, malformed("signature algorithm of the revocation list")
	}
	if !der.ReadBits(&seq, &c.Signature) || !seq.Empty() {
		return nil, malformed("signature of the revocation list")
	}
	if err := c.parseTBS(tbs); err != nil {
		return nil, fmt.Errorf("revocation list: %w", err)
	}
	return c, nil
}

func malformed(part string) error { return fmt.Errorf("%s: %w", part, ErrMalformed) }

// parseTBS reads TBSCertList.
func (c *CRL) parseTBS(element cryptobyte.String) error {
	var tbs cryptobyte.String
	version := 0
	if !element.ReadASN1(&tbs, asn1.SEQUENCE) ||
		tbs.PeekASN1Tag(asn1.INTEGER) && (!tbs.ReadASN1Integer(&version) || version != 1) {
		return malformed("version")
	}
	inner, err := algorithm.ReadIdentifier(&tbs)
	if err != nil || !inner.Equal(c.SignatureAlgorithm) {
		return malformed("signature algorithm inside")
	}
	if c.Issuer, err = cert.ReadName(&tbs); err != nil {
		return fmt.Errorf("issuer: %w: %w", ErrMalformed, err)
	}
	if !der.ReadTime(&tbs, &c.ThisUpdate) {
		return malformed("thisUpdate")
	}
	if tbs.PeekASN1Tag(asn1.UTCTime) || tbs.PeekASN1Tag(asn1.GeneralizedTime) {
		if !der.ReadTime(&tbs, &c.NextUpdate) {
			return malformed("nextUpdate")
		}
	}
	if !tbs.ReadOptionalASN1(&c.entries, nil, asn1.SEQUENCE) {
		return malformed("revokedCertificates")
	}
	if err := c.checkEntries(); err != nil {
		return err
	}
	return c.parseExtensions(tbs)
}

func (c *CRL) parseExtensions(tbs cryptobyte.String) error {
	var explicit cryptobyte.String
	var present bool
	if !tbs.ReadOptionalASN1(&explicit, &present, der.Explicit(0)) || !tbs.Empty() {
		return malformed("extensions")
	}
	if !present {
		return nil
	}
	extensions, err := cert.ReadExtensions(&explicit)
	if err != nil || !explicit.Empty() {
		return malformed("extensions")
	}
	for _, e := range extensions {
		if !c.take(e) {
			return malformed("extension " + e.ID.String())
		}
	}
	return nil
}

func (c *CRL) take(e cert.Extension) bool {
	v := cryptobyte.String(e.Value)
	switch e.ID {
	case oidCRLNumber:
		return der.ReadInteger(&v, &c.Number) && v.Empty()
	case oidDeltaCRL:
		return der.ReadInteger(&v, &c.BaseNumber) && v.Empty()
	case cert.OIDAuthorityKeyID:
		return c.takeAuthorityKeyID(v)
	case oidIssuingPoint:
		c.Scope = &Scope{Raw: e.Value}
		return c.Scope.read(v)
	case cert.OIDIssuerAltName, cert.OIDFreshestCRL:
		return true
	}
	if e.Critical {
		c.UnknownCritical = append(c.UnknownCritical, e.ID)
	}
	return true
}

func (c *CRL) takeAuthorityKeyID(v cryptobyte.String) bool {
	var seq, id cryptobyte.String
	var present bool
	if !der.Inner(v, &seq, asn1.SEQUENCE) || !seq.ReadOptionalASN1(&id, &present, der.Context(0)) {
		return false
	}
	if present {
		c.AuthorityKeyID = id
	}
	return true
}

func (s *Scope) read(v cryptobyte.String) bool {
	var seq, name, reasons cryptobyte.String
	if !der.Inner(v, &seq, asn1.SEQUENCE) || !seq.ReadOptionalASN1(&name, &s.HasPoint, der.Explicit(0)) {
		return false
	}
	if s.HasPoint && !s.Point.ReadName(name) {
		return false
	}
	flag := func(tag uint8, out *bool) bool {
		var content cryptobyte.String
		var present bool
		if !seq.ReadOptionalASN1(&content, &present, der.Context(tag)) || present && len(content) != 1 {
			return false
		}
		*out = present && content[0] != 0
		return true
	}
	return flag(1, &s.OnlyUsers) && flag(2, &s.OnlyAuthorities) &&
		seq.ReadOptionalASN1(&reasons, &s.OnlySomeReasons, der.Context(3)) &&
		flag(4, &s.Indirect) && flag(5, &s.OnlyAttributes) && seq.Empty()
}

// CheckSignature verifies the list by a key. The answer is remembered with the list. tables may be nil.
func (c *CRL) CheckSignature(key *algorithm.PublicKey, tables *algorithm.Tables) error {
	c.verified.mu.Lock()
	defer c.verified.mu.Unlock()
	if err, known := c.verified.byKey[string(key.Raw())]; known {
		return err
	}
	err := c.verify(key, tables)
	if len(c.verified.byKey) < maxVerdicts {
		c.verified.byKey[string(key.Raw())] = err
	}
	return err
}

// maxVerdicts bounds what a list remembers: it has one right key, and few that somebody tries.
const maxVerdicts = 32

func (c *CRL) verify(key *algorithm.PublicKey, tables *algorithm.Tables) error {
	scheme, err := algorithm.SchemeOf(c.SignatureAlgorithm)
	if err != nil {
		return fmt.Errorf("signature of the revocation list: %w", err)
	}
	if err := tables.Verify(key, scheme, c.RawTBS, c.Signature); err != nil {
		return fmt.Errorf("signature of the revocation list: %w", err)
	}
	return nil
}

// SHA256 returns the hash by which reports name the list.
func (c *CRL) SHA256() [sha256.Size]byte { return c.hash() }

// Delta reports whether the list has only what changed since another one.
func (c *CRL) Delta() bool { return c.BaseNumber != nil }

// compareNumbers compares two cRLNumbers, which are not negative.
func compareNumbers(a, b []byte) int {
	a, b = bytes.TrimLeft(a, "\x00"), bytes.TrimLeft(b, "\x00")
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return bytes.Compare(a, b)
}

package cert

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // a fingerprint by which other programs and lists name certificates
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/der"
)

// Limits of one certificate. Real ones have up to 4 kB, 15 extensions and 20 attributes.
const (
	// MaxSize is the length in bytes of the longest certificate that is read.
	MaxSize = 256 << 10
	// MaxExtensions bounds the extensions.
	MaxExtensions = 100
	// MaxAttributes bounds the attributes of one name.
	MaxAttributes = 256
	// maxSerial bounds the octets of a serial number: RFC 5280 allows 20.
	maxSerial = 64
)

// ErrMalformed says that bytes are not a certificate by RFC 5280. It comes wrapped, with the part that is wrong.
var ErrMalformed = errors.New("malformed certificate")

// KeyUsage is the extension keyUsage (RFC 5280, section 4.2.1.3) with bit i of the standard as bit i.
type KeyUsage uint32

// The bits of KeyUsage.
const (
	DigitalSignature KeyUsage = 1 << iota
	NonRepudiation            // contentCommitment
	KeyEncipherment
	DataEncipherment
	KeyAgreement
	KeyCertSign
	CRLSign
	EncipherOnly
	DecipherOnly
)

// Extension is an extension as it stands.
type Extension struct {
	ID       der.OID
	Critical bool
	Value    []byte
}

// SignTool is issuerSignTool: the tools of the authority and their certificates.
type SignTool struct {
	SignTool, CATool, SignToolCert, CAToolCert string
}

// Certificate is a certificate as it was read. Its fields and slices must not be changed; it may be used by several
// goroutines at once.
type Certificate struct {
	Raw     []byte // all of it
	RawTBS  []byte // what is signed
	RawSPKI []byte // SubjectPublicKeyInfo

	Version int // 1, 2 or 3
	// Serial is the serial number in two's complement, big-endian, without superfluous octets.
	Serial          []byte
	Issuer, Subject Name
	// NotBefore and NotAfter both belong to the time of validity.
	NotBefore, NotAfter time.Time
	Extensions          []Extension

	SignatureAlgorithm algorithm.Identifier
	Signature          []byte

	// KeyUsage is zero and HasKeyUsage false where there is no such extension.
	KeyUsage    KeyUsage
	HasKeyUsage bool
	// ExtKeyUsage is empty where there is no such extension.
	ExtKeyUsage []der.OID
	// IsCA and PathLen are basicConstraints; PathLen is -1 where there is no limit, HasBasicConstraints false where there is no
	// such extension.
	HasBasicConstraints bool
	IsCA                bool
	PathLen             int
	// Policies are the identifiers of certificatePolicies.
	Policies []der.OID

	SubjectKeyID   []byte
	AuthorityKeyID []byte
	// AuthorityIssuer and AuthoritySerial are the other way in which authorityKeyIdentifier names the certificate of the issuer:
	// GeneralNames and a serial number. They are nil where they are not given.
	AuthorityIssuer, AuthoritySerial []byte

	// SubjectSignTool is empty, IssuerSignTool nil, where there is no such extension.
	SubjectSignTool string
	IssuerSignTool  *SignTool
	// IdentificationKind is how the holder was identified: 0 in person, 1 by a qualified signature, 2 by a passport with a chip,
	// 3 by the state systems of identity; -1 where it is not said.
	IdentificationKind int
	// KeyNotBefore and KeyNotAfter are privateKeyUsagePeriod, zero where it is not said.
	KeyNotBefore, KeyNotAfter time.Time

	CRLDistributionPoints []DistributionPoint
	// OCSP and CAIssuers are addresses of authorityInfoAccess.
	OCSP, CAIssuers []string
	// OCSPNoCheck is the extension id-pkix-ocsp-nocheck (RFC 6960, section 4.2.2.2.1).
	OCSPNoCheck bool

	// UnknownCritical are critical extensions that this package does not understand; UnreadExtensions are those that it knows but
	// could not read. Only extensions that inform are let through so; others make the certificate malformed.
	UnknownCritical, UnreadExtensions []der.OID

	key         func() (*algorithm.PublicKey, error)
	fingerprint [sha256.Size]byte // asked for again and again while chains are built
}

// PublicKey returns the key, decoded and checked at the first call.
func (c *Certificate) PublicKey() (*algorithm.PublicKey, error) { return c.key() }

// lazyKey decodes a key once.
func lazyKey(raw []byte) func() (*algorithm.PublicKey, error) {
	return sync.OnceValues(func() (*algorithm.PublicKey, error) { return algorithm.ParsePublicKey(raw) })
}

// CheckSignature verifies the signature of the certificate by the key of its issuer. tables may be nil.
func (c *Certificate) CheckSignature(issuer *algorithm.PublicKey, tables *algorithm.Tables) error {
	scheme, err := algorithm.SchemeOf(c.SignatureAlgorithm)
	if err != nil {
		return fmt.Errorf("signature of the certificate %s: %w", c.SerialHex(), err)
	}
	if err := tables.Verify(issuer, scheme, c.RawTBS, c.Signature); err != nil {
		return fmt.Errorf("signature of the certificate %s: %w", c.SerialHex(), err)
	}
	return nil
}

// Extension returns an extension, and whether there is one.
func (c *Certificate) Extension(id der.OID) (Extension, bool) {
	for _, e := range c.Extensions {
		if e.ID == id {
			return e, true
		}
	}
	return Extension{}, false
}

// HasPolicy reports whether certificatePolicies has the identifier.
func (c *Certificate) HasPolicy(id der.OID) bool { return slices.Contains(c.Policies, id) }

// HasPurpose reports whether extendedKeyUsage has the identifier itself; anyExtendedKeyUsage does not count.
func (c *Certificate) HasPurpose(id der.OID) bool { return slices.Contains(c.ExtKeyUsage, id) }

// Trial reports whether this is a certificate of a trial authority (T8 of the rules of trust).
func (c *Certificate) Trial() bool { return c.HasPolicy(OIDTrialPolicy) }

// SelfIssued reports whether subject and issuer are one name.
func (c *Certificate) SelfIssued() bool { return bytes.Equal(c.Subject.Raw, c.Issuer.Raw) }

// ValidAt reports whether a time is within the time of validity. Certificates have whole seconds, and the second of NotAfter
// belongs to it.
func (c *Certificate) ValidAt(t time.Time) bool {
	return !t.Before(c.NotBefore) && t.Before(c.NotAfter.Add(time.Second))
}

// Equal reports whether two certificates are the same bytes.
func (c *Certificate) Equal(other *Certificate) bool {
	return c == other || other != nil && bytes.Equal(c.Raw, other.Raw)
}

// SHA256 returns the fingerprint by which this project names certificates.
func (c *Certificate) SHA256() [sha256.Size]byte { return c.fingerprint }

// SHA1 returns the fingerprint that other programs show («отпечаток»).
func (c *Certificate) SHA1() [sha1.Size]byte { return sha1.Sum(c.Raw) } //nolint:gosec // see the import

// SerialHex returns the serial number as OpenSSL writes it: an even number of capital hexadecimal digits, a minus before negative
// ones.
func (c *Certificate) SerialHex() string { return SerialHex(c.Serial) }

// SerialHex writes a serial number; serial is as in [Certificate].
func SerialHex(serial []byte) string {
	switch {
	case len(serial) == 0:
		return ""
	case serial[0] >= 0x80:
		return "-" + capitals(negate(serial))
	case len(serial) > 1 && serial[0] == 0:
		return capitals(serial[1:])
	}
	return capitals(serial)
}

func capitals(octets []byte) string { return strings.ToUpper(hex.EncodeToString(octets)) }

// negate returns the magnitude of a negative number, without leading zeros.
func negate(serial []byte) []byte {
	out := make([]byte, len(serial))
	carry := byte(1)
	for i := len(serial) - 1; i >= 0; i-- {
		out[i] = ^serial[i] + carry
		if out[i] != 0 {
			carry = 0
		}
	}
	return bytes.TrimLeft(out, "\x00")
}

package cms

import (
	"bytes"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Limits of one message.
const (
	// MaxSize is the length in bytes of the longest message that is read. BER takes as much again for its DER form.
	MaxSize = 112 << 20
	// MaxSigners is how many signers a message may have (T6 of the rules of trust).
	MaxSigners = 512
	// MaxCertificates bounds the certificates of a message, and its revocation values, each.
	MaxCertificates = 1024
	// MaxAttributes bounds the attributes of each kind that one signer may have, and the values of each.
	MaxAttributes = 128

	maxAlgorithms = 64
	// maxSignature bounds the octets of a signature value: RSA of 8192 bits has 1024. Time-stamps hash it, each anew.
	maxSignature = 4096
	// maxSigned bounds the octets of the signed attributes of one signer, which real messages have some hundred of.
	maxSigned = 1 << 20
	// maxReferenced bounds the octets that a CAdES-C time-stamp covers, which are tokens and hash codes.
	maxReferenced = 4 << 20
)

// Errors of this package; they come wrapped, with what was being read or checked.
var (
	// ErrMalformed says that bytes are not the structure that they should be.
	ErrMalformed = errors.New("malformed CMS message")
	// ErrNotSigned says that a message is of another type than SignedData.
	ErrNotSigned = errors.New("not a signed message")
	// ErrLimit says that a message goes beyond a limit of this package.
	ErrLimit = errors.New("CMS message beyond the limits")
)

// SignedData is a signed message as it was read. Its fields and slices must not be changed.
type SignedData struct {
	// Raw is the whole message, ContentInfo, in DER; BER says that it came otherwise.
	Raw []byte
	BER bool

	Version          int
	DigestAlgorithms []algorithm.Identifier
	// ContentType is eContentType.
	ContentType der.OID
	// Attached says that the content stands in the message, as Content.
	Attached bool
	Content  []byte

	// Certificates are the X.509 certificates that could be read. OtherCertificates are those that could not, and those of
	// other forms, as they stand.
	Certificates      []*cert.Certificate
	OtherCertificates [][]byte
	// CRLs are revocation lists as they stand, OCSP the encodings of OCSPResponse (RFC 5940), BasicOCSP those of BasicOCSPResponse,
	// which some programs write there; OtherRevocation is anything else in the field crls.
	CRLs, OCSP, BasicOCSP, OtherRevocation [][]byte

	Signers []*Signer

	// Parts in the order of the message, from which it is written again.
	contentInfo                           []byte // encapContentInfo
	certificates, revocations, algorithms [][]byte
	sums, attributes                      sumCache
}

// Parse reads a signed message in BER or DER, which must be all of data.
func Parse(data []byte) (*SignedData, error) {
	oid, content, raw, err := open(data)
	if err != nil {
		return nil, err
	}
	if oid != OIDSignedData {
		return nil, fmt.Errorf("content type %s: %w", oid, ErrNotSigned)
	}
	m := &SignedData{Raw: raw, BER: len(raw) > 0 && &raw[0] != &data[0]}
	if err := m.read(content); err != nil {
		return nil, err
	}
	return m, nil
}

// open reads ContentInfo (RFC 5652, section 3) and returns the type and what is inside the explicit tag.
func open(data []byte) (oid der.OID, content cryptobyte.String, raw []byte, err error) {
	if len(data) > MaxSize {
		return "", nil, nil, fmt.Errorf("%d bytes: %w", len(data), ErrLimit)
	}
	raw, err = der.FromBER(data)
	if err != nil {
		return "", nil, nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	info, err := der.Whole(raw, asn1.SEQUENCE)
	if err != nil {
		return "", nil, nil, fmt.Errorf("ContentInfo: %w: %w", ErrMalformed, err)
	}
	if !known.Read(&info, &oid) || !der.Inner(info, &content, der.Explicit(0)) {
		return "", nil, nil, fmt.Errorf("ContentInfo: %w", ErrMalformed)
	}
	return oid, content, raw, nil
}

// read fills m with SignedData (RFC 5652, section 5.1).
func (m *SignedData) read(s cryptobyte.String) error {
	var seq, algorithms, content, certificates, revocations, signers cryptobyte.String
	var hasCertificates, hasRevocations bool
	if !der.Inner(s, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&m.Version) ||
		!seq.ReadASN1(&algorithms, asn1.SET) || !seq.ReadASN1Element(&content, asn1.SEQUENCE) ||
		!seq.ReadOptionalASN1(&certificates, &hasCertificates, der.Explicit(0)) ||
		!seq.ReadOptionalASN1(&revocations, &hasRevocations, der.Explicit(1)) ||
		!der.Inner(seq, &signers, asn1.SET) {
		return fmt.Errorf("SignedData: %w", ErrMalformed)
	}
	m.contentInfo = content
	if err := m.readAlgorithms(algorithms); err != nil {
		return err
	}
	if err := m.readContent(content); err != nil {
		return err
	}
	if err := m.readCertificates(certificates); err != nil {
		return err
	}
	if err := m.readRevocations(revocations); err != nil {
		return err
	}
	return m.readSigners(signers)
}

func (m *SignedData) readAlgorithms(s cryptobyte.String) error {
	for !s.Empty() {
		if len(m.algorithms) == maxAlgorithms {
			return fmt.Errorf("digestAlgorithms: %w", ErrLimit)
		}
		before := s
		id, err := algorithm.ReadIdentifier(&s)
		if err != nil {
			return fmt.Errorf("digestAlgorithms: %w: %w", ErrMalformed, err)
		}
		m.DigestAlgorithms = append(m.DigestAlgorithms, id)
		m.algorithms = append(m.algorithms, before[:len(before)-len(s)])
	}
	return nil
}

// readContent reads EncapsulatedContentInfo. PKCS #7 had content of any type; only an OCTET STRING has one meaning.
func (m *SignedData) readContent(s cryptobyte.String) error {
	var seq, explicit, content cryptobyte.String
	if !der.Inner(s, &seq, asn1.SEQUENCE) || !known.Read(&seq, &m.ContentType) ||
		!seq.ReadOptionalASN1(&explicit, &m.Attached, der.Explicit(0)) || !seq.Empty() {
		return fmt.Errorf("encapContentInfo: %w", ErrMalformed)
	}
	if !m.Attached {
		return nil
	}
	if !der.Inner(explicit, &content, asn1.OCTET_STRING) {
		return fmt.Errorf("eContent: %w", ErrMalformed)
	}
	m.Content = content
	return nil
}

// readCertificates reads CertificateSet. A certificate that is broken, or of a form that nobody uses, hinders only those who
// need it.
func (m *SignedData) readCertificates(s cryptobyte.String) error {
	for !s.Empty() {
		var element cryptobyte.String
		var tag asn1.Tag
		if len(m.certificates) == MaxCertificates {
			return fmt.Errorf("certificates: %w", ErrLimit)
		}
		if !s.ReadAnyASN1Element(&element, &tag) {
			return fmt.Errorf("certificates: %w", ErrMalformed)
		}
		m.certificates = append(m.certificates, element)
		if c, err := cert.Parse(element); tag == asn1.SEQUENCE && err == nil {
			m.Certificates = append(m.Certificates, c)
			continue
		}
		m.OtherCertificates = append(m.OtherCertificates, element)
	}
	return nil
}

// readRevocations reads RevocationInfoChoices (RFC 5652, section 10.2.1).
func (m *SignedData) readRevocations(s cryptobyte.String) error {
	for !s.Empty() {
		var element cryptobyte.String
		var tag asn1.Tag
		if len(m.revocations) == MaxCertificates {
			return fmt.Errorf("crls: %w", ErrLimit)
		}
		if !s.ReadAnyASN1Element(&element, &tag) {
			return fmt.Errorf("crls: %w", ErrMalformed)
		}
		m.revocations = append(m.revocations, element)
		if tag == asn1.SEQUENCE {
			m.CRLs = append(m.CRLs, element)
			continue
		}
		m.readOtherRevocation(element)
	}
	return nil
}

// readOtherRevocation reads OtherRevocationInfoFormat.
func (m *SignedData) readOtherRevocation(element cryptobyte.String) {
	var other, value cryptobyte.String
	var format der.OID
	if der.Inner(element, &other, der.Explicit(1)) && known.Read(&other, &format) &&
		other.ReadASN1Element(&value, asn1.SEQUENCE) && other.Empty() {
		switch format {
		case OIDOCSPResponse:
			m.OCSP = append(m.OCSP, value)
			return
		case OIDOCSPBasic:
			m.BasicOCSP = append(m.BasicOCSP, value)
			return
		}
	}
	m.OtherRevocation = append(m.OtherRevocation, element)
}

// Find returns the signer with a signature value, nil if there is none. It is how one signer is followed from message to
// message: SET OF of DER has no order of its own, so that an index may be another's after each change.
func (m *SignedData) Find(signature []byte) *Signer {
	for _, n := range m.Signers {
		if bytes.Equal(n.Signature, signature) {
			return n
		}
	}
	return nil
}

func (m *SignedData) readSigners(s cryptobyte.String) error {
	for !s.Empty() {
		var element cryptobyte.String
		if len(m.Signers) == MaxSigners {
			return fmt.Errorf("more than %d signers: %w", MaxSigners, ErrLimit)
		}
		if !s.ReadASN1Element(&element, asn1.SEQUENCE) {
			return fmt.Errorf("signerInfos: %w", ErrMalformed)
		}
		signer, err := readSigner(element, len(m.Signers), m)
		if err != nil {
			return fmt.Errorf("signer %d: %w", len(m.Signers), err)
		}
		m.Signers = append(m.Signers, signer)
	}
	return nil
}

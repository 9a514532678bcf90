package keyfile

import (
	"bytes"
	"fmt"
	"unicode/utf16"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/der"
)

// ParsePKCS12 reads a PFX (RFC 7292, RFC 9548) in DER or BER, which must be all of data. The password is UTF-8; nil is taken
// for the empty one, and then a code that does not match is [ErrNoPassword].
//
// A PFX without a code is read, but the bundle is not Authenticated. Bags of revocation lists, secrets and unknown kinds are
// passed over; keys and encryption of unknown kinds are [ErrUnsupported].
func ParsePKCS12(data, password []byte) (*Bundle, error) {
	b, err := newReader(password, MaxIterations).pkcs12File(data)
	if err != nil {
		return nil, fmt.Errorf("keyfile: %w", err)
	}
	return b, nil
}

func (r *reader) pkcs12File(data []byte) (*Bundle, error) {
	if len(data) > MaxSize {
		return nil, fmt.Errorf("%d bytes: %w", len(data), ErrLimit)
	}
	data, err := fromBER(data)
	if err != nil {
		return nil, err
	}
	seq, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return nil, fmt.Errorf("PFX: %w: %w", ErrMalformed, err)
	}
	return r.pkcs12(seq)
}

// safe reads what stands in a PFX once its password is settled.
type safe struct {
	*reader
	form   passwordForm
	bundle *Bundle
	// verified says that the code of the PFX has proved the password.
	verified bool
}

// pkcs12 reads the content of PFX.
func (r *reader) pkcs12(seq cryptobyte.String) (*Bundle, error) {
	var version int64
	var content, mac cryptobyte.String
	var hasMAC bool
	if !seq.ReadASN1Integer(&version) || version != 3 || !seq.ReadASN1(&content, asn1.SEQUENCE) ||
		!seq.ReadOptionalASN1(&mac, &hasMAC, asn1.SEQUENCE) || !seq.Empty() {
		return nil, fmt.Errorf("PFX: %w", ErrMalformed)
	}
	var oid der.OID
	var explicit, authSafe cryptobyte.String
	if !der.ReadOID(&content, &oid) || !der.Inner(content, &explicit, der.Explicit(0)) {
		return nil, fmt.Errorf("PFX: %w", ErrMalformed)
	}
	if oid != oidData {
		return nil, fmt.Errorf("PFX under a signature (%s): %w", oid, ErrUnsupported)
	}
	if !der.Inner(explicit, &authSafe, asn1.OCTET_STRING) {
		return nil, fmt.Errorf("PFX: %w", ErrMalformed)
	}
	s := &safe{reader: r, form: passwordForms(r.password)[0], bundle: &Bundle{}, verified: hasMAC}
	if hasMAC {
		form, err := r.checkMAC(mac, authSafe)
		if err != nil {
			return nil, r.noPassword(err)
		}
		s.form, s.bundle.Authenticated = form, true
	}
	if err := s.authenticatedSafe(authSafe); err != nil {
		return nil, r.noPassword(err)
	}
	return s.bundle, nil
}

// authenticatedSafe reads AuthenticatedSafe, the parts of a PFX.
func (s *safe) authenticatedSafe(data []byte) error {
	data, err := fromBER(data)
	if err != nil {
		return err
	}
	parts, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return fmt.Errorf("parts of a PFX: %w", ErrMalformed)
	}
	for !parts.Empty() {
		var info, content, octets cryptobyte.String
		var oid der.OID
		if err := s.item(); err != nil {
			return err
		}
		if !parts.ReadASN1(&info, asn1.SEQUENCE) || !der.ReadOID(&info, &oid) ||
			!der.Inner(info, &content, der.Explicit(0)) {
			return fmt.Errorf("part of a PFX: %w", ErrMalformed)
		}
		switch oid {
		case oidData:
			if !der.Inner(content, &octets, asn1.OCTET_STRING) {
				return fmt.Errorf("part of a PFX: %w", ErrMalformed)
			}
			err = s.contents(octets, 1)
		case oidEncryptedData:
			err = s.encryptedData(content)
		default:
			err = fmt.Errorf("part %s of a PFX: %w", oid, ErrUnsupported)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// encryptedData reads EncryptedData (RFC 5652, section 8).
func (s *safe) encryptedData(content cryptobyte.String) error {
	malformed := fmt.Errorf("encrypted part of a PFX: %w", ErrMalformed)
	var seq, info cryptobyte.String
	var version int64
	var oid der.OID
	if !der.Inner(content, &seq, asn1.SEQUENCE) || !seq.ReadASN1Integer(&version) || version != 0 && version != 2 ||
		!seq.ReadASN1(&info, asn1.SEQUENCE) || !der.ReadOID(&info, &oid) || oid != oidData {
		return malformed
	}
	id, err := algorithmOf(&info, "encrypted part of a PFX")
	if err != nil {
		return err
	}
	sealed, ok := implicitOctets(info)
	if !ok {
		return malformed
	}
	opened, authenticated, err := s.decrypt(id, sealed, s.form)
	if err != nil {
		return err
	}
	defer wipe(opened)
	if _, err := fromBER(opened); err != nil && !authenticated && !s.verified {
		return fmt.Errorf("encrypted part of a PFX: %w", ErrPassword)
	}
	return s.contents(opened, 1)
}

// implicitOctets reads [0] IMPLICIT OCTET STRING, whole or in pieces as BER has it: the tag does not tell der.FromBER what
// is under it.
func implicitOctets(s cryptobyte.String) ([]byte, bool) {
	var content cryptobyte.String
	if s.PeekASN1Tag(der.Context(0)) {
		return content, der.Inner(s, &content, der.Context(0))
	}
	if !der.Inner(s, &content, der.Explicit(0)) {
		return nil, false
	}
	var out []byte
	for !content.Empty() {
		var piece cryptobyte.String
		if !content.ReadASN1(&piece, asn1.OCTET_STRING) {
			return nil, false
		}
		out = append(out, piece...)
	}
	return out, true
}

// contents reads SafeContents.
func (s *safe) contents(data []byte, depth int) error {
	data, err := fromBER(data)
	if err != nil {
		return err
	}
	bags, err := der.Whole(data, asn1.SEQUENCE)
	if err != nil {
		return fmt.Errorf("bags of a PFX: %w", ErrMalformed)
	}
	return s.bags(bags, depth)
}

func (s *safe) bags(bags cryptobyte.String, depth int) error {
	if depth > maxDepth {
		return fmt.Errorf("bags %d deep: %w", depth, ErrLimit)
	}
	for !bags.Empty() {
		if err := s.item(); err != nil {
			return err
		}
		var bag, value cryptobyte.String
		var oid der.OID
		if !bags.ReadASN1(&bag, asn1.SEQUENCE) || !der.ReadOID(&bag, &oid) || !bag.ReadASN1(&value, der.Explicit(0)) {
			return fmt.Errorf("bag of a PFX: %w", ErrMalformed)
		}
		attributes, err := readAttributes(bag)
		if err != nil {
			return err
		}
		if err := s.bag(oid, value, attributes, depth); err != nil {
			return err
		}
	}
	return nil
}

// bag reads the value of a SafeBag.
func (s *safe) bag(oid der.OID, value cryptobyte.String, attributes Attributes, depth int) error {
	switch oid {
	case oidKeyBag:
		key, err := s.privateKeyInfo(value)
		if err != nil {
			return err
		}
		key.Attributes = attributes
		s.bundle.Keys = append(s.bundle.Keys, key)
	case oidShroudedKeyBag:
		var seq cryptobyte.String
		if !der.Inner(value, &seq, asn1.SEQUENCE) {
			return fmt.Errorf("bag of a key: %w", ErrMalformed)
		}
		key, _, err := s.shrouded(seq, s.form, s.verified)
		if err != nil {
			return err
		}
		key.Attributes = attributes
		s.bundle.Keys = append(s.bundle.Keys, key)
	case oidCertBag:
		return s.certificate(value, attributes)
	case oidSafeContentsBag:
		var nested cryptobyte.String
		if !der.Inner(value, &nested, asn1.SEQUENCE) {
			return fmt.Errorf("bag of bags: %w", ErrMalformed)
		}
		return s.bags(nested, depth+1)
	}
	return nil
}

// certificate reads CertBag. SDSI certificates are passed over.
func (s *safe) certificate(value cryptobyte.String, attributes Attributes) error {
	var seq, explicit, raw cryptobyte.String
	var oid der.OID
	if !der.Inner(value, &seq, asn1.SEQUENCE) || !der.ReadOID(&seq, &oid) || !der.Inner(seq, &explicit, der.Explicit(0)) {
		return fmt.Errorf("bag of a certificate: %w", ErrMalformed)
	}
	if oid != oidX509Certificate {
		return nil
	}
	if !der.Inner(explicit, &raw, asn1.OCTET_STRING) {
		return fmt.Errorf("bag of a certificate: %w", ErrMalformed)
	}
	if _, err := der.Whole(raw, asn1.SEQUENCE); err != nil {
		return fmt.Errorf("certificate in a PFX: %w: %w", ErrMalformed, err)
	}
	s.bundle.Certificates = append(s.bundle.Certificates, Certificate{Raw: bytes.Clone(raw), Attributes: attributes})
	return nil
}

// readAttributes reads the attributes of a bag. Those of unknown kinds are passed over, a repeated one is the first.
func readAttributes(s cryptobyte.String) (Attributes, error) {
	malformed := fmt.Errorf("attributes of a bag: %w", ErrMalformed)
	var a Attributes
	var set cryptobyte.String
	var present bool
	if !s.ReadOptionalASN1(&set, &present, asn1.SET) || !s.Empty() {
		return a, malformed
	}
	for !set.Empty() {
		var seq, values, value cryptobyte.String
		var oid der.OID
		if !set.ReadASN1(&seq, asn1.SEQUENCE) || !der.ReadOID(&seq, &oid) || !der.Inner(seq, &values, asn1.SET) {
			return a, malformed
		}
		switch oid {
		case oidLocalKeyID:
			if !values.ReadASN1(&value, asn1.OCTET_STRING) {
				return a, malformed
			}
			if a.LocalKeyID == nil {
				a.LocalKeyID = bytes.Clone(value)
			}
		case oidFriendlyName:
			if !values.ReadASN1(&value, der.TagBMPString) || len(value)%2 != 0 {
				return a, malformed
			}
			if a.FriendlyName == "" {
				a.FriendlyName = fromUTF16(value)
			}
		}
	}
	return a, nil
}

// fromUTF16 reads a BMPString, with the surrogates that Windows writes in it.
func fromUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
	}
	return string(utf16.Decode(units))
}

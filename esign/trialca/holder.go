package trialca

import (
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
	"github.com/klaster-platform/klaster/ruid/number"
)

// Role is what a certificate is issued for.
type Role int

// The roles.
const (
	// Individual is a person who signs for themselves, also an employee of an organisation: since September 2024 staff sign by
	// personal certificates and powers of attorney (63-ФЗ, art. 17.2).
	Individual Role = iota + 1
	// Head is a person who acts for an organisation without power of attorney; the certificate is the organisation's.
	Head
	// Entrepreneur is a sole proprietor (ИП).
	Entrepreneur
	// Seal is an organisation without a person: certificates for signing by machines.
	Seal
	// TimeStamping is a time-stamping service (RFC 3161, section 2.3).
	TimeStamping
	// StatusService answers OCSP requests for the authority that issues the certificate.
	StatusService
	// SubAuthority issues certificates itself.
	SubAuthority
)

// Holder is whom a certificate names. What is empty is left out.
type Holder struct {
	Role Role
	// CommonName may be empty: it is then the organisation, or the person.
	CommonName string
	// GivenName has the patronymic too, as приказ ФСБ России № 795 has it.
	Surname, GivenName        string
	Organization, Unit, Title string
	Region, Locality, Street  string
	Email                     string
	INN                       number.INN // of the organisation
	INNPerson                 number.INN
	OGRN                      number.OGRN
	OGRNIP                    number.OGRNIP
	SNILS                     number.SNILS
}

// name writes the subject in the order in which authorities write it.
func (h Holder) name() (cert.Name, error) {
	common := h.CommonName
	if common == "" {
		common = h.Organization
	}
	if common == "" {
		common = h.Surname + " " + h.GivenName
	}
	var attributes []NameAttribute
	add := func(id der.OID, value string) {
		if value != "" {
			attributes = append(attributes, NameAttribute{ID: id, Value: value})
		}
	}
	add(cert.OIDEmail, h.Email)
	add(cert.OIDCountry, "RU")
	add(cert.OIDProvince, h.Region)
	add(cert.OIDLocality, h.Locality)
	add(cert.OIDStreet, h.Street)
	add(cert.OIDOrganization, h.Organization)
	add(cert.OIDOrganizationalUnit, h.Unit)
	add(cert.OIDTitle, h.Title)
	add(cert.OIDOGRN, string(h.OGRN))
	add(cert.OIDINNLE, string(h.INN))
	add(cert.OIDOGRNIP, string(h.OGRNIP))
	add(cert.OIDSNILS, string(h.SNILS))
	add(cert.OIDINN, string(h.INNPerson))
	add(cert.OIDSurname, h.Surname)
	add(cert.OIDGivenName, h.GivenName)
	add(cert.OIDCommonName, common)
	return NewName(attributes...)
}

// NameAttribute is an attribute to write.
type NameAttribute struct {
	ID    der.OID
	Value string
	// Tag is the string type; zero is the usual one of the attribute.
	Tag asn1.Tag
}

// NewName writes a name, each attribute by itself.
func NewName(attributes ...NameAttribute) (cert.Name, error) {
	var b cryptobyte.Builder
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		for _, a := range attributes {
			b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					a.ID.Add(b)
					b.AddBytes(der.Element(a.tag(), []byte(a.Value)))
				})
			})
		}
	})
	raw, err := b.Bytes()
	if err != nil {
		return cert.Name{}, err
	}
	s := cryptobyte.String(raw)
	return cert.ReadName(&s)
}

func (a NameAttribute) tag() asn1.Tag {
	switch {
	case a.Tag != 0:
		return a.Tag
	case a.ID == cert.OIDCountry:
		return asn1.PrintableString
	case a.ID == cert.OIDEmail:
		return asn1.IA5String
	case a.ID == cert.OIDOGRN, a.ID == cert.OIDINNLE, a.ID == cert.OIDOGRNIP, a.ID == cert.OIDSNILS, a.ID == cert.OIDINN:
		return der.TagNumericString
	}
	return asn1.UTF8String
}

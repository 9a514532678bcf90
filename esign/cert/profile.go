package cert

import (
	"slices"
	"time"

	"github.com/klaster-platform/klaster/esign/der"
)

// Edition is one wording of the requirements to the form of qualified certificates, as data: what a certificate issued while
// it was in force must have.
type Edition struct {
	// Basis is the order.
	Basis string
	// From is the first moment, Until the first after it; Until is zero if no end is set.
	From, Until time.Time
	// Attributes are those of the subject that a holder of each kind must have.
	Attributes map[IdentityKind][]der.OID
	// Extensions must stand in every certificate.
	Extensions []der.OID
}

// moscow is the time zone of the orders, which name days.
var moscow = time.FixedZone("MSK", 3*60*60)

// first is the beginning of a month.
func first(year int, month time.Month) time.Time {
	return time.Date(year, month, 1, 0, 0, 0, 0, moscow)
}

// editions are those of приказ ФСБ России от 27.12.2011 № 795; the changes of приказ ФСБ России от 29.01.2021 № 31 brought the
// attribute ИННЮЛ and the extension identificationKind, and end on 1 September 2027. A successor becomes one more entry.
var editions = []Edition{
	{
		Basis: "приказ ФСБ России от 27.12.2011 № 795",
		From:  first(2012, time.February), Until: first(2021, time.September),
		Attributes: map[IdentityKind][]der.OID{
			Person:       {OIDCommonName, OIDCountry, OIDSNILS},
			Proprietor:   {OIDCommonName, OIDCountry, OIDSNILS},
			Organisation: {OIDCommonName, OIDCountry, OIDLocality, OIDOGRN, OIDINN},
		},
		Extensions: []der.OID{OIDKeyUsage, OIDCertificatePolicies, OIDAuthorityKeyID, OIDSubjectSignTool, OIDIssuerSignTool},
	},
	{
		Basis: "приказ ФСБ России от 27.12.2011 № 795 в редакции приказа от 29.01.2021 № 31",
		From:  first(2021, time.September), Until: first(2027, time.September),
		Attributes: map[IdentityKind][]der.OID{
			Person:       {OIDCommonName, OIDSurname, OIDGivenName, OIDCountry, OIDSNILS, OIDINN},
			Proprietor:   {OIDCommonName, OIDSurname, OIDGivenName, OIDCountry, OIDSNILS, OIDINN, OIDOGRNIP},
			Organisation: {OIDCommonName, OIDCountry, OIDLocality, OIDOGRN, OIDINNLE},
		},
		Extensions: []der.OID{
			OIDKeyUsage, OIDCertificatePolicies, OIDAuthorityKeyID, OIDSubjectSignTool, OIDIssuerSignTool, OIDIdentificationKind,
		},
	},
}

// EditionAt returns the requirements in force at a time, and whether there were any.
func EditionAt(t time.Time) (Edition, bool) {
	for _, e := range editions {
		if !t.Before(e.From) && (e.Until.IsZero() || t.Before(e.Until)) {
			return e, true
		}
	}
	return Edition{}, false
}

// Class is a class of signature tools, the weakest first (приказ ФСБ России от 27.12.2011 № 796).
type Class struct {
	OID  der.OID
	Name string
	// From is the first moment at which certificates could name the class.
	From time.Time
}

var classes = []Class{
	{OIDClassKC1, "КС1", first(2012, time.February)},
	{OIDClassKC2, "КС2", first(2012, time.February)},
	{OIDClassKC3, "КС3", first(2012, time.February)},
	{OIDClassKB1, "КВ1", first(2012, time.February)},
	{OIDClassKB2, "КВ2", first(2012, time.February)},
	{OIDClassKA1, "КА1", first(2012, time.February)},
}

// Profile are the facts by which a certificate has, or has not, the form of a qualified one. They do not make it qualified:
// that takes a chain to an authority that was accredited on the day of issue.
type Profile struct {
	// Basis is the order in force when the certificate was issued, empty if there was none, in which case nothing is missing.
	Basis string
	// MissingAttributes and MissingExtensions are what the order asks for and the certificate has not.
	MissingAttributes, MissingExtensions []der.OID
	// Classes are the classes of tools that the policies name, the weakest first.
	Classes []Class
}

// Complete reports whether the certificate has the form of its time: nothing is missing, and a class of tools is named.
func (p Profile) Complete() bool {
	return p.Basis != "" && len(p.MissingAttributes) == 0 && len(p.MissingExtensions) == 0 && len(p.Classes) > 0
}

// Profile compares the certificate with the requirements in force at its NotBefore.
func (c *Certificate) Profile() Profile {
	var p Profile
	for _, class := range classes {
		if c.HasPolicy(class.OID) && !c.NotBefore.Before(class.From) {
			p.Classes = append(p.Classes, class)
		}
	}
	edition, ok := EditionAt(c.NotBefore)
	if !ok {
		return p
	}
	p.Basis = edition.Basis
	var present []der.OID
	for _, a := range c.Subject.Attributes() {
		if len(a.Value) > 0 {
			present = append(present, a.Type)
		}
	}
	for _, id := range edition.Attributes[c.Identity().Kind] {
		if !slices.Contains(present, id) {
			p.MissingAttributes = append(p.MissingAttributes, id)
		}
	}
	for _, id := range edition.Extensions {
		if _, ok := c.Extension(id); !ok || slices.Contains(c.UnreadExtensions, id) {
			p.MissingExtensions = append(p.MissingExtensions, id)
		}
	}
	return p
}

// KeyUsableAt reports whether a private key could be used at a time by its privateKeyUsagePeriod, as a fact: keys without a
// period, and times inside it, are usable.
func (c *Certificate) KeyUsableAt(t time.Time) bool {
	return (c.KeyNotBefore.IsZero() || !t.Before(c.KeyNotBefore)) && (c.KeyNotAfter.IsZero() || t.Before(c.KeyNotAfter.Add(time.Second)))
}

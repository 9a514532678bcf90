package trialca

import (
	"fmt"
	"time"

	"golang.org/x/crypto/cryptobyte/asn1"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// Template returns the certificate that Issue makes for a holder.
func (a *Authority) Template(h Holder, key *algorithm.PublicKey) (Template, error) {
	if err := h.check(); err != nil {
		return Template{}, err
	}
	term := 0
	switch h.Role {
	case SubAuthority:
		term = subYears
	case TimeStamping, StatusService:
		term = serviceYears
	case Individual, Head, Entrepreneur, Seal:
	}
	return a.template(h, key, term, a.certificate)
}

// check sees that the holder has the numbers by which their role is known.
func (h Holder) check() error {
	ok := true
	switch h.Role {
	case Individual:
		ok = h.SNILS != "" && h.Surname != "" && h.OGRN == "" && h.INN == "" && h.OGRNIP == ""
	case Head:
		ok = h.OGRN != "" && h.INN != "" && h.SNILS != "" && h.Surname != "" && h.Organization != "" && h.OGRNIP == ""
	case Entrepreneur:
		ok = h.OGRNIP != "" && h.INNPerson != "" && h.SNILS != "" && h.Surname != "" && h.OGRN == "" && h.INN == ""
	case Seal:
		ok = h.OGRN != "" && h.INN != "" && h.Organization != "" && h.SNILS == "" && h.OGRNIP == ""
	case TimeStamping, StatusService, SubAuthority:
		ok = h.CommonName != "" || h.Organization != ""
	default:
		ok = false
	}
	if !ok {
		return fmt.Errorf("holder of role %d: %w", h.Role, ErrHolder)
	}
	return nil
}

// template fills the certificate; term is in years, zero that of persons. issuer is nil for a root.
func (a *Authority) template(h Holder, key *algorithm.PublicKey, term int, issuer *cert.Certificate) (Template, error) {
	name, err := h.name()
	if err != nil {
		return Template{}, err
	}
	serial, err := a.serial()
	if err != nil {
		return Template{}, err
	}
	now := a.options.Now().UTC().Truncate(time.Second)
	t := Template{Serial: serial, Subject: name, Key: key, NotBefore: now, NotAfter: years(now, term)}
	if term == 0 {
		t.NotAfter = now.AddDate(0, holderMonths, 0)
	}
	t.setUsage(h.Role)
	t.Set(cert.OIDCertificatePolicies, true, Policies(cert.OIDTrialPolicy, cert.OIDClassKC1))
	t.Set(cert.OIDSubjectKeyID, false, der.Element(asn1.OCTET_STRING, keyID(key)))
	issuerKey := keyID(a.signer.PublicKey())
	t.Set(cert.OIDAuthorityKeyID, false, authorityKeyID(issuerKey))
	t.setTools()
	if a.options.BaseURL != "" && issuer != nil {
		t.Set(cert.OIDCRLDistributionPoints, false, distributionPoints(a.options.BaseURL+"/crl"))
		t.Set(cert.OIDAuthorityInfoAccess, false, infoAccess(a.options.BaseURL+"/ocsp", a.options.BaseURL+"/ca.crt"))
	}
	return t, nil
}

// setUsage says what the key is for.
func (t *Template) setUsage(role Role) {
	usage := cert.DigitalSignature | cert.NonRepudiation
	switch role {
	case SubAuthority:
		usage = cert.DigitalSignature | cert.KeyCertSign | cert.CRLSign
		t.Set(cert.OIDBasicConstraints, true, BasicConstraints(true, 0))
	case TimeStamping:
		t.Set(cert.OIDExtKeyUsage, true, OIDs(cert.OIDTimeStamping)) // critical and sole, by RFC 3161
	case StatusService:
		usage = cert.DigitalSignature
		t.Set(cert.OIDExtKeyUsage, false, OIDs(cert.OIDOCSPSigning))
		t.Set(cert.OIDOCSPNoCheck, false, der.Element(asn1.NULL))
	default:
		t.Set(cert.OIDExtKeyUsage, false, OIDs(cert.OIDClientAuth, cert.OIDEmailProtection))
	}
	t.Set(cert.OIDKeyUsage, true, KeyUsage(usage))
}

// setTools writes what приказ ФСБ России № 795 asks for, and says in it that this is a trial.
func (t *Template) setTools() {
	const tool = "Учебное средство подписи «Кластер»: юридической силы не имеет"
	t.Set(cert.OIDSubjectSignTool, false, text(tool))
	t.Set(cert.OIDIssuerSignTool, false, der.Element(asn1.SEQUENCE,
		text(tool), text("Учебный удостоверяющий центр «Кластер»"), text("не сертифицировано"), text("не аккредитован")))
	t.Set(cert.OIDIdentificationKind, false, der.Element(asn1.INTEGER, []byte{0}))
}

package cli

import (
	"slices"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// attributeName names an attribute of a subject as the law does, else as package cert.
func attributeName(id der.OID) string {
	switch id {
	case cert.OIDINNLE:
		return "ИНН ЮЛ"
	case cert.OIDINN:
		return "ИНН"
	case cert.OIDOGRN:
		return "ОГРН"
	case cert.OIDOGRNIP:
		return "ОГРНИП"
	case cert.OIDSNILS:
		return "СНИЛС"
	}
	return cert.Label(id)
}

// isNumber reports whether an attribute is one of those by which holders are known.
func isNumber(name string) bool {
	return slices.Contains([]string{"ИНН ЮЛ", "ИНН", "ОГРН", "ОГРНИП", "СНИЛС"}, name)
}

// policyName names the classes of signature tools of приказ ФСБ России № 796, and our trial policy.
func policyName(id der.OID) string {
	return map[der.OID]string{
		cert.OIDClassKC1: "КС1", cert.OIDClassKC2: "КС2", cert.OIDClassKC3: "КС3",
		cert.OIDClassKB1: "КВ1", cert.OIDClassKB2: "КВ2", cert.OIDClassKA1: "КА1",
		cert.OIDAnyPolicy: "any policy", cert.OIDTrialPolicy: "trial: no legal force",
	}[id]
}

func purposeName(id der.OID) string {
	return map[der.OID]string{
		cert.OIDAnyExtKeyUsage: "any", cert.OIDServerAuth: "serverAuth", cert.OIDClientAuth: "clientAuth",
		cert.OIDCodeSigning: "codeSigning", cert.OIDEmailProtection: "emailProtection",
		cert.OIDTimeStamping: "timeStamping", cert.OIDOCSPSigning: "OCSPSigning",
	}[id]
}

// usages names the bits of keyUsage in the words of RFC 5280, section 4.2.1.3.
func usages(c *cert.Certificate) []string {
	out := []string{}
	for bit, name := range []string{
		"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement",
		"keyCertSign", "cRLSign", "encipherOnly", "decipherOnly",
	} {
		if c.KeyUsage&(1<<bit) != 0 {
			out = append(out, name)
		}
	}
	return out
}

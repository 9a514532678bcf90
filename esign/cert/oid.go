package cert

import "github.com/klaster-platform/klaster/esign/der"

// Attributes of names.
const (
	OIDCommonName         der.OID = "\x55\x04\x03"                             // 2.5.4.3
	OIDSurname            der.OID = "\x55\x04\x04"                             // 2.5.4.4
	OIDSerialNumber       der.OID = "\x55\x04\x05"                             // 2.5.4.5
	OIDCountry            der.OID = "\x55\x04\x06"                             // 2.5.4.6
	OIDLocality           der.OID = "\x55\x04\x07"                             // 2.5.4.7
	OIDProvince           der.OID = "\x55\x04\x08"                             // 2.5.4.8
	OIDStreet             der.OID = "\x55\x04\x09"                             // 2.5.4.9
	OIDOrganization       der.OID = "\x55\x04\x0a"                             // 2.5.4.10
	OIDOrganizationalUnit der.OID = "\x55\x04\x0b"                             // 2.5.4.11
	OIDTitle              der.OID = "\x55\x04\x0c"                             // 2.5.4.12
	OIDPostalCode         der.OID = "\x55\x04\x11"                             // 2.5.4.17
	OIDGivenName          der.OID = "\x55\x04\x2a"                             // 2.5.4.42
	OIDInitials           der.OID = "\x55\x04\x2b"                             // 2.5.4.43
	OIDPseudonym          der.OID = "\x55\x04\x41"                             // 2.5.4.65
	OIDEmail              der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01"     // 1.2.840.113549.1.9.1
	OIDUnstructuredName   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x02"     // 1.2.840.113549.1.9.2
	OIDUserID             der.OID = "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x01" // 0.9.2342.19200300.100.1.1
	OIDDomainComponent    der.OID = "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19" // 0.9.2342.19200300.100.1.25
)

// Attributes of names by приказ ФСБ России № 795.
const (
	OIDOGRN   der.OID = "\x2a\x85\x03\x64\x01"             // 1.2.643.100.1, ОГРН
	OIDSNILS  der.OID = "\x2a\x85\x03\x64\x03"             // 1.2.643.100.3, СНИЛС
	OIDINNLE  der.OID = "\x2a\x85\x03\x64\x04"             // 1.2.643.100.4, ИНН of an organisation (ИННЮЛ), since 2021
	OIDOGRNIP der.OID = "\x2a\x85\x03\x64\x05"             // 1.2.643.100.5, ОГРНИП
	OIDINN    der.OID = "\x2a\x85\x03\x03\x81\x03\x01\x01" // 1.2.643.3.131.1.1, ИНН; before 2021 also that of an organisation, as 00 and ten digits
)

// Extensions.
const (
	OIDSubjectKeyID          der.OID = "\x55\x1d\x0e"                         // 2.5.29.14
	OIDKeyUsage              der.OID = "\x55\x1d\x0f"                         // 2.5.29.15
	OIDPrivateKeyUsagePeriod der.OID = "\x55\x1d\x10"                         // 2.5.29.16
	OIDSubjectAltName        der.OID = "\x55\x1d\x11"                         // 2.5.29.17
	OIDIssuerAltName         der.OID = "\x55\x1d\x12"                         // 2.5.29.18
	OIDBasicConstraints      der.OID = "\x55\x1d\x13"                         // 2.5.29.19
	OIDNameConstraints       der.OID = "\x55\x1d\x1e"                         // 2.5.29.30
	OIDCRLDistributionPoints der.OID = "\x55\x1d\x1f"                         // 2.5.29.31
	OIDCertificatePolicies   der.OID = "\x55\x1d\x20"                         // 2.5.29.32
	OIDPolicyMappings        der.OID = "\x55\x1d\x21"                         // 2.5.29.33
	OIDAuthorityKeyID        der.OID = "\x55\x1d\x23"                         // 2.5.29.35
	OIDPolicyConstraints     der.OID = "\x55\x1d\x24"                         // 2.5.29.36
	OIDExtKeyUsage           der.OID = "\x55\x1d\x25"                         // 2.5.29.37
	OIDFreshestCRL           der.OID = "\x55\x1d\x2e"                         // 2.5.29.46
	OIDInhibitAnyPolicy      der.OID = "\x55\x1d\x36"                         // 2.5.29.54
	OIDAuthorityInfoAccess   der.OID = "\x2b\x06\x01\x05\x05\x07\x01\x01"     // 1.3.6.1.5.5.7.1.1
	OIDOCSPNoCheck           der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x05" // 1.3.6.1.5.5.7.48.1.5
	OIDSubjectSignTool       der.OID = "\x2a\x85\x03\x64\x6f"                 // 1.2.643.100.111, средство электронной подписи владельца
	OIDIssuerSignTool        der.OID = "\x2a\x85\x03\x64\x70"                 // 1.2.643.100.112, средства электронной подписи и УЦ издателя
	OIDIdentificationKind    der.OID = "\x2a\x85\x03\x64\x72"                 // 1.2.643.100.114, способ идентификации заявителя, since 2021
)

// Purposes in extendedKeyUsage.
const (
	OIDAnyExtKeyUsage  der.OID = "\x55\x1d\x25\x00"                 // 2.5.29.37.0
	OIDServerAuth      der.OID = "\x2b\x06\x01\x05\x05\x07\x03\x01" // 1.3.6.1.5.5.7.3.1
	OIDClientAuth      der.OID = "\x2b\x06\x01\x05\x05\x07\x03\x02" // 1.3.6.1.5.5.7.3.2
	OIDCodeSigning     der.OID = "\x2b\x06\x01\x05\x05\x07\x03\x03" // 1.3.6.1.5.5.7.3.3
	OIDEmailProtection der.OID = "\x2b\x06\x01\x05\x05\x07\x03\x04" // 1.3.6.1.5.5.7.3.4
	OIDTimeStamping    der.OID = "\x2b\x06\x01\x05\x05\x07\x03\x08" // 1.3.6.1.5.5.7.3.8
	OIDOCSPSigning     der.OID = "\x2b\x06\x01\x05\x05\x07\x03\x09" // 1.3.6.1.5.5.7.3.9
)

// Policies: classes of signature tools (приказ ФСБ России № 796).
const (
	OIDAnyPolicy der.OID = "\x55\x1d\x20\x00"         // 2.5.29.32.0
	OIDClassKC1  der.OID = "\x2a\x85\x03\x64\x71\x01" // 1.2.643.100.113.1, КС1
	OIDClassKC2  der.OID = "\x2a\x85\x03\x64\x71\x02" // 1.2.643.100.113.2, КС2
	OIDClassKC3  der.OID = "\x2a\x85\x03\x64\x71\x03" // 1.2.643.100.113.3, КС3
	OIDClassKB1  der.OID = "\x2a\x85\x03\x64\x71\x04" // 1.2.643.100.113.4, КВ1
	OIDClassKB2  der.OID = "\x2a\x85\x03\x64\x71\x05" // 1.2.643.100.113.5, КВ2
	OIDClassKA1  der.OID = "\x2a\x85\x03\x64\x71\x06" // 1.2.643.100.113.6, КА1
)

// OIDTrialPolicy is the policy of trial certificates (T8 of the rules of trust), under the arc of UUID (ITU-T X.667):
// 2.25.142389600523592664542661715291431018934, which is 6b1f3d52-9c0e-4a57-8f0b-7c2d54e8a1b6. The trial authority writes it,
// as a critical extension, into every certificate that it issues. A chain in which it stands anywhere proves nothing in a
// real installation, whatever is configured.
const OIDTrialPolicy der.OID = "\x69\x81\xd6\x9f\x9e\xd4\xd3\xc0\xf2\xa9\xaf\x8f\x85\xdf\x85\xd5\xa7\xa2\xc3\x36"

const (
	oidAccessOCSP      der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01" // 1.3.6.1.5.5.7.48.1
	oidAccessCAIssuers der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x02" // 1.3.6.1.5.5.7.48.2
)

// known are the identifiers that are read without copying.
var known = der.NewOIDSet(
	OIDCommonName, OIDSurname, OIDSerialNumber, OIDCountry, OIDLocality, OIDProvince, OIDStreet, OIDOrganization,
	OIDOrganizationalUnit, OIDTitle, OIDPostalCode, OIDGivenName, OIDInitials, OIDPseudonym, OIDEmail, OIDUnstructuredName,
	OIDUserID, OIDDomainComponent, OIDOGRN, OIDSNILS, OIDINNLE, OIDOGRNIP, OIDINN,
	OIDSubjectKeyID, OIDKeyUsage, OIDPrivateKeyUsagePeriod, OIDSubjectAltName, OIDIssuerAltName, OIDBasicConstraints,
	OIDNameConstraints, OIDCRLDistributionPoints, OIDCertificatePolicies, OIDPolicyMappings, OIDAuthorityKeyID,
	OIDPolicyConstraints, OIDExtKeyUsage, OIDFreshestCRL, OIDInhibitAnyPolicy, OIDAuthorityInfoAccess, OIDOCSPNoCheck,
	OIDSubjectSignTool, OIDIssuerSignTool, OIDIdentificationKind,
	OIDAnyExtKeyUsage, OIDServerAuth, OIDClientAuth, OIDCodeSigning, OIDEmailProtection, OIDTimeStamping, OIDOCSPSigning,
	OIDAnyPolicy, OIDClassKC1, OIDClassKC2, OIDClassKC3, OIDClassKB1, OIDClassKB2, OIDClassKA1, OIDTrialPolicy,
	oidAccessOCSP, oidAccessCAIssuers,
)

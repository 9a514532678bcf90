package cms

import "github.com/klaster-platform/klaster/esign/der"

// Types of content (RFC 5652, RFC 3161).
const (
	OIDData          der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"         // 1.2.840.113549.1.7.1
	OIDSignedData    der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"         // 1.2.840.113549.1.7.2
	OIDEnvelopedData der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x03"         // 1.2.840.113549.1.7.3
	OIDDigestedData  der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x05"         // 1.2.840.113549.1.7.5
	OIDEncryptedData der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06"         // 1.2.840.113549.1.7.6
	OIDTSTInfo       der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04" // 1.2.840.113549.1.9.16.1.4
)

// Signed attributes.
const (
	OIDContentType          der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x03"         // 1.2.840.113549.1.9.3
	OIDMessageDigest        der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x04"         // 1.2.840.113549.1.9.4
	OIDSigningTime          der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x05"         // 1.2.840.113549.1.9.5
	OIDSigningCertificate   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0c" // 1.2.840.113549.1.9.16.2.12
	OIDSigningCertificateV2 der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x2f" // 1.2.840.113549.1.9.16.2.47
	OIDSignaturePolicy      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0f" // 1.2.840.113549.1.9.16.2.15
	OIDContentTimestamp     der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x14" // 1.2.840.113549.1.9.16.2.20
)

// Unsigned attributes.
const (
	OIDCounterSignature    der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x06"         // 1.2.840.113549.1.9.6
	OIDSignatureTimestamp  der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e" // 1.2.840.113549.1.9.16.2.14
	OIDCertificateRefs     der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x15" // 1.2.840.113549.1.9.16.2.21
	OIDRevocationRefs      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x16" // 1.2.840.113549.1.9.16.2.22
	OIDCertificateValues   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x17" // 1.2.840.113549.1.9.16.2.23
	OIDRevocationValues    der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x18" // 1.2.840.113549.1.9.16.2.24
	OIDCAdESCTimestamp     der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x19" // 1.2.840.113549.1.9.16.2.25
	OIDReferencesTimestamp der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x1a" // 1.2.840.113549.1.9.16.2.26
	OIDArchiveTimestampV2  der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x30" // 1.2.840.113549.1.9.16.2.48
	OIDArchiveTimestampV3  der.OID = "\x04\x00\x8d\x45\x02\x04"                     // 0.4.0.1733.2.4
	OIDATSHashIndexV3      der.OID = "\x04\x00\x81\x95\x32\x01\x05"                 // 0.4.0.19122.1.5
)

// Forms of revocation information other than lists.
const (
	// OIDOCSPResponse marks an OCSPResponse in the field crls (RFC 5940, section 2.1).
	OIDOCSPResponse der.OID = "\x2b\x06\x01\x05\x05\x07\x10\x02" // 1.3.6.1.5.5.7.16.2
	// OIDOCSPBasic marks a BasicOCSPResponse (RFC 6960, section 4.2.1).
	OIDOCSPBasic der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x01" // 1.3.6.1.5.5.7.48.1.1
)

// Parts of encrypted messages (Р 1323565.1.025-2019, RFC 9337).
const (
	oidMagmaCTR          der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x01\x01" // 1.2.643.7.1.1.5.1.1
	oidMagmaCTROMAC      der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x01\x02" // 1.2.643.7.1.1.5.1.2
	oidKuznyechikCTR     der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x02\x01" // 1.2.643.7.1.1.5.2.1
	oidKuznyechikCTROMAC der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x02\x02" // 1.2.643.7.1.1.5.2.2
	oidMACAttribute      der.OID = "\x2a\x85\x03\x07\x01\x00\x06\x01\x01" // 1.2.643.7.1.0.6.1.1
)

// Wrapping of keys and the old cipher (RFC 4357, RFC 4490, Р 1323565.1.025-2019).
const (
	oidGOST28147        der.OID = "\x2a\x85\x03\x02\x02\x15"             // 1.2.643.2.2.21
	oidWrapPlain        der.OID = "\x2a\x85\x03\x02\x02\x0d\x00"         // 1.2.643.2.2.13.0
	oidWrapCryptoPro    der.OID = "\x2a\x85\x03\x02\x02\x0d\x01"         // 1.2.643.2.2.13.1
	oidKeyGOST2001DH    der.OID = "\x2a\x85\x03\x02\x02\x62"             // 1.2.643.2.2.98
	oidAgreement2001    der.OID = "\x2a\x85\x03\x02\x02\x60"             // 1.2.643.2.2.96
	oidAgreement256     der.OID = "\x2a\x85\x03\x07\x01\x01\x06\x01"     // 1.2.643.7.1.1.6.1
	oidAgreement512     der.OID = "\x2a\x85\x03\x07\x01\x01\x06\x02"     // 1.2.643.7.1.1.6.2
	oidMagmaKExp15      der.OID = "\x2a\x85\x03\x07\x01\x01\x07\x01\x01" // 1.2.643.7.1.1.7.1.1
	oidKuznyechikKExp15 der.OID = "\x2a\x85\x03\x07\x01\x01\x07\x02\x01" // 1.2.643.7.1.1.7.2.1
)

// known are the identifiers that are read without copying.
var known = der.NewOIDSet(
	OIDData, OIDSignedData, OIDEnvelopedData, OIDDigestedData, OIDEncryptedData, OIDTSTInfo,
	OIDContentType, OIDMessageDigest, OIDSigningTime, OIDSigningCertificate, OIDSigningCertificateV2, OIDSignaturePolicy,
	OIDContentTimestamp, OIDCounterSignature, OIDSignatureTimestamp, OIDCertificateRefs, OIDRevocationRefs,
	OIDCertificateValues, OIDRevocationValues, OIDCAdESCTimestamp, OIDReferencesTimestamp, OIDArchiveTimestampV2,
	OIDArchiveTimestampV3, OIDATSHashIndexV3, OIDOCSPResponse, OIDOCSPBasic,
)

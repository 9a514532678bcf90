package revocation

import (
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/der"
)

// OIDNonce is the extension of OCSP by which an answer repeats what the request had (RFC 9654).
const OIDNonce der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x02" // 1.3.6.1.5.5.7.48.1.2

// Extensions of revocation lists, of their entries and of OCSP.
const (
	oidCRLNumber         der.OID = "\x55\x1d\x14"                         // 2.5.29.20
	oidReasonCode        der.OID = "\x55\x1d\x15"                         // 2.5.29.21
	oidInvalidityDate    der.OID = "\x55\x1d\x18"                         // 2.5.29.24
	oidDeltaCRL          der.OID = "\x55\x1d\x1b"                         // 2.5.29.27
	oidIssuingPoint      der.OID = "\x55\x1d\x1c"                         // 2.5.29.28
	oidCertificateIssuer der.OID = "\x55\x1d\x1d"                         // 2.5.29.29
	oidCRLReference      der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x03" // 1.3.6.1.5.5.7.48.1.3
	oidArchiveCutoff     der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x06" // 1.3.6.1.5.5.7.48.1.6
	oidBasicResponse     der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x01" // 1.3.6.1.5.5.7.48.1.1
)

// known are the identifiers that are read without copying.
var known = der.NewOIDSet(oidReasonCode, oidInvalidityDate, oidCertificateIssuer, cert.OIDAuthorityKeyID)

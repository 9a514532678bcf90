package algorithm

import "github.com/klaster-platform/klaster/esign/der"

// Identifiers of hash functions.
const (
	OIDStreebog256 der.OID = "\x2a\x85\x03\x07\x01\x01\x02\x02"     // 1.2.643.7.1.1.2.2
	OIDStreebog512 der.OID = "\x2a\x85\x03\x07\x01\x01\x02\x03"     // 1.2.643.7.1.1.2.3
	OIDGOSTR341194 der.OID = "\x2a\x85\x03\x02\x02\x09"             // 1.2.643.2.2.9
	OIDSHA1        der.OID = "\x2b\x0e\x03\x02\x1a"                 // 1.3.14.3.2.26
	OIDSHA256      der.OID = "\x60\x86\x48\x01\x65\x03\x04\x02\x01" // 2.16.840.1.101.3.4.2.1
	OIDSHA384      der.OID = "\x60\x86\x48\x01\x65\x03\x04\x02\x02" // 2.16.840.1.101.3.4.2.2
	OIDSHA512      der.OID = "\x60\x86\x48\x01\x65\x03\x04\x02\x03" // 2.16.840.1.101.3.4.2.3
)

// Identifiers of keys. In SignerInfo of messages they also stand for a signature whose hash function is named elsewhere.
const (
	OIDKeyGOST256  der.OID = "\x2a\x85\x03\x07\x01\x01\x01\x01"     // 1.2.643.7.1.1.1.1
	OIDKeyGOST512  der.OID = "\x2a\x85\x03\x07\x01\x01\x01\x02"     // 1.2.643.7.1.1.1.2
	OIDKeyGOST2001 der.OID = "\x2a\x85\x03\x02\x02\x13"             // 1.2.643.2.2.19
	OIDKeyGOST94   der.OID = "\x2a\x85\x03\x02\x02\x14"             // 1.2.643.2.2.20
	OIDKeyRSA      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01" // 1.2.840.113549.1.1.1
	OIDKeyEC       der.OID = "\x2a\x86\x48\xce\x3d\x02\x01"         // 1.2.840.10045.2.1
)

// Identifiers of signatures with their hash function.
const (
	OIDSignatureGOST256     der.OID = "\x2a\x85\x03\x07\x01\x01\x03\x02"     // 1.2.643.7.1.1.3.2
	OIDSignatureGOST512     der.OID = "\x2a\x85\x03\x07\x01\x01\x03\x03"     // 1.2.643.7.1.1.3.3
	OIDSignatureGOST2001    der.OID = "\x2a\x85\x03\x02\x02\x03"             // 1.2.643.2.2.3
	OIDSignatureGOST94      der.OID = "\x2a\x85\x03\x02\x02\x04"             // 1.2.643.2.2.4
	OIDSignatureSHA1RSA     der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05" // 1.2.840.113549.1.1.5
	OIDSignatureSHA256RSA   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b" // 1.2.840.113549.1.1.11
	OIDSignatureSHA384RSA   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0c" // 1.2.840.113549.1.1.12
	OIDSignatureSHA512RSA   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0d" // 1.2.840.113549.1.1.13
	OIDSignaturePSS         der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a" // 1.2.840.113549.1.1.10
	OIDSignatureSHA1ECDSA   der.OID = "\x2a\x86\x48\xce\x3d\x04\x01"         // 1.2.840.10045.4.1
	OIDSignatureSHA256ECDSA der.OID = "\x2a\x86\x48\xce\x3d\x04\x03\x02"     // 1.2.840.10045.4.3.2
	OIDSignatureSHA384ECDSA der.OID = "\x2a\x86\x48\xce\x3d\x04\x03\x03"     // 1.2.840.10045.4.3.3
	OIDSignatureSHA512ECDSA der.OID = "\x2a\x86\x48\xce\x3d\x04\x03\x04"     // 1.2.840.10045.4.3.4
)

const (
	oidMGF1            der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x08" // 1.2.840.113549.1.1.8
	oidP256            der.OID = "\x2a\x86\x48\xce\x3d\x03\x01\x07"     // 1.2.840.10045.3.1.7
	oidP384            der.OID = "\x2b\x81\x04\x00\x22"                 // 1.3.132.0.34
	oidP521            der.OID = "\x2b\x81\x04\x00\x23"                 // 1.3.132.0.35
	oidHash94Test      der.OID = "\x2a\x85\x03\x02\x02\x1e\x00"         // 1.2.643.2.2.30.0
	oidHash94CryptoPro der.OID = "\x2a\x85\x03\x02\x02\x1e\x01"         // 1.2.643.2.2.30.1
)

// Identifiers of curves (RFC 4357, RFC 7836, RFC 9215).
const (
	oidCryptoProTest der.OID = "\x2a\x85\x03\x02\x02\x23\x00"         // 1.2.643.2.2.35.0
	oidCryptoProA    der.OID = "\x2a\x85\x03\x02\x02\x23\x01"         // 1.2.643.2.2.35.1
	oidCryptoProB    der.OID = "\x2a\x85\x03\x02\x02\x23\x02"         // 1.2.643.2.2.35.2
	oidCryptoProC    der.OID = "\x2a\x85\x03\x02\x02\x23\x03"         // 1.2.643.2.2.35.3
	oidCryptoProXchA der.OID = "\x2a\x85\x03\x02\x02\x24\x00"         // 1.2.643.2.2.36.0, the curve A
	oidCryptoProXchB der.OID = "\x2a\x85\x03\x02\x02\x24\x01"         // 1.2.643.2.2.36.1, the curve C
	oidTC256A        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x01\x01" // 1.2.643.7.1.2.1.1.1
	oidTC256B        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x01\x02" // 1.2.643.7.1.2.1.1.2, CryptoPro-A
	oidTC256C        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x01\x03" // 1.2.643.7.1.2.1.1.3, CryptoPro-B
	oidTC256D        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x01\x04" // 1.2.643.7.1.2.1.1.4, CryptoPro-C
	oidTC512Test     der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x02\x00" // 1.2.643.7.1.2.1.2.0
	oidTC512A        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x02\x01" // 1.2.643.7.1.2.1.2.1
	oidTC512B        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x02\x02" // 1.2.643.7.1.2.1.2.2
	oidTC512C        der.OID = "\x2a\x85\x03\x07\x01\x02\x01\x02\x03" // 1.2.643.7.1.2.1.2.3
)

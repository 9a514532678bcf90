package keyfile

import "github.com/klaster-platform/klaster/esign/der"

// Identifiers of PKCS #5 and its pseudo-random functions (RFC 8018, RFC 9337).
const (
	oidPBES2           der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0d" // 1.2.840.113549.1.5.13
	oidPBKDF2          der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0c" // 1.2.840.113549.1.5.12
	oidPBMAC1          der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x05\x0e" // 1.2.840.113549.1.5.14
	oidHMACSHA1        der.OID = "\x2a\x86\x48\x86\xf7\x0d\x02\x07"     // 1.2.840.113549.2.7
	oidHMACSHA256      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x02\x09"     // 1.2.840.113549.2.9
	oidHMACSHA384      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x02\x0a"     // 1.2.840.113549.2.10
	oidHMACSHA512      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x02\x0b"     // 1.2.840.113549.2.11
	oidHMACGOST94      der.OID = "\x2a\x85\x03\x02\x02\x0a"             // 1.2.643.2.2.10
	oidHMACStreebog256 der.OID = "\x2a\x85\x03\x07\x01\x01\x04\x01"     // 1.2.643.7.1.1.4.1
	oidHMACStreebog512 der.OID = "\x2a\x85\x03\x07\x01\x01\x04\x02"     // 1.2.643.7.1.1.4.2
)

// Identifiers of ciphers.
const (
	oidGOST28147      der.OID = "\x2a\x85\x03\x02\x02\x15"             // 1.2.643.2.2.21
	oidMagma          der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x01\x01" // 1.2.643.7.1.1.5.1.1
	oidMagmaOMAC      der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x01\x02" // 1.2.643.7.1.1.5.1.2
	oidKuznyechik     der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x02\x01" // 1.2.643.7.1.1.5.2.1
	oidKuznyechikOMAC der.OID = "\x2a\x85\x03\x07\x01\x01\x05\x02\x02" // 1.2.643.7.1.1.5.2.2
	oidAES128CBC      der.OID = "\x60\x86\x48\x01\x65\x03\x04\x01\x02" // 2.16.840.1.101.3.4.1.2
	oidAES192CBC      der.OID = "\x60\x86\x48\x01\x65\x03\x04\x01\x16" // 2.16.840.1.101.3.4.1.22
	oidAES256CBC      der.OID = "\x60\x86\x48\x01\x65\x03\x04\x01\x2a" // 2.16.840.1.101.3.4.1.42
	oidTripleDESCBC   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x03\x07"     // 1.2.840.113549.3.7
)

// Identifiers of the encryption of old PKCS #12 files (RFC 7292, appendix C), and the one that CryptoPro has put beside them.
const (
	oidPBETripleDES3 der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x03" // 1.2.840.113549.1.12.1.3
	oidPBETripleDES2 der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x04" // 1.2.840.113549.1.12.1.4
	oidPBERC2128     der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x05" // 1.2.840.113549.1.12.1.5
	oidPBERC240      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x06" // 1.2.840.113549.1.12.1.6
	oidPBECryptoPro  der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01\x50" // 1.2.840.113549.1.12.1.80
)

// Identifiers of keys that algorithm does not know, because no certificate for signatures has them.
const (
	oidAgreement256  der.OID = "\x2a\x85\x03\x07\x01\x01\x06\x01" // 1.2.643.7.1.1.6.1
	oidAgreement512  der.OID = "\x2a\x85\x03\x07\x01\x01\x06\x02" // 1.2.643.7.1.1.6.2
	oidAgreement2001 der.OID = "\x2a\x85\x03\x02\x02\x62"         // 1.2.643.2.2.98
)

// Identifiers of PKCS #7 and PKCS #12.
const (
	oidData            der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"         // 1.2.840.113549.1.7.1
	oidEncryptedData   der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x06"         // 1.2.840.113549.1.7.6
	oidKeyBag          der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x01" // 1.2.840.113549.1.12.10.1.1
	oidShroudedKeyBag  der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x02" // 1.2.840.113549.1.12.10.1.2
	oidCertBag         der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x03" // 1.2.840.113549.1.12.10.1.3
	oidSafeContentsBag der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01\x06" // 1.2.840.113549.1.12.10.1.6
	oidX509Certificate der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x16\x01"     // 1.2.840.113549.1.9.22.1
	oidFriendlyName    der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x14"         // 1.2.840.113549.1.9.20
	oidLocalKeyID      der.OID = "\x2a\x86\x48\x86\xf7\x0d\x01\x09\x15"         // 1.2.840.113549.1.9.21
)

package trialca

import "github.com/klaster-platform/klaster/esign/der"

const (
	oidOCSP          der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01"     // 1.3.6.1.5.5.7.48.1
	oidCAIssuers     der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x02"     // 1.3.6.1.5.5.7.48.2
	oidBasicResponse der.OID = "\x2b\x06\x01\x05\x05\x07\x30\x01\x01" // 1.3.6.1.5.5.7.48.1.1
	oidCRLNumber     der.OID = "\x55\x1d\x14"                         // 2.5.29.20
	oidReasonCode    der.OID = "\x55\x1d\x15"                         // 2.5.29.21
)

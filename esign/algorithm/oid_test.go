package algorithm

import (
	"testing"

	"github.com/klaster-platform/klaster/esign/der"
)

// TestOIDs: the octets are what the comments and standards say.
func TestOIDs(t *testing.T) {
	for dotted, oid := range map[string]der.OID{
		"1.2.643.7.1.1.2.2": OIDStreebog256, "1.2.643.7.1.1.2.3": OIDStreebog512, "1.2.643.2.2.9": OIDGOSTR341194,
		"1.3.14.3.2.26": OIDSHA1, "2.16.840.1.101.3.4.2.1": OIDSHA256, "2.16.840.1.101.3.4.2.2": OIDSHA384,
		"2.16.840.1.101.3.4.2.3": OIDSHA512, "1.2.643.7.1.1.1.1": OIDKeyGOST256, "1.2.643.7.1.1.1.2": OIDKeyGOST512,
		"1.2.643.2.2.19": OIDKeyGOST2001, "1.2.643.2.2.20": OIDKeyGOST94, "1.2.840.113549.1.1.1": OIDKeyRSA,
		"1.2.840.10045.2.1": OIDKeyEC, "1.2.643.7.1.1.3.2": OIDSignatureGOST256, "1.2.643.7.1.1.3.3": OIDSignatureGOST512,
		"1.2.643.2.2.3": OIDSignatureGOST2001, "1.2.643.2.2.4": OIDSignatureGOST94,
		"1.2.840.113549.1.1.5": OIDSignatureSHA1RSA, "1.2.840.113549.1.1.11": OIDSignatureSHA256RSA,
		"1.2.840.113549.1.1.12": OIDSignatureSHA384RSA, "1.2.840.113549.1.1.13": OIDSignatureSHA512RSA,
		"1.2.840.113549.1.1.10": OIDSignaturePSS, "1.2.840.10045.4.1": OIDSignatureSHA1ECDSA,
		"1.2.840.10045.4.3.2": OIDSignatureSHA256ECDSA, "1.2.840.10045.4.3.3": OIDSignatureSHA384ECDSA,
		"1.2.840.10045.4.3.4": OIDSignatureSHA512ECDSA, "1.2.840.113549.1.1.8": oidMGF1, "1.2.840.10045.3.1.7": oidP256,
		"1.3.132.0.34": oidP384, "1.3.132.0.35": oidP521, "1.2.643.2.2.30.0": oidHash94Test, "1.2.643.2.2.30.1": oidHash94CryptoPro,
		"1.2.643.2.2.35.0": oidCryptoProTest, "1.2.643.2.2.35.1": oidCryptoProA, "1.2.643.2.2.35.2": oidCryptoProB,
		"1.2.643.2.2.35.3": oidCryptoProC, "1.2.643.2.2.36.0": oidCryptoProXchA, "1.2.643.2.2.36.1": oidCryptoProXchB,
		"1.2.643.7.1.2.1.1.1": oidTC256A, "1.2.643.7.1.2.1.1.2": oidTC256B, "1.2.643.7.1.2.1.1.3": oidTC256C,
		"1.2.643.7.1.2.1.1.4": oidTC256D, "1.2.643.7.1.2.1.2.0": oidTC512Test, "1.2.643.7.1.2.1.2.1": oidTC512A,
		"1.2.643.7.1.2.1.2.2": oidTC512B, "1.2.643.7.1.2.1.2.3": oidTC512C,
	} {
		if got := oid.String(); got != dotted {
			t.Errorf("%s is written as %s", dotted, got)
		}
		if known[oid] != oid {
			t.Errorf("%s is not in the set of known identifiers", dotted)
		}
	}
}

// TestParameterSetsOf94: the numbers are groups: q divides p-1, and a has the order q.
func TestParameterSetsOf94(t *testing.T) {
	for oid, g := range groups94() {
		if g.p.BitLen() != 1024 || g.q.BitLen() != 256 || !g.p.ProbablyPrime(20) || !g.q.ProbablyPrime(20) {
			t.Errorf("%s: p or q is no prime of its length", oid)
		}
		if a := newBig().Exp(g.a, g.q, g.p); a.Cmp(one()) != 0 || g.a.Cmp(one()) <= 0 {
			t.Errorf("%s: a has another order", oid)
		}
	}
}

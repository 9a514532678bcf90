// Package cert reads X.509 certificates (RFC 5280) with the algorithms and attributes that Russian authorities use (RFC 9215,
// приказ ФСБ России № 795), says whom a certificate names, and builds and judges chains.
//
// The parser takes DER only, copies nothing and decodes what is asked for often: [Parse] fills a [Certificate], whose
// slices point into the input. Names are walked when they are asked for ([Name.Attributes]), keys decoded at their first
// use ([Certificate.PublicKey]).
package cert

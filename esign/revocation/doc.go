// Package revocation reads revocation lists (CRL, RFC 5280) and answers of status services (OCSP, RFC 6960), and says what
// they prove about a certificate (T4 of the rules of trust).
//
// Everything is a fact: a [Finding] says what one list or answer says, when it was made, by whom, and what is wrong with
// it. Whether it is fresh enough, and what a revocation after the signing time means, is for a policy.
//
// A list or answer counts only by the key of whoever issued the certificate, whatever names stand in it: two authorities may
// have one name, and one authority several keys. Nothing here reaches the network but through the [Fetcher] that the caller
// passes.
package revocation

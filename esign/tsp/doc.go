// Package tsp reads, verifies, asks for and makes time-stamps (RFC 3161 with RFC 5816).
//
// A [Token] is a signed message over [Token.Imprint] and [Token.Time]. [Token.Verify] makes all checks that need only the token
// and the certificate of the authority, and says how each ended; that the authority is one to be trusted, and was not
// revoked, is for whoever has lists of both (T3 of the rules of trust). A token that fails is no proof of time, and says
// nothing against what it was made for.
//
// Requests reach an authority through a [Fetcher] that the caller passes. [Authority] answers requests, for the trial
// authority and for tests.
package tsp

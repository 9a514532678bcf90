// Package connector is how people sign in through other sites that know them: ЕСИА, a bank, a social network. [Port] is
// what an adapter of such a site implements; [OIDC] implements it for sites that speak OpenID Connect Core 1.0; [Trial]
// is such a site itself, with invented people, for tests and trial installations.
//
// # The way there and back
//
//	browser            here                                 the other site
//	   │ press            │                                      │
//	   ├─────────────────▶│ an errand: a cookie's secret         │
//	   │◀─────────────────┤ Port.Start: its address              │
//	   ├──────────────────┼─────────────────────────────────────▶│ the person proves who they are
//	   │◀─────────────────┼──────────────────────────────────────┤ code, state
//	   ├─────────────────▶│ state is that of the cookie          │
//	   │                  ├─────────────────────────────────────▶│ code, secret, verifier
//	   │                  │◀─────────────────────────────────────┤ who it is, signed
//	   │                  │ Port.Finish: an Identity
//
// An identity is known by provider and subject and by nothing else: an e-mail that two sites know is no proof that one
// person has both accounts. Whatever else the site tells is a proposal to the person, or, where the site vouches for it,
// the word of a source; package account decides which.
package connector

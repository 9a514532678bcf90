// Package trialca is a certification authority for trials: it makes roots and authorities below them, certificates of
// persons, heads of organisations, sole proprietors, staff, time-stamping and status services, revocation lists and OCSP
// answers, on any curve of ГОСТ Р 34.10-2012 or with any other key that package algorithm knows.
//
// Everything that it issues has the critical policy [cert.OIDTrialPolicy], which a real installation refuses whatever its
// configuration says (T8 of the rules of trust), and has no legal force. In form its certificates are those of an
// accredited authority, so that a trial goes the way of the real thing.
//
// With a seeded source of randomness ([Seeded]) and a fixed clock it makes the same bytes again; that is for tests and
// demonstrations, whose keys are no secret.
//
// Time-stamp tokens are CMS messages: package tsp makes them, with a certificate issued here for [TimeStamping].
package trialca

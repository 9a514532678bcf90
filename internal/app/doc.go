// Package app puts the program together: it opens the database, builds each room with what it needs, and serves. It is
// the only place that knows all rooms; read [Open] from top to bottom to know how they hang together.
//
// # The way of a request
//
//	Identify     a number for the log, the address of the client
//	Secure       the headers that say what this site never does
//	Compress
//	SameOrigin   a change that comes from another site is refused
//	Language     /en/login is /login in English
//	session      who acts: the person behind the cookie, with the roles of the foundation
//	route        its policy, its limit on bytes, its handler
//
// Static files and the answers to probes leave the way before the session: they cost no look into the database.
package app

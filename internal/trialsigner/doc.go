// Package trialsigner is the page of a trial installation that signs files and checks signatures in the browser, with a software
// key. It shows how signing goes to people who have no signature yet, and it lets a demonstration sign without a plug-in.
//
// # How it hangs together
//
//	page ──────── fetches the module, passes its bytes ───────▶ worker ── calls ──▶ module (package wasm, WASI)
//	  │                                                            │                   package signer: keys, signatures
//	  └─ passes the files that were chosen, shows the outcome ────▶│ reads the files     the libraries gost and esign
//
// The key is read by the worker and stays in the module. The worker comes with a content policy of its own that leaves it no
// network at all; the module can call nothing but the clock, random bytes and the document (T16, T24 of the rules of trust). The
// server gets neither files nor keys nor signatures. `make wasm` builds the module, at most a million bytes after gzip -9; a
// program that was built without it says so on the page.
//
// # What it takes
//
// Only keys whose certificate has the trial policy; other keys are refused with the reason. Keys come as `klaster ca issue` writes
// them without a password: PKCS #8 and a certificate, in PEM or DER. Forms under a password are left out because their ciphers
// and hash functions would make the module half as large again; `klaster sig sign` reads them.
//
// # Who may do what
//
//	                          anyone, trial installation   real installation
//	see the page, sign, check              ✓                no such page
package trialsigner

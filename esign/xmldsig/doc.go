// Package xmldsig verifies and makes signatures that stand in the XML document that they sign: XML Signature (W3C, 12 February 2002
// and later) and XAdES-BES (ETSI TS 101 903, EN 319 132-1) over it, with the algorithms ГОСТ Р 34.10-2012 and -2001, RSA and ECDSA.
//
// A general implementation of XML Signature lets the signer choose what is signed, and that has been the source of most attacks on
// it: the verifier says yes to one part of a document and the program reads another. Here there is one form (T5 of the rules of
// trust): one Reference covers the root, with no transform but those that take the signature itself out and those that canonicalize.
// Everything else is reported as a failed check, not followed.
//
// # Reading what was signed
//
// A document is read twice by one tokenizer, package xmltoken, in memory that does not grow with it. The first reading finds
// signatures, Ids and what is not well-formed; the second hashes. Both hash the bytes themselves too, so that a source that
// changes between them is found out. Options.Tokens and Options.Signed receive, in the second reading, the tokens and the octets
// that are being hashed: values are to be read from them and from nowhere else, and to be believed only when Verify has returned
// and Facts.OK reports true. Comments, instructions and all that stands within a Signature are not among the tokens.
//
// # Facts
//
// Verify judges no certificate and no time. It returns what it found and how each check went, with identifiers from a closed
// list; package validate makes a verdict out of them.
package xmldsig

import "errors"

// Errors of this package; they come wrapped.
var (
	// ErrNoSignature says that there is no Signature element in the document.
	ErrNoSignature = errors.New("no XML signature")
	// ErrChanged says that the source gave other bytes at the second reading.
	ErrChanged = errors.New("document changed while it was read")
	// ErrSigned says that a document to sign has a signature already: a second would break the first.
	ErrSigned = errors.New("document is signed already")
	// ErrForm says that a signature cannot be made as the Form asks.
	ErrForm = errors.New("signature cannot be made in this form")
)

// Namespaces.
const (
	SpaceDSig  = "http://www.w3.org/2000/09/xmldsig#"
	SpaceXAdES = "http://uri.etsi.org/01903/v1.3.2#"
	spaceExc   = "http://www.w3.org/2001/10/xml-exc-c14n#"
	spaceWSU   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
)

// typeSignedProperties is the Type of the Reference to SignedProperties (XAdES, section 6.3.1).
const typeSignedProperties = "http://uri.etsi.org/01903#SignedProperties"

// Limits of what belongs to signatures, above those of the tokenizer.
const (
	maxSignatures   = 16
	maxHashed       = 512 << 20 // bytes of the document times signatures in it; the first is hashed in any case
	maxRecorded     = 8 << 20   // bytes of all Signature elements together
	maxTokens       = 100_000   // of them
	maxReferences   = 16
	maxCertificates = 100
	maxTried        = 16 // certificates by whose key a signature is tried
	maxIDs          = 1 << 19
	maxIDBytes      = 32 << 20
)

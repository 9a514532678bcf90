package mchd

import (
	"bytes"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/ruid"
)

// Answer is yes, no or unknown; the zero Answer is unknown, so that what nobody asked for never passes.
type Answer int

// The answers.
const (
	Unknown Answer = iota
	Yes
	No
)

// Signature is what the verification of one signer of a document's detached signature found.
type Signature struct {
	// SHA256 is the hash of the bytes that were verified. A signature over other bytes than the document's counts for nothing.
	SHA256 [32]byte
	// Signer is whom the certificate names (T10 of the rules of trust).
	Signer cert.Identity
	// Valid is Yes if the signature passed the policy of the caller, No if it failed, Unknown if it is indeterminate.
	Valid Answer
	// Head says whether the register had the person of the certificate as entitled to act for its organisation without a
	// power of attorney on the day HeadOn, a managing company followed to its own head (T11). It is not asked of persons
	// and sole proprietors, who act for themselves.
	Head   Answer
	HeadOn Date
}

// Status is what the registry of powers of attorney says of one.
type Status int

// The statuses. The zero Status stands for a registry that is silent, was not asked, or does not know the number.
const (
	StatusUnknown Status = iota
	StatusValid
	StatusRevoked
)

// Registry is an answer of the registry.
type Registry struct {
	Status Status
	// Asked is when the answer was given.
	Asked time.Time
	// RevokedAt is when the power ended, zero if that is not known.
	RevokedAt time.Time
}

// Evidence is a document with what was found out about it.
type Evidence struct {
	Document   *Document
	Signatures []Signature
	Registry   Registry
}

// Verifier verifies a detached signature (CMS, CAdES) over a document and reports each of its signers. An error means that the
// signature could not be read; signatures that fail are no error.
type Verifier interface {
	VerifyDetached(document, signature []byte) ([]Signature, error)
}

// Open parses a document and has its signature verified over the same bytes. The answer of the registry, and of the register of
// organisations unless the verifier asks it, are for the caller to add.
func Open(document, signature []byte, v Verifier, limits Limits) (Evidence, error) {
	d, err := Parse(bytes.NewReader(document), limits)
	if err != nil {
		return Evidence{}, err
	}
	found, err := v.VerifyDetached(document, signature)
	if err != nil {
		return Evidence{}, fmt.Errorf("verify signature of power of attorney %s: %w", d.Number, err)
	}
	signatures := append([]Signature(nil), found...)
	for i := range signatures {
		signatures[i].SHA256 = d.SHA256
	}
	return Evidence{Document: d, Signatures: signatures}, nil
}

// Actor is somebody who signed what the power of attorney is to cover.
type Actor struct {
	Identity cert.Identity
	// Head says, where the agent is an organisation, whether the register has the person as entitled to act for it.
	Head Answer
}

// Subject is for whom somebody wants to act: the numbers of an organisation, a sole proprietor or a person. For an
// organisation ИНН and ОГРН are compared, for others ИНН and СНИЛС, and ОГРНИП if it is given.
type Subject struct {
	INN    ruid.INN
	OGRN   ruid.OGRN
	OGRNIP ruid.OGRNIP
	SNILS  ruid.SNILS
}

// Question is what is asked of a power of attorney.
type Question struct {
	// At is the moment for which the right is asked: the proven time of the signature, else the time of checking.
	At        time.Time
	Principal Subject
	// Signer acts; CoSigners are the others whose good signatures the same paper bears.
	Signer    Actor
	CoSigners []Actor
	// Codes are the powers of the classifier that the caller knows: true allows the service, false does not. A code that is not
	// there is unknown.
	Codes map[string]bool
	// AskedSince is the earliest time at which the registries' answers may have been given. It must be set: each of
	// submit and decision asks anew. Without it no answer of a registry counts.
	AskedSince time.Time
	// AloneConfirmed says that the caller's lawyer has read the official description of the form and found that several
	// agents act each alone where ПрСовмПолн is 1; see the package's documentation.
	AloneConfirmed bool
	// Parents are the powers of attorney on which the first rests: its immediate parent first, the original last. Of an
	// original there are none.
	Parents []Evidence
}

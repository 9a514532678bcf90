// Package xmltoken reads XML 1.0 (fifth edition) with namespaces, one token at a time, in bounded memory.
//
// It is strict where looseness has broken signatures: there is no DTD and so no entities but the five of the standard
// and character references, the encoding is UTF-8, every name is resolved in its namespace, and what is not well-formed is an error.
// The tokens are those over which package c14n computes canonical forms, so that what is hashed and what is read come from
// one reading of the bytes (T5 of the rules of trust).
//
// A Token lives until the next call of Next. Long texts come in several tokens, each within the limits of the buffer.
package xmltoken

import (
	"errors"
	"fmt"
)

// Errors of reading; they come wrapped in a *SyntaxError.
var (
	// ErrMalformed says that the bytes are not well-formed XML with namespaces.
	ErrMalformed = errors.New("malformed XML")
	// ErrDTD says that there is a document type declaration: it is refused whatever it holds.
	ErrDTD = errors.New("document type declaration is refused")
	// ErrEntity says that an entity is referred to which is not one of the five of the standard.
	ErrEntity = errors.New("entity reference is refused")
	// ErrEncoding says that the document is not in UTF-8, or says that it is not.
	ErrEncoding = errors.New("encoding is not UTF-8")
	// ErrLimit says that the document is larger, deeper or more intricate than the limits allow.
	ErrLimit = errors.New("limit exceeded")
)

// SyntaxError tells where reading ended and why. Errors of the reader that bytes come from are not wrapped in it.
type SyntaxError struct {
	// Offset is counted in bytes from the beginning of the document.
	Offset int64
	// Detail says what is wrong there, in English.
	Detail string
	// Kind is one of the errors of this package.
	Kind error
}

// Error implements error.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("XML at byte %d: %v: %s", e.Offset, e.Kind, e.Detail)
}

// Unwrap returns the kind.
func (e *SyntaxError) Unwrap() error { return e.Kind }

// Limits bound a document. A zero field stands for the default.
type Limits struct {
	Size       int64 // bytes of the document; 100 MiB
	Depth      int   // nested elements; 64
	Attributes int   // attributes and namespace declarations of one element; 256
	Name       int   // bytes of one name; 1024
	Markup     int   // bytes of one tag, comment or processing instruction; 1 MiB
	Names      int   // different names and namespaces in the document; 16384, and 64 bytes each on average
}

func (l Limits) withDefaults() Limits {
	set := func(p *int, v int) {
		if *p <= 0 {
			*p = v
		}
	}
	if l.Size <= 0 {
		l.Size = 100 << 20
	}
	set(&l.Depth, 64)
	set(&l.Attributes, 256)
	set(&l.Name, 1024)
	set(&l.Markup, 1<<20)
	set(&l.Names, 16384)
	return l
}

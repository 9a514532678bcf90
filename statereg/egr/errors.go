package egr

import (
	"errors"
	"fmt"
)

// What a file as a whole may be refused for.
var (
	ErrNotRegister = errors.New("not a file of ЕГРЮЛ or ЕГРИП")
	ErrForm        = errors.New("a form of the file other than 4.x")
	ErrDTD         = errors.New("a document type declaration, which files of the registers do not have")
	ErrTruncated   = errors.New("the file ends before its last element")
	ErrCount       = errors.New("the file has another number of documents than it says (КолДок)")
	ErrLimit       = errors.New("a limit is passed")
	ErrZIP         = errors.New("the ZIP is broken")
)

// What a single record may be refused for.
var (
	ErrSyntax = errors.New("not well-formed XML")
	ErrRecord = errors.New("not a record of the register")
	ErrNumber = errors.New("a wrong check digit")
)

// RecordError tells which record of a file could not be read and why. The records around it are read.
type RecordError struct {
	File   string // name of the XML file, when it is known
	Index  int    // of the document in its file, from 0
	Offset int64  // of the document in its file, in bytes
	At     int64  // of the place in the file where reading stopped
	OGRN   string // when it was read already
	Err    error
}

func (e *RecordError) Error() string {
	where := fmt.Sprintf("document %d at byte %d", e.Index+1, e.At)
	if e.File != "" {
		where = e.File + ": " + where
	}
	if e.OGRN != "" {
		where += " (ОГРН " + e.OGRN + ")"
	}
	return where + ": " + e.Err.Error()
}

func (e *RecordError) Unwrap() error { return e.Err }

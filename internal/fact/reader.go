package fact

import (
	"context"
	"io"
)

// unfairExcluded is the hot status of one who was listed in the register of unfair suppliers and is not any more.
const unfairExcluded = "excluded"

// reader reads the records of one file of a register.
type reader interface {
	// fits reports whether the beginning of a file, a few kilobytes of it, is of this register.
	fits(beginning []byte) bool
	// expected returns how many records the beginning of a file promises, 0 when it does not say.
	expected(beginning []byte) int64
	// read gives every record of a file to take, in the order of the file, and returns what it could not read and does
	// not know. Its error is that of take, or says that the rest of the file cannot be read.
	read(ctx context.Context, file io.Reader, take func(parsed) error) (readNotes, error)
}

// readNotes is what a reader did not understand.
type readNotes struct {
	broken  int64
	codes   map[string]int64
	faults  []string
	skipped int64
}

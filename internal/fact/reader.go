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
	// read gives every record of a file to take, in the order of the file. The error is that of take, or says that the
	// rest of the file cannot be read. After the last record was parsed, codes tells what was met and is not known; it may
	// be nil.
	read(ctx context.Context, file io.Reader, name string, take func(item) error) (codes func() map[string]int64, err error)
}

// item is one record of a file that is yet to be parsed. Finding where a record ends and reading what is in it go on beside
// each other; records of one file are parsed one after another.
type item func() (parsed, error)

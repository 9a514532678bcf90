package blob

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/blob/sealed"
)

// Errors of every [Store].
var (
	// ErrNotFound says that nothing with this ref is stored.
	ErrNotFound = errors.New("blob not found")
	// ErrTooLarge says that the content of a Put is longer than its limit.
	ErrTooLarge = errors.New("content is larger than the limit")
	// ErrCorrupt says that what is stored is not what was put: cut short, altered, exchanged. No byte of the affected
	// part has been given out. Kinds of it are the errors of package sealed.
	ErrCorrupt = sealed.ErrCorrupt
	// ErrKey says that the key which the content was encrypted under is not in the key file.
	ErrKey = sealed.ErrKey
)

// Info is what a store knows about content without reading it.
type Info struct {
	Ref Ref
	// Put is when the content was last put, by the clock of the store. File systems round it down by some milliseconds.
	Put time.Time
}

// Store keeps content for ever, or until a sweep. All methods are safe for concurrent use. Errors name the ref at most.
// blobtest.Conformance holds every implementation to this contract.
type Store interface {
	// Put stores everything that r gives and returns its ref. When it returns without error the content is durable
	// (synced, with its name) and Open, Stat and Walk find it, and its Put time is now.
	//
	// Put of content that is stored already gives the same ref, renews the Put time and heals a damaged copy; readers of
	// the older copy are not disturbed. Content of more than limit bytes is ErrTooLarge, and exactly limit bytes are
	// allowed. After any error, of r, of ctx, of the store, nothing new is found; what a killed process leaves behind
	// is never found either. A negative limit is an error. Put does not close r, and can not interrupt a Read of it.
	Put(ctx context.Context, r io.Reader, limit int64) (Ref, error)

	// Open gives the plaintext of a ref, from any position. Absent content is ErrNotFound. Damage is ErrCorrupt, here
	// when it can be seen without reading everything, else from the Read that meets it; a Read never gives out a byte
	// that was not authenticated. The caller closes what he gets. A Delete does not disturb who is reading.
	Open(ctx context.Context, ref Ref) (io.ReadSeekCloser, error)

	// Stat tells about a ref without reading its content. Absent content is ErrNotFound. Only Open judges damage.
	Stat(ctx context.Context, ref Ref) (Info, error)

	// Delete removes content that was last put before the given moment and reports whether it did: content that is
	// absent, or was put at that moment or later, is left as it is, without error. Checking and removing are one step
	// with regard to Put. Sweep is its caller; see the package documentation.
	Delete(ctx context.Context, ref Ref, putBefore time.Time) (bool, error)

	// Walk gives every stored ref once, in no order. What is put or deleted during the walk may or may not be seen. An
	// entry that can not be read is given as an error with a zero Info, and the walk goes on to the next one as long as
	// the consumer does; the error of a done ctx is the last.
	Walk(ctx context.Context) iter.Seq2[Info, error]
}

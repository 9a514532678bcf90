package outbound

import (
	"errors"
	"fmt"
	"net/netip"
)

// Errors of requests. The end of the time limit is [context.DeadlineExceeded].
var (
	// ErrRefused is the kind of every [RefusedError].
	ErrRefused = errors.New("outgoing request refused")
	// ErrRedirect says that the server answered with a redirect. The address must be mended where it was written.
	ErrRedirect = errors.New("the server redirects elsewhere")
	// ErrTooLarge says that the answer is longer than the purpose allows, packed or unpacked.
	ErrTooLarge = errors.New("the answer is larger than the limit")
	// ErrAnswer says that the answer is in a form that was not asked for: an unknown encoding, another protocol.
	ErrAnswer = errors.New("the answer has an unexpected form")
)

// RefusedError says why a request was not sent. Nothing has reached the other side.
type RefusedError struct {
	Purpose Purpose
	Host    string     // as the request named it
	Addr    netip.Addr // what the name resolved to; not valid when the name was not resolved
	Reason  string
}

func (e *RefusedError) Error() string {
	if e.Addr.IsValid() {
		return fmt.Sprintf("%v: %s to %s at %s: %s", ErrRefused, e.Purpose, e.Host, e.Addr, e.Reason)
	}
	return fmt.Sprintf("%v: %s to %q: %s", ErrRefused, e.Purpose, e.Host, e.Reason)
}

// Is makes the error an [ErrRefused].
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// StatusError is an answer other than 200 to a [Client.Fetcher].
type StatusError struct {
	Purpose Purpose
	Status  int
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("the %s server answers with status %d", e.Purpose, e.Status)
}

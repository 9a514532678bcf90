package organisation

import (
	"context"
	"net/http"
)

// Logins is where people sign in by a signature: package signature.
type Logins interface {
	// Login returns the latest signed login of the browser that nobody has used, or [ErrNoLogin].
	Login(ctx context.Context, r *http.Request) (Login, error)
	// AskLogin begins a signed login of the person who acts and returns where the browser goes; back is where it returns.
	AskLogin(ctx context.Context, w http.ResponseWriter, r *http.Request, back string) (address string, err error)
}

package outbound

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Request is one request with everything in memory.
type Request struct {
	Purpose Purpose
	Method  string // "GET", "POST", …; required
	URL     string
	Header  http.Header // optional; User-Agent, Host and Cookie are not the caller's
	Body    []byte      // optional
}

// Response is a whole answer, unpacked.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// Do sends a request and reads the whole answer. An answer of any status but a redirect is no error. Errors are
// [ErrRefused], [ErrRedirect], [ErrTooLarge], [ErrAnswer], [context.DeadlineExceeded] at the purpose's limit of time,
// and those of the network; they name the host, and nothing else of the URL.
func (c *Client) Do(ctx context.Context, r Request) (Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return Response{}, &RefusedError{Purpose: r.Purpose, Reason: "the address can not be read"}
	}
	if r.Header != nil {
		req.Header = r.Header.Clone()
	}
	resp, err := c.RoundTripper(r.Purpose).RoundTrip(req)
	if err != nil {
		return Response{}, err
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(resp.Body)
	if err != nil {
		return Response{}, fmt.Errorf("%s to %s: read the answer: %w", r.Purpose, req.URL.Hostname(), err)
	}
	return Response{Status: resp.StatusCode, Header: resp.Header, Body: content}, nil
}

// Fetcher is the shape in which libraries take the network: a GET, or a POST of body with its content type when body is
// not nil. The answer is the whole content of a 200. It is an alias, so that a library declares its own type of the same
// shape and imports nothing.
type Fetcher = func(ctx context.Context, url string, body []byte, contentType string) ([]byte, error)

// Fetcher gives a function that fetches for one purpose. A status other than 200 is a [*StatusError].
func (c *Client) Fetcher(purpose Purpose) Fetcher {
	return func(ctx context.Context, url string, body []byte, contentType string) ([]byte, error) {
		r := Request{Purpose: purpose, Method: http.MethodGet, URL: url}
		if body != nil {
			r.Method, r.Body = http.MethodPost, body
			r.Header = http.Header{"Content-Type": {contentType}}
		}
		resp, err := c.Do(ctx, r)
		if err != nil {
			return nil, fmt.Errorf("fetch: %w", err)
		}
		if resp.Status != http.StatusOK {
			return nil, fmt.Errorf("fetch: %w", &StatusError{Purpose: purpose, Status: resp.Status})
		}
		return resp.Body, nil
	}
}

// IsTemporary reports whether trying a request again later may help: the other side or the network failed, rather than
// the address or the size of the answer being wrong.
func IsTemporary(err error) bool {
	var status *StatusError
	switch {
	case err == nil, errors.Is(err, ErrRefused), errors.Is(err, ErrRedirect), errors.Is(err, ErrTooLarge),
		errors.Is(err, ErrAnswer), errors.Is(err, context.Canceled):
		return false
	case errors.As(err, &status):
		return status.Status >= 500 || status.Status == http.StatusTooManyRequests
	default:
		return true
	}
}

package outbound

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// transport is the [http.RoundTripper] of one purpose.
type transport struct {
	client  *Client
	purpose Purpose
	limits  Limits
	base    *http.Transport
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	start := t.client.config.Clock.Now()
	resp, cancel, err := t.exchange(req)
	finish := func(bytes int64, err error) {
		cancel()
		t.observe(req, resp, start, bytes, err)
	}
	if err != nil {
		finish(0, err)
		return nil, err
	}
	resp.Body = newBody(resp, t.limits.Body, finish)
	return resp, nil
}

// exchange sends the request and judges the head of the answer. The caller cancels when the body has been read, since
// the time limit holds for the body as well. An answer that is returned beside an error is closed already.
func (t *transport) exchange(req *http.Request) (*http.Response, context.CancelFunc, error) {
	if err := t.check(req); err != nil {
		closeRequest(req)
		return nil, func() {}, err
	}
	ctx, cancel := context.WithTimeout(req.Context(), t.limits.Time)
	resp, err := t.base.RoundTrip(t.prepare(ctx, req))
	if err != nil {
		return nil, cancel, t.named(req, err)
	}
	if err := t.checkAnswer(req, resp); err != nil {
		_ = resp.Body.Close()
		return resp, cancel, t.named(req, err)
	}
	return resp, cancel, nil
}

// named adds the host, and nothing else of the URL, to an error that has none.
func (t *transport) named(req *http.Request, err error) error {
	var refused *RefusedError
	if errors.As(err, &refused) {
		return refused
	}
	return fmt.Errorf("%s to %s: %w", t.purpose, req.URL.Hostname(), err)
}

// check judges what can be judged before resolving the name.
func (t *transport) check(req *http.Request) error {
	refuse := func(reason string) error {
		return &RefusedError{Purpose: t.purpose, Host: req.URL.Hostname(), Reason: reason}
	}
	if !slices.Contains(methods[:], req.Method) {
		return refuse("method " + req.Method)
	}
	if req.Response != nil {
		return refuse("it follows a redirect")
	}
	if req.URL.User != nil {
		return refuse("the address holds a name or password")
	}
	if req.URL.Scheme != "https" && req.URL.Scheme != "http" {
		return refuse("scheme " + req.URL.Scheme)
	}
	where, err := newPlace(req.URL.Hostname(), portOf(req))
	if err != nil {
		return refuse(err.Error())
	}
	entry, listed := t.client.allow[allowKey{t.purpose, where}]
	if req.URL.Scheme == "http" && !t.limits.Plain && !entry.plain {
		return refuse("http where https is required")
	}
	if !listed && !t.limits.allowsPort(where.port) {
		return refuse(fmt.Sprintf("port %d is not one of this purpose", where.port))
	}
	// An address in place of a name is judged here for the early answer; the dialer judges it again.
	if addr, err := netip.ParseAddr(where.host); err == nil {
		if reason := t.client.rules.refusal(addr, listed); reason != "" {
			return &RefusedError{Purpose: t.purpose, Host: where.host, Addr: addr, Reason: reason}
		}
	}
	return nil
}

// methods that requests may have. CONNECT would open a tunnel and is not one.
var methods = [...]string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete,
}

func portOf(req *http.Request) string {
	switch port := req.URL.Port(); {
	case port != "":
		return port
	case req.URL.Scheme == "https":
		return "443"
	default:
		return "80"
	}
}

// prepare makes the request that is sent: with our name, for the host of its URL, without what ties requests together.
func (t *transport) prepare(ctx context.Context, req *http.Request) *http.Request {
	out := req.Clone(ctx)
	if out.Header == nil {
		out.Header = http.Header{}
	}
	out.Host = ""
	out.Header.Set("User-Agent", t.client.config.UserAgent)
	for _, name := range []string{"Cookie", "Upgrade", "Connection", "Proxy-Authorization"} {
		out.Header.Del(name)
	}
	if out.Header.Get("Accept-Encoding") == "" {
		out.Header.Set("Accept-Encoding", "gzip")
	}
	return out
}

func (t *transport) checkAnswer(req *http.Request, resp *http.Response) error {
	resp.Header.Del("Set-Cookie")
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return ErrRedirect
	case http.StatusSwitchingProtocols:
		return fmt.Errorf("%w: it switches protocols", ErrAnswer)
	}
	if req.Method != http.MethodHead && resp.ContentLength > t.limits.Body {
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, resp.ContentLength, t.limits.Body)
	}
	switch encoding := strings.ToLower(resp.Header.Get("Content-Encoding")); encoding {
	case "", "identity", "gzip":
		return nil
	default:
		return fmt.Errorf("%w: encoding %.40q", ErrAnswer, encoding)
	}
}

// closeRequest does what a RoundTripper owes when it does not send.
func closeRequest(req *http.Request) {
	if req.Body != nil {
		_ = req.Body.Close()
	}
}

// refuseAll is the transport of purposes that have none.
type refuseAll struct{ purpose Purpose }

// RoundTrip implements [http.RoundTripper].
func (r refuseAll) RoundTrip(req *http.Request) (*http.Response, error) {
	closeRequest(req)
	return nil, &RefusedError{Purpose: r.purpose, Host: req.URL.Hostname(), Reason: "not a purpose for HTTP"}
}

// Outcome is how an exchange ended, a label of the metrics.
type Outcome string

// The outcomes.
const (
	OK        Outcome = "ok"        // an answer of any status was read as far as the caller wanted
	Refused   Outcome = "refused"   // not sent
	Redirect  Outcome = "redirect"  // answered with a redirect
	Oversize  Outcome = "too_large" // answered with too much
	TimedOut  Outcome = "timeout"   // the limit of time was reached
	Cancelled Outcome = "cancelled" // the caller gave up
	Failed    Outcome = "failed"    // anything else: no name, no connection, no TLS, no HTTP
)

// Event tells about one exchange.
type Event struct {
	Purpose  Purpose
	Outcome  Outcome
	Host     string // for logs; not a label, as users choose it
	Status   int    // 0 when there was no answer
	Bytes    int64  // of the answer, unpacked
	Duration time.Duration
}

func (t *transport) observe(req *http.Request, resp *http.Response, start time.Time, bytes int64, err error) {
	if t.client.config.Observe == nil {
		return
	}
	event := Event{
		Purpose: t.purpose, Outcome: outcome(err), Host: req.URL.Hostname(), Bytes: bytes,
		Duration: t.client.config.Clock.Now().Sub(start),
	}
	if resp != nil {
		event.Status = resp.StatusCode
	}
	t.client.config.Observe(event)
}

func outcome(err error) Outcome {
	switch {
	case err == nil:
		return OK
	case errors.Is(err, ErrRefused):
		return Refused
	case errors.Is(err, ErrRedirect):
		return Redirect
	case errors.Is(err, ErrTooLarge):
		return Oversize
	case errors.Is(err, context.DeadlineExceeded):
		return TimedOut
	case errors.Is(err, context.Canceled):
		return Cancelled
	default:
		return Failed
	}
}

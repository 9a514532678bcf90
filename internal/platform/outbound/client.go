package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
)

const (
	connectTimeout = 10 * time.Second
	idleTimeout    = 30 * time.Second
	maxHeader      = 64 << 10
)

// Config is what a [Client] needs to know.
type Config struct {
	// UserAgent is sent with every request, such as "Klaster/1.4 (+https://klaster.example)". Required.
	UserAgent string
	// Allow lists places that may be inside: "s3=minio.internal:9000", "sms=http://10.0.0.7:8080". The application adds
	// what the operator has named elsewhere in the configuration, such as the mail relay.
	Allow []string
	// Limits changes Body and Time of purposes; zero fields stay as they are by default.
	Limits map[Purpose]Limits
	// RootCAs are trusted for TLS; nil means those of the system.
	RootCAs *x509.CertPool
	// Resolver finds addresses; nil means the system's.
	Resolver *net.Resolver
	// Clock measures how long exchanges take. Required.
	Clock clock.Clock
	// Observe, when set, is told about every exchange when it has ended. It must be quick and safe for concurrent use.
	Observe func(Event)
}

// Client sends requests. It is safe for concurrent use; there is one in the application.
type Client struct {
	config     Config
	allow      allowList
	rules      addressRules
	limits     map[Purpose]Limits
	transports map[Purpose]*transport
}

// New checks the configuration and makes the client.
func New(config Config) (*Client, error) {
	if config.UserAgent == "" || config.Clock == nil {
		return nil, errors.New("outbound: a user agent and a clock are required")
	}
	allow, err := parseAllow(config.Allow)
	if err != nil {
		return nil, err
	}
	c := &Client{
		config: config, allow: allow, rules: refusedRanges(),
		limits: standard(), transports: map[Purpose]*transport{},
	}
	for purpose, limits := range config.Limits {
		base, ok := c.limits[purpose]
		if !ok {
			return nil, fmt.Errorf("outbound: limits for %q, which is no purpose", purpose)
		}
		c.limits[purpose] = base.override(limits)
	}
	for purpose, limits := range c.limits {
		if !limits.raw {
			c.transports[purpose] = c.newTransport(purpose, limits)
		}
	}
	return c, nil
}

// newTransport makes the connections of one purpose. Purposes share none: a connection to a place that is listed for
// one of them must not serve another.
func (c *Client) newTransport(purpose Purpose, limits Limits) *transport {
	http1 := new(http.Protocols)
	http1.SetHTTP1(true)
	return &transport{
		client:  c,
		purpose: purpose,
		limits:  limits,
		base: &http.Transport{
			Proxy:                  nil, // said aloud: the default transport would ask the environment
			DialContext:            c.dialer(purpose),
			TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: c.config.RootCAs},
			TLSHandshakeTimeout:    connectTimeout,
			DisableCompression:     true, // unpacked by body, within the limit
			MaxIdleConns:           16,
			MaxIdleConnsPerHost:    4,
			MaxConnsPerHost:        32,
			IdleConnTimeout:        idleTimeout,
			MaxResponseHeaderBytes: maxHeader,
			Protocols:              http1,
		},
	}
}

// dialer gives a function that connects for one purpose. The address is judged in the dialer's control function, which
// the net package calls for each address that it is about to connect to, after resolving and before the first packet.
func (c *Client) dialer(purpose Purpose) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		where, err := splitPlace(address)
		if err != nil {
			return nil, fmt.Errorf("outbound: %w", err)
		}
		_, listed := c.allow[allowKey{purpose, where}]
		dialer := net.Dialer{
			Timeout:  connectTimeout,
			Resolver: c.config.Resolver,
			ControlContext: func(_ context.Context, _, resolved string, _ syscall.RawConn) error {
				return c.judge(purpose, where.host, resolved, listed)
			},
		}
		return dialer.DialContext(ctx, network, address)
	}
}

func (c *Client) judge(purpose Purpose, host, resolved string, listed bool) error {
	addrPort, err := netip.ParseAddrPort(resolved)
	if err != nil {
		return &RefusedError{Purpose: purpose, Host: host, Reason: "not an address: " + resolved}
	}
	if reason := c.rules.refusal(addrPort.Addr(), listed); reason != "" {
		return &RefusedError{Purpose: purpose, Host: host, Addr: addrPort.Addr(), Reason: reason}
	}
	return nil
}

// Dial gives a function that opens connections for a protocol other than HTTP, for the purposes Mail and Scanner. It
// limits the time of connecting; what follows is the caller's. For other purposes the function always fails.
func (c *Client) Dial(purpose Purpose) func(ctx context.Context, network, address string) (net.Conn, error) {
	limits := c.limits[purpose]
	dial := c.dialer(purpose)
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		where, err := splitPlace(address)
		if err != nil {
			return nil, fmt.Errorf("outbound: %w", err)
		}
		refuse := func(reason string) (net.Conn, error) {
			return nil, &RefusedError{Purpose: purpose, Host: where.host, Reason: reason}
		}
		if !limits.raw {
			return refuse("not a purpose for plain connections")
		}
		if network != "tcp" && network != "tcp4" && network != "tcp6" {
			return refuse("network " + network)
		}
		if _, listed := c.allow[allowKey{purpose, where}]; !listed && !limits.allowsPort(where.port) {
			return refuse(fmt.Sprintf("port %d is not one of this purpose", where.port))
		}
		ctx, cancel := context.WithTimeout(ctx, limits.Time)
		defer cancel()
		return dial(ctx, network, address)
	}
}

// RoundTripper gives a transport for HTTP clients that are not ours: of OpenID Connect, of S3. It holds every request
// to the purpose, redirects too, and answers in the same bounds as [Client.Do]. For a purpose that is not of HTTP every
// request fails.
func (c *Client) RoundTripper(purpose Purpose) http.RoundTripper {
	if t, ok := c.transports[purpose]; ok {
		return t
	}
	return refuseAll{purpose}
}

// HTTPClient gives an [http.Client] around [Client.RoundTripper], for libraries that want one.
func (c *Client) HTTPClient(purpose Purpose) *http.Client {
	return &http.Client{
		Transport:     c.RoundTripper(purpose),
		CheckRedirect: func(*http.Request, []*http.Request) error { return ErrRedirect },
	}
}

// Close closes connections that are idle.
func (c *Client) Close() {
	for _, t := range c.transports {
		t.base.CloseIdleConnections()
	}
}

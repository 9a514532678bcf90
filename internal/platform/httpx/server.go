package httpx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// Config is the section of the settings about HTTP.
type Config struct {
	Addr    string        `help:"Address to listen on." default:"127.0.0.1:8080"`
	BaseURL string        `help:"Address by which people reach the platform, as it stands in letters. Empty: http:// and the listening address." name:"base-url"`
	Proxies []string      `help:"Networks of the proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8." name:"proxies"`
	Drain   time.Duration `help:"How long requests under way may take when the program stops." default:"15s"`
}

// Validate completes the base URL and reports every fault of the section.
func (c *Config) Validate() error {
	if c.BaseURL == "" {
		host, port, err := net.SplitHostPort(c.Addr)
		if err != nil {
			return fmt.Errorf("addr %q: want host:port, such as 127.0.0.1:8080", c.Addr)
		}
		if host == "" || host == "127.0.0.1" || host == "0.0.0.0" || host == "::" {
			host = "localhost"
		}
		c.BaseURL = "http://" + net.JoinHostPort(host, port)
	}
	u, err := url.Parse(c.BaseURL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return fmt.Errorf("base-url %q: want a scheme and a host only, such as https://klaster.example", c.BaseURL)
	}
	c.BaseURL = u.Scheme + "://" + u.Host
	_, err = c.Prefixes()
	return err
}

// Prefixes returns the networks of the trusted proxies.
func (c Config) Prefixes() ([]netip.Prefix, error) {
	var list []netip.Prefix
	for _, p := range c.Proxies {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			return nil, fmt.Errorf("proxies: %q is no network; want one such as 10.0.0.0/8", p)
		}
		list = append(list, prefix)
	}
	return list, nil
}

// HTTPS reports whether people reach the platform by https.
func (c Config) HTTPS() bool { return strings.HasPrefix(c.BaseURL, "https://") }

// Serve answers on the listener until ctx ends; then it takes no new connection and waits for the requests under way,
// at most for drain.
func Serve(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger, drain time.Duration) error {
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       60 * time.Second,
		WriteTimeout:      90 * time.Second,
		IdleTimeout:       120 * time.Second,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // handshakes of scanners are no news
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
		defer cancel()
		stopped <- srv.Shutdown(wait)
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve HTTP: %w", err)
	}
	if err := <-stopped; err != nil {
		return fmt.Errorf("stop serving HTTP: %w", err)
	}
	return nil
}

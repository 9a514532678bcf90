package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/esign/revocation"
	"github.com/klaster-platform/klaster/esign/tsp"
	"github.com/klaster-platform/klaster/internal/signature/authority"
)

type caServeCmd struct {
	folderFlag `embed:""`
	Listen     string `help:"Where to listen: an address of this machine alone." default:"127.0.0.1:8090" placeholder:"HOST:PORT"`
}

// Help implements [kong.HelpProvider].
func (c *caServeCmd) Help() string {
	return `POST /tsa takes time-stamp requests, POST /ocsp OCSP requests; GET /crl and /root/crl give the lists, GET /ca.crt and /root/ca.crt the certificates of the issuers. Give klaster ca init the same address with --base-url, so that certificates name it.

Other commands may work on the folder meanwhile.`
}

// shortList is how long a list that is served holds.
const shortList = time.Hour

// Run serves until the program is told to end.
func (c *caServeCmd) Run(ctx context.Context, s *streams) error {
	host, _, err := net.SplitHostPort(c.Listen)
	if ip := net.ParseIP(host); err != nil || host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return unusable(fmt.Errorf("--listen %q: want an address of this machine alone, such as 127.0.0.1:8090", c.Listen))
	}
	if err := withAuthority(c.Dir, func(*authority.Authority) error { return nil }); err != nil {
		return err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", c.Listen)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: c.routes(s), ReadTimeout: 10 * time.Second, WriteTimeout: time.Minute, BaseContext: func(net.Listener) context.Context { return ctx }}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if _, err := fmt.Fprintf(s.out, "Trial authority %s at http://%s\n", c.Dir, l.Addr()); err != nil {
		return err
	}
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func (c *caServeCmd) routes(s *streams) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /tsa", c.answer(s, tsp.ReplyType, func(a *authority.Authority, body []byte) ([]byte, error) { return a.Stamp(body) }))
	status := c.answer(s, "application/ocsp-response", func(a *authority.Authority, body []byte) ([]byte, error) { return a.Status(body, shortList) })
	mux.Handle("POST /ocsp", status)
	mux.Handle("POST /root/ocsp", status)
	list := func(root bool) http.Handler {
		return c.answer(s, "application/pkix-crl", func(a *authority.Authority, _ []byte) ([]byte, error) {
			list, err := a.List(root, shortList)
			if err != nil {
				return nil, err
			}
			return list.Raw, nil
		})
	}
	mux.Handle("GET /crl", list(false))
	mux.Handle("GET /root/crl", list(true))
	issuer := func(of func(*authority.Authority) *cert.Certificate) http.Handler {
		return c.answer(s, "application/pkix-cert", func(a *authority.Authority, _ []byte) ([]byte, error) { return of(a).Raw, nil })
	}
	mux.Handle("GET /ca.crt", issuer(func(a *authority.Authority) *cert.Certificate { return a.Issuing.Certificate() }))
	mux.Handle("GET /root/ca.crt", issuer(func(a *authority.Authority) *cert.Certificate { return a.Root.Certificate() }))
	return mux
}

// answer serves one kind of question.
func (c *caServeCmd) answer(s *streams, mediaType string, f func(*authority.Authority, []byte) ([]byte, error)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, revocation.MaxOCSP))
		if err != nil {
			http.Error(w, "the request cannot be read", http.StatusBadRequest)
			return
		}
		var out []byte
		if err := withAuthority(c.Dir, func(a *authority.Authority) (err error) { out, err = f(a, body); return err }); err != nil {
			s.complain(err)
			http.Error(w, "the authority cannot answer", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", mediaType)
		_, _ = w.Write(out)
	})
}

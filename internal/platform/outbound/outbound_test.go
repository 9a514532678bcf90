package outbound_test

import (
	"context"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// newClient makes a client with what tests always need.
func newClient(t *testing.T, config outbound.Config) *outbound.Client {
	t.Helper()
	config.UserAgent = "Klaster/test"
	config.Clock = clock.System{}
	if config.Resolver == nil {
		config.Resolver = (&names{}).resolver() // no question leaves this machine
	}
	client, err := outbound.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// server is a TLS server on loopback that counts connections, which a refusal must never reach.
type server struct {
	*httptest.Server
	connections atomic.Int64
}

func newServer(t *testing.T, handler http.HandlerFunc) *server {
	t.Helper()
	s := &server{Server: httptest.NewUnstartedServer(handler)}
	s.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			s.connections.Add(1)
		}
	}
	s.Config.ErrorLog = log.New(t.Output(), "", 0)
	s.EnableHTTP2 = true // offered, so that we see it declined
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func (s *server) place() string { return s.Listener.Addr().String() }

func (s *server) port() string {
	_, port, _ := net.SplitHostPort(s.place())
	return port
}

func (s *server) roots() *x509.CertPool {
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	return roots
}

// client makes a client for which the server is listed for webhooks.
func (s *server) client(t *testing.T, config outbound.Config) *outbound.Client {
	t.Helper()
	config.RootCAs = s.roots()
	config.Allow = append(config.Allow, "webhook="+s.place())
	return newClient(t, config)
}

func get(t *testing.T, client *outbound.Client, url string) (outbound.Response, error) {
	t.Helper()
	return client.Do(t.Context(), outbound.Request{Purpose: outbound.Webhook, Method: http.MethodGet, URL: url})
}

// mustRefuse fails unless the error is a refusal whose reason holds the words.
func mustRefuse(t *testing.T, err error, words string) {
	t.Helper()
	var refused *outbound.RefusedError
	if !errors.Is(err, outbound.ErrRefused) || !errors.As(err, &refused) {
		t.Errorf("error %v, want a refusal", err)
		return
	}
	if !strings.Contains(refused.Reason, words) {
		t.Errorf("reason %q, want one with %q", refused.Reason, words)
	}
}

// names is a name server in memory. Each name has a list of answers; every question for an address takes the next one,
// and the last one stays.
type names struct {
	mu      sync.Mutex
	answers map[string][][]netip.Addr
	asked   map[string]int
}

func (n *names) resolver() *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		client, server := net.Pipe()
		go n.serve(server)
		return client, nil
	}}
}

// serve answers questions in the form of DNS over TCP (RFC 1035 §4.2.2), which the resolver uses on any connection that
// does not carry packets.
func (n *names) serve(conn net.Conn) {
	defer conn.Close()
	for {
		var length uint16
		if err := binary.Read(conn, binary.BigEndian, &length); err != nil {
			return
		}
		question := make([]byte, length)
		if _, err := io.ReadFull(conn, question); err != nil {
			return
		}
		answer := n.answer(question)
		if _, err := conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...)); err != nil {
			return
		}
	}
}

func (n *names) answer(question []byte) []byte {
	name, end := "", 12
	for question[end] != 0 {
		size := int(question[end])
		name += string(question[end+1:end+1+size]) + "."
		end += 1 + size
	}
	name = strings.ToLower(name)
	kind := binary.BigEndian.Uint16(question[end+1:])
	const kindA, kindAAAA = 1, 28
	var records []byte
	count := uint16(0)
	for _, addr := range n.next(name, kind == kindA) {
		if addr.Is4() != (kind == kindA) || kind != kindA && kind != kindAAAA {
			continue
		}
		count++
		records = append(records, 0xc0, 12) // the name of the question
		records = binary.BigEndian.AppendUint16(records, kind)
		records = append(records, 0, 1, 0, 0, 0, 0) // IN, no time to live
		records = binary.BigEndian.AppendUint16(records, uint16(len(addr.AsSlice())))
		records = append(records, addr.AsSlice()...)
	}
	answer := append([]byte{question[0], question[1], 0x81, 0x80, 0, 1}, byte(count>>8), byte(count), 0, 0, 0, 0)
	return append(append(answer, question[12:end+5]...), records...)
}

func (n *names) next(name string, counts bool) []netip.Addr {
	n.mu.Lock()
	defer n.mu.Unlock()
	answers := n.answers[name]
	if len(answers) == 0 {
		return nil
	}
	i := min(n.asked[name], len(answers)-1)
	if counts {
		if n.asked == nil {
			n.asked = map[string]int{}
		}
		n.asked[name]++
	}
	return answers[i]
}

func addrs(texts ...string) []netip.Addr {
	var list []netip.Addr
	for _, text := range texts {
		list = append(list, netip.MustParseAddr(text))
	}
	return list
}

// answers makes the table of a server that knows one name.
func answers(name string, texts ...string) map[string][][]netip.Addr {
	return map[string][][]netip.Addr{name: {addrs(texts...)}}
}

func TestNewChecksTheConfiguration(t *testing.T) {
	good := outbound.Config{UserAgent: "Klaster/test", Clock: clock.System{}}
	if _, err := outbound.New(good); err != nil {
		t.Errorf("the least configuration: %v", err)
	}
	for name, change := range map[string]func(*outbound.Config){
		"no user agent":          func(c *outbound.Config) { c.UserAgent = "" },
		"no clock":               func(c *outbound.Config) { c.Clock = nil },
		"limits of no purpose":   func(c *outbound.Config) { c.Limits = map[outbound.Purpose]outbound.Limits{"ftp": {}} },
		"allow, no purpose":      func(c *outbound.Config) { c.Allow = []string{"10.0.0.5:9000"} },
		"allow, unknown purpose": func(c *outbound.Config) { c.Allow = []string{"ftp=10.0.0.5:21"} },
		"allow, no port":         func(c *outbound.Config) { c.Allow = []string{"s3=10.0.0.5"} },
		"allow, port 0":          func(c *outbound.Config) { c.Allow = []string{"s3=10.0.0.5:0"} },
		"allow, port 65536":      func(c *outbound.Config) { c.Allow = []string{"s3=10.0.0.5:65536"} },
		"allow, any host":        func(c *outbound.Config) { c.Allow = []string{"s3=:9000"} },
		"allow, pattern":         func(c *outbound.Config) { c.Allow = []string{"s3=*.internal:9000"} },
		"allow, range":           func(c *outbound.Config) { c.Allow = []string{"s3=10.0.0.0/8:9000"} },
		"allow, path":            func(c *outbound.Config) { c.Allow = []string{"s3=https://minio.internal:9000/bucket"} },
		"allow, other scheme":    func(c *outbound.Config) { c.Allow = []string{"s3=ftp://minio.internal:9000"} },
		"allow, not punycode":    func(c *outbound.Config) { c.Allow = []string{"s3=хранилище.рф:443"} },
	} {
		config := good
		change(&config)
		if _, err := outbound.New(config); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestDo(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Header().Set("X-Seen", r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
		w.WriteHeader(http.StatusTeapot)
		_, _ = io.WriteString(w, "answer")
	})
	var events []outbound.Event
	client := s.client(t, outbound.Config{Observe: func(e outbound.Event) { events = append(events, e) }})
	resp, err := client.Do(t.Context(), outbound.Request{
		Purpose: outbound.Webhook, Method: http.MethodPost, URL: s.URL + "/hook?secret=1",
		Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(`{}`),
	})
	if err != nil {
		t.Fatal(err)
	}
	if resp.Status != http.StatusTeapot || string(resp.Body) != "answer" ||
		resp.Header.Get("X-Seen") != "POST application/json {}" {
		t.Errorf("answer %d %q %v", resp.Status, resp.Body, resp.Header)
	}
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	e := events[0]
	if e.Purpose != outbound.Webhook || e.Outcome != outbound.OK || e.Status != http.StatusTeapot || e.Bytes != 6 ||
		e.Host != "127.0.0.1" || e.Duration <= 0 || e.Duration > time.Minute {
		t.Errorf("event %+v", e)
	}
}

func TestFetcher(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/gone" {
			http.Error(w, "gone", http.StatusGone)
			return
		}
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, r.Method+" "+r.Header.Get("Content-Type")+" "+string(body))
	})
	// Libraries declare a type of their own of this shape.
	type libraryFetcher func(ctx context.Context, url string, body []byte, contentType string) ([]byte, error)
	var fetch libraryFetcher = s.client(t, outbound.Config{}).Fetcher(outbound.Webhook)

	got, err := fetch(t.Context(), s.URL, nil, "")
	if err != nil || string(got) != "GET  " {
		t.Errorf("GET: %q, %v", got, err)
	}
	got, err = fetch(t.Context(), s.URL, []byte("request"), "application/ocsp-request")
	if err != nil || string(got) != "POST application/ocsp-request request" {
		t.Errorf("POST: %q, %v", got, err)
	}
	got, err = fetch(t.Context(), s.URL+"/gone", nil, "")
	var status *outbound.StatusError
	if !errors.As(err, &status) || status.Status != http.StatusGone || got != nil {
		t.Errorf("410: %q, %v", got, err)
	}
}

func TestIsTemporary(t *testing.T) {
	for err, want := range map[error]bool{
		outbound.ErrRefused: false, outbound.ErrRedirect: false, outbound.ErrTooLarge: false, outbound.ErrAnswer: false,
		context.Canceled: false, context.DeadlineExceeded: true, io.ErrUnexpectedEOF: true,
		&outbound.StatusError{Status: 404}: false, &outbound.StatusError{Status: 429}: true,
		&outbound.StatusError{Status: 503}: true, nil: false,
	} {
		if got := outbound.IsTemporary(err); got != want {
			t.Errorf("IsTemporary(%v) = %v", err, got)
		}
	}
}

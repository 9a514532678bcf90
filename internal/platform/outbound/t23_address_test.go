package outbound_test

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/outbound"
)

// refusedAddresses has at least the first and the last address of every range that requests may not reach.
var refusedAddresses = map[string]string{
	"0.0.0.0": "this network", "0.255.255.255": "this network",
	"10.0.0.0": "private", "10.255.255.255": "private",
	"100.64.0.0": "carrier-grade NAT", "100.127.255.255": "carrier-grade NAT",
	"127.0.0.1": "loopback", "127.255.255.255": "loopback",
	"169.254.0.0": "link-local", "169.254.169.254": "link-local", "169.254.255.255": "link-local",
	"172.16.0.0": "private", "172.31.255.255": "private",
	"192.0.0.0": "protocol assignments", "192.0.0.192": "protocol assignments",
	"192.0.2.0": "documentation", "192.0.2.255": "documentation",
	"192.88.99.1": "6to4 relay",
	"192.168.0.0": "private", "192.168.255.255": "private",
	"198.18.0.0": "benchmarking", "198.19.255.255": "benchmarking",
	"198.51.100.0": "documentation", "203.0.113.255": "documentation",
	"224.0.0.0": "multicast", "239.255.255.255": "multicast",
	"240.0.0.0": "reserved", "255.255.255.254": "reserved", "255.255.255.255": "broadcast",

	"::": "unspecified", "::1": "loopback", "::2": "not global", "::7f00:1": "not global",
	"::ffff:127.0.0.1": "loopback", "::ffff:10.0.0.1": "private", "::ffff:169.254.169.254": "link-local",
	"::ffff:0.0.0.0": "this network", "::ffff:93.184.216.34": "IPv4 in IPv6",
	"64:ff9b::": "NAT64", "64:ff9b::7f00:1": "NAT64", "64:ff9b::ffff:ffff": "NAT64", "64:ff9b:1::1": "local NAT64",
	"100::1": "discard", "2001::1": "Teredo", "2001:1ff:ffff::": "protocol assignments",
	"2001:db8::": "documentation", "2001:db8:ffff::1": "documentation",
	"2002:7f00:1::1": "6to4", "2002:a00:1::1": "6to4",
	"3fff::1": "documentation", "3fff:fff:ffff::": "documentation",
	"4000::1": "not global", "5f00::1": "not global", "8000::1": "not global", "e000::1": "not global",
	"fc00::": "unique local", "fd12:3456::1": "unique local", "fdff:ffff::": "unique local",
	"fe80::1": "link-local", "fe80::1%lo": "link-local", "febf:ffff::1": "link-local", "fec0::1": "site-local",
	"ff02::1": "multicast", "ff0e::1": "multicast",
}

// T23: no request reaches an address that is not public, however it is written, in place of a name.
func TestT23_RefusedAddressesInURL(t *testing.T) {
	client := newClient(t, outbound.Config{})
	for addr, reason := range refusedAddresses {
		host := addr
		if strings.Contains(addr, ":") {
			host = "[" + strings.ReplaceAll(addr, "%", "%25") + "]"
		}
		t.Run(addr, func(t *testing.T) {
			_, err := get(t, client, "https://"+host+"/hook")
			mustRefuse(t, err, reason)
		})
	}
}

// T23: the same addresses behind a name are refused at connect. The name server answers with each of them.
func TestT23_RefusedAddressesBehindName(t *testing.T) {
	for addr, reason := range refusedAddresses {
		if strings.Contains(addr, "%") {
			continue // a record holds no zone
		}
		if strings.HasPrefix(addr, "::ffff:93.") {
			continue // the net package would connect to the public address itself
		}
		t.Run(addr, func(t *testing.T) {
			dns := names{answers: map[string][][]netip.Addr{"hook.example.": {addrs(addr)}}}
			client := newClient(t, outbound.Config{
				Resolver: dns.resolver(),
				Limits:   map[outbound.Purpose]outbound.Limits{outbound.Webhook: {Time: time.Second}},
			})
			_, err := get(t, client, "https://hook.example/")
			mustRefuse(t, err, reason)
		})
	}
}

// T23: what the rule must not touch. (Judged without connecting: tests stay on this machine.)
func TestT23_PublicAddressesPass(t *testing.T) {
	for _, addr := range []string{
		"1.1.1.1", "9.255.255.255", "11.0.0.0", "77.88.8.8", "100.63.255.255", "100.128.0.0", "126.255.255.255",
		"128.0.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.167.255.255", "192.169.0.0", "198.17.255.255",
		"198.20.0.0", "223.255.255.255", "2000::1", "2001:200::1", "2a02:6b8::feed:ff", "2003::1", "2606:4700::1111",
	} {
		if reason := outbound.Refusal(addr, false); reason != "" {
			t.Errorf("%s is refused: %s", addr, reason)
		}
	}
}

// T23: listing lifts what names a machine, and never what names none or many.
func TestT23_ListingHasBounds(t *testing.T) {
	for addr, reason := range refusedAddresses {
		got := outbound.Refusal(addr, true)
		never := strings.HasPrefix(reason, "this network") || strings.HasPrefix(reason, "multicast") ||
			reason == "broadcast" || reason == "reserved" || reason == "unspecified"
		if never != (got != "") {
			t.Errorf("%s (%s), listed: refusal %q", addr, reason, got)
		}
	}
}

// T23: odd spellings of loopback are names for us; if a resolver takes them for addresses, connect refuses. Nothing may
// reach the server.
func TestT23_OddSpellings(t *testing.T) {
	s := newServer(t, func(http.ResponseWriter, *http.Request) {})
	dns := &names{answers: map[string][][]netip.Addr{}}
	for _, name := range []string{"127.1.", "0x7f.0.0.1.", "0177.0.0.1.", "2130706433.", "0."} {
		dns.answers[name] = [][]netip.Addr{addrs("127.0.0.1")} // as getaddrinfo would read them
	}
	client := newClient(t, outbound.Config{
		RootCAs: s.roots(), Resolver: dns.resolver(), Allow: []string{"webhook=public.example:" + s.port()},
	})
	for _, host := range []string{
		"localhost", "LOCALHOST.", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "0", "127.0.0.1.", "[::1]", "[::]",
		"[0:0:0:0:0:ffff:7f00:1]", "１２７.0.0.1", "127。0。0。1", "ⓛocalhost",
	} {
		for _, port := range []string{":443", ":" + s.port()} {
			_, err := get(t, client, "https://"+host+port+"/")
			var unknown *net.DNSError
			if !errors.Is(err, outbound.ErrRefused) && !errors.As(err, &unknown) {
				t.Errorf("%s%s: %v, want a refusal or an unknown name", host, port, err)
			}
		}
	}
	if n := s.connections.Load(); n != 0 {
		t.Errorf("%d connections reached the server", n)
	}
}

// T23: a name that is public when it is looked at and private when it is connected to (DNS rebinding) gains nothing,
// because the address that is judged is the one that is connected to.
func TestT23_Rebinding(t *testing.T) {
	s := newServer(t, func(http.ResponseWriter, *http.Request) {})
	dns := &names{answers: map[string][][]netip.Addr{"rebind.example.": {addrs("93.184.216.34"), addrs("127.0.0.1")}}}
	resolver := dns.resolver()

	// Somebody looks at the address when the webhook is saved: it is public.
	seen, err := resolver.LookupNetIP(t.Context(), "ip4", "rebind.example.")
	if err != nil || len(seen) != 1 || outbound.Refusal(seen[0].String(), false) != "" {
		t.Fatalf("the first answer should be public: %v, %v", seen, err)
	}
	// The limits of ports are out of the way, so that only the address is left to refuse.
	client := newClient(t, outbound.Config{RootCAs: s.roots(), Resolver: resolver})
	_, err = outbound.DialAs(t.Context(), client, outbound.Webhook, "rebind.example:"+s.port())
	mustRefuse(t, err, "loopback")
	_, err = get(t, client, "https://rebind.example/")
	mustRefuse(t, err, "loopback")
	if n := s.connections.Load(); n != 0 {
		t.Errorf("%d connections reached the server", n)
	}
}

// T23: with several addresses each is judged before it is tried.
func TestT23_EveryAddressIsJudged(t *testing.T) {
	dns := &names{answers: map[string][][]netip.Addr{"many.example.": {addrs("10.0.0.1", "127.0.0.1", "::1", "fd00::1")}}}
	client := newClient(t, outbound.Config{Resolver: dns.resolver()})
	_, err := get(t, client, "https://many.example/")
	mustRefuse(t, err, "")
}

// T23: a place inside is reached when it is listed, for its port and its purpose only, and by the name that is listed.
func TestT23_ListedPlace(t *testing.T) {
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	other := newServer(t, func(http.ResponseWriter, *http.Request) {})
	dns := &names{answers: map[string][][]netip.Addr{
		"example.com.":  {addrs("127.0.0.1")}, // the name in the certificate of test servers
		"evil.example.": {addrs("127.0.0.1")},
	}}
	client := newClient(t, outbound.Config{
		RootCAs: s.roots(), Resolver: dns.resolver(),
		Allow: []string{"s3=" + s.place(), "s3=https://Example.COM.:" + s.port()},
	})
	do := func(purpose outbound.Purpose, url string) error {
		_, err := client.Do(t.Context(), outbound.Request{Purpose: purpose, Method: http.MethodGet, URL: url})
		return err
	}
	for _, url := range []string{
		s.URL, "https://example.com:" + s.port(), "https://EXAMPLE.com.:" + s.port(),
	} {
		if err := do(outbound.S3, url); err != nil {
			t.Errorf("%s: %v", url, err)
		}
	}
	before := s.connections.Load()
	mustRefuse(t, do(outbound.S3, other.URL), "port")
	mustRefuse(t, do(outbound.S3, "https://127.0.0.1/"), "loopback")
	mustRefuse(t, do(outbound.S3, "https://127.0.0.2:"+s.port()), "port")
	mustRefuse(t, do(outbound.S3, "https://example.com/"), "loopback")
	mustRefuse(t, do(outbound.S3, "https://evil.example:"+s.port()), "port")
	mustRefuse(t, do(outbound.S3, "http://example.com:"+s.port()), "https is required")
	mustRefuse(t, do(outbound.Webhook, s.URL), "port")
	mustRefuse(t, do(outbound.Webhook, "https://example.com:"+s.port()), "port")
	// A name that is not listed does not reach a listed machine, even past the limit of ports.
	_, err := outbound.DialAs(t.Context(), client, outbound.S3, "evil.example:"+s.port())
	mustRefuse(t, err, "loopback")
	_, err = outbound.DialAs(t.Context(), client, outbound.Webhook, s.place())
	mustRefuse(t, err, "loopback")
	if n := s.connections.Load() + other.connections.Load(); n != before {
		t.Errorf("%d refused requests reached a server", n-before)
	}
}

// T23: connections other than HTTP obey the same rules.
func TestT23_Dial(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	place := listener.Addr().String()
	client := newClient(t, outbound.Config{Allow: []string{"scanner=" + place}})

	conn, err := client.Dial(outbound.Scanner)(t.Context(), "tcp", place)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
	for name, test := range map[string]struct {
		purpose          outbound.Purpose
		network, address string
		reason           string
	}{
		"listed for another purpose": {outbound.Mail, "tcp", place, "port"},
		"not listed":                 {outbound.Mail, "tcp", "127.0.0.1:25", "loopback"},
		"no ports without listing":   {outbound.Scanner, "tcp", "93.184.216.34:3310", "port"},
		"unix":                       {outbound.Scanner, "unix", place, "network"},
		"udp":                        {outbound.Scanner, "udp", place, "network"},
		"a purpose of HTTP":          {outbound.Webhook, "tcp", "93.184.216.34:443", "not a purpose"},
		"no purpose":                 {"ftp", "tcp", "93.184.216.34:21", "not a purpose"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client.Dial(test.purpose)(t.Context(), test.network, test.address)
			mustRefuse(t, err, test.reason)
		})
	}
	if _, err := client.Dial(outbound.Mail)(t.Context(), "tcp", "no port"); err == nil {
		t.Error("dialled an address without a port")
	}
}

package outbound

import (
	"net/http"
	"net/netip"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/clock"
)

// FuzzURL gives arbitrary addresses to the checks that come before the name is resolved. What passes asks https of a
// host on the port of the purpose, and if the host is an address, a public one.
func FuzzURL(f *testing.F) {
	for _, url := range []string{
		"https://hook.example/path?x=1", "https://127.0.0.1/", "https://[::ffff:10.0.0.1]:443/", "https://[fe80::1%25lo]/",
		"http://hook.example/", "https://u:p@hook.example/", "https://hook.example:0443/", "https://пример.рф./",
		"https://hook.example:/", "HTTPS://HOOK.EXAMPLE/", "https:hook.example", "https://[::1/", "https://[fe80::F%25.]#", "https://[::1.]/",
	} {
		f.Add(url)
	}
	client, err := New(Config{UserAgent: "Klaster/test", Clock: clock.System{}})
	if err != nil {
		f.Fatal(err)
	}
	webhook := client.transports[Webhook]
	f.Fuzz(func(t *testing.T, url string) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil || webhook.check(req) != nil {
			return
		}
		if req.URL.Scheme != "https" || req.URL.User != nil || req.URL.Hostname() == "" {
			t.Errorf("%q passed", url)
		}
		if port := req.URL.Port(); port != "" && port != "443" && port != "0443" {
			// Leading zeros are the same number for the dialer as for us.
			if where, err := newPlace("x", port); err != nil || where.port != 443 {
				t.Errorf("%q passed with port %s", url, port)
			}
		}
		if addr, err := netip.ParseAddr(req.URL.Hostname()); err == nil && client.rules.refusal(addr, false) != "" {
			t.Errorf("%q passed with address %s", url, addr)
		}
	})
}

// FuzzParseAllow reads arbitrary entries of the list. What is accepted names one host and one port.
func FuzzParseAllow(f *testing.F) {
	for _, entry := range []string{
		"s3=minio.internal:9000", "sms=http://10.0.0.7:8080", "oidc=https://[::1]:8443", "s3=*:1", "s3=10.0.0.0/8:1", "=:",
	} {
		f.Add(entry)
	}
	f.Fuzz(func(t *testing.T, entry string) {
		list, err := parseAllow([]string{entry})
		if err != nil {
			return
		}
		for key := range list {
			again, err := splitPlace(key.place.String())
			if err != nil || again != key.place || key.place.host == "" || key.place.port == 0 {
				t.Errorf("%q became %v, which reads as %v, %v", entry, key.place, again, err)
			}
		}
	})
}

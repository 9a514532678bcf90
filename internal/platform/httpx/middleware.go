package httpx

import (
	"context"
	"net/http"
	"net/netip"
	"strings"

	"github.com/klauspost/compress/gzhttp"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
)

// Middleware wraps a handler.
type Middleware func(http.Handler) http.Handler

// Chain wraps h so that the first middleware is the outermost.
func Chain(h http.Handler, wraps ...Middleware) http.Handler {
	for i := len(wraps) - 1; i >= 0; i-- {
		h = wraps[i](h)
	}
	return h
}

// Info is what every request carries: its number for the log and the address that it came from.
type Info struct {
	RequestID string
	Address   netip.Addr // invalid when the server listens on something that has no address
}

// Network is the part of the address that tells where a request came from without keeping the whole address: /24 of IPv4,
// /48 of IPv6; "" when there is none.
func (i Info) Network() string {
	bits := 24
	if i.Address.Is6() {
		bits = 48
	}
	p, err := i.Address.Prefix(bits)
	if err != nil || !p.IsValid() {
		return ""
	}
	return p.String()
}

type infoKey struct{}

// InfoOf returns the request's number and address. Outside a request it is zero.
func InfoOf(ctx context.Context) Info {
	info, _ := ctx.Value(infoKey{}).(Info)
	return info
}

// WithInfo returns a context that carries info. Tests and commands use it; requests get it from [Identify].
func WithInfo(ctx context.Context, info Info) context.Context {
	return context.WithValue(ctx, infoKey{}, info)
}

// Identify gives each request a number, which is also sent back in X-Request-Id, and finds the address of the client.
// Only the listed proxies are believed when they tell whom they forward (X-Forwarded-For, read from the right).
func Identify(proxies []netip.Prefix) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			info := Info{RequestID: id.New(), Address: client(r, proxies)}
			w.Header().Set("X-Request-Id", info.RequestID)
			next.ServeHTTP(w, r.WithContext(WithInfo(r.Context(), info)))
		})
	}
}

func client(r *http.Request, proxies []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	address := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(address, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		address = hop.Unmap()
	}
	return address
}

func trusted(a netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// The content policies. Everything comes from this origin; nothing is inline. A page that signs may besides run
// WebAssembly and load the page scripts of the signature plug-ins' browser extensions (T24).
const (
	pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; form-action 'self'; object-src 'none'; frame-ancestors 'none'; base-uri 'none'"
	signingPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' " + extensions + "; style-src 'self'; img-src 'self' data:; " +
		"font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; " +
		"object-src 'none'; frame-ancestors 'none'; base-uri 'none'"

	// extensions are those of the plug-ins, whose page scripts a page that signs may load: КриптоПро in Chrome and Edge, in
	// Opera and Яндекс Браузер, and the adapter of Рутокен Плагин.
	extensions = "chrome-extension://iifchhfnnmpdbibifmljnfjhpififfog chrome-extension://epebfcehmdedogndhlcacafjaacknbcm " +
		"chrome-extension://ohedcglhbbfdgaogjhcclacoccbagkjg"
)

// Secure sets the headers that tell the browser what this site never does. With https it also asks to be visited only
// that way.
func Secure(https bool) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			h.Set("Content-Security-Policy", pagePolicy)
			h.Set("X-Content-Type-Options", "nosniff")
			h.Set("Referrer-Policy", "same-origin")
			h.Set("Cross-Origin-Opener-Policy", "same-origin")
			h.Set("Cross-Origin-Resource-Policy", "same-origin")
			h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self)")
			h.Set("Cache-Control", "no-store")
			if https {
				h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
			}
			next.ServeHTTP(w, r)
		})
	}
}

// SameOrigin refuses a request that changes something and comes from another origin.
func SameOrigin(baseURL string, fail ErrorPage) (Middleware, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(baseURL); err != nil {
		return nil, err
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fail(w, r, ErrOrigin) }))
	return guard.Handler, nil
}

// Language takes the language from the path and the prefix off it: /en/login is /login in English. What is left begins
// with one slash: a page that links to itself by the path //host or /\host would lead to another site.
func Language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rest, english := strings.CutPrefix(r.URL.Path, "/en")
		if english = english && (rest == "" || rest[0] == '/'); !english {
			rest = r.URL.Path
		}
		rest = "/" + strings.TrimLeftFunc(rest, slashes)
		if rest == r.URL.Path {
			next.ServeHTTP(w, r)
			return
		}
		lang := i18n.Russian
		if english {
			lang = i18n.English
		}
		r = r.Clone(i18n.WithLang(r.Context(), lang))
		r.URL.Path, r.URL.RawPath = rest, ""
		next.ServeHTTP(w, r)
	})
}

// slashes are what a browser takes for a slash, and what it passes over on the way to one (URL Standard, 4.4).
func slashes(c rune) bool { return c == '/' || c == '\\' || c <= ' ' }

// Compress compresses answers of at least a packet's size at a level that costs less than the bytes it saves.
func Compress() (Middleware, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(4))
	if err != nil {
		return nil, err
	}
	return func(next http.Handler) http.Handler { return wrap(next) }, nil
}

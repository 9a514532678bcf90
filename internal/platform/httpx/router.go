package httpx

import (
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Handler answers a request or returns the error for which the [ErrorPage] answers. It must not do both.
type Handler func(w http.ResponseWriter, r *http.Request) error

// Policy says who may use a route. Packages above this one bring the policies that know persons and roles.
type Policy interface {
	// Name stands in the table of routes.
	Name() string
	// Admit returns nil, or the fault to answer with.
	Admit(r *http.Request) error
}

// ErrorPage answers a request whose handler returned err.
type ErrorPage func(w http.ResponseWriter, r *http.Request, err error)

// Observer is told about each answered request, by the pattern of its route: a path may hold personal data.
type Observer func(r *http.Request, pattern string, status int, took time.Duration)

// Route is one line of the table of routes.
type Route struct {
	Pattern string // "POST /login"
	Policy  Policy
	MaxBody int64 // bytes
	Signing bool  // the page may talk to the signature plug-ins and run WebAssembly (T24)
}

// Option changes a route from its defaults.
type Option func(*Route)

// MaxBody sets how many bytes a request may carry. The default is 64 KiB, enough for any form without files.
func MaxBody(n int64) Option { return func(r *Route) { r.MaxBody = n } }

// Signing marks a page that signs; only such a page gets the wider content policy.
func Signing() Option { return func(r *Route) { r.Signing = true } }

// Router keeps the table of routes. Routes are added before it serves.
type Router struct {
	mux     *http.ServeMux
	routes  []Route
	fail    ErrorPage
	observe Observer
}

// NewRouter returns a router that answers errors by fail and reports answers to observe.
func NewRouter(fail ErrorPage, observe Observer) *Router {
	return &Router{mux: http.NewServeMux(), fail: fail, observe: observe}
}

// Handle adds a route. The pattern is one of [http.ServeMux] with a method.
func (rt *Router) Handle(pattern string, p Policy, h Handler, options ...Option) {
	route := Route{Pattern: pattern, Policy: p, MaxBody: 64 << 10}
	for _, o := range options {
		o(&route)
	}
	rt.routes = append(rt.routes, route)
	rt.mux.Handle(pattern, rt.serve(route, h))
}

// Admit says what the policy of a request's route says; [ErrNoPage] when there is no such route.
func (rt *Router) Admit(r *http.Request) error {
	_, pattern := rt.mux.Handler(r)
	for _, route := range rt.routes {
		if route.Pattern == pattern {
			return route.Policy.Admit(r)
		}
	}
	return ErrNoPage
}

// Routes returns the table of routes in the order in which they were added.
func (rt *Router) Routes() []Route { return slices.Clone(rt.routes) }

func (rt *Router) serve(route Route, h Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now() //nolint:forbidigo // a duration, not a moment that anyone keeps
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil {
				if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
					panic(p)
				}
				broken := rec.status != 0
				rt.refuse(rec, r, panicked(p))
				if broken {
					rt.observe(r, route.Pattern, http.StatusInternalServerError, time.Since(began)) //nolint:forbidigo // as above
					panic(http.ErrAbortHandler)                                                     // half a page must not look like a whole one
				}
			}
			rt.observe(r, route.Pattern, rec.code(), time.Since(began)) //nolint:forbidigo // as above
		}()
		if route.Signing {
			w.Header().Set("Content-Security-Policy", signingPolicy)
		}
		r.Body = http.MaxBytesReader(w, r.Body, route.MaxBody)
		if !utf8.ValidString(r.URL.Path) || strings.ContainsRune(r.URL.Path, 0) {
			rt.refuse(rec, r, ErrNoPage) // nothing is called so, and not every database can be asked
			return
		}
		if err := route.Policy.Admit(r); err != nil {
			rt.refuse(rec, r, err)
			return
		}
		if err := h(rec, r); err != nil {
			rt.refuse(rec, r, err)
		}
	})
}

// refuse has an error answered. When a part of another answer is out already, the error page must not be appended to it:
// the error goes to the log alone.
func (rt *Router) refuse(rec *recorder, r *http.Request, err error) {
	if rec.status != 0 {
		rt.fail(nowhere{http.Header{}}, r, err)
		return
	}
	rt.fail(rec, r, err)
}

// nowhere takes the answer to a request that has one.
type nowhere struct{ header http.Header }

func (n nowhere) Header() http.Header       { return n.header }
func (nowhere) Write(b []byte) (int, error) { return len(b), nil }
func (nowhere) WriteHeader(int)             {}

// ServeHTTP implements [http.Handler].
func (rt *Router) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if _, pattern := rt.mux.Handler(r); pattern != "" {
		rt.mux.ServeHTTP(w, r)
		return
	}
	rt.serve(Route{Pattern: "no route", Policy: open{}, MaxBody: 64 << 10}, rt.missing).ServeHTTP(w, r)
}

func (rt *Router) missing(w http.ResponseWriter, r *http.Request) error {
	var allowed []string
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		probe := r.Clone(r.Context())
		probe.Method = method
		if _, pattern := rt.mux.Handler(probe); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if len(allowed) == 0 {
		return ErrNoPage
	}
	for _, method := range allowed {
		w.Header().Add("Allow", method)
	}
	return ErrMethod
}

type open struct{}

func (open) Name() string              { return "anyone" }
func (open) Admit(*http.Request) error { return nil }

// recorder remembers the status that was sent.
type recorder struct {
	http.ResponseWriter
	status int
}

func (rec *recorder) WriteHeader(status int) {
	if rec.status == 0 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *recorder) Write(b []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	return rec.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (rec *recorder) Unwrap() http.ResponseWriter { return rec.ResponseWriter }

func (rec *recorder) code() int {
	if rec.status == 0 {
		return http.StatusOK
	}
	return rec.status
}

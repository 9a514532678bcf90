// Package httpx is the edge between HTTP and the use cases: a router on which each route says who may use it, handlers
// that return an error, one place that turns an error into an answer, and the middleware around them.
//
//	router.Handle("POST /profile/email", actor.SignedIn, h.changeEmail)
//
// A route without a policy does not compile, and a test walks [Router.Routes]. GET changes nothing; a POST from another
// origin is refused ([http.CrossOriginProtection]). Russian pages have no prefix, English ones live under /en/: the
// prefix is taken off before routing, so a route is written once.
package httpx

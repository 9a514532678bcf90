package account

import (
	"net/http"
	"net/url"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/id"
)

// The cookies of this room. Each but the last holds a random secret and nothing else; the last holds a path of this site.
// Scripts cannot read them. With https they bear the prefix that ties them to this host (RFC 6265bis §4.1.3.2).
const (
	sessionCookie      = "klaster-session"
	deviceCookie       = "klaster-device"
	registrationCookie = "klaster-registration"
	pendingCookie      = "klaster-pending"
	askCookie          = "klaster-recovery"
	ceremonyCookie     = "klaster-ceremony"
	qrCookie           = "klaster-qr"
	errandCookie       = "klaster-errand"
	nextCookie         = "klaster-next"

	nextMax    = 2000                 // bytes; browsers keep no cookie above 4096 with its name (RFC 6265bis §5.6)
	deviceLife = 400 * 24 * time.Hour // browsers keep no cookie longer
)

type cookies struct{ https bool }

func (c cookies) name(base string) string {
	if c.https {
		return "__Host-" + base
	}
	return base
}

func (c cookies) read(r *http.Request, base string) id.Secret {
	cookie, err := r.Cookie(c.name(base))
	if err != nil || len(cookie.Value) > 64 {
		return ""
	}
	return id.Secret(cookie.Value)
}

// write sets a cookie; life 0 keeps it until the browser closes.
func (c cookies) write(w http.ResponseWriter, base string, secret id.Secret, life time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(base), Value: string(secret), Path: "/", MaxAge: int(life.Seconds()),
		Secure: c.https, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

func (c cookies) drop(w http.ResponseWriter, base string) {
	http.SetCookie(w, &http.Cookie{
		Name: c.name(base), Path: "/", MaxAge: -1, Secure: c.https, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// keepNext keeps where somebody who registers wants to go afterwards: an invitation, whose address is a secret and so stays
// in the browser alone.
func (c cookies) keepNext(w http.ResponseWriter, path string) {
	if path == "" {
		return
	}
	if value := url.QueryEscape(path); len(value) <= nextMax {
		c.write(w, nextCookie, id.Secret(value), RegistrationLife)
	}
}

// next returns the path that was kept, "" when there is none. The browser could hold anything, so it is judged again.
func (c cookies) next(r *http.Request) string {
	cookie, err := r.Cookie(c.name(nextCookie))
	if err != nil {
		return ""
	}
	path, err := url.QueryUnescape(cookie.Value)
	if err != nil {
		return ""
	}
	return localPath(path)
}

// signIn gives the browser the session, and a lasting secret when it has none.
func (c cookies) signIn(w http.ResponseWriter, in Entry) {
	c.write(w, sessionCookie, in.Session, 0)
	if in.Device != "" {
		c.write(w, deviceCookie, in.Device, deviceLife)
	}
}

func (c cookies) browser(r *http.Request) Browser {
	return Browser{Name: browserName(r.UserAgent()), Device: c.read(r, deviceCookie)}
}

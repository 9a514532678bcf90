package organisation

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
)

// Chosen is the profile that a browser showed last: [Oneself], an ОГРН, or "" when it is not known. It gives no right to
// anything: it only tells a page that is out of date from one that is not.
type Chosen string

// Oneself is the profile of the person: the personal cabinet.
const Oneself Chosen = "me"

// chosenCookie holds what the browser showed last. A page that is drawn changes nothing on the server (T24), so the browser keeps it.
const chosenCookie = "klaster-profile"

func (m *Module) chosenName() string {
	if m.pages.secure {
		return "__Host-" + chosenCookie
	}
	return chosenCookie
}

// sessionMark ties the cookie to a session: whoever signs in next in the same browser begins anew.
func sessionMark(session string) string {
	sum := sha256.Sum256([]byte("klaster-profile\x00" + session))
	return hex.EncodeToString(sum[:8])
}

// Chosen is the profile that the browser showed last in a session.
func (m *Module) Chosen(r *http.Request, session string) Chosen {
	cookie, err := r.Cookie(m.chosenName())
	if err != nil {
		return ""
	}
	mark, key, ok := strings.Cut(cookie.Value, ".")
	if !ok || mark != sessionMark(session) {
		return ""
	}
	if _, ok := PathOGRN("/org/" + key); !ok && Chosen(key) != Oneself {
		return ""
	}
	return Chosen(key)
}

// Remember notes in the browser which profile it shows now.
func (m *Module) Remember(w http.ResponseWriter, session string, c Chosen) {
	http.SetCookie(w, &http.Cookie{
		Name: m.chosenName(), Value: sessionMark(session) + "." + string(c), Path: "/",
		Secure: m.pages.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// ChosenBy is the profile to which the page of a request switches, "" when it leaves the profile as it is. a is who acts there.
func ChosenBy(r *http.Request, a actor.Actor) Chosen {
	if r.Method != http.MethodGet || !shown(r) {
		return ""
	}
	if ogrn, ok := PathOGRN(r.URL.Path); ok && a.Acting != "" {
		return Chosen(ogrn)
	}
	if r.URL.Path == "/desk" {
		return Oneself
	}
	return ""
}

// shown reports whether the answer to a request will be a page that the person sees: neither a picture of another page, nor
// something fetched beforehand. Browsers that do not say (Fetch Metadata, Sec-Purpose) are believed.
func shown(r *http.Request) bool {
	return r.Header.Get("Sec-Purpose") == "" && slices.Contains([]string{"", "document", "empty"}, r.Header.Get("Sec-Fetch-Dest"))
}

package web

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Paths that the layout links to. Whoever wires the routes serves them.
const (
	PathPrefs         = "/prefs"               // POST, [SavePrefs]
	PathSignIn        = "/login"               // GET
	PathSignOut       = "/logout"              // POST
	PathRegister      = "/register"            // GET
	PathContacts      = "/contacts"            // GET
	PathPrivacy       = "/privacy"             // GET
	PathTerms         = "/terms"               // GET
	PathAccessibility = "/accessibility"       // GET
	PathCookies       = "/cookies"             // GET
	PathProfile       = "/organisations/enter" // POST ogrn, or nothing for oneself: switches to a profile
	PathProfiles      = "/organisations"       // GET, q: all profiles
)

// Site is what all pages of an installation share. It is made once at start and not written after.
type Site struct {
	Name      i18n.Text // «Инновационный кластер»
	Operator  i18n.Text // who runs the site, with address and registration number, for the footer
	Phone     string    // as people read it: «+7 495 123-45-67»
	PhoneHref string    // as a telephone reads it: "tel:+74951234567"
	Email     string    // of the support
	Hours     i18n.Text // when the support answers; may be empty
	BaseURL   string    // "https://cluster.example", without a slash at the end
	Trial     bool      // a trial installation says on every page that nothing on it has legal force
	Roles     string    // path on which a trial installation hands out roles; empty: nowhere
	Version   string    // of the program
	Nav       []NavItem // the public sections
}

// Secure reports whether the site is reached over HTTPS, which is what its cookies then demand.
func (s *Site) Secure() bool { return strings.HasPrefix(s.BaseURL, "https://") }

// NavItem is a section of the site, of a cabinet or of the administration.
type NavItem struct {
	Key   string // matches [Page.Section]
	Label i18n.Text
	URL   string // a path of this site without language
	Icon  string // a name of the sprite; shown in cabinets
	Count int    // what waits there; 0 shows nothing
	Group i18n.Text
}

// Viewer is the person who is signed in.
type Viewer struct {
	Name     string    // as it stands in the menu: «Анна Смирнова»
	Profiles []Profile // the person's own and those of organisations, in the order in which they are offered
	More     bool      // there are more profiles than are offered: the menu leads to all of them and searches them
	Staff    bool      // has a role in the foundation, so that the menu leads to the administration
	Bell     string    // path of the person's notices; empty: there is no bell
	Unread   int       // how many of them are unread; 100 stands for that many and more
	Links    []NavItem // pages of the person in the menu: «Мои данные», «Безопасность»
}

// unreadShown is how many unread notices the bell says there are.
func unreadShown(n int) i18n.Text {
	if n >= 100 {
		return i18n.Same("99+")
	}
	return i18n.Same(strconv.Itoa(n))
}

// Current returns the profile in which the person acts now.
func (v *Viewer) Current() (Profile, bool) {
	for _, p := range v.Profiles {
		if p.Current {
			return p, true
		}
	}
	return Profile{}, false
}

// Profile is a cabinet that a person may enter: one's own or an organisation's.
type Profile struct {
	Label   i18n.Text // «Личный кабинет», a name of an organisation
	Detail  i18n.Text // «ИНН 7704123457»
	OGRN    string    // of the organisation; "" for oneself
	URL     string
	Current bool
	Tasks   int // how many things wait for the person there
}

// Organisation reports whether it is the profile of an organisation, and not the person's own.
func (p Profile) Organisation() bool { return p.OGRN != "" }

// Session tells the page when the session ends by itself. Nil leaves the warning out.
type Session struct {
	Left time.Duration // until the session ends, at the moment of rendering
	Warn time.Duration // how long before the end the warning opens
	Stay string        // path that answers a POST by prolonging the session
	Exit string        // path that answers a POST by saving and signing out
}

// View is what the layout and the components know about a request.
type View struct {
	Site      *Site
	Lang      i18n.Lang
	Path      string // of the request, without the prefix of the language
	Query     string // raw query of the request
	Prefs     Prefs
	Viewer    *Viewer   // nil for a guest
	Menu      []NavItem // sections of the cabinet or of the administration, as this person's rights allow
	Session   *Session
	Drawn     string // the profile under which the page is drawn, where its address does not say it: see [Drawn]
	RequestID string
}

type viewKey struct{}

// WithView returns a context that carries the view, and its language for package i18n.
func WithView(ctx context.Context, v *View) context.Context {
	return context.WithValue(i18n.WithLang(ctx, v.Lang), viewKey{}, v)
}

// ViewOf returns the view of a context. It is never nil: a context without one is a guest's, in the context's language.
func ViewOf(ctx context.Context) *View {
	if v, ok := ctx.Value(viewKey{}).(*View); ok && v != nil {
		if v.Site == nil {
			w := *v
			w.Site = &Site{}
			return &w
		}
		return v
	}
	return &View{Site: &Site{}, Lang: i18n.From(ctx), Path: "/"}
}

const englishPrefix = "/en"

// URL returns a link to a path of this site in the language of the context. Only paths are changed: an address of
// another site, a telephone, a fragment stay as they are.
func URL(ctx context.Context, path string) string {
	return localURL(i18n.From(ctx), path)
}

func localURL(l i18n.Lang, path string) string {
	if l != i18n.English || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return path
	}
	return englishPrefix + path
}

// DrawnKey is the name in a query under which a form says under which profile its page was drawn.
const DrawnKey = "drawn"

// Drawn adds to the address of a form under which profile the page was drawn, so that a page that is out of date is told from
// one that is not. Pages whose address names the profile need it not.
func Drawn(ctx context.Context, path string) string {
	if profile := ViewOf(ctx).Drawn; profile != "" {
		return path + "?" + DrawnKey + "=" + url.QueryEscape(profile)
	}
	return path
}

// SplitLang takes the prefix of the language off a request's path: "/en/join" is "/join" in English, "/join" is itself
// in Russian. The bare "/en" is the start page.
func SplitLang(path string) (i18n.Lang, string) {
	rest, ok := strings.CutPrefix(path, englishPrefix)
	switch {
	case !ok || rest != "" && rest[0] != '/':
		return i18n.Russian, path
	case rest == "":
		return i18n.English, "/"
	}
	return i18n.English, rest
}

// here is the address of the page itself in a language, with its query.
func (v *View) here(l i18n.Lang) string {
	u := localURL(l, (&url.URL{Path: v.Path}).EscapedPath()) // a ? or # in the path stays one
	if v.Query != "" {
		u += "?" + v.Query
	}
	return u
}

// tr reads a text in the language of the context.
func tr(ctx context.Context, t i18n.Localized) string { return t.In(i18n.From(ctx)) }

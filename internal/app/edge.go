package app

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/snilssim"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/obs"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/trialsigner"
)

// openEdge makes the table of routes and what stands before it.
func (a *App) openEdge(context.Context) error {
	a.Router = httpx.NewRouter(a.fail, a.Metrics.Observe(a.Log))
	a.routes(a.Router)
	proxies, err := a.Config.HTTP.Prefixes()
	if err != nil {
		return err
	}
	sameOrigin, err := httpx.SameOrigin(a.Config.HTTP.BaseURL, a.fail)
	if err != nil {
		return err
	}
	compress, err := httpx.Compress()
	if err != nil {
		return err
	}
	pages := httpx.Chain(a.Router, compress, httpx.Language, a.view, sameOrigin, a.session)
	plain := a.plain()
	split := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h, pattern := plain.Handler(r); pattern != "" {
			h.ServeHTTP(w, r)
			return
		}
		pages.ServeHTTP(w, r)
	})
	a.handler = httpx.Chain(split, httpx.Identify(proxies), httpx.Secure(a.Config.HTTP.HTTPS()))
	return nil
}

// routes is the whole table. Each room adds its own.
func (a *App) routes(r *httpx.Router) {
	r.Handle("GET /healthz", actor.Anyone, obs.Alive)
	r.Handle("GET /readyz", actor.Anyone, obs.Ready(a.Log, obs.Check{Name: "database", Run: a.DB.Ping}))
	r.Handle("POST "+web.PathPrefs, actor.Anyone, web.SavePrefs)
	a.Home.Routes(r)
	a.Legal.Routes(r)
	a.Account.Routes(r)
	a.Notification.Routes(r)
	a.Staff.Routes(r)
	a.Fact.Routes(r)
	a.Signature.Routes(r)
	a.Organisation.Routes(r)
	a.Application.Routes(r)
	a.Membership.Routes(r)
	a.Profile.Routes(r)
	a.Partner.Routes(r)
	if a.demo != nil {
		a.demo.Routes(r)
	}
	a.Review.Routes(r)
	if a.Site.Trial {
		trialsigner.Routes(r)
		r.Handle("GET /dev/snils", actor.Anyone, snilssim.Page)
		r.Handle("GET /dev/smev", actor.Anyone, a.exchange.Page)
		r.Handle("GET /dev/components", actor.Anyone, func(w http.ResponseWriter, r *http.Request) error {
			return web.Render(w, r, http.StatusOK, web.Components())
		})
	}
}

// plain answers what needs neither a language nor a session.
func (a *App) plain() *http.ServeMux {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", web.StaticHandler())
	root := web.RootHandler(a.Site)
	for _, path := range web.RootPaths() {
		mux.Handle("GET "+path, root)
	}
	mux.Handle("GET /healthz", a.Router)
	mux.Handle("GET /readyz", a.Router)
	return mux
}

// view tells the pages how the reader wants to see them.
func (a *App) view(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &web.View{
			Site: a.Site, Lang: i18n.From(r.Context()), Path: r.URL.Path, Query: r.URL.RawQuery, Prefs: web.ReadPrefs(r),
			RequestID: httpx.InfoOf(r.Context()).RequestID,
		}
		next.ServeHTTP(w, r.WithContext(web.WithView(r.Context(), v)))
	})
}

// fail answers a request that was refused or went wrong. What only the operator can mend is logged here, once.
func (a *App) fail(w http.ResponseWriter, r *http.Request, err error) {
	if httpx.Programmatic(r.URL.Path) {
		a.failProgram(w, r, err)
		return
	}
	if errors.Is(err, actor.ErrSignIn) && r.Method == http.MethodGet {
		next := url.Values{"next": {web.ViewOf(r.Context()).Path}}
		if q := r.URL.RawQuery; q != "" {
			next.Set("next", next.Get("next")+"?"+q)
		}
		http.Redirect(w, r, web.URL(r.Context(), web.PathSignIn)+"?"+next.Encode(), http.StatusSeeOther)
		return
	}
	if errors.Is(err, actor.ErrConfirm) {
		http.Redirect(w, r, web.URL(r.Context(), "/login/confirm")+"?"+confirmation(r).Encode(), http.StatusSeeOther)
		return
	}
	if errors.Is(err, actor.ErrFactor) {
		query := confirmation(r)
		query.Set(account.Better, a.Config.StaffFactor())
		http.Redirect(w, r, web.URL(r.Context(), "/login/confirm")+"?"+query.Encode(), http.StatusSeeOther)
		return
	}
	err = named(err)
	status := httpx.Status(err)
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	a.Log.LogAttrs(r.Context(), level, "refused", slog.Int("status", status), slog.String("error", err.Error()))
	httpx.SetRetry(w.Header(), err)
	var no *fault.Fault
	errors.As(err, &no)
	if err := web.Render(w, r, status, web.ErrorPage(status, httpx.InfoOf(r.Context()).RequestID, no)); err != nil {
		a.Log.ErrorContext(r.Context(), "draw the error page", "error", err)
		http.Error(w, http.StatusText(status), status)
	}
}

// failProgram answers a program, which is led nowhere.
func (a *App) failProgram(w http.ResponseWriter, r *http.Request, err error) {
	err = named(err)
	status := httpx.Status(err)
	if errors.Is(err, actor.ErrSignIn) {
		status = http.StatusUnauthorized
	}
	level := slog.LevelInfo
	if status >= http.StatusInternalServerError {
		level = slog.LevelError
	}
	a.Log.LogAttrs(r.Context(), level, "refused", slog.Int("status", status), slog.String("error", err.Error()))
	httpx.SetRetry(w.Header(), err)
	if err := httpx.WriteProblem(w, r, status, err); err != nil {
		a.Log.WarnContext(r.Context(), "answer a program", "error", err)
	}
}

// confirmation says to the page that asks who one is where to go on. What was sent by a form is not done, and the page
// says so; the person goes on to the page with the form.
func confirmation(r *http.Request) url.Values {
	v := web.ViewOf(r.Context())
	next := url.URL{Path: v.Path, RawQuery: v.Query}
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return url.Values{"next": {next.RequestURI()}}
	}
	next = url.URL{Path: "/profile/security"}
	if from, err := url.Parse(r.Referer()); err == nil && from.Host == r.Host {
		_, next.Path = web.SplitLang(from.Path)
		next.RawQuery = from.RawQuery
	}
	return url.Values{"next": {next.RequestURI()}, "lost": {"1"}}
}

// errBadForm says that what was sent is not what the page's form sends.
var errBadForm = fault.New(fault.Invalid, i18n.M(
	"Мы не смогли прочитать то, что прислал браузер. Откройте страницу заново и заполните форму ещё раз.",
	"We could not read what the browser sent. Open the page again and fill in the form once more."))

// named gives the errors of reading a form the fault that stands for them.
func named(err error) error {
	for _, known := range []error{web.ErrUnknownField, web.ErrMalformedForm, web.ErrFormType} {
		if errors.Is(err, known) {
			return errBadForm.Because(err)
		}
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return httpx.ErrTooLarge.Because(err)
	}
	return err
}

// session finds out who acts.
func (a *App) session(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, ok, err := a.Account.Authenticate(w, r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		roles, err := a.rolesOf(r.Context(), who.Actor.Person)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		who.Actor = who.Actor.Hold(roles, a.Config.staffProof())
		cabinet, err := a.acting(r, &who.Actor)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		if answered, err := a.crossed(w, r, who, cabinet); answered || err != nil {
			if err != nil {
				a.fail(w, r, err)
			}
			return
		}
		profile, drawn, err := a.profileOf(w, r, who.Actor, cabinet)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		ctx := actor.With(r.Context(), who.Actor)
		view, err := a.viewOf(ctx, who, profile)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		view.Drawn = string(drawn)
		next.ServeHTTP(w, r.WithContext(web.WithView(ctx, view)))
	})
}

// acting finds out for which organisation a person acts by the address of the page, and with which rights. Whoever has none acts
// for nobody there, and the policy of the route answers.
func (a *App) acting(r *http.Request, who *actor.Actor) (organisation.Standing, error) {
	ogrn, ok := organisation.PathOGRN(r.URL.Path)
	if !ok {
		return organisation.Standing{}, nil
	}
	st, err := a.Organisation.Acting(r.Context(), who.Person, ogrn)
	if errors.Is(err, organisation.ErrNoCabinet) {
		return organisation.Standing{}, nil
	}
	if err != nil {
		return organisation.Standing{}, err
	}
	who.Acting, who.Rights = st.Cabinet.ID, st.Role.Rights()
	return st, nil
}

func (c Config) host() string {
	return strings.TrimPrefix(strings.TrimPrefix(c.HTTP.BaseURL, "https://"), "http://")
}

package home_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/home"
	"github.com/klaster-platform/klaster/internal/htmlcheck"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// people knows one person.
type people map[actor.PersonID]string

func (p people) Addressed(_ context.Context, who actor.PersonID) (string, error) {
	name, ok := p[who]
	if !ok {
		return "", errors.New("nobody")
	}
	return name, nil
}

func visit(t *testing.T, who actor.Actor) *htmlcheck.Visitor {
	t.Helper()
	router := httpx.NewRouter(func(w http.ResponseWriter, _ *http.Request, err error) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(httpx.Status(err))
		_, _ = io.WriteString(w, "<!doctype html><html lang=ru><head><title>Нет</title></head><body>Нет</body></html>")
	}, func(*http.Request, string, int, time.Duration) {})
	higher := home.Offer{Title: i18n.M("Подать заявление", "Apply"), Text: i18n.M("На статус.", "For the status."), URL: "/apply", Icon: "user", Level: actor.Full}
	home.New(home.Deps{People: people{"anna": "Анна <b>Петровна</b>"}, Offers: []home.Offer{home.OfferProfile, home.OfferSecurity, higher}}).Routes(router)
	site := &web.Site{
		Name: i18n.M("Кластер", "Cluster"), Operator: i18n.M("Фонд", "Fund"), Phone: "+7 495 000-00-00", PhoneHref: "tel:+74950000000",
		Email: "support@example.ru", BaseURL: "http://localhost:8080",
	}
	return htmlcheck.NewVisitor(t, httpx.Language(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &web.View{Site: site, Lang: i18n.From(r.Context()), Path: r.URL.Path, Prefs: web.DefaultPrefs()}
		if !who.Guest() {
			v.Viewer = &web.Viewer{Name: "Анна"}
		}
		router.ServeHTTP(w, r.WithContext(web.WithView(actor.With(r.Context(), who), v)))
	})))
}

func TestTheStartPageLeadsOn(t *testing.T) {
	guest := visit(t, actor.Actor{})
	guest.Open("/").WantStatus(http.StatusOK).WantText("Инновационный кластер города", "С чего начать")
	for _, path := range []string{"/register", "/login"} {
		if !guest.Doc().Has(`main a[href="` + path + `"]`) {
			t.Errorf("a guest has no way to %s", path)
		}
	}
	guest.Open("/en/").WantText("The city’s innovation cluster")
	person := visit(t, actor.Actor{Person: "anna", Session: "s", Level: actor.Simplified})
	if person.Open("/"); person.Doc().Has(`main a[href="/register"]`) || !person.Doc().Has(`main a[href="/desk"]`) {
		t.Error("a person who is signed in is asked to register")
	}
}

func TestContactsNameTheSupport(t *testing.T) {
	v := visit(t, actor.Actor{}).Open("/contacts").WantStatus(http.StatusOK).WantText("+7 495 000-00-00", "support@example.ru", "Фонд")
	for _, link := range []string{"tel:+74950000000", "mailto:support@example.ru"} {
		if !v.Doc().Has(`main a[href="` + link + `"]`) {
			t.Errorf("no link %s", link)
		}
	}
}

// The desk greets by name, shows what the account opens, and apart from it what it would open once confirmed.
func TestTheDeskShowsWhatTheAccountOpens(t *testing.T) {
	for _, c := range []struct {
		level actor.Level
		open  bool
	}{{actor.Simplified, false}, {actor.Full, true}} {
		v := visit(t, actor.Actor{Person: "anna", Session: "s", Level: c.level}).Open("/desk")
		v.WantStatus(http.StatusOK).WantText("Здравствуйте, Анна <b>Петровна</b>!", "Доступные сервисы", "Мои данные", "Добавить кабинет организации", "Подать заявление")
		if v.Doc().Has(`main a[href="/apply"]`) != c.open {
			t.Errorf("level %d: the application is open: %v, want %v", c.level, !c.open, c.open)
		}
		if strings.Contains(v.Doc().Text(), "после подтверждения личности") == c.open {
			t.Errorf("level %d: the heading of what is not open yet", c.level)
		}
	}
	visit(t, actor.Actor{Person: "anna", Session: "s", Level: actor.Simplified}).Open("/desk?password=new").WantText("Новый пароль задан")
}

func TestTheDeskIsForThoseWhoAreSignedIn(t *testing.T) {
	for _, path := range []string{"/desk"} {
		if v := visit(t, actor.Actor{}).Open(path); v.Status() == http.StatusOK {
			t.Errorf("a guest sees %s", path)
		}
	}
	if v := visit(t, actor.Actor{Person: "ghost", Session: "s", Level: actor.Simplified}).Open("/desk"); v.Status() != http.StatusInternalServerError {
		t.Errorf("a person whom nobody knows: %d", v.Status())
	}
}

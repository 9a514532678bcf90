package app

import (
	"context"
	"net"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/home"
	"github.com/klaster-platform/klaster/internal/legal"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/profile"
)

// agreements gives package account the documents to which people agree.
type agreements struct{ legal *legal.Module }

func (g agreements) Agreements(ctx context.Context, q sqldb.Querier) ([]account.Agreement, error) {
	var list []account.Agreement
	for _, k := range []legal.Kind{legal.Terms, legal.Consent} {
		d, err := g.legal.Current(ctx, q, k)
		if err != nil {
			return nil, err
		}
		list = append(list, account.Agreement{
			Document: string(k), Version: strconv.Itoa(d.Version), Title: d.Title, URL: d.URL, Paragraphs: d.Paragraphs(),
		})
	}
	return list, nil
}

// names gives package legal the names of authors. It is built before package account, so it asks the app when it is
// needed.
type names struct{ app *App }

func (n names) NameOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (string, error) {
	return n.app.Account.NameOf(ctx, q, p)
}

// offers are «Доступные сервисы» of the desk.
func offers() []home.Offer {
	return []home.Offer{home.OfferApplications, home.OfferProfile, home.OfferSecurity, home.OfferDocuments, home.OfferTrail}
}

// allowed are the places inside that may be called: those that the operator listed, and those that other settings name.
func (c Config) allowed() []string {
	list := append([]string(nil), c.Outbound.Allow...)
	if c.Mail.Host != "" {
		list = append(list, "mail="+net.JoinHostPort(c.Mail.Host, strconv.Itoa(c.Mail.Port)))
	}
	list = append(list, place(outbound.SMS, c.SMS.URL)...)
	if c.Embedding.Kind != "" {
		list = append(list, place(outbound.Embedding, c.Embedding.URL)...)
		list = append(list, place(outbound.Embedding, c.Embedding.Auth)...)
	}
	return list
}

// place is the place of an address that a setting names, as a request to it may be made; none for no address.
func place(purpose outbound.Purpose, address string) []string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return []string{string(purpose) + "=" + u.Scheme + "://" + net.JoinHostPort(u.Hostname(), port)}
}

var (
	ownCabinet        = i18n.M("Личный кабинет", "Personal account")
	menuDesk          = i18n.M("Рабочий стол", "Dashboard")
	menuProfile       = i18n.M("Мои данные", "My details")
	menuSecurity      = i18n.M("Безопасность", "Security")
	menuOrganisations = i18n.M("Мои организации", "My organisations")
	detailINN         = i18n.F("ИНН %s", "INN %s")
)

// warnBefore is how long before its end a page warns that the session ends.
const warnBefore = 5 * time.Minute

// viewOf adds who is signed in, and for whom they act, to what the pages know.
func (a *App) viewOf(ctx context.Context, who account.SignedInAs, acting organisation.Standing) (*web.View, error) {
	v := *web.ViewOf(ctx)
	unread, err := a.Notification.Unread(ctx, a.DB.Single(), who.Actor.Person)
	if err != nil {
		return nil, err
	}
	links := []web.NavItem{
		{Key: "desk", Label: menuDesk, URL: "/desk", Icon: "house"},
		{Key: "notifications", Label: notification.Menu, URL: notification.Path, Icon: "bell", Count: unread},
		{Key: "applications", Label: application.MenuOwn, URL: application.PathOwn, Icon: "file-text"},
		partner.Menu(),
		{Key: "organisations", Label: menuOrganisations, URL: organisation.PathMine, Icon: "building-2"},
		{Key: "profile", Label: menuProfile, URL: "/profile", Icon: "user"},
		{Key: "security", Label: menuSecurity, URL: "/profile/security", Icon: "shield-check"},
	}
	profiles, more, err := a.profiles(ctx, who, acting)
	if err != nil {
		return nil, err
	}
	v.Viewer = &web.Viewer{Name: who.Name.Short(), Bell: notification.Path, Unread: unread, Profiles: profiles, More: more, Staff: len(who.Actor.Staff)+len(who.Actor.Withheld) > 0, Links: links}
	v.Session = &web.Session{Left: who.Ends.Sub(a.Clock.Now()), Warn: warnBefore, Stay: "/session/stay", Exit: "/logout"}
	if _, inside := organisation.PathOGRN(v.Path); inside && acting.Role != "" {
		menu := organisation.Menu(acting)
		v.Menu = slices.Insert(menu, 1, web.NavItem{Key: "applications", Label: application.Menu, URL: acting.Cabinet.Path() + "/applications", Icon: "file-text"}, membership.Menu(acting.Cabinet.Path()), profile.Menu(acting.Cabinet.Path()))
		return &v, nil
	}
	v.Menu, err = a.menu(ctx, v.Path, who.Actor, append(links[:5:5], account.Menu()...))
	return &v, err
}

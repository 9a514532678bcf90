package app

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// profileOf finds out in whose name a page is drawn, and notes in the browser that it shows that profile now. Inside a cabinet the
// address says it; pages of the person are their own; the others, such as the page of signing, keep the profile that was shown last.
func (a *App) profileOf(w http.ResponseWriter, r *http.Request, who actor.Actor, acting organisation.Standing) (profile organisation.Standing, drawn organisation.Chosen, err error) {
	last := a.Organisation.Chosen(r, who.Session)
	if now := organisation.ChosenBy(r, who); now != "" && now != last {
		a.Organisation.Remember(w, who.Session, now)
	}
	if acting.Role != "" || ownPage(r.URL.Path) {
		return acting, "", nil
	}
	if last == "" || last == organisation.Oneself {
		return organisation.Standing{}, last, nil
	}
	profile, err = a.standing(r.Context(), who.Person, last)
	return profile, last, err
}

// standing is what a person is to an organisation, nothing when that is over.
func (a *App) standing(ctx context.Context, p actor.PersonID, profile organisation.Chosen) (organisation.Standing, error) {
	if profile == "" || profile == organisation.Oneself {
		return organisation.Standing{}, nil
	}
	st, err := a.Organisation.Acting(ctx, p, string(profile))
	if errors.Is(err, organisation.ErrNoCabinet) {
		return organisation.Standing{}, nil
	}
	return st, err
}

// ownPage reports whether a page is the person's own, whatever profile was shown before.
func ownPage(path string) bool {
	for _, room := range []string{"/desk", notification.Path, "/profile", "/organisations", application.PathOwn, partner.PathSaved, "/admin"} {
		if path == room || strings.HasPrefix(path, room+"/") {
			return true
		}
	}
	return false
}

// crossed stops an action that comes from a page of one profile after the browser switched to another, and asks which is meant. It
// reports whether it answered the request.
func (a *App) crossed(w http.ResponseWriter, r *http.Request, who account.SignedInAs, acting organisation.Standing) (bool, error) {
	if r.Method != http.MethodPost {
		return false, nil
	}
	page := organisation.Chosen(r.URL.Query().Get(web.DrawnKey))
	if acting.Role != "" {
		page = organisation.Chosen(acting.Cabinet.OGRN)
	}
	last := a.Organisation.Chosen(r, who.Actor.Session)
	if page == "" || last == "" || page == last {
		return false, nil
	}
	if organisation.Confirmed(r) {
		a.Organisation.Remember(w, who.Actor.Session, page)
		return false, nil
	}
	from, err := a.standing(r.Context(), who.Actor.Person, page)
	if err != nil {
		return false, err
	}
	now, err := a.standing(r.Context(), who.Actor.Person, last)
	if err != nil {
		return false, err
	}
	if from.Role == "" && page != organisation.Oneself || now.Role == "" && last != organisation.Oneself {
		return false, nil // what is over is no profile any more; the rights are asked below, as always
	}
	view, err := a.viewOf(r.Context(), who, now)
	if err != nil {
		return false, err
	}
	r = r.WithContext(web.WithView(actor.With(r.Context(), who.Actor), view))
	return true, a.Organisation.Crossed(w, r, organisation.Crossing{
		Page: organisation.Side{Key: page, Profile: a.side(from)}, Now: organisation.Side{Key: last, Profile: a.side(now)},
		Other: a.admits(r, who.Actor, acting.Cabinet.OGRN, now),
	})
}

// admits reports whether a person may send the same form to the same page of another cabinet.
func (a *App) admits(r *http.Request, who actor.Actor, from string, to organisation.Standing) bool {
	if to.Role == "" {
		return false
	}
	who.Acting, who.Rights = to.Cabinet.ID, to.Role.Rights()
	other := r.Clone(actor.With(r.Context(), who))
	other.URL.Path = strings.Replace(r.URL.Path, from, to.Cabinet.OGRN, 1)
	return a.Router.Admit(other) == nil
}

func (a *App) side(st organisation.Standing) web.Profile {
	if st.Role == "" {
		return web.Profile{Label: ownCabinet, URL: "/desk"}
	}
	return profileLine(organisation.Profile{Standing: st}, false)
}

// shownProfiles is how many organisations the header offers; all of them stand on the page of one's organisations.
const shownProfiles = 7

// profiles are the cabinets that the header offers: one’s own, those that were chosen lately and the first by name, and the
// organisation for which the person acts.
func (a *App) profiles(ctx context.Context, who account.SignedInAs, now organisation.Standing) (list []web.Profile, more bool, err error) {
	all, err := a.Organisation.Profiles(ctx, a.DB.Single(), who.Actor.Person, shownProfiles+1)
	if err != nil {
		return nil, false, err
	}
	if more = len(all) > shownProfiles; more {
		all = all[:shownProfiles]
	}
	list = []web.Profile{{Label: ownCabinet, Detail: i18n.Same(who.Name.Full()), URL: "/desk", Current: now.Role == ""}}
	seen := now.Role == ""
	for _, p := range all {
		current := p.Cabinet.ID == now.Cabinet.ID
		seen = seen || current
		list = append(list, profileLine(p, current))
	}
	if !seen {
		list = append(list, profileLine(organisation.Profile{Standing: now}, true))
	}
	return list, more, nil
}

func profileLine(p organisation.Profile, current bool) web.Profile {
	c := p.Cabinet
	return web.Profile{Label: i18n.Same(c.Name), Detail: detailINN.With(c.INN), OGRN: c.OGRN, URL: c.Path(), Current: current, Tasks: p.Tasks}
}

package account

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// levelPage is what the page of the level shows.
type levelPage struct {
	person  Person
	check   *snilsCheck
	review  bool // a case about the person waits
	history []LevelChange
	now     func() i18n.Localized // how long the check is under way
	ways    []way
	site    *web.Site
}

// way is a way to the next level that works in this installation.
type way struct {
	title, text i18n.Text
	link        *web.Link // nil asks for a code for the desk
	icon        string
	to          actor.Level
}

// ways lists the ways from a level on. It names nothing that is not configured here, and no check beside one under way.
func (p *pages) ways(from actor.Level, checking bool) (list []way) {
	if p.snils != nil && from < actor.Standard && !checking {
		list = append(list, way{
			title: wayRegister, text: wayRegisterText, to: actor.Standard, icon: "file-check", link: &web.Link{Label: wayRegisterLink, URL: "/profile/data"},
		})
	}
	for _, port := range p.ports() {
		if to := vouches(port, from); to > from {
			link := &web.Link{Label: wayOutsideLink, URL: "/profile/connections", About: port.Label()}
			list = append(list, way{title: port.Label(), text: wayOutsideText, to: to, icon: "network", link: link})
		}
	}
	if from < actor.Full && !p.config.desk().IsZero() {
		list = append(list, way{title: wayInPerson, text: wayInPersonText.With(p.config.desk()), to: actor.Full, icon: "landmark"})
	}
	return list
}

func (p *pages) level(w http.ResponseWriter, r *http.Request) error {
	ctx, who := r.Context(), actor.From(r.Context()).Person
	l := levelPage{site: web.ViewOf(ctx).Site}
	err := p.db.View(ctx, func(q sqldb.Querier) (err error) {
		if l.person, err = p.Person(ctx, q, who); err != nil {
			return err
		}
		if l.check, err = p.lastCheckOf(ctx, q, who); err != nil {
			return err
		}
		if l.review, err = caseWaits(ctx, q, who); err != nil {
			return err
		}
		l.history, err = p.LevelHistory(ctx, q, who)
		return err
	})
	if err != nil {
		return err
	}
	l.ways = p.ways(l.person.Level, l.check != nil && l.check.open())
	l.now = func() i18n.Localized { return i18n.After(p.clock.Now().Sub(l.check.created)) }
	page := web.Page{Title: titleLevel, Lead: leadLevel, Shell: web.Cabinet, Section: "level"}
	switch q := r.URL.Query(); {
	case q.Get("cancelled") != "":
		page.Banner = &web.Notice{Kind: web.Success, Text: textCancelled}
	}
	return show(w, r, page, levelView(l))
}

func (p *pages) cancelCheck(w http.ResponseWriter, r *http.Request) error {
	if _, err := web.ReadForm(r); err != nil {
		return err
	}
	if err := p.CancelCheck(r.Context(), actor.From(r.Context()).Person); err != nil {
		return err
	}
	return redirect(w, r, "/profile/level?cancelled=1")
}

package account

import (
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// site is another site on the page of the profile.
type site struct {
	key   string
	label i18n.Text
	link  Link // zero when it is not linked
}

func (s site) linked() bool { return s.link.Provider != "" }

// sites lists what is configured, and what is linked and no longer configured.
func sites(ports []connector.Port, links []Link) (list []site) {
	linked := map[string]Link{}
	for _, l := range links {
		linked[l.Provider] = l
	}
	for _, p := range ports {
		list = append(list, site{p.Key(), p.Label(), linked[p.Key()]})
		delete(linked, p.Key())
	}
	for _, l := range links {
		if _, left := linked[l.Provider]; left {
			list = append(list, site{l.Provider, i18n.Same(l.Provider), l})
		}
	}
	return list
}

func siteRows(list []site) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, s := range list {
		since, used := web.Cell{Text: siteNot}, web.Cell{Text: siteNever}
		if s.linked() {
			since = web.Cell{Body: web.Time(s.link.Linked)}
		}
		if !s.link.Used.IsZero() {
			used = web.Cell{Body: web.Time(s.link.Used)}
		}
		rows[i] = []web.Cell{{Text: s.label}, since, used, {Body: siteAction(s)}}
	}
	return rows
}

func trialOptions(people []connector.Identity) []web.Option {
	list := make([]web.Option, len(people))
	for i, p := range people {
		list[i] = web.Option{Value: p.Subject, Label: i18n.Same(Name{p.Surname, p.Given, p.Patronymic}.Full()), Hint: i18n.Same(p.Email)}
	}
	return list
}

// throughButton is the button by which one sets out to sign in through a port.
func throughButton(port connector.Port) web.ButtonSpec {
	if sourceOf(port) == ByCertificate {
		return web.ButtonSpec{Label: errandSign, Look: web.Secondary, Icon: "file-check"}
	}
	return web.ButtonSpec{Label: errandThrough.With(port.Label()), Look: web.Secondary, Icon: "external-link"}
}

// nextThrough is where a sign-in through a port leads: where the person was going, else where the port has something to show.
func nextThrough(port connector.Port, next string) string {
	if c, ok := port.(*connector.Certificate); ok && next == "" {
		return c.After()
	}
	return next
}

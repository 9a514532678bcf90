package demo

import (
	"context"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

type pages struct{ Deps }

// offer is a role as the page shows it.
type offer struct {
	Role

	Person Person
	Ready  bool
}

func (p *pages) roles(w http.ResponseWriter, r *http.Request) error {
	offers, err := p.offers(r.Context())
	if err != nil {
		return err
	}
	page := web.Page{Title: titleRoles, Lead: leadRoles, NoIndex: true}
	for _, o := range offers {
		if !o.Ready {
			page.Banner = &web.Notice{Kind: web.Info, Title: titleSettling, Text: textSettling}
		}
	}
	return web.Render(w, r, http.StatusOK, rolesView(page, offers))
}

func (p *pages) offers(ctx context.Context) ([]offer, error) {
	var list []offer
	for _, role := range Roles() {
		o := offer{Role: role, Person: PersonWith(role.Email), Ready: true}
		if role.Cabinet != "" && !p.Settled {
			continue
		}
		if role.Cabinet != "" {
			var err error
			if o.Ready, err = p.Ready(ctx, role.Email, role.Cabinet); err != nil {
				return nil, err
			}
		}
		list = append(list, o)
	}
	return list, nil
}

// errNoRole says that the page knows no such role.
var errNoRole = fault.New(fault.Invalid, i18n.M("Такой роли нет. Откройте страницу с ролями ещё раз.", "There is no such role. Open the page of roles again."))

func (p *pages) enter(w http.ResponseWriter, r *http.Request) error {
	f, err := web.ReadForm(r, web.Input{Name: "role", Max: 20})
	if err != nil {
		return err
	}
	role, ok := RoleNamed(f.Get("role"))
	if !ok {
		return errNoRole
	}
	next := role.Start
	if role.Key != nil {
		next = p.MakeKey(role.Name, role.Start)
	}
	return p.Enter(w, r, role.Email, next)
}

// in lists the offers of a group.
func in(offers []offer, g Group) []offer {
	var list []offer
	for _, o := range offers {
		if o.Group == g {
			list = append(list, o)
		}
	}
	return list
}

// shortName is how a button names a person: «Анна Смирнова».
func (p Person) shortName() string { return p.Given + " " + p.Surname }

package legal

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Config is the section of the settings about legal texts.
type Config struct {
	Address   string `help:"Postal address of the foundation, to which people write on paper. The texts name it."`
	AddressEn string `help:"The same address in English. Empty: as in Russian." name:"address-en"`
}

func (c Config) address() i18n.Text {
	if c.AddressEn == "" {
		return i18n.Same(c.Address)
	}
	return i18n.Raw(c.Address, c.AddressEn)
}

// People tells who somebody is: package account.
type People interface {
	// NameOf returns the name of a person as staff read it, "" when nobody bears the id.
	NameOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (string, error)
}

// Deps is what the room needs from the house.
type Deps struct {
	DB     *sqldb.DB
	Clock  clock.Clock
	Site   *web.Site
	People People
	Config Config
}

// Module is the room with its doors.
type Module struct {
	*Service
	handlers handlers
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{db: d.DB, clock: d.Clock, site: d.Site, config: d.Config}
	return &Module{Service: s, handlers: handlers{Service: s, people: d.People}}
}

// Routes adds the pages of the room.
func (m *Module) Routes(router *httpx.Router) {
	h := m.handlers
	for _, k := range Kinds() {
		router.Handle("GET "+k.Path(), actor.Anyone, h.show(k))
	}
	writers := actor.Staff(actor.Owner, actor.Operator)
	readers := actor.Staff(actor.Owner, actor.Operator, actor.Auditor)
	router.Handle("GET "+adminPath, readers, h.list)
	router.Handle("GET "+adminPath+"/{kind}", readers, h.editions)
	router.Handle("GET "+adminPath+"/{kind}/new", writers, h.write)
	router.Handle("POST "+adminPath+"/{kind}/new", writers, h.send, httpx.MaxBody(maxBody))
}

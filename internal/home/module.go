package home

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
)

// Deps are what the room needs.
type Deps struct {
	People People
	Offers []Offer
}

// Module is the room.
type Module struct{ pages *pages }

// New returns the room.
func New(d Deps) *Module { return &Module{&pages{d.People, d.Offers}} }

// Routes adds the pages.
func (m *Module) Routes(r *httpx.Router) {
	r.Handle("GET /{$}", actor.Anyone, m.pages.start)
	r.Handle("GET /contacts", actor.Anyone, m.pages.contacts)
	r.Handle("GET /desk", actor.SignedIn, m.pages.desk)
}

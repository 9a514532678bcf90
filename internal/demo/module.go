package demo

import (
	"context"
	"errors"
	"net/http"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Path is where the roles are handed out.
const Path = "/demo"

// Deps are what the page needs.
type Deps struct {
	Site *web.Site
	// Enter signs the browser in as a person of the trial and leads on.
	Enter func(w http.ResponseWriter, r *http.Request, email, next string) error
	// Ready reports whether a person may act for an organisation, by its ОГРН: those of roles come up soon after the first start.
	Ready func(ctx context.Context, email, ogrn string) (bool, error)
	// Settled says that the town is or will be settled; without that there are no roles that need an organisation account.
	Settled bool
	// MakeKey is the path of the page that makes trial signatures, with the form filled for a role.
	MakeKey func(role, next string) string
}

// ErrReal says that a real installation hands out no roles, whatever its settings say.
var ErrReal = errors.New("demo: a real installation has no roles to hand out")

// Module is the page with its door.
type Module struct{ pages *pages }

// New returns the page of a trial installation, and [ErrReal] in a real one.
func New(d Deps) (*Module, error) {
	if d.Site == nil || !d.Site.Trial {
		return nil, ErrReal
	}
	return &Module{&pages{d}}, nil
}

// Routes adds the page.
func (m *Module) Routes(r *httpx.Router) {
	r.Handle("GET "+Path, actor.Anyone, m.pages.roles)
	r.Handle("POST "+Path, actor.Anyone, m.pages.enter)
}

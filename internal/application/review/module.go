package review

import (
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Deps are what the room needs.
type Deps struct {
	DB           *sqldb.DB
	Clock        clock.Clock
	Files        files
	Applications *application.Service
	Assessor     Assessor
	Office       Office
	Signatures   Signatures
	Calendar     Calendar
	Effects      map[string]application.Effect // by the name that services use
	Foundation   i18n.Text
	Site         *web.Site
}

// Module is the room with its doors.
type Module struct {
	*Service

	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{
		db: d.DB, clock: d.Clock, files: d.Files, applications: d.Applications, assessor: d.Assessor, office: d.Office, signatures: d.Signatures,
		calendar: d.Calendar, effects: d.Effects, foundation: d.Foundation, trial: d.Site.Trial,
	}
	return &Module{s, &pages{s}}
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

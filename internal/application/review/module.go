package review

import (
	"time"

	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
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
	People       application.People
	Letters      letters
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
		calendar: d.Calendar, effects: d.Effects, people: d.People, letters: d.Letters, baseURL: d.Site.BaseURL, foundation: d.Foundation, trial: d.Site.Trial,
	}
	return &Module{s, &pages{s}}
}

// Workers adds what the room does by the clock.
func (m *Module) Workers(reg *jobs.Registry) {
	jobs.Handle(reg, m.escalate, jobs.Unique())
	reg.Every("review.escalate", time.Hour, escalate{})
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

package staff

import (
	"log/slog"
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Deps are what the room needs.
type Deps struct {
	DB       *sqldb.DB
	Clock    clock.Clock
	Limits   *limit.Limiter
	Letters  letters
	People   People
	Jobs     *jobs.Queue
	BaseURL  string
	Sections []Section        // pages of the administration that other features bring
	Checks   []Check          // of «Готовность к работе», before the room's own
	Deeds    audit.Dictionary // what the actions of all rooms are called on the page of the journal
	Log      *slog.Logger
}

// Module is the room with its doors.
type Module struct {
	*Service
	jobs     *jobs.Queue
	sections []Section
	checks   []Check
	deeds    audit.Dictionary
	log      *slog.Logger
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{db: d.DB, clock: d.Clock, limits: d.Limits, letters: d.Letters, people: d.People, baseURL: d.BaseURL}
	return &Module{
		Service: s, jobs: d.Jobs, sections: slices.Clone(d.Sections), checks: slices.Concat(d.Checks, s.Checks()), deeds: d.Deeds, log: d.Log,
	}
}

// Routes adds the pages.
func (m *Module) Routes(r *httpx.Router) { (&pages{m}).routes(r) }

// Workers registers the work that comes round.
func (m *Module) Workers(r *jobs.Registry) {
	jobs.Handle(r, m.sweep, jobs.Unique())
	r.Every("staff.sweep", sweepEvery, sweep{})
}

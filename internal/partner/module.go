package partner

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Deps are what the room needs.
type Deps struct {
	DB          *sqldb.DB
	Log         *slog.Logger
	Clock       clock.Clock
	Source      Source
	Classifiers Classifiers
}

// Service holds the use cases.
type Service struct {
	db          *sqldb.DB
	log         *slog.Logger
	clock       clock.Clock
	source      Source
	classifiers Classifiers

	current atomic.Pointer[catalogue] // nil until it was built

	following sync.Mutex // guards what follows: one look at a time
	builtAt   time.Time
	applied   map[string]time.Time // changes that are in the catalogue, by id
}

// Module is the room with its doors.
type Module struct {
	*Service
}

// New builds the room.
func New(d Deps) *Module {
	return &Module{Service: &Service{
		db: d.DB, log: d.Log, clock: d.Clock, source: d.Source, classifiers: d.Classifiers, applied: map[string]time.Time{},
	}}
}

// Workers registers the work of the room.
func (m *Module) Workers(r *jobs.Registry) {
	r.Watch("partner.follow", followEvery, m.follow)
	jobs.Handle(r, m.sweep, jobs.Unique())
	r.Every("partner.sweep", 24*time.Hour, sweep{})
}

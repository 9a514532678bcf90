package partner

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
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
	Readers     Readers
	BaseURL     string
}

// Readers says who asks: packages organisation and membership.
type Readers interface {
	// Member reports whether the person of the request acts for an organisation with a status in the cluster.
	Member(ctx context.Context, q sqldb.Querier) (bool, error)
}

// Service holds the use cases.
type Service struct {
	db          *sqldb.DB
	log         *slog.Logger
	clock       clock.Clock
	source      Source
	classifiers Classifiers
	readers     Readers
	gate        *gate
	baseURL     string

	current atomic.Pointer[catalogue] // nil until it was built

	following sync.Mutex // guards what follows: one look at a time
	builtAt   time.Time
	applied   map[string]time.Time // changes that are in the catalogue, by id
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{
		db: d.DB, log: d.Log, clock: d.Clock, source: d.Source, classifiers: d.Classifiers, readers: d.Readers, gate: newGate(), baseURL: d.BaseURL, applied: map[string]time.Time{},
	}
	return &Module{Service: s, pages: &pages{s}}
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// Workers registers the work of the room.
func (m *Module) Workers(r *jobs.Registry) {
	r.Watch("partner.follow", followEvery, m.follow)
	jobs.Handle(r, m.sweep, jobs.Unique())
	r.Every("partner.sweep", 24*time.Hour, sweep{})
}

package partner

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// Deps are what the room needs.
type Deps struct {
	DB          *sqldb.DB
	Log         *slog.Logger
	Clock       clock.Clock
	Source      Source
	Classifiers Classifiers
	Readers     Readers
	People      People
	Letters     letters
	Limits      *limit.Limiter
	Jobs        *jobs.Queue
	Key         []byte  // of the addresses that end letters
	Vectors     Vectors // nil: none
	BaseURL     string
	// Snapshot is the file in which this node keeps its index for the next start; empty: it keeps none. Maker tells the program apart that has
	// made it: another one may make other passages of the same data.
	Snapshot, Maker string
}

// Readers says who asks: packages organisation and membership.
type Readers interface {
	// Member reports whether a person acts for an organisation with a status in the cluster.
	Member(ctx context.Context, q sqldb.Querier, p actor.PersonID) (bool, error)
}

// Addressee is whom a letter goes to.
type Addressee struct {
	Email    string // "" once the account was deleted
	Greeting string // «Анна Петровна»
	Lang     i18n.Lang
}

// People is what the room asks about accounts: package account.
type People interface {
	Addressee(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Addressee, error)
}

// letters sends messages by jobs of the transaction: package notification.
type letters interface {
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
}

// Service holds the use cases.
type Service struct {
	db          *sqldb.DB
	log         *slog.Logger
	clock       clock.Clock
	source      Source
	classifiers Classifiers
	readers     Readers
	people      People
	letters     letters
	limits      *limit.Limiter
	jobs        *jobs.Queue
	vectors     Vectors
	key         []byte
	gate        *gate
	baseURL     string
	snapshot    string
	maker       string
	alike       chan struct{} // a place for each page that looks for similar companies

	current atomic.Pointer[catalogue] // nil until it was built

	following sync.Mutex // guards what follows: one look at a time
	tried     bool       // to take what was saved
	builtAt   time.Time
	lookedAt  time.Time            // all changes that could be seen then are in the catalogue
	applied   map[string]time.Time // of them those of the window, by id
	unsaved   bool                 // the catalogue has what the snapshot has not
	savedAt   time.Time
	missing   []waiting // texts without a vector that are not queued yet

	pause pausing     // of asking for vectors of texts
	heard heard       // vectors of questions
	mute  atomic.Bool // the last question got no vector
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{
		db: d.DB, log: d.Log, clock: d.Clock, source: d.Source, classifiers: d.Classifiers, readers: d.Readers,
		people: d.People, letters: d.Letters, limits: d.Limits, jobs: d.Jobs, vectors: d.Vectors, key: d.Key, gate: newGate(), baseURL: d.BaseURL,
		snapshot: d.Snapshot, maker: d.Maker, applied: map[string]time.Time{}, alike: make(chan struct{}, mostAtOnce),
	}
	if s.vectors == nil {
		s.vectors = none{}
	}
	if s.vectors.Learnt() > 0 {
		s.snapshot = "" // what is learnt anew lies in a space of its own
	}
	return &Module{Service: s, pages: &pages{s}}
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// Workers registers the work of the room.
func (m *Module) Workers(r *jobs.Registry) {
	r.Watch("partner.follow", followEvery, m.follow)
	r.Watch("partner.keep", lookToSave, m.keep)
	jobs.Handle(r, m.sweep, jobs.Unique())
	r.Every("partner.sweep", 24*time.Hour, sweep{})
	jobs.Handle(r, m.callLetters, jobs.Unique())
	jobs.Handle(r, m.writeLetter, jobs.Unique())
	r.Every("partner.letters", lettersEvery, callLetters{})
	jobs.Deliver(r, m.getVectors, jobs.Unique(), jobs.On(VectorsQueue), jobs.Timeout(vectorsTime))
	jobs.Deliver(r, m.sweepVectors, jobs.Unique(), jobs.On(VectorsQueue), jobs.Timeout(buildTime))
	r.Every("partner.vectors_sweep", keepChanges, sweepVectors{})
	if m.vectors.Outside() {
		r.Every("partner.vectors", vectorsEvery, getVectors{})
	}
}

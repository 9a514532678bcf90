package application

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Deps are what the room needs.
type Deps struct {
	DB         *sqldb.DB
	Clock      clock.Clock
	Limits     *limit.Limiter
	Files      blob.Store
	Scanner    scan.Scanner
	Unscanned  scan.Policy // for files that nobody could judge
	Jobs       queue
	Applicants Applicants
	Authority  Authority
	Signatures Signatures
	Receipts   Receipts
	People     People
	Letters    letters
	Calendar   Calendar
	Site       *web.Site
	Foundation i18n.Text // to whom one applies
	Returning  Arriving  // the desk, when the review goes on after an answer, or begins again with a complaint; may be nil
	Arriving   Arriving  // the desk of the foundation; may be nil
	Installed  form.Installation
}

// Module is the room with its doors.
type Module struct {
	*Service

	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{
		db: d.DB, clock: d.Clock, limits: d.Limits, files: d.Files, scanner: d.Scanner, unscanned: d.Unscanned, jobs: d.Jobs,
		applicants: d.Applicants, authority: d.Authority, signatures: d.Signatures,
		receipts: d.Receipts, people: d.People, letters: d.Letters, calendar: d.Calendar, baseURL: d.Site.BaseURL, trial: d.Site.Trial, foundation: d.Foundation, arriving: d.Arriving,
		returning: d.Returning, installed: d.Installed,
		presses: make(chan struct{}, mostPresses),
	}
	return &Module{s, &pages{s}}
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// Workers adds what the room does later.
func (m *Module) Workers(reg *jobs.Registry) {
	jobs.Deliver(reg, m.scanLater, jobs.Timeout(scan.DefaultTimeout+scanPatience))
	jobs.Handle(reg, m.remind, jobs.Unique())
	reg.Every("application.remind", time.Hour, remind{})
	jobs.Handle(reg, m.RemindDue, jobs.Unique())
	reg.Every("application.due", time.Hour, Reminder{})
}

// NamesFile reports whether this room names a file of the store.
func (m *Module) NamesFile(ctx context.Context, ref blob.Ref) (named bool, err error) {
	err = m.db.View(ctx, func(q sqldb.Querier) error {
		named, err = namesFile(ctx, q, ref)
		return err
	})
	return named, err
}

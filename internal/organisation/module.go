package organisation

import (
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
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
	Letters    letters
	Jobs       queue
	People     People
	Registers  Registers
	Signatures Signatures
	Logins     Logins
	Facts      Facts
	Drafts     Drafts   // nil: there are none
	Overview   Overview // nil: there is nothing to say
	Staff      Staff
	Key        []byte // of keyed hashes; see package keyfile
	Site       *web.Site
	Config     Config

	Files           Files
	PowerSignatures PowerSignatures
	PowerRegistry   PowerRegistry // nil: nobody answers for the registry of powers of attorney
	Codes           Codes         // of the classifier of powers
	PersonalSigns   Switch        // whether a personal certificate signs for its sole proprietor
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{
		db: d.DB, clock: d.Clock, limits: d.Limits, letters: d.Letters, jobs: d.Jobs, people: d.People, registers: d.Registers,
		signatures: d.Signatures, facts: d.Facts, staff: d.Staff, key: d.Key, baseURL: d.Site.BaseURL, config: d.Config,
		files: d.Files, powerSignatures: d.PowerSignatures, powerRegistry: d.PowerRegistry, codes: d.Codes, personalSigns: d.PersonalSigns,
	}
	if s.drafts = d.Drafts; s.drafts == nil {
		s.drafts = noDrafts{}
	}
	if s.overview = d.Overview; s.overview == nil {
		s.overview = noOverview{}
	}
	m := &Module{Service: s}
	m.pages = &pages{Service: s, logins: d.Logins, module: m, secure: d.Site.Secure()}
	return m
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// Workers registers the work of the room.
func (m *Module) Workers(r *jobs.Registry) {
	jobs.Handle(r, m.tellInvited)
	jobs.Handle(r, m.sweep, jobs.Unique())
	jobs.Handle(r, m.warn, jobs.Unique())
	jobs.Handle(r, m.rejudgeAll)
	jobs.Deliver(r, m.askRegistryAgain, jobs.Unique(), jobs.Timeout(time.Hour))
	r.Every("organisation.sweep", 15*time.Minute, sweep{})
	r.Every("organisation.warn", 12*time.Hour, warn{})
	r.Every("organisation.rejudge", 24*time.Hour, rejudgeAll{})
	r.Every("organisation.powers", registryRound, askRegistryAgain{})
}

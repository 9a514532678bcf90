package profile

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Organisation is whose profile it is.
type Organisation struct {
	OGRN, INN, Name string
	Region          string // «77», "" where no register says
}

// Activity is a class of activity that a register names for an organisation.
type Activity struct {
	Code string
	Name i18n.Text
}

// ErrUnknown says that no register here has the organisation.
var ErrUnknown = fault.New(fault.NotFound, i18n.M("В реестрах нет такой организации.", "No register has this organisation."))

// Organisations is what the room asks about organisations: packages organisation and fact.
type Organisations interface {
	// Acting is the organisation of an account.
	Acting(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (Organisation, error)
	// Subject is what the registers say of a number, which is an ОГРН or ОГРНИП; [ErrUnknown] if nothing.
	Subject(ctx context.Context, q sqldb.Querier, ogrn string) (Organisation, error)
	// Bearer is who bears an ИНН by the registers; [ErrUnknown] if nobody.
	Bearer(ctx context.Context, q sqldb.Querier, inn string) (Organisation, error)
	// Activities are the classes that the register names for an organisation, the main one first.
	Activities(ctx context.Context, q sqldb.Querier, ogrn string) ([]Activity, error)
	// Viewer is who reads a page: the person of the request.
	Viewer(ctx context.Context, q sqldb.Querier) (Viewer, error)
	// For says who acts when the person of the request speaks for an organisation without its address in the path.
	For(ctx context.Context, ogrn string) (actor.Actor, error)
}

// Changes hears of every change of a profile, in its transaction: those who search.
type Changes interface {
	Changed(ctx context.Context, tx *sqldb.Tx, subject string) error
	// ChangedAll says that so many have changed that they are not named.
	ChangedAll(ctx context.Context, tx *sqldb.Tx) error
}

// Alike is the part of a page that names organisations like one, as the reader of the page may know them: package partner. It is nil where there
// are none.
type Alike func(ctx context.Context, q sqldb.Querier, ogrn string) (templ.Component, error)

// Deps are what the room needs.
type Deps struct {
	DB            *sqldb.DB
	Clock         clock.Clock
	Limits        *limit.Limiter
	Organisations Organisations
	Changes       Changes
	Site          *web.Site
	Alike         Alike // nil: nobody names them
}

// Service holds the use cases.
type Service struct {
	db            *sqldb.DB
	clock         clock.Clock
	limits        *limit.Limiter
	organisations Organisations
	changes       Changes
	alike         Alike
	baseURL       string
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{db: d.DB, clock: d.Clock, limits: d.Limits, organisations: d.Organisations, changes: d.Changes, alike: d.Alike, baseURL: d.Site.BaseURL}
	return &Module{Service: s, pages: &pages{s}}
}

// Routes adds the pages of the room and its part of the API.
func (m *Module) Routes(r *httpx.Router) {
	m.pages.routes(r)
	m.pages.apiRoutes(r)
}

// Workers registers the work of the room.
func (m *Module) Workers(r *jobs.Registry) {
	jobs.Handle(r, m.endItems, jobs.Unique())
	r.Every("profile.end", time.Hour, endItems{})
}

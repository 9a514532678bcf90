package membership

import (
	"context"
	"time"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/workdays"
)

// Organisations is what the room asks about cabinets: package organisation.
type Organisations interface {
	Organisation(ctx context.Context, q sqldb.Querier, id actor.OrganisationID) (Organisation, error)
	// WithOGRN finds the one with a number; "" when no account was opened for it.
	WithOGRN(ctx context.Context, q sqldb.Querier, ogrn string) (actor.OrganisationID, error)
}

// Rules judges organisations by the open registers: package fact with its rules of admission.
type Rules interface {
	// Judge judges an organisation with a cabinet, whose certificate has proved who it is.
	Judge(ctx context.Context, q sqldb.Querier, id actor.OrganisationID, on workdays.Date) (Judgement, error)
	// Directions are the directions of the cluster, for the filter of the register.
	Directions(ctx context.Context, q sqldb.Querier) ([]Direction, error)
	// Look judges by an ИНН what the open registers say of whoever bears it. No register knowing it is [ErrUnknown].
	Look(ctx context.Context, q sqldb.Querier, inn string, on workdays.Date) (Found, error)
}

// Receipt is what the foundation's seal confirms about a change of status: package evidence makes it.
type Receipt struct {
	Kind         string // "membership.given"
	Matter       string // the event
	Organisation Organisation
	Number       string
	Text         i18n.Text
	At           time.Time
	Decision     []byte // what an official has signed, nil when nobody did
	Signature    string // of the room of signatures
}

// Receipts seals a change with a leaf for the log, in the transaction in which it happens (rules T19, T21).
type Receipts interface {
	Issue(ctx context.Context, tx *sqldb.Tx, r Receipt) (receipt string, err error)
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

// Calendar gives the working calendar: package fact keeps it.
type Calendar interface {
	Calendar(ctx context.Context, q sqldb.Querier) (workdays.Calendar, error)
}

// Staff is what the room asks about the foundation's people: package staff.
type Staff interface {
	InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error)
}

// Ask is a decision that an official is asked to sign.
type Ask struct {
	Person         actor.PersonID
	Decision       string
	Title          i18n.Text
	Name, Document string
	Back, Next     string
}

// Signatures is where decisions are signed: package signature.
type Signatures interface {
	Freeze(ctx context.Context, content []byte) (document string, err error)
	// Ask asks for a signature and returns the page on which it is put.
	Ask(ctx context.Context, tx *sqldb.Tx, d Ask) (address string, err error)
	// Withdraw takes back what was asked for a decision.
	Withdraw(ctx context.Context, tx *sqldb.Tx, decision string) error
}

// queue inserts jobs.
type queue interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// Told is what an organisation tells of itself beside its application, as the reader of the page may see it: package profile. It is nil
// where there is nothing.
type Told func(ctx context.Context, q sqldb.Querier, ogrn string) (templ.Component, error)

func (t Told) of(ctx context.Context, q sqldb.Querier, ogrn string) (templ.Component, error) {
	if t == nil {
		return nil, nil //nolint:nilnil // nothing is told
	}
	return t(ctx, q, ogrn)
}

// Names reads what was typed as a name: package partner, whose index has the names of all members in memory.
type Names interface {
	// Meant gives other ways to read a text, the likeliest first, and the ОГРН of members who are called like it, the likest
	// first, at most so many.
	Meant(text string, most int) (readings, ogrns []string)
}

// Deps are what the room needs.
type Deps struct {
	DB            *sqldb.DB
	Clock         clock.Clock
	Limits        *limit.Limiter
	Jobs          queue
	Organisations Organisations
	Rules         Rules
	Receipts      Receipts
	Signatures    Signatures
	Services      Services
	Papers        Papers
	Staff         Staff
	People        People
	Letters       letters
	Calendar      Calendar
	Site          *web.Site
	Samples       []Sample // whom the page «Вступить в кластер» of a trial installation offers to look at
	Told          Told     // nil: nothing is told
	Alike         Told     // names members like one: package partner. nil: nobody does
	Names         Names    // nil: names are found as they are typed only
}

// Sample is an invented organisation of a trial installation.
type Sample struct {
	INN  string
	What i18n.Text // «из Москвы, подходит»
}

// Service holds the use cases.
type Service struct {
	db            *sqldb.DB
	clock         clock.Clock
	limits        *limit.Limiter
	jobs          queue
	organisations Organisations
	rules         Rules
	receipts      Receipts
	signatures    Signatures
	services      Services
	papers        Papers
	staff         Staff
	people        People
	letters       letters
	calendar      Calendar
	told          Told
	alike         Told
	names         Names
	baseURL       string
	operator      i18n.Text
	site          i18n.Text // what the cluster is called
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// New builds the room.
func New(d Deps) *Module {
	s := &Service{
		db: d.DB, clock: d.Clock, limits: d.Limits, jobs: d.Jobs, organisations: d.Organisations, rules: d.Rules, receipts: d.Receipts,
		signatures: d.Signatures, services: d.Services, papers: d.Papers, staff: d.Staff, people: d.People, letters: d.Letters, calendar: d.Calendar, told: d.Told, alike: d.Alike, names: d.Names, baseURL: d.Site.BaseURL, operator: d.Site.Operator, site: d.Site.Name,
	}
	return &Module{Service: s, pages: &pages{Service: s, samples: d.Samples, files: make(chan struct{}, mostFiles)}}
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// Workers registers the work of the room.
func (m *Module) Workers(r *jobs.Registry) {
	jobs.Handle(r, m.consider)
	jobs.Handle(r, m.reconsider, jobs.Unique())
	jobs.Handle(r, m.reassess)
	jobs.Handle(r, m.reassessAll, jobs.Unique())
	r.Every("membership.reconsider", 15*time.Minute, reconsider{})
	r.Every("membership.reassess", 24*time.Hour, reassessAll{})
}

// deciders are the roles that decide about members.
func deciders() []actor.Role { return []actor.Role{actor.Operator, actor.Owner} }

// today is the day in Moscow.
func (s *Service) today() workdays.Date { return workdays.DateOf(s.clock.Now().In(i18n.Moscow())) }

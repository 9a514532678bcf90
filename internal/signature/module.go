package signature

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/klaster-platform/klaster/esign/algorithm"
	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// Config is the section of the settings about signatures.
type Config struct {
	Stamps    string `help:"Address of the time-stamping authority (RFC 3161) by which signatures are raised for the archive. Empty: they stay as they came." name:"tsa"`
	CryptoPro string `help:"File cadesplugin_api.js of КриптоПро, to be served to pages that sign. Empty: the page speaks to the extension by itself." name:"cryptopro-script" type:"path"`
	Rutoken   string `help:"File of the JavaScript library of Рутокен Плагин, to be served to pages that sign. Empty: Рутокен is signed with by file." name:"rutoken-script" type:"path"`
	TSA       string `help:"File with certificates in which chains of time-stamping authorities must end, in PEM. Empty: no time is proven." name:"tsa-anchors" type:"path"`
}

// Deps are what the room needs.
type Deps struct {
	DB      *sqldb.DB
	Clock   clock.Clock
	Limits  *limit.Limiter
	Files   blob.Store
	Letters Letters
	People  People
	Site    *web.Site
	Config  Config
	Data    string // the data folder, in which a trial installation has its authority
	// FetchCRL and FetchOCSP reach the network by the one client of the platform (T23); nil asks nobody.
	FetchCRL, FetchOCSP Fetch
	// FetchStamp reaches the time-stamping authority likewise.
	FetchStamp Fetch
	Jobs       queue
	// Software is the software key of a trial installation; its zero value is none.
	Software Software
	// Example is whom the form of a trial signature proposes, Examples whom it proposes to somebody who comes as one of them.
	Example  Example
	Examples map[string]Example
}

// Software says where the parts of the software key are: package trialsigner serves them in a trial installation.
type Software struct {
	Library string // ES module that speaks to the worker
	Worker  string
	Module  string // WebAssembly
}

// Letters sends letters: package notification.
type Letters interface {
	// Mail queues a letter; after life it is worth nothing and is not sent any more.
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
}

// Addressee is a person to whom a letter goes.
type Addressee struct {
	Email    string
	Lang     i18n.Lang
	Greeting string // «Анна Петровна»
}

// People tells where letters to a person go: package account.
type People interface {
	Addressee(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Addressee, error)
}

// Use says what happens with the signatures of a purpose. The application registers it before the program serves.
type Use struct {
	Purpose Purpose
	// Login says that a challenge is signed (T14) instead of a document.
	Login bool
	// Judge asks others about a signature that passed, before the transaction: it may reach the network. A fault refuses the
	// signature as a failed check does; nil asks nobody.
	Judge func(ctx context.Context, r Request) error
	// Receive does what the signature is for, in the transaction that keeps it; an error undoes everything. A fault is shown
	// to the person.
	Receive func(ctx context.Context, tx *sqldb.Tx, s Signed) error
	// Finish answers the request of the browser after that transaction, as by opening a session; nil leads to Request.Next.
	Finish Finish
}

// queue takes jobs into a transaction: package jobs.
type queue interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// maxTables is how many keys have tables of their multiples: 3.4 MB of the curves that nearly all have, 20 MB of the largest. Some
// fifty authorities issue certificates.
const maxTables = 64

// New builds the room, and makes the trial authority of a trial installation at its first start (T8).
func New(d Deps) (*Module, error) {
	s := &Service{
		db: d.DB, clock: d.Clock, limits: d.Limits, files: d.Files, trial: d.Site.Trial, data: d.Data, origin: d.Site.BaseURL,
		uses: map[Purpose]Use{}, fetchCRL: d.FetchCRL, fetchOCSP: d.FetchOCSP, fetchStamp: d.FetchStamp, stampAddress: d.Config.Stamps, jobs: d.Jobs, grace: grace,
		tables:  algorithm.NewTables(maxTables),
		flights: flights{flying: map[string]*flight{}, failed: map[string]time.Time{}},
	}
	if err := s.openTrialAuthority(); err != nil {
		return nil, err
	}
	if d.Config.TSA != "" && !s.trial {
		data, err := os.ReadFile(d.Config.TSA)
		if err != nil {
			return nil, fmt.Errorf("read signature-tsa-anchors: %w", err)
		}
		if s.stamps, err = cert.ParseFile(data); err != nil {
			return nil, fmt.Errorf("read signature-tsa-anchors %s: %w", d.Config.TSA, err)
		}
	}
	p, err := newPages(s, d)
	if err != nil {
		return nil, err
	}
	return &Module{s, p}, nil
}

// Use registers what happens with the signatures of a purpose.
func (m *Module) Use(u Use) {
	if u.Purpose == "" || u.Receive == nil {
		panic("signature: a purpose without a name, or that receives nothing")
	}
	m.uses[u.Purpose] = u
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// Workers registers the work that comes round.
func (m *Module) Workers(reg *jobs.Registry) {
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, _ sweep) error { return m.sweep(ctx, tx) }, jobs.Unique())
	reg.Every("signature.sweep", oneHour, sweep{})
	jobs.Deliver(reg, m.raiseOne)
	jobs.Deliver(reg, m.askOne, jobs.Backoff(10*time.Minute, 6*time.Hour), jobs.MaxAttempts(60))
	jobs.Handle(reg, m.renewAll, jobs.Unique())
	reg.Every("signature.renew", grace, renew{})
}

// sweep forgets requests that nobody signed, data that no longer hold, and old reports.
type sweep struct{}

func (sweep) Kind() string { return "signature.sweep" }

const (
	// keepRequests is how long a request that nobody signed is kept after its end, keepReports a report of a workplace.
	keepRequests = 24 * time.Hour
	keepReports  = 90 * 24 * time.Hour
)

func (s *Service) sweep(ctx context.Context, tx *sqldb.Tx) error {
	now := s.clock.Now()
	_, requests := deleteOldRequests(ctx, tx, now.Add(-keepRequests))
	_, data := deleteOldEvidence(ctx, tx, now)
	_, reports := deleteOldReports(ctx, tx, now.Add(-keepReports))
	if err := errors.Join(requests, data, reports); err != nil {
		return fmt.Errorf("sweep the room of signatures: %w", err)
	}
	return nil
}

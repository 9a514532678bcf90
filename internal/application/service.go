package application

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// Applicants is what the room asks about those who apply: the packages organisation, account, fact and membership.
type Applicants interface {
	// Party returns who applies.
	Party(ctx context.Context, q sqldb.Querier, a Applicant) (Party, error)
	// Standing returns what the applicant is to the cluster.
	Standing(ctx context.Context, q sqldb.Querier, a Applicant) (form.Standing, error)
	// Standings lists what a person is to the cluster through each of their organisations.
	Standings(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]form.Standing, error)
	// Level is that of the account of a person.
	Level(ctx context.Context, q sqldb.Querier, p actor.PersonID) (actor.Level, error)
	// Given returns what is known of the applicant, and of the person who fills the form in. A register that is silent leaves
	// facts out; it is no error.
	Given(ctx context.Context, q sqldb.Querier, a Applicant, filler actor.PersonID) (form.Given, error)
	// Name returns the name of a person for the history of a draft.
	Name(ctx context.Context, q sqldb.Querier, p actor.PersonID) (string, error)
	// Prepares reports whether somebody prepares an account for the organisation of an ИНН.
	Prepares(ctx context.Context, q sqldb.Querier, p actor.PersonID, inn string) (bool, error)
	// Since is the day on which the present status of an organisation began; zero when it has none.
	Since(ctx context.Context, q sqldb.Querier, a Applicant) (workdays.Date, error)
	// Members lists organisations with a status that stands, by their number after one; at most n.
	Members(ctx context.Context, q sqldb.Querier, after actor.OrganisationID, n int) ([]Member, error)
	// Acting lists the organisations for which a person may act.
	Acting(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Applicant, error)
	// Sees reports whether a person may see the applications of an organisation now.
	Sees(ctx context.Context, q sqldb.Querier, p actor.PersonID, o actor.OrganisationID) (bool, error)
	// Registered returns what the register says of an ИНН that somebody typed, in one line; empty when it has none.
	Registered(ctx context.Context, q sqldb.Querier, inn string) (i18n.Text, error)
}

// Calendar gives the working calendar: package fact keeps it.
type Calendar interface {
	Calendar(ctx context.Context, q sqldb.Querier) (workdays.Calendar, error)
}

// queue takes jobs into a transaction: package jobs.
type queue interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// Service holds the use cases.
type Service struct {
	db         *sqldb.DB
	clock      clock.Clock
	limits     *limit.Limiter
	files      blob.Store
	scanner    scan.Scanner
	unscanned  scan.Policy
	jobs       queue
	applicants Applicants
	authority  Authority
	signatures Signatures
	receipts   Receipts
	people     People
	letters    letters
	calendar   Calendar
	baseURL    string
	trial      bool
	foundation i18n.Text
	arriving   Arriving
	returning  Arriving
	forms      forms
	installed  form.Installation
	presses    chan struct{} // see [Service.press]
}

// forms are services that were read, by the digest of their file. What a file says does not change.
type forms struct {
	mu   sync.Mutex
	read map[string]*form.Service
}

// of reads a file once. The days of force are those of the store: a version ends when a later one begins, and its file stays.
func (f *forms) of(e edition) (*form.Service, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	read := f.read[e.Digest]
	if read == nil {
		var err error
		if read, err = form.Load([]byte(e.Source)); err != nil {
			return nil, fmt.Errorf("read the service %s, version %d: %w", e.Service, e.Version, err)
		}
		if f.read == nil {
			f.read = map[string]*form.Service{}
		}
		f.read[e.Digest] = read
	}
	dated := *read
	dated.From, dated.Until = e.First, e.Last
	return &dated, nil
}

// today is the day in Moscow.
func (s *Service) today() workdays.Date { return dayIn(s.clock.Now()) }

// record writes into the journal what somebody did with an application.
func (s *Service) record(ctx context.Context, tx *sqldb.Tx, action string, application actor.CaseID, detail string) error {
	by := string(actor.From(ctx).Person)
	if by == "" {
		by = "system"
	}
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: by, Action: action, Subject: string(application), Request: httpx.InfoOf(ctx).RequestID,
		Address: httpx.InfoOf(ctx).Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// none maps the absence of a row to a fault.
func none(err, no error) error {
	if errors.Is(err, sqldb.ErrNoRows) {
		return no
	}
	return err
}

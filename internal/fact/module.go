package fact

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/fact/extract"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/config"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
)

// Jobs is what the room needs of the queue.
type Jobs interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// Reaction is what another room does when a change of a known organisation stands. It runs in a job, in one transaction
// with the completion of that job: once for each change.
type Reaction func(ctx context.Context, tx *sqldb.Tx, c Change) error

// Imported is told of an import that has ended and was taken, in the transaction that ends it.
type Imported func(ctx context.Context, tx *sqldb.Tx, r Register) error

// Config is the section of the settings about registers.
type Config struct {
	PinnedFiles        []string `help:"SHA-256 of register files that are true whoever imports them (64 hexadecimal digits each)." name:"pinned-files"`
	PinnedCertificates []string `help:"SHA-256 of certificates (DER) whose detached signature FILE.sig or FILE.p7s pins a register file." name:"pinned-certificates"`

	Offshore string `help:"File with the lists of offshore zones, in place of those that the program brings, which are not whole." name:"offshore" type:"path"`

	DaDataKey   config.Secret `help:"File with the key of DaData, which operators may then ask about organisations. Empty: it is not asked." name:"dadata-key-file"`
	DaDataURL   string        `help:"Address of DaData." name:"dadata-url" default:"https://suggestions.dadata.ru/suggestions/api/4_1/rs/findById/party"`
	DaDataTrial bool          `help:"Trial installation only: an invented DaData answers, without any network." name:"dadata-trial"`
}

// People tells who somebody is: package account.
type People interface {
	// NameOf returns the name of a person as staff read it, "" when nobody bears the id.
	NameOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (string, error)
}

// Deps is what the room needs.
type Deps struct {
	DB        *sqldb.DB
	Clock     clock.Clock
	Jobs      Jobs
	Config    Config
	Files     blob.Store // what shows what an operator saw
	People    People
	Staff     Staff      // nil: nobody has a conflict of interest
	Reactions []Reaction // of the other rooms
	Imported  Imported   // nil: nobody is told
	Verifier  Verifier   // nil: no extract is taken
	Providers []Provider // in the order of pages
	// Age is how long a record of a register counts for what others do with it; known organisations are asked about before it is over.
	Age time.Duration
}

// New builds the room.
func New(d Deps) (*Service, error) {
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	pins, err := NewPins(d.Config.PinnedFiles, d.Config.PinnedCertificates)
	if err != nil {
		return nil, err
	}
	book, err := admission.Embedded()
	if err != nil {
		return nil, fmt.Errorf("read the rules of admission: %w", err)
	}
	lists, err := offshoreLists(d.Config.Offshore)
	if err != nil {
		return nil, fmt.Errorf("read the offshore lists: %w", err)
	}
	return &Service{people: d.People, db: d.DB, clock: d.Clock, jobs: d.Jobs, pins: pins, codec: codec, readers: readers(), reactions: d.Reactions, imported: d.Imported, book: book, offshore: lists, files: d.Files, staff: d.Staff, verifier: d.Verifier, providers: d.Providers, age: d.Age}, nil
}

// offshoreLists reads the lists of an operator's file, without one those of the program.
func offshoreLists(file string) ([]admission.OffshoreList, error) {
	if file == "" {
		return admission.EmbeddedLists()
	}
	content, err := os.ReadFile(file) //nolint:gosec // G304: the operator names the file in the settings
	if err != nil {
		return nil, err
	}
	return admission.ParseOffshore(content)
}

// Service is the room.
type Service struct {
	db        *sqldb.DB
	clock     clock.Clock
	jobs      Jobs
	pins      Pins
	codec     *codec
	readers   map[Register]reader
	reactions []Reaction
	imported  Imported
	book      *rule.Book
	offshore  []admission.OffshoreList
	files     blob.Store
	people    People
	staff     Staff
	verifier  Verifier
	providers []Provider
	age       time.Duration
}

// Routes adds the pages of the room.
func (s *Service) Routes(router *httpx.Router) {
	p := pages{s}
	readers := actor.Staff(actor.Operator, actor.Auditor, actor.Owner)
	writers := actor.Staff(actor.Operator, actor.Owner)
	router.Handle("GET "+adminPath, readers, p.overview)
	router.Handle("GET "+adminPath+"/import", writers, p.importForm)
	router.Handle("POST "+adminPath+"/import", writers, p.importFile, httpx.MaxBody(maxUpload+(1<<20)))
	router.Handle("GET "+adminPath+"/changes", readers, p.changes)
	router.Handle("POST "+adminPath+"/changes/{id}/confirm", writers, p.confirm)
	router.Handle("POST "+adminPath+"/changes/{id}/refuse", writers, p.refuse)
	router.Handle("GET "+adminPath+"/subject", readers, p.subject)
	router.Handle("GET "+adminPath+"/check", writers, p.checkForm)
	router.Handle("POST "+adminPath+"/check", writers, p.check, httpx.MaxBody(maxEvidence+(1<<20)))
	router.Handle("GET "+adminPath+"/evidence/{id}", readers, p.evidence)
	router.Handle("GET "+adminPath+"/extract", writers, p.extractForm)
	router.Handle("POST "+adminPath+"/extract", writers, p.takeExtract, httpx.MaxBody(extract.MaxSize+(2<<20)))
	router.Handle("POST "+adminPath+"/ask", writers, p.ask)
	router.Handle("GET "+adminPath+"/override", writers, p.overrideForm)
	router.Handle("POST "+adminPath+"/override", writers, p.overrule)
	router.Handle("POST "+adminPath+"/overrides/{id}/agree", writers, p.agree)
	router.Handle("POST "+adminPath+"/overrides/{id}/refuse", writers, p.refuseOverride)
	router.Handle("POST "+adminPath+"/overrides/{id}/end", writers, p.endOverride)
	router.Handle("POST "+adminPath+"/statements/{id}/back", writers, p.takeBack)
}

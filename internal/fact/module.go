package fact

import (
	"context"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Jobs is what the room needs of the queue.
type Jobs interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// Reaction is what another room does when a change of a known organisation stands. It runs in a job, in one transaction
// with the completion of that job: once for each change.
type Reaction func(ctx context.Context, tx *sqldb.Tx, c Change) error

// Config is the section of the settings about registers.
type Config struct {
	PinnedFiles        []string `help:"SHA-256 of register files that are true whoever imports them (64 hexadecimal digits each)." name:"pinned-files"`
	PinnedCertificates []string `help:"SHA-256 of certificates (DER) whose detached signature FILE.sig or FILE.p7s pins a register file." name:"pinned-certificates"`
}

// Deps is what the room needs.
type Deps struct {
	DB        *sqldb.DB
	Clock     clock.Clock
	Jobs      Jobs
	Config    Config
	Reactions []Reaction // of the other rooms
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
	return &Service{db: d.DB, clock: d.Clock, jobs: d.Jobs, pins: pins, codec: codec, readers: readers(), reactions: d.Reactions}, nil
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
}

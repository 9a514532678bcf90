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

// Deps is what the room needs.
type Deps struct {
	DB        *sqldb.DB
	Clock     clock.Clock
	Jobs      Jobs
	Pins      Pins
	Reactions []Reaction
}

// New builds the room.
func New(d Deps) (*Service, error) {
	codec, err := newCodec()
	if err != nil {
		return nil, err
	}
	return &Service{db: d.DB, clock: d.Clock, jobs: d.Jobs, pins: d.Pins, codec: codec, readers: readers(), reactions: d.Reactions}, nil
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

package partner

import (
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Deps are what the room needs.
type Deps struct {
	DB     *sqldb.DB
	Clock  clock.Clock
	Source Source
}

// Service holds the use cases.
type Service struct {
	db     *sqldb.DB
	clock  clock.Clock
	source Source
}

// Module is the room with its doors.
type Module struct {
	*Service
}

// New builds the room.
func New(d Deps) *Module {
	return &Module{Service: &Service{db: d.DB, clock: d.Clock, source: d.Source}}
}

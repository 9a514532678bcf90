package notification

import (
	"context"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/sms"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Deps are what the room needs.
type Deps struct {
	DB    *sqldb.DB
	Clock clock.Clock
	Jobs  *jobs.Queue
	Site  *web.Site
	Mail  mail.Sender
	SMS   sms.Sender
	// Tasks lists what waits for a person; nil: nothing does.
	Tasks func(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Task, error)
}

// New returns the room. In a trial installation messages stay on the machine whatever the senders are.
func New(d Deps) *Service {
	return &Service{db: d.DB, clock: d.Clock, jobs: d.Jobs, site: d.Site, mail: d.Mail, sms: d.SMS, trial: d.Site.Trial, tasks: d.Tasks}
}

// Routes adds the pages: a person's notices, the operator's queue, and in a trial installation the messages themselves.
func (s *Service) Routes(r *httpx.Router) {
	p := &pages{s}
	r.Handle("GET /admin/messages", actor.Staff(actor.Owner, actor.Operator, actor.Auditor), p.queuePage)
	p.noticeRoutes(r)
	if s.trial {
		r.Handle("GET /dev/mail", actor.Anyone, p.caught)
		r.Handle("GET /dev/mail/{id}", actor.Anyone, p.caughtOne)
		r.Handle("GET /dev/mail/{id}/html", actor.Anyone, p.caughtHTML)
	}
}

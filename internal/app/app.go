package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/klaster-platform/klaster/internal/account"
	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/demo"
	"github.com/klaster-platform/klaster/internal/evidence"
	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/smevsim"
	"github.com/klaster-platform/klaster/internal/home"
	"github.com/klaster-platform/klaster/internal/legal"
	"github.com/klaster-platform/klaster/internal/membership"
	"github.com/klaster-platform/klaster/internal/notification"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/partner"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/embedding"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/installation"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/keyfile"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/mail"
	"github.com/klaster-platform/klaster/internal/platform/obs"
	"github.com/klaster-platform/klaster/internal/platform/outbound"
	"github.com/klaster-platform/klaster/internal/platform/sms"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/profile"
	"github.com/klaster-platform/klaster/internal/signature"
	"github.com/klaster-platform/klaster/internal/staff"
	"github.com/klaster-platform/klaster/ruid"
)

// App is the program with everything in its place.
type App struct {
	Config  Config
	Log     *slog.Logger
	Clock   clock.Clock
	DB      *sqldb.DB
	Jobs    *jobs.Queue
	Metrics *obs.Metrics
	Site    *web.Site
	Router  *httpx.Router

	Legal        *legal.Module
	Notification *notification.Service
	Account      *account.Module
	Staff        *staff.Module
	Home         *home.Module
	Fact         *fact.Service
	Signature    *signature.Module
	Application  *application.Module
	Membership   *membership.Module
	Review       *review.Module
	Evidence     *evidence.Service
	Organisation *organisation.Module
	Partner      *partner.Module
	Profile      *profile.Module

	demo         *demo.Module // nil in a real installation
	installation installation.Installation
	outbound     *outbound.Client
	mail         *mail.SMTP
	sms          *sms.Gateway
	vectors      *embedding.Service
	files        *blob.Files
	scanner      scan.Scanner
	registry     *jobs.Registry
	limits       *limit.Limiter
	codes        []byte // the key of codes; see package keyfile
	register     account.SNILSRegister
	exchange     *smevsim.Exchange // nil in a real installation
	handler      http.Handler
}

// Version is the version of the program; the build sets it.
var Version = "dev"

// Open builds the program on the database of the settings, which it brings up to date. Nothing runs yet: see [App.Run].
func Open(ctx context.Context, c Config, log *slog.Logger, clk clock.Clock) (*App, error) {
	if err := c.Validate(); err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	c.trialDesk()
	a := &App{Config: c, Log: log, Clock: clk, Site: c.site(Version), Metrics: obs.NewMetrics(Version)}
	for _, build := range []func(context.Context) error{a.openDatabase, a.openOutside, a.openFiles, a.openRooms, a.openEdge} {
		if err := build(ctx); err != nil {
			return nil, errors.Join(err, a.Close())
		}
	}
	return a, nil
}

func (a *App) openDatabase(ctx context.Context) (err error) {
	if a.DB, err = OpenDatabase(ctx, a.Config.Store); err != nil {
		return err
	}
	a.installation, err = installation.Open(ctx, a.DB, a.Clock, a.Config.Demo)
	return err
}

// openOutside prepares what speaks to other servers.
func (a *App) openOutside(context.Context) (err error) {
	a.outbound, err = outbound.New(outbound.Config{
		UserAgent: "Klaster/" + Version + " (+" + a.Config.HTTP.BaseURL + ")", Clock: a.Clock, Allow: a.Config.allowed(),
		Observe: func(e outbound.Event) { a.Metrics.Outbound(string(e.Purpose), string(e.Outcome), e.Duration) },
	})
	if err != nil {
		return err
	}
	a.mail = mail.NewSMTP(a.Config.Mail, a.Config.host(), a.outbound.Dial(outbound.Mail))
	a.sms = sms.NewGateway(a.Config.SMS, a.outbound)
	a.vectors, err = embedding.New(a.Config.Embedding, a.outbound, a.Clock)
	return err
}

// openRooms builds the rooms, each after those whose doors it needs.
func (a *App) openRooms(ctx context.Context) error {
	codes, err := keyfile.LoadOrCreate(a.codesPath())
	if err != nil {
		return err
	}
	a.codes, a.register = codes, a.snilsRegister()
	a.registry = jobs.NewRegistry()
	a.Jobs = jobs.New(a.DB, a.registry, jobs.Config{
		Queues: map[string]int{townQueue: 1, partner.VectorsQueue: 1},
		Log:    a.Log, Observe: func(e jobs.Event) { a.Metrics.Job(e.Kind, string(e.Outcome), e.Took) },
	})
	audit.Workers(a.registry, a.DB)
	a.limits = limit.New(a.DB, a.Clock, codes)
	a.limits.Workers(a.registry)

	a.Legal = legal.New(legal.Deps{DB: a.DB, Clock: a.Clock, Site: a.Site, People: names{a}, Config: a.Config.Legal})
	a.Notification = notification.New(notification.Deps{DB: a.DB, Clock: a.Clock, Jobs: a.Jobs, Site: a.Site, Mail: a.mail, SMS: a.sms, Tasks: a.tasksOf})
	connectors, trialSite, err := a.connectors()
	if err != nil {
		return err
	}
	if !a.Site.Trial {
		if err := refuseTrial(a.register, connectors, trialSite); err != nil {
			return err
		}
	}
	a.Account, err = account.New(account.Deps{
		DB: a.DB, Log: a.Log, Clock: a.Clock, Limits: a.limits, Letters: a.Notification, Jobs: a.Jobs, Texts: a.Site.Trial || a.sms.Configured(), Agreements: agreements{a.Legal}, Key: codes,
		Deeds: Deeds(), Views: office{a}, Rooms: a.rooms(), Roles: office{a}, Files: a.files, Scanner: a.scanner,
		Register: a.register, Staff: deskStaff{a}, Site: a.Site, Config: a.Config.Account, Samples: a.samples(), Connectors: append(connectors, connector.NewCertificate(certificates{a}, organisation.PathArrive)), TrialSite: trialSite,
		Identified: func(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, n ruid.SNILS) error {
			return a.Organisation.Identified(ctx, tx, p, n)
		},
	})
	if err != nil {
		return err
	}
	if err := a.openSignature(); err != nil {
		return err
	}
	if err := a.openEvidence(ctx); err != nil {
		return err
	}
	a.Staff = staff.New(a.staffDeps())
	providers, err := a.factProviders()
	if err != nil {
		return err
	}
	if a.Fact, err = fact.New(a.factDeps(providers)); err != nil {
		return err
	}
	if err := a.openOrganisation(codes); err != nil {
		return err
	}
	if err := a.openApplication(ctx); err != nil {
		return err
	}
	a.openMembership()
	a.openPartner()
	a.openProfile()
	a.Home = home.New(home.Deps{People: a.Account, Offers: offers()})
	if err := a.Legal.Prepare(ctx); err != nil {
		return err
	}
	a.Notification.Workers(a.registry)
	a.Account.Workers(a.registry)
	a.Staff.Workers(a.registry)
	a.factWorkers()
	a.Signature.Workers(a.registry)
	a.Organisation.Workers(a.registry)
	a.Membership.Workers(a.registry)
	a.Profile.Workers(a.registry)
	a.Application.Workers(a.registry)
	a.Review.Workers(a.registry)
	a.Partner.Workers(a.registry)
	a.fileWorkers()
	a.warnOfKeys(ctx)
	return a.openTrial(ctx)
}

// Run serves until ctx ends: jobs in the background, pages in front, figures on the side. It returns when everything
// under way has ended or the time for that is over.
func (a *App) Run(ctx context.Context, ready func(net.Addr)) error {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Config.HTTP.Addr)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return a.Serve(ctx, l, ready)
}

// Serve is [App.Run] on a listener that is open already. It closes the listener.
func (a *App) Serve(ctx context.Context, l net.Listener, ready func(net.Addr)) error {
	if err := a.Jobs.Start(ctx); err != nil {
		return errors.Join(fmt.Errorf("start jobs: %w", err), l.Close())
	}
	stopMetrics, err := a.serveMetrics(ctx)
	if err != nil {
		return errors.Join(err, l.Close(), a.stopJobs(ctx))
	}
	if ready != nil {
		ready(l.Addr())
	}
	err = httpx.Serve(ctx, l, a.handler, a.Log, a.Config.HTTP.Drain)
	return errors.Join(err, a.stopJobs(ctx), stopMetrics())
}

func (a *App) stopJobs(ctx context.Context) error {
	wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.Config.HTTP.Drain)
	defer cancel()
	if err := a.Jobs.Stop(wait); err != nil {
		return fmt.Errorf("stop jobs: %w", err)
	}
	return nil
}

// serveMetrics serves the figures on their own address, which must be one of this machine.
func (a *App) serveMetrics(ctx context.Context) (stop func() error, err error) {
	if a.Config.Log.Metrics == "" {
		return func() error { return nil }, nil
	}
	host, _, err := net.SplitHostPort(a.Config.Log.Metrics)
	if ip := net.ParseIP(host); err != nil || ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("log-metrics %q: want a loopback address such as 127.0.0.1:9090", a.Config.Log.Metrics)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", a.Config.Log.Metrics)
	if err != nil {
		return nil, fmt.Errorf("listen for figures: %w", err)
	}
	serving, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", a.Metrics.Handler())
	go func() { done <- httpx.Serve(serving, l, mux, a.Log, time.Second) }()
	return func() error { cancel(); return <-done }, nil
}

// Handler is the whole HTTP edge, for tests that need no port.
func (a *App) Handler() http.Handler { return a.handler }

// Close closes what Open has opened. Run must have returned.
func (a *App) Close() error {
	if a.outbound != nil {
		a.outbound.Close()
	}
	var err error
	if a.files != nil {
		err = a.files.Close()
	}
	if a.DB == nil {
		return err
	}
	return errors.Join(err, a.DB.Close())
}

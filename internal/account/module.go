package account

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/account/password"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

// Deps are what the room needs.
type Deps struct {
	DB         *sqldb.DB
	Log        *slog.Logger // nil: none
	Clock      clock.Clock
	Limits     *limit.Limiter
	Letters    letters
	Jobs       queue
	Deeds      audit.Dictionary // what the actions of all rooms are called
	Views      views
	Rooms      []Room // the other rooms that store something about people
	Roles      roles
	Texts      bool // whether short messages leave the machine
	Agreements agreements
	Register   SNILSRegister // nil: СНИЛС are not checked by a register
	Files      blob.Store    // of the copies of documents
	Scanner    scan.Scanner
	Staff      Staff  // who sees whose data at the desk
	Key        []byte // of the codes; see package keyfile
	Site       *web.Site
	Config     Config
	Connectors []connector.Port                                                              // other sites through which people sign in, in the order of the sign-in page
	TrialSite  *connector.Trial                                                              // one with invented people, whose pages this room draws; nil in a real installation
	Samples    func() []Sample                                                               // people of a trial installation; nil in a real one
	Identified func(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, n ruid.SNILS) error // told when a СНИЛС was confirmed; nil: nobody
	Place      func(network string) string                                                   // where a network is, «Москва»; nil: not told
}

// Sample is a person of a trial installation as whom anybody may sign in.
type Sample struct {
	Email    Email
	Password string
	Who      i18n.Text
}

// Module is the room with its doors.
type Module struct {
	*Service
	pages *pages
}

// New builds the room.
func New(d Deps) (*Module, error) {
	policy := password.City
	if d.Config.Passwords == "modern" {
		policy = password.Modern
	}
	if d.Config.Breached != "" {
		list, err := password.OpenBreached(d.Config.Breached)
		if err != nil {
			return nil, err
		}
		policy.Breached = list
	}
	sealer, err := newSealer(d.Key, "account.totp")
	if err != nil {
		return nil, err
	}
	name := d.Site.Name.In(i18n.Russian)
	if name == "" {
		name = "Klaster"
	}
	keys, err := relyingParty(d.Site.BaseURL, name)
	if err != nil {
		return nil, fmt.Errorf("set up keys: %w", err)
	}
	papers, err := newSealer(d.Key, "account.document")
	if err != nil {
		return nil, err
	}
	log := d.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	s := &Service{
		identified: d.Identified, log: log, sealer: sealer, keys: keys, siteName: name, place: d.Place,
		db: d.DB, clock: d.Clock, limits: d.Limits, letters: d.Letters, agreements: d.Agreements,
		hasher: password.NewHasher(password.Standard), policy: policy, key: d.Key, baseURL: d.Site.BaseURL, config: d.Config,
		jobs: d.Jobs, texts: d.Texts, snils: d.Register, staff: d.Staff, files: d.Files, scanner: d.Scanner, papers: papers,
		connectors: d.Connectors, siteWords: siteWords(d.Site),
		deeds: d.Deeds, views: d.Views, rooms: d.Rooms, roles: d.Roles,
	}
	s.passkeys = keyring{s}
	return &Module{s, &pages{Service: s, cookies: cookies{d.Site.Secure()}, site: d.Site, trial: d.Samples, trialSite: d.TrialSite}}, nil
}

// siteWords are the words of the name and the address of the site.
func siteWords(site *web.Site) []string {
	all := strings.Join([]string{site.Name.In(i18n.Russian), site.Name.In(i18n.English), site.BaseURL}, " ")
	return strings.FieldsFunc(all, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Routes adds the pages of the room.
func (m *Module) Routes(r *httpx.Router) { m.pages.routes(r) }

// sweep forgets whatever is over: registrations, sessions, links, browsers.
type sweep struct{}

func (sweep) Kind() string { return "account.sweep" }

// Workers registers the jobs of the room.
func (m *Module) Workers(reg *jobs.Registry) {
	jobs.Handle(reg, func(ctx context.Context, tx *sqldb.Tx, _ sweep) error { return m.sweep(ctx, tx) })
	jobs.Handle(reg, m.answer)
	jobs.Handle(reg, m.prepareCopy)
	jobs.Handle(reg, m.erase, jobs.Unique())
	reg.Every("account.sweep", time.Hour, sweep{})
	m.snilsWorkers(reg)
	m.documentWorkers(reg)
}

func (s *Service) sweep(ctx context.Context, tx *sqldb.Tx) error {
	now := s.clock.Now()
	for what, remove := range map[string]func(context.Context, *sqldb.Tx, time.Time) (int64, error){
		"registrations": deleteOldRegistrations, "codes": deleteOldCodes, "sessions": deleteOldSessions, "links": deleteOldRecoveries,
		"half sign-ins": deleteOldPendings, "ceremonies": deleteOldCeremonies, "set-ups": deleteOldSetups, "alarms": deleteOldAlarms,
		"asks": deleteOldAsks, "new contacts": deleteOldChanges, "copies": deleteOldCopies,
		"codes of the desk": deleteOldDeskCodes, "visits": deleteOldVisits,
		"QR codes": deleteOldQRs, "errands": deleteOldErrands,
	} {
		if _, err := remove(ctx, tx, now.Add(-24*time.Hour)); err != nil {
			return fmt.Errorf("sweep %s: %w", what, err)
		}
	}
	if _, err := deleteOldUndos(ctx, tx, now.Add(-formerKept)); err != nil {
		return fmt.Errorf("sweep ways back: %w", err)
	}
	if err := s.sweepDeletions(ctx, tx); err != nil {
		return err
	}
	if _, err := deleteOldDevices(ctx, tx, now.Add(-deviceLife)); err != nil {
		return fmt.Errorf("sweep browsers: %w", err)
	}
	return nil
}

// SignedInAs is who is behind a request.
type SignedInAs struct {
	Actor   actor.Actor // without the roles of the foundation, which package staff knows
	Name    Name
	Session Session
	Ends    time.Time // when the session ends if no further request comes
}

// Authenticate returns who is behind a request; ok is false for a guest. A cookie that opens nothing is dropped.
func (m *Module) Authenticate(w http.ResponseWriter, r *http.Request) (who SignedInAs, ok bool, err error) {
	secret := m.pages.cookies.read(r, sessionCookie)
	if secret == "" {
		return SignedInAs{}, false, nil
	}
	session, p, err := m.authenticate(r.Context(), secret)
	if errors.Is(err, errNoSession) {
		m.pages.cookies.drop(w, sessionCookie)
		return SignedInAs{}, false, nil
	}
	if err != nil {
		return SignedInAs{}, false, err
	}
	a := actor.Actor{Person: p.ID, Level: p.Level, Session: session.ID, Proof: proofOf(session.Method), Confirmed: session.Confirmed}
	a.Held = !a.Proved() && session.Method == byCertificate.name
	ends := m.clock.Now().Add(m.config.SessionIdle)
	if session.Expires.Before(ends) {
		ends = session.Expires
	}
	return SignedInAs{a, p.Name, session, ends}, true, nil
}

// Addressed returns how to address a person: «Анна Петровна».
func (s *Service) Addressed(ctx context.Context, p actor.PersonID) (name string, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		person, err := s.Person(ctx, q, p)
		name = person.Name.Addressed()
		return err
	})
	return name, err
}

// NameOf returns the whole name of a person for the pages of the foundation, "" when nobody bears the id.
func (s *Service) NameOf(ctx context.Context, q sqldb.Querier, p actor.PersonID) (string, error) {
	person, err := s.Person(ctx, q, p)
	if errors.Is(err, ErrNoPerson) {
		return "", nil
	}
	return person.Name.Full(), err
}

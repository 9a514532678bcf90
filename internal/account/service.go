package account

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

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
	"github.com/klaster-platform/klaster/ruid"
)

// Service holds the use cases.
type Service struct {
	db         *sqldb.DB
	identified func(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, n ruid.SNILS) error // nil: nobody is told
	log        *slog.Logger
	clock      clock.Clock
	limits     *limit.Limiter
	letters    letters
	snils      SNILSRegister // nil when none is configured
	staff      Staff
	files      blob.Store
	scanner    scan.Scanner
	papers     sealer // of what documents say
	agreements agreements
	hasher     *password.Hasher
	policy     password.Policy
	key        []byte // of the MACs of codes
	sealer     sealer // of the secrets of applications with codes
	keys       *webauthn.WebAuthn
	siteName   string
	siteWords  []string                    // of its name and address, which are no passwords (ASVS 5.0, 6.2.11)
	place      func(network string) string // nil: not told
	baseURL    string
	config     Config
	jobs       queue
	texts      bool // short messages leave the machine
	passkeys   passkeyConfirm
	connectors []connector.Port // in the order of the sign-in page
	deeds      audit.Dictionary
	views      views
	rooms      []Room
	roles      roles
}

// Config is the section of the settings about accounts.
type Config struct {
	Passwords     string        `help:"Rule for passwords: city (8 characters with upper case, lower case and a digit) or modern (15 characters of any kind)." enum:"city,modern" default:"city"`
	Breached      string        `help:"File of SHA-1 hashes of leaked passwords, ordered by hash. Empty: none." type:"path"`
	Abroad        bool          `help:"Take mobile numbers of other countries than Russia. Messages abroad cost more, and strangers can make them leave."`
	SessionIdle   time.Duration `help:"A session without a request ends after this time." default:"30m"`
	SessionLife   time.Duration `help:"A session ends after this time in any case." default:"12h"`
	DeletionDelay time.Duration `help:"An account that its owner deletes can be kept for so long; at most 720h, as the law has it." default:"720h"`
	Desk          string        `help:"Where people prove who they are in person, in Russian: a place and its hours. Empty: nowhere."`
	DeskEn        string        `help:"The same in English. Empty: as in Russian." name:"desk-en"`
}

// desk is where people come in person; zero when nowhere.
func (c Config) desk() i18n.Text {
	if c.DeskEn == "" {
		return i18n.Same(c.Desk)
	}
	return i18n.Raw(c.Desk, c.DeskEn)
}

// Agreement is the present edition of a document to which a person agrees when registering.
type Agreement struct {
	Document   string // "terms", "consent"
	Version    string
	Title      i18n.Text
	URL        string
	Paragraphs []i18n.Text // the whole text, for the copy by letter
}

// agreements brings the documents: package legal.
type agreements interface {
	Agreements(ctx context.Context, q sqldb.Querier) ([]Agreement, error)
}

// queue takes jobs into a transaction: package jobs.
type queue interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// record writes what happened to a person's account into the journal.
func (s *Service) record(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, action, detail string) error {
	who := actor.From(ctx).Person
	if who == "" {
		who = p
	}
	return s.recordAs(ctx, tx, who, p, action, detail)
}

// recordAs writes into the journal what somebody did to a person's account.
func (s *Service) recordAs(ctx context.Context, tx *sqldb.Tx, who, p actor.PersonID, action, detail string) error {
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: string(who), Action: action, Subject: string(p), Request: httpx.InfoOf(ctx).RequestID,
		Address: httpx.InfoOf(ctx).Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

// site is the address of this site for letters in language l.
func (s *Service) site(l i18n.Lang) string {
	if l == i18n.English {
		return s.baseURL + "/en"
	}
	return s.baseURL
}

// placeOf tells where a network is, "" when that is not known.
func (s *Service) placeOf(network string) string {
	if s.place == nil || network == "" {
		return ""
	}
	return s.place(network)
}

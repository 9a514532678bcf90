package organisation

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/jobs"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

// Config is the section of the settings about organisations.
type Config struct {
	RegisterAge time.Duration `help:"What a state register said about who acts for an organisation counts for so long; older answers go to an operator." default:"120h"`

	PowerCodes    string `help:"File that says which codes of powers of attorney give which rights, in YAML. Empty: none in a real installation, invented ones in a trial one; an unknown code goes to an operator." type:"path"`
	PowerRegistry string `help:"Who answers for the registry of powers of attorney: simulator (trial installations only). Empty: nobody, and an operator decides." enum:"simulator," default:""`
	PersonalSigns string `help:"Days from which a personal certificate signs documents of legal weight for its sole proprietor, or does not: 2026-01-01=yes,2027-09-01=no. Empty: it does not."`
}

// Human is a person as this room needs to know them.
type Human struct {
	ID       actor.PersonID
	Name     string // surname, name and patronymic
	Greeting string // «Анна Петровна»
	SNILS    ruid.SNILS
	Known    bool // the СНИЛС is confirmed
	Level    actor.Level
	Email    string
	Lang     i18n.Lang
	Locked   bool
}

// People is what the room asks about accounts: package account.
type People interface {
	// Human returns a person by id.
	Human(ctx context.Context, q sqldb.Querier, p actor.PersonID) (Human, error)
	// WithSNILS returns whoever has a confirmed СНИЛС, "" when nobody does.
	WithSNILS(ctx context.Context, q sqldb.Querier, n ruid.SNILS) (actor.PersonID, error)
	// Vouch raises the account to полная by the word of a certificate. review: an operator decides, and nothing was raised.
	Vouch(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, h Holder, reference string) (review bool, err error)
	// EndSessions ends all sessions of a person.
	EndSessions(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, why string) error
}

// Login is a login challenge that somebody signed in this browser within the last hour (rule T14).
type Login struct {
	ID          string
	Holder      Holder
	Certificate Certificate // without the fields that the register of signatures adds
	At          time.Time
}

// Document is what is to be signed, frozen as it is.
type Document struct {
	Reference string // what the receiver finds it by
	Title     i18n.Text
	Name      string // of the file to download
	Frozen    string // what [Signatures.Freeze] has returned
	Holder    ruid.SNILS
	INN       ruid.INN // of the organisation for which it is signed
	Back      string
	Next      string // where the browser goes after it was signed
}

// Signed is a document with a good signature by the policy of the installation.
type Signed struct {
	ID          string
	Reference   string
	Person      actor.PersonID // whose session it was; the certificate may still be another's
	Content     []byte
	Holder      Holder
	Certificate Certificate
	At          time.Time
}

// Signatures is where signing happens: package signature.
type Signatures interface {
	// Freeze keeps the bytes of a document; it stands before the transaction that asks for the signature.
	Freeze(ctx context.Context, content []byte) (frozen string, err error)
	// Ask asks the person who acts to sign a document for [PurposeGrant] and returns where the browser goes.
	Ask(ctx context.Context, tx *sqldb.Tx, d Document) (address string, err error)
	// Unsigned lists what a person was asked to sign for organisations and has not yet.
	Unsigned(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]Unsigned, error)
	// Kept returns a signature that was taken, by its id or by that of its request; [ErrNoPaper] when it is kept no more.
	Kept(ctx context.Context, id string) (Kept, error)
}

// Unsigned is a document that waits for the signature of a person.
type Unsigned struct {
	Title i18n.Text
	INN   ruid.INN // of the organisation for which it is signed
	URL   string
	Until time.Time
}

// Kept is a signature as it was taken, with what it signs.
type Kept struct {
	Title       i18n.Text
	Name        string // of the file that was signed
	Person      actor.PersonID
	At          time.Time
	Login       bool // a sign-in, not a document
	Content     []byte
	Message     []byte // the signature, as it was received
	Signer      string // the person whom the certificate names
	Certificate Certificate
}

// letters sends messages by jobs of the transaction: package notification.
type letters interface {
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
}

// queue takes jobs into a transaction: package jobs.
type queue interface {
	Insert(ctx context.Context, tx *sqldb.Tx, args jobs.Args, options ...jobs.InsertOption) error
}

// Facts keeps what organisations say of themselves, and watches those that have a cabinet: package fact.
type Facts interface {
	// Watch makes changes of the register about an organisation be told to this room.
	Watch(ctx context.Context, tx *sqldb.Tx, c Cabinet) error
	// NotSuspended notes the declaration that the activity is not suspended (rule R6).
	NotSuspended(ctx context.Context, tx *sqldb.Tx, c Cabinet, by actor.PersonID) error
}

// Draft is an application that somebody may prepare for an organisation that has no account yet.
type Draft struct {
	Service string
	Title   i18n.Text
	URL     string // "" as long as it was not begun
	Begin   string // where it is begun
}

// Drafts are such applications: package application. They belong to the person until the account is opened.
type Drafts interface {
	Prepared(ctx context.Context, q sqldb.Querier, p actor.PersonID, inn string) ([]Draft, error)
	Adopt(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, inn string, organisation actor.OrganisationID) error
	Forget(ctx context.Context, tx *sqldb.Tx, p actor.PersonID, inn string) error
}

// Overview is what other rooms say of an organisation on the first page of its account: its status, and what is under way.
type Overview interface {
	Overview(ctx context.Context, q sqldb.Querier, c Cabinet) ([]web.Task, error)
}

// noOverview is an installation without such rooms.
type noOverview struct{}

func (noOverview) Overview(context.Context, sqldb.Querier, Cabinet) ([]web.Task, error) {
	return nil, nil
}

// noDrafts is an installation without services.
type noDrafts struct{}

func (noDrafts) Prepared(context.Context, sqldb.Querier, actor.PersonID, string) ([]Draft, error) {
	return nil, nil
}

func (noDrafts) Adopt(context.Context, *sqldb.Tx, actor.PersonID, string, actor.OrganisationID) error {
	return nil
}

func (noDrafts) Forget(context.Context, *sqldb.Tx, actor.PersonID, string) error { return nil }

// Files is where powers of attorney lie: package blob.
type Files interface {
	Put(ctx context.Context, r io.Reader, limit int64) (blob.Ref, error)
	Open(ctx context.Context, ref blob.Ref) (io.ReadSeekCloser, error)
}

// Service holds the use cases.
type Service struct {
	db         *sqldb.DB
	clock      clock.Clock
	limits     *limit.Limiter
	letters    letters
	jobs       queue
	people     People
	registers  Registers
	signatures Signatures
	facts      Facts
	drafts     Drafts
	staff      Staff
	key        []byte
	baseURL    string

	files           Files
	powerSignatures PowerSignatures
	powerRegistry   PowerRegistry // nil: nobody answers
	codes           Codes
	personalSigns   Switch

	config   Config
	overview Overview
}

// mac is the keyed hash by which a СНИЛС is found again and cannot be read.
func (s *Service) mac(n ruid.SNILS) string {
	h := hmac.New(sha256.New, s.key)
	fmt.Fprintf(h, "organisation.snils\x00%s", n)
	return hex.EncodeToString(h.Sum(nil))
}

// snilsEnd is what of a СНИЛС may stand on a page: the last four digits.
func snilsEnd(n ruid.SNILS) string {
	if len(n) != 11 {
		return ""
	}
	return string(n[7:9]) + " " + string(n[9:])
}

// system is who did it where no person did: the clock, or a change in a register.
const system actor.PersonID = "system"

// record writes into the journal what somebody did for or about an organisation.
func (s *Service) record(ctx context.Context, tx *sqldb.Tx, by actor.PersonID, action string, subject actor.OrganisationID, detail string) error {
	if by == "" {
		by = system
	}
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: string(by), Action: action, Subject: string(subject), Request: httpx.InfoOf(ctx).RequestID,
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

func (s *Service) write(ctx context.Context, tx *sqldb.Tx, to actor.PersonID, text func(Human) letter.Letter) error {
	h, err := s.people.Human(ctx, tx, to)
	if err != nil {
		return fmt.Errorf("read whom to write: %w", err)
	}
	if h.Email == "" {
		return nil // the account was deleted
	}
	return s.letters.Mail(ctx, tx, h.Email, h.Lang, topic, text(h), letterLife)
}

// none maps the absence of a row to a fault.
func none(err, no error) error {
	if errors.Is(err, sqldb.ErrNoRows) {
		return no
	}
	return err
}

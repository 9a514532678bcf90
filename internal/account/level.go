package account

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/account/connector"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Source is who vouches for a person.
type Source string

// The sources that may raise a level. Nothing else does.
const (
	BySNILS       Source = "snils"       // the register of СНИЛС
	ByESIA        Source = "esia"        // ЕСИА, «Госуслуги»
	BySber        Source = "sber"        // Сбер ID
	ByT           Source = "tid"         // T-ID
	ByCertificate Source = "certificate" // a qualified certificate with the person's СНИЛС
	ByOperator    Source = "operator"    // an operator of the foundation who saw a document
)

// Sources lists all sources.
func Sources() []Source { return []Source{BySNILS, ByESIA, BySber, ByT, ByCertificate, ByOperator} }

// ceiling is the highest level that a source vouches for; 0 is none. The standard level is a СНИЛС that was checked, the
// full one an identity that was confirmed, online or in person with a document (feature 9 of the model: the help pages on
// its levels). The register compares numbers and has seen nobody. ЕСИА and the banks have seen the person, or stand in for
// somebody who has, and are the model's ways to confirm an identity online; the word of each sign-in may be less, see
// [connector.Identity]. Whoever got a qualified certificate was identified when it was issued (63-ФЗ, art. 18).
func (s Source) ceiling() actor.Level {
	switch s {
	case BySNILS:
		return actor.Standard
	case ByESIA, BySber, ByT, ByCertificate, ByOperator:
		return actor.Full
	}
	return 0
}

// knowsNumber reports whether the СНИЛС that a source names was checked: by the register itself, by the state's system,
// by whoever issued the certificate, by an operator who has the document in hand. A bank has it, if at all, from its
// client. So the banks confirm who somebody is, but only of an account whose СНИЛС another source has checked.
func (s Source) knowsNumber() bool { return s != BySber && s != ByT }

// sourceOf is the source that speaks through a port; "" when its word raises nothing. The register and the operators speak
// through none, whatever key the settings give it; a certificate speaks through its own port, which the settings cannot make.
func sourceOf(port connector.Port) Source {
	if _, ok := port.(*connector.Certificate); ok {
		return ByCertificate
	}
	switch s := Source(port.Key()); s {
	case ByESIA, BySber, ByT:
		return s
	case BySNILS, ByCertificate, ByOperator:
	}
	return ""
}

// vouches is the level to which a site's word can bring an account that stands at from.
func vouches(port connector.Port, from actor.Level) actor.Level {
	source := sourceOf(port)
	if from < actor.Standard && !source.knowsNumber() {
		return 0
	}
	return min(port.Vouches(), source.ceiling())
}

// Vouch is the word of a source about a person.
type Vouch struct {
	Source    Source
	Identity  Identity // what the source says; empty parts it is silent about
	Reference string   // id of the check, the sign-in or the proof behind it
}

// Standing is where an account stands after a source has spoken.
type Standing struct {
	Level  actor.Level
	Raised bool
	Review bool // a person of the foundation decides: a case was opened
}

// Refusals of raising.
var (
	// ErrSource says that the source does not vouch for so high a level.
	ErrSource = errors.New("account: the source does not vouch for this level")
	// ErrNeedsSNILS says that the source does not know the СНИЛС, and the account has no confirmed one.
	ErrNeedsSNILS = fault.New(fault.Conflict, i18n.M(
		"Этот способ подтверждает личность только после того, как подтверждён СНИЛС. Сначала укажите СНИЛС в профиле.",
		"This way confirms who you are only after your SNILS is confirmed. Give your SNILS in your profile first."))
	// ErrOtherPerson says that the source vouches for somebody with another СНИЛС.
	ErrOtherPerson = fault.New(fault.Conflict, i18n.M(
		"Здесь указан другой СНИЛС, чем подтверждён в вашей учётной записи. Войдите под своим именем или обратитесь в поддержку.",
		"This has another SNILS than the one confirmed in your account. Use your own identity or ask support."))
)

// errTaken says that another confirmed account has the СНИЛС. It never reaches a person: it becomes a case.
var errTaken = errors.New("account: another confirmed account has this SNILS")

// Raise brings a person to a level by the word of a source, in the caller's transaction. It never lowers. What it may not
// decide alone (another account has the СНИЛС, the source names the person otherwise) becomes a case for a person of the
// foundation, and the account stays as it is until then. The person gets a letter about each change.
//
// The error may be [sqldb.ErrConflict] when another account got the same СНИЛС at the same moment: the transaction is
// lost then, and its second run opens the case.
func (s *Service) Raise(ctx context.Context, tx *sqldb.Tx, who actor.PersonID, to actor.Level, v Vouch) (Standing, error) {
	if to < actor.Standard || to > v.Source.ceiling() {
		return Standing{}, fmt.Errorf("raise %s to %d by %q: %w", who, to, v.Source, ErrSource)
	}
	p, err := s.Person(ctx, tx, who)
	if err != nil {
		return Standing{}, err
	}
	if !p.Identified && (v.Identity.SNILS == "" || !v.Source.knowsNumber()) {
		return Standing{}, ErrNeedsSNILS
	}
	if p.Identified && v.Identity.SNILS != "" && v.Identity.SNILS != p.SNILS {
		return Standing{}, ErrOtherPerson
	}
	if (p.Identified || !v.asGiven()) && !p.known().agree(v.Identity) {
		return s.review(ctx, tx, p, identityCase{kind: caseDifference, to: to, vouch: v})
	}
	if p.Level >= to {
		return Standing{Level: p.Level}, nil
	}
	said := p.Identity().with(v.Identity)
	if p.Identified {
		said = p.Identity() // confirmed data change by a check or a correction, never on the side
	}
	err = s.identify(ctx, tx, p, to, Vouch{v.Source, said, v.Reference})
	if taken, ok := errors.AsType[*takenError](err); ok {
		return s.review(ctx, tx, p, identityCase{kind: caseClash, holder: taken.holder, to: to, vouch: Vouch{v.Source, said, v.Reference}})
	}
	return Standing{Level: to, Raised: err == nil}, err
}

// asGiven tells sources that confirm what the person has given just now from those that bring data of their own.
func (v Vouch) asGiven() bool { return v.Source == BySNILS || v.Source == ByOperator }

// known is what a source has to agree with: of a person whom nobody has confirmed, the name alone.
func (p Person) known() Identity {
	if p.Identified {
		return p.Identity()
	}
	return Identity{Name: p.Name}
}

// takenError says whose the СНИЛС is already.
type takenError struct{ holder actor.PersonID }

func (e *takenError) Error() string { return errTaken.Error() }
func (e *takenError) Unwrap() error { return errTaken }

// identify makes what a source says the confirmed data of a person and sets the level. It is the only writer of both.
func (s *Service) identify(ctx context.Context, tx *sqldb.Tx, p Person, to actor.Level, v Vouch) error {
	if v.Identity.SNILS == "" {
		return ErrNeedsSNILS
	}
	holder, err := holderOf(ctx, tx, v.Identity.SNILS)
	switch {
	case err != nil && !errors.Is(err, sqldb.ErrNoRows):
		return fmt.Errorf("look for the СНИЛС: %w", err)
	case err == nil && holder != p.ID:
		return &takenError{holder}
	}
	if err := setIdentity(ctx, tx, p, v.Identity, to, s.clock.Now()); err != nil {
		return fmt.Errorf("store the confirmed data: %w", err)
	}
	if s.identified != nil && !p.Identified {
		if err := s.identified(ctx, tx, p.ID, v.Identity.SNILS); err != nil {
			return fmt.Errorf("tell that the СНИЛС was confirmed: %w", err)
		}
	}
	if err := withdrawChecks(ctx, tx, p.ID, v.Reference, s.clock.Now()); err != nil {
		return fmt.Errorf("end other checks: %w", err)
	}
	if to == p.Level {
		return s.record(ctx, tx, p.ID, "account.identity_confirmed."+string(v.Source), v.Reference)
	}
	if err := s.noteLevel(ctx, tx, p, to, v); err != nil {
		return err
	}
	before := p.Level
	p.Level, p.Name = to, v.Identity.Name
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLevel, letterLevel(s.site(p.Lang), p, before, v.Source), letterLife)
}

// noteLevel writes a change of level into the history and the journal.
func (s *Service) noteLevel(ctx context.Context, tx *sqldb.Tx, p Person, to actor.Level, v Vouch) error {
	change := LevelChange{ID: id.New(), From: p.Level, To: to, Source: v.Source, Reference: v.Reference, At: s.clock.Now()}
	if err := insertLevelChange(ctx, tx, p.ID, change); err != nil {
		return fmt.Errorf("store the change of level: %w", err)
	}
	action := "account.level_raised."
	if to < p.Level {
		action = "account.level_lowered."
	}
	return s.record(ctx, tx, p.ID, action+string(v.Source), change.ID)
}

// unidentify takes the confirmation back: the СНИЛС turned out to be somebody else's. Data that were confirmed become
// the person's own word again, without the СНИЛС.
func (s *Service) unidentify(ctx context.Context, tx *sqldb.Tx, p Person, reference string) error {
	if err := clearIdentity(ctx, tx, p.ID); err != nil {
		return fmt.Errorf("take the confirmation back: %w", err)
	}
	if p.Level == actor.Simplified {
		return nil
	}
	if err := s.noteLevel(ctx, tx, p, actor.Simplified, Vouch{Source: ByOperator, Reference: reference}); err != nil {
		return err
	}
	return s.letters.Mail(ctx, tx, string(p.Email), p.Lang, topicLevel, letterUnidentified(s.site(p.Lang), p), letterLife)
}

// LevelChange is one line of the history of a level.
type LevelChange struct {
	ID        string
	From, To  actor.Level
	Source    Source
	Reference string
	At        time.Time
}

// LevelHistory lists how the level of a person changed, the first change first.
func (s *Service) LevelHistory(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]LevelChange, error) {
	list, err := levelChanges(ctx, q, p)
	if err != nil {
		return nil, fmt.Errorf("read the history of the level: %w", err)
	}
	return list, nil
}

package account

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Staff is what the desk asks of package staff.
type Staff interface {
	// Look writes down that viewer sees the data of subject.
	Look(ctx context.Context, tx *sqldb.Tx, viewer, subject actor.PersonID, what i18n.Text) error
	// InConflict reports whether a member of staff must keep out of the matters of somebody.
	InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error)
}

const (
	deskCodeLife   = 10 * time.Minute
	deskCodeDigits = 8
	visitLife      = 30 * time.Minute
)

// The budgets of the desk.
var (
	deskCodeByPerson = limit.Rule{Name: "desk.code", Burst: 10, Per: time.Hour}
	deskFindByStaff  = limit.Rule{Name: "desk.find", Burst: 60, Per: time.Hour}
)

// Refusals of the desk.
var (
	ErrDeskNobody = fault.New(fault.Invalid, i18n.M(
		"По этому коду, адресу или номеру никого нет. Попросите человека открыть страницу уровня и получить новый код.",
		"This code, email or number is nobody’s. Ask the person to open the page of the level and get a new code."))
	ErrDeskSelf = fault.New(fault.Forbidden, i18n.M(
		"Свою личность на приёме подтверждает другой сотрудник.",
		"Another member of staff confirms who you are."))
	ErrDeskConflict = fault.New(fault.Forbidden, i18n.M(
		"Вы отметили конфликт интересов с этим человеком. Передайте дело другому сотруднику.",
		"You noted a conflict of interest with this person. Pass the matter to another member of staff."))
	ErrNoVisit = fault.New(fault.NotFound, i18n.M(
		"Этот приём завершён: прошло полчаса, или его ведёт другой сотрудник. Найдите человека заново.",
		"This visit is over: half an hour has passed, or another member of staff has it. Find the person again."))
)

// DeskCode gives a person the code to show at the desk. It replaces the one before, lives ten minutes and works once.
func (s *Service) DeskCode(ctx context.Context, who actor.PersonID) (string, error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: deskCodeByPerson, Key: string(who)}); err != nil {
		return "", err
	}
	n, err := rand.Int(rand.Reader, big.NewInt(100_000_000))
	if err != nil {
		return "", fmt.Errorf("make a code: %w", err)
	}
	code := fmt.Sprintf("%0*d", deskCodeDigits, n)
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		return putDeskCode(ctx, tx, who, s.mac("desk.code", code), s.clock.Now().Add(deskCodeLife))
	})
	if err != nil {
		return "", fmt.Errorf("store the code for the desk: %w", err)
	}
	return code, nil
}

// mac is a keyed hash: of what is too short for a plain one.
func (s *Service) mac(what, value string) string {
	m := hmac.New(sha256.New, s.key)
	fmt.Fprintf(m, "%s\x00%s", what, value)
	return hex.EncodeToString(m.Sum(nil))
}

// deskVisit is somebody at the desk, or a case in the hands of an operator.
type deskVisit struct {
	id       string
	operator actor.PersonID
	person   actor.PersonID
	matter   string // id of the case, "" at the desk
	opened   time.Time
}

// FindAtDesk finds the person at the desk by the code that they show, by e-mail or by mobile number, and writes down that
// the operator sees their data. It returns the visit, which lasts half an hour.
func (s *Service) FindAtDesk(ctx context.Context, operator actor.PersonID, typed string) (visit string, err error) {
	if err := s.limits.Allow(ctx, limit.Charge{Rule: deskFindByStaff, Key: string(operator)}); err != nil {
		return "", err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		p, how, err := s.atDesk(ctx, tx, typed)
		if errors.Is(err, sqldb.ErrNoRows) {
			return ErrDeskNobody
		}
		if err != nil {
			return err
		}
		visit, err = s.openVisit(ctx, tx, deskVisit{operator: operator, person: p}, deskLooked)
		if err != nil {
			return err
		}
		return s.recordAs(ctx, tx, operator, p, "account.desk_found."+how, visit)
	})
	if err != nil {
		return "", fmt.Errorf("find a person at the desk: %w", err)
	}
	return visit, nil
}

func (s *Service) atDesk(ctx context.Context, tx *sqldb.Tx, typed string) (p actor.PersonID, how string, err error) {
	if digits := digitsOf(typed); len(digits) == deskCodeDigits && !strings.ContainsAny(typed, "@+") {
		p, err = useDeskCode(ctx, tx, s.mac("desk.code", digits), s.clock.Now())
		return p, "code", err
	}
	person, err := s.byLogin(ctx, tx, strings.TrimSpace(typed))
	return person.ID, "login", err
}

// openVisit writes down that an operator sees the data of somebody.
func (s *Service) openVisit(ctx context.Context, tx *sqldb.Tx, v deskVisit, what i18n.Text) (string, error) {
	if err := s.impartial(ctx, tx, v.operator, v.person); err != nil {
		return "", err
	}
	if err := s.staff.Look(ctx, tx, v.operator, v.person, what); err != nil {
		return "", fmt.Errorf("write the look down: %w", err)
	}
	v.id, v.opened = id.New(), s.clock.Now()
	if err := insertVisit(ctx, tx, v); err != nil {
		return "", fmt.Errorf("store the visit: %w", err)
	}
	return v.id, nil
}

// impartial refuses an operator who is, or has to do with, the person.
func (s *Service) impartial(ctx context.Context, q sqldb.Querier, operator, person actor.PersonID) error {
	if operator == person {
		return ErrDeskSelf
	}
	marked, err := s.staff.InConflict(ctx, q, operator, string(person))
	if err != nil {
		return err
	}
	if marked {
		return ErrDeskConflict
	}
	return nil
}

// visit returns the person of a visit of an operator that is not over.
func (s *Service) visit(ctx context.Context, q sqldb.Querier, operator actor.PersonID, visit string) (Person, error) {
	v, err := visitByID(ctx, q, visit)
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Person{}, ErrNoVisit
	case err != nil:
		return Person{}, fmt.Errorf("read the visit: %w", err)
	case v.operator != operator, v.matter != "", !s.clock.Now().Before(v.opened.Add(visitLife)):
		return Person{}, ErrNoVisit
	}
	return s.Person(ctx, q, v.person)
}

// seenDocument is a document that an operator saw. Its number is not kept, see the table account_proof.
type seenDocument struct {
	id     string
	person actor.PersonID
	kind   documentKind
	masked string
	mac    string
	seenBy actor.PersonID
	seen   time.Time
}

// DeskOutcome is what came of a visit.
type DeskOutcome string

// The outcomes of a visit.
const (
	DeskRaised   DeskOutcome = "raised"   // the level is full
	DeskProposed DeskOutcome = "proposed" // confirmed data are to change: another operator must confirm
	DeskReview   DeskOutcome = "review"   // the document or the СНИЛС belongs to another account: a case was opened
)

// ConfirmAtDesk takes what the operator read in the person's documents. An account whose data nobody has confirmed gets
// them and the full level at once; confirmed data change only when another operator agrees.
func (s *Service) ConfirmAtDesk(ctx context.Context, operator actor.PersonID, visit string, i Identity, kind documentKind, number string) (out DeskOutcome, err error) {
	for range 2 { // an account that got the same СНИЛС at the same moment is seen by the second run
		err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
			out, err = s.confirmAtDesk(ctx, tx, operator, visit, i, kind, number)
			return err
		})
		if !errors.Is(err, sqldb.ErrConflict) {
			break
		}
	}
	if err != nil {
		return "", fmt.Errorf("confirm a person at the desk: %w", err)
	}
	return out, nil
}

func (s *Service) confirmAtDesk(ctx context.Context, tx *sqldb.Tx, operator actor.PersonID, visit string, i Identity, kind documentKind, number string) (DeskOutcome, error) {
	p, err := s.visit(ctx, tx, operator, visit)
	if err != nil {
		return "", err
	}
	if err := s.impartial(ctx, tx, operator, p.ID); err != nil {
		return "", err
	}
	seen := seenDocument{
		id: id.New(), person: p.ID, kind: kind, masked: maskNumber(number), mac: s.mac("proof."+string(kind), plainNumber(number)),
		seenBy: operator, seen: s.clock.Now(),
	}
	other, err := proofElsewhere(ctx, tx, seen)
	if err != nil && !errors.Is(err, sqldb.ErrNoRows) {
		return "", fmt.Errorf("look for the document: %w", err)
	}
	if err := insertProof(ctx, tx, seen); err != nil {
		return "", fmt.Errorf("store the proof: %w", err)
	}
	c := identityCase{kind: caseClash, holder: other, vouch: Vouch{ByOperator, i, seen.id}, to: actor.Full}
	switch {
	case other != "":
		_, err := s.review(ctx, tx, p, c)
		return DeskReview, err
	case p.Identified && p.Identity() != i:
		c.kind = caseCorrection
		return DeskProposed, s.proposeCorrection(ctx, tx, p, c, operator)
	case p.Level == actor.Full:
		return DeskRaised, s.recordAs(ctx, tx, operator, p.ID, "account.identity_seen", seen.id)
	}
	err = s.identify(ctx, tx, p, actor.Full, c.vouch)
	if taken, ok := errors.AsType[*takenError](err); ok {
		c.holder = taken.holder
		_, err := s.review(ctx, tx, p, c)
		return DeskReview, err
	}
	return DeskRaised, err
}

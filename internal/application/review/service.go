package review

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/httpx"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Verdict is what a rule of admission says of an applicant, as it is shown and kept.
type Verdict struct {
	Rule    string       `json:"rule"`
	Title   form.Text    `json:"title"`
	Text    form.Text    `json:"text"`
	Remedy  form.Text    `json:"remedy"`
	Outcome rule.Outcome `json:"outcome"`
	Facts   []Fact       `json:"facts"`
}

// Fact is what a verdict rests on.
type Fact struct {
	Label  form.Text     `json:"label"`
	Value  form.Text     `json:"value"`
	Source form.Text     `json:"source"`
	AsOf   workdays.Date `json:"as_of"`
}

// Snapshot is what the rules said at a moment.
type Snapshot struct {
	At       time.Time `json:"at"`
	Verdicts []Verdict `json:"verdicts"`
}

// clean reports whether nothing stands in the way.
func (s Snapshot) clean() bool {
	for _, v := range s.Verdicts {
		if v.Outcome != rule.Pass {
			return false
		}
	}
	return true
}

// outcome is what a rule said; [rule.Undecided] when it was not asked.
func (s Snapshot) outcome(id string) rule.Outcome {
	for _, v := range s.Verdicts {
		if v.Rule == id {
			return v.Outcome
		}
	}
	return rule.Undecided
}

func (s Snapshot) text() (string, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return "", fmt.Errorf("write down the verdicts: %w", err)
	}
	return string(b), nil
}

// differs reports whether the rules say something else than before.
func (s Snapshot) differs(before Snapshot) bool {
	was := map[string]rule.Outcome{}
	for _, v := range before.Verdicts {
		was[v.Rule] = v.Outcome
	}
	for _, v := range s.Verdicts {
		if was[v.Rule] != v.Outcome {
			return true
		}
	}
	return len(s.Verdicts) != len(before.Verdicts)
}

func readSnapshot(text string) (s Snapshot, err error) {
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		return Snapshot{}, fmt.Errorf("read the verdicts: %w", err)
	}
	return s, nil
}

// Assessor asks the rules of admission: package fact.
type Assessor interface {
	Assess(ctx context.Context, q sqldb.Querier, set string, a application.Application, p application.Party, on workdays.Date) ([]Verdict, error)
}

// Office is what the room asks of package staff.
type Office interface {
	// Look writes down that a member of staff sees the data of a person.
	Look(ctx context.Context, tx *sqldb.Tx, viewer, subject actor.PersonID, what i18n.Text) error
	// Members lists who holds any role, and Roles what somebody holds.
	Members(ctx context.Context, q sqldb.Querier) ([]actor.PersonID, error)
	Roles(ctx context.Context, q sqldb.Querier, p actor.PersonID) ([]actor.Role, error)
	// InConflict reports whether a member of staff keeps out of the matters of a person or an organisation.
	InConflict(ctx context.Context, q sqldb.Querier, p actor.PersonID, subject string) (bool, error)
	// MarkConflict notes it.
	MarkConflict(ctx context.Context, subject, reason string, by actor.PersonID) error
}

// Purpose is the purpose under which the room of signatures hands decisions over.
const Purpose = "application.decision"

// PurposeGroup is the purpose for lists of decisions that are signed together.
const PurposeGroup = "application.decisions"

// Ask asks for the official's signature.
type Ask struct {
	Purpose    string // [Purpose], or [PurposeGroup]
	Decision   string // its id, or that of the group
	Title      i18n.Text
	Name       string
	XML        blob.Ref
	Person     actor.PersonID
	Back, Next string
}

// Signatures is the room of signatures.
type Signatures interface {
	// Ask asks for a signature and returns where the browser goes.
	Ask(ctx context.Context, tx *sqldb.Tx, a Ask) (address string, err error)
	// Withdraw ends what was asked for a decision, or a group, and not signed.
	Withdraw(ctx context.Context, tx *sqldb.Tx, purpose, decision string) error
	// Settled reports whether the revocation of the certificates of signatures was asked for again after the grace period (T4).
	// revoked says that one of them was: such an application can only be refused.
	Settled(ctx context.Context, q sqldb.Querier, signatures []string) (settled, revoked bool, err error)
}

// Calendar gives the working calendar.
type Calendar interface {
	Calendar(ctx context.Context, q sqldb.Querier) (workdays.Calendar, error)
}

type files interface {
	Put(ctx context.Context, r io.Reader, limit int64) (blob.Ref, error)
}

// Service holds the use cases.
type Service struct {
	db           *sqldb.DB
	clock        clock.Clock
	files        files
	applications *application.Service
	assessor     Assessor
	office       Office
	signatures   Signatures
	calendar     Calendar
	effects      map[string]application.Effect
	people       application.People
	letters      letters
	baseURL      string
	foundation   i18n.Text
	trial        bool
}

func (s *Service) today() workdays.Date { return dayIn(s.clock.Now()) }

// dayIn is the day of a moment in Moscow.
func dayIn(t time.Time) workdays.Date { return workdays.DateOf(t.In(i18n.Moscow())) }

// Arrive takes an application in, in the transaction in which it is sent: it asks the rules and keeps what they say.
func (s *Service) Arrive(ctx context.Context, tx *sqldb.Tx, app application.Application) error {
	f, err := s.applications.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	shot, err := s.assess(ctx, tx, f, app)
	if err != nil {
		return err
	}
	list, err := s.checklist(ctx, tx, f, app)
	if err != nil {
		return err
	}
	clean := len(shot.Verdicts) > 0 && shot.clean() // what no rule has looked at is for a person to look at
	for _, c := range list {
		clean = clean && !c.Failed()
	}
	text, err := shot.text()
	if err != nil {
		return err
	}
	party, err := s.applications.Party(ctx, tx, app.Applicant)
	if err != nil {
		return fmt.Errorf("read who applies: %w", err)
	}
	d := desked{clean: clean, snapshot: text, step: Taking, name: party.Name, inn: party.INN}
	if err := insertReview(ctx, tx, app.ID, d, folded(party.Name, party.INN, app.Number)); err != nil {
		return fmt.Errorf("take %s in at the desk: %w", app.ID, err)
	}
	return s.move(ctx, tx, app, Taking)
}

// assess asks the rules as of now.
func (s *Service) assess(ctx context.Context, q sqldb.Querier, f *form.Service, app application.Application) (Snapshot, error) {
	shot := Snapshot{At: s.clock.Now()}
	if f.Signature {
		list, err := s.signers(ctx, q, app)
		if err != nil {
			return Snapshot{}, err
		}
		shot.Verdicts = append(shot.Verdicts, list...)
	}
	if f.Admission == "" {
		return shot, nil
	}
	party, err := s.applications.Party(ctx, q, app.Applicant)
	if err != nil {
		return Snapshot{}, fmt.Errorf("read who applies: %w", err)
	}
	list, err := s.assessor.Assess(ctx, q, f.Admission, app, party, s.today())
	if err != nil {
		return Snapshot{}, fmt.Errorf("judge %s: %w", app.ID, err)
	}
	shot.Verdicts = append(shot.Verdicts, list...)
	return shot, nil
}

// signers says whether those who have signed still bind the applicant: it is asked at the decision, too (rules T11, T12). A head who has
// changed since is for a person to judge.
func (s *Service) signers(ctx context.Context, q sqldb.Querier, app application.Application) ([]Verdict, error) {
	v := Verdict{
		Rule: "signers", Title: form.Text{RU: "Подписавший вправе действовать за заявителя", EN: "Whoever signed may act for the applicant"}, Outcome: rule.Pass,
		Text: form.Text{RU: "Права подтверждены на сегодня.", EN: "The rights were confirmed today."},
	}
	paper, _, err := s.applications.SentPaper(ctx, q, app.ID)
	if err != nil {
		return nil, err
	}
	list, err := s.applications.SignaturesOf(ctx, q, &paper)
	if err != nil {
		return nil, fmt.Errorf("read who has signed: %w", err)
	}
	if len(list) == 0 { // of whom the service takes no signature
		return nil, nil
	}
	err = s.applications.StillSigned(ctx, q, app, list)
	if no, ok := errors.AsType[*fault.Fault](err); ok {
		v.Outcome, v.Text = rule.Review, form.Text{RU: no.Text.In(i18n.Russian), EN: no.Text.In(i18n.English)}
		return []Verdict{v}, nil
	}
	return []Verdict{v}, err
}

// checklist holds the list of the service against the frozen answers.
func (s *Service) checklist(ctx context.Context, q sqldb.Querier, f *form.Service, app application.Application) ([]form.Checked, error) {
	answers, paper, err := s.applications.SentAnswers(ctx, q, f, app)
	if err != nil {
		return nil, err
	}
	return f.Checklist(ctx, answers, paper.Given, dayIn(paper.Formed))
}

func (s *Service) record(ctx context.Context, tx *sqldb.Tx, action string, app actor.CaseID, detail string) error {
	info := httpx.InfoOf(ctx)
	err := audit.Record(ctx, tx, audit.Entry{
		Actor: string(actor.From(ctx).Person), Action: action, Subject: string(app), Request: info.RequestID, Address: info.Network(), Detail: detail,
	})
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	return nil
}

package application

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Decision is what the foundation has decided on an application, or is about to: it is a decision from the signature on.
type Decision struct {
	ID           string
	Application  actor.CaseID
	Number       string
	Positive     bool
	Grounds      []RefusedFor
	Reason       string
	XML          blob.Ref
	PDF          blob.Ref
	SHA256       string // of the XML, in hex
	Snapshot     string // the verdicts when it was formed, in the words of package review
	FormedBy     actor.PersonID
	Formed       time.Time
	SecondNeeded bool // by the service's rule of four eyes, or by lot
	Second       actor.PersonID
	SecondAt     time.Time
	Signature    string // of the room of signatures
	Receipt      string // sealed in the transaction of the decision
	Signer       string // whom the certificate names
	Signed       time.Time
	Supersedes   string // number of the decision in whose place it stands
	Batch        string // the group with which it is signed; "" when it is signed alone
}

// Ready reports whether the official may sign it.
func (d *Decision) Ready() bool { return !d.SecondNeeded || d.Second != "" }

// RefusedFor is a ground of a refusal with what it rests on, in the official's words.
type RefusedFor struct {
	Code     string `json:"code"`
	Evidence string `json:"evidence"`
}

// Decided is a decision as its effect gets it.
type Decided struct {
	Application Application
	Party       Party
	Form        *form.Service // under which was applied
	Document    []byte        // the XML of the application, as it was signed and sent
	Decision    Decision
}

// Effect is what a positive decision brings about, in the transaction of the decision. It may be asked for the same application again
// only when a later decision stands in the place of a refusal.
type Effect func(ctx context.Context, tx *sqldb.Tx, d Decided) error

// Arriving is told of an application in the transaction in which it is sent.
type Arriving func(ctx context.Context, tx *sqldb.Tx, a Application) error

// Refusals of deciding.
var (
	ErrNotUnderReview = fault.New(fault.Conflict, i18n.M(
		"Заявление не на рассмотрении: его уже решили, отозвали или ещё не отправили. Обновите страницу.",
		"The application is not under review: it was decided, withdrawn or not sent yet. Reload the page."))
	ErrNotCurable = fault.New(fault.Conflict, i18n.M(
		"Исправить и подать это заявление снова нельзя: начните новое на странице услуги.",
		"This application cannot be corrected and sent again: begin a new one on the page of the service."))
)

// Conclude is the moment of decision: in the transaction in which the official's signature is kept it changes the state, seals
// the receipt, lets the effect take place, writes the event and the letters (rule T21). d is signed; content is its frozen XML; beside
// are other documents that the receipt names: the list that was signed in its place.
func (s *Service) Conclude(ctx context.Context, tx *sqldb.Tx, app Application, d *Decision, effect Effect, content []byte, beside ...Sealed) error {
	if app.State != Review && app.State != Asked && (app.State != Refused || d.Supersedes == "") {
		return ErrNotUnderReview
	}
	app.State, app.Decided = Refused, d.Signed
	event, kind := Denied, "application.refused"
	if d.Positive {
		app.State, event, kind = Granted, Approved, "application.granted"
	}
	if err := decideCase(ctx, tx, app); err != nil {
		return fmt.Errorf("decide the application %s: %w", app.ID, err)
	}
	if err := endQuestions(ctx, tx, app.ID, d.Signed); err != nil {
		return fmt.Errorf("close the questions about %s: %w", app.ID, err)
	}
	party, err := s.applicants.Party(ctx, tx, app.Applicant)
	if err != nil {
		return fmt.Errorf("read who applies: %w", err)
	}
	f, err := s.Version(ctx, tx, app.Service, app.Version)
	if err != nil {
		return err
	}
	if d.Positive && effect != nil {
		_, sent, err := s.SentPaper(ctx, tx, app.ID)
		if err != nil {
			return err
		}
		if err := effect(ctx, tx, Decided{Application: app, Party: party, Form: f, Document: sent, Decision: *d}); err != nil {
			return fmt.Errorf("bring about the effect of %s: %w", d.Number, err)
		}
	}
	r := Receipt{
		Kind: kind, Application: app.ID, Applicant: app.Applicant, Party: party, Number: app.Number, At: d.Signed, Signatures: []string{d.Signature},
		Text:      receiptTexts[app.State].With(errText(f.Name), d.Number),
		Documents: []Sealed{{Role: "decision", Name: "decision-" + d.Number + ".xml", Media: mediaXML, Content: content}},
	}
	r.Documents = append(r.Documents, beside...)
	if d.Receipt, err = s.receipts.Issue(ctx, tx, r); err != nil {
		return fmt.Errorf("seal the receipt: %w", err)
	}
	if err := signDecision(ctx, tx, d); err != nil {
		return fmt.Errorf("keep the decision: %w", err)
	}
	if err := s.tellOf(ctx, tx, app, letterDecided(d.Number)); err != nil {
		return err
	}
	return s.happen(ctx, tx, app.ID, event, d.Number)
}

var receiptTexts = map[State]i18n.Format{
	Granted: i18n.F("%s: принято положительное решение № %s.", "%s: granted by decision No. %s."),
	Refused: i18n.F("%s: отказано решением № %s.", "%s: refused by decision No. %s."),
}

// Again begins a corrected application in place of one that was refused on grounds that can be cured: «Исправить и подать
// снова». The answers are copied; the new one names the old.
func (s *Service) Again(ctx context.Context, refused actor.CaseID) (app Application, err error) {
	var old Application
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if old, err = s.hold(ctx, tx, refused, actor.Draft); err != nil {
			return err
		}
		f, err := s.Version(ctx, tx, old.Service, old.Version)
		if err != nil {
			return err
		}
		d, err := lastDecision(ctx, tx, old.ID)
		if err != nil {
			return none(err, ErrNotCurable)
		}
		if old.State != Refused || !curable(f, d) {
			return ErrNotCurable
		}
		return nil
	})
	if err != nil {
		return Application{}, fmt.Errorf("correct an application: %w", err)
	}
	if app, err = s.start(ctx, old.Service, old.Applicant, old.Period); err != nil {
		return Application{}, err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if app, err = s.hold(ctx, tx, app.ID, actor.Draft); err != nil || app.Follows != "" || app.State != Draft {
			return err
		}
		app.Follows = old.ID
		if err := setFollows(ctx, tx, app.ID, old.ID); err != nil {
			return err
		}
		if app.Revision > 1 { // somebody has begun to fill a draft in: what they typed stays
			return nil
		}
		return s.copyAnswers(ctx, tx, app, old)
	})
	if err != nil {
		return Application{}, fmt.Errorf("copy the answers of %s: %w", refused, err)
	}
	return app, nil
}

// copyAnswers takes the answers of an application over into a draft, with the files that they name.
func (s *Service) copyAnswers(ctx context.Context, tx *sqldb.Tx, app, old Application) error {
	saved, err := answersAt(ctx, tx, old.ID, old.Revision)
	if err != nil {
		return fmt.Errorf("read the answers: %w", err)
	}
	who, now := actor.From(ctx).Person, s.clock.Now()
	for _, v := range saved {
		v.Revision, v.Author, v.At = app.Revision+1, who, now
		if err := insertAnswer(ctx, tx, app.ID, v); err != nil {
			return fmt.Errorf("copy the answers: %w", err)
		}
	}
	files, err := attachmentsOf(ctx, tx, old.ID)
	if err != nil {
		return fmt.Errorf("read the files: %w", err)
	}
	for _, f := range files {
		f.ID, f.Application = id.New(), app.ID
		if err := insertAttachment(ctx, tx, f, who, now); err != nil {
			return fmt.Errorf("copy the files: %w", err)
		}
	}
	return setRevision(ctx, tx, app.ID, app.Revision+1, now)
}

// curable reports whether every ground of a refusal can be cured.
func curable(f *form.Service, d Decision) bool {
	for _, g := range d.Grounds {
		if ground, ok := f.Ground(g.Code); !ok || !ground.Curable {
			return false
		}
	}
	return !d.Positive && len(d.Grounds) > 0
}

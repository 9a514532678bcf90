package review_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/application/review"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// town is everybody around.
type town struct {
	mu        sync.Mutex
	outcome   rule.Outcome
	roles     map[actor.PersonID][]actor.Role
	conflicts map[string]bool // "olga" with anybody
	seal      error           // of receipts
	unsettled bool
	revoked   bool
	stamped   time.Time        // when signatures were given time-stamps
	anew      []actor.PersonID // about whom others were asked
	former    bool             // the head who has signed acts no more
	effect    error
	meanwhile func() // happens while a decision is being formed
	ended     []string
	asked     []review.Ask
}

func (w *town) Party(context.Context, sqldb.Querier, application.Applicant) (application.Party, error) {
	return application.Party{Kind: "organisation", Name: "ООО «Ёлка»", INN: "9900000001", OGRN: "1997700000010"}, nil
}

func (w *town) Standing(_ context.Context, _ sqldb.Querier, a application.Applicant) (form.Standing, error) {
	if a.Organisation == "" {
		return form.Visitor, nil
	}
	return form.Newcomer, nil
}

func (w *town) Standings(context.Context, sqldb.Querier, actor.PersonID) ([]form.Standing, error) {
	return nil, nil
}

func (w *town) Level(context.Context, sqldb.Querier, actor.PersonID) (actor.Level, error) {
	return actor.Full, nil
}

func (w *town) Given(context.Context, sqldb.Querier, application.Applicant, actor.PersonID) (form.Given, error) {
	return form.Given{"egr.name": {State: rule.Known, Value: "ООО «Ёлка»", Source: form.Text{RU: "ЕГРЮЛ", EN: "EGRUL"}}}, nil
}

func (w *town) Name(_ context.Context, _ sqldb.Querier, p actor.PersonID) (string, error) {
	return string(p), nil
}

func (w *town) Entitled(context.Context, sqldb.Querier, application.Applicant) ([]application.Signatory, error) {
	return []application.Signatory{{Person: "boris", Name: "Борис", Post: "директор"}}, nil
}

func (w *town) MaySign(context.Context, sqldb.Querier, application.Applicant, actor.PersonID, application.Holder) error {
	return nil
}

func (w *town) AskAnew(_ context.Context, _ application.Applicant, people []actor.PersonID) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.anew = append(w.anew, people...)
	return nil
}

func (w *town) StillSign(context.Context, sqldb.Querier, application.Applicant, []actor.PersonID) error {
	if w.former {
		return errFormer
	}
	return nil
}

var errFormer = fault.New(fault.Forbidden, i18n.M("Руководитель сменился.", "The head has changed."))

func (w *town) Enough(context.Context, sqldb.Querier, application.Applicant, []actor.PersonID) (bool, error) {
	return true, nil
}

func (w *town) Ask(context.Context, *sqldb.Tx, application.Ask) (string, error) {
	return "/sign/1", nil
}

func (w *town) Withdraw(_ context.Context, _ *sqldb.Tx, subject string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = append(w.ended, subject)
	return nil
}

func (w *town) Prepares(_ context.Context, _ sqldb.Querier, _ actor.PersonID, inn string) (bool, error) {
	return inn == "9900000017", nil
}

func (w *town) Registered(_ context.Context, _ sqldb.Querier, inn string) (i18n.Text, error) {
	if inn == "9900000017" {
		return i18n.M("ООО «Вектор», действует", "OOO Vektor, active"), nil
	}
	return i18n.Text{}, nil
}

func (w *town) LongTerm(context.Context, string) ([]byte, error) { return []byte("stamped"), nil }

func (w *town) Stamped(context.Context, sqldb.Querier, string) (time.Time, error) {
	return w.stamped, nil
}

func (w *town) Kept(context.Context, string) ([]byte, document.Signature, error) {
	return []byte("signature"), document.Signature{Holder: "Ольга", Serial: "01", Issuer: "УЦ", From: today, Until: today.AddDate(1, 0, 0), Worth: document.Trial}, nil
}

func (w *town) ReceiptFile(_ context.Context, _ sqldb.Querier, _ actor.CaseID, receipt string) (application.File, error) {
	return application.File{Name: "receipt.p7m", Content: []byte("receipt " + receipt)}, nil
}

func (w *town) Issue(ctx context.Context, tx *sqldb.Tx, r application.Receipt) (string, error) {
	if w.seal != nil {
		return "", w.seal
	}
	receipt := id.New()
	_, err := tx.Exec(ctx, `INSERT INTO receipt (id, kind, number, signatures) VALUES ($1, $2, $3, $4)`, receipt, r.Kind, r.Number, len(r.Signatures))
	return receipt, err
}

func (w *town) Addressee(_ context.Context, _ sqldb.Querier, p actor.PersonID) (application.Addressee, error) {
	return application.Addressee{Email: string(p), Greeting: string(p), Lang: i18n.English}, nil
}

func (w *town) Mail(ctx context.Context, tx *sqldb.Tx, to string, _ i18n.Lang, _ string, m letter.Letter, _ time.Duration) error {
	_, err := tx.Exec(ctx, `INSERT INTO letter (recipient, subject) VALUES ($1, $2)`, to, m.Subject.In(i18n.English))
	return err
}

func (w *town) Calendar(context.Context, sqldb.Querier) (workdays.Calendar, error) {
	return workdays.Russia(), nil
}

// Assess says what the test wants.
func (w *town) Assess(_ context.Context, _ sqldb.Querier, _ string, _ application.Application, _ application.Party, on workdays.Date) ([]review.Verdict, error) {
	same := func(s string) form.Text { return form.Text{RU: s, EN: s} }
	return []review.Verdict{{
		Rule: "region", Title: same("Регион"), Text: same("Регион 77"), Outcome: w.outcome,
		Facts: []review.Fact{{Label: same("Регион"), Value: same("77"), Source: same("ЕГРЮЛ"), AsOf: on}},
	}}, nil
}

var errEffect = errors.New("no effect")

func (w *town) grant(ctx context.Context, tx *sqldb.Tx, d application.Decided) error {
	if w.effect != nil {
		return w.effect
	}
	if len(d.Document) == 0 || d.Decision.Signature == "" {
		return errors.New("the effect got no document or no signature")
	}
	_, err := tx.Exec(ctx, `INSERT INTO granted (application) VALUES ($1)`, string(d.Application.ID))
	return err
}

func (w *town) Look(ctx context.Context, tx *sqldb.Tx, viewer, subject actor.PersonID, _ i18n.Text) error {
	_, err := tx.Exec(ctx, `INSERT INTO looked (viewer, subject) VALUES ($1, $2)`, string(viewer), string(subject))
	return err
}

func (w *town) Members(context.Context, sqldb.Querier) (list []actor.PersonID, err error) {
	for p := range w.roles {
		list = append(list, p)
	}
	slices.Sort(list)
	return list, nil
}

func (w *town) Roles(_ context.Context, _ sqldb.Querier, p actor.PersonID) ([]actor.Role, error) {
	return w.roles[p], nil
}

func (w *town) InConflict(_ context.Context, _ sqldb.Querier, p actor.PersonID, _ string) (bool, error) {
	return w.conflicts[string(p)], nil
}

func (w *town) MarkConflict(_ context.Context, _, _ string, by actor.PersonID) error {
	w.conflicts[string(by)] = true
	return nil
}

// last is what was asked for last.
func (w *town) last() review.Ask {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.asked[len(w.asked)-1]
}

// pen is the room of signatures as the desk sees it.
type pen struct{ *town }

func (p pen) Withdraw(ctx context.Context, tx *sqldb.Tx, _, subject string) error {
	return p.town.Withdraw(ctx, tx, subject)
}

func (p pen) Ask(_ context.Context, _ *sqldb.Tx, a review.Ask) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, a)
	return "/sign/" + a.Decision, nil
}

func (p pen) Settled(context.Context, sqldb.Querier, []string) (settled, revoked bool, err error) {
	return !p.unsettled, p.revoked, nil
}

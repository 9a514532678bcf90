package review

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application"
	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Ruling is what an official wants to decide.
type Ruling struct {
	Positive bool
	Grounds  []application.RefusedFor
	Reason   string
	Checked  []string // the checks of the list that the official has confirmed
}

// Refusals of deciding.
var (
	ErrGrounds = fault.New(fault.Invalid, i18n.M(
		"Для отказа выберите хотя бы одно основание и напишите, чем оно подтверждается.",
		"For a refusal choose at least one ground and write what it rests on."))
	ErrUnchecked = fault.New(fault.Invalid, i18n.M(
		"Положительное решение готовят, когда отмечены все пункты проверки.",
		"A positive decision is formed when every check of the list is confirmed."))
	ErrUnsettled = fault.New(fault.Conflict, i18n.M(
		"Решать пока рано: отзыв сертификатов заявителя ещё не запрошен повторно. Это произойдёт само; попробуйте позже.",
		"It is too early to decide: the revocation of the applicant's certificates was not asked for a second time yet. That happens by itself; try later."))
	ErrRevoked = fault.New(fault.Conflict, i18n.M(
		"Одобрить нельзя: повторный запрос показал, что сертификат, которым подписано заявление, отозван. Откажите или спросите заявителя.",
		"It cannot be granted: a second asking found that a certificate of the application's signatures was revoked. Refuse it or ask the applicant."))
	ErrNoDecision = fault.New(fault.NotFound, i18n.M(
		"Подготовленного решения нет: его уже подписали или подготовили заново. Обновите страницу.",
		"No decision is prepared: it was signed already, or prepared anew. Reload the page."))
	ErrSecondPair = fault.New(fault.Conflict, i18n.M(
		"Это решение сначала подтверждает второй сотрудник, а не тот, кто его подготовил.",
		"A second official confirms this decision first, not the one who formed it."))
	ErrNotYours = fault.New(fault.Forbidden, i18n.M(
		"Решение подписывает тот, кто его подготовил.", "Whoever formed the decision signs it."))
	ErrFactsChanged = fault.New(fault.Conflict, i18n.M(
		"Пока решение ждало подписи, проверки по реестрам дали другой результат. Откройте заявление, посмотрите, что изменилось, и подготовьте решение заново.",
		"While the decision waited to be signed, the checks by registers have come to something else. Open the application, see what has changed, and prepare the decision anew."))
	ErrNoDecider = fault.New(fault.Forbidden, i18n.M(
		"Решения вам больше не поручены. Передайте заявление коллеге.", "Decisions are not your task any more. Hand the application to a colleague."))
	ErrInGroup = fault.New(fault.Conflict, i18n.M(
		"Это решение подписывают вместе с группой, в которой его подготовили. Чтобы подписать его отдельно, подготовьте решение заново.",
		"This decision is signed with the group in which it was formed. To sign it alone, prepare the decision anew."))
	ErrOtherOfficial = fault.New(fault.Invalid, i18n.M(
		"СНИЛС в сертификате не совпадает с вашим. Решение подписывают своей подписью; СНИЛС учётной записи указывают в разделе «Мои данные».",
		"The SNILS in the certificate is not yours. Sign a decision with your own signature; the SNILS of the account is set in “My details”."))
	ErrOtherBytes = fault.New(fault.Conflict, i18n.M(
		"Подписано не то решение, которое подготовлено. Откройте заявление и подпишите его ещё раз.",
		"What was signed is not the decision that is prepared. Open the application and sign it again."))
)

// Prepare forms the document of a decision and freezes it. Nothing is decided yet. What was prepared before is void.
func (s *Service) Prepare(ctx context.Context, one actor.CaseID, r Ruling) error {
	c, err := s.Read(ctx, one)
	if err != nil {
		return err
	}
	if err := s.allowed(ctx, &c, r); err != nil {
		return fmt.Errorf("prepare a decision on %s: %w", one, err)
	}
	if err := s.applications.AskSigners(ctx, c.Application, c.Signers); err != nil {
		return fmt.Errorf("prepare a decision on %s: %w", one, err)
	}
	if c, err = s.Read(ctx, one); err != nil { // with what was answered
		return err
	}
	d, err := s.freeze(ctx, &c, r)
	if err != nil {
		return fmt.Errorf("prepare a decision on %s: %w", one, err)
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		app, err := s.applications.HoldSent(ctx, tx, one)
		switch {
		case err != nil:
			return err
		case app.State != c.State:
			return application.ErrNotUnderReview
		}
		if c.Waiting != nil {
			if err := s.signatures.Withdraw(ctx, tx, Purpose, c.Waiting.ID); err != nil {
				return err
			}
		}
		return s.put(ctx, tx, app, &d)
	})
	if err != nil {
		return fmt.Errorf("prepare a decision on %s: %w", one, err)
	}
	return nil
}

// put keeps a decision that was formed, and begins the step that comes next.
func (s *Service) put(ctx context.Context, tx *sqldb.Tx, app application.Application, d *application.Decision) error {
	asked, err := application.SecondAsked(ctx, tx, app.ID)
	switch {
	case err != nil:
		return fmt.Errorf("look whether the lot fell before: %w", err)
	case asked && !d.SecondNeeded && d.Batch != "":
		return ErrGroupChanged
	case asked: // on a decision that was formed at the same moment, too: the lot is not drawn until it spares one
		d.SecondNeeded = true
	}
	if err := application.PutDecision(ctx, tx, d); err != nil {
		return fmt.Errorf("keep the decision: %w", err)
	}
	next := Signing
	if !d.Ready() {
		next = Agreeing
	}
	if err := s.move(ctx, tx, app, next); err != nil {
		return err
	}
	return s.record(ctx, tx, "review.prepared", app.ID, d.SHA256)
}

// allowed refuses a ruling that cannot be made.
func (s *Service) allowed(ctx context.Context, c *Case, r Ruling) error {
	switch {
	case c.State == application.Refused && len(c.Decided) > 0: // in place of a refusal that was wrong
	case !underReview(c.State):
		return application.ErrNotUnderReview
	}
	if underReview(c.State) && c.HadPart {
		return ErrFirstReviewer
	}
	if !r.Positive && len(r.Grounds) == 0 {
		return ErrGrounds
	}
	for _, g := range r.Grounds {
		if _, ok := c.Form.Ground(g.Code); !ok || strings.TrimSpace(g.Evidence) == "" {
			return ErrGrounds
		}
	}
	for _, check := range c.Checklist {
		if r.Positive && !slices.Contains(r.Checked, check.ID) {
			return ErrUnchecked
		}
	}
	ids := make([]string, len(c.Signers))
	for i, g := range c.Signers {
		ids[i] = g.Signature
	}
	return s.db.View(ctx, func(q sqldb.Querier) error {
		settled, revoked, err := s.signatures.Settled(ctx, q, ids)
		switch {
		case err != nil:
			return err
		case !settled:
			return ErrUnsettled
		case revoked && r.Positive:
			return ErrRevoked
		}
		return nil
	})
}

// freeze makes the files of a decision.
func (s *Service) freeze(ctx context.Context, c *Case, r Ruling) (d application.Decision, err error) {
	who := actor.From(ctx).Person
	d = application.Decision{
		ID: id.New(), Application: c.ID, Number: s.applications.NewNumber(), Positive: r.Positive, Reason: r.Reason, FormedBy: who, Formed: s.clock.Now(),
		SecondNeeded: c.Form.Review.FourEyes || c.Drawn || len(c.Decided) > 0 || drawn(c.Form.Review.Sample),
	}
	if !r.Positive {
		d.Grounds = r.Grounds
	}
	if len(c.Decided) > 0 {
		d.Supersedes = c.Decided[0].Number
	}
	if d.Snapshot, err = c.Now.text(); err != nil {
		return application.Decision{}, err
	}
	var official string
	if err := s.db.View(ctx, func(q sqldb.Querier) error {
		official, err = s.applications.Name(ctx, q, who)
		return err
	}); err != nil {
		return application.Decision{}, err
	}
	xml, err := document.Decide(s.words(c, &d, official))
	if err != nil {
		return application.Decision{}, err
	}
	pdf, err := document.RenderDecision(xml, document.Print{})
	if err != nil {
		return application.Decision{}, err
	}
	sum := sha256.Sum256(xml)
	d.SHA256 = hex.EncodeToString(sum[:])
	if d.XML, err = s.files.Put(ctx, bytes.NewReader(xml), application.MaxPaper); err != nil {
		return application.Decision{}, fmt.Errorf("keep the XML: %w", err)
	}
	if d.PDF, err = s.files.Put(ctx, bytes.NewReader(pdf), application.MaxPaper); err != nil {
		return application.Decision{}, fmt.Errorf("keep the PDF: %w", err)
	}
	return d, nil
}

// words are what the document says.
func (s *Service) words(c *Case, d *application.Decision, official string) document.Decision {
	out := document.Decision{
		ID: d.ID, Number: d.Number, Decided: d.Formed, Trial: s.trial, Name: decisionName, Foundation: s.foundation.In(i18n.Russian),
		Service: document.Service{Key: c.Form.Key, Version: c.Form.Version, Digest: c.Form.Digest(), Title: c.Form.Title.RU},
		Case:    document.Case{Number: c.Number, Sent: c.Application.Sent, SHA256: c.Paper.SHA256}, Applicant: c.Party,
		Positive: d.Positive, Text: decidedYes, Reason: d.Reason, Supersedes: d.Supersedes, Official: document.Signer{Name: official},
	}
	if d.Positive {
		return out
	}
	out.Text, out.Appeal = decidedNo, appeal
	for _, g := range d.Grounds {
		ground, _ := c.Form.Ground(g.Code)
		out.Grounds = append(out.Grounds, document.Ground{
			Code: ground.Code, Title: ground.Title.RU, Clause: ground.Clause.RU, Remedy: ground.Remedy.RU, Curable: ground.Curable,
			Evidence: []document.Evidence{{Label: evidenceLabel, Value: g.Evidence, AsOf: dayIn(d.Formed)}},
		})
	}
	return out
}

// drawn says whether the lot falls on a decision, of which so many per cent are looked at by a second official.
func drawn(perCent int) bool {
	n, err := rand.Int(rand.Reader, big.NewInt(100))
	return err != nil || n.Int64() < int64(perCent)
}

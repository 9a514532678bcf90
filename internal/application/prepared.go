package application

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// A draft may begin before the organisation has an account here: somebody fills it in while the signature is being made
// («Подготовить кабинет»). It is theirs alone, and becomes the organisation's when they open its account.

// Refusals of such drafts.
var (
	ErrPrepared = fault.New(fault.Conflict, i18n.M(
		"Сначала откройте кабинет организации: войдите по её электронной подписи на странице «Мои организации». Черновик перейдёт в кабинет.",
		"Open the organisation account first: sign in by its electronic signature on the page “My organisations”. The draft goes over into it."))
	ErrNotPrepared = fault.New(fault.Conflict, i18n.M(
		"Сначала подготовьте кабинет этой организации: укажите её ИНН на странице «Подготовить кабинет».",
		"Prepare the account of this organisation first: give its ИНН on the page “Prepare an organisation account”."))
)

// PreparedDraft is a service for which a draft can be begun, or was, for an organisation without an account.
type PreparedDraft struct {
	Service string
	Title   form.Text
	Draft   actor.CaseID // "" as long as there is none
}

// PreparedDrafts lists what the person may prepare for an organisation.
func (s *Service) PreparedDrafts(ctx context.Context, q sqldb.Querier, person actor.PersonID, inn string) (list []PreparedDraft, err error) {
	services, err := s.Services(ctx, q, s.today())
	if err != nil {
		return nil, err
	}
	for _, f := range services {
		if !offered(f, form.Newcomer, nil) {
			continue
		}
		d := PreparedDraft{Service: f.Key, Title: f.Title}
		begun, err := pendingCase(ctx, q, f.Key, Applicant{Person: person, Prepared: inn}, "")
		switch {
		case err == nil:
			d.Draft = begun.ID
		case !errors.Is(err, sqldb.ErrNoRows):
			return nil, fmt.Errorf("look for a prepared draft: %w", err)
		}
		list = append(list, d)
	}
	return list, nil
}

// Adopt gives the drafts that a person has prepared for an ИНН to the organisation whose account they open, in the transaction
// that opens it. Where the organisation has an application for the same service already, the draft stays the person's.
func (s *Service) Adopt(ctx context.Context, tx *sqldb.Tx, person actor.PersonID, inn string, organisation actor.OrganisationID) error {
	drafts, err := preparedCases(ctx, tx, person, inn)
	if err != nil {
		return fmt.Errorf("find prepared drafts: %w", err)
	}
	for _, app := range drafts {
		taken, err := adoptCase(ctx, tx, app.ID, Applicant{Organisation: organisation, Person: person})
		if err != nil {
			return fmt.Errorf("take over the draft %s: %w", app.ID, err)
		}
		if !taken {
			continue
		}
		if err := s.happen(ctx, tx, app.ID, Adopted, ""); err != nil {
			return err
		}
	}
	return nil
}

// ForgetPrepared drops the drafts that a person has prepared for an ИНН.
func (s *Service) ForgetPrepared(ctx context.Context, tx *sqldb.Tx, person actor.PersonID, inn string) error {
	drafts, err := preparedCases(ctx, tx, person, inn)
	if err != nil {
		return fmt.Errorf("find prepared drafts: %w", err)
	}
	for _, app := range drafts {
		if err := deleteContent(ctx, tx, app.ID); err != nil {
			return fmt.Errorf("delete the answers: %w", err)
		}
		if err := setState(ctx, tx, app.ID, Dropped, false, s.clock.Now()); err != nil {
			return err
		}
		if err := s.record(ctx, tx, "application.dropped", app.ID, app.Service); err != nil {
			return err
		}
	}
	return nil
}

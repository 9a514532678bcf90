package application

import (
	"context"
	"fmt"
	"slices"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// Refusals of whoever the service is not for, or not yet.
var (
	ErrStandingYet = fault.New(fault.Conflict, i18n.M(
		"Подать это заявление вы пока не можете: на странице услуги сказано, кто его подаёт. Черновик сохранён.",
		"You cannot send this application yet: the page of the service says who applies. The draft is kept."))
	ErrLevelStandard = fault.New(fault.Forbidden, i18n.M(
		"Для этой услуги нужна стандартная учётная запись. Подтвердите СНИЛС на странице «Уровень учётной записи»: обычно проверка занимает 15 минут.",
		"This service takes a standard account. Confirm your SNILS on the page “Account level”: the check usually takes 15 minutes."))
	ErrLevelFull = fault.New(fault.Forbidden, i18n.M(
		"Для этой услуги нужна полная учётная запись. Подтвердите личность одним из способов на странице «Уровень учётной записи».",
		"This service takes a full account. Confirm your identity in one of the ways on the page “Account level”."))
)

// own reports whether the applicant is a person for themselves.
func (a Applicant) own() bool { return a.Organisation == "" && a.Prepared == "" }

// may refuses who has no right to do something with an application. Others do not learn that there is one.
func may(ctx context.Context, a Application, right actor.Right) error {
	who := actor.From(ctx)
	mine := who.Acting == "" && a.Applicant.Organisation == "" && a.Applicant.Person == who.Person
	switch {
	case who.Guest():
		return actor.ErrSignIn
	case mine && a.Applicant.Prepared != "" && right != actor.Draft:
		return ErrPrepared
	case mine && who.CanOwn(right):
		return nil
	case mine:
		return actor.ErrConfirm
	case a.Applicant.Organisation == "" || who.Acting != a.Applicant.Organisation:
		return ErrNoApplication
	case who.Can(right):
		return nil
	case slices.Contains(who.Rights, right):
		return actor.ErrConfirm
	}
	return actor.ErrRight
}

// can reports whether somebody may do something with the application, for what a page offers them.
func (w Work) can(a actor.Actor, right actor.Right) bool {
	if w.Applicant.Organisation != "" {
		return a.Can(right)
	}
	return w.Applicant.own() && a.CanOwn(right)
}

// signs reports whether the application takes a qualified signature.
func (w Work) signs() bool { return w.Form.SignedBy(w.standing) }

// sendable reports whether the applicant may send it, and not only prepare it.
func (w Work) sendable() bool { return w.Form.SentBy(w.standing) }

// mayFill refuses applicants for whom the service is not. What rules say of them does not stand in the way: a failed rule informs, and
// does not gag.
func (s *Service) mayFill(ctx context.Context, q sqldb.Querier, f *form.Service, a Applicant) error {
	standing, err := s.applicants.Standing(ctx, q, a)
	switch {
	case err != nil:
		return fmt.Errorf("read the standing of the applicant: %w", err)
	case !f.FilledBy(standing):
		return ErrStanding
	}
	return s.leveled(ctx, q, f, a)
}

// maySend refuses those who may at most prepare.
func (s *Service) maySend(ctx context.Context, q sqldb.Querier, f *form.Service, a Applicant) error {
	standing, err := s.applicants.Standing(ctx, q, a)
	switch {
	case err != nil:
		return fmt.Errorf("read the standing of the applicant: %w", err)
	case f.FilledBy(standing) && !f.SentBy(standing):
		return ErrStandingYet
	case !f.SentBy(standing):
		return ErrStanding
	}
	return s.leveled(ctx, q, f, a)
}

// leveled refuses a person whose account is not of the level that the service takes. It is asked at the moment: a level can be lost.
func (s *Service) leveled(ctx context.Context, q sqldb.Querier, f *form.Service, a Applicant) error {
	if !a.own() {
		return nil
	}
	level, err := s.applicants.Level(ctx, q, a.Person)
	if err != nil {
		return fmt.Errorf("read the level of the account: %w", err)
	}
	return levelFault(f, level)
}

// levelFault is what a person reads whose account is not of the level that a service takes; nil when it is.
func levelFault(f *form.Service, level actor.Level) error {
	switch {
	case level >= f.Level:
		return nil
	case f.Level >= actor.Full:
		return ErrLevelFull
	}
	return ErrLevelStandard
}

// signedOf reports whether an application takes a qualified signature.
func (s *Service) signedOf(ctx context.Context, q sqldb.Querier, f *form.Service, a Applicant) (bool, error) {
	if !f.Signature {
		return false, nil
	}
	standing, err := s.applicants.Standing(ctx, q, a)
	if err != nil {
		return false, fmt.Errorf("read the standing of the applicant: %w", err)
	}
	return f.SignedBy(standing), nil
}

// seen leaves of some services those that the person of the request may see. Whoever works for the foundation sees all.
func (s *Service) seen(ctx context.Context, q sqldb.Querier, list []*form.Service) (shown []*form.Service, err error) {
	who := actor.From(ctx)
	standings := []form.Standing{form.Guest}
	if !who.Guest() {
		standings = []form.Standing{form.Visitor}
	}
	hidden := slices.ContainsFunc(list, func(f *form.Service) bool { return !f.SeenBy(standings...) })
	if hidden && !who.Guest() {
		more, err := s.applicants.Standings(ctx, q, who.Person)
		if err != nil {
			return nil, fmt.Errorf("read what the person is to the cluster: %w", err)
		}
		standings = append(standings, more...)
	}
	for _, f := range list {
		if f.SeenBy(standings...) || who.Has(actor.Roles()...) {
			shown = append(shown, f)
		}
	}
	return shown, nil
}

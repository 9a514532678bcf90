package legal

import (
	"context"
	"errors"
	"fmt"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Refusals.
var (
	ErrNoEdition = fault.New(fault.NotFound, i18n.M(
		"Такой редакции этого документа нет. Откройте действующую и выберите редакцию в конце страницы.",
		"This document has no such edition. Open the one in force and choose an edition at the end of the page."))
	ErrChanged = fault.New(fault.Conflict, i18n.M(
		"Пока вы работали над текстом, кто-то опубликовал другую редакцию. Ваш текст остался в форме: посмотрите, чем он отличается от неё, и опубликуйте снова.",
		"While you were working, somebody published another edition. Your text is still in the form: see how it differs and publish again."))
	ErrSame = fault.New(fault.Invalid, i18n.M(
		"Эта редакция ничем не отличается от предыдущей. Измените текст и опубликуйте снова.",
		"This edition does not differ from the one before. Change the text and publish again."))
)

// Service holds the use cases.
type Service struct {
	db     *sqldb.DB
	clock  clock.Clock
	site   *web.Site
	config Config
}

// Prepare writes edition 1 of each document that has none. It runs at each start: from then on the text to which people
// agree stays what it was, whatever text a newer version of the program brings.
func (s *Service) Prepare(ctx context.Context) error {
	err := s.db.Update(ctx, func(tx *sqldb.Tx) error {
		for _, k := range Kinds() {
			if err := keepRecord(ctx, tx, firstEdition(k)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("prepare the legal texts: %w", err)
	}
	return nil
}

// Current returns the edition in force now.
func (s *Service) Current(ctx context.Context, q sqldb.Querier, k Kind) (Document, error) {
	r, err := recordInForce(ctx, q, k, s.clock.Now())
	if errors.Is(err, sqldb.ErrNoRows) {
		r, err = firstEdition(k), nil
	}
	if err != nil {
		return Document{}, fmt.Errorf("read the edition of %s in force: %w", k, err)
	}
	return s.document(r), nil
}

// At returns one edition.
func (s *Service) At(ctx context.Context, q sqldb.Querier, k Kind, version int) (Document, error) {
	r, err := s.record(ctx, q, k, version)
	return s.document(r), err
}

func (s *Service) record(ctx context.Context, q sqldb.Querier, k Kind, version int) (record, error) {
	r, err := recordAt(ctx, q, k, version)
	switch {
	case errors.Is(err, sqldb.ErrNoRows) && version == 1:
		return firstEdition(k), nil
	case errors.Is(err, sqldb.ErrNoRows):
		return record{}, ErrNoEdition
	case err != nil:
		return record{}, fmt.Errorf("read edition %d of %s: %w", version, k, err)
	}
	return r, nil
}

// Editions lists the editions of a document, the latest first.
func (s *Service) Editions(ctx context.Context, q sqldb.Querier, k Kind) ([]Edition, error) {
	list, err := editionsOf(ctx, q, k)
	if err != nil {
		return nil, fmt.Errorf("list the editions of %s: %w", k, err)
	}
	if len(list) == 0 {
		list = []Edition{firstEdition(k).edition()}
	}
	return list, nil
}

// document fills the placeholders in.
func (s *Service) document(r record) Document {
	values := placeholders(s.site, s.config)
	return Document{
		Edition: r.edition(),
		Text: i18n.M(
			fill(r.draft.TextRu, i18n.Russian, values),
			fill(r.draft.TextEn, i18n.English, values)),
		URL:  r.kind.EditionPath(r.version),
		base: s.site.BaseURL,
	}
}

// mayWrite admits those who answer for what the site says.
func mayWrite(a actor.Actor) error {
	if !a.Has(actor.Owner, actor.Operator) {
		return actor.ErrRole
	}
	return nil
}

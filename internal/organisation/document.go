package organisation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
)

// ErrNoPaper says that there is no such signed document in the cabinet, or that it is not for the person.
var ErrNoPaper = fault.New(fault.NotFound, i18n.M(
	"Такого документа в кабинете нет, или он вам не показан. Назначение доверенного лица видят те, кто подписывает, и само это лицо; подпись входа — только тот, кто её поставил.",
	"There is no such document here, or it is not shown to you. An appointment is seen by those who sign and by the person appointed; a signed sign-in only by whoever signed it."))

// PaperLine is a signed document of a cabinet, as the list has it.
type PaperLine struct {
	ID     string // of the signature
	Grant  *Grant // what it grants; nil for the sign-in that opened the cabinet
	Signer actor.PersonID
	At     time.Time
	Open   bool // the person may open it
}

// Papers lists the signed documents of a cabinet, the latest first.
func (in Inside) Papers(a actor.Actor) []PaperLine {
	list := make([]PaperLine, 0, len(in.Grants)+1)
	for i := range in.Grants {
		g := &in.Grants[i]
		list = append(list, PaperLine{ID: g.Signature, Grant: g, Signer: g.By, At: g.Granted, Open: seesGrant(a, *g)})
	}
	c := in.Cabinet
	// A grant by the link of an employee opens the cabinet as well: that is one document.
	if !slices.ContainsFunc(list, func(l PaperLine) bool { return l.ID == c.Signature }) {
		list = append(list, PaperLine{ID: c.Signature, Signer: c.OpenedBy, At: c.Opened, Open: c.OpenedBy == a.Person})
	}
	slices.SortStableFunc(list, func(a, b PaperLine) int { return b.At.Compare(a.At) })
	return list
}

// seesGrant reports whether a person may open the document of a grant, in which the СНИЛС of the trusted person stands.
func seesGrant(a actor.Actor, g Grant) bool {
	return a.Can(actor.Sign) || a.Can(actor.View) && g.Person == a.Person
}

// SignedPaper is a signed document with its line of the list.
type SignedPaper struct {
	Line PaperLine
	Kept
}

// SignedPaper returns a signed document of the cabinet for which the person acts.
func (s *Service) SignedPaper(ctx context.Context, in Inside, id string) (SignedPaper, error) {
	lines := in.Papers(actor.From(ctx))
	i := slices.IndexFunc(lines, func(l PaperLine) bool { return l.ID == id && l.Open })
	if i < 0 {
		return SignedPaper{}, ErrNoPaper
	}
	kept, err := s.signatures.Kept(ctx, id)
	if err != nil && !errors.Is(err, ErrNoPaper) {
		err = fmt.Errorf("read a signed document: %w", err)
	}
	return SignedPaper{lines[i], kept}, err
}

// peopleEver lists whoever has signed or been trusted in a cabinet.
func (s *Service) peopleEver(ctx context.Context, q sqldb.Querier, in Inside) (map[actor.PersonID]string, error) {
	ids, err := peopleEver(ctx, q, in.Cabinet.ID)
	if err != nil {
		return nil, fmt.Errorf("list who acted: %w", err)
	}
	names := map[actor.PersonID]string{}
	for _, p := range ids {
		human, err := s.people.Human(ctx, q, p)
		if err != nil {
			return nil, err
		}
		names[p] = human.Name
	}
	return names, nil
}

package organisation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/limit"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/ruid"
)

// LinkLife is how long the head may answer an employee's link.
const LinkLife = 14 * 24 * time.Hour

var (
	linkByPerson  = limit.Rule{Name: "organisation.link", Burst: 10, Per: 24 * time.Hour}
	linkByAddress = limit.Rule{Name: "organisation.link.address", Burst: 3, Per: 24 * time.Hour}
)

// Link is «Ссылка руководителю»: an employee without a signature asks the head to open the cabinet and to appoint them.
type Link struct {
	ID      string
	Person  actor.PersonID
	Name    string
	INN     ruid.INN
	Title   string // of the organisation, by the register
	Role    Role
	Months  int
	Created time.Time
	Expires time.Time
	Used    time.Time
}

// Refusals of links.
var (
	ErrNoLink = fault.New(fault.NotFound, i18n.M(
		"Ссылка не действует: прошло 14 дней, ею уже воспользовались или она скопирована не целиком. Попросите сотрудника прислать новую.",
		"The link does not work: 14 days have passed, it was used, or it was not copied whole. Ask the employee for a new one."))
	ErrOwnLink = fault.New(fault.Forbidden, i18n.M(
		"Это ваша собственная ссылка. Отправьте её руководителю: назначить самого себя нельзя.",
		"This is your own link. Send it to the head: nobody appoints themselves."))
	ErrLinkNeedsStandard = fault.New(fault.Forbidden, i18n.M(
		"Доверенным лицом можно стать со стандартной учётной записью. Сначала подтвердите СНИЛС в профиле.",
		"It takes an account of standard level to be a trusted person. Confirm your SNILS in your profile first."))
	ErrNoSuchINN = fault.New(fault.NotFound, i18n.M(
		"В реестре нет действующей организации или предпринимателя с таким ИНН. Проверьте цифры.",
		"The register has no living organisation or sole proprietor with this INN. Check the digits."))
	errLinkTerm = fault.New(fault.Invalid, i18n.M("Выберите срок из списка.", "Choose a term from the list."))
)

// linkMonths are the terms that an employee may ask for.
func linkMonths() []int { return []int{3, 6, 12, 36} }

// Found is what the register says of an ИНН, for those who prepare something.
type Found struct {
	OGRN, INN, Name string
	Known           Known
}

// Look finds the living organisation or proprietor with an ИНН, or [ErrNoSuchINN].
func (s *Service) Look(ctx context.Context, n ruid.INN) (Found, error) {
	list, err := s.registers.ByINN(ctx, string(n))
	if err != nil && !errors.Is(err, ErrUnknownSubject) {
		return Found{}, fmt.Errorf("ask the register: %w", err)
	}
	for _, k := range list {
		if !k.Record.HasCeased() {
			return Found{k.Record.OGRN, k.Record.INN, k.Record.Title(), k}, nil
		}
	}
	return Found{}, ErrNoSuchINN
}

// AskHead makes a link for the head of an organisation, and sends it when an address is given.
func (s *Service) AskHead(ctx context.Context, n ruid.INN, role Role, months int, email string) (secret id.Secret, err error) {
	who := actor.From(ctx).Person
	charges := []limit.Charge{{Rule: linkByPerson, Key: string(who)}}
	if email != "" {
		charges = append(charges, limit.Charge{Rule: linkByAddress, Key: email})
	}
	if err := s.limits.Allow(ctx, charges...); err != nil {
		return "", err
	}
	if !validMonths(months) || role != Full && role != Standard {
		return "", errLinkTerm
	}
	found, err := s.Look(ctx, n)
	if err != nil {
		return "", err
	}
	secret = id.NewSecret()
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		human, err := s.people.Human(ctx, tx, who)
		if err != nil {
			return err
		}
		if human.Level < actor.Standard || !human.Known {
			return ErrLinkNeedsStandard
		}
		now := s.clock.Now()
		l := Link{ID: id.New(), Person: who, Name: human.Name, INN: n, Title: found.Name, Role: role, Months: months, Created: now, Expires: now.Add(LinkLife)}
		if err := insertLink(ctx, tx, l, secret.Hash(), s.mac(human.SNILS), snilsEnd(human.SNILS)); err != nil {
			return fmt.Errorf("store the link: %w", err)
		}
		if email != "" {
			if err := s.letters.Mail(ctx, tx, email, i18n.Russian, topic, letterAsked(s.baseURL, linkPath(secret), l), letterLife); err != nil {
				return err
			}
		}
		return s.record(ctx, tx, who, "organisation.link_made", "", l.ID)
	})
	if err != nil {
		return "", fmt.Errorf("ask the head: %w", err)
	}
	return secret, nil
}

func linkPath(secret id.Secret) string { return "/organisations/link/" + string(secret) }

func validMonths(m int) bool {
	for _, n := range linkMonths() {
		if n == m {
			return true
		}
	}
	return false
}

// Linked returns the wish behind a link.
func (s *Service) Linked(ctx context.Context, secret id.Secret) (l Link, err error) {
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		l, err = s.livingLink(ctx, q, secret)
		return err
	})
	return l, err
}

func (s *Service) livingLink(ctx context.Context, q sqldb.Querier, secret id.Secret) (Link, error) {
	l, err := linkBySecret(ctx, q, secret.Hash())
	switch {
	case errors.Is(err, sqldb.ErrNoRows):
		return Link{}, ErrNoLink
	case err != nil:
		return Link{}, fmt.Errorf("read the link: %w", err)
	case !l.Used.IsZero(), !s.clock.Now().Before(l.Expires):
		return Link{}, ErrNoLink
	}
	return l, nil
}

// FollowLink writes the document that the head signs: its signature opens the cabinet and appoints the employee at once.
func (s *Service) FollowLink(ctx context.Context, secret id.Secret) (address string, err error) {
	who := actor.From(ctx).Person
	if err := s.limits.Allow(ctx, limit.Charge{Rule: inviteByPerson, Key: string(who)}); err != nil {
		return "", err
	}
	var (
		l                Link
		signer, employee Human
	)
	err = s.db.View(ctx, func(q sqldb.Querier) error {
		if l, err = s.livingLink(ctx, q, secret); err != nil {
			return err
		}
		if signer, err = s.people.Human(ctx, q, who); err != nil {
			return err
		}
		employee, err = s.people.Human(ctx, q, l.Person)
		return err
	})
	switch {
	case err != nil:
		return "", fmt.Errorf("follow the link of an employee: %w", err)
	case l.Person == who:
		return "", ErrOwnLink
	case employee.Locked || !employee.Known:
		return "", ErrNoLink
	}
	until := s.clock.Now().AddDate(0, l.Months, 0)
	w, document, err := s.draw(ctx, Cabinet{INN: string(l.INN), Name: l.Title}, signer, Trust{employee.SNILS, l.Name, l.Role, until}, wish{link: l.ID})
	if err != nil {
		return "", err
	}
	err = s.db.Update(ctx, func(tx *sqldb.Tx) error {
		if _, err := s.livingLink(ctx, tx, secret); err != nil {
			return err
		}
		address, err = s.ask(ctx, tx, w, document)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("follow the link of an employee: %w", err)
	}
	return address, nil
}

package staff

import (
	"context"
	"fmt"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
)

// letters sends messages by jobs of the transaction: package notification.
type letters interface {
	// Mail queues a letter; after life it is worth nothing and is not sent any more.
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
}

const (
	topic = "staff.role"

	// letterLife is how long a letter is worth sending. That of an invitation may leave late: its link lives longer.
	letterLife = 72 * time.Hour
)

func (s *Service) mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, m letter.Letter) error {
	if err := s.letters.Mail(ctx, tx, to, l, topic, m, letterLife); err != nil {
		return fmt.Errorf("queue a letter: %w", err)
	}
	return nil
}

// tell writes to the person whose role has changed and to the owners who had no part in it.
func (s *Service) tell(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal, m func(base string, to Human, role actor.Role) letter.Letter) error {
	human, err := s.people.Human(ctx, tx, p.Person)
	if fault.KindOf(err) == fault.NotFound { // the account is gone, and its role goes after it
		return s.tellOwners(ctx, tx, roster, p)
	}
	if err != nil {
		return fmt.Errorf("read whose role changes: %w", err)
	}
	if err := s.mail(ctx, tx, human.Email, human.Lang, m(s.site(human.Lang), human, p.Role)); err != nil {
		return err
	}
	return s.tellOwners(ctx, tx, roster, p)
}

// tellOwners writes to the owners who had no part in a change: a role that appears unnoticed is how a foundation is
// taken over.
func (s *Service) tellOwners(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal) error {
	return s.eachOwner(ctx, tx, roster, func(o actor.PersonID) bool {
		return o != p.By && o != p.Decider && o != p.Person
	}, func(to Human) letter.Letter { return letterChanged(s.site(to.Lang), to, p) })
}

// askOwners writes to the owners who may decide on a proposal.
func (s *Service) askOwners(ctx context.Context, tx *sqldb.Tx, roster Roster, p Proposal) error {
	return s.eachOwner(ctx, tx, roster, func(o actor.PersonID) bool {
		return roster.MayDecide(p, o) == nil
	}, func(to Human) letter.Letter { return letterProposal(s.site(to.Lang), to, p) })
}

func (s *Service) eachOwner(ctx context.Context, tx *sqldb.Tx, roster Roster, which func(actor.PersonID) bool, m func(Human) letter.Letter) error {
	for _, o := range roster.Owners() {
		if !which(o) {
			continue
		}
		human, err := s.people.Human(ctx, tx, o)
		if fault.KindOf(err) == fault.NotFound {
			continue
		}
		if err != nil {
			return fmt.Errorf("read an owner: %w", err)
		}
		if err := s.mail(ctx, tx, human.Email, human.Lang, m(human)); err != nil {
			return err
		}
	}
	return nil
}

var (
	hello = i18n.M("Здравствуйте!", "Hello!")

	whyInvited = i18n.M("Вы получили это письмо, потому что владелец установки указал этот адрес, приглашая вас к работе.",
		"You received this letter because an owner of the installation gave this address to invite you to work.")
	whyStaff = i18n.M("Вы получили это письмо, потому что изменилась ваша роль в работе фонда.",
		"You received this letter because your role in the work of the foundation has changed.")
	whyOwner = i18n.M("Вы получили это письмо, потому что вы владелец установки.",
		"You received this letter because you are an owner of the installation.")
)

func greeting(to Human) i18n.Text {
	return i18n.F("Здравствуйте, %s!", "Hello, %s!").With(to.Greeting)
}

func letterInvitation(role actor.Role, link string, until time.Time) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Приглашение к работе на платформе", "An invitation to work on the platform"),
		Greeting: hello,
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Вас приглашают на роль «%s». %s", "You are invited to the role “%s”. %s").With(roleName[role], roleDuty[role])),
			letter.Facts{{Name: i18n.M("Действует до", "Works until"), Value: i18n.F("%s (по московскому времени)", "%s (Moscow time)").With(i18n.Moment(until))}},
			letter.Paragraph(i18n.M("Откройте приглашение, войдите в учётную запись с этим адресом почты или заведите её, и примите приглашение на странице.",
				"Open the invitation, sign in to the account of this email or make one, and accept the invitation on the page.")),
			letter.Button{Label: i18n.M("Открыть приглашение", "Open the invitation"), URL: link},
			letter.Note(i18n.M("Если вы не ждали приглашения, ничего не делайте. Ссылка работает только для владельца этого адреса, пересылать её бесполезно.",
				"If you did not expect an invitation, do nothing. The link works only for the owner of this address; forwarding it is of no use.")),
		},
		Why: whyInvited,
	}
}

func letterGiven(base string, to Human, role actor.Role) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Вам назначена роль", "You have a new role"),
		Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Теперь у вас есть роль «%s». %s", "You now have the role “%s”. %s").With(roleName[role], roleDuty[role])),
			letter.Button{Label: i18n.M("Открыть раздел «Управление»", "Open the administration"), URL: base + "/admin"},
			letter.Note(i18n.M("Если вы об этом не договаривались, сообщите владельцу установки.",
				"If you did not agree to this, tell an owner of the installation.")),
		},
		Why: whyStaff,
	}
}

func letterEnded(_ string, to Human, role actor.Role) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Роль снята", "Your role has ended"),
		Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.F("Роль «%s» с вас снята. Ваша учётная запись и личный кабинет остаются.",
				"Your role “%s” has ended. You keep your account.").With(roleName[role])),
		},
		Why: whyStaff,
	}
}

func letterProposal(base string, to Human, p Proposal) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("Нужно ваше решение о роли", "A change of roles waits for you"),
		Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Другой владелец установки предложил изменение. Оно начнёт действовать, только если вы его подтвердите.",
				"Another owner of the installation proposed a change. It takes effect only if you confirm it.")),
			letter.Facts{
				{Name: i18n.M("Изменение", "Change"), Value: actName[p.Act]},
				{Name: labelRole, Value: roleName[p.Role]},
			},
			letter.Button{Label: i18n.M("Посмотреть и решить", "Look and decide"), URL: base + "/admin/roles"},
		},
		Why: whyOwner,
	}
}

func letterChanged(base string, to Human, p Proposal) letter.Letter {
	intro := i18n.M("В установке изменились роли. Вы в этом не участвовали, поэтому сообщаем.",
		"Roles of the installation have changed. You had no part in it, so we tell you.")
	if p.By == Console {
		intro = i18n.M("Изменение сделано из командной строки сервера, без второго владельца. Если вы о нём не знаете, спросите администратора сервера.",
			"The change was made at the command line of the server, without a second owner. If you do not know of it, ask whoever runs the server.")
	}
	return letter.Letter{
		Subject:  i18n.M("Изменились роли в установке", "Roles of the installation changed"),
		Greeting: greeting(to),
		Body: []letter.Block{
			letter.Paragraph(intro),
			letter.Facts{
				{Name: i18n.M("Изменение", "Change"), Value: actName[p.Act]},
				{Name: labelRole, Value: roleName[p.Role]},
			},
			letter.Button{Label: i18n.M("Посмотреть роли", "Look at the roles"), URL: base + "/admin/roles"},
		},
		Why: whyOwner,
	}
}

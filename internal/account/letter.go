package account

import (
	"context"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web/letter"
	"github.com/klaster-platform/klaster/ruid"
)

// letters sends messages by jobs of the transaction: package notification.
type letters interface {
	// Mail queues a letter; after life it is worth nothing and is not sent any more.
	Mail(ctx context.Context, tx *sqldb.Tx, to string, l i18n.Lang, topic string, m letter.Letter, life time.Duration) error
	// SMS queues a short message.
	SMS(ctx context.Context, tx *sqldb.Tx, to ruid.Phone, l i18n.Lang, topic string, text i18n.Text, life time.Duration) error
}

const (
	topicRegistration = "account.registration"
	topicRecovery     = "account.recovery"

	// letterLife is how long a letter without a code is worth sending.
	letterLife = 72 * time.Hour
)

var (
	smsCode = i18n.F("Код для регистрации: %s. Никому его не сообщайте.", "Your registration code: %s. Tell it to nobody.")

	whyRegistration = i18n.M("Вы получили это письмо, потому что этот адрес указали при регистрации.",
		"You received this letter because this address was given at a registration.")
	whyAccount = i18n.M("Вы получили это письмо, потому что на этот адрес заведена учётная запись.",
		"You received this letter because an account is kept on this address.")
	hello = i18n.M("Здравствуйте!", "Hello!")
)

func greeting(p Person) i18n.Text {
	return i18n.F("Здравствуйте, %s!", "Hello, %s!").With(p.Name.Addressed())
}

// button leads to a path of this site; base has the language of the letter in it.
func button(label i18n.Text, base, path string) letter.Button {
	return letter.Button{Label: label, URL: base + path}
}

func letterEmailCode(base, code string, link id.Secret) letter.Letter {
	return letter.Letter{
		Subject:  i18n.F("%s — код для регистрации", "%s is your registration code").With(code),
		Greeting: hello,
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Введите этот код на странице регистрации, чтобы подтвердить адрес:",
				"Enter this code on the registration page to confirm the address:")),
			letter.Code(code),
			letter.Paragraph(i18n.M("Код действует 10 минут. Можно и по-другому: откройте страницу по кнопке и подтвердите адрес на ней.",
				"The code works for 10 minutes. There is another way: open the page by the button and confirm the address there.")),
			button(i18n.M("Открыть страницу подтверждения", "Open the confirmation page"), base, "/register/link/"+string(link)),
			letter.Note(i18n.M("Если вы не регистрировались, ничего не делайте: без кода учётная запись не появится.",
				"If you did not register, do nothing: without the code there will be no account.")),
		},
		Why: whyRegistration,
	}
}

func letterAlreadyRegistered(base string) letter.Letter {
	return letter.Letter{
		Subject:  i18n.M("У вас уже есть учётная запись", "You have an account already"),
		Greeting: hello,
		Body: []letter.Block{
			letter.Paragraph(i18n.M("Кто-то — возможно, вы — начал регистрацию с этим адресом. Но учётная запись на него уже есть, вторая не нужна.",
				"Someone, maybe you, began to register with this address. It has an account already; a second one is not needed.")),
			letter.Paragraph(i18n.M("Войдите с этим адресом. Если забыли пароль, задайте новый по ссылке «Забыли пароль?» на странице входа.",
				"Sign in with this address. If you forgot the password, set a new one by “Forgot the password?” on the sign-in page.")),
			button(i18n.M("Войти", "Sign in"), base, "/login"),
			letter.Note(i18n.M("Если это были не вы, ничего не делайте: ваши данные никто не видел и не изменил.",
				"If it was not you, do nothing: nobody has seen or changed your data.")),
		},
		Why: whyAccount,
	}
}

func letterRegistered(base string, p Person, given []Consent, agreements []Agreement) letter.Letter {
	body := []letter.Block{
		letter.Paragraph(i18n.M("Учётная запись создана. Входите по адресу почты или по подтверждённому номеру телефона.",
			"Your account is ready. Sign in with your email or with the confirmed phone number.")),
		letter.Facts{
			{Name: i18n.M("Имя", "Name"), Value: i18n.Same(p.Name.Full())},
			{Name: i18n.M("Почта", "Email"), Value: i18n.Same(string(p.Email))},
		},
		letter.Paragraph(i18n.M("Дальше можно подтвердить личность, чтобы открылись все услуги, и добавить кабинет организации.",
			"Next you can confirm who you are, which opens all services, and add an organisation account.")),
		button(i18n.M("Открыть личный кабинет", "Open your account"), base, "/desk"),
	}
	for _, c := range given {
		for _, a := range agreements {
			if a.Document == c.Document && a.Version == c.Version {
				body = append(body, copyOf(a, c)...)
			}
		}
	}
	return letter.Letter{
		Subject:  i18n.M("Учётная запись создана", "Your account is ready"),
		Greeting: greeting(p),
		Body:     body,
		Why:      whyAccount,
	}
}

// copyOf is the document to which the person agreed, whole, as 152-ФЗ lets them have it.
func copyOf(a Agreement, c Consent) []letter.Block {
	blocks := []letter.Block{letter.Note(i18n.F("%s. Редакция № %s, вы согласились %s. Ниже — полный текст.",
		"%s. Edition %s, to which you agreed on %s. The whole text follows.").With(a.Title, a.Version, i18n.Moment(c.GivenAt)))}
	for _, paragraph := range a.Paragraphs {
		blocks = append(blocks, letter.Paragraph(paragraph))
	}
	return blocks
}

package notification

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titleQueue = i18n.M("Письма и сообщения", "Letters and messages")
	leadQueue  = i18n.M("Что отправлено, что ждёт и что не ушло. Адреса скрыты, содержание не хранится.",
		"What was sent, what waits and what failed. Addresses are masked, contents are not kept.")
	titleCaught = i18n.M("Почта учебной установки", "Mail of the trial installation")
	leadCaught  = i18n.M("Письма и сообщения учебной установки никуда не уходят. Они собраны здесь.",
		"Letters and messages of a trial installation go nowhere. They are collected here.")
	titleSMS      = i18n.M("Сообщение на телефон", "Text message")
	columnTo      = i18n.M("Кому", "To")
	columnSubject = i18n.M("Тема", "Subject")
	columnTopic   = i18n.M("Повод", "Matter")
	columnState   = i18n.M("Состояние", "Status")
	columnTries   = i18n.M("Попыток", "Tries")
	columnFailure = i18n.M("Почему не ушло", "Why it failed")
	columnAt      = i18n.M("Когда", "When")
	emptyQueue    = i18n.M("Сообщений нет.", "There are no messages.")
	emptyCaught   = i18n.M("Писем пока нет. Зарегистрируйтесь или восстановите пароль — письмо появится здесь.",
		"There are no letters yet. Register or recover a password, and the letter will appear here.")
	tabAll     = i18n.M("Все", "All")
	tabsLabel  = i18n.M("Состояние сообщений", "State of the messages")
	linkOlder  = i18n.M("Более ранние", "Earlier")
	titlePlain = i18n.M("Простым текстом", "As plain text")
	linkHTML   = i18n.M("Показать, как видит получатель", "Show it as the recipient sees it")
	linkOpen   = i18n.M("Ссылка из письма", "The link of the letter")
)

var stateName = map[State]i18n.Text{
	Waiting: i18n.M("Ждёт отправки", "Waiting"),
	Sent:    i18n.M("Отправлено", "Sent"),
	Failed:  i18n.M("Не ушло", "Failed"),
	Expired: i18n.M("Устарело", "Expired"),
}

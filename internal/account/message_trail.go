package account

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// The journal of the person.
var (
	titleTrail = i18n.M("Журнал", "Activity log")
	leadTrail  = i18n.M("Всё, что происходило с вашей учётной записью. Записи нельзя ни изменить, ни удалить. Если что-то сделали не вы, смените пароль и напишите в поддержку.", "Everything that has happened to your account. Entries cannot be changed or deleted. If something was not you, change your password and contact support.")
	tabsTrail  = i18n.M("Какие записи показать", "Which entries to show")
	columnAt   = i18n.M("Когда", "When")
	columnDeed = i18n.M("Что произошло", "What happened")
	columnWho  = i18n.M("Кто", "Who")
	columnCode = i18n.M("Код", "Code")
	columnLook = i18n.M("Что смотрели и зачем", "What they looked at, and why")
	emptyTrail = i18n.M("Записей нет.", "There are no entries.")
	emptyLooks = i18n.M("Никто из сотрудников ваши данные не смотрел.", "No member of staff has looked at your details.")
	linkOlder  = i18n.M("Более ранние", "Earlier")
	trailFiles = i18n.M("Выгрузить", "Download")
	linkCSV    = i18n.M("Таблица CSV", "CSV table")
	linkJSON   = i18n.M("Файл JSON", "JSON file")

	tabAll     = i18n.M("Все записи", "All entries")
	tabLooks   = i18n.M("Кто смотрел данные", "Who looked at your details")
	tabOfTopic = map[audit.Topic]i18n.Text{
		audit.AboutEntry:  i18n.M("Входы и сеансы", "Sign-ins and sessions"),
		audit.AboutSafety: i18n.M("Пароль и контакты", "Password and contacts"),
		audit.AboutData:   i18n.M("Данные", "Data"),
	}

	whoYou      = i18n.M("Вы", "You")
	whoStaff    = i18n.M("Сотрудник фонда", "A member of staff")
	whoSystem   = i18n.M("Программа", "The system")
	whoConsole  = i18n.M("Администратор сервера", "The server administrator")
	whoGuest    = i18n.M("Кто-то без входа", "Someone not signed in")
	deedUnknown = i18n.F("Действие %s", "The action %s")
)

// trailTopics are the topics in the order of their tabs.
func trailTopics() []audit.Topic {
	return []audit.Topic{audit.AboutEntry, audit.AboutSafety, audit.AboutData}
}

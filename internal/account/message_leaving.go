package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// The copy of one's data and the deletion.
var (
	titleLeaving    = i18n.M("Копия и удаление", "Download or delete")
	titleCopy       = i18n.M("Копия ваших данных", "Copy of your data")
	leadCopy        = i18n.M("Мы соберём всё, что хранится о вас: личные данные, контакты, документы вместе с файлами, согласия, сеансы, журнал, письма, просмотры сотрудников. Когда копия будет готова, придёт письмо. Скачать её можно в течение 7 дней.", "We collect everything we store about you: personal details, contacts, documents with their files, consents, sessions, your activity log, messages and who looked at your details. We will email you when the copy is ready. You can download it for 7 days.")
	buttonAskCopy   = i18n.M("Запросить копию", "Request a copy")
	columnAsked     = i18n.M("Запрошена", "Requested")
	columnUntil     = i18n.M("Можно скачать до", "Available until")
	columnCopyState = i18n.M("Состояние", "Status")
	copyWaiting     = i18n.M("Готовится", "Being prepared")
	copyReady       = i18n.M("Готова", "Ready")
	copyTaken       = i18n.M("Скачана", "Downloaded")
	buttonFetch     = i18n.M("Скачать", "Download")
	copiesTitle     = i18n.M("Запрошенные копии", "Requested copies")
	copyReadme      = i18n.F("Копия данных, составленная %s (по московскому времени).\n\nКаждый файл — одна часть того, что хранится. Пустой список значит, что в этой части ничего нет.\nПароль, коды и ссылки не хранятся в читаемом виде, поэтому их здесь нет. Файлы документов лежат в папке %s; чего прочитать не удалось, перечислено в файле %s.",
		"A copy of data made on %s (Moscow time).\n\nEach file is one part of what is stored. An empty list means that there is nothing in that part.\nThe password, codes and links are not kept in a readable form, so they are not here. The files of documents are in the folder %s; what could not be read is listed in the file %s.")
	copyReadmeLost = i18n.M("Эти файлы хранятся, но прочитать их не удалось. Напишите в поддержку, и мы попробуем их вернуть:",
		"These files are stored, but could not be read. Contact support, and we will try to bring them back:")
	copyFiles = i18n.F("В копию войдут файлы документов: %s, всего %s.", "The copy will include the files of your documents: %s, %s in total.")

	titleDeletion  = i18n.M("Удаление учётной записи", "Delete your account")
	leadDelete     = i18n.F("Учётная запись удаляется через %s после запроса. До этого дня её можно вернуть, потом — нельзя.", "Your account is deleted %s after you ask. You can change your mind until then, but not afterwards.")
	buttonDeletion = i18n.M("Удалить учётную запись", "Delete account")
	deleteGoes     = i18n.M("Удалим:", "We delete:")
	deleteGoes1    = i18n.M("имя, СНИЛС, контакты, документы;", "your name, SNILS, contacts and documents;")
	deleteGoes2    = i18n.M("пароль, ключи доступа, коды и сеансы;", "your password, passkeys, codes and sessions;")
	deleteGoes3    = i18n.M("письма и сообщения, которые вам отправлены.", "messages that were sent to you.")
	deleteStays    = i18n.M("Останется, потому что так требует закон:", "We keep, because the law requires it:")
	deleteStays1   = i18n.M("журнал: номер учётной записи, действие и время, без имени и контактов;", "the log: account number, action and time, without your name and contacts;")
	deleteStays2   = i18n.M("кто из сотрудников смотрел данные и когда;", "who of our staff looked at your details, and when;")
	deleteStays3   = i18n.M("три года — с какими документами и когда вы согласились;", "for three years, what you agreed to and when;")
	deleteStays4   = i18n.M("подписанные документы и решения по ним — столько, сколько велит закон.", "signed documents and decisions on them, for as long as the law requires.")
	labelSure      = i18n.M("Понимаю: вернуть учётную запись после удаления нельзя", "I understand that a deleted account cannot be restored")
	errSure        = i18n.M("Отметьте, что понимаете последствия.", "Tick the box to show that you understand.")
	titleWaiting   = i18n.M("Учётная запись будет удалена", "Your account will be deleted")
	textWaiting    = i18n.F("Это произойдёт %s по московскому времени. Если передумали или просили не вы, отмените удаление.", "This will happen on %s, Moscow time. If you have changed your mind, or if it was not you, cancel the deletion.")
	buttonStay     = i18n.M("Отменить удаление", "Cancel the deletion")
	linkLeave      = i18n.M("Удалить учётную запись", "Delete account")
)

// leavingDone are the notices after a POST, by the code in the address.
var leavingDone = map[string]i18n.Text{
	"copy":  i18n.M("Копия готовится. Когда она будет готова, придёт письмо.", "We are preparing the copy and will email you when it is ready."),
	"leave": i18n.M("Удаление запрошено. Мы написали вам, как его отменить.", "Deletion requested. We have emailed you how to cancel it."),
	"stay":  i18n.M("Удаление отменено, учётная запись остаётся.", "The deletion is cancelled. Your account stays."),
}

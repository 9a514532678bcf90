package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// The copy of one's data and the deletion.
var (
	titleLeaving    = i18n.M("Копия и удаление", "Copy and deletion")
	titleCopy       = i18n.M("Копия ваших данных", "A copy of your data")
	leadCopy        = i18n.M("Мы соберём всё, что хранится о вас: личные данные, контакты, документы вместе с файлами, согласия, сеансы, журнал, письма, просмотры сотрудников. Когда копия будет готова, придёт письмо. Скачать её можно в течение 7 дней.", "We gather all that is stored about you: personal data, contacts, documents with their files, consents, sessions, the journal, letters, looks by the staff. When the copy is ready, you will get a letter. You can download it for 7 days.")
	buttonAskCopy   = i18n.M("Запросить копию", "Ask for a copy")
	columnAsked     = i18n.M("Запрошена", "Asked for")
	columnUntil     = i18n.M("Можно скачать до", "To be downloaded until")
	columnCopyState = i18n.M("Состояние", "State")
	copyWaiting     = i18n.M("Готовится", "Being prepared")
	copyReady       = i18n.M("Готова", "Ready")
	copyTaken       = i18n.M("Скачана", "Downloaded")
	buttonFetch     = i18n.M("Скачать", "Download")
	copiesTitle     = i18n.M("Запрошенные копии", "Copies asked for")
	copyReadme      = i18n.F("Копия данных, составленная %s (по московскому времени).\n\nКаждый файл — одна часть того, что хранится. Пустой список значит, что в этой части ничего нет.\nПароль, коды и ссылки не хранятся в читаемом виде, поэтому их здесь нет. Файлы документов лежат в папке %s; чего прочитать не удалось, перечислено в файле %s.",
		"A copy of data made on %s (Moscow time).\n\nEach file is one part of what is stored. An empty list means that there is nothing in that part.\nThe password, codes and links are not kept in a readable form, so they are not here. The files of documents are in the folder %s; what could not be read is listed in the file %s.")
	copyReadmeLost = i18n.M("Эти файлы хранятся, но прочитать их не удалось. Напишите в поддержку, и мы попробуем их вернуть:",
		"These files are stored, but could not be read. Write to the support, and we will try to bring them back:")
	copyFiles = i18n.F("В копию войдут файлы документов: %s, всего %s.", "The copy will have the files of your documents: %s, %s in all.")

	titleDeletion  = i18n.M("Удаление учётной записи", "Deletion of the account")
	leadDelete     = i18n.F("Учётная запись удаляется через %s после запроса. До этого дня её можно вернуть, потом — нельзя.", "The account is deleted %s after you ask for it. Until then you can keep it, afterwards it cannot be brought back.")
	buttonDeletion = i18n.M("Удалить учётную запись", "Delete the account")
	deleteGoes     = i18n.M("Удалим:", "Deleted are:")
	deleteGoes1    = i18n.M("имя, СНИЛС, контакты, документы;", "the name, the СНИЛС, contacts and documents;")
	deleteGoes2    = i18n.M("пароль, ключи доступа, коды и сеансы;", "the password, passkeys, codes and sessions;")
	deleteGoes3    = i18n.M("письма и сообщения, которые вам отправлены.", "letters and messages that were sent to you.")
	deleteStays    = i18n.M("Останется, потому что так требует закон:", "Kept, because the law demands it:")
	deleteStays1   = i18n.M("журнал: номер учётной записи, действие и время, без имени и контактов;", "the journal: the number of the account, the action and the time, without name and contacts;")
	deleteStays2   = i18n.M("кто из сотрудников смотрел данные и когда;", "which of the staff looked at the data, and when;")
	deleteStays3   = i18n.M("три года — с какими документами и когда вы согласились;", "for three years, which documents you agreed to and when;")
	deleteStays4   = i18n.M("подписанные документы и решения по ним — столько, сколько велит закон.", "signed documents and the decisions on them, as long as the law demands.")
	labelSure      = i18n.M("Понимаю: вернуть учётную запись после удаления нельзя", "I understand that the account cannot be brought back after the deletion")
	errSure        = i18n.M("Отметьте, что понимаете последствия.", "Tick that you understand what follows.")
	titleWaiting   = i18n.M("Учётная запись будет удалена", "The account will be deleted")
	textWaiting    = i18n.F("Это произойдёт %s по московскому времени. Если передумали или просили не вы, отмените удаление.", "It will happen on %s, Moscow time. If you have changed your mind or it was not you, call the deletion off.")
	buttonStay     = i18n.M("Отменить удаление", "Call the deletion off")
	linkLeave      = i18n.M("Удалить учётную запись", "Delete the account")
)

// leavingDone are the notices after a POST, by the code in the address.
var leavingDone = map[string]i18n.Text{
	"copy":  i18n.M("Копия готовится. Когда она будет готова, придёт письмо.", "The copy is being prepared. You will get a letter when it is ready."),
	"leave": i18n.M("Удаление запрошено. Мы написали вам, как его отменить.", "The deletion is asked for. We have written to you how to call it off."),
	"stay":  i18n.M("Удаление отменено, учётная запись остаётся.", "The deletion is called off; the account stays."),
}

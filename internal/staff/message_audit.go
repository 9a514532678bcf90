package staff

import (
	"github.com/klaster-platform/klaster/internal/platform/audit"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// The journal.
var (
	leadAudit    = i18n.M("Записи нельзя изменить незаметно: каждая скреплена с предыдущей. Содержания и персональных данных в них нет.", "Entries cannot be changed unseen: each is tied to the one before. They hold no content and no personal data.")
	labelFilters = i18n.M("Отобрать записи", "Filter the entries")
	labelActor   = i18n.M("Кто", "Who")
	hintActor    = i18n.M("Номер учётной записи, console или system.", "The id of an account, console or system.")
	labelSubject = i18n.M("О ком или о чём", "About whom or what")
	hintSubject  = i18n.M("Номер учётной записи, задания, приглашения.", "The id of an account, a job, an invitation.")
	labelAction  = i18n.M("Действие", "Action")
	hintAction   = i18n.M("Целиком или начало с точкой на конце: staff. покажет всё о ролях.", "Whole, or a beginning with a full stop: staff. shows all about roles.")
	errFilter    = i18n.M("Допустимы латинские буквы, цифры, точка, дефис и подчёркивание.", "Latin letters, digits, full stops, hyphens and underscores only.")
	columnNumber = i18n.M("№", "No.")
	columnDid    = i18n.M("Действие", "Action")
	columnAbout  = i18n.M("О ком или о чём", "About")
	columnFrom   = i18n.M("из сети", "from the network")
	textWaiting  = i18n.M("ждёт номера", "no number yet")

	sectionChain = i18n.M("Цела ли цепочка", "Is the chain sound")
	chainText    = i18n.M("Проверка пересчитает записи по порядку и найдёт изменённую, пропавшую или вставленную.", "The check computes the entries anew in their order and finds one that was changed, taken away or put in.")
	chainHead    = i18n.F("Записей: %d. Отметка конца — сохраните её вне этой системы:", "Entries: %d. The mark of the end, to be kept outside of this system:")
	labelMark    = i18n.M("Отметка, сохранённая раньше", "A mark kept earlier")
	hintMark     = i18n.M("Номер, двоеточие и хеш. С ней проверка убедится, что запись под этим номером прежняя, и пойдёт от неё. Без неё — с самого начала. Обе проверки вместе доказывают, что прошлое не переписано.", "The number, a colon and the hash. With it the check makes sure that the entry of this number is as it was, and goes on from there. Without it, it begins at the beginning. Both checks together prove that the past was not rewritten.")
	errMark      = i18n.M("Скопируйте отметку целиком: номер, двоеточие и 64 знака хеша.", "Copy the mark whole: the number, a colon and the 64 characters of the hash.")
	buttonVerify = i18n.M("Проверить цепочку", "Check the chain")

	chainSound     = i18n.M("Цепочка цела", "The chain is sound")
	chainSoundText = i18n.F("Проверено до записи № %d. Отметка: %s", "Checked up to entry no. %d. The mark: %s")
	chainBroken    = i18n.F("Журнал повреждён на записи № %d", "The journal is damaged at entry no. %d")
	chainStopped   = i18n.M("Проверка не успела до конца", "The check did not reach the end")
	chainStoppedTx = i18n.F("Пока всё цело. Продолжите с этой отметки: %s", "So far all is sound. Go on from this mark: %s")
	chainNothing   = i18n.M("Пока всё цело, но за отведённое время не удалось пройти ни одной записи. Повторите, когда сервер менее занят.", "All is sound so far, but no entry could be checked in time. Try again when the server is less busy.")

	sectionExport = i18n.M("Выгрузка", "Export")
	exportText    = i18n.M("Файл CSV с отобранными записями. Выгрузка тоже попадёт в журнал.", "A CSV file of the entries shown. The export itself goes into the journal, too.")
	buttonExport  = i18n.M("Выгрузить CSV", "Export CSV")
)

var damageText = map[audit.Kind]text{
	audit.Changed: i18n.M("Запись не та, какой была, или стоит не на своём месте. Сообщите владельцу установки и сохраните копию базы.", "The entry is not what it was, or stands in another place. Tell an owner of the installation and keep a copy of the database."),
	audit.Missing: i18n.M("Записи с этим номером нет. Сообщите владельцу установки и сохраните копию базы.", "The entry of this number is gone. Tell an owner of the installation and keep a copy of the database."),
	audit.Foreign: i18n.M("Есть запись, которую программа не делала. Сообщите владельцу установки и сохраните копию базы.", "There is an entry that the program did not make. Tell an owner of the installation and keep a copy of the database."),
	audit.Another: i18n.M("Запись с вашей отметки теперь другая: цепочку пересчитали заново. Сообщите владельцу установки и сохраните копию базы.", "The entry of your mark is another one now: the chain was computed anew. Tell an owner of the installation and keep a copy of the database."),
}

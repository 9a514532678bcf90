package organisation

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// Signed documents.
var (
	titleDocuments  = i18n.M("Документы", "Documents")
	leadDocuments   = i18n.M("Всё, что подписано электронной подписью в этом кабинете. Документ скачивается вместе с подписью: её можно проверить в любой программе.", "Everything that was signed electronically in this organisation account. A document is downloaded with its signature, which any program can check.")
	documentColumns = []web.Column{
		{Label: i18n.M("Документ", "Document")},
		{Label: i18n.M("Кто подписал", "Signed by")},
		{Label: i18n.M("Когда", "When")},
		{Label: i18n.M("Что с ним сейчас", "State now")},
	}
	paperOpened    = i18n.M("Открытие кабинета", "Opening of the organisation account")
	paperGrant     = i18n.F("Назначение доверенного лица: %s", "Appointment of a trusted person: %s")
	paperNameless  = i18n.M("Назначение доверенного лица", "Appointment of a trusted person")
	stateOpened    = i18n.M("кабинет открыт", "the account is open")
	stateEndedOn   = i18n.F("%s %s", "%s, %s")
	stateUntil     = i18n.F("%s до %s", "%s until %s")
	sectionText    = i18n.M("Что подписано", "What was signed")
	sectionStamp   = i18n.M("Документ подписан электронной подписью", "The document bears an electronic signature")
	sectionStampIn = i18n.M("Вход подписан электронной подписью", "The sign-in bears an electronic signature")
	textStampIn    = i18n.M("Этим входом открыт кабинет. Файл подписи содержит и текст входа: его можно проверить в любой программе для электронной подписи.", "This sign-in opened the organisation account. The file of the signature has the text inside; any program for electronic signatures can check it.")
	textTrialStamp = i18n.M("Учебная подпись: юридической силы не имеет.", "A trial signature: it has no legal force.")
	textStampNote  = i18n.M("Эта отметка — для чтения и печати. Подлинность доказывает сама подпись: скачайте оба файла и проверьте их в любой программе для электронной подписи.", "This note is for reading and printing. What proves the document is the signature itself: download both files and check them in any program for electronic signatures.")
	keySigner      = i18n.M("Кто подписал", "Signed by")
	keySigned      = i18n.M("Подписано", "Signed")
	buttonDocument = i18n.M("Скачать документ", "Download the document")
	buttonSigFile  = i18n.M("Скачать подпись", "Download the signature")
	textGone       = i18n.M("удалённая учётная запись", "a deleted account")
)

// Figures.
var (
	titleFigures  = i18n.M("Статистика", "Statistics")
	leadFigures   = i18n.M("Что происходило в этом кабинете. Считается по журналу; других организаций здесь нет.", "What happened in this organisation account, counted from the journal. Nothing of other organisations is here.")
	labelPeriod   = i18n.M("За какое время", "Over what time")
	textPeriod    = i18n.F("%s", "%s")
	sectionPeople = i18n.M("Кто действовал", "Who acted")
	sectionDeeds  = i18n.M("Что делали", "What was done")
	peopleColumns = []web.Column{{Label: i18n.M("Кто", "Who")}, {Label: i18n.M("Роль сейчас", "Role now")}, {Label: i18n.M("Действий", "Actions"), Numeric: true}}
	deedColumns   = []web.Column{{Label: i18n.M("Действие", "Action")}, {Label: i18n.M("Сколько раз", "Times"), Numeric: true}}
	noFigures     = i18n.M("За это время ничего не происходило.", "Nothing happened in that time.")
	statEntered   = i18n.M("Выбирали этот профиль", "Times the profile was chosen")
	statSigned    = i18n.M("Подписано документов", "Documents signed")
	statSigners   = i18n.M("Подписывают сейчас", "Sign now")
	statTrusted   = i18n.M("Доверенных лиц сейчас", "Trusted persons now")
	whoSystem     = i18n.M("Сама система: реестр и сроки", "The system itself: register and terms")
	whoFoundation = i18n.M("Сотрудник фонда", "Somebody of the foundation")
	roleNone      = i18n.M("прав нет", "no rights")
	textDays      = func(n int) i18n.Count {
		return i18n.Count{N: int64(n), One: "день", Few: "дня", Many: "дней", Single: "day", Multiple: "days"}
	}
	textNumber     = func(n int) i18n.Text { return i18n.F("%s", "%s").With(i18n.Number(n)) }
	cardDocuments  = i18n.M("Подписанные назначения и открытие кабинета, с файлами подписи.", "Signed appointments and the opening of the account, with the files of signatures.")
	cardStatistics = i18n.M("Кто и сколько действовал в кабинете.", "Who acted here and how much.")
)

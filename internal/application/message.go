package application

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/blob/scan"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

var stateTexts = map[State]i18n.Text{
	Draft:     i18n.M("Черновик", "Draft"),
	Signing:   i18n.M("Ждёт подписи", "Waits to be signed"),
	Review:    i18n.M("На рассмотрении", "Under review"),
	Asked:     i18n.M("Нужен ответ", "An answer is needed"),
	Granted:   i18n.M("Одобрено", "Granted"),
	Refused:   i18n.M("Отказано", "Refused"),
	Withdrawn: i18n.M("Отозвано", "Withdrawn"),
	Dropped:   i18n.M("Удалено", "Deleted"),
}

// Services.
var (
	leadServices  = i18n.M("О чём можно подать заявление на платформе.", "What you can apply for on the platform.")
	noServices    = i18n.M("Сейчас приёма заявлений нет", "No applications are taken now")
	noServicesHow = i18n.M("Услуги появятся здесь, когда фонд откроет приём.", "Services appear here when the foundation opens them.")
	sectionTake   = i18n.M("Коротко", "In short")
	keyTerm       = i18n.M("Срок ответа", "Answer within")
	valueTerm     = i18n.F("%d рабочих дней", "%d working days")
	keySigned     = i18n.M("Подпись", "Signature")
	valueSigned   = i18n.M("Нужна усиленная квалифицированная электронная подпись", "A qualified electronic signature is needed")
	valueUnsigned = i18n.M("Не нужна", "None is needed")
	keyWho        = i18n.M("Кто подаёт", "Who applies")
	keyPrice      = i18n.M("Стоимость", "Price")
	valueFree     = i18n.M("Бесплатно", "Free of charge")
	keyBasis      = i18n.M("Основание", "Basis")
	noteSetting   = i18n.M("Вопросы и сроки этой формы установлены фондом: полного текста акта в системе нет.",
		"The questions and terms of this form are set by the foundation: the full text of the act is not in the system.")
	sectionAsks     = i18n.M("О чём спросим", "What we shall ask")
	sectionWhyNo    = i18n.M("Почему могут отказать", "Grounds of refusal")
	valueSignedOwn  = i18n.M("Нужна ваша усиленная квалифицированная электронная подпись", "Your qualified electronic signature is needed")
	valueSignedSome = i18n.M("Организациям нужна усиленная квалифицированная электронная подпись, людям не нужна", "Organisations need a qualified electronic signature, people need none")
	keyLevel        = i18n.M("Учётная запись", "Account")
	howToSignIn     = i18n.M("Чтобы подать заявление за себя, войдите в учётную запись.", "Sign in to apply for yourself.")
	howForOneself   = i18n.M("Черновик сохраняется сам: заполнить его можно за несколько раз.", "The draft is kept: you can fill it in little by little.")
	howBegun        = i18n.M("У вас уже есть заявление по этой услуге.", "You have an application for this service already.")
	buttonSignIn    = i18n.M("Войти и начать", "Sign in and begin")
	buttonOpenOwn   = i18n.M("Открыть моё заявление", "Open my application")
	buttonLevel     = i18n.M("Повысить уровень учётной записи", "Raise the account level")
	buttonMine      = i18n.M("Перейти к своим организациям", "Go to my organisations")
	howToBegin      = i18n.M("Заявление подают из кабинета организации: раздел «Заявления».", "You apply from the organisation account: section “Applications”.")
	openService     = i18n.M("Подробнее об услуге", "More about the service")
)

// Standings of applicants.
var (
	whoGuest       = i18n.M("посетители сайта", "visitors of the site")
	whoPerson      = i18n.M("люди с учётной записью", "people with an account")
	whoNewcomer    = i18n.M("организации без статуса в кластере", "organisations without a status in the cluster")
	whoPartner     = i18n.M("партнёры кластера", "partners of the cluster")
	whoParticipant = i18n.M("участники кластера", "participants of the cluster")
)

// The list of applications.
var (
	titleApplications = i18n.M("Заявления", "Applications")
	sectionMine       = i18n.M("Ваши заявления", "Your applications")
	sectionOffers     = i18n.M("О чём можно подать заявление", "What you can apply for")
	noApplications    = i18n.M("Заявлений пока нет", "No applications yet")
	noOwnHow          = i18n.M("Здесь будут заявления, которые вы подаёте за себя. Выберите услугу ниже: черновик сохранится сам. Заявления организации — в её кабинете.",
		"Applications that you make for yourself will be here. Choose a service below: the draft is kept. Those of an organisation are in its account.")
	noApplicationsHow = i18n.M("Выберите услугу ниже: черновик сохранится сам, и его можно заполнять вместе.", "Choose a service below: the draft is kept, and several people can fill it in.")
	buttonBegin       = i18n.M("Начать заявление", "Begin an application")
	textDropped       = i18n.M("Черновик удалён.", "The draft was deleted.")
	metaNumber        = i18n.F("№ %s", "No. %s")
	metaDue           = i18n.F("Ответ до %s", "Answer by %s")
	metaChanged       = i18n.F("Изменено %s", "Changed %s")
)

// Drafts.
var (
	sectionTasks = i18n.M("Что нужно сделать", "What is to be done")
	taskCheck    = i18n.M("Проверить ответы и сформировать документ", "Check the answers and form the document")
	taskSign     = i18n.M("Подписать и отправить", "Sign and send")
	taskSend     = i18n.M("Отправить", "Send")
	textNotYet   = i18n.M("Вы можете подготовить это заявление, но подать его пока нельзя: на странице услуги сказано, кто подаёт.", "You can prepare this application but not send it yet: the page of the service says who applies.")
	textProgress = i18n.F("Готово разделов: %d из %d", "Sections done: %d of %d")
	textSaves    = i18n.M("Ответы сохраняются после каждого раздела. Заполнять могут несколько человек из организации.",
		"Answers are kept after each section. Several people of the organisation may fill it in.")
	linkHistory  = i18n.M("Кто и что менял", "Who has changed what")
	sectionDrop  = i18n.M("Удалить черновик", "Delete the draft")
	textDrop     = i18n.M("Ответы и сформированные документы будут удалены без возможности вернуть.", "The answers and the documents that were formed are deleted for good.")
	buttonDrop   = i18n.M("Удалить черновик", "Delete the draft")
	buttonNext   = i18n.M("Сохранить и продолжить", "Save and go on")
	buttonLater  = i18n.M("Сохранить и вернуться к списку", "Save and return to the list")
	buttonAddRow = i18n.M("Добавить строку", "Add a row")
	buttonAttach = i18n.M("Загрузить выбранные файлы", "Upload the chosen files")
	buttonDetach = i18n.M("Удалить", "Delete")
	hintFiles    = i18n.F("Можно выбрать сразу несколько файлов: %s. До %d штук, каждый не больше 10 мегабайт.",
		"You can choose several files at once: %s. Up to %d, none larger than 10 megabytes.")
	errNamed    = i18n.F("Файл «%s» не принят. %s", "The file “%s” was not taken. %s")
	errFileSick = i18n.F("Файл «%s» не прошёл проверку на вирусы. Удалите его, приложите другой и сформируйте заявление ещё раз.",
		"The file “%s” did not pass the virus scan. Delete it, attach another one and form the application again.")
	textAttached = i18n.M("Файлы загружены.", "The files were uploaded.")
	textDetached = i18n.M("Файл удалён.", "The file was deleted.")
	columnFile   = i18n.M("Файл", "File")
	columnSize   = i18n.M("Размер", "Size")
	columnHash   = i18n.M("Контрольная сумма SHA-256", "SHA-256 digest")
	buttonRemove = i18n.M("Удалить строку", "Delete the row")
	rowLabel     = i18n.F("%s: строка %d", "%s: row %d")
	textVoids    = i18n.M("Документ уже сформирован. Если изменить ответы, он и подписи под ним перестанут действовать, и его нужно будет сформировать заново.",
		"The document has been formed. If you change an answer, it and the signatures on it become void, and it has to be formed anew.")
	unknownFact   = i18n.M("Не установлено: реестр не отвечает. Заполнять дальше можно.", "Not established: the register does not answer. You can go on.")
	restrictFact  = i18n.M("Сведения в реестре ограничены", "The register restricts this")
	noteSource    = i18n.F("%s, на %s", "%s, as of %s")
	keyTheirs     = i18n.F("Сейчас сохранено (%s)", "Saved now (%s)")
	keyYours      = i18n.M("Вы ввели", "You typed")
	titleCheck    = i18n.M("Проверьте ответы", "Check the answers")
	leadCheck     = i18n.M("После этого шага из ответов получится документ: его увидят и подпишут.", "After this step the answers become a document, which is seen and signed.")
	linkChange    = i18n.M("Изменить", "Change")
	buttonForm    = i18n.M("Сформировать заявление", "Form the application")
	buttonRequest = i18n.M("Сформировать заявку", "Form the request")
	notComplete   = i18n.M("Сначала исправьте отмеченное выше.", "First mend what is marked above.")
	titleHistory  = i18n.M("Кто и что менял", "Who has changed what")
	columnWhen    = i18n.M("Когда", "When")
	columnWho     = i18n.M("Кто", "Who")
	columnWhat    = i18n.M("Вопрос", "Question")
	columnAnswer  = i18n.M("Ответ", "Answer")
	bySystem      = i18n.M("заполнено само", "filled in by itself")
	cleared       = i18n.M("стёрто", "cleared")
	noHistory     = i18n.M("Пока никто ничего не менял.", "Nobody has changed anything yet.")
)

// Documents.
var (
	sectionFiles  = i18n.M("Файлы документа", "Files of the document")
	linkXML       = i18n.M("Скачать XML", "Download the XML")
	linkPDF       = i18n.M("Скачать PDF", "Download the PDF")
	linkLong      = i18n.F("Скачать подпись со штампом времени: %s", "Download the signature with its time-stamp: %s")
	linkSignature = i18n.F("Скачать подпись: %s", "Download the signature: %s")
	linkReceipt   = i18n.M("Скачать квитанцию", "Download the receipt")
	linkStamped   = i18n.M("Скачать копию с отметкой о подписи", "Download the copy with the stamps")
	textFiles     = i18n.M("Подписывается файл XML. PDF сделан из него, чтобы читать и печатать.", "The XML file is what is signed. The PDF is made of it, for reading and printing.")
	textFilesSent = i18n.M("Отправляется файл XML. PDF сделан из него, чтобы читать и печатать.", "The XML file is what is sent. The PDF is made of it, for reading and printing.")
	sectionSend   = i18n.M("Отправка", "Sending")
	textUnsigned  = i18n.M("Подпись для этого заявления не нужна: вы вошли в подтверждённую учётную запись. Проверьте документ и отправьте его.",
		"This application needs no signature: you are signed in to a confirmed account. Check the document and send it.")
	textUnsignedAny = i18n.M("Подпись для этого заявления не нужна. Проверьте документ и отправьте его.", "This application needs no signature. Check the document and send it.")
	textSignOwn     = i18n.M("Заявление подписываете вы — своей усиленной квалифицированной подписью. СНИЛС в сертификате должен совпасть с вашим.",
		"You sign the application with your own qualified signature. The SNILS in the certificate must be yours.")
	sectionSigners = i18n.M("Кто подписывает", "Who signs")
	signedOn       = i18n.F("Подписано %s", "Signed %s")
	waitsSince     = i18n.F("Ждёт подписи с %s", "Waits to be signed since %s")
	returnedOn     = i18n.F("Вернули %s: %s", "Returned %s: %s")
	noSigners      = i18n.M("Пока никого не просили подписать.", "Nobody has been asked to sign yet.")
	buttonSignSend = i18n.M("Подписать и отправить", "Sign and send")
	buttonSignOnly = i18n.M("Только подписать", "Only sign")
	buttonHand     = i18n.M("Передать на подпись", "Hand over to be signed")
	textHand       = i18n.F("Письмо со ссылкой получат: %s.", "A letter with a link goes to: %s.")
	buttonSend     = i18n.M("Отправить", "Send")
	textReady      = i18n.M("Документ подписан, его можно отправить.", "The document is signed and can be sent.")
	sectionReturn  = i18n.M("Вернуть без подписи", "Return without a signature")
	labelComment   = i18n.M("Что исправить", "What to correct")
	buttonReturn   = i18n.M("Вернуть", "Return")
	textSigned     = i18n.M("Подпись принята.", "Your signature was taken.")
	textHanded     = i18n.M("Документ передан на подпись. Мы напишем, когда его подпишут или вернут.", "The document was handed over. We shall write to you when it is signed or returned.")
	textReturned   = i18n.M("Документ возвращён с замечанием.", "The document was returned with your comment.")
	notGiven       = i18n.M("не указано", "not given")
	linkEdit       = i18n.M("Изменить ответы", "Change the answers")
	textSavesOwn   = i18n.M("Ответы сохраняются после каждого раздела.", "Answers are saved after each section.")
	linkMine       = i18n.M("Мои организации", "My organisations")
	textPrepared   = i18n.M("Этот черновик видите только вы. Когда вы откроете кабинет организации по электронной подписи, он перейдёт туда, и заявление можно будет сформировать и подписать.",
		"Only you see this draft. When you open the organisation account by an electronic signature, it goes over there, and the application can be formed and signed.")
	linkCalendar     = i18n.M("Добавить срок ответа в календарь", "Add the day of the answer to a calendar")
	textUnregistered = i18n.M("В реестрах, которые есть на платформе, такого ИНН нет. Проверьте цифры; если всё верно, оставьте как есть.",
		"The registers that the platform has do not know this ИНН. Check the digits; if they are right, leave it as it is.")
	linkDocument = i18n.M("Посмотреть документ", "Look at the document")
)

// After sending.
var (
	titleSent       = i18n.M("Заявление отправлено", "The application was sent")
	textSent        = i18n.F("Номер — %s. Ответ придёт до %s включительно.", "The number is %s. The answer comes by %s.")
	sectionNow      = i18n.M("Что сейчас", "Now")
	keyNumber       = i18n.M("Номер", "Number")
	keyState        = i18n.M("Состояние", "State")
	keySent         = i18n.M("Отправлено", "Sent")
	keyDue          = i18n.M("Ответ не позже", "Answer by")
	sectionPast     = i18n.M("Что происходило", "What has happened")
	sectionWithdraw = i18n.M("Отозвать заявление", "Withdraw the application")
	textWithdraw    = i18n.M("Фонд прекратит рассмотрение. Подать заявление снова можно в любой день.", "The foundation stops the review. You may apply again on any day.")
	buttonWithdraw  = i18n.M("Отозвать заявление", "Withdraw the application")
)

// scanTexts is what a page says of a file that the scanner has not passed.
var scanTexts = map[scan.State]i18n.Text{
	scan.Pending:   i18n.M("проверяется на вирусы", "being scanned"),
	scan.Infected:  i18n.M("не прошёл проверку на вирусы", "did not pass the virus scan"),
	scan.Unscanned: i18n.M("на вирусы не проверен", "not scanned"),
}

// Menu is what the section is called in the menu of a cabinet.
var Menu = titleApplications

// MenuOwn is what the applications of a person for themselves are called.
var MenuOwn = i18n.M("Мои заявления", "My applications")

// levelTexts say which account a person needs.
var levelTexts = map[actor.Level]i18n.Text{
	actor.Simplified: i18n.M("любая", "any"),
	actor.Standard:   i18n.M("стандартная или полная", "standard or full"),
	actor.Full:       i18n.M("полная", "full"),
}

var levelOfPeople = i18n.F("для людей — %s", "for people: %s")

// TitleServices is what the list of services is called, also in the navigation.
var TitleServices = i18n.M("Услуги", "Services")

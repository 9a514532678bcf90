package membership

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rule"
)

var statusTexts = map[Status]i18n.Text{
	Participant: i18n.M("Участник", "Participant"),
	Partner:     i18n.M("Партнёр", "Partner"),
}

var stateTexts = map[State]i18n.Text{
	Active:    i18n.M("Действует", "In force"),
	Suspended: i18n.M("Приостановлен", "Suspended"),
	Ended:     i18n.M("Прекращён", "Ended"),
	Annulled:  i18n.M("Отменён: присвоен ошибочно", "Annulled: given by mistake"),
}

var kindTexts = map[Kind]i18n.Text{
	Given:      i18n.M("Статус присвоен", "The status was given"),
	Moved:      i18n.M("Организация переехала в другой регион, статус сохранён", "The organisation moved to another region and keeps the status"),
	Suspension: i18n.M("Статус приостановлен", "The status was suspended"),
	Resumption: i18n.M("Статус возобновлён", "The status was resumed"),
	Ending:     i18n.M("Статус прекращён", "The status has ended"),
	Annulment:  i18n.M("Статус отменён: он был присвоен ошибочно", "The status was annulled: it had been given by mistake"),
}

var reasonTexts = map[Reason]i18n.Text{
	OwnRequest: i18n.M("По просьбе организации", "At the request of the organisation"),
	Criterion:  i18n.M("Организация перестала выполнять требование к статусу", "A requirement of the status is not met any more"),
	Gone:       i18n.M("Деятельность организации прекращена", "The organisation has ceased"),
	FalseData:  i18n.M("Сведения в заявлении были недостоверны", "The data of the application were false"),
	Mistake:    i18n.M("Ошибка фонда", "A mistake of the foundation"),
	Disproof: i18n.M("Сертификат подписи, по которой открыт кабинет и сам присвоен статус, оказался отозван: это показал повторный запрос",
		"The certificate of the signature by which the account was opened and the status came by itself was found revoked by the second asking"),
}

var outcomeTexts = map[string]i18n.Text{
	rule.Pass.String():      i18n.M("Выполнено", "Met"),
	rule.Review.String():    i18n.M("Посмотрит эксперт", "An expert looks at it"),
	rule.Undecided.String(): i18n.M("Пока неизвестно", "Not known yet"),
	rule.Fail.String():      i18n.M("Не выполнено", "Not met"),
}

// Receipts and letters.
var (
	formReceipt       = i18n.F("%s: %s, ОГРН %s. %s.", "%s: %s, OGRN %s. %s.")
	formReceiptReason = i18n.F("%s: %s, ОГРН %s. %s. Основание: %s.", "%s: %s, OGRN %s. %s. Reason: %s.")
	formWarned        = i18n.F("Организация предупреждена: %s, ОГРН %s. Ответить можно до %s включительно.", "The organisation was warned: %s, OGRN %s. It may answer until %s.")
	whyLetter         = i18n.M("Вы получили это письмо, потому что подписываете документы этой организации.", "You received this letter because you sign for this organisation.")
	subjectGiven      = i18n.F("Статус в кластере: %s", "Status in the cluster: %s")
	textGiven         = i18n.F("«%s» теперь в реестре кластера. Статус — %s. Номер решения — %s.", "“%s” is now in the register of the cluster. The status is: %s. The number of the decision is %s.")
	subjectChanged    = i18n.M("Изменился статус организации в кластере", "The status of the organisation in the cluster has changed")
	textChanged       = i18n.F("«%s»: %s. Номер решения — %s.", "“%s”: %s. The number of the decision is %s.")
	textReason        = i18n.F("Основание: %s.", "Reason: %s.")
	subjectWarning    = i18n.F("Ответьте до %s: статус в кластере под вопросом", "Answer by %s: the status in the cluster is in question")
	textWarning       = i18n.F("По данным открытых реестров «%s» больше не выполняет требования к статусу. Статус пока сохраняется. Исправьте положение или ответьте фонду до %s включительно; после этого решение примет сотрудник фонда.",
		"By the open registers “%s” does not meet the requirements of its status any more. The status stays for now. Mend the matter or answer the foundation by %s; after that an official decides.")
	textWarningFalse = i18n.F("Фонд считает, что сведения в заявлении «%s» недостоверны. Статус пока сохраняется. Ответьте до %s включительно; после этого решение примет сотрудник фонда.",
		"The foundation holds that what the application of “%s” said is not true. The status stays for now. Answer by %s; after that an official decides.")
	subjectCleared   = i18n.M("Предупреждение о статусе снято", "The warning about the status was taken back")
	textCleared      = i18n.F("По данным реестров «%s» снова выполняет требования к статусу. Отвечать на предупреждение больше не нужно.", "By the registers “%s” meets the requirements of its status again. The warning needs no answer any more.")
	textWarningMoved = i18n.M("Организация зарегистрирована в регионе, для которого предусмотрен другой статус.", "The organisation is registered in a region for which there is another status.")
	openCard         = i18n.M("Открыть страницу в реестре", "Open the page of the register")
	hello            = i18n.F("Здравствуйте, %s!", "Hello, %s!")
	regionUnknown    = i18n.M("Регион неизвестен", "Region unknown")
)

// The register.
var (
	titleMembers   = i18n.M("Участники и партнёры кластера", "Participants and partners of the cluster")
	leadMembers    = i18n.M("Открытый реестр: кто вошёл в кластер, откуда и чем занимается.", "The open register: who belongs to the cluster, where they are and what they do.")
	labelSearch    = i18n.M("Название, ИНН или ОГРН", "Name, INN or OGRN")
	labelStatus    = i18n.M("Статус", "Status")
	labelOkrug     = i18n.M("Федеральный округ", "Federal district")
	labelDirection = i18n.M("Направление", "Direction")
	anyStatus      = i18n.M("Любой", "Any")
	anyOkrug       = i18n.M("Все округа", "All districts")
	anyDirection   = i18n.M("Все направления", "All directions")
	buttonFind     = i18n.M("Найти", "Find")
	linkReset      = i18n.M("Сбросить", "Reset")
	captionMembers = i18n.F("Найдено: %s", "Found: %s")
	captionMore    = i18n.F("Найдено больше %s: уточните запрос", "More than %s were found: say more")
	columnName     = i18n.M("Организация", "Organisation")
	columnStatus   = i18n.M("Статус", "Status")
	columnRegion   = i18n.M("Регион", "Region")
	columnSince    = i18n.M("С какого дня", "Since")
	captionAlike   = i18n.M("Похожие названия", "Similar names")
	textRead       = i18n.F("Показаны результаты по запросу «%s».", "Showing results for “%s”.")
	linkLiteral    = i18n.F("Искать «%s»", "Search for “%s” as typed")
	textAlike      = i18n.M("Точных совпадений нет. Ниже похожие названия.", "Nobody is called exactly so. Similar names are below.")
	noMembers      = i18n.M("Никого не нашли. Проверьте написание или сбросьте условия.", "Nobody was found. Check the spelling or reset the filters.")
	sectionMap     = i18n.M("Где работают участники и партнёры", "Where participants and partners are")
	captionMap     = i18n.M("Участники и партнёры по федеральным округам", "Participants and partners by federal district")
	columnAll      = i18n.M("Всего", "All")
	sectionFiles   = i18n.M("Скачать реестр", "Download the register")
	textFiles      = i18n.M("Файлы содержат то, что найдено по условиям выше.", "The files hold what was found by the filters above.")
	linkFeed       = i18n.M("Лента изменений", "Feed of changes")
	plainSuspended = i18n.F("%s, приостановлен", "%s, suspended")
	sectionKey     = i18n.M("Сведения", "Data")
	sectionAbout   = i18n.M("Что организация рассказывает о себе", "What the organisation tells of itself")
	noteAbout      = i18n.M("Из заявления, которое организация подписала.", "From the application that the organisation has signed.")
	sectionPast    = i18n.M("История статуса", "History of the status")
	keyINN         = i18n.M("ИНН", "INN")
	keyOGRN        = i18n.M("ОГРН или ОГРНИП", "OGRN or OGRNIP")
	keyState       = i18n.M("Состояние", "State")
	feedTitle      = i18n.M("Изменения в реестре участников кластера", "Changes in the register of the cluster")
	sheetName      = i18n.M("Реестр", "Register")
)

// The page «Вступить».
var (
	titleJoin      = i18n.M("Вступить в кластер", "Join the cluster")
	leadJoin       = i18n.M("Введите ИНН: мы посмотрим в открытых реестрах, какой статус вам подходит и что подготовить. Регистрироваться не нужно.", "Type the INN: we look in the open registers which status fits you and what to prepare. No account is needed.")
	labelINN       = i18n.M("ИНН организации или предпринимателя", "INN of the organisation or sole proprietor")
	hintINN        = i18n.M("10 цифр у организации, 12 — у предпринимателя.", "10 digits for an organisation, 12 for a sole proprietor.")
	sectionSamples = i18n.M("Кого проверить для пробы", "Somebody to try")
	formSample     = i18n.F("%s — %s", "%s — %s")
	buttonCheck    = i18n.M("Проверить", "Check")
	badINN         = i18n.M("В ИНН ошибка: проверьте цифры. Должно быть 10 или 12 цифр.", "The INN is wrong: check the digits. There are 10 or 12 of them.")
	textUnknown    = i18n.M("В загруженных реестрах нет организации с таким ИНН. Если она зарегистрирована недавно, попробуйте через несколько дней.", "The registers at hand have no organisation with this INN. If it was registered lately, try again in some days.")
	keyPrice       = i18n.M("Стоимость", "Price")
	valueFree      = i18n.M("Бесплатно", "Free of charge")
	keyTerm        = i18n.M("Срок", "Term")
	termBoth       = i18n.M("Участнику ответят за 10 рабочих дней; партнёр получает статус сразу после первого входа с электронной подписью", "A participant is answered within 10 working days; a partner gets the status right after the first sign-in by electronic signature")
	termApply      = i18n.M("10 рабочих дней со дня подачи заявления", "10 working days from the application")
	termAtOnce     = i18n.M("Сразу после первого входа с электронной подписью, без заявления", "Right after the first sign-in by electronic signature, with no application")
	keyRoute       = i18n.M("Ваш статус", "Your status")
	routeMoscow    = i18n.M("Участник: организация зарегистрирована в Москве", "Participant: the organisation is registered in Moscow")
	routeRegion    = i18n.M("Партнёр: организация зарегистрирована в другом регионе", "Partner: the organisation is registered in another region")
	routeUnknown   = i18n.M("Регион по реестру не определился: статус установит эксперт", "The register does not tell the region: an expert decides")
	sectionRules   = i18n.M("Требования", "Requirements")
	noteRules      = i18n.M("Что известно из открытых реестров сегодня. Невыполненное требование не запрещает подать заявление.", "What the open registers tell today. A requirement that is not met forbids nobody to apply.")
	columnRule     = i18n.M("Требование", "Requirement")
	columnResult   = i18n.M("Итог", "Outcome")
	columnWhy      = i18n.M("Почему и что сделать", "Why, and what to do")
	sourceOn       = i18n.F("Источник: %s, на %s", "Source: %s, as of %s")
	noSource       = i18n.M("Данных нет", "No data")
	sectionTake    = i18n.M("Что подготовить", "What to prepare")
	take1          = i18n.M("Усиленную квалифицированную электронную подпись руководителя или предпринимателя.", "A qualified electronic signature of the head or of the sole proprietor.")
	take2          = i18n.M("Компьютер с программой для подписи: страница входа проверит его и подскажет, что установить.", "A computer with a program for signing: the page of signing in checks it and says what to install.")
	take3          = i18n.M("Описание продуктов и направлений работы — для заявления участника.", "A description of products and directions of work, for the application of a participant.")
	buttonEnter    = i18n.M("Войти и продолжить", "Sign in and go on")
	linkService    = i18n.M("Посмотреть вопросы заявления", "See the questions of the application")
	memberNow      = i18n.F("У этой организации уже есть статус: %s.", "This organisation has a status already: %s.")
)

// Papers, what a status gives, the page of the cabinet and the desk.
var (
	navMembers      = i18n.M("Реестр", "Members")
	textBusy        = i18n.M("Сейчас файлы готовятся для других. Повторите через минуту.", "Files are being written for others now. Try again in a minute.")
	badgeEnded      = i18n.M("Статус не действует", "No status in force")
	titleGives      = i18n.M("Что даёт статус", "What a status gives")
	leadGives       = i18n.M("Какие услуги открыты организации без статуса, партнёру и участнику кластера.", "Which services are open to an organisation without a status, to a partner and to a participant.")
	linkGives       = i18n.M("Что даёт статус", "What a status gives")
	columnService   = i18n.M("Услуга", "Service")
	columnNone      = i18n.M("Без статуса", "No status")
	isOpen          = i18n.M("Доступна", "Open")
	isClosed        = i18n.M("Нет", "No")
	noOffers        = i18n.M("Сейчас услуг нет. Они появятся здесь, когда фонд откроет приём.", "There are no services now. They appear here when the foundation opens them.")
	sectionPace     = i18n.M("Как быстро отвечает фонд", "How fast the foundation answers")
	labelShare      = i18n.M("Ответов в срок", "Answered in time")
	percent         = i18n.F("%d %%", "%d %%")
	notYet          = i18n.M("Пока нет решений", "No decisions yet")
	labelMedian     = i18n.M("Обычный срок ответа", "Usual time to an answer")
	medianDays      = i18n.F("%d раб. дн.", "%d working days")
	noteMedian      = i18n.M("Медиана: половина ответов приходит не позже", "The median: half of the answers come no later")
	noteShare       = i18n.M("За последний год, по заявлениям о вступлении", "Over the last year, of applications to join")
	labelAnswered   = i18n.M("Решений за год", "Decisions in a year")
	sectionCert     = i18n.M("Свидетельство и знак", "Certificate and badge")
	textCert        = i18n.M("Свидетельство показывает статус на сегодня. Знак для сайта всегда показывает, действует ли статус.", "The certificate shows the status of this day. The badge for a site always shows whether the status is in force.")
	linkCert        = i18n.M("Скачать свидетельство", "Download the certificate")
	badgeAlt        = i18n.M("Знак со статусом организации", "A badge with the status of the organisation")
	labelCode       = i18n.M("Код для сайта", "Code for a site")
	titleOwn        = i18n.M("Статус в кластере", "Status in the cluster")
	menuOwn         = i18n.M("Статус в кластере", "Status in the cluster")
	textNoStatus    = i18n.M("У организации пока нет статуса.", "The organisation has no status yet.")
	textMayJoin     = i18n.M("Организация зарегистрирована в Москве: подайте заявление, чтобы стать участником. Ответ — в течение 10 рабочих дней, бесплатно.", "The organisation is registered in Moscow: apply to become a participant. The answer comes within 10 working days, free of charge.")
	textComes       = i18n.M("Организация зарегистрирована в другом регионе: статус партнёра присваивается без заявления, когда все требования выполнены. Мы проверяем реестры каждые 15 минут.", "The organisation is registered in another region: the status of a partner is given without an application once all requirements are met. We look into the registers every 15 minutes.")
	textExpert      = i18n.M("Регион по реестру не определился: статус установит сотрудник фонда.", "The register does not tell the region: an official of the foundation decides.")
	buttonApply     = i18n.M("Перейти к заявлениям", "Go to applications")
	linkLeave       = i18n.M("Отказаться от статуса", "Give up the status")
	linkPublic      = i18n.M("Страница в реестре", "Page of the register")
	sectionWarning  = i18n.M("Предупреждение", "Warning")
	textWarningOwn  = i18n.F("Ответьте до %s включительно. Статус пока сохраняется.", "Answer by %s. The status stays for now.")
	textAfter       = i18n.M("После ответа или срока решение примет сотрудник фонда. Если всё снова в порядке, предупреждение снимется само.", "After the answer or the term an official decides. If all is well again, the warning is taken back by itself.")
	labelAnswer     = i18n.M("Ваш ответ", "Your answer")
	hintAnswer      = i18n.M("Что вы сделали или почему не согласны. До решения ответ можно изменить.", "What you have done, or why you disagree. The answer can be changed until the decision.")
	buttonAnswer    = i18n.M("Отправить ответ", "Send the answer")
	textAnswered    = i18n.M("Ответ отправлен. Решение придёт письмом.", "The answer was sent. The decision comes by letter.")
	keyAnswered     = i18n.M("Ответ организации", "Answer of the organisation")
	noAnswer        = i18n.M("Пока не ответила", "No answer yet")
	keyAnswerBy     = i18n.M("Ответить до", "Answer by")
	keyWarned       = i18n.M("Предупреждена", "Warned on")
	keyWhy          = i18n.M("Почему", "Why")
	titleDesk       = i18n.M("Участники и партнёры", "Members")
	leadDesk        = i18n.M("Кто ждёт статуса, кого предупредили и о ком пора решить.", "Who waits for a status, who was warned and about whom to decide.")
	labelFindMember = i18n.M("Найти участника или партнёра", "Find a member")
	hintFindMember  = i18n.M("Название, ИНН или ОГРН.", "Name, INN or OGRN.")
	sectionWarned   = i18n.M("Предупреждены", "Warned")
	sectionWaiting  = i18n.M("Ждут статуса партнёра", "Waiting for the status of a partner")
	noteWaiting     = i18n.M("Организации из других регионов, о которых реестр молчит или правило против. Реестры спрашиваются каждые 15 минут; решение эксперта записывается на странице организации в разделе «Реестры».", "Organisations of other regions of whom a register is silent, or against whom a rule speaks. The registers are asked every 15 minutes; the word of an expert is written on the organisation’s page of the section “Registers”.")
	columnDue       = i18n.M("Срок ответа", "Answer by")
	columnAnswer    = i18n.M("Ответ", "Answer")
	columnOutcome   = i18n.M("Что мешает", "What stands in the way")
	nobodyWarned    = i18n.M("Никто не предупреждён.", "Nobody was warned.")
	nobodyWaits     = i18n.M("Никто не ждёт.", "Nobody waits.")
	tagAnswered     = i18n.M("Есть ответ", "Answered")
	tagOver         = i18n.M("Срок прошёл", "The term is over")
	tagOpen         = i18n.M("Ждём ответа", "Waiting")
	sectionToday    = i18n.M("Требования сегодня", "Requirements today")
	sectionDecide   = i18n.M("Решение", "Decision")
	noteDecide      = i18n.M("Решение вступит в силу, когда вы подпишете его своей электронной подписью. По требованию и недостоверным сведениям организацию сначала предупреждают.", "The decision takes effect when you sign it with your electronic signature. For a requirement or false data the organisation is warned first.")
	labelKind       = i18n.M("Что решить", "What to decide")
	labelReason     = i18n.M("Основание", "Reason")
	noReason        = i18n.M("Для возобновления не нужно", "None is needed to resume")
	labelNote       = i18n.M("Объяснение для организации", "Explanation for the organisation")
	hintNote        = i18n.M("Его прочитает организация, и оно войдёт в решение.", "The organisation reads it, and it is part of the decision.")
	buttonSign      = i18n.M("Составить и подписать", "Write and sign")
	sectionAccuse   = i18n.M("Предупредить о недостоверных сведениях", "Warn of false data")
	labelFalse      = i18n.M("Что в заявлении недостоверно", "What in the application is false")
	buttonAccuse    = i18n.M("Предупредить", "Warn")
	textDecided     = i18n.M("Решение подписано и вступило в силу. Организация получит письмо.", "The decision is signed and in force. The organisation gets a letter.")
	textWarned      = i18n.M("Организация предупреждена, срок ответа — 10 рабочих дней.", "The organisation was warned and has 10 working days to answer.")
	keyNumber       = i18n.F("Решение № %s", "Decision No. %s")
	linkFacts       = i18n.M("Сведения реестров", "Facts of the registers")
	linkSample      = i18n.M("Образец заявления, PDF", "Sample application, PDF")
)

// actTexts are what an official may decide.
var actTexts = map[Kind]i18n.Text{
	Suspension: i18n.M("Приостановить статус", "Suspend the status"),
	Resumption: i18n.M("Возобновить статус", "Resume the status"),
	Ending:     i18n.M("Прекратить статус", "End the status"),
	Annulment:  i18n.M("Отменить статус, присвоенный ошибочно", "Annul a status given by mistake"),
}

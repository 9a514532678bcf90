package review

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rule"
)

// The words of the document of a decision, which is in Russian.
const (
	decisionName  = "Решение по заявлению"
	decidedYes    = "Удовлетворить заявление."
	decidedNo     = "Отказать в удовлетворении заявления."
	evidenceLabel = "Чем подтверждается"
	appeal        = "Решение можно обжаловать: напишите в фонд или обратитесь в суд в установленном законом порядке."
)

var (
	titleQueue  = i18n.M("Заявления на рассмотрении", "Applications under review")
	leadQueue   = i18n.M("Сверху те, по которым ответ нужен раньше. Срок сам ничего не решает.", "Those whose answer is due first stand on top. A term decides nothing by itself.")
	tabsLabel   = i18n.M("Заявления", "Applications")
	noneWait    = i18n.M("Здесь пусто", "Nothing here")
	noneWaitHow = i18n.M("Когда придёт заявление, оно появится в этом списке или в соседнем.", "An application that arrives appears in this list or in the one beside it.")
	sideTexts   = map[Side]i18n.Text{
		Check: i18n.M("Нужна проверка", "Needs a look"), Clean: i18n.M("Замечаний нет", "No remarks"), Done: i18n.M("Решённые", "Decided"),
	}
	sectionFilter  = i18n.M("Отобрать", "Filter")
	labelWords     = i18n.M("Заявитель или номер", "Applicant or number")
	hintWords      = i18n.M("Часть названия, ИНН или номера заявления", "A part of the name, the INN or the number")
	labelLeft      = i18n.M("Срок ответа", "Term")
	anyTime        = i18n.M("Любой", "Any")
	labelWhose     = i18n.M("Чьи заявления", "Whose applications")
	anybody        = i18n.M("Все", "All")
	labelService   = i18n.M("Услуга", "Service")
	anyService     = i18n.M("Все услуги", "All services")
	buttonFilter   = i18n.M("Показать", "Show")
	textFiltered   = i18n.F("Показаны не все заявления: отобрано %d.", "Not all applications are shown: %d fit.")
	linkReset      = i18n.M("Показать все", "Show all")
	linkEvery      = i18n.M("Отметить все на этой странице", "Choose all on this page")
	linkNone       = i18n.M("Снять отметки", "Choose none")
	labelChoose    = i18n.F("Выбрать заявление № %s", "Choose application No. %s")
	columnChoose   = i18n.M("Выбрать", "Choose")
	columnTerm     = i18n.M("Срок ответа", "Term")
	columnStep     = i18n.M("Этап", "Step")
	columnReviewer = i18n.M("Рассматривает", "Reviewed by")
	buttonTake     = i18n.M("Взять на рассмотрение", "Take for review")
	labelHand      = i18n.M("Передать коллеге", "Hand to a colleague")
	labelColleague = i18n.M("Кому", "To whom")
	buttonHand     = i18n.M("Передать", "Hand over")
	textTaken      = i18n.F("Закреплено заявлений: %d.", "Applications assigned: %d.")
	textNoneTaken  = i18n.M("Ничего не закреплено: отметьте заявления в списке. Решённые заявления и те, по которым отмечен конфликт интересов, пропускаются.",
		"Nothing was assigned: choose applications in the list. Those that are decided, and those with a conflict of interest, are passed over.")
	leftUnknown = i18n.M("срок не вычислен: в календаре нет года", "not computed: the calendar lacks the year")
	buttonOpen  = i18n.M("Открыть", "Open")
	leftDays    = i18n.F("осталось рабочих дней: %d", "working days left: %d")
	lateDays    = i18n.F("просрочено, рабочих дней: %d", "late by working days: %d")
	leftToday   = i18n.M("ответ нужен сегодня", "the answer is due today")
	urgentTag   = i18n.M("Срок подходит", "Due soon")
	lateTag     = i18n.M("Просрочено", "Late")

	textLook        = i18n.F("Заявление № %s при рассмотрении", "Application No. %s under review")
	titleSign       = i18n.F("Решение по заявлению № %s", "Decision on application No. %s")
	sectionShort    = i18n.M("Коротко", "In short")
	keyApplicant    = i18n.M("Заявитель", "Applicant")
	keyINN          = i18n.M("ИНН", "INN")
	keyNumber       = i18n.M("Номер", "Number")
	keyState        = i18n.M("Состояние", "State")
	keySent         = i18n.M("Отправлено", "Sent")
	keyDue          = i18n.M("Ответ не позже", "Answer by")
	keyReviewer     = i18n.M("Рассматривает", "Reviewed by")
	keySigned       = i18n.M("Подписали", "Signed by")
	valueNobody     = i18n.M("никто", "nobody")
	sectionVerdicts = i18n.M("Проверки", "Checks")
	columnWhy       = i18n.M("На чём основано", "What it rests on")
	sectionDecide   = i18n.M("Решение", "Decision")
	labelChecked    = i18n.M("Проверено", "Checked")
	hintChecked     = i18n.M("Для положительного решения нужны все пункты.", "A positive decision needs all of them.")
	hintFailed      = i18n.M("Ответы заявителя этому противоречат", "The applicant's answers contradict this")
	labelGrounds    = i18n.M("Основания отказа", "Grounds of refusal")
	labelReason     = i18n.M("Пояснение", "Explanation")
	buttonAgree     = i18n.M("Подтвердить решение", "Agree with the decision")
	buttonSign      = i18n.M("Подписать решение", "Sign the decision")
	textPrepared    = i18n.F("Решение № %s подготовлено (%s) и ждёт подписи. Подготовил(а) %s.", "Decision No. %s is prepared (%s) and waits to be signed. Prepared by %s.")
	wordYes         = i18n.M("удовлетворить", "grant")
	wordNo          = i18n.M("отказать", "refuse")
	textSecond      = i18n.M("Сначала его подтверждает второй сотрудник.", "A second official agrees with it first.")
	textAgain       = i18n.M("Подготовить другое решение", "Prepare another decision")
	linkSignature   = i18n.M("Скачать подпись", "Download the signature")
	keyStep         = i18n.M("Этап", "Step")
	keyDecided      = i18n.M("Решено", "Decided")
	termText        = i18n.F("%s, %s", "%s, %s")
	stepText        = i18n.F("%s до %s, %s", "%s by %s, %s")
	textBefore      = i18n.F("При отправке: %s.", "At sending: %s.")
	textAsked       = i18n.F("Проверено сейчас, %s, и при отправке, %s.", "Asked now, %s, and at sending, %s.")
	sectionDocument = i18n.M("Документ", "Document")
	textDocument    = i18n.M("Ответы выше прочитаны из файла XML, который отправил заявитель.", "The answers above are read from the XML file that the applicant has sent.")
	sectionPast     = i18n.M("Что происходило", "What has happened")
	textAgreed      = i18n.F("Подтвердил(а) %s.", "%s has agreed.")
	buttonGrant     = i18n.M("Подготовить положительное решение", "Prepare a positive decision")
	buttonRefuse    = i18n.M("Отказать", "Refuse")
	buttonPrepareNo = i18n.M("Подготовить отказ", "Prepare the refusal")
	labelEvidence   = i18n.F("Чем подтверждается: %s", "What it rests on: %s")
	hintGrounds     = i18n.M("К каждому основанию назовите ответ, факт или документ: заявитель прочитает это в решении.", "For each ground name the answer, fact or document: the applicant reads it in the decision.")
	problemEvidence = i18n.F("%s: напишите, чем это подтверждается.", "%s: write what it rests on.")
	problemConflict = i18n.M("Напишите, в чём конфликт интересов.", "Write what the conflict of interest is.")
	textSupersede   = i18n.M("Отказ был ошибкой: решить заново", "The refusal was a mistake: decide anew")
	textSupersedes  = i18n.M("Новое решение заменит отказ и назовёт его номер. Прежнее решение останется в деле. Новое подтверждает второй сотрудник.",
		"The new decision takes the place of the refusal and names its number. The former one stays on file. A second official agrees with the new one.")
	titleClosed = i18n.M("Открыть заявление", "Open the application")
	leadClosed  = i18n.M("В заявлении есть данные людей. Мы записываем, кто из сотрудников и когда их смотрел; открытое заявление доступно вам 8 часов.",
		"The application has data of people. We write down who of the staff looked at them and when; an application that you open stays open to you for 8 hours.")
	textDecided     = i18n.M("Решение подписано и отправлено заявителю.", "The decision is signed and was sent to the applicant.")
	sectionDecided  = i18n.M("Принятые решения", "Decisions")
	textOne         = i18n.F("№ %s: %s, подписано %s (%s)", "No. %s: %s, signed %s (%s)")
	linkPDF         = i18n.M("Скачать PDF", "Download the PDF")
	linkAttached    = i18n.F("Скачать файл: %s", "Download the file: %s")
	linkXML         = i18n.M("Скачать XML", "Download the XML")
	linkDecisionPDF = i18n.M("Решение в PDF", "The decision as PDF")
	sectionConflict = i18n.M("Отметить конфликт интересов", "Note a conflict of interest")
	textConflict    = i18n.M("После отметки это заявление и другие дела заявителя вам не показываются. Снять отметку может владелец.", "After that this application and other matters of the applicant are not shown to you. An owner can lift the mark.")
	labelWhy        = i18n.M("В чём конфликт", "What the conflict is")
	buttonConflict  = i18n.M("Отметить", "Note it")
	factLine        = i18n.F("%s: %s (%s, на %s)", "%s: %s (%s, as of %s)")
	factShort       = i18n.F("%s: %s (%s)", "%s: %s (%s)")
	noVerdicts      = i18n.M("Проверок по реестрам у этой услуги нет.", "This service has no checks by registers.")
)

func outcomeText(o rule.Outcome) i18n.Text {
	switch o {
	case rule.Pass:
		return i18n.M("Соответствует", "Met")
	case rule.Fail:
		return i18n.M("Не соответствует", "Not met")
	case rule.Review:
		return i18n.M("Проверить", "To be checked")
	case rule.Undecided:
	}
	return i18n.M("Не установлено", "Not established")
}

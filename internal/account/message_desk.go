package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// The desk and the cases, for operators.
var (
	titleDesk      = i18n.M("Приём и проверка личности", "Visits and identity cases")
	leadDesk       = i18n.M("Здесь подтверждают личность по документу и решают, кому принадлежит СНИЛС. Каждый просмотр чужих данных записывается.", "Confirm people’s identities from their documents and decide whose SNILS it is. Every look at someone’s details is recorded.")
	titleFind      = i18n.M("Человек на приёме", "A person in front of you")
	labelFind      = i18n.M("Код для приёма, почта или телефон", "Visit code, email or phone")
	hintFind       = i18n.M("Код человек получает на странице «Уровень» своего профиля: 8 цифр, действует 10 минут.", "People get the code on the “Account level” page of their profile: 8 digits, valid for 10 minutes.")
	buttonFind     = i18n.M("Найти и открыть", "Find and open")
	errNoFind      = i18n.M("Введите код, адрес почты или номер телефона.", "Enter a code, an email or a phone number.")
	titleCases     = i18n.M("Дела, которые ждут решения", "Cases waiting for a decision")
	noCases        = i18n.M("Ни одно дело не ждёт решения.", "No cases are waiting for a decision.")
	columnCase     = i18n.M("Дело", "Case")
	columnOpened   = i18n.M("Открыто", "Opened")
	columnState    = i18n.M("Состояние", "Status")
	captionVisit   = i18n.M("На приёме", "Visit")
	titleSeen      = i18n.M("Что записано в учётной записи", "What the account says")
	titleByPaper   = i18n.M("Что написано в документе", "What the document says")
	leadByPaper    = i18n.M("Сверьте каждое поле с документом и исправьте, что отличается. Фотографию и копию документа не сохраняйте: они здесь не нужны.", "Compare each field with the document and correct what differs. Do not keep a photograph or a copy of the document: none is needed here.")
	legendTheirs   = i18n.M("Имя в документе", "Name on the document")
	labelKind      = i18n.M("Документ", "Document")
	labelNumber    = i18n.M("Серия и номер", "Series and number")
	hintNumber     = i18n.M("Сохранятся только последние три знака и отпечаток: по нему видно, что документ уже предъявляли.", "Only the last three characters and a fingerprint are kept: it shows that a document was used before.")
	labelSame      = i18n.M("Человек на фотографии и человек передо мной — одно лицо", "The person in the photograph is the person in front of me")
	buttonVouch    = i18n.M("Подтвердить личность", "Confirm identity")
	errSame        = i18n.M("Сличите фотографию с человеком и отметьте это.", "Compare the photograph with the person and tick the box.")
	errKind        = i18n.M("Выберите документ.", "Choose the document.")
	errNoNumber    = i18n.M("Укажите серию и номер.", "Enter the series and number.")
	errNumberForm  = i18n.M("Проверьте серию и номер: в паспорте гражданина РФ 10 цифр, в других документах не меньше трёх знаков.", "Check series and number: a passport of Russia has 10 digits, other documents at least three characters.")
	deskLooked     = i18n.M("Данные на приёме: подтверждение личности по документу", "Data at the desk: confirming the identity by a document")
	caseLooked     = i18n.M("Дело о том, кому принадлежит СНИЛС или верны ли данные", "A case about whose a SNILS is or whether data are right")
	textConfirmed  = i18n.M("Уже подтверждено: новые данные вступят в силу, когда их подтвердит другой сотрудник.", "Already confirmed: new details take effect when another member of staff confirms them.")
	textAsked      = i18n.M("Посмотреть дело — значит увидеть данные людей, о которых оно. Это запишется, и люди увидят запись в своём журнале.", "Opening the case shows you the details of the people it is about. This is recorded, and they will see it in their activity log.")
	buttonOpenCase = i18n.M("Открыть дело", "Open the case")
	titleClaim     = i18n.M("Кто просит", "Who is asking")
	titleHolder    = i18n.M("У кого СНИЛС подтверждён сейчас", "Who holds the confirmed SNILS now")
	titleNow       = i18n.M("Подтверждено сейчас", "Confirmed now")
	titleNew       = i18n.M("По новому документу или источнику", "From the new document or source")
	titleDecision  = i18n.M("Решение", "Decision")
	labelNote      = i18n.M("Почему", "Why")
	hintNote       = i18n.M("Какие документы видели и что выяснили. Без номеров документов.", "Which documents you saw and what you found out. Do not write document numbers.")
	errNote        = i18n.M("Объясните решение хотя бы в десяти знаках.", "Explain the decision in at least ten characters.")
	buttonPropose  = i18n.M("Предложить: данные верны", "Propose to accept the details")
	buttonAgree    = i18n.M("Подтвердить решение", "Confirm the decision")
	buttonRefuse   = i18n.M("Оставить всё как есть", "Leave everything as it is")
	textSecond     = i18n.M("Первый сотрудник предложил принять данные. Решение вступит в силу, когда его подтвердит другой.", "A member of staff has proposed to accept the details. The decision takes effect when another one confirms it.")
	textOwnCase    = i18n.M("Вы предложили это решение, поэтому подтвердит его другой сотрудник.", "You proposed this decision, so someone else has to confirm it.")
	textHolder     = i18n.M("Если решение вступит в силу, у второй учётной записи подтверждение снимется и уровень станет «Упрощённая».", "If the decision takes effect, the other account loses its confirmation and drops to the “Simplified” level.")
	keyID          = i18n.M("Номер учётной записи", "Account number")
	keySource      = i18n.M("Источник", "Source")
	keyNote        = i18n.M("Объяснение", "Explanation")
	keyAgrees      = i18n.M("Имя, дата рождения, пол", "Name, date of birth, sex")
	textAgrees     = i18n.M("совпадают с тем, что заявлено", "match what is claimed")
	textDiffers    = i18n.M("отличаются от того, что заявлено", "differ from what is claimed")
	titleDeskCode  = i18n.M("Код для приёма", "Visit code")
	leadDeskCode   = i18n.M("Покажите этот код сотруднику вместе с паспортом и СНИЛС. Он действует 10 минут и только один раз.", "Show this code to our staff together with your passport and SNILS. It works once, for 10 minutes.")
	labelCase      = i18n.M("Дело", "Case")
)

var (
	caseName = map[caseKind]i18n.Text{
		caseClash:      i18n.M("Один СНИЛС у двух учётных записей", "Two accounts with one SNILS"),
		caseDifference: i18n.M("Источник называет человека иначе", "A source gives a different name"),
		caseCorrection: i18n.M("Исправление подтверждённых данных", "A correction of confirmed data"),
	}
	caseStateName = map[caseState]i18n.Text{
		caseOpen:     i18n.M("Ждёт решения", "Waiting for a decision"),
		caseProposed: i18n.M("Ждёт второго сотрудника", "Waiting for a second person"),
		caseApplied:  i18n.M("Данные приняты", "Details accepted"),
		caseRefused:  i18n.M("Всё осталось как было", "Nothing was changed"),
	}
	outcomeText = map[DeskOutcome]i18n.Text{
		DeskRaised:   i18n.M("Готово: личность подтверждена, уровень — «Полная».", "The identity is confirmed. The account now has the “Full” level."),
		DeskProposed: i18n.M("Записано: данные изменятся, когда их подтвердит другой сотрудник.", "Recorded. The details will change when another member of staff confirms them."),
		DeskReview:   i18n.M("Открыто дело: СНИЛС или документ уже связан с другой учётной записью.", "A case was opened: the SNILS or the document belongs to another account already."),
	}
	caseDone = map[string]i18n.Text{
		"proposed": i18n.M("Записано: теперь решение подтвердит другой сотрудник.", "Recorded. Someone else now has to confirm the decision."),
		"applied":  i18n.M("Решение вступило в силу.", "The decision has taken effect."),
		"refused":  i18n.M("Записано: всё осталось как было.", "Recorded. Nothing was changed."),
	}
)

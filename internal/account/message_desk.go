package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// The desk and the cases, for operators.
var (
	titleDesk      = i18n.M("Приём и проверка личности", "The desk and identity cases")
	leadDesk       = i18n.M("Здесь подтверждают личность по документу и решают, кому принадлежит СНИЛС. Каждый просмотр чужих данных записывается.", "Here identities are confirmed by a document, and it is decided whose a SNILS is. Each look at somebody’s data is written down.")
	titleFind      = i18n.M("Человек на приёме", "A person at the desk")
	labelFind      = i18n.M("Код для приёма, почта или телефон", "Code for the desk, e-mail or telephone")
	hintFind       = i18n.M("Код человек получает на странице «Уровень» своего профиля: 8 цифр, действует 10 минут.", "The person gets the code on the page “Level” of their profile: 8 digits, valid for 10 minutes.")
	buttonFind     = i18n.M("Найти и открыть", "Find and open")
	errNoFind      = i18n.M("Введите код, адрес почты или номер телефона.", "Type a code, an e-mail or a telephone number.")
	titleCases     = i18n.M("Дела, которые ждут решения", "Cases that wait for a decision")
	noCases        = i18n.M("Ни одно дело не ждёт решения.", "No case waits for a decision.")
	columnCase     = i18n.M("Дело", "Case")
	columnOpened   = i18n.M("Открыто", "Opened")
	columnState    = i18n.M("Состояние", "State")
	captionVisit   = i18n.M("На приёме", "At the desk")
	titleSeen      = i18n.M("Что записано в учётной записи", "What the account says")
	titleByPaper   = i18n.M("Что написано в документе", "What the document says")
	leadByPaper    = i18n.M("Сверьте каждое поле с документом и исправьте, что отличается. Фотографию и копию документа не сохраняйте: они здесь не нужны.", "Compare each field with the document and mend what differs. Keep no photograph or copy of the document: none is needed here.")
	labelKind      = i18n.M("Документ", "Document")
	labelNumber    = i18n.M("Серия и номер", "Series and number")
	hintNumber     = i18n.M("Сохранятся только последние три знака и отпечаток: по нему видно, что документ уже предъявляли.", "Only the last three characters and a fingerprint are kept: it shows that a document was used before.")
	labelSame      = i18n.M("Человек на фотографии и человек передо мной — одно лицо", "The person in the photograph and the person before me are the same")
	buttonVouch    = i18n.M("Подтвердить личность", "Confirm the identity")
	errSame        = i18n.M("Сличите фотографию с человеком и отметьте это.", "Compare the photograph with the person and tick this.")
	errKind        = i18n.M("Выберите документ.", "Choose the document.")
	errNoNumber    = i18n.M("Укажите серию и номер.", "Give series and number.")
	errNumberForm  = i18n.M("Проверьте серию и номер: в паспорте гражданина РФ 10 цифр, в других документах не меньше трёх знаков.", "Check series and number: a passport of Russia has 10 digits, other documents at least three characters.")
	deskLooked     = i18n.M("Данные на приёме: подтверждение личности по документу", "Data at the desk: confirming the identity by a document")
	caseLooked     = i18n.M("Дело о том, кому принадлежит СНИЛС или верны ли данные", "A case about whose a SNILS is or whether data are right")
	textConfirmed  = i18n.M("Уже подтверждено: новые данные вступят в силу, когда их подтвердит другой сотрудник.", "Confirmed already: new data take effect when another member of the staff confirms them.")
	textAsked      = i18n.M("Посмотреть дело — значит увидеть данные людей, о которых оно. Это запишется, и люди увидят запись в своём журнале.", "To see the case is to see the data of the people whom it is about. That is written down, and they see it in their journal.")
	buttonOpenCase = i18n.M("Открыть дело", "Open the case")
	titleClaim     = i18n.M("Кто просит", "Who asks")
	titleHolder    = i18n.M("У кого СНИЛС подтверждён сейчас", "Who has the SNILS confirmed now")
	titleNow       = i18n.M("Подтверждено сейчас", "Confirmed now")
	titleNew       = i18n.M("По новому документу или источнику", "By the new document or source")
	titleDecision  = i18n.M("Решение", "Decision")
	labelNote      = i18n.M("Почему", "Why")
	hintNote       = i18n.M("Какие документы видели и что выяснили. Без номеров документов.", "Which documents you saw and what you found out. No numbers of documents.")
	errNote        = i18n.M("Объясните решение хотя бы в десяти знаках.", "Explain the decision in at least ten characters.")
	buttonPropose  = i18n.M("Предложить: данные верны", "Propose: the data are right")
	buttonAgree    = i18n.M("Подтвердить решение", "Confirm the decision")
	buttonRefuse   = i18n.M("Оставить всё как есть", "Leave everything as it is")
	textSecond     = i18n.M("Первый сотрудник предложил принять данные. Решение вступит в силу, когда его подтвердит другой.", "The first member of the staff proposed to take the data. The decision takes effect when another one confirms it.")
	textOwnCase    = i18n.M("Вы предложили это решение, поэтому подтвердит его другой сотрудник.", "You proposed this decision, so somebody else confirms it.")
	textHolder     = i18n.M("Если решение вступит в силу, у второй учётной записи подтверждение снимется и уровень станет «Упрощённая».", "If the decision takes effect, the other account loses its confirmation and its level becomes “Simplified”.")
	keyID          = i18n.M("Номер учётной записи", "Number of the account")
	keySource      = i18n.M("Источник", "Source")
	keyNote        = i18n.M("Объяснение", "Explanation")
	keyAgrees      = i18n.M("Имя, дата рождения, пол", "Name, date of birth, sex")
	textAgrees     = i18n.M("совпадают с тем, что заявлено", "agree with what is claimed")
	textDiffers    = i18n.M("отличаются от того, что заявлено", "differ from what is claimed")
	titleDeskCode  = i18n.M("Код для приёма", "Code for the desk")
	leadDeskCode   = i18n.M("Покажите этот код сотруднику вместе с паспортом и СНИЛС. Он действует 10 минут и только один раз.", "Show this code to the member of the staff together with your passport and SNILS. It works for 10 minutes and only once.")
	labelCase      = i18n.M("Дело", "Case")
)

var (
	caseName = map[caseKind]i18n.Text{
		caseClash:      i18n.M("Один СНИЛС у двух учётных записей", "Two accounts with one SNILS"),
		caseDifference: i18n.M("Источник называет человека иначе", "A source names the person otherwise"),
		caseCorrection: i18n.M("Исправление подтверждённых данных", "A correction of confirmed data"),
	}
	caseStateName = map[caseState]i18n.Text{
		caseOpen:     i18n.M("Ждёт решения", "Waits for a decision"),
		caseProposed: i18n.M("Ждёт второго сотрудника", "Waits for a second person"),
		caseApplied:  i18n.M("Данные приняты", "The data were taken"),
		caseRefused:  i18n.M("Всё осталось как было", "Everything stayed as it was"),
	}
	outcomeText = map[DeskOutcome]i18n.Text{
		DeskRaised:   i18n.M("Готово: личность подтверждена, уровень — «Полная».", "Done: the identity is confirmed, the level is “Full”."),
		DeskProposed: i18n.M("Записано: данные изменятся, когда их подтвердит другой сотрудник.", "Written down: the data will change when another member of the staff confirms them."),
		DeskReview:   i18n.M("Открыто дело: СНИЛС или документ уже связан с другой учётной записью.", "A case was opened: the SNILS or the document belongs to another account already."),
	}
	caseDone = map[string]i18n.Text{
		"proposed": i18n.M("Записано: теперь решение подтвердит другой сотрудник.", "Written down: now somebody else confirms the decision."),
		"applied":  i18n.M("Решение вступило в силу.", "The decision has taken effect."),
		"refused":  i18n.M("Записано: всё осталось как было.", "Written down: everything stays as it was."),
	}
)

package staff

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// People.
var (
	hintPart     = i18n.M("Адрес почты, фамилия или номер учётной записи: не меньше трёх знаков.", "An email address, a surname or an account number: at least three characters.")
	labelPart    = i18n.M("Кого найти", "Who to find")
	foundPeople  = i18n.M("Найденные люди", "People found")
	errShort     = i18n.M("Введите не меньше трёх знаков.", "Enter at least three characters.")
	columnName   = i18n.M("Имя", "Name")
	columnEmail  = i18n.M("Почта", "Email")
	columnLevel  = i18n.M("Уровень", "Level")
	columnClosed = i18n.M("Состояние", "Status")
	stateOpen    = i18n.M("Действует", "Open")
	stateClosed  = i18n.M("Закрыта", "Closed")

	titleReason = i18n.M("Зачем открывать карточку?", "Why open the card?")
	leadReason  = i18n.M("Причина и время попадут в журнал. Человек видит в своём профиле, кто и зачем смотрел его данные.", "The reason and the time are recorded. People can see in their profile who looked at their details, and why.")
	labelReason = i18n.M("Причина", "Reason")
	labelNote   = i18n.M("Подробности", "Details")
	hintNote    = i18n.M("Например, номер обращения или заявления. Без персональных данных.", "For example, the number of a request or an application. No personal data.")
	buttonOpen  = i18n.M("Открыть карточку", "Open the card")
	errReason   = i18n.M("Выберите, зачем открываете карточку.", "Choose why you open the card.")
	errNote     = i18n.M("Опишите причину: хотя бы десять знаков.", "Describe the reason in at least ten characters.")
	reasonNoted = i18n.F("%s — %s", "%s: %s")

	captionCard  = i18n.M("Учётная запись", "Account")
	keyID        = i18n.M("Номер", "Account number")
	keyEmail     = i18n.M("Почта", "Email")
	keyPhone     = i18n.M("Телефон", "Phone")
	keyLevel     = i18n.M("Уровень", "Level")
	keyState     = i18n.M("Состояние", "Status")
	keySessions  = i18n.M("Открытых сеансов", "Open sessions")
	keyCreated   = i18n.M("Создана", "Created")
	sectionRoles = i18n.M("Роли в фонде", "Roles in the foundation")
	emptyRoles   = i18n.M("Ролей нет и не было.", "No roles now or in the past.")
	roleNow      = i18n.M("по сей день", "to this day")
	labelGive    = i18n.M("Назначить роль", "Give a role")
	buttonGive   = i18n.M("Назначить", "Give role")
	buttonOffer  = i18n.M("Предложить", "Propose")
	hintOffer    = i18n.M("Роль начнёт действовать, когда её подтвердит другой владелец.", "The role begins when another owner has confirmed it.")
	hintGive     = i18n.M("Пока владелец один, роль начинает действовать сразу.", "While there is one owner, the role begins at once.")

	sectionConflict = i18n.M("Конфликт интересов", "Conflict of interest")
	textConflict    = i18n.M("Если этот человек вам родственник, партнёр или должник, отметьте это: вам перестанут показывать его данные и передавать его дела.", "If this person is your relative, partner or debtor, record it: you will no longer see their details or be given their cases.")
	labelWhy        = i18n.M("В чём конфликт", "What the conflict is")
	errWhy          = i18n.M("Напишите, в чём конфликт: хотя бы десять знаков.", "Say what the conflict is in at least ten characters.")
	buttonMark      = i18n.M("Отметить конфликт", "Record the conflict")
	buttonLift      = i18n.M("Снять отметку", "Remove the record")
	conflictBy      = i18n.F("%s, %s: %s", "%s, %s: %s")

	sectionRecovery = i18n.M("Восстановление доступа", "Account recovery")
	textRecovery    = i18n.M("Если человек не может войти, а вы убедились, что это он, отправьте ему ссылку на новый пароль. Она придёт на подтверждённую почту; пароль человек выберет сам, второй фактор останется.", "If the person cannot sign in and you are sure who they are, send them a link to set a new password. It goes to the confirmed email; they choose the password, and the second factor stays.")
	buttonRecovery  = i18n.M("Отправить ссылку на новый пароль", "Send a password link")

	sectionAccess = i18n.M("Доступ", "Access")
	textLock      = i18n.M("Закройте учётную запись, если её украли или ею злоупотребляют. Сеансы завершатся сразу, данные останутся.", "Close the account if it was stolen or is being abused. Its sessions end at once; the data stay.")
	textUnlock    = i18n.M("Учётная запись закрыта: войти нельзя.", "The account is closed: nobody can sign in to it.")
	buttonLock    = i18n.M("Закрыть учётную запись", "Close the account")
	buttonUnlock  = i18n.M("Открыть учётную запись", "Open the account")
	linkLooks     = i18n.M("Кто смотрел эти данные", "Who looked at these details")
	linkEntries   = i18n.M("Записи журнала об этом человеке", "Log entries about this person")
)

// reason is a reason to open a card, by its code.
type reason string

const (
	forSupport     reason = "support"
	forApplication reason = "application"
	forSecurity    reason = "security"
	forAudit       reason = "audit"
	forOther       reason = "other"
)

// reasons lists the reasons in the order in which they are offered.
func reasons() []reason { return []reason{forSupport, forApplication, forSecurity, forAudit, forOther} }

var reasonName = map[reason]text{
	forSupport:     i18n.M("Обращение в поддержку", "A request to support"),
	forApplication: i18n.M("Работа с заявлением", "Work on an application"),
	forSecurity:    i18n.M("Безопасность учётной записи", "Security of the account"),
	forAudit:       i18n.M("Проверка работы сотрудников", "A check of the staff’s work"),
	forOther:       i18n.M("Другое", "Something else"),
}

// done are the notices after a POST, by the code in the address.
var done = map[string]text{
	"given":     i18n.M("Роль назначена и уже действует.", "The role is given and holds already."),
	"ended":     i18n.M("Роль снята.", "The role has ended."),
	"proposed":  i18n.M("Предложение внесено. Оно подействует, когда его подтвердит другой владелец: мы написали ему.", "The proposal is made. It takes effect when another owner has confirmed it: we have written to them."),
	"invited":   i18n.M("Приглашение отправлено. Ссылка действует 7 дней.", "The invitation is sent. Its link works for 7 days."),
	"confirmed": i18n.M("Предложение подтверждено и подействовало.", "The proposal is confirmed and has taken effect."),
	"refused":   i18n.M("Предложение отклонено.", "The proposal is refused."),
	"withdrawn": i18n.M("Предложение отозвано.", "The proposal is withdrawn."),
	"back":      i18n.M("Приглашение отозвано: ссылка больше не работает.", "The invitation is taken back: its link no longer works."),
	"closed":    i18n.M("Учётная запись закрыта, сеансы завершены.", "The account is closed and its sessions have ended."),
	"opened":    i18n.M("Учётная запись снова открыта.", "The account is open again."),
	"recovery":  i18n.M("Ссылка на новый пароль отправлена на подтверждённую почту.", "A link to a new password has gone to the confirmed email."),
	"marked":    i18n.M("Конфликт интересов отмечен.", "The conflict of interest is noted."),
	"lifted":    i18n.M("Отметка о конфликте интересов снята.", "The mark of a conflict of interest is lifted."),
	"retried":   i18n.M("Задание поставлено в очередь снова.", "The job is in the queue again."),
	"discarded": i18n.M("Задание убрано.", "The job is discarded."),
}

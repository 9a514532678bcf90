package staff

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// What stands where a form would that gives power to somebody.
var (
	textConfirmFirst = i18n.M("Чтобы назначать роли, подтвердите, что это вы: после входа прошло больше 10 минут.",
		"To give roles, confirm that it is you: more than 10 minutes have passed since you signed in.")
	linkConfirmFirst = i18n.M("Подтвердить", "Confirm")
)

// Roles.
var (
	leadTwo       = i18n.M("Каждое изменение предлагает один владелец и подтверждает другой. Своё предложение и решение о себе подтвердить нельзя.", "One owner proposes each change and another confirms it. Nobody can confirm their own proposal or a decision about themselves.")
	leadOne       = i18n.M("Владелец один, поэтому его изменения действуют сразу. Когда владельцев станет двое, каждое изменение должен будет подтвердить второй.", "There is one owner, whose changes take effect at once. Once there are two, the second one must confirm each change.")
	sectionOpen   = i18n.M("Ждут решения", "Waiting for a decision")
	emptyOpen     = i18n.M("Предложений нет.", "There are no proposals.")
	columnChange  = i18n.M("Изменение", "Change")
	columnOffered = i18n.M("Кто предложил", "Proposed by")
	buttonConfirm = i18n.M("Подтвердить", "Confirm")
	buttonRefuse  = i18n.M("Отклонить", "Refuse")
	buttonTake    = i18n.M("Отозвать", "Withdraw")
	textAboutYou  = i18n.M("Решает другой владелец", "Another owner decides")
	roleOf        = i18n.F("«%s»: %s", "“%s”: %s")
	changeOf      = i18n.F("%s «%s»: %s", "%s “%s”: %s")

	sectionHeld   = i18n.M("Кто исполняет роли", "Who holds the roles")
	emptyHeld     = i18n.M("Ролей пока нет ни у кого.", "Nobody has a role yet.")
	buttonEnd     = i18n.M("Снять роль", "End the role")
	sectionSent   = i18n.M("Отправленные приглашения", "Invitations sent")
	emptySent     = i18n.M("Действующих приглашений нет.", "There are no invitations to accept.")
	sectionInvite = i18n.M("Пригласить", "Invite")
	hintEmail     = i18n.M("Адрес, которым пользуется только этот человек. Принять приглашение сможет лишь учётная запись с этим адресом.", "The person’s own address. Only the account with this address can accept the invitation.")
	columnInvited = i18n.M("Кто пригласил", "Invited by")
	buttonInvite  = i18n.M("Отправить приглашение", "Send the invitation")
	buttonPropose = i18n.M("Предложить приглашение", "Propose the invitation")
	errRole       = i18n.M("Выберите роль.", "Choose a role.")
	errEmailEmpty = i18n.M("Укажите адрес почты.", "Enter the email.")

	titleEnd      = i18n.M("Снять роль?", "End the role?")
	endWhom       = i18n.F("%s: роль «%s».", "%s: the role “%s”.")
	endAtOnce     = i18n.M("Права пропадут сразу, в том числе в открытых сеансах.", "The rights end at once, including in open sessions.")
	endProposed   = i18n.M("Права пропадут, когда это подтвердит другой владелец.", "The rights end when another owner has confirmed it.")
	buttonOfferTo = i18n.M("Предложить снять роль", "Propose to end the role")
	linkCancel    = i18n.M("Не снимать", "Keep the role")
)

// The page of an invitation.
var (
	titleInvitation = i18n.M("Приглашение", "Invitation")
	invitedTo       = i18n.F("Вас приглашают на роль «%s»", "You are invited to the role “%s”")
	keyDuty         = i18n.M("Что она значит", "What it means")
	keyFor          = i18n.M("Приглашение для", "Invitation for")
	keyUntil        = i18n.M("Действует до", "Works until")
	guestText       = i18n.M("Чтобы принять приглашение, войдите в учётную запись с этим адресом почты. Если её ещё нет, зарегистрируйтесь с ним, а потом снова откройте ссылку из письма.", "To accept the invitation, sign in to the account of this email. If there is none yet, register with it and then open the link of the letter again.")
	linkSignIn      = i18n.M("Войти", "Sign in")
	linkRegister    = i18n.M("Зарегистрироваться", "Register")
	otherTitle      = i18n.M("Приглашение для другого адреса", "The invitation is for another email")
	otherText       = i18n.F("Вы вошли с адресом %s, а приглашение отправлено на %s. Выйдите и войдите с тем адресом. Пересланное приглашение принять нельзя.", "You are signed in as %s, but the invitation went to %s. Sign out and sign in with that address. A forwarded invitation cannot be accepted.")
	buttonSignOut   = i18n.M("Выйти", "Sign out")
	acceptText      = i18n.M("Роль начнёт действовать сразу, как только вы примете приглашение.", "The role begins as soon as you accept the invitation.")
	acceptTwoText   = i18n.M("Роль начнёт действовать, когда её подтвердит второй владелец.", "The role begins when a second owner has confirmed it.")
	buttonAccept    = i18n.M("Принять приглашение", "Accept the invitation")
	titleAccepted   = i18n.M("Приглашение принято", "The invitation is accepted")
	acceptedText    = i18n.F("Роль «%s» теперь ваша. Разделы для неё — в меню «Управление».", "The role “%s” is yours now. Its pages are in the menu “Administration”.")
	acceptedWaits   = i18n.F("Роль «%s» начнёт действовать, когда её подтвердит второй владелец. Мы напишем вам.", "The role “%s” begins when a second owner has confirmed it. We will write to you.")
	linkAdmin       = i18n.M("Открыть раздел «Управление»", "Open the administration")
	linkHome        = i18n.M("На рабочий стол", "Go to the dashboard")
)

// Who looked.
var (
	leadViews      = i18n.M("Каждое открытие чужих данных сотрудником записано здесь и в журнале.", "Every time a member of staff looks at someone’s details, it is recorded here and in the audit log.")
	leadViewsOf    = i18n.F("Показаны только записи: %s.", "Only these are shown: %s.")
	filterViewer   = i18n.F("кто смотрел — %s", "seen by %s")
	filterSubject  = i18n.F("чьи данные — %s", "about %s")
	emptyViews     = i18n.M("Никто ничего не открывал.", "Nobody has opened anything.")
	captionViews   = i18n.M("Просмотры", "Looks")
	textFilterBoth = i18n.F("%s, %s", "%s, %s")
)

// Jobs.
var (
	leadJobs       = i18n.M("Письма, проверки и другая работа, которую программа делает после запросов.", "Emails, checks and other work done in the background.")
	oldestWaiting  = i18n.F("Самое давнее ждёт с %s", "The oldest has waited since %s")
	oldestText     = i18n.M("Если это время не меняется, обработчик заданий не запущен или не успевает: посмотрите журнал сервера.", "If this time does not change, the workers are not running or cannot keep up: look in the server log.")
	sectionQueue   = i18n.M("Очередь", "Queue")
	emptyQueue     = i18n.M("Заданий нет.", "There are no jobs.")
	columnKind     = i18n.M("Вид задания", "Kind")
	columnWaiting  = i18n.M("Ждут", "Waiting")
	columnRunning  = i18n.M("Идут", "Running")
	columnDone     = i18n.M("Сделаны за час", "Done in the last hour")
	columnDead     = i18n.M("Не удались", "Failed")
	sectionDead    = i18n.M("Не удались", "Failed")
	leadDead       = i18n.M("Сами они больше не повторятся. Устраните причину и повторите или уберите.", "They will not be retried automatically. Fix the cause, then retry or discard them.")
	emptyDead      = i18n.M("Неудавшихся заданий нет.", "There are no failed jobs.")
	columnJob      = i18n.M("Задание", "Job")
	columnTries    = i18n.M("Попыток", "Tries")
	columnDied     = i18n.M("Последняя попытка", "Last try")
	columnError    = i18n.M("Что случилось", "What happened")
	buttonRetry    = i18n.M("Повторить", "Retry")
	buttonDiscard  = i18n.M("Убрать", "Discard")
	noErrorText    = i18n.M("Причина не записана", "No reason was noted")
	jobKindAndName = i18n.F("%s, № %d", "%s, no. %d")
)

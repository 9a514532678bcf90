package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Contacts and the password.
var (
	titleContacts = i18n.M("Контакты", "Contacts")
	leadContacts  = i18n.M("С почтой и телефоном вы входите, на них приходят письма и коды. О каждом изменении мы пишем и по старому, и по новому контакту.", "You sign in with your email and phone and receive messages and codes on them. Whenever one changes, we write to both the old and the new one.")
	keyPassword   = i18n.M("Пароль", "Password")
	valuePassword = i18n.M("Задан", "Set")
	linkChange    = i18n.M("Изменить", "Change")
	linkAdd       = i18n.M("Добавить", "Add")
	linkRemove    = i18n.M("Убрать номер", "Remove the number")
	aboutEmail    = i18n.M("адрес почты", "the email")
	aboutPhone    = i18n.M("номер телефона", "the phone number")
	aboutPassword = i18n.M("пароль", "the password")

	titleNewEmail = i18n.M("Новый адрес почты", "New email")
	leadNewEmail  = i18n.M("Мы пришлём на него код. Пока вы его не ввели, всё остаётся как есть.", "We will send a code to it. Nothing changes until you enter the code.")
	labelNewEmail = i18n.M("Новый адрес", "New email")
	titleNewPhone = i18n.M("Номер телефона", "Phone number")
	leadNewPhone  = i18n.M("Мы пришлём на него код в сообщении. Пока вы его не ввели, всё остаётся как есть. Сообщения можно перехватить или получить по копии сим-карты, поэтому вторым фактором номер не бывает: для этого лучше ключ доступа.",
		"We will text a code to it. Nothing changes until you enter the code. Messages can be intercepted or read with a copy of the SIM card, so a number is never a second factor: a passkey is better for that.")
	labelNewPhone    = i18n.M("Мобильный телефон", "Mobile phone")
	buttonSendCode   = i18n.M("Прислать код", "Send the code")
	titleProveEmail  = i18n.M("Подтвердите новый адрес", "Confirm the new email")
	titleProvePhone  = i18n.M("Подтвердите номер", "Confirm the number")
	proveEmail       = i18n.F("Мы отправили письмо с кодом на %s. Код действует 10 минут. В письме есть и ссылка: она работает сутки.", "We have emailed a code to %s. The code works for 10 minutes. The email also has a link, which works for a day.")
	provePhone       = i18n.F("Мы отправили сообщение с кодом на %s. Код действует 10 минут.", "We have texted a code to %s. It works for 10 minutes.")
	proveTip         = i18n.M("Проверьте, что указали верно. Новый код можно запросить через минуту после прошлого.", "Check that it is right. You can ask for a new code a minute after the last one.")
	buttonCallOff    = i18n.M("Отменить изменение", "Cancel the change")
	linkProve        = i18n.M("Ввести код", "Enter the code")
	waitsFor         = i18n.F("Ждёт подтверждения: %s", "Waiting to be confirmed: %s")
	titleLinkChange  = i18n.M("Подтвердить новый адрес?", "Confirm the new email?")
	askLinkChange    = i18n.F("Адресом вашей учётной записи станет %s.", "Your account email will be %s.")
	titleRemovePhone = i18n.M("Убрать номер?", "Remove the number?")
	askRemovePhone   = i18n.F("Войти по номеру %s и получить на него код будет нельзя. Вернуть номер можно в любой день.", "You will no longer be able to sign in with %s or receive codes on it. You can add it again at any time.")
	buttonRemove     = i18n.M("Убрать", "Remove")
	linkKeep         = i18n.M("Оставить", "Keep it")

	titlePassword    = i18n.M("Новый пароль", "New password")
	labelOldPassword = i18n.M("Нынешний пароль", "Current password")
	labelEndOthers   = i18n.M("Завершить все остальные сеансы", "End all other sessions")
	hintEndOthers    = i18n.M("Снимите отметку, только если уверены, что ими пользуетесь вы.", "Untick this only if you are sure that they are all yours.")
	buttonNewPass    = i18n.M("Сменить пароль", "Change password")
	linkLostPassword = i18n.M("Не помню нынешний", "I do not remember my current password")
	errNoOld         = i18n.M("Введите нынешний пароль.", "Enter your current password.")
	errSamePassword  = i18n.M("Новый пароль совпал с нынешним. Придумайте другой.", "The new password is the same as the current one. Choose another.")

	titleUndo     = i18n.M("Это были не вы?", "Wasn’t you?")
	undoEmail     = i18n.F("Адрес учётной записи изменили. Раньше он был %s.", "The email of your account was changed. It used to be %s.")
	undoPhone     = i18n.F("Номер телефона учётной записи изменили. Раньше он был %s.", "The phone number of your account was changed. It used to be %s.")
	undoNoPhone   = i18n.M("К учётной записи привязали номер телефона. Раньше номера не было.", "A phone number was added to your account. There was none before.")
	undoWhat      = i18n.M("Если нажмёте кнопку:", "If you press the button:")
	undoBack      = i18n.M("вернутся прежние контакты, в том числе изменённые позже;", "your previous contacts come back, including any changed later;")
	undoSessions  = i18n.M("завершатся все сеансы, и пароль перестанет действовать;", "all sessions end and the password stops working;")
	undoLink      = i18n.M("на прежнюю почту придёт ссылка, чтобы задать новый пароль.", "we send a link for a new password to your previous email.")
	buttonUndo    = i18n.M("Это не я, вернуть прежнее", "This was not me: undo the change")
	titleUndone   = i18n.M("Прежние контакты вернулись", "Your previous contacts are back")
	undoneText    = i18n.M("Сеансы завершены, пароль больше не действует. Откройте письмо со ссылкой и задайте новый.", "All sessions have ended and the password no longer works. Open the email with the link and set a new one.")
	titleShut     = i18n.M("Учётная запись закрыта до проверки", "Your account is closed until we have checked it")
	shutText      = i18n.M("После того изменения в учётной записи появилось и другое, поэтому решить, кто её владелец, должен сотрудник. Войти в неё сейчас не может никто. Напишите или позвоните в поддержку.", "More has changed in the account since then, so a member of staff has to find out who owns it. Nobody can sign in to it now. Write to support or call them.")
	linkToSupport = i18n.M("Контакты поддержки", "Contact support")
)

// contactDone are the notices after a change, by the code in the address.
var contactDone = map[string]i18n.Text{
	"email":    i18n.M("Адрес почты изменён. Мы написали на прежний и на новый адрес.", "The email is changed. We have written to the old and the new address."),
	"phone":    i18n.M("Номер телефона подтверждён.", "The phone number is confirmed."),
	"removed":  i18n.M("Номер телефона убран.", "The phone number is removed."),
	"password": i18n.M("Пароль изменён.", "The password is changed."),
	"off":      i18n.M("Изменение отменено.", "The change is cancelled."),
}

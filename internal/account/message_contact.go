package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Contacts and the password.
var (
	titleContacts = i18n.M("Контакты", "Contacts")
	leadContacts  = i18n.M("С почтой и телефоном вы входите, на них приходят письма и коды. О каждом изменении мы пишем и по старому, и по новому контакту.", "You sign in with your e-mail and telephone, and they receive letters and codes. We tell the old and the new contact of each change.")
	keyPassword   = i18n.M("Пароль", "Password")
	valuePassword = i18n.M("Задан", "Set")
	linkChange    = i18n.M("Изменить", "Change")
	linkAdd       = i18n.M("Добавить", "Add")
	linkRemove    = i18n.M("Убрать номер", "Remove the number")
	aboutEmail    = i18n.M("адрес почты", "the e-mail")
	aboutPhone    = i18n.M("номер телефона", "the telephone number")
	aboutPassword = i18n.M("пароль", "the password")

	titleNewEmail    = i18n.M("Новый адрес почты", "A new e-mail")
	leadNewEmail     = i18n.M("Мы пришлём на него код. Пока вы его не ввели, всё остаётся как есть.", "We will send a code to it. Until you type the code, all stays as it is.")
	labelNewEmail    = i18n.M("Новый адрес", "New e-mail")
	titleNewPhone    = i18n.M("Номер телефона", "Telephone number")
	leadNewPhone     = i18n.M("Мы пришлём на него код в сообщении. Пока вы его не ввели, всё остаётся как есть.", "We will text a code to it. Until you type the code, all stays as it is.")
	labelNewPhone    = i18n.M("Мобильный телефон", "Mobile phone")
	buttonSendCode   = i18n.M("Прислать код", "Send the code")
	titleProveEmail  = i18n.M("Подтвердите новый адрес", "Confirm the new e-mail")
	titleProvePhone  = i18n.M("Подтвердите номер", "Confirm the number")
	proveEmail       = i18n.F("Мы отправили письмо с кодом на %s. Код действует 10 минут. В письме есть и ссылка: она работает сутки.", "We have sent a letter with a code to %s. The code works for 10 minutes. The letter has a link, too, which works for a day.")
	provePhone       = i18n.F("Мы отправили сообщение с кодом на %s. Код действует 10 минут.", "We have texted a code to %s. It works for 10 minutes.")
	proveTip         = i18n.M("Проверьте, что указали верно. Новый код можно запросить через минуту после прошлого.", "Check what you gave. You can ask for a new code a minute after the last one.")
	buttonCallOff    = i18n.M("Отменить изменение", "Call the change off")
	linkProve        = i18n.M("Ввести код", "Type the code")
	waitsFor         = i18n.F("Ждёт подтверждения: %s", "Waits for its confirmation: %s")
	titleLinkChange  = i18n.M("Подтвердить новый адрес?", "Confirm the new e-mail?")
	askLinkChange    = i18n.F("Адресом вашей учётной записи станет %s.", "The e-mail of your account will be %s.")
	titleRemovePhone = i18n.M("Убрать номер?", "Remove the number?")
	askRemovePhone   = i18n.F("Войти по номеру %s и получить на него код будет нельзя. Вернуть номер можно в любой день.", "You will not be able to sign in with the number %s nor get a code at it. You can add it again on any day.")
	buttonRemove     = i18n.M("Убрать", "Remove")
	linkKeep         = i18n.M("Оставить", "Keep it")

	titlePassword    = i18n.M("Новый пароль", "A new password")
	labelOldPassword = i18n.M("Нынешний пароль", "Present password")
	labelEndOthers   = i18n.M("Завершить все остальные сеансы", "End all other sessions")
	hintEndOthers    = i18n.M("Снимите отметку, только если уверены, что ими пользуетесь вы.", "Clear it only if you are sure that they are yours.")
	buttonNewPass    = i18n.M("Сменить пароль", "Change the password")
	linkLostPassword = i18n.M("Не помню нынешний", "I do not remember the present one")
	errNoOld         = i18n.M("Введите нынешний пароль.", "Type the present password.")
	errSamePassword  = i18n.M("Новый пароль совпал с нынешним. Придумайте другой.", "The new password is the present one. Choose another.")

	titleUndo     = i18n.M("Это были не вы?", "Was it not you?")
	undoEmail     = i18n.F("Адрес учётной записи изменили. Раньше он был %s.", "The e-mail of the account was changed. It was %s before.")
	undoPhone     = i18n.F("Номер телефона учётной записи изменили. Раньше он был %s.", "The telephone number of the account was changed. It was %s before.")
	undoNoPhone   = i18n.M("К учётной записи привязали номер телефона. Раньше номера не было.", "A telephone number was attached to the account. There was none before.")
	undoWhat      = i18n.M("Если нажмёте кнопку:", "If you press the button:")
	undoBack      = i18n.M("вернутся прежние контакты, в том числе изменённые позже;", "the former contacts come back, those that were changed later, too;")
	undoSessions  = i18n.M("завершатся все сеансы, и пароль перестанет действовать;", "all sessions end, and the password no longer works;")
	undoLink      = i18n.M("на прежнюю почту придёт ссылка, чтобы задать новый пароль.", "a link to set a new password comes to the former e-mail.")
	buttonUndo    = i18n.M("Это не я, вернуть прежнее", "It was not me, put it back")
	titleUndone   = i18n.M("Прежние контакты вернулись", "The former contacts are back")
	undoneText    = i18n.M("Сеансы завершены, пароль больше не действует. Откройте письмо со ссылкой и задайте новый.", "The sessions have ended, and the password no longer works. Open the letter with the link and set a new one.")
	titleShut     = i18n.M("Учётная запись закрыта до проверки", "The account is closed until it is checked")
	shutText      = i18n.M("После того изменения в учётной записи появилось и другое, поэтому решить, кто её владелец, должен сотрудник. Войти в неё сейчас не может никто. Напишите или позвоните в поддержку.", "More has changed in the account since, so a member of the staff must decide who its owner is. Nobody can sign in to it now. Write to or call the support.")
	linkToSupport = i18n.M("Контакты поддержки", "Contact the support")
)

// contactDone are the notices after a change, by the code in the address.
var contactDone = map[string]i18n.Text{
	"email":    i18n.M("Адрес почты изменён. Мы написали на прежний и на новый адрес.", "The e-mail is changed. We have written to the old and the new address."),
	"phone":    i18n.M("Номер телефона подтверждён.", "The telephone number is confirmed."),
	"removed":  i18n.M("Номер телефона убран.", "The telephone number is removed."),
	"password": i18n.M("Пароль изменён.", "The password is changed."),
	"off":      i18n.M("Изменение отменено.", "The change is called off."),
}

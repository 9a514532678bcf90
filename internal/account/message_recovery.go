package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Recovery.
var (
	titleRecover     = i18n.M("Новый пароль", "A new password")
	leadRecover      = i18n.M("Укажите, с чем вы входите. На почту мы пришлём ссылку, на телефон — код. По СНИЛС можно выбрать.", "Give what you sign in with. To an e-mail we send a link, to a telephone a code. With СНИЛС you choose.")
	titleRemind      = i18n.M("С чем входить", "What to sign in with")
	leadRemind       = i18n.M("Входят по адресу почты, по подтверждённому номеру телефона или по подтверждённому СНИЛС. Укажите адрес — мы напишем на него, что подойдёт.", "You sign in with your e-mail, your confirmed telephone number or your confirmed СНИЛС. Give your e-mail and we will write to it what will do.")
	titleSent        = i18n.M("Проверьте почту", "Check your mail")
	titleChannel     = i18n.M("Куда отправить?", "Where shall we send it?")
	leadChannel      = i18n.M("Выберите, чем сейчас можете воспользоваться. Если выбранного в учётной записи нет, ничего не придёт — тогда выберите другое.", "Choose what you can use now. If the account has none of what you choose, nothing will come; then choose the other.")
	titleRecoverCode = i18n.M("Введите код из сообщения", "Type the code from the message")
	titleNewPassword = i18n.M("Задайте новый пароль", "Set a new password")
	leadNewPassword  = i18n.M("После этого все прежние сеансы завершатся. Если включён второй фактор, мы спросим и его.", "All earlier sessions will end. If you have a second factor, we will ask for it, too.")

	labelAnyLogin    = i18n.M("Почта, телефон или СНИЛС", "E-mail, telephone or СНИЛС")
	labelChannel     = i18n.M("Как получить ссылку или код", "How to get the link or the code")
	channelMail      = i18n.M("Письмо на почту из учётной записи", "A letter to the e-mail of the account")
	channelSMS       = i18n.M("Сообщение на телефон из учётной записи", "A text message to the telephone of the account")
	channelMailTo    = i18n.F("Письмо на %s", "A letter to %s")
	channelSMSTo     = i18n.F("Сообщение на %s", "A text message to %s")
	buttonRecover    = i18n.M("Продолжить", "Continue")
	buttonSendLogin  = i18n.M("Прислать подсказку", "Send the reminder")
	buttonSet        = i18n.M("Задать пароль и войти", "Set the password and sign in")
	linkAskAgain     = i18n.M("Попробовать ещё раз", "Try again")
	linkOtherChannel = i18n.M("Выбрать другой способ", "Choose another way")

	sentText       = i18n.M("Если на этот адрес заведена учётная запись, письмо придёт в течение нескольких минут.", "If this address has an account, a letter will come within a few minutes.")
	sentByPhone    = i18n.M("Если этот номер привязан к учётной записи, письмо придёт на её почту в течение нескольких минут.", "If this number belongs to an account, a letter will come to its e-mail within a few minutes.")
	sentBySNILS    = i18n.M("Если этот СНИЛС подтверждён в учётной записи, письмо придёт на её почту в течение нескольких минут.", "If this СНИЛС is confirmed in an account, a letter will come to its e-mail within a few minutes.")
	sentTip        = i18n.M("Письма нет? Проверьте папку «Спам» и то, что вы указали.", "No letter? Check the spam folder and what you gave.")
	codeSentIf     = i18n.M("Если у учётной записи есть такой номер, на него придёт код. Он действует 10 минут.", "If an account has such a number, a code will come to it. It works for 10 minutes.")
	recoverCodeTip = i18n.M("Проверьте номер и связь. Новый код можно запросить через минуту после прошлого.", "Check the number and the reception. You can ask for a new code a minute after the last one.")
	textHelpLater  = i18n.M("Если за два часа ничего не выйдет, откройте эту страницу снова: на ней появятся другие способы.", "If nothing works within two hours, open this page again: it will then have other ways.")
	titleHelp      = i18n.M("Другие способы", "Other ways")
	leadHelp       = i18n.M("Прошло больше двух часов. Вот что ещё можно сделать:", "More than two hours have passed. Here is what else you can do:")

	wayPasskey      = i18n.M("Если вы заводили ключ доступа, войдите им: пароль не понадобится.", "If you have made a passkey, sign in with it: no password is needed.")
	wayDesk         = i18n.F("Приходите лично с паспортом и СНИЛС: %s. Сотрудник проверит документы и начнёт восстановление.", "Come in person with your passport and СНИЛС: %s. The staff will check them and begin the recovery.")
	waySupport      = i18n.F("Напишите в поддержку на %s или позвоните: %s.", "Write to the support at %s or call %s.")
	waySupportMail  = i18n.F("Напишите в поддержку: %s.", "Write to the support: %s.")
	waySupportPhone = i18n.F("Позвоните в поддержку: %s.", "Call the support: %s.")
	wayReserve      = i18n.M("Если пароль задать удалось, но нет второго фактора, на странице входа введите один из резервных кодов.", "If you could set a password but lack the second factor, type one of your reserve codes on the sign-in page.")

	errNoAnyLogin = i18n.M("Укажите адрес почты, номер телефона или СНИЛС.", "Give an e-mail, a telephone number or a СНИЛС.")
	errLoginForm  = i18n.M("Это не похоже ни на адрес почты, ни на номер телефона, ни на СНИЛС. Проверьте, нет ли опечатки.", "This looks like no e-mail, telephone number or СНИЛС. Check it for a typing error.")
	errNoChannel  = i18n.M("Выберите, куда отправить.", "Choose where to send it.")
)

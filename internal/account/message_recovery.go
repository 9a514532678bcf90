package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Recovery.
var (
	titleRecover     = i18n.M("Новый пароль", "New password")
	leadRecover      = i18n.M("Укажите, с чем вы входите. На почту мы пришлём ссылку, на телефон — код. По СНИЛС можно выбрать.", "Enter what you sign in with. We send a link to an email and a code to a phone. With a SNILS you can choose.")
	titleRemind      = i18n.M("С чем входить", "Find your sign-in name")
	leadRemind       = i18n.M("Входят по адресу почты, по подтверждённому номеру телефона или по подтверждённому СНИЛС. Укажите адрес — мы напишем на него, что подойдёт.", "You can sign in with your email, or with your phone number or SNILS once confirmed. Enter your email and we will write to you which of them work.")
	titleSent        = i18n.M("Проверьте почту", "Check your email")
	titleChannel     = i18n.M("Куда отправить?", "Where should we send it?")
	leadChannel      = i18n.M("Выберите, чем сейчас можете воспользоваться. Если выбранного в учётной записи нет, ничего не придёт — тогда выберите другое.", "Choose what you can use now. If your account does not have what you choose, nothing will arrive: then choose the other one.")
	titleRecoverCode = i18n.M("Введите код из сообщения", "Enter the code from the message")
	titleNewPassword = i18n.M("Задайте новый пароль", "Set a new password")
	leadNewPassword  = i18n.M("После этого все прежние сеансы завершатся. Если включён второй фактор, мы спросим и его.", "All earlier sessions will end. If you use a second factor, we will ask for it too.")

	labelAnyLogin    = i18n.M("Почта, телефон или СНИЛС", "Email, phone or SNILS")
	labelChannel     = i18n.M("Как получить ссылку или код", "How to get the link or the code")
	channelMail      = i18n.M("Письмо на почту из учётной записи", "An email to the address on the account")
	channelSMS       = i18n.M("Сообщение на телефон из учётной записи", "A text message to the phone on the account")
	channelMailTo    = i18n.F("Письмо на %s", "An email to %s")
	channelSMSTo     = i18n.F("Сообщение на %s", "A text message to %s")
	buttonRecover    = i18n.M("Продолжить", "Continue")
	buttonSendLogin  = i18n.M("Прислать подсказку", "Send reminder")
	buttonSet        = i18n.M("Задать пароль и войти", "Set password and sign in")
	linkAskAgain     = i18n.M("Попробовать ещё раз", "Try again")
	linkOtherChannel = i18n.M("Выбрать другой способ", "Choose another way")

	sentText       = i18n.M("Если на этот адрес заведена учётная запись, письмо придёт в течение нескольких минут.", "If there is an account with this address, you will get an email within a few minutes.")
	sentByPhone    = i18n.M("Если этот номер привязан к учётной записи, письмо придёт на её почту в течение нескольких минут.", "If there is an account with this number, an email will arrive at its address within a few minutes.")
	sentBySNILS    = i18n.M("Если этот СНИЛС подтверждён в учётной записи, письмо придёт на её почту в течение нескольких минут.", "If there is an account with this confirmed SNILS, an email will arrive at its address within a few minutes.")
	sentTip        = i18n.M("Письма нет? Проверьте папку «Спам» и то, что вы указали.", "No email? Check your spam folder and what you entered.")
	codeSentIf     = i18n.M("Если у учётной записи есть такой номер, на него придёт код. Он действует 10 минут.", "If there is an account with this number, you will get a code. It works for 10 minutes.")
	recoverCodeTip = i18n.M("Проверьте номер и связь. Новый код можно запросить через минуту после прошлого.", "Check the number and your signal. You can ask for a new code a minute after the last one.")
	textHelpLater  = i18n.M("Если за два часа ничего не выйдет, откройте эту страницу снова: на ней появятся другие способы.", "If nothing has worked within two hours, open this page again: it will then show other ways.")
	titleHelp      = i18n.M("Другие способы", "Other ways")
	leadHelp       = i18n.M("Прошло больше двух часов. Вот что ещё можно сделать:", "More than two hours have passed. Here is what else you can do:")

	wayPasskey      = i18n.M("Если вы заводили ключ доступа, войдите им: пароль не понадобится.", "If you have a passkey, sign in with it: you do not need a password.")
	wayDesk         = i18n.F("Приходите лично с паспортом и СНИЛС: %s. Сотрудник проверит документы и начнёт восстановление.", "Come in person with your passport and SNILS: %s. The staff will check them and begin the recovery.")
	waySupport      = i18n.F("Напишите в поддержку на %s или позвоните: %s.", "Contact support at %s or call %s.")
	waySupportMail  = i18n.F("Напишите в поддержку: %s.", "Contact support: %s.")
	waySupportPhone = i18n.F("Позвоните в поддержку: %s.", "Call support: %s.")
	wayReserve      = i18n.M("Если пароль задать удалось, но нет второго фактора, на странице входа введите один из резервных кодов.", "If you could set a password but lack the second factor, enter one of your backup codes on the sign-in page.")

	errNoAnyLogin = i18n.M("Укажите адрес почты, номер телефона или СНИЛС.", "Enter an email, a phone number or a SNILS.")
	errLoginForm  = i18n.M("Это не похоже ни на адрес почты, ни на номер телефона, ни на СНИЛС. Проверьте, нет ли опечатки.", "This does not look like an email, a phone number or a SNILS. Check it for typing errors.")
	errNoChannel  = i18n.M("Выберите, куда отправить.", "Choose where to send it.")
)

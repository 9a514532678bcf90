package account

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

type text = i18n.Text

// Headings and leads.
var (
	titleRegister = i18n.M("Регистрация", "Registration")
	leadRegister  = i18n.M("Одна учётная запись открывает личный кабинет и кабинеты ваших организаций. Понадобится 3 минуты и доступ к почте.",
		"One account for you and all your organisations. It takes 3 minutes and access to your email.")
	titleEmail      = i18n.M("Подтвердите адрес почты", "Confirm your email")
	titleLink       = i18n.M("Подтверждение адреса", "Confirm your address")
	titleLinkDone   = i18n.M("Адрес подтверждён", "Address confirmed")
	titlePhone      = i18n.M("Подтвердите номер телефона", "Confirm your phone number")
	titlePhoneTaken = i18n.M("Этот номер уже занят", "This number is already in use")
	titleDone       = i18n.M("Учётная запись создана", "Your account is ready")
	titleSignIn     = i18n.M("Вход", "Sign in")
	titleProfile    = i18n.M("Мои данные", "My details")
	titleSecurity   = i18n.M("Безопасность", "Security")
)

// Labels and hints.
var (
	labelSurname    = i18n.M("Фамилия", "Surname")
	labelGiven      = i18n.M("Имя", "Given name")
	labelPatronymic = i18n.M("Отчество", "Patronymic")
	hintPatronymic  = i18n.M("Если есть в паспорте", "If your passport has one")
	labelEmail      = i18n.M("Адрес почты", "Email")
	hintEmail       = i18n.M("Укажите личный адрес. Чужой или рабочий не подойдёт: потеряв к нему доступ, вы не восстановите пароль.",
		"Enter your own address, not someone else’s or your employer’s: if you lose access to it, you cannot recover your password.")
	labelPhone        = i18n.M("Мобильный телефон", "Mobile phone")
	hintPhone         = i18n.M("По нему тоже можно будет войти. Пришлём код в сообщении.", "You will also be able to sign in with it. We will text you a code.")
	labelPassword     = i18n.M("Пароль", "Password")
	labelAgain        = i18n.M("Пароль ещё раз", "Repeat password")
	labelNewPassword  = i18n.M("Новый пароль", "New password")
	labelCode         = i18n.M("Код", "Code")
	labelLogin        = i18n.M("Почта, телефон или СНИЛС", "Email, phone or SNILS")
	legendName        = i18n.M("Как вас зовут", "Your name")
	hintName          = i18n.M("Как в паспорте", "As in your passport")
	legendContacts    = i18n.M("Как с вами связаться", "How to reach you")
	legendPassword    = i18n.M("Пароль для входа", "Password")
	agreeTerms        = i18n.M("Принимаю", "I accept the")
	agreeConsent      = i18n.M("Даю", "I give my")
	buttonRegister    = i18n.M("Продолжить", "Continue")
	buttonConfirm     = i18n.M("Подтвердить", "Confirm")
	buttonConfirmLink = i18n.M("Подтвердить адрес", "Confirm the address")
	buttonResend      = i18n.M("Выслать повторно", "Send again")
	buttonSkip        = i18n.M("Продолжить без номера", "Continue without a number")
	buttonSignIn      = i18n.M("Войти", "Sign in")
	buttonEnd         = i18n.M("Завершить", "End session")
	buttonEndOthers   = i18n.M("Завершить остальные сеансы", "End the other sessions")
	linkRegister      = i18n.M("Зарегистрироваться", "Register")
	linkHaveAccount   = i18n.M("Уже есть учётная запись? Войти", "Have an account? Sign in")
	linkForgotLogin   = i18n.M("Забыли логин?", "Forgot your sign-in name?")
	linkForgot        = i18n.M("Забыли пароль?", "Forgot your password?")
	linkOther         = i18n.M("Указать другой адрес", "Use another address")
	linkGoBack        = i18n.M("Вернуться к тому, с чего начали", "Go back to where you started")
	linkDesk          = i18n.M("Перейти в личный кабинет", "Go to your account")
)

// Texts of pages.
var (
	codeSentTo     = i18n.F("Мы отправили письмо с кодом на %s. Код действует 10 минут.", "We have emailed a code to %s. It works for 10 minutes.")
	codeTextedTo   = i18n.F("Мы отправили сообщение с кодом на %s. Код действует 10 минут.", "We have texted a code to %s. It works for 10 minutes.")
	hintCode       = i18n.M("Шесть цифр", "Six digits")
	noLetter       = i18n.M("Письмо не пришло?", "No email?")
	noLetterTip    = i18n.M("Обычно оно приходит за минуту. Проверьте папку «Спам» и адрес. Новый код можно запросить через минуту после прошлого.", "It usually arrives within a minute. Check your spam folder and the address. You can ask for a new code a minute after the last one.")
	noMessage      = i18n.M("Сообщение не пришло?", "No message?")
	noMessageTip   = i18n.M("Проверьте номер и связь. Номер можно добавить и потом, в профиле.", "Check the number and your signal. You can also add a number later, in your profile.")
	textSentAgain  = i18n.M("Мы отправили новый код. Прежний больше не действует.", "We have sent a new code. The previous one no longer works.")
	linkAsk        = i18n.F("Подтвердите, что адрес %s принадлежит вам.", "Confirm that the address %s is yours.")
	linkGoOn       = i18n.M("Продолжите на странице, где вы начинали регистрацию: обновите её.", "Go back to the page where you started to register and refresh it.")
	linkGoSignIn   = i18n.M("Учётная запись создана. Теперь можно войти.", "Your account is ready. You can sign in now.")
	phoneTakenTip  = i18n.M("Он привязан к другой учётной записи. Если она тоже ваша, войдите в неё или продолжите без номера: добавить другой можно потом.", "It belongs to another account. If that one is yours too, sign in to it, or continue without a number: you can add another later.")
	doneLetter     = i18n.F("Письмо с копиями документов отправлено на %s.", "We have emailed copies of the documents to %s.")
	doneNext       = i18n.M("Что дальше", "What happens next")
	doneNextDesk   = i18n.M("Откройте личный кабинет: там доступные вам услуги.", "Open your account to see the services you can use.")
	doneNextOrg    = i18n.M("Добавьте кабинет организации — сейчас или позднее. Для этого нужна электронная подпись руководителя.", "Add an organisation account now or later. You need the electronic signature of its head.")
	doneNextLevel  = i18n.M("Подтвердите личность, чтобы открылись все услуги.", "Prove your identity to use all services.")
	samplesTitle   = i18n.M("Учебная установка", "Trial installation")
	buttonSamples  = i18n.M("Выбрать роль", "Choose a role")
	samplesLead    = i18n.M("Или войдите под одним из учебных имён. Пароль у всех один:", "Or sign in as any of these people. They all have the same password:")
	sessionsTitle  = i18n.M("Где вы вошли", "Where you are signed in")
	sessionsLead   = i18n.M("Если видите незнакомый сеанс, завершите его и смените пароль.", "If you do not recognise a session, end it and change your password.")
	sessionThis    = i18n.M("Этот сеанс", "This session")
	columnBrowser  = i18n.M("Браузер", "Browser")
	columnNetwork  = i18n.M("Сеть", "Network")
	columnSince    = i18n.M("Вход", "Signed in")
	columnSeen     = i18n.M("Был активен", "Last active")
	columnAction   = i18n.M("Действие", "Action")
	unknownBrowser = i18n.M("Неизвестный браузер", "Unknown browser")
	textEnded      = i18n.M("Готово: сеанс завершён.", "The session has ended.")
	keyName        = i18n.M("Имя", "Name")
	keyEmail       = i18n.M("Почта", "Email")
	keyPhone       = i18n.M("Телефон", "Phone")
	keyLevel       = i18n.M("Уровень учётной записи", "Account level")
	keySince       = i18n.M("Создана", "Created")
)

var levelName = map[actor.Level]i18n.Text{
	actor.Simplified: i18n.M("Упрощённая", "Simplified"),
	actor.Standard:   i18n.M("Стандартная", "Standard"),
	actor.Full:       i18n.M("Полная", "Full"),
}

// What is wrong with a form, and how to mend it.
var (
	errNoSurname   = i18n.M("Укажите фамилию.", "Enter your surname.")
	errNoGiven     = i18n.M("Укажите имя.", "Enter your given name.")
	errNameForm    = i18n.M("В имени могут быть буквы, дефис, апостроф, точка и пробел. Уберите остальное.", "A name can have letters, hyphens, apostrophes, dots and spaces. Remove anything else.")
	errNoEmail     = i18n.M("Укажите адрес почты.", "Enter your email.")
	errEmailForm   = i18n.M("Проверьте адрес почты: он должен быть похож на ivanova@example.ru.", "Check the email: it should look like ivanova@example.ru.")
	errPhoneForm   = i18n.M("Проверьте номер: он должен быть похож на +7 916 123-45-67.", "Check the number: it should look like +7 916 123-45-67.")
	errPhoneAbroad = i18n.M("Мы отправляем сообщения только на российские номера. Укажите номер, который начинается на +7, или оставьте поле пустым.", "We can only text Russian numbers. Enter a number that begins with +7 or leave the field empty.")
	errNoPhone     = i18n.M("Укажите номер мобильного телефона.", "Enter a mobile number.")
	errPhoneFixed  = i18n.M("На этот номер сообщение не придёт. Укажите мобильный или оставьте поле пустым.", "This number cannot receive text messages. Enter a mobile number or leave the field empty.")
	errNoPassword  = i18n.M("Введите пароль.", "Enter the password.")
	errNoAgain     = i18n.M("Введите пароль ещё раз.", "Enter the password again.")
	errDifferent   = i18n.M("Пароли не совпали. Введите их ещё раз.", "The passwords do not match. Enter them again.")
	errNoLogin     = i18n.M("Укажите адрес почты, номер телефона или СНИЛС.", "Enter your email, phone number or SNILS.")
	errCodeForm    = i18n.M("Введите код из шести цифр.", "Enter the six-digit code.")
	errNewEdition  = i18n.M("Пока вы заполняли форму, вышла новая редакция документа. Откройте её и подтвердите согласие ещё раз.", "While you were filling in the form, a new edition of the document came out. Open it and agree again.")
	errAgree       = map[string]i18n.Text{
		"terms":   i18n.M("Чтобы зарегистрироваться, примите пользовательское соглашение.", "Accept the terms of use to register."),
		"consent": i18n.M("Чтобы зарегистрироваться, дайте согласие на обработку персональных данных.", "Consent to the processing of personal data to register."),
	}
)

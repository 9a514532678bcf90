package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Texts of confirming who one is and of the second factor.
var (
	titleConfirm = i18n.M("Подтвердите, что это вы", "Confirm that it is you")
	leadConfirm  = i18n.M("Вы уже вошли, но для этого действия нужно ещё раз подтвердить, что за экраном вы. Этого хватит на 10 минут.",
		"You are signed in, but for this action we need to check again that it is you. We will not ask again for 10 minutes.")
	textNotDone = i18n.M("То, что вы отправили, не выполнено и не сохранено: с последнего подтверждения прошло больше 10 минут. Подтвердите, что это вы, и повторите.",
		"What you sent was neither done nor saved: more than 10 minutes have passed since you last confirmed. Confirm that it is you and send it again.")
	titleSecond      = i18n.M("Второй шаг входа", "Second step of sign-in")
	leadSecond       = i18n.M("Пароль принят. Осталось подтвердить вход вторым фактором. На это есть 10 минут и 5 попыток.", "Your password is correct. Now confirm the sign-in with your second factor. You have 10 minutes and 5 attempts.")
	titleOtherWaysIn = i18n.M("Без пароля", "Without a password")
	titleOtherWays   = i18n.M("Другие способы", "Other ways")
	titleNoWay       = i18n.M("Ничего из этого нет под рукой?", "Don’t have any of these?")
	textNoWay        = i18n.M("Если потеряны и второй фактор, и резервные коды, обратитесь в поддержку: доступ восстановят лично, с паспортом.",
		"If you have lost both your second factor and your backup codes, contact support: we restore access in person, with your passport.")
	labelAppCode       = i18n.M("Код из приложения", "Code from the app")
	hintAppCode        = i18n.M("Шесть цифр, которые приложение показывает сейчас", "The six digits the app is showing now")
	labelReserveCode   = i18n.M("Резервный код", "Backup code")
	hintReserveCode    = i18n.M("Двенадцать цифр из вашего списка. Каждый код работает один раз.", "Twelve digits from your list. Each code works once.")
	textUseKey         = i18n.M("Нажмите кнопку и сделайте то, что попросит браузер: вставьте ключ безопасности и коснитесь его или подтвердите вход на своём устройстве.", "Press the button and do what your browser asks: insert your security key and touch it, or confirm on your device.")
	buttonUseKey       = i18n.M("Использовать ключ", "Use key")
	buttonPasskey      = i18n.M("Войти с ключом доступа", "Sign in with a passkey")
	buttonCancelSecond = i18n.M("Войти под другим именем", "Sign in as someone else")
	textAgain          = i18n.M("Вход не завершён: прошло 10 минут или было 5 попыток. Введите пароль ещё раз.", "The sign-in was not finished: 10 minutes have passed or there were 5 tries. Enter the password again.")
	errNoCode          = map[Way]i18n.Text{
		WayApp:     i18n.M("Введите шесть цифр, которые показывает приложение.", "Enter the six digits the app is showing."),
		WayReserve: i18n.M("Введите двенадцать цифр одного из резервных кодов.", "Enter the twelve digits of one of your backup codes."),
	}
	wayLink = map[Way]i18n.Text{
		WayApp:      i18n.M("Ввести код из приложения", "Enter a code from the app"),
		WayKey:      i18n.M("Использовать ключ доступа или ключ безопасности", "Use a passkey or a security key"),
		WayReserve:  i18n.M("Ввести резервный код", "Enter a backup code"),
		WayPassword: i18n.M("Ввести пароль", "Enter the password"),
	}
)

// What the script says of keys.
var (
	textKeyScript = i18n.M("Ключи работают, только когда в браузере разрешены сценарии. Разрешите их для этого сайта или выберите другой способ: пароль и коды работают и так.",
		"Keys need JavaScript. Allow it for this site or choose another way: passwords and codes work without it.")
	keyMissing = i18n.M("Этот браузер не умеет работать с ключами. Обновите его или выберите другой способ.", "This browser cannot use keys. Update it or choose another way.")
	keyRefused = i18n.M("Ключ не ответил: запрос отменён или время вышло. Попробуйте ещё раз или выберите другой способ.", "The key did not answer: the request was cancelled or took too long. Try again or choose another way.")
	keyFailed  = i18n.M("Не получилось обратиться к ключу. Обновите страницу и попробуйте ещё раз.", "We could not reach the key. Reload the page and try again.")
)

// Texts of the page of keys.
var (
	titlePasskeys   = i18n.M("Ключи доступа", "Passkeys")
	leadPasskeys    = i18n.M("Ключ доступа заменяет пароль: вы входите по отпечатку, лицу или коду устройства. Его нельзя подсмотреть или выманить.", "A passkey replaces your password: you sign in with your fingerprint, your face or your device’s code. Nobody can see it or trick you into giving it away.")
	titleNewPasskey = i18n.M("Новый ключ доступа", "New passkey")
	leadNewPasskey  = i18n.M("Им можно будет входить без пароля.", "You will be able to sign in with it without a password.")
	textNewPasskey  = i18n.M("Браузер предложит сохранить ключ на этом устройстве, на телефоне или в хранилище паролей и попросит подтвердить, что это вы.", "Your browser will offer to keep the passkey on this device, on a phone or in a password manager, and will ask you to confirm that it is you.")
	titleNewKey     = i18n.M("Новый ключ безопасности", "New security key")
	leadNewKey      = i18n.M("Отдельное устройство, которое вставляют в разъём или подносят к телефону. Он будет нужен при входе после пароля.", "A separate device that you plug in or hold to your phone. We will ask for it after the password.")
	textNewKey      = i18n.M("Подготовьте ключ и нажмите кнопку. Когда браузер попросит, вставьте ключ и коснитесь его.", "Have the key ready and press the button. When the browser asks, insert the key and touch it.")
	titleKeys       = i18n.M("Ключи безопасности", "Security keys")
	titleKey        = i18n.M("Изменить ключ", "Change key")

	titlePasskeyCaption = i18n.M("Ключ доступа", "Passkey")
	titleKeyCaption     = i18n.M("Ключ безопасности", "Security key")

	labelKeyName     = i18n.M("Название ключа", "Key name")
	hintKeyName      = i18n.M("Чтобы отличать его от других: «Рабочий компьютер»", "To tell it from the others, for example “Office computer”")
	buttonAddPasskey = i18n.M("Создать ключ доступа", "Create passkey")
	buttonAddKey     = i18n.M("Добавить ключ безопасности", "Add security key")
	linkAddPasskey   = i18n.M("Добавить ключ доступа", "Add a passkey")
	linkAddKey       = i18n.M("Добавить ключ безопасности", "Add a security key")
	buttonRename     = i18n.M("Сохранить название", "Save name")
	titleRemoveKey   = i18n.M("Удалить ключ", "Remove key")
	textRemoveKey    = i18n.M("Войти с этим ключом больше не получится. На самом устройстве ключ останется: сотрите его там отдельно.", "You will no longer be able to sign in with it. It stays on the device itself: delete it there too.")
	buttonRemoveKey  = i18n.M("Удалить", "Remove")
	errNoKeyName     = i18n.M("Введите название ключа.", "Enter a name for the key.")

	columnName = i18n.M("Название", "Name")
	keyAdded   = i18n.M("Добавлен", "Added")
	keyUsed    = i18n.M("Последнее использование", "Last used")
	keyKept    = i18n.M("Где хранится", "Where it is kept")
	keyHere    = i18n.M("Только на одном устройстве", "On one device only")
	keyCopied  = i18n.M("В хранилище, доступном с нескольких устройств", "In storage shared by several devices")
	textNever  = i18n.M("ещё не было", "never")
	linkSetUp  = i18n.M("Настроить", "Set up")
)

// Texts of the page «Безопасность».
var (
	keyPasswordSince = i18n.M("Действует с", "In use since")
	textNoPassword   = i18n.M("Пароля нет: его отменили. Задайте новый по ссылке «Забыли пароль?» на странице входа.", "You have no password: it was cancelled. Set a new one with “Forgot your password?” on the sign-in page.")
	textStrictOff    = i18n.M("Сейчас можно войти и одним паролем. Если ключ доступа у вас всегда с собой, спрашивайте его и после пароля.", "At the moment the password alone is enough to sign in. If you always have your passkey with you, you can require it after the password.")
	textStrictStaff  = i18n.M("У вас есть роль в фонде, поэтому ключ нужен и после пароля.", "You have a role in the foundation, so your key is asked for after the password, too.")
	titleWithheld    = i18n.M("Ваша роль в фонде пока не действует", "Your role in the foundation does not work yet")
	textWithheld     = i18n.M("Роль действует только в сеансе, который подтверждён ключом доступа или ключом безопасности. Добавьте ключ и откройте раздел фонда ещё раз: там попросят его показать. Если ключ потерян, удалите его и добавьте другой.", "A role works only in a session that is confirmed by a passkey or a security key. Add a key and open the pages of the foundation again: they will ask for it. If your key is lost, remove it and add another.")
	leadBetter       = i18n.M("Роль в фонде действует только в сеансе, который подтверждён вторым фактором.", "A role in the foundation works only in a session that is confirmed by a second factor.")
	textStrictOn     = i18n.M("Ключ доступа нужен и после пароля.", "We ask for the passkey after the password too.")
	buttonStrictOn   = i18n.M("Спрашивать и после пароля", "Require it after the password")
	buttonStrictOff  = i18n.M("Не спрашивать после пароля", "Do not require it after the password")

	titleFactors    = i18n.M("Второй фактор", "Second factor")
	leadFactors     = i18n.M("Если пароль узнает кто-то другой, второй фактор не даст ему войти.", "If someone learns your password, a second factor keeps them out.")
	keyApp          = i18n.M("Приложение с кодами", "Authenticator app")
	keyReserve      = i18n.M("Резервные коды", "Backup codes")
	aboutApp        = i18n.M("приложение с кодами", "the authenticator app")
	aboutReserve    = i18n.M("резервные коды", "the backup codes")
	textAppOff      = i18n.M("Не подключено", "Not connected")
	textAppOn       = i18n.M("Подключено", "Connected")
	textReserveNone = i18n.M("Не созданы", "Not created")
	textReserveLeft = i18n.F("Осталось %d из %d", "%d of %d left")
	tagReserveFew   = i18n.M("Пора создать новые", "Running low")
	titleDevices    = i18n.M("Знакомые браузеры", "Known browsers")
	leadDevices     = i18n.M("Из этих браузеров вы уже входили. О входе из любого другого мы напишем на почту. Если браузер больше не ваш, забудьте его: его сеансы завершатся.", "You have signed in from these browsers before. We email you about a sign-in from any other. If a browser is no longer yours, forget it, and its sessions will end.")
	textNoDevices   = i18n.M("Знакомых браузеров нет.", "There are no known browsers.")
	columnFirst     = i18n.M("Первый вход", "First sign-in")
	columnLast      = i18n.M("Последний вход", "Latest sign-in")
	buttonForget    = i18n.M("Забыть", "Forget")
	deviceThis      = i18n.M("Этот браузер", "This browser")
	textOfferEnd    = i18n.M("Способы входа изменились. Если меняли их из-за подозрений, завершите остальные сеансы.", "Your ways to sign in have changed. If you changed them because something looked wrong, end the other sessions.")
)

// textDone is what the page says after something was done; factorDone marks what changed the factors.
var (
	textDone = map[string]i18n.Text{
		"ended":     textEnded,
		"forgotten": i18n.M("Готово: браузер забыт, его сеансы завершены.", "The browser is forgotten and its sessions have ended."),
		"renamed":   i18n.M("Название сохранено.", "The name is saved."),
		"key":       i18n.M("Ключ добавлен.", "The key was added."),
		"removed":   i18n.M("Готово: этот способ входа отключён.", "This way to sign in is turned off."),
		"app":       i18n.M("Приложение с кодами подключено.", "The authenticator app is connected."),
		"strict":    i18n.M("Настройка сохранена.", "The setting is saved."),
		"reserve":   i18n.M("Резервные коды созданы. Храните их там, где хранили бы паспорт.", "Your backup codes are ready. Keep them where you would keep your passport."),
	}
	factorDone = map[string]bool{"key": true, "removed": true, "app": true, "strict": true, "reserve": true}
)

// Texts of the application with codes.
var (
	titleApp         = i18n.M("Приложение с кодами", "Authenticator app")
	leadApp          = i18n.M("Приложение на телефоне показывает код, который меняется каждые 30 секунд. Связь ему не нужна.", "An app on your phone shows a code that changes every 30 seconds. It works offline.")
	textAppFirst     = i18n.M("Подойдёт любое приложение для одноразовых кодов. Установите его на телефон, потом продолжите здесь.", "Any app for one-time codes will do. Install it on your phone, then continue here.")
	textAppReplace   = i18n.M("Если у вас новый телефон, подключите приложение заново. Прежнее работает, пока вы не введёте код из нового.", "If you have a new phone, connect the app again. The old one works until you enter a code from the new one.")
	buttonAppBegin   = i18n.M("Подключить", "Connect")
	buttonAppReplace = i18n.M("Подключить заново", "Connect again")
	titleAppRemove   = i18n.M("Отключить приложение", "Disconnect the app")
	textAppRemove    = i18n.M("После этого код из приложения не понадобится. Если другого второго фактора нет, для входа хватит пароля, а резервные коды удалятся.", "We will no longer ask for its code. If you have no other second factor, your password alone will be enough, and your backup codes will be deleted.")
	buttonAppRemove  = i18n.M("Отключить", "Disconnect")
	titleAppSetup    = i18n.M("Подключение приложения", "Connect the app")
	textScan         = i18n.M("Откройте приложение, выберите в нём «Добавить» и наведите камеру на этот рисунок:", "Open the app, choose “Add” and point the camera at this code:")
	labelScan        = i18n.M("Рисунок для камеры; то же словами — ниже", "A code for the camera; the same in words is below")
	textSecret       = i18n.M("Если камеры нет, введите в приложении этот ключ. Тип — «по времени».", "No camera? Enter this key in the app. Its type is “time-based”.")
	buttonAppConfirm = i18n.M("Проверить код и подключить", "Check the code and connect")
)

// Texts of the reserve codes.
var (
	titleReserve       = i18n.M("Резервные коды", "Backup codes")
	leadReserve        = i18n.M("Десять одноразовых кодов на случай, если телефона или ключа нет под рукой.", "Ten single-use codes for when you do not have your phone or key.")
	textReserveReplace = i18n.M("Новый набор отменит прежний.", "A new set replaces the previous one.")
	buttonReserve      = i18n.M("Создать новый набор", "Create a new set")
	keyMade            = i18n.M("Созданы", "Created")
	keyLeft            = i18n.M("Остаток", "Left")
	textFirstFactor    = i18n.M("Второй фактор включён. Остался один шаг: создайте резервные коды, чтобы не потерять доступ вместе с телефоном или ключом.", "The second factor is on. One step is left: create backup codes so that losing your phone or key does not lock you out.")
	titleCodes         = i18n.M("Ваши резервные коды", "Your backup codes")
	leadCodes          = i18n.M("Мы показываем их один раз. Сохраните их сейчас: распечатайте или скачайте.", "We show them only once. Save them now: print or download them.")
	textCodes          = i18n.M("Каждый код заменяет второй фактор один раз. Храните их отдельно от пароля и никому не сообщайте: поддержка о них не спрашивает.", "Each code replaces the second factor once. Keep them away from your password and never share them: support will never ask for them.")
	buttonDownload     = i18n.M("Скачать", "Download")
	buttonPrint        = i18n.M("Распечатать", "Print")
	buttonKept         = i18n.M("Коды сохранены", "I have saved them")
	codesName          = i18n.M("резервные-коды", "backup-codes")
	fileHead           = i18n.F("%s: резервные коды для входа", "%s: backup codes for signing in")
	fileTail           = i18n.M("Каждый код работает один раз. Никому их не сообщайте.", "Each code works once. Never share them.")
)

// Texts of «Это не я».
var (
	titleAlarm     = i18n.M("Это были не вы?", "Wasn’t you?")
	leadAlarm      = i18n.M("Если в учётную запись вошёл кто-то другой, закройте ему вход прямо сейчас. Входить для этого не нужно.", "If someone else has signed in to your account, lock them out now. You do not need to sign in to do this.")
	alarmSessions  = i18n.M("Все сеансы на всех устройствах завершатся.", "All sessions on all devices will end.")
	alarmPassword  = i18n.M("Пароль перестанет действовать.", "The password will stop working.")
	alarmFactors   = i18n.M("Ключи и приложения, добавленные с того входа, будут отключены.", "Keys and apps added since that sign-in will be disconnected.")
	alarmLetter    = i18n.M("На почту придёт письмо со ссылкой для нового пароля.", "We will email you a link to set a new password.")
	buttonAlarm    = i18n.M("Это не я: закрыть доступ", "This was not me: lock them out")
	titleAlarmDone = i18n.M("Доступ закрыт", "They are locked out")
	textAlarmDone  = i18n.M("Все сеансы завершены, пароль отменён. Мы отправили на вашу почту письмо: задайте по ссылке в нём новый пароль. Проверьте, кто ещё может читать вашу почту.", "All sessions have ended and the password no longer works. We have emailed you a link: use it to set a new password. Check who else can read your email.")
)

package account

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Texts of sign-in by QR code, on the screen that waits.
var (
	titleQR     = i18n.M("Вход по QR-коду", "Sign in by QR code")
	linkQR      = i18n.M("Войти по QR-коду", "Sign in by QR code")
	qrAsk       = i18n.M("Если вы уже вошли в личный кабинет на телефоне, пароль здесь не понадобится: покажем код, а вы отсканируете его и подтвердите вход.", "If you are signed in on your phone, you do not need a password here: we show a code, you scan it and confirm.")
	buttonQR    = i18n.M("Показать код", "Show code")
	buttonNewQR = i18n.M("Показать новый код", "Show a new code")
	qrPicture   = i18n.M("QR-код со ссылкой. Эта же ссылка написана ниже.", "A QR code with a link. The same link is below.")
	qrNumberIs  = i18n.M("Число для телефона", "Number for your phone")
	qrStepScan  = i18n.M("Наведите на код камеру телефона, на котором вы уже вошли в личный кабинет, и откройте ссылку.", "Point the camera of the phone you are signed in on at the code, and open the link.")
	qrStepType  = i18n.M("Сверьте на телефоне браузер и сеть и введите число, которое стоит рядом с кодом.", "On the phone, check the browser and network and enter the number shown beside the code.")
	qrStepCome  = i18n.M("Подтвердите вход. Эта страница продолжит сама.", "Confirm. This page will continue by itself.")
	qrNoCamera  = i18n.M("Камера не читает код?", "Camera cannot read the code?")
	qrTypeLink  = i18n.M("Откройте на телефоне этот адрес:", "Open this address on your phone:")
	qrTaken     = i18n.M("Ссылка открыта на телефоне. Введите на нём число и подтвердите вход.", "The link is open on your phone. Enter the number there and confirm.")
	buttonLook  = i18n.M("Проверить, подтверждён ли вход", "Check if it is confirmed")
	qrUntil     = i18n.M("Код действует 2 минуты.", "The code works for 2 minutes.")
	qrApproved  = i18n.M("Вход подтверждён на телефоне.", "Confirmed on your phone.")
	buttonEnter = i18n.M("Продолжить", "Continue")
	qrOver      = map[QRState]i18n.Text{
		QRExpired: i18n.M("Две минуты прошли, и код больше не действует.", "Two minutes have passed, and the code no longer works."),
		QRUsed:    i18n.M("Этим кодом уже вошли.", "This code has been used."),
		QRRefused: i18n.M("На телефоне ответили, что это не вы. Код больше не действует.", "The phone answered that it was not you. The code no longer works."),
		QRSpent:   i18n.M("На телефоне трижды ввели неверное число. Код больше не действует.", "A wrong number was entered on the phone three times. The code no longer works."),
	}
	linkByPassword = i18n.M("Войти по паролю", "Sign in with a password")
)

// Texts of the telephone.
var (
	titleScan       = i18n.M("Вход на другом устройстве", "Sign-in on another device")
	titleScanDone   = i18n.M("Вход разрешён", "Sign-in approved")
	titleScanNot    = i18n.M("Вход отклонён", "Sign-in refused")
	scanWho         = i18n.M("Кто-то — наверное, вы — входит в вашу учётную запись с этого устройства:", "Someone, probably you, is signing in to your account on this device:")
	keyBrowser      = i18n.M("Браузер", "Browser")
	keyNetwork      = i18n.M("Сеть", "Network")
	keyAsked        = i18n.M("Код показан", "Code shown")
	networkSame     = i18n.F("%s — та же, что у этого телефона", "%s, the same as this phone’s")
	networkOther    = i18n.F("%s — не та, что у этого телефона", "%s, not this phone’s")
	networkUnknown  = i18n.M("неизвестна", "unknown")
	scanWarning     = i18n.M("Продолжайте, только если код — на экране перед вами. Если ссылку или снимок кода вам прислали или продиктовали, это мошенники: они войдут вместо вас.", "Continue only if the code is on a screen in front of you. If someone sent you the link or a picture of the code, or read it out, they are scammers and will get into your account.")
	buttonScanMine  = i18n.M("Это мой экран", "This is my screen")
	buttonScanNot   = i18n.M("Это не я", "This is not me")
	labelScanNumber = i18n.M("Число с экрана", "Number on the screen")
	hintScanNumber  = i18n.M("Две цифры рядом с кодом", "Two digits beside the code")
	errScanNumber   = i18n.M("Введите две цифры с экрана.", "Enter the two digits on the screen.")
	buttonScanLet   = i18n.M("Разрешить вход", "Approve sign-in")
	scanDone        = i18n.M("Вернитесь к тому экрану: он уже продолжает. Этот сеанс появится в списке на странице «Безопасность», там же его можно завершить.", "Go back to that screen: it continues by itself. The session is listed on the “Security” page, where you can end it.")
	scanNot         = i18n.M("Код больше не действует, в вашу учётную запись никто не вошёл. Если ссылку вам прислали, не отвечайте отправителю.", "The code no longer works, and nobody has signed in to your account. If someone sent you the link, do not reply.")
	scanPasskey     = i18n.M("Затем телефон попросит подтвердить вход ключом доступа.", "Your phone will then ask for your passkey.")
)

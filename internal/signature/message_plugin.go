package signature

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// word is what the scripts of the pages may show.
type word struct {
	name string
	text i18n.Text
}

// words are those of the page on which one signs. {} is where a script puts something.
func words() []word {
	list := []word{
		{"looking", i18n.M("Ищем программы для подписи и сертификаты…", "Looking for signing programs and certificates…")},
		{"no-plugins", i18n.M("Программ для подписи в этом браузере не нашлось", "No signing program was found in this browser")},
		{"no-plugins-do", i18n.M("Откройте «Проверку рабочего места»: она скажет, чего не хватает. Или подпишите файл в любой программе, это ниже на странице.",
			"Open “Workplace check”: it tells what is missing. Or sign the file in any program, further down on this page.")},
		{"no-certificates", i18n.M("Сертификатов не нашлось", "No certificates were found")},
		{"no-certificates-do", i18n.M("Вставьте носитель с ключом и нажмите «Обновить».", "Insert the token with the key and press “Refresh”.")},
		{"no-keys", i18n.M("Учебного ключа в этом браузере нет. Сделайте учебную подпись или откройте файл ключа.", "This browser has no trial key. Make a trial signature or open a key file.")},
		{"choose", i18n.M("Выберите сертификат.", "Choose a certificate.")},
		{"signing", i18n.M("Подписываем. Если программа спросит пароль или PIN-код, введите его в её окне.", "Signing. If the program asks for a password or PIN, type it in its own window.")},
		{"keep-open", i18n.M("Не закрывайте страницу.", "Do not close the page.")},
		{"sending", i18n.M("Подписано. Отправляем и проверяем.", "Signed. Sending and checking.")},
		{"by-file", i18n.M("Если не получается, подпишите файл в любой программе, это ниже на странице.", "If it does not work, sign the file in any program, further down on this page.")},
		{"code", i18n.M("Код для поддержки: {}", "Code for the support: {}")},
		{"inn", i18n.M("ИНН {}", "ИНН {}")},
		{"issuer", i18n.M("выдал {}", "issued by {}")},
		{"until", i18n.M("действует до {}", "valid until {}")},
		{"choose-key", i18n.M("Выберите файл ключа и файл сертификата.", "Choose the key file and the certificate file.")},
		{"key-open", i18n.M("Ключ открыт", "The key is open")},
	}
	list = append(list, providerWords...)
	list = append(list, unfitWords...)
	list = append(list, errorWords...)
	return append(list, outcomeWords...)
}

// providerWords are names of plug-ins, and how they are.
var providerWords = []word{
	{"provider-cryptopro", i18n.M("КриптоПро", "CryptoPro")},
	{"provider-rutoken", i18n.M("Рутокен", "Rutoken")},
	{"provider-blitz", i18n.M("Блиц Смарт-карт", "Blitz Smart Card")},
	{"provider-software", i18n.M("Учебный ключ", "Trial key")},
	{"state-ready", i18n.M("работает", "works")},
	{"state-no-extension", i18n.M("нет расширения браузера", "the browser’s extension is missing")},
	{"state-no-plugin", i18n.M("нет программы на компьютере", "the program on the computer is missing")},
	{"state-no-library", i18n.M("подписывать файлом", "sign by file")},
	{"state-file-only", i18n.M("найден, подписывать файлом", "found, sign by file")},
	{"state-unknown", i18n.M("подписывать файлом", "sign by file")},
}

// unfitWords are why a certificate cannot be used here.
var unfitWords = []word{
	{"unfit-broken", i18n.M("Сертификат не читается", "The certificate cannot be read")},
	{"unfit-no-key", i18n.M("Нет закрытого ключа: вставьте носитель, на котором он записан", "There is no private key: insert the token that has it")},
	{"unfit-expired", i18n.M("Срок действия истёк", "It has expired")},
	{"unfit-not-yet", i18n.M("Срок действия ещё не начался", "It is not valid yet")},
	{"unfit-trial", i18n.M("Учебный: здесь не действует", "A trial one: it does not count here")},
	{"unfit-not-trial", i18n.M("Настоящий: здесь подписывают только учебной подписью", "A real one: only trial signatures are made here")},
	{"unfit-other-person", i18n.M("Выдан другому человеку", "Issued to another person")},
	{"unfit-other-organisation", i18n.M("Выдан другой организации", "Issued to another organisation")},
}

// errorWords are what plug-ins say, in plain words. The codes are those of Windows and CryptoPro, which the plug-in gives on
// every system.
var errorWords = []word{
	{"error-unknown", i18n.M("Программа подписи вернула ошибку. Нажмите «Обновить» и попробуйте ещё раз.", "The signing program gave an error. Press “Refresh” and try again.")},
	{"error-list", i18n.M("Программа подписи есть, но сертификаты не отдаёт. Обновите страницу и разрешите ей доступ, если спросит.",
		"The signing program is there but gives no certificates. Reload the page and allow it access if it asks.")},
	{"error-no-file", i18n.M("Не удалось получить файл для подписи. Обновите страницу.", "The file to sign could not be fetched. Reload the page.")},
	{"error-0x800B010A", i18n.M("Программа не доверяет сертификату: на компьютере нет корневого сертификата Минцифры или сертификата удостоверяющего центра. Установите их с сайта удостоверяющего центра и попробуйте ещё раз.",
		"The program does not trust the certificate: the computer has no root certificate of the Ministry of Digital Development or none of the certification authority. Install them from the authority’s site and try again.")},
	{"error-0x800B0109", i18n.M("Программа не доверяет корневому сертификату. Установите корневой сертификат Минцифры в «Доверенные корневые центры» и попробуйте ещё раз.",
		"The program does not trust the root certificate. Install the root certificate of the Ministry of Digital Development among the trusted roots and try again.")},
	{"error-0x800B0101", i18n.M("Срок действия сертификата истёк, или на компьютере неверная дата. Проверьте дату и выберите действующий сертификат.",
		"The certificate has expired, or the date of the computer is wrong. Check the date and choose a valid certificate.")},
	{"error-0x80070057", i18n.M("Плагин не понял запрос: так бывает со старой сертифицированной версией 2.0.13642 на Astra Linux и macOS. Обновите плагин до версии 2.0.13771 или новее.",
		"The plug-in did not understand the request: the old certified version 2.0.13642 does so on Astra Linux and macOS. Update the plug-in to version 2.0.13771 or later.")},
	{"error-0x8010006E", i18n.M("Вы отменили подписание. Ничего не отправлено.", "You cancelled the signing. Nothing was sent.")},
	{"error-0x800704C7", i18n.M("Вы отменили подписание. Ничего не отправлено.", "You cancelled the signing. Nothing was sent.")},
	{"error-0x8010006B", i18n.M("PIN-код неверный. Осталось меньше попыток: когда они кончатся, носитель заблокируется.", "The PIN is wrong. Fewer tries are left: the token locks when there are none.")},
	{"error-0x8010006C", i18n.M("Носитель заблокирован: кончились попытки ввести PIN-код. Разблокирует тот, кто его выдал.", "The token is locked: the tries to type the PIN are used up. Whoever issued it can unlock it.")},
	{"error-0x80090016", i18n.M("Закрытый ключ не найден. Вставьте носитель, на котором он записан, и нажмите «Обновить».", "The private key was not found. Insert the token that has it and press “Refresh”.")},
	{"error-0x8009000D", i18n.M("Закрытый ключ недоступен: носитель вынут, или контейнер ключа удалён. Вставьте носитель и нажмите «Обновить».",
		"The private key cannot be reached: the token is out, or the key container was deleted. Insert the token and press “Refresh”.")},
	{"error-0x8009200B", i18n.M("У сертификата нет связи с закрытым ключом. Установите сертификат в контейнер заново через «КриптоПро CSP».",
		"The certificate is not tied to a private key. Install the certificate into its container again by CryptoPro CSP.")},
	{"error-0x80092004", i18n.M("Сертификат исчез из хранилища, пока страница была открыта. Нажмите «Обновить».", "The certificate has gone from the store while the page was open. Press “Refresh”.")},
	{"error-0x8007064A", i18n.M("Нет лицензии «КриптоПро CSP», или её срок истёк. Введите лицензию в программе.", "CryptoPro CSP has no licence, or it has ended. Enter the licence in the program.")},
	{"error-0x80090020", i18n.M("Внутренняя ошибка средства подписи. Выньте и вставьте носитель, перезапустите браузер и попробуйте ещё раз.",
		"An internal error of the signing tool. Take the token out and in, restart the browser and try again.")},
	{"error-0x80040154", i18n.M("Плагин установлен не полностью. Переустановите «КриптоПро ЭЦП Browser plug-in».", "The plug-in is installed in part only. Install CryptoPro Browser plug-in again.")},
}

// outcomeWords are what the software key says.
var outcomeWords = []word{
	{"outcome-failed", i18n.M("Не получилось. Обновите страницу и попробуйте ещё раз.", "That did not work. Reload the page and try again.")},
	{"outcome-no-key", i18n.M("В выбранных файлах нет закрытого ключа. Добавьте файл ключа.", "The chosen files have no private key. Add the key file.")},
	{"outcome-bad-key", i18n.M("Файл ключа повреждён, или это не ключ.", "The key file is damaged, or it is no key.")},
	{"outcome-locked-key", i18n.M("Ключ закрыт паролем. Здесь подойдёт только ключ без пароля.", "The key is under a password. Only a key without one will do here.")},
	{"outcome-other-key", i18n.M("Ключ не по тому стандарту или не на той кривой. Нужен учебный ключ на 256 бит.", "The key is of another standard or on another curve. It takes a trial key of 256 bits.")},
	{"outcome-no-certificate", i18n.M("Нет сертификата этого ключа. Выберите файл ключа и файл сертификата вместе.", "There is no certificate of this key. Choose the key file and the certificate file together.")},
	{"outcome-bad-certificate", i18n.M("Сертификат не читается.", "The certificate cannot be read.")},
	{"outcome-not-trial", i18n.M("Это не учебный ключ, и страница его не принимает: настоящий ключ должен оставаться в своём средстве подписи.",
		"This is not a trial key, and the page does not take it: a real key must stay in its own signature tool.")},
	{"outcome-out-of-date", i18n.M("Срок сертификата истёк или не начался. Сделайте новую учебную подпись.", "The certificate has expired or is not valid yet. Make a new trial signature.")},
}

var (
	labelCertificates = i18n.M("Чем подписать", "What to sign with")
	buttonSign        = i18n.M("Подписать", "Sign")
	buttonRefresh     = i18n.M("Обновить", "Refresh")
	labelKeyFiles     = i18n.M("Файл ключа и файл сертификата", "The key file and the certificate file")
	hintKeyFiles      = i18n.M("Выберите оба файла сразу или один файл, в котором есть и ключ, и сертификат. Ключ читает только эта вкладка.",
		"Choose both files at once, or one file that has both. Only this tab reads the key.")
	labelKeep    = i18n.M("Хранить ключ в этом браузере", "Keep the key in this browser")
	buttonKey    = i18n.M("Открыть ключ", "Open the key")
	detailsKey   = i18n.M("Учебный ключ из файла", "A trial key from a file")
	linkTrial    = i18n.M("Сделать учебную подпись", "Make a trial signature")
	textPlugins  = i18n.M("Что нашлось в браузере:", "What was found in the browser:")
	titlePin     = i18n.M("PIN-код носителя", "PIN of the token")
	labelPin     = i18n.M("PIN-код", "PIN")
	textPin      = i18n.M("Его спрашивает плагин на вашем компьютере. На сайт он не отправляется.", "The plug-in on your computer asks for it. It is not sent to the site.")
	buttonOK     = i18n.M("Продолжить", "Continue")
	buttonCancel = i18n.M("Отменить", "Cancel")
	textNoScript = i18n.M("Подписывать прямо в браузере можно, когда в нём разрешены сценарии.", "Signing right in the browser needs scripts to be allowed in it.")
	textBlitz    = i18n.M("«Блиц Смарт-карт» мы находим, но подписывать через него пока не умеем: описание его команд не опубликовано. Подпишите файл в любой программе.",
		"We find Blitz Smart Card but cannot sign with it yet: its commands are not documented in public. Sign the file in any program.")
)

// box is a frame in which a script shows an outcome.
type box struct{ kind, icon string }

func boxes() []box {
	return []box{{"neutral", "info"}, {"success", "circle-check"}, {"warning", "triangle-alert"}, {"danger", "circle-alert"}}
}

package signature

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// The page on which one signs.
var (
	captionLogin    = i18n.M("Вход по электронной подписи", "Sign-in by electronic signature")
	captionDocument = i18n.M("Подписание", "Signing")
	leadLogin       = i18n.M("Подпишите текст ниже: так мы узнаем, что сертификат у вас в руках. Эта подпись только впускает на сайт и ни с чем не соглашается.",
		"Sign the text below: that is how we know that you hold the certificate. This signature only lets you in and agrees to nothing.")
	leadDocument = i18n.M("Проверьте документ и подпишите его. Подпишется ровно тот файл, который показан здесь.",
		"Check the document and sign it. Exactly the file shown here will be signed.")
	linkBack     = i18n.M("Назад", "Back")
	noForce      = i18n.M("Учебная подпись: юридической силы не имеет.", "A trial signature has no legal force.")
	sectionWhat  = i18n.M("Что вы подписываете", "What you sign")
	sectionHere  = i18n.M("Подписать в этом браузере", "Sign in this browser")
	sectionFile  = i18n.M("Подписать в любой программе", "Sign in any program")
	sectionOther = i18n.M("Нет компьютера под рукой?", "No computer at hand?")
	sectionHelp  = i18n.M("Если не получается", "If it does not work")

	linkFile      = i18n.M("Скачать файл для подписи", "Download the file to sign")
	textCut       = i18n.M("Показано начало файла. Весь файл — по ссылке «Скачать файл для подписи».", "The beginning of the file is shown. The link “Download the file to sign” has all of it.")
	textNoPreview = i18n.M("Этот файл здесь не показать. Скачайте его, откройте и проверьте, прежде чем подписывать.", "This file cannot be shown here. Download it, open it and check it before you sign.")
	labelSHA256   = i18n.M("Контрольная сумма SHA-256", "SHA-256 checksum")
	detailsFile   = i18n.M("Сведения о файле", "About the file")
	labelSize     = i18n.M("Размер, байт", "Size, bytes")
	labelUntil    = i18n.M("Подписать можно до", "Can be signed until")
	labelName     = i18n.M("Имя файла", "Name of the file")

	stepDownload = i18n.M("Скачайте файл и ничего в нём не меняйте.", "Download the file and change nothing in it.")
	stepAttached = i18n.M("Подпишите его в своей программе (КриптоАРМ, «КриптоПро CSP» или другой). Вид подписи — присоединённая (attached), CAdES-BES.",
		"Sign it in your program (CryptoARM, CryptoPro CSP or another). The kind of signature is attached, CAdES-BES.")
	stepDetached = i18n.M("Подпишите его в своей программе (КриптоАРМ, «КриптоПро CSP» или другой). Вид подписи — отсоединённая или присоединённая, CAdES-BES.",
		"Sign it in your program (CryptoARM, CryptoPro CSP or another). The kind of signature is detached or attached, CAdES-BES.")
	stepUpload     = i18n.M("Загрузите файл подписи сюда.", "Upload the signature file here.")
	labelSignature = i18n.M("Файл подписи", "Signature file")
	hintSignature  = i18n.M("Обычно называется как исходный файл и кончается на .sig, .p7s или .sgn. Подойдёт и документ XML с подписью внутри.", "It is usually called like the original file and ends in .sig, .p7s or .sgn. An XML document with the signature inside will do, too.")
	buttonUpload   = i18n.M("Отправить подпись", "Send the signature")
	buttonSend     = i18n.M("Подписать на компьютере", "Sign on a computer")
	textSend       = i18n.M("Пришлём на вашу почту ссылку на эту страницу. Откройте её на компьютере, где есть программа для электронной подписи, и войдите в свою учётную запись.",
		"We will send the link to this page to your e-mail. Open it on a computer that has a program for electronic signatures and sign in to your account.")
	textSendLogin = i18n.M("Вход подписывают в том браузере, в котором он начат. Откройте этот сайт на компьютере и начните вход там.",
		"A sign-in is signed in the browser in which it began. Open this site on the computer and begin there.")
	bannerSent    = i18n.M("Ссылка отправлена на вашу почту.", "The link was sent to your e-mail.")
	textTooLarge  = i18n.F("Файл подписи слишком большой: помещается %d МБ. Возможно, выбран не тот файл.", "The signature file is too large: there is room for %d MB. Perhaps it is another file.").With(maxMessage >> 20)
	textNoFile    = i18n.M("Выберите файл подписи.", "Choose the signature file.")
	titleChecks   = i18n.M("Что не прошло проверку", "What did not pass the check")
	textChecks    = i18n.M("Напишите в поддержку, если непонятно, что делать. Пришлите этот список и номер запроса.", "Write to the support if it is not clear what to do. Send this list and the number of the request.")
	labelRequest  = i18n.F("Номер запроса: %s", "Number of the request: %s")
	textUnchecked = i18n.M("не удалось проверить", "could not be checked")
	textFailed    = i18n.M("не так", "not so")

	titleCheck = i18n.M("Проверка рабочего места", "Workplace check")
	titleWhere = i18n.M("Где получить УКЭП", "Where to get a qualified signature")

	titleSigned   = i18n.M("Подписано", "Signed")
	textSignedAt  = i18n.F("%s. Подпись принята %s.", "%s. The signature was taken on %s.")
	linkSignature = i18n.M("Скачать подпись", "Download the signature")
	linkOn        = i18n.M("Продолжить", "Continue")
)

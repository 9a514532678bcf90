package trialsigner

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/trialsigner/signer"
)

var (
	titlePage = i18n.M("Учебная подпись", "Trial signature")
	leadPage  = i18n.M("Подпишите файл или проверьте подпись прямо в браузере. Ключ и файлы остаются на вашем компьютере: на сервер ничего не отправляется.",
		"Sign a file or check a signature right in the browser. The key and the files stay on your computer: nothing is sent to the server.")
	noForce = i18n.M("Учебная подпись: юридической силы не имеет. Подписывать здесь можно только учебным ключом.",
		"A trial signature has no legal force. Only a trial key can sign here.")

	titlePlain = i18n.M("Как обойтись без этой страницы", "How to do without this page")
	textPlain  = i18n.M("Подписывать в браузере можно, когда в нём разрешены сценарии. Без них скачайте файл, подпишите его командой klaster sig sign на своём компьютере и отправьте подпись вместе с файлом.",
		"Signing in the browser needs scripts to be allowed in it. Without them, download the file, sign it with the command klaster sig sign on your computer and send the signature together with the file.")
	textPlainSign   = i18n.M("Подписать:", "To sign:")
	textPlainVerify = i18n.M("Проверить:", "To check:")
	textUnbuilt     = i18n.M("В этой сборке нет программы для браузера, поэтому подписать здесь нельзя. Владелец установки может собрать её так:",
		"This build has no program for the browser, so you cannot sign here. The owner of the installation can build it like this:")

	titleKey  = i18n.M("Ключ", "Key")
	labelKey  = i18n.M("Файл ключа и файл сертификата", "The key file and the certificate file")
	hintKey   = i18n.M("Выберите оба файла сразу. Подойдёт ключ без пароля; его читает только эта вкладка.", "Choose both files at once. The key must be without a password; only this tab reads it.")
	buttonKey = i18n.M("Открыть ключ", "Open the key")
	forgetKey = i18n.M("Убрать ключ", "Remove the key")
	whereKey  = i18n.M("Где взять учебный ключ", "Where to get a trial key")
	textWhere = i18n.M("Учебный удостоверяющий центр делает ключ и сертификат двумя командами:", "A trial certification authority makes a key and a certificate with two commands:")

	titleSign  = i18n.M("Подписать", "Sign")
	labelSign  = i18n.M("Файл, который надо подписать", "The file to sign")
	buttonSign = i18n.M("Подписать файл", "Sign the file")
	download   = i18n.M("Скачать подпись", "Download the signature")

	titleVerify  = i18n.M("Проверить подпись", "Check a signature")
	labelVerify  = i18n.M("Подписанный файл", "The signed file")
	labelSigFile = i18n.M("Файл подписи", "The signature file")
	hintSigFile  = i18n.M("Его дала программа подписи вместе с документом; обычно он лежит рядом и называется так же.", "The signing program made it beside the document; it usually has the same name and another ending.")
	buttonVerify = i18n.M("Проверить подпись", "Check the signature")
)

// word is what the script of the page may show.
type word struct {
	name string
	text i18n.Text
}

// words are all of them: those of its own, and one for each outcome.
func words() []word {
	list := []word{
		{"busy", i18n.M("Считаем…", "Working…")},
		{"loading", i18n.M("Загружаем программу подписи…", "Loading the signing program…")},
		{"unloaded", i18n.M("Программа подписи не загрузилась. Обновите страницу; если не поможет, возьмите другой браузер или подпишите командой klaster sig sign.",
			"The signing program did not load. Reload the page; if that does not help, use another browser or sign with the command klaster sig sign.")},
		{"no-key-yet", i18n.M("Ключ пока не открыт. Проверять подписи можно и без него.", "No key is open yet. Checking signatures needs none.")},
		{"choose-key", i18n.M("Выберите файл ключа и файл сертификата.", "Choose the key file and the certificate file.")},
		{"choose-document", i18n.M("Выберите файл, который надо подписать.", "Choose the file to sign.")},
		{"choose-both", i18n.M("Выберите подписанный файл и файл подписи.", "Choose the signed file and the signature file.")},
		{"open-ok", i18n.M("Ключ открыт", "The key is open")},
		{"until", i18n.M("Сертификат действует до", "The certificate is valid until")},
		{"sign-ok", i18n.M("Файл подписан", "The file is signed")},
		{"verdict-ok", i18n.M("Подпись верна, файл не изменялся", "The signature is right and the file is unchanged")},
		{"trial", i18n.M("Учебная подпись: юридической силы не имеет.", "A trial signature: it has no legal force.")},
		{"unjudged", i18n.M("Кто выдал сертификат, эта страница не проверяет.", "This page does not check who issued the certificate.")},
		{"by", i18n.M("По сертификату подписал:", "Signed, says the certificate, by")},
		{"named", i18n.M("Сертификат в подписи выдан на имя:", "The certificate in the signature is in the name of")},
		{"claimed", i18n.M("Время по Москве, заявленное подписавшим:", "The time that the signer claims, in Moscow:")},
		{"expired", i18n.M("Сегодня сертификат не действует.", "The certificate is not valid today.")},
	}
	for _, outcome := range signer.Outcomes() {
		if text, ok := outcomes[outcome]; ok {
			list = append(list, word{"outcome-" + string(outcome), text})
		}
	}
	return list
}

// outcomes are the words for everything that is not as it should be.
var outcomes = map[signer.Outcome]i18n.Text{
	signer.NoKey: i18n.M("В выбранных файлах нет закрытого ключа. Добавьте файл ключа и попробуйте ещё раз.",
		"The chosen files have no private key. Add the key file and try again."),
	signer.BadKey: i18n.M("Файл ключа повреждён, или это не ключ. Возьмите исходный файл.",
		"The key file is damaged, or it is no key. Take the original file."),
	signer.LockedKey: i18n.M("Ключ закрыт паролем. Эта страница читает только ключи без пароля; таким ключом подпишите командой klaster sig sign.",
		"The key is under a password. This page only reads keys without one; sign with such a key by the command klaster sig sign."),
	signer.OtherKey: i18n.M("Ключ не по тому стандарту или не на той кривой. Нужен учебный ключ на 256 бит: его выпускает klaster ca issue.",
		"The key is of another standard or on another curve. It takes a trial key of 256 bits; klaster ca issue makes one."),
	signer.NoCertificate: i18n.M("Нет сертификата этого ключа. Выберите файл ключа и файл его сертификата вместе.",
		"There is no certificate of this key. Choose the key file and the file of its certificate together."),
	signer.BadCertificate: i18n.M("Сертификат не читается. Возьмите исходный файл.", "The certificate cannot be read. Take the original file."),
	signer.NotTrial: i18n.M("Это не учебный ключ, и страница его не принимает: настоящий ключ должен оставаться в своём средстве подписи. Содержимое файла уже стёрто из памяти.",
		"This is not a trial key, and the page does not take it: a real key must stay in its own signature tool. What was read of the file has been wiped from memory."),
	signer.OutOfDate: i18n.M("Сертификат ключа ещё не действует или уже не действует. Выпустите новый.", "The certificate of the key is not valid yet, or no longer. Issue a new one."),
	signer.Unopened:  i18n.M("Сначала откройте ключ.", "Open a key first."),
	signer.Unread:    i18n.M("Файл не прочитался до конца: его изменили или удалили. Выберите его ещё раз.", "The file could not be read to its end: it was changed or removed. Choose it again."),
	signer.Failed:    i18n.M("Не получилось. Обновите страницу и попробуйте ещё раз.", "That did not work. Reload the page and try again."),
	signer.NoSignature: i18n.M("Это не файл подписи. Выберите файл, который вместе с документом дала программа подписи.",
		"This is not a signature file. Choose the file that the signing program made beside the document."),
	signer.Altered:    i18n.M("Подпись не подходит к файлу: файл изменён после подписания или выбран другой файл.", "The signature does not fit the file: it was changed after signing, or another file was chosen."),
	signer.Forged:     i18n.M("Подпись неверна: она сделана не тем ключом, что указан в сертификате.", "The signature is wrong: it was not made by the key in the certificate."),
	signer.Incomplete: i18n.M("Подпись составлена не по правилам: по ней нельзя понять, чья она.", "The signature is not made by the rules: it does not tell whose it is."),
	signer.Unknown:    i18n.M("Эту подпись страница проверить не может. Проверьте её командой klaster sig verify.", "This page cannot check this signature. Check it with the command klaster sig verify."),
	signer.Intact: i18n.M("Файл не изменялся, но сертификат не учебный, и о нём страница не судит. Проверьте подпись командой klaster sig verify.",
		"The file is unchanged, but the certificate is not a trial one and this page does not judge it. Check the signature with the command klaster sig verify."),
}

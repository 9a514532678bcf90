package evidence

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// What receipts say of themselves.
var (
	noteClock = i18n.M(
		"Время указано по часам платформы. Это не доказательство времени подписания: его даёт только метка времени доверенной службы.",
		"Times are those of the platform's clock. They do not prove when anything was signed: only the token of a trusted time-stamping service does.")
	noteProven = i18n.M(
		"Время получения и выдачи указано по часам платформы. Доказанное время — из метки времени доверенной службы: к этому времени подпись уже существовала.",
		"The times of receiving and issuing are those of the platform's clock. The proven time is that of the token of a trusted time-stamping service: the signature existed by then.")
	noticeTrial = i18n.M(
		"Учебная установка: квитанция юридической силы не имеет.", "A trial installation: the receipt has no legal force.")
)

// What the page of readiness says.
var (
	textTrialSeal = i18n.M("Квитанции заверяет учебная печать: её ключ программа сделала сама.", "Receipts are sealed with a trial seal, whose key the program has made itself.")
	textSeal      = i18n.F("Квитанции заверяет печать фонда. Сертификат действует до %s.", "Receipts are sealed with the foundation's seal. The certificate holds until %s.")
	textEnding    = i18n.F("Сертификат печати фонда заканчивается %s. После этого квитанции не выдаются и отправить заявление нельзя.", "The certificate of the foundation's seal ends on %s. After that no receipts are issued and no application can be sent.")
	textEnded     = i18n.F("Сертификат печати фонда закончился %s. Квитанции не выдаются, отправить заявление нельзя.", "The certificate of the foundation's seal ended on %s. No receipts are issued, and no application can be sent.")
	textNotYet    = i18n.F("Сертификат печати фонда начнёт действовать %s. До этого квитанции не выдаются, отправить заявление нельзя.", "The certificate of the foundation's seal holds from %s on. Until then no receipts are issued, and no application can be sent.")
	textNoKey     = i18n.M("Печать фонда не настроена: квитанции не выдаются, отправить заявление нельзя.", "The foundation's seal is not set up: no receipts are issued, and no application can be sent.")
	textUnusable  = i18n.F("Печать фонда настроена, но не годится: %s. Квитанции не выдаются, отправить заявление нельзя.", "The foundation's seal is set up and cannot be used: %s. No receipts are issued, and no application can be sent.")

	textOpenToOthers     = i18n.M("файл ключа могут читать другие пользователи компьютера", "other users of the machine may read the key file")
	textPassword         = i18n.M("пароль ключа не подходит или не задан", "the password of the key is wrong or not given")
	textUnreadable       = i18n.M("файл ключа не читается или в нём нет годного ключа", "the key file cannot be read or has no usable key")
	textNoCertificate    = i18n.M("нет сертификата этого ключа", "there is no certificate of this key")
	textTrialCertificate = i18n.M("сертификат учебный, а установка рабочая", "the certificate is a trial one, and the installation is a real one")
	textNoOrganisation   = i18n.M("в сертификате нет номеров одной организации", "the certificate has not the numbers of one organisation")
	textNotForSigning    = i18n.M("сертификат выдан не для подписи", "the certificate is not for signing")

	howGet = i18n.M(
		"Получите для фонда сертификат юридического лица без указания физического лица (для автоматического подписания). Задайте KLASTER_SEAL_KEY и KLASTER_SEAL_CERTIFICATE, пароль — KLASTER_SEAL_PASSWORD_FILE, и перезапустите программу.",
		"Get for the foundation a certificate of a legal entity that names no person (for signing by machine). Set KLASTER_SEAL_KEY and KLASTER_SEAL_CERTIFICATE, for the password KLASTER_SEAL_PASSWORD_FILE, and restart the program.")
	howMend = i18n.M(
		"Проверьте файлы, которые названы в KLASTER_SEAL_KEY, KLASTER_SEAL_CERTIFICATE и KLASTER_SEAL_PASSWORD_FILE, и перезапустите программу. Подробности — в журнале программы.",
		"Check the files that KLASTER_SEAL_KEY, KLASTER_SEAL_CERTIFICATE and KLASTER_SEAL_PASSWORD_FILE name, and restart the program. The log of the program says more.")
	howRenew = i18n.M(
		"Получите новый сертификат печати, замените файлы KLASTER_SEAL_KEY и KLASTER_SEAL_CERTIFICATE и перезапустите программу. Прежние квитанции останутся с прежним сертификатом.",
		"Get a new certificate of the seal, replace the files of KLASTER_SEAL_KEY and KLASTER_SEAL_CERTIFICATE and restart the program. Earlier receipts keep the earlier certificate.")
)

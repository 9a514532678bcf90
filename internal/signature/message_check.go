package signature

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// points are what «Проверка рабочего места» looks at, in this order.
func points() []point {
	return []point{
		{"browser", i18n.M("Браузер", "Browser"), i18n.M("Возьмите Яндекс Браузер, Chrome, Edge или Chromium последней версии: в них работают плагины для электронной подписи.",
			"Use the latest Yandex Browser, Chrome, Edge or Chromium: the plug-ins for electronic signatures work in them.")},
		{"clock", i18n.M("Часы компьютера", "Clock of the computer"), i18n.M("Часы компьютера расходятся с нашими больше чем на 5 минут. Включите установку времени через интернет: с неверным временем подпись не примут.",
			"The clock of the computer differs from ours by more than 5 minutes. Let it be set through the internet: with a wrong time signatures are refused.")},
		{"extension", i18n.M("Расширение браузера", "Extension of the browser"), i18n.M("Установите расширение «КриптоПро для поддержки плагинов» из магазина расширений вашего браузера, включите его и обновите страницу.",
			"Install the extension of CryptoPro from your browser’s store, switch it on and reload the page.")},
		{"plugin", i18n.M("Плагин на компьютере", "Plug-in on the computer"), i18n.M("Установите «КриптоПро ЭЦП Browser plug-in» версии 2.0.13771 или новее с сайта КриптоПро и перезапустите браузер.",
			"Install CryptoPro Browser plug-in 2.0.13771 or later from the CryptoPro site and restart the browser.")},
		{"provider", i18n.M("Криптопровайдер", "Cryptographic provider"), i18n.M("Установите «КриптоПро CSP» или Signal-COM CSP и введите лицензию. Если ключ на носителе со встроенным шифрованием, провайдер может не понадобиться.",
			"Install CryptoPro CSP or Signal-COM CSP and enter its licence. For a key on a token that signs by itself, no provider may be needed.")},
		{"certificates", i18n.M("Сертификаты", "Certificates"), i18n.M("Вставьте носитель с ключом. Если сертификат на нём есть, но здесь не виден, установите его через «КриптоПро CSP», вкладка «Сервис».",
			"Insert the token with the key. If it has a certificate that does not show here, install it by CryptoPro CSP, tab “Service”.")},
		{"rutoken", i18n.M("Рутокен Плагин", "Rutoken plug-in"), i18n.M("Нужен, только если вы подписываете носителем Рутокен без «КриптоПро CSP». Файлом можно подписать и без него.",
			"Needed only if you sign with a Rutoken without CryptoPro CSP. Signing by file works without it.")},
	}
}

var (
	leadCheck = i18n.M("Проверим, готов ли этот компьютер подписывать документы. Ничего не отправляем, пока вы сами не сохраните отчёт.",
		"We check whether this computer is ready to sign documents. Nothing is sent until you save the report yourself.")
	textCheckNoScript = i18n.M("Проверить браузер можно, когда в нём разрешены сценарии. Без них подписывайте файл в любой программе: скачать и загрузить можно на странице подписания.",
		"The check needs scripts to be allowed in the browser. Without them sign the file in any program: the page of signing lets you download and upload.")
	buttonAgain = i18n.M("Проверить снова", "Check again")
	buttonKeep  = i18n.M("Сохранить отчёт для поддержки", "Save the report for the support")
	textKeep    = i18n.M("В отчёте нет ни имён, ни номеров сертификатов: только версии программ и что работает. Мы храним его 90 дней.",
		"The report has neither names nor numbers of certificates: only versions of programs and what works. We keep it for 90 days.")
	titleReport  = i18n.F("Отчёт %s", "Report %s")
	leadReport   = i18n.M("Назовите этот номер поддержке. Добавьте точный текст ошибки и на каком шаге она появилась.", "Tell the support this number. Add the exact text of the error and the step at which it came.")
	labelCopy    = i18n.M("Для письма в поддержку", "For a letter to the support")
	titleReports = i18n.M("Проверки рабочих мест", "Workplace checks")
	leadReports  = i18n.M("Найдите отчёт по номеру, который назвал человек.", "Find a report by the number that the person told you.")
	labelNumber  = i18n.M("Номер отчёта", "Number of the report")
	buttonFind   = i18n.M("Найти", "Find")
	labelAt      = i18n.M("Когда проверено", "Checked on")
	resultOK     = i18n.M("в порядке", "fine")
	resultFail   = i18n.M("не в порядке", "not fine")
	resultUnsure = i18n.M("не проверено", "not checked")
	wordChecking = i18n.M("проверяем…", "checking…")
	wordCount    = i18n.M("найдено: {}, годных: {}", "found: {}, usable: {}")
	wordSkew     = i18n.M("расхождение, секунд: {}", "difference in seconds: {}")
)

func resultWord(result string) i18n.Text {
	switch result {
	case "ok":
		return resultOK
	case "fail":
		return resultFail
	}
	return resultUnsure
}

// «Где получить УКЭП».
var (
	leadWhere = i18n.M("УКЭП — усиленная квалифицированная электронная подпись. Кто её выдаёт, зависит от того, за кого вы подписываете.",
		"УКЭП is a qualified electronic signature. Who issues it depends on whom you sign for.")
	titleHead = i18n.M("Руководителю организации и ИП", "For heads of organisations and sole proprietors")
	textHead  = []i18n.Text{
		i18n.M("Выдаёт удостоверяющий центр налоговой службы или его доверенное лицо, бесплатно (63-ФЗ, статья 17.2).", "The certification authority of the tax service or its trusted agent issues it, free of charge (63-ФЗ, article 17.2)."),
		i18n.M("Приходит сам руководитель или предприниматель, по доверенности не выдают.", "The head or the proprietor comes in person; nobody else can."),
		i18n.M("Нужны паспорт, СНИЛС и носитель: Рутокен, ESMART, JaCarta или другой с сертификатом ФСБ или ФСТЭК.", "Bring the passport, СНИЛС and a token: Rutoken, ESMART, JaCarta or another one certified by the authorities."),
		i18n.M("Подпись одна на все дела организации и действует 15 месяцев.", "It is one signature for all the matters of the organisation, valid for 15 months."),
	}
	titleEmployee = i18n.M("Сотруднику", "For employees")
	textEmployee  = []i18n.Text{
		i18n.M("Сотрудник подписывает личной подписью физического лица: её выдаёт аккредитованный удостоверяющий центр из перечня ниже.", "An employee signs with a personal signature: an accredited certification authority of the list below issues it."),
		i18n.M("К подписи нужна машиночитаемая доверенность (МЧД) от организации: её подписывает руководитель своей УКЭП.", "It takes a machine-readable power of attorney (МЧД) from the organisation, which the head signs with the own УКЭП."),
		i18n.M("Нужны паспорт, СНИЛС, ИНН и носитель.", "Bring the passport, СНИЛС, ИНН and a token."),
	}
	linkPower  = i18n.M("Загрузить доверенность", "Upload a power of attorney")
	titleBring = i18n.M("Что установить на компьютер", "What to install on the computer")
	textBring  = i18n.M("Криптопровайдер («КриптоПро CSP» или Signal-COM CSP), «КриптоПро ЭЦП Browser plug-in» и расширение браузера. Готов ли компьютер, скажет «Проверка рабочего места».",
		"A cryptographic provider (CryptoPro CSP or Signal-COM CSP), CryptoPro Browser plug-in and the browser’s extension. “Workplace check” tells whether the computer is ready.")
	titleListed  = i18n.M("Аккредитованные удостоверяющие центры", "Accredited certification authorities")
	labelSearch  = i18n.M("Название, ИНН или ОГРН", "Name, ИНН or ОГРН")
	textListOf   = i18n.F("По перечню Минцифры № %d от %s.", "By the list of the Ministry of Digital Development, No. %d of %s.")
	textFirst    = i18n.F("Показаны первые %d. Уточните поиск.", "The first %d are shown. Narrow the search.").With(maxFound)
	textNoneHere = i18n.M("Ничего не нашлось. Проверьте название или ИНН.", "Nothing was found. Check the name or ИНН.")
	textNoListed = i18n.M("Перечень Минцифры на этом сайте не загружен. Актуальный перечень есть на портале уполномоченного федерального органа, в разделе Минцифры на Госуслугах.",
		"The list of the Ministry is not loaded on this site. The current one is on the portal of the authorised federal body.")
	labelAuthority = i18n.M("Удостоверяющий центр", "Certification authority")
	labelINN       = i18n.M("ИНН", "ИНН")
)

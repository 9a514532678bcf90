package fact

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	sectionQueries = i18n.M("Запросы к источникам", "Questions to sources")
	columnAskedBy  = i18n.M("Кто спросил", "Asked by")
	textByWatch    = i18n.M("Наблюдение за организациями", "The watch over organisations")
	textAsked      = i18n.M("Запрос отправлен. Ответ появится на этой странице.", "The question was sent. The answer will appear on this page.")
	textPending    = i18n.M("Запрошено, ответа ещё нет", "Asked, no answer yet")
	textSilent     = i18n.F("Источник не отвечает, спросим снова: %s", "The source is silent, it will be asked again: %s")
	textAnswered   = i18n.F("Ответ получен: %s", "Answered: %s")
	textForeign    = i18n.M("Ответ отклонён: он о другой организации", "The answer was rejected: it is about another organisation")
)

var queryStates = map[QueryState]i18n.Text{
	QueryNone:    i18n.M("Источник такой организации не знает", "The source has no such organisation"),
	QueryFailed:  i18n.M("Источник отказался отвечать", "The source refuses to answer"),
	QueryOverdue: i18n.M("За двое суток ответа не пришло. Спросите ещё раз.", "No answer came in two days. Ask again."),
}

var providerNames = map[Source]i18n.Text{
	SMEV:   i18n.M("Налоговая служба, через СМЭВ", "The tax service, through SMEV"),
	DaData: i18n.M("Дадата", "DaData"),
}

var askNames = map[Source]i18n.Text{
	SMEV:   i18n.M("Запросить выписку через СМЭВ", "Ask for an extract through SMEV"),
	DaData: i18n.M("Спросить Дадату", "Ask DaData"),
}

var (
	buttonExtract    = i18n.M("Загрузить выписку", "Upload an extract")
	titleExtract     = i18n.M("Выписка с подписью налоговой службы", "An extract signed by the tax service")
	leadExtract      = i18n.M("Сведения из выписки записываются, только если подпись налоговой службы на ней проверена.", "What an extract says is noted only when the tax service's signature on it was verified.")
	textExtractPDF   = i18n.M("Из документа ПДФ сведения не считываются. Приложите его к проверке вручную: подпись налоговой службы на нём будет проверена и показана рядом.", "Nothing is read out of a PDF document. Attach it to a check by hand: the tax service's signature on it is verified and shown beside it.")
	labelExtract     = i18n.M("Выписка", "Extract")
	hintExtract      = i18n.M("Файл XML со сведениями об одной организации, до 8 МБ.", "An XML file about one organisation, up to 8 MB.")
	labelSignature   = i18n.M("Файл подписи", "Signature file")
	hintSignature    = i18n.M("Отсоединённая подпись: .sig, .p7s или .sgn.", "A detached signature: .sig, .p7s or .sgn.")
	errNoSignature   = i18n.M("Выберите файл подписи, который получен вместе с выпиской.", "Choose the signature file that came with the extract.")
	textExtractTaken = i18n.M("Подпись налоговой службы проверена, сведения выписки записаны.", "The signature of the tax service was verified, and what the extract says was noted.")
	textSealed       = i18n.M("подписано налоговой службой", "signed by the tax service")
)

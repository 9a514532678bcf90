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

var textExtractTaken = i18n.M("Подпись налоговой службы проверена, сведения выписки записаны.", "The signature of the tax service was checked, and what the extract says was noted.")

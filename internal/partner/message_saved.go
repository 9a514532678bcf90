package partner

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titleSaved = i18n.M("Мои запросы", "My searches")
	leadSaved  = i18n.M("Сохранённые поисковые запросы. Видно, сколько новых партнёров появилось с тех пор, как вы смотрели.",
		"Searches that you have saved, with how many new partners there are since you looked.")
	emptySaved = i18n.M("Пока ничего не сохранено", "Nothing is saved yet")
	textEmpty  = i18n.M("Найдите партнёров и нажмите «Сохранить запрос»: мы запомним его и можем писать вам, когда появятся новые.",
		"Find partners and press “Save the search”: we keep it and can write to you when new ones appear.")
	linkSave    = i18n.M("Сохранить запрос", "Save the search")
	titleSave   = i18n.M("Сохранить запрос", "Save the search")
	labelAsked  = i18n.M("Запрос", "Search")
	labelName   = i18n.M("Название", "Name")
	hintName    = i18n.M("Под ним запрос будет в вашем списке и в письмах", "The search stands under it in your list and in letters")
	errName     = i18n.M("Введите название запроса", "Enter a name for the search")
	errLetters  = i18n.M("Выберите, присылать ли письма", "Choose whether letters are to come")
	labelWrite  = i18n.M("Письма о новых партнёрах", "Letters about new partners")
	hintWrite   = i18n.M("Если нового нет, письма не будет", "When there is nothing new, there is no letter")
	buttonSave  = i18n.M("Сохранить", "Save")
	titleChange = i18n.M("Изменить запрос", "Change the search")

	lettersTexts = map[Letters]i18n.Text{
		NoLetters: i18n.M("Не присылать", "None"), Daily: i18n.M("Не чаще раза в день, в 9 утра по Москве", "Once a day at most, at 9 in the morning in Moscow"),
		Weekly: i18n.M("Не чаще раза в неделю, по понедельникам", "Once a week at most, on Mondays"),
	}
	lettersShort = map[Letters]i18n.Text{
		NoLetters: i18n.M("Без писем", "No letters"), Daily: i18n.M("Письма раз в день", "Letters once a day"), Weekly: i18n.M("Письма раз в неделю", "Letters once a week"),
	}
	tagNew        = i18n.M("Новое", "New")
	newCount      = i18n.F("Новых: %s", "New: %s")
	nothingNew    = i18n.M("Нового нет", "Nothing new")
	sinceSeen     = i18n.F("Смотрели: %s", "Looked at: %s")
	sectionNews   = i18n.M("Новое", "New")
	textNewSince  = i18n.F("Вы смотрели %s. С тех пор появилось: %s.", "You looked on %s. Since then there are %s.")
	textNoneSince = i18n.F("Вы смотрели %s. С тех пор ничего нового не появилось.", "You looked on %s. Since then there is nothing new.")
	textMoreHere  = i18n.F("Показаны первые %s. Ещё: %s.", "The first %s are shown. Further: %s.")
	sectionRest   = i18n.M("Были и раньше", "Were there before")
	textNobody    = i18n.M("По этому запросу пока никого нет.", "Nobody is found by this search yet.")
	buttonLooked  = i18n.M("Отметить просмотренным", "Mark as seen")
	linkInSearch  = i18n.M("Открыть в поиске", "Open in the search")
	linkChange    = i18n.M("Изменить название и письма", "Change the name and the letters")
	buttonDelete  = i18n.M("Удалить запрос", "Delete the search")
	doneSaved     = i18n.M("Запрос сохранён.", "The search is saved.")
	doneChanged   = i18n.M("Изменения сохранены.", "The changes are saved.")
	doneLooked    = i18n.M("Отмечено: новым будет то, что появится позже.", "Noted: what comes later will be new.")
	doneRemoved   = i18n.M("Запрос удалён.", "The search is deleted.")
	titleStop     = i18n.M("Письма о новых партнёрах", "Letters about new partners")
	leadStop      = i18n.M("Отключить письма обо всех сохранённых запросах? Сами запросы останутся, письма можно включить снова на странице «Мои запросы».",
		"End the letters about all saved searches? The searches stay, and letters can be turned on again on the page “My searches”.")
	buttonStop    = i18n.M("Больше не присылать", "No more letters")
	titleStopped  = i18n.M("Письма отключены", "The letters have ended")
	leadStopped   = i18n.M("Писем о новых партнёрах больше не будет. Сохранённые запросы остались на месте.", "There will be no more letters about new partners. The saved searches are still there.")
	subjectNews   = i18n.F("По вашим запросам: %s", "For your searches: %s")
	textNews      = i18n.F("По запросу «%s» — %s:", "For “%s” there are %s:")
	textMoreNews  = i18n.F("И ещё %s.", "And %s.")
	textMoreNeeds = i18n.M("Новое есть и по другим запросам.", "There is something new for other searches, too.")
	buttonNews    = i18n.M("Посмотреть", "Have a look")
	whyNews       = i18n.M("Вы получили это письмо, потому что сохранили поисковый запрос и попросили писать о новых партнёрах.",
		"You received this letter because you saved a search and asked to be told of new partners.")
	whyPassage = i18n.F("%s «%s»", "%s “%s”")
	whyMatched = i18n.F("Совпало: %s", "Matched: %s")
	whyBoth    = i18n.F("%s. %s", "%s. %s")
)

// newPartners counts partners who are new.
func newPartners(n int) i18n.Text {
	return i18n.F("%s", "%s").With(i18n.Count{N: int64(n), One: "новый партнёр", Few: "новых партнёра", Many: "новых партнёров", Single: "new partner", Multiple: "new partners"})
}

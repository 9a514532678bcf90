package partner

import "github.com/klaster-platform/klaster/internal/platform/i18n"

var (
	titlePartners = i18n.M("Поиск партнёров", "Find partners")
	leadPartners  = i18n.M("Напишите своими словами, кого вы ищете: поставщика, заказчика, лабораторию, инвестора, услугу или меру поддержки.",
		"Say in your own words whom you are looking for: a supplier, a customer, a laboratory, an investor, a service or a support measure.")
	labelNeed   = i18n.M("Кого или что вы ищете", "Whom or what are you looking for")
	hintNeed    = i18n.M("Например: фрезеровка алюминиевых корпусов в Москве, 500 шт., до конца года", "For example: CNC machining of titanium in Moscow, 500 pcs, by the end of the year")
	buttonFind  = i18n.M("Найти", "Find")
	textRead    = i18n.F("Показаны результаты по запросу «%s».", "Showing results for “%s”.")
	linkLiteral = i18n.F("Искать «%s» как набрано", "Search for “%s” as typed")
	textLiteral = i18n.M("Слова взяты так, как набраны.", "The words are taken as typed.")
	linkMend    = i18n.M("Исправлять опечатки и раскладку", "Mend typos and the keyboard layout")

	sectionChips  = i18n.M("Что мы поняли", "What we understood")
	removeChip    = i18n.F("Убрать условие «%s»", "Take off the condition “%s”")
	sectionNamed  = i18n.M("По названию или номеру", "By name or number")
	sectionHits   = i18n.M("Подходящие партнёры", "Partners that fit")
	sectionFacets = i18n.M("Уточнить", "Narrow down")
	sectionNear   = i18n.M("Близко к запросу", "Close to what you asked")
	nearBy        = map[ChipKey]i18n.Text{
		ChipRegion: i18n.M("из других регионов", "from other regions"),
		ChipRole:   i18n.M("в другой роли", "in another role"),
	}
	textNear      = i18n.F("Со всеми условиями нашлось мало. Ниже — %s.", "Little was found with all conditions. Below: %s.")
	textAlike     = i18n.M("Точных совпадений нет. Ниже — похожие по написанию.", "There is no exact match. Below is what is spelt alike.")
	and           = i18n.F("%s и %s", "%s and %s")
	facetTexts    = map[string]i18n.Text{facetRole: i18n.M("Роль", "Role"), facetRegion: i18n.M("Регион", "Region"), facetStatus: i18n.M("Статус", "Status")}
	anyFacet      = map[string]i18n.Text{facetRole: i18n.M("Любая", "Any"), facetRegion: i18n.M("Любой", "Any"), facetStatus: i18n.M("Любой", "Any")}
	everyRegion   = i18n.M("Вся Россия", "All of Russia")
	statusTexts   = map[string]i18n.Text{"participant": i18n.M("Участник кластера", "Participant of the cluster"), "partner": i18n.M("Партнёр кластера", "Partner of the cluster")}
	reasonMatched = i18n.M("Совпало:", "Matched:")
	reasonThrough = i18n.F("По виду деятельности: %s", "By the class of activity: %s")
	reasonMissing = i18n.M("Не найдено:", "Not found:")
	reasonAlike   = i18n.M("Похоже по написанию", "Spelt alike")
	reasonMeant   = i18n.F("Похоже по смыслу: «%s»", "Close in meaning: “%s”")
	sectionMeant  = i18n.M("Похоже по смыслу", "Close in meaning")
	textMeant     = i18n.M("Общих слов с запросом здесь нет: близок смысл текста. Проверьте, то ли это.", "These share no word with what you asked: the texts are close in meaning. See whether they are what you want.")
	textSilent    = i18n.M("Поиск по смыслу сейчас недоступен: показано то, что совпадает по словам.", "The search by meaning is not available now: what matches by words is shown.")
	linkSimilar   = i18n.M("Похожие компании", "Similar companies")
	aboutSimilar  = i18n.F("на %s", "to %s")
	nextPage      = i18n.M("Ещё партнёры", "More partners")
	firstPage     = i18n.M("К началу списка", "To the start of the list")
	textLast      = i18n.M("Показаны первые сто партнёров. Уточните запрос, чтобы увидеть других.", "These were the first hundred partners. Narrow the search down to see others.")
	noNumber      = i18n.F("Организации с номером %s среди тех, кого можно найти, нет.", "There is no organisation with the number %s among those that can be found.")
	linkJoin      = i18n.M("Проверить, может ли она вступить", "Check whether it may join")

	titleHelp = i18n.M("Как найти ещё", "How to find more")
	textHelp  = i18n.M("Никого точно подходящего не нашлось. Что можно сделать:", "Nobody fits exactly. What you can do:")
	help1     = i18n.M("назовите предмет другими словами: «фрезеровка» вместо «механика»", "name the thing in other words: “milling” instead of “mechanics”")
	help2     = i18n.M("уберите одно из условий выше", "take off one of the conditions above")
	help3     = i18n.M("посмотрите меры поддержки на эту тему", "look at support measures on the subject")
	examples  = i18n.M("С чего начать", "Where to start")

	fitTexts = map[ChipKey]map[Fitting]i18n.Text{
		ChipMoney: {
			Fitted: i18n.M("Подходит по сумме", "The sum fits"), Unfit: i18n.M("Не подходит по сумме", "The sum does not fit"), Unsaid: i18n.M("Сумма не указана", "The sum is not said"),
		},
		ChipVolume: {
			Fitted: i18n.M("Подходит по объёму", "The volume fits"), Unfit: i18n.M("Не подходит по объёму", "The volume does not fit"), Unsaid: i18n.M("Объём не указан", "The volume is not said"),
		},
		ChipTRL: {
			Fitted: i18n.M("Подходит по готовности технологии", "The readiness fits"), Unfit: i18n.M("Не подходит по готовности технологии", "The readiness does not fit"),
			Unsaid: i18n.M("Готовность технологии не указана", "The readiness is not said"),
		},
		ChipTerm: {
			Fitted: i18n.M("Подходит по сроку", "The term fits"), Unfit: i18n.M("Не подходит по сроку", "The term does not fit"), Unsaid: i18n.M("Срок не указан", "The term is not said"),
		},
	}
	formTexts = map[Form]i18n.Text{
		FormAbout: i18n.M("О себе", "About"), FormActivity: i18n.M("Вид деятельности", "Activity"), FormCompetence: i18n.M("Компетенция", "Competence"),
		FormProduct: i18n.M("Продукт", "Product"), FormEquipment: i18n.M("Оборудование", "Equipment"), FormCertificate: i18n.M("Сертификат", "Certificate"),
		FormOffer: i18n.M("Предложение", "Offer"), FormNeed: i18n.M("Ищет", "Looks for"), FormProject: i18n.M("Проект", "Project"), FormPatent: i18n.M("Патент", "Patent"),
		FormLaboratory: i18n.M("Лаборатория", "Laboratory"), FormInvestment: i18n.M("Инвестиции", "Investment"), FormService: i18n.M("Услуга", "Service"),
		FormMeasure: i18n.M("Мера поддержки", "Support measure"),
	}

	leadSimilar    = i18n.M("Кто занимается тем же или близким. Под каждой компанией сказано, что у них общего.", "Who does the same or something close. Below each company stands what they have in common.")
	noSimilar      = i18n.M("Похожих компаний пока нет.", "There are no similar companies yet.")
	linkCompany    = i18n.M("Карточка компании", "Page of the company")
	linkAllSimilar = i18n.M("Все похожие компании", "All similar companies")
	linkWhySimilar = i18n.M("Чем они похожи", "What they have in common")
	commonClass    = i18n.M("Общий вид деятельности:", "The same class of activity:")
	commonWords    = i18n.M("Общие слова:", "Words in common:")
)

// exampleNeeds are what the page offers to try.
func exampleNeeds() []i18n.Text {
	return []i18n.Text{
		i18n.M("нужен подрядчик на фрезеровку алюминиевых корпусов", "CNC machining of titanium parts"),
		i18n.M("ищу инвестора в телемедицину", "investor for telemedicine"),
		i18n.M("лаборатория для испытаний дронов", "testing laboratory for drones"),
		i18n.M("субсидия на оборудование до 5 млн руб.", "subsidy for equipment"),
		i18n.M("кому нужны литиевые батареи", "customers for lithium batteries"),
	}
}

// Nav is the section of the site.
func navText() i18n.Text { return i18n.M("Партнёры", "Partners") }

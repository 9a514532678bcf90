package partner

import (
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/rulang/morph"
)

// synonym is a word that is looked for because another one was typed.
type synonym struct{ word, of string }

// groups are words of the field that mean the same, in Russian and in English. It is a small table of our own; an editor extends it by
// what people search for.
var groups = [][]string{
	{"бпла", "дрон", "беспилотник", "беспилотный", "квадрокоптер", "drone", "uav", "quadcopter", "бас"},
	{"чпу", "cnc"},
	{"фрезеровка", "фрезерный", "фрезерование", "milling"},
	{"токарный", "точение", "turning", "lathe"},
	{"механообработка", "металлообработка", "machining", "обработка"},
	{"титан", "титановый", "titanium"},
	{"алюминий", "алюминиевый", "aluminium", "aluminum"},
	{"сталь", "стальной", "steel"},
	{"нержавейка", "нержавеющий", "stainless"},
	{"литье", "отливка", "casting", "moulding", "molding"},
	{"пластик", "пластмасса", "полимер", "plastic"},
	{"3d-печать", "аддитивный", "3d-принтер", "3d", "additive"},
	{"печать", "printing"},
	{"сварка", "сварочный", "welding"},
	{"лазерный", "лазер", "laser"},
	{"резка", "раскрой", "cutting"},
	{"штамповка", "stamping", "прессование"},
	{"корпус", "housing", "enclosure", "кожух"},
	{"деталь", "part", "parts", "component"},
	{"пресс-форма", "оснастка", "mould", "mold", "tooling"},
	{"плата", "pcb", "печатная плата"},
	{"монтаж", "smt", "assembly", "сборка"},
	{"электроника", "electronics", "радиоэлектроника"},
	{"датчик", "сенсор", "sensor", "sensors"},
	{"микросхема", "чип", "chip", "микроэлектроника", "microelectronics"},
	{"аккумулятор", "батарея", "battery", "batteries", "акб"},
	{"двигатель", "мотор", "motor", "engine"},
	{"робот", "роботизация", "робототехника", "robot", "robotics"},
	{"ниокр", "r&d", "исследование", "разработка", "research", "development"},
	{"испытание", "тестирование", "testing", "tests", "test"},
	{"лаборатория", "laboratory", "lab"},
	{"сертификация", "certification", "сертификат"},
	{"измерение", "метрология", "measurement", "metrology", "calibration", "калибровка", "поверка"},
	{"вибрация", "вибрационный", "vibration"},
	{"эмс", "emc", "электромагнитный"},
	{"климатический", "climatic", "термокамера", "environmental"},
	{"ии", "ai", "нейросеть", "машинное обучение", "искусственный интеллект", "machine learning"},
	{"по", "софт", "программный", "software"},
	{"приложение", "app", "мобильное приложение"},
	{"облако", "облачный", "cloud"},
	{"телемедицина", "telemedicine", "telehealth"},
	{"медицина", "медицинский", "medical", "medicine", "healthcare"},
	{"фарма", "фармацевтика", "лекарство", "pharma", "pharmaceutical", "drug"},
	{"биотехнология", "биотех", "biotech", "biotechnology"},
	{"имплант", "имплантат", "протез", "implant", "prosthesis"},
	{"диагностика", "diagnostics"},
	{"клинический", "clinical"},
	{"материал", "material", "materials"},
	{"композит", "композитный", "углепластик", "composite", "carbon"},
	{"покрытие", "coating", "гальваника", "анодирование"},
	{"упаковка", "packaging"},
	{"пищевой", "food"},
	{"энергетика", "energy", "энергия"},
	{"солнечный", "solar"},
	{"водород", "hydrogen"},
	{"экология", "environment", "экологический"},
	{"очистка", "purification", "treatment", "фильтрация"},
	{"логистика", "logistics", "склад", "warehouse"},
	{"транспорт", "transport", "vehicle"},
	{"электробус", "электромобиль", "электротранспорт"},
	{"инвестор", "инвестиция", "венчурный", "investor", "investment", "venture"},
	{"посевной", "seed", "предпосевной"},
	{"стартап", "startup", "startups"},
	{"грант", "grant"},
	{"субсидия", "subsidy", "возмещение", "компенсация"},
	{"патент", "патентование", "patent", "patents"},
	{"бухгалтерия", "бухгалтерский", "accounting"},
	{"юрист", "юридический", "legal"},
	{"экспорт", "экспортный", "export"},
	{"аренда", "rent", "lease", "арендный"},
	{"заем", "кредит", "loan"},
	{"оборудование", "equipment", "станок", "machine"},
	{"обучение", "курс", "training"},
	{"акселератор", "акселерация", "accelerator"},
	{"поставщик", "supplier"},
	{"производство", "изготовление", "manufacturing", "production"},
	{"закупка", "закупать", "procurement", "purchase"},
	{"пилот", "пилотирование", "pilot", "апробация"},
	{"проектирование", "конструирование", "design", "инжиниринг", "engineering"},
	{"дизайн", "промдизайн"},
	{"кибербезопасность", "информационная безопасность", "security", "cybersecurity"},
	{"видеоаналитика", "компьютерное зрение", "machine vision", "computer vision", "видеонаблюдение"},
	{"завод", "фабрика", "factory", "plant"},
	{"краска", "лак", "paint"},
	{"ткань", "текстиль", "textile"},
	{"мебель", "furniture"},
	{"школа", "образование", "education"},
	{"город", "городской", "city", "urban"},
	{"свет", "освещение", "светодиод", "led", "lighting"},
	{"вода", "water"},
	{"воздух", "air"},
	{"пыль", "dust"},
	{"шум", "noise"},
	{"точность", "прецизионный", "precision"},
	{"прототип", "прототипирование", "prototype", "prototyping"},
	{"мелкосерийный", "small-batch"},
}

// synonymIndex leads from a stem to the groups that have it.
var synonymIndex = indexSynonyms()

func indexSynonyms() map[string][]int {
	index := map[string][]int{}
	for i, group := range groups {
		for _, w := range group {
			if !strings.Contains(w, " ") {
				stem := stemOf(w)
				index[stem] = append(index[stem], i)
			}
		}
	}
	return index
}

// mostSynonyms bounds what is added to a need.
const mostSynonyms = 24

func stemOf(w string) string { return morph.Stem(morph.Lemma(w)) }

// synonymsOf are the words to look for beside those of a folded text.
func synonymsOf(text string) (list []synonym) {
	r := reader{text: text}
	words := r.words()
	var typed []string
	for _, w := range words {
		typed = append(typed, stemOf(w.text))
	}
	for i, w := range words {
		for _, g := range synonymIndex[typed[i]] {
			for _, other := range groups[g] {
				for part := range strings.FieldsSeq(other) {
					known := slices.Contains(typed, stemOf(part)) || slices.ContainsFunc(list, func(s synonym) bool { return s.word == part })
					if !known && len(list) < mostSynonyms {
						list = append(list, synonym{part, w.text})
					}
				}
			}
		}
	}
	return list
}

// englishWords tell that a text is English and no Russian in Latin letters, beside the English words of the table.
var englishWords = strings.Fields(`a an the of for in on to with and or from by we i our need needs looking look find want is are who which that can
	company service services supplier suppliers machine vision quality control design software system systems data cloud network security bank money
	help making made make small large high low new best near project projects product products industry industrial technology technologies work works`)

// isEnglish reports whether a folded text has a word that is surely English.
func isEnglish(text string) bool {
	r := reader{text: text}
	return slices.ContainsFunc(r.words(), func(w word) bool {
		if strings.Trim(w.text, "abcdefghijklmnopqrstuvwxyz&-") != "" {
			return false
		}
		return slices.Contains(englishWords, w.text) || slices.ContainsFunc(groups, func(g []string) bool { return slices.Contains(g, w.text) }) || signs[w.text].weight > 0
	})
}

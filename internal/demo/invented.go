package demo

import "strings"

// Total is how many organisations the register of a trial installation has: those of [Organisations], each of which shows one
// case and is known to tests by its place, and as many more as make a town.
const Total = 300

// Town returns all organisations of the trial register: those of [Organisations] first, then invented ones. Everything about them
// follows from their place in the list, so it is the same in every installation.
func Town() []Organisation {
	list := Organisations()
	for i := len(list); i < Total; i++ {
		list = append(list, invented(i))
	}
	return list
}

// Proprietors of the town: those of [Proprietors] first.
func townProprietors() []Proprietor {
	list := Proprietors()
	for n := len(list); n < 40; n++ {
		place, who := placeOf(n), inventedHead(n+500)
		list = append(list, Proprietor{
			OGRNIP: proprietorOGRNIP(place.code, n+1), INN: who.INN, Surname: who.Surname, Given: who.Given, Patronymic: who.Patronymic,
			Office: place.code + "46", Activity: tradeOf(n), Case: "invented",
		})
	}
	return list
}

type place struct{ code, name string }

// places are where the invented organisations are. Every second one is in Moscow.
var places = []place{
	{"78", "Санкт-Петербург"},
	{"63", "Самарская область"},
	{"66", "Свердловская область"},
	{"54", "Новосибирская область"},
	{"50", "Московская область"},
	{"16", "Республика Татарстан"},
	{"52", "Нижегородская область"},
	{"61", "Ростовская область"},
	{"74", "Челябинская область"},
	{"23", "Краснодарский край"},
	{"70", "Томская область"},
	{"36", "Воронежская область"},
	{"02", "Республика Башкортостан"},
	{"25", "Приморский край"},
	{"40", "Калужская область"},
	{"59", "Пермский край"},
	{"24", "Красноярский край"},
	{"39", "Калининградская область"},
	{"71", "Тульская область"},
	{"73", "Ульяновская область"},
}

var moscow = place{moscowCode, "г. Москва"}

func placeOf(i int) place {
	if i%2 == 0 {
		return moscow
	}
	return places[(i/2)%len(places)]
}

// The words of invented names. No two organisations get the same pair, and nobody takes them for a firm that they know.
var (
	epithets = []string{
		"Бумажный", "Стеклянный", "Задумчивый", "Вежливый", "Полосатый", "Сонный", "Квадратный", "Медовый", "Внимательный", "Подлунный",
		"Упрямый", "Шерстяной", "Громкий", "Невидимый", "Плюшевый", "Морозный", "Пятничный", "Ровный", "Звонкий", "Клетчатый",
	}
	things = []string{
		"Кит", "Ёж", "Паровоз", "Барсук", "Трамвай", "Самовар", "Кузнечик", "Компас", "Пингвин", "Фонарь",
		"Снегирь", "Верблюд", "Муравей", "Дирижабль", "Карандаш", "Атом", "Бобёр", "Метеор", "Валенок", "Глобус",
	}
)

func nameOf(i int) string {
	return "ООО «" + epithets[i%len(epithets)] + " " + things[(i/len(epithets)+i)%len(things)] + "»"
}

// The names of invented people, of men and of women.
var (
	surnames    = []string{"Берёзкин", "Ветров", "Громов", "Дроздов", "Ёлкин", "Журавлёв", "Звонарёв", "Иволгин", "Калинин", "Лучинин", "Метелин", "Незабудкин", "Облаков", "Пескарёв", "Ручьёв", "Скворцов", "Туманов", "Удальцов", "Филинов", "Цветков"}
	givenMen    = []string{"Алексей", "Борис", "Виктор", "Григорий", "Денис", "Егор", "Игнат", "Кирилл", "Лев", "Матвей", "Никита"}
	givenWomen  = []string{"Алиса", "Вероника", "Галина", "Диана", "Ева", "Зоя", "Инна", "Ксения", "Любовь", "Марина", "Нина"}
	patronymics = []string{"Андреев", "Борисов", "Викторов", "Денисов", "Егоров", "Иванов", "Кириллов", "Львов", "Максимов", "Олегов", "Романов", "Степанов", "Тимофеев"}
)

func inventedHead(i int) Head {
	h := Head{Surname: surnames[i%len(surnames)], INN: PersonINN(1000 + i), Post: "Генеральный директор"}
	father := patronymics[(i/3)%len(patronymics)]
	if i%2 == 0 {
		h.Given, h.Patronymic = givenMen[(i/2)%len(givenMen)], father+"ич"
		return h
	}
	h.Surname, h.Given, h.Patronymic = h.Surname+"а", givenWomen[(i/2)%len(givenWomen)], father+"на"
	return h
}

// invented makes the organisation of a place in the list. One in three has something about it that the rules or the pages tell apart.
func invented(i int) Organisation {
	where, head, second := placeOf(i), inventedHead(i), inventedHead(i+400)
	o := Organisation{
		Name: nameOf(i), Case: "clean", Region: where.code, City: where.name, Street: "Учебная", Heads: []Head{head},
		Founders: []Founder{person(head, "100")}, Activity: tradeOf(i),
	}
	switch i % 36 {
	case 1:
		o.Case, o.Status = "in liquidation", "101 Находится в стадии ликвидации"
	case 4:
		o.Case, o.Status = "a bankrupt", "117 Юридическое лицо признано несостоятельным (банкротом) и в отношении него открыто конкурсное производство"
	case 8:
		o.Case = caseUnfair
	case 11:
		o.Case = "controlled from offshore"
		o.Founders = []Founder{{Name: "Лазурная лагуна лимитед", Country: "690", CountryName: "Сейшелы", Percent: "51"}, person(head, "49")}
	case 14:
		o.Case, o.Status = caseUnknown, "198 Учебное состояние, которого нет в справочнике"
	case 17, 18:
		o.Case, o.Heads, o.Powers = "two heads, each alone", []Head{head, second}, "2"
		o.Founders = []Founder{person(head, "50"), person(second, "50")}
	case 21:
		o.Case, o.Heads, o.Powers = "two heads, only together", []Head{head, second}, "1"
		o.Founders = []Founder{person(head, "50"), person(second, "50")}
	case 24:
		o.Case, o.Ceased = "ceased", "201 Ликвидация юридического лица"
	case 27:
		o.Case, o.Unreliable = "an unreliable address", true
	case 30:
		o.Case, o.Hidden, o.Heads = "the register hides the head", true, nil
	case 33:
		o.Case, o.Heads, o.Manager = "led by a managing company", nil, 1
	case 35:
		o.Case, o.Name, o.JointStock, o.Founders = "shareholders are in no register", strings.Replace(o.Name, "ООО", "АО", 1), true, nil
	}
	o.number(i)
	return o
}

// Cases that other files ask for.
const (
	caseUnfair  = "in the register of unfair suppliers"
	caseUnknown = "a status of which no list knows"
)

// number gives the organisation of a place in the list its numbers.
func (o *Organisation) number(i int) {
	o.OGRN, o.INN, o.KPP = organisationOGRN(o.Region, i+1), organisationINN(i+1), o.Region+"9901001"
	o.Full = fullName(o.Name)
}

package demo

// Organisations returns the organisations of a trial installation: one of each case that the rules and the pages tell
// apart. The people of [People] lead some of them.
func Organisations() []Organisation {
	anna := Head{"Смирнова", "Анна", "Петровна", PersonINN(1), "Генеральный директор"}
	ilya := Head{"Кузнецов", "Илья", "", PersonINN(2), "Генеральный директор"}
	sokolova := Head{"Соколова", "Вера", "Никитична", PersonINN(3), "Директор"}
	gusev := Head{"Гусев", "Роман", "Львович", PersonINN(4), "Генеральный директор"}
	belova := Head{"Белова", "Дарья", "Андреевна", PersonINN(5), "Директор"}
	software := "62.01 Разработка компьютерного программного обеспечения"
	list := []Organisation{
		{Name: "ООО «Учебный Вектор»", Case: "clean, in Moscow", Heads: []Head{anna}, Founders: []Founder{person(anna, "100")}, Activity: software},
		{Name: "ООО «Управляющая Компания Меридиан»", Case: "a managing company", Heads: []Head{gusev}, Founders: []Founder{person(gusev, "100")}, Activity: "70.10.2 Деятельность по управлению холдинг-компаниями"},
		{Name: "ООО «Волжские Приборы»", Case: "clean, in a region", Region: "63", City: "Самарская область", Heads: []Head{ilya}, Founders: []Founder{person(ilya, "100")}, Activity: "26.51 Производство инструментов и приборов для измерения"},
		{Name: "ООО «Два Ключа»", Case: "two heads, each alone", Powers: "2", Heads: []Head{belova, gusev}, Founders: []Founder{person(belova, "50"), person(gusev, "50")}, Activity: software},
		{Name: "ООО «Меридиан Робототехника»", Case: "led by a managing company", Manager: 1, Founders: []Founder{person(gusev, "100")}, Activity: "28.99 Производство прочих машин и оборудования специального назначения"},
		{Name: "ООО «Закат»", Case: "in liquidation", Status: "101 Находится в стадии ликвидации", Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: software},
		{Name: "ООО «Тёплые Острова»", Case: "controlled from offshore", Heads: []Head{gusev}, Founders: []Founder{
			{Name: "Теплый берег лимитед", Country: "690", CountryName: "Сейшелы", Percent: "75"}, person(gusev, "25"),
		}, Activity: software},
		{Name: "ООО «Недобрый Подряд»", Case: "in the register of unfair suppliers", Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: "41.20 Строительство жилых и нежилых зданий"},
		{Name: "ООО «Закрытый Контур»", Case: "the register hides the head", Hidden: true, Founders: []Founder{person(gusev, "100")}, Activity: software},
		{Name: "ООО «Пустой Дом»", Case: "an unreliable address", Unreliable: true, Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: software},
		{Name: "ООО «Последний Срок»", Case: "to be struck off the register", Status: "105 Регистрирующим органом принято решение о предстоящем исключении юридического лица из ЕГРЮЛ (недействующее юридическое лицо)", Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: software},
		{Name: "ООО «Пустая Казна»", Case: "a bankrupt", Status: "117 Юридическое лицо признано несостоятельным (банкротом) и в отношении него открыто конкурсное производство", Heads: []Head{gusev}, Founders: []Founder{person(gusev, "100")}, Activity: software},
		{Name: "ООО «Было и Прошло»", Case: "ceased", Ceased: "201 Ликвидация юридического лица", Activity: software},
		{Name: "ООО «Новый Дом»", Case: "joins another organisation", Status: "124 Юридическое лицо находится в процессе реорганизации в форме присоединения к другому юридическому лицу", Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: software},
		{Name: "АО «Сводный Капитал»", Case: "shareholders are in no register", JointStock: true, Heads: []Head{gusev}, Activity: "72.19 Научные исследования и разработки в области естественных и технических наук прочие"},
		{Name: "ООО «Дочерний Опыт»", Case: "founded by another organisation", Heads: []Head{sokolova}, Founders: []Founder{{OGRN: organisationOGRN("77", 1), INN: organisationINN(1), Name: "ООО «Учебный Вектор»", Percent: "60"}, person(sokolova, "40")}, Activity: software},
		{Name: "ООО «Доля без Числа»", Case: "a foreign founder without a share", Heads: []Head{gusev}, Founders: []Founder{{Name: "Нордикум аг", Country: "756", CountryName: "Швейцария"}}, Activity: software},
		{Name: "ООО «Байконур Старт»", Case: "in no region", Region: "99", City: "г. Байконур", Heads: []Head{gusev}, Founders: []Founder{person(gusev, "100")}, Activity: "30.30.4 Производство космических аппаратов"},
		{Name: "ООО «Невские Сплавы»", Case: "clean, in a region", Region: "78", City: "Санкт-Петербург", Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: "24.45 Производство прочих цветных металлов"},
		{Name: "ООО «Уральская Оптика»", Case: "clean, in a region", Region: "66", City: "Свердловская область", Heads: []Head{sokolova}, Founders: []Founder{person(sokolova, "100")}, Activity: "26.70 Производство оптических приборов"},
		{Name: "ООО «Код и Камень»", Case: "clean, in Moscow", Heads: []Head{gusev}, Founders: []Founder{person(gusev, "100")}, Activity: software},
		{Name: "ООО «Тихий Лазер»", Case: "clean, in Moscow", Heads: []Head{belova}, Founders: []Founder{person(belova, "100")}, Activity: "26.70 Производство оптических приборов"},
	}
	for i := range list {
		o := &list[i]
		if o.Region == "" {
			o.Region, o.City = "77", "г. Москва"
		}
		o.Street = "Учебная"
		o.number(i)
	}
	return list
}

func person(h Head, percent string) Founder {
	return Founder{Surname: h.Surname, Given: h.Given, Patronymic: h.Patronymic, INN: h.INN, Percent: percent}
}

func fullName(short string) string {
	for form, full := range map[string]string{"ООО ": "Общество с ограниченной ответственностью ", "АО ": "Акционерное общество "} {
		if len(short) > len(form) && short[:len(form)] == form {
			return full + short[len(form):]
		}
	}
	return short
}

// Proprietors returns the sole proprietors of a trial installation.
func Proprietors() []Proprietor {
	return []Proprietor{
		{proprietorOGRNIP("77", 1), PersonINN(3), "Соколова", "Вера", "Никитична", "7746", "74.10 Деятельность специализированная в области дизайна", "", "a sole proprietor in Moscow"},
		{proprietorOGRNIP("50", 2), PersonINN(6), "Ершов", "Глеб", "Тимурович", "5024", "62.02 Деятельность консультативная в области компьютерных технологий", "", "a sole proprietor in a region"},
		{proprietorOGRNIP("77", 3), PersonINN(7), "Панова", "Лидия", "Юрьевна", "7746", "62.01 Разработка компьютерного программного обеспечения", "201 Индивидуальный предприниматель прекратил деятельность в связи с принятием им соответствующего решения", "ceased"},
		{proprietorOGRNIP("77", 4), PersonINN(2), "Кузнецов", "Илья", "", "7746", "72.19 Научные исследования и разработки прочие", "", "a head of an organisation who is a sole proprietor too"},
	}
}

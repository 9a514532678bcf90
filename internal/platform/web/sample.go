package web

import (
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// What the page of components shows. Names and numbers are invented: an ИНН of zeros with a right check digit is never
// issued.

func sampleForm() *Form {
	inputs := []Input{{Name: "name"}, {Name: "email"}, {Name: "phone"}, {Name: "password", Secret: true}, {Name: "code", Secret: true}}
	inputs = append(inputs, DateInputs("birth")...)
	f := NewForm(append(inputs, Input{Name: "sum"}, Input{Name: "industry"}, Input{Name: "role"}, Input{Name: "moscow"},
		Input{Name: "topics", Many: true}, Input{Name: "about"}, Input{Name: "agree"})...)
	f.Set("name", "Анна Сергеевна")
	f.Set("email", "anna.smirnova@example")
	f.Set("sum", "1 250 000,00")
	f.Set("birth-day", "31")
	f.Set("birth-month", "2")
	f.Set("birth-year", "1984")
	f.Set("role", "head")
	f.Set("topics", "money")
	f.Fail("email", i18n.M("В адресе не хватает окончания, например .ru", "The address has no ending, for example .ru"))
	f.Fail("password", i18n.M("Добавьте в пароль хотя бы одну цифру", "Add at least one digit to the password"))
	f.Fail("birth-day", i18n.M("В феврале нет 31 числа", "There is no 31st of February"))
	f.Fail("moscow", i18n.M("Выберите «Да» или «Нет»", "Choose “Yes” or “No”"))
	f.Fail("agree", i18n.M("Без согласия мы не можем завести учётную запись. Отметьте его", "We cannot make an account without your consent. Tick the box"))
	return f
}

var (
	sampleIndustries = []Option{
		{Value: "bio", Label: i18n.M("Биотехнологии", "Biotechnology")},
		{Value: "it", Label: i18n.M("Информационные технологии", "Information technology")},
		{Value: "machines", Label: i18n.M("Машиностроение", "Mechanical engineering")},
	}
	sampleRoles = []Option{
		{Value: "person", Label: i18n.M("Себя", "Myself"), Hint: i18n.M("Личный кабинет физического лица", "An account of a private person")},
		{Value: "head", Label: i18n.M("Организацию, которой руковожу", "An organisation that I head"), Hint: i18n.M("Понадобится квалифицированная электронная подпись", "You will need a qualified electronic signature")},
		{Value: "trusted", Label: i18n.M("Организацию, которая мне доверяет", "An organisation that trusts me")},
	}
	sampleYesNo  = []Option{{Value: "yes", Label: i18n.M("Да", "Yes")}, {Value: "no", Label: i18n.M("Нет", "No")}}
	sampleTopics = []Option{
		{Value: "money", Label: i18n.M("Гранты и субсидии", "Grants and subsidies")},
		{Value: "pilots", Label: i18n.M("Пилотные испытания", "Pilot tests")},
		{Value: "events", Label: i18n.M("События и конкурсы", "Events and contests")},
	}
	sampleSteps = []i18n.Text{
		i18n.M("Сведения об организации", "About the organisation"),
		i18n.M("Контактное лицо", "Contact person"),
		i18n.M("Проверка и подпись", "Check and sign"),
	}
	sampleNotices = []Notice{
		{Kind: Warning, Title: i18n.M("Заявление ещё не отправлено", "The application has not been sent yet"), Text: i18n.M("Осталось подписать его и отправить до 5 декабря.", "Sign and send it by 5 December."), Link: &Link{Label: i18n.M("Перейти к подписанию", "Go to signing"), URL: "/dev/components"}},
		{Kind: Success, Title: i18n.M("Изменения сохранены", "Changes saved")},
		{Kind: Info, Text: i18n.M("1 декабря с 2 до 4 часов ночи сайт будет недоступен.", "The site will be unavailable on 1 December from 2 to 4 a.m.")},
		{Kind: Danger, Title: i18n.M("Подпись не подошла", "The signature does not fit"), Text: i18n.M("ИНН в сертификате и ИНН организации разные. Выберите другой сертификат.", "The certificate and the organisation have different taxpayer numbers. Choose another certificate.")},
	}
	sampleTasks = []Task{
		{Title: i18n.M("Сведения об организации", "About the organisation"), URL: "/dev/components", State: TaskDone},
		{Title: i18n.M("Контактное лицо", "Contact person"), Hint: i18n.M("Кому звонить по этому заявлению", "Whom to call about this application"), URL: "/dev/components", State: TaskDoing},
		{Title: i18n.M("Продукция и патенты", "Products and patents"), URL: "/dev/components", State: TaskTodo},
		{Title: i18n.M("Документы", "Documents"), URL: "/dev/components", State: TaskMend},
		{Title: i18n.M("Подписать и отправить", "Sign and send"), Hint: i18n.M("Откроется, когда всё остальное будет готово", "Opens when everything else is completed"), State: TaskBlocked},
	}
	sampleAnswers = []SummaryRow{
		{Key: i18n.M("ИНН", "Taxpayer number"), Value: i18n.Same("0000000000")},
		{Key: i18n.M("Отрасль", "Industry"), Value: i18n.M("Биотехнологии", "Biotechnology"), Change: &Link{Label: i18n.M("Изменить", "Change"), About: i18n.M("отрасль", "industry"), URL: "/dev/components"}},
		{Key: i18n.M("Телефон", "Telephone"), Value: i18n.Same("+7\u00a0495\u00a0123-45-67"), Change: &Link{Label: i18n.M("Изменить", "Change"), About: i18n.M("телефон", "telephone"), URL: "/dev/components"}},
		{Key: i18n.M("Сайт", "Web site"), Change: &Link{Label: i18n.M("Изменить", "Change"), About: i18n.M("сайт", "web site"), URL: "/dev/components"}},
	}
	sampleDay    = time.Date(2026, time.November, 21, 11, 5, 0, 0, time.UTC)
	sampleEvents = []Event{
		{At: sampleDay, Title: i18n.M("Заявление подано", "The application was sent"), Kind: Info},
		{At: sampleDay.Add(26 * time.Hour), Title: i18n.M("Нужны уточнения", "Changes are needed"), Text: i18n.M("Эксперт просит приложить лицензию.", "The expert asks for the licence."), Kind: Warning},
		{At: sampleDay.Add(50 * time.Hour), Title: i18n.M("Лицензия приложена", "The licence was added"), Kind: Success},
		{At: sampleDay.Add(14 * 24 * time.Hour), Title: i18n.M("Срок решения", "The decision is due"), Open: true},
	}
	sampleCards = []CardSpec{
		{Title: i18n.M("Вступить в кластер", "Join the cluster"), Text: i18n.M("Для организаций Москвы и партнёров из других регионов.", "For organisations of Moscow and partners from other regions."), URL: "/dev/components", Icon: "landmark", Meta: i18n.M("10 рабочих дней", "10 working days")},
		{Title: i18n.M("Подобрать меру поддержки", "Find support"), Text: i18n.M("Гранты, субсидии и льготы: пять вопросов вместо 190 страниц.", "Grants, subsidies and benefits: five questions instead of 190 pages."), URL: "/dev/components", Icon: "list-checks", Meta: i18n.M("около 3 минут", "about 3 minutes")},
		{Title: i18n.M("Найти производство", "Find production"), Text: i18n.M("Опишите деталь — получите отклики заводов.", "Describe the part and get offers from plants."), URL: "/dev/components", Icon: "factory", Tag: Tag(Info, i18n.M("Новое", "New"))},
	}
	sampleViewer = &Viewer{Name: "Анна Смирнова", Profiles: []Profile{
		{Label: i18n.Same("Анна Смирнова"), Detail: i18n.M("личный кабинет", "personal account"), URL: "/desk"},
		{Label: i18n.Same("ООО «Синтез-Прибор»"), Detail: i18n.M("ИНН 0000000000", "ИНН 0000000000"), URL: "/org/1", Current: true, Tasks: 3},
	}}
)

func samplePage(n int) string { return "/dev/components?page=" + strconv.Itoa(n) }

func sampleTable() TableSpec {
	row := func(no string, programme i18n.Text, sum int64, kind Kind, state i18n.Text) []Cell {
		return []Cell{
			{Text: i18n.Same(no), URL: "/dev/components"},
			{Text: programme},
			{Text: i18n.F("%s ₽", "₽%s").With(i18n.Number(sum))},
			{Body: Tag(kind, state)},
		}
	}
	return TableSpec{
		Caption: i18n.M("Заявки", "Applications"),
		Columns: []Column{
			{Label: i18n.M("Номер", "Number"), SortURL: "/dev/components?sort=number", Sorted: "descending"},
			{Label: i18n.M("Программа", "Programme"), SortURL: "/dev/components?sort=programme"},
			{Label: i18n.M("Сумма", "Amount"), Numeric: true},
			{Label: i18n.M("Состояние", "State")},
		},
		Rows: [][]Cell{
			row("ИК-2026-000417", i18n.M("Компенсация затрат на оборудование", "Compensation for equipment"), 1250000, Info, i18n.M("На рассмотрении", "Under review")),
			row("ИК-2026-000391", i18n.M("Пилотные испытания", "Pilot tests"), 2000000, Warning, i18n.M("Нужны уточнения", "Needs changes")),
			row("ИК-2026-000310", i18n.M("Патентование за рубежом", "Patents abroad"), 480000, Success, i18n.M("Одобрено", "Approved")),
		},
	}
}

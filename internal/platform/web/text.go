package web

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// The words of the layout and of the components.
var (
	textOffline = i18n.M("Нет связи с сайтом. Проверьте подключение и отправьте ещё раз: введённое сохранилось.",
		"There is no connection to the site. Check your network and send again: what you typed is still here.")
	textSkip        = i18n.M("Перейти к содержанию", "Skip to main content")
	textTrial       = i18n.M("Учебная установка", "Trial installation")
	textBell        = i18n.M("Уведомления", "Notifications")
	textUnread      = i18n.F("Уведомления, непрочитанных: %s", "Notifications, unread: %s")
	textTakeRole    = i18n.M("Выбрать роль", "Choose a role")
	textRoles       = i18n.M("Сменить роль", "Change role")
	textTrialMore   = i18n.M("юридической силы не имеет", "nothing here has legal force")
	textVision      = i18n.M("Версия для слабовидящих", "Low-vision version")
	textOrdinary    = i18n.M("Обычная версия", "Standard version")
	textTheme       = i18n.M("Оформление", "Theme")
	textOtherLang   = [...]i18n.Text{i18n.Same("English"), i18n.Same("Русский")}
	textContact     = i18n.M("Связаться с нами", "Contact us")
	textSections    = i18n.M("Разделы", "Sections")
	textMenu        = [...]i18n.Text{{}, i18n.M("Меню кабинета", "Account menu"), i18n.M("Меню управления", "Administration menu")}
	textSettings    = i18n.M("Настройки вида", "Display settings")
	textSignIn      = i18n.M("Войти", "Sign in")
	textSignOut     = i18n.M("Выйти", "Sign out")
	textRegister    = i18n.M("Зарегистрироваться", "Register")
	textSwitch      = i18n.M("Сменить профиль", "Switch profile")
	textFindProfile = i18n.M("Название, ИНН или ОГРН", "Name, INN or OGRN")
	textFind        = i18n.M("Найти профиль", "Find a profile")
	textAllProfiles = i18n.M("Все организации", "All organisations")
	textActing      = i18n.M("От имени:", "Acting for:")
	textAdmin       = i18n.M("Управление площадкой", "Administration")
	textYouAre      = i18n.M("Вы вошли как", "Signed in as")
	textBack        = i18n.M("Назад", "Back")
	textPath        = i18n.M("Путь от главной страницы", "Path from the start page")
	textOperator    = i18n.M("Сведения об операторе", "About the operator")
	textHelp        = i18n.M("Помощь", "Help")
	textDocuments   = i18n.M("Документы", "Documents")
	textPrivacy     = i18n.M("Персональные данные", "Personal data")
	textTerms       = i18n.M("Условия использования", "Terms of use")
	textAccess      = i18n.M("Доступность", "Accessibility")
	textCookies     = i18n.M("Файлы куки", "Cookies")
	textVersion     = i18n.F("Версия программы %s", "Software version %s")
	textOptional    = i18n.M("необязательно", "optional")
	textErrorAloud  = i18n.M("Ошибка: ", "Error: ")
	textProblem     = i18n.M("Исправьте ошибки", "There is a problem")
	textChoose      = i18n.M("Выберите", "Choose")
	textShow        = i18n.M("Показать", "Show")
	textHide        = i18n.M("Скрыть", "Hide")
	textShowPass    = i18n.M("Показать пароль", "Show password")
	textHidePass    = i18n.M("Скрыть пароль", "Hide password")
	textEmptyValue  = i18n.M("Не указано", "Not provided")
	textImportant   = i18n.M("Сообщение", "Notice")
	textDay         = i18n.M("День", "Day")
	textMonth       = i18n.M("Месяц", "Month")
	textYear        = i18n.M("Год", "Year")
	textTasks       = func(n int) i18n.Count {
		return i18n.Count{N: int64(n), One: "задача", Few: "задачи", Many: "задач", Single: "task", Multiple: "tasks"}
	}
)

// The words of lists, steps and tasks.
var (
	textPages     = i18n.M("Страницы списка", "Pages of the list")
	textPrevious  = i18n.M("Предыдущая", "Previous")
	textNext      = i18n.M("Следующая", "Next")
	textPageNo    = i18n.F("Страница %d", "Page %d")
	textStep      = i18n.F("Шаг %d из %d", "Step %d of %d")
	textNextStep  = i18n.M("Далее:", "Next:")
	textTodo      = i18n.M("Не начато", "Not started")
	textDoing     = i18n.M("В работе", "In progress")
	textDone      = i18n.M("Готово", "Completed")
	textBlocked   = i18n.M("Пока нельзя начать", "Cannot start yet")
	textMend      = i18n.M("Есть замечания", "Needs changes")
	textTrialFull = i18n.M("Учебная установка: юридической силы не имеет", "Trial installation: nothing here has legal force")
)

// The words of the low-vision panel.
var (
	textSize     = i18n.M("Размер текста", "Text size")
	textSpacing  = i18n.M("Интервалы", "Spacing")
	textScheme   = i18n.M("Цвета", "Colours")
	textFont     = i18n.M("Шрифт", "Typeface")
	textPictures = i18n.M("Изображения", "Pictures")
)

// option is a value of a preference with the word on its button.
type option struct {
	value string
	label i18n.Text
	about i18n.Text
}

type optionGroup struct {
	name    string
	label   i18n.Text
	options []option
}

var themeOptions = []option{
	{"system", i18n.M("Как в системе", "As in the system"), i18n.Text{}},
	{"light", i18n.M("Светлое", "Light"), i18n.Text{}},
	{"dark", i18n.M("Тёмное", "Dark"), i18n.Text{}},
}

var visionGroups = []optionGroup{
	{"size", textSize, []option{
		{"100", i18n.Same("100\u00a0%"), i18n.Text{}}, {"150", i18n.Same("150\u00a0%"), i18n.Text{}}, {"200", i18n.Same("200\u00a0%"), i18n.Text{}},
	}},
	{"spacing", textSpacing, []option{
		{"100", i18n.M("Обычные", "Normal"), i18n.Text{}}, {"150", i18n.M("Больше", "Wide"), i18n.Text{}}, {"200", i18n.M("Большие", "Widest"), i18n.Text{}},
	}},
	{"scheme", textScheme, []option{
		{"bw", i18n.M("Чёрным по белому", "Black on white"), i18n.Text{}},
		{"wb", i18n.M("Белым по чёрному", "White on black"), i18n.Text{}},
		{"blue", i18n.M("Синим по голубому", "Blue on light blue"), i18n.Text{}},
	}},
	{"font", textFont, []option{
		{"sans", i18n.M("Без засечек", "Sans serif"), i18n.Text{}}, {"serif", i18n.M("С засечками", "Serif"), i18n.Text{}},
	}},
	{"pictures", textPictures, []option{
		{"on", i18n.M("Показывать", "Show"), i18n.Text{}}, {"off", i18n.M("Не показывать", "Hide"), i18n.Text{}},
	}},
}

// current returns the value of a preference as the forms name it.
func (p Prefs) current(name string) string {
	for _, c := range choices {
		if c.name == name {
			return c.get(p)
		}
	}
	return ""
}

// TasksText says how many things wait: «2 задачи».
func TasksText(n int) i18n.Text { return i18n.F("%s", "%s").With(textTasks(n)) }

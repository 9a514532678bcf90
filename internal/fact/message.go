package fact

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

var (
	titleRegisters = i18n.M("Реестры", "Registers")
	leadRegisters  = i18n.M("Загрузки государственных реестров и сведения об организациях с источниками и датами.", "Imports of state registers, and facts about organisations with sources and dates.")
	titleFind      = i18n.M("Сведения об организации", "Facts about an organisation")
	labelNumber    = i18n.M("ИНН, ОГРН или ОГРНИП", "INN, OGRN or OGRNIP")
	buttonFind     = i18n.M("Найти", "Find")
	errNumber      = i18n.M("Проверьте номер: контрольная цифра не сходится.", "Check the number: its check digit is wrong.")
	titleImports   = i18n.M("Загрузки", "Imports")
	emptyImports   = i18n.M("Ничего ещё не загружено.", "Nothing was imported yet.")
	buttonImport   = i18n.M("Загрузить файл", "Import a file")
	linkOlder      = i18n.M("Более ранние загрузки", "Earlier imports")
	columnFile     = i18n.M("Файл", "File")
	columnRegister = i18n.M("Реестр", "Register")
	columnWhen     = i18n.M("Когда", "When")
	columnBy       = i18n.M("Кто загрузил", "Imported by")
	columnRead     = i18n.M("Прочитано", "Read")
	columnStored   = i18n.M("Новых", "New")
	columnBroken   = i18n.M("С ошибкой", "Broken")
	columnState    = i18n.M("Состояние", "State")
	textConsole    = i18n.M("Консоль сервера", "Console of the server")
	textWaiting    = i18n.M("Есть изменения и решения, которые ждут второго человека", "Changes and decisions wait for a second person")
	linkWaiting    = i18n.M("Посмотреть", "Look at them")

	titleImport   = i18n.M("Загрузка файла реестра", "Import of a register file")
	leadImport    = i18n.F("До %s МБ. Файл больше загружают на сервере из командной строки.", "Up to %s MB. A larger file is imported on the server by the command klaster import.")
	labelRegister = i18n.M("Реестр", "Register")
	labelScope    = i18n.M("Что в файле", "What the file holds")
	optionDelta   = i18n.M("Обновление: только изменения", "An update: changes only")
	optionFull    = i18n.M("Полная выгрузка: кого в ней нет, того нет в реестре", "A full set: whoever is not in it is not in the register")
	labelFile     = i18n.M("Файл", "File")
	hintFile      = i18n.M("Архив, как его отдаёт реестр, или один файл из него.", "The archive as the register gives it, or one file out of it.")
	labelOrigin   = i18n.M("Откуда файл", "Where the file comes from")
	hintOrigin    = i18n.M("Для календаря назовите акт, которым он утверждён: без акта новый год считается предварительным.", "For a calendar name the act that decreed it: without one a new year counts as provisional.")
	errNoFile     = i18n.M("Выберите файл.", "Choose a file.")
	errRegister   = i18n.M("Выберите реестр.", "Choose a register.")
	textImported  = i18n.F("Прочитано записей: %d. Новых: %d, без изменений: %d, с ошибкой: %d.", "Records read: %d. New: %d, unchanged: %d, broken: %d.")

	titleChanges  = i18n.M("Изменения, которые ждут подтверждения", "Changes that wait for a confirmation")
	leadChanges   = i18n.M("Файл не заверен, а изменение даёт или отнимает права. Сверьте его с сайтом налоговой службы. Кто загрузил файл, не подтверждает.", "The file is not vouched for, and the change gives or takes rights. Compare it with the site of the tax service. Whoever imported the file does not confirm.")
	emptyChanges  = i18n.M("Ничего не ждёт.", "Nothing waits.")
	columnOrg     = i18n.M("Организация", "Organisation")
	columnChange  = i18n.M("Было и стало", "Before and after")
	columnDecide  = i18n.M("Решение", "Decision")
	buttonConfirm = i18n.M("Подтвердить", "Confirm")
	buttonRefuse  = i18n.M("Отклонить", "Refuse")
	labelReason   = i18n.M("Причина", "Reason")
	textNothing   = i18n.M("ничего", "nothing")
	textBefore    = i18n.M("было", "before")
	textAfter     = i18n.M("стало", "after")

	titleSubject   = i18n.M("Что известно об организации", "What is known of the organisation")
	emptyFacts     = i18n.M("Ни один загруженный реестр её не знает.", "No imported register knows it.")
	sectionFacts   = i18n.M("Сведения", "Facts")
	sectionRules   = i18n.M("Правила приёма", "Rules of admission")
	sectionChanges = i18n.M("Изменения", "Changes")
	columnFact     = i18n.M("Сведение", "Fact")
	columnValue    = i18n.M("Значение", "Value")
	columnSource   = i18n.M("Источник", "Source")
	columnAsOf     = i18n.M("На дату", "As of")
	columnRule     = i18n.M("Правило", "Rule")
	columnVerdict  = i18n.M("Итог", "Outcome")
	columnWhy      = i18n.M("Почему", "Why")
	textContradict = i18n.M("источники расходятся", "sources disagree")
	textHeld       = i18n.M("ждёт подтверждения", "waits for a confirmation")
	textExpired    = i18n.M("срок истёк", "expired")
	buttonByHand   = i18n.M("Отметить проверку вручную", "Note a check by hand")
	buttonBack     = i18n.M("Отозвать", "Take back")
	linkEvidence   = i18n.M("Снимок", "Evidence")

	titleCheck    = i18n.M("Проверено вручную", "Checked by hand")
	leadCheck     = i18n.M("Запишите, что показал публичный источник. Загруженный файл реестра заменит эту отметку.", "Write down what the public source shows. An imported file of the register replaces this note.")
	textUnfairAt  = i18n.F("Реестр недобросовестных поставщиков: скопируйте ИНН %s и найдите его на странице закупок.", "The register of unfair suppliers: copy the INN %s and look for it on the page of procurement.")
	linkUnfair    = i18n.M("Открыть реестр", "Open the register")
	labelKind     = i18n.M("Что проверено", "What was checked")
	labelFound    = i18n.M("Что показал источник", "What the source shows")
	optionFound   = i18n.M("Сведения есть", "There is a record")
	optionAbsent  = i18n.M("Сведений нет", "There is none")
	labelValue    = i18n.M("Сведения", "The record")
	hintValue     = i18n.M("Например, номер записи в реестре или фамилия руководителя. На вопрос ответьте «да» или «нет».", "For example the number of a record or the name of a head. Answer a question by yes or no.")
	labelOn       = i18n.M("День проверки", "Day of the check")
	labelUntil    = i18n.M("Действует до", "Holds until")
	labelRef      = i18n.M("Адрес страницы", "Address of the page")
	labelShot     = i18n.M("Снимок экрана", "Screenshot")
	hintShot      = i18n.M("PNG, JPEG или PDF до 10 МБ.", "PNG, JPEG or PDF up to 10 MB.")
	errShot       = i18n.M("Подойдёт снимок экрана или документ PDF до 10 МБ.", "Take a PNG or JPEG picture or a PDF document of up to 10 MB.")
	buttonSave    = i18n.M("Сохранить", "Save")
	textSaved     = i18n.M("Проверка записана.", "The check was noted.")
	textDecided   = i18n.M("Решение записано.", "The decision was noted.")
	textTakenBack = i18n.M("Отметка отозвана.", "The note was taken back.")
)

var registerNames = map[Register]i18n.Text{
	Organisations: i18n.M("ЕГРЮЛ", "EGRUL, legal entities"),
	Entrepreneurs: i18n.M("ЕГРИП", "EGRIP, sole proprietors"),
	SmallBusiness: i18n.M("Реестр МСП", "Register of small business"),
	Unfair:        i18n.M("Реестр недобросовестных поставщиков", "Register of unfair suppliers"),
	Disqualified:  i18n.M("Реестр дисквалифицированных лиц", "Register of disqualified persons"),
	Activities:    i18n.M("ОКВЭД-2", "OKVED-2, activities"),
	Products:      i18n.M("ОКПД-2", "OKPD-2, products"),

	WorkingCalendar: i18n.M("Производственный календарь", "Working calendar"),
}

var sourceNames = map[Source]i18n.Text{
	Dump:     i18n.M("загруженный файл", "an imported file"),
	SMEV:     i18n.M("ответ СМЭВ", "an answer of SMEV"),
	Extract:  i18n.M("выписка с подписью налоговой службы", "an extract signed by the tax service"),
	Manual:   i18n.M("Проверено вручную", "Checked by hand"),
	DaData:   i18n.M("Дадата, коммерческая копия реестров", "DaData, a commercial copy of the registers"),
	Declared: i18n.M("Заявлено организацией", "Declared by the organisation"),
}

var (
	labelOfRegister  = i18n.F("%s (%s)", "%s (%s)")
	labelAnyRegister = i18n.M("Государственный реестр", "State register")
)

var stateNames = map[State]i18n.Text{
	Absent:     i18n.M("нет", "none"),
	Unknown:    i18n.M("не установлено", "not established"),
	Restricted: i18n.M("доступ ограничен", "restricted"),
}

var importStates = map[ImportState]i18n.Text{
	Running: i18n.M("Идёт", "Running"),
	Done:    i18n.M("Загружен", "Imported"),
	Refused: i18n.M("Отклонён", "Refused"),
	Stopped: i18n.M("Прерван", "Stopped"),
}

var changeNames = map[What]i18n.Text{
	ChangedStatus:  i18n.M("Состояние", "Status"),
	ChangedHead:    i18n.M("Кто действует без доверенности", "Who acts without a power of attorney"),
	ChangedAddress: i18n.M("Адрес", "Address"),
	ChangedINN:     i18n.M("ИНН", "INN"),
	ChangedName:    i18n.M("Название", "Name"),
	ChangedUnfair:  i18n.M("Реестр недобросовестных поставщиков", "Register of unfair suppliers"),
	Appeared:       i18n.M("Первая запись", "First record"),
}

var changeStates = map[ChangeState]i18n.Text{
	Waiting:       i18n.M("Ждёт подтверждения", "Waits for a confirmation"),
	Standing:      i18n.M("Действует", "Stands"),
	RefusedChange: i18n.M("Отклонено", "Refused"),
	Overtaken:     i18n.M("Заменено новым", "Overtaken"),
}

var statusNames = map[Status]i18n.Text{
	classifier.Active:         i18n.M("Действует", "Active"),
	classifier.Reorganisation: i18n.M("Реорганизуется", "Under reorganisation"),
	classifier.Exclusion:      i18n.M("Предстоит исключение из реестра", "To be struck off the register"),
	classifier.Liquidation:    i18n.M("Ликвидируется", "In liquidation"),
	classifier.Bankruptcy:     i18n.M("Банкротство", "Bankruptcy"),
	classifier.Ceased:         i18n.M("Деятельность прекращена", "Ceased"),
	classifier.Void:           i18n.M("Регистрация недействительна", "Registration is void"),
	classifier.Unknown:        i18n.M("Код состояния неизвестен", "Unknown code of status"),
}

var outcomeNames = map[rule.Outcome]i18n.Text{
	rule.Pass:      i18n.M("Выполнено", "Met"),
	rule.Review:    i18n.M("Решит человек", "A person decides"),
	rule.Undecided: i18n.M("Не установлено", "Not established"),
	rule.Fail:      i18n.M("Не выполнено", "Not met"),
}

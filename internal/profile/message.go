package profile

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// words are what the pages call a kind.
type words struct{ title, lead, adding, editing, empty i18n.Text }

var kindWords = map[Kind]words{
	About: {
		i18n.M("О себе", "About"),
		i18n.M("Два-три абзаца: что вы делаете, для кого и чем отличаетесь. По этим словам вас находят.", "Two or three paragraphs: what you do, for whom, and what sets you apart. These words are what you are found by."),
		i18n.M("Рассказать о себе", "Tell about yourself"), i18n.M("Изменить рассказ о себе", "Change what you tell about yourself"),
		i18n.M("Рассказа о себе пока нет.", "There is no description yet."),
	},
	Competence: {
		i18n.M("Компетенции", "Competences"),
		i18n.M("Что вы умеете: одна компетенция — одна запись, словами, которыми её ищут.", "What you can do: one entry for each competence, in the words that people search with."),
		i18n.M("Добавить компетенцию", "Add a competence"), i18n.M("Изменить компетенцию", "Change the competence"),
		i18n.M("Компетенций пока нет.", "There are no competences yet."),
	},
	Equipment: {
		i18n.M("Оборудование", "Equipment"),
		i18n.M("На чём вы работаете: станки, приборы, камеры, площадки.", "What you work with: machines, instruments, chambers, sites."),
		i18n.M("Добавить оборудование", "Add equipment"), i18n.M("Изменить запись об оборудовании", "Change the equipment"),
		i18n.M("Оборудования пока нет.", "There is no equipment yet."),
	},
	Product: {
		i18n.M("Продукты", "Products"),
		i18n.M("Что вы выпускаете или разработали.", "What you make or have developed."),
		i18n.M("Добавить продукт", "Add a product"), i18n.M("Изменить продукт", "Change the product"),
		i18n.M("Продуктов пока нет.", "There are no products yet."),
	},
	Certificate: {
		i18n.M("Сертификаты", "Certificates"),
		i18n.M("Сертификаты, лицензии, аккредитации и срок их действия. По истечении срока запись видите только вы.", "Certificates, licences and accreditations, and how long they hold. Once one has expired, only you see it."),
		i18n.M("Добавить сертификат", "Add a certificate"), i18n.M("Изменить сертификат", "Change the certificate"),
		i18n.M("Сертификатов пока нет.", "There are no certificates yet."),
	},
	Offer: {
		i18n.M("Предложения", "Offers"),
		i18n.M("Что вы предлагаете сейчас и на каких условиях. Предложение с последним днём закроется само.", "What you offer now and at which terms. An offer with a last day closes by itself."),
		i18n.M("Добавить предложение", "Add an offer"), i18n.M("Изменить предложение", "Change the offer"),
		i18n.M("Предложений пока нет.", "There are no offers yet."),
	},
	Need: {
		i18n.M("Потребности", "Needs"),
		i18n.M("Что вам нужно: подрядчик, испытания, материалы, деньги. Тот, кто это делает, найдёт вас.", "What you need: a contractor, tests, materials, money. Whoever does it will find you."),
		i18n.M("Добавить потребность", "Add a need"), i18n.M("Изменить потребность", "Change the need"),
		i18n.M("Потребностей пока нет.", "There are no needs yet."),
	},
}

func (k Kind) title() i18n.Text   { return kindWords[k].title }
func (k Kind) lead() i18n.Text    { return kindWords[k].lead }
func (k Kind) adding() i18n.Text  { return kindWords[k].adding }
func (k Kind) editing() i18n.Text { return kindWords[k].editing }
func (k Kind) empty() i18n.Text   { return kindWords[k].empty }

var roleTexts = map[Role]i18n.Text{
	Supplier: i18n.M("Поставщик или подрядчик", "Supplier or contractor"),
	Customer: i18n.M("Заказчик", "Customer"),
	Science:  i18n.M("Лаборатория или научная группа", "Laboratory or research group"),
	Investor: i18n.M("Инвестор", "Investor"),
	Provider: i18n.M("Услуги для организаций", "Services for organisations"),
}

var audienceTexts = map[Audience]i18n.Text{
	Everybody: i18n.M("Видят все", "For everybody"),
	Members:   i18n.M("Видят участники и партнёры кластера", "For participants and partners of the cluster"),
	Named:     i18n.M("Видят названные организации", "For the organisations named"),
}

var deedTexts = map[Deed]i18n.Text{
	Added:   i18n.M("Добавлено", "Added"),
	Edited:  i18n.M("Изменено", "Changed"),
	Removed: i18n.M("Убрано", "Removed"),
}

// The pages.
var (
	titleOwn      = i18n.M("Профиль возможностей", "Capability profile")
	leadOwn       = i18n.M("Одно место, где организация рассказывает о себе. Отсюда берут данные поиск партнёров, реестр кластера и биржи.", "The one place where the organisation tells of itself. The search for partners, the register of the cluster and the exchanges take it from here.")
	titleHistory  = i18n.M("История профиля", "History of the profile")
	titleNameless = i18n.F("Организация с ИНН %s", "Organisation with the INN %s")
	textSaved     = i18n.M("Сохранено. В поиске партнёров это видно уже сейчас.", "Saved. The search for partners shows it already.")
	textRemoved   = i18n.M("Запись убрана.", "The entry was removed.")
	textDone      = i18n.F("Профиль заполнен на %d %%", "The profile is %d%% complete")
	textComplete  = i18n.M("Профиль заполнен целиком. Обновляйте его, когда что-то меняется.", "The profile is complete. Keep it up to date when something changes.")
	sectionNext   = i18n.M("Что добавить", "What to add")
	sectionParts  = i18n.M("Разделы", "Sections")
	sectionFrom   = i18n.M("Из реестра", "From the register")
	textFrom      = i18n.M("Реестр называет эти виды деятельности. Добавьте те, которыми вы занимаетесь на самом деле: по ним вас найдут.", "The register names these classes of activity. Add those that you really do: you will be found by them.")
	gain          = i18n.F("Прибавит %d %%", "Adds %d%%")
	entries       = i18n.F("Записей: %d", "Entries: %d")
	linkShown     = i18n.M("Как профиль видят все", "How everybody sees the profile")
	linkHistory   = titleHistory
	linkChange    = i18n.M("Изменить", "Change")
	buttonRemove  = i18n.M("Убрать", "Remove")
	buttonSave    = i18n.M("Сохранить", "Save")
	textReadOnly  = i18n.M("Профиль говорит от имени организации, поэтому менять его может руководитель, сотрудник с доверенностью или доверенное лицо с полным доступом.", "The profile speaks for the organisation, so it is changed by the head, an employee with a power of attorney or a trusted person with full access.")
	tagOver       = i18n.M("Срок истёк", "Expired")
	noHistory     = i18n.M("Профиль ещё не менялся.", "The profile has not been changed yet.")
	columnDay     = i18n.M("Когда", "When")
	columnDeed    = i18n.M("Что сделано", "What was done")
	columnPart    = i18n.M("Раздел", "Section")
	columnEntry   = i18n.M("Запись", "Entry")
	notImported   = i18n.M("Из файла", "From a file")
	keyRegister   = i18n.M("Организация", "Organisation")
	textUnknown   = i18n.M("В загруженных реестрах этой организации нет: проверьте её данные сами.", "No imported register has this organisation: check its data yourself.")
	keyINN        = i18n.M("ИНН", "INN")
	keyOGRN       = i18n.M("ОГРН или ОГРНИП", "OGRN or OGRNIP")
	keyRegion     = i18n.M("Регион", "Region")
	everywhere    = i18n.M("Любой", "Any")
)

// The form.
var (
	labelTitle    = i18n.M("Название", "Title")
	labelText     = i18n.M("Описание", "Description")
	hintText      = i18n.M("Материалы, точность, размеры, применение — всё, по чему вас могут искать.", "Materials, tolerances, sizes, uses: whatever you may be searched by.")
	labelNumber   = i18n.M("Номер", "Number")
	labelIssuer   = i18n.M("Кто выдал", "Issued by")
	labelFrom     = i18n.M("Действует с", "Valid from")
	labelUntil    = i18n.M("Действует по", "Valid until")
	hintUntil     = i18n.M("Последний день. После него запись видите только вы.", "The last day. After it only you see the entry.")
	labelRole     = i18n.M("Кем вы будете партнёру", "What you are to the partner")
	labelRegion   = i18n.M("Регион", "Region")
	labelVolume   = i18n.M("Объём", "Volume")
	labelVolume1  = i18n.M("Объём от", "Volume from")
	labelVolumeTo = i18n.M("Объём до", "Volume up to")
	labelPriceTo  = i18n.M("Цена до, ₽", "Price up to, ₽")
	labelUnit     = i18n.M("Единица", "Unit")
	hintUnit      = i18n.M("Например: шт. в месяц", "For example: pcs a month")
	labelPrice1   = i18n.M("Цена от, ₽", "Price from, ₽")
	labelPrice    = i18n.M("Цена", "Price")
	labelTRL      = i18n.M("Готовность технологии (УГТ)", "Readiness of the technology (TRL)")
	hintTRL       = i18n.M("От 1 до 9: 1 — идея, 9 — серийное производство.", "From 1 to 9: 1 is an idea, 9 is serial production.")
	labelDays     = i18n.M("Срок, дней", "Term, days")
	labelCodes    = i18n.M("Коды ОКВЭД или ОКПД2", "Codes of OKVED or OKPD2")
	hintCodes     = i18n.M("Через запятую, например 25.62, 26.12.", "With commas between, such as 25.62, 26.12.")
	labelAudience = i18n.M("Кто это видит", "Who may see it")
	labelNamed    = i18n.M("Названные организации", "The organisations named")
	hintNamed     = i18n.M("ОГРН или ОГРНИП, каждый с новой строки, не больше двадцати. Нужны, только если запись видят названные организации.", "OGRN or OGRNIP, one a line, twenty at most. Needed only if the entry is for the organisations named.")
)

// What is wrong.
var (
	wrongNoTitle   = i18n.M("Дайте записи название: по нему её находят и узнают.", "Give the entry a title: it is found and known by it.")
	wrongLongTitle = i18n.M("Слишком длинно: помещается 150 знаков. Перенесите подробности в описание.", "Too long: there is room for 150 characters. Move the details into the description.")
	wrongNoText    = i18n.M("Напишите о себе хотя бы несколько слов.", "Write at least a few words about yourself.")
	wrongLongText  = i18n.M("Слишком длинно: помещается 3000 знаков. Сократите описание.", "Too long: there is room for 3,000 characters. Shorten the description.")
	wrongCodes     = i18n.M("Проверьте коды: они выглядят как 25.62 или 26.11.30, не больше десяти.", "Check the codes: they look like 25.62 or 26.11.30, ten at most.")
	wrongAudience  = i18n.M("Выберите, кто это видит.", "Choose who may see it.")
	wrongNamed     = i18n.M("Назовите от одной до двадцати организаций их ОГРН или ОГРНИП, каждую с новой строки, и проверьте номера.", "Name one to twenty organisations by their OGRN or OGRNIP, one a line, and check the numbers.")
	wrongFromUntil = i18n.M("Последний день раньше первого. Проверьте даты.", "The last day is before the first. Check the dates.")
	wrongFar       = i18n.M("Последний день слишком далеко. Оставьте его пустым, если срока нет.", "The last day is too far away. Leave it empty if there is no term.")
	wrongPast      = i18n.M("Этот день уже прошёл. Назовите будущий или оставьте поле пустым.", "This day is over. Name one to come or leave it empty.")
	wrongRole      = i18n.M("Выберите, кем вы будете партнёру.", "Choose what you are to the partner.")
	wrongRegion    = i18n.M("Выберите регион из списка.", "Choose a region of the list.")
	wrongVolume    = i18n.M("Объём — целое число, «от» не больше «до».", "The volume is a whole number, and “from” is no more than “to”.")
	wrongUnit      = i18n.M("Слишком длинно: помещается 40 знаков.", "Too long: there is room for 40 characters.")
	wrongPrice     = i18n.M("Цена — сумма в рублях, например 1500 или 2,5 млн; «от» не больше «до».", "The price is a sum in rubles, such as 1500; “from” is no more than “to”.")
	wrongTRL       = i18n.M("Уровень готовности — число от 1 до 9.", "The level of readiness is a number from 1 to 9.")
	wrongDays      = i18n.M("Срок — число дней от 1 до 3650.", "The term is a number of days from 1 to 3650.")
	wrongDay       = i18n.M("Такой даты нет. Введите день, месяц и год числами.", "There is no such date. Enter the day, the month and the year as numbers.")
)

// Terms of an offer in words.
var (
	spanBoth  = i18n.F("%s–%s", "%s to %s")
	spanFrom  = i18n.F("от %s", "from %s")
	spanTo    = i18n.F("до %s", "up to %s")
	withUnit  = i18n.F("%s %s", "%s %s")
	upToDays  = i18n.F("до %d дней", "up to %d days")
	codeOf    = i18n.F("%s %s", "%s %s")
	untilDay  = i18n.F("по %s", "until %s")
	fromDay   = i18n.F("с %s", "from %s")
	keyTerm   = i18n.M("Срок", "Term")
	keyValid  = i18n.M("Действует", "Valid")
	keyTRL    = i18n.M("Готовность технологии", "Readiness of the technology")
	keyCodes  = i18n.M("Виды деятельности", "Activities")
	keyNumber = i18n.M("Номер", "Number")
	keyRole   = i18n.M("Роль", "Role")
)

package legal

import "github.com/klaster-platform/klaster/internal/platform/i18n"

// Public pages.
var (
	textEdition     = i18n.F("Редакция № %d от %s", "Edition %d of %s")
	textContents    = i18n.M("Содержание", "Contents")
	textEditions    = i18n.M("Все редакции", "All editions")
	textEditionLink = i18n.F("Редакция № %d, с %s", "Edition %d, since %s")
	textFormerTitle = i18n.M("Это прежняя редакция", "This is an earlier edition")
	textFormerText  = i18n.F("Сейчас действует редакция № %d.", "Edition %d is in force now.")
	textComingTitle = i18n.M("Эта редакция ещё не действует", "This edition is not in force yet")
	textComingText  = i18n.F("Она вступит в силу %s. До этого действует редакция № %d.", "It comes into force on %s. Until then edition %d is in force.")
	textOvertaken   = i18n.F("Она не вступала в силу. Сейчас действует редакция № %d.", "It never came into force. Edition %d is in force now.")
	textOpenCurrent = i18n.M("Открыть действующую редакцию", "Open the edition in force")
	textSoonTitle   = i18n.M("Скоро документ изменится", "This document will change soon")
	textSoonText    = i18n.F("%s вступит в силу редакция № %d.", "On %s edition %d comes into force.")
	textOpenSoon    = i18n.M("Прочитать новую редакцию", "Read the new edition")
	textInForce     = i18n.M("действует", "in force")
	textFormer      = i18n.M("не действует", "no longer in force")
	textComing      = i18n.M("ещё не действует", "not in force yet")
	textNever       = i18n.M("не вступала в силу", "never in force")
)

// Administration: the lists.
var (
	textLegal      = i18n.M("Тексты сайта", "Texts of the site")
	textLegalLead  = i18n.M("Документы, которые видят все и с которыми соглашаются при регистрации.", "The documents that everybody sees and that people agree to when they register.")
	textDocument   = i18n.M("Документ", "Document")
	textNow        = i18n.M("Действует", "In force")
	textNext       = i18n.M("Готовится", "To come")
	textLawyer     = i18n.M("Юрист", "Lawyer")
	textChecked    = i18n.M("Проверил", "Has checked")
	textUnchecked  = i18n.M("Не проверял", "Has not checked")
	textShortLine  = i18n.F("№ %d, с %s", "No. %d, since %s")
	textNumber     = i18n.M("Редакция", "Edition")
	textNumberIs   = i18n.F("№ %d", "No. %d")
	textSince      = i18n.M("Начало действия", "In force since")
	textState      = i18n.M("Состояние", "State")
	textAuthor     = i18n.M("Кто опубликовал", "Published by")
	textProgram    = i18n.M("Текст из программы", "The text of the program")
	textWriteNext  = i18n.M("Подготовить новую редакцию", "Write a new edition")
	textPublicPage = i18n.M("Открыть на сайте", "Open on the site")
	textPublished  = i18n.F("Редакция № %d опубликована", "Edition %d is published")
	textInForceNow = i18n.M("Она уже действует.", "It is in force already.")
	textInForceOn  = i18n.F("Она вступит в силу %s.", "It comes into force on %s.")

	textNotReady     = i18n.M("Тексты нужно проверить до работы с настоящими людьми", "The texts must be checked before real people use them")
	textNotReadyText = i18n.M("Тексты из программы — заготовки. Покажите их юристу, исправьте и опубликуйте новой редакцией с отметкой «Юрист проверил». Посетители этого сообщения не видят.",
		"The texts of the program are a beginning. Show them to a lawyer, correct them and publish a new edition marked “A lawyer has checked it”. Visitors do not see this message.")
	textCheckTitle = i18n.M("Что проверить прежде всего", "What to check first")
	textCheckList  = []i18n.Text{
		i18n.M("верно ли названы оператор, его адреса и телефон;", "whether the operator, its addresses and the telephone are right;"),
		i18n.M("где стоят серверы: тексты обещают, что база данных находится в России (152-ФЗ, статья 18, часть 5);", "where the servers stand: the texts promise that the database is in Russia (152-ФЗ, article 18, part 5);"),
		i18n.M("кто доставляет письма и сообщения, где размещены серверы: впишите этих лиц в Согласие и в Политику;", "who delivers letters and messages and who hosts the servers: name them in the Consent and in the Policy;"),
		i18n.M("подано ли уведомление в Роскомнадзор и назначен ли ответственный за обработку (152-ФЗ, статьи 22 и 22.1);", "whether Roskomnadzor has been notified and somebody was made responsible (152-ФЗ, articles 22 and 22.1);"),
		i18n.M("выдерживаются ли сроки хранения, названные в Политике;", "whether the storage terms that the Policy names are kept;"),
		i18n.M("верно ли сказано в Заявлении о доступности, чего площадка пока не умеет.", "whether the accessibility statement is right about what the site cannot do yet."),
	}
)

// Administration: the editor.
var (
	textEditorTitle = i18n.F("Новая редакция № %d", "New edition, No. %d")
	textEditorLead  = i18n.F("Текст начат с редакции № %d. Опубликованную редакцию изменить нельзя — можно только выпустить следующую.",
		"The text is begun from edition %d. A published edition cannot be changed; another can only follow it.")
	textTitleRu     = i18n.M("Название на русском", "Title in Russian")
	textTitleEn     = i18n.M("Название на английском", "Title in English")
	textTextRu      = i18n.M("Текст на русском", "Text in Russian")
	textTextEn      = i18n.M("Текст на английском", "Text in English")
	textSinceHint   = i18n.M("День по московскому времени. Сегодняшний день — сразу после публикации.", "A day in Moscow time. Today means at once after publication.")
	textReviewed    = i18n.M("Юрист проверил оба текста", "A lawyer has checked both texts")
	textReviewHint  = i18n.M("Без этой отметки площадка не считается готовой к работе.", "Without this mark the site does not count as ready for work.")
	textLook        = i18n.M("Посмотреть, что получится", "See how it will look")
	textHowTo       = i18n.M("Как оформлять текст", "How to mark the text up")
	textPlaces      = i18n.M("Подстановки", "Placeholders")
	textPlacesAbout = i18n.M("Эти слова в двойных скобках заменяются на то, что задано в настройках.", "These words in double braces are replaced by what the settings say.")
	textPlace       = i18n.M("В тексте", "In the text")
	textMeans       = i18n.M("Что это", "What it is")
	textValueNow    = i18n.M("Сейчас", "Now")
	textFromProgram = i18n.M("Начать с текста из программы", "Begin from the text of the program")
	textHowToRows   = []i18n.Text{
		i18n.M("## 1. Название раздела — заголовок; ### — подзаголовок;", "## 1. Name of a section is a heading; ### is one below it;"),
		i18n.M("пустая строка разделяет абзацы;", "an empty line parts paragraphs;"),
		i18n.M("- в начале строки — пункт списка, 1. — пункт с номером;", "- at the start of a line is an item of a list, 1. an item with a number;"),
		i18n.M("**слово** — выделение, `слово` — имя файла или команды;", "**word** is emphasis, `word` a name of a file or a command;"),
		i18n.M("[слова](/privacy) — ссылка на страницу сайта, [слова](https://…) — на другой сайт;", "[words](/privacy) is a link to a page of this site, [words](https://…) to another;"),
		i18n.M("> в начале строки — замечание;", "> at the start of a line is a remark;"),
		i18n.M("| Столбец | Столбец | и под ним | --- | --- | — таблица. Теги HTML не действуют.", "| Column | Column | with | --- | --- | below is a table. HTML tags have no effect."),
	}
)

// Administration: the last look before the publication.
var (
	textCheckPage  = i18n.F("Проверьте редакцию № %d", "Check edition %d")
	textCheckLead  = i18n.M("Редакция ещё не опубликована. После публикации исправить её нельзя.", "The edition is not published yet. Once published, it cannot be corrected.")
	textAtOnce     = i18n.M("Сразу после публикации", "At once after publication")
	textChanges    = i18n.F("Что изменится по сравнению с редакцией № %d", "What changes against edition %d")
	textPreview    = i18n.M("Как это увидят люди", "How people will see it")
	textInRussian  = i18n.M("На русском", "In Russian")
	textInEnglish  = i18n.M("На английском", "In English")
	textNoChange   = i18n.M("Текст не изменился.", "The text has not changed.")
	textUnchanged  = i18n.M("Без изменений:", "Unchanged:")
	textRemoved    = i18n.M("Убрано:", "Removed:")
	textAdded      = i18n.M("Добавлено:", "Added:")
	textPublish    = i18n.F("Опубликовать редакцию № %d", "Publish edition %d")
	textKeepOn     = i18n.M("Вернуться к правке", "Go on editing")
	textParagraphs = func(n int) i18n.Count {
		return i18n.Count{N: int64(n), One: "абзац", Few: "абзаца", Many: "абзацев", Single: "paragraph", Multiple: "paragraphs"}
	}
)

// What is wrong with a draft.
var (
	textNoTitleRu          = i18n.M("Напишите название документа на русском.", "Write the title of the document in Russian.")
	textNoTitleEn          = i18n.M("Напишите название документа на английском.", "Write the title of the document in English.")
	textNoTextRu           = i18n.M("Напишите текст документа на русском.", "Write the text of the document in Russian.")
	textNoTextEn           = i18n.M("Напишите текст документа на английском.", "Write the text of the document in English.")
	textTooLong            = i18n.F("Слишком длинно: %d знаков, а помещается %d. Сократите.", "Too long: %d characters, but there is room for %d. Shorten it.")
	textUnknownPlaceholder = i18n.F("Подстановки %s нет. Возьмите имя из таблицы под текстом.", "There is no placeholder %s. Take a name from the table below the text.")
	textTooDeep            = i18n.F("Списки и замечания вложены друг в друга больше %d раз. Сделайте текст проще.", "Lists and remarks stand in one another more than %d times. Make the text simpler.")
	textBadLink            = i18n.F("Ссылка «%s» никуда не ведёт. Начните её с /, #, https://, mailto: или tel:. Картинки вставлять нельзя.", "The link “%s” leads nowhere. Begin it with /, #, https://, mailto: or tel:. Pictures are not possible.")
	textNoHeadings         = i18n.M("Разделите текст на разделы: заголовок начинается с ##.", "Divide the text into sections: a heading begins with ##.")
	textOtherCount         = i18n.F("В английском тексте заголовков %d, а в русском %d. Сделайте разделы одинаковыми.", "The English text has %d headings and the Russian one %d. Give both the same sections.")
	textOtherLevel         = i18n.F("Заголовок «%s» стоит на другом уровне, чем «%s» в русском тексте.", "The heading “%s” stands on another level than “%s” in the Russian text.")
	textNoDay              = i18n.M("Укажите день, с которого действует редакция: число, месяц и год.", "Give the day from which the edition is in force: day, month and year.")
	textPastDay            = i18n.M("Этот день уже прошёл. Укажите сегодняшний или более поздний.", "This day is past. Give today or a later one.")
	textFarDay             = i18n.M("До этого дня больше года. Проверьте год.", "This day is more than a year away. Check the year.")
)

// Placeholders.
var (
	textNotSet    = i18n.M("[не указано]", "[not given]")
	aboutOperator = i18n.M("кто ведёт площадку", "who runs the site")
	aboutAddress  = i18n.M("почтовый адрес для обращений", "postal address for requests")
	aboutSite     = i18n.M("название площадки", "name of the site")
	aboutURL      = i18n.M("адрес площадки", "address of the site")
	aboutEmail    = i18n.M("электронная почта поддержки", "e-mail of the support")
	aboutPhone    = i18n.M("телефон поддержки", "telephone of the support")
)

// Readiness.
var (
	textReady      = i18n.M("Тексты сайта проверены и опубликованы.", "The texts of the site are checked and published.")
	textUnreviewed = i18n.F("Юрист не проверил: %s. Исправьте и опубликуйте их в разделе «Тексты сайта».",
		"No lawyer has checked: %s. Correct and publish them under “Texts of the site”.")
	textUnset      = i18n.F("В настройках не указано: %s.", "The settings do not give: %s.")
	textUnreadable = i18n.M("Не удалось прочитать тексты сайта из базы данных. Проверьте, доступна ли она.",
		"The texts of the site could not be read from the database. Check whether it can be reached.")
	textComma = i18n.F("%s, %s", "%s, %s")
	textSpace = i18n.F("%s %s", "%s %s")
)

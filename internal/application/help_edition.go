package application

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// What the page says to somebody who has never seen such a file. docs/services.md says the same at length.

// helpPart is a part of the help: words, or what fields mean.
type helpPart struct {
	title  i18n.Text
	text   i18n.Text
	fields []helpField
}

type helpField struct {
	word  string
	means i18n.Text
}

var (
	sectionHelp = i18n.M("Как устроен файл и как его менять", "How the file is built, and how to change it")
	columnField = i18n.M("Что написано", "What is written")
	columnMeans = i18n.M("Что это значит", "What it means")
)

var editionHelp = []helpPart{
	{
		title: i18n.M("Что чаще всего меняют", "What is changed most often"),
		fields: []helpField{
			{`label: {ru: "…", en: "…"}`, i18n.M("Текст вопроса на двух языках. Меняйте слова между кавычками; кавычки и скобки оставьте.", "The words of a question in two languages. Change the words between the quotes; leave quotes and brackets.")},
			{`hint: {ru: "…", en: "…"}`, i18n.M("Пояснение под вопросом.", "The explanation below a question.")},
			{`optional: yes`, i18n.M("На вопрос можно не отвечать. Без этой строки ответ обязателен.", "The question may be left empty. Without this line an answer is needed.")},
			{`- {key: …, kind: …, label: …}`, i18n.M("Вопрос. Чтобы добавить новый, скопируйте соседний и дайте ему своё имя: строчные латинские буквы, не как у других.", "A question. To add one, copy its neighbour and give it a name of its own: lower-case Latin letters, unlike all others.")},
			{`term: 10`, i18n.M("За сколько рабочих дней фонд отвечает.", "Within how many working days the foundation answers.")},
			{`options: [{key: …, label: …}]`, i18n.M("Варианты ответа.", "What can be chosen.")},
			{`until: 2026-12-31`, i18n.M("У варианта — последний день, когда его можно выбрать.", "At an option, the last day on which it can be chosen.")},
		},
	},
	{
		title: i18n.M("Виды вопросов", "Kinds of questions"),
		fields: []helpField{
			{"kind: line, text", i18n.M("Ответ в одну строку или в несколько.", "An answer of one line or of several.")},
			{"least: 20, most: 3000", i18n.M("Сколько знаков, строк таблицы или файлов — не меньше и не больше.", "How many characters, rows or files, at least and at most.")},
			{"kind: number, money, date", i18n.M("Число, сумма в рублях, день.", "A number, a sum in roubles, a day.")},
			{"low: 0, high: 100", i18n.M("Границы числа, суммы или дня.", "The bounds of a number, a sum or a day.")},
			{"kind: choice, choices", i18n.M("Один вариант или несколько.", "One option or several.")},
			{"kind: inn, email, phone", i18n.M("ИНН с проверкой по реестру, почта, телефон.", "An INN that the register is asked about, an email address, a telephone.")},
			{"kind: table", i18n.M("Таблица: столбцы перечислены ниже неё и сдвинуты вправо.", "A table: its columns stand below it, further to the right.")},
			{"kind: file", i18n.M("Файлы. Можно назвать виды, которые принимаются.", "Files. The types that are taken may be named.")},
			{"kind: declaration", i18n.M("Заявитель подтверждает написанное.", "The applicant affirms what is written.")},
			{"kind: known", i18n.M("Сведение из реестра: его показывают, но не меняют.", "What a register says: it is shown, not changed.")},
		},
	},
	{
		title: i18n.M("Разделы, условия, решение", "Topics, conditions, the decision"),
		fields: []helpField{
			{"sections", i18n.M("Разделы по порядку, каждый на своей странице.", "The topics in their order, each on a page of its own.")},
			{`when: answer.offences == "yes"`, i18n.M("Вопрос или раздел появится, когда на названный вопрос так ответили. Смотреть можно только на вопросы выше.", "The question or topic appears when the named question was answered so. Only questions above it can be looked at.")},
			{"checks", i18n.M("Что должно сойтись в ответах, и что увидит заявитель, если не сошлось.", "What must fit together, and what the applicant reads when it does not.")},
			{"grounds", i18n.M("Основания отказа.", "Grounds of refusal.")},
			{"curable: yes", i18n.M("После такого отказа заявление исправляют и подают снова одним нажатием.", "After such a refusal the applicant corrects and applies again at one click.")},
			{"review", i18n.M("Рассмотрение: решают ли группами, нужен ли второй сотрудник, сколько процентов решений он проверяет, что подтверждают перед согласием.", "The review: whether cases are decided in groups, whether a second official is needed, how many per cent of the decisions they look at, what is confirmed before a yes.")},
			{"letters", i18n.M("Письма заявителям, если обычный текст не подходит.", "Letters to applicants, where the usual text does not do.")},
			{"event, subject, body", i18n.M("О чём письмо, его тема и текст. Каждая строка текста станет абзацем.", "What the letter is about, its subject and its text. Each line of the text becomes a paragraph.")},
			{"{number}, {term}, {applicant}", i18n.M("В письме вместо этих слов встанут номер, день и заявитель. Какие слова можно ставить, подскажет проверка.", "In a letter the number, the day and the applicant stand in place of these words. The check says which words there are.")},
			{"effect, admission", i18n.M("Что делает положительное решение, и по каким правилам проверяют заявителя. Придумать новые здесь нельзя: их умеет сама программа.", "What a positive decision does, and by which rules the applicant is checked. New ones cannot be made up here: the program itself knows them.")},
		},
	},
	{
		title: i18n.M("Если файл не принимают", "When the file is not taken"),
		text:  i18n.M("Чаще всего сбит отступ: то, что относится к вопросу, начинается правее его дефиса, и отступ делают пробелами. Текст с двоеточием или решёткой берите в прямые двойные кавычки. Под каждой ошибкой показана строка, в которой она найдена.", "Mostly an indent is wrong: what belongs to a question begins to the right of its dash, and indents are made of blanks. Put a text with a colon or a hash sign between straight double quotes. Below each mistake stands the line in which it was found."),
	},
}

func helpTable(part helpPart) web.TableSpec {
	t := web.TableSpec{Caption: part.title, CaptionHidden: true, Columns: []web.Column{{Label: columnField}, {Label: columnMeans}}}
	for _, f := range part.fields {
		t.Rows = append(t.Rows, []web.Cell{{Body: helpWord(f.word)}, {Text: f.means}})
	}
	return t
}

// saveLook is how loud the button is that saves: a page has one loud button, and a file without mistakes can be published.
func saveLook(e Edition) web.Look {
	if len(e.Problems) == 0 {
		return web.Secondary
	}
	return web.Primary
}

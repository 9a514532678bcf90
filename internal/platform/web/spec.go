package web

import (
	"time"

	"github.com/a-h/templ"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Width is how wide a field is, which hints at how much is expected in it.
type Width uint8

// The widths.
const (
	WidthFull  Width = iota // of the reading column
	WidthHalf               // a name, an e-mail
	WidthThird              // a telephone
	Width4                  // 4 characters: a year
	Width6                  // 6 characters: a code
	Width12                 // 12 characters: an ИНН
)

func (w Width) class() string {
	return [...]string{"", "w-half", "w-third", "w-4", "w-6", "w-12"}[w]
}

// FieldSpec describes a field for text to [Field], [PasswordField], [CodeField] and [DateField].
type FieldSpec struct {
	Name         string
	Label        i18n.Text
	Hint         i18n.Text
	Type         string // "text" when empty; "email", "tel", "url", "search"
	Autocomplete string // token of HTML: "family-name", "one-time-code"
	InputMode    string // "numeric", "tel"
	Width        Width
	Optional     bool      // «необязательно» after the label; all other fields are understood to be needed
	Rows         int       // more than 0 makes it a text area of so many lines
	Heading      bool      // the label is the h1 of the page, which then has [Page.OwnHeading]
	Lang         string    // language of what is typed, when it is not the page's
	Suffix       i18n.Text // a unit after the field: «₽», «%»
}

// Option is one of several to choose from.
type Option struct {
	Value string
	Label i18n.Text
	Hint  i18n.Text
}

// ChoiceSpec describes a choice to [Radios], [Checkboxes] and [Select].
type ChoiceSpec struct {
	Name     string
	Label    i18n.Text // the legend
	Hint     i18n.Text
	Options  []Option
	Optional bool
	Inline   bool      // two short options side by side: «Да», «Нет»
	Heading  bool      // the legend is the h1 of the page
	Empty    i18n.Text // the first line of [Select] with the empty value; «Выберите» when zero
	Width    Width
}

// CheckboxSpec describes one box: an agreement.
type CheckboxSpec struct {
	Name  string
	Value string // "yes" when empty
	Label i18n.Text
	Link  *Link // the document that is agreed to, after the label
	Hint  i18n.Text
}

// ButtonSpec describes a button of a form.
type ButtonSpec struct {
	Label i18n.Text
	About i18n.Text // what only a screen reader says after the label: «Завершить» + «сеанс в Москве»
	Name  string
	Value string
	Look  Look
	Icon  string
	Wait  time.Duration // the script keeps the button quiet for so long, with a countdown; the server is what holds
}

// Look is how loud a button is. A page has one loud button.
type Look uint8

// The looks.
const (
	Primary   Look = iota
	Secondary      // the other ways
	Dangerous      // what cannot be undone
	Quiet          // looks like a link
)

func (l Look) class() string {
	return [...]string{"button", "button button--secondary", "button button--danger", "button button--quiet"}[l]
}

// SummaryRow is a question and the answer to it.
type SummaryRow struct {
	Key    i18n.Text
	Value  i18n.Text       // «Не указано» when zero and Body is nil
	Body   templ.Component // instead of Value
	Change *Link           // About must name the question: «Изменить» + «телефон»
}

// TaskState is how far a task is.
type TaskState uint8

// The states of a task.
const (
	TaskTodo    TaskState = iota // «Не начато»
	TaskDoing                    // «В работе»
	TaskDone                     // «Готово»
	TaskBlocked                  // «Пока нельзя начать»: never a link
	TaskMend                     // «Есть замечания»
)

// Task is a part of a bigger work.
type Task struct {
	Title i18n.Text
	Hint  i18n.Text
	URL   string
	State TaskState
	Label i18n.Text // instead of the usual words for the state
}

// Column is a column of a table.
type Column struct {
	Label   i18n.Text
	Numeric bool   // to the right, with figures of one width
	Hidden  bool   // the label is only for screen readers: a column of buttons
	SortURL string // address that sorts by this column
	Sorted  string // "ascending", "descending" or ""
}

// Cell is a cell of a table.
type Cell struct {
	Text i18n.Text
	URL  string          // makes the text a link
	Body templ.Component // instead of Text
}

// TableSpec describes a table.
type TableSpec struct {
	Caption       i18n.Text
	CaptionHidden bool // a heading above says the same
	Columns       []Column
	Rows          [][]Cell
	Empty         i18n.Text // what is said when there are no rows
}

// PageSpec describes the pages of a list to [Pagination].
type PageSpec struct {
	Label   i18n.Text // what is paged; «Страницы списка» when zero, and needed when a page has two of them
	Current int       // from 1
	Total   int
	URL     func(page int) string
}

// Event is a point of a [Timeline].
type Event struct {
	At    time.Time
	Title i18n.Text
	Text  i18n.Text
	Kind  Kind
	Open  bool // has not happened yet: a term
}

// EmptySpec describes a list that has nothing in it to [EmptyState].
type EmptySpec struct {
	Icon   string
	Title  i18n.Text
	Text   i18n.Text
	Action *Link
}

// Tab is a part of a page with an address of its own.
type Tab struct {
	Label   i18n.Text
	URL     string
	Current bool
	Count   int // shown after the label when it is not 0
}

// StatSpec is a figure with its name.
type StatSpec struct {
	Label i18n.Text
	Value i18n.Text
	Note  i18n.Text
	URL   string
	Kind  Kind
}

// CardSpec describes a card to [Card].
type CardSpec struct {
	Title i18n.Text
	Text  i18n.Text
	URL   string // the whole card is the link
	Icon  string
	Meta  i18n.Text       // small print at the foot
	Tag   templ.Component // beside the title
	Level int             // of the heading: 2 or 3; 2 when 0
}

// DialogSpec describes a dialogue.
type DialogSpec struct {
	ID    string
	Title i18n.Text
}

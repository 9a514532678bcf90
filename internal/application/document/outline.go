package document

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/workdays"
)

// Chapter is a section of a document as people see it, on the page on which they sign and on paper: both are made of it (T18).
type Chapter struct {
	Key     string
	Title   string
	Entries []Entry
}

// Entry is a question with its answer as people see it, in Russian. Which fields count depends on the kind.
type Entry struct {
	Key      string
	Kind     form.Kind
	Label    string
	Text     string   // of all that is one text, with line feeds; of a declaration its statement
	Items    []string // of a choice among several
	Columns  []Column // of a table
	Rows     [][]string
	Files    []Attachment
	Declared bool   // whether a declaration was made
	Given    bool   // whether there is an answer at all
	Note     string // where it comes from: «ЕГРЮЛ, запись 2247700000013, на 20.11.2026»; of options, who set their list
}

// Column is one of a table.
type Column struct {
	Key   string
	Kind  form.Kind
	Title string
}

// Numeric says that a column holds numbers, which stand to the right.
func (c Column) Numeric() bool { return c.Kind == form.Number || c.Kind == form.Money }

// Attachment is an attached file.
type Attachment struct {
	Name, Media string
	Size        string // «12 345 байт»
	SHA256      string
	Streebog256 string
	Note        string
}

// NotGiven is what stands in place of an answer that was not given.
const NotGiven = "не указано"

// Outline is what a document says, chapter by chapter, read from its bytes and nothing else.
func Outline(content []byte) ([]Chapter, error) {
	root, _, err := parse(content)
	if err != nil {
		return nil, fmt.Errorf("outline of a document: %w", err)
	}
	if _, err := header(root); err != nil {
		return nil, fmt.Errorf("outline of a document: %w", err)
	}
	return chapters(root), nil
}

func chapters(root *element) (list []Chapter) {
	answers := root.child("answers")
	if answers == nil {
		return nil
	}
	for _, section := range answers.children {
		c := Chapter{Key: section.name, Title: section.attribute("title")}
		for _, e := range section.children {
			c.Entries = append(c.Entries, entry(e))
		}
		list = append(list, c)
	}
	return list
}

func entry(e *element) Entry {
	out := Entry{Key: e.name, Kind: form.Kind(e.attribute("kind")), Label: e.attribute("label"), Given: e.text != "" || len(e.children) > 0}
	if source := e.attribute("source"); source != "" {
		out.Note = "Источник перечня: " + source
	}
	switch out.Kind {
	case form.Known:
		out.Text, out.Note = knownText(e), origin(e)
	case form.Declaration:
		out.Text, out.Declared = e.text, e.attribute("declared") == yes
		out.Given = out.Declared
	case form.Choice:
		out.Text = words(e)
	case form.Choices:
		for _, c := range e.children {
			out.Items = append(out.Items, c.text)
		}
	case form.Files:
		for _, c := range e.children {
			out.Files = append(out.Files, Attachment{
				Name: c.attribute("name"), Media: c.attribute("media"), Size: grouped(c.attribute("size")) + "\u00a0байт",
				SHA256: c.attribute("sha256"), Streebog256: c.attribute("streebog256"), Note: c.attribute("note"),
			})
		}
	case form.Table:
		out.table(e)
	default:
		out.Text = shown(out.Kind, e.text)
	}
	return out
}

// words are those of the chosen options.
func words(e *element) string {
	list := make([]string, len(e.children))
	for i, c := range e.children {
		list[i] = c.text
	}
	return strings.Join(list, ", ")
}

func (t *Entry) table(e *element) {
	var sources []string
	for i, row := range e.children {
		if i == 0 {
			for _, c := range row.children {
				t.Columns = append(t.Columns, Column{Key: c.name, Kind: form.Kind(c.attribute("kind")), Title: c.text})
				if source := c.attribute("source"); source != "" {
					sources = append(sources, c.text+" — источник перечня: "+source)
				}
			}
			continue
		}
		cells := make([]string, len(t.Columns)) // whatever stands in the row, it is as wide as the head
		for k := range min(len(cells), len(row.children)) {
			cell := row.children[k]
			if cells[k] = shown(t.Columns[k].Kind, cell.text); len(cell.children) > 0 {
				cells[k] = words(cell)
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	t.Note = strings.Join(sources, "; ")
}

var aDay = regexp.MustCompile(`^` + dayForm + `$`)

// knownText is what is known of the applicant, or why it is not.
func knownText(e *element) string {
	switch e.attribute("state") {
	case "known":
		if aDay.MatchString(e.text) {
			return russianDay(e.text)
		}
		return e.text
	case "absent":
		return "отсутствует"
	case "restricted":
		return "доступ к сведениям ограничен"
	default:
		return "не установлено"
	}
}

// origin is where a fact comes from.
func origin(e *element) string {
	day, err := workdays.ParseDate(e.attribute("as_of"))
	if err != nil {
		day = workdays.Date{} // none
	}
	return provenance(e.attribute("source"), e.attribute("record"), day)
}

func provenance(source, record string, asOf workdays.Date) string {
	var parts []string
	for _, s := range []string{source, record} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if !asOf.IsZero() {
		parts = append(parts, "на "+russianDay(asOf.String()))
	}
	return strings.Join(parts, ", ")
}

// shown is how a canonical text is written for people.
func shown(kind form.Kind, text string) string {
	if text == "" {
		return ""
	}
	switch kind {
	case form.Money:
		if amount, err := money.Parse(text); err == nil {
			return amount.RussianExact()
		}
	case form.Number:
		whole, fraction, point := strings.Cut(text, ".")
		if s := grouped(whole); point {
			return s + "," + fraction
		} else {
			return s
		}
	case form.Day:
		return russianDay(text)
	case form.Phone:
		return phone(text)
	default:
	}
	return text
}

// grouped puts no-break spaces between thousands, of numbers of five digits and more.
func grouped(digits string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(digits, "-"); ok {
		sign, digits = "−", rest
	}
	if len(digits) < 5 {
		return sign + digits
	}
	var b strings.Builder
	for i, c := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteRune('\u00a0')
		}
		b.WriteRune(c)
	}
	return sign + b.String()
}

func russianDay(iso string) string {
	day, err := workdays.ParseDate(iso)
	if err != nil {
		return iso
	}
	year, month, d := day.Civil()
	return fmt.Sprintf("%02d.%02d.%04d", d, int(month), year)
}

// phone writes a Russian number as people do: +7 495 123-45-67.
func phone(s string) string {
	if len(s) != len("+74951234567") || !strings.HasPrefix(s, "+7") {
		return s
	}
	return s[:2] + "\u00a0" + s[2:5] + "\u00a0" + s[5:8] + "-" + s[8:10] + "-" + s[10:]
}

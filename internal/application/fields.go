package application

import (
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

// maxSent is how many rows of a table a page may send. A page draws those that there are and one more.
const maxSent = 60

// slack is by how much what is typed may exceed what is allowed and still be kept, so that the person can shorten it.
const slack = 2

// fields are the fields of the page of a section.
type fields struct {
	*web.Form

	list []web.Input
}

func (f *fields) inputs() []web.Input { return f.list }

// fieldName is the name of the field of a question. It cannot clash with the page's own.
func fieldName(q *form.Question) string { return "q-" + q.Key }

// cellName is that of a cell; rows count from 1.
func cellName(table *form.Question, row int, column *form.Question) string {
	return fieldName(table) + "-" + strconv.Itoa(row) + "-" + column.Key
}

// rowsDrawn is how many rows the page of a table has: those with answers, and at least one to type into.
func rowsDrawn(a form.Answer) int { return max(len(a.Rows), 1) }

// fieldsOf makes the fields of a section and puts answers into them. rows is how many rows tables may have; 0 draws as many as
// there are answers.
func fieldsOf(part *form.Part, answers form.Answers, given form.Given, rows int) *fields {
	f := &fields{list: []web.Input{{Name: "revision", Max: 10}, {Name: "do", Max: 200}}}
	for i := range part.Items {
		f.declare(part.Items[i].Question, answers, rows)
	}
	f.Form = web.NewForm(f.list...)
	for i := range part.Items {
		f.fill(part.Items[i].Question, answers, given)
	}
	return f
}

func (f *fields) add(in ...web.Input) { f.list = append(f.list, in...) }

func (f *fields) declare(q *form.Question, answers form.Answers, rows int) {
	name := fieldName(q)
	switch q.Kind {
	case form.Known:
	case form.Files:
		f.add(web.Input{Name: name})
	case form.Day:
		f.add(web.DateInputs(name)...)
	case form.Choices:
		f.add(web.Input{Name: name, Many: true, Max: slack * form.MaxLine})
	case form.Prose:
		f.add(web.Input{Name: name, Multiline: true, Max: slack * max(q.Most, form.MaxProse)})
	case form.Table:
		if rows == 0 {
			rows = rowsDrawn(answers[q.Key])
		}
		for row := 1; row <= rows; row++ {
			for j := range q.Columns {
				f.declareCell(q, row, &q.Columns[j])
			}
		}
	default:
		f.add(web.Input{Name: name, Max: slack * max(q.Most, form.MaxLine)})
	}
}

func (f *fields) declareCell(table *form.Question, row int, column *form.Question) {
	name := cellName(table, row, column)
	if column.Kind == form.Day {
		f.add(web.DateInputs(name)...)
		return
	}
	f.add(web.Input{Name: name, Max: slack * max(column.Most, form.MaxLine)})
}

func (f *fields) fill(q *form.Question, answers form.Answers, _ form.Given) {
	a, ok := answers[q.Key]
	if !ok {
		return
	}
	switch q.Kind {
	case form.Known, form.Files:
	case form.Choices:
		f.Set(fieldName(q), a.List...)
	case form.Table:
		for i, row := range a.Rows {
			for j := range q.Columns {
				f.put(&q.Columns[j], cellName(q, i+1, &q.Columns[j]), row[q.Columns[j].Key])
			}
		}
	default:
		f.put(q, fieldName(q), a.Text)
	}
}

// put writes a text into its field; a day has three.
func (f *fields) put(q *form.Question, name, value string) {
	if q.Kind != form.Day {
		f.Set(name, value)
		return
	}
	day, month, year := splitDay(value)
	f.Set(name+"-day", day)
	f.Set(name+"-month", month)
	f.Set(name+"-year", year)
}

// splitDay takes a day apart as it was typed, or as it is canonical.
func splitDay(value string) (day, month, year string) {
	if d, err := workdays.ParseDate(value); err == nil {
		y, m, n := d.Civil()
		return strconv.Itoa(n), strconv.Itoa(int(m)), strconv.Itoa(y)
	}
	parts := append(strings.Split(value, "."), "", "")
	return parts[0], parts[1], parts[2]
}

func joinDay(f *web.Form, name string) string {
	day, month, year := f.Get(name+"-day"), f.Get(name+"-month"), f.Get(name+"-year")
	if day+month+year == "" {
		return ""
	}
	return day + "." + month + "." + year
}

// typed reads the answers of a section as they were typed.
func typed(f *web.Form, part *form.Part) form.Answers {
	answers := form.Answers{}
	for i := range part.Items {
		q := part.Items[i].Question
		switch q.Kind {
		case form.Known, form.Files: // files come and go one by one
		case form.Choices:
			answers[q.Key] = form.Answer{List: f.All(fieldName(q))}
		case form.Table:
			answers[q.Key] = form.Answer{Rows: typedRows(f, q)}
		case form.Day:
			answers[q.Key] = form.Answer{Text: joinDay(f, fieldName(q))}
		default:
			answers[q.Key] = form.Answer{Text: f.Get(fieldName(q))}
		}
	}
	return answers
}

// typedRows reads rows up to the last one that has something in it.
func typedRows(f *web.Form, q *form.Question) (rows []map[string]string) {
	for row := 1; row <= maxSent; row++ {
		cells := map[string]string{}
		for j := range q.Columns {
			column := &q.Columns[j]
			value := f.Get(cellName(q, row, column))
			if column.Kind == form.Day {
				value = joinDay(f, cellName(q, row, column))
			}
			if value != "" {
				cells[column.Key] = value
			}
		}
		rows = append(rows, cells)
	}
	for len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1]
	}
	return rows
}

// reshape adds a row to a table or takes one out, as a button says: "add.projects", "remove.projects.2".
func reshape(answers form.Answers, do string) {
	if key, ok := strings.CutPrefix(do, doAdd); ok {
		if a := answers[key]; len(a.Rows) < maxSent {
			a.Rows = append(a.Rows, map[string]string{})
			answers[key] = a
		}
		return
	}
	rest, ok := strings.CutPrefix(do, doRemove)
	if !ok {
		return
	}
	key, number, _ := strings.Cut(rest, ".")
	a := answers[key]
	if row, err := strconv.Atoi(number); err == nil && row >= 1 && row <= len(a.Rows) {
		a.Rows = append(a.Rows[:row-1:row-1], a.Rows[row:]...)
		answers[key] = a
	}
}

// complain puts what is wrong with a section at its fields.
func complain(f *fields, part *form.Part, work Work) {
	for _, problem := range part.Problems {
		q, ok := work.Form.Question(problem.Question)
		switch {
		case !ok:
			f.FailForm(errText(problem.Text))
		case problem.Row > 0:
			table, _, _ := strings.Cut(problem.Question, ".")
			if t, ok := work.Form.Question(table); ok {
				f.Fail(cellName(t, problem.Row, q), errText(problem.Text))
			}
		default:
			f.Fail(fieldName(q), errText(problem.Text))
		}
	}
}

var errConflict = i18n.F("Пока вы работали, этот ответ изменил другой человек: %s. Ниже оба варианта: оставьте нужный и сохраните.",
	"Meanwhile %s has changed this answer. Both are below: keep the one you want and save.")

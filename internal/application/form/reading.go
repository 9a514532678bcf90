package form

import (
	"math"
	"slices"

	"github.com/klaster-platform/klaster/rule"
)

// reading is the reading of one answer.
type reading struct {
	*checker

	q         *Question
	part      *Part
	typed     Answer
	canonical Answer
}

func (r *reading) wrong(row int, path string, text Text) {
	r.part.Problems = append(r.part.Problems, Problem{Section: r.part.Key, Question: path, Row: row, Text: text})
}

func (r *reading) refuse(wrong *Text) { r.wrong(0, r.q.path, *wrong) }

// read gives the answer its canonical form; ok says whether conditions know a value.
func (r *reading) read() (v rule.Value, ok bool, err error) {
	if r.typed.Empty() {
		if !r.q.Optional {
			r.refuse(r.q.wanted())
		}
		if r.q.Kind == Declaration {
			return rule.BoolValue(false), true, nil
		}
		return rule.Value{}, false, nil
	}
	switch r.q.Kind {
	case Choice:
		v, ok = r.choice()
	case Choices:
		v, ok = r.choices()
	case Declaration:
		v, ok = rule.BoolValue(r.declaration()), true
	case Files:
		v, ok = r.files()
	case Table:
		return r.table()
	default:
		v, ok = r.text()
	}
	return v, ok, nil
}

// wanted says that an answer is missing.
func (q *Question) wanted() *Text {
	switch q.Kind {
	case Choice:
		return problem("Выберите один вариант.", "Choose one option.")
	case Choices:
		return problem("Выберите хотя бы один вариант.", "Choose at least one option.")
	case Declaration:
		return problem("Подтвердите это, чтобы продолжить.", "Confirm this to go on.")
	case Files:
		return problem("Приложите файл.", "Attach a file.")
	case Table:
		return problem("Добавьте хотя бы одну строку.", "Add at least one row.")
	default:
		return problem("Заполните это поле.", "Fill in this field.")
	}
}

func (r *reading) text() (rule.Value, bool) {
	canonical, v, wrong := r.q.read(r.typed.Text)
	switch {
	case wrong != nil:
		r.refuse(wrong)
		return rule.Value{}, false
	case canonical == "":
		if !r.q.Optional {
			r.refuse(r.q.wanted())
		}
		return rule.Value{}, false
	}
	r.canonical.Text = canonical
	return v, true
}

func (r *reading) choice() (rule.Value, bool) {
	o, ok := r.q.option(r.typed.Text, r.given)
	if !ok || !o.on(r.on) {
		r.refuse(problem("Выберите один вариант из списка: прежний больше не предлагается.", "Choose an option of the list: the former one is not offered any more."))
		return rule.Value{}, false
	}
	r.canonical.Text = o.Key
	return rule.StringValue(o.Key), true
}

// choices keep the order of the list, whatever the order of choosing.
func (r *reading) choices() (rule.Value, bool) {
	chosen := []string{}
	for _, o := range r.q.Choosable(r.given) {
		if slices.Contains(r.typed.List, o.Key) && o.on(r.on) && !slices.Contains(chosen, o.Key) {
			chosen = append(chosen, o.Key)
		}
	}
	for _, key := range r.typed.List {
		if !slices.Contains(chosen, key) {
			r.refuse(problem("Проверьте выбор: один из прежних вариантов больше не предлагается.", "Check what is chosen: one of the options is not offered any more."))
			return rule.Value{}, false
		}
	}
	switch n := len(chosen); {
	case n < r.q.Least:
		r.refuse(problem("Выберите не меньше %d.", "Choose at least %d.", r.q.Least))
		return rule.Value{}, false
	case n > r.q.most():
		r.refuse(problem("Выберите не больше %d.", "Choose no more than %d.", r.q.most()))
		return rule.Value{}, false
	}
	r.canonical.List = chosen
	return rule.StringsValue(chosen...), true
}

// declaration says whether it was made.
func (r *reading) declaration() bool {
	if r.typed.Text == Affirmed {
		r.canonical.Text = Affirmed
		return true
	}
	if !r.q.Optional {
		r.refuse(r.q.wanted())
	}
	return false
}

func (r *reading) files() (rule.Value, bool) {
	switch n := len(r.typed.Files); {
	case n > r.q.most():
		r.refuse(problem("Файлов слишком много: оставьте не больше %d.", "There are too many files: keep no more than %d.", r.q.most()))
		return rule.Value{}, false
	case n < r.q.Least:
		r.refuse(problem("Приложите не меньше %d файлов.", "Attach at least %d files.", r.q.Least))
		return rule.Value{}, false
	}
	for _, f := range r.typed.Files {
		f.Name, f.Note = Plain(f.Name), Plain(f.Note) // as they come from a browser
		if f.Name == "" {
			f.Name = "файл"
		}
		r.canonical.Files = append(r.canonical.Files, f)
	}
	return rule.IntValue(int64(len(r.typed.Files))), true
}

// table reads rows. One that is empty throughout is left out.
func (r *reading) table() (rule.Value, bool, error) {
	good := true
	for i, row := range r.typed.Rows {
		if (Answer{Rows: []map[string]string{row}}).Empty() {
			continue
		}
		canonical := map[string]string{}
		for j := range r.q.Columns {
			good = r.cell(i+1, &r.q.Columns[j], row, canonical) && good
		}
		if good && len(canonical) == 0 {
			continue // blanks only
		}
		r.canonical.Rows = append(r.canonical.Rows, canonical)
	}
	n := len(r.canonical.Rows)
	switch {
	case n > r.q.most():
		r.refuse(problem("Строк слишком много: оставьте не больше %d.", "There are too many rows: keep no more than %d.", r.q.most()))
		good = false
	case n < max(r.q.Least, 1) && !(n == 0 && r.q.Optional):
		r.refuse(problem("Добавьте строки: нужно не меньше %d.", "Add rows: at least %d are needed.", max(r.q.Least, 1)))
		good = false
	}
	if !good {
		r.canonical = Answer{}
		return rule.Value{}, false, nil
	}
	if err := r.totals(); err != nil {
		return rule.Value{}, false, err
	}
	return rule.IntValue(int64(n)), true, nil
}

func (r *reading) cell(row int, column *Question, typed, canonical map[string]string) bool {
	text := typed[column.Key]
	if column.Kind == Choice {
		o, ok := column.option(text, r.given)
		switch {
		case ok && o.on(r.on):
			canonical[column.Key] = o.Key
			return true
		case text == "" && column.Optional:
			return true
		}
		r.wrong(row, column.path, *column.wanted())
		return false
	}
	value, _, wrong := column.read(text)
	switch {
	case wrong != nil:
		r.wrong(row, column.path, *wrong)
		return false
	case value == "" && !column.Optional:
		r.wrong(row, column.path, *column.wanted())
		return false
	case value != "":
		canonical[column.Key] = value
	}
	return true
}

// totals adds up the columns that are numbers. The sum of what the limits allow fits 64 bits: 500 rows of 9·10¹⁵ units.
func (r *reading) totals() error {
	for i := range r.q.Columns {
		column := &r.q.Columns[i]
		if !column.Kind.numeric() {
			continue
		}
		var units int64
		for _, row := range r.canonical.Rows {
			units += column.units(row[column.Key])
		}
		v := rule.IntValue(units)
		if column.factType() == rule.Number {
			v = rule.NumberValue(float64(units) / math.Pow10(column.Digits))
		}
		if err := r.facts.Set(totalFact+column.path, rule.Fact{State: rule.Known, Value: v}); err != nil {
			return err
		}
	}
	return nil
}

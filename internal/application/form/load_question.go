package form

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/klaster-platform/klaster/internal/platform/filetype"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/yamldoc"
)

func (r *reader) section(n *yaml.Node) {
	f := r.Fields(n, "key", "title", "lead?", "when?", "questions", "checks?")
	if f == nil {
		return
	}
	r.s.Sections = append(r.s.Sections, Section{Key: r.key(f, "key"), Title: r.Text(f, "title"), Lead: r.Text(f, "lead")})
	at := len(r.s.Sections) - 1
	for _, before := range r.s.Sections[:at] {
		if before.Key == r.s.Sections[at].Key {
			r.Wrong(f.Get("key"), "раздел «%s» уже был", "section %q was there before", before.Key)
		}
	}
	var when *rule.Condition
	r.when(f, &when)
	list := r.List(f, "questions", maxQuestions)
	questions := make([]Question, len(list)) // of a fixed size, as what waits points into it
	for i, n := range list {
		r.question(n, &questions[i], "")
	}
	checks := r.checks(f, "checks")
	r.s.Sections[at].Questions, r.s.Sections[at].Checks = questions, checks
	r.waiting = append(r.waiting, func() { r.s.Sections[at].When = when })
}

// question reads a question, or a column of a table.
func (r *reader) question(n *yaml.Node, q *Question, table string) {
	f := r.Fields(n, "key", "kind", "label", "hint?", "optional?", "when?", "checks?", "prefill?", "public?", "least?", "most?",
		"digits?", "low?", "high?", "options?", "list?", "from_fact?", "columns?", "statement?", "media?")
	if f == nil {
		return
	}
	*q = Question{
		Key: r.key(f, "key"), Kind: oneOf(r, f, "kind", Kinds()...), Label: r.Text(f, "label"), Hint: r.Text(f, "hint"),
		Optional: r.Flag(f, "optional"), Public: r.Flag(f, "public"), Statement: r.Text(f, "statement"),
		Prefill: r.vocabulary(f, "prefill"), FromFact: r.vocabulary(f, "from_fact"),
		Digits: r.Number(f, "digits", 1, maxDigits), List: r.Word(f, "list"), Options: r.choices(f), service: r.s,
	}
	q.path = q.Key
	if table != "" {
		q.path = table + "." + q.Key
	}
	r.extent(f, q)
	r.bounds(f, q)
	r.fits(f, q, table)
	if _, ok := r.s.questions[q.path]; ok && q.Key != "" {
		r.Wrong(f.Get("key"), "вопрос «%s» уже был", "question %q was there before", q.Key)
	}
	if len(r.s.questions) >= maxQuestions {
		r.Wrong(n, "в анкете больше %d вопросов", "the form has more than %d questions", maxQuestions)
		return
	}
	r.s.questions[q.path] = q
	r.when(f, &q.When)
	r.columns(f, q)
	if table == "" {
		r.ordered = append(r.ordered, answerFact+q.Key)
	} else if q.Kind.numeric() {
		r.ordered = append(r.ordered, totalFact+q.path)
	}
	q.Checks = r.checks(f, "checks")
	for _, n := range r.optional(f, "media", maxOptions) {
		t, ok := filetype.Of(r.Scalar(n))
		if !ok {
			r.Wrong(n, "вид файлов «%s» не принимается", "files of the type %q are not taken", r.Scalar(n))
		}
		q.Media = append(q.Media, strings.TrimPrefix(t.Ending, "."))
	}
}

func (r *reader) columns(f *yamldoc.Fields, q *Question) {
	list := r.optional(f, "columns", maxColumns)
	q.Columns = make([]Question, len(list))
	for i, n := range list {
		r.question(n, &q.Columns[i], q.Key)
	}
}

// extent reads how little and how much may be answered.
func (r *reader) extent(f *yamldoc.Fields, q *Question) {
	most, ok := map[Kind]int{Prose: mostProse, Table: mostRows, Files: mostFiles, Choices: maxOptions}[q.Kind]
	if !ok {
		most = MaxLine
	}
	q.Least, q.Most = r.Number(f, "least", 1, most), r.Number(f, "most", 1, most)
	if q.Most > 0 && q.Least > q.Most {
		r.Wrong(f.Get("least"), "наименьшее больше наибольшего", "the least is more than the most")
	}
}

// bounds reads between which values an answer lies.
func (r *reader) bounds(f *yamldoc.Fields, q *Question) {
	for _, name := range []string{"low", "high"} {
		if f.Get(name) == nil {
			continue
		}
		canonical, _, problem := q.read(r.Word(f, name))
		switch {
		case !q.Kind.numeric() && q.Kind != Day:
			r.Wrong(f.Get(name), "границы бывают у чисел, сумм и дней", "numbers, sums and days have bounds")
		case problem != nil:
			r.At(f.Get(name).Line, f.Get(name).Column, *problem)
		case name == "low":
			q.Low = canonical
		default:
			q.High = canonical
		}
	}
}

// vocabulary reads the name of a fact about the applicant.
func (r *reader) vocabulary(f *yamldoc.Fields, name string) string {
	fact := r.Word(f, name)
	if fact != "" && !slices.ContainsFunc(Vocabulary(), func(d rule.Definition) bool { return d.Name == fact }) {
		r.Wrong(f.Get(name), "о заявителе нет факта «%s»", "there is no fact %q about an applicant", fact)
		return ""
	}
	return fact
}

// fits refuses what makes no sense together.
func (r *reader) fits(f *yamldoc.Fields, q *Question, table string) {
	refuse := func(field, ru, en string) {
		n := f.Get(field)
		if n == nil {
			n = f.Get("kind")
		}
		if n != nil {
			r.At(n.Line, n.Column, Text{RU: ru, EN: en})
		}
	}
	choice := q.Kind == Choice || q.Kind == Choices
	sources := 0
	for _, given := range []bool{len(q.Options) > 0, q.List != "", q.FromFact != ""} {
		if given {
			sources++
		}
	}
	switch {
	case choice && sources != 1:
		refuse("kind", "у выбора одно из трёх: options, list или from_fact", "a choice has one of options, list and from_fact")
	case !choice && sources > 0:
		refuse("options", "варианты бывают только у выбора", "only choices have options")
	case q.Kind == Known && q.Prefill == "":
		refuse("kind", "укажите в prefill, что показать", "name in prefill what is shown")
	case q.Kind == Declaration && q.Statement.IsZero():
		refuse("kind", "напишите в statement, что заявляют", "write in statement what is declared")
	case (q.Kind == Table) != (f.Get("columns") != nil):
		refuse("columns", "столбцы бывают у таблицы, и у неё они есть", "a table has columns, and nothing else has")
	case table != "" && !q.Kind.column():
		refuse("kind", "в таблице такого столбца не бывает", "a table has no such column")
	case table != "" && (f.Get("when") != nil || f.Get("checks") != nil || f.Get("prefill") != nil):
		refuse("when", "у столбца нет условий, проверок и заполнения", "a column has no conditions, checks and prefilling")
	case f.Get("digits") != nil && q.Kind != Number:
		refuse("digits", "знаки после запятой бывают у числа", "a number has digits after the point")
	}
	if q.List != "" && !slices.ContainsFunc(r.s.Lists, func(l List) bool { return l.Key == q.List }) {
		r.Wrong(f.Get("list"), "нет списка «%s»", "there is no list %q", q.List)
	}
}

// Prefixes of facts that answers are.
const (
	answerFact = "answer."
	totalFact  = "total."
	mostFact   = 4000 // characters of an answer that conditions see
)

// catalogue is made when all questions are known, and before conditions are compiled.
func (r *reader) catalogue() {
	definitions := Vocabulary()
	applicant := Text{RU: "ответ заявителя", EN: "the applicant's answer"}
	none := rule.StringsValue()
	for i := range r.s.Sections {
		for j := range r.s.Sections[i].Questions {
			q := &r.s.Sections[i].Questions[j]
			d := rule.Definition{Name: answerFact + q.Key, Type: q.factType(), Label: q.Label, From: applicant}
			if d.Type == rule.String {
				d.Most = mostFact
			}
			if d.Type == rule.Strings {
				d.Most, d.None = maxOptions, &none
			}
			definitions = append(definitions, d)
			for k := range q.Columns {
				if c := &q.Columns[k]; c.Kind.numeric() {
					definitions = append(definitions, rule.Definition{Name: totalFact + c.path, Type: c.factType(), Label: c.Label, From: applicant})
				}
			}
		}
	}
	c, err := rule.NewCatalogue(definitions...)
	if err != nil {
		r.At(1, 1, yamldoc.Say("из вопросов не составить условий: %v", "no conditions can be made over the questions: %v", err))
		c, _ = rule.NewCatalogue()
	}
	r.s.catalogue = c
}

package form

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
	"github.com/klaster-platform/klaster/yamldoc"
)

// Format is what the file of a service says of itself in its first field.
const Format = "klaster service 1"

// Limits of a file.
const (
	MaxFile = 1 << 20 // bytes

	maxSections  = 40
	maxQuestions = 300 // of the whole form, columns of tables among them
	maxOptions   = 200
	maxColumns   = 12
	maxChecks    = 40
	maxGrounds   = 60
	maxLetters   = 30
	maxVersion   = 100_000
	maxDigits    = 6
	maxTerm      = 250
)

// keyForm is the form of keys: they name elements of documents, fields of pages and facts of conditions.
var keyForm = regexp.MustCompile(`^[a-z][a-z0-9_]{1,31}$`)

// Load reads one version of a service. An error is [yamldoc.Problems]. What a file holds, the service that the program brings
// shows best (internal/membership/join.yaml); docs/services.md tells it to operators.
func Load(content []byte) (*Service, error) { return load(content, nil) }

// Installation is what a service may name of the program on which it runs.
type Installation struct {
	Effects    []string // what positive decisions can bring about
	Admissions []string // sets of rules of admission
}

// LoadFor is [Load] for a service that is to run: an effect or a set of rules that the installation does not have is wrong. A version
// that was published is read by [Load], for its effect may be gone by now.
func LoadFor(content []byte, i Installation) (*Service, error) { return load(content, &i) }

func load(content []byte, i *Installation) (*Service, error) {
	r := &reader{File: yamldoc.Read(content, MaxFile), on: i}
	s := r.service()
	r.compile()
	r.bounded()
	if problems := r.Problems(); problems != nil {
		return nil, problems
	}
	sum := sha256.Sum256(content)
	s.source, s.digest = slices.Clone(content), hex.EncodeToString(sum[:])
	return s, nil
}

type reader struct {
	*yamldoc.File

	s       *Service
	on      *Installation // nil: names of effects and of rules are taken as they are
	ordered []string      // names of answers and totals, as the form asks for them
	waiting []func()      // conditions, which are compiled when all questions are known
}

func (r *reader) service() *Service {
	s := &Service{questions: map[string]*Question{}}
	r.s = s
	f := r.Fields(r.Root(), "format", "key", "version", "title", "summary", "name", "word", "from", "until?", "basis", "act?",
		"subject", "see", "fill?", "apply", "signature", "sign?", "level?", "admission?", "term", "step?", "answering?", "suspends?", "review?", "grounds",
		"effect?", "repeat?", "letters?", "lists?", "sections")
	if f == nil {
		return s
	}
	if got := r.Word(f, "format"); got != Format && got != "" {
		r.Wrong(f.Get("format"), "неизвестная форма файла «%s», нужна «%s»", "unknown form of file %q, %q is wanted", got, Format)
	}
	s.Key, s.Version = r.key(f, "key"), r.Number(f, "version", 1, maxVersion)
	s.Title, s.Summary, s.Name = r.Text(f, "title"), r.Text(f, "summary"), r.Text(f, "name")
	s.Word = oneOf(r, f, "word", Statement, Request)
	s.From, s.Until = r.day(f, "from"), r.day(f, "until")
	if !s.Until.IsZero() && s.Until.Before(s.From) {
		r.Wrong(f.Get("until"), "последний день раньше первого", "the last day is before the first")
	}
	r.basis(f)
	r.who(f)
	s.Admission, s.Effect = r.Word(f, "admission"), r.Word(f, "effect")
	r.installed(f)
	s.Term = r.Number(f, "term", 1, maxTerm)
	s.Step, s.Answering = r.Number(f, "step", 1, maxTerm), r.Number(f, "answering", 1, maxTerm)
	if s.Answering == 0 {
		s.Answering = defaultAnswering
	}
	s.Suspends = r.Flag(f, "suspends")
	for _, n := range r.optional(f, "lists", maxSections) {
		r.options(n)
	}
	for _, n := range r.List(f, "sections", maxSections) {
		r.section(n)
	}
	r.suits(f)
	r.review(f)
	r.grounds(f)
	r.repeat(f)
	r.letters(f)
	return s
}

// compile makes the conditions, when all questions are known.
func (r *reader) compile() {
	r.catalogue()
	for _, compile := range r.waiting {
		compile()
	}
}

// installed holds what the file names of the program against what the program has.
func (r *reader) installed(f *yamldoc.Fields) {
	if r.on == nil {
		return
	}
	for _, named := range []struct {
		field, value string
		known        []string
		ru, en       string
	}{
		{"effect", r.s.Effect, r.on.Effects, "эта установка не умеет «%s»; умеет: %s", "this installation cannot do %q; it can do: %s"},
		{"admission", r.s.Admission, r.on.Admissions, "правил допуска «%s» в этой установке нет; есть: %s", "this installation has no rules of admission %q; it has: %s"},
	} {
		if named.value != "" && !slices.Contains(named.known, named.value) {
			r.Wrong(f.Get(named.field), named.ru, named.en, named.value, strings.Join(named.known, ", "))
		}
	}
}

const defaultAnswering = 5 // working days

func (r *reader) basis(f *yamldoc.Fields) {
	r.s.Basis = Basis{ByLaw: oneOf(r, f, "basis", "law", "setting") == "law", Act: r.Text(f, "act")}
	if r.s.Basis.ByLaw && r.s.Basis.Act.IsZero() {
		r.Wrong(f.Get("basis"), "назовите акт в поле act", "name the act in the field act")
	}
}

// key reads a key.
func (r *reader) key(f *yamldoc.Fields, name string) string {
	key := r.Word(f, name)
	if key != "" && (!keyForm.MatchString(key) || strings.HasPrefix(key, "xml")) {
		r.Wrong(f.Get(name), "ключ «%s»: строчные латинские буквы, цифры и подчёркивания, от 2 до 32, первая — буква, не «xml…»",
			"key %q: lower-case Latin letters, digits and underlines, 2 to 32, a letter first, not “xml…”", key)
		return ""
	}
	return key
}

// oneOf reads one of some words.
func oneOf[T ~string](r *reader, f *yamldoc.Fields, name string, words ...T) T {
	word := T(r.Word(f, name))
	if word != "" && !slices.Contains(words, word) {
		list := make([]string, len(words))
		for i, w := range words {
			list[i] = string(w)
		}
		all := strings.Join(list, ", ")
		r.Wrong(f.Get(name), "«%s» здесь не бывает; бывает: %s", "%q is not one of: %s", string(word), all)
		return ""
	}
	return word
}

// optional reads a list that may be left out.
func (r *reader) optional(f *yamldoc.Fields, name string, most int) []*yaml.Node {
	if f.Get(name) == nil {
		return nil
	}
	return r.List(f, name, most)
}

func (r *reader) day(f *yamldoc.Fields, name string) workdays.Date {
	n := f.Get(name)
	if n == nil {
		return workdays.Date{}
	}
	day, err := workdays.ParseDate(r.Scalar(n))
	if err != nil {
		r.Wrong(n, "здесь должен быть день вида 2026-12-31", "a day such as 2026-12-31 is wanted here")
	}
	return day
}

func (r *reader) review(f *yamldoc.Fields) {
	n := f.Get("review")
	if n == nil {
		return
	}
	v := r.Fields(n, "group?", "four_eyes?", "sample?", "checklist?")
	if v == nil {
		return
	}
	r.s.Review = Review{Group: r.Flag(v, "group"), FourEyes: r.Flag(v, "four_eyes"), Sample: r.Number(v, "sample", 1, 100)}
	r.s.Review.Checklist = r.checks(v, "checklist")
}

func (r *reader) grounds(f *yamldoc.Fields) {
	for _, n := range r.List(f, "grounds", maxGrounds) {
		g := r.Fields(n, "code", "title", "clause?", "remedy?", "curable?")
		if g == nil {
			continue
		}
		ground := Ground{Code: r.key(g, "code"), Title: r.Text(g, "title"), Clause: r.Text(g, "clause"), Remedy: r.Text(g, "remedy"), Curable: r.Flag(g, "curable")}
		if _, ok := r.s.Ground(ground.Code); ok {
			r.Wrong(g.Get("code"), "основание «%s» уже было", "ground %q was there before", ground.Code)
		}
		r.s.Grounds = append(r.s.Grounds, ground)
	}
}

func (r *reader) repeat(f *yamldoc.Fields) {
	n := f.Get("repeat")
	if n == nil {
		return
	}
	if !r.asksPeriod() {
		r.Wrong(n, "добавьте вопрос вида known с prefill: %s, чтобы подписанный документ называл период", "add a question of kind known with prefill: %s, so that the signed document names the period", PeriodFact)
	}
	if v := r.Fields(n, "every", "due", "unchanged?"); v != nil {
		r.s.Repeat = &Repeat{Every: oneOf(r, v, "every", Month, Quarter, Year), Due: r.Number(v, "due", 1, maxTerm), Unchanged: r.Flag(v, "unchanged")}
	}
}

// asksPeriod reports whether the document names the period.
func (r *reader) asksPeriod() bool {
	for _, section := range r.s.Sections {
		if section.When == nil && slices.ContainsFunc(section.Questions, func(q Question) bool {
			return q.Kind == Known && q.Prefill == PeriodFact
		}) {
			return true
		}
	}
	return false
}

// options reads a list of options that has a name.
func (r *reader) options(n *yaml.Node) {
	f := r.Fields(n, "key", "title", "source", "options")
	if f == nil {
		return
	}
	l := List{Key: r.key(f, "key"), Title: r.Text(f, "title"), Source: r.Text(f, "source"), Options: r.choices(f)}
	if slices.ContainsFunc(r.s.Lists, func(before List) bool { return before.Key == l.Key }) {
		r.Wrong(f.Get("key"), "список «%s» уже был", "list %q was there before", l.Key)
	}
	r.s.Lists = append(r.s.Lists, l)
}

func (r *reader) choices(f *yamldoc.Fields) (options []Option) {
	seen := map[string]bool{}
	for _, n := range r.optional(f, "options", maxOptions) {
		v := r.Fields(n, "key", "label", "from?", "until?")
		if v == nil {
			continue
		}
		o := Option{Key: r.key(v, "key"), Label: r.Text(v, "label"), From: r.day(v, "from"), Until: r.day(v, "until")}
		if seen[o.Key] {
			r.Wrong(v.Get("key"), "вариант «%s» уже был", "option %q was there before", o.Key)
		}
		seen[o.Key] = true
		options = append(options, o)
	}
	return options
}

// checks reads conditions that must hold. They are compiled when all questions are known.
func (r *reader) checks(f *yamldoc.Fields, name string) []Check {
	list := r.optional(f, name, maxChecks)
	checks := make([]Check, len(list))
	for i, n := range list {
		v := r.Fields(n, "id", "require?", "text")
		if v == nil {
			continue
		}
		checks[i] = Check{ID: r.key(v, "id"), Text: r.Text(v, "text")}
		if v.Get("require") == nil && name == "checks" {
			r.Wrong(n, "нет поля «require»", "field %q is wanted", "require")
		}
		r.waiting = append(r.waiting, func() { checks[i].Condition = r.s.catalogue.ConditionOf(r.File, v, "require") })
	}
	return checks
}

// when reads a condition on which something is asked. It may look only at what was asked before.
func (r *reader) when(f *yamldoc.Fields, into **rule.Condition) {
	n := f.Get("when")
	if n == nil {
		return
	}
	before := len(r.ordered)
	r.waiting = append(r.waiting, func() {
		*into = r.s.catalogue.ConditionOf(r.File, f, "when")
		if *into == nil {
			return
		}
		for _, name := range (*into).Facts() {
			if i := slices.Index(r.ordered, name); i >= before {
				r.Wrong(n, "условие смотрит на ответ, который спрашивают позже: %s", "the condition looks at an answer that is asked for later: %s", name)
			}
		}
	})
}

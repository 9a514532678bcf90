package document

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Parsed is what a document says.
type Parsed struct {
	About   About
	Answers form.Answers // to what was asked and answered, in canonical form
	Known   form.Given   // what was shown of the applicant; sources are named in Russian only
}

// Read reads a document of a version of a service. It takes only what [Form] would write: whatever it understood is written
// again, and must give the same bytes (T17). Whether the answers fit together, which questions were to be asked, is not asked
// again; that belongs to the check on which the document rests. The error is [ErrDocument] or [ErrSize].
func Read(s *form.Service, content []byte) (Parsed, error) {
	root, namespace, err := parse(content)
	if err != nil {
		return Parsed{}, fmt.Errorf("read document of %s: %w", s.Key, err)
	}
	if namespace != s.Namespace() || root.attribute("sha256") != s.Digest() {
		return Parsed{}, fmt.Errorf("read document of %s: %w: it is of another service or version", s.Key, ErrDocument)
	}
	r := reader{parsed: Parsed{Answers: form.Answers{}, Known: form.Given{}}}
	if err := r.read(s, root); err != nil {
		return Parsed{}, fmt.Errorf("read document of %s: %w", s.Key, err)
	}
	again, err := compose(s, r.parts, r.parsed.About)
	if err != nil {
		return Parsed{}, fmt.Errorf("read document of %s: %w: %w", s.Key, ErrDocument, err)
	}
	if !bytes.Equal(again, content) {
		return Parsed{}, fmt.Errorf("read document of %s: %w: something stands in it that the service does not have", s.Key, ErrDocument)
	}
	return r.parsed, nil
}

// Head reads what a document says of itself, without the service: with it one finds the service.
func Head(content []byte) (Header, error) {
	root, _, err := parse(content)
	if err != nil {
		return Header{}, err
	}
	return header(root)
}

func header(root *element) (Header, error) {
	if root.name != "application" || root.attribute("format") != Format {
		return Header{}, fmt.Errorf("%w: not an application", ErrDocument)
	}
	version, err := count(root.attribute("version"))
	if err != nil {
		return Header{}, err
	}
	a, err := about(root)
	if err != nil {
		return Header{}, err
	}
	if err := a.check(); err != nil {
		return Header{}, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	h := Header{
		Service: root.attribute("service"), Version: version, Digest: root.attribute("sha256"), Word: form.Word(root.attribute("word")),
		Name: root.textOf("name"), Title: root.textOf("service"), Basis: root.textOf("basis"), About: a,
	}
	if e := root.child("basis"); e != nil {
		h.ByLaw = e.attribute("kind") == "law"
	}
	return h, nil
}

// count reads a number as it is written.
func count(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || strconv.Itoa(n) != s {
		return 0, fmt.Errorf("%w: the number %q", ErrDocument, s)
	}
	return n, nil
}

type reader struct {
	parsed Parsed
	parts  []asked
}

func (r *reader) read(s *form.Service, root *element) (err error) {
	if r.parsed.About, err = about(root); err != nil {
		return err
	}
	answers := root.child("answers")
	if answers == nil {
		return fmt.Errorf("%w: there are no answers", ErrDocument)
	}
	at := 0
	for i := range s.Sections {
		section := &s.Sections[i]
		if at < len(answers.children) && answers.children[at].name == section.Key {
			if err := r.section(section, answers.children[at]); err != nil {
				return err
			}
			at++
		} else if always(section) {
			return fmt.Errorf("%w: the section %s is missing", ErrDocument, section.Key)
		}
	}
	return nil
}

// always says of a section that it is in every document.
func always(s *form.Section) bool {
	return s.When == nil && slices.ContainsFunc(s.Questions, func(q form.Question) bool { return q.When == nil })
}

func (r *reader) section(s *form.Section, e *element) error {
	part, at := asked{section: s}, 0
	for i := range s.Questions {
		q := &s.Questions[i]
		if at == len(e.children) || e.children[at].name != q.Key {
			if q.When == nil {
				return fmt.Errorf("%w: the question %s is missing", ErrDocument, q.Key)
			}
			continue
		}
		one, err := r.question(q, e.children[at])
		if err != nil {
			return fmt.Errorf("question %s: %w", q.Key, err)
		}
		part.items = append(part.items, one)
		at++
	}
	r.parts = append(r.parts, part)
	return nil
}

func (r *reader) question(q *form.Question, e *element) (item, error) {
	one := item{question: q}
	if q.Kind == form.Known {
		f, err := fact(e)
		if err != nil {
			return one, err
		}
		if before, ok := r.parsed.Known[q.Prefill]; ok && before != f {
			return one, fmt.Errorf("%w: the same fact stands there twice, and differently", ErrDocument)
		}
		one.known, r.parsed.Known[q.Prefill] = f, f
		return one, nil
	}
	a, err := answer(q, e)
	if err != nil {
		return one, err
	}
	one.answer = a
	if !a.Empty() {
		r.parsed.Answers[q.Key] = a
	} else if !q.Optional {
		return one, fmt.Errorf("%w: there is no answer", ErrDocument)
	}
	return one, nil
}

func answer(q *form.Question, e *element) (form.Answer, error) {
	switch q.Kind {
	case form.Declaration:
		if e.attribute("declared") == yes {
			return form.Answer{Text: form.Affirmed}, nil
		}
		return form.Answer{}, nil
	case form.Choice:
		text, err := chosen(q, e)
		return form.Answer{Text: text}, err
	case form.Choices:
		return choices(q, e)
	case form.Files:
		return files(e)
	case form.Table:
		return table(q, e)
	default:
		return form.Answer{Text: e.text}, canonical(q, e.text)
	}
}

func canonical(q *form.Question, text string) error {
	if !q.Canonical(text) {
		return fmt.Errorf("%w: %q is not a canonical answer", ErrDocument, text)
	}
	return nil
}

// chosen is the key of the one option that was chosen, "" for none. Options that the service does not have are found when the
// document is written again.
func chosen(q *form.Question, e *element) (string, error) {
	switch {
	case len(e.children) > 1:
		return "", fmt.Errorf("%w: several options", ErrDocument)
	case len(e.children) == 0:
		return "", nil
	}
	return keyOf(q, e.children[0])
}

func keyOf(q *form.Question, e *element) (string, error) {
	if q.FromFact == "" {
		return e.name, nil
	}
	if e.text == "" || strings.Contains(e.text, ", ") || form.Plain(e.text) != e.text {
		return "", fmt.Errorf("%w: %q is not an item of a register", ErrDocument, e.text)
	}
	return e.text, nil
}

func choices(q *form.Question, e *element) (form.Answer, error) {
	var a form.Answer
	for _, c := range e.children {
		key, err := keyOf(q, c)
		if err != nil {
			return a, err
		}
		if slices.Contains(a.List, key) {
			return a, fmt.Errorf("%w: the option %q twice", ErrDocument, key)
		}
		a.List = append(a.List, key)
	}
	if q.FromFact != "" {
		return a, nil // in the order of the register
	}
	at := -1
	for _, key := range a.List {
		i := slices.IndexFunc(q.Choosable(nil), func(o form.Option) bool { return o.Key == key })
		if i <= at {
			return a, fmt.Errorf("%w: options in another order", ErrDocument)
		}
		at = i
	}
	return a, nil
}

func table(q *form.Question, e *element) (form.Answer, error) {
	var a form.Answer
	for i, row := range e.children {
		if i == 0 {
			continue // the head
		}
		cells := map[string]string{}
		if len(row.children) != len(q.Columns) {
			return a, fmt.Errorf("%w: a row of %d cells", ErrDocument, len(row.children))
		}
		for k, cell := range row.children {
			c := &q.Columns[k]
			text, err := cell.text, error(nil)
			if c.Kind == form.Choice {
				text, err = chosen(c, cell)
			} else {
				err = canonical(c, text)
			}
			if err == nil && text == "" && !c.Optional {
				err = fmt.Errorf("%w: a cell is empty", ErrDocument)
			}
			if err != nil {
				return a, fmt.Errorf("column %s: %w", c.Key, err)
			}
			if text != "" {
				cells[c.Key] = text
			}
		}
		a.Rows = append(a.Rows, cells)
	}
	return a, nil
}

func files(e *element) (form.Answer, error) {
	var a form.Answer
	for _, c := range e.children {
		size, err := count(c.attribute("size"))
		if err != nil {
			return a, err
		}
		f := form.File{
			Name: c.attribute("name"), Media: c.attribute("media"), Size: int64(size), SHA256: c.attribute("sha256"),
			Streebog256: c.attribute("streebog256"), Note: c.attribute("note"),
		}
		f.Ref = reference(f.SHA256, f.Size)
		a.Files = append(a.Files, f)
	}
	return a, nil
}

func fact(e *element) (form.Fact, error) {
	f := form.Fact{Value: e.text, Source: form.Text{RU: e.attribute("source")}, Record: e.attribute("record")}
	if err := f.State.UnmarshalText([]byte(e.attribute("state"))); err != nil {
		return f, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	if f.State != rule.Known && f.Value != "" {
		return f, fmt.Errorf("%w: a value of what is not known", ErrDocument)
	}
	if day := e.attribute("as_of"); day != "" {
		var err error
		if f.AsOf, err = workdays.ParseDate(day); err != nil {
			return f, fmt.Errorf("%w: %w", ErrDocument, err)
		}
	}
	return f, nil
}

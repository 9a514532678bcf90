package document

import (
	"fmt"
	"reflect"
	"strconv"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/rule"
)

// The words of a yes and a no in a document.
const (
	yes = "yes"
	no  = "no"
)

// Format is what the root says of the form in which a document stands.
const Format = "klaster application 1"

// rootID is the Id of the root, by which a signature may refer to it. No other attribute of a document is one (T5).
const rootID = "application"

// asked is one section with what is asked in it.
type asked struct {
	section *form.Section
	items   []item
}

// item is one question with its answer in canonical form, or what is known.
type item struct {
	question *form.Question
	answer   form.Answer
	known    form.Fact
}

// Form makes the document of a checked form. It fails with [ErrIncomplete] while something is missing or wrong, with [ErrForm]
// when the rest cannot stand in a document, and with [ErrSize].
func Form(s *form.Service, sheet *form.Sheet, a About) ([]byte, error) {
	if !sheet.Complete() {
		return nil, fmt.Errorf("form %s: %w", s.Key, ErrIncomplete)
	}
	if sheet.Service.Digest() != s.Digest() {
		return nil, fmt.Errorf("form %s: %w: the answers are to another service", s.Key, ErrForm)
	}
	parts := make([]asked, len(sheet.Sections))
	for i, part := range sheet.Sections {
		parts[i].section = part.Section
		for _, one := range part.Items {
			parts[i].items = append(parts[i].items, item{one.Question, one.Answer, one.Known})
		}
	}
	content, err := compose(s, parts, a.plain())
	if err != nil {
		return nil, fmt.Errorf("form %s: %w", s.Key, err)
	}
	// What could not be read again could never be sent; better to know before it is signed.
	parsed, err := Read(s, content)
	if err != nil {
		return nil, fmt.Errorf("form %s: %w: it would not be read again: %w", s.Key, ErrForm, err)
	}
	if !reflect.DeepEqual(parsed.Answers, sheet.Answers()) {
		return nil, fmt.Errorf("form %s: %w: it would be read otherwise", s.Key, ErrForm)
	}
	return content, nil
}

// compose writes a document. What it writes depends on nothing but what it is given.
func compose(s *form.Service, parts []asked, a About) ([]byte, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	basis := "setting"
	if s.Basis.ByLaw {
		basis = "law"
	}
	trial := ""
	if a.Trial {
		trial = yes
	}
	root := branch("application", "Id", rootID, "application", a.ID, "format", Format, "formed", a.Formed.Format(instant),
		"service", s.Key, "sha256", s.Digest(), "template", strconv.Itoa(a.Template), "trial", trial,
		"version", strconv.Itoa(s.Version), "word", string(s.Word))
	root.with(leaf("name", form.Plain(s.Name.RU)), leaf("service", form.Plain(s.Title.RU)),
		leaf("basis", form.Plain(s.Basis.Act.RU), "kind", basis)).with(a.elements()...)
	answers := branch("answers")
	for _, part := range parts {
		section := branch(part.section.Key, "title", form.Plain(part.section.Title.RU))
		for _, one := range part.items {
			e, err := one.element(s)
			if err != nil {
				return nil, fmt.Errorf("question %s: %w", one.question.Key, err)
			}
			section.with(e)
		}
		answers.with(section)
	}
	content := root.with(answers).write(s.Namespace())
	if len(content) > MaxSize {
		return nil, ErrSize
	}
	if err := root.seen(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	return content, nil
}

// seen asks of all texts whether they may stand in a document.
func (e *element) seen() error {
	if err := seen(e.text); err != nil {
		return err
	}
	for _, a := range e.attributes {
		if err := seen(a.value); err != nil {
			return err
		}
	}
	for _, c := range e.children {
		if err := c.seen(); err != nil {
			return err
		}
	}
	return nil
}

func (i item) element(s *form.Service) (*element, error) {
	q := i.question
	e := branch(q.Key, "kind", string(q.Kind), "label", form.Plain(q.Label.RU), "source", listSource(s, q))
	switch q.Kind {
	case form.Known:
		return i.fact(e), nil
	case form.Declaration:
		declared := no
		if i.answer.Text == form.Affirmed {
			declared = yes
		}
		return leaf(q.Key, form.Plain(q.Statement.RU), "kind", string(q.Kind), "label", form.Plain(q.Label.RU), "declared", declared), nil
	case form.Choice, form.Choices:
		keys := i.answer.List
		if q.Kind == form.Choice && i.answer.Text != "" {
			keys = []string{i.answer.Text}
		}
		for _, key := range keys {
			o, err := option(q, key)
			if err != nil {
				return nil, err
			}
			e.with(o)
		}
		return e, nil
	case form.Table:
		return i.table(s, e)
	case form.Files:
		for _, f := range i.answer.Files {
			file, err := attachment(f)
			if err != nil {
				return nil, err
			}
			e.with(file)
		}
		return e, nil
	default:
		e.text = i.answer.Text
		return e, nil
	}
}

// listSource is the document that set the list from which a question lets one choose, "" for none.
func listSource(s *form.Service, q *form.Question) string {
	for _, l := range s.Lists {
		if q.List != "" && l.Key == q.List {
			return form.Plain(l.Source.RU)
		}
	}
	return ""
}

// option is a chosen option. One that comes out of a register has no words of its own and no key that could name an element.
func option(q *form.Question, key string) (*element, error) {
	if q.FromFact != "" {
		return leaf(fromFact, key), nil
	}
	for _, o := range q.Choosable(nil) {
		if o.Key == key {
			return leaf(key, form.Plain(o.Label.RU)), nil
		}
	}
	return nil, fmt.Errorf("%w: there is no option %q", ErrForm, key)
}

const fromFact = "item"

func (i item) fact(e *element) *element {
	f := i.known
	day := ""
	if !f.AsOf.IsZero() {
		day = f.AsOf.String()
	}
	known := leaf(e.name, "", "kind", string(form.Known), "label", e.attribute("label"), "fact", i.question.Prefill, "state", f.State.String(),
		"source", form.Plain(f.Source.RU), "record", form.Plain(f.Record), "as_of", day)
	if f.State == rule.Known {
		known.text = form.Plain(f.Value)
	}
	return known
}

func (i item) table(s *form.Service, e *element) (*element, error) {
	if i.answer.Empty() {
		return e, nil
	}
	head := branch("columns")
	for k := range i.question.Columns {
		c := &i.question.Columns[k]
		head.with(leaf(c.Key, form.Plain(c.Label.RU), "kind", string(c.Kind), "source", listSource(s, c)))
	}
	e.with(head)
	for _, cells := range i.answer.Rows {
		row := branch("row")
		for k := range i.question.Columns {
			c := &i.question.Columns[k]
			text := cells[c.Key]
			if c.Kind != form.Choice || text == "" {
				row.with(leaf(c.Key, text))
				continue
			}
			o, err := option(c, text)
			if err != nil {
				return nil, fmt.Errorf("column %s: %w", c.Key, err)
			}
			row.with(branch(c.Key).with(o))
		}
		e.with(row)
	}
	return e, nil
}

// attachment names a file by its hashes. Its content is kept under the address that they give.
func attachment(f form.File) (*element, error) {
	if f.Ref != reference(f.SHA256, f.Size) {
		return nil, fmt.Errorf("%w: the file %q is not the one that its hash names", ErrForm, f.Name)
	}
	if f.Name == "" || f.Media == "" || f.Size < 0 || !aSHA256.MatchString(f.SHA256) || !aSHA256.MatchString(f.Streebog256) {
		return nil, fmt.Errorf("%w: the file %q lacks a name, a kind or a hash", ErrForm, f.Name)
	}
	return branch("file", "media", f.Media, "name", f.Name, "note", f.Note, "sha256", f.SHA256, "size", strconv.FormatInt(f.Size, 10),
		"streebog256", f.Streebog256), nil
}

// reference is the address of a file in the store of files (package blob): its hash and size.
func reference(sha256 string, size int64) string {
	return "sha256-" + sha256 + "-" + strconv.FormatInt(size, 10)
}

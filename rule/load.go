package rule

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/klaster-platform/klaster/yamldoc"
)

// Limits of a file.
const (
	MaxFile     = 2 << 20 // bytes
	MaxProblems = yamldoc.MaxProblems

	maxRules      = 2000
	maxVersions   = 100 // of one rule
	maxConditions = 64  // of one version
	maxSources    = 100
	decade        = 3650 // days
)

// Form is what a file of rules says of itself in its first field.
const Form = "klaster rules 1"

// Load reads a book of rules over a catalogue. The file is YAML, of which only plain mappings, lists and texts are read:
// anchors, tags and further documents are refused, and every value is taken as it is written, so that 077 stays 077 and
// no stays no. JSON is YAML, too. An error is [ErrTooLarge] or [Problems], which name the place of each.
//
//	format: klaster rules 1
//	name: admission                    what the book is called
//	edition: 2025-11-01                which edition of it this is
//	sources:
//	  - id: egrul                      as facts name it
//	    label: {ru: ЕГРЮЛ, en: EGRUL}
//	    fresh: 3                       days; left out: facts carry their own last day, or none
//	rules:
//	  - id: R4
//	    title: {ru: …, en: …}
//	    sets: [participant, partner]   the purposes that ask it
//	    versions:                      each later than the one before
//	      - id: R4/1
//	        from: 2024-01-01           the first day
//	        until: 2026-12-31          the last day; left out while it is in force
//	        basis: law                 or setting: chosen by the foundation
//	        act: {ru: …, en: …}
//	        clause: {ru: …, en: …}
//	        undecided: unknown         or review: what missing facts give
//	        pass: {ru: …, en: …}       what a pass says
//	        open: {ru: …, en: …}       what is said when facts are missing
//	        open_remedy: {ru: …, en: …}
//	        conditions:
//	          - id: liquidation
//	            when: '"101" in egr.codes'    it holds when this is so; or
//	            require: present.msp.category  it holds when this is not so
//	            weight: fail           or review, or note
//	            text: {ru: …, en: …}   may name facts: <egr.name>, <egr.name|as_of>, <egr.name|source>, <egr.name|record>, <on>
//	            remedy: {ru: …, en: …} may be left out
func Load(c *Catalogue, content []byte) (*Book, error) {
	if len(content) > MaxFile {
		return nil, ErrTooLarge
	}
	r := &reader{File: yamldoc.Read(content, MaxFile), catalogue: c}
	book := r.book()
	if problems := r.Problems(); problems != nil {
		return nil, problems
	}
	return book, nil
}

// reader reads one file.
type reader struct {
	*yamldoc.File

	catalogue *Catalogue
}

func (r *reader) book() *Book {
	f := r.Fields(r.Root(), "format", "name", "edition", "sources", "rules")
	if f == nil {
		return nil
	}
	b := &Book{catalogue: r.catalogue, sources: map[string]Source{}, byID: map[string]*Rule{}}
	if got := r.Word(f, "format"); got != Form && got != "" {
		r.Wrong(f.Get("format"), "неизвестная форма файла «%s», нужна «%s»", "unknown form of file %q, %q is wanted", got, Form)
	}
	b.Name, b.Edition = r.Word(f, "name"), r.Word(f, "edition")
	for _, n := range r.List(f, "sources", maxSources) {
		r.source(b, n)
	}
	for _, n := range r.List(f, "rules", maxRules) {
		r.rule(b, n)
	}
	return b
}

func (r *reader) source(b *Book, n *yaml.Node) {
	f := r.Fields(n, "id", "label", "fresh?")
	if f == nil {
		return
	}
	s := Source{ID: r.Word(f, "id"), Label: r.Text(f, "label"), Fresh: r.Number(f, "fresh", 1, decade)}
	if _, ok := b.sources[s.ID]; ok {
		r.Wrong(f.Get("id"), "источник «%s» уже был", "source %q was there before", s.ID)
		return
	}
	b.sources[s.ID] = s
	b.order = append(b.order, s)
}

func (r *reader) rule(b *Book, n *yaml.Node) {
	f := r.Fields(n, "id", "title", "sets", "versions")
	if f == nil {
		return
	}
	rule := &Rule{ID: r.Word(f, "id"), Title: r.Text(f, "title")}
	if _, ok := b.byID[rule.ID]; ok {
		r.Wrong(f.Get("id"), "правило «%s» уже было", "rule %q was there before", rule.ID)
		return
	}
	for _, set := range r.List(f, "sets", maxSources) {
		rule.Sets = append(rule.Sets, r.Scalar(set))
	}
	ids := map[string]bool{}
	for _, n := range r.List(f, "versions", maxVersions) {
		v := r.version(b, n)
		if v == nil {
			continue
		}
		if ids[v.ID] {
			r.Wrong(n, "версия «%s» уже была", "version %q was there before", v.ID)
		}
		ids[v.ID] = true
		if k := len(rule.Versions); k > 0 {
			if before := rule.Versions[k-1]; before.Until.IsZero() || !v.From.After(before.Until) {
				r.Wrong(n, "версия «%s» начинается раньше, чем закончилась предыдущая", "version %q begins before the one before has ended", v.ID)
			}
		}
		rule.Versions = append(rule.Versions, v)
	}
	b.byID[rule.ID] = rule
	b.rules = append(b.rules, rule)
}

func (r *reader) version(b *Book, n *yaml.Node) *Version {
	f := r.Fields(n, "id", "from", "until?", "basis", "act", "clause", "undecided", "pass", "open", "open_remedy?", "conditions")
	if f == nil {
		return nil
	}
	v := &Version{
		ID: r.Word(f, "id"), From: r.date(f, "from"), Until: r.date(f, "until"),
		Act: r.Text(f, "act"), Clause: r.Text(f, "clause"), openRemedy: r.Text(f, "open_remedy"),
	}
	if !v.Until.IsZero() && v.Until.Before(v.From) {
		r.Wrong(f.Get("until"), "версия заканчивается раньше, чем начинается", "the version ends before it begins")
	}
	if err := v.Basis.UnmarshalText([]byte(r.Word(f, "basis"))); err != nil && f.Get("basis") != nil {
		r.Wrong(f.Get("basis"), "основание — law (акт) или setting (установлено фондом)", "the basis is law or setting")
	}
	switch r.Word(f, "undecided") {
	case "unknown":
		v.Undecided = Undecided
	case "review":
		v.Undecided = Review
	default:
		if f.Get("undecided") != nil {
			r.Wrong(f.Get("undecided"), "здесь должно быть unknown или review", "unknown or review is wanted here")
		}
	}
	v.pass, v.open = r.template(f, "pass"), r.template(f, "open")
	ids := map[string]bool{}
	for _, n := range r.List(f, "conditions", maxConditions) {
		c := r.condition(n)
		if ids[c.id] && c.id != "" {
			r.Wrong(n, "условие «%s» уже было", "condition %q was there before", c.id)
		}
		ids[c.id] = true
		v.conditions = append(v.conditions, c)
	}
	v.Digest = digest(n, b.order)
	return v
}

func (r *reader) condition(n *yaml.Node) compiled {
	f := r.Fields(n, "id", "when?", "require?", "weight", "text", "remedy?")
	if f == nil {
		return compiled{}
	}
	c := compiled{id: r.Word(f, "id"), text: r.template(f, "text"), remedy: r.Text(f, "remedy")}
	if err := c.weight.UnmarshalText([]byte(r.Word(f, "weight"))); err != nil && f.Get("weight") != nil {
		r.Wrong(f.Get("weight"), "вес — fail, review или note", "the weight is fail, review or note")
	}
	when, require := f.Get("when"), f.Get("require")
	if (when == nil) == (require == nil) {
		r.Wrong(n, "у условия должно быть одно из двух: when или require", "a condition has one of when and require")
		return c
	}
	expression := when
	if when == nil {
		expression, c.negated = require, true
	}
	c.expression = r.Scalar(expression)
	compiled, errs := r.catalogue.compile(c.expression)
	for _, e := range errs {
		line, column := r.Place(expression, e.line, e.column)
		r.At(line, column, e.text)
	}
	c.condition = compiled
	return c
}

// digest is a short name for the content of a version: what it says, without comments and places, and how long its
// sources are fresh.
func digest(n *yaml.Node, sources []Source) string {
	h := sha256.New()
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		_, _ = fmt.Fprintf(h, "%d %d %d:%s\n", n.Kind, len(n.Content), len(n.Value), n.Value)
		for _, child := range n.Content {
			walk(child)
		}
	}
	walk(n)
	_ = json.NewEncoder(h).Encode(sources) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// template reads a text in two languages that may name facts.
func (r *reader) template(f *yamldoc.Fields, key string) bilingual {
	t := r.Text(f, key)
	fill := func(s, language string) template {
		parsed, err := r.catalogue.parseTemplate(s)
		if err == nil {
			return parsed
		}
		n := f.Get(key)
		if both := r.Fields(n, "ru", "en"); both != nil && both.Get(language) != nil {
			n = both.Get(language)
		}
		if unknown, ok := err.(placeholderError); ok { //nolint:errorlint // it is never wrapped
			r.Wrong(n, "в тексте назван факт, которого нет: <%s>", "the text names a fact that does not exist: <%s>", unknown.name)
		} else {
			r.Wrong(n, "в тексте не закрыта скобка <", "a sign < of the text is not closed")
		}
		return template{}
	}
	return bilingual{ru: fill(t.RU, "ru"), en: fill(t.EN, "en")}
}

// date reads YYYY-MM-DD.
func (r *reader) date(f *yamldoc.Fields, key string) Date {
	n := f.Get(key)
	if n == nil {
		return Date{}
	}
	var d Date
	if err := d.UnmarshalText([]byte(r.Scalar(n))); err != nil {
		r.Wrong(n, "здесь должен быть день вида 2026-12-31", "a day such as 2026-12-31 is wanted here")
		return Date{}
	}
	return d
}

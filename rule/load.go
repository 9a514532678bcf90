package rule

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Limits of a file.
const (
	MaxFile     = 2 << 20 // bytes
	MaxProblems = 50      // reported at once

	maxRules      = 2000
	maxVersions   = 100 // of one rule
	maxConditions = 64  // of one version
	maxWords      = 4000
	maxSources    = 100
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
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	r := &reader{catalogue: c}
	if !utf8.Valid(content) {
		r.at(1, 1, say("файл не в кодировке UTF-8", "the file is not UTF-8"))
		return nil, r.problems
	}
	// YAML ends lines by more signs than editors do; places are to be those of the editor.
	content = bytes.ReplaceAll(bytes.ReplaceAll(content, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	r.lines = strings.Split(string(content), "\n")
	for i, line := range r.lines {
		if at := strings.IndexAny(line, "\u0085\u2028\u2029"); at >= 0 {
			r.at(i+1, runes(line[:at])+1, say("недопустимый знак конца строки", "a sign that ends lines and is not allowed"))
			return nil, r.problems
		}
	}
	book := r.book(r.parse(content))
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b Problem) int {
			if a.Line != b.Line {
				return a.Line - b.Line
			}
			return a.Column - b.Column
		})
		return nil, r.problems[:min(len(r.problems), MaxProblems)]
	}
	return book, nil
}

// reader reads one file and collects what is wrong with it.
type reader struct {
	catalogue *Catalogue
	lines     []string
	problems  Problems
}

func (r *reader) at(line, column int, text Text) {
	// A file that is wrong throughout ends the reading early enough.
	if len(r.problems) < 20*MaxProblems {
		r.problems = append(r.problems, Problem{Line: max(line, 1), Column: max(column, 1), Text: text})
	}
}

func (r *reader) wrong(n *yaml.Node, ru, en string, args ...any) {
	r.at(n.Line, n.Column, say(ru, en, args...))
}

// yamlLine finds the line in a message of the parser.
var yamlLine = regexp.MustCompile(`line (\d+): (.*)`)

// parse is the root of the only document, or nil.
func (r *reader) parse(content []byte) *yaml.Node {
	var document, further yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&document); err != nil {
		if errors.Is(err, io.EOF) {
			r.at(1, 1, say("файл пуст", "the file is empty"))
			return nil
		}
		r.unreadable(err)
		return nil
	}
	if err := decoder.Decode(&further); !errors.Is(err, io.EOF) {
		if err != nil {
			r.unreadable(err)
		} else {
			r.wrong(&further, "в файле должен быть один документ", "a file holds one document")
		}
		return nil
	}
	if len(document.Content) != 1 {
		r.at(1, 1, say("файл пуст", "the file is empty"))
		return nil
	}
	return document.Content[0]
}

func (r *reader) unreadable(err error) {
	line, message := 1, err.Error()
	if m := yamlLine.FindStringSubmatch(message); m != nil {
		_, _ = fmt.Sscan(m[1], &line)
		message = m[2]
	}
	r.at(line, 1, say("файл не читается как YAML: %s", "not readable as YAML: %s", strings.TrimPrefix(message, "yaml: ")))
}

func (r *reader) book(root *yaml.Node) *Book {
	if root == nil {
		return nil
	}
	f := r.fields(root, "format", "name", "edition", "sources", "rules")
	if f == nil {
		return nil
	}
	b := &Book{catalogue: r.catalogue, sources: map[string]Source{}, byID: map[string]*Rule{}}
	if got := r.word(f, "format"); got != Form && got != "" {
		r.wrong(f.get("format"), "неизвестная форма файла «%s», нужна «%s»", "unknown form of file %q, %q is wanted", got, Form)
	}
	b.Name, b.Edition = r.word(f, "name"), r.word(f, "edition")
	for _, n := range r.list(f, "sources", maxSources) {
		r.source(b, n)
	}
	for _, n := range r.list(f, "rules", maxRules) {
		r.rule(b, n)
	}
	return b
}

func (r *reader) source(b *Book, n *yaml.Node) {
	f := r.fields(n, "id", "label", "fresh?")
	if f == nil {
		return
	}
	s := Source{ID: r.word(f, "id"), Label: r.text(f, "label"), Fresh: r.days(f, "fresh")}
	if _, ok := b.sources[s.ID]; ok {
		r.wrong(f.get("id"), "источник «%s» уже был", "source %q was there before", s.ID)
		return
	}
	b.sources[s.ID] = s
	b.order = append(b.order, s)
}

func (r *reader) rule(b *Book, n *yaml.Node) {
	f := r.fields(n, "id", "title", "sets", "versions")
	if f == nil {
		return
	}
	rule := &Rule{ID: r.word(f, "id"), Title: r.text(f, "title")}
	if _, ok := b.byID[rule.ID]; ok {
		r.wrong(f.get("id"), "правило «%s» уже было", "rule %q was there before", rule.ID)
		return
	}
	for _, set := range r.list(f, "sets", maxSources) {
		rule.Sets = append(rule.Sets, r.scalar(set))
	}
	ids := map[string]bool{}
	for _, n := range r.list(f, "versions", maxVersions) {
		v := r.version(b, n)
		if v == nil {
			continue
		}
		if ids[v.ID] {
			r.wrong(n, "версия «%s» уже была", "version %q was there before", v.ID)
		}
		ids[v.ID] = true
		if k := len(rule.Versions); k > 0 {
			if before := rule.Versions[k-1]; before.Until.IsZero() || !v.From.After(before.Until) {
				r.wrong(n, "версия «%s» начинается раньше, чем закончилась предыдущая", "version %q begins before the one before has ended", v.ID)
			}
		}
		rule.Versions = append(rule.Versions, v)
	}
	b.byID[rule.ID] = rule
	b.rules = append(b.rules, rule)
}

func (r *reader) version(b *Book, n *yaml.Node) *Version {
	f := r.fields(n, "id", "from", "until?", "basis", "act", "clause", "undecided", "pass", "open", "open_remedy?", "conditions")
	if f == nil {
		return nil
	}
	v := &Version{
		ID: r.word(f, "id"), From: r.date(f, "from"), Until: r.date(f, "until"),
		Act: r.text(f, "act"), Clause: r.text(f, "clause"), openRemedy: r.text(f, "open_remedy"),
	}
	if !v.Until.IsZero() && v.Until.Before(v.From) {
		r.wrong(f.get("until"), "версия заканчивается раньше, чем начинается", "the version ends before it begins")
	}
	if err := v.Basis.UnmarshalText([]byte(r.word(f, "basis"))); err != nil && f.get("basis") != nil {
		r.wrong(f.get("basis"), "основание — law (акт) или setting (установлено фондом)", "the basis is law or setting")
	}
	switch r.word(f, "undecided") {
	case "unknown":
		v.Undecided = Undecided
	case "review":
		v.Undecided = Review
	default:
		if f.get("undecided") != nil {
			r.wrong(f.get("undecided"), "здесь должно быть unknown или review", "unknown or review is wanted here")
		}
	}
	v.pass, v.open = r.template(f, "pass"), r.template(f, "open")
	ids := map[string]bool{}
	for _, n := range r.list(f, "conditions", maxConditions) {
		c := r.condition(n)
		if ids[c.id] && c.id != "" {
			r.wrong(n, "условие «%s» уже было", "condition %q was there before", c.id)
		}
		ids[c.id] = true
		v.conditions = append(v.conditions, c)
	}
	v.Digest = digest(n, b.order)
	return v
}

func (r *reader) condition(n *yaml.Node) compiled {
	f := r.fields(n, "id", "when?", "require?", "weight", "text", "remedy?")
	if f == nil {
		return compiled{}
	}
	c := compiled{id: r.word(f, "id"), text: r.template(f, "text"), remedy: r.text(f, "remedy")}
	if err := c.weight.UnmarshalText([]byte(r.word(f, "weight"))); err != nil && f.get("weight") != nil {
		r.wrong(f.get("weight"), "вес — fail, review или note", "the weight is fail, review or note")
	}
	when, require := f.get("when"), f.get("require")
	if (when == nil) == (require == nil) {
		r.wrong(n, "у условия должно быть одно из двух: when или require", "a condition has one of when and require")
		return c
	}
	expression := when
	if when == nil {
		expression, c.negated = require, true
	}
	c.expression = r.scalar(expression)
	compiled, errs := r.catalogue.compile(c.expression)
	for _, e := range errs {
		line, column := r.place(expression, e.line, e.column)
		r.at(line, column, e.text)
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

package document

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/application/form"
)

// Schema is the XML schema of the documents of a version of a service. It has the keys, labels, options and bounds of the
// service. What a schema cannot say, the service says when a form is checked: on what a question depends, check digits, what
// answers say together.
func Schema(s *form.Service) []byte {
	w := &schema{service: s}
	w.begin(s.Namespace(), strconv.Itoa(s.Version), s.Name)
	w.root(s)
	w.common(rootID)
	w.shared()
	for i := range s.Sections {
		for k := range s.Sections[i].Questions {
			w.types(&s.Sections[i].Questions[k])
		}
	}
	w.close("xs:schema")
	return w.b.Bytes()
}

// schema writes a schema, one tag a line.
type schema struct {
	service *form.Service
	b       bytes.Buffer
	depth   int
}

// begin opens a schema; name is what its documents are.
func (w *schema) begin(namespace, version string, name form.Text) {
	w.line(`<?xml version="1.0" encoding="UTF-8"?>`)
	w.open(`xs:schema`, "xmlns:xs", "http://www.w3.org/2001/XMLSchema", "xmlns", namespace, "targetNamespace", namespace,
		"elementFormDefault", "qualified", "version", version)
	w.open("xs:annotation")
	w.tag("xs:documentation", name.RU, "xml:lang", "ru")
	w.tag("xs:documentation", name.EN, "xml:lang", "en")
	w.close("xs:annotation")
}

func (w *schema) line(s string) { w.b.WriteString(s + "\n") }

func (w *schema) start(name string, pairs []string) {
	w.b.WriteString(strings.Repeat(indent, w.depth) + "<" + name)
	for i := 0; i+1 < len(pairs); i += 2 {
		w.b.WriteString(" " + pairs[i] + `="` + attributeEscapes.Replace(pairs[i+1]) + `"`)
	}
}

func (w *schema) open(name string, pairs ...string) {
	w.start(name, pairs)
	w.line(">")
	w.depth++
}

func (w *schema) close(names ...string) {
	for _, name := range names {
		w.depth--
		w.line(strings.Repeat(indent, w.depth) + "</" + name + ">")
	}
}

// tag writes an element with a text, or an empty one.
func (w *schema) tag(name, text string, pairs ...string) {
	w.start(name, pairs)
	if text == "" {
		w.line("/>")
		return
	}
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(text)) // a buffer does not fail
	w.line(">" + b.String() + "</" + name + ">")
}

// fixed is an attribute that always has one value.
func (w *schema) fixed(name, value string) {
	w.tag("xs:attribute", "", "name", name, "type", "xs:string", "use", "required", "fixed", value)
}

// attribute is one that has to be there.
func (w *schema) attribute(name, kind string) {
	w.tag("xs:attribute", "", "name", name, "type", kind, "use", "required")
}

func (w *schema) maybe(name, kind string) {
	w.tag("xs:attribute", "", "name", name, "type", kind)
}

func (w *schema) root(s *form.Service) {
	w.open("xs:element", "name", "application")
	w.open("xs:complexType")
	w.open("xs:sequence")
	w.tag("xs:element", "", "name", "name", "type", "xs:string", "fixed", form.Plain(s.Name.RU))
	w.tag("xs:element", "", "name", "service", "type", "xs:string", "fixed", form.Plain(s.Title.RU))
	w.tag("xs:element", "", "name", "basis", "type", "basis")
	w.tag("xs:element", "", "name", "recipient", "type", "words")
	w.tag("xs:element", "", "name", "applicant", "type", "applicant")
	w.tag("xs:element", "", "name", "author", "type", "author")
	w.tag("xs:element", "", "name", "signer", "type", "signer", "minOccurs", "0", "maxOccurs", strconv.Itoa(maxSigners))
	w.open("xs:element", "name", "answers")
	w.open("xs:complexType")
	w.open("xs:sequence")
	for i := range s.Sections {
		w.section(&s.Sections[i])
	}
	w.close("xs:sequence", "xs:complexType", "xs:element")
	w.signature()
	w.close("xs:sequence")
	w.attribute("Id", "root")
	w.attribute("application", "uuid")
	w.fixed("format", Format)
	w.attribute("formed", "instant")
	w.fixed("service", s.Key)
	w.fixed("sha256", s.Digest())
	w.attribute("template", "xs:positiveInteger")
	w.tag("xs:attribute", "", "name", "trial", "type", "xs:string", "fixed", yes)
	w.fixed("version", strconv.Itoa(s.Version))
	w.fixed("word", string(s.Word))
	w.close("xs:complexType", "xs:element")
}

// signature makes room for one that stands in the document.
func (w *schema) signature() {
	w.tag("xs:any", "", "namespace", "http://www.w3.org/2000/09/xmldsig#", "processContents", "skip", "minOccurs", "0", "maxOccurs", "unbounded")
}

// common are the types that all documents have, applications and decisions; id is the Id of the root.
func (w *schema) common(id string) {
	w.pattern("words", `\S([^\n\r\t]*\S)?`)
	w.pattern("maybe_words", `(\S([^\n\r\t]*\S)?)?`)
	w.pattern("uuid", uuidForm)
	w.pattern("sha256", sha256Form)
	w.pattern("inn", innForm)
	w.pattern("ogrn", ogrnForm)
	w.pattern("kpp", kppForm)
	w.pattern("snils", snilsForm)
	w.pattern("instant", formedForm)
	w.enumeration("applicant_kind", string(LegalEntity), string(Proprietor), string(Individual))
	w.restriction("day", "xs:date", "xs:pattern", dayForm)
	w.restriction("root", "xs:ID", "xs:enumeration", id)
	w.record("applicant", "name", "words", "full_name", "words", "inn", "inn", "ogrn", "ogrn", "kpp", "kpp", "snils", "snils", "address", "words")
	w.attribute("kind", "applicant_kind")
	w.close("xs:complexType")
	w.record("signer", "name", "words", "post", "words", "mandate", "mandate")
	w.close("xs:complexType")
	w.open("xs:complexType", "name", "mandate")
	w.content("uuid")
	w.attribute("sha256", "sha256")
	w.maybe("until", "day")
	w.close("xs:extension", "xs:simpleContent", "xs:complexType")
}

// shared are the types of all applications. Those of questions have names with a point in them.
func (w *schema) shared() {
	w.enumeration("declared", yes, no)
	w.enumeration("basis_kind", "law", "setting")
	w.enumeration("state", "unknown", "known", "absent", "restricted")
	w.restriction("empty", "xs:string", "xs:length", "0")
	w.restriction("size", "xs:long", "xs:minInclusive", "0")

	w.open("xs:complexType", "name", "basis")
	w.content("maybe_words")
	w.attribute("kind", "basis_kind")
	w.close("xs:extension", "xs:simpleContent", "xs:complexType")

	w.record("author", "name", "words", "role", "words")
	w.close("xs:complexType")
}

// record begins a type of elements with texts, of which the first is always there.
func (w *schema) record(name string, pairs ...string) {
	w.open("xs:complexType", "name", name)
	w.open("xs:sequence")
	for i := 0; i+1 < len(pairs); i += 2 {
		if i == 0 {
			w.tag("xs:element", "", "name", pairs[i], "type", pairs[i+1])
			continue
		}
		w.tag("xs:element", "", "name", pairs[i], "type", pairs[i+1], "minOccurs", "0")
	}
	w.close("xs:sequence")
}

// content begins a type that is a text with attributes.
func (w *schema) content(base string) {
	w.open("xs:simpleContent")
	w.open("xs:extension", "base", base)
}

func (w *schema) restriction(name, base string, facets ...string) {
	w.open("xs:simpleType", "name", name)
	w.facets(base, facets...)
	w.close("xs:simpleType")
}

func (w *schema) facets(base string, facets ...string) {
	w.open("xs:restriction", "base", base)
	for i := 0; i+1 < len(facets); i += 2 {
		w.tag(facets[i], "", "value", facets[i+1])
	}
	w.close("xs:restriction")
}

func (w *schema) pattern(name, pattern string) {
	w.restriction(name, "xs:string", "xs:pattern", pattern)
}

func (w *schema) enumeration(name string, values ...string) {
	var facets []string
	for _, v := range values {
		facets = append(facets, "xs:enumeration", v)
	}
	w.restriction(name, "xs:string", facets...)
}

func (w *schema) section(s *form.Section) {
	pairs := []string{"name", s.Key}
	if !always(s) {
		pairs = append(pairs, "minOccurs", "0")
	}
	w.open("xs:element", pairs...)
	w.open("xs:complexType")
	w.open("xs:sequence")
	for i := range s.Questions {
		w.question(&s.Questions[i])
	}
	w.close("xs:sequence")
	w.fixed("title", form.Plain(s.Title.RU))
	w.close("xs:complexType", "xs:element")
}

func (w *schema) question(q *form.Question) {
	pairs := []string{"name", q.Key}
	if q.When != nil {
		pairs = append(pairs, "minOccurs", "0")
	}
	if q.Kind == form.Declaration {
		pairs = append(pairs, "fixed", form.Plain(q.Statement.RU))
	}
	w.open("xs:element", pairs...)
	w.open("xs:complexType")
	ends := w.body(q)
	w.fixed("kind", string(q.Kind))
	w.fixed("label", form.Plain(q.Label.RU))
	w.source(q)
	w.close(ends...)
	w.close("xs:complexType")
	if q.Kind == form.Choices { // no option twice
		w.open("xs:unique", "name", q.Key+"_once")
		w.tag("xs:selector", "", "xpath", "*")
		w.tag("xs:field", "", "xpath", ".")
		w.close("xs:unique")
	}
	w.close("xs:element")
}

// source is the attribute that names the document by which a list of options was set.
func (w *schema) source(q *form.Question) {
	if source := listSource(w.service, q); source != "" {
		w.fixed("source", source)
	}
}

// body writes what stands in the element of a question; the attributes that come next, and the tags that close it, are up to
// the caller.
func (w *schema) body(q *form.Question) (ends []string) {
	text := []string{"xs:extension", "xs:simpleContent"}
	least := max(q.Least, 1)
	if q.Optional {
		least = 0
	}
	switch q.Kind {
	case form.Choice:
		w.options(q, min(least, 1), 1)
	case form.Choices:
		w.options(q, least, q.Limit())
	case form.Table:
		w.table(q, least)
	case form.Files:
		w.open("xs:sequence", "minOccurs", strconv.Itoa(min(least, 1)))
		w.open("xs:element", "name", "file", "minOccurs", strconv.Itoa(max(q.Least, 1)), "maxOccurs", strconv.Itoa(q.Limit()))
		w.file()
		w.close("xs:element", "xs:sequence")
	case form.Known:
		w.content("maybe_words")
		w.fixed("fact", q.Prefill)
		w.attribute("state", "state")
		w.maybe("source", "words")
		w.maybe("record", "words")
		w.maybe("as_of", "day")
		return text
	case form.Declaration:
		w.content("words")
		if q.Optional {
			w.attribute("declared", "declared")
		} else {
			w.fixed("declared", yes)
		}
		return text
	default:
		w.content(typeName(q))
		return text
	}
	return nil
}

func (w *schema) file() {
	w.open("xs:complexType")
	w.attribute("media", "words")
	w.attribute("name", "words")
	w.maybe("note", "words")
	w.attribute("sha256", "sha256")
	w.attribute("size", "size")
	w.attribute("streebog256", "sha256")
	w.close("xs:complexType")
}

// options writes a choice among elements.
func (w *schema) options(q *form.Question, least, most int) {
	w.open("xs:choice", "minOccurs", strconv.Itoa(least), "maxOccurs", strconv.Itoa(most))
	if q.FromFact != "" {
		w.tag("xs:element", "", "name", fromFact, "type", "words")
	}
	for _, o := range q.Choosable(nil) {
		w.tag("xs:element", "", "name", o.Key, "type", "xs:string", "fixed", form.Plain(o.Label.RU))
	}
	w.close("xs:choice")
}

func (w *schema) table(q *form.Question, least int) {
	w.open("xs:sequence", "minOccurs", strconv.Itoa(min(least, 1)))
	w.open("xs:element", "name", "columns")
	w.open("xs:complexType")
	w.open("xs:sequence")
	for i := range q.Columns {
		c := &q.Columns[i]
		w.open("xs:element", "name", c.Key, "fixed", form.Plain(c.Label.RU))
		w.open("xs:complexType")
		w.content("xs:string")
		w.fixed("kind", string(c.Kind))
		w.source(c)
		w.close("xs:extension", "xs:simpleContent", "xs:complexType", "xs:element")
	}
	w.close("xs:sequence", "xs:complexType", "xs:element")
	w.open("xs:element", "name", "row", "minOccurs", strconv.Itoa(max(q.Least, 1)), "maxOccurs", strconv.Itoa(q.Limit()))
	w.open("xs:complexType")
	w.open("xs:sequence")
	for i := range q.Columns {
		c := &q.Columns[i]
		if c.Kind != form.Choice {
			w.tag("xs:element", "", "name", c.Key, "type", typeName(c))
			continue
		}
		least := 1
		if c.Optional {
			least = 0
		}
		w.open("xs:element", "name", c.Key)
		w.open("xs:complexType")
		w.options(c, least, 1)
		w.close("xs:complexType", "xs:element")
	}
	w.close("xs:sequence", "xs:complexType", "xs:element", "xs:sequence")
}

// typeName is that of the type of a question whose answer is a text.
func typeName(q *form.Question) string { return "answer." + q.Path() }

func (w *schema) types(q *form.Question) {
	for i := range q.Columns {
		w.types(&q.Columns[i])
	}
	if slices.Contains([]form.Kind{form.Choice, form.Choices, form.Table, form.Files, form.Known, form.Declaration}, q.Kind) {
		return
	}
	w.open("xs:simpleType", "name", typeName(q))
	if q.Optional {
		w.open("xs:union", "memberTypes", "empty")
		w.open("xs:simpleType")
	}
	base, facets := bounds(q)
	w.facets(base, facets...)
	if q.Optional {
		w.close("xs:simpleType", "xs:union")
	}
	w.close("xs:simpleType")
}

// bounds are what a schema says of an answer that is a text.
func bounds(q *form.Question) (base string, facets []string) {
	switch q.Kind {
	case form.Number, form.Money:
		digits := q.Digits
		if q.Kind == form.Money {
			digits = 2
		}
		pattern := `-?(0|[1-9][0-9]*)`
		if digits > 0 {
			pattern += fmt.Sprintf(`\.[0-9]{%d}`, digits)
		}
		base, facets = "xs:decimal", []string{"xs:pattern", pattern}
	case form.Day:
		base, facets = "xs:date", []string{"xs:pattern", dayForm}
	case form.INN:
		return "inn", nil
	case form.Email:
		return "xs:string", []string{"xs:maxLength", "254", "xs:pattern", `[^\s@]+@[^\s@]+`}
	case form.Phone:
		return "xs:string", []string{"xs:pattern", `\+[1-9][0-9]{5,14}`}
	case form.Prose:
		return "xs:string", []string{"xs:minLength", strconv.Itoa(max(q.Least, 1)), "xs:maxLength", strconv.Itoa(q.Limit())}
	default:
		return "xs:string", []string{
			"xs:minLength", strconv.Itoa(max(q.Least, 1)), "xs:maxLength", strconv.Itoa(q.Limit()), "xs:pattern", `\S([^\n\r\t]*\S)?`,
		}
	}
	if q.Low != "" {
		facets = append(facets, "xs:minInclusive", q.Low)
	}
	if q.High != "" {
		facets = append(facets, "xs:maxInclusive", q.High)
	}
	return base, facets
}

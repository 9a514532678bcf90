package mchd

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
)

// Marshal writes a document as a file of the form, for trial installations and tests. SHA256, Unknown and Doubts are
// ignored; what Parse does not keep, such as addresses, is not written, and the notary's block stays empty, which the
// schema would not allow. A value that the form cannot hold is an error: the result has been read back.
func Marshal(d *Document) ([]byte, error) {
	w := new(writer)
	w.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.open("Доверенность", "xmlns", space, "ВерсФорм", "EMCHD_1", "ПрЭлФорм", d.Flags, "ИдФайл", d.FileID)
	w.open("Документ")
	if d.Basis == nil {
		w.original(d)
	} else {
		w.substitute(d)
	}
	w.close("Документ")
	w.close("Доверенность")
	back, err := Parse(bytes.NewReader(w.b.Bytes()), Limits{})
	if err == nil && back.Unknown > 0 {
		err = malformed("Доверенность", "a value stands where the form has no place for it")
	}
	if err != nil {
		return nil, fmt.Errorf("write power of attorney %s: %w", d.Number, err)
	}
	return w.b.Bytes(), nil
}

// writer writes elements without indentation: the form has no need of it, and no byte should be there by chance.
type writer struct{ b bytes.Buffer }

// open writes a start-tag with pairs of attributes; empty values are left out.
func (w *writer) open(name string, attributes ...string) {
	w.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			w.b.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
		}
	}
	w.b.WriteString(">")
}

func (w *writer) close(name string) { w.b.WriteString("</" + name + ">") }

func (w *writer) empty(name string, attributes ...string) {
	w.open(name, attributes...)
	w.close(name)
}

// text writes an element with text alone, unless the text is empty.
func (w *writer) text(name, text string) {
	if text != "" {
		w.b.WriteString("<" + name + ">" + escape(text))
		w.close(name)
	}
}

// escape writes white space other than blanks by number, because reading attributes would make blanks of it.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\t", "&#9;", "\n", "&#10;",
		"\r", "&#13;").Replace(s)
}

func flag(b bool) string {
	if b {
		return "1"
	}
	return "0"
}

func oneOrTwo(two bool) string {
	if two {
		return "2"
	}
	return "1"
}

func (d Date) attribute() string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func (w *writer) original(d *Document) {
	w.open("Довер")
	w.particulars("СвДов", d)
	for _, p := range d.Grantors {
		w.principal("СвДоверит", "Доверит", p, w.grantor)
	}
	for _, p := range d.Agents {
		w.agent("СвУпПред", p)
	}
	w.rest(d)
	w.close("Довер")
}

func (w *writer) substitute(d *Document) {
	w.open("Передов", "ПрНалПередов", flag(d.Basis.Parent != nil))
	w.reference("СвПервДовер", "Перв", d.Basis.Original)
	if d.Basis.Parent != nil {
		w.reference("СвПередов", "N", *d.Basis.Parent)
	}
	w.particulars("СвПереДовер", d)
	for _, p := range d.Grantors {
		w.open("СвПередПолн", "ТипПерПолн", agentCode(p.Kind))
		w.open("ПередПолн")
		w.passer(p)
		w.close("ПередПолн")
		w.close("СвПередПолн")
	}
	for _, p := range d.Agents {
		w.agent("СвПолучПолн", p)
	}
	w.rest(d)
	w.close("Передов")
}

func (w *writer) particulars(name string, d *Document) {
	w.open(name, "ВидДовер", oneOrTwo(d.Irrevocable != nil), "ПрПередов", string(d.Substitution), "ВнНомДовер",
		d.InternalNumber, "НомДовер", string(d.Number), "НомРНДДовер", d.NotarialNumber, "ДопИдДовер", d.ExtraID,
		"ДатаВнРегДовер", d.Registered.attribute(), "ДатаВыдДовер", d.Issued.attribute(), "СрокДейст", d.Until.attribute(),
		"КодНО", d.TaxOffice)
	for _, code := range d.TaxOffices {
		w.text("КодНОДейст", code)
	}
	w.text("СведСист", d.System)
	if i := d.Irrevocable; i != nil {
		w.open("Безотзыв", "ПрПерБезДов", i.Substitution, "УслОтзыва", i.Condition)
		w.text("ОписУслОт", i.Description)
		w.close("Безотзыв")
	}
	w.close(name)
}

// rest writes what both kinds of documents end with.
func (w *writer) rest(d *Document) {
	p := d.Powers
	w.open("СвПолн", "ТипПолн", flag(len(p.Coded) > 0), "ПрСовмПолн", string(p.Exercise), "ПрУтрПолн", p.Loss)
	w.text("ТекстПолн", p.Text)
	for _, c := range p.Coded {
		w.open("МашПолн", "МнПолн", c.Mnemonic, "КодПолн", c.Code, "НаимПолн", c.Name)
		for _, x := range c.Restrictions {
			w.open("ОгрСвПолн", "ИдОгр", strconv.Itoa(x.Index), "КодОгр", x.Code, "НаимОгр", x.Name, "НаимЗначОгр", x.ValueName)
			w.text("КодЗначОгр", x.ValueCode)
			w.text("ТексЗначОгр", x.ValueText)
			w.close("ОгрСвПолн")
		}
		w.close("МашПолн")
	}
	w.close("СвПолн")
	if d.Notarised {
		w.empty("СвНотУд")
	}
}

// reference writes СвПервДовер or СвПередов; suffix tells which of the numbers are given.
func (w *writer) reference(name, suffix string, r Reference) {
	w.open(name, "ПрДовер", r.Sign, "ФормДовер", r.Form, "ДатаВыдДовер", r.Issued.attribute(), "СрокДейст",
		r.Until.attribute(), "ВнНомДовер"+suffix, r.InternalNumber, "НомДовер"+suffix, string(r.Number), "НомРНД"+suffix,
		r.NotarialNumber)
	for _, p := range r.Principals {
		w.principal("СвДоверПерв", "ДоверитПерв", p, w.firstPrincipal)
	}
	w.close(name)
}

package egr

import (
	"sync"

	"github.com/klaster-platform/klaster/workdays"
)

// element describes one element of the form at one path: what is read of it and where that goes. What is not described is
// unknown and counted; what is described without a target is known and not needed.
type element struct {
	name   string
	attrs  []attribute
	kids   []element
	open   func(*builder)
	text   func(*builder, []byte)
	entry  func(*builder) *Entry // it is the mark of a record of the register, and fills this
	unread bool                  // nothing of it and of what is in it is read
	long   bool                  // unread, and the last of the subject, in many rows
}

// attribute describes an attribute; set is nil for one that is not needed.
type attribute struct {
	name string
	set  func(*builder, []byte)
}

// node is an element in the bytes of one charset.
type node struct {
	name   []byte
	begin  begin
	end    []byte // the whole end tag
	label  string
	attrs  []compiled
	kids   []node
	open   func(*builder)
	text   func(*builder, []byte)
	entry  func(*builder) *Entry
	unread bool
	long   bool
}

// compiled is an attribute as the file has it, with the quote that opens its value.
type compiled struct {
	start []byte
	begin begin
	place int    // among those of the element
	bit   uint64 // of that place
	name  []byte
	label string
	set   func(*builder, []byte)
}

func compile(e *element, cs charset) node {
	n := node{name: cs.encode(e.name), label: e.name, open: e.open, text: e.text, entry: e.entry, unread: e.unread, long: e.long}
	n.begin = beginOf(n.name)
	n.end = append(append([]byte("</"), n.name...), '>')
	for i, a := range e.attrs {
		name := cs.encode(a.name)
		start := append(append([]byte{}, name...), '=', '"')
		n.attrs = append(n.attrs, compiled{start: start, begin: beginOf(start), place: i, bit: 1 << i, name: name, label: a.name, set: a.set})
	}
	for i := range e.kids {
		n.kids = append(n.kids, compile(&e.kids[i], cs))
	}
	return n
}

// begin is the beginning of a name, eight bytes of it, as a number, so that most names are told apart by one comparison.
type begin struct {
	key, mask uint64
	long      bool // the name is longer
}

func beginOf(name []byte) begin {
	b := begin{long: len(name) > 8}
	for i, c := range name[:min(len(name), 8)] {
		b.key |= uint64(c) << (8 * i)
		b.mask |= 0xff << (8 * i)
	}
	return b
}

// The forms in both charsets, without and with the history. They are only read.
var forms = [2][2]func() *node{
	windows1251: {form(windows1251, false), form(windows1251, true)},
	utf8Bytes:   {form(utf8Bytes, false), form(utf8Bytes, true)},
}

func form(cs charset, history bool) func() *node {
	return sync.OnceValue(func() *node {
		root := element{
			name:  "Документ",
			attrs: []attribute{text("ИдДок", func(b *builder) *string { return &b.rec.Document })},
			kids:  []element{organisation(history), entrepreneur(history)},
		}
		n := compile(&root, cs)
		return &n
	})
}

// The words of the description. Each takes where the value goes.

// text is an attribute that is read as it is.
func text(name string, at func(*builder) *string) attribute {
	return attribute{name, func(b *builder, raw []byte) { *at(b) = b.text(raw) }}
}

// term is a text that many records share.
func term(name string, at func(*builder) *string) attribute {
	return attribute{name, func(b *builder, raw []byte) { *at(b) = b.term(raw) }}
}

// date is a day.
func date(name string, at func(*builder) *workdays.Date) attribute {
	return attribute{name, func(b *builder, raw []byte) { *at(b) = b.date(raw) }}
}

// known are attributes that are not needed.
func known(names ...string) []attribute {
	attrs := make([]attribute, len(names))
	for i, name := range names {
		attrs[i].name = name
	}
	return attrs
}

// unread are elements that are not needed.
func unread(names ...string) []element {
	kids := make([]element, len(names))
	for i, name := range names {
		kids[i] = element{name: name, unread: true}
	}
	return kids
}

// content is an element whose text is the value.
func content(name string, at func(*builder) *string) element {
	return element{name: name, text: func(b *builder, raw []byte) { *at(b) = b.textOf(raw) }}
}

// join puts lists one after another, in the order in which the form has them: the scanner looks for the next name from
// where it found the last.
func join[T any](lists ...[]T) []T {
	var all []T
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

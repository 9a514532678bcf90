package egr

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/workdays"
)

// builder fills one record. The first value that cannot be read is kept as the error of the record.
type builder struct {
	rec *Record
	cs  charset
	err error

	names   bool // names of all activities are wanted
	census  *Census
	path    func() string // where the scanner is, for the census
	header  *Header       // when it is the head of a file that is read
	scratch []byte
	arena   strings.Builder

	terms    terms
	lastRaw  []byte // the number that was read last: one number stands many times in a record
	lastText string
	lastDay  []byte
	lastDate workdays.Date
	other    []Activity
}

const (
	arenaSize = 8 << 10
)

// keep makes a text a string. Strings are cut from blocks, so that a record of a hundred values is a few
// allocations; a block is never written again where a string of it stands.
func (b *builder) keep(text []byte) string { return cut(&b.arena, text) }

func cut(arena *strings.Builder, text []byte) string {
	n := len(text)
	if n == 0 {
		return ""
	}
	if arena.Cap()-arena.Len() < n {
		arena.Reset()
		arena.Grow(max(arenaSize, n))
	}
	start := arena.Len()
	arena.Write(text)
	return arena.String()[start:]
}

func (b *builder) decode(raw []byte, value bool) {
	var err error
	if b.scratch, err = b.cs.appendText(b.scratch[:0], raw, value); err != nil {
		b.scratch = b.scratch[:0]
		b.fail(err)
	}
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

// text is the value of an attribute.
func (b *builder) text(raw []byte) string {
	if plain(raw) {
		return b.keep(raw)
	}
	b.decode(raw, true)
	return b.keep(b.scratch)
}

// textOf is character data, which the scanner has decoded, without the blanks around it.
func (b *builder) textOf(decoded []byte) string {
	return b.keep(bytes.TrimSpace(decoded))
}

// grn is the number of a record of the register. Most numbers in a record are the one before.
func (b *builder) grn(raw []byte) string {
	if !bytes.Equal(raw, b.lastRaw) {
		b.lastText = b.text(raw)
		b.lastRaw = append(b.lastRaw[:0], raw...)
	}
	return b.lastText
}

// date reads YYYY-MM-DD. What is none is counted, and no date.
func (b *builder) date(raw []byte) workdays.Date {
	if bytes.Equal(raw, b.lastDay) {
		return b.lastDate
	}
	d, ok := parseDay(raw)
	if !ok {
		if len(raw) > 0 {
			b.note("date")
		}
		return workdays.Date{}
	}
	b.lastDay, b.lastDate = append(b.lastDay[:0], raw...), d
	return d
}

func parseDay(raw []byte) (workdays.Date, bool) {
	if len(raw) != len("2006-01-02") || raw[4] != '-' || raw[7] != '-' {
		return workdays.Date{}, false
	}
	number := func(digits []byte) (n int) {
		for _, d := range digits {
			if d < '0' || d > '9' {
				return -1
			}
			n = 10*n + int(d-'0')
		}
		return n
	}
	d, err := workdays.NewDate(number(raw[:4]), time.Month(number(raw[5:7])), number(raw[8:]))
	return d, err == nil
}

// note counts a value that is not of its type.
func (b *builder) note(what string) {
	b.census.note(&b.census.Values, what+" in "+b.path(), 1)
}

// The parts of the record that are being filled: the last of each list.

func (b *builder) status() *Status     { return last(b.rec.Statuses) }
func (b *builder) manager() *Manager   { return last(b.rec.Managers) }
func (b *builder) head() *Head         { return last(b.rec.Heads) }
func (b *builder) founder() *Founder   { return last(b.rec.Founders) }
func (b *builder) licence() *Licence   { return last(b.rec.Licences) }
func (b *builder) branch() *Branch     { return last(b.rec.Branches) }
func (b *builder) reorg() *Reorg       { return last(b.rec.Reorg) }
func (b *builder) row() *HistoryRow    { return last(b.rec.History) }
func (b *builder) activity() *Activity { return last(b.other) }

// last is the last of a list. The form opens the list before what fills it.
func last[T any](list []T) *T { return &list[len(list)-1] }

// grow returns what opens a new entry of a list.
func grow[T any](at func(*builder) *[]T) func(*builder) {
	return func(b *builder) {
		var zero T
		list := at(b)
		*list = append(*list, zero)
	}
}

// made returns the value behind a pointer, made at first use.
func made[T any](p **T) *T {
	if *p == nil {
		*p = new(T)
	}
	return *p
}

// same takes a number that stands in the record twice: the first stands, and another one beside it is counted.
func (b *builder) same(at *string, raw []byte) {
	if *at == "" {
		*at = b.text(raw)
		return
	}
	b.decode(raw, true)
	if string(b.scratch) != *at {
		b.note("another number")
	}
}

// subject begins a record. Two subjects in one document are none.
func (b *builder) subject(of Register) {
	if b.rec.Register != "" {
		b.fail(fmt.Errorf("%w: two subjects in one document", ErrRecord))
	}
	b.rec.Register = of
}

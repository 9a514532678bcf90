// Package fmt stands in the place of the standard package when the program for the browser is built (make wasm): go build
// puts this file over it. The libraries use fmt to word errors, and little of it; the standard package formats anything by
// reflection, and would be a fifth of what a browser has to load.
//
// It knows the verbs %s, %v, %d, %x, %q, %c, %w and %T with flags and widths of numbers, for texts, octets, numbers, errors and
// what has a String method; a value of any other type is written as its verb in brackets. What else is here are the names that
// packages of the standard library refer to and never use in that program. Nothing a person reads is made here: the page has
// its own words for each outcome.
package fmt

import (
	"errors"
	"io"
	"strconv"
)

// Stringer is what can say itself.
type Stringer interface{ String() string }

// State, Formatter, ScanState and Scanner are named by packages of the standard library.
type (
	State interface {
		Write(b []byte) (n int, err error)
		Width() (wid int, ok bool)
		Precision() (prec int, ok bool)
		Flag(c int) bool
	}
	Formatter interface{ Format(f State, verb rune) }
	ScanState interface {
		ReadRune() (r rune, size int, err error)
		UnreadRune() error
		SkipSpace()
		Token(skipSpace bool, f func(rune) bool) (token []byte, err error)
		Width() (wid int, ok bool)
		Read(buf []byte) (n int, err error)
	}
	Scanner interface {
		Scan(state ScanState, verb rune) error
	}
)

// Errorf words an error. Operands of %w are what it wraps.
func Errorf(format string, a ...any) error {
	text, wrapped := words(format, a)
	switch len(wrapped) {
	case 0:
		return errors.New(text)
	case 1:
		return &wrapError{text, wrapped[0]}
	}
	return &wrapErrors{text, wrapped}
}

type wrapError struct {
	text string
	err  error
}

func (e *wrapError) Error() string { return e.text }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	text string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.text }
func (e *wrapErrors) Unwrap() []error { return e.errs }

// Sprintf words a text.
func Sprintf(format string, a ...any) string {
	text, _ := words(format, a)
	return text
}

// Appendf is Sprintf to the end of b.
func Appendf(b []byte, format string, a ...any) []byte { return append(b, Sprintf(format, a...)...) }

// Fprintf is Sprintf into w.
func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	return io.WriteString(w, Sprintf(format, a...))
}

// Sprint writes the operands one after another.
func Sprint(a ...any) string {
	var b []byte
	for _, v := range a {
		b = value(b, verb{letter: 'v'}, v)
	}
	return string(b)
}

// Fprint is Sprint into w.
func Fprint(w io.Writer, a ...any) (n int, err error) { return io.WriteString(w, Sprint(a...)) }

// Sscan reads nothing: no program that has this package reads numbers so.
func Sscan(string, ...any) (n int, err error) { return 0, errors.ErrUnsupported }

// verb is one directive of a format.
type verb struct {
	letter      byte
	zero, sharp bool
	width       int
}

func words(format string, a []any) (text string, wrapped []error) {
	var b []byte
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b = append(b, format[i])
			continue
		}
		var v verb
		for i++; i < len(format); i++ {
			switch c := format[i]; {
			case c == '0' && v.width == 0:
				v.zero = true
				continue
			case c == '#':
				v.sharp = true
				continue
			case '0' <= c && c <= '9':
				v.width = 10*v.width + int(c-'0')
				continue
			case c == '+' || c == '-' || c == ' ':
				continue
			}
			break
		}
		switch {
		case i == len(format):
			return string(append(b, "%!(NOVERB)"...)), wrapped
		case format[i] == '%':
			b = append(b, '%')
			continue
		case len(a) == 0:
			b = append(b, "%!"+string(format[i])+"(MISSING)"...)
			continue
		}
		v.letter = format[i]
		if err, ok := a[0].(error); ok && v.letter == 'w' {
			wrapped = append(wrapped, err)
		}
		b = value(b, v, a[0])
		a = a[1:]
	}
	return string(b), wrapped
}

// value appends one operand.
func value(b []byte, v verb, operand any) []byte {
	switch x := operand.(type) {
	case nil:
		return append(b, "<nil>"...)
	case error:
		return str(b, v, x.Error())
	case Stringer:
		return str(b, v, x.String())
	case string:
		return str(b, v, x)
	case []byte:
		return str(b, v, string(x))
	case bool:
		return strconv.AppendBool(b, x)
	case int:
		return number(b, v, int64(x))
	case int8:
		return number(b, v, int64(x))
	case int16:
		return number(b, v, int64(x))
	case int32:
		return number(b, v, int64(x))
	case int64:
		return number(b, v, x)
	case uint8:
		return number(b, v, int64(x))
	case uint16:
		return number(b, v, int64(x))
	case uint32:
		return number(b, v, int64(x))
	case uint:
		return unsigned(b, v, uint64(x), false)
	case uint64:
		return unsigned(b, v, x, false)
	}
	return append(b, '[', '%', v.letter, ']')
}

func str(b []byte, v verb, s string) []byte {
	switch v.letter {
	case 'q':
		return strconv.AppendQuote(b, s)
	case 'x', 'X':
		for i := range len(s) {
			b = unsigned(b, verb{letter: v.letter, zero: true, width: 2}, uint64(s[i]), false)
		}
		return b
	}
	return append(b, s...)
}

func number(b []byte, v verb, n int64) []byte {
	if v.letter == 'c' {
		return append(b, string(rune(n))...)
	}
	if n < 0 {
		return unsigned(b, v, uint64(-n), true)
	}
	return unsigned(b, v, uint64(n), false)
}

func unsigned(b []byte, v verb, n uint64, minus bool) []byte {
	base, prefix := 10, ""
	switch v.letter {
	case 'x', 'X':
		base = 16
		if v.sharp {
			prefix = "0x"
		}
	case 'b':
		base = 2
	}
	digits := strconv.AppendUint(nil, n, base)
	if v.letter == 'X' {
		for i, d := range digits {
			if d >= 'a' {
				digits[i] = d - 'a' + 'A'
			}
		}
	}
	if minus {
		b = append(b, '-')
	}
	length := len(digits)
	if minus {
		length++
	}
	if !v.zero {
		for ; length+len(prefix) < v.width; length++ {
			b = append(b, ' ')
		}
	}
	b = append(b, prefix...)
	for ; v.zero && length < v.width; length++ {
		b = append(b, '0')
	}
	return append(b, digits...)
}

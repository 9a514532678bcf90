package rule

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/workdays"
)

// Date is a civil day in Moscow.
type Date = workdays.Date

// Type is what kind of value a fact has.
type Type uint8

// The types. Money is an Int of kopecks; a share is a Number of per cent.
const (
	Bool     Type = iota + 1
	Int           // 64 bits
	Number        // finite floating point
	String        // text, no longer than its [Definition] says
	DateType      // a civil day; in conditions a timestamp of its midnight in UTC
	Strings       // a list of texts, no longer than its [Definition] says
)

// typeNames are the names of types in files, by Type.
func typeNames() []string { return []string{"", "bool", "int", "number", "string", "date", "strings"} }

func (t Type) String() string {
	if int(t) < len(typeNames()) && t > 0 {
		return typeNames()[t]
	}
	return "Type(" + strconv.Itoa(int(t)) + ")"
}

// Value is the value of a fact. The zero Value has no type and is refused everywhere.
type Value struct {
	typ     Type
	boolean bool
	integer int64
	number  float64
	text    string
	date    Date
	list    []string
}

// BoolValue is a yes or no.
func BoolValue(b bool) Value { return Value{typ: Bool, boolean: b} }

// IntValue is a whole number.
func IntValue(i int64) Value { return Value{typ: Int, integer: i} }

// NumberValue is a number. One that is not finite is refused by [Facts.Set].
func NumberValue(f float64) Value { return Value{typ: Number, number: f} }

// StringValue is a text.
func StringValue(s string) Value { return Value{typ: String, text: s} }

// DateValue is a day.
func DateValue(d Date) Value { return Value{typ: DateType, date: d} }

// StringsValue is a list of texts, which is copied.
func StringsValue(list ...string) Value { return Value{typ: Strings, list: slices.Clone(list)} }

// Type tells what the value is.
func (v Value) Type() Type { return v.typ }

// Bool is the value of a Bool, false otherwise.
func (v Value) Bool() bool { return v.boolean }

// Int is the value of an Int, 0 otherwise.
func (v Value) Int() int64 { return v.integer }

// Number is the value of a Number, 0 otherwise.
func (v Value) Number() float64 { return v.number }

// Text is the value of a String, "" otherwise.
func (v Value) Text() string { return v.text }

// Date is the value of a DateType, no date otherwise.
func (v Value) Date() Date { return v.date }

// List is a copy of the value of Strings, nil otherwise.
func (v Value) List() []string { return slices.Clone(v.list) }

// Equal reports whether two values are of one type and the same.
func (v Value) Equal(w Value) bool {
	return v.typ == w.typ && v.boolean == w.boolean && v.integer == w.integer && v.number == w.number && v.text == w.text &&
		v.date == w.date && slices.Equal(v.list, w.list)
}

// String is the value in a form that does not depend on language.
func (v Value) String() string {
	switch v.typ {
	case Bool:
		return strconv.FormatBool(v.boolean)
	case Int:
		return strconv.FormatInt(v.integer, 10)
	case Number:
		return formatNumber(v.number)
	case String:
		return v.text
	case DateType:
		return v.date.String()
	case Strings:
		return strings.Join(v.list, " ")
	}
	return ""
}

func formatNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// MarshalJSON writes a value as JSON has it: a day as "2026-12-31".
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.typ {
	case Bool:
		return json.Marshal(v.boolean)
	case Int:
		return json.Marshal(v.integer)
	case Number:
		return json.Marshal(v.number)
	case String:
		return json.Marshal(v.text)
	case DateType:
		return json.Marshal(v.date)
	case Strings:
		if v.list == nil {
			return []byte("[]"), nil
		}
		return json.Marshal(v.list)
	}
	return []byte("null"), nil
}

// parseValue reads what MarshalJSON writes, as a value of a type.
func parseValue(t Type, raw json.RawMessage) (Value, error) {
	v := Value{typ: t}
	var into any
	switch t {
	case Bool:
		into = &v.boolean
	case Int:
		into = &v.integer
	case Number:
		into = &v.number
	case String:
		into = &v.text
	case DateType:
		into = &v.date
	case Strings:
		into = &v.list
	default:
		return Value{}, fmt.Errorf("%w: %v", ErrType, t)
	}
	if string(raw) == "null" || len(raw) == 0 {
		return Value{}, fmt.Errorf("%w: no value", ErrType)
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return Value{}, fmt.Errorf("%w: %v wanted: %w", ErrType, t, err)
	}
	return v, nil
}

// check holds a value to its definition.
func (v Value) check(d Definition) error {
	if v.typ != d.Type {
		return fmt.Errorf("%w: %s is %v, not %v", ErrType, d.Name, d.Type, v.typ)
	}
	switch v.typ {
	case Number:
		if math.IsNaN(v.number) || math.IsInf(v.number, 0) {
			return fmt.Errorf("%w: %s is not finite", ErrValue, d.Name)
		}
	case String:
		return checkText(d, v.text, d.most())
	case DateType:
		if v.date.IsZero() {
			return fmt.Errorf("%w: %s is no day", ErrValue, d.Name)
		}
	case Strings:
		if len(v.list) > d.most() {
			return fmt.Errorf("%w: %s has %d items, and %d are the most", ErrValue, d.Name, len(v.list), d.most())
		}
		for _, item := range v.list {
			if err := checkText(d, item, maxItem); err != nil {
				return err
			}
		}
	case Bool, Int:
	}
	return nil
}

func checkText(d Definition, s string, most int) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("%w: %s is not UTF-8", ErrValue, d.Name)
	}
	if runes(s) > most {
		return fmt.Errorf("%w: %s is longer than %d", ErrValue, d.Name, most)
	}
	return nil
}

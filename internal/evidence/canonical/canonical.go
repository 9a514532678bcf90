// Package canonical writes JSON in the one form of RFC 8785 (JSON Canonicalization Scheme), so that equal statements are equal
// bytes and whoever has the values can make the bytes anew and check a hash or a signature.
//
// It writes what receipts and manifests are made of: structs with json tags, maps with keys of text, slices, text, booleans,
// integers and nil. Floating point is refused on purpose: of all the rules of RFC 8785 its rendering (section 3.2.2.3) is the
// one that programs get wrong, and nothing here needs it.
package canonical

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ErrValue says that a value has no canonical form here.
var ErrValue = errors.New("no canonical JSON")

// MaxSafe is the largest integer that every reader of JSON keeps exactly (I-JSON, RFC 7493, section 2.2).
const MaxSafe = 1<<53 - 1

// maxDepth bounds nesting, so that a value that holds itself is an error and not the end of the program.
const maxDepth = 64

// Marshal writes a value. Names of fields are those of their json tags; the tag canonical:"null" writes an empty text as null,
// which encoding/json reads back as an empty text. Fields that encoding/json would leave out are written all the same: a
// statement has all of its fields.
func Marshal(v any) ([]byte, error) { return write(nil, reflect.ValueOf(v), 0) }

// Unmarshal reads a struct from bytes that must be just those that [Marshal] writes of it: no unknown or repeated names, no
// other order, no spaces, nothing after it.
func Unmarshal(data []byte, into any) error {
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%w: %w", ErrValue, err)
	}
	again, err := Marshal(into)
	if err != nil {
		return err
	}
	if string(again) != string(data) {
		return fmt.Errorf("%w: the bytes are another form of the same values", ErrValue)
	}
	return nil
}

func write(out []byte, v reflect.Value, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("%w: nested too deeply", ErrValue)
	}
	switch v.Kind() {
	case reflect.Invalid:
		return append(out, "null"...), nil
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(out, "null"...), nil
		}
		return write(out, v.Elem(), depth+1)
	case reflect.Bool:
		return fmt.Append(out, v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if n := v.Int(); n < -MaxSafe || n > MaxSafe {
			return nil, fmt.Errorf("%w: %d is past what every reader keeps", ErrValue, n)
		}
		return fmt.Append(out, v.Int()), nil
	case reflect.String:
		return writeText(out, v.String())
	case reflect.Slice:
		return writeList(out, v, depth)
	case reflect.Struct:
		return writeStruct(out, v, depth)
	case reflect.Map:
		return writeMap(out, v, depth)
	default:
		return nil, fmt.Errorf("%w: a value of type %s", ErrValue, v.Type())
	}
}

func writeList(out []byte, v reflect.Value, depth int) (_ []byte, err error) {
	out = append(out, '[')
	for i := range v.Len() {
		if i > 0 {
			out = append(out, ',')
		}
		if out, err = write(out, v.Index(i), depth+1); err != nil {
			return nil, err
		}
	}
	return append(out, ']'), nil
}

// member is a name and its value in an object.
type member struct {
	name  string
	value reflect.Value
	null  bool
}

func writeStruct(out []byte, v reflect.Value, depth int) ([]byte, error) {
	var members []member
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if !field.IsExported() || name == "" || name == "-" {
			return nil, fmt.Errorf("%w: the field %s of %s has no name in JSON", ErrValue, field.Name, v.Type())
		}
		null := field.Tag.Get("canonical") == "null" && v.Field(i).IsZero()
		members = append(members, member{name, v.Field(i), null})
	}
	return writeObject(out, members, depth)
}

func writeMap(out []byte, v reflect.Value, depth int) ([]byte, error) {
	if v.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("%w: names of type %s", ErrValue, v.Type().Key())
	}
	members := make([]member, 0, v.Len())
	for _, key := range v.MapKeys() {
		members = append(members, member{key.String(), v.MapIndex(key), false})
	}
	return writeObject(out, members, depth)
}

// writeObject writes members in the order of the UTF-16 code units of their names (section 3.2.3).
func writeObject(out []byte, members []member, depth int) (_ []byte, err error) {
	slices.SortFunc(members, func(a, b member) int {
		return slices.Compare(utf16.Encode([]rune(a.name)), utf16.Encode([]rune(b.name)))
	})
	out = append(out, '{')
	for i, m := range members {
		if i > 0 {
			if members[i-1].name == m.name {
				return nil, fmt.Errorf("%w: the name %q stands twice", ErrValue, m.name)
			}
			out = append(out, ',')
		}
		if out, err = writeText(out, m.name); err != nil {
			return nil, err
		}
		out = append(out, ':')
		if m.null {
			out = append(out, "null"...)
			continue
		}
		if out, err = write(out, m.value, depth+1); err != nil {
			return nil, err
		}
	}
	return append(out, '}'), nil
}

// writeText escapes what must be escaped, in the one way of section 3.2.2.2, and nothing else.
func writeText(out []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("%w: a text is not UTF-8", ErrValue)
	}
	const short = "btn\x00fr" // of U+0008 to U+000D; U+000B has no short form
	out = append(out, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"', c == '\\':
			out = append(out, '\\', c)
		case c >= 0x08 && c <= 0x0d && c != 0x0b:
			out = append(out, '\\', short[c-0x08])
		case c < 0x20:
			out = fmt.Appendf(out, `\u%04x`, c)
		default:
			out = append(out, c)
		}
	}
	return append(out, '"'), nil
}

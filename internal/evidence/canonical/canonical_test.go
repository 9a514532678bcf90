package canonical_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/evidence/canonical"
)

// The examples of RFC 8785: the order of names in section 3.2.3, the escapes of section 3.2.2.2 (figures 2 and 3).
func TestFormOfRFC8785(t *testing.T) {
	for name, c := range map[string]struct {
		value any
		want  string
	}{
		"order": {
			map[string]string{"\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\U0001f600": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"},
			"{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\",\"\U0001f600\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}",
		},
		"escapes":  {"\u20ac$\u000f\nA'\u0042\u0022\u005c\\\"/", "\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\""},
		"controls": {"\x00\b\t\n\v\f\r\x1f\x7f\u2028<>&", "\"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\x7f\u2028<>&\""},
		"literals": {[]any{nil, true, false}, "[null,true,false]"},
		"integers": {[]int64{0, -1, canonical.MaxSafe}, "[0,-1,9007199254740991]"},
		"empty":    {map[string]any{"a": []string{}, "b": map[string]string{}}, `{"a":[],"b":{}}`},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := canonical.Marshal(c.value)
			if err != nil || string(got) != c.want {
				t.Errorf("%s, %v; want %s", got, err, c.want)
			}
		})
	}
}

type inner struct {
	Note string `json:"note" canonical:"null"`
}

type statement struct {
	Second string   `json:"b"`
	First  int64    `json:"a"`
	List   []inner  `json:"list"`
	None   *inner   `json:"none"`
	Some   *inner   `json:"some"`
	Words  []string `json:"words"`
}

func TestStructs(t *testing.T) {
	s := statement{Second: "Ё", First: 7, List: []inner{{""}, {"x"}}, Some: &inner{}}
	got, err := canonical.Marshal(s)
	const want = `{"a":7,"b":"Ё","list":[{"note":null},{"note":"x"}],"none":null,"some":{"note":null},"words":[]}`
	if err != nil || string(got) != want {
		t.Fatalf("%s, %v", got, err)
	}
	var back statement
	if err := canonical.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	s.Words = []string{} // absent and empty are one
	if !reflect.DeepEqual(back, s) {
		t.Errorf("%+v", back)
	}
	for _, other := range []string{
		"", want + " ", want + want, " " + want, `{"b":"Ё","a":7,"list":[],"none":null,"some":null,"words":[]}`,
		`{"a":7,"a":7,"b":"Ё","list":[],"none":null,"some":null,"words":[]}`, `{"a":7,"b":"\u0401","list":[],"none":null,"some":null,"words":[]}`,
		`{"a":7.0,"b":"","list":[],"none":null,"some":null,"words":[]}`, `{"a":7,"b":"","c":1,"list":[],"none":null,"some":null,"words":[]}`,
		`{"a":7,"b":"","list":[],"none":null,"some":null}`, `{"a":7,"b":"","list":null,"none":null,"some":null,"words":[]}`, `{"A":7,"b":"","list":[],"none":null,"some":null,"words":[]}`,
	} {
		if err := canonical.Unmarshal([]byte(other), &statement{}); !errors.Is(err, canonical.ErrValue) {
			t.Errorf("%s: %v", other, err)
		}
	}
}

func TestWhatHasNoFormIsRefused(t *testing.T) {
	type loop struct {
		Next *loop `json:"next"`
	}
	around := &loop{}
	around.Next = around
	for name, v := range map[string]any{
		"floating point": 1.5, "too large": int64(canonical.MaxSafe + 1), "not UTF-8": "a\xff", "a name that is not": map[string]int{"\xff": 1},
		"unsigned": uint(1), "a function": func() {}, "names of numbers": map[int]string{1: ""}, "no tag": struct{ A int }{}, "a loop": around,
		"twice": reflect.New(reflect.StructOf([]reflect.StructField{
			{Name: "A", Type: reflect.TypeFor[int](), Tag: `json:"a"`}, {Name: "B", Type: reflect.TypeFor[int](), Tag: `json:"a"`},
		})).Interface(),
	} {
		if got, err := canonical.Marshal(v); !errors.Is(err, canonical.ErrValue) {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}

// What is written is JSON of the same values to every other reader.
func TestOthersReadTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.MapOf(rapid.String(), rapid.SliceOf(rapid.String())).Draw(t, "value")
		got, err := canonical.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		back := map[string][]string{}
		if err := json.Unmarshal(got, &back); err != nil || len(back) != len(v) {
			t.Fatalf("%s: %v", got, err)
		}
		for name, list := range v {
			if len(list) != len(back[name]) || len(list) > 0 && !reflect.DeepEqual(list, back[name]) {
				t.Fatalf("%q: %q is %q", name, list, back[name])
			}
		}
		again, err := canonical.Marshal(back)
		if err != nil || string(again) != string(got) {
			t.Fatalf("%s and %s, %v", got, again, err)
		}
	})
}

func FuzzUnmarshal(f *testing.F) {
	f.Add(`{"a":7,"b":"Ё","list":[{"note":null},{"note":"x"}],"none":null,"some":{"note":null},"words":[]}`)
	f.Add(`{"a":1e2}`)
	f.Fuzz(func(t *testing.T, text string) {
		var s statement
		if canonical.Unmarshal([]byte(text), &s) != nil {
			return
		}
		if again, err := canonical.Marshal(s); err != nil || string(again) != text {
			t.Errorf("%s is %s, %v", text, again, err)
		}
	})
}

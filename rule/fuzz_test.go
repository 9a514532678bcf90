package rule_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"github.com/klaster-platform/klaster/rule"
)

// Whatever is in a file, reading it ends with a book or with places of problems within the file.
func FuzzLoad(f *testing.F) {
	f.Add([]byte(file(condition("x", "when", `"107" in org.codes`, "fail"))))
	f.Add([]byte(file(condition("x", "require", `flag.a ? org.share > 5.0 : years(org.ceased, on) > 1`, "note"))))
	f.Add([]byte(`{"format": "klaster rules 1", "name": "x", "edition": "1", "sources": [], "rules": []}`))
	f.Add([]byte("a: &a [*a]\n"))
	f.Add([]byte("- - - |\n  x\n ? y"))
	f.Add([]byte("\r-\rv"))
	f.Add([]byte("a\u2028b: \u0085\n- x"))
	c := catalogue(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		book, err := rule.Load(c, content)
		if err == nil {
			if _, err := book.Evaluate(t.Context(), "", c.NewFacts(), day(t, on)); err != nil {
				t.Fatal(err)
			}
			return
		}
		var problems rule.Problems
		if !errors.As(err, &problems) {
			t.Fatalf("%v", err)
		}
		lines := bytes.Count(content, []byte("\n")) + bytes.Count(content, []byte("\r")) + 2
		for _, p := range problems {
			if p.Line < 1 || p.Line > lines || p.Column < 1 || p.Text.RU == "" || p.Text.EN == "" {
				t.Fatalf("%+v of %d lines", p, lines)
			}
		}
	})
}

// Whatever a condition is, it is refused or gives a verdict, with facts known and unknown.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{
		`"107" in org.codes`, `org.okved.exists(c, under(c, "26"))`, `years(org.registered, on) < 7`, `!(flag.a && flag.b) || flag.c ? flag.d : true`,
		`org.share / 0.0 > 1.0`, `org.codes[3] == "1"`, `{"a": flag.a}["b"]`, `org.codes.map(c, c + c).size() > 3`, `-9223372036854775808 / -1 == 1`,
	} {
		f.Add(s)
	}
	c := catalogue(f)
	full := c.NewFacts()
	set(f, full, "org.region", known(f, rule.StringValue("77")))
	set(f, full, "org.codes", known(f, rule.StringsValue("107", "112")))
	set(f, full, "org.okved", known(f, rule.StringsValue("26.51.4")))
	set(f, full, "org.registered", known(f, rule.DateValue(day(f, "2020-02-29"))))
	set(f, full, "org.revenue", known(f, rule.IntValue(5)))
	set(f, full, "org.share", known(f, rule.NumberValue(50)))
	for _, flag := range flags {
		set(f, full, flag, known(f, rule.BoolValue(true)))
	}
	f.Fuzz(func(t *testing.T, s string) {
		quoted, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		text := file("          - {id: x, when: " + string(quoted) + ", weight: fail, text: {ru: x, en: x}}\n")
		book, err := rule.Load(c, []byte(text))
		if err != nil {
			return
		}
		for _, facts := range []*rule.Facts{c.NewFacts(), full} {
			v := ask(t, book, facts, on)
			if v.Outcome == rule.Undecided && len(v.Missing) == 0 {
				t.Fatalf("%q: unknown, and nothing is missing", s)
			}
		}
	})
}

// Stored facts are outside bytes, too.
func FuzzParseFacts(f *testing.F) {
	f.Add([]byte(`{"flag.a":{"state":"known","value":true,"source":"register","as_of":"2025-11-27"},"org.codes":{"state":"absent"}}`))
	f.Add([]byte(`{"org.share":{"state":"known","value":1e400}}`))
	c := catalogue(f)
	f.Fuzz(func(t *testing.T, content []byte) {
		facts, err := c.ParseFacts(content)
		if err != nil {
			return
		}
		again, err := c.ParseFacts([]byte(marshal(t, facts)))
		if err != nil {
			t.Fatal(err)
		}
		if a, b := marshal(t, facts), marshal(t, again); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
	})
}

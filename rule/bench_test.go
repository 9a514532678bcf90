package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/rule"
)

// Ten rules of four conditions for one organisation, texts and evidence included.
func BenchmarkTenRules(b *testing.B) {
	c := catalogue(b)
	one := file(condition("a", "when", `org.codes.exists(c, c in ["101", "102", "105", "106", "107"])`, "fail") +
		condition("b", "when", `present.org.ceased && org.ceased < on`, "fail") +
		condition("c", "require", `org.region == "77" && years(org.registered, on) < 7`, "review") +
		condition("d", "when", `org.marked || org.share > 25.0`, "note"))
	head, rule1, _ := strings.Cut(one, "  - id: R\n")
	var text strings.Builder
	text.WriteString(head)
	for i := range 10 {
		fmt.Fprintf(&text, "  - id: R%d\n%s", i, rule1)
	}
	book, err := rule.Load(c, []byte(text.String()))
	if err != nil {
		b.Fatal(err)
	}
	f := c.NewFacts()
	set(b, f, "org.region", known(b, rule.StringValue("77")))
	set(b, f, "org.codes", known(b, rule.StringsValue("112")))
	set(b, f, "org.registered", known(b, rule.DateValue(day(b, "2020-02-29"))))
	set(b, f, "org.share", known(b, rule.NumberValue(10)))
	set(b, f, "org.ceased", rule.Fact{State: rule.Absent, Source: "register", AsOf: day(b, on)})
	set(b, f, "org.marked", rule.Fact{State: rule.Absent, Source: "register", AsOf: day(b, on)})
	day := day(b, on)
	b.ReportAllocs()
	for b.Loop() {
		vs, err := book.Evaluate(b.Context(), "", f, day)
		if err != nil || rule.Worst(vs...) != rule.Pass {
			b.Fatal(err, vs)
		}
	}
}

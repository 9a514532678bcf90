package legal

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

func draw(p *parsed, s style) string {
	var b strings.Builder
	for _, part := range p.parts(s) {
		b.WriteString(part.html)
	}
	return b.String()
}

// A table may be wider than a line that is easy to read, so it stands apart.
func TestParts(t *testing.T) {
	table := "| a |\n| --- |\n| b |\n\n"
	var got []bool
	for _, part := range parse("x\n\n" + table + "y\n\nz\n\n" + table + table).parts(style{}) {
		got = append(got, part.table)
	}
	if diff := cmp.Diff([]bool{false, true, false, true, true}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMarkdown(t *testing.T) {
	cases := map[string]struct{ in, want string }{
		"paragraphs":     {"a\nb\n\nc", "<p>a\nb</p>\n<p>c</p>\n"},
		"hard break":     {"a\\\nb", "<p>a<br>\nb</p>\n"},
		"emphasis":       {"*a* **b** `c*`", "<p><em>a</em> <strong>b</strong> <code>c*</code></p>\n"},
		"backslashes":    {`\*a\* 2\_3`, "<p>*a* 2_3</p>\n"},
		"entities":       {"&lt;b&gt; & c", "<p>&amp;lt;b&amp;gt; &amp; c</p>\n"},
		"clause":         {"1.1. a", "<p>1.1. a</p>\n"},
		"indented":       {"a\n\n      b", "<p>a</p>\n<p>b</p>\n"},
		"list":           {"- a\n- b\n  - c", "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>\n"},
		"numbers":        {"3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n"},
		"remark":         {"> a", "<blockquote class=\"inset\"><p>a</p>\n</blockquote>\n"},
		"line":           {"---", "<hr>\n"},
		"picture":        {"![слово](/a.png)", "<p>слово</p>\n"},
		"own page":       {"[a](/privacy?x=1&y=2)", `<p><a href="/privacy?x=1&amp;y=2">a</a></p>` + "\n"},
		"place":          {"[a](#section-2)", `<p><a href="#section-2">a</a></p>` + "\n"},
		"other site":     {"[a](https://b.example/c)", `<p><a href="https://b.example/c" rel="noreferrer">a</a></p>` + "\n"},
		"mail":           {"[a](mailto:a@b.example)", `<p><a href="mailto:a@b.example">a</a></p>` + "\n"},
		"title is lost":  {`[a](/b "c")`, `<p><a href="/b">a</a></p>` + "\n"},
		"lazy reference": {"[a]\n\n[a]: https://b.example", "<p>[a]</p>\n<p>[a]: https://b.example</p>\n"},
		"table": {
			"| А | Б |\n| --- | :-: |\n| в | **г** |",
			`<div class="table-frame"><table class="table" role="table">` + "\n" +
				`<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">А</th><th scope="col" role="columnheader">Б</th></tr></thead>` + "\n" +
				`<tbody role="rowgroup">` + "\n" +
				`<tr role="row"><td role="cell" data-label="А"><span>в</span></td><td role="cell" data-label="Б"><span><strong>г</strong></span></td></tr>` + "\n" +
				"</tbody></table></div>\n",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, draw(parse(c.in), style{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHeadings(t *testing.T) {
	p := parse("# a\n\n#### b\n\n## *c* & d\n\n###### e\n\n> ## f\n\nx\n\n### g")
	want := []Heading{
		{2, "section-1", "a"},
		{3, "section-1-1", "b"},
		{2, "section-2", "c & d"},
		{3, "section-2-1", "e"},
		{3, "section-2-2", "g"},
	}
	if diff := cmp.Diff(want, p.Headings); diff != "" {
		t.Error(diff)
	}
	drawn := draw(p, style{prefix: "ru-", down: 2})
	for _, part := range []string{`<h4 id="ru-section-1">a</h4>`, `<h4 id="ru-section-2"><em>c</em> &amp; d</h4>`, `<p><strong>f</strong></p>`} {
		if !strings.Contains(drawn, part) {
			t.Errorf("no %s in %s", part, drawn)
		}
	}
}

func TestLinksStayInTheLanguage(t *testing.T) {
	if got := draw(parse("[a](/privacy)"), style{lang: i18n.English}); !strings.Contains(got, `href="/en/privacy"`) {
		t.Error(got)
	}
}

// hostile are texts that try to get something into the page that is not a legal text.
var hostile = []string{
	"<script>alert(1)</script>",
	"a <img src=x onerror=alert(1)> b",
	"<div onclick=\"alert(1)\">\n\na\n\n</div>",
	"<!-- a --><?php ?><![CDATA[x]]><!DOCTYPE html>",
	"[a](javascript:alert(1))",
	"[a](JaVaScRiPt:alert(1))",
	"[a](java\tscript:alert(1))",
	"[a](<java\nscript:alert(1)>)",
	"[a](&#106;avascript:alert(1))",
	"[a](javascript&colon;alert(1))",
	"[a](\\javascript:alert(1))",
	"[a](data:text/html;base64,PHNjcmlwdD4=)",
	"[a](vbscript:x)",
	"[a](//evil.example/x)",
	"[a](/\\evil.example)",
	"[a](\\\\evil.example)",
	"[a](https:evil)",
	"[a](/x\"onmouseover=\"alert(1))",
	"[a](/x 'onmouseover=alert(1)')",
	"[a](https://x.example/\"><script>alert(1)</script>)",
	"![a](x\"onerror=\"alert(1))",
	"![<b>](javascript:alert(1))",
	"<https://evil.example>",
	"<javascript:alert(1)>",
	"## a {onclick=alert(1)}",
	"## \"><script>alert(1)</script>",
	"| a\" onclick=\"alert(1) | b |\n| --- | --- |\n| c | d |",
	"`<script>`",
	"```\n<script>alert(1)</script>\n```",
	"    <script>alert(1)</script>",
	"[a]: javascript:alert(1)\n\n[a]",
	"\\<script\\>alert(1)\\</script\\>",
	"**<b onclick=x>**",
	"a\x00b <\x00script>",
	"[a](tel:)",
	"[a](#\"onclick=alert(1))",
}

func TestHostileMarkdown(t *testing.T) {
	for _, text := range hostile {
		inspect(t, text, draw(parse(text), style{lang: i18n.English, prefix: "en-"}))
	}
}

// allowed are the elements that a text may make, each with the attributes that it may have.
var allowed = map[string][]string{
	"p": nil, "br": nil, "em": nil, "strong": nil, "code": nil, "ul": nil, "li": nil, "hr": nil, "span": nil,
	"h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "ol": {"start"}, "blockquote": {"class"}, "a": {"href", "rel"}, "div": {"class"},
	"table": {"class", "role"}, "thead": {"role"}, "tbody": {"role"}, "tr": {"role"}, "th": {"scope", "role"}, "td": {"role", "data-label"},
}

// inspect reads what was drawn as a browser does.
func inspect(t *testing.T, text, drawn string) {
	t.Helper()
	var open []string
	z := html.NewTokenizer(strings.NewReader(drawn))
	for {
		kind := z.Next()
		token := z.Token()
		switch kind {
		case html.ErrorToken:
			if len(open) > 0 {
				t.Fatalf("%q leaves %v open:\n%s", text, open, drawn)
			}
			return
		case html.TextToken:
		case html.StartTagToken:
			wellFormed(t, text, token)
			if token.Data != "br" && token.Data != "hr" {
				open = append(open, token.Data)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("%q closes %s inside %v:\n%s", text, token.Data, open, drawn)
			}
			open = open[:len(open)-1]
		default:
			t.Fatalf("%q makes %s:\n%s", text, token, drawn)
		}
	}
}

func wellFormed(t *testing.T, text string, token html.Token) {
	t.Helper()
	attributes, ok := allowed[token.Data]
	if !ok {
		t.Fatalf("%q makes the element %s", text, token)
	}
	for _, a := range token.Attr {
		if !slices.Contains(attributes, a.Key) {
			t.Fatalf("%q makes the attribute %s in %s", text, a.Key, token)
		}
		if a.Key == "href" && !harmless(a.Val) {
			t.Fatalf("%q leads to %q", text, a.Val)
		}
	}
}

func harmless(target string) bool {
	for _, start := range []string{"#", "https://", "http://", "mailto:", "tel:"} {
		if strings.HasPrefix(target, start) && len(target) > len(start) || target == "#" || target == "#en-" {
			return true
		}
	}
	return strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//") && !strings.HasPrefix(target, "/\\")
}

// worst are marks that take the reader of Markdown longest when a text is full of them.
var worst = []string{
	"> ", "- ", "1. ", "*", "**a", "[", "![", "]", "[a](", "`", "| ", "# ", "\\", "&", "a\n", "- a\n", "> a\n", "|a|b|\n|-|-|\n",
	"*a _b ", "[a](/b) ", "_a*",
}

// A text with more marks than any text has is read in the simple way, which loses no word.
func TestMarksBeyondMeasure(t *testing.T) {
	for _, mark := range worst {
		text := strings.Repeat(mark, MaxText/len([]rune(mark)))
		p := parse(text)
		inspect(t, mark, draw(p, style{}))
		if p.depth > maxMarks+1 {
			t.Errorf("blocks of %q stand in one another %d times", mark, p.depth)
		}
		if n := strings.Count(text, "a") - strings.Count(strings.Join(Plain(text, ""), ""), "a"); n > 0 {
			t.Errorf("%d words of %q are lost", n, mark)
		}
	}
	within := strings.Repeat("*a* [b](/c) ", maxBrackets)
	if drawn := draw(parse(within), style{}); !strings.Contains(drawn, "<em>") || !strings.Contains(drawn, "<a ") {
		t.Error("a text within the measure is read in the simple way")
	}
}

func BenchmarkMarkdown(b *testing.B) {
	b.Run("policy", func(b *testing.B) {
		for b.Loop() {
			draw(parse(defaults()[Privacy].TextRu), style{})
		}
	})
	for name, text := range map[string]string{
		"worst emphasis": strings.Repeat("_a*", maxEmphasis/2) + strings.Repeat("a", MaxText-3*maxEmphasis/2),
		"worst links":    strings.Repeat("[a](", maxBrackets) + strings.Repeat("a", MaxText-4*maxBrackets),
		"worst tables":   strings.Repeat("|a|b|\n|-|-|\n", MaxText/12),
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				draw(parse(text), style{})
			}
		})
	}
}

func FuzzMarkdown(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	for _, d := range defaults() {
		f.Add(d.TextRu)
		f.Add(d.TextEn)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 10_000 {
			return
		}
		p := parse(text)
		drawn := draw(p, style{lang: i18n.English, prefix: "en-"})
		inspect(t, text, drawn)
		if n := strings.Count(drawn, ` id="`); n != len(p.Headings) {
			t.Fatalf("%d ids and %d headings in %q", n, len(p.Headings), drawn)
		}
		for _, paragraph := range Plain(text, "https://klaster.example") {
			if strings.TrimSpace(paragraph) == "" {
				t.Fatalf("an empty paragraph in %q", text)
			}
		}
		markProblem(text)
	})
}

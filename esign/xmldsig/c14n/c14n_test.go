package c14n_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/xmldsig/c14n"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
	"github.com/klaster-platform/klaster/internal/xmllint"
)

func canonical(m c14n.Method, doc string) (string, error) {
	var out strings.Builder
	err := c14n.Copy(&out, strings.NewReader(doc), m, xmltoken.Limits{})
	return out.String(), err
}

// tricky are documents in which canonicalizers have differed.
var tricky = []string{
	`<a/>`,
	"<?xml version=\"1.0\"?>\r\n<?pi  x  ?><!-- a --><a/><!-- b --><?q?>\n",
	`<a xmlns="urn:a"><b xmlns=""><c xmlns="urn:a"/></b><b xmlns="urn:a"/></a>`,
	`<a xmlns=""><b xmlns=""/></a>`,
	`<p:a xmlns:p="urn:1"><p:b xmlns:p="urn:2"><p:c xmlns:p="urn:1"/></p:b></p:a>`,
	`<a xmlns:z="urn:z" xmlns:b="urn:b" xmlns="urn:d" z:q="1" b:q="2" q="3" b:a="4" xml:lang="ru"/>`,
	`<a xmlns:p="urn:u" xmlns:q="urn:u" p:x="1"><q:b q:x="2" p:y="3"/></a>`,
	`<a xmlns:unused="urn:u"><b xmlns:unused="urn:u"/><c unused:d="1"/></a>`,
	"<a b=\"1&#10;2&#9;3&#13;4 \t\n5&quot;'&lt;&gt;>\">&#13;\r\n&#x9;&gt;&lt;&amp;&quot;&apos;\rx\n\r</a>",
	`<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>`,
	`<а атрибут="значение">Привет, мир! 𝄞 &#x1D11E;</а>`,
	`<a  b = "1"   c='2"3'  ></a  >`,
	"<a>]] ></a>",
	`<e1 xmlns:a="http://www.w3.org" xmlns:b="http://www.ietf.org"><e2 b:attr="1" a:attr="2" attr="3"/></e1>`,
	`<a xml:space="preserve"><b xml:space="default" xml:id="q"/></a>`,
	"<a>\ufeff\u0085\u2028x</a>",
	"<a b='\u0085\u2028\u00a0'/>",
	"<n1:a xmlns:n1='urn:x'><!-- in\r\nside --><n1:b xmlns:n2='urn:y'><?t\r\n  d\r\nd ?></n1:b></n1:a>",
}

func TestT5_CanonicalFormsEqualThoseOfLibxml2(t *testing.T) {
	xmllint.Require(t)
	docs := append([]string(nil), tricky...)
	rnd := rand.New(rand.NewPCG(5, 14)) //nolint:gosec // a corpus that is the same at each run
	rounds := 150
	if testing.Short() {
		rounds = 30
	}
	for range rounds {
		docs = append(docs, randomDocument(rnd))
	}
	for i, doc := range docs {
		for flag, m := range map[string]c14n.Method{"--c14n": {Comments: true}, "--exc-c14n": {Exclusive: true, Comments: true}} {
			want, err := xmllint.Try(t, []byte(doc), flag, "-")
			if err != nil {
				t.Fatalf("document %d: %v\n%s", i, err, doc)
			}
			got, err := canonical(m, doc)
			if err != nil {
				t.Errorf("document %d: %v\n%s", i, err, doc)
				continue
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("document %d %s (-libxml2 +ours):\n%s\n%s", i, flag, diff, doc)
			}
		}
	}
}

// randomDocument makes a document in which few prefixes and namespaces meet often. No namespace has an ampersand: libxml2 does not
// escape it there, so that its canonical form is not well-formed.
func randomDocument(rnd *rand.Rand) string {
	var b strings.Builder
	if rnd.IntN(2) == 0 {
		b.WriteString("<?xml version='1.0' encoding='utf-8'?>\n<!-- c --><?p i?>")
	}
	randomElement(rnd, &b, map[string]string{}, 0)
	if rnd.IntN(2) == 0 {
		b.WriteString("<!--after-->\n<?p?>\n")
	}
	return b.String()
}

func pick[T any](rnd *rand.Rand, from ...T) T { return from[rnd.IntN(len(from))] }

func randomElement(rnd *rand.Rand, b *strings.Builder, outer map[string]string, depth int) {
	scope := map[string]string{}
	for p, s := range outer {
		scope[p] = s
	}
	var attrs []string
	for _, p := range []string{"", "a", "b", "ns1"} {
		if rnd.IntN(3) > 0 {
			continue
		}
		space := pick(rnd, "urn:1", "urn:2", "http://x/?a=1;b=2")
		if p == "" && rnd.IntN(3) == 0 {
			space = ""
		}
		scope[p] = space
		attrs = append(attrs, strings.TrimSuffix("xmlns:"+p, ":")+"="+`"`+space+`"`)
	}
	used := map[string]bool{}
	for range rnd.IntN(5) {
		p, local := pick(rnd, "", "a", "b", "ns1", "xml"), pick(rnd, "x", "y", "Я", "lang")
		key := scope[p] + " " + local
		if p == "xml" {
			local, key = "lang", "xml"
		} else if p == "" {
			key = local
		} else if scope[p] == "" {
			continue
		}
		if used[key] {
			continue
		}
		used[key] = true
		attrs = append(attrs, strings.TrimPrefix(p+":"+local, ":")+"="+pick(rnd, `"v"`, `'a"b'`, "' &#10;\t'", `"&lt;>&amp;"`, `""`))
	}
	rnd.Shuffle(len(attrs), func(i, j int) { attrs[i], attrs[j] = attrs[j], attrs[i] })
	name := pick(rnd, "e", "f")
	if p := pick(rnd, "a", "b", "ns1"); scope[p] != "" && rnd.IntN(2) == 0 {
		name = p + ":" + name
	}
	fmt.Fprintf(b, "<%s", name)
	for _, a := range attrs {
		b.WriteString(pick(rnd, " ", "\n", "  ") + a)
	}
	if rnd.IntN(5) == 0 {
		b.WriteString("/>")
		return
	}
	b.WriteString(">")
	for range rnd.IntN(5) {
		if depth < 5 && rnd.IntN(2) == 0 {
			randomElement(rnd, b, scope, depth+1)
		}
		b.WriteString(pick(rnd, "", "\r\n ", "текст", "<!-- c -->", "<?p  d?>", "<![CDATA[<&]]>", "&#13;&gt;", "a > b"))
	}
	fmt.Fprintf(b, "</%s>", name)
}

// Examples of section 3 of Canonical XML 1.0, in documents of our own.
func TestCanonicalXML(t *testing.T) {
	const pis = "<?xml version=\"1.0\"?>\n\n<?xml-stylesheet   href=\"doc.xsl\"\n   type=\"text/xsl\"   ?>\n\n<doc>Hello<!-- 1 --></doc>\n\n<?without     ?>\n\n<!-- 2 -->\n<!-- 3 -->"
	for _, c := range []struct {
		name   string
		method c14n.Method
		doc    string
		want   string
	}{
		{"comments out", c14n.Method{}, pis, "<?xml-stylesheet href=\"doc.xsl\"\n   type=\"text/xsl\"   ?>\n<doc>Hello</doc>\n<?without?>"},
		{"comments in", c14n.Method{Comments: true}, pis, "<?xml-stylesheet href=\"doc.xsl\"\n   type=\"text/xsl\"   ?>\n<doc>Hello<!-- 1 --></doc>\n<?without?>\n<!-- 2 -->\n<!-- 3 -->"},
		{"prefix list", c14n.Method{Exclusive: true, Prefixes: []string{"x", "#default"}}, `<a:a xmlns:a="urn:a" xmlns:x="urn:x" xmlns:y="urn:y" xmlns="urn:d"><b xmlns:x="urn:x2"/></a:a>`, `<a:a xmlns="urn:d" xmlns:a="urn:a" xmlns:x="urn:x"><b xmlns:x="urn:x2"></b></a:a>`},
		{"without prefix list", c14n.Method{Exclusive: true}, `<a:a xmlns:a="urn:a" xmlns:x="urn:x" xmlns="urn:d"><b/></a:a>`, `<a:a xmlns:a="urn:a"><b xmlns="urn:d"></b></a:a>`},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := canonical(c.method, c.doc)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRelativeNamespacesHaveNoCanonicalForm(t *testing.T) {
	for _, space := range []string{"rel", "./x", "x y:z", ":a", "//a"} {
		_, err := canonical(c14n.Method{}, `<a xmlns="`+space+`"/>`)
		if !errors.Is(err, c14n.ErrRelativeNamespace) {
			t.Errorf("%q: error %v", space, err)
		}
	}
}

// A part of a document takes over namespaces and, in the inclusive form, the attributes xml:… around it.
func TestPart(t *testing.T) {
	const doc = `<r xmlns="urn:d" xmlns:a="urn:a" xmlns:b="urn:b" xml:lang="ru" xml:space="default"><a:part xml:space="preserve" xmlns=""><b:c/><d/></a:part></r>`
	for _, c := range []struct {
		method c14n.Method
		want   string
	}{
		{c14n.Method{}, `<a:part xmlns:a="urn:a" xmlns:b="urn:b" xml:lang="ru" xml:space="preserve"><b:c></b:c><d></d></a:part>`},
		{c14n.Method{Exclusive: true}, `<a:part xmlns:a="urn:a" xml:space="preserve"><b:c xmlns:b="urn:b"></b:c><d></d></a:part>`},
		{c14n.Method{Exclusive: true, Prefixes: []string{"b"}}, `<a:part xmlns:a="urn:a" xmlns:b="urn:b" xml:space="preserve"><b:c></b:c><d></d></a:part>`},
	} {
		tok := xmltoken.New(strings.NewReader(doc), xmltoken.Limits{})
		root, err := tok.Next()
		if err != nil {
			t.Fatal(err)
		}
		var ctx c14n.Context
		for _, a := range root.Attrs {
			ctx.Attrs = append(ctx.Attrs, xmltoken.Attr{Name: a.Name, Value: bytes.Clone(a.Value)})
		}
		var out strings.Builder
		var w *c14n.Writer
		for {
			part, err := tok.Next()
			if err != nil {
				t.Fatal(err)
			}
			if w == nil {
				ctx.Decls = tok.InScope(nil)
				w = c14n.NewPart(&out, c.method, ctx)
			}
			if part.Depth == 0 {
				break
			}
			if err := w.Token(part); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, out.String()); diff != "" {
			t.Errorf("%+v: %s", c.method, diff)
		}
	}
}

// The rules of the transform of СМЭВ, one document each.
func TestSMEV(t *testing.T) {
	for _, c := range []struct{ name, doc, want, canonical string }{
		{
			"instructions, comments and white space", "<?xml version='1.0'?><!-- c --><?p i?>\n<r xmlns='urn:1'>\n\t<x:e xmlns:x='urn:2'> a\n</x:e> <!-- c -->\n</r>",
			`<ns1:r xmlns:ns1="urn:1"><ns2:e xmlns:ns2="urn:2"> a` + "\n" + `</ns2:e></ns1:r>`, "",
		},
		{
			"a comment does not divide a text", "<r xmlns='urn:1'> <!-- c --> a<!-- c --> <b/> <?p?>b </r>",
			`<ns1:r xmlns:ns1="urn:1">  a <ns1:b></ns1:b>b </ns1:r>`, "",
		},
		{
			"a namespace that siblings need has a prefix in each", `<r xmlns="urn:1" xmlns:q="urn:2"><q:a><q:b/></q:a><z:c xmlns:z="urn:2"/></r>`,
			`<ns1:r xmlns:ns1="urn:1"><ns2:a xmlns:ns2="urn:2"><ns2:b></ns2:b></ns2:a><ns3:c xmlns:ns3="urn:2"></ns3:c></ns1:r>`, "",
		},
		{
			"attributes", `<e:r xmlns:e="urn:3" xmlns:w="urn:a" xmlns:z="urn:0" w:z="1" b="2" a="3" z:c="4" e:e="5" e:d="6"/>`,
			`<ns1:r xmlns:ns1="urn:3" xmlns:ns2="urn:0" xmlns:ns3="urn:a" ns2:c="4" ns1:d="6" ns1:e="5" ns3:z="1" a="3" b="2"></ns1:r>`,
			`<ns1:r xmlns:ns1="urn:3" xmlns:ns2="urn:0" xmlns:ns3="urn:a" a="3" b="2" ns2:c="4" ns1:d="6" ns1:e="5" ns3:z="1"></ns1:r>`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, canonical := range []bool{false, true} {
				var out strings.Builder
				if err := c14n.Run(c14n.NewSMEV(&out, canonical), xmltoken.New(iotest.OneByteReader(strings.NewReader(c.doc)), xmltoken.Limits{})); err != nil {
					t.Fatal(err)
				}
				want := c.want
				if canonical && c.canonical != "" {
					want = c.canonical
				}
				if diff := cmp.Diff(want, out.String()); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	for _, doc := range []string{`<a/>`, `<a xmlns="urn:a" xml:lang="ru"/>`, `<a xmlns="urn:a"><b xmlns=""/></a>`} {
		err := c14n.Run(c14n.NewSMEV(io.Discard, false), xmltoken.New(strings.NewReader(doc), xmltoken.Limits{}))
		if !errors.Is(err, c14n.ErrUnqualified) {
			t.Errorf("%s: error %v", doc, err)
		}
	}
}

func FuzzC14N(f *testing.F) {
	for _, doc := range tricky {
		f.Add([]byte(doc))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		for _, m := range []c14n.Method{{}, {Comments: true}, {Exclusive: true}, {Exclusive: true, Comments: true}, {Exclusive: true, Prefixes: []string{"a"}}} {
			once, err := canonical(m, string(doc))
			if err != nil {
				continue
			}
			// The form of a form is itself; it may exceed a limit that the document, shorter, did not.
			twice, err := canonical(m, once)
			if errors.Is(err, xmltoken.ErrLimit) {
				continue
			}
			if err != nil {
				t.Fatalf("%+v: the canonical form %q of %q is refused: %v", m, once, doc, err)
			}
			if once != twice {
				t.Fatalf("%+v: %q becomes %q, then %q", m, doc, once, twice)
			}
			var bytewise strings.Builder
			if err := c14n.Copy(&bytewise, iotest.OneByteReader(bytes.NewReader(doc)), m, xmltoken.Limits{}); err != nil || bytewise.String() != once {
				t.Fatalf("%+v: read byte by byte %q becomes %q, %v, at once %q", m, doc, bytewise.String(), err, once)
			}
		}
	})
}

func BenchmarkC14N(b *testing.B) {
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same document at each run
	mixed := "<r>"
	for len(mixed) < 1<<20 {
		mixed += strings.TrimPrefix(randomDocument(rnd), "<?xml version='1.0' encoding='utf-8'?>\n")
	}
	mixed += "</r>"
	record := strings.Repeat("<СвЮЛ ДатаВып=\"2026-11-20\" ОГРН=\"1027700132195\"><СвНаимЮЛ НаимЮЛПолн=\"ОБЩЕСТВО\"/>\n</СвЮЛ>", 8000)
	for name, doc := range map[string]string{
		"names":  mixed,
		"record": `<EGRUL xmlns:x="urn:x">` + record + `</EGRUL>`,
		"text":   "<a>" + strings.Repeat("Программа поддержки промышленных предприятий города. ", 12000) + "</a>",
		"base64": "<a>" + strings.Repeat("MIIFEjCCA/qgAwIBAgIUdzXuSH9oYtrxs5VtlhzLD6bzT04wDQYJKoZIhvcNAQEL\n", 15000) + "</a>",
	} {
		for _, m := range []c14n.Method{{}, {Exclusive: true}} {
			b.Run(fmt.Sprintf("%s/exclusive=%v", name, m.Exclusive), func(b *testing.B) {
				b.SetBytes(int64(len(doc)))
				b.ReportAllocs()
				start := processorTime(b)
				for b.Loop() {
					if err := c14n.Copy(io.Discard, strings.NewReader(doc), m, xmltoken.Limits{}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.N)*float64(len(doc))/1e6/(processorTime(b)-start).Seconds(), "MB/cpu-s")
			})
		}
	}
}

// processorTime is what the process has used so far: on a machine that others use it says more than the clock.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

package xmltoken_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// tokens writes what a document consists of, one item a token; adjacent texts are one.
func tokens(src io.Reader, limits xmltoken.Limits) ([]string, error) {
	var out []string
	inText := false
	t := xmltoken.New(src, limits)
	for {
		tok, err := t.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if tok.Kind == xmltoken.Text && inText {
			out[len(out)-1] += string(tok.Data)
			continue
		}
		inText = tok.Kind == xmltoken.Text
		out = append(out, item(tok))
	}
}

func item(t *xmltoken.Token) string {
	name := func(n xmltoken.Name) string {
		if n.Space == "" {
			return n.Local
		}
		return "{" + n.Space + "}" + n.Local
	}
	switch t.Kind {
	case xmltoken.Declaration:
		return "declaration"
	case xmltoken.Start:
		s := "<" + name(t.Name)
		for _, d := range t.Decls {
			s += " xmlns:" + d.Prefix + "=" + d.Space
		}
		for _, a := range t.Attrs {
			s += fmt.Sprintf(" %s=%q", name(a.Name), a.Value)
		}
		return s
	case xmltoken.End:
		return "/" + name(t.Name)
	case xmltoken.Text:
		return "text " + string(t.Data)
	case xmltoken.Comment:
		return "comment " + string(t.Data)
	case xmltoken.Instruction:
		return "instruction " + t.Name.Local + " " + string(t.Data)
	}
	return "?"
}

func TestTokens(t *testing.T) {
	for doc, want := range map[string][]string{
		`<a/>`: {"<a", "/a"},
		"<?xml version='1.0' encoding=\"utf-8\" standalone='yes' ?>\n<a></a >": {"declaration", "<a", "/a"},
		"\xef\xbb\xbf<a>\r\n&#13;\r</a>":                                       {"<a", "text \n\r\n", "/a"},
		`<p:a xmlns:p="urn:p" p:b="1" b='2'/>`:                                 {`<{urn:p}a xmlns:p=urn:p {urn:p}b="1" b="2"`, "/{urn:p}a"},
		`<a xmlns="u"><b xmlns=""/><c d="1"/></a>`:                             {"<{u}a xmlns:=u", "<b xmlns:=", "/b", `<{u}c d="1"`, "/{u}c", "/{u}a"},
		"<a b=' \t\n\r\n&#9;&#10;&lt;>&quot;\"'/>":                             {`<a b="    \t\n<>\"\""`, "/a"},
		`<a>&lt;&gt;&amp;&quot;&apos;&#x41;&#1046;&#x1F600;</a>`:               {"<a", "text <>&\"'AЖ😀", "/a"},
		`<a><![CDATA[]]>]]&gt;<![CDATA[<b>&amp;]]]]></a>`:                      {"<a", "text ]]><b>&amp;]]", "/a"},
		"<!-- - -><a --><?p  d \r\n?><a/><?q?>":                                {"comment  - -><a ", "instruction p d \n", "<a", "/a", "instruction q "},
		`<Доверенность ИдФайл="x"/>`:                                           {`<Доверенность ИдФайл="x"`, "/Доверенность"},
		`<a xml:lang="ru" xmlns:xml="http://www.w3.org/XML/1998/namespace"/>`:  {`<a xmlns:xml=http://www.w3.org/XML/1998/namespace {http://www.w3.org/XML/1998/namespace}lang="ru"`, "/a"},
	} {
		for name, src := range map[string]io.Reader{"whole": strings.NewReader(doc), "bytewise": iotest.OneByteReader(strings.NewReader(doc)), "with EOF": iotest.DataErrReader(strings.NewReader(doc))} {
			got, err := tokens(src, xmltoken.Limits{})
			if err != nil {
				t.Errorf("%q %s: %v", doc, name, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%q %s: %s", doc, name, diff)
			}
		}
	}
}

func TestT5_WhatIsNotStrictXMLIsRefused(t *testing.T) {
	for doc, want := range map[string]error{
		"":                                xmltoken.ErrMalformed,
		"text":                            xmltoken.ErrMalformed,
		"<a>":                             xmltoken.ErrMalformed,
		"<a":                              xmltoken.ErrMalformed,
		"<":                               xmltoken.ErrMalformed,
		"</a>":                            xmltoken.ErrMalformed,
		"<a></b>":                         xmltoken.ErrMalformed,
		"<a/><b/>":                        xmltoken.ErrMalformed,
		"<a/>x":                           xmltoken.ErrMalformed,
		"<a/>&#32;":                       xmltoken.ErrMalformed,
		"<a/><![CDATA[]]>":                xmltoken.ErrMalformed,
		"<a b/>":                          xmltoken.ErrMalformed,
		"<a b=c/>":                        xmltoken.ErrMalformed,
		"<a b='1'c='2'/>":                 xmltoken.ErrMalformed,
		"<a b='1' b='2'/>":                xmltoken.ErrMalformed,
		"<a b='<'/>":                      xmltoken.ErrMalformed,
		"<a b='&'/>":                      xmltoken.ErrMalformed,
		"<a b='1/>":                       xmltoken.ErrMalformed,
		"<a>&</a>":                        xmltoken.ErrMalformed,
		"<a>&amp</a>":                     xmltoken.ErrMalformed,
		"<a>&#;</a>":                      xmltoken.ErrEntity,
		"<a>&#x;</a>":                     xmltoken.ErrMalformed,
		"<a>&#0;</a>":                     xmltoken.ErrMalformed,
		"<a>&#+65;</a>":                   xmltoken.ErrMalformed,
		"<a>&#x110000;</a>":               xmltoken.ErrMalformed,
		"<a>&#xD800;</a>":                 xmltoken.ErrMalformed,
		"<a>&#xFFFE;</a>":                 xmltoken.ErrMalformed,
		"<a>&nbsp;</a>":                   xmltoken.ErrEntity,
		"<a>]]></a>":                      xmltoken.ErrMalformed,
		"<a>\x00</a>":                     xmltoken.ErrMalformed,
		"<a>\x1f</a>":                     xmltoken.ErrMalformed,
		"<a>\xff</a>":                     xmltoken.ErrMalformed,
		"<a>\xc0\xaf</a>":                 xmltoken.ErrMalformed,
		"<a>\xed\xa0\x80</a>":             xmltoken.ErrMalformed,
		"<a>\xef\xbf\xbf</a>":             xmltoken.ErrMalformed,
		"<a>\xd0</a>":                     xmltoken.ErrMalformed,
		"<a b='\x01'/>":                   xmltoken.ErrMalformed,
		"<!-- -- --><a/>":                 xmltoken.ErrMalformed,
		"<!-- --->":                       xmltoken.ErrMalformed,
		"<a/><!-- ":                       xmltoken.ErrMalformed,
		"<?xml version='1.1'?><a/>":       xmltoken.ErrMalformed,
		" <?xml version='1.0'?><a/>":      xmltoken.ErrMalformed,
		"<?xml?><a/>":                     xmltoken.ErrMalformed,
		"<?xml version='1.0' x='y'?><a/>": xmltoken.ErrMalformed,
		"<?xml encoding='UTF-8'?><a/>":    xmltoken.ErrMalformed,
		"<?a:b?><a/>":                     xmltoken.ErrMalformed,
		"<?XML?><a/>":                     xmltoken.ErrMalformed,
		"<??><a/>":                        xmltoken.ErrMalformed,
		"<!ELEMENT a><a/>":                xmltoken.ErrMalformed,
		"<!DOCTYPE a><a/>":                xmltoken.ErrDTD,
		"<a:b/>":                          xmltoken.ErrMalformed,
		"<a b:c='1'/>":                    xmltoken.ErrMalformed,
		"<a:b:c xmlns:a='u'/>":            xmltoken.ErrMalformed,
		"<:a/>":                           xmltoken.ErrMalformed,
		"<1/>":                            xmltoken.ErrMalformed,
		"<a xmlns:b=''/>":                 xmltoken.ErrMalformed,
		"<a xmlns:xml='u'/>":              xmltoken.ErrMalformed,
		"<a xmlns:xmlns='u'/>":            xmltoken.ErrMalformed,
		"<xmlns:a/>":                      xmltoken.ErrMalformed,
		"<a xmlns='http://www.w3.org/2000/xmlns/'/>":                                       xmltoken.ErrMalformed,
		"<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>":                              xmltoken.ErrMalformed,
		"<a xmlns:b='u' xmlns:c='u' b:x='1' c:x='2'/>":                                     xmltoken.ErrMalformed,
		"<a><b xmlns:p='u'/><p:c/></a>":                                                    xmltoken.ErrMalformed,
		"<?xml version='1.0' encoding='windows-1251'?><a/>":                                xmltoken.ErrEncoding,
		"<?xml version='1.0' encoding='UTF-16'?><a/>":                                      xmltoken.ErrEncoding,
		"\xff\xfe<\x00a\x00":                                                               xmltoken.ErrEncoding,
		"\xfe\xff\x00<":                                                                    xmltoken.ErrEncoding,
		"\x00<\x00a":                                                                       xmltoken.ErrEncoding,
		"<\x00a\x00":                                                                       xmltoken.ErrEncoding,
		"<a>&" + strings.Repeat("x", 100) + ";</a>":                                        xmltoken.ErrMalformed,
		strings.Repeat("<a>", 65):                                                          xmltoken.ErrLimit,
		"<a " + strings.Repeat("b='1' ", 300) + "/>":                                       xmltoken.ErrMalformed,
		"<a" + many(300, " b%d='1'") + "/>":                                                xmltoken.ErrLimit,
		"<a" + many(300, " xmlns:b%d='u'") + "/>":                                          xmltoken.ErrLimit,
		"<" + strings.Repeat("a", 1025) + "/>":                                             xmltoken.ErrLimit,
		"<a xmlns='" + strings.Repeat("a", 1025) + "'/>":                                   xmltoken.ErrLimit,
		"<a b='" + strings.Repeat("a", 3<<20) + "'/>":                                      xmltoken.ErrLimit,
		"<a><!--" + strings.Repeat("a", 3<<20) + "--></a>":                                 xmltoken.ErrLimit,
		"<a>" + many(17000, "<b%d/>") + "</a>":                                             xmltoken.ErrLimit,
		"<a>" + many(17000, "<b xmlns='u%d'/>") + "</a>":                                   xmltoken.ErrLimit,
		"<a xmlns:p='u'>" + strings.Repeat("<b"+many(250, " p:x%d=''")+"/>", 400) + "</a>": nil,
	} {
		_, err := tokens(strings.NewReader(doc), xmltoken.Limits{})
		if !errors.Is(err, want) {
			t.Errorf("%.60q: error %v, want %v", doc, err, want)
		}
		var syntax *xmltoken.SyntaxError
		if want != nil && !errors.As(err, &syntax) {
			t.Errorf("%.60q: error %T", doc, err)
		}
	}
}

func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func TestSizeIsLimited(t *testing.T) {
	doc := "<a>" + strings.Repeat("x", 100_000) + "</a>"
	if _, err := tokens(strings.NewReader(doc), xmltoken.Limits{Size: int64(len(doc))}); err != nil {
		t.Error(err)
	}
	if _, err := tokens(strings.NewReader(doc), xmltoken.Limits{Size: int64(len(doc)) - 1}); !errors.Is(err, xmltoken.ErrLimit) {
		t.Errorf("error %v", err)
	}
}

// What belongs together is not divided, wherever the pieces of a long text end.
func TestLongTexts(t *testing.T) {
	for _, unit := range []string{"&amp;", "\r\n", "я", "😀", "]]", "&#x1F600;", "a\r", "]", "]]&gt;"} {
		for pad := range 12 {
			raw := strings.Repeat("x", pad) + strings.Repeat(unit, 90_000/len(unit))
			want := strings.NewReplacer("&amp;", "&", "\r\n", "\n", "\r", "\n", "&#x1F600;", "😀", "&gt;", ">").Replace(raw)
			got, err := tokens(strings.NewReader("<a>"+raw+"</a>"), xmltoken.Limits{})
			if err != nil || len(got) != 3 || got[1] != "text "+want {
				t.Fatalf("text of %q after %d: %v", unit, pad, err)
			}
			raw = strings.ReplaceAll(raw, "]]&gt;", "]] >")
			want = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(raw)
			got, err = tokens(strings.NewReader("<a><![CDATA["+raw+"]]></a>"), xmltoken.Limits{})
			if err != nil || len(got) != 3 || got[1] != "text "+want {
				t.Fatalf("CDATA of %q after %d: %v", unit, pad, err)
			}
			if _, err = tokens(strings.NewReader("<a>"+strings.Repeat("x", pad+32<<10-6)+"]]></a>"), xmltoken.Limits{}); !errors.Is(err, xmltoken.ErrMalformed) {
				t.Fatalf("']]>' in text after %d: %v", pad, err)
			}
		}
	}
}

func TestErrorsOfTheReaderAreReturned(t *testing.T) {
	broken := errors.New("broken")
	_, err := tokens(io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(broken)), xmltoken.Limits{})
	var syntax *xmltoken.SyntaxError
	if !errors.Is(err, broken) || errors.As(err, &syntax) {
		t.Errorf("error %v", err)
	}
	if _, err = tokens(idle{}, xmltoken.Limits{}); !errors.Is(err, io.ErrNoProgress) {
		t.Errorf("error %v", err)
	}
}

type idle struct{}

func (idle) Read([]byte) (int, error) { return 0, nil }

// Reading takes no memory once the buffer and the names are there.
func TestReadingTakesNoMemory(t *testing.T) {
	row := "<строка б='1' в='a&amp;b'>Москва &#1046; </строка>\n"
	perDocument := func(rows int) float64 {
		doc := "<r>" + strings.Repeat(row, rows) + "</r>"
		return testing.AllocsPerRun(3, func() {
			if err := drain(xmltoken.New(strings.NewReader(doc), xmltoken.Limits{})); err != nil {
				t.Fatal(err)
			}
		})
	}
	if few, many := perDocument(1000), perDocument(20_000); many > few+4 {
		t.Errorf("%v allocations for 1000 rows, %v for 20000", few, many)
	}
}

func drain(t *xmltoken.Tokenizer) error {
	for {
		if _, err := t.Next(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// FuzzTokenizer: no panic; tokens lie one after another within the document; reading byte by byte gives the same.
func FuzzTokenizer(f *testing.F) {
	for _, doc := range []string{
		"<?xml version='1.0' encoding='UTF-8'?><a xmlns='u' xmlns:p='v' p:b='1'>t&amp;&#65;<![CDATA[c]]><!-- c --><?p d?><p:b/></a>",
		"\xef\xbb\xbf<a b='&lt;\t'>\r\n]] ></a>", "<!DOCTYPE a><a/>", "<a>]]></a>", "\xff\xfe<\x00", "<а б='в'/>",
	} {
		f.Add([]byte(doc))
	}
	limits := xmltoken.Limits{Depth: 8, Attributes: 8, Name: 64, Markup: 4096, Names: 64, Size: 1 << 16}
	f.Fuzz(func(t *testing.T, doc []byte) {
		at := int64(0)
		tok := xmltoken.New(strings.NewReader(string(doc)), limits)
		depth := 0
		for {
			token, err := tok.Next()
			if err != nil {
				if errors.Is(err, io.EOF) && (depth != 0 || tok.Size() != int64(len(doc))) {
					t.Fatalf("the document ends at %d of %d, at depth %d", tok.Size(), len(doc), depth)
				}
				break
			}
			if token.Offset < at || token.End < token.Offset || token.End > int64(len(doc)) {
				t.Fatalf("token %+v after byte %d of %d", token, at, len(doc))
			}
			at = token.End
			switch token.Kind {
			case xmltoken.Start:
				depth++
			case xmltoken.End:
				depth--
			case xmltoken.Declaration, xmltoken.Text, xmltoken.Comment, xmltoken.Instruction:
			}
		}
		whole, err := tokens(strings.NewReader(string(doc)), limits)
		bytewise, err2 := tokens(iotest.OneByteReader(strings.NewReader(string(doc))), limits)
		if (err == nil) != (err2 == nil) || err == nil && !cmp.Equal(whole, bytewise) {
			t.Fatalf("%q, %v at once; %q, %v byte by byte", whole, err, bytewise, err2)
		}
	})
}

package document_test

import (
	"bytes"
	"compress/zlib"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/klaster-platform/klaster/internal/application/document"
	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/pdftext"
)

var (
	streams = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)
	words   = regexp.MustCompile(`(?s)BT ([0-9.]+) ([0-9.]+) Td \(((?:[^\\)]|\\.)*)\) Tj ET`)
	escapes = strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r")
)

// set is a text of a page and where it stands, in points from the lower left corner.
type set struct {
	page int
	x, y string
	text string
}

// texts are those of a PDF that package paper drew, in the order of drawing.
func texts(t rapid.TB, pdf []byte) (list []set) {
	t.Helper()
	page := 0
	for _, stream := range streams.FindAllSubmatch(pdf, -1) {
		r, err := zlib.NewReader(bytes.NewReader(stream[1]))
		if err != nil {
			continue // not of a page
		}
		content, err := io.ReadAll(r)
		if err != nil || !bytes.Contains(content, []byte(" Td (")) {
			continue
		}
		page++
		for _, m := range words.FindAllSubmatch(content, -1) {
			raw := escapes.Replace(string(m[3]))
			units := make([]uint16, len(raw)/2)
			for i := range units {
				units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
			}
			list = append(list, set{page, string(m[1]), string(m[2]), string(utf16.Decode(units))})
		}
	}
	return list
}

// footed says whether a text belongs to the foot or head of each page.
func footed(s string) bool {
	for _, begin := range []string{"SHA-256 файла XML: ", "ГОСТ Р 34.11-2012 (256 бит): ", "Страница ", document.TrialNotice, "Копия с отметкой"} {
		if strings.HasPrefix(s, begin) {
			return true
		}
	}
	return false
}

// bare is a text without blanks and in small letters: where a line ends on paper is of no account.
func bare(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) {
			return -1
		}
		return unicode.ToLower(c)
	}, s)
}

// node is an element of a document, read by the standard library.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Nodes   []node     `xml:",any"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func russian(day string) string {
	if len(day) != 10 {
		return day
	}
	return day[8:] + "." + day[5:7] + "." + day[:4]
}

// printed is how a canonical text of a kind is to stand on paper.
func printed(kind form.Kind, s string) string {
	switch {
	case s == "":
		return ""
	case kind == form.Money:
		return strings.NewReplacer(".", ",", "-", "−").Replace(s) + "₽"
	case kind == form.Number:
		return strings.NewReplacer(".", ",", "-", "−").Replace(s)
	case kind == form.Day, kind == form.Known && regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(s):
		return russian(s)
	case kind == form.Phone:
		return s[:8] + "-" + s[8:10] + "-" + s[10:]
	}
	return strings.NewReplacer("中", "[U+4E2D]", "文", "[U+6587]", "😀", "[U+1F600]").Replace(s)
}

// attributes says how the value of an attribute is to stand on paper; "" for those that only programs need.
func attributes(name, value string) string {
	switch name {
	case "xmlns", "Id", "kind", "fact", "word": // names for programs; the word is the first one of the title
		return ""
	case "as_of", "until":
		return russian(value)
	case "size":
		return value + "байт"
	case "template":
		return "шаблон" + value
	case "version":
		return "редакция" + value
	case "trial":
		return document.TrialNotice
	case "declared":
		return map[string]string{"yes": "Заявлено: да", "no": "Заявлено: нет"}[value]
	case "state":
		return map[string]string{"known": "", "absent": "отсутствует", "restricted": "доступ к сведениям ограничен", "unknown": "не установлено"}[value]
	}
	return value
}

// leaves calls with all that a document says, as it is to stand on paper.
func leaves(n node, kind form.Kind, see func(path, text string), path string) {
	path += "/" + n.XMLName.Local
	for _, a := range n.Attrs {
		if text := attributes(a.Name.Local, a.Value); text != "" {
			see(path+"@"+a.Name.Local, text)
		}
	}
	if n.attr("kind") != "" && n.XMLName.Local != "applicant" && n.XMLName.Local != "basis" {
		kind = form.Kind(n.attr("kind"))
	}
	if len(n.Nodes) == 0 {
		see(path, printed(kind, n.Text))
		if n.Text == "" && n.attr("label") != "" && kind != form.Known {
			see(path, n.attr("label")+document.NotGiven)
		}
	}
	var columns []node
	for _, c := range n.Nodes {
		switch {
		case kind != form.Table:
			leaves(c, kind, see, path)
		case columns == nil:
			columns = c.Nodes
			for _, title := range columns {
				see(path+"/columns", title.Text)
			}
		default:
			row := ""
			for i, cell := range c.Nodes {
				text := printed(form.Kind(columns[i].attr("kind")), cell.Text)
				if len(cell.Nodes) > 0 {
					text = cell.Nodes[0].Text
				}
				row += text
			}
			see(path+"/row", row) // all of it together
		}
	}
}

// shows compares a print with its document: every leaf stands in it, and the answer stands behind its label.
func shows(t rapid.TB, content, pdf []byte) {
	t.Helper()
	var b strings.Builder
	all := ""
	for _, s := range texts(t, pdf) {
		all += s.text + "\n"
		if !footed(s.text) {
			b.WriteString(s.text)
		}
	}
	paper, all := bare(b.String()), bare(all)
	var root node
	if err := xml.Unmarshal(content, &root); err != nil {
		t.Fatal(err)
	}
	n := 0
	leaves(root, "", func(path, text string) {
		n++
		if !strings.Contains(paper, bare(text)) && !strings.Contains(all, bare(text)) {
			t.Errorf("%s: %q is not on the paper", path, text)
		}
	}, "")
	if n < 20 {
		t.Errorf("only %d leaves were looked for", n)
	}
	for _, section := range root.child("answers").Nodes {
		for _, q := range section.Nodes {
			if kind := form.Kind(q.attr("kind")); len(q.Nodes) == 0 && q.Text != "" {
				if pair := bare(q.attr("label") + printed(kind, q.Text)); !strings.Contains(paper, pair) {
					t.Errorf("%s: the answer does not stand behind its label: %s", q.XMLName.Local, pair)
				}
			}
		}
	}
}

func (n node) child(name string) node {
	for _, c := range n.Nodes {
		if c.XMLName.Local == name {
			return c
		}
	}
	return node{}
}

// T18: everything that a document says stands on paper: texts, labels, titles, statements, sources, hashes.
func TestT18_EveryLeafOfTheXMLStandsOnThePaper(t *testing.T) {
	s, known := kinds(t), given(t)
	t.Run("join", func(t *testing.T) {
		a := about()
		a.Trial = true
		service := join(t)
		content, err := document.Form(service, check(t, service, joining(), known), a)
		if err != nil {
			t.Fatal(err)
		}
		shows(t, content, rendered(t, content, document.Print{}))
	})
	t.Run("crowded", func(t *testing.T) {
		content := formed(t, s, crowded(), known)
		shows(t, content, rendered(t, content, document.Print{Signatures: signatures()}))
	})
	for seed := range 8 {
		content := formed(t, s, some().Example(seed), known)
		shows(t, content, rendered(t, content, document.Print{}))
	}
}

// T18: the paper carries the hash of the XML, on every page.
func TestT18_EveryPageNamesTheHashOfTheXML(t *testing.T) {
	content := formed(t, kinds(t), crowded(), given(t))
	pages, hashes := 0, 0
	for _, s := range texts(t, rendered(t, content, document.Print{})) {
		pages = max(pages, s.page)
		if s.text == fmt.Sprintf("SHA-256 файла XML: %x", sha(content)) {
			hashes++
		}
	}
	if pages < 4 || hashes != pages {
		t.Errorf("%d pages have %d hashes", pages, hashes)
	}
}

// The layout of template 1: what stands where. It never changes; another layout is another template.
func TestTheFirstTemplateStaysAsItIs(t *testing.T) {
	content := formed(t, kinds(t), crowded(), given(t))
	p := document.Print{Check: "https://klaster.example/check/1", Number: "К-1", Registered: about().Formed, Signatures: signatures()}
	golden(t, "template1.txt", layout(t, rendered(t, content, p)))
	pdf, err := document.RenderDecision(decided(t, refusal(t)), p)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "decision1.txt", layout(t, pdf))
	golden(t, "decision.xml", decided(t, refusal(t)))
}

func layout(t *testing.T, pdf []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, s := range texts(t, pdf) {
		fmt.Fprintf(&b, "%d %s %s %s\n", s.page, s.x, s.y, s.text)
	}
	return b.Bytes()
}

// T18: the page on which one signs is made of the same bytes.
func TestT18_TheOutlineIsReadFromTheDocument(t *testing.T) {
	chapters, err := document.Outline(formed(t, join(t), joining(), given(t)))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]document.Entry{}
	for _, c := range chapters {
		for _, e := range c.Entries {
			got[c.Key+"."+e.Key] = e
		}
	}
	for key, want := range map[string]string{
		"contacts.phone": "+7\u00a0495\u00a0123-45-67", "conduct.offences": "Да", "organisation.registered": "14.03.2019",
		"organisation.head": "доступ к сведениям ограничен", "contacts.site": "",
	} {
		if got[key].Text != want {
			t.Errorf("%s is %q, want %q", key, got[key].Text, want)
		}
	}
	if e := got["projects.projects"]; len(e.Rows) != 2 || e.Rows[0][1] != "Прототип" || e.Rows[0][2] != "12\u00a0500\u00a0000,50\u00a0₽" || !e.Columns[2].Numeric() {
		t.Errorf("the table is %+v", e)
	}
	if e := got["organisation.name"]; e.Note != "ЕГРЮЛ, ГРН 2247700000013, на 20.11.2026" {
		t.Errorf("the name comes from %q", e.Note)
	}
	if !got["declarations.accuracy"].Declared || got["contacts.site"].Given || len(got["activities.directions"].Items) != 2 {
		t.Error("something is said that is not so")
	}
	if _, err := document.Outline([]byte("<a/>")); !errors.Is(err, document.ErrDocument) {
		t.Errorf("something else: %v", err)
	}
}

// T18: another reader of PDF finds the same.
func TestT18_AnotherReaderFindsTheLeavesToo(t *testing.T) {
	content := formed(t, join(t), joining(), given(t))
	paper := bare(pdftext.Read(t, rendered(t, content, document.Print{Check: "https://klaster.example/check/1", Signatures: signatures()})))
	var root node
	if err := xml.Unmarshal(content, &root); err != nil {
		t.Fatal(err)
	}
	leaves(root, "", func(path, text string) {
		if !strings.Contains(paper, bare(text)) {
			t.Errorf("%s: %q is not on the paper", path, text)
		}
	}, "")
}

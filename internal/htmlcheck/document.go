package htmlcheck

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Doc is a page that was read. Its methods end the test when they do not find what they are asked for.
type Doc struct {
	tb   testing.TB
	root *html.Node
}

// Parse reads a page or a fragment of one, and fails the test for faults that no browser would show but a screen reader
// would meet: an id used twice, and a label or description that refers to nothing.
func Parse(tb testing.TB, r io.Reader) *Doc {
	tb.Helper()
	root, err := html.Parse(r)
	if err != nil {
		tb.Fatalf("read the page: %v", err)
	}
	d := &Doc{tb, root}
	for _, fault := range d.faults() {
		tb.Errorf("fault in the page: %s", fault)
	}
	return d
}

// All finds the elements that match a selector, in the order of the page.
func (d *Doc) All(selector string) []*Node { return below(d.tb, d.root, selector) }

// One finds the only element that matches a selector.
func (d *Doc) One(selector string) *Node { d.tb.Helper(); return single(d.tb, d.root, selector) }

// Has tells whether any element matches a selector.
func (d *Doc) Has(selector string) bool { return len(d.All(selector)) > 0 }

// Title is the title of the page.
func (d *Doc) Title() string { d.tb.Helper(); return d.One("head title").Text() }

// Text is all text of the page's body as a person would read it, white space as single spaces.
func (d *Doc) Text() string { d.tb.Helper(); return d.One("body").Text() }

// Node is one element.
type Node struct {
	tb testing.TB
	n  *html.Node
}

// All finds the elements below this one that match a selector.
func (n *Node) All(selector string) []*Node { return below(n.tb, n.n, selector) }

// One finds the only element below this one that matches a selector.
func (n *Node) One(selector string) *Node { n.tb.Helper(); return single(n.tb, n.n, selector) }

// Has tells whether any element below this one matches a selector.
func (n *Node) Has(selector string) bool { return len(n.All(selector)) > 0 }

// Tag is the name of the element in small letters.
func (n *Node) Tag() string { return n.n.Data }

// Attr is an attribute of the element, "" when it has none of that name.
func (n *Node) Attr(name string) string {
	value, _ := attribute(n.n, name)
	return value
}

// HasAttr tells whether the element has an attribute, be it empty.
func (n *Node) HasAttr(name string) bool {
	_, ok := attribute(n.n, name)
	return ok
}

// Text is the text of the element, white space as single spaces, soft hyphens left out.
func (n *Node) Text() string { return textOf(n.n) }

// WantText fails the test unless the text is the one given.
func (n *Node) WantText(want string) {
	n.tb.Helper()
	if got := n.Text(); got != want {
		n.tb.Errorf("<%s> says «%s», want «%s»", n.n.Data, got, want)
	}
}

// below finds the elements below a node, the node itself not counted.
func below(tb testing.TB, root *html.Node, selector string) []*Node {
	tb.Helper()
	alternatives, err := parseSelector(selector)
	if err != nil {
		tb.Fatal(err)
	}
	var found []*Node
	for n := range root.Descendants() {
		for _, s := range alternatives {
			if s.matches(n) {
				found = append(found, &Node{tb, n})
				break
			}
		}
	}
	return found
}

func single(tb testing.TB, root *html.Node, selector string) *Node {
	tb.Helper()
	found := below(tb, root, selector)
	if len(found) != 1 {
		tb.Fatalf("%d elements match %s, want one, in:\n%s", len(found), selector, excerpt(root))
	}
	return found[0]
}

// excerpt is the text of the page, for messages.
func excerpt(root *html.Node) string {
	const most = 2000
	text := []rune(textOf(root))
	if len(text) > most {
		return string(text[:most]) + "…"
	}
	return string(text)
}

// textOf joins the text below a node. Scripts, styles and what the page hides from everyone say nothing.
func textOf(n *html.Node) string { return textWithout(n, isSilent) }

func textWithout(n *html.Node, silent func(*html.Node) bool) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case n.Type == html.ElementNode && silent(n):
			return
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
		if n.Type == html.ElementNode && !isInline(n) {
			b.WriteByte(' ')
		}
	}
	walk(n)
	return plain(b.String())
}

func isSilent(n *html.Node) bool {
	_, hidden := attribute(n, "hidden")
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template:
		return true
	}
	return hidden
}

// isInline tells the elements that do not part words.
func isInline(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.B, atom.Code, atom.Em, atom.I, atom.Mark, atom.S, atom.Small, atom.Span, atom.Strong,
		atom.Sub, atom.Sup, atom.Time, atom.U, atom.Wbr:
		return true
	}
	return false
}

func plain(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00ad", "")), " ")
}

// faults lists ids used twice and references to ids that are not there.
func (d *Doc) faults() []string {
	var faults []string
	ids := map[string]bool{}
	for n := range d.root.Descendants() {
		if id, ok := attribute(n, "id"); ok {
			if ids[id] {
				faults = append(faults, fmt.Sprintf("the id %q is used twice", id))
			}
			ids[id] = true
		}
	}
	for n := range d.root.Descendants() {
		for _, name := range []string{"for", "form", "list", "aria-labelledby", "aria-describedby", "aria-controls"} {
			value, ok := attribute(n, name)
			if !ok {
				continue
			}
			for id := range strings.FieldsSeq(value) {
				if !ids[id] {
					faults = append(faults, fmt.Sprintf("<%s %s=%q> refers to nothing", n.Data, name, value))
				}
			}
		}
	}
	return faults
}

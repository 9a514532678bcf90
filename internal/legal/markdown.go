package legal

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Heading is a heading of a text, for its table of contents.
type Heading struct {
	Level int    // 2 to 4: the title of the page is the h1
	ID    string // "section-3", "section-3-1": by place, so the same in both languages
	Text  string
}

// maxDepth is how deep blocks may stand in one another: a list in a list in a quotation.
const maxDepth = 6

// parsed is a text in Markdown, read.
type parsed struct {
	Headings []Heading

	source   []byte
	root     ast.Node
	byNode   map[ast.Node]Heading
	badLinks []string // destinations that no link may have
	depth    int
}

// reader returns a reader of the Markdown that a legal text may use: headings, paragraphs, lists, quotations, lines and
// tables; in them code, and what else is given. There is no HTML: a tag is text like any other. Pictures are
// shown by their words, and an indented paragraph is a paragraph: people indent without meaning code.
func reader(more ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(parser.NewListParser(), 300),
			util.Prioritized(parser.NewListItemParser(), 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(parser.NewATXHeadingParser(), 600),
			util.Prioritized(parser.NewBlockquoteParser(), 800),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(append(more, util.Prioritized(parser.NewCodeSpanParser(), 100))...),
		parser.WithParagraphTransformers(util.Prioritized(extension.NewTableParagraphTransformer(), 200)),
		parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
	)
}

var (
	full   = reader(util.Prioritized(parser.NewLinkParser(), 200), util.Prioritized(parser.NewEmphasisParser(), 500))
	simple = reader()
)

// Marks of emphasis and brackets that a text may have to be read with emphasis and links. Those without a partner take
// a time that grows with the square of their number.
const (
	maxEmphasis = 2000
	maxBrackets = 1000
)

func readerOf(markdown string) parser.Parser {
	emphasis := strings.Count(markdown, "*") + strings.Count(markdown, "_")
	if emphasis > maxEmphasis || strings.Count(markdown, "[") > maxBrackets {
		return simple
	}
	return full
}

// parse reads a text. Every text can be read; what is not allowed in it is found by [Draft.Problems].
func parse(markdown string) *parsed {
	source := []byte(shallow(markdown))
	p := &parsed{source: source, byNode: map[ast.Node]Heading{}}
	p.root = readerOf(markdown).Parse(text.NewReader(source))
	p.outline()
	p.inspect(p.root, 0)
	return p
}

// maxMarks is how many marks of lists and quotations may open one line. The reader of Markdown takes a time that grows
// with their square.
const maxMarks = 4 * maxDepth

// shallow breaks a line that opens with more marks than any text has.
func shallow(markdown string) string {
	lines := strings.Split(markdown, "\n")
	for i, line := range lines {
		rest := strings.TrimLeft(line, " \t>-+*0123456789.)")
		if marks := line[:len(line)-len(rest)]; len(strings.Fields(marks)) > maxMarks || strings.Count(marks, ">") > maxMarks {
			lines[i] = "\\" + strings.TrimLeft(line, " \t")
		}
	}
	return strings.Join(lines, "\n")
}

// outline collects the headings and brings their levels into order: the first is an h2, and none skips a level.
func (p *parsed) outline() {
	var counters [5]int
	last := 1
	for n := p.root.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		level := min(max(h.Level, 2), last+1, len(counters)-1)
		counters[level]++
		clear(counters[level+1:])
		id := "section"
		for _, count := range counters[2 : level+1] {
			id += "-" + strconv.Itoa(count)
		}
		heading := Heading{Level: level, ID: id, Text: p.plainOf(h)}
		p.byNode[h] = heading
		p.Headings = append(p.Headings, heading)
		last = level
	}
}

// inspect looks for links that lead nowhere and measures how deep the blocks stand.
func (p *parsed) inspect(n ast.Node, depth int) {
	p.depth = max(p.depth, depth)
	switch n := n.(type) {
	case *ast.Link:
		if target := destination(n.Destination); !allowedLink(target) {
			p.badLinks = append(p.badLinks, target)
		}
	case *ast.Image:
		p.badLinks = append(p.badLinks, destination(n.Destination))
	case *ast.List, *ast.Blockquote:
		depth++
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		p.inspect(c, depth)
	}
}

func destination(raw []byte) string { return string(util.UnescapePunctuations(raw)) }

// allowedLink admits pages of this site, places on the page, other sites, e-mail and telephones.
func allowedLink(target string) bool {
	u, err := url.Parse(target)
	if err != nil || strings.ContainsFunc(target, func(c rune) bool { return c <= ' ' || c == '\\' || c == 0x7f }) {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	case "":
		return strings.HasPrefix(target, "#") || strings.HasPrefix(target, "/") && !strings.HasPrefix(target, "//")
	}
	return false
}

// words returns the text of a node of text, with the backslashes of Markdown taken off.
func (p *parsed) words(n *ast.Text) string {
	value := n.Segment.Value(p.source)
	if n.IsRaw() || n.Parent() != nil && n.Parent().Kind() == ast.KindCodeSpan {
		return string(value)
	}
	return string(util.UnescapePunctuations(value))
}

// indented returns the lines of a block that was indented, as one.
func (p *parsed) indented(n *ast.CodeBlock) string {
	return strings.Join(strings.Fields(string(n.Lines().Value(p.source))), " ")
}

package legal

import (
	"context"
	"html"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// style says how a text is drawn.
type style struct {
	lang   i18n.Lang // pages of this site are linked to in this language
	prefix string    // before every id, when a page shows several texts
	down   int       // by how many levels headings sink below those of a whole page
}

// writer draws a text as HTML. It knows every element that it writes; whatever else stands in a text is escaped.
type writer struct {
	strings.Builder
	*parsed
	style
}

// part is a piece of a drawn text: a table, which takes the room that it needs, or all that stands between two tables,
// which keeps to lines that are easy to read.
type part struct {
	html  string
	table bool
}

// parts draws the text.
func (p *parsed) parts(s style) []part {
	var list []part
	w := &writer{parsed: p, style: s}
	end := func(isTable bool) {
		if w.Len() > 0 {
			list = append(list, part{w.String(), isTable})
			w.Reset()
		}
	}
	for n := p.root.FirstChild(); n != nil; n = n.NextSibling() {
		_, isTable := n.(*table.Table)
		if isTable {
			end(false)
		}
		w.node(n)
		if isTable {
			end(true)
		}
	}
	end(false)
	return list
}

func (w *writer) text(s string) { w.WriteString(html.EscapeString(s)) }

func (w *writer) children(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		w.node(c)
	}
}

// wrap writes the children of n between two tags.
func (w *writer) wrap(n ast.Node, open, end string) {
	w.WriteString(open)
	w.children(n)
	w.WriteString(end)
}

func (w *writer) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.Text:
		w.line(n)
	case *ast.Heading:
		w.heading(n)
	case *ast.Link:
		w.link(n)
	case *ast.List:
		w.list(n)
	case *table.Table:
		w.table(n)
	case *ast.ThematicBreak:
		w.WriteString("<hr>\n")
	case *ast.Paragraph:
		w.wrap(n, "<p>", "</p>\n")
	case *ast.CodeBlock:
		w.WriteString("<p>")
		w.text(w.indented(n))
		w.WriteString("</p>\n")
	case *ast.Blockquote:
		w.wrap(n, `<blockquote class="inset">`, "</blockquote>\n")
	case *ast.ListItem:
		w.wrap(n, "<li>", "</li>\n")
	case *ast.CodeSpan:
		w.wrap(n, "<code>", "</code>")
	case *ast.Emphasis:
		tag := [...]string{"em", "strong"}[min(max(n.Level, 1), 2)-1]
		w.wrap(n, "<"+tag+">", "</"+tag+">")
	default:
		w.children(n)
	}
}

func (w *writer) line(n *ast.Text) {
	w.text(w.words(n))
	switch {
	case n.HardLineBreak():
		w.WriteString("<br>\n")
	case n.SoftLineBreak():
		w.WriteByte('\n')
	}
}

func (w *writer) heading(n *ast.Heading) {
	h, ok := w.byNode[n]
	if !ok { // a heading inside a list or a quotation is no section
		w.wrap(n, "<p><strong>", "</strong></p>\n")
		return
	}
	tag := "h" + strconv.Itoa(min(h.Level+w.down, 6))
	w.wrap(n, "<"+tag+` id="`+html.EscapeString(w.prefix+h.ID)+`">`, "</"+tag+">\n")
}

func (w *writer) link(n *ast.Link) {
	target := destination(n.Destination)
	if !allowedLink(target) {
		w.children(n)
		return
	}
	rel := ""
	switch {
	case strings.HasPrefix(target, "#"):
		target = "#" + w.prefix + target[1:]
	case strings.HasPrefix(target, "/"):
		target = localURL(w.lang, target)
	case strings.HasPrefix(target, "http"):
		rel = ` rel="noreferrer"` // other sites need not know which page the reader came from
	}
	w.wrap(n, `<a href="`+html.EscapeString(target)+`"`+rel+`>`, "</a>")
}

func (w *writer) list(n *ast.List) {
	if !n.IsOrdered() {
		w.wrap(n, "<ul>\n", "</ul>\n")
		return
	}
	open := "<ol>\n"
	if n.Start != 1 {
		open = `<ol start="` + strconv.Itoa(n.Start) + "\">\n"
	}
	w.wrap(n, open, "</ol>\n")
}

// table draws a table in the form of [web.Table]: where there is no room for columns, each row becomes a card.
func (w *writer) table(n *table.Table) {
	var labels []string
	w.WriteString(`<div class="table-frame"><table class="table" role="table">` + "\n")
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		if _, ok := row.(*table.TableHeader); ok {
			labels = w.tableHead(row)
			w.WriteString(`<tbody role="rowgroup">` + "\n")
			continue
		}
		w.tableRow(row, labels)
	}
	w.WriteString("</tbody></table></div>\n")
}

func (w *writer) tableHead(row ast.Node) (labels []string) {
	w.WriteString(`<thead role="rowgroup"><tr role="row">`)
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		labels = append(labels, w.plainOf(cell))
		w.wrap(cell, `<th scope="col" role="columnheader">`, "</th>")
	}
	w.WriteString("</tr></thead>\n")
	return labels
}

func (w *writer) tableRow(row ast.Node, labels []string) {
	w.WriteString(`<tr role="row">`)
	for i, cell := 0, row.FirstChild(); cell != nil; i, cell = i+1, cell.NextSibling() {
		label := ""
		if i < len(labels) {
			label = labels[i]
		}
		// The column is one word beside one block in a card, so what stands in the cell is one block, too.
		w.wrap(cell, `<td role="cell" data-label="`+html.EscapeString(label)+`"><span>`, "</span></td>")
	}
	w.WriteString("</tr>\n")
}

// localURL is a path of this site in a language.
func localURL(l i18n.Lang, path string) string {
	return web.URL(i18n.WithLang(context.Background(), l), path)
}

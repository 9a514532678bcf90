package legal

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// Plain returns a text in Markdown as plain paragraphs for a letter: a heading, an item of a list and a row of a table
// are a paragraph each. The address of a link stands after its words; site goes before the paths of this site.
func Plain(markdown, site string) []string {
	p := &plain{parsed: parse(markdown), site: site}
	p.blocks(p.root, "")
	return p.paragraphs
}

type plain struct {
	*parsed
	site       string
	paragraphs []string
}

func (p *plain) blocks(n ast.Node, indent string) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.List:
			p.items(c, indent)
		case *table.Table:
			p.rows(c)
		case *ast.Blockquote:
			p.blocks(c, indent)
		default:
			p.add(indent, p.inline(c))
		}
	}
}

func (p *plain) add(mark, words string) {
	if words = strings.TrimSpace(words); words != "" {
		p.paragraphs = append(p.paragraphs, mark+words)
	}
}

func (p *plain) items(list *ast.List, indent string) {
	number := list.Start
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		mark := "—\u00a0"
		if list.IsOrdered() {
			mark = strconv.Itoa(number) + ".\u00a0"
			number++
		}
		first := item.FirstChild()
		if first == nil {
			continue
		}
		if _, nested := first.(*ast.List); nested {
			p.blocks(item, indent)
			continue
		}
		p.add(indent+mark, p.inline(first))
		for c := first.NextSibling(); c != nil; c = c.NextSibling() {
			if inner, ok := c.(*ast.List); ok {
				p.items(inner, indent+"\u00a0\u00a0")
			} else {
				p.add(indent, p.inline(c))
			}
		}
	}
}

// rows writes each row as «Цель: вход. Данные: адрес почты», because columns do not survive in a letter.
func (p *plain) rows(t *table.Table) {
	var labels []string
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*table.TableHeader)
		var cells []string
		for i, cell := 0, row.FirstChild(); cell != nil; i, cell = i+1, cell.NextSibling() {
			words := p.inline(cell)
			switch {
			case head:
				labels = append(labels, words)
			case words != "" && i < len(labels):
				cells = append(cells, labels[i]+": "+words)
			}
		}
		p.add("—\u00a0", strings.Join(cells, ". "))
	}
}

// inline returns the words of a block on one line.
func (p *plain) inline(n ast.Node) string {
	var b strings.Builder
	if block, ok := n.(*ast.CodeBlock); ok {
		return p.indented(block)
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			b.WriteString(p.words(c))
			if c.SoftLineBreak() || c.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.Link:
			b.WriteString(p.linkWords(c))
		default:
			b.WriteString(p.inline(c))
		}
	}
	return b.String()
}

// linkWords tells a link's address unless its words do so already.
func (p *plain) linkWords(n *ast.Link) string {
	words, target := p.inline(n), destination(n.Destination)
	switch {
	case !allowedLink(target), strings.HasPrefix(target, "#"), strings.HasPrefix(target, "tel:"):
		return words
	case strings.HasPrefix(target, "/"):
		return words + " (" + p.site + target + ")"
	case target == words, target == "mailto:"+words:
		return words
	}
	return words + " (" + target + ")"
}

// plainOf returns the words of a node without the addresses of its links.
func (p *parsed) plainOf(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.WriteString(p.words(t))
			if t.SoftLineBreak() {
				b.WriteByte(' ')
			}
			continue
		}
		b.WriteString(p.plainOf(c))
	}
	return b.String()
}

// Paragraphs returns the text for a letter, in both languages side by side.
func (d Document) Paragraphs() []i18n.Text {
	ru, en := evenOut(
		Plain(d.Text.In(i18n.Russian), d.base),
		Plain(d.Text.In(i18n.English), d.base+strings.TrimSuffix(localURL(i18n.English, "/"), "/")))
	list := make([]i18n.Text, len(ru))
	for i := range ru {
		list[i] = i18n.Raw(ru[i], en[i])
	}
	return list
}

// evenOut joins the last paragraphs of the longer list, so that neither language has an empty one.
func evenOut(a, b []string) (x, y []string) {
	n := min(len(a), len(b))
	return joinTail(a, n), joinTail(b, n)
}

func joinTail(list []string, n int) []string {
	if len(list) <= n || n == 0 {
		return list
	}
	return append(list[:n-1:n-1], strings.Join(list[n-1:], "\n"))
}

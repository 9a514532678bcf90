package paper

import (
	"slices"
	"strconv"
	"strings"
)

// Column is one of a table.
type Column struct {
	Title  string
	Number bool // stands to the right
}

const (
	padding    = 1.4 // millimetres beside the text of a cell
	manyColumn = 6   // from which on letters are smaller
	widest     = 75.0
	longest    = 34.0 // of words that are kept whole
	highest    = 10   // lines of a head
)

// Table sets a table. Its head comes again on every page.
func (p *Paper) Table(columns []Column, rows [][]string) {
	s := Style{Size: 9, Colour: ink}
	if len(columns) > manyColumn {
		s.Size = 7
	}
	h := s
	h.Bold = true
	head := p.titles(s, h, columns, rows)
	if tallest(head) > highest { // titles that would leave rows no room stand above the table, once
		columns = slices.Clone(columns)
		for i := range columns {
			number := "[" + strconv.Itoa(i+1) + "]"
			p.Note(number + " " + columns[i].Title)
			columns[i].Title = number
		}
		head = p.titles(s, h, columns, rows)
	}
	p.Keep(4 * s.height() * float64(tallest(head)))
	p.head(s, head)
	for _, row := range rows {
		cells := make([]cell, len(columns))
		for i := range columns {
			cells[i] = cell{x: head[i].x, w: head[i].w, style: s, lines: p.wrap(s, head[i].w, row[i])}
			cells[i].style.Align = head[i].style.Align
		}
		p.Space(padding / 2)
		p.row(s.height(), cells, func() {
			p.head(s, head)
			p.Space(padding / 2)
		})
		p.Space(padding / 2)
		p.rule(p.y, hair)
	}
	p.Space(2)
}

// titles are the cells of the head.
func (p *Paper) titles(s, h Style, columns []Column, rows [][]string) []cell {
	widths := p.share(s, h, columns, rows)
	head := make([]cell, len(columns))
	x := left
	for i, c := range columns {
		head[i] = cell{x: x + padding, w: widths[i] - 2*padding, style: h, lines: p.wrap(h, widths[i]-2*padding, c.Title)}
		if c.Number {
			head[i].style.Align = Right
		}
		x += widths[i]
	}
	return head
}

func tallest(cells []cell) int {
	n := 1
	for _, c := range cells {
		n = max(n, len(c.lines))
	}
	return n
}

func (p *Paper) head(s Style, cells []cell) {
	n := tallest(cells)
	height := float64(n)*s.height() + padding
	p.pdf.SetFillColor(shade.R, shade.G, shade.B)
	p.pdf.Rect(left, p.y, width, height, "F")
	p.y += padding / 2
	p.lines(s.height(), cells, n)
	p.y += padding / 2
	p.rule(p.y, grey)
}

// share divides the width among columns: what each would like to have if there is room, else at least its longest word, and of
// the rest in proportion.
func (p *Paper) share(s, h Style, columns []Column, rows [][]string) []float64 {
	least, liked := make([]float64, len(columns)), make([]float64, len(columns))
	see := func(i int, s Style, text string) {
		for line := range strings.SplitSeq(Visible(text), "\n") {
			liked[i] = max(liked[i], min(p.measure(s, line), widest)+2*padding+0.1)
			for word := range strings.SplitSeq(line, " ") {
				least[i] = max(least[i], min(p.measure(s, word), longest)+2*padding+0.1)
			}
		}
	}
	for i, c := range columns {
		see(i, h, c.Title)
		for _, row := range rows {
			see(i, s, row[i])
		}
	}
	allLeast, allLiked := sum(least), sum(liked)
	widths := make([]float64, len(columns))
	for i := range columns {
		switch {
		case allLiked <= width:
			widths[i] = liked[i]
		case allLeast >= width:
			widths[i] = least[i] * width / allLeast
		default:
			widths[i] = least[i] + (liked[i]-least[i])*(width-allLeast)/(allLiked-allLeast)
		}
	}
	texts := slices.DeleteFunc(indices(columns), func(i int) bool { return columns[i].Number })
	if len(texts) == 0 {
		texts = indices(columns)
	}
	for _, i := range texts { // what is left over, columns of texts have
		widths[i] += max(width-allLiked, 0) / float64(len(texts))
	}
	return widths
}

func indices(columns []Column) []int {
	list := make([]int, len(columns))
	for i := range list {
		list[i] = i
	}
	return list
}

func sum(list []float64) (s float64) {
	for _, v := range list {
		s += v
	}
	return s
}

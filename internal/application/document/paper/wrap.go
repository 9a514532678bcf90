package paper

import (
	"math"
	"strings"
)

// measure is the width of a text.
func (p *Paper) measure(s Style, text string) float64 {
	key := s.Size
	if s.Bold {
		key = -key
	}
	known := p.widths[key]
	if known == nil {
		known = map[string]float64{}
		p.widths[key] = known
	}
	w, ok := known[text]
	if !ok {
		p.use(s)
		w = p.pdf.GetStringWidth(text)
		known[text] = w
	}
	return w
}

// wrap breaks a text into lines that are no wider than w: at line feeds, between words, and within a word that is too long for a
// line of its own.
func (p *Paper) wrap(s Style, w float64, text string) (lines []string) {
	blank := p.measure(s, " ")
	for paragraph := range strings.SplitSeq(Visible(text), "\n") {
		line, filled := "", 0.0
		for word := range strings.SplitSeq(paragraph, " ") {
			size := p.measure(s, word)
			if line != "" && filled+blank+size <= w {
				line, filled = line+" "+word, filled+blank+size
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for size > w {
				part := p.part(s, w, word)
				lines = append(lines, part)
				word = word[len(part):]
				size = p.measure(s, word)
			}
			line, filled = word, size
		}
		lines = append(lines, line)
	}
	return lines
}

// part is the beginning of a word that fits, at least one character of it.
func (p *Paper) part(s Style, w float64, word string) string {
	filled := 0.0
	for i, c := range word {
		filled += p.measure(s, string(c))
		if filled > w && i > 0 {
			return word[:i]
		}
	}
	return word
}

// cell is a column of lines in a row.
type cell struct {
	x, w  float64
	style Style
	lines []string
}

// row draws lines beside each other, each line height apart. What does not fit on the page goes on on the next, after again has
// drawn what comes again there. A row that fits on a page is not broken unless it is long.
func (p *Paper) row(height float64, cells []cell, again func()) {
	turned := false
	turn := func() {
		turned = true
		p.Page()
		if again != nil {
			again()
		}
	}
	for {
		most := 0
		for _, c := range cells {
			most = max(most, len(c.lines))
		}
		room := int(math.Floor((bottom - p.y + 0.01) / height))
		if most <= room {
			p.lines(height, cells, most)
			return
		}
		const short, few = 14, 3 // lines
		if !turned && p.y > top && (most <= short || room < few) {
			turn()
			continue
		}
		room = max(room, 1)
		p.lines(height, cells, room)
		for i := range cells {
			cells[i].lines = cells[i].lines[min(room, len(cells[i].lines)):]
		}
		turn()
	}
}

// lines draws the first n lines of each cell, one cell after the other, so that its text stays together in the PDF.
func (p *Paper) lines(height float64, cells []cell, n int) {
	for _, c := range cells {
		for i, text := range c.lines[:min(n, len(c.lines))] {
			p.line(c.x, p.y+float64(i)*height+(height-c.style.height())/2, c.w, c.style, text)
		}
	}
	p.y += float64(n) * height
}

package paper

import (
	"fmt"

	"rsc.io/qr"
)

// Stamp is a frame with a heading and lines below it.
type Stamp struct {
	Title string
	Lines [][2]string // label and value
	Note  string      // in red; "" for none
}

// Stamp draws the frame of a stamp, on one page.
func (p *Paper) Stamp(s Stamp) {
	const w, inner, name = 110.0, 4.0, 32.0
	head := Style{Size: 8.5, Bold: true, Colour: stamped, Align: Centre}
	key := Style{Size: 8, Colour: stamped}
	value := Style{Size: 8, Bold: true, Colour: stamped}
	note := Style{Size: 8, Bold: true, Colour: warning, Align: Centre}
	titles, notes := p.wrap(head, w-2*inner, s.Title), []string(nil)
	if s.Note != "" {
		notes = p.wrap(note, w-2*inner, s.Note)
	}
	height := 2*3.0 + float64(len(titles))*head.height() + float64(len(notes))*note.height() + 1
	values := make([][]string, len(s.Lines))
	for i, l := range s.Lines {
		values[i] = p.wrap(value, w-2*inner-name, l[1])
		height += float64(len(values[i])) * value.height()
	}
	p.Keep(height + 3)
	p.pdf.SetDrawColor(stamped.R, stamped.G, stamped.B)
	p.pdf.SetLineWidth(0.5)
	x := left + width - w
	p.pdf.RoundedRect(x, p.y, w, height, 2.5, "1234", "D")
	end := p.y + height
	p.y += 3
	p.row(head.height(), []cell{{x: x + inner, w: w - 2*inner, style: head, lines: titles}}, nil)
	p.y++
	for i, l := range s.Lines {
		p.row(value.height(), []cell{
			{x: x + inner, w: name, style: key, lines: []string{l[0]}},
			{x: x + inner + name, w: w - 2*inner - name, style: value, lines: values[i]},
		}, nil)
	}
	p.row(note.height(), []cell{{x: x + inner, w: w - 2*inner, style: note, lines: notes}}, nil)
	p.y = end + 3
}

// qr draws a QR code (ISO/IEC 18004, correction level M) of rectangles, with its quiet zone within the side.
func (p *Paper) qr(x, y, side float64, text string) error {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return fmt.Errorf("draw a QR code: %w", err)
	}
	const quiet = 1 // of four modules that the standard asks for; the rest is the white of the page around it
	module := side / float64(code.Size+2*quiet)
	p.pdf.SetFillColor(0, 0, 0)
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			if !code.Black(from, row) {
				continue
			}
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			p.pdf.Rect(x+float64(from+quiet)*module, y+float64(row+quiet)*module, float64(to-from)*module, module, "F")
			from = to
		}
	}
	return nil
}

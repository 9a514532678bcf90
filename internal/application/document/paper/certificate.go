package paper

// Frame draws a frame around the page.
func (p *Paper) Frame() {
	p.pdf.SetDrawColor(stamped.R, stamped.G, stamped.B)
	p.pdf.SetLineWidth(0.8)
	p.pdf.RoundedRect(12, 12, pageWidth-24, pageHeight-24-14, 4, "1234", "D")
	p.pdf.SetLineWidth(0.2)
	p.pdf.RoundedRect(14, 14, pageWidth-28, pageHeight-28-14, 3, "1234", "D")
}

// Centred sets a text in the middle, in letters of so many points.
func (p *Paper) Centred(text string, size float64) {
	p.block(left, width, Style{Size: size, Colour: ink, Align: Centre}, text)
}

// Bold does the same in bold letters.
func (p *Paper) Bold(text string, size float64) {
	p.block(left, width, Style{Size: size, Bold: true, Colour: ink, Align: Centre}, text)
}

// Seal sets a QR code in the middle of what is left of the page, with its caption.
func (p *Paper) Seal(code, say string) error {
	const side = 36.0
	p.Keep(side + 20)
	y := max(p.y+6, bottom-side-30)
	if y+side+14 > bottom {
		y = p.y
	}
	if err := p.qr((pageWidth-side)/2, y, side, code); err != nil {
		return err
	}
	p.y = y + side + 2
	s := small
	s.Align = Centre
	p.block(left+20, width-40, s, say)
	return nil
}

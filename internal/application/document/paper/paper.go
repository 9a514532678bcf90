package paper

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Measures of the page in millimetres.
const (
	pageWidth, pageHeight = 210.0, 297.0
	left, right           = 25.0, 15.0
	top                   = 16.0
	bottom                = pageHeight - 24.0 // of what is not the foot
	width                 = pageWidth - left - right
	point                 = 25.4 / 72
	leading               = 1.36 // of a line, times the size of the font
)

// Colour is that of a text or line.
type Colour struct{ R, G, B int }

// Style is how a text looks.
type Style struct {
	Size   float64 // points
	Bold   bool
	Colour Colour
	Align  Align
}

// Align is where a line stands between its edges.
type Align int

// The alignments.
const (
	Left Align = iota
	Centre
	Right
)

// The colours in use.
var (
	ink     = Colour{20, 24, 31}
	grey    = Colour{92, 99, 112}
	hair    = Colour{205, 209, 217}
	shade   = Colour{241, 243, 247}
	warning = Colour{176, 32, 32}
	stamped = Colour{24, 68, 156}
)

func (s Style) height() float64 { return s.Size * point * leading }

// The styles in use.
var (
	body    = Style{Size: 10, Colour: ink}
	strong  = Style{Size: 10, Bold: true, Colour: ink}
	label   = Style{Size: 9, Colour: grey}
	small   = Style{Size: 7.5, Colour: grey}
	heading = Style{Size: 12, Bold: true, Colour: ink}
	title   = Style{Size: 16, Bold: true, Colour: ink, Align: Centre}
	caption = Style{Size: 11.5, Colour: ink, Align: Centre}
)

// Paper is a document that is being drawn.
type Paper struct {
	pdf    *fpdf.Fpdf
	y      float64
	widths map[float64]map[string]float64 // of words, by size of the font; bold ones have a negative size
	style  Style
}

// New begins a document with its first page.
func New(name, author string, made time.Time) *Paper {
	pdf := fpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(left, top, right)
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(made.UTC())
	pdf.SetModificationDate(made.UTC())
	pdf.SetProducer("Klaster", true)
	pdf.SetLang("ru-RU")
	pdf.SetTitle(Visible(name), true)
	pdf.SetAuthor(Visible(author), true)
	pdf.AddUTF8FontFromBytes("onest", "", regular)
	pdf.AddUTF8FontFromBytes("onest", "B", semibold)
	p := &Paper{pdf: pdf, widths: map[float64]map[string]float64{}}
	p.Page()
	return p
}

// Page begins the next page.
func (p *Paper) Page() {
	p.pdf.AddPage()
	p.y, p.style = top, Style{}
}

// Space leaves some millimetres free.
func (p *Paper) Space(mm float64) { p.y += mm }

// Keep begins a new page unless as many millimetres are left on this one.
func (p *Paper) Keep(mm float64) {
	if p.y+mm > bottom && p.y > top {
		p.Page()
	}
}

// use sets the font for what comes next.
func (p *Paper) use(s Style) {
	if p.style == s {
		return
	}
	p.style = s
	weight := ""
	if s.Bold {
		weight = "B"
	}
	p.pdf.SetFont("onest", weight, s.Size)
	p.pdf.SetTextColor(s.Colour.R, s.Colour.G, s.Colour.B)
}

// line draws one line of text whose upper edge is y.
func (p *Paper) line(x, y, w float64, s Style, text string) {
	if text == "" {
		return
	}
	p.use(s)
	switch s.Align {
	case Left:
	case Centre:
		x += (w - p.measure(s, text)) / 2
	case Right:
		x += w - p.measure(s, text)
	}
	p.pdf.Text(x, y+s.height()*0.5+s.Size*point*0.36, text)
}

// block draws a text between two edges over as many lines and pages as it needs.
func (p *Paper) block(x, w float64, s Style, text string) {
	p.row(s.height(), []cell{{x: x, w: w, style: s, lines: p.wrap(s, w, text)}}, nil)
}

// rule draws a hair line over the width of the text.
func (p *Paper) rule(y float64, c Colour) {
	p.pdf.SetDrawColor(c.R, c.G, c.B)
	p.pdf.SetLineWidth(0.2)
	p.pdf.Line(left, y, left+width, y)
}

// Title sets the title of the document: a word in capitals, and what follows it.
func (p *Paper) Title(word, rest string) {
	p.block(left, width, title, word)
	if rest != "" {
		p.Space(0.5)
		p.block(left, width, caption, rest)
	}
}

// Line sets a small grey line in the middle.
func (p *Paper) Line(text string) {
	s := small
	s.Align = Centre
	p.block(left, width, s, text)
}

// Section sets the heading of a section and gives it a place in the outline of the PDF.
func (p *Paper) Section(text string) {
	p.Space(4)
	p.Keep(22)
	text = Visible(text)
	p.pdf.Bookmark(text, 0, p.y)
	p.block(left, width, heading, text)
	p.rule(p.y+0.8, hair)
	p.Space(2.6)
}

// Measures of pairs.
const (
	labels = 58.0
	gutter = 5.0
)

// Pair sets a label and its value beside each other.
func (p *Paper) Pair(name, value string) { p.pair(body, name, value) }

// Fine sets a pair in small letters.
func (p *Paper) Fine(name, value string) {
	p.pair(Style{Size: 7.2, Colour: ink}, name, value)
}

func (p *Paper) pair(s Style, name, value string) {
	n := label
	n.Size = min(n.Size, s.Size)
	p.row(s.height(), []cell{
		{x: left, w: labels, style: n, lines: p.wrap(n, labels, name)},
		{x: left + labels + gutter, w: width - labels - gutter, style: s, lines: p.wrap(s, width-labels-gutter, value)},
	}, nil)
	p.Space(1.1)
}

// Prose sets a label and below it a text over the whole width.
func (p *Paper) Prose(name, value string) {
	p.Keep(2*label.height() + 2*body.height())
	if name != "" {
		p.block(left, width, label, name)
	}
	if value != "" {
		p.block(left, width, body, value)
	}
	p.Space(1.4)
}

// Strong sets a text in bold letters over the whole width.
func (p *Paper) Strong(text string) {
	p.block(left, width, strong, text)
	p.Space(0.8)
}

// Note sets a small grey text over the whole width.
func (p *Paper) Note(text string) {
	p.block(left, width, small, text)
	p.Space(0.8)
}

// Head sets what stands at the head of the first page: to the left a QR code with its caption, to the right who writes to whom.
func (p *Paper) Head(code, say string, lines []Headline) error {
	begin := p.y
	const side, column = 26.0, 92.0
	if code != "" {
		if err := p.qr(left, begin, side, code); err != nil {
			return err
		}
		y := begin + side + 1
		for _, text := range p.wrap(small, width-column-6, say) {
			p.line(left, y, width-column-6, small, text)
			y += small.height()
		}
		defer func() { p.y = max(p.y, y) }()
	}
	for _, l := range lines {
		s := body
		if l.Name {
			s = strong
		} else if l.Small {
			s = small
		}
		p.block(left+width-column, column, s, l.Text)
		p.Space(0.6)
	}
	return nil
}

// Headline is a line at the head of the first page.
type Headline struct {
	Text  string
	Name  bool // in bold letters
	Small bool
}

// Foot is what stands on every page beside what it says.
type Foot struct {
	Warning string   // in red, at the top
	Lines   []string // to the left of the number of the page, at most three
}

// Bytes ends the document.
func (p *Paper) Bytes(f Foot) ([]byte, error) {
	pages := p.pdf.PageCount()
	for n := 1; n <= pages; n++ {
		p.pdf.SetPage(n)
		p.style = Style{}
		p.pdf.SetFont("onest", "", 1) // whatever the page had last, it is to be set anew
		p.rule(bottom+5, hair)
		y := bottom + 6.5
		for _, text := range f.Lines {
			p.line(left, y, width, Style{Size: 6.5, Colour: grey}, Visible(text))
			y += 6.5 * point * leading
		}
		p.line(left, bottom+6, width, Style{Size: 8, Colour: grey, Align: Right}, "Страница "+strconv.Itoa(n)+" из "+strconv.Itoa(pages))
		if f.Warning != "" {
			p.line(left, 7, width, Style{Size: 8.5, Bold: true, Colour: warning, Align: Centre}, Visible(f.Warning))
		}
	}
	var b bytes.Buffer
	if err := p.pdf.Output(&b); err != nil {
		return nil, fmt.Errorf("draw a document: %w", err)
	}
	return b.Bytes(), nil
}

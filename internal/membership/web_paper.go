package membership

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// mostFiles is how many files are made at a time for all guests together: each is some work, and no GET may count them in the database
// (rule T24).
const mostFiles = 4

// errBusy says that others are served now.
var errBusy = fault.New(fault.RateLimited, textBusy)

// turn waits for no turn: whoever finds all places taken comes again. It returns what ends the turn.
func (p *pages) turn() (done func(), err error) {
	select {
	case p.files <- struct{}{}:
		return func() { <-p.files }, nil
	default:
		return nil, errBusy
	}
}

func (p *pages) paper(w http.ResponseWriter, r *http.Request, name string, draw func(q sqldb.Querier) ([]byte, error)) error {
	done, err := p.turn()
	if err != nil {
		return err
	}
	defer done()
	var content []byte
	err = p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		content, err = draw(q)
		return err
	})
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/pdf")
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, err = w.Write(content)
	return err
}

// certificate is the paper that shows a status on this day.
func (p *pages) certificate(w http.ResponseWriter, r *http.Request) error {
	return p.paper(w, r, "certificate.pdf", func(q sqldb.Querier) ([]byte, error) { return p.Certify(r.Context(), q, r.PathValue("ogrn")) })
}

// sample is the application to join, filled in for somebody invented.
func (p *pages) sample(w http.ResponseWriter, r *http.Request) error {
	return p.paper(w, r, "sample.pdf", func(q sqldb.Querier) ([]byte, error) { return p.services.Sample(r.Context(), q) })
}

// badge is a picture for the member's own site that shows what the status is now.
func (p *pages) badge(w http.ResponseWriter, r *http.Request) error {
	var m Member
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		m, err = memberByOGRN(r.Context(), q, r.PathValue("ogrn"))
		return err
	})
	if errors.Is(err, sqldb.ErrNoRows) {
		return ErrNoMember
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "image/svg+xml")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // it is made to stand on other sites
	_, err = w.Write(p.drawBadge(m, i18n.From(r.Context())))
	return err
}

// drawBadge draws the badge. A status that is not in force is grey and says so.
func (p *pages) drawBadge(m Member, l i18n.Lang) []byte {
	words, colour, mark := statusTexts[m.Status].In(l), "#1d4fc4", "M22 36l9 9 18-18"
	if m.State != Active {
		words, colour, mark = badgeEnded.In(l), "#5b6472", "M24 26l22 22M46 26L24 48"
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="280" height="72" viewBox="0 0 280 72" role="img" aria-label="%[1]s. %[2]s">`+
		`<title>%[1]s. %[2]s</title><rect x=".5" y=".5" width="279" height="71" rx="12" fill="#fff" stroke="%[3]s"/>`+
		`<path d="M12.500 1H70v70H12.500A11.500 11.500 0 0 1 1 59.500v-47A11.500 11.500 0 0 1 12.500 1z" fill="%[3]s"/>`+
		`<path d="%[4]s" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" stroke-linejoin="round"/>`+
		`<text x="84" y="33" font-family="system-ui,sans-serif" font-size="17" font-weight="600" fill="#14181f">%[1]s</text>`+
		`<text x="84" y="53" font-family="system-ui,sans-serif" font-size="12" fill="#4a5361" textLength="%[5]d" lengthAdjust="spacingAndGlyphs">%[2]s</text></svg>`,
		plain(words), plain(p.site.In(l)), colour, mark, min(184, 7*len([]rune(p.site.In(l)))))
	return b.Bytes()
}

func plain(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return "" // a buffer never fails
	}
	return b.String()
}

// gives tells what a status opens, and how fast the foundation answers.
func (p *pages) gives(w http.ResponseWriter, r *http.Request) error {
	var list []Offer
	var pace Pace
	err := p.db.View(r.Context(), func(q sqldb.Querier) (err error) {
		list, pace, err = p.Benefits(r.Context(), q)
		return err
	})
	if err != nil {
		return err
	}
	page := web.Page{Title: titleGives, Lead: leadGives, Description: leadGives, Section: "members", Back: &web.Link{Label: titleMembers, URL: pathMembers}}
	return show(w, r, page, givesView(list, pace))
}

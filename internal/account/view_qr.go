package account

import (
	"strconv"
	"strings"

	"rsc.io/qr"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// quiet is how many empty modules a reader wants around a code (ISO/IEC 18004 §9.1).
const quiet = 4

// qrSide and qrPath draw a link as a QR code: one path of squares of side 1, row by row, the neighbours of a row joined.
func qrPicturePath(link string) (side int, path string, err error) {
	code, err := qr.Encode(link, qr.M)
	if err != nil {
		return 0, "", err
	}
	var d strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				d.WriteString("M" + strconv.Itoa(x+quiet) + " " + strconv.Itoa(y+quiet) + "h" + strconv.Itoa(run) + "v1h-" + strconv.Itoa(run) + "z")
				x += run
			}
		}
	}
	return code.Size + 2*quiet, d.String(), nil
}

// qrBox is the part of the picture that is seen.
func qrBox(side int) string { return "0 0 " + strconv.Itoa(side) + " " + strconv.Itoa(side) }

// qrReadable is a code as people read it: in two halves.
func qrReadable(code string) string { return code[:len(code)/2] + "-" + code[len(code)/2:] }

func scanFacts(s ScannedQR) []web.SummaryRow {
	browser := i18n.Same(s.Browser)
	if s.Browser == "" {
		browser = unknownBrowser
	}
	network := networkSame.With(s.Network)
	switch {
	case s.Network == "":
		network = networkUnknown
	case s.Far:
		network = networkOther.With(s.Network)
	}
	return []web.SummaryRow{
		{Key: keyBrowser, Value: browser},
		{Key: keyNetwork, Value: network},
		{Key: keyAsked, Body: web.Time(s.Created)},
	}
}

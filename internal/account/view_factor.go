package account

import (
	"context"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

// keySpec describes a form that a key fills.
type keySpec struct {
	Action, Options string
	Kind            keyKind // of a new key; "" when a key is asked to prove that it is there
	Label           i18n.Text
	Next            string
	Form            *web.Form // of a new key
	Loud            bool
	Offer           bool // the browser offers passkeys by itself while the page is open
}

// attributes tell the script what to do, in the words of the page.
func (s keySpec) attributes(ctx context.Context) templ.Attributes {
	a := templ.Attributes{
		"data-key": "get", "data-options": web.URL(ctx, s.Options),
		"data-missing": i18n.T(ctx, keyMissing), "data-refused": i18n.T(ctx, keyRefused), "data-failed": i18n.T(ctx, keyFailed), "data-known": i18n.T(ctx, ErrKeyKnown.Text),
	}
	if s.Kind != "" {
		a["data-key"] = "create"
	}
	if s.Offer {
		a["data-offer"] = "yes"
	}
	return a
}

func keyFacts(k Passkey) []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: keyAdded, Body: web.Time(k.Created)},
		{Key: keyUsed, Body: timeOr(k.Used)},
	}
	if k.Alone {
		kept := keyHere
		if k.BackedUp {
			kept = keyCopied
		}
		rows = append(rows, web.SummaryRow{Key: keyKept, Value: kept})
	}
	return rows
}

// timeOr shows a moment, or that it has not come.
func timeOr(t time.Time) templ.Component {
	if t.IsZero() {
		return words(textNever)
	}
	return web.Time(t)
}

func keyRows(keys []Passkey) [][]web.Cell {
	rows := make([][]web.Cell, len(keys))
	for i, k := range keys {
		rows[i] = []web.Cell{
			{Text: i18n.Same(k.Name)},
			{Body: web.Day(k.Created)},
			{Body: timeOr(k.Used)},
			{Body: web.Anchor(web.Link{Label: linkChange, URL: securityPath + "/keys/" + k.ID, About: i18n.Same(k.Name)})},
		}
	}
	return rows
}

func deviceRows(list []Device) [][]web.Cell {
	rows := make([][]web.Cell, len(list))
	for i, d := range list {
		rows[i] = []web.Cell{
			{Text: browserText(d.Browser)}, {Body: web.Day(d.Created)}, {Body: web.Time(d.Seen)}, {Body: deviceAction(d)},
		}
	}
	return rows
}

func browserText(name string) i18n.Text {
	if name == "" {
		return unknownBrowser
	}
	return i18n.Same(name)
}

// spaced is a secret as people read it off: in fours.
func spaced(secret string) string {
	var b strings.Builder
	for i, r := range secret {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// codesFile is the address of a file with the codes: the page carries it, so that the server keeps nothing.
func codesFile(ctx context.Context, site string, codes []string) templ.SafeURL {
	text := i18n.T(ctx, fileHead.With(site)) + "\r\n\r\n" + strings.Join(codes, "\r\n") + "\r\n\r\n" + i18n.T(ctx, fileTail) + "\r\n"
	return templ.SafeURL("data:text/plain;charset=utf-8," + strings.ReplaceAll(url.QueryEscape(text), "+", "%20"))
}

package organisation

import (
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func (l PaperLine) title() i18n.Text {
	switch {
	case l.Grant == nil:
		return paperOpened
	case l.Grant.Name == "":
		return paperNameless
	}
	return paperGrant.With(l.Grant.Name)
}

// state says what has become of what the document says: a revocation, the end of a term.
func (l PaperLine) state(now time.Time) i18n.Text {
	switch g := l.Grant; {
	case g == nil:
		return stateOpened
	case !g.Ended.IsZero():
		return stateEndedOn.With(g.State.Label(), i18n.Date(g.Ended))
	case g.State == Active && !now.Before(g.Until):
		return Over.Label()
	case g.State == Active:
		return stateUntil.With(g.State.Label(), i18n.Date(g.Until.Add(-time.Second)))
	default:
		return g.State.Label()
	}
}

func documentRows(in Inside, lines []PaperLine, now time.Time) [][]web.Cell {
	rows := make([][]web.Cell, len(lines))
	for i, l := range lines {
		title := web.Cell{Text: l.title()}
		if l.Open {
			title.URL = in.Cabinet.Path() + "/documents/" + l.ID
		}
		rows[i] = []web.Cell{title, {Text: in.nameOf(l.Signer)}, {Body: web.Day(l.At)}, {Text: l.state(now)}}
	}
	return rows
}

func (in Inside) nameOf(p actor.PersonID) i18n.Text {
	if name := in.Names[p]; name != "" {
		return i18n.Same(name)
	}
	return textGone
}

// stamp is the heading of the note that a printed copy bears. A sign-in is no document, and says so (T14).
func (p SignedPaper) stamp() i18n.Text {
	if p.Login {
		return sectionStampIn
	}
	return sectionStamp
}

func (p SignedPaper) note() i18n.Text {
	if p.Login {
		return textStampIn
	}
	return textStampNote
}

func stampRows(p SignedPaper) []web.SummaryRow {
	c := p.Certificate
	issuer := i18n.Same(c.Issuer)
	if c.Trial {
		issuer = textTrialIssuer.With(c.Issuer)
	}
	return []web.SummaryRow{
		{Key: keySigner, Value: i18n.Same(p.Signer)},
		{Key: keyHolder, Value: i18n.Same(c.Holder)},
		{Key: keySerial, Value: i18n.Same(c.Serial)},
		{Key: keyIssuer, Value: issuer},
		{Key: keyValid, Value: textValid.With(i18n.Date(c.NotBefore), i18n.Date(c.NotAfter))},
		{Key: keySigned, Value: i18n.F("%s", "%s").With(i18n.Moment(p.At))},
	}
}

func (f Figures) tabs(in Inside) []web.Tab {
	tabs := make([]web.Tab, len(Periods()))
	for i, days := range Periods() {
		tabs[i] = web.Tab{Label: textPeriod.With(textDays(days)), URL: fmt.Sprintf("%s/figures?days=%d", in.Cabinet.Path(), days), Current: days == f.Days}
	}
	return tabs
}

func (f Figures) stats(in Inside, now time.Time) []web.StatSpec {
	trusted := 0
	for _, g := range in.Grants {
		if g.RoleAt(now) != "" {
			trusted++
		}
	}
	return []web.StatSpec{
		{Label: statEntered, Value: textNumber(f.Entered)},
		{Label: statSigned, Value: textNumber(f.Signatures)},
		{Label: statSigners, Value: textNumber(len(in.Signers))},
		{Label: statTrusted, Value: textNumber(trusted)},
	}
}

func (f Figures) peopleRows(in Inside, now time.Time) [][]web.Cell {
	rows := make([][]web.Cell, len(f.People))
	for i, p := range f.People {
		who, role := i18n.Same(p.Name), in.roleOf(p.By, now)
		switch {
		case p.By == system:
			who, role = whoSystem, i18n.Same("—")
		case p.By == foundation:
			who, role = whoFoundation, i18n.Same("—")
		case strings.TrimSpace(p.Name) == "":
			who = textGone
		}
		rows[i] = []web.Cell{{Text: who}, {Text: role}, {Text: textNumber(p.N)}}
	}
	return rows
}

func (in Inside) roleOf(p actor.PersonID, now time.Time) i18n.Text {
	for _, s := range in.Signers {
		if s.Person == p && (s.Until.IsZero() || now.Before(s.Until)) {
			if s.Basis == ByPower {
				return Employee.Label()
			}
			return Signer.Label()
		}
	}
	for _, g := range in.Grants {
		if role := g.RoleAt(now); g.Person == p && role != "" {
			return role.Label()
		}
	}
	return roleNone
}

func (f Figures) deedRows() [][]web.Cell {
	rows := make([][]web.Cell, len(f.Deeds))
	for i, d := range f.Deeds {
		rows[i] = []web.Cell{{Text: d.Text}, {Text: textNumber(d.N)}}
	}
	return rows
}

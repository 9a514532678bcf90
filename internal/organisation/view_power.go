package organisation

import (
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

func issuedOn(s string) i18n.Text {
	d, err := workdays.ParseDate(s)
	if err != nil {
		return i18n.Same(s)
	}
	return day(d)
}

// ownPowerRows are what a person sees of their own power, orgPowerRows what the organisation sees.
func ownPowerRows(p Power) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyNumber, Value: i18n.Same(string(p.Number))},
		{Key: keyIssuedOn, Value: issuedOn(p.Issued)},
		{Key: keyUntil, Value: lastDay(p.Until)},
		{Key: keyGrantState, Value: p.State.Label()},
	}
}

func orgPowerRows(p Power) []web.SummaryRow {
	rows := ownPowerRows(p)
	return append(rows, web.SummaryRow{Key: keyHash, Value: i18n.Same(p.SHA256)})
}

func standingPowers(list []Power, now time.Time) (out []Power) {
	for _, p := range list {
		if p.State.Standing() && now.Before(p.Until) {
			out = append(out, p)
		}
	}
	return out
}

func pastPowerRows(list []Power, now time.Time, name func(Power) string) (rows [][]web.Cell) {
	for _, p := range list {
		if p.State.Standing() && now.Before(p.Until) {
			continue
		}
		state, ended := p.State, p.Ended
		if ended.IsZero() {
			state, ended = PowerOver, p.Until
		}
		rows = append(rows, []web.Cell{{Text: i18n.Same(string(p.Number))}, {Text: i18n.Same(name(p))}, {Text: state.Label()}, {Body: web.Day(ended)}})
	}
	return rows
}

func principalName(p Power) string { return p.Principal }
func agentName(p Power) string     { return p.Agent }

// powerCaseRows are what an operator sees of the power of a case.
func powerCaseRows(k *powerCase) []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: keyPrincipal, Value: i18n.Same(k.Principal)},
		{Key: keyAgent, Value: i18n.Same(strings.Join(k.Agents, "; "))},
		{Key: keyNumber, Value: i18n.Same(string(k.Number))},
		{Key: keyIssuedOn, Value: issuedOn(k.Issued)},
		{Key: keyUntil, Value: lastDay(k.Until)},
	}
	for _, s := range k.Signers {
		rows = append(rows, web.SummaryRow{Key: keySignedBy, Value: i18n.Same(strings.TrimSpace(s.Name + " " + s.OGRN))})
	}
	if k.Text != "" {
		rows = append(rows, web.SummaryRow{Key: keyPowerText, Value: i18n.Same(k.Text)})
	}
	for _, c := range k.Coded {
		text := c.Code + " · " + c.Name
		if len(c.Restrictions) > 0 {
			text += " (" + strings.Join(c.Restrictions, "; ") + ")"
		}
		rows = append(rows, web.SummaryRow{Key: keyPowers, Value: i18n.Same(text)})
	}
	for _, n := range k.Parents {
		rows = append(rows, web.SummaryRow{Key: keyParents, Value: i18n.Same(string(n))})
	}
	rows = append(rows, web.SummaryRow{Key: keyRegistryP, Value: registryText(k.Registry)})
	if k.System != "" {
		rows = append(rows, web.SummaryRow{Key: keySystem, Value: i18n.Same(k.System)})
	}
	return append(rows, web.SummaryRow{Key: keyHash, Value: i18n.Same(k.SHA256)})
}

// checkRows puts what an operator has to judge first.
func checkRows(checks []mchd.Check) (rows [][]web.Cell) {
	for _, want := range []mchd.Answer{mchd.No, mchd.Unknown, mchd.Yes} {
		for _, c := range checks {
			if c.Result != want {
				continue
			}
			rows = append(rows, []web.Cell{{Text: i18n.Raw(c.RU, c.EN)}, {Text: answerText(c.Result)}})
		}
	}
	return rows
}

func answerText(a mchd.Answer) i18n.Text {
	switch a {
	case mchd.Yes:
		return i18n.M("да", "yes")
	case mchd.No:
		return i18n.M("нет", "no")
	case mchd.Unknown:
	}
	return i18n.M("решите вы", "you decide")
}

// lookOfAdd leaves the first place to what waits on the page.
func lookOfAdd(standing int) web.Look {
	if standing == 0 {
		return web.Primary
	}
	return web.Secondary
}

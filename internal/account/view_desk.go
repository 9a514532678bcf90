package account

import (
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/ruid"
)

func caseRows(cases []identityCase) [][]web.Cell {
	rows := make([][]web.Cell, len(cases))
	for i, c := range cases {
		rows[i] = []web.Cell{
			{Text: caseName[c.kind], URL: "/admin/desk/cases/" + c.id},
			{Body: web.Time(c.created)},
			{Body: web.Tag(web.Warning, caseStateName[c.state])},
		}
	}
	return rows
}

// deskRows are what the operator sees of the account of the person at the desk.
func deskRows(p Person) []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: keyEmail, Value: i18n.Same(p.Email.Masked())},
		{Key: keyPhone, Value: maskedPhone(p.Phone)},
		{Key: keyLevel, Value: levelName[p.Level]},
		{Key: keySince, Body: web.Day(p.Created)},
	}
	return append(identityRows(p.Identity()), rows...)
}

func identityRows(i Identity) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyName, Value: i18n.Same(i.Name.Full())},
		{Key: keySNILS, Value: i18n.Same(i.SNILS.String())},
		{Key: keyBirth, Value: i.Birth.text()},
		{Key: keySex, Value: sexName[i.Sex]},
	}
}

// text is the day as a text, the zero text for no day.
func (d Day) text() i18n.Text { return i18n.Raw(d.In(i18n.Russian), d.In(i18n.English)) }

// maskedName shows so much of a name that its owner recognises it: «С••• Анна П.»
func maskedName(n Name) string {
	out := firstLetter(n.Surname) + "••• " + n.Given
	if n.Patronymic != "" {
		out += " " + firstLetter(n.Patronymic) + "."
	}
	return out
}

func firstLetter(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// maskedAccount is an account of a clash: who it is stays hidden, since only one of the two is at the desk.
func maskedAccount(p Person) []web.SummaryRow {
	return []web.SummaryRow{
		{Key: keyID, Value: i18n.Same(string(p.ID))},
		{Key: keyName, Value: i18n.Same(maskedName(p.Name))},
		{Key: keyEmail, Value: i18n.Same(p.Email.Masked())},
		{Key: keyPhone, Value: maskedPhone(p.Phone)},
		{Key: keyLevel, Value: levelName[p.Level]},
		{Key: keySince, Body: web.Day(p.Created)},
	}
}

func (d casePage) claimRows() []web.SummaryRow {
	return append(maskedAccount(d.person), web.SummaryRow{Key: keySNILS, Value: i18n.Same(maskSNILS(d.c.vouch.Identity.SNILS))})
}

func (d casePage) holderRows() []web.SummaryRow {
	agrees := textDiffers
	if claimed := d.c.vouch.Identity; d.holder.Identity().agree(Identity{Name: claimed.Name, Birth: claimed.Birth, Sex: claimed.Sex}) {
		agrees = textAgrees
	}
	return append(maskedAccount(d.holder), web.SummaryRow{Key: keyAgrees, Value: agrees})
}

func (d casePage) decisionRows() []web.SummaryRow {
	rows := []web.SummaryRow{
		{Key: columnState, Value: caseStateName[d.c.state]},
		{Key: keySource, Value: sourceName[d.c.vouch.Source]},
		{Key: columnOpened, Body: web.Time(d.c.created)},
	}
	if note := strings.TrimSpace(d.c.note); note != "" {
		rows = append(rows, web.SummaryRow{Key: keyNote, Value: i18n.Same(note)})
	}
	return rows
}

// maskedPhone hides most of a number; nothing is said of none.
func maskedPhone(p ruid.Phone) i18n.Text {
	if p == "" {
		return i18n.Text{}
	}
	return i18n.Same(p.Masked())
}

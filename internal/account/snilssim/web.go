package snilssim

import (
	"net/http"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	pageTitle    = i18n.M("Учебный реестр СНИЛС", "The trial register of SNILS")
	pageLead     = i18n.M("В учебной установке он отвечает вместо Социального фонда. Каким будет ответ, решает девятая цифра СНИЛС; имя и дата рождения могут быть любыми.", "In a trial installation it answers in place of the Social Fund. The ninth digit of the SNILS decides how; name and birthday may be any.")
	columnDigit  = i18n.M("Девятая цифра", "Ninth digit")
	columnAnswer = i18n.M("Ответ реестра", "Answer of the register")
	columnSample = i18n.M("СНИЛС для пробы", "SNILS to try")
	pageWait     = i18n.M("Об ответе спрашивают сначала через минуту, потом всё реже, до 48 часов. Поэтому результат приходит чуть позже, чем ответил реестр.", "The answer is asked for after a minute at first, then less and less often, for 48 hours. So the result comes a little later than the register answers.")
	buttonForm   = i18n.M("Указать СНИЛС", "Give a SNILS")
)

// Page shows how the register answers to which numbers.
func Page(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, casesPage(web.Page{Title: pageTitle, Lead: pageLead, NoIndex: true}))
}

func caseRows() [][]web.Cell {
	var rows [][]web.Cell
	for _, c := range Cases() {
		rows = append(rows, []web.Cell{{Text: i18n.Same(string(c.Digit))}, {Text: c.What}, {Text: i18n.Same(c.Sample.String())}})
	}
	return rows
}

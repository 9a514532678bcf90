package smevsim

import (
	"net/http"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

var (
	pageTitle    = i18n.M("Учебный обмен с налоговой службой", "The trial exchange with the tax service")
	pageLead     = i18n.M("В учебной установке он отвечает вместо государственного обмена. Каким будет ответ, решает последняя цифра ИНН перед контрольными.", "In a trial installation it answers in place of the state's exchange. The last digit of the INN before its check digits decides how.")
	columnDigit  = i18n.M("Цифра", "Digit")
	columnAnswer = i18n.M("Ответ", "Answer")
	columnSample = i18n.M("ИНН из учебного реестра", "INN of the trial register")
)

// Page shows how the exchange answers about whom.
func (e *Exchange) Page(w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, casesPage(web.Page{Title: pageTitle, Lead: pageLead, NoIndex: true}, e.rows()))
}

func (e *Exchange) rows() [][]web.Cell {
	samples := e.Subjects()
	var rows [][]web.Cell
	for _, c := range Cases() {
		rows = append(rows, []web.Cell{{Text: i18n.Same(string(c.Digit))}, {Text: c.What}, {Text: i18n.Same(strings.Join(samples[c.Digit], ", "))}})
	}
	return rows
}

package document

import (
	"fmt"
	"strconv"

	"github.com/klaster-platform/klaster/internal/application/document/paper"
)

// RenderDecision makes the printed form of a decision from its bytes, by the template that they name.
func RenderDecision(content []byte, p Print) ([]byte, error) {
	d, err := readDecision(content)
	if err != nil {
		return nil, fmt.Errorf("print a decision: %w", err)
	}
	out, err := decision1(content, d, p)
	if err != nil {
		return nil, fmt.Errorf("print a decision: %w", err)
	}
	return out, nil
}

// decision1 is the first template of decisions, and as unchangeable as that of applications.
func decision1(content []byte, d Decision, p Print) ([]byte, error) {
	page := paper.New(d.Name, d.Foundation, d.Decided)
	lines := []paper.Headline{{Text: d.Foundation, Name: true}, {Text: "Кому: " + d.Applicant.Name}}
	if d.Applicant.INN != "" {
		lines = append(lines, paper.Headline{Text: "ИНН " + d.Applicant.INN, Small: true})
	}
	if err := page.Head(p.Check, "Проверить документ: "+p.Check, lines); err != nil {
		return nil, err
	}
	page.Space(9)
	heading(page, d.Name)
	page.Line("№ " + d.Number + " от " + dayOf(d.Decided))
	page.Space(3)
	page.Prose("По заявлению № "+d.Case.Number+", поступившему "+moment(d.Case.Sent)+", фонд решил:", "")
	page.Strong(d.Text)
	for i, g := range d.Grounds {
		ground(page, i+1, g)
	}
	if d.Reason != "" {
		page.Section("Обоснование")
		page.Prose("", d.Reason)
	}
	if d.Appeal != "" {
		page.Section("Как обжаловать")
		page.Prose("", d.Appeal)
	}
	applicant(page, d.Applicant)
	page.Section("Сведения о решении")
	page.Pair("Решение принял", join(d.Official.Name, d.Official.Post))
	if d.Supersedes != "" {
		page.Pair("Взамен решения", "№ "+d.Supersedes)
	}
	page.Fine("Услуга", d.Service.Title)
	page.Fine("Форма", d.Service.Key+", редакция "+strconv.Itoa(d.Service.Version)+", SHA-256 "+d.Service.Digest)
	page.Fine("Заявление", "№ "+d.Case.Number+", отправлено "+d.Case.Sent.Format(instant)+" (UTC), SHA-256 "+d.Case.SHA256)
	page.Fine("Идентификатор", d.ID)
	page.Fine("Принято", d.Decided.Format(instant)+" (UTC)")
	page.Fine("Вид файла и шаблон печатной формы", DecisionFormat+", шаблон "+strconv.Itoa(d.Template))
	stamps(page, p.Signatures)
	return page.Bytes(foot(content, d.Trial, len(p.Signatures) > 0))
}

func ground(page *paper.Paper, n int, g Ground) {
	page.Section("Основание " + strconv.Itoa(n) + ". " + g.Title)
	if g.Clause != "" {
		page.Pair("Где установлено", g.Clause)
	}
	for _, e := range g.Evidence {
		text := e.Value
		if from := provenance(e.Source, e.Record, e.AsOf); from != "" {
			text += "\n" + from
		}
		page.Pair(e.Label, text)
	}
	if g.Remedy != "" {
		page.Pair("Что можно сделать", g.Remedy)
	}
	if g.Curable {
		page.Pair("Исправление", "Можно сразу подать исправленное заявление: остальные ответы уже заполнены.")
	}
	page.Fine("Код основания", g.Code)
}

package legal

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
)

func readyNotice(r Readiness) *web.Notice {
	if r.Ready() {
		return nil
	}
	said := []i18n.Text{textNotReadyText}
	if len(r.Unset) > 0 {
		said = append(said, r.unset())
	}
	return &web.Notice{Kind: web.Warning, Title: textNotReady, Text: joined(said, textSpace)}
}

func reviewedText(reviewed bool) i18n.Text {
	if reviewed {
		return textChecked
	}
	return textUnchecked
}

func reviewedTag(reviewed bool) web.Cell {
	if reviewed {
		return web.Cell{Body: web.Tag(web.Success, textChecked)}
	}
	return web.Cell{Body: web.Tag(web.Warning, textUnchecked)}
}

func documentsTable(lines []overview) web.TableSpec {
	t := web.TableSpec{
		Caption: textLegal, CaptionHidden: true,
		Columns: []web.Column{{Label: textDocument}, {Label: textNow}, {Label: textNext}, {Label: textLawyer}},
	}
	for _, l := range lines {
		next := i18n.Same("—")
		if l.next.Version > 0 {
			next = textShortLine.With(l.next.Version, i18n.Date(l.next.Since))
		}
		t.Rows = append(t.Rows, []web.Cell{
			{Text: l.current.Title, URL: l.current.Kind.adminPath()},
			{Text: textShortLine.With(l.current.Version, i18n.Date(l.current.Since))},
			{Text: next},
			reviewedTag(l.current.Reviewed),
		})
	}
	return t
}

func editionsTable(list []signed) web.TableSpec {
	t := web.TableSpec{
		Caption: textEditions, CaptionHidden: true,
		Columns: []web.Column{{Label: textNumber}, {Label: textSince}, {Label: textState}, {Label: textAuthor}, {Label: textLawyer}},
	}
	for _, e := range list {
		t.Rows = append(t.Rows, []web.Cell{
			{Text: textNumberIs.With(e.Version), URL: e.Kind.EditionPath(e.Version)},
			{Body: web.Day(e.Since)},
			{Body: web.Tag(e.state.kind(), e.state.label())},
			{Text: e.author},
			reviewedTag(e.Reviewed),
		})
	}
	return t
}

func placesTable(places []Placeholder, l i18n.Lang) web.TableSpec {
	t := web.TableSpec{
		Caption: textPlaces, CaptionHidden: true,
		Columns: []web.Column{{Label: textPlace}, {Label: textMeans}, {Label: textValueNow}},
	}
	for _, p := range places {
		value := p.Value.In(l)
		if value == "" {
			value = textNotSet.In(l)
		}
		t.Rows = append(t.Rows, []web.Cell{
			{Body: code("{{" + p.Name + "}}")},
			{Text: p.About},
			{Body: drawn(parse(value).parts(style{lang: l}))},
		})
	}
	return t
}

// hiddenNames are the fields that the last look carries on without showing them.
func hiddenNames() []string {
	var names []string
	for _, in := range inputs() {
		if in.Name != fieldStep {
			names = append(names, in.Name)
		}
	}
	return names
}

package fact

import (
	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/rule"
)

// outcomeOptions are what a person may decide in place of an outcome.
func outcomeOptions(now rule.Outcome) []web.Option {
	var list []web.Option
	for _, o := range []rule.Outcome{rule.Pass, rule.Review, rule.Fail} {
		if o != now {
			list = append(list, web.Option{Value: o.String(), Label: outcomeNames[o]})
		}
	}
	return list
}

func wordsTable(d subjectData) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionWords, CaptionHidden: true,
		Columns: []web.Column{{Label: columnRule}, {Label: columnDecided}, {Label: columnWhy}, {Label: columnBySince}, {Label: columnState}},
	}
	for _, o := range d.words {
		who := textByWhom.With(d.names[o.GivenBy], onDay(o.Decided.String()), onDay(o.Until.String()))
		if o.SecondBy != "" {
			who = textByBoth.With(d.names[o.GivenBy], d.names[o.SecondBy], onDay(o.Decided.String()), onDay(o.Until.String()))
		}
		t.Rows = append(t.Rows, []web.Cell{
			{Text: i18n.Same(o.Rule)}, {Text: textFromTo.With(outcomeNames[o.To], outcomeNames[o.From])}, {Body: wordWhy(o)}, {Text: who}, {Body: wordState(d, o)},
		})
	}
	return t
}

// waitingWordsTable lists decisions that wait for a second person; they are taken on the pages of the organisations.
func waitingWordsTable(d changesData) web.TableSpec {
	t := web.TableSpec{
		Caption: sectionWordsWait, CaptionHidden: true,
		Columns: []web.Column{{Label: columnOrg}, {Label: columnRule}, {Label: columnDecided}, {Label: columnWhy}},
	}
	for _, o := range d.words {
		t.Rows = append(t.Rows, []web.Cell{
			{Text: i18n.Same(o.Subject.OGRN), URL: subjectPath(o.Subject.OGRN)},
			{Text: i18n.Same(o.Rule)},
			{Text: textFromTo.With(outcomeNames[o.To], outcomeNames[o.From])},
			{Body: wordWhy(o)},
		})
	}
	return t
}

// raised tells why a decision that stands does not count: "" when it does.
func raised(d subjectData, o Override) admission.Raised {
	for _, j := range d.assessment.Verdicts {
		if j.Rule == o.Rule && d.assessment.Purpose == o.Purpose {
			return o.Stands(j.Verdict, d.assessment.On)
		}
	}
	return admission.FactsMoved
}

func wordStanding(d subjectData, o Override) i18n.Text {
	if o.State != OverrideStanding {
		return overrideStates[o.State]
	}
	switch raised(d, o) {
	case admission.Ended:
		return textWordOver
	case admission.FactsMoved:
		return textWordMoved
	case admission.NotYet:
	}
	return overrideStates[o.State]
}

func wordKind(d subjectData, o Override) web.Kind {
	switch {
	case o.State == OverrideWaiting:
		return web.Warning
	case o.State == OverrideStanding && raised(d, o) == "":
		return web.Success
	}
	return web.Neutral
}

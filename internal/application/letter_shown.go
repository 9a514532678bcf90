package application

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/web"
	"github.com/klaster-platform/klaster/workdays"
)

// What operators see of the letters of a version, before an applicant gets one.

var (
	sectionOwnLetters = i18n.M("Письма заявителям", "Letters to applicants")
	textOwnLetters    = i18n.M("Имена, номера и дни — примеры. Приветствие, кнопку со ссылкой на заявление и строку о том, почему письмо пришло, добавляет платформа.",
		"Names, numbers and days are examples. The platform adds the greeting, the button that leads to the application and the line that says why the letter came.")
	textUsualLetters  = i18n.F("Обычный текст платформы: %s.", "The usual words of the platform: %s.")
	rowLetterSubject  = i18n.M("Тема", "Subject")
	rowLetterBody     = i18n.M("Текст", "Text")
	rowLetters        = i18n.M("Свои письма", "Letters of its own")
	noOwnLetters      = i18n.M("Нет, все с обычным текстом", "None, all have the usual words")
	lettersDiffer     = i18n.F("%s. Отличаются от версии %d: %s", "%s. Other than in version %d: %s")
	lettersAlike      = i18n.F("%s. Те же, что в версии %d", "%s. The same as in version %d")
	letterNew         = i18n.F("новое, в версии %d было обычное", "new, the usual one in version %d")
	letterChanged     = i18n.F("отличается от версии %d", "other than in version %d")
	letterSame        = i18n.F("как в версии %d", "as in version %d")
	letterUsualAgain  = i18n.F("в версии %d было своё письмо, теперь обычный текст", "version %d had a letter of its own, now the usual words")
	exampleApplicant  = i18n.M("ООО «Пример»", "OOO Primer")
	examplePerson     = i18n.M("Анна Петровна", "Anna Petrovna")
	exampleNumber     = "2026-ACE-HKM-PTX"
	letterEventTitles = map[form.LetterEvent]i18n.Text{
		form.LetterSign:       i18n.M("просьба подписать", "a request to sign"),
		form.LetterReturned:   i18n.M("документ вернули без подписи", "the document came back without a signature"),
		form.LetterSent:       i18n.M("заявление получено", "the application has arrived"),
		form.LetterAsked:      i18n.M("вопросы фонда", "questions of the foundation"),
		form.LetterAskedAgain: i18n.M("напоминание о вопросах", "a reminder of the questions"),
		form.LetterGranted:    i18n.M("положительное решение", "a positive decision"),
		form.LetterRefused:    i18n.M("отказ", "a refusal"),
		form.LetterWithdrawn:  i18n.M("заявление отозвано", "the application was withdrawn"),
		form.LetterDue:        i18n.M("пора сдать", "time to file"),
		form.LetterDueSoon:    i18n.M("срок сдачи подходит", "the last day to file is near"),
		form.LetterDueLate:    i18n.M("срок сдачи прошёл", "the last day to file has passed"),
	}
)

// ownLetter is a letter of a version as it would arrive.
type ownLetter struct {
	event   form.LetterEvent
	own     bool // the version has words of its own
	subject i18n.Text
	body    []i18n.Text
	kind    web.Kind
	change  i18n.Text // against the version before; empty when there is none
}

// lettersOf lists the letters of a version that are its own, or were in the version before.
func lettersOf(e, before Edition, today workdays.Date) (list []ownLetter) {
	events := e.Form.LetterEvents()
	var changed []form.LetterEvent
	if before.Form != nil {
		changed = e.Form.LettersChanged(before.Form)
		for _, event := range changed {
			if !slices.Contains(events, event) {
				events = append(events, event)
			}
		}
	}
	for _, event := range events {
		l := ownLetter{event: event, kind: web.Neutral}
		own, ok := e.Form.Letter(event)
		if ok {
			l.own = true
			l.subject, l.body = said(own.Say(exampleOf(e.Form, today)))
		}
		if before.Form != nil {
			l.kind, l.change = changeOf(event, before, ok, slices.Contains(changed, event))
		}
		if ok || slices.Contains(changed, event) {
			list = append(list, l)
		}
	}
	return list
}

// title names the letter, with a capital: in lists it stands within a sentence.
func (l ownLetter) title() i18n.Text {
	return capitalText(letterEventTitles[l.event])
}

func capitalText(t i18n.Text) i18n.Text {
	return i18n.Raw(capital(t.In(i18n.Russian)), capital(t.In(i18n.English)))
}

func capital(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[n:]
}

// changeOf says how a letter stands to the version before.
func changeOf(event form.LetterEvent, before Edition, own, changed bool) (web.Kind, i18n.Text) {
	_, had := before.Form.Letter(event)
	switch {
	case !changed:
		return web.Neutral, letterSame.With(before.Version)
	case !had:
		return web.Info, letterNew.With(before.Version)
	case !own:
		return web.Warning, letterUsualAgain.With(before.Version)
	}
	return web.Info, letterChanged.With(before.Version)
}

// exampleOf is what stands in the letters of a preview.
func exampleOf(f *form.Service, today workdays.Date) map[form.Slot]form.Text {
	applicant := exampleApplicant
	if f.Subject == form.Person {
		applicant = examplePerson
	}
	both := func(t i18n.Localized) form.Text { return form.Text{RU: t.In(i18n.Russian), EN: t.In(i18n.English)} }
	values := map[form.Slot]form.Text{
		form.SlotService: f.Title, form.SlotDocument: f.Name, form.SlotApplicant: both(applicant), form.SlotTerm: both(i18n.Date(today.Start())),
		form.SlotNumber: both(i18n.Same(exampleNumber)), form.SlotDecision: both(i18n.Same(exampleNumber)),
	}
	if f.Repeat != nil {
		values[form.SlotPeriod] = f.Repeat.Ended(today).Text
	}
	return values
}

// usualLetters names the letters that say what the platform says by itself; empty when there are none.
func usualLetters(e Edition) i18n.Text {
	events := slices.DeleteFunc(e.Form.LetterEvents(), func(event form.LetterEvent) bool {
		_, own := e.Form.Letter(event)
		return own
	})
	if len(events) == 0 {
		return i18n.Text{}
	}
	return textUsualLetters.With(titlesOf(events))
}

func titlesOf(events []form.LetterEvent) i18n.Text {
	ru, en := make([]string, len(events)), make([]string, len(events))
	for i, event := range events {
		title := letterEventTitles[event]
		ru[i], en[i] = title.In(i18n.Russian), title.In(i18n.English)
	}
	return i18n.Raw(strings.Join(ru, ", "), strings.Join(en, ", "))
}

// lettersRow says in a line which letters a version has, and how they stand to the version before.
func lettersRow(e, before Edition) web.SummaryRow {
	row := web.SummaryRow{Key: rowLetters, Value: noOwnLetters}
	if len(e.Form.Letters) > 0 {
		events := make([]form.LetterEvent, len(e.Form.Letters))
		for i, l := range e.Form.Letters {
			events[i] = l.Event
		}
		row.Value = capitalText(titlesOf(events))
	}
	if before.Form == nil {
		return row
	}
	if changed := e.Form.LettersChanged(before.Form); len(changed) > 0 {
		row.Value = lettersDiffer.With(row.Value, before.Version, titlesOf(changed))
	} else if len(e.Form.Letters) > 0 {
		row.Value = lettersAlike.With(row.Value, before.Version)
	}
	return row
}

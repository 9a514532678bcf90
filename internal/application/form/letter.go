package form

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klaster-platform/klaster/rulang/typography"
)

// Letter replaces what the platform says by itself at some event. Its greeting, its button, the words of people that it hands on and the
// reason why it came are not the service's: they stay.
type Letter struct {
	Event   LetterEvent
	Subject Text // one line
	Body    Text // each line is a paragraph
}

// LetterEvent is at what an applicant gets a letter. The words stand in files, so they never change.
type LetterEvent string

// The letters to applicants. What the status of a member brings about later is no matter of a service, and neither is a file that did not
// pass the scanner: those letters always say the same.
const (
	LetterSign       LetterEvent = "sign"        // a document waits for a signature
	LetterReturned   LetterEvent = "returned"    // it came back without one
	LetterSent       LetterEvent = "sent"        // the application has reached the foundation
	LetterAsked      LetterEvent = "asked"       // the foundation asks
	LetterAskedAgain LetterEvent = "asked_again" // half of the days to answer have passed
	LetterGranted    LetterEvent = "granted"
	LetterRefused    LetterEvent = "refused"
	LetterWithdrawn  LetterEvent = "withdrawn" // by somebody on the applicant's side
	LetterDue        LetterEvent = "due"       // a period has ended, and is to be filed for
	LetterDueSoon    LetterEvent = "due_soon"
	LetterDueLate    LetterEvent = "due_late"
)

// Slot is what a letter names that is not known before: {number}.
type Slot string

// The slots.
const (
	SlotService   Slot = "service"   // title of the service
	SlotDocument  Slot = "document"  // name of the document
	SlotApplicant Slot = "applicant" // the organisation; of a person what the greeting calls them
	SlotNumber    Slot = "number"    // of the application
	SlotTerm      Slot = "term"      // the last day: of the answer, to answer, or to file
	SlotDecision  Slot = "decision"  // its number
	SlotPeriod    Slot = "period"    // for which is filed
)

// Limits of a letter.
const (
	MaxSubject = 60   // characters, as many as telephones show; slots but the number do not count
	MaxBody    = 2000 // characters

	maxParagraphs = 12
	maxValue      = 300 // characters of what is put in
	numberWidth   = len("2026-AAA-AAA-AAA")
)

// letterSlots are what each event knows beside the service, the document and the applicant.
func letterSlots(e LetterEvent) (slots []Slot, known bool) {
	switch e {
	case LetterSign, LetterReturned:
		return nil, true
	case LetterSent, LetterAsked, LetterAskedAgain:
		return []Slot{SlotNumber, SlotTerm}, true
	case LetterGranted, LetterRefused:
		return []Slot{SlotNumber, SlotDecision}, true
	case LetterWithdrawn:
		return []Slot{SlotNumber}, true
	case LetterDue, LetterDueSoon, LetterDueLate:
		return []Slot{SlotTerm}, true
	}
	return nil, false
}

// LetterEvents lists the letters that are written about this service, in the order in which they come.
func (s *Service) LetterEvents() (list []LetterEvent) {
	if s.Signature && s.Subject != Person {
		list = append(list, LetterSign, LetterReturned)
	}
	list = append(list, LetterSent, LetterAsked, LetterAskedAgain, LetterGranted, LetterRefused, LetterWithdrawn)
	if s.Repeat != nil {
		list = append(list, LetterDue, LetterDueSoon, LetterDueLate)
	}
	return list
}

// LetterSlots lists what a letter of this service may name at an event.
func (s *Service) LetterSlots(e LetterEvent) []Slot {
	slots, _ := letterSlots(e)
	slots = append([]Slot{SlotService, SlotDocument, SlotApplicant}, slots...)
	if s.Repeat != nil {
		slots = append(slots, SlotPeriod)
	}
	return slots
}

// Letter finds what the service says at an event.
func (s *Service) Letter(e LetterEvent) (Letter, bool) {
	for _, l := range s.Letters {
		if l.Event == e {
			return l, true
		}
	}
	return Letter{}, false
}

// Say puts values into a letter. What is put in stays plain text of one line: it is not looked through for slots, and neither a line nor
// a direction of text that begins in it goes on behind it.
func (l Letter) Say(values map[Slot]Text) (subject Text, paragraphs []Text) {
	ru, en := fill(l.Body.RU, values, russian), fill(l.Body.EN, values, english)
	for i := range min(len(ru), len(en)) { // as many, which loading sees to
		paragraphs = append(paragraphs, Text{RU: ru[i], EN: en[i]})
	}
	subject.RU = strings.Join(fill(l.Subject.RU, values, russian), " ")
	subject.EN = strings.Join(fill(l.Subject.EN, values, english), " ")
	return subject, paragraphs
}

func russian(t Text) string { return t.RU }
func english(t Text) string { return t.EN }

// fill puts values into the lines of a text. A Russian name within quotes gets quotes of its own kind.
func fill(text string, values map[Slot]Text, pick func(Text) string) (lines []string) {
	var pairs []string
	for slot, value := range values {
		pairs = append(pairs, "{"+string(slot)+"}", flat(pick(value)))
	}
	put := strings.NewReplacer(pairs...) // replaces once: values are not looked through again
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		filled := put.Replace(line)
		if strings.Contains(line, "«{") {
			filled = typography.Quotes(filled)
		}
		lines = append(lines, filled)
	}
	return lines
}

// flat makes one line of plain text of a value, and not a long one.
func flat(value string) string {
	value = strings.Join(strings.FieldsFunc(value, func(c rune) bool { return c == ' ' || breaks(c) }), " ")
	if utf8.RuneCountInString(value) > maxValue {
		return string([]rune(value)[:maxValue-1]) + "…"
	}
	return value
}

// breaks reports whether a character ends a line, changes the direction of text or is no text at all.
func breaks(c rune) bool {
	return unicode.IsControl(c) || unicode.In(c, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

// sameLetter reports whether two versions of a service say the same at an event.
func sameLetter(a, b *Service, e LetterEvent) bool {
	x, _ := a.Letter(e)
	y, _ := b.Letter(e)
	return x == y
}

// LettersChanged lists the events at which one version says something else than another.
func (s *Service) LettersChanged(before *Service) []LetterEvent {
	events := s.LetterEvents()
	for _, e := range before.LetterEvents() {
		if !slices.Contains(events, e) {
			events = append(events, e)
		}
	}
	return slices.DeleteFunc(events, func(e LetterEvent) bool { return sameLetter(s, before, e) })
}

package form

import (
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/workdays"
)

// Text is what a person reads, in Russian and English. Documents are in Russian.
type Text = rule.Text

// Service is one version of a service.
type Service struct {
	Key     string // names it in addresses, files and namespaces
	Version int    // from 1
	Title   Text   // «Вступить в кластер»
	Summary Text   // what one gets and what it takes, for those who do not know the service
	Name    Text   // of the document: «Заявление о присвоении статуса участника»
	Word    Word

	// From and Until are the first and the last day on which one may apply under this version; Until is zero while it is in force.
	From, Until workdays.Date
	Basis       Basis

	Subject   Subject
	See       []Standing  // who sees the service beside those who may fill it in; a guest among them: everybody
	Fill      []Standing  // who may fill in a draft; those of Apply are among them
	Apply     []Standing  // who may send
	Signature bool        // whether a qualified signature is needed, of anybody
	Sign      []Standing  // whose applications need it, of those that may apply
	Level     actor.Level // what the account of a person takes to apply for themselves; 0 where people do not

	Admission string // the set of admission rules whose verdicts stand beside the form; "" for none
	Term      int    // working days from the day after the receipt to the decision
	Step      int    // working days for the present step of the review
	Answering int    // working days to answer a question
	Suspends  bool   // whether a question stops the clock
	Review    Review
	Grounds   []Ground
	Effect    string // the effect of a positive decision, as the program knows it; "" for none
	Repeat    *Repeat
	Letters   []Letter

	Lists    []List
	Sections []Section

	catalogue *rule.Catalogue
	questions map[string]*Question
	source    []byte
	digest    string
}

// Word is what an application is called: status is asked for by a заявление, a grant by a заявка (mission.md, «Words»).
type Word string

// The words.
const (
	Statement Word = "statement"
	Request   Word = "request"
)

// Basis says on what the service rests. ByLaw names an act; otherwise it is the foundation's own configuration, and shown so.
type Basis struct {
	ByLaw bool
	Act   Text
}

// Subject is for whom one applies.
type Subject string

// The subjects.
const (
	Organisation Subject = "organisation" // a legal entity or sole proprietor, from its cabinet
	Person       Subject = "person"       // a person for themselves
	Anyone       Subject = "anyone"       // either
)

// Standing is what somebody is to the cluster.
type Standing string

// The standings, each of one's own: who is a participant is not a partner.
const (
	Guest       Standing = "guest"       // not signed in
	Visitor     Standing = "person"      // signed in, for oneself
	Newcomer    Standing = "newcomer"    // an organisation without a status
	Partner     Standing = "partner"     // партнёр
	Participant Standing = "participant" // участник
)

// Standings lists them all.
func Standings() []Standing { return []Standing{Guest, Visitor, Newcomer, Partner, Participant} }

// Review is how applications are looked at.
type Review struct {
	Group     bool    // applications without a remark may be decided in groups
	FourEyes  bool    // a second official confirms every decision
	Sample    int     // per cent of the other decisions that a second official looks at
	Checklist []Check // what a reviewer confirms before a positive decision; conditions that hold answer by themselves
}

// Check is something that must be so. Of a question or section: the condition must hold.
type Check struct {
	ID        string
	Text      Text // what is wrong and how to mend it; in a checklist, what is to be looked at
	Condition *rule.Condition
}

// Ground is a ground on which an application may be refused.
type Ground struct {
	Code    string
	Title   Text
	Clause  Text // where it stands
	Remedy  Text // what the applicant can do
	Curable bool // whether one corrected application may follow at once
}

// Repeat says that the service is asked for again and again, as reports are.
type Repeat struct {
	Every     Every
	Due       int  // the working day after the end of the period by which it is due
	Unchanged bool // «Без изменений» may be sent
}

// Every is a period.
type Every string

// The periods.
const (
	Month   Every = "month"
	Quarter Every = "quarter"
	Year    Every = "year"
)

// List is a list of options of its own, such as the directions of the cluster, with the document that set it.
type List struct {
	Key     string
	Title   Text
	Source  Text
	Options []Option
}

// Option is one of several answers. Outside its days it cannot be chosen.
type Option struct {
	Key         string
	Label       Text
	From, Until workdays.Date
}

// on reports whether the option may be chosen on a day.
func (o Option) on(day workdays.Date) bool {
	return !day.Before(o.From) && (o.Until.IsZero() || !day.After(o.Until))
}

// Section is one topic, and one page.
type Section struct {
	Key       string
	Title     Text
	Lead      Text
	When      *rule.Condition // nil: always
	Questions []Question
	Checks    []Check
}

// Digest is the SHA-256 of the file, in hex: a document names it, so that it cannot be shown under another form.
func (s *Service) Digest() string { return s.digest }

// Source is the file that the service was read from.
func (s *Service) Source() []byte { return append([]byte(nil), s.source...) }

// Namespace is that of its documents.
func (s *Service) Namespace() string { return Namespace(s.Key, s.Version) }

// Question finds a question by key, also one in a table: "staff.post" is the column post of the table staff.
func (s *Service) Question(key string) (*Question, bool) {
	q, ok := s.questions[key]
	return q, ok
}

// Section finds a section by key.
func (s *Service) Section(key string) (*Section, bool) {
	for i := range s.Sections {
		if s.Sections[i].Key == key {
			return &s.Sections[i], true
		}
	}
	return nil, false
}

// Ground finds a ground of refusal by its code.
func (s *Service) Ground(code string) (Ground, bool) {
	for _, g := range s.Grounds {
		if g.Code == code {
			return g, true
		}
	}
	return Ground{}, false
}

// InForce reports whether one may apply under the version on a day.
func (s *Service) InForce(day workdays.Date) bool {
	return !day.Before(s.From) && (s.Until.IsZero() || !day.After(s.Until))
}

package partner

import (
	"context"
	"iter"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/fault"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/money"
	"github.com/klaster-platform/klaster/search"
)

// Source gives everything that can be found. internal/app composes it of the rooms that keep it: profiles, the register of
// members, measures, services, what was imported. Those rooms tell of a change by [Service.Changed], in the transaction that makes it.
type Source interface {
	// All gives every subject with all its passages, in any order. The iteration ends with the first error.
	All(ctx context.Context, q sqldb.Querier) iter.Seq2[Subject, error]
	// One gives one subject as it stands now. [ErrNoSubject] says that there is none (any more), and takes it out of what is found.
	One(ctx context.Context, q sqldb.Querier, key string) (Subject, error)
}

// ErrNoSubject is a subject that is not there, or that nobody may find.
var ErrNoSubject = fault.New(fault.NotFound, i18n.M("Такого партнёра здесь нет.", "There is no such partner here."))

// Kind is what a subject is.
type Kind string

// The kinds of subjects.
const (
	KindOrganisation Kind = "organisation"
	KindMeasure      Kind = "measure"
	KindService      Kind = "service"
)

// Subject is who or what can be found: an organisation, a measure of support, a service of the cluster. It is found by its passages.
type Subject struct {
	// Key names the subject for good: of an organisation its ОГРН or ОГРНИП, of others the kind and a key, «measure/rent-subsidy».
	Key  string
	Kind Kind
	Name i18n.Text // of an organisation, [i18n.Same]
	URL  string    // its page on this site, from "/"; empty when it has none
	INN  string    // of an organisation
	// Region is the code of the subject of the federation, «77»; empty for all of Russia.
	Region string
	// Status is what an organisation is to the cluster: «participant», «partner» or nothing.
	Status   string
	Passages []Passage
}

// Passage is one text about a subject, in the language in which somebody wrote it: an offer, a product, a need.
type Passage struct {
	ID    string // of its own among all passages, the same for as long as it is the same text's: «profile/0192…»
	Form  Form
	Role  Role
	Title string
	Text  string   // plain; may be empty
	Codes []string // classes of ОКВЭД-2 and ОКПД2 that are declared for it, «25.62»
	For   Audience // who may find and read it
	Terms Terms    // what it says of money, volume, readiness and time, as far as it says it
	// Since is when it came or was last changed by whoever it is about. What is made of registers, and what was always there, has none: to
	// those who saved a need it is never news by itself.
	Since time.Time
}

// Form is what a passage is, as the reason of a result calls it.
type Form string

// The forms of passages.
const (
	FormAbout       Form = "about"       // what an organisation says of itself
	FormActivity    Form = "activity"    // declared classes of activity
	FormCompetence  Form = "competence"  // what it can do
	FormProduct     Form = "product"     // what it makes
	FormEquipment   Form = "equipment"   // what it works with
	FormCertificate Form = "certificate" // what it was certified for
	FormOffer       Form = "offer"       // what it offers now
	FormNeed        Form = "need"        // what it looks for
	FormProject     Form = "project"
	FormPatent      Form = "patent"
	FormLaboratory  Form = "laboratory" // tests, measurements, research for others
	FormInvestment  Form = "investment" // what it gives money for
	FormService     Form = "service"
	FormMeasure     Form = "measure"
)

// Role is what somebody who looks for a partner would have the subject be, by this passage.
type Role string

// The roles.
const (
	Supplier Role = "supplier" // sells, makes, does work
	Customer Role = "customer" // needs, buys, lets others try
	Science  Role = "science"  // laboratories, universities, test stands
	Investor Role = "investor"
	Provider Role = "service" // services for companies: of the cluster and its infrastructure
	Support  Role = "measure" // measures of support
	Member   Role = "member"  // an organisation of the cluster as such
)

// Audience is who may find and read a passage.
type Audience string

// The audiences, each of which has all that the ones before it have.
const (
	ForEverybody Audience = ""
	ForPersons   Audience = "person" // who is signed in
	ForMembers   Audience = "member" // who acts for an organisation with a status in the cluster
)

// Terms are what a passage says beside words. What it does not say is zero, and never counts as unfit.
type Terms struct {
	// Money is what it costs or gives: the price of an offer, the cheque of an investor, the sum of a measure.
	Money Span[money.Amount]
	// Volume is how much is made or bought at a time, in Unit («шт.», «кг», «м²»).
	Volume Span[int64]
	Unit   string
	// TRL is the readiness of technologies (УГТ, levels 1 to 9 by ГОСТ Р 58048) it is about.
	TRL Span[int64]
	// Days is how long it takes, at most; Until is the day on which it ends.
	Days  int
	Until time.Time
}

// Span is from one value to another, both with it; a zero end is open.
type Span[T any] struct{ From, To T }

// Classifiers give the classes of activities and products by which texts are found that share a subject and no word.
type Classifiers interface {
	// Classes are the lines of ОКВЭД-2 and ОКПД2 that the installation has; none is no fault.
	Classes(ctx context.Context, q sqldb.Querier) (activities, products []search.Class, err error)
}

package form

import (
	"slices"
	"strconv"

	"github.com/klaster-platform/klaster/internal/platform/filetype"
	"github.com/klaster-platform/klaster/rule"
)

// Kind is what kind of answer a question takes.
type Kind string

// The kinds.
const (
	Line        Kind = "line"        // a text of one line
	Prose       Kind = "text"        // a longer text
	Number      Kind = "number"      // with Digits after the point
	Money       Kind = "money"       // roubles and kopecks
	Day         Kind = "date"        //
	Choice      Kind = "choice"      // one option
	Choices     Kind = "choices"     // several options
	INN         Kind = "inn"         // of an organisation or proprietor; the register adds the name
	Email       Kind = "email"       //
	Phone       Kind = "phone"       //
	Table       Kind = "table"       // rows of Columns
	Files       Kind = "file"        // one or several files
	Declaration Kind = "declaration" // a statement that the applicant makes, or does not
	Known       Kind = "known"       // what is known of the applicant, read only
)

// Kinds lists them all.
func Kinds() []Kind {
	return []Kind{Line, Prose, Number, Money, Day, Choice, Choices, INN, Email, Phone, Table, Files, Declaration, Known}
}

// column reports whether a table may have a column of the kind.
func (k Kind) column() bool {
	return slices.Contains([]Kind{Line, Number, Money, Day, Choice, INN, Email, Phone}, k)
}

// numeric reports whether answers of the kind can be added up.
func (k Kind) numeric() bool { return k == Number || k == Money }

// Question is one question. Which fields count depends on its kind.
type Question struct {
	Key      string // of the answer, and the name of its element in the document
	Kind     Kind
	Label    Text
	Hint     Text
	Optional bool
	When     *rule.Condition // nil: always
	Checks   []Check
	Prefill  string // the name of a fact of [Vocabulary] with which it begins; of Known, what it shows
	Public   bool   // whether the answer may be shown to anybody once it is accepted

	Least, Most int      // characters of a text; options, rows, files
	Digits      int      // after the point
	Low, High   string   // bounds of numbers, sums and days, in canonical form; "" for none
	Options     []Option // of choices; or
	List        string   // those of a list of the service; or
	FromFact    string   // the items of a fact of the applicant, such as its codes of ОКВЭД
	Columns     []Question
	Statement   Text     // what is declared
	Media       []string // of files: endings such as pdf

	service *Service
	path    string // its key, in a table after that of the table
}

// Path is how [Service.Question] finds the question.
func (q *Question) Path() string { return q.path }

// Choosable are the options of a choice; of one by FromFact those that its fact gives.
func (q *Question) Choosable(given Given) []Option {
	switch {
	case q.FromFact != "":
		items := given[q.FromFact].items()
		options := make([]Option, len(items))
		for i, item := range items {
			options[i] = Option{Key: item, Label: Text{RU: item, EN: item}}
		}
		return options
	case q.List != "":
		for _, l := range q.service.Lists {
			if l.Key == q.List {
				return l.Options
			}
		}
	}
	return q.Options
}

// option finds an option by key.
func (q *Question) option(key string, given Given) (Option, bool) {
	for _, o := range q.Choosable(given) {
		if o.Key == key {
			return o, true
		}
	}
	return Option{}, false
}

// Limits of answers, where a question does not set its own.
const (
	MaxLine  = 200
	MaxProse = 4000
	MaxRows  = 50
	MaxFiles = 5

	mostProse = 20_000
	mostRows  = 500
	mostFiles = 20
)

// Types are the types of files that a question takes.
func (q *Question) Types() []filetype.Type {
	if len(q.Media) == 0 {
		return filetype.All()
	}
	list := []filetype.Type{}
	for _, ending := range q.Media {
		if t, ok := filetype.Of(ending); ok {
			list = append(list, t)
		}
	}
	return list
}

// MostFiles is how many files may be attached to a question.
func (q *Question) MostFiles() int { return q.most() }

func (q *Question) most() int {
	if q.Most > 0 {
		return q.Most
	}
	switch q.Kind {
	case Prose:
		return MaxProse
	case Table:
		return MaxRows
	case Files:
		return MaxFiles
	case Choices:
		return maxOptions
	default:
		return MaxLine
	}
}

// factType is the type of the answer in conditions.
func (q *Question) factType() rule.Type {
	switch q.Kind {
	case Number:
		if q.Digits > 0 {
			return rule.Number
		}
		return rule.Int
	case Money, Table, Files:
		return rule.Int
	case Day:
		return rule.DateType
	case Choices:
		return rule.Strings
	case Declaration:
		return rule.Bool
	default:
		return rule.String
	}
}

// Namespace is that of the documents of a version of a service (design.md, rules of the house).
func Namespace(key string, version int) string {
	return "urn:klaster:application:" + key + ":" + strconv.Itoa(version)
}

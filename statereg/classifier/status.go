package classifier

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// Subject tells whose status a code is: one code means one thing for an organisation and another for an entrepreneur.
type Subject string

const (
	Organisation Subject = "ul" // codes of СЮЛСТ
	Entrepreneur Subject = "ip" // codes of СИПСТ
)

// State is what a status means for us.
type State string

const (
	Active         State = "active"
	Reorganisation State = "reorganisation" // under way
	Exclusion      State = "exclusion"      // it was decided to strike the subject off the register: this can be mended
	Liquidation    State = "liquidation"    // under way
	Bankruptcy     State = "bankruptcy"     // a case is open
	Ceased         State = "ceased"
	Void           State = "void"    // the registration was declared void
	Unknown        State = "unknown" // the code is in no list of ours
)

// Status is one code.
type Status struct {
	Subject  Subject
	Code     string
	State    State
	Bankrupt bool   // ceased as a bankrupt (203; of an entrepreneur 203 and 303)
	Ends     bool   // a reorganisation that ends the subject (121 to 125, 129)
	Source   string // list and day
}

// The codes were regenerated from the lists that the file names; the states are our reading of them. See
// internal/generate.
//
//go:embed status.txt
var statusFile string

type statusKey struct {
	subject Subject
	code    string
}

type statusTable struct {
	list []Status
	find map[statusKey]int
}

var statuses = sync.OnceValue(func() statusTable {
	list, err := parseStatuses(statusFile)
	if err != nil {
		panic(fmt.Sprintf("classifier: the embedded statuses: %v", err)) // a test reads them
	}
	t := statusTable{list: list, find: map[statusKey]int{}}
	for i, s := range list {
		t.find[statusKey{s.Subject, s.Code}] = i
	}
	return t
})

// FindStatus tells what a code means. One that no list of ours has is [Unknown], and false.
func FindStatus(of Subject, code string) (Status, bool) {
	t := statuses()
	if i, ok := t.find[statusKey{of, code}]; ok {
		return t.list[i], true
	}
	return Status{Subject: of, Code: code, State: Unknown}, false
}

// Statuses are all codes, by subject and code.
func Statuses() []Status { return append([]Status(nil), statuses().list...) }

// Worse reports whether state s weighs more than state t: from Active up, with Unknown above all that can be read and
// below what ends a subject, so that a code nobody knows is never drowned by one that all know.
func (s State) Worse(t State) bool { return s.weight() > t.weight() }

func (s State) weight() int {
	for i, state := range []State{Active, Reorganisation, Exclusion, Liquidation, Bankruptcy, Unknown, Ceased, Void} {
		if s == state {
			return i
		}
	}
	return 8 // what is no state weighs most
}

// parseStatuses reads lines of subject, code, state, marks and source; "source KEY WORDS" names a source.
func parseStatuses(text string) ([]Status, error) {
	var list []Status
	sources := map[string]string{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		fields := strings.Fields(line)
		if fields[0] == "source" && len(fields) > 2 {
			sources[fields[1]] = strings.Join(fields[2:], " ")
			continue
		}
		if len(fields) < 4 {
			return nil, fmt.Errorf("line %q", line)
		}
		s := Status{Subject: Subject(fields[0]), Code: fields[1], State: State(fields[2]), Source: sources[fields[3]]}
		for _, mark := range fields[4:] {
			s.Bankrupt = s.Bankrupt || mark == "bankrupt"
			s.Ends = s.Ends || mark == "ends"
		}
		list = append(list, s)
	}
	return list, nil
}

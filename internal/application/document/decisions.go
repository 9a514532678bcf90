package document

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/application/form"
)

// DecisionList is what an official signs when several decisions are decided by one signature. It names each decision by its hash codes
// and nothing else: whoever gets the list to check one decision learns nothing of the others.
type DecisionList struct {
	ID         string // a UUID
	Formed     time.Time
	Trial      bool
	Foundation string
	Official   Signer // without a mandate
	Decisions  []Hashes
}

// Hashes are the hash codes of the XML of a decision, in hex.
type Hashes struct {
	SHA256   string
	Streebog string // ГОСТ Р 34.11-2012, 256 bits
}

// Names of lists of decisions.
const (
	DecisionsNamespace = "urn:klaster:decisions:1"
	DecisionsFormat    = "klaster decisions 1"

	decisionsID = "decisions"
	// MaxDecisions is how many decisions a list holds.
	MaxDecisions = 500
)

// ListDecisions makes the XML of a list. It fails with [ErrForm].
func ListDecisions(l DecisionList) ([]byte, error) {
	l.Formed = l.Formed.UTC().Truncate(time.Microsecond)
	l.Foundation, l.Official.Name = form.Plain(l.Foundation), form.Plain(l.Official.Name)
	if err := l.check(); err != nil {
		return nil, fmt.Errorf("document of a list of decisions: %w", err)
	}
	root := branch("decisions", "Id", decisionsID, "count", strconv.Itoa(len(l.Decisions)), "formed", l.Formed.Format(instant), "format", DecisionsFormat,
		"list", l.ID, "trial", flag(l.Trial))
	root.with(leaf("foundation", l.Foundation), branch("official").with(leaf("name", l.Official.Name)))
	for _, d := range l.Decisions {
		root.with(branch("decision", "sha256", d.SHA256, "streebog256", d.Streebog))
	}
	return root.write(DecisionsNamespace), nil
}

func (l DecisionList) check() error {
	demands := []demand{
		{"the id of the list", anUUID.MatchString(l.ID)},
		{"the time", timely(l.Formed)},
		{"the foundation", l.Foundation != ""},
		{"the official", l.Official.Name != "" && l.Official.Mandate == nil},
		{"decisions", len(l.Decisions) > 0 && len(l.Decisions) <= MaxDecisions},
	}
	named := map[string]bool{}
	for _, d := range l.Decisions {
		demands = append(demands, demand{"the hash codes of a decision", aSHA256.MatchString(d.SHA256) && aSHA256.MatchString(d.Streebog) && !named[d.SHA256]})
		named[d.SHA256] = true
	}
	return insist(demands)
}

// ReadDecisions reads a list, and takes only what [ListDecisions] would write.
func ReadDecisions(content []byte) (l DecisionList, err error) {
	root, namespace, err := parse(content)
	if err != nil {
		return DecisionList{}, fmt.Errorf("read a list of decisions: %w", err)
	}
	if namespace != DecisionsNamespace || root.name != "decisions" || root.attribute("format") != DecisionsFormat {
		return DecisionList{}, fmt.Errorf("%w: not a list of decisions", ErrDocument)
	}
	l = DecisionList{ID: root.attribute("list"), Trial: root.attribute("trial") == yes, Foundation: root.textOf("foundation")}
	if l.Formed, err = time.Parse(instant, root.attribute("formed")); err != nil {
		return DecisionList{}, fmt.Errorf("%w: time of the list", ErrDocument)
	}
	for _, e := range root.children {
		switch e.name {
		case "official":
			l.Official.Name = e.textOf("name")
		case "decision":
			l.Decisions = append(l.Decisions, Hashes{e.attribute("sha256"), e.attribute("streebog256")})
		}
	}
	again, err := ListDecisions(l)
	if err != nil {
		return DecisionList{}, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	if !bytes.Equal(again, content) {
		return DecisionList{}, fmt.Errorf("%w: something stands in it that a list does not have", ErrDocument)
	}
	return l, nil
}

package document

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/klaster-platform/klaster/internal/application/form"
	"github.com/klaster-platform/klaster/workdays"
)

// Decision is what the foundation decided on an application, as the official signs it. All texts are in Russian.
type Decision struct {
	ID         string // of the decision, a UUID
	Number     string
	Decided    time.Time // kept with microseconds, in UTC
	Template   int       // of the printed form; 0 stands for the newest
	Trial      bool
	Name       string // «Решение о присвоении статуса участника»
	Foundation string
	Service    Service
	Case       Case
	Applicant  Applicant
	Positive   bool
	Text       string // what was decided: «Присвоить статус участника с 22.11.2026»
	Grounds    []Ground
	Reason     string // in the official's words; may be empty
	Appeal     string // how the decision is complained of; always there when it is not positive
	Supersedes string // number of the decision in whose place it stands; "" for none
	Official   Signer // without a mandate
}

// Service is the version of a service under which was applied.
type Service struct {
	Key     string
	Version int
	Digest  string // SHA-256 of its file, in hex
	Title   string
}

// Case is the application that is decided on.
type Case struct {
	Number string
	Sent   time.Time
	SHA256 string // of its XML, in hex
}

// Ground is a ground of a refusal.
type Ground struct {
	Code     string
	Title    string
	Clause   string // where it stands
	Evidence []Evidence
	Remedy   string // what the applicant can do
	Curable  bool   // whether one corrected application may follow at once
}

// Evidence is a fact or an answer on which a ground rests.
type Evidence struct {
	Label  string
	Value  string
	Source string
	Record string
	AsOf   workdays.Date
}

// The names of decisions, as Namespace and Format are of applications.
const (
	DecisionNamespace = "urn:klaster:decision:1"
	DecisionFormat    = "klaster decision 1"

	decisionID  = "decision"
	maxGrounds  = 60
	maxEvidence = 60
	positive    = "positive"
	negative    = "negative"
)

// Decide makes the XML of a decision, in the same canonical form as that of an application. It fails with [ErrForm] or [ErrSize].
func Decide(d Decision) ([]byte, error) {
	content, err := d.plain().write()
	if err != nil {
		return nil, fmt.Errorf("document of decision %s: %w", d.Number, err)
	}
	return content, nil
}

func (d Decision) write() ([]byte, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	root := d.element()
	content := root.write(DecisionNamespace)
	if len(content) > MaxSize {
		return nil, ErrSize
	}
	if err := root.seen(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrForm, err)
	}
	return content, nil
}

func (d Decision) plain() Decision {
	if d.Template == 0 {
		d.Template = Template
	}
	d.Decided, d.Case.Sent = d.Decided.UTC().Truncate(time.Microsecond), d.Case.Sent.UTC().Truncate(time.Microsecond)
	d.Applicant = d.Applicant.plain()
	for _, s := range []*string{&d.Number, &d.Name, &d.Foundation, &d.Service.Title, &d.Case.Number, &d.Supersedes, &d.Official.Name, &d.Official.Post} {
		*s = form.Plain(*s)
	}
	d.Text, d.Reason, d.Appeal = form.PlainLines(d.Text), form.PlainLines(d.Reason), form.PlainLines(d.Appeal)
	grounds := d.Grounds
	d.Grounds = nil
	for _, g := range grounds {
		g.Title, g.Clause, g.Remedy = form.Plain(g.Title), form.Plain(g.Clause), form.PlainLines(g.Remedy)
		evidence := g.Evidence
		g.Evidence = nil
		for _, e := range evidence {
			e.Label, e.Value, e.Source, e.Record = form.Plain(e.Label), form.PlainLines(e.Value), form.Plain(e.Source), form.Plain(e.Record)
			g.Evidence = append(g.Evidence, e)
		}
		d.Grounds = append(d.Grounds, g)
	}
	return d
}

func (d Decision) check() error {
	demands := append(d.Applicant.demands(), []demand{
		{"the id of the decision", anUUID.MatchString(d.ID)},
		{"the number of the decision", d.Number != ""},
		{"the time of the decision", timely(d.Decided)},
		{"the template", d.Template >= 1 && d.Template <= Template},
		{"the name of the decision", d.Name != ""},
		{"the foundation", d.Foundation != ""},
		{"the service", aKey.MatchString(d.Service.Key) && d.Service.Version > 0 && d.Service.Title != "" && aSHA256.MatchString(d.Service.Digest)},
		{"the application", d.Case.Number != "" && timely(d.Case.Sent) && aSHA256.MatchString(d.Case.SHA256)},
		{"what was decided", d.Text != ""},
		{"the official", d.Official.Name != "" && d.Official.Mandate == nil},
		{"grounds of what is not positive, and of nothing else", d.Positive == (len(d.Grounds) == 0) && len(d.Grounds) <= maxGrounds},
		{"how to complain", d.Positive || d.Appeal != ""},
	}...)
	for _, g := range d.Grounds {
		demands = append(demands, demand{"the ground " + g.Code, aKey.MatchString(g.Code) && g.Title != "" && len(g.Evidence) <= maxEvidence})
		for _, e := range g.Evidence {
			demands = append(demands, demand{"the evidence of " + g.Code, e.Label != "" && e.Value != ""})
		}
	}
	return insist(demands)
}

func flag(b bool) string {
	if b {
		return yes
	}
	return ""
}

func (d Decision) element() *element {
	outcome := negative
	if d.Positive {
		outcome = positive
	}
	root := branch("decision", "Id", decisionID, "decided", d.Decided.Format(instant), "decision", d.ID, "format", DecisionFormat,
		"number", d.Number, "outcome", outcome, "template", strconv.Itoa(d.Template), "trial", flag(d.Trial))
	root.with(
		leaf("name", d.Name), leaf("foundation", d.Foundation),
		leaf("service", d.Service.Title, "key", d.Service.Key, "version", strconv.Itoa(d.Service.Version), "sha256", d.Service.Digest),
		leaf("application", d.Case.Number, "sent", d.Case.Sent.Format(instant), "sha256", d.Case.SHA256),
		d.Applicant.element(), leaf("text", d.Text))
	for _, g := range d.Grounds {
		e := branch("ground", "code", g.Code, "curable", flag(g.Curable)).with(leaf("title", g.Title), unless("clause", g.Clause))
		for _, v := range g.Evidence {
			day := ""
			if !v.AsOf.IsZero() {
				day = v.AsOf.String()
			}
			e.with(leaf("evidence", v.Value, "as_of", day, "label", v.Label, "record", v.Record, "source", v.Source))
		}
		root.with(e.with(unless("remedy", g.Remedy)))
	}
	return root.with(unless("reason", d.Reason), unless("appeal", d.Appeal), unless("supersedes", d.Supersedes),
		branch("official").with(leaf("name", d.Official.Name), unless("post", d.Official.Post)))
}

// ReadDecision reads the document of a decision, and takes only what [Decide] would write.
func ReadDecision(content []byte) (Decision, error) {
	d, err := readDecision(content)
	if err != nil {
		return Decision{}, fmt.Errorf("read document of a decision: %w", err)
	}
	return d, nil
}

func readDecision(content []byte) (Decision, error) {
	root, namespace, err := parse(content)
	if err != nil {
		return Decision{}, err
	}
	if namespace != DecisionNamespace || root.name != "decision" || root.attribute("format") != DecisionFormat {
		return Decision{}, fmt.Errorf("%w: not a decision", ErrDocument)
	}
	d, err := decisionOf(root)
	if err != nil {
		return Decision{}, err
	}
	again, err := d.plain().write()
	if err != nil {
		return Decision{}, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	if !bytes.Equal(again, content) {
		return Decision{}, fmt.Errorf("%w: something stands in it that a decision does not have", ErrDocument)
	}
	return d, nil
}

func decisionOf(root *element) (d Decision, err error) {
	d = Decision{
		ID: root.attribute("decision"), Number: root.attribute("number"), Trial: root.attribute("trial") == yes, Name: root.textOf("name"),
		Foundation: root.textOf("foundation"), Applicant: applicantOf(root), Positive: root.attribute("outcome") == positive,
		Text: root.textOf("text"), Reason: root.textOf("reason"), Appeal: root.textOf("appeal"), Supersedes: root.textOf("supersedes"),
	}
	if d.Decided, err = time.Parse(instant, root.attribute("decided")); err != nil {
		return d, fmt.Errorf("%w: time of the decision", ErrDocument)
	}
	if d.Template, err = count(root.attribute("template")); err != nil {
		return d, err
	}
	if e := root.child("service"); e != nil {
		d.Service = Service{Key: e.attribute("key"), Title: e.text, Digest: e.attribute("sha256")}
		if d.Service.Version, err = count(e.attribute("version")); err != nil {
			return d, err
		}
	}
	if e := root.child("application"); e != nil {
		d.Case = Case{Number: e.text, SHA256: e.attribute("sha256")}
		if d.Case.Sent, err = time.Parse(instant, e.attribute("sent")); err != nil {
			return d, fmt.Errorf("%w: time of sending", ErrDocument)
		}
	}
	if e := root.child("official"); e != nil {
		d.Official = Signer{Name: e.textOf("name"), Post: e.textOf("post")}
	}
	for _, e := range root.children {
		if e.name != "ground" {
			continue
		}
		g, err := groundOf(e)
		if err != nil {
			return d, err
		}
		d.Grounds = append(d.Grounds, g)
	}
	return d, nil
}

func groundOf(e *element) (Ground, error) {
	g := Ground{
		Code: e.attribute("code"), Curable: e.attribute("curable") == yes, Title: e.textOf("title"), Clause: e.textOf("clause"),
		Remedy: e.textOf("remedy"),
	}
	for _, c := range e.children {
		if c.name != "evidence" {
			continue
		}
		v := Evidence{Label: c.attribute("label"), Value: c.text, Source: c.attribute("source"), Record: c.attribute("record")}
		if day := c.attribute("as_of"); day != "" {
			var err error
			if v.AsOf, err = workdays.ParseDate(day); err != nil {
				return g, fmt.Errorf("%w: %w", ErrDocument, err)
			}
		}
		g.Evidence = append(g.Evidence, v)
	}
	return g, nil
}

package document

import (
	"fmt"
	"regexp"
	"time"

	"github.com/klaster-platform/klaster/internal/application/form"
)

// About is what a document says beside the answers.
type About struct {
	ID        string    // of the application, a UUID
	Formed    time.Time // kept with microseconds, in UTC
	Template  int       // of the printed form; 0 stands for the newest
	Trial     bool      // formed in a trial installation, where nothing has legal force
	Recipient string    // to whom one applies: the name of the foundation
	Applicant Applicant
	Author    Author
	Signers   []Signer // who is going to sign, as far as that is known
}

// Author is who formed the document.
type Author struct {
	Name string
	Role string // what the author is to the applicant: «доверенное лицо, полный доступ»
}

// Signer is who is going to sign.
type Signer struct {
	Name    string
	Post    string   // «генеральный директор»
	Mandate *Mandate // nil for one who acts without a power of attorney
}

// Mandate is a machine-readable power of attorney (МЧД). The document names its number and hash (T12), so that no other can be
// put in its place later.
type Mandate struct {
	Number string // a UUID
	SHA256 string // of its file, in hex
	Until  string // the last day of its term, 2026-11-22
}

// Header is what a document says of itself.
type Header struct {
	Service string // key of the service
	Version int
	Digest  string // SHA-256 of the file of the service, in hex
	Word    form.Word
	Name    string // «Заявление о присвоении статуса участника»
	Title   string // of the service
	ByLaw   bool
	Basis   string
	About   About
}

// Template is the newest template of the printed form.
const Template = 1

const instant = "2006-01-02T15:04:05.000000Z"

// What identifiers look like; the schema has the same.
const (
	uuidForm   = `[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`
	sha256Form = `[0-9a-f]{64}`
	innForm    = `[0-9]{10}|[0-9]{12}`
	ogrnForm   = `[0-9]{13}|[0-9]{15}`
	kppForm    = `[0-9]{4}[0-9A-Z]{2}[0-9]{3}`
	snilsForm  = `[0-9]{11}`
	dayForm    = `[0-9]{4}-[0-9]{2}-[0-9]{2}`
	keyForm    = `[a-z][a-z0-9_]{1,31}`
	formedForm = `[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z`
)

var (
	anUUID   = regexp.MustCompile(`^(` + uuidForm + `)$`)
	aSHA256  = regexp.MustCompile(`^(` + sha256Form + `)$`)
	anINN    = regexp.MustCompile(`^(` + innForm + `|)$`)
	anOGRN   = regexp.MustCompile(`^(` + ogrnForm + `|)$`)
	aKPP     = regexp.MustCompile(`^(` + kppForm + `|)$`)
	aSNILS   = regexp.MustCompile(`^(` + snilsForm + `|)$`)
	aKey     = regexp.MustCompile(`^(` + keyForm + `)$`)
	aMandate = regexp.MustCompile(`^(` + dayForm + `|)$`)
)

const maxSigners = 20

// plain brings the names into the form in which they stand in the document.
func (a About) plain() About {
	if a.Template == 0 {
		a.Template = Template
	}
	a.Formed = a.Formed.UTC().Truncate(time.Microsecond)
	a.Recipient = form.Plain(a.Recipient)
	a.Applicant = a.Applicant.plain()
	a.Author.Name, a.Author.Role = form.Plain(a.Author.Name), form.Plain(a.Author.Role)
	var signers []Signer
	for _, s := range a.Signers {
		s.Name, s.Post = form.Plain(s.Name), form.Plain(s.Post)
		signers = append(signers, s)
	}
	a.Signers = signers
	return a
}

// demand is something that a document asks of what it is made of.
type demand struct {
	what string
	met  bool
}

func insist(list []demand) error {
	for _, d := range list {
		if !d.met {
			return fmt.Errorf("%w: %s", ErrForm, d.what)
		}
	}
	return nil
}

// check refuses what the schema of a document would refuse.
func (a About) check() error {
	err := insist(append(a.Applicant.demands(), []demand{
		{"the id of the application", anUUID.MatchString(a.ID)},
		{"the time of forming", timely(a.Formed)},
		{"the template", a.Template >= 1 && a.Template <= Template},
		{"the recipient", a.Recipient != ""},
		{"the name of the author", a.Author.Name != ""},
		{"the number of signers", len(a.Signers) <= maxSigners},
	}...))
	if err != nil {
		return err
	}
	for _, s := range a.Signers {
		m := s.Mandate
		if s.Name == "" || m != nil && !(anUUID.MatchString(m.Number) && aSHA256.MatchString(m.SHA256) && aMandate.MatchString(m.Until)) {
			return fmt.Errorf("%w: signer %q", ErrForm, s.Name)
		}
	}
	return nil
}

func timely(t time.Time) bool { return t.Year() >= 2000 && t.Year() <= 9999 }

func (a About) elements() []*element {
	list := []*element{
		leaf("recipient", a.Recipient),
		a.Applicant.element(),
		branch("author").with(leaf("name", a.Author.Name), unless("role", a.Author.Role)),
	}
	for _, s := range a.Signers {
		e := branch("signer").with(leaf("name", s.Name), unless("post", s.Post))
		if m := s.Mandate; m != nil {
			e.with(leaf("mandate", m.Number, "sha256", m.SHA256, "until", m.Until))
		}
		list = append(list, e)
	}
	return list
}

// about reads what elements wrote. What stands elsewhere is left to the comparison of the bytes.
func about(root *element) (About, error) {
	formed, err := time.Parse(instant, root.attribute("formed"))
	if err != nil {
		return About{}, fmt.Errorf("%w: time of forming %q", ErrDocument, root.attribute("formed"))
	}
	template, err := count(root.attribute("template"))
	if err != nil {
		return About{}, err
	}
	a := About{
		ID: root.attribute("application"), Formed: formed, Template: template, Trial: root.attribute("trial") == yes,
		Recipient: root.textOf("recipient"),
	}
	a.Applicant = applicantOf(root)
	if e := root.child("author"); e != nil {
		a.Author = Author{Name: e.textOf("name"), Role: e.textOf("role")}
	}
	for _, e := range root.children {
		if e.name == "signer" {
			a.Signers = append(a.Signers, signer(e))
		}
	}
	return a, nil
}

func signer(e *element) Signer {
	s := Signer{Name: e.textOf("name"), Post: e.textOf("post")}
	if m := e.child("mandate"); m != nil {
		s.Mandate = &Mandate{Number: m.text, SHA256: m.attribute("sha256"), Until: m.attribute("until")}
	}
	return s
}

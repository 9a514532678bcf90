package organisation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/rulang/fullname"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// Holder is whom a certificate names, by its numbers (rule T10). Empty numbers are not in it.
type Holder struct {
	INN       ruid.INN // of the organisation, 10 digits
	OGRN      ruid.OGRN
	OGRNIP    ruid.OGRNIP
	PersonINN ruid.INN // 12 digits
	SNILS     ruid.SNILS
	Surname   string
	Given     string
	Middle    string
}

// ForOrganisation reports whether the certificate was issued to a legal entity and names the person who acts for it.
func (h Holder) ForOrganisation() bool { return h.OGRN != "" || h.INN != "" }

// Known is a record of a state register and how far it can be relied upon.
type Known struct {
	Record *egr.Record
	Source i18n.Text     // whose word it is, as people read it: «ЕГРЮЛ (загруженный файл)»
	AsOf   workdays.Date // the day for which the register vouches that this is how things stand
}

// ErrUnknownSubject says that no register that is loaded has the subject. It is not proof that there is none.
var ErrUnknownSubject = errors.New("organisation: the register has no such record")

// Registers is where records are looked up: package fact.
type Registers interface {
	// ByOGRN returns the record of an ОГРН or ОГРНИП, or [ErrUnknownSubject].
	ByOGRN(ctx context.Context, ogrn string) (Known, error)
	// ByOGRNOn returns the record that held on a day, or [ErrUnknownSubject] when what is at hand does not tell.
	ByOGRNOn(ctx context.Context, ogrn string, on workdays.Date) (Known, error)
	// ByINN returns the records of an ИНН, ceased ones too: of a person there may be several, one after the other.
	ByINN(ctx context.Context, inn string) ([]Known, error)
}

// Outcome is what the register says to a certificate.
type Outcome uint8

// The outcomes. Review goes to a person of the foundation: unknown is neither yes nor no.
const (
	Refused Outcome = iota
	Review
	Granted
)

// Ground is why a judgement came out as it did. The list is closed; cases store it.
type Ground string

// The grounds.
const (
	GroundActs           Ground = "acts"            // granted: the register names the person
	GroundNoNumbers      Ground = "no_numbers"      // refused: the certificate names neither an organisation nor a proprietor
	GroundContradiction  Ground = "contradiction"   // refused: ИНН and ОГРН of the certificate are of two subjects
	GroundCeased         Ground = "ceased"          // refused
	GroundNotNamed       Ground = "not_named"       // refused: the register names others
	GroundPowersOver     Ground = "powers_over"     // refused: named, but the powers ended or a court took them
	GroundUnknownSubject Ground = "unknown_subject" // review: no register has the subject
	GroundStale          Ground = "stale"           // review: what the register said is too old
	GroundSilent         Ground = "silent"          // review: the register could not be asked
	GroundRestricted     Ground = "restricted"      // review: the register hides who acts
	GroundSpelling       Ground = "spelling"        // review: the number is the same, the name is spelt otherwise
	GroundNoPersonINN    Ground = "no_person_inn"   // review: the name is the same, a number is missing
	GroundChain          Ground = "chain"           // review: managing organisations that lead nowhere
	GroundSeveral        Ground = "several"         // review: the number has several living records
)

// Basis is by what somebody acts for an organisation.
type Basis string

// The bases.
const (
	ByHead         Basis = "head"
	ByProprietor   Basis = "proprietor"
	ByManagingHead Basis = "managing" // head of the managing organisation, or a managing proprietor
	ByPower        Basis = "power"    // machine-readable power of attorney
)

// Judgement is what follows from the register for the holder of a certificate.
type Judgement struct {
	Outcome Outcome
	Ground  Ground
	Basis   Basis
	Joint   bool   // acts only together with the others whom the register names
	Subject *Known // the record of the organisation or proprietor; nil when there is none
	Post    string // as the register writes it, «ГЕНЕРАЛЬНЫЙ ДИРЕКТОР»
}

// maxManagers is how many managing organisations are followed, one managing the next.
const maxManagers = 5

// Judge says whether the holder of a certificate acts for the subject that it names. Records older than fresh count as
// unknown. It reads nothing but registers; who the person of the account is, the caller has compared.
func Judge(ctx context.Context, registers Registers, h Holder, now time.Time, fresh time.Duration) (Judgement, error) {
	return judge{ctx, registers, h, workdays.DateOf(now), int(fresh / (24 * time.Hour)), false}.run()
}

// judgeByNumber is [Judge] for a person whose name was settled when they came: only numbers are compared.
func judgeByNumber(ctx context.Context, registers Registers, h Holder, now time.Time, fresh time.Duration) (Judgement, error) {
	return judge{ctx, registers, h, workdays.DateOf(now), int(fresh / (24 * time.Hour)), true}.run()
}

func (j judge) run() (Judgement, error) {
	switch h := j.holder; {
	case h.ForOrganisation():
		return j.organisation()
	case h.OGRNIP != "" || h.PersonINN != "":
		return j.proprietor()
	}
	return Judgement{Ground: GroundNoNumbers}, nil
}

type judge struct {
	ctx       context.Context
	registers Registers
	holder    Holder
	today     workdays.Date
	fresh     int  // days
	byNumber  bool // names are not compared
}

// organisation judges the certificate of a legal entity.
func (j judge) organisation() (Judgement, error) {
	subject, no, err := j.subject(string(j.holder.OGRN), string(j.holder.INN))
	if subject == nil || no != "" || err != nil {
		return j.settled(subject, no, err)
	}
	out, err := j.acts(subject, ByHead, maxManagers)
	out.Subject = subject
	return out, err
}

// proprietor judges the certificate of a sole proprietor, or of a person whose ИНН belongs to one active record.
func (j judge) proprietor() (Judgement, error) {
	subject, no, err := j.subject(string(j.holder.OGRNIP), string(j.holder.PersonINN))
	if subject == nil || no != "" || err != nil {
		return j.settled(subject, no, err)
	}
	out := Judgement{Outcome: Granted, Ground: GroundActs, Basis: ByProprietor, Subject: subject}
	person := subject.Record.Person
	switch {
	case person == nil:
		out.Outcome, out.Ground = Review, GroundRestricted
	case j.holder.PersonINN == "":
		out.Outcome, out.Ground = Review, GroundNoPersonINN
	case !j.named(*person):
		out.Outcome, out.Ground = Review, GroundSpelling
	}
	return out, nil
}

// subject finds the record of the certificate's numbers. Without it, no is why.
func (j judge) subject(ogrn, inn string) (found *Known, no Ground, err error) {
	if ogrn != "" {
		k, err := j.registers.ByOGRN(j.ctx, ogrn)
		switch {
		case errors.Is(err, ErrUnknownSubject):
			return nil, GroundUnknownSubject, nil
		case err != nil:
			return nil, GroundSilent, err
		case inn != "" && k.Record.INN != inn:
			return &k, GroundContradiction, nil
		}
		return j.usable(&k)
	}
	list, err := j.registers.ByINN(j.ctx, inn)
	if err != nil && !errors.Is(err, ErrUnknownSubject) {
		return nil, GroundSilent, err
	}
	if len(list) == 0 {
		return nil, GroundUnknownSubject, nil
	}
	alive := slices.DeleteFunc(slices.Clone(list), func(k Known) bool { return k.Record.HasCeased() })
	switch len(alive) {
	case 0:
		return &list[0], GroundCeased, nil
	case 1:
		return j.usable(&alive[0])
	}
	return &alive[0], GroundSeveral, nil
}

func (j judge) usable(k *Known) (*Known, Ground, error) {
	switch {
	case k.Record.HasCeased():
		return k, GroundCeased, nil
	case k.AsOf.IsZero() || k.AsOf.AddDays(j.fresh).Before(j.today):
		return k, GroundStale, nil
	}
	return k, "", nil
}

// settled is the judgement where the record itself decides.
func (j judge) settled(subject *Known, no Ground, err error) (Judgement, error) {
	out := Judgement{Outcome: Review, Ground: no, Subject: subject}
	if no == GroundCeased || no == GroundContradiction {
		out.Outcome = Refused
	}
	if err != nil {
		return out, fmt.Errorf("ask the register: %w", err)
	}
	return out, nil
}

// acts looks for the holder among those who act for a subject, and behind its managing organisations.
func (j judge) acts(subject *Known, basis Basis, depth int) (Judgement, error) {
	acting := subject.Record.Acting(j.today)
	out := Judgement{Basis: basis, Joint: acting.Mode == egr.ModeJointly}
	near := Ground("")
	for _, h := range acting.Heads {
		switch fit := j.fits(h.Person); {
		case fit == GroundActs && acting.Mode == egr.ModeUnknown:
			near = GroundRestricted // several act, and the register does not say how
		case fit == GroundActs && h.Person.OGRNIP != "":
			out.Post = h.Post
			return j.managing(h.Person, out)
		case fit == GroundActs:
			out.Outcome, out.Ground, out.Post = Granted, GroundActs, h.Post
			return out, nil
		case fit != "":
			near = fit
		}
	}
	for _, m := range acting.Managers {
		behind, err := j.behind(m, depth)
		if err != nil || behind.Outcome == Granted {
			behind.Joint = behind.Joint || out.Joint
			return behind, err
		}
		if behind.Outcome == Review {
			near = behind.Ground
		}
	}
	return j.notFound(acting, near), nil
}

// managing judges a sole proprietor who manages the organisation: only while the register of proprietors has them.
func (j judge) managing(p egr.Person, out Judgement) (Judgement, error) {
	out.Basis = ByManagingHead
	_, no, err := j.subject(p.OGRNIP, p.INN)
	switch {
	case err != nil:
		return j.settled(nil, no, err)
	case no == GroundCeased:
		out.Outcome, out.Ground = Refused, GroundPowersOver
	case no != "":
		out.Outcome, out.Ground = Review, no
	default:
		out.Outcome, out.Ground = Granted, GroundActs
	}
	return out, nil
}

// notFound is the judgement of a holder whom the register does not name beyond doubt.
func (j judge) notFound(acting egr.Acting, near Ground) Judgement {
	switch {
	case near != "":
		return Judgement{Outcome: Review, Ground: near}
	case acting.Mode == egr.ModeRestricted, acting.Mode == egr.ModeNobody && len(acting.Out) == 0:
		return Judgement{Outcome: Review, Ground: GroundRestricted}
	case slices.ContainsFunc(acting.Out, func(h egr.Head) bool { return j.fits(h.Person) != "" }):
		return Judgement{Outcome: Refused, Ground: GroundPowersOver}
	}
	return Judgement{Outcome: Refused, Ground: GroundNotNamed}
}

// behind follows a managing organisation to its own head.
func (j judge) behind(m egr.Manager, depth int) (Judgement, error) {
	if m.Restricted || m.Foreign != nil || depth == 0 || m.Party.OGRN == "" {
		return Judgement{Outcome: Review, Ground: GroundChain}, nil
	}
	managing, no, err := j.subject(m.Party.OGRN, m.Party.INN)
	if managing == nil || no != "" || err != nil {
		out, err := j.settled(managing, no, err)
		return Judgement{Outcome: Review, Ground: out.Ground}, err
	}
	out, err := j.acts(managing, ByManagingHead, depth-1)
	if out.Outcome == Refused {
		out = Judgement{Outcome: Refused, Ground: GroundNotNamed}
	}
	return out, err
}

// fits compares the holder with a person of the register: [GroundActs] when number and name are the same, a ground for review
// when one of them leaves a doubt, "" when it is somebody else.
func (j judge) fits(p egr.Person) Ground {
	same := j.named(p)
	switch {
	case p.INN != "" && j.holder.PersonINN != "" && p.INN != string(j.holder.PersonINN):
		return ""
	case p.INN != "" && j.holder.PersonINN != "" && same:
		return GroundActs
	case p.INN != "" && j.holder.PersonINN != "":
		return GroundSpelling
	case j.spelt(p):
		return GroundNoPersonINN
	}
	return ""
}

// spelt compares whole names, in whatever parts they come.
func (j judge) spelt(p egr.Person) bool {
	h := j.holder
	return fullname.Same(h.Surname+h.Given+h.Middle, p.Surname+p.Name+p.Patronymic)
}

func (j judge) named(p egr.Person) bool {
	h := j.holder
	return j.byNumber || fullname.Same(h.Surname, p.Surname) && fullname.Same(h.Given, p.Name) && fullname.Same(h.Middle, p.Patronymic)
}

// Why tells the person what came out and what to do.
func (g Ground) Why() i18n.Text {
	if t, ok := whys[g]; ok {
		return t
	}
	if t, ok := powerWhys[g]; ok {
		return t
	}
	return whyOther
}

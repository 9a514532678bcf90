package admission

import (
	"context"

	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// Purpose is the status that is asked for. Purposes are the sets of rules.yaml.
type Purpose string

// The purposes.
const (
	Participant Purpose = "participant" // участник: registered in Moscow
	Partner     Purpose = "partner"     // партнёр: registered in another region
)

// Case is what is known of an applicant when it is judged. What is left out is unknown.
type Case struct {
	Purpose  Purpose
	On       rule.Date
	Identity *Identity
	// Register is what is believed of ЕГРЮЛ or ЕГРИП; Others are what other sources say of the same subject. One that is not
	// older and says something else makes a fact unknown.
	Register *Entry
	Others   []Entry
	// Lookup finds other organisations for the walk of R8; nil finds none.
	Lookup   Lookup
	Offshore []OffshoreList
	Small    *Small
	Unfair   *Unfair
	// Bankruptcy is what ЕФРСБ says; nil when the foundation has not connected it.
	Bankruptcy *Bankruptcy
	// Disqualified is what the register of disqualified persons says; nil when the foundation has not imported it.
	Disqualified *Disqualified
	// Suspended is the applicant's declaration whether activity is suspended; nil when it was not asked yet.
	Suspended *Declaration
	// Notes are facts that an expert established by hand, by name. They stand where the registers are silent, never in place of
	// what a register says; where they contradict it and are not older, the fact is unknown.
	Notes map[string]rule.Fact
}

// Entry is a record of ЕГРЮЛ or ЕГРИП with its source.
type Entry struct {
	Record    *egr.Record
	Source    string    // [FromRegister] or [FromDaData]
	Confirmed rule.Date // the day until which the source vouches that the record stands; no date: the day of the record
}

// last is the day until which the entry is known to stand.
func (e Entry) last() rule.Date {
	if e.Confirmed.After(e.Record.AsOf) {
		return e.Confirmed
	}
	return e.Record.AsOf
}

// Lookup finds the record of an organisation by ИНН. It returns false when no register at hand has one.
type Lookup func(ctx context.Context, inn string) (Entry, bool, error)

// Identity is who applies, by their own word and by the certificate. Numbers that a certificate does not have are "".
type Identity struct {
	INN, OGRN             string // as the application names them
	CertINN, CertOGRN     string // as the certificate, or the МЧД behind it, names the organisation
	AsOf                  rule.Date
	CertificateValidUntil rule.Date
	Serial                string
}

// Small is what the register of small and medium enterprises says.
type Small struct {
	AsOf     rule.Date // the day of the published set
	Category string    // micro, small or medium; "" when the subject is not in it
}

// Unfair is what the register of unfair suppliers says of the applicant and of those named with it ([Related]).
type Unfair struct {
	AsOf    rule.Date // the day of the file, or of the look-up by hand
	Source  string    // "" is [FromUnfair]; [FromExpert] of a look-up by hand
	Records []UnfairRecord
}

// UnfairRecord is one record of that register.
type UnfairRecord struct {
	Number string
	INN    string
	Until  rule.Date // the day on which it is taken out; no date: not told, so that it stands
}

// Disqualified is what the register of disqualified persons says of the heads: by name and by the ИНН of the organisation, which does not
// make one person of two.
type Disqualified struct {
	AsOf    rule.Date
	Records []string // numbers of records that run and have a head's name
}

// Bankruptcy is what the register of messages on bankruptcy says.
type Bankruptcy struct {
	AsOf      rule.Date
	Case      string // number of a message on a procedure, "" for none
	Intention string // number of a message on an intention to go to court, "" for none
}

// Declaration is a yes or no by the applicant.
type Declaration struct {
	Yes   bool
	On    rule.Date
	Until rule.Date // the last day on which it counts, if it has one
}

// Related lists the ИНН of founders and heads of a record, for a look-up in registers.
func Related(r *egr.Record) []string {
	var list []string
	add := func(inn string) {
		if inn != "" && inn != r.INN {
			list = append(list, inn)
		}
	}
	for _, f := range r.Founders {
		if f.Person != nil {
			add(f.Person.INN)
		}
		if f.Party != nil {
			add(f.Party.INN)
		}
	}
	for _, h := range r.Heads {
		add(h.Person.INN)
	}
	for _, m := range r.Managers {
		add(m.Party.INN)
	}
	return list
}

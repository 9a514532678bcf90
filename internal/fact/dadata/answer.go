// Package dadata asks DaData, a commercial copy of the registers of the tax service, by its method findById/party. It is a convenience for
// operators: what it says stands below every official record and below what was looked up by hand (T22), and no rule of admission
// reads it.
package dadata

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"github.com/klaster-platform/klaster/workdays"
)

// party is what is read of an answer. Fields that a tariff does not have are null.
type party struct {
	INN   string `json:"inn"`
	OGRN  string `json:"ogrn"`
	KPP   string `json:"kpp"`
	Type  string `json:"type"` // LEGAL, INDIVIDUAL
	State *struct {
		Status     string `json:"status"`
		Code       string `json:"code"`
		Actuality  int64  `json:"actuality_date"`    // milliseconds
		Registered int64  `json:"registration_date"` // milliseconds, before 1970 negative
	} `json:"state"`
	Name struct {
		Full  string `json:"full_with_opf"`
		Short string `json:"short_with_opf"`
	} `json:"name"`
	OKVED   string `json:"okved"`
	Address *struct {
		Value string `json:"value"`
		Data  *struct {
			Kladr string `json:"region_kladr_id"`
		} `json:"data"`
	} `json:"address"`
	Management *struct {
		Name string `json:"name"`
		Post string `json:"post"`
	} `json:"management"`
}

// maxText bounds a value in octets: more is no value.
const maxText = 2000

// Read reads an answer. One without a party is [fact.ErrNobody]; one that is no answer is [fact.ErrQuestion], since asking again would
// bring the same.
func Read(body []byte) (fact.Answer, error) {
	var all struct {
		Suggestions *[]struct {
			Data party `json:"data"`
		} `json:"suggestions"`
	}
	if err := json.Unmarshal(body, &all); err != nil || all.Suggestions == nil {
		return fact.Answer{}, fmt.Errorf("%w: the answer cannot be read", fact.ErrQuestion)
	}
	if len(*all.Suggestions) == 0 {
		return fact.Answer{}, fact.ErrNobody
	}
	p := (*all.Suggestions)[0].Data
	a := fact.Answer{Subject: fact.Subject{INN: p.INN, OGRN: p.OGRN}}
	if !p.numbered() {
		return fact.Answer{}, fmt.Errorf("%w: the answer has no right numbers", fact.ErrQuestion)
	}
	if p.State != nil {
		a.AsOf = dayOf(p.State.Actuality)
	}
	a.Facts = p.facts()
	return a, nil
}

// numbered reports whether both numbers are right, and of the kind that the party says to be of.
func (p party) numbered() bool {
	inn, badINN := ruid.ParseINN(p.INN)
	_, badOGRN := ruid.ParseOGRN(p.OGRN)
	_, badOGRNIP := ruid.ParseOGRNIP(p.OGRN)
	switch p.Type {
	case "LEGAL":
		return badINN == nil && badOGRN == nil && inn.Organisation()
	case "INDIVIDUAL":
		return badINN == nil && badOGRNIP == nil && inn.Person()
	}
	return false
}

func (p party) facts() []fact.Said {
	var list []fact.Said
	add := func(k fact.Kind, value string) {
		if value = strings.TrimSpace(value); value != "" && len(value) <= maxText {
			list = append(list, fact.Said{Kind: k, Value: value})
		}
	}
	name := p.Name.Short
	if name == "" {
		name = p.Name.Full
	}
	add(fact.KindName, name)
	add(fact.KindINN, p.INN)
	add(fact.KindOGRN, p.OGRN)
	add(fact.KindKPP, p.KPP)
	add(fact.KindActivity, p.OKVED)
	if p.State != nil {
		add(fact.KindStatus, string(p.status()))
		if d := dayOf(p.State.Registered); p.State.Registered != 0 && !d.IsZero() {
			add(fact.KindRegistered, d.String())
		}
	}
	if p.Address != nil {
		add(fact.KindAddress, p.Address.Value)
		if p.Address.Data != nil && len(p.Address.Data.Kladr) >= 2 {
			add(fact.KindRegion, p.Address.Data.Kladr[:2])
		}
	}
	if p.Management != nil && p.Management.Name != "" && len(p.Management.Name)+len(p.Management.Post) < maxText {
		head := p.Management.Name
		if p.Management.Post != "" {
			head += " (" + p.Management.Post + ")"
		}
		list = append(list, fact.Said{Kind: fact.KindHeads, Value: []string{head}})
	}
	return list
}

// status is the code of the register when the answer has one, else what the service makes of it. A word that is not known is no good
// standing.
func (p party) status() classifier.State {
	of := classifier.Organisation
	if p.Type == "INDIVIDUAL" {
		of = classifier.Entrepreneur
	}
	if p.State.Code != "" {
		s, _ := classifier.FindStatus(of, p.State.Code)
		return s.State
	}
	switch p.State.Status {
	case "ACTIVE":
		return classifier.Active
	case "LIQUIDATING":
		return classifier.Liquidation
	case "LIQUIDATED":
		return classifier.Ceased
	case "BANKRUPT":
		return classifier.Bankruptcy
	case "REORGANIZING":
		return classifier.Reorganisation
	}
	return classifier.Unknown
}

// dayOf is the day of a moment in milliseconds; of one that is no day of our time there is none.
func dayOf(ms int64) workdays.Date {
	const century = 100 * 365 * 24 * int64(time.Hour/time.Millisecond)
	if ms == 0 || ms < -century || ms > century {
		return workdays.Date{}
	}
	return workdays.DateOf(time.UnixMilli(ms))
}

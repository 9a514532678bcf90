package egr

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

// decodeAll reads a file by encoding/xml, document by document.
func decodeAll(tb testing.TB, data []byte, visit func(*xmlDocument)) {
	tb.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.CharsetReader = func(name string, in io.Reader) (io.Reader, error) {
		if strings.EqualFold(name, "utf-8") {
			return in, nil
		}
		return charmap.Windows1251.NewDecoder().Reader(in), nil
	}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			tb.Fatal(err)
		}
		if start, ok := token.(xml.StartElement); ok && start.Name.Local == "Документ" {
			var d xmlDocument
			if err := dec.DecodeElement(&d, &start); err != nil {
				tb.Fatal(err)
			}
			visit(&d)
		}
	}
}

// The scanner reads each field of each record of the sample as encoding/xml does.
func TestAgreesWithEncodingXML(t *testing.T) {
	n := 0
	for _, set := range [][2]string{{"registers/egrul", "EGRUL_2025-11_sample.zip"}, {"registers/egrip", "EGRIP_2025-11_sample.zip"}} {
		for _, f := range sampleFiles(t, set[0], set[1]) {
			var docs []*xmlDocument
			decodeAll(t, f.data, func(d *xmlDocument) { docs = append(docs, d) })
			records, p := readAll(t, f.data, Options{Activities: true})
			if len(docs) != len(records) {
				t.Fatalf("%s: %d records, encoding/xml has %d", f.name, len(records), len(docs))
			}
			for i := range docs {
				want := docs[i].record()
				want.Form = p.header.Form
				same(t, records[i].OGRN, want, records[i])
				n++
			}
		}
	}
	if n != 598 {
		t.Errorf("%d records were compared", n)
	}
}

func (d *xmlDocument) record() *Record {
	var r *Record
	if d.Organisation != nil {
		r = d.Organisation.record()
	} else {
		r = d.Entrepreneur.record()
	}
	r.Document = d.ID
	return r
}

func toDay(s string) workdays.Date {
	d, err := workdays.ParseDate(s)
	if err != nil {
		return workdays.Date{}
	}
	return d
}

func (e xmlEntries) entry() (out Entry) {
	for _, list := range [][]xmlEntry{e.Entry, e.SoleIP, e.Fix, e.SoleIPFx} {
		for _, x := range list {
			out = Entry{GRN: x.GRN + x.GRNIP, On: toDay(x.Date)}
		}
	}
	return out
}

func (s xmlSince) since() (out Entry) {
	return xmlEntries{Entry: s.Since}.entry()
}

func (o *xmlOrganisation) record() *Record {
	r := &Record{
		Register: Organisations, AsOf: toDay(o.AsOf), OGRN: o.OGRN, Registered: toDay(o.Registered), INN: o.INN, KPP: o.KPP,
		LegalForm: LegalForm{o.FormList, o.FormCode, o.FormName},
		Name:      Name{o.Name.Full, o.Name.Short.Short, o.Name.FullForeign.Full, o.Name.ShortForeign.Short, o.Name.entry()},
		Email:     o.Email.Address, Office: o.Office.office(), TaxOffice: o.Tax.tax(), Charter: o.Charter.Number,
		Powers: Powers(o.Powers.Kind), Main: o.Activities.Main.activity(), Converts: len(o.Loans),
	}
	o.seat(r)
	for _, s := range o.Statuses {
		r.Statuses = append(r.Statuses, Status{
			Restricted: s.Restricted != nil, Code: s.Status.Code, Name: s.Status.Name, WindUpBy: toDay(s.Status.WindUpBy),
			Exclusion: s.Exclusion.exclusion(), Entry: s.entry(),
		})
	}
	if c := o.Ceased; c != nil {
		r.Ceased = &Ceased{On: toDay(c.On), Code: c.How.Code, Name: c.How.Name, Office: c.Office.office(), Entry: c.entry()}
	}
	if c := o.Capital; c != nil {
		r.Capital = &Capital{Kind: c.Kind, Sum: c.Sum, Part: c.Part.fraction(), Entry: c.entry()}
		if c.Cut != nil {
			r.Capital.Cut = &CapitalCut{c.Cut.To, toDay(c.Cut.On)}
		}
	}
	for _, m := range o.Managers {
		r.Managers = append(r.Managers, Manager{
			Restricted: m.Restricted != nil, Party: *m.Party.party(), Foreign: m.Foreign.foreign(), Office: m.Office.Name,
			Accredited: m.Accredited.Number, Faults: faults(m.Faults), Since: m.since(),
		})
	}
	for _, h := range o.Heads {
		r.Heads = append(r.Heads, h.head())
	}
	for _, p := range o.Pacts {
		r.Pacts = append(r.Pacts, p.Kind)
	}
	if f := o.Founders; f != nil {
		r.Frozen = f.Frozen != nil
		for _, list := range []struct {
			kind FounderKind
			of   []xmlFounder
		}{
			{FounderOrganisation, f.Russian},
			{FounderForeign, f.Foreign},
			{FounderPerson, f.Persons},
			{FounderState, f.State},
			{FounderFund, f.Funds},
			{FounderPartnership, f.Partnerships},
		} {
			for i := range list.of {
				r.Founders = append(r.Founders, list.of[i].founder(list.kind))
			}
		}
	}
	if o.Own != nil {
		r.Own = &OwnShare{o.Own.Restricted != nil, *o.Own.share()}
	}
	if o.Registrar != nil {
		r.Registrar = o.Registrar.Party.party()
		r.Registrar.Restricted = o.Registrar.Restricted != nil
	}
	for _, a := range o.Activities.Other {
		r.Other = append(r.Other, a.activity())
	}
	for _, l := range o.Licences {
		r.Licences = append(r.Licences, l.licence())
	}
	for _, b := range o.Branches {
		r.Branches = append(r.Branches, b.branch(false))
	}
	for _, b := range o.Offices {
		r.Branches = append(r.Branches, b.branch(true))
	}
	for _, x := range o.Reorg {
		reorg := Reorg{Restricted: x.Restricted != nil, Code: x.Status.Code, Name: x.Status.Name, Entry: x.entry()}
		for _, p := range x.Parties {
			reorg.Parties = append(reorg.Parties, ReorgParty{*p.party(), p.After})
		}
		r.Reorg = append(r.Reorg, reorg)
	}
	for _, p := range o.Before {
		r.Before = append(r.Before, *p.party())
	}
	for _, p := range o.After {
		r.After = append(r.After, *p.party())
	}
	return r
}

func (o *xmlOrganisation) seat(r *Record) {
	s := &o.Seat
	if s.Seat != nil || s.GAR != nil || s.Address != nil {
		r.Address = &Address{}
	}
	if s.Seat != nil {
		r.Address.SeatRegion, r.Address.RegionName = s.Seat.Region, s.Seat.RegionName
	}
	s.GAR.into(r.Address)
	s.Address.into(r.Address)
	r.Faults = faults(s.Faults)
	if m := s.Move; m != nil {
		place := joined(m.District.TD, m.District.ND, m.City.TC, m.City.NC, m.Settlement.TS, m.Settlement.NS)
		r.Move = &Move{m.Text, joined(m.Region.TR, m.Region.NR), place, m.entry()}
	}
}

func joined(parts ...string) string {
	var present []string
	for _, p := range parts {
		if p != "" {
			present = append(present, p)
		}
	}
	return strings.Join(present, " ")
}

func (x *xmlAddress) into(a *Address) {
	if x == nil {
		return
	}
	a.Postcode, a.Region, a.KLADR, a.House, a.Building, a.Room = x.Postcode, x.Region, x.KLADR, x.House, x.Building, x.Room
	a.RegionName = joined(x.RegionName.TR, x.RegionName.NR)
	a.District, a.City = joined(x.District.TD, x.District.ND), joined(x.City.TC, x.City.NC)
	a.Settlement, a.Street = joined(x.Settlement.TS, x.Settlement.NS), joined(x.Street.TU, x.Street.NU)
	if e := x.entry(); e != (Entry{}) {
		a.Entry = e
	}
}

func (x *xmlGAR) into(a *Address) {
	if x == nil {
		return
	}
	a.FIAS, a.GARZip, a.GARRegion, a.RegionName = x.ID, x.Postcode, x.Region, x.RegionName
	for _, parts := range [][]xmlPart{x.District, x.Town, x.Settlement, x.Plan, x.Street, x.House, x.Room, x.Flat} {
		for _, p := range parts {
			a.GAR = append(a.GAR, joined(p.Kind, p.Sort, p.Name, p.Number))
		}
	}
	a.Entry = x.entry()
}

func (x xmlOffice) office() Office { return Office(x) }

func (x xmlTax) tax() TaxOffice { return TaxOffice{x.Office.office(), toDay(x.Since), x.entry()} }

func (x *xmlExclusion) exclusion() *Exclusion {
	if x == nil {
		return nil
	}
	return &Exclusion{toDay(x.On), x.Number, toDay(x.Published), x.Issue}
}

func (x *xmlFraction) fraction() *Fraction {
	if x == nil {
		return nil
	}
	return &Fraction{x.Num, x.Den}
}

func (x *xmlShare) share() *Share {
	if x == nil {
		return nil
	}
	return &Share{
		x.Nominal, x.Part.fraction(), strings.TrimSpace(x.Size.Percent), strings.TrimSpace(x.Size.Decimal),
		x.Size.Common.fraction(), x.entry(),
	}
}

func (x *xmlParty) party() *Party {
	if x == nil {
		return nil
	}
	return &Party{x.Restricted != nil, x.OGRN, x.INN, x.Name, x.entry()}
}

func (x *xmlForeign) foreign() *Foreign {
	if x == nil {
		return nil
	}
	return &Foreign{
		Country: x.Country, CountryName: x.CountryName, Number: x.Number, On: toDay(x.On), By: x.By,
		TaxNumber: x.TaxNumber, Address: x.Address,
	}
}

func faults(list []xmlFault) (out []Unreliable) {
	for _, x := range list {
		u := Unreliable{By: x.ByA + x.ByH + x.ByF + x.ByM, Text: x.TextA + x.TextH + x.TextF + x.TextM, Entry: x.entry()}
		for _, c := range []*xmlCourt{x.A, x.H, x.F, x.M} {
			if c != nil {
				u.Court = &Judgement{c.Court, c.Number, toDay(c.On)}
			}
		}
		out = append(out, u)
	}
	return out
}

func (x xmlNames) person(sex xmlSex, c xmlCitizenship) Person {
	return Person{
		Surname: x.Surname, Name: x.Name, Patronymic: x.Patronymic, INN: x.INN, Sex: sex.Sex,
		Citizenship: Citizenship{c.Kind + c.Sole, c.Country, c.Name}, Entry: x.entry(),
	}
}

func (x *xmlHead) head() Head {
	h := Head{
		Restricted: x.Restricted != nil, Person: x.Person.person(x.Sex, x.Citizenship), Kind: x.Post.Kind,
		KindName: x.Post.KindName, Post: x.Post.Name, Faults: faults(x.Faults), Since: x.since(), Entry: x.Post.entry(),
	}
	h.Person.OGRNIP = x.Post.OGRNIP
	for _, e := range x.Ended {
		h.Ended = append(h.Ended, Note{e.Code, e.Text, e.entry()})
	}
	for _, d := range x.Disqualified {
		h.Disqualified = append(h.Disqualified, Disqualification{toDay(d.From), toDay(d.To), toDay(d.Ruling)})
	}
	return h
}

func (x *xmlFounder) founder(kind FounderKind) Founder {
	f := Founder{
		Kind: kind, Restricted: x.Restricted != nil, Party: x.Party.party(), Foreign: x.Foreign.foreign(),
		Fund: x.Fund.Name + x.Agreement.Name, Share: x.Share.share(), Faults: faults(x.Faults), Since: x.since(),
		Trusted: len(x.Trust)+len(x.Trust2)+len(x.Trust3)+len(x.Estate) > 0, Manager: x.FundManager.party(),
	}
	if x.Partner != nil {
		f.Manager = x.Partner.party()
	}
	if x.ForeignName != nil {
		f.Foreign.Name = x.ForeignName.Full
	}
	if x.Person != nil {
		p := x.Person.person(x.Sex, x.Citizenship)
		p.OGRNIP = x.OGRNIP
		f.Person = &p
	}
	if s := x.State; s != nil {
		f.State = &State{s.Kind, s.Region, s.Name}
		if s.Name == "" {
			f.State.Name = s.RegionName
		}
	}
	for _, a := range x.Agents {
		f.Agents = append(f.Agents, *a.Party.party())
	}
	for _, p := range x.Pledges {
		f.Pledges = append(f.Pledges, p.Kind)
	}
	return f
}

func (x xmlActivity) activity() Activity {
	a := Activity(x)
	if a.Version == "2014" {
		a.Version = ""
	}
	return a
}

func (x xmlLicence) licence() Licence {
	l := Licence{
		Restricted: x.Restricted != nil, Number: x.Number, Unified: x.Unified, On: toDay(x.On), From: toDay(x.From),
		To: toDay(x.To), By: strings.TrimSpace(x.By), Entry: x.entry(),
	}
	for _, a := range x.Activities {
		l.Activities = append(l.Activities, strings.TrimSpace(a))
	}
	if x.Suspended != nil {
		l.Suspended = &Suspension{toDay(x.Suspended.On), x.Suspended.By}
	}
	return l
}

func (x xmlBranch) branch(office bool) Branch {
	b := Branch{
		Restricted: x.Restricted != nil, Office: office, Name: x.Name.Full, KPP: x.Books.KPP + x.OfficeBooks.KPP,
		Country: x.Abroad.Country, Abroad: x.Abroad.Address, Entry: x.since(),
	}
	if x.Address != nil || x.GAR != nil {
		a := &Address{}
		x.Address.into(a)
		if x.GAR != nil {
			name := a.RegionName
			x.GAR.into(a)
			if x.GAR.RegionName == "" {
				a.RegionName = name
			}
		}
		e := a.Entry
		b.Address = a
		b.Entry = e
		a.Entry = Entry{}
	}
	return b
}

func (o *xmlEntrepreneur) record() *Record {
	p := o.Person.Names.person(o.Person.xmlSex, o.Citizenship)
	p.Entry = o.Person.entry()
	r := &Record{
		Register: Entrepreneurs, AsOf: toDay(o.AsOf), OGRN: o.OGRN, Registered: toDay(o.Registered), INN: o.INN,
		Farm: o.Kind == "2", Person: &p, Email: o.Email.Address, Office: o.Office.office(), TaxOffice: o.Tax.tax(),
		Main: o.Activities.Main.activity(),
	}
	if o.Residence != nil {
		r.Address = &Address{}
		o.Residence.Address.into(r.Address)
		r.Address.Entry = o.Residence.entry()
	}
	if s := o.Status; s != nil {
		r.Statuses = []Status{{Code: s.Status.SoleCode, Name: s.Status.SoleName, Exclusion: s.SoleExclusion.exclusion()}}
	}
	if s := o.Ceased; s != nil {
		r.Ceased = &Ceased{On: toDay(s.Status.Ceased), Code: s.Status.SoleCode, Name: s.Status.SoleName, Heir: s.Heir.party(), Entry: s.entry()}
	}
	for _, a := range o.Activities.Other {
		r.Other = append(r.Other, a.activity())
	}
	for _, l := range o.Licences {
		r.Licences = append(r.Licences, l.licence())
	}
	return r
}

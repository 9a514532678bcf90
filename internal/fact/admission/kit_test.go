package admission_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/klaster-platform/klaster/internal/fact/admission"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

func day(t testing.TB, s string) rule.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func book(t testing.TB) *rule.Book {
	t.Helper()
	b, err := admission.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// today is the day of most tests: the sample's.
const today = "2025-11-30"

// sample reads every record of the shared sample.
func sample(t testing.TB) []*egr.Record {
	t.Helper()
	var records []*egr.Record
	for _, s := range [][2]string{{"registers/egrul", "EGRUL_2025-11_sample.zip"}, {"registers/egrip", "EGRIP_2025-11_sample.zip"}} {
		packed := sharedtest.File(t, s[0], s[1])
		z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range z.File {
			in, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			records = append(records, read(t, in)...)
		}
	}
	return records
}

func read(t testing.TB, in io.Reader) []*egr.Record {
	t.Helper()
	r, err := egr.NewReader(in, "", egr.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	p := egr.NewParser(r.Header(), egr.Options{})
	var records []*egr.Record
	for {
		d, err := r.Next()
		if errors.Is(err, io.EOF) {
			return records
		}
		if err != nil {
			t.Fatal(err)
		}
		rec, err := p.Parse(d)
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, rec)
	}
}

// company is a clean limited company in a region, with one Russian person as its owner.
func company(t testing.TB, region string) *egr.Record {
	t.Helper()
	return &egr.Record{
		Register: egr.Organisations, AsOf: day(t, "2025-11-27"), OGRN: "1027700132195", INN: "7707083893", KPP: "770701001",
		Registered: day(t, "2015-03-02"),
		Name:       egr.Name{Full: `ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "ПРОБА"`, Short: `ООО "ПРОБА"`},
		LegalForm:  egr.LegalForm{List: "ОКОПФ", Code: "12300", Name: "Общества с ограниченной ответственностью"},
		Address:    &egr.Address{Region: region, Entry: egr.Entry{GRN: "2177700000001"}},
		Capital:    &egr.Capital{Sum: "10000"},
		Founders:   []egr.Founder{person("10000", "100")},
		Heads:      []egr.Head{{Person: egr.Person{Surname: "ПРОБНЫЙ", Name: "ПЁТР", INN: "500100732259"}}},
		Main:       egr.Activity{Code: "62.01"},
	}
}

func person(nominal, percent string) egr.Founder {
	return egr.Founder{Kind: egr.FounderPerson, Person: &egr.Person{Surname: "ПРОБНЫЙ"}, Share: &egr.Share{Nominal: nominal, Percent: percent}}
}

func abroad(country, name, percent string) egr.Founder {
	return egr.Founder{
		Kind: egr.FounderForeign, Party: &egr.Party{Name: name}, Foreign: &egr.Foreign{Country: country, CountryName: "СТРАНА " + country},
		Share: &egr.Share{Percent: percent},
	}
}

func through(inn, percent string) egr.Founder {
	return egr.Founder{Kind: egr.FounderOrganisation, Party: &egr.Party{INN: inn, Name: "ООО " + inn}, Share: &egr.Share{Percent: percent}}
}

// clean is a case in which everything is known and nothing stands in the way.
func clean(t testing.TB, p admission.Purpose, r *egr.Record) admission.Case {
	t.Helper()
	on := day(t, today)
	return admission.Case{
		Purpose:   p,
		On:        on,
		Identity:  &admission.Identity{INN: r.INN, OGRN: r.OGRN, CertINN: r.INN, CertOGRN: r.OGRN, AsOf: on},
		Register:  &admission.Entry{Record: r, Source: admission.FromRegister, Confirmed: on},
		Offshore:  complete(t),
		Unfair:    &admission.Unfair{AsOf: on},
		Suspended: &admission.Declaration{On: on},
	}
}

// complete is a list of zones that has all of its act: the Seychelles (690) and the British Virgin Islands (092).
func complete(t testing.TB) []admission.OffshoreList {
	t.Helper()
	lists, err := admission.ParseOffshore([]byte("offshore zones 1\nlist проба\nact приказ\nfrom 2024-01-01\nuntil 2026-12-31\ncomplete yes\n" +
		"690 Сейшелы\n092 Британские Виргинские острова\n458 part Лабуан\n"))
	if err != nil {
		t.Fatal(err)
	}
	return lists
}

func assess(t testing.TB, c admission.Case, overrides ...admission.Override) admission.Assessment {
	t.Helper()
	a, _, err := admission.Assess(t.Context(), book(t), c, overrides...)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// verdict is what one rule said.
func verdict(t testing.TB, a admission.Assessment, id string) admission.Judged {
	t.Helper()
	for _, v := range a.Verdicts {
		if v.Rule == id {
			return v
		}
	}
	t.Fatalf("%s was not asked", id)
	return admission.Judged{}
}

// in is a lookup among records.
func in(on rule.Date, records ...*egr.Record) admission.Lookup {
	return func(_ context.Context, inn string) (admission.Entry, bool, error) {
		for _, r := range records {
			if r.INN == inn {
				return admission.Entry{Record: r, Source: admission.FromRegister, Confirmed: on}, true, nil
			}
		}
		return admission.Entry{}, false, nil
	}
}

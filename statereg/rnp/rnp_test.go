package rnp

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/workdays"
)

const open = `<?xml version="1.0" encoding="UTF-8"?><ns3:export xmlns="http://zakupki.gov.ru/oos/types/1" xmlns:ns3="http://zakupki.gov.ru/oos/export/1">`

func export(records ...string) string { return open + strings.Join(records, "") + `</ns3:export>` }

const record = `<ns3:unfairSupplier2022 schemeVersion="16.2"><commonInfo><regNumber>25000001</regNumber><versionNumber>2</versionNumber>` +
	`<publishDT>2025-02-12T23:30:00+03:00</publishDT><firstVersionPublishDT>2025-01-12T10:00:00+03:00</firstVersionPublishDT></commonInfo>` +
	`<approveOrgInfo><fullName>УФАС</fullName></approveOrgInfo><createReasonInfo><createReason>CANCEL_CONTRACT</createReason></createReasonInfo>` +
	`<unfairSupplierInfo><legalEntityRFInfo><fullName>ООО А</fullName><shortName>А</shortName><INN>9900000017</INN><KPP>770101001</KPP>` +
	`<founders><INN>140107773114</INN><fullName>Иванов</fullName><type>P</type></founders></legalEntityRFInfo></unfairSupplierInfo>` +
	`<autoExDateInfo><autoExDate>2027-01-12</autoExDate></autoExDateInfo></ns3:unfairSupplier2022>`

func readAll(t *testing.T, text string, limits Limits) (records []*Record, broken []error, end error) {
	t.Helper()
	r := NewReader(strings.NewReader(text), limits)
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, ErrRecord):
			broken = append(broken, err)
		case err != nil:
			return records, broken, err
		default:
			records = append(records, rec)
		}
	}
}

func TestFormOf2022(t *testing.T) {
	exclusion := strings.ReplaceAll(`<ns3:unfairSupplier2022Exclude><commonInfo><regNumber>25000001</regNumber></commonInfo></ns3:unfairSupplier2022Exclude>`, "\n", "")
	records, broken, end := readAll(t, export(record, exclusion), Limits{})
	if len(broken) > 0 || !errors.Is(end, io.EOF) || len(records) != 2 {
		t.Fatal(records, broken, end)
	}
	want := &Record{
		Form: "2022", Number: "25000001", Version: "2", Published: day("2025-02-12"), First: day("2025-01-12"), Body: "УФАС",
		Reason: "CANCEL_CONTRACT", Ends: day("2027-01-12"),
		Supplier: Supplier{Kind: "legalEntityRF", INN: "9900000017", KPP: "770101001", Name: "ООО А", Short: "А", Checked: true},
		Founders: []Founder{{"140107773114", "Иванов", "P"}},
	}
	if diff := cmp.Diff(want, records[0], cmp.Comparer(func(a, b workdays.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	if !records[1].Excluded || records[1].On(day("2025-03-01")) != Over {
		t.Errorf("the exclusion: %+v", records[1])
	}
}

func TestStanding(t *testing.T) {
	cases := map[string]struct {
		record Record
		on     string
		want   Standing
	}{
		"day before the end":        {Record{Ends: day("2027-01-12")}, "2027-01-11", Listed},
		"day of the end":            {Record{Ends: day("2027-01-12")}, "2027-01-12", Over},
		"two years from the first":  {Record{First: day("2025-01-12"), Published: day("2025-05-01")}, "2027-01-11", Listed},
		"two years are over":        {Record{First: day("2025-01-12"), Published: day("2025-05-01")}, "2027-01-12", Over},
		"only the day of a version": {Record{Published: day("2025-05-01")}, "2027-04-30", Listed},
		"excluded":                  {Record{Ends: day("2027-01-12"), Excluded: true}, "2026-01-01", Over},
		"no day at all":             {Record{}, "2026-01-01", Unclear},
	}
	for name, c := range cases {
		if got := c.record.On(day(c.on)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestBadInput(t *testing.T) {
	deep := strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)
	cases := map[string]struct {
		text            string
		records, broken int
		want            error
	}{
		"cut off":           {export(record, record)[:len(export(record, record))-500], 1, 0, ErrSyntax},
		"empty":             {"", 0, 0, ErrFile},
		"another file":      {"<html></html>", 0, 0, ErrFile},
		"without a number":  {export(strings.Replace(record, "25000001", "", 1), record), 1, 1, io.EOF},
		"names nobody":      {export(`<unfairSupplier2022><commonInfo><regNumber>1</regNumber></commonInfo></unfairSupplier2022>`), 0, 1, io.EOF},
		"too deep":          {export(record, deep), 1, 0, ErrLimit},
		"too many elements": {export(`<unfairSupplier2022>` + strings.Repeat("<a/>", 200_000) + `</unfairSupplier2022>`), 0, 0, ErrLimit},
		"a declaration":     {`<!DOCTYPE a [<!ENTITY x "y">]>` + export(record), 0, 0, ErrSyntax},
		"encoding":          {strings.Replace(export(record), "UTF-8", "utf-7", 1), 0, 0, ErrSyntax},
	}
	for name, c := range cases {
		records, broken, end := readAll(t, c.text, Limits{})
		if len(records) != c.records || len(broken) != c.broken || !errors.Is(end, c.want) {
			t.Errorf("%s: %d records, %d broken, %v", name, len(records), len(broken), end)
		}
	}
	if _, _, err := readAll(t, export(record, record), Limits{Records: 1}); !errors.Is(err, ErrLimit) {
		t.Errorf("the limit of records: %v", err)
	}
}

// A wrong check digit is kept, for the register has it so, and marked, so that nothing is matched by it.
func TestWrongDigitIsMarked(t *testing.T) {
	records, _, _ := readAll(t, export(strings.Replace(record, "9900000017", "9900000018", 1)), Limits{})
	if len(records) != 1 || records[0].Supplier.Checked || records[0].Supplier.INN != "9900000018" {
		t.Errorf("%+v", records)
	}
}

func TestSharedFiles(t *testing.T) {
	old, _, end := readAll(t, string(sharedtest.File(t, "registers/rnp", "unfairSupplier_5.0_2015.xml")), Limits{})
	if !errors.Is(end, io.EOF) || len(old) != 1 {
		t.Fatal(old, end)
	}
	r := old[0]
	if r.Form != "5.0" || r.Number != "РНП.24120-15" || r.Supplier.INN != "0326497652" || !r.Supplier.Checked ||
		r.On(day("2017-01-12")) != Listed || r.On(day("2017-01-13")) != Over {
		t.Errorf("%+v", r)
	}
	now, broken, end := readAll(t, string(sharedtest.File(t, "registers/rnp", "unfairSupplier2022_SYNTHETIC.xml")), Limits{})
	if !errors.Is(end, io.EOF) || len(now) != 12 || len(broken) > 0 {
		t.Errorf("%d records, %v, %v", len(now), broken, end)
	}
	for _, r := range now {
		if !r.Supplier.Checked || r.Ends.IsZero() || r.Reason == "" {
			t.Errorf("%+v", r)
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(export(record)))
	f.Add([]byte(`<export><unfairSupplier><registryNum>1</registryNum><unfairSupplier><inn>2</inn></unfairSupplier></unfairSupplier></export>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r := NewReader(bytes.NewReader(data), Limits{})
		for n := 0; ; n++ {
			if n > len(data) {
				t.Fatal("more records than bytes")
			}
			if _, err := r.Next(); err != nil && !errors.Is(err, ErrRecord) {
				return
			}
		}
	})
}

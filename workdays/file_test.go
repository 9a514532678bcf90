package workdays_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/klaster-platform/klaster/workdays"
)

// holidayLines and holidayElements are the holidays of the Labour Code in the two forms.
const holidayLines = "01-01 holiday\n01-02 holiday\n01-03 holiday\n01-04 holiday\n01-05 holiday\n01-06 holiday\n01-07 holiday\n" +
	"01-08 holiday\n02-23 holiday\n03-08 holiday\n05-01 holiday\n05-09 holiday\n06-12 holiday\n11-04 holiday\n"

const preamble = "calendar ru\n\nyear 2027\nversion 2026-10-01\nstatus provisional\nsource a draft\n"

const holidayElements = `<day d="01.01" t="1" h="1"/><day d="01.02" t="1" h="1"/><day d="01.03" t="1" h="1"/>` +
	`<day d="01.04" t="1" h="1"/><day d="01.05" t="1" h="1"/><day d="01.06" t="1" h="1"/><day d="01.07" t="1" h="2"/>` +
	`<day d="01.08" t="1" h="1"/><day d="02.23" t="1" h="3"/><day d="03.08" t="1" h="4"/><day d="05.01" t="1" h="5"/>` +
	`<day d="05.09" t="1" h="6"/><day d="06.12" t="1" h="7"/><day d="11.04" t="1" h="8"/>`

const root = `<calendar year="2027" lang="ru" date="2026.10.01" country="ru">`

func xmlFile(days string) string {
	return root + "<days>" + holidayElements + days + "</days></calendar>"
}

func TestBothFormsSayTheSame(t *testing.T) {
	text := preamble + strings.Replace(holidayLines, "02-23", "# a comment\n02-20 short\n\n  02-22 off 02-20\r\n02-23", 1) + "11-13 work\n"
	fromText, err := workdays.Parse(strings.NewReader("\ufeff"+text), "not used")
	if err != nil {
		t.Fatal(err)
	}
	x := xmlFile(`<day d="11.13" t="3"/><day d="02.22" f="02.20" t="1"/><day d="02.20" t="2"/><day d="05.02" t="1"/>`)
	fromXML, err := workdays.Parse(strings.NewReader("\ufeff \n"+x), "a draft")
	if err != nil {
		t.Fatal(err)
	}
	compareYears(t, fromXML, fromText)
	c := with(t, fromText...)
	for s, want := range map[string]workdays.Kind{
		"2027-02-20": workdays.Shortened, "2027-02-22": workdays.DayOff, "2027-11-13": workdays.WorkingWeekend, "2027-05-02": workdays.Weekend,
	} {
		if got, err := c.Day(date(t, s)); err != nil || got.Kind != want || !got.Provisional {
			t.Errorf("%s: %+v, %v", s, got, err)
		}
	}
}

func TestCalendarAsFile(t *testing.T) {
	c := with(t, outline(t, 2027), outline(t, 2030))
	text, err := c.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	years, err := workdays.Parse(bytes.NewReader(text), "")
	if err != nil {
		t.Fatal(err)
	}
	compareYears(t, years, c.Years())
	if again, err := workdays.New(years...); err != nil || again.Version() != c.Version() {
		t.Errorf("%q came back as %q, %v", c.Version(), again.Version(), err)
	}
}

func TestBadFiles(t *testing.T) {
	good := preamble + holidayLines
	for name, c := range map[string]struct {
		file string
		want error
	}{
		"empty":               {"", workdays.ErrFormat},
		"no year":             {"calendar ru\n", workdays.ErrFormat},
		"no header":           {strings.TrimPrefix(good, "calendar ru\n"), workdays.ErrFormat},
		"another country":     {strings.Replace(good, " ru", " by", 1), workdays.ErrFormat},
		"not UTF-8":           {good + "# \xff\n", workdays.ErrFormat},
		"no status":           {strings.Replace(good, "status provisional\n", "", 1), workdays.ErrFormat},
		"another status":      {strings.Replace(good, "provisional", "perhaps", 1), workdays.ErrFormat},
		"no version":          {strings.Replace(good, "version 2026-10-01\n", "", 1), workdays.ErrYear},
		"no source":           {strings.Replace(good, "source a draft\n", "", 1), workdays.ErrYear},
		"two sources":         {strings.Replace(good, "source a draft\n", "source a\nsource b\n", 1), workdays.ErrFormat},
		"a bad version":       {strings.Replace(good, "2026-10-01", "01.10.2026", 1), workdays.ErrDate},
		"a bad year":          {strings.Replace(good, "year 2027", "year 20277", 1), workdays.ErrFormat},
		"an early year":       {strings.Replace(good, "year 2027", "year 2012", 1), workdays.ErrYear},
		"an unknown word":     {good + "weather fine\n", workdays.ErrFormat},
		"an unknown kind":     {good + "12-31 party\n", workdays.ErrFormat},
		"a usual kind":        {good + "12-31 working\n", workdays.ErrYear},
		"no kind":             {good + "12-31\n", workdays.ErrFormat},
		"a kind too many":     {good + "12-31 off 01-02 01-03\n", workdays.ErrFormat},
		"no such day":         {good + "13-31 off\n", workdays.ErrDate},
		"moved from no day":   {good + "12-31 off 02-29\n", workdays.ErrDate},
		"out of order":        {good + "11-03 short\n", workdays.ErrFormat},
		"a holiday left out":  {strings.Replace(good, "05-09 holiday\n", "", 1), workdays.ErrYear},
		"years out of order":  {good + "year 2026\n", workdays.ErrFormat},
		"an unfinished year":  {good + "year 2028\n", workdays.ErrFormat},
		"too large":           {good + strings.Repeat("#\n", workdays.MaxFile/2), workdays.ErrTooLarge},
		"a very long source":  {strings.Replace(good, "a draft", strings.Repeat("a", 501), 1), workdays.ErrYear},
		"XML cut short":       {xmlFile("")[:300], workdays.ErrFormat},
		"XML without root":    {"<!-- nothing -->", workdays.ErrFormat},
		"another root":        {"<html/>", workdays.ErrFormat},
		"two roots":           {xmlFile("") + root + "</calendar>", workdays.ErrFormat},
		"a document type":     {"<!DOCTYPE calendar [<!ENTITY a 'b'>]>" + xmlFile(""), workdays.ErrFormat},
		"an entity":           {xmlFile("&a;"), workdays.ErrFormat},
		"another encoding":    {`<?xml version="1.0" encoding="windows-1251"?>` + xmlFile(""), workdays.ErrFormat},
		"nested":              {xmlFile("<a><b><c/></b></a>"), workdays.ErrFormat},
		"another land":        {strings.Replace(xmlFile(""), `country="ru"`, `country="kz"`, 1), workdays.ErrFormat},
		"XML without year":    {strings.Replace(xmlFile(""), `year="2027"`, "", 1), workdays.ErrFormat},
		"XML of no year":      {strings.Replace(xmlFile(""), `"2027"`, `"MMXXVII"`, 1), workdays.ErrDate},
		"XML without version": {strings.Replace(xmlFile(""), `date="2026.10.01"`, "", 1), workdays.ErrYear},
		"a bad XML version":   {strings.Replace(xmlFile(""), "2026.10.01", "2026-10-01", 1), workdays.ErrDate},
		"a day without date":  {xmlFile(`<day t="1"/>`), workdays.ErrFormat},
		"a day of no month":   {xmlFile(`<day d="31.12" t="1"/>`), workdays.ErrDate},
		"a day without kind":  {xmlFile(`<day d="12.31"/>`), workdays.ErrFormat},
		"a new kind":          {xmlFile(`<day d="12.31" t="4"/>`), workdays.ErrFormat},
		"a day twice":         {xmlFile(`<day d="05.09" t="2"/>`), workdays.ErrFormat},
		"a working Friday":    {xmlFile(`<day d="12.31" t="3"/>`), workdays.ErrYear},
		"from a bad day":      {xmlFile(`<day d="12.31" t="1" f="02.29"/>`), workdays.ErrDate},
		"no days":             {root + "<days/></calendar>", workdays.ErrYear},
	} {
		if years, err := workdays.Parse(strings.NewReader(c.file), "a draft"); !errors.Is(err, c.want) || years != nil {
			t.Errorf("%s: %v, %v; want %v", name, years, err, c.want)
		}
	}
	broken := iotest.ErrReader(io.ErrUnexpectedEOF)
	if _, err := workdays.Parse(broken, ""); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken reader: %v", err)
	}
	if _, err := workdays.ParseXML(broken, ""); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a broken reader of XML: %v", err)
	}
	if _, err := workdays.ParseXML(strings.NewReader(xmlFile("")), ""); !errors.Is(err, workdays.ErrYear) {
		t.Errorf("no source: %v", err)
	}
}

// FuzzParse: whatever the bytes, there is no panic, and what is read is a calendar that reads back as it was.
func FuzzParse(f *testing.F) {
	f.Add([]byte(preamble + holidayLines))
	f.Add([]byte(preamble + holidayLines + "12-31 off 01-02\n"))
	f.Add([]byte(xmlFile(`<day d="02.20" t="2"/><day d="02.22" t="1" f="02.20"/>`)))
	f.Add([]byte(xmlFile(`<day d="12.30" t="1" h="9"/>`)))
	f.Add([]byte("<calendar"))
	two, err := workdays.New(outline(f, 2027), outline(f, 2029))
	if err != nil {
		f.Fatal(err)
	}
	text, err := two.MarshalText()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Fuzz(func(t *testing.T, content []byte) {
		years, err := workdays.Parse(bytes.NewReader(content), "a fuzzer")
		if err != nil {
			if years != nil {
				t.Fatalf("years beside the error %v", err)
			}
			return
		}
		c, err := workdays.New(years...)
		if err != nil {
			t.Fatalf("read, but no calendar: %v", err)
		}
		text, err := c.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		again, err := workdays.Parse(bytes.NewReader(text), "")
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if other, err := workdays.New(again...); err != nil || other.Version() != c.Version() {
			t.Fatalf("%q came back as %q, %v", c.Version(), other.Version(), err)
		}
	})
}

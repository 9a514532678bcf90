package disqualified_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/statereg/disqualified"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

const heading = "G1,G2,G3,G4,G5,G6,G7,G8,G9,G10,G11,G12,G13,G14\n"

func date(t *testing.T, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func all(in io.Reader) (list []disqualified.Record, broken int, err error) {
	r, err := disqualified.NewReader(in)
	if err != nil {
		return nil, 0, err
	}
	for {
		rec, err := r.Next()
		switch {
		case errors.Is(err, io.EOF):
			return list, broken, nil
		case errors.Is(err, disqualified.ErrRecord):
			broken++
		case err != nil:
			return list, broken, err
		default:
			list = append(list, *rec)
		}
	}
}

func line(number, name, inn, from, to string) string {
	return number + "," + name + `,01.01.1980,г. Москва,"ООО ""УЧЕБНОЕ""",` + inn + ",ДИРЕКТОР,ч. 5 ст. 14.25,ИФНС,СУДЬЯ,МИРОВОЙ,1 год," + from + "," + to + "\n"
}

func TestRecords(t *testing.T) {
	text := heading + line("1", "ИВАНОВ  ИВАН ИВАНОВИЧ", "9900000017", "01.06.2026", "31.05.2027") + line("2", "ПЕТРОВ ПЁТР", "9900000018", "01.06.2026", "")
	want := []disqualified.Record{
		{Number: "1", Name: "ИВАНОВ ИВАН ИВАНОВИЧ", Organisation: `ООО "УЧЕБНОЕ"`, INN: "9900000017", Post: "ДИРЕКТОР", Article: "ч. 5 ст. 14.25", From: date(t, "2026-06-01"), To: date(t, "2027-05-31")},
		{Number: "2", Name: "ПЕТРОВ ПЁТР", Organisation: `ООО "УЧЕБНОЕ"`, Post: "ДИРЕКТОР", Article: "ч. 5 ст. 14.25", From: date(t, "2026-06-01")},
	}
	cyrillic, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	semicolons := strings.NewReplacer(",", ";").Replace(text)
	for name, file := range map[string]string{"UTF-8": text, "with a mark": "\ufeff" + text, "windows-1251": cyrillic, "semicolons": semicolons} {
		got, broken, err := all(strings.NewReader(file))
		if diff := cmp.Diff(want, got, cmp.Comparer(func(a, b workdays.Date) bool { return a == b })); err != nil || broken != 0 || diff != "" {
			t.Errorf("%s: %d broken, %v\n%s", name, broken, err, diff)
		}
	}
}

func TestOn(t *testing.T) {
	r := disqualified.Record{From: date(t, "2026-06-01"), To: date(t, "2027-05-31")}
	for on, want := range map[string]bool{"2026-05-31": false, "2026-06-01": true, "2027-05-31": true, "2027-06-01": false} {
		if r.On(date(t, on)) != want {
			t.Errorf("on %s it is %t", on, !want)
		}
	}
	r.To = workdays.Date{}
	if !r.On(date(t, "2040-01-01")) {
		t.Error("one without an end has ended")
	}
}

// A line that is none is told and stops nothing; a file that is none is refused.
func TestBadFiles(t *testing.T) {
	good := line("9", "ИВАНОВ ИВАН", "", "01.06.2026", "01.06.2027")
	for name, bad := range map[string]string{
		"columns": "1,2,3\n", "no number": line("", "ИВАНОВ", "", "01.06.2026", ""), "no name": line("1", "", "", "01.06.2026", ""),
		"no day": line("1", "ИВАНОВ", "", "", ""), "a day that is none": line("1", "ИВАНОВ", "", "31.02.2026", ""), "another form": line("1", "ИВАНОВ", "", "2026-06-01", ""),
		"the end first": line("1", "ИВАНОВ", "", "01.06.2026", "01.06.2025"), "a long field": line("1", strings.Repeat("Я", 3000), "", "01.06.2026", ""),
		"a quote": "1,\"a\"b\"," + strings.Repeat(",", 11) + "\n",
	} {
		got, broken, err := all(strings.NewReader(heading + bad + good))
		if err != nil || broken != 1 || len(got) != 1 {
			t.Errorf("%s: %d read, %d broken, %v", name, len(got), broken, err)
		}
	}
	for name, bad := range map[string]string{"nothing": "", "another table": "a,b\n1,2\n", "a column less": strings.Replace(heading, ",G14", "", 1) + good} {
		if _, _, err := all(strings.NewReader(bad)); !errors.Is(err, disqualified.ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSharedFile(t *testing.T) {
	got, broken, err := all(bytes.NewReader(sharedtest.File(t, "registers", "fns-opendata/registerdisqualified_SYNTHETIC.csv")))
	if err != nil || broken != 0 || len(got) != 10 || got[0].INN != "9900000017" {
		t.Errorf("%d read, %d broken, %v", len(got), broken, err)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(heading + line("1", "ИВАНОВ", "9900000017", "01.06.2026", "")))
	f.Add([]byte("\ufeffG1;G2\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		list, _, _ := all(bytes.NewReader(b))
		for _, r := range list {
			if r.Number == "" || r.From.IsZero() {
				t.Errorf("%+v", r)
			}
		}
	})
}

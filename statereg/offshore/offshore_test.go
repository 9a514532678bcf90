package offshore

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/workdays"
)

func day(t *testing.T, s string) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What an incomplete list does not name is unknown, never clean; and so is everything when it does not hold.
func TestAnswers(t *testing.T) {
	list := Special()
	whole := list
	whole.Complete = true
	cases := map[string]struct {
		list        *List
		country, on string
		want        Answer
	}{
		"named":                    {&list, "660", "2025-11-27", Listed},
		"first day":                {&list, "660", "2024-01-01", Listed},
		"last day":                 {&list, "660", "2026-12-31", Listed},
		"before":                   {&list, "660", "2023-12-31", Unknown},
		"after":                    {&list, "660", "2027-01-01", Unknown},
		"not named, incomplete":    {&list, "276", "2025-11-27", Unknown},
		"not named, complete":      {&whole, "276", "2025-11-27", NotListed},
		"a part of Malaysia":       {&whole, "458", "2025-11-27", Partly},
		"no code":                  {&whole, "", "2025-11-27", Unknown},
		"a code that is not of it": {&whole, "27", "2025-11-27", Unknown},
	}
	for name, c := range cases {
		if got, _ := c.list.Of(c.country, day(t, c.on)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
	if got, _ := list.Of("660", workdays.Date{}); got != Unknown {
		t.Errorf("on no day: %s", got)
	}
}

// The embedded codes are those of the source and no others, and say that they are not all.
func TestEmbeddedCodesAreOfTheSource(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(string(sharedtest.File(t, "registers/ref", "offshore_PARTIAL.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	list := Special()
	if list.Complete || len(list.Places) != len(rows)-1 {
		t.Errorf("%d places of %d, complete %v", len(list.Places), len(rows)-1, list.Complete)
	}
	for i, row := range rows[1:] {
		p := list.Places[i]
		if p.Country != strings.TrimSuffix(row[0], "*") || p.Part != strings.HasSuffix(row[0], "*") || p.Name != row[1] {
			t.Errorf("%v beside %v", p, row)
		}
	}
}

func TestBadFiles(t *testing.T) {
	const head = "key,x\nact,y\nfrom,2024-01-01\n"
	for name, text := range map[string]string{
		"empty":        "",
		"no place":     head,
		"no act":       "key,x\nfrom,2024-01-01\n660,A\n",
		"twice":        head + "660,A\n660,B\n",
		"letters":      head + "66O,A\n",
		"a wrong word": head + "660,A,parts\n",
		"dates":        head + "to,2023-01-01\n660,A\n",
		"no date":      "key,x\nact,y\nfrom,01.01.2024\n660,A\n",
	} {
		if _, err := Read(strings.NewReader(text)); !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(specialFile)
	f.Fuzz(func(t *testing.T, text string) {
		if l, err := Read(strings.NewReader(text)); err == nil {
			l.Of("660", l.From)
		}
	})
}

package classifier

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

func TestStatuses(t *testing.T) {
	cases := []struct {
		of    Subject
		code  string
		state State
		known bool
	}{
		{Organisation, "001", Active, true},
		{Organisation, "101", Liquidation, true},
		{Entrepreneur, "101", Ceased, true}, // one code, two meanings
		{Organisation, "108", Exclusion, true},
		{Organisation, "418", Ceased, true},
		{Organisation, "112", Active, true},
		{Organisation, "117", Bankruptcy, true},
		{Organisation, "132", Reorganisation, true},
		{Organisation, "701", Void, true},
		{Organisation, "119", Unknown, false},
		{Organisation, "416", Unknown, false}, // between known codes, and yet not known
		{Organisation, "", Unknown, false},
		{Entrepreneur, "117", Unknown, false},
	}
	for _, c := range cases {
		s, known := FindStatus(c.of, c.code)
		if s.State != c.state || known != c.known || known && s.Source == "" {
			t.Errorf("%s %s: %+v, %v", c.of, c.code, s, known)
		}
	}
	if s, _ := FindStatus(Entrepreneur, "303"); !s.Bankrupt || s.State != Ceased {
		t.Errorf("a bankrupt entrepreneur: %+v", s)
	}
	if s, _ := FindStatus(Organisation, "124"); !s.Ends {
		t.Errorf("a merger into another: %+v", s)
	}
	if n := len(Statuses()); n != 89 {
		t.Errorf("%d codes", n)
	}
}

// Our reading agrees with the list that DaData goes by, but where that calls active what is being reorganised or moved.
func TestStatesBesideAnotherList(t *testing.T) {
	rows, err := csv.NewReader(bytes.NewReader(sharedtest.File(t, "registers/ref", "egrul_status_hflabs.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	agree := map[string][]State{
		"ACTIVE": {Active, Reorganisation}, "REORGANIZING": {Reorganisation}, "LIQUIDATING": {Liquidation, Exclusion},
		"BANKRUPT": {Bankruptcy}, "LIQUIDATED": {Ceased, Void},
	}
	for _, row := range rows[1:] {
		of := Organisation
		if row[1] == "INDIVIDUAL" {
			of = Entrepreneur
		}
		s, known := FindStatus(of, row[0])
		ok := false
		for _, state := range agree[row[2]] {
			ok = ok || s.State == state
		}
		if !known || !ok {
			t.Errorf("%s %s: %s, the list has %s", of, row[0], s.State, row[2])
		}
	}
}

func TestUnknownIsNotDrowned(t *testing.T) {
	if !Unknown.Worse(Bankruptcy) || !Ceased.Worse(Unknown) || Active.Worse(Active) || !State("").Worse(Void) {
		t.Error("the weights of states are in another order")
	}
}

func TestRegions(t *testing.T) {
	for code, name := range map[string]string{"77": "Москва", "90": "Запорожская область", "95": "Херсонская область", "99": "Байконур и иные территории"} {
		if r, ok := FindRegion(code); !ok || r.Name != name || r.English == "" {
			t.Errorf("%s: %+v", code, r)
		}
	}
	for _, code := range []string{"", "00", "80", "97", "7"} {
		if _, ok := FindRegion(code); ok {
			t.Errorf("%q is a region", code)
		}
	}
	if n := len(Regions()); n != 90 {
		t.Errorf("%d regions", n)
	}
	rows, err := csv.NewReader(bytes.NewReader(sharedtest.File(t, "registers/ref", "region_hflabs.csv"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		r, ok := FindRegion(row[4][:2])
		stem := []rune(strings.NewReplacer("/", "", "Чувашская Республика", "Чувашская").Replace(row[0]))
		if !ok || !strings.Contains(r.Name, string(stem[:min(4, len(stem))])) {
			t.Errorf("%s is %s, the list has %s", row[4][:2], r.Name, row[0])
		}
	}
}

func TestRead(t *testing.T) {
	const text = "Код,Деятельность\n62,IT\n62.0,Разработка\n62.01,\"Разработка, испытание\"\n62.02.1,Планирование\n"
	encoded, err := charmap.Windows1251.NewEncoder().String(strings.ReplaceAll(strings.ReplaceAll(text, "\"Разработка, испытание\"", "Разработка и испытание"), ",", ";"))
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]string{"UTF-8": text, "with a mark": "\ufeff" + text, "windows-1251, semicolons": encoded} {
		l, err := Read(strings.NewReader(in), OKVED2, workdays.Date{}, "test")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if c, ok := l.Find("62.0"); !ok || c.Name != "Разработка" {
			t.Errorf("%s: %v", name, c)
		}
		if c, ok := l.Parent("62.02.1"); !ok || c.Code != "62.0" {
			t.Errorf("%s: the parent of 62.02.1 is %v", name, c)
		}
		if _, ok := l.Parent("62"); ok {
			t.Errorf("%s: 62 has a parent", name)
		}
	}
}

func TestBadFiles(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "no titles": "62.01,IT\n", "no codes": "code,name\n", "a word": "code,name\nabc,IT\n",
		"two names": "code,name\n62.01,A\n62.01,B\n", "no name": "code,name\n62.01,\n", "a field short": "code,name\n62.01\n",
		"quotes": "code,name\n62.01,\"A\n",
	} {
		if _, err := Read(strings.NewReader(text), OKVED2, workdays.Date{}, ""); !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(strings.NewReader("code,name\n1,A\n"), Key("other"), workdays.Date{}, ""); !errors.Is(err, ErrFile) {
		t.Errorf("a classifier that we do not know: %v", err)
	}
}

func TestSharedClassifiers(t *testing.T) {
	for name, c := range map[string]struct {
		key Key
		n   int
	}{
		"okved2.csv": {OKVED2, 2888}, "okved2_seen_in_registers.csv": {OKVED2, 2098}, "okopf.csv": {OKOPF, 97}, "okfs.csv": {OKFS, 33},
		"spvz_codes.csv": {SPVZ, 357},
	} {
		l, err := Read(bytes.NewReader(sharedtest.File(t, "registers/ref", name)), c.key, workdays.Date{}, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(l.Codes) != c.n {
			t.Errorf("%s: %d codes, want %d", name, len(l.Codes), c.n)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("code,name\n62.01,A\n"))
	f.Add([]byte("Код;Наименование\n62.01;\xc0\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		l, err := Read(bytes.NewReader(text), OKVED2, workdays.Date{}, "")
		if err != nil {
			return
		}
		for _, c := range l.Codes {
			if found, ok := l.Find(c.Code); !ok || found != c {
				t.Fatalf("%v is not found", c)
			}
			l.Parent(c.Code)
		}
	})
}

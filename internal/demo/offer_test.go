package demo

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// What there is to find in the town: enough of each kind, told apart by keys, of organisations that go on.
func TestOffers(t *testing.T) {
	list, err := Offers()
	if err != nil {
		t.Fatal(err)
	}
	town := map[string]Organisation{}
	for _, o := range Town() {
		town[o.OGRN] = o
	}
	keys, titles, roles, regions := map[string]bool{}, map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, o := range list {
		if keys[o.Key] || titles[o.Title] {
			t.Errorf("offer %s «%s» is there twice", o.Key, o.Title)
		}
		keys[o.Key], titles[o.Title], regions[o.Region] = true, true, true
		roles[o.Role]++
		if who := town[o.OGRN]; who.INN != o.INN || !who.works() {
			t.Errorf("offer %s is of %q, which is no organisation that works", o.Key, o.OGRN)
		}
		if utf8.RuneCountInString(o.Title) > 120 || strings.ToLower(o.Key) != o.Key || len(o.Codes) == 0 {
			t.Errorf("offer %s: title, key or codes", o.Key)
		}
		if o.Price.To != 0 && o.Price.From > o.Price.To || o.Volume.To != 0 && o.Volume.From > o.Volume.To {
			t.Errorf("offer %s: %+v %+v", o.Key, o.Price, o.Volume)
		}
	}
	for role, least := range map[string]int{"supplier": 100, "science": 15, "investor": 15, "service": 20, "customer": 25} {
		if roles[role] < least {
			t.Errorf("%d of role %s, at least %d wanted", roles[role], role, least)
		}
		delete(roles, role)
	}
	if len(roles) > 0 {
		t.Errorf("unknown roles: %v", roles)
	}
	if len(regions) < 15 {
		t.Errorf("offers come from %d regions", len(regions))
	}
}

func TestMeasures(t *testing.T) {
	list, err := Measures()
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]bool{}
	for _, m := range list {
		if keys[m.Key] || m.Title == "" || m.Text == "" || m.Gives == "" {
			t.Errorf("measure %+v", m)
		}
		keys[m.Key] = true
	}
	if len(keys) < 25 {
		t.Errorf("%d measures", len(keys))
	}
}

// Every organisation that tells of itself has a description and competences, each entry a key of its own.
func TestEntries(t *testing.T) {
	list, err := Entries()
	if err != nil {
		t.Fatal(err)
	}
	keys, kinds := map[string]bool{}, map[string]int{}
	for _, e := range list {
		if keys[e.Key] || e.INN == "" || e.Title == "" && e.Kind != "about" || utf8.RuneCountInString(e.Title) > 120 {
			t.Errorf("entry %+v", e)
		}
		keys[e.Key] = true
		kinds[e.Kind]++
	}
	if kinds["about"] == 0 || kinds["competence"] < 2*kinds["about"] {
		t.Errorf("kinds: %v", kinds)
	}
}

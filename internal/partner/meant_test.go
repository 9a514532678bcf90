package partner

import (
	"slices"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// A name that was misspelt, typed on the other keyboard or in Latin letters is read as it was meant, and whoever is called so in another form of the
// words is named; but nobody without a status, and no word of what not everybody may see.
func TestNamesAreReadAsTheyWereMeant(t *testing.T) {
	c := newCatalogue(nil)
	subject := func(key, name, status string, a Audience) Subject {
		return Subject{Key: key, Kind: KindOrganisation, Name: i18n.Same(name), Status: status, Passages: []Passage{{ID: "p/" + key, Title: "О себе", For: a}}}
	}
	if err := c.put([]Subject{
		subject("1", "ООО «Борей»", "partner", ForEverybody), subject("2", "АО «Волжские Приборы»", "participant", ForEverybody),
		subject("3", "ООО «Приборы Урала»", "", ForEverybody), subject("4", "ООО «Гетинокс»", "", ForMembers), subject("5", "ООО «Жуковский Бюджет»", "partner", ForEverybody),
	}, nil); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		text, reading string
		keys          []string
	}{
		{"борий", "борей", []string{"1"}},
		{"Борий", "Борей", []string{"1"}},
		{",jhtq", "борей", []string{"1"}},
		{"borei", "борей", []string{"1"}},
		{";erjdcrbq ,.l;tn", "жуковский бюджет", []string{"5"}},
		{"волжских приборов", "", []string{"2"}},
		{"приборами", "", []string{"2"}},
		{"гетинакс", "", nil},
		{"", "", nil},
	} {
		readings, keys := c.meant(x.text, 10)
		if x.reading != "" && !slices.Contains(readings, x.reading) {
			t.Errorf("%q is read as %q, not as %q", x.text, readings, x.reading)
		}
		if slices.Contains(readings, "гетинокс") {
			t.Errorf("%q: a word of members is told", x.text)
		}
		if x.keys != nil && !slices.Equal(keys, x.keys) {
			t.Errorf("%q is called like %v, want %v", x.text, keys, x.keys)
		}
		if slices.Contains(keys, "3") || slices.Contains(keys, "4") {
			t.Errorf("%q finds %v, who have no status", x.text, keys)
		}
	}
	if readings, keys := (&Service{}).Meant("борей", 10); readings != nil || keys != nil {
		t.Error("there are readings before there is an index")
	}
}

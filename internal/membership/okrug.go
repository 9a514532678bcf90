package membership

import (
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// Okrug is a federal district (федеральный округ), by a key of ours. The districts and what belongs to them: указ Президента
// Российской Федерации от 13.05.2000 № 849, as amended. What the list below does not name stands apart and is counted on its own.
type Okrug string

// Elsewhere is where a region of no district in the list belongs.
const Elsewhere Okrug = "other"

// district is an okrug with its regions.
type district struct {
	key     Okrug
	name    i18n.Text
	regions []string
}

var districts = [...]district{
	{"northwest", i18n.M("Северо-Западный", "Northwestern"), []string{"10", "11", "29", "35", "39", "47", "51", "53", "60", "78", "83"}},
	{"central", i18n.M("Центральный", "Central"), []string{"31", "32", "33", "36", "37", "40", "44", "46", "48", "50", "57", "62", "67", "68", "69", "71", "76", "77"}},
	{"south", i18n.M("Южный", "Southern"), []string{"01", "08", "23", "30", "34", "61", "91", "92"}},
	{"caucasus", i18n.M("Северо-Кавказский", "North Caucasian"), []string{"05", "06", "07", "09", "15", "20", "26"}},
	{"volga", i18n.M("Приволжский", "Volga"), []string{"02", "12", "13", "16", "18", "21", "43", "52", "56", "58", "59", "63", "64", "73"}},
	{"ural", i18n.M("Уральский", "Ural"), []string{"45", "66", "72", "74", "86", "89"}},
	{"siberia", i18n.M("Сибирский", "Siberian"), []string{"04", "17", "19", "22", "24", "38", "42", "54", "55", "70"}},
	{"fareast", i18n.M("Дальневосточный", "Far Eastern"), []string{"03", "14", "25", "27", "28", "41", "49", "65", "75", "79", "87"}},
	{Elsewhere, i18n.M("Другие территории", "Other territories"), nil},
}

// OkrugOf is the federal district of a region.
func OkrugOf(region string) Okrug {
	for _, d := range districts {
		for _, r := range d.regions {
			if r == region {
				return d.key
			}
		}
	}
	return Elsewhere
}

// name is what the district is called.
func (o Okrug) name() i18n.Text {
	for _, d := range districts {
		if d.key == o {
			return d.name
		}
	}
	return i18n.Text{}
}

func regionName(code string) i18n.Text {
	r, ok := classifier.FindRegion(code)
	if !ok {
		return regionUnknown
	}
	return i18n.Raw(r.Name, r.English)
}

package partner

import (
	"slices"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/rulang/morph"
	"github.com/klaster-platform/klaster/statereg/classifier"
)

// cities lead to their regions; only those that are not words of another meaning.
var cities = map[string]string{
	"москва": "77", "мск": "77", "зеленоград": "77", "троицк": "77", "moscow": "77", "зеленоградский": "77",
	"петербург": "78", "санкт-петербург": "78", "спб": "78", "питер": "78", "petersburg": "78", "ленинград": "78",
	"подмосковье": "50", "балашиха": "50", "подольск": "50", "химки": "50", "мытищи": "50", "дубна": "50", "красногорск": "50", "жуковский": "50", "фрязино": "50",
	"казань": "16", "kazan": "16", "татарстан": "16", "tatarstan": "16", "иннополис": "16", "набережный челны": "16",
	"новосибирск": "54", "novosibirsk": "54", "екатеринбург": "66", "yekaterinburg": "66", "ekaterinburg": "66", "урал": "66",
	"самара": "63", "samara": "63", "тольятти": "63", "пермь": "59", "perm": "59", "томск": "70", "tomsk": "70", "омск": "55",
	"уфа": "02", "ufa": "02", "башкортостан": "02", "башкирия": "02", "челябинск": "74", "chelyabinsk": "74", "магнитогорск": "74",
	"краснодар": "23", "сочи": "23", "красноярск": "24", "воронеж": "36", "voronezh": "36", "волгоград": "34", "саратов": "64", "ульяновск": "73",
	"тула": "71", "tula": "71", "калуга": "40", "kaluga": "40", "обнинск": "40", "рязань": "62", "тверь": "69", "ярославль": "76", "yaroslavl": "76",
	"ижевск": "18", "удмуртия": "18", "пенза": "58", "липецк": "48", "курск": "46", "белгород": "31", "смоленск": "67", "иваново": "37",
	"тюмень": "72", "иркутск": "38", "хабаровск": "27", "владивосток": "25", "приморье": "25", "якутия": "14", "якутск": "14",
	"чувашия": "21", "чебоксары": "21", "мордовия": "13", "саранск": "13", "карелия": "10", "дагестан": "05", "крым": "91", "севастополь": "92",
	"барнаул": "22", "кемерово": "42", "кузбасс": "42", "архангельск": "29", "мурманск": "51", "калининград": "39", "вологда": "35", "череповец": "35",
	"ставрополь": "26", "астрахань": "30", "оренбург": "56", "таганрог": "61", "ростов-на-дону": "61", "саров": "52",
}

// afterPlace are words of kinds of regions, which follow their adjective: «самарская область».
var afterPlace = []string{"область", "обл", "край", "республика", "округ"}

// beforePlace are words before a place that belong to it.
var beforePlace = []string{"в", "во", "из", "по", "под", "около", "г", "город", "республика", "in", "from", "near", "the", "city", "of"}

var labelRegion = i18n.F("Регион: %s", "Region: %s")

// region reads «в Казани», «Московская область», "in Tatarstan". Several regions are either.
func (r *reader) region(n *Need) i18n.Text {
	words := r.words()
	for i := 0; i < len(words); i++ {
		code, last := placeAt(words, i)
		if code == "" {
			continue
		}
		from := words[i].from
		for k := i - 1; k >= 0 && slices.Contains(beforePlace, words[k].text); k-- {
			from = words[k].from
		}
		r.take(from, words[last].to)
		if !slices.Contains(n.Regions, code) {
			n.Regions = append(n.Regions, code)
		}
		i = last
	}
	if len(n.Regions) == 0 {
		return i18n.Text{}
	}
	ru, en := "", ""
	for i, code := range n.Regions {
		if i > 0 {
			ru, en = ru+", ", en+", "
		}
		place, _ := classifier.FindRegion(code)
		ru, en = ru+place.Name, en+place.English
	}
	return labelRegion.With(i18n.Raw(ru, en))
}

// placeAt is the region that is named at a word, and the last word of the name.
func placeAt(words []word, i int) (code string, last int) {
	if code, last := twoWords(words, i); code != "" {
		return code, last
	}
	w := words[i]
	for _, form := range []string{w.text, w.lemma} {
		if code, ok := cities[form]; ok {
			return code, i
		}
	}
	if w.text == "московские" || w.text == "московский" || w.text == "московских" || w.text == "московская" {
		return classifier.Moscow, i
	}
	// «в Ростове», «во Владимире», «из Кирова» are places only after a preposition.
	if i > 0 && slices.Contains([]string{"в", "во", "из", "г", "город", "in"}, words[i-1].text) {
		for place, code := range map[string]string{"ростов": "61", "владимир": "33", "киров": "43", "орел": "57", "тамбов": "68", "кострома": "44", "псков": "60", "брянск": "32", "чита": "75"} {
			if w.lemma == place || strings.HasPrefix(w.text, place) && len(w.text) <= len(place)+2 {
				return code, i
			}
		}
	}
	return "", 0
}

// twoWords reads names of two and three words.
func twoWords(words []word, i int) (code string, last int) {
	if i+1 >= len(words) {
		return "", 0
	}
	a, b := words[i], words[i+1]
	switch {
	case a.lemma == "нижний" && (b.lemma == "новгород" || b.text == "новгороде"), strings.HasPrefix(a.text, "nizhn") && b.text == "novgorod":
		return "52", i + 1
	case (a.text == "st" || a.text == "saint" || a.text == "санкт") && strings.HasPrefix(b.text, "p"), a.text == "санкт" && strings.HasPrefix(b.text, "петербург"):
		return "78", i + 1
	case a.text == "moscow" && (b.text == "region" || b.text == "oblast"):
		return "50", i + 1
	}
	if !slices.Contains(afterPlace, b.text) && !slices.Contains(afterPlace, b.lemma) {
		return "", 0
	}
	stem := morph.Stem(a.lemma)
	for _, region := range classifier.Regions() {
		name := strings.Fields(morph.Fold(region.Name))
		if len(name) >= 2 && morph.Stem(morph.Lemma(name[0])) == stem && (slices.Contains(afterPlace, name[1]) && sameKind(name[1], b)) {
			return region.Code, i + 1
		}
	}
	return "", 0
}

func sameKind(kind string, b word) bool {
	return b.lemma == kind || b.text == "обл" && kind == "область"
}

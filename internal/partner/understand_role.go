package partner

import (
	"slices"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
)

// sign is a word that tells whom somebody looks for. A label names the partner itself and says nothing of the subject; other signs
// are part of what is looked for and stay in it.
type sign struct {
	role   Role
	weight int
	label  bool
}

// signs are by dictionary form or by the word as it stands.
var signs = signsOf(map[Role]map[int][]string{
	Investor: {
		labelWeight: {"инвестор", "бизнес-ангел", "investor", "investors", "vc"},
		strong:      {"инвестиция", "венчурный", "соинвестор", "инвестировать", "инвестфонд", "investment", "funding", "venture", "angel", "раунд", "проинвестировать"},
	},
	Customer: {
		labelWeight: {"заказчик", "покупатель", "customer", "customers", "buyer", "buyers", "client", "clients", "клиент"},
		strong:      {"закупать", "закупает", "сбыт", "продать", "сбывать", "внедрить", "пилот", "пилотный", "пилотирование"},
	},
	Supplier: {
		labelWeight: {
			"поставщик", "подрядчик", "исполнитель", "субподрядчик", "изготовитель", "supplier", "suppliers", "contractor", "contractors", "vendor", "manufacturer",
			"manufacturers",
		},
		strong: {"производитель", "поставка", "изготовить", "изготовление", "аутсорсинг", "outsourcing"},
		weak:   {"купить", "закупить", "заказать", "приобрести", "buy", "purchase", "производство"},
	},
	Science: {
		labelWeight: {"лаборатория", "нии", "университет", "институт", "вуз", "laboratory", "laboratories", "lab", "labs", "university", "испытательный"},
		strong:      {"испытание", "испытать", "исследование", "ниокр", "нир", "testing", "research", "r&d", "полигон"},
		weak:        {"измерение", "анализ", "научный", "test", "tests"},
	},
	Support: {
		labelWeight: {"субсидия", "грант", "господдержка", "льгота", "subsidy", "subsidies", "grant", "grants"},
		strong:      {"компенсация", "возмещение", "льготный", "субсидировать", "компенсировать", "возместить", "заем", "микрозаем", "мера", "вычет", "reimbursement", "loan", "loans"},
		weak:        {"поддержка", "support"},
	},
	Provider: {
		labelWeight: {"акселератор", "консультант", "ментор", "наставник", "accelerator", "consultant", "mentor", "технопарк", "коворкинг", "coworking"},
		strong: {
			"консультация", "акселерация", "сопровождение", "консалтинг", "consulting", "менторство", "наставничество", "юрист", "адвокат", "поверенный", "lawyer", "attorney",
			"бухгалтер", "accountant", "переводчик", "translator", "патентование", "сертификация", "certification", "обучить", "обучать", "научить",
		},
		weak: {"услуга", "обучение", "service", "services", "курс", "training"},
	},
	Member: {
		labelWeight: {"участник", "резидент", "member", "members"},
	},
})

// How much a sign weighs.
const (
	weak        = 1
	strong      = 2
	labelWeight = 3
	// afterNeed is added to a sign that follows a word of need: «производитель дронов ищет инвестора».
	afterNeed = 2
	// besides is taken off a sign after a preposition of company or purpose: «юрист для сделки с инвестором».
	besides = 2
	// nearNeed is how many words after a word of need count as following it.
	nearNeed = 3
)

func signsOf(table map[Role]map[int][]string) map[string]sign {
	all := map[string]sign{}
	for role, byWeight := range table {
		for weight, words := range byWeight {
			for _, w := range words {
				all[w] = sign{role, weight, weight == labelWeight}
			}
		}
	}
	return all
}

// pureLabels name a partner and nothing of the subject, so that they are not looked for in texts.
var pureLabels = []string{
	"инвестор", "investor", "investors", "vc", "заказчик", "покупатель", "customer", "customers", "buyer", "buyers", "client", "clients", "клиент",
	"поставщик", "подрядчик", "исполнитель", "субподрядчик", "изготовитель", "supplier", "suppliers", "contractor", "contractors", "vendor", "manufacturer",
	"manufacturers", "участник", "резидент", "member", "members",
}

// needWords are verbs of need.
var needWords = []string{
	"искать", "ищем", "нужный", "нужно", "требоваться", "найти", "подобрать", "нуждаться", "хотеть", "looking", "need", "needed", "seek", "seeking", "find", "want", "wanted",
}

var beside = []string{"с", "со", "для", "у", "от", "with", "for"}

// whoBuys are questions that ask for customers, by the words before: «кто купит», «кому нужны», «клиника, которой нужна».
var whoBuys = map[string][]string{
	"кто":     {"купить", "покупать", "закупать", "приобрести", "заказать", "заказывать", "искать", "нуждаться"},
	"кому":    {"нужный", "нужно", "требоваться", "потребоваться", "понадобиться", "продать", "предложить", "поставлять"},
	"где":     {"внедрить", "пилотировать"},
	"который": {"нужный", "нужно", "требоваться", "потребоваться", "понадобиться", "искать", "нуждаться"},
	"who":     {"needs", "buys", "wants", "orders", "purchases"},
}

// asksWhoBuys reports whether a word and the one before it ask for customers.
func asksWhoBuys(before, w word) bool {
	return slices.Contains(whoBuys[before.text], w.lemma) || slices.Contains(whoBuys[before.text], w.text) || slices.Contains(whoBuys[before.lemma], w.lemma)
}

// abroad are words about customers of other countries, whom a search of one's own does not have: to find them is a service.
var abroad = []string{"рубеж", "граница", "зарубежный", "иностранный", "abroad", "overseas", "foreign"}

// isAbroad reports whether a word before this one, or one of the three behind it, says that it is in another country.
func isAbroad(words []word, i int) bool {
	return slices.ContainsFunc(words[max(0, i-1):min(len(words), i+4)], func(w word) bool {
		return slices.Contains(abroad, w.lemma) || slices.Contains(abroad, w.text)
	})
}

// asksHelp reports whether a word asks for help with something: «помогите с заявкой», and not «помогите найти».
func asksHelp(words []word, i int) bool {
	return words[i].lemma == "помочь" && !slices.ContainsFunc(words[i+1:min(len(words), i+3)], isNeed)
}

func isNeed(w word) bool {
	return slices.Contains(needWords, w.lemma) || slices.Contains(needWords, w.text)
}

// role reads whom somebody looks for.
func (r *reader) role(n *Need) i18n.Text {
	words := r.words()
	score := map[Role]int{}
	first := map[Role]int{}
	need := -nearNeed - 1
	for i, w := range words {
		if isNeed(w) {
			need = i
		}
		if i > 0 && asksWhoBuys(words[i-1], w) {
			score[Customer] += labelWeight + afterNeed
			continue
		}
		if asksHelp(words, i) {
			score[Provider] = labelWeight + afterNeed
			continue
		}
		s, ok := signs[w.text]
		if !ok {
			if s, ok = signs[w.lemma]; !ok {
				continue
			}
		}
		if s.role == Customer && s.label && isAbroad(words, i) {
			continue
		}
		if s.role == Provider && s.weight == weak && i+1 < len(words) && !aboutCluster(words[i+1].lemma) {
			s.role = Supplier // «услуги фрезеровки» are work
		}
		weight := s.weight
		if i-need <= nearNeed && i > need {
			weight += afterNeed
		}
		if i > 0 && slices.Contains(beside, words[i-1].text) {
			weight -= besides
		}
		if _, seen := first[s.role]; !seen {
			first[s.role] = i
		}
		score[s.role] = max(score[s.role], weight)
	}
	best := Role("")
	for _, role := range Roles() {
		if score[role] > score[best] || score[role] > 0 && score[role] == score[best] && first[role] < first[best] {
			best = role
		}
	}
	if score[best] < strong {
		return i18n.Text{}
	}
	n.Role = best
	r.dropLabels(words, best)
	return labelRole.With(roleTexts[best])
}

func aboutCluster(lemma string) bool {
	return slices.Contains([]string{"кластер", "фонд", "для", "по", "cluster", "технопарк", "компания", "стартап"}, lemma)
}

// dropLabels blanks the words that only name the role, if something else is left to look for.
func (r *reader) dropLabels(words []word, role Role) {
	var drop []word
	rest := 0
	for _, w := range words {
		label := w.lemma
		if slices.Contains(pureLabels, w.text) {
			label = w.text
		}
		switch {
		case slices.Contains(pureLabels, label) && signs[label].role == role:
			drop = append(drop, w)
		case !isNeed(w) && len([]rune(w.text)) > 2:
			rest++
		}
	}
	if rest == 0 {
		return
	}
	for _, w := range drop {
		r.take(w.from, w.to)
	}
}

// Roles are all roles, in the order in which they are shown.
func Roles() []Role { return []Role{Supplier, Customer, Science, Investor, Provider, Support, Member} }

var (
	labelRole = i18n.F("Роль: %s", "Role: %s")
	roleTexts = map[Role]i18n.Text{
		Supplier: i18n.M("поставщик или подрядчик", "supplier or contractor"),
		Customer: i18n.M("заказчик", "customer"),
		Science:  i18n.M("лаборатория или наука", "laboratory or science"),
		Investor: i18n.M("инвестор", "investor"),
		Provider: i18n.M("услуга", "service"),
		Support:  i18n.M("мера поддержки", "support measure"),
		Member:   i18n.M("участник кластера", "member of the cluster"),
	}
)

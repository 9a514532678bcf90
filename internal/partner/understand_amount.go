package partner

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/money"
)

// The parts of amounts, in folded text. All of it is matched in linear time (RE2).
const (
	partEdge   = `(?:^|[\s(,;:«"])`
	partNumber = `(\d{1,3}(?:[ \x{a0}\x{202f}]\d{3})+|\d{1,12}(?:[.,]\d{1,2})?)`
	partScale  = `(?:\s*(млрд\.?|миллиард[а-я]*|bn|billion|млн\.?|миллион[а-я]*|mln|million|тыс\.?|тысяч[а-я]*|thousand|k)(?:[^a-zа-я0-9]|$))?`
	partRuble  = `(?:\s*(руб(?:\.|л[а-я]*)?|р\.|₽|rub(?:les?)?|rur)(?:[^a-zа-я0-9]|$))?`
	partFrom   = `(?:(от|не менее|свыше|более|from|over|at least|more than)\s+)?`
	partTo     = `(?:(до|не более|не дороже|в пределах|бюджет(?:ом)?(?: до)?|менее|up to|under|below|budget(?: of)?(?: up to)?|less than)\s+)?`
)

var (
	moneyRange = regexp.MustCompile(partEdge + partFrom + partNumber + partScale + partRuble + `\s*(?:-|до|to)\s*` + partNumber + partScale + partRuble)
	moneyOne   = regexp.MustCompile(partEdge + partFrom + partTo + partNumber + partScale + partRuble)
	// afterMoney is what may follow a scale without «руб.»: «5 млн деталей» are no money.
	afterMoney = regexp.MustCompile(`^\s*(?:$|[.,;:!?)]|(?:на|для|в|во|и|под|с|со|от|до|за|из|по|for|in|to|with|and)\s)`)
	ofVolume   = regexp.MustCompile(partEdge + partFrom + `(?:(до|не более|up to)\s+)?` + partNumber + `(?:\s*(тыс\.?|тысяч[а-я]*|млн\.?|миллион[а-я]*|thousand|k))?\s*` +
		`(шт\.?|штук[а-я]*|детал(?:ь|и|ей|ям)|издели(?:е|я|й|ям)|единиц[а-я]*|экземпляр[а-я]*|комплект[а-я]*|pcs|pieces|units|parts|` +
		`кг|килограмм[а-я]*|kg|тонн[а-я]*|т|tons?|м²|м2|кв\.?\s?м\.?|квадратн[а-я]+ метр[а-я]*|sq\.? ?m|литр[а-я]*|л)(?:[^a-zа-я0-9]|$)` +
		`(?:\s*(?:в|per|a)\s+(?:месяц|год|неделю|день|сутки|квартал|month|year|week|day))?`)
	ofBatch = regexp.MustCompile(`(?:парти[а-я]+|сери[а-я]+|тираж[а-я]*|batch(?: of)?)\s+(?:из\s+|в\s+|до\s+|от\s+)?` + partNumber + `(?:\s*(тыс\.?|тысяч[а-я]*))?(?:[^a-zа-я0-9]|$)`)
	ofTRL   = regexp.MustCompile(partEdge + `(?:угт|trl|уров(?:ень|ня|нем|не) готовности(?: технологи[а-я]+)?|technology readiness(?: level)?)\s*(?:не ниже|не менее|выше|от|from|at least|>=|≥)?\s*` +
		`(до\s|up to\s)?\s*([1-9])(?:\s*(?:-|до|to)\s*([1-9]))?(\+)?(?:[^0-9]|$)`)
	atLeast = regexp.MustCompile(`не ниже|не менее|выше|от|from|at least|>=|≥|\+`)
)

var labelMoney = i18n.F("Сумма: %s", "Sum: %s")

// money reads «до 5 млн руб.», «3–5 млн рублей», «500 тыс. ₽».
func (r *reader) money(n *Need) i18n.Text {
	if m := moneyRange.FindStringSubmatchIndex(r.text); m != nil {
		g := func(i int) string { return group(r.text, m, i) }
		scaleFrom := g(3)
		if scaleFrom == "" {
			scaleFrom = g(6)
		}
		from, ok1 := amountOf(g(2), scaleFrom)
		to, ok2 := amountOf(g(5), g(6))
		sure := g(4)+g(7) != "" || g(6) != "" && afterMoney.MatchString(r.text[m[13]:])
		if ok1 && ok2 && sure && from.Compare(to) <= 0 {
			n.Money = Span[money.Amount]{from, to}
			r.take(m[0], m[1])
			return labelMoney.With(spanOfMoney(n.Money))
		}
	}
	for _, m := range moneyOne.FindAllStringSubmatchIndex(r.text, -1) {
		g := func(i int) string { return group(r.text, m, i) }
		amount, ok := amountOf(g(3), g(4))
		if !ok || g(5) == "" && (g(4) == "" || !afterMoney.MatchString(r.text[m[9]:])) {
			continue
		}
		switch {
		case g(1) != "":
			n.Money.From = amount
		case g(2) != "":
			n.Money.To = amount
		default:
			n.Money = Span[money.Amount]{amount, amount}
		}
		r.take(m[0], m[1])
		return labelMoney.With(spanOfMoney(n.Money))
	}
	return i18n.Text{}
}

// group is a submatch, "" when it took no part.
func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}

// times is what a word of scale multiplies by.
func times(scale string) int64 {
	for _, s := range []struct {
		begins string
		by     int64
	}{
		{"млрд", 1e9},
		{"миллиард", 1e9},
		{"bn", 1e9},
		{"billion", 1e9},
		{"млн", 1e6},
		{"миллион", 1e6},
		{"mln", 1e6},
		{"million", 1e6},
		{"тыс", 1e3},
		{"thousand", 1e3},
		{"k", 1e3},
	} {
		if strings.HasPrefix(scale, s.begins) {
			return s.by
		}
	}
	return 1
}

// mostRubles bounds an amount that is taken for meant: a thousand billions.
const mostRubles = 1e15

func amountOf(digits, scale string) (money.Amount, bool) {
	s := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ",", ".").Replace(digits)
	v, err := strconv.ParseFloat(s, 64) // nothing is paid by it: it is only compared
	if err != nil {
		return money.Amount{}, false
	}
	rubles := v * float64(times(scale))
	if rubles < 1 || rubles > mostRubles {
		return money.Amount{}, false
	}
	return money.Kopecks(int64(rubles*100 + 0.5)), true
}

func spanOfMoney(s Span[money.Amount]) i18n.Text {
	switch {
	case s.From.IsZero():
		return upTo.With(short(s.To))
	case s.To.IsZero():
		return atLeastText.With(short(s.From))
	case s.From == s.To:
		return short(s.From)
	}
	return fromTo.With(short(s.From), short(s.To))
}

var (
	upTo        = i18n.F("до %s", "up to %s")
	atLeastText = i18n.F("от %s", "from %s")
	fromTo      = i18n.F("от %s до %s", "from %s to %s")
	inRubles    = i18n.F("%s ₽", "₽%s")
	inThousands = i18n.F("%s тыс. ₽", "₽%s thousand")
	inMillions  = i18n.F("%s млн ₽", "₽%s million")
	inBillions  = i18n.F("%s млрд ₽", "₽%s billion")
)

// short says an amount in the largest unit, with at most one figure after the comma.
func short(a money.Amount) i18n.Text {
	rubles, _ := a.Parts()
	for _, u := range []struct {
		one  uint64
		form i18n.Format
	}{{1e9, inBillions}, {1e6, inMillions}, {1e3, inThousands}} {
		if rubles >= u.one {
			ru, en := strconv.FormatUint(rubles/u.one, 10), ""
			if tenth := rubles % u.one * 10 / u.one; tenth > 0 {
				ru, en = ru+","+strconv.FormatUint(tenth, 10), ru+"."+strconv.FormatUint(tenth, 10)
			} else {
				en = ru
			}
			return u.form.With(i18n.Raw(ru, en))
		}
	}
	return inRubles.With(i18n.Same(strconv.FormatUint(rubles, 10)))
}

var labelVolume = i18n.F("Объём: %s", "Volume: %s")

// mostVolume bounds a volume that is taken for meant.
const mostVolume = 1e12

// volume reads «партия 500 шт.», «до 2 тонн в месяц», «120 м²».
func (r *reader) volume(n *Need) i18n.Text {
	if m := ofVolume.FindStringSubmatchIndex(r.text); m != nil {
		g := func(i int) string { return group(r.text, m, i) }
		return r.volumeOf(n, m, g(3), g(4), unitOf(g(5)), g(1) != "", g(2) != "")
	}
	if m := ofBatch.FindStringSubmatchIndex(r.text); m != nil {
		return r.volumeOf(n, m, group(r.text, m, 1), group(r.text, m, 2), UnitPieces, false, false)
	}
	return i18n.Text{}
}

func (r *reader) volumeOf(n *Need, m []int, digits, scale, unit string, from, to bool) i18n.Text {
	amount, ok := amountOf(digits, scale)
	volume := amount.Kopecks() / 100
	if !ok || volume > mostVolume {
		return i18n.Text{}
	}
	n.Unit = unit
	value := i18n.Raw(i18n.Number(volume).In(i18n.Russian)+" "+unit, i18n.Number(volume).In(i18n.English)+" "+unitsEnglish(unit))
	switch {
	case from:
		n.Volume.From, value = volume, atLeastText.With(value)
	case to:
		n.Volume.To, value = volume, upTo.With(value)
	default:
		n.Volume = Span[int64]{volume, volume}
	}
	r.take(m[0], m[1])
	return labelVolume.With(value)
}

// The units of volumes.
const (
	UnitPieces    = "шт."
	UnitKilograms = "кг"
	UnitTonnes    = "т"
	UnitMetres    = "м²"
	UnitLitres    = "л"
)

func unitOf(word string) string {
	switch {
	case strings.HasPrefix(word, "кг"), strings.HasPrefix(word, "килог"), word == "kg":
		return UnitKilograms
	case strings.HasPrefix(word, "т"), strings.HasPrefix(word, "ton"):
		return UnitTonnes
	case strings.HasPrefix(word, "м"), strings.HasPrefix(word, "кв"), strings.HasPrefix(word, "sq"):
		return UnitMetres
	case strings.HasPrefix(word, "л"):
		return UnitLitres
	}
	return UnitPieces
}

func unitsEnglish(unit string) string {
	return map[string]string{UnitPieces: "pcs", UnitKilograms: "kg", UnitTonnes: "t", UnitMetres: "m²", UnitLitres: "l"}[unit]
}

var labelTRL = i18n.F("УГТ %s", "TRL %s")

// trl reads «УГТ 6», «TRL 4–6», «УГТ не ниже 5».
func (r *reader) trl(n *Need) i18n.Text {
	m := ofTRL.FindStringSubmatchIndex(r.text)
	if m == nil {
		return i18n.Text{}
	}
	g := func(i int) string { return group(r.text, m, i) }
	first, _ := strconv.ParseInt(g(2), 10, 64)
	last, _ := strconv.ParseInt(g(3), 10, 64)
	label := i18n.Same(g(2))
	switch {
	case g(1) != "":
		n.TRL.To, label = first, upTo.With(g(2))
	case last >= first && last > 0:
		n.TRL, label = Span[int64]{first, last}, i18n.Same(g(2)+"–"+g(3))
	case atLeast.MatchString(r.text[m[0]:m[4]] + g(4)):
		n.TRL.From, label = first, atLeastText.With(g(2))
	default:
		n.TRL = Span[int64]{first, first}
	}
	r.take(m[0], m[1])
	return labelTRL.With(label)
}

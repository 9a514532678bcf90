package partner

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/workdays"
)

// sunday is the day on which the tests ask.
func sunday(t testing.TB) workdays.Date {
	t.Helper()
	d, err := workdays.ParseDate("2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// chips are the conditions in words, after a stroke what is looked for in texts.
func chips(n Need, l i18n.Lang) string {
	var list []string
	for _, c := range n.Chips {
		list = append(list, strings.ReplaceAll(c.Label.In(l), "\u00a0", " "))
	}
	return strings.Join(list, "; ") + " | " + n.Words
}

func TestUnderstand(t *testing.T) {
	today := sunday(t)
	for text, want := range map[string]string{
		// whom
		"нужен подрядчик на фрезеровку алюминиевых корпусов": "Роль: поставщик или подрядчик | нужен на фрезеровку алюминиевых корпусов",
		"ищу инвестора в телемедицину":                       "Роль: инвестор | ищу в телемедицину",
		"лаборатория для испытаний дронов":                   "Роль: лаборатория или наука | лаборатория для испытаний дронов",
		"производитель дронов ищет инвестора":                "Роль: инвестор | производитель дронов ищет",
		"кто купит лазерные станки":                          "Роль: заказчик | кто купит лазерные станки",
		"субсидия на покупку оборудования":                   "Роль: мера поддержки | субсидия на покупку оборудования",
		"поставщик испытательного оборудования":              "Роль: поставщик или подрядчик | испытательного оборудования",
		"услуги фрезеровки":                                  " | услуги фрезеровки",
		"консультация по экспорту":                           "Роль: услуга | консультация по экспорту",
		"инвестор": "Роль: инвестор | инвестор",
		"где внедрить систему видеоаналитики":                    "Роль: заказчик | где внедрить систему видеоаналитики",
		"корпуса из алюминия":                                    " | корпуса из алюминия",
		"нужна сертификация медицинского изделия":                "Роль: услуга | нужна сертификация медицинского изделия",
		"ищем заказчика на датчики давления, испытания пройдены": "Роль: заказчик | ищем на датчики давления испытания пройдены",
		// where
		"литьё пластмасс в Казани":                 "Регион: Республика Татарстан | литье пластмасс",
		"поставщики плат из Московской области":    "Роль: поставщик или подрядчик; Регион: Московская область | плат",
		"печать металлом Санкт-Петербург":          "Регион: Санкт-Петербург | печать металлом",
		"сварка в Нижнем Новгороде":                "Регион: Нижегородская область | сварка",
		"завод в Самарской области или Татарстане": "Регион: Самарская область, Республика Татарстан | завод или",
		"фрезеровка москва":                        "Регион: Москва | фрезеровка",
		"владимир путилов и партнёры":              " | владимир путилов и партнеры",
		"токарная обработка во Владимире":          "Регион: Владимирская область | токарная обработка",
		"штамповка, Пермский край":                 "Регион: Пермский край | штамповка",
		"московские разработчики игр":              "Регион: Москва | разработчики игр",
		"орёл и решка":                             " | орел и решка",
		// money
		"лазерная резка до 5 млн руб.":            "Сумма: до 5 млн ₽ | лазерная резка",
		"инвестор с чеком 3–5 млн рублей":         "Роль: инвестор; Сумма: от 3 млн ₽ до 5 млн ₽ | с чеком",
		"грант от 500 тыс. рублей":                "Роль: мера поддержки; Сумма: от 500 тыс. ₽ | грант",
		"бюджет 1,5 млн на разработку сайта":      "Сумма: до 1,5 млн ₽ | на разработку сайта",
		"заём 10 000 000 ₽":                       "Роль: мера поддержки; Сумма: 10 млн ₽ | заем",
		"инвестиции от 20 до 80 миллионов рублей": "Роль: инвестор; Сумма: от 20 млн ₽ до 80 млн ₽ | инвестиции",
		"сервер за 300000 руб":                    "Сумма: 300 тыс. ₽ | сервер за",
		"токарный станок 16к20":                   " | токарный станок 16к20",
		"станок с ходом 800 мм":                   " | станок с ходом 800 мм",
		// how much
		"корпуса из алюминия, партия 500 шт.": "Объём: 500 шт. | корпуса из алюминия партия",
		"нужно 2 тыс. деталей в месяц":        "Объём: 2000 шт. | нужно",
		"5 млн деталей из пластика":           "Объём: 5 000 000 шт. | из пластика",
		"до 3 тонн порошка титана":            "Объём: до 3 т | порошка титана",
		"чистое помещение от 120 м²":          "Объём: от 120 м² | чистое помещение",
		"серия из 300, пайка плат":            "Объём: 300 шт. | пайка плат",
		// readiness
		"инвестор для проекта УГТ 6": "Роль: инвестор; УГТ 6 | для проекта",
		"аккумуляторы TRL 4-6":       "УГТ 4–6 | аккумуляторы",
		"водород угт не ниже 5":      "УГТ от 5 | водород",
		"дроны trl7+":                "УГТ от 7 | дроны",
		"уровень готовности технологии до 3, фотоника": "УГТ до 3 | фотоника",
		// when
		"печатные платы до конца года":   "Срок: до 31 декабря 2026 г. | печатные платы",
		"пресс-форма к 1 марта":          "Срок: до 1 марта 2027 г. | пресс-форма",
		"протокол испытаний за 3 недели": "Роль: лаборатория или наука; Срок: до 13 декабря 2026 г. | протокол испытаний",
		"оснастка до 15.01.2027":         "Срок: до 15 января 2027 г. | оснастка",
		"сборка в течение двух месяцев":  "Срок: до 22 января 2027 г. | сборка",
		"до конца недели нужен перевод":  "Срок: до 22 ноября 2026 г. | нужен перевод",
		"запуск до конца квартала":       "Срок: до 31 декабря 2026 г. | запуск",
		"до 31 февраля":                  " | до 31 февраля",
		// all together, and what is no condition
		"Поставщик литья под давлением в Туле, 10 000 шт., до 2 млн руб., до конца месяца": "Роль: поставщик или подрядчик; Регион: Тульская область; Сумма: до 2 млн ₽; Объём: 10 000 шт.; Срок: до 30 ноября 2026 г. | литья под давлением",
		"АК-12 из сплава Д16Т по ГОСТ 4784-97":                                             " | ак-12 из сплава д16т по гост 4784-97",
		"":    " | ",
		"   ": " | ",
		"помогите с заявкой на грант":              "Роль: услуга | помогите с заявкой на грант",
		"помогите найти инвестора в робототехнику": "Роль: инвестор | помогите найти в робототехнику",
		"клиника, которой нужна телемедицина":      "Роль: заказчик | клиника которой нужна телемедицина",
		"кому требуется проверка сети":             "Роль: заказчик | кому требуется проверка сети",
		"найти покупателей станков за рубежом":     " | найти покупателей станков за рубежом",
		"обучить сварщиков":                        "Роль: услуга | обучить сварщиков",
	} {
		if got := chips(Understand(text, today, nil), i18n.Russian); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
	for text, want := range map[string]string{
		"CNC machining of titanium":                           " | cnc machining of titanium",
		"looking for an investor in telemedicine":             "Role: investor | looking for an in telemedicine",
		"testing laboratory for drones in Moscow":             "Role: laboratory or science; Region: Moscow | testing laboratory for drones",
		"PCB assembly, 500 pcs, up to 2 million rubles":       "Sum: up to ₽2 million; Volume: 500 pcs | pcb assembly",
		"supplier of lithium batteries in Kazan by March 1":   "Role: supplier or contractor; Region: Republic of Tatarstan; Term: by 1 March 2027 | of lithium batteries",
		"venture funding TRL 5-7 for biotech":                 "Role: investor; TRL 5–7 | venture funding for biotech",
		"metal printing within 3 weeks in St. Petersburg":     "Region: Saint Petersburg; Term: by 13 December 2026 | metal printing",
		"who needs titanium powder":                           "Role: customer | who needs titanium powder",
		"patent attorney for an invention":                    "Role: service | patent attorney for an invention",
		"grants for equipment by the end of the year":         "Role: support measure; Term: by 31 December 2026 | grants for equipment",
		"pilot customers for machine vision, Nizhny Novgorod": "Role: customer; Region: Nizhny Novgorod Region | pilot for machine vision",
	} {
		if got := chips(Understand(text, today, nil), i18n.English); got != want {
			t.Errorf("%q:\n got %s\nwant %s", text, got, want)
		}
	}
}

// A condition that was taken off is words again.
func TestAConditionThatWasTakenOff(t *testing.T) {
	const text = "инвестор в Казани до 5 млн руб."
	all := Understand(text, sunday(t), nil)
	if len(all.Chips) != 3 {
		t.Fatalf("%+v", all)
	}
	for _, c := range all.Chips {
		less := Understand(text, sunday(t), []ChipKey{c.Key})
		if len(less.Chips) != 2 {
			t.Errorf("without %s: %+v", c.Key, less.Chips)
		}
	}
	if none := Understand(text, sunday(t), ChipKeys()); none.Words != "инвестор в казани до 5 млн руб." || none.Role != "" {
		t.Errorf("%+v", none)
	}
}

// Numbers of organisations are told by their check digits.
func TestNumbers(t *testing.T) {
	for text, want := range map[string]string{
		"7707083893": "7707083893", " ИНН 7707083893 ": "7707083893", "инн: 7707 083 893": "7707083893", "1027700132195": "1027700132195",
		"ОГРН 1027700132195": "1027700132195", "500100732259": "500100732259", "304500116000157": "304500116000157",
		"7707083894": "", "1027700132196": "", "89161234567": "", "12345": "", "фрезеровка 7707083893": "", "": "",
	} {
		if got := Understand(text, sunday(t), nil).Number; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever is typed is read, twice the same way, and what is looked for is made of what was typed.
func FuzzUnderstand(f *testing.F) {
	for _, seed := range []string{
		"Поставщик литья под давлением в Туле, 10 000 шт., до 2 млн руб., до конца месяца", "CNC machining, 5-10 mln RUB by March 1", "угт 6 trl 7+",
		"до 31 февраля", "999999999999 млрд руб", "0 руб", "\xff\xfe", "в в в в", "5-5 млн", "1 000 000 000 000 шт.", "за 999 лет", "ё Ё -", "до 0.0.2000",
	} {
		f.Add(seed)
	}
	today := workdays.DateOf(time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC))
	f.Fuzz(func(t *testing.T, text string) {
		n := Understand(text, today, nil)
		if diff := cmp.Diff(chips(n, i18n.Russian), chips(Understand(text, today, nil), i18n.Russian)); diff != "" {
			t.Error(diff)
		}
		if !utf8.ValidString(n.Words) || len(n.Words) > 2*longestNeed {
			t.Errorf("what is looked for: %q", n.Words)
		}
		if n.Money.From.Sign() < 0 || n.Money.To.Sign() < 0 || n.Volume.From < 0 || n.Volume.To < 0 || n.TRL.From > 9 || n.TRL.To > 9 {
			t.Errorf("%+v", n)
		}
		for _, s := range synonymsOf(n.Words) {
			if s.say == "" || s.of == "" {
				t.Errorf("%+v", s)
			}
		}
	})
}

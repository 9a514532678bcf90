package demo

import (
	"fmt"
	"strings"
)

// End is how far the matter of an organisation has come when the town is settled.
type End string

// The ends, each of which is further than the one before on the way of an application.
const (
	Entered   End = "entered"   // the organisation account is open, nothing was asked for; a regional one becomes a partner
	Begun     End = "begun"     // a draft, half filled in
	Formed    End = "formed"    // the document waits for the signature
	Sent      End = "sent"      // under review
	Asked     End = "asked"     // under review, with a question of the foundation that waits for an answer
	Withdrawn End = "withdrawn" // sent and taken back
	Granted   End = "granted"   // a participant
	Refused   End = "refused"   // with a reason
)

// Matter is what an organisation of the town has done on the platform.
type Matter struct {
	Place int // of the organisation in [Town]
	End   End
	Head  Person
	Key   Key
	// Accountant is a trusted person with standard access, who fills in the draft; the zero value when there is none.
	Accountant Person

	Directions []string
	Products   string
	Site       string

	Ground, Evidence string // of a refusal
}

// Matters returns what the organisations of the town have done, in the order in which it happens.
func Matters() []Matter {
	town := Town()
	list := []Matter{{
		Place: placeLaser, End: Begun, Head: PersonWith("belova@klaster.example"), Key: *headKey(town[placeLaser], "belova@klaster.example"),
		Accountant: PersonWith("accountant@klaster.example"), Directions: []string{"electronics"},
		Products: "Лазерные модули для измерительных приборов и учебных лабораторий.",
	}}
	moscow := []End{
		Granted, Sent, Formed, Granted, Begun, Asked, Granted, Withdrawn, Sent, Granted, Formed, Sent, Refused, Sent, Granted, Begun, Sent, Granted, Sent, Granted,
	}
	doubtful, region := []End{Refused, Sent, Sent, Sent, Sent, Sent}, []End{Entered, Entered, Entered, Entered, Entered, Entered}
	take := func(ends *[]End, place int) {
		if len(*ends) > 0 {
			list = append(list, matter(town, place, (*ends)[0]))
			*ends = (*ends)[1:]
		}
	}
	for place := len(Organisations()); place < len(town); place++ {
		o := town[place]
		switch {
		case o.Region != moscowCode && o.Case == "clean":
			take(&region, place)
		case o.Region == moscowCode && o.Case == "clean":
			take(&moscow, place)
		case o.Region == moscowCode && (o.Case == caseUnfair || o.Case == caseUnknown):
			take(&doubtful, place)
		}
	}
	return list
}

const moscowCode = "77"

func matter(town []Organisation, place int, end End) Matter {
	o := town[place]
	h := o.Heads[0]
	what := told[place%len(told)]
	m := Matter{
		Place: place, End: end,
		Head: Person{Surname: h.Surname, Given: h.Given, Patronymic: h.Patronymic, Email: fmt.Sprintf("head-%d@people.example", place+1)},
		Key: Key{
			Kind: "head", Surname: h.Surname, Given: strings.TrimSpace(h.Given + " " + h.Patronymic), SNILS: numberSNILS(1000 + place), PersonINN: h.INN,
			Organisation: o.Name, INN: o.INN, OGRN: o.OGRN,
		},
		Directions: what.directions, Products: what.products, Site: fmt.Sprintf("https://org-%d.example", place+1),
	}
	switch {
	case end == Refused && o.Case == caseUnfair:
		m.Ground, m.Evidence = "unfair", "Запись в реестре недобросовестных поставщиков действует на день решения."
	case end == Refused:
		m.Ground, m.Evidence = "incomplete", "Из описания продуктов не видно, что из названного уже выпускается: напишите об этом и подайте заявление ещё раз."
	}
	return m
}

// told is what organisations tell of themselves.
var told = []struct {
	directions []string
	products   string
}{
	{[]string{"it"}, "Программы для учёта станков и приборов на заводах: что где стоит, когда проверено и кто отвечает."},
	{[]string{"ai", "it"}, "Распознавание дефектов на конвейере по снимкам: обучаемая модель, камера и пульт оператора."},
	{[]string{"medicine"}, "Датчики дыхания и пульса для больничных палат, которые не касаются тела."},
	{[]string{"electronics"}, "Платы управления для лабораторных приборов малыми сериями, от схемы до испытаний."},
	{[]string{"materials"}, "Лёгкие композиты для корпусов приборов: состав, формы и пробные партии."},
	{[]string{"machines"}, "Установки послойной печати металлом и порошки к ним; обучение наладчиков."},
	{[]string{"energy"}, "Накопители для дворовых зарядных станций и программа, которая ими управляет."},
	{[]string{"transport", "ai"}, "Беспилотные тележки для складов и цехов: привозят детали по расписанию."},
	{[]string{"construction"}, "Датчики влажности бетона и сервис, который подсказывает, когда снимать опалубку."},
	{[]string{"biotech"}, "Питательные среды для лабораторий и приборы для их проверки."},
	{[]string{"creative", "it"}, "Редактор учебных симуляторов: преподаватель собирает урок без программиста."},
}

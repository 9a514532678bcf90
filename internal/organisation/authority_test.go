package organisation_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/ruid"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

var today = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

const fresh = 5 * 24 * time.Hour

// shelf is a register of a few records.
type shelf struct {
	known []organisation.Known
	err   error
}

func (s shelf) ByOGRN(_ context.Context, ogrn string) (organisation.Known, error) {
	for _, k := range s.known {
		if k.Record.OGRN == ogrn {
			return k, s.err
		}
	}
	return organisation.Known{}, errors.Join(s.err, organisation.ErrUnknownSubject)
}

func (s shelf) ByOGRNOn(ctx context.Context, ogrn string, _ workdays.Date) (organisation.Known, error) {
	return s.ByOGRN(ctx, ogrn)
}

func (s shelf) ByINN(_ context.Context, inn string) (list []organisation.Known, err error) {
	for _, k := range s.known {
		if k.Record.INN == inn {
			list = append(list, k)
		}
	}
	return list, s.err
}

func known(r egr.Record) organisation.Known {
	return organisation.Known{Record: &r, Source: i18n.Same("test"), AsOf: workdays.DateOf(today).AddDays(-2)}
}

// Numbers that nobody has, with right check digits.
const (
	romashkaOGRN, romashkaINN = "1020000000019", "0000000064"
	managerOGRN, managerINN   = "1020000000020", "0000000071"
	annaINN, veraINN          = "000000000184", "000000000258"
	annaOGRNIP                = "302000000000010"
)

func anna() egr.Person {
	return egr.Person{Surname: "ЁЛКИНА", Name: "АННА", Patronymic: "ПЕТРОВНА", INN: annaINN}
}

func vera() egr.Person {
	return egr.Person{Surname: "СОКОЛОВА", Name: "ВЕРА", Patronymic: "ИВАНОВНА", INN: veraINN}
}

func romashka(heads ...egr.Person) egr.Record {
	r := egr.Record{Register: egr.Organisations, OGRN: romashkaOGRN, INN: romashkaINN, Name: egr.Name{Short: "ООО «РОМАШКА»"}}
	for _, p := range heads {
		r.Heads = append(r.Heads, egr.Head{Person: p, Post: "ДИРЕКТОР"})
	}
	return r
}

// annaForRomashka is the certificate that an authority issued to the organisation, with Anna as its head.
func annaForRomashka() organisation.Holder {
	return organisation.Holder{
		OGRN: romashkaOGRN, INN: romashkaINN, PersonINN: annaINN, SNILS: ruid.SNILS("11223344595"),
		Surname: "Елкина", Given: "Анна", Middle: "Петровна",
	}
}

type judged struct {
	outcome organisation.Outcome
	ground  organisation.Ground
	basis   organisation.Basis
	joint   bool
}

func granted(b organisation.Basis) judged {
	return judged{organisation.Granted, organisation.GroundActs, b, false}
}

func refused(g organisation.Ground) judged { return judged{outcome: organisation.Refused, ground: g} }

func review(g organisation.Ground) judged { return judged{outcome: organisation.Review, ground: g} }

// T11: a certificate of an organisation opens its cabinet only while the register names its person as acting without a power of
// attorney, on a fact that is fresh; managing organisations are followed; what is hidden or unknown goes to a person.
func TestT11_TheRegisterDecides(t *testing.T) {
	with := func(r egr.Record, change func(*egr.Record)) egr.Record { change(&r); return r }
	holder := func(change func(*organisation.Holder)) organisation.Holder {
		h := annaForRomashka()
		change(&h)
		return h
	}
	managed := func(heads ...egr.Person) []egr.Record {
		manager := romashka(heads...)
		manager.OGRN, manager.INN = managerOGRN, managerINN
		return []egr.Record{
			with(romashka(), func(r *egr.Record) {
				r.Managers = []egr.Manager{{Party: egr.Party{OGRN: managerOGRN, INN: managerINN}}}
			}), manager,
		}
	}
	ended := []egr.Disqualification{{From: workdays.DateOf(today).AddDays(-30)}}
	cases := []struct {
		name    string
		records []egr.Record
		holder  organisation.Holder
		want    judged
	}{
		{"sole head; ё and case do not matter", []egr.Record{romashka(anna())}, annaForRomashka(), granted(organisation.ByHead)},
		{"one of two, each alone", []egr.Record{with(romashka(vera(), anna()), func(r *egr.Record) { r.Powers = egr.EachAlone })}, annaForRomashka(), granted(organisation.ByHead)},
		{
			"one of two, together",
			[]egr.Record{with(romashka(vera(), anna()), func(r *egr.Record) { r.Powers = egr.Jointly })},
			annaForRomashka(),
			judged{organisation.Granted, organisation.GroundActs, organisation.ByHead, true},
		},
		{"one of two, the register does not say how", []egr.Record{romashka(vera(), anna())}, annaForRomashka(), review(organisation.GroundRestricted)},
		{"another head", []egr.Record{romashka(vera())}, annaForRomashka(), refused(organisation.GroundNotNamed)},
		{"another person of the same name", []egr.Record{romashka(egr.Person{Surname: "ЁЛКИНА", Name: "АННА", Patronymic: "ПЕТРОВНА", INN: veraINN})}, annaForRomashka(), refused(organisation.GroundNotNamed)},
		{"another spelling", []egr.Record{romashka(anna())}, holder(func(h *organisation.Holder) { h.Surname = "Иванова" }), review(organisation.GroundSpelling)},
		{"no patronymic in the certificate", []egr.Record{romashka(anna())}, holder(func(h *organisation.Holder) { h.Middle = "" }), review(organisation.GroundSpelling)},
		{"no personal ИНН in the certificate", []egr.Record{romashka(anna())}, holder(func(h *organisation.Holder) { h.PersonINN = "" }), review(organisation.GroundNoPersonINN)},
		{"no personal ИНН in the register", []egr.Record{with(romashka(anna()), func(r *egr.Record) { r.Heads[0].Person.INN = "" })}, annaForRomashka(), review(organisation.GroundNoPersonINN)},
		{"no ОГРН in the certificate", []egr.Record{romashka(anna())}, holder(func(h *organisation.Holder) { h.OGRN = "" }), granted(organisation.ByHead)},
		{"ИНН of another organisation", []egr.Record{romashka(anna())}, holder(func(h *organisation.Holder) { h.INN = managerINN }), refused(organisation.GroundContradiction)},
		{"hidden head", []egr.Record{with(romashka(anna()), func(r *egr.Record) { r.Heads = []egr.Head{{Restricted: true}} })}, annaForRomashka(), review(organisation.GroundRestricted)},
		{"nobody", []egr.Record{romashka()}, annaForRomashka(), review(organisation.GroundRestricted)},
		{"disqualified", []egr.Record{with(romashka(anna()), func(r *egr.Record) { r.Heads[0].Disqualified = ended })}, annaForRomashka(), refused(organisation.GroundPowersOver)},
		{"powers ended", []egr.Record{with(romashka(anna()), func(r *egr.Record) { r.Heads[0].Ended = []egr.Note{{Code: "1"}} })}, annaForRomashka(), refused(organisation.GroundPowersOver)},
		{"ceased", []egr.Record{with(romashka(anna()), func(r *egr.Record) { r.Ceased = &egr.Ceased{Code: "201"} })}, annaForRomashka(), refused(organisation.GroundCeased)},
		{"unknown to the register", nil, annaForRomashka(), review(organisation.GroundUnknownSubject)},
		{"managing organisation, its head", managed(anna()), annaForRomashka(), granted(organisation.ByManagingHead)},
		{"managing organisation, another head", managed(vera()), annaForRomashka(), refused(organisation.GroundNotNamed)},
		{"managing organisation that nobody knows", managed(anna())[:1], annaForRomashka(), review(organisation.GroundUnknownSubject)},
		{"managing organisation from abroad", []egr.Record{with(romashka(), func(r *egr.Record) {
			r.Managers = []egr.Manager{{Party: egr.Party{Name: "LTD"}, Foreign: &egr.Foreign{Country: "196"}}}
		})}, annaForRomashka(), review(organisation.GroundChain)},
		{"organisations that manage each other", []egr.Record{
			with(romashka(), func(r *egr.Record) { r.Managers = []egr.Manager{{Party: egr.Party{OGRN: romashkaOGRN}}} }),
		}, annaForRomashka(), review(organisation.GroundChain)},
		{"managing proprietor", []egr.Record{
			with(romashka(anna()), func(r *egr.Record) { r.Heads[0].Person.OGRNIP = annaOGRNIP }), proprietor(),
		}, annaForRomashka(), granted(organisation.ByManagingHead)},
		{"managing proprietor who has ceased", []egr.Record{
			with(romashka(anna()), func(r *egr.Record) { r.Heads[0].Person.OGRNIP = annaOGRNIP }),
			with(proprietor(), func(r *egr.Record) { r.Ceased = &egr.Ceased{Code: "201"} }),
		}, annaForRomashka(), refused(organisation.GroundPowersOver)},

		{"proprietor by ОГРНИП", []egr.Record{proprietor()}, annaAlone(annaOGRNIP), granted(organisation.ByProprietor)},
		{"proprietor by the personal ИНН", []egr.Record{proprietor()}, annaAlone(""), granted(organisation.ByProprietor)},
		{"was a proprietor once and is again", []egr.Record{
			with(proprietor(), func(r *egr.Record) { r.OGRN, r.Ceased = "302000000000023", &egr.Ceased{Code: "201"} }), proprietor(),
		}, annaAlone(""), granted(organisation.ByProprietor)},
		{"two living records", []egr.Record{with(proprietor(), func(r *egr.Record) { r.OGRN = "302000000000023" }), proprietor()}, annaAlone(""), review(organisation.GroundSeveral)},
		{"a person who is no proprietor", nil, annaAlone(""), review(organisation.GroundUnknownSubject)},
		{"proprietor no more", []egr.Record{with(proprietor(), func(r *egr.Record) { r.Ceased = &egr.Ceased{Code: "201"} })}, annaAlone(""), refused(organisation.GroundCeased)},
		{"no numbers", nil, organisation.Holder{SNILS: "11223344595"}, refused(organisation.GroundNoNumbers)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var s shelf
			for _, r := range c.records {
				s.known = append(s.known, known(r))
			}
			got, err := organisation.Judge(t.Context(), s, c.holder, today, fresh)
			if err != nil {
				t.Fatal(err)
			}
			if got.Outcome != organisation.Granted {
				got.Basis, got.Joint = "", false
			}
			if is := (judged{got.Outcome, got.Ground, got.Basis, got.Joint}); is != c.want {
				t.Errorf("judged %+v, want %+v", is, c.want)
			}
			if got.Ground.Why().In(0) == "" {
				t.Error("nothing is said about it")
			}
		})
	}
}

func proprietor() egr.Record {
	p := anna()
	return egr.Record{Register: egr.Entrepreneurs, OGRN: annaOGRNIP, INN: annaINN, Person: &p}
}

func annaAlone(ogrnip ruid.OGRNIP) organisation.Holder {
	h := annaForRomashka()
	h.OGRN, h.INN, h.OGRNIP = "", "", ogrnip
	return h
}

// T10: the numbers of a certificate say who somebody is. A name alone opens nothing, whosever it is; numbers that belong to two subjects open
// nothing; and where the numbers are right, a doubt about the name opens nothing by itself either.
func TestT10_NamesAloneOpenNothing(t *testing.T) {
	s := shelf{known: []organisation.Known{known(romashka(anna())), known(proprietor())}}
	for name, change := range map[string]func(*organisation.Holder){
		"no numbers at all":                   func(h *organisation.Holder) { h.INN, h.OGRN, h.OGRNIP, h.PersonINN = "", "", "", "" },
		"the head's name, another's number":   func(h *organisation.Holder) { h.PersonINN = veraINN },
		"the head's name, no personal number": func(h *organisation.Holder) { h.PersonINN = "" },
		"ИНН and ОГРН of two":                 func(h *organisation.Holder) { h.INN = managerINN },
		"the right numbers, another's name": func(h *organisation.Holder) {
			h.Surname, h.Given, h.Middle = "Соколова", "Вера", "Ивановна"
		},
	} {
		h := annaForRomashka()
		change(&h)
		got, err := organisation.Judge(t.Context(), s, h, today, fresh)
		if err != nil || got.Outcome == organisation.Granted {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	if got, err := organisation.Judge(t.Context(), s, annaForRomashka(), today, fresh); err != nil || got.Outcome != organisation.Granted {
		t.Errorf("the head herself: %+v, %v", got, err)
	}
}

// T11: a fact that is older than the settings allow is no fact, and a register that does not answer is no answer.
func TestT11_StaleAndSilentAreUnknown(t *testing.T) {
	k := known(romashka(anna()))
	for days, want := range map[int]organisation.Ground{5: organisation.GroundActs, 6: organisation.GroundStale} {
		k.AsOf = workdays.DateOf(today).AddDays(-days)
		got, err := organisation.Judge(t.Context(), shelf{known: []organisation.Known{k}}, annaForRomashka(), today, fresh)
		if err != nil || got.Ground != want {
			t.Errorf("%d days old: %+v, %v", days, got, err)
		}
	}
	k.AsOf = workdays.Date{}
	got, err := organisation.Judge(t.Context(), shelf{known: []organisation.Known{k}}, annaForRomashka(), today, fresh)
	if err != nil || got.Outcome != organisation.Review {
		t.Errorf("without a day: %+v, %v", got, err)
	}
	down := errors.New("down")
	got, err = organisation.Judge(t.Context(), shelf{known: []organisation.Known{known(romashka(anna()))}, err: down}, annaForRomashka(), today, fresh)
	if !errors.Is(err, down) || got.Outcome != organisation.Review || got.Ground != organisation.GroundSilent {
		t.Errorf("down: %+v, %v", got, err)
	}
}

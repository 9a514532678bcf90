package smevsim_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/fact"
	"github.com/klaster-platform/klaster/internal/fact/smev"
	"github.com/klaster-platform/klaster/internal/fact/smevsim"
	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/id"
	"github.com/klaster-platform/klaster/ruid"
)

// numbers are ИНН with right check digits: the digit before them decides.
func numberWith(t *testing.T, digit byte) string {
	t.Helper()
	for c := range 10 {
		inn := "99000000" + string(digit) + string(rune('0'+c))
		if _, err := ruid.ParseINN(inn); err == nil {
			return inn
		}
	}
	t.Fatal("no number")
	return ""
}

const ogrn = "1999900000010"

// register is a file with one organisation of the ИНН.
func register(inn string) smevsim.Register {
	return func(on time.Time) (organisations, proprietors []byte) {
		return []byte(`<Файл><Документ ИдДок="1"><СвЮЛ ДатаВып="` + on.Format(time.DateOnly) + `" ОГРН="` + ogrn + `" ДатаОГРН="2019-03-01" ИНН="` + inn + `" КПП="770101001"><СвНаимЮЛ НаимЮЛПолн="УЧЕБНОЕ"/></СвЮЛ></Документ></Файл>`), nil
	}
}

// The exchange answers about each ИНН in the way of its digit, in its own time.
func TestCases(t *testing.T) {
	for digit, c := range map[byte]struct {
		sent  bool
		after time.Duration // when the answer is there; before, there is none
		want  error
	}{
		'0': {true, 0, nil}, '1': {true, 0, nil}, '2': {true, time.Minute, nil}, '3': {true, 15 * time.Minute, nil}, '4': {true, 47 * time.Hour, nil},
		'5': {true, 100 * time.Hour, fact.ErrNoAnswer}, '6': {true, 0, fact.ErrNobody}, '7': {true, time.Minute, fact.ErrQuestion},
		'8': {true, 3 * time.Minute, nil}, '9': {false, 0, smevsim.ErrDown},
	} {
		clk := clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC))
		inn := numberWith(t, digit)
		p := smev.New(smevsim.New(clk, register(inn)))
		q := fact.Question{ID: id.New(), Subject: fact.Subject{INN: inn, OGRN: ogrn}}
		ticket, err := p.Send(t.Context(), q)
		if !c.sent {
			if !errors.Is(err, c.want) {
				t.Errorf("%c: %v", digit, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if c.after > 0 {
			clk.Advance(c.after - time.Second)
			if _, err := p.Answer(t.Context(), q, ticket); err == nil || errors.Is(err, fact.ErrNobody) {
				t.Errorf("%c: an answer too early: %v", digit, err)
			}
			clk.Advance(time.Second)
		}
		a, err := p.Answer(t.Context(), q, ticket)
		if !errors.Is(err, c.want) || c.want == nil && (a.Record == nil || a.Record.OGRN != ogrn || a.Record.INN != inn) {
			t.Errorf("%c: %+v, %v", digit, a, err)
		}
		if digit == '0' && !p.Trial() {
			t.Error("it does not say that it is a trial")
		}
	}
}

// The exchange takes no question that breaks the form of the tax service, and knows nobody who is not in its register.
func TestQuestionsAreChecked(t *testing.T) {
	e := smevsim.New(clock.NewManual(time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)), register(numberWith(t, '0')))
	good := string(smev.Question(fact.Question{ID: id.New(), Subject: fact.Subject{OGRN: ogrn}}))
	if _, err := e.Send(t.Context(), "1", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no XML": {"<f:", "f:"}, "another namespace": {"311-14", "311-13"}, "another register": {"ЗапросЮЛ", "ЗапросИП"}, "a wrong number": {ogrn, "1999900000011"},
		"no number": {ogrn, ""}, "no id": {`ИдДок="`, `Ид="`}, "no case": {`НомерДела="`, `Дело="`},
	} {
		if _, err := e.Send(t.Context(), "1", []byte(strings.ReplaceAll(good, change[0], change[1]))); !errors.Is(err, fact.ErrQuestion) {
			t.Errorf("%s: %v", name, err)
		}
	}
	p := smev.New(e)
	for _, subject := range []fact.Subject{{INN: "7707083893"}, {INN: "500100732259"}} {
		q := fact.Question{ID: id.New(), Subject: subject}
		ticket, err := p.Send(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Answer(t.Context(), q, ticket); !errors.Is(err, fact.ErrNobody) {
			t.Errorf("%v: %v", subject, err)
		}
	}
	if _, err := e.Receive(t.Context(), "x"); !errors.Is(err, smevsim.ErrTicket) {
		t.Errorf("a ticket of another: %v", err)
	}
}

func FuzzReadAnswer(f *testing.F) {
	f.Add([]byte(`<f:FNSVipULResponse xmlns:f="u"><f:КодОбр>01</f:КодОбр></f:FNSVipULResponse>`))
	f.Add([]byte(`<a><СвЮЛ ДатаВып="2026-01-01" ОГРН="1999900000010"/></a>`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if a, err := smev.Read(body); err == nil && a.Record == nil {
			t.Error("neither a record nor an error")
		}
	})
}

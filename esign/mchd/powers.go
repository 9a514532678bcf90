package mchd

import (
	"strconv"

	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// readPowers reads СвПолнТип.
func (r *reader) readPowers(e *element) error {
	coded := e.code("ТипПолн", "0", "1") == "1"
	p := &r.doc.Powers
	p.Exercise = Exercise(e.code("ПрСовмПолн", "1", "2"))
	p.Loss = e.optionalCode("ПрУтрПолн", "1", "2")
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "ТекстПолн":
			return r.textInto(t, &p.Text)
		case "МашПолн":
			return true, r.readPower(r.start(t, "МнПолн", "КодПолн", "НаимПолн"))
		}
		return false, nil
	}, "МашПолн")
	if err != nil {
		return err
	}
	if p.Text == "" && len(p.Coded) == 0 {
		return malformed(e.name, "names no power")
	}
	if coded != (len(p.Coded) > 0) || coded == (p.Text != "") {
		r.doubt(DoubtPowers)
	}
	return nil
}

func (r *reader) readPower(e *element) error {
	if err := r.power(e.name); err != nil {
		return err
	}
	p := Power{Code: e.required("КодПолн"), Name: e.required("НаимПолн"), Mnemonic: e.optional("МнПолн")}
	err := r.children(e, func(t *xmltoken.Token) (bool, error) {
		if t.Name.Local != "ОгрСвПолн" {
			return false, nil
		}
		x, err := r.restriction(r.start(t, "ИдОгр", "КодОгр", "НаимОгр", "НаимЗначОгр"))
		p.Restrictions = append(p.Restrictions, x)
		return true, err
	}, "ОгрСвПолн")
	r.doc.Powers.Coded = append(r.doc.Powers.Coded, p)
	return err
}

func (r *reader) restriction(e *element) (Restriction, error) {
	if err := r.power(e.name); err != nil {
		return Restriction{}, err
	}
	index, err := strconv.Atoi(e.required("ИдОгр"))
	if err != nil || index < 1 || index > 999 {
		e.fail("ИдОгр", "not a number from 1 to 999")
	}
	x := Restriction{
		Index: index, Code: e.required("КодОгр"), Name: e.required("НаимОгр"), ValueName: e.optional("НаимЗначОгр"),
	}
	err = r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "КодЗначОгр":
			return r.textInto(t, &x.ValueCode)
		case "ТексЗначОгр":
			return r.textInto(t, &x.ValueText)
		}
		return false, nil
	})
	if err == nil && (x.ValueCode == "") == (x.ValueText == "") {
		err = malformed(e.name, "needs one of КодЗначОгр and ТексЗначОгр")
	}
	return x, err
}

// reference reads СвПервДоверТип. The type has the numbers of the original and of the parent side by side; number, internal and
// notarial are those that belong to the element that is read.
func (r *reader) reference(t *xmltoken.Token, into *Reference, number, internal, notarial string) error {
	e := r.start(t, "ПрДовер", "ФормДовер", "ДатаВыдДовер", "СрокДейст", "ВнНомДоверПерв", "ВнНомДоверN", "НомДоверПерв",
		"НомДоверN", "НомРНДПерв", "НомРНДN")
	*into = Reference{
		Number: e.number(number), InternalNumber: e.optional(internal), NotarialNumber: e.optional(notarial),
		Issued: e.date("ДатаВыдДовер"), Until: e.date("СрокДейст"),
		Sign: e.code("ПрДовер", "1", "2"), Form: e.code("ФормДовер", "1", "2"),
	}
	return r.children(e, func(t *xmltoken.Token) (bool, error) {
		switch t.Name.Local {
		case "СвДоверПерв":
			p, err := r.chosen(r.start(t, "ТипДоверит"), "ДоверитПерв", "ТипДоверит", r.firstPrincipal)
			into.Principals = append(into.Principals, p)
			return true, err
		case "СвНотДейств", "ВриоНот":
			return r.past()
		}
		return false, nil
	}, "СвДоверПерв")
}

// firstPrincipal reads one of the principals of a power of attorney that is referred to; organisations stand without
// heads there.
func (r *reader) firstPrincipal(c *choice, t *xmltoken.Token) (bool, error) {
	p := new(Party)
	switch t.Name.Local {
	case "РосОргДовер":
		return true, either(r.organisation(p, t, Organisation), func() error { return c.take(p, "1") })
	case "ИнОргДовер":
		return true, either(r.foreign(p, t), func() error { return c.take(p, "2") })
	}
	return r.principal(c, t)
}

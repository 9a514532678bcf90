package organisation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/workdays"
)

// T12: an employee uploads a power of attorney that the head has signed, signs in with a personal certificate, and acts until the last
// day of the term. What is frozen for a signature can name its number and hash; the files stay.
func TestT12_AnEmployeeActsByAPower(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		file := byAnna(t, power(1, nil))
		p := h.brought(t, file)
		if h.role(t, "Вера") != "" {
			t.Error("a file alone gives rights")
		}
		c := h.employed2(t, p)
		if got := h.role(t, "Вера"); got != organisation.Employee {
			t.Errorf("the role is %q", got)
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			name, ok, err := h.PowerOf(t.Context(), q, h.people["Вера"], c.ID)
			if err != nil || !ok || name.Number != powerNumber(1) || name.SHA256 != sum(file.Document) || !name.Until.Equal(p.Until) {
				t.Errorf("the power is called %+v, %t, %v", name, ok, err)
			}
			_, ok, err = h.PowerOf(t.Context(), q, h.people["Анна"], c.ID)
			if err != nil || ok {
				t.Errorf("the head has a power: %v", err)
			}
			held, err := h.HeldAbout(t.Context(), q, h.people["Вера"])
			if err != nil || len(held.Powers) != 1 || len(held.Powers[0].Verdicts) != 2 || len(held.Signer) != 1 || len(held.Certificates) != 1 {
				t.Errorf("what is held: %+v, %v", held, err)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		for _, content := range [][]byte{file.Document, file.Signature} {
			ref := blob.RefOf(content)
			if _, err := h.files.Stat(t.Context(), ref); err != nil {
				t.Error(err)
			}
			if named, err := h.NamesFile(t.Context(), ref); err != nil || !named {
				t.Errorf("the sweep of files would delete it: %v", err)
			}
		}
		if told := h.letters(t, "Анна"); !slices.Contains(told, "An employee came by a power of attorney") {
			t.Errorf("the head was told %q", told)
		}
		if told := h.letters(t, "Вера"); !slices.Equal(told, []string{"You act by a power of attorney"}) {
			t.Errorf("the employee was told %q", told)
		}

		h.at(time.Date(2027, 10, 31, 20, 59, 0, 0, time.UTC)) // a minute before the end of the last day in Moscow
		if h.role(t, "Вера") != organisation.Employee {
			t.Error("the last day is not in the term")
		}
		h.at(time.Date(2027, 10, 31, 21, 0, 0, 0, time.UTC))
		if h.role(t, "Вера") != "" {
			t.Error("the term is over, the rights are not")
		}
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.ComeRound(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
		if told := h.letters(t, "Анна"); !slices.Contains(told, "An employee’s power of attorney has ended") {
			t.Errorf("the head was told %q", told)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE state = 'over' AND file <> ''`); n != 1 {
			t.Error("the end was not written down, or the power with it")
		}
	})
}

// employed2 enters by a power that was uploaded before.
func (h *house) employed2(t testing.TB, p organisation.Power) organisation.Cabinet {
	t.Helper()
	out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
	if err != nil || out.Case != "" || out.Review {
		t.Fatalf("%+v, %v", out, err)
	}
	return out.Cabinet
}

// T12: what fails a check is refused with the reason, and nothing of it is kept. Each case is one clause of the rule.
func TestT12_WhatIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		other := annaForRomashka()
		other.OGRN, other.INN = managerOGRN, managerINN
		forged := func(d *mchd.Document, valid mchd.Answer, by ...organisation.Holder) organisation.PowerFile {
			b := written(t, d)
			return organisation.PowerFile{Document: b, Signature: sealed(b, valid, by...)}
		}
		changed := byAnna(t, power(1, nil))
		vera := veraOwn()
		for name, c := range map[string]struct {
			file organisation.PowerFile
			want []mchd.CheckID
		}{
			"signed by nobody":                {forged(power(1, nil), mchd.Yes), []mchd.CheckID{mchd.CheckSignature, mchd.CheckGrantor}},
			"a bad signature":                 {forged(power(1, nil), mchd.No, annaForRomashka()), []mchd.CheckID{mchd.CheckSignature}},
			"changed after it was signed":     {replace(changed, "Юрист", "Министр"), []mchd.CheckID{mchd.CheckSignature}},
			"signed by another organisation":  {forged(power(1, nil), mchd.Yes, other), []mchd.CheckID{mchd.CheckGrantor}},
			"signed by the employee":          {forged(power(1, nil), mchd.Yes, vera), []mchd.CheckID{mchd.CheckGrantor}},
			"out of term":                     {byAnna(t, power(1, func(d *mchd.Document) { d.Until = date(2026, 11, 21) })), []mchd.CheckID{mchd.CheckTerm}},
			"before its term":                 {byAnna(t, power(1, func(d *mchd.Document) { d.Issued = date(2026, 11, 23) })), []mchd.CheckID{mchd.CheckTerm}},
			"given to somebody else":          {byAnna(t, power(1, func(d *mchd.Document) { d.Agents = []mchd.Party{romanParty()} })), []mchd.CheckID{mchd.CheckAgent}},
			"a code that gives nothing":       {byAnna(t, power(1, withCode("KLASTER-TRIAL-NONE"))), []mchd.CheckID{mchd.CheckPowers}},
			"a code that sends and signs not": {byAnna(t, power(1, withCode("KLASTER-TRIAL-SEND"))), []mchd.CheckID{mchd.CheckPowers}},
		} {
			_, err := h.AddPower(h.as(t, "Вера"), c.file, nil)
			if d := cmp.Diff(c.want, failed(err)); d != "" {
				t.Errorf("%s: %v (-want +got):\n%s", name, err, d)
			}
		}
		h.notary.say(powerNumber(1), mchd.StatusRevoked)
		if _, err := h.AddPower(h.as(t, "Вера"), byAnna(t, power(1, nil)), nil); !slices.Equal(failed(err), []mchd.CheckID{mchd.CheckRegistry}) {
			t.Errorf("withdrawn in the registry: %v", err)
		}
		for _, table := range []string{"organisation_power", "organisation_power_verdict", "organisation_case"} {
			if n := h.count(t, `SELECT COUNT(*) FROM `+table); n != 0 {
				t.Errorf("%s has %d rows", table, n)
			}
		}
	})
}

func withCode(code string) func(*mchd.Document) {
	return func(d *mchd.Document) { d.Powers.Coded = []mchd.Power{{Code: code, Name: "Полномочие"}} }
}

// T12: files that are no power of attorney of the single form are refused in words that help: old forms, other encodings, broken XML.
func TestT12_WhatIsNoPower(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		good := byAnna(t, power(1, nil))
		private := byAnna(t, power(1, func(d *mchd.Document) {
			d.Grantors = []mchd.Party{{Kind: mchd.Person, FullName: mchd.FullName{Surname: "Ёлкина", Given: "Анна"}, INN: annaINN, SNILS: "11223344595"}}
		}))
		cyrillic := organisation.PowerFile{Document: []byte("<?xml version=\"1.0\" encoding=\"windows-1251\"?>\n<\xc4\xee\xe2\xe5\xf0\xe5\xed\xed\xee\xf1\xf2\xfc/>"), Signature: good.Signature}
		long := organisation.PowerFile{Document: good.Document, Signature: make([]byte, 1<<20+1)}
		for name, c := range map[string]struct {
			file organisation.PowerFile
			says string
		}{
			"an old form":        {organisation.PowerFile{Document: []byte(`<?xml version="1.0" encoding="UTF-8"?><Файл xmlns="urn://x-artefacts/ON_DOV" ВерсФорм="5.02" ИдФайл="x"><Документ/></Файл>`), Signature: good.Signature}, "5.02"},
			"another encoding":   {cyrillic, "кодировке"},
			"no XML":             {organisation.PowerFile{Document: []byte("Доверяю"), Signature: good.Signature}, "единой формы"},
			"another XML":        {organisation.PowerFile{Document: []byte("<Файл/>"), Signature: good.Signature}, "единой формы"},
			"nothing":            {organisation.PowerFile{Signature: good.Signature}, "единой формы"},
			"a wrong number":     {replace(good, string(powerNumber(1)), "17"), "НомДовер"},
			"cut off":            {organisation.PowerFile{Document: good.Document[:len(good.Document)/2], Signature: good.Signature}, "единой формы"},
			"no signature":       {organisation.PowerFile{Document: good.Document, Signature: []byte("?")}, "подписи"},
			"too long":           {long, "1 МБ"},
			"given by a person":  {private, "не организацией"},
			"a substitute alone": {byAnna(t, power(2, onTopOf(power(1, nil), veraParty()))), "передоверие"},
		} {
			_, err := h.AddPower(h.as(t, "Вера"), c.file, nil)
			text := ""
			if no := faultOf(err); no != nil {
				text = no.Text.In(i18n.Russian)
			}
			if !strings.Contains(strings.ReplaceAll(text, "\u00a0", " "), c.says) {
				t.Errorf("%s: %q, %v", name, text, err)
			}
		}
		h.add(t, "Тихий Тимур Петрович", "", actor.Simplified)
		if _, err := h.AddPower(h.as(t, "Тимур"), good, nil); !errors.Is(err, organisation.ErrPowerIdentity) {
			t.Errorf("without a confirmed СНИЛС: %v", err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_power`); n != 0 {
			t.Errorf("%d powers are kept", n)
		}
	})
}

// T12: the agent must be the holder of the certificate by СНИЛС and ИНН, and the account's.
func TestT12_TheCertificateIsTheAgents(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		p := h.brought(t, byAnna(t, power(1, nil)))
		otherINN, noINN, organisations := veraOwn(), veraOwn(), veraOwn()
		otherINN.PersonINN, noINN.PersonINN, organisations.OGRN, organisations.INN = romanINN, "", romashkaOGRN, romashkaINN
		if _, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(otherINN), p.ID); !slices.Equal(failed(err), []mchd.CheckID{mchd.CheckAgent}) {
			t.Errorf("another ИНН: %v", err)
		}
		if _, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(organisations), p.ID); !errors.Is(err, organisation.ErrPowerOther) {
			t.Errorf("a certificate of the organisation: %v", err)
		}
		if _, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(romanOwn()), p.ID); !errors.Is(err, organisation.ErrOtherHolder) {
			t.Errorf("the certificate of somebody else: %v", err)
		}
		if _, err := h.EnterByPower(h.as(t, "Олег"), h.desk.login(veraOwn()), p.ID); err == nil {
			t.Error("somebody else uses it")
		}
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(noINN), p.ID)
		if err != nil || out.Case == "" || h.role(t, "Вера") != "" {
			t.Errorf("a certificate without ИНН: %+v, %v", out, err)
		}
	})
}

// T12, T11: the head is judged by the register as it stood on the day of issue: another head then is a no, a register that does not
// know that day leaves it to an operator, and so does a signature whose certificate has ended since.
func TestT12_TheHeadOfTheDayOfIssue(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		before := romashka(vera())
		h.shelf.past = &before
		if _, err := h.AddPower(h.as(t, "Вера"), byAnna(t, power(1, nil)), nil); !slices.Equal(failed(err), []mchd.CheckID{mchd.CheckHead}) {
			t.Errorf("she was not the head then: %v", err)
		}
		h.shelf.past = nil
		h.shelf.since = workdays.DateOf(today)
		h.wantCase(t, byAnna(t, power(2, nil)), organisation.GroundPowerDoubt, mchd.CheckHead)
		h.shelf.since = workdays.Date{}
		d := written(t, power(3, nil))
		h.wantCase(t, organisation.PowerFile{Document: d, Signature: sealed(d, mchd.Unknown, annaForRomashka())}, organisation.GroundPowerDoubt, mchd.CheckSignature)
	})
}

// wantCase has Vera come with a power that leaves something to an operator, who then refuses.
func (h *house) wantCase(t *testing.T, f organisation.PowerFile, ground organisation.Ground, open mchd.CheckID) {
	t.Helper()
	p := h.brought(t, f)
	out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
	if err != nil || out.Case == "" || h.role(t, "Вера") != "" {
		t.Errorf("%s: %+v, %v, the role is %q", ground, out, err, h.role(t, "Вера"))
		return
	}
	c, _, err := h.LookAtCase(h.as(t, "Олег"), out.Case)
	if err != nil || c.Ground != ground || !slices.Contains(organisation.OpenChecks(c), open) {
		t.Errorf("the case: %s with %v, %v; want %s with %s", c.Ground, organisation.OpenChecks(c), err, ground, open)
	}
	if err := h.Decide(h.as(t, "Олег"), out.Case, false, "Проверено и не подтвердилось.", time.Time{}); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE id = $1 AND state = 'refused'`, p.ID); n != 1 || h.role(t, "Вера") != "" {
		t.Error("a refusal left something")
	}
}

// T12: text powers, restrictions, an unknown code and a silent registry go to a person, who sees what is open. The registry is asked
// again at the decision; a yes holds no longer than the power.
func TestT12_WhatAPersonDecides(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.wantCase(t, byAnna(t, power(1, func(d *mchd.Document) { d.Powers.Coded, d.Powers.Text = nil, "Подписывать всё" })), organisation.GroundPowerText, mchd.CheckPowers)
		h.wantCase(t, byAnna(t, power(2, withCode("99.999"))), organisation.GroundPowerCode, mchd.CheckPowers)
		h.wantCase(t, byAnna(t, power(3, func(d *mchd.Document) {
			d.Powers.Coded[0].Restrictions = []mchd.Restriction{{Index: 1, Code: "SUM", Name: "Сумма", ValueText: "до 100 000 рублей"}}
		})), organisation.GroundPowerCode, mchd.CheckPowers)
		h.notary.silent(true)
		h.wantCase(t, byAnna(t, power(4, nil)), organisation.GroundPowerSilent, mchd.CheckRegistry)

		p := h.brought(t, byAnna(t, power(5, nil)))
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
		if err != nil || out.Case == "" {
			t.Fatalf("%+v, %v", out, err)
		}
		h.notary.silent(false)
		h.notary.say(powerNumber(5), mchd.StatusRevoked)
		until := h.clock.Now().AddDate(0, 1, 0)
		err = h.Decide(h.as(t, "Олег"), out.Case, true, "Руководитель подтвердил по телефону.", until)
		if !slices.Equal(failed(err), []mchd.CheckID{mchd.CheckRegistry}) || h.role(t, "Вера") != "" {
			t.Errorf("withdrawn before the decision: %v", err)
		}
		h.notary.say(powerNumber(5), mchd.StatusUnknown)
		if err := h.Decide(h.as(t, "Вера"), out.Case, true, "Себе решаю сама, так быстрее.", until); !errors.Is(err, organisation.ErrOwnCase) {
			t.Errorf("one's own case: %v", err)
		}
		if err := h.Decide(h.as(t, "Олег"), out.Case, true, "Руководитель подтвердил по телефону.", until); err != nil {
			t.Fatal(err)
		}
		if h.role(t, "Вера") != organisation.Employee {
			t.Error("the operator's yes gave nothing")
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_power_verdict WHERE power = $1 AND stage = 'decided'`, p.ID); n != 1 {
			t.Errorf("%d verdicts of the decision", n)
		}
		h.at(until)
		if h.role(t, "Вера") != "" {
			t.Error("the operator's term is over")
		}
	})
}

// T12: no cabinet is made by a power of attorney: only a head opens one.
func TestT12_NoCabinetIsMade(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(romashka(anna()))
		p := h.brought(t, byAnna(t, power(1, nil)))
		login := h.desk.login(veraOwn())
		a, err := h.Arrive(h.as(t, "Вера"), login)
		if err != nil || !a.Alone || len(a.Powers) != 1 || a.Powers[0].Cabinet != nil {
			t.Errorf("the arrival %+v, %v", a, err)
		}
		if _, err := h.EnterByPower(h.as(t, "Вера"), login, p.ID); !errors.Is(err, organisation.ErrPowerNoCabinet) {
			t.Errorf("without a cabinet: %v", err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_cabinet`); n != 0 {
			t.Error("a cabinet was made")
		}
		h.opened(t)
		h.employed2Login(t, login, p) // the login was not used up
	})
}

func (h *house) employed2Login(t testing.TB, login organisation.Login, p organisation.Power) {
	t.Helper()
	if _, err := h.EnterByPower(h.as(t, "Вера"), login, p.ID); err != nil || h.role(t, "Вера") != organisation.Employee {
		t.Errorf("%v, the role is %q", err, h.role(t, "Вера"))
	}
	if _, err := h.EnterByPower(h.as(t, "Вера"), login, p.ID); !errors.Is(err, organisation.ErrNoLogin) {
		t.Errorf("a login used twice: %v", err)
	}
}

// T13: whoever acts by a power of attorney signs and sends, and never appoints: not on the pages, and not by a signed grant.
func TestT13_AnEmployeeNeverAppoints(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.employed(t, 1)
		ctx := h.in(t, "Вера")
		if a := actor.From(ctx); a.Can(actor.Appoint) || !a.Can(actor.Sign) || !a.Can(actor.Send) || !a.Can(actor.View) || !a.Can(actor.Draft) {
			t.Errorf("the rights are %v", a.Rights)
		}
		if _, err := h.Invite(ctx, h.oleg(organisation.Standard)); !errors.Is(err, actor.ErrRight) {
			t.Errorf("the employee invites: %v", err)
		}
		forged := actor.From(ctx)
		forged.Rights = append(forged.Rights, actor.Appoint)
		if _, err := h.Invite(actor.With(ctx, forged), h.oleg(organisation.Standard)); !errors.Is(err, actor.ErrRight) {
			t.Errorf("with rights of another time: %v", err)
		}
		if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Standard)); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", veraOwn(), nil); err == nil {
			t.Error("a grant was signed by a power of attorney")
		}
		if h.invitation(t, "Олег") != "" {
			t.Error("a power of attorney appointed somebody")
		}
	})
}

// The same power is kept once, whoever presses twice.
func TestAPowerIsKeptOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		file := byAnna(t, power(1, nil))
		h.brought(t, file)
		if _, err := h.AddPower(h.as(t, "Вера"), file, nil); !errors.Is(err, organisation.ErrPowerTwice) {
			t.Errorf("%v", err)
		}
		for n := 2; ; n++ {
			if _, err := h.AddPower(h.as(t, "Вера"), byAnna(t, power(n, nil)), nil); err != nil {
				if n != 20 {
					t.Errorf("the budget ended after %d: %v", n, err)
				}
				break
			}
			if n > 30 {
				t.Fatal(fmt.Errorf("nothing bounds uploads"))
			}
		}
	})
}

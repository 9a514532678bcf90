package organisation_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/blob"
	"github.com/klaster-platform/klaster/internal/platform/i18n"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
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

// T12: agents who act only together may all come in, and whoever signs needs the signatures of all.
func TestT12_JointPowers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		joint := byAnna(t, power(1, func(d *mchd.Document) {
			d.Agents, d.Powers.Exercise = []mchd.Party{veraParty(), romanParty()}, mchd.Jointly
		}))
		p := h.brought(t, joint)
		h.employed2(t, p)
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_signer WHERE basis = 'power' AND joint AND ended_at IS NULL`); n != 1 {
			t.Error("that they sign only together is not written down")
		}
		h.add(t, "Орлов Роман Игоревич", "16012345612", actor.Standard)
		his, err := h.AddPower(h.as(t, "Роман"), joint, nil)
		if err != nil {
			t.Fatal(err)
		}
		if out, err := h.EnterByPower(h.as(t, "Роман"), h.desk.login(romanOwn()), his.ID); err != nil || out.Case != "" {
			t.Fatalf("%+v, %v", out, err)
		}
		h.askPowers(t, c, "Вера", "Роман")
		if err := errors.Join(h.maySign(t, c, "Вера", veraOwn()), h.maySign(t, c, "Роман", romanOwn())); err != nil {
			t.Errorf("each of them signs: %v", err)
		}
		if h.enough(t, c, "Вера") || h.enough(t, c, "Роман") || !h.enough(t, c, "Роман", "Вера") || !h.enough(t, c, "Анна") {
			t.Error("who binds the organisation is miscounted")
		}
		if err := h.stillSign(t, c, "Вера"); !errors.Is(err, organisation.ErrMayNotSign) {
			t.Errorf("one of two is sent: %v", err)
		}
		if err := h.stillSign(t, c, "Вера", "Роман"); err != nil {
			t.Errorf("both: %v", err)
		}
		// Each alone, as far as anybody knows what the form means: a person decides.
		if err := h.RemovePower(h.as(t, "Вера"), p.ID); err != nil || h.role(t, "Вера") != "" {
			t.Fatal(err)
		}
		h.wantCase(t, byAnna(t, power(2, func(d *mchd.Document) { d.Agents = []mchd.Party{veraParty(), romanParty()} })), organisation.GroundPowerDoubt, mchd.CheckJoint)
	})
}

// onTopOf makes a power one that rests on another: its agent gave it on.
func onTopOf(parent *mchd.Document, to mchd.Party) func(*mchd.Document) {
	return func(d *mchd.Document) {
		d.Basis = &mchd.Basis{Original: mchd.Reference{Number: parent.Number, Issued: parent.Issued, Until: parent.Until, Sign: "1", Form: "1"}}
		d.Grantors, d.Agents = untitled(parent.Agents...), []mchd.Party{to}
	}
}

// untitled are people without their posts, which the form has no place for where powers are passed on.
func untitled(list ...mchd.Party) (out []mchd.Party) {
	for _, p := range list {
		p.Title = ""
		out = append(out, p)
	}
	return out
}

// T12: of powers that were passed on each link is checked: the parent must be there, allow it, and hold as long. What a person has
// passed on needed a notary, of whom an operator judges.
func TestT12_EachLinkIsChecked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		toRoman := func(s mchd.Substitution) *mchd.Document {
			return power(1, func(d *mchd.Document) { d.Agents, d.Substitution = []mchd.Party{romanParty()}, s })
		}
		child := func(parent *mchd.Document, change func(*mchd.Document)) organisation.PowerFile {
			d := power(2, onTopOf(parent, veraParty()))
			if change != nil {
				change(d)
			}
			b := written(t, d)
			return organisation.PowerFile{Document: b, Signature: sealed(b, mchd.Yes, romanOwn())}
		}
		forbids, allows := toRoman(mchd.NoSubstitution), toRoman(mchd.OneSubstitution)
		for name, c := range map[string]struct {
			child  organisation.PowerFile
			parent *mchd.Document
			want   []mchd.CheckID
		}{
			"the parent forbids it":  {child(forbids, nil), forbids, []mchd.CheckID{mchd.CheckSubstitution}},
			"longer than the parent": {child(allows, func(d *mchd.Document) { d.Until = date(2028, 1, 1) }), allows, []mchd.CheckID{mchd.CheckPassedTerm}},
			"another parent":         {child(allows, func(d *mchd.Document) { d.Basis.Original.Until = date(2027, 1, 1) }), allows, []mchd.CheckID{mchd.CheckLink}},
			"who had it not":         {child(allows, func(d *mchd.Document) { d.Grantors = untitled(veraParty()) }), allows, []mchd.CheckID{mchd.CheckGrantor, mchd.CheckPassing}},
		} {
			_, err := h.AddPower(h.as(t, "Вера"), c.child, []organisation.PowerFile{byAnna(t, c.parent)})
			if d := cmp.Diff(c.want, failed(err)); d != "" {
				t.Errorf("%s: %v (-want +got):\n%s", name, err, d)
			}
		}
		if _, err := h.AddPower(h.as(t, "Вера"), child(allows, nil), nil); !errors.Is(err, organisation.ErrPowerParents) {
			t.Errorf("without its parent: %v", err)
		}
		h.notary.say(powerNumber(1), mchd.StatusRevoked)
		_, err := h.AddPower(h.as(t, "Вера"), child(allows, nil), []organisation.PowerFile{byAnna(t, allows)})
		if !slices.Equal(failed(err), []mchd.CheckID{mchd.CheckRegistry}) {
			t.Errorf("the parent was withdrawn: %v", err)
		}
		h.notary.say(powerNumber(1), mchd.StatusValid)
		p := h.brought(t, child(allows, nil), byAnna(t, allows))
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
		if err != nil || out.Case == "" {
			t.Fatalf("passed on by a person: %+v, %v", out, err)
		}
		if err := h.Decide(h.as(t, "Олег"), out.Case, true, "Нотариус подтвердил передоверие.", h.clock.Now().AddDate(0, 1, 0)); err != nil || h.role(t, "Вера") != organisation.Employee {
			t.Fatalf("%v, %q", err, h.role(t, "Вера"))
		}
		h.notary.say(powerNumber(1), mchd.StatusRevoked)
		if err := h.AskRegistry(t.Context()); err != nil || h.role(t, "Вера") != "" {
			t.Errorf("the parent ends, the child goes on: %v", err)
		}
	})
}

// T12: a withdrawal ends the rights at once: by the head on the page, after which the same power is not taken again, or in the
// registry, which is asked every few hours. The registry's silence ends nothing.
func TestT12_AWithdrawalEndsTheRights(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		p := h.employed(t, 1)
		if err := h.WithdrawPower(h.in(t, "Вера"), p.ID); !errors.Is(err, actor.ErrRight) {
			t.Errorf("the employee withdraws it: %v", err)
		}
		if err := h.WithdrawPower(h.in(t, "Анна"), p.ID); err != nil || h.role(t, "Вера") != "" {
			t.Fatalf("%v, the role is %q", err, h.role(t, "Вера"))
		}
		if err := h.WithdrawPower(h.in(t, "Анна"), p.ID); !errors.Is(err, organisation.ErrNoPower) {
			t.Errorf("twice: %v", err)
		}
		if _, err := h.AddPower(h.as(t, "Вера"), byAnna(t, power(1, nil)), nil); !errors.Is(err, organisation.ErrPowerWithdrawn) {
			t.Errorf("the same power again: %v", err)
		}
		if told := h.letters(t, "Вера"); !slices.Contains(told, "A power of attorney no longer counts on this site") {
			t.Errorf("the employee was told %q", told)
		}
		h.employed(t, 2)
		h.notary.silent(true)
		if err := h.AskRegistry(t.Context()); err != nil || h.role(t, "Вера") != organisation.Employee {
			t.Errorf("silence ended it: %v", err)
		}
		h.notary.silent(false)
		h.notary.say(powerNumber(2), mchd.StatusRevoked)
		if err := h.AskRegistry(t.Context()); err != nil || h.role(t, "Вера") != "" {
			t.Errorf("withdrawn in the registry: %v", err)
		}
		// A further power replaces the one before.
		h.employed(t, 3)
		h.employed(t, 4)
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE state = 'replaced'`); n != 1 {
			t.Errorf("%d powers were replaced", n)
		}
		ceased := romashka(anna())
		ceased.Ceased = new(egr.Ceased)
		h.shelf.put(ceased)
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Changed(t.Context(), tx, romashkaOGRN) }); err != nil {
			t.Fatal(err)
		}
		if h.role(t, "Вера") != "" || h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE ended_at IS NULL`) != 0 {
			t.Error("the organisation is no more, its power is")
		}
	})
}

// A new head does not end a power of attorney: it is the organisation's, and the head withdraws it if they want to.
func TestT12_ANewHeadLeavesPowers(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.employed(t, 1)
		h.shelf.put(romashka(egrPerson("ОРЛОВ", "ОЛЕГ", "ИГОРЕВИЧ", romanINN)))
		if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Changed(t.Context(), tx, romashkaOGRN) }); err != nil {
			t.Fatal(err)
		}
		if h.role(t, "Анна") != "" || h.role(t, "Вера") != organisation.Employee {
			t.Errorf("the former head is %q, the employee %q", h.role(t, "Анна"), h.role(t, "Вера"))
		}
	})
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

// Warnings 30, 7 and 1 days before the end of a power go to the employee and to the head, each once.
func TestAPowerWarnsOfItsEnd(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.employed(t, 1)
		end := time.Date(2027, 10, 31, 21, 0, 0, 0, time.UTC)
		for i, days := range []int{30, 7, 1} {
			h.at(end.AddDate(0, 0, -days))
			for range 2 {
				if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.ComeRound(t.Context(), tx) }); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"Вера", "Анна"} {
				got := 0
				for _, subject := range h.letters(t, name) {
					if subject == "A term ends soon" {
						got++
					}
				}
				if got != i+1 {
					t.Errorf("%d days before, %s has %d warnings", days, name, got)
				}
			}
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

// Whoever acts by a power goes on while an operator looks at the next sign-in with it, and loses it when the operator says no.
func TestT12_AnOperatorEndsWhatIsUsed(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		p := h.employed(t, 1)
		h.notary.silent(true)
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
		if err != nil || out.Case == "" || h.role(t, "Вера") != organisation.Employee {
			t.Fatalf("%+v, %v, %q", out, err, h.role(t, "Вера"))
		}
		if err := h.db.View(t.Context(), func(q sqldb.Querier) error {
			_, ok, err := h.PowerOf(t.Context(), q, h.people["Вера"], c.ID)
			if !ok {
				t.Error("the power by which she acts has no name")
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := h.Decide(h.as(t, "Олег"), out.Case, false, "Реестр не подтвердил доверенность.", time.Time{}); err != nil || h.role(t, "Вера") != "" {
			t.Errorf("%v, the role is %q", err, h.role(t, "Вера"))
		}
	})
}

// A withdrawal that meets a sign-in leaves no rights, whichever comes first.
func TestT12_AWithdrawalMeetsASignIn(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		for n := range 5 {
			p := h.brought(t, byAnna(t, power(n+1, nil)))
			login := h.desk.login(veraOwn())
			vera, anna := h.as(t, "Вера"), h.in(t, "Анна")
			var entered, withdrawn error
			var both sync.WaitGroup
			both.Go(func() { _, entered = h.EnterByPower(vera, login, p.ID) })
			both.Go(func() { withdrawn = h.WithdrawPower(anna, p.ID) })
			both.Wait()
			if withdrawn != nil || entered != nil && !errors.Is(entered, organisation.ErrNoPower) || h.role(t, "Вера") != "" {
				t.Errorf("entered: %v, withdrawn: %v, the role is %q", entered, withdrawn, h.role(t, "Вера"))
			}
		}
	})
}

package organisation_test

import (
	"errors"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
)

// maySign tells what becomes of a document that somebody has signed with a certificate.
func (h *house) maySign(t testing.TB, c organisation.Cabinet, who string, holder organisation.Holder) (err error) {
	t.Helper()
	no := h.db.View(t.Context(), func(q sqldb.Querier) error {
		err = h.MaySign(t.Context(), q, c.ID, h.people[who], holder)
		return nil
	})
	if no != nil {
		t.Fatal(no)
	}
	return err
}

// stillSign tells whether the signatures of people bind an organisation now.
func (h *house) stillSign(t testing.TB, c organisation.Cabinet, signed ...string) (err error) {
	t.Helper()
	no := h.db.View(t.Context(), func(q sqldb.Querier) error {
		err = h.StillSign(t.Context(), q, c.ID, h.ids(signed))
		return nil
	})
	if no != nil {
		t.Fatal(no)
	}
	return err
}

func (h *house) enough(t testing.TB, c organisation.Cabinet, signed ...string) (enough bool) {
	t.Helper()
	if err := h.db.View(t.Context(), func(q sqldb.Querier) (err error) {
		enough, err = h.Enough(t.Context(), q, c.ID, h.ids(signed))
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return enough
}

func (h *house) ids(names []string) (ids []actor.PersonID) {
	for _, name := range names {
		ids = append(ids, h.people[name])
	}
	return ids
}

func (h *house) askPowers(t testing.TB, c organisation.Cabinet, people ...string) {
	t.Helper()
	if err := h.AskPowers(t.Context(), c.ID, h.ids(people)); err != nil {
		t.Fatal(err)
	}
}

// T12: a signature by a power of attorney is taken only when the power was asked about just now and nothing speaks against it, and only
// by the personal certificate of its agent. An answer of before is no answer.
func TestT12_SigningAsksAboutThePower(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		p := h.employed(t, 1)
		if err := h.maySign(t, c, "Вера", veraOwn()); !errors.Is(err, organisation.ErrPowerNotAsked) {
			t.Errorf("nobody was asked: %v", err)
		}
		if err := h.stillSign(t, c, "Вера"); !errors.Is(err, organisation.ErrPowerNotAsked) {
			t.Errorf("sending, and nobody was asked: %v", err)
		}
		asked := h.notary.asked
		h.askPowers(t, c, "Анна", "Вера")
		if h.notary.asked != asked+1 {
			t.Errorf("the registry was asked %d times", h.notary.asked-asked)
		}
		if err := errors.Join(h.maySign(t, c, "Вера", veraOwn()), h.stillSign(t, c, "Вера"), h.stillSign(t, c, "Анна")); err != nil {
			t.Errorf("the agent: %v", err)
		}
		organisations, other, anna := veraOwn(), veraOwn(), annaForRomashka()
		organisations.OGRN, organisations.INN = romashkaOGRN, romashkaINN
		other.PersonINN = romanINN
		for what, holder := range map[string]organisation.Holder{"the certificate of the organisation": organisations, "another number": other, "the head's": anna} {
			if err := h.maySign(t, c, "Вера", holder); err == nil {
				t.Errorf("%s was taken", what)
			}
		}
		h.clock.Advance(11 * time.Minute)
		if err := h.maySign(t, c, "Вера", veraOwn()); !errors.Is(err, organisation.ErrPowerNotAsked) {
			t.Errorf("an answer of before: %v", err)
		}
		h.notary.silent(true)
		h.askPowers(t, c, "Вера")
		if err := h.maySign(t, c, "Вера", veraOwn()); !errors.Is(err, organisation.ErrPowerOpen) {
			t.Errorf("a silent registry: %v", err)
		}
		h.notary.silent(false)
		h.notary.say(powerNumber(1), mchd.StatusRevoked)
		h.askPowers(t, c, "Вера")
		if err := h.maySign(t, c, "Вера", veraOwn()); !errors.Is(err, organisation.ErrMayNotSign) || h.role(t, "Вера") != "" {
			t.Errorf("withdrawn in the registry: %v, the role is %q", err, h.role(t, "Вера"))
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_power WHERE id = $1 AND state = 'revoked'`, p.ID); n != 1 {
			t.Error("the power stands")
		}
	})
}

// T12: what an operator has decided covers what was open then, and nothing that came later.
func TestT12_AnOperatorsYesCoversWhatWasOpen(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		p := h.brought(t, byAnna(t, power(1, withCode("99.999"))))
		out, err := h.EnterByPower(h.as(t, "Вера"), h.desk.login(veraOwn()), p.ID)
		if err != nil || out.Case == "" {
			t.Fatalf("%+v, %v", out, err)
		}
		if err := h.Decide(h.as(t, "Олег"), out.Case, true, "Полномочие есть в приложении к доверенности.", h.clock.Now().AddDate(0, 1, 0)); err != nil {
			t.Fatal(err)
		}
		h.askPowers(t, c, "Вера")
		if err := h.maySign(t, c, "Вера", veraOwn()); err != nil {
			t.Errorf("what the operator has decided: %v", err)
		}
		h.notary.silent(true)
		h.askPowers(t, c, "Вера")
		if err := h.maySign(t, c, "Вера", veraOwn()); !errors.Is(err, organisation.ErrPowerOpen) {
			t.Errorf("the registry fell silent after the decision: %v", err)
		}
	})
}

// T10: a personal certificate signs documents of a sole proprietor only from the day of the setting on; one with the ОГРНИП always does.
func TestT10_APersonalCertificateSignsDocumentsFromADay(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(proprietor())
		out, err := h.Open(h.as(t, "Анна"), h.desk.login(annaAlone("")), organisation.Details{}, true)
		if err != nil {
			t.Fatal(err)
		}
		if err := h.maySign(t, out.Cabinet, "Анна", annaAlone("")); !errors.Is(err, organisation.ErrPersonalSigns) {
			t.Errorf("before the day: %v", err)
		}
		if err := h.maySign(t, out.Cabinet, "Анна", annaAlone(annaOGRNIP)); err != nil {
			t.Errorf("with the ОГРНИП: %v", err)
		}
		h.at(time.Date(2026, 12, 31, 21, 0, 0, 0, time.UTC))
		if err := h.maySign(t, out.Cabinet, "Анна", annaAlone("")); err != nil {
			t.Errorf("from that day on: %v", err)
		}
	})
}

// T10, T11: whom an operator has let in signs with a certificate of this organisation, not with one of another that no register knows,
// nor with a personal one.
func TestT11_AnOperatorsYesIsForOneOrganisation(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		hidden := romashka()
		hidden.Heads = []egr.Head{{Restricted: true}}
		h.shelf.put(hidden)
		out, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{}, true)
		if err != nil || out.Case == "" {
			t.Fatalf("%+v, %v", out, err)
		}
		if err := h.Decide(h.as(t, "Вера"), out.Case, true, "Проверено по выписке.", h.clock.Now().AddDate(0, 1, 0)); err != nil {
			t.Fatal(err)
		}
		st, err := h.Acting(t.Context(), h.people["Анна"], romashkaOGRN)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(h.maySign(t, st.Cabinet, "Анна", annaForRomashka()), h.stillSign(t, st.Cabinet, "Анна")); err != nil {
			t.Errorf("with the certificate of the organisation: %v", err)
		}
		if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Standard)); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); err != nil {
			t.Errorf("she appoints nobody: %v", err)
		}
		other, half := annaForRomashka(), annaForRomashka()
		other.OGRN, other.INN = "1999900000998", "9900000994"
		half.INN = "9900000994"
		for what, holder := range map[string]organisation.Holder{"of another organisation": other, "that contradicts itself": half, "of her own": annaAlone("")} {
			if err := h.maySign(t, st.Cabinet, "Анна", holder); !errors.Is(err, organisation.ErrMayNotSign) {
				t.Errorf("a certificate %s: %v", what, err)
			}
		}
	})
}

// T11: at the moment of sending the register is asked again about whoever has signed before.
func TestT11_WhoSignedIsAskedAgainAtSending(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		if err := errors.Join(h.maySign(t, c, "Анна", annaForRomashka()), h.stillSign(t, c, "Анна")); err != nil {
			t.Fatal(err)
		}
		if err := h.stillSign(t, c, "Олег"); !errors.Is(err, organisation.ErrMayNotSign) {
			t.Errorf("somebody else: %v", err)
		}
		h.shelf.put(romashka(egrPerson("Другая", "Дарья", "Олеговна", "000000000111")))
		if err := h.stillSign(t, c, "Анна"); err == nil {
			t.Error("a former head still binds the organisation")
		}
	})
}

// T11: of two heads who act only together neither binds the organisation nor appoints alone; both together do, and as soon as one of
// them is replaced, what the two have signed binds nobody.
func TestT11_TwoHeadsActTogether(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		together := romashka(anna(), vera())
		together.Powers = egr.Jointly
		h.shelf.put(together)
		verasOwn := annaForRomashka()
		verasOwn.PersonINN, verasOwn.SNILS, verasOwn.Surname, verasOwn.Given, verasOwn.Middle = veraINN, "08765430300", "Соколова", "Вера", "Ивановна"
		first, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{}, true)
		if err != nil {
			t.Fatal(err)
		}
		if h.enough(t, first.Cabinet, "Анна") {
			t.Error("one of two is enough while the other has no account")
		}
		if _, err := h.Open(h.as(t, "Вера"), h.desk.login(verasOwn), organisation.Details{}, true); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(h.maySign(t, first.Cabinet, "Анна", annaForRomashka()), h.maySign(t, first.Cabinet, "Вера", verasOwn)); err != nil {
			t.Errorf("each of them signs: %v", err)
		}
		if h.enough(t, first.Cabinet, "Вера") || !h.enough(t, first.Cabinet, "Анна", "Вера") {
			t.Error("who binds the organisation is miscounted")
		}
		if err := h.stillSign(t, first.Cabinet, "Анна", "Вера"); err != nil {
			t.Errorf("both: %v", err)
		}
		if _, err := h.Invite(h.in(t, "Анна"), h.oleg(organisation.Standard)); err != nil {
			t.Fatal(err)
		}
		if err := h.sign(t, "Анна", annaForRomashka(), nil); !errors.Is(err, organisation.ErrJointAppoints) {
			t.Errorf("one of two appoints: %v", err)
		}
		together = romashka(anna(), egrPerson("Другая", "Дарья", "Олеговна", "000000000111"))
		together.Powers = egr.Jointly
		h.shelf.put(together)
		if err := h.stillSign(t, first.Cabinet, "Анна", "Вера"); err == nil {
			t.Error("the signature of a former head counts at sending")
		}
	})
}

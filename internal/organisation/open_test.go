package organisation_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/klaster-platform/klaster/internal/actor"
	"github.com/klaster-platform/klaster/internal/organisation"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/statereg/egr"
)

func TestTheHeadOpensTheCabinet(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		if c.Name != "ООО «РОМАШКА»" || c.INN != romashkaINN || c.KPP != "770101001" {
			t.Errorf("the cabinet: %+v", c)
		}
		if role := h.role(t, "Анна"); role != organisation.Signer {
			t.Errorf("the head is %q", role)
		}
		if !slices.Equal(h.desk.declared, []string{romashkaOGRN}) {
			t.Errorf("declared: %v", h.desk.declared)
		}
		if !slices.Contains(h.desk.watched, romashkaOGRN) {
			t.Errorf("watched: %v", h.desk.watched)
		}
		if got := h.letters(t, "Анна"); !slices.Equal(got, []string{"The organisation account is open"}) {
			t.Errorf("told: %q", got)
		}
		in, err := h.Inside(t.Context(), c.ID)
		if err != nil || len(in.Signers) != 1 || len(in.Certificates) != 1 || in.Known == nil || in.Names[h.people["Анна"]] != "Ёлкина Анна Петровна" {
			t.Errorf("inside: %+v, %v", in, err)
		}
		if role := h.role(t, "Вера"); role != "" {
			t.Errorf("somebody else is %q", role)
		}
		var level int
		if level = h.count(t, `SELECT level FROM town WHERE id = $1`, string(h.people["Анна"])); level != int(actor.Full) {
			t.Errorf("the level is %d", level)
		}
	})
}

// A certificate opens a cabinet for its own holder only, once, and of one organisation one cabinet.
func TestT11_ACertificateOpensForItsHolder(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(romashka(anna()))
		login := h.desk.login(annaForRomashka())
		if _, err := h.Arrive(h.as(t, "Вера"), login); !errors.Is(err, organisation.ErrOtherHolder) {
			t.Errorf("another person arrives: %v", err)
		}
		if _, err := h.Open(h.as(t, "Вера"), login, organisation.Details{}, true); !errors.Is(err, organisation.ErrOtherHolder) {
			t.Errorf("another person opens: %v", err)
		}
		if n := h.count(t, `SELECT COUNT(*) FROM organisation_cabinet`); n != 0 {
			t.Errorf("%d cabinets", n)
		}
		nameless := annaForRomashka()
		nameless.SNILS = ""
		if _, err := h.Open(h.as(t, "Анна"), h.desk.login(nameless), organisation.Details{}, true); !errors.Is(err, organisation.ErrNoHolderSNILS) {
			t.Errorf("without a СНИЛС: %v", err)
		}
		first, err := h.Open(h.as(t, "Анна"), login, organisation.Details{}, false)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := h.Open(h.as(t, "Анна"), login, organisation.Details{}, false); !errors.Is(err, organisation.ErrNoLogin) {
			t.Errorf("the same login again: %v", err)
		}
		if _, err := h.Arrive(h.as(t, "Анна"), login); !errors.Is(err, organisation.ErrNoLogin) {
			t.Errorf("arriving with the same login again: %v", err)
		}
		again, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{Email: "other@example.org"}, true)
		if err != nil || again.New || again.Cabinet.ID != first.Cabinet.ID || again.Cabinet.Email != "" {
			t.Errorf("opened again: %+v, %v", again, err)
		}
		if len(h.desk.declared) != 0 {
			t.Errorf("declared: %v", h.desk.declared)
		}
	})
}

// An account without a confirmed СНИЛС takes that of the certificate and becomes полная; one whose name differs goes to an operator.
func TestAnAccountTakesTheSNILSOfTheCertificate(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.exec(t, `DELETE FROM town WHERE id = $1`, string(h.people["Анна"]))
		h.add(t, "Ёлкина Анна Петровна", "", actor.Simplified)
		h.opened(t)
		if n := h.count(t, `SELECT COUNT(*) FROM town WHERE level = 3 AND known AND snils = '11223344595'`); n != 1 {
			t.Errorf("%d people took it", n)
		}
		other := h.add(t, "Пчёлкина Майя", "", actor.Simplified)
		out, err := h.Open(h.as(t, "Майя"), h.desk.login(annaForRomashka()), organisation.Details{}, true)
		if err != nil || !out.Review || out.Cabinet.ID != "" {
			t.Errorf("another name: %+v, %v", out, err)
		}
		if role := h.role(t, "Майя"); role != "" {
			t.Errorf("%s is %q", other, role)
		}
	})
}

// What the register leaves in doubt goes to an operator, who is neither the person nor in a conflict, gives a reason and a term.
func TestT11_DoubtsGoToAnOperator(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		hidden := romashka()
		hidden.Heads = []egr.Head{{Restricted: true}}
		h.shelf.put(hidden)
		open := func() organisation.Opening {
			t.Helper()
			out, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{}, true)
			if err != nil || out.Case == "" || out.Cabinet.ID != "" {
				t.Fatalf("%+v, %v", out, err)
			}
			return out
		}
		asked := open()
		if again := open(); again.Case != asked.Case {
			t.Error("the same question was asked twice")
		}
		until := h.clock.Now().AddDate(0, 1, 0)
		long := "Проверено по выписке."
		for what, c := range map[string]struct {
			who, reason string
			days        int
			want        error
		}{
			"their own":     {"Анна", long, 30, organisation.ErrOwnCase},
			"in a conflict": {"Олег", long, 30, organisation.ErrOwnCase},
			"no reason":     {"Вера", " да ", 30, organisation.ErrNoReason},
			"no term":       {"Вера", long, 0, organisation.ErrCaseTerm},
			"a long term":   {"Вера", long, 181, organisation.ErrCaseTerm},
		} {
			h.desk.conflict = h.people["Олег"]
			if err := h.Decide(h.as(t, c.who), asked.Case, true, c.reason, h.clock.Now().AddDate(0, 0, c.days)); !errors.Is(err, c.want) {
				t.Errorf("%s: %v", what, err)
			}
		}
		if err := h.Decide(h.as(t, "Вера"), asked.Case, false, long, until); err != nil {
			t.Fatal(err)
		}
		if err := h.Decide(h.as(t, "Вера"), asked.Case, true, long, until); !errors.Is(err, organisation.ErrNoCase) {
			t.Errorf("decided twice: %v", err)
		}
		if h.role(t, "Анна") != "" {
			t.Error("a refusal lets in")
		}
		if err := h.Decide(h.as(t, "Вера"), open().Case, true, long, until); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Анна"); role != organisation.Signer {
			t.Errorf("after the yes: %q", role)
		}
		h.clock.Advance(until.Sub(h.clock.Now()))
		if role := h.role(t, "Анна"); role != "" {
			t.Errorf("after its term: %q", role)
		}
	})
}

// Refusals say why, and keep nothing.
func TestRefusalsOfTheRegister(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(romashka(vera()))
		_, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{}, true)
		if err == nil || h.count(t, `SELECT COUNT(*) FROM organisation_cabinet`)+h.count(t, `SELECT COUNT(*) FROM organisation_case`) != 0 {
			t.Errorf("not the head: %v", err)
		}
		h.shelf.down = errors.New("down")
		if _, err := h.Open(h.as(t, "Анна"), h.desk.login(annaForRomashka()), organisation.Details{}, true); !errors.Is(err, h.shelf.down) {
			t.Errorf("the register is down: %v", err)
		}
		if a, err := h.Arrive(h.as(t, "Анна"), h.desk.login(annaForRomashka())); err != nil || a.Judgement.Ground != organisation.GroundSilent {
			t.Errorf("arriving while it is down: %+v, %v", a.Judgement, err)
		}
	})
}

// Sixteen browsers with sixteen signed logins make one cabinet and one signer.
func TestOneCabinetUnderParallelLogins(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.shelf.put(romashka(anna()))
		var wait sync.WaitGroup
		errs := make([]error, 16)
		for i := range errs {
			login := h.desk.login(annaForRomashka())
			wait.Go(func() { _, errs[i] = h.Open(h.as(t, "Анна"), login, organisation.Details{}, false) })
		}
		wait.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Error(err)
		}
		for table, want := range map[string]int{"organisation_cabinet": 1, "organisation_signer": 1, "organisation_certificate": 1} {
			if n := h.count(t, `SELECT COUNT(*) FROM `+table); n != want {
				t.Errorf("%d rows in %s", n, table)
			}
		}
	})
}

// T11: an import that brings another head ends the former one's rights and sessions, and holds the trusted persons at standard for
// thirty days, in one transaction.
func TestT11_ANewHeadEndsTheFormer(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.trusted(t, organisation.Full)
		h.shelf.put(romashka(vera()))
		if err := h.changed(t, romashkaOGRN); err != nil {
			t.Fatal(err)
		}
		if role := h.role(t, "Анна"); role != "" || h.ended(t) != 1 {
			t.Errorf("the former head is %q, sessions ended %d times", role, h.ended(t))
		}
		if role := h.role(t, "Олег"); role != organisation.Standard {
			t.Errorf("the trusted person is %q", role)
		}
		if told := h.letters(t, "Олег"); !slices.Contains(told, "A new head: your rights are held") {
			t.Errorf("the trusted person was told %q", told)
		}
		if err := h.changed(t, romashkaOGRN); err != nil || h.ended(t) != 1 {
			t.Errorf("told twice: %v, %d", err, h.ended(t))
		}
		veraFor := annaForRomashka()
		veraFor.Surname, veraFor.Given, veraFor.Middle, veraFor.PersonINN, veraFor.SNILS = "Соколова", "Вера", "Ивановна", veraINN, "08765430300"
		if _, err := h.Open(h.as(t, "Вера"), h.desk.login(veraFor), organisation.Details{}, false); err != nil {
			t.Fatal(err)
		}
		in, err := h.Inside(t.Context(), actor.From(h.in(t, "Вера")).Acting)
		if err != nil || len(in.Grants) != 1 {
			t.Fatalf("%+v, %v", in.Grants, err)
		}
		if err := h.Confirm(h.in(t, "Вера"), in.Grants[0].ID); err != nil {
			t.Fatal(err)
		}
		h.clock.Advance(organisation.ConfirmLife)
		if role := h.role(t, "Олег"); role != organisation.Full {
			t.Errorf("confirmed, the trusted person is %q", role)
		}
	})
}

// ended counts how often Anna's sessions were ended.
func (h *house) ended(t testing.TB) int {
	t.Helper()
	return h.count(t, `SELECT COUNT(*) FROM ended WHERE person = $1`, string(h.people["Анна"]))
}

func (h *house) changed(t testing.TB, ogrn string) error {
	t.Helper()
	return h.db.Update(t.Context(), func(tx *sqldb.Tx) error { return h.Changed(t.Context(), tx, ogrn) })
}

// A register that is down, stale or lost a record ends nobody's rights; one that says ceased ends all.
func TestWhatEndsRightsAndWhatDoesNot(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.opened(t)
		h.shelf.down = errors.New("down")
		if err := h.changed(t, romashkaOGRN); !errors.Is(err, h.shelf.down) {
			t.Errorf("down: %v", err)
		}
		h.shelf.down = nil
		h.shelf.list = nil
		if err := h.changed(t, romashkaOGRN); err != nil || h.role(t, "Анна") != organisation.Signer {
			t.Errorf("a lost record: %v", err)
		}
		gone := romashka(anna())
		gone.Ceased = &egr.Ceased{Code: "201"}
		h.shelf.put(gone)
		if err := h.changed(t, romashkaOGRN); err != nil || h.role(t, "Анна") != "" {
			t.Errorf("ceased: %v, %q", err, h.role(t, "Анна"))
		}
		if err := h.changed(t, "1020000000031"); err != nil {
			t.Errorf("an organisation without a cabinet: %v", err)
		}
	})
}

// A record that lost the number of its head, and names the same person, leaves a doubt, and doubts end nobody's rights; one that
// names somebody else ends them.
func TestT11_ANumberThatIsGoneFromTheRegister(t *testing.T) {
	for name, want := range map[string]organisation.Role{"АННА": organisation.Signer, "ИННА": ""} {
		each(t, func(t *testing.T, h *house) {
			h.opened(t)
			numberless := anna()
			numberless.INN, numberless.Name = "", name
			h.shelf.put(romashka(numberless))
			if err := h.changed(t, romashkaOGRN); err != nil {
				t.Fatal(err)
			}
			if role := h.role(t, "Анна"); role != want {
				t.Errorf("%s: the head is %q, want %q", name, role, want)
			}
		})
	}
}

// A person who leaves the platform leaves no name and no number in the room, acts nowhere, and is written to no more.
func TestForgettingAPerson(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		c := h.opened(t)
		h.trusted(t, organisation.Full)
		for _, name := range []string{"Олег", "Анна"} {
			if err := h.db.Update(t.Context(), func(tx *sqldb.Tx) error {
				if held, err := h.HeldAbout(t.Context(), tx, h.people[name]); err != nil || len(held.Grants)+len(held.Signer) == 0 {
					t.Errorf("held about %s: %+v, %v", name, held, err)
				}
				return h.Forget(t.Context(), tx, h.people[name])
			}); err != nil {
				t.Fatal(err)
			}
			if role := h.role(t, name); role != "" {
				t.Errorf("%s is still %q", name, role)
			}
		}
		for _, trace := range []string{
			`SELECT COUNT(*) FROM organisation_grant WHERE name <> '' OR snils_end <> '' OR snils_mac <> id`,
			`SELECT COUNT(*) FROM organisation_certificate WHERE holder <> ''`,
			`SELECT COUNT(*) FROM organisation_signer WHERE inn <> '' OR post <> '' OR ended_at IS NULL`,
		} {
			if n := h.count(t, trace); n != 0 {
				t.Errorf("%d rows: %s", n, trace)
			}
		}
		h.exec(t, `UPDATE town SET name = '', snils = '', known = FALSE`)
		if in, err := h.Inside(t.Context(), c.ID); err != nil || len(in.Grants) != 1 {
			t.Errorf("the cabinet afterwards: %+v, %v", in, err)
		}
	})
}

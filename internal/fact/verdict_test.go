package fact

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/klaster-platform/klaster/internal/platform/clock"
	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// What an operator found of a bankruptcy is a case even if they noted no number, what is not known is none of either kind, and a
// record whose newer version waits for a second person is not relied upon.
func TestACaseIsMadeOfWhatIsKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2026-11-01")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		subject := Subject{INN: a.INN, OGRN: a.OGRN}
		on := workdays.DateOf(s.clock.Now())
		before, err := s.Case(t.Context(), s.db.Single(), subject, on)
		if err != nil || before.Bankruptcy != nil || before.Register == nil || before.Register.Confirmed.IsZero() {
			t.Fatalf("%+v, %v", before, err)
		}
		if _, err := s.CheckByHand(t.Context(), operator("olga"), Check{
			Subject: subject, Kind: KindBankruptcy, Value: Yes, On: on, ValidUntil: on.AddDays(30), Reason: "Сообщение на сайте реестра.",
		}); err != nil {
			t.Fatal(err)
		}
		found, err := s.Case(t.Context(), s.db.Single(), subject, on)
		if err != nil || found.Bankruptcy == nil || found.Bankruptcy.Case == "" {
			t.Errorf("found: %+v, %v", found.Bankruptcy, err)
		}
		s.watch(t, subject)
		s.mustImport(t, Order{Files: []File{fileOf("b", newHead(1, "2026-11-10"))}, Operator: "olga"})
		waits, err := s.Case(t.Context(), s.db.Single(), subject, on)
		if err != nil || waits.Register == nil || !waits.Register.Confirmed.IsZero() {
			t.Errorf("while a change waits: %+v, %v", waits.Register, err)
		}
	})
}

// What two sources of the register's own word say of one day is unknown where they differ; of two days the later one counts (T22).
func TestT22_SourcesThatContradictAreUnknown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2026-11-20")
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		takes := func(rec egr.Record) {
			t.Helper()
			if err := db.Update(t.Context(), func(tx *sqldb.Tx) error {
				return s.takeRecord(t.Context(), tx, &rec, taken{from: "q", source: SMEV, pinned: "q"})
			}); err != nil {
				t.Fatal(err)
			}
		}
		takes(liquidated("2026-11-19"))
		if v := s.liquidation(t, a.OGRN); v.Outcome != rule.Pass {
			t.Errorf("an older answer of the exchange: %+v", v.Outcome)
		}
		takes(liquidated("2026-11-20"))
		if v := s.liquidation(t, a.OGRN); v.Outcome != rule.Undecided {
			t.Errorf("two words of one day: %+v", v.Outcome)
		}
		takes(liquidated("2026-11-21"))
		if v := s.liquidation(t, a.OGRN); v.Outcome != rule.Fail {
			t.Errorf("a later answer: %+v", v.Outcome)
		}
	})
}

// One imported file of the register of unfair suppliers settles R7 for everybody: those who are not in it pass, and what an operator
// had looked up by hand before does not stand against it.
func TestOneFileOfUnfairSuppliersClearsAll(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		on := workdays.DateOf(s.clock.Now())
		list := []egr.Record{invented(1, "2026-11-21"), invented(2, "2026-11-21"), invented(3, "2026-11-21")}
		for i := range list {
			list[i].INN = []string{"9900000017", "9900000024", "9900000031"}[i]
		}
		s.mustImport(t, Order{Files: []File{fileOf("a", list...)}})
		s.readers = readers()
		want := func(outcomes ...rule.Outcome) {
			t.Helper()
			for i, r := range list {
				a, err := s.Assess(t.Context(), db.Single(), Subject{OGRN: r.OGRN}, on, nil)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range a.Verdicts {
					if v.Rule == "R7" && v.Outcome != outcomes[i] {
						t.Errorf("%s: %s, want %s", r.INN, v.Outcome, outcomes[i])
					}
				}
			}
		}
		want(rule.Undecided, rule.Undecided, rule.Undecided)
		if _, err := s.CheckByHand(t.Context(), operator("olga"), Check{
			Subject: Subject{OGRN: list[1].OGRN, INN: list[1].INN}, Kind: KindUnfair, Absent: true, On: on, ValidUntil: on.AddDays(3), Reason: "Страница закупок, записи нет.",
		}); err != nil {
			t.Fatal(err)
		}
		want(rule.Undecided, rule.Pass, rule.Undecided)
		s.mustImport(t, Order{Register: Unfair, Scope: Full, Files: []File{unfairFile("b", unfairRecord("1", list[1].INN, "", "2026-11-22"))}})
		want(rule.Pass, rule.Fail, rule.Pass)
	})
}

// An operator may put the whole lists of offshore zones in place of those of the program; a file that is none stops the start.
func TestOffshoreListsOfTheOperator(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	whole := "offshore zones 1\n\nlist 35н\nact приказ\nfrom 2024-01-01\nuntil 2026-12-31\ncomplete yes\nsource the act\n660 Ангилья\n"
	lists, err := offshoreLists(write("whole.txt", whole))
	if err != nil || len(lists) != 1 || !lists[0].Complete {
		t.Errorf("%+v, %v", lists, err)
	}
	if lists, err := offshoreLists(""); err != nil || len(lists) == 0 || lists[0].Complete {
		t.Errorf("the program's own: %+v, %v", lists, err)
	}
	for _, bad := range []string{write("bad.txt", "660 Ангилья\n"), filepath.Join(dir, "none.txt")} {
		if _, err := New(Deps{Clock: clock.NewManual(time.Time{}), Config: Config{Offshore: bad}}); err == nil {
			t.Errorf("%s was read", filepath.Base(bad))
		}
	}
}

package fact

import (
	"bytes"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/platform/sqldb"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/internal/storetest"
	"github.com/klaster-platform/klaster/rule"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

func unfairFile(name string, records ...string) File {
	text := `<?xml version="1.0" encoding="UTF-8"?><ns3:export xmlns="http://zakupki.gov.ru/oos/types/1" xmlns:ns3="http://zakupki.gov.ru/oos/export/1">` +
		strings.Join(records, "") + `</ns3:export>`
	return File{Name: name, Content: strings.NewReader(text), Size: int64(len(text))}
}

func unfairRecord(number, inn, founder, day string) string {
	return `<ns3:unfairSupplier2022 schemeVersion="16.2"><commonInfo><regNumber>` + number + `</regNumber><versionNumber>1</versionNumber><publishDT>` + day +
		`T10:00:00+03:00</publishDT><firstVersionPublishDT>` + day + `T10:00:00+03:00</firstVersionPublishDT></commonInfo><createReasonInfo><createReason>CANCEL_CONTRACT</createReason></createReasonInfo>` +
		`<unfairSupplierInfo><legalEntityRFInfo><fullName>УЧЕБНЫЙ ПОСТАВЩИК</fullName><INN>` + inn + `</INN></legalEntityRFInfo><founders><founderInfo><INN>` + founder +
		`</INN></founderInfo></founders></unfairSupplierInfo></ns3:unfairSupplier2022>`
}

// Absence means something only once a full set stands; who is missing from the next one is listed no more. T22: of a known
// organisation either waits when the file is not pinned.
func TestT22_ListingAndItsEndWaitForASecondPerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		const listed, other, clean = "9900000017", "9900000024", "9900000031"
		state := func(inn string) (State, bool) {
			t.Helper()
			f, err := s.Facts(t.Context(), db.Single(), Subject{INN: inn})
			if err != nil {
				t.Fatal(err)
			}
			g, _ := f.Best(KindUnfair)
			held := false
			for _, g := range f.Of(KindUnfair) {
				held = held || g.Held
			}
			return g.State, held
		}
		want := func(inn string, state1 State, held1 bool) {
			t.Helper()
			if got, held := state(inn); got != state1 || held != held1 {
				t.Errorf("%s: %s, held %t; want %s, %t", inn, got, held, state1, held1)
			}
		}
		want(clean, Unknown, false)
		s.mustImport(t, Order{Register: Unfair, Files: []File{unfairFile("a", unfairRecord("1", other, "9900000048", "2026-01-12"))}})
		want(other, Known, false)
		want(clean, Unknown, false) // an update says nothing of those who are not in it

		s.watch(t, Subject{INN: listed, OGRN: "1997700000010"})
		full := Order{Register: Unfair, Scope: Full, Operator: "olga", Files: []File{unfairFile("b", unfairRecord("1", other, "", "2026-01-12"), unfairRecord("2", listed, "", "2026-02-12"))}}
		if i := s.mustImport(t, full); i.Held != 1 {
			t.Errorf("%d held", i.Held)
		}
		want(clean, Absent, false)
		want(listed, Absent, true)
		if err := s.Confirm(t.Context(), operator("pavel"), s.waiting(t)[0].ID); err != nil {
			t.Fatal(err)
		}
		want(listed, Known, false)

		full.Files = []File{unfairFile("c", unfairRecord("1", other, "", "2026-01-12"))}
		s.mustImport(t, full)
		want(listed, Known, false)
		if w := s.waiting(t); len(w) != 1 || !w[0].Has(ChangedUnfair) {
			t.Fatalf("the end of the listing: %+v", w)
		}
		if err := s.Confirm(t.Context(), operator("pavel"), s.waiting(t)[0].ID); err != nil {
			t.Fatal(err)
		}
		want(listed, Absent, false)
		want(other, Known, false)
	})
}

// R10: whose name and organisation stand in the register of disqualified persons goes to a person, for a name is not a person. Where the
// register was not imported, it is not asked; who is not in the next set stands there no more.
func TestR10_TheRegisterOfDisqualifiedPersons(t *testing.T) {
	const heading = "G1,G2,G3,G4,G5,G6,G7,G8,G9,G10,G11,G12,G13,G14\n"
	line := func(number, name, inn, to string) string {
		return number + "," + name + ",01.01.1980,г. Москва,ООО УЧЕБНОЕ," + inn + ",ДИРЕКТОР,ч. 5 ст. 14.25,ИФНС,СУДЬЯ,МИРОВОЙ,1 год,01.06.2026," + to + "\n"
	}
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		a := invented(1, "2026-11-21")
		a.INN = "9900000017"
		a.Heads[0].Person = egr.Person{Surname: "ПЁТРОВ", Name: "ПЁТР", Patronymic: "ИЛЬИЧ", INN: a.Heads[0].Person.INN}
		s.mustImport(t, Order{Files: []File{fileOf("a", a)}})
		s.readers = readers()
		want := func(why string, outcome rule.Outcome) {
			t.Helper()
			got, err := s.Assess(t.Context(), db.Single(), Subject{OGRN: a.OGRN}, workdays.DateOf(s.clock.Now()), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, v := range got.Verdicts {
				if v.Rule == "R10" && v.Outcome != outcome {
					t.Errorf("%s: %s, want %s", why, v.Outcome, outcome)
				}
			}
		}
		want("not imported", rule.Pass)
		set := func(lines ...string) Import {
			t.Helper()
			return s.mustImport(t, Order{Register: Disqualified, Scope: Full, AsOf: day("2026-11-20"), Files: []File{textFile("d.csv", heading+strings.Join(lines, ""))}})
		}
		wantCounts(t, set(line("1", "ПЕТРОВ ПЕТР ИЛЬИЧ", a.INN, "01.06.2027"), line("2", "ДРУГОЙ ИВАН", a.INN, "01.06.2027")), 2, 2, 0, 0)
		want("named", rule.Review)
		set(line("1", "ПЕТРОВ ПЕТР ИЛЬИЧ", a.INN, "21.11.2026"), line("2", "ДРУГОЙ ИВАН", a.INN, "01.06.2027"))
		want("its term is over", rule.Pass)
		set(line("1", "ПЕТРОВ ПЕТР ИЛЬИЧ", "9900000024", "01.06.2027"), line("2", "ДРУГОЙ ИВАН", a.INN, "01.06.2027"))
		want("in another organisation", rule.Pass)
		set(line("3", "ПЕТРОВ ПЕТР ИЛЬИЧ", a.INN, ""), line("2", "ДРУГОЙ ИВАН", a.INN, "01.06.2027"))
		want("named again, without an end", rule.Review)
		set(line("2", "ДРУГОЙ ИВАН", a.INN, "01.06.2027"))
		want("not in it any more", rule.Pass)
	})
}

func TestListsOfTheSampleAreImported(t *testing.T) {
	small := sharedtest.File(t, "registers", "rsmp/RSMP_4.06_SYNTHETIC.xml")
	unfair := sharedtest.File(t, "registers", "rnp/unfairSupplier2022_SYNTHETIC.xml")
	storetest.Each(t, func(t *testing.T, db *sqldb.DB) {
		s, _ := room(t, db)
		s.readers = readers()
		i := s.mustImport(t, Order{Register: SmallBusiness, Scope: Full, Files: []File{{Name: "rsmp.xml", Content: bytes.NewReader(small), Size: int64(len(small))}}})
		if i.Read != 479 || i.Broken != 0 {
			t.Errorf("РСМП: %+v", i.Counts)
		}
		i = s.mustImport(t, Order{Register: Unfair, Scope: Full, Files: []File{{Name: "rnp.xml", Content: bytes.NewReader(unfair), Size: int64(len(unfair))}}})
		wantCounts(t, i, 12, 12, 0, 0)
	})
}

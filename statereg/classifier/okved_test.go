package classifier

import (
	"bytes"
	"encoding/csv"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/internal/sharedtest"
)

func TestActivityName(t *testing.T) {
	const machining, batteries = "Обработка металлических изделий механическая", "Производство электрических аккумуляторов и аккумуляторных батарей"
	for code, want := range map[string]string{
		"25":       "Производство готовых металлических изделий, кроме машин и оборудования",
		"25.6":     "Обработка металлов и нанесение покрытий на металлы; механическая обработка металлов",
		"25.62":    machining,
		"25.62.1":  machining,
		"26.20.11": "Производство компьютеров и периферийного оборудования",
		"27.2":     batteries,
		"27.20":    batteries,
		"27.20.21": batteries,
		"C":        "", "": "", "#": "", "25.": "", "25.6.1": "", "25.620": "", "25.62.": "", "25.62.x": "", "25.69.1": "", "04": "", "99.99": "",
	} {
		if got, ok := ActivityName(code); got != want || ok != (want != "") {
			t.Errorf("ActivityName(%q) = %q, %t; want %q", code, got, ok, want)
		}
	}
}

func TestActivities(t *testing.T) {
	codes := Activities()
	codes[0].Name = ""
	if codes = Activities(); codes[0].Name == "" {
		t.Error("the list is not a copy")
	}
	if !slices.IsSortedFunc(codes, func(a, b Code) int { return strings.Compare(a.Code, b.Code) }) {
		t.Error("the list is not sorted")
	}
	form := regexp.MustCompile(`^\d\d(\.\d\d?)?$`)
	name := regexp.MustCompile(`^\p{Lu}[\p{Cyrillic}\d ,;:()/-]*[\p{Cyrillic})]$`)
	latin := strings.NewReplacer("web", "", "(CD)", "(к)", "(DVD)", "(к)")
	n, named := map[int]int{}, map[string]string{}
	for _, c := range codes {
		if !form.MatchString(c.Code) || !name.MatchString(latin.Replace(c.Name)) || strings.Contains(c.Name, "  ") {
			t.Errorf("%q: %q", c.Code, c.Name)
		}
		if _, twice := named[c.Code]; twice {
			t.Errorf("%s stands twice", c.Code)
		}
		n[len(c.Code)], named[c.Code] = n[len(c.Code)]+1, c.Name
	}
	if n[2] != 88 || n[4] != 272 || n[5] != 623 {
		t.Errorf("%d of two digits, %d of three and %d of four", n[2], n[4], n[5])
	}
	if lines := strings.Count(strings.TrimSuffix(okvedFile, "\n"), "\n") + 1 - strings.Count(okvedFile, "#"); lines != len(codes) {
		t.Errorf("%d codes of %d lines", len(codes), lines)
	}
	below := map[string]bool{}
	for code := range named {
		for _, above := range []int{2, 4} {
			if len(code) > above {
				below[code[:above]] = true
				if named[code[:above]] == "" {
					t.Errorf("%s has nothing above it at %s", code, code[:above])
				}
			}
		}
	}
	for code := range named {
		if len(code) < 5 && !below[code] {
			t.Errorf("%s has no class", code)
		}
	}
}

// A group that is one class has the name of the class, but for two that changes of the classifier have left apart.
func TestGroupsOfOneClass(t *testing.T) {
	apart := map[string]bool{"25.5": true, "81.3": true}
	for _, c := range Activities() {
		if len(c.Code) != len("25.5") {
			continue
		}
		if class, one := ActivityName(c.Code + "0"); one && (class == c.Name) == apart[c.Code] {
			t.Errorf("%s is %q, and its class %q", c.Code, c.Name, class)
		}
	}
}

// Classes of NACE and those of Russia are the same but for those that Russia has added, and education and gambling, which it divides in its
// own way and which therefore have no English name.
func TestClassesInBothLanguages(t *testing.T) {
	own := []string{
		"19.31", "19.32", "19.33", "19.34",
		"85.11", "85.12", "85.13", "85.14", "85.21", "85.22", "85.23", "85.30", "85.41", "85.42",
		"92.11", "92.12", "92.13", "92.21", "92.22", "92.23",
	}
	for _, code := range slices.Sorted(maps.Keys(nace())) {
		if _, ok := ActivityName(code); !ok {
			t.Errorf("%s has an English name and no Russian one", code)
		}
	}
	var without []string
	for _, c := range Activities() {
		if _, ok := English(c.Code); !ok && len(c.Code) == len("19.31") {
			without = append(without, c.Code)
		}
	}
	if !slices.Equal(without, own) {
		t.Errorf("classes without an English name: %v; want %v", without, own)
	}
}

// The names are those of two tables of the classifier that others have made, but for what is known to be wrong or old in these.
func TestActivitiesBesideOtherTables(t *testing.T) {
	for _, table := range []struct {
		set        string
		code, name int
		lacks      func(code string) bool
		old        map[string]string // the name there
		foreign    map[string]bool   // codes that are not of this classifier
	}{{
		// The newer one; the names in files of the registers of November 2025 agree with it.
		set: "registers/ref", code: 0, name: 1,
		lacks:   func(string) bool { return false },
		foreign: map[string]bool{"72.6": true}, // of the classifier before, ОК 029-2001
	}, {
		// The older one, which leaves out one of two lines where a group is one class, mostly the class.
		set: "search", code: 0, name: 3,
		lacks: func(code string) bool {
			_, one := ActivityName(code[:2] + ".00")
			return strings.HasSuffix(code, "0") || one
		},
		old: map[string]string{
			// Water in other vessels than bottles came in.
			"11.07": "Производство безалкогольных напитков; производство минеральных вод и прочих питьевых вод в бутылках",
			// Veterinary medicines came in.
			"21":   "Производство лекарственных средств и материалов, применяемых в медицинских целях",
			"21.2": "Производство лекарственных препаратов и материалов, применяемых в медицинских целях",
			// Guards of the state came in.
			"80.1": "Деятельность частных охранных служб",
			// What is below it had its name; only 93.29.9 has it now.
			"93.29": "Деятельность зрелищно-развлекательная прочая",
			// Non-profit organisations came in that are not public associations.
			"94":    "Деятельность общественных организаций",
			"94.1":  "Деятельность коммерческих, предпринимательских и профессиональных организаций",
			"94.11": "Деятельность коммерческих и предпринимательских членских организаций",
			"94.9":  "Деятельность прочих общественных организаций",
			"94.99": "Деятельность прочих общественных организаций, не включенных в другие группировки",
		},
	}} {
		t.Run(table.set, func(t *testing.T) {
			rows, err := csv.NewReader(bytes.NewReader(sharedtest.File(t, table.set, "okved2.csv"))).ReadAll()
			if err != nil {
				t.Fatal(err)
			}
			theirs := map[string]string{}
			for _, row := range rows[1:] {
				code := row[table.code]
				if len(code) >= 2 && len(code) <= len("25.62") && !table.foreign[code] {
					theirs[code] = official(row[table.name])
				}
			}
			for _, c := range Activities() {
				name, ok := theirs[c.Code]
				want := c.Name
				if old := table.old[c.Code]; old != "" {
					want = old
				}
				if !ok && !table.lacks(c.Code) || ok && name != want {
					t.Errorf("%s is %q there; here %q", c.Code, name, c.Name)
				}
				delete(theirs, c.Code)
			}
			for code, name := range theirs {
				t.Errorf("%s is only there: %q", code, name)
			}
		})
	}
}

// official is a name as the order has it: tables keep a blank where the printed lines parted a word, and a point at an end.
func official(name string) string {
	parted := strings.NewReplacer("брошюровочно- ", "брошюровочно-", "физкультурно- ", "физкультурно-")
	return strings.TrimSuffix(parted.Replace(strings.TrimSpace(name)), ".")
}

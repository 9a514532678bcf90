package egr

import (
	"encoding/xml"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/ruid/number"
	"github.com/klaster-platform/klaster/statereg/classifier"
	"golang.org/x/text/encoding/charmap"
)

var update = flag.Bool("update", false, "write the golden summary of the sample")

// sample is all records of the shared sample.
func sample(tb testing.TB) []*Record {
	tb.Helper()
	var all []*Record
	for _, set := range [][2]string{{"registers/egrul", "EGRUL_2025-11_sample.zip"}, {"registers/egrip", "EGRIP_2025-11_sample.zip"}} {
		for _, f := range sampleFiles(tb, set[0], set[1]) {
			records, _ := readAll(tb, f.data, Options{History: true})
			all = append(all, records...)
		}
	}
	return all
}

// Every number of the sample that has a check digit has the right one.
func TestCheckDigitsOfTheSample(t *testing.T) {
	n := map[string]int{}
	ok := func(what string, value string, err error) {
		if n[what]++; err != nil {
			t.Errorf("%s %q: %v", what, value, err)
		}
	}
	inn := func(v string) {
		if v != "" {
			_, err := number.ParseINN(v)
			ok("ИНН", v, err)
		}
	}
	ogrn := func(v string) {
		if v == "" {
			return
		}
		var err error
		if len(v) == 15 {
			_, err = number.ParseOGRNIP(v)
		} else {
			_, err = number.ParseOGRN(v)
		}
		ok("ОГРН", v, err)
	}
	party := func(p *Party) {
		if p != nil {
			inn(p.INN)
			ogrn(p.OGRN)
		}
	}
	for _, r := range sample(t) {
		inn(r.INN)
		ogrn(r.OGRN)
		for i := range r.Heads {
			inn(r.Heads[i].Person.INN)
			ogrn(r.Heads[i].Person.OGRNIP)
		}
		for i := range r.Founders {
			f := &r.Founders[i]
			party(f.Party)
			if f.Person != nil {
				inn(f.Person.INN)
				ogrn(f.Person.OGRNIP)
			}
		}
		for i := range r.Managers {
			party(&r.Managers[i].Party)
		}
		for _, list := range [][]Party{r.Before, r.After} {
			for i := range list {
				party(&list[i])
			}
		}
		party(r.Registrar)
		for _, h := range r.History {
			if h.GRN != "" {
				ok("ГРН", h.GRN, grnError(h.GRN))
			}
		}
	}
	for what, least := range map[string]int{"ИНН": 1600, "ОГРН": 700, "ГРН": 10_000} {
		if n[what] < least {
			t.Errorf("only %d %s were checked", n[what], what)
		}
	}
}

// grnError checks the last digit of a ГРН or ГРНИП, which is reckoned as that of ОГРН and ОГРНИП.
func grnError(s string) error {
	m := uint64(11)
	if len(s) == 15 {
		m = 13
	}
	var n uint64
	if _, err := fmt.Sscan(s[:len(s)-1], &n); err != nil {
		return err
	}
	if want := byte('0' + n%m%10); s[len(s)-1] != want {
		return fmt.Errorf("the last digit is not %c", want)
	}
	return nil
}

// The region of an organisation is that of its address: of all of the sample it is the one of its КПП, while ИНН and ОГРН
// of 30 each are of another one. Of the entrepreneurs, those whose address is open live where they are on the books.
func TestRegionsOfTheSample(t *testing.T) {
	var organisations, otherINN, otherOGRN, addresses int
	for _, r := range sample(t) {
		code, source := r.Region()
		if _, known := classifier.FindRegion(code); !known {
			t.Errorf("%s: region %q", r.OGRN, code)
		}
		if r.Register == Entrepreneurs {
			if r.Address != nil {
				addresses++
			}
			if r.TaxOffice.Office.Code[:2] != code {
				t.Errorf("%s: region %s by %s, tax office %s", r.OGRN, code, source, r.TaxOffice.Office.Code)
			}
			continue
		}
		organisations++
		if r.KPP[:2] != code || source != RegionAddress {
			t.Errorf("%s: region %s by %s, КПП %s", r.OGRN, code, source, r.KPP)
		}
		if r.INN[:2] != code {
			otherINN++
		}
		if r.OGRN[3:5] != code {
			otherOGRN++
		}
	}
	if organisations != 498 || otherINN != 30 || otherOGRN != 30 || addresses != 92 {
		t.Errorf("%d organisations, ИНН of another region %d, ОГРН %d, addresses of entrepreneurs %d", organisations, otherINN, otherOGRN, addresses)
	}
}

// What the sample holds, counted: a change of the reader shows itself here.
func TestGoldenSummary(t *testing.T) {
	counts := map[string]int{}
	count := func(format string, args ...any) { counts[fmt.Sprintf(format, args...)]++ }
	for _, r := range sample(t) {
		region, _ := r.Region()
		count("%s form %s", r.Register, r.Form)
		count("%s region %s", r.Register, region)
		count("%s state %s", r.Register, r.State())
		count("%s acting %s", r.Register, r.Acting(r.AsOf).Mode)
		for _, c := range r.StatusCodes() {
			count("%s code %s", r.Register, c)
		}
		for _, s := range r.Unreliable() {
			count("%s unreliable %s", r.Register, s)
		}
		for _, s := range r.Restricted() {
			count("%s restricted %s", r.Register, s)
		}
		for i := range r.Founders {
			f := &r.Founders[i]
			share, source := f.Share.Of(r.Capital)
			count("founder %s, share by %q", f.Kind, source)
			if f.Kind == FounderForeign {
				count("foreign founder of %s holds %s", f.Foreign.Country, share.RatString())
			}
		}
		for i := range r.Heads {
			count("head %s, acts %v", r.Heads[i].Kind, r.Heads[i].Acts(r.AsOf))
		}
		for _, l := range r.Licences {
			count("licence, suspended %v", l.Suspended != nil)
		}
		for range r.History {
			count("%s history rows", r.Register)
		}
		for range r.Branches {
			count("branches")
		}
	}
	var got strings.Builder
	for _, key := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintf(&got, "%6d  %s\n", counts[key], key)
	}
	name := filepath.Join("testdata", "sample.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("run with -update when this is meant (-want +got):\n%s", diff)
	}
}

// Each element and attribute of the official schemas is known: read, or passed over on purpose.
func TestSchemasAreKnown(t *testing.T) {
	for _, name := range []string{"VO_RUGF_2_311_26_04_07_01.xsd", "VO_RIGF_2_311_27_04_06_01.xsd"} {
		text := sharedtest.File(t, "registers/xsd", name)
		var s schema
		body := text[strings.Index(string(text), "?>")+2:] // it declares windows-1251, and not each copy is
		if !utf8.Valid(body) {
			decoded, err := charmap.Windows1251.NewDecoder().Bytes(body)
			if err != nil {
				t.Fatal(err)
			}
			body = decoded
		}
		if err := xml.Unmarshal(body, &s); err != nil {
			t.Fatal(err)
		}
		types := map[string]*schemaType{}
		for i := range s.Types {
			types[s.Types[i].Name] = &s.Types[i]
		}
		n := 0
		var walk func(e *schemaElement, at *element, path string)
		walk = func(e *schemaElement, at *element, path string) {
			n++
			of := e.Complex
			if of == nil {
				of = types[e.Type]
			}
			if of == nil || at.unread {
				return
			}
			for _, a := range of.attributes() {
				if !slices.ContainsFunc(at.attrs, func(k attribute) bool { return k.name == a.Name }) {
					t.Errorf("%s@%s is not known", path, a.Name)
				}
			}
			for _, kid := range of.elements() {
				i := slices.IndexFunc(at.kids, func(k element) bool { return k.name == kid.Name })
				if i < 0 {
					t.Errorf("%s/%s is not known", path, kid.Name)
					continue
				}
				walk(kid, &at.kids[i], path+"/"+kid.Name)
			}
		}
		subjects := element{kids: []element{organisation(true), entrepreneur(true)}}
		var find func(e *schemaElement)
		find = func(e *schemaElement) {
			if i := slices.IndexFunc(subjects.kids, func(k element) bool { return k.name == e.Name }); i >= 0 {
				walk(e, &subjects.kids[i], e.Name)
				return
			}
			if e.Complex != nil {
				for _, kid := range e.Complex.elements() {
					find(kid)
				}
			}
		}
		for i := range s.Elements {
			find(&s.Elements[i])
		}
		if n < 80 {
			t.Errorf("%s: only %d elements were looked at", name, n)
		}
	}
}

type schema struct {
	Elements []schemaElement `xml:"element"`
	Types    []schemaType    `xml:"complexType"`
}

type schemaElement struct {
	Name    string      `xml:"name,attr"`
	Type    string      `xml:"type,attr"`
	Complex *schemaType `xml:"complexType"`
}

type schemaType struct {
	Name       string            `xml:"name,attr"`
	Attributes []schemaAttribute `xml:"attribute"`
	Sequence   *schemaGroup      `xml:"sequence"`
	Choice     *schemaGroup      `xml:"choice"`
	Extension  *schemaType       `xml:"complexContent>extension"`
}

type schemaAttribute struct {
	Name string `xml:"name,attr"`
}

type schemaGroup struct {
	Elements  []schemaElement `xml:"element"`
	Sequences []schemaGroup   `xml:"sequence"`
	Choices   []schemaGroup   `xml:"choice"`
}

func (t *schemaType) attributes() []schemaAttribute {
	all := slices.Clone(t.Attributes)
	if t.Extension != nil {
		all = append(all, t.Extension.attributes()...)
	}
	return all
}

func (t *schemaType) elements() []*schemaElement {
	var all []*schemaElement
	for _, g := range []*schemaGroup{t.Sequence, t.Choice} {
		all = append(all, g.elements()...)
	}
	if t.Extension != nil {
		all = append(all, t.Extension.elements()...)
	}
	return all
}

func (g *schemaGroup) elements() (all []*schemaElement) {
	if g == nil {
		return nil
	}
	for i := range g.Elements {
		all = append(all, &g.Elements[i])
	}
	for _, list := range [][]schemaGroup{g.Sequences, g.Choices} {
		for i := range list {
			all = append(all, list[i].elements()...)
		}
	}
	return all
}

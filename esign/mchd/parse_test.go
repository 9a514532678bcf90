package mchd_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"

	"github.com/klaster-platform/klaster/esign/mchd"
	"github.com/klaster-platform/klaster/esign/xmldsig/xmltoken"
)

// documents are one of each shape that the form can have.
func documents(tb testing.TB) map[string]*mchd.Document {
	tb.Helper()
	c := newCast(tb)
	all := make(map[string]*mchd.Document)
	add := func(name string, change func(d *mchd.Document)) {
		d := newDocument(c)
		change(d)
		all[name] = d
	}
	add("plain", func(*mchd.Document) {})
	add("everything optional", func(d *mchd.Document) {
		d.NotarialNumber, d.ExtraID, d.Registered = "77/1-н", "доп", day(2026, 9, 2)
		d.TaxOffice, d.TaxOffices = "9900", []string{"9901", "9902"}
		d.Irrevocable = &mchd.Irrevocable{Substitution: "1", Condition: "2", Description: "условие\tс\nпереносом"}
		d.Powers.Loss = "1"
		d.Powers.Coded[0].Mnemonic = "SIGN_ALL"
		d.Powers.Coded[0].Restrictions = []mchd.Restriction{
			{Index: 1, Code: "SUM", Name: "Сумма", ValueName: "до", ValueText: "100 000 ₽"},
			{Index: 2, Code: "REGION", Name: "Регион", ValueCode: "77"},
		}
	})
	add("text", func(d *mchd.Document) {
		d.Powers = mchd.Powers{Text: "Подписывать <всё> & вся", Exercise: mchd.Jointly}
	})
	add("agents of every kind", func(d *mchd.Document) {
		org, branch, foreign := c.manager, c.manager, mchd.Party{Kind: mchd.Foreign, Name: "Foreign Ltd"}
		branch.Kind = mchd.Branch
		d.Agents = []mchd.Party{c.agent, org, c.trader, branch, foreign}
	})
	add("managing company", func(d *mchd.Document) {
		m := c.manager
		d.Grantors[0].Heads = []mchd.Head{{Company: &m, People: []mchd.Party{c.head, c.other}}}
	})
	add("several heads", func(d *mchd.Document) {
		d.Grantors[0].Heads = []mchd.Head{
			{Together: true, People: []mchd.Party{c.head}},
			{Together: true, People: []mchd.Party{c.other}},
			{People: []mchd.Party{c.trader}},
		}
	})
	add("principals of other kinds", func(d *mchd.Document) {
		foreign := mchd.Party{Kind: mchd.Foreign, Name: "Foreign Ltd", Heads: []mchd.Head{{People: []mchd.Party{c.head}}}}
		child := c.other
		child.Heads = []mchd.Head{{People: []mchd.Party{c.agent}}}
		d.Grantors = []mchd.Party{c.company, foreign, c.trader, child}
	})
	add("substitute", func(d *mchd.Document) {
		d.Grantors = []mchd.Party{c.agent}
		d.Basis = &mchd.Basis{Original: mchd.Reference{
			Number: number(9), Issued: day(2026, 8, 1), Until: day(2028, 8, 1), Sign: "1", Form: "1",
			Principals: []mchd.Party{{Kind: mchd.Organisation, Name: c.company.Name, INN: c.company.INN, KPP: c.company.KPP}},
		}}
	})
	add("substitute of a substitute", func(d *mchd.Document) {
		branch := c.manager
		branch.Kind, branch.Heads = mchd.Branch, []mchd.Head{{People: []mchd.Party{c.other}}}
		written := c.other
		written.Heads = []mchd.Head{{People: []mchd.Party{c.agent}}}
		d.Grantors = []mchd.Party{c.company, c.trader, written, branch}
		d.Basis = &mchd.Basis{
			Original: mchd.Reference{NotarialNumber: "77/2", Issued: day(2026, 8, 1), Until: day(2028, 8, 1), Sign: "1", Form: "2"},
			Parent:   &mchd.Reference{Number: number(8), InternalNumber: "8", Issued: day(2026, 8, 2), Until: day(2028, 8, 1), Sign: "2", Form: "1"},
		}
	})
	return all
}

func TestParse_roundTrip(t *testing.T) {
	for name, want := range documents(t) {
		t.Run(name, func(t *testing.T) {
			b, err := mchd.Marshal(want)
			if err != nil {
				t.Fatal(err)
			}
			got, err := mchd.Parse(iotest.OneByteReader(bytes.NewReader(b)), mchd.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if got.SHA256 != sha256.Sum256(b) {
				t.Error("the hash is not that of the whole file")
			}
			got.SHA256 = [32]byte{}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestT12_OldForm: forms before the single one are refused and the refusal says why, also in the encoding of their time.
func TestT12_OldForm(t *testing.T) {
	old := map[string]string{
		"002":  `<?xml version="1.0" encoding="UTF-8"?><Доверенность ИдФайл="ON_DOVBB_1" ВерсФорм="002"><Документ/></Доверенность>`,
		"001":  `<Доверенность ВерсФорм='001'/>`,
		"5.01": `<Файл ИдФайл="ON_DOVEL_1" ВерсФорм="5.01"><Документ/></Файл>`,
		"5.03": `<?xml version="1.0" encoding="windows-1251"?>` + "\n" + `<Файл ИдФайл="ON_DOVEL_1" ВерсФорм="5.03"/>`,
	}
	for version, text := range old {
		in := []byte(text)
		if strings.Contains(text, "windows-1251") {
			in, _ = charmap.Windows1251.NewEncoder().Bytes(in)
		}
		_, err := mchd.Parse(bytes.NewReader(in), mchd.Limits{})
		var refusal *mchd.OldFormError
		if !errors.Is(err, mchd.ErrOldForm) || !errors.As(err, &refusal) || refusal.Version != version {
			t.Errorf("%s: %v", version, err)
			continue
		}
		ru, en := refusal.Reason()
		if !strings.Contains(ru, version) || !strings.Contains(ru, "EMCHD_1") || !strings.Contains(en, version) {
			t.Errorf("%s: the reason is no help: %q, %q", version, ru, en)
		}
	}
}

// TestT12_Malformed: what is not exactly a document of the form is an error that says what is wrong.
func TestT12_Malformed(t *testing.T) {
	c := newCast(t)
	b, _ := file(t, newDocument(c))
	plain := string(b)
	sub, _ := file(t, documents(t)["substitute"])
	inn, snils := string(c.agent.INN), c.agent.SNILS.String()
	lastDigit := func(s string) string { return s[:len(s)-1] + string('0'+(s[len(s)-1]-'0'+1)%10) }
	between := func(s, from, to string) string {
		i := strings.Index(s, from)
		j := i + strings.Index(s[i:], to) + len(to)
		return s[i:j]
	}
	powers := between(plain, "<СвПолн", "</СвПолн>")
	agent := between(plain, "<СвУпПред", "</СвУпПред>")
	person := between(agent, "<СведФизЛ", "</СведФизЛ>")
	trader := fmt.Sprintf(`<СвИП ОГРНИП="%s" ИННФЛ="%s" СНИЛС="%s"><СведФЛ><ФИО Фамилия="a" Имя="b"/></СведФЛ></СвИП>`,
		c.trader.OGRNIP, c.trader.INN, c.trader.SNILS)
	cases := map[string]struct {
		text, from, to string
		want           error
	}{
		"empty":                             {"", "", "", xmltoken.ErrMalformed},
		"truncated":                         {plain[:len(plain)/2], "", "", xmltoken.ErrMalformed},
		"DTD":                               {plain, "<Доверенность", "<!DOCTYPE a [<!ENTITY b 'c'>]><Доверенность", xmltoken.ErrDTD},
		"entity":                            {plain, "Проба", "&проба;", xmltoken.ErrEntity},
		"wrong encoding":                    {plain, `"UTF-8"`, `"windows-1251"`, xmltoken.ErrEncoding},
		"other root":                        {plain, "Доверенность", "Заявление", mchd.ErrForm},
		"no namespace":                      {plain, ` xmlns="urn://x-artefacts/EMCHD_1"`, "", mchd.ErrForm},
		"other namespace":                   {plain, `EMCHD_1" ВерсФорм`, `EMCHD_2" ВерсФорм`, mchd.ErrForm},
		"future version":                    {plain, `ВерсФорм="EMCHD_1"`, `ВерсФорм="EMCHD_2"`, mchd.ErrForm},
		"no version":                        {plain, ` ВерсФорм="EMCHD_1"`, "", mchd.ErrForm},
		"flags":                             {plain, `"00000000"`, `"0000000"`, mchd.ErrMalformed},
		"flag of another digit":             {plain, `"00000000"`, `"00000002"`, mchd.ErrMalformed},
		"two bodies":                        {plain, "</Довер>", "</Довер>" + between(plain, "<Довер>", "</Довер>"), mchd.ErrMalformed},
		"no body":                           {plain, between(plain, "<Довер>", "</Довер>"), "", mchd.ErrMalformed},
		"no document":                       {plain, between(plain, "<Документ>", "</Документ>"), "", mchd.ErrMalformed},
		"no particulars":                    {plain, between(plain, "<СвДов ", "</СвДов>"), "", mchd.ErrMalformed},
		"number too short":                  {plain, `НомДовер="` + string(number(1)), `НомДовер="` + string(number(1))[1:], mchd.ErrMalformed},
		"number without dashes":             {plain, `НомДовер="00000001-0000-`, `НомДовер="00000001-00000`, mchd.ErrMalformed},
		"number of other letters":           {plain, `НомДовер="00000001`, `НомДовер="0000000g`, mchd.ErrMalformed},
		"no number":                         {plain, `НомДовер="` + string(number(1)) + `"`, "", mchd.ErrMalformed},
		"no internal number":                {plain, ` ВнНомДовер="17"`, "", mchd.ErrMalformed},
		"no such day":                       {plain, "2026-09-01", "2026-02-30", mchd.ErrMalformed},
		"day the Russian way":               {plain, `ДатаВыдДовер="2026-09-01"`, `ДатаВыдДовер="01.09.2026"`, mchd.ErrMalformed},
		"day with a zone":                   {plain, `ДатаВыдДовер="2026-09-01"`, `ДатаВыдДовер="2026-09-01Z"`, mchd.ErrMalformed},
		"term out of range":                 {plain, `СрокДейст="2027-08-31"`, `СрокДейст="2107-08-31"`, mchd.ErrMalformed},
		"no term":                           {plain, ` СрокДейст="2027-08-31"`, "", mchd.ErrMalformed},
		"no such substitution":              {plain, `ПрПередов="1"`, `ПрПередов="4"`, mchd.ErrMalformed},
		"no such kind":                      {plain, `ВидДовер="1"`, `ВидДовер="3"`, mchd.ErrMalformed},
		"no place of keeping":               {plain, between(plain, "<СведСист>", "</СведСист>"), "", mchd.ErrMalformed},
		"empty place of keeping":            {plain, between(plain, "<СведСист>", "</СведСист>"), "<СведСист/>", mchd.ErrMalformed},
		"comment within a value":            {plain, "<СведСист>https", "<СведСист>https<!-- -->", mchd.ErrMalformed},
		"element within a value":            {plain, "<СведСист>https", "<СведСист>https<СвФЛ/>", mchd.ErrMalformed},
		"no principal":                      {plain, between(plain, "<СвДоверит", "</СвДоверит>"), "", mchd.ErrMalformed},
		"principal without heads":           {plain, between(plain, "<ЛицоБезДов", "</ЛицоБезДов>"), "", mchd.ErrMalformed},
		"head without people":               {plain, between(plain, "<СвФЛ", "</СвФЛ>"), "", mchd.ErrMalformed},
		"no КПП":                            {plain, ` КПП="990101001"`, "", mchd.ErrMalformed},
		"ОГРН of check digits":              {plain, string(c.company.OGRN), lastDigit(string(c.company.OGRN)), mchd.ErrMalformed},
		"ИНН of a person":                   {plain, `ИННЮЛ="` + string(c.company.INN), `ИННЮЛ="` + inn, mchd.ErrMalformed},
		"no agent":                          {plain, agent, "", mchd.ErrMalformed},
		"agent who is nobody":               {plain, person, "", mchd.ErrMalformed},
		"agent who is two":                  {plain, person, person + strings.ReplaceAll(person, "СведФизЛ", "СведИП"), mchd.ErrMalformed},
		"agent who is also an organisation": {plain, person, person + `<СведОрг НаимОрг="a" КПП="990101001"/>`, mchd.ErrMalformed},
		"head who is also another":          {plain, "</ЛицоБезДов>", trader + "</ЛицоБезДов>", mchd.ErrMalformed},
		"agent twice in one":                {plain, person, person + person, mchd.ErrMalformed},
		"agent's ИНН":                       {plain, inn, lastDigit(inn), mchd.ErrMalformed},
		"agent's СНИЛС":                     {plain, snils, lastDigit(snils), mchd.ErrMalformed},
		"agent's ИНН of zeros":              {plain, inn, "000000000000", mchd.ErrMalformed},
		"agent without a name":              {plain, between(person, "<СведФЛ>", "</СведФЛ>"), "", mchd.ErrMalformed},
		"agent without a surname":           {plain, ` Фамилия="Поверенная"`, "", mchd.ErrMalformed},
		"no such type of agent":             {plain, `ТипПред="3"`, `ТипПред="9"`, mchd.ErrMalformed},
		"no powers":                         {plain, powers, "", mchd.ErrMalformed},
		"powers twice":                      {plain, powers, powers + powers, mchd.ErrMalformed},
		"powers of nothing":                 {plain, between(plain, "<МашПолн", "</МашПолн>"), "", mchd.ErrMalformed},
		"power without a code":              {plain, ` КодПолн="` + serviceCode + `"`, "", mchd.ErrMalformed},
		"no such exercise":                  {plain, `ПрСовмПолн="1"`, `ПрСовмПолн="0"`, mchd.ErrMalformed},
		"restriction of no value":           {plain, "</МашПолн>", `<ОгрСвПолн ИдОгр="1" КодОгр="a" НаимОгр="b"/></МашПолн>`, mchd.ErrMalformed},
		"restriction of no index":           {plain, "</МашПолн>", `<ОгрСвПолн ИдОгр="0" КодОгр="a" НаимОгр="b"><КодЗначОгр>1</КодЗначОгр></ОгрСвПолн></МашПолн>`, mchd.ErrMalformed},
		"attribute twice":                   {plain, `ТипПред="3"`, `ТипПред="3" ТипПред="3"`, xmltoken.ErrMalformed},
		"second root":                       {plain, "</Доверенность>", "</Доверенность><Доверенность/>", xmltoken.ErrMalformed},
		"substitute of nothing":             {string(sub), between(string(sub), "<СвПервДовер", "</СвПервДовер>"), "", mchd.ErrMalformed},
		"original's number":                 {string(sub), `НомДоверПерв="0`, `НомДоверПерв="x`, mchd.ErrMalformed},
		"original's form":                   {string(sub), ` ФормДовер="1"`, "", mchd.ErrMalformed},
		"substitute without passer":         {string(sub), between(string(sub), "<СвПередПолн", "</СвПередПолн>"), "", mchd.ErrMalformed},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			text := tc.text
			if tc.from != "" {
				if text = strings.ReplaceAll(tc.text, tc.from, tc.to); text == tc.text {
					t.Fatal("the case changes nothing")
				}
			}
			d, err := mchd.Parse(strings.NewReader(text), mchd.Limits{})
			if !errors.Is(err, tc.want) || d != nil {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

// TestT12_UnknownContent: what the form does not have is counted wherever it stands; contradictions are listed. Neither is read as
// something else.
func TestT12_UnknownContent(t *testing.T) {
	b, _ := file(t, newDocument(newCast(t)))
	plain := string(b)
	passed, _ := file(t, documents(t)["substitute"])
	d, err := mchd.Parse(strings.NewReader(strings.Replace(string(passed), `ПрНалПередов="0"`, `ПрНалПередов="1"`, 1)), mchd.Limits{})
	if err != nil || !cmp.Equal(d.Doubts, []mchd.Doubt{mchd.DoubtBasis}) {
		t.Errorf("a parent that is said to be there and is not: %v, %v", d, err)
	}
	cases := map[string]struct {
		from, to string
		unknown  int
		doubts   []mchd.Doubt
	}{
		"element":             {"</СвДов>", "<Условие><СвПолн/></Условие></СвДов>", 1, nil},
		"repeated unknown":    {"</Довер>", "<Я/><Я/></Довер>", 2, nil},
		"foreign namespace":   {"</Довер>", `<СвПолн xmlns="urn:x"/></Довер>`, 1, nil},
		"attribute":           {`ТипПред="3"`, `ТипПред="3" Новое="1"`, 1, nil},
		"foreign attribute":   {`ТипПред="3"`, `ТипПред="3" xmlns:x="urn:x" x:ТипПред="1"`, 1, nil},
		"text between":        {"<Документ>", "<Документ>и ещё", 1, nil},
		"schema location":     {"<Документ>", `<Документ xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="a">`, 0, nil},
		"comment between":     {"<Документ>", "<!-- --><Документ>", 0, nil},
		"white space":         {"<Документ>", "<Документ>\r\n\t", 0, nil},
		"known and not kept":  {"</Документ>", "</Документ><ИнСвед>a</ИнСвед>", 0, nil},
		"type of agent":       {`ТипПред="3"`, `ТипПред="1"`, 0, []mchd.Doubt{mchd.DoubtType}},
		"type of principal":   {`ТипДоверит="1"`, `ТипДоверит="4"`, 0, []mchd.Doubt{mchd.DoubtType}},
		"flags of heads":      {`ЕИОФЛ="1"`, `ЕИОФЛ="0"`, 0, []mchd.Doubt{mchd.DoubtExecutive}},
		"text beside codes":   {"<МашПолн", "<ТекстПолн>кроме</ТекстПолн><МашПолн", 0, []mchd.Doubt{mchd.DoubtPowers}},
		"type of powers":      {`ТипПолн="1"`, `ТипПолн="0"`, 0, []mchd.Doubt{mchd.DoubtPowers}},
		"irrevocable and not": {`ВидДовер="1"`, `ВидДовер="2"`, 0, []mchd.Doubt{mchd.DoubtRevocation}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(plain, tc.from, tc.to, 1)
			if text == plain {
				t.Fatal("the case changes nothing")
			}
			d, err := mchd.Parse(strings.NewReader(text), mchd.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if d.Unknown != tc.unknown || !cmp.Equal(d.Doubts, tc.doubts) {
				t.Errorf("unknown %d, doubts %v; want %d, %v", d.Unknown, d.Doubts, tc.unknown, tc.doubts)
			}
			if len(d.Powers.Coded) != 1 || len(d.Agents) != 1 {
				t.Errorf("foreign content was read as ours: %+v", d)
			}
		})
	}
}

// TestT6_Limits: every limit is met by an error of its own kind, and a document within them is read.
func TestT6_Limits(t *testing.T) {
	c := newCast(t)
	d := newDocument(c)
	d.Agents = []mchd.Party{c.agent, c.other}
	d.Powers.Coded = append(d.Powers.Coded, mchd.Power{Code: otherCode, Name: "Чтение"})
	d.TaxOffices = []string{"9901", "9902", "9903", "9904"}
	b, _ := file(t, d)
	b = bytes.Replace(b, []byte("<Документ>"), []byte(`<Документ КНД="1110000">`), 1)
	deep := strings.Replace(string(b), "</Довер>", strings.Repeat("<я>", 40)+strings.Repeat("</я>", 40)+"</Довер>", 1)
	cases := map[string]struct {
		text   string
		limits mchd.Limits
	}{
		"size":         {string(b), mchd.Limits{Size: int64(len(b)) - 1}},
		"default size": {strings.Replace(string(b), "<Довер>", "<Довер>"+strings.Repeat(" ", 1<<20), 1), mchd.Limits{}},
		"depth":        {string(b), mchd.Limits{Depth: 4}},
		"deep unknown": {deep, mchd.Limits{}},
		"elements":     {string(b), mchd.Limits{Elements: 10}},
		"parties":      {string(b), mchd.Limits{Parties: 3}},
		"powers":       {string(b), mchd.Limits{Powers: 1}},
		"text":         {string(b), mchd.Limits{Text: 10}},
		"tag":          {strings.Replace(string(b), `КНД="`, `КНД="`+strings.Repeat("1", 300<<10), 1), mchd.Limits{}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := mchd.Parse(strings.NewReader(tc.text), tc.limits); !errors.Is(err, mchd.ErrLimit) {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := mchd.Parse(bytes.NewReader(b), mchd.Limits{Size: int64(len(b))}); err != nil {
		t.Errorf("a document of just the size: %v", err)
	}
}

// TestParse_reader: an error of the source is given back as it is.
func TestParse_reader(t *testing.T) {
	b, _ := file(t, newDocument(newCast(t)))
	broken := errors.New("broken")
	src := io.MultiReader(bytes.NewReader(b[:len(b)/2]), iotest.ErrReader(broken))
	if _, err := mchd.Parse(src, mchd.Limits{}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// TestMarshal_refuses: what the form cannot hold is not written.
func TestMarshal_refuses(t *testing.T) {
	c := newCast(t)
	cases := map[string]func(d *mchd.Document){
		"no number":             func(d *mchd.Document) { d.Number = "" },
		"no agents":             func(d *mchd.Document) { d.Agents = nil },
		"no head":               func(d *mchd.Document) { d.Grantors[0].Heads = nil },
		"head of nobody":        func(d *mchd.Document) { d.Grantors[0].Heads = []mchd.Head{{}} },
		"branch as a principal": func(d *mchd.Document) { d.Grantors[0].Kind = mchd.Branch },
		"party of no kind":      func(d *mchd.Document) { d.Agents[0].Kind = "" },
		"principal with a post": func(d *mchd.Document) { d.Grantors[0] = c.head },
		"control character":     func(d *mchd.Document) { d.InternalNumber = "\x01" },
	}
	for name, change := range cases {
		d := newDocument(c)
		change(d)
		if b, err := mchd.Marshal(d); err == nil {
			t.Errorf("%s: written: %s", name, b)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	in, _ := file(b, documents(b)["everything optional"])
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := mchd.Parse(bytes.NewReader(in), mchd.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

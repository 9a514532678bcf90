package rsmp

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klaster-platform/klaster/internal/sharedtest"
	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

const head = `<?xml version="1.0" encoding="UTF-8"?><Файл ИдФайл="x" ВерсФорм="4.06" ТипИнф="РЕЕСТРМСП" КолДок="%"><ИдОтпр/>`

func whole(n string, docs ...string) string {
	return strings.Replace(head, "%", n, 1) + strings.Join(docs, "") + `</Файл>`
}

const (
	company = `<Документ ИдДок="1" ДатаСост="10.11.2026" ДатаВклМСП="01.08.2016" ВидСубМСП="1" КатСубМСП="2" ПризНовМСП="2" СведСоцПред="1" ССЧР="15">` +
		`<ОргВклМСП НаимОрг="ООО &quot;А&quot;" НаимОргСокр="А" ИННЮЛ="9900000017" ОГРН="1239900000015"/><СведМН КодРегион="77"/>` +
		`<СвОКВЭД><СвОКВЭДОсн КодОКВЭД="62.01"/><СвОКВЭДДоп КодОКВЭД="62.02"/></СвОКВЭД>` +
		`<СвПрод КодПрод="26.20.1" ПрОтнПрод="1"/></Документ>`
	sole = `<Документ ИдДок="2" ДатаСост="10.11.2026" ДатаВклМСП="10.05.2026" ВидСубМСП="2" КатСубМСП="1" ПризНовМСП="1" СведСоцПред="2">` +
		`<ИПВклМСП ИННФЛ="140107773114" ОГРНИП="322200085722754"><ФИОИП Фамилия="ИВАНОВ" Имя="ПЁТР"/></ИПВклМСП><СведМН КодРегион="20"/></Документ>`
)

func read(t *testing.T, text string) (records []*Record, broken []error, end error) {
	t.Helper()
	r, err := NewReader(strings.NewReader(text), "", egr.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	for {
		rec, err := r.Next()
		var bad *egr.RecordError
		switch {
		case errors.As(err, &bad):
			broken = append(broken, err)
		case err != nil:
			return records, broken, err
		default:
			records = append(records, rec)
		}
	}
}

func TestRecords(t *testing.T) {
	records, broken, end := read(t, whole("2", company, sole))
	if len(broken) > 0 || !errors.Is(end, io.EOF) {
		t.Fatal(broken, end)
	}
	staff := 15
	want := []*Record{
		{
			Document: "1", AsOf: day("10.11.2026"), Included: day("01.08.2016"), INN: "9900000017", OGRN: "1239900000015",
			Name: `ООО "А"`, Short: "А", Category: Small, Social: true, Headcount: &staff, Region: "77", Main: "62.01",
			Other: []string{"62.02"}, Products: []Product{{"26.20.1", true}},
		},
		{
			Document: "2", AsOf: day("10.11.2026"), Included: day("10.05.2026"), Entrepreneur: true, INN: "140107773114",
			OGRN: "322200085722754", Name: "ИВАНОВ ПЁТР", Category: Micro, New: true, Region: "20",
		},
	}
	if diff := cmp.Diff(want, records, cmp.Comparer(func(a, b workdays.Date) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

// A broken document is told and counted, and the next one is read.
func TestBrokenDocuments(t *testing.T) {
	cases := map[string]struct {
		bad  string
		want error
	}{
		"not closed":  {strings.Replace(company, "</СвОКВЭД>", "", 1), egr.ErrSyntax},
		"wrong digit": {strings.Replace(company, "9900000017", "9900000018", 1), egr.ErrNumber},
		"no subject":  {`<Документ ИдДок="3" КатСубМСП="1"></Документ>`, ErrRecord},
		"category":    {strings.Replace(company, `КатСубМСП="2"`, `КатСубМСП="7"`, 1), ErrRecord},
		"cut off":     {company[:200], egr.ErrSyntax},
	}
	for name, c := range cases {
		records, broken, end := read(t, whole("2", c.bad, sole))
		if len(records) != 1 || len(broken) != 1 || !errors.Is(broken[0], c.want) || !errors.Is(end, io.EOF) {
			t.Errorf("%s: %d records, %v, %v", name, len(records), broken, end)
		}
	}
}

func TestWholeFiles(t *testing.T) {
	if _, _, end := read(t, whole("3", company, sole)); !errors.Is(end, egr.ErrCount) {
		t.Errorf("two of three: %v", end)
	}
	if _, _, end := read(t, strings.TrimSuffix(whole("2", company, sole), sole[100:]+"</Файл>")); !errors.Is(end, egr.ErrTruncated) {
		t.Errorf("a cut file: %v", end)
	}
	if _, err := NewReader(strings.NewReader(strings.Replace(whole("0"), Kind, "ЕГРЮЛ_ОТКР_СВЕД", 1)), "", egr.Limits{}); !errors.Is(err, egr.ErrNotRegister) {
		t.Errorf("another register: %v", err)
	}
}

// The shared file has the shape of the register; what it says is invented.
func TestSharedShape(t *testing.T) {
	data := sharedtest.File(t, "registers/rsmp", "RSMP_4.06_SYNTHETIC.xml")
	in, err := egr.Open(bytes.NewReader(data), int64(len(data)), "rsmp.xml", egr.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	reports, err := Each(t.Context(), in, egr.Limits{}, func(_ egr.Position, r *Record) error {
		if n++; r.AsOf.IsZero() || r.Included.IsZero() || r.Headcount == nil || r.Region == "" {
			t.Errorf("%s: %+v", r.INN, r)
		}
		return nil
	}, func(err *egr.RecordError) { t.Error(err) })
	if err != nil || len(reports) != 1 || reports[0].Err != nil || n != 479 {
		t.Errorf("%d records, %v, %+v", n, err, reports)
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte(whole("2", company, sole)))
	f.Add([]byte(whole("1", company[:300])))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := NewReader(bytes.NewReader(data), "", egr.Limits{Record: 1 << 16})
		for n := 0; err == nil; n++ {
			if n > len(data) {
				t.Fatal("more records than bytes")
			}
			_, err = r.Next()
			if bad := new(egr.RecordError); errors.As(err, &bad) {
				err = nil
			}
		}
	})
}

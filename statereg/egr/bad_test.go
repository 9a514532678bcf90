package egr_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/klaster-platform/klaster/statereg/egr"
)

const (
	head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<Файл ИдФайл="x" ВерсФорм="4.07" ТипИнф="ЕГРЮЛ_ОТКР_СВЕД" КолДок="       3"><ИдОтпр ДолжОтв="x"><ФИООтв Фамилия="x"/></ИдОтпр>`
	one  = `<Документ ИдДок="1"><СвЮЛ ДатаВып="2025-11-27" ОГРН="1137604008827" ИНН="7604244281" КПП="760401001"><СвНаимЮЛ НаимЮЛПолн="ПЕРВОЕ"/></СвЮЛ></Документ>`
	two  = `<Документ ИдДок="2"><СвЮЛ ДатаВып="2025-11-27" ОГРН="1247700546004" ИНН="7733451695" КПП="773301001"><СвНаимЮЛ НаимЮЛПолн="ВТОРОЕ"/></СвЮЛ></Документ>`
	tail = `</Файл>`
)

// A record that cannot be read is told with its place and its reason; those around it are read.
func TestBrokenRecords(t *testing.T) {
	in := func(s string) string {
		return strings.Replace(one, `<СвНаимЮЛ НаимЮЛПолн="ПЕРВОЕ"/>`, s, 1)
	}
	cases := map[string]struct {
		bad  string
		want error
	}{
		"wrong ОГРН":             {strings.Replace(one, "1137604008827", "1137604008828", 1), egr.ErrNumber},
		"wrong ИНН":              {strings.Replace(one, "7604244281", "7604244282", 1), egr.ErrNumber},
		"wrong КПП":              {strings.Replace(one, "760401001", "76040", 1), egr.ErrNumber},
		"a number with a blank":  {strings.Replace(one, "1137604008827", "1137604008827 ", 1), egr.ErrNumber},
		"no day":                 {strings.Replace(one, "2025-11-27", "2025-02-30", 1), egr.ErrRecord},
		"no subject":             {`<Документ ИдДок="1"></Документ>`, egr.ErrRecord},
		"two subjects":           {strings.Replace(one, "</СвЮЛ>", "</СвЮЛ>"+two[len(`<Документ ИдДок="2">`):len(two)-len(`</Документ>`)], 1), egr.ErrRecord},
		"of the other register":  {`<Документ ИдДок="1"><СвИП ДатаВып="2025-11-27" ОГРНИП="322200085722754" ИННФЛ="140107773114"/></Документ>`, egr.ErrRecord},
		"crossed tags":           {in(`<СвАдресЮЛ><АдресРФ></СвАдресЮЛ></АдресРФ>`), egr.ErrSyntax},
		"not closed":             {in(`<СвАдресЮЛ>`), egr.ErrSyntax},
		"cut off":                {one[:len(one)-60], egr.ErrSyntax},
		"a value without quotes": {in(`<СвНаимЮЛ НаимЮЛПолн=А/>`), egr.ErrSyntax},
		"a value twice":          {in(`<СвНаимЮЛ НаимЮЛПолн="А" НаимЮЛПолн="Б"/>`), egr.ErrSyntax},
		"no blank":               {in(`<СвНаимЮЛ НаимЮЛПолн="А"НаимЮЛСокр="Б"/>`), egr.ErrSyntax},
		"a < in a value":         {in(`<СвНаимЮЛ НаимЮЛПолн="А<Б"/>`), egr.ErrSyntax},
		"an unknown entity":      {in(`<СвНаимЮЛ НаимЮЛПолн="&nbsp;"/>`), egr.ErrSyntax},
		"entity without an end":  {in(`<СвНаимЮЛ НаимЮЛПолн="A &amp B"/>`), egr.ErrSyntax},
		"a character of none":    {in("<СвНаимЮЛ НаимЮЛПолн=\"\x01\"/>"), egr.ErrSyntax},
		"a number of none":       {in(`<СвНаимЮЛ НаимЮЛПолн="&#0;"/>`), egr.ErrSyntax},
		"broken bytes":           {in("<СвНаимЮЛ НаимЮЛПолн=\"\xd0\"/>"), egr.ErrSyntax},
		"a declaration":          {in(`<!DOCTYPE x>`), egr.ErrDTD},
		"an open comment":        {in(`<!-- `), nil}, // takes the rest of the file with it
		"too deep":               {in(strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100)), egr.ErrLimit},
		"too many attributes":    {in("<СвНаимЮЛ" + strings.Repeat(` x=""`, 200) + "/>"), egr.ErrLimit},
		"too many elements":      {in(strings.Repeat("<СвКонвЗайм/>", 20_001)), egr.ErrLimit},
		"too long":               {in(`<СвНаимЮЛ НаимЮЛПолн="` + strings.Repeat("А", 1<<20) + `"/>`), egr.ErrLimit},
	}
	limits := egr.Options{Limits: egr.Limits{Record: 1 << 20, Elements: 20_000}}
	for name, c := range cases {
		o := walk(t, []byte(head+two+c.bad+two+tail), egr.Walk{Workers: 1, Options: limits})
		if c.want == nil {
			if len(o.records) != 1 || !errors.Is(o.files[0].Err, egr.ErrTruncated) {
				t.Errorf("%s: %d records, %v", name, len(o.records), o.files[0].Err)
			}
			continue
		}
		if len(o.records) != 2 || len(o.broken) != 1 || !errors.Is(o.broken[0], c.want) {
			t.Errorf("%s: %d records, %v, %v", name, len(o.records), o.broken, o.files[0].Err)
			continue
		}
		e := o.broken[0]
		if e.Index != 1 || e.Offset != int64(len(head+two)) || e.At < e.Offset || o.files[0].Err != nil || e.File != "bare.xml" {
			t.Errorf("%s: %+v, %v", name, e, o.files[0].Err)
		}
	}
}

// What XML allows and files of the register do not have is read as XML has it.
func TestUnusualXML(t *testing.T) {
	cases := map[string]string{
		"single quotes":       strings.ReplaceAll(one, `"`, `'`),
		"blanks around =":     strings.ReplaceAll(one, `НаимЮЛПолн="`, `НаимЮЛПолн = "`),
		"other order":         strings.Replace(one, `ДатаВып="2025-11-27" ОГРН="1137604008827"`, `ОГРН="1137604008827" ДатаВып="2025-11-27"`, 1),
		"comments":            strings.Replace(one, `<СвНаимЮЛ`, `<!-- </Документ> <Документ> --><?x </СвЮЛ> ?><СвНаимЮЛ`, 1),
		"a blank in end tags": strings.ReplaceAll(one, `</СвЮЛ>`, "</СвЮЛ\n>"),
		"entities":            strings.Replace(one, `ПЕРВОЕ`, `&#1055;ЕР&#x412;ОЕ`, 1),
		"a > in a value":      strings.Replace(one, `<СвНаимЮЛ`, `<СвОбрЮЛ x="a>b" y='"'>t</СвОбрЮЛ><СвНаимЮЛ`, 1),
		"hidden in history":   strings.Replace(one, `</СвЮЛ>`, `<СвЗапЕГРЮЛ><!-- </СвЮЛ></Документ><Документ> --></СвЗапЕГРЮЛ></СвЮЛ>`, 1),
		"long history":        strings.Replace(one, `</СвЮЛ>`, strings.Repeat(`<СвЗапЕГРЮЛ ИдЗап="1"><ВидЗап КодСПВЗ="1"/></СвЗапЕГРЮЛ>`, 9000)+`</СвЮЛ>`, 1),
	}
	for name, doc := range cases {
		o := walk(t, []byte(head+two+doc+two+tail), egr.Walk{Workers: 1})
		if len(o.records) != 3 || len(o.broken) > 0 || o.files[0].Err != nil {
			t.Errorf("%s: %d records, %v, %v", name, len(o.records), o.broken, o.files[0].Err)
			continue
		}
		if r := o.records[1]; r.Name.Full != "ПЕРВОЕ" || r.OGRN != "1137604008827" || !o.files[0].Census.Empty() && name != "a > in a value" {
			t.Errorf("%s: %+v, %+v", name, r, o.files[0].Census)
		}
	}
	cdata := strings.Replace(one, "</СвЮЛ>", `<СвЛицензия ДатаЛиц="2024-01-01"><НаимЛицВидДеят> A <![CDATA[<&]]><!-- x --> B </НаимЛицВидДеят></СвЛицензия></СвЮЛ>`, 1)
	o := walk(t, []byte(head+cdata+two+two+tail), egr.Walk{Workers: 1})
	if len(o.records) != 3 || o.records[0].Licences[0].Activities[0] != "A <& B" {
		t.Errorf("CDATA: %+v, %v", o.records, o.broken)
	}
}

// What is new is counted by its path, and changes nothing else.
func TestUnknownIsCounted(t *testing.T) {
	doc := strings.Replace(one, `<СвНаимЮЛ `, `<СвНовое x="1"><a><СвЮЛ/></a></СвНовое><СвНаимЮЛ Новый="1" `, 1)
	doc = strings.Replace(doc, "</СвЮЛ></Документ>", `<СвАдресЮЛ><АдресРФ КодРегион="98"/></СвАдресЮЛ>`+
		`<СвСтатус><СвСтатус КодСтатусЮЛ="119"/></СвСтатус><СведДолжнФЛ><СвФЛ ИННФЛ="140107773115"/><СвДискв ДатаНачДискв="01.01.2025"/></СведДолжнФЛ></СвЮЛ></Документ>`, 1)
	o := walk(t, []byte(head+doc+two+doc+tail), egr.Walk{Workers: 1})
	c := o.files[0].Census
	if len(o.records) != 3 || c.Elements["СвЮЛ/СвНовое"] != 2 || c.Attributes["СвЮЛ/СвНаимЮЛ@Новый"] != 2 || c.Codes["СЮЛСТ 119"] != 2 ||
		c.Codes["регион 98"] != 2 || c.Values["ИНН in СведДолжнФЛ"] != 2 || c.Values["date in СвЮЛ/СведДолжнФЛ/СвДискв@ДатаНачДискв"] != 2 {
		t.Errorf("%d records, %v, %+v", len(o.records), o.broken, c)
	}
}

// What is wrong with a file as a whole is told, and what it held before is read.
func TestBrokenFiles(t *testing.T) {
	cases := map[string]struct {
		text    string
		records int
		want    error
	}{
		"cut inside a document":    {head + one + two[:100], 1, egr.ErrTruncated},
		"cut between documents":    {head + one + two, 2, egr.ErrTruncated},
		"cut behind a <":           {head + one + "<", 1, egr.ErrTruncated},
		"cut inside the last tag":  {head + one + two + one + "</Фай", 3, egr.ErrTruncated},
		"fewer than it says":       {head + one + two + tail, 2, egr.ErrCount},
		"more after the end":       {head + one + two + one + tail + one, 3, egr.ErrSyntax},
		"a declaration":            {head[:38] + `<!DOCTYPE Файл [<!ENTITY a "b">]>` + head[38:] + one + tail, 0, egr.ErrDTD},
		"another form":             {strings.Replace(head, "4.07", "5.01", 1) + tail, 0, egr.ErrForm},
		"a form that is no number": {strings.Replace(head, "4.07", "4.x", 1) + tail, 0, egr.ErrForm},
	}
	for name, c := range cases {
		o := walk(t, []byte(c.text), egr.Walk{Workers: 1})
		if len(o.records) != c.records || len(o.files) != 1 || !errors.Is(o.files[0].Err, c.want) {
			t.Errorf("%s: %d records, %+v", name, len(o.records), o.files)
		}
	}
	for name, text := range map[string]string{
		"UTF-16": "\xff\xfe<\x00?\x00", "HTML": "<!-- --><html></html>", "empty root": "<", "blanks": " \n ",
		"a list": strings.Replace(head, "ЕГРЮЛ_ОТКР_СВЕД", "РЕЕСТРМСП", 1),
	} {
		if _, err := egr.NewReader(strings.NewReader(text), "", egr.Limits{}); !errors.Is(err, egr.ErrNotRegister) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, limits := range map[string]egr.Limits{"records": {Records: 1}, "bytes": {File: int64(len(head + one))}} {
		o := walk(t, []byte(head+one+two+one+tail), egr.Walk{Workers: 1, Options: egr.Options{Limits: limits}})
		if len(o.files) != 1 || !errors.Is(o.files[0].Err, egr.ErrLimit) {
			t.Errorf("the limit of %s: %+v", name, o.files)
		}
	}
}

// Ten million elements are refused, in a record and between records.
func TestTenMillionElements(t *testing.T) {
	many := bytes.Repeat([]byte("<a/>"), 10_000_000)
	text := append([]byte(head+one), many...)
	text = append(text, two+one+tail...)
	o := walk(t, text, egr.Walk{Workers: 1})
	if len(o.records) != 1 || !errors.Is(o.files[0].Err, egr.ErrLimit) || o.files[0].Census.Elements["a"] != 500_000-1 {
		t.Errorf("between records: %d records, %+v", len(o.records), o.files)
	}
	text = append(append([]byte(head+`<Документ ИдДок="1"><СвЮЛ>`), many...), `</СвЮЛ></Документ>`+two+one+tail...)
	if o = walk(t, text, egr.Walk{Workers: 1}); len(o.records) != 2 || !errors.Is(o.broken[0], egr.ErrLimit) {
		t.Errorf("in a record: %d records, %v", len(o.records), o.broken)
	}
}

func FuzzInput(f *testing.F) {
	f.Add([]byte(head + one + two + one + tail))
	f.Add([]byte(head + one + `<!-- x --><x/>` + two[:90] + one))
	f.Add([]byte("<\xd4\xe0\xe9\xeb \xc2\xe5\xf0\xf1\xd4\xee\xf0\xec='4.07'>"))
	f.Add(zipOf(f, entry{"a.xml", []byte(head + one + tail)}))
	limits := egr.Limits{Record: 1 << 16, Elements: 1000, File: 1 << 20, Total: 1 << 21}
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := egr.Open(bytes.NewReader(data), int64(len(data)), "", limits)
		if err != nil {
			return
		}
		for _, history := range []bool{false, true} {
			o := each(t, in, egr.Walk{Workers: 1, Options: egr.Options{History: history}})
			for _, r := range o.records {
				r.State()
				r.Region()
				r.Acting(r.AsOf)
				for i := range r.Founders {
					r.Founders[i].Share.Of(r.Capital)
				}
			}
			for _, e := range o.broken {
				if e.At < e.Offset {
					t.Fatalf("%+v", e)
				}
			}
		}
	})
}

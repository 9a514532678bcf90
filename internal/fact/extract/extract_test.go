package extract_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"github.com/klaster-platform/klaster/internal/fact/extract"
	"github.com/klaster-platform/klaster/statereg/egr"
)

const body = `СвЮЛ ДатаВып="2026-11-05" ОГРН="1999900000010" ДатаОГРН="2019-03-01" ИНН="9900000017" КПП="770101001" СпрОПФ="ОКОПФ" КодОПФ="12300" ПолнНаимОПФ="Общества с ограниченной ответственностью">` +
	`<СвНаимЮЛ НаимЮЛПолн="УЧЕБНОЕ &quot;А&amp;Б&quot;"><ГРНДата ГРН="1999900000010" ДатаЗаписи="2019-03-01"/></СвНаимЮЛ></СвЮЛ>`

func prefixed(s string) string {
	return strings.NewReplacer("<Св", "<n:Св", "</Св", "</n:Св", "<ГРН", "<n:ГРН").Replace(s)
}

// Whatever stands around the record, and however its elements are called, the record is read; of two, of none, and of what may mean
// different things to different readers, nothing is.
func TestRead(t *testing.T) {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	whole := head + `<Файл ВерсФорм="4.06"><Документ><` + body + `</Документ></Файл>`
	narrow, err := charmap.Windows1251.NewEncoder().String(strings.Replace(whole, "UTF-8", "windows-1251", 1))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"a bare record":        "<" + body,
		"in a file":            whole,
		"in windows-1251":      narrow,
		"in an answer":         head + `<r:FNSVipULResponse xmlns:r="urn:a" ИдДок="x"><` + body + `</r:FNSVipULResponse>`,
		"with prefixes":        head + `<n:Answer xmlns:n="urn:a"><n:` + strings.TrimPrefix(prefixed("<"+body), "<n:") + `</n:Answer>`,
		"with comments around": head + `<!-- a --><a><` + body + `</a>`,
	} {
		r, err := extract.Read([]byte(text))
		if err != nil || r.OGRN != "1999900000010" || r.Register != egr.Organisations || r.Name.Full != `УЧЕБНОЕ "А&Б"` {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for name, text := range map[string]string{
		"nothing": "", "no record": "<a/>", "two": "<a><" + body + "<" + body + "</a>", "a DTD": `<!DOCTYPE a [<!ENTITY b "c">]><` + body, "cut off": ("<" + body)[:300],
		"a wrong number": "<" + strings.Replace(body, "1999900000010", "1999900000011", 1), "another encoding": `<?xml version="1.0" encoding="koi8-r"?><` + body,
		"an entity": "<" + strings.Replace(body, "УЧЕБНОЕ", "&own;", 1),
	} {
		if r, err := extract.Read([]byte(text)); !errors.Is(err, extract.ErrNotExtract) {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	for name, text := range map[string]string{
		"too deep": strings.Repeat("<a>", 100), "too many": "<a>" + strings.Repeat("<b/>", 150_000), "too long": strings.Repeat(" ", extract.MaxSize+1),
	} {
		if _, err := extract.Read([]byte(text)); !errors.Is(err, extract.ErrLimit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("<" + body))
	f.Add([]byte(`<a xmlns:n="u"><n:СвИП ДатаВып="2026-01-01"/></a>`))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := extract.Read(content)
		if err == nil && (r.OGRN == "" || r.AsOf.IsZero()) {
			t.Errorf("a record without its number or day: %+v", r)
		}
	})
}

// sealed is a PDF document with a message in it, as signers write it.
func sealed(message []byte, fill int) []byte {
	digits := hex.EncodeToString(message) + strings.Repeat("00", fill)
	before := "%%PDF-1.7\n1 0 obj\n<</Type /Sig /ByteRange [0 %010d %010d %010d] /Contents "
	after := ">>\nendobj\n%%EOF\n"
	first := len(fmt.Sprintf(before, 0, 0, 0))
	second := first + len(digits) + 2
	return []byte(fmt.Sprintf(before, first, second, len(after)) + "<" + digits + ">" + after)
}

// A signature counts that covers everything but itself: not one that leaves out more, nor one with something behind it.
func TestSealOf(t *testing.T) {
	message := append([]byte{0x30, 0x81, 0x80}, bytes.Repeat([]byte{7}, 128)...)
	document := sealed(message, 40)
	s, err := extract.SealOf(document)
	if err != nil || !bytes.Equal(s.Message, message) || bytes.Contains(s.Signed, []byte("<30")) || !bytes.HasSuffix(s.Signed, []byte("%%EOF\n")) {
		t.Fatalf("%x, %q, %v", s.Message, s.Signed, err)
	}
	change := func(from, to string) []byte { return bytes.Replace(document, []byte(from), []byte(to), 1) }
	dirty := bytes.Replace(document, []byte("0000>"), []byte("0001>"), 1)
	for name, d := range map[string][]byte{
		"no PDF": []byte("hello"), "no signature": []byte("%PDF-1.7\n%%EOF"), "something behind it": append(bytes.Clone(document), "x"...),
		"not from the start": change("[0 ", "[1 "), "no numbers": change("[0 ", "[a "), "three numbers": change("[0 ", "["), "without end": []byte("%PDF-1.7 /ByteRange [0 1"),
		"no digits": change("<3081", "<zz81"), "no CMS": change("<3081", "<3181"), "an endless length": change("<3081", "<3080"), "something after the message": dirty,
		"a length beyond": change("<308180", "<3084ffffffff"[:7]),
	} {
		if s, err := extract.SealOf(d); !errors.Is(err, extract.ErrNoSeal) {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

func FuzzSealOf(f *testing.F) {
	f.Add(sealed([]byte{0x30, 0x02, 1, 2}, 4))
	f.Add([]byte("%PDF-1.4 /ByteRange [0 0 0 0]"))
	f.Fuzz(func(t *testing.T, document []byte) {
		s, err := extract.SealOf(document)
		if err == nil && len(s.Signed)+2*len(s.Message)+2 > len(document) {
			t.Errorf("%d octets signed and %d of message out of %d", len(s.Signed), len(s.Message), len(document))
		}
	})
}

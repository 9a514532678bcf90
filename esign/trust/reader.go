package trust

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/esign/cert"
	"github.com/klaster-platform/klaster/ruid/number"
)

// reader goes over the file element by element and keeps nothing but what it reads out.
type reader struct {
	ctx     context.Context //nolint:containedctx // lives as long as one call of Read
	xml     *xml.Decoder
	depth   int
	keys    int
	certs   int
	skipped int
}

func newReader(ctx context.Context, source io.Reader) *reader {
	return &reader{ctx: ctx, xml: xml.NewDecoder(source)}
}

func malformed(format string, args ...any) error {
	return fmt.Errorf("%s: %w", fmt.Sprintf(format, args...), ErrMalformed)
}

// next returns the next start or end of an element, or text. A document type could define entities, and processing
// instructions have no place in the list, so both are refused.
func (r *reader) next() (xml.Token, error) {
	for {
		token, err := r.xml.Token()
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil, io.EOF
			}
			return nil, malformed("XML: %v", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if r.depth++; r.depth > maxDepth {
				return nil, malformed("nested deeper than %d", maxDepth)
			}
			return t, r.ctx.Err()
		case xml.EndElement:
			r.depth--
			return t, nil
		case xml.CharData:
			return t, nil
		case xml.Directive:
			return nil, malformed("document type")
		case xml.ProcInst:
			if t.Target != "xml" || r.depth != 0 {
				return nil, malformed("processing instruction")
			}
		}
	}
}

// list reads the document.
func (r *reader) list() (*List, error) {
	var l *List
	for {
		token, err := r.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if start.Name.Local != "АккредитованныеУдостоверяющиеЦентры" || l != nil {
			return nil, malformed("root element %q", start.Name.Local)
		}
		l = &List{}
		if err := r.children(l.read(r)); err != nil {
			return nil, err
		}
	}
	if l == nil || l.Date.IsZero() {
		return nil, malformed("no list, or a list without date")
	}
	l.Unreadable = r.skipped
	return l, nil
}

// children calls f for each element inside the one that was begun last. f must read its element to the end.
func (r *reader) children(f func(name string) error) error {
	for {
		token, err := r.next()
		if errors.Is(err, io.EOF) {
			return malformed("end of the file")
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := f(t.Name.Local); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads an element of no interest to its end: addresses, and whatever future versions bring.
func (r *reader) skip() error { return r.children(func(string) error { return r.skip() }) }

// text reads an element that has nothing but text.
func (r *reader) text(out *string) error {
	var b strings.Builder
	for {
		token, err := r.next()
		if errors.Is(err, io.EOF) {
			return malformed("end of the file")
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			return malformed("element %q inside a value", t.Name.Local)
		case xml.EndElement:
			*out = strings.TrimSpace(b.String())
			return nil
		case xml.CharData:
			if b.Len()+len(t) > maxText {
				return malformed("value of more than %d bytes", maxText)
			}
			b.Write(t)
		}
	}
}

func (l *List) read(r *reader) func(string) error {
	return func(name string) error {
		var text string
		switch name {
		case "Версия":
			err := r.text(&text)
			if l.Number, _ = strconv.Atoi(text); l.Number < 0 {
				return malformed("version %q", text)
			}
			return err
		case "Дата":
			if err := r.text(&text); err != nil {
				return err
			}
			return readTime(text, &l.Date)
		case "УдостоверяющийЦентр":
			if len(l.Authorities) == maxAuthorities {
				return malformed("more than %d authorities", maxAuthorities)
			}
			a := &Authority{}
			l.Authorities = append(l.Authorities, a)
			return a.read(r)
		}
		return r.skip()
	}
}

func (a *Authority) read(r *reader) error {
	var inn, ogrn string
	var statuses []Interval
	err := r.children(func(name string) error {
		switch name {
		case "Название":
			return r.text(&a.Name)
		case "КраткоеНазвание":
			return r.text(&a.ShortName)
		case "РеестровыйНомер":
			return r.text(&a.Number)
		case "ИНН":
			return r.text(&inn)
		case "ОГРН":
			return r.text(&ogrn)
		case "СтатусАккредитации":
			return readStatus(r, &statuses)
		case "ИсторияСтатусовАккредитации":
			return r.children(func(name string) error {
				if name != "СтатусАккредитации" {
					return r.skip()
				}
				return readStatus(r, &statuses)
			})
		case "ПрограммноАппаратныеКомплексы":
			return r.children(a.readTool(r))
		}
		return r.skip()
	})
	if err != nil {
		return fmt.Errorf("authority %q: %w", a.Name, err)
	}
	// A number that is wrong in the list is left out: nobody is found by it.
	a.INN, _ = number.ParseINN(inn)
	a.OGRN, _ = number.ParseOGRN(ogrn)
	a.History = intervals(statuses)
	return nil
}

func readStatus(r *reader, statuses *[]Interval) error {
	var name, from string
	err := r.children(func(element string) error {
		switch element {
		case "Статус":
			return r.text(&name)
		case "ДействуетС":
			return r.text(&from)
		}
		return r.skip()
	})
	if err != nil {
		return err
	}
	if len(*statuses) == maxStatuses {
		return malformed("more than %d statuses", maxStatuses)
	}
	i := Interval{Name: name, Status: statusByName(name)}
	if err := readTime(from, &i.From); err != nil {
		return err
	}
	*statuses = append(*statuses, i)
	return nil
}

// readTool reads ПрограммноАппаратныйКомплекс, a machine with its keys.
func (a *Authority) readTool(r *reader) func(string) error {
	return func(name string) error {
		if name != "ПрограммноАппаратныйКомплекс" {
			return r.skip()
		}
		var alias, class string
		first := len(a.Keys)
		err := r.children(func(name string) error {
			switch name {
			case "Псевдоним":
				return r.text(&alias)
			case "КлассСредствЭП":
				return r.text(&class)
			case "КлючиУполномоченныхЛиц":
				return r.children(a.readKey(r))
			}
			return r.skip()
		})
		for _, k := range a.Keys[first:] {
			k.Tool, k.Class = alias, class
		}
		return err
	}
}

func (a *Authority) readKey(r *reader) func(string) error {
	return func(name string) error {
		if name != "Ключ" {
			return r.skip()
		}
		if r.keys++; r.keys > maxKeys {
			return malformed("more than %d keys", maxKeys)
		}
		k := &Key{}
		a.Keys = append(a.Keys, k)
		return r.children(func(name string) error {
			switch name {
			case "ИдентификаторКлюча":
				var text string
				err := r.text(&text)
				k.ID = readKeyID(text)
				return err
			case "АдресаСписковОтзыва":
				return r.children(k.readAddress(r))
			case "Сертификаты":
				return r.children(k.readCertificate(r))
			}
			return r.skip()
		})
	}
}

func (k *Key) readAddress(r *reader) func(string) error {
	return func(string) error {
		var address string
		if err := r.text(&address); err != nil {
			return err
		}
		if len(k.CRLs) == maxAddresses {
			return malformed("more than %d addresses", maxAddresses)
		}
		k.CRLs = append(k.CRLs, address)
		return nil
	}
}

// readCertificate reads ДанныеСертификата. Only the certificate itself counts: what the list says about it beside is what
// stands in it. One that cannot be read is left out.
func (k *Key) readCertificate(r *reader) func(string) error {
	return func(string) error {
		var data string
		err := r.children(func(name string) error {
			if name == "Данные" {
				return r.text(&data)
			}
			return r.skip()
		})
		if err != nil || data == "" {
			return err
		}
		if r.certs++; r.certs > maxCertificates {
			return malformed("more than %d certificates", maxCertificates)
		}
		raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
		if err != nil {
			r.skipped++
			return nil //nolint:nilerr // counted
		}
		c, err := cert.Parse(raw)
		if err != nil {
			r.skipped++
			return nil //nolint:nilerr // counted
		}
		k.Certificates = append(k.Certificates, c)
		return nil
	}
}

// readKeyID reads an identifier in hexadecimal, with or without separators; nil if it is none.
func readKeyID(text string) []byte {
	id, err := hex.DecodeString(strings.NewReplacer(" ", "", ":", "", "-", "").Replace(text))
	if err != nil {
		return nil
	}
	return id
}

// moscow is the zone of times that name none.
var moscow = time.FixedZone("MSK", 3*60*60)

// readTime reads xs:dateTime or xs:date, with or without a zone.
func readTime(text string, out *time.Time) error {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02", "2006-01-02Z07:00"} {
		if t, err := time.ParseInLocation(layout, text, moscow); err == nil {
			*out = t.UTC()
			return nil
		}
	}
	return malformed("time %q", text)
}

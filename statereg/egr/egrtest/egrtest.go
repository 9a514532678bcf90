// Package egrtest makes registers of subjects that do not exist: files of ЕГРЮЛ and ЕГРИП in the forms of the tax service,
// for tests and for measuring at the size of the real ones. What it writes depends on the seed alone.
//
// Numbers have right check digits and are never issued: ИНН begin with the tax office 00…, ОГРН and ОГРНИП have region
// 00. One subject in a few dozen has something unusual, in a fixed rotation (see shapes in shape.go), so that a thousand
// records hold every shape.
package egrtest

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"strconv"

	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
	"golang.org/x/text/encoding/charmap"
)

// Register is what to write. Equal values give equal bytes.
type Register struct {
	Seed    uint64
	Kind    egr.Register // ЕГРЮЛ unless it is said
	Count   int          // subjects
	AsOf    workdays.Date
	UTF8    bool // write UTF-8, which the real ones do not
	History int  // rows of history of each subject; the real ones have some dozens
	Level   int  // of compression; the fastest unless it is said
}

// perFile is how many subjects the tax service puts into a file.
const perFile = 1000

// WriteZIP writes the whole register as a ZIP of XML files of a thousand subjects each.
func (r Register) WriteZIP(w io.Writer) error {
	z := zip.NewWriter(w)
	level := r.Level
	if level == 0 {
		level = flate.BestSpeed
	}
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, level) })
	for from := 0; from < r.Count || from == 0; from += perFile {
		f, err := z.Create(r.FileName(from))
		if err != nil {
			return fmt.Errorf("write the register: %w", err)
		}
		if err := r.WriteXML(f, from, min(perFile, r.Count-from)); err != nil {
			return err
		}
	}
	return z.Close()
}

// FileName is the name of the file that begins with a subject.
func (r Register) FileName(from int) string { return r.id(from) + ".xml" }

func (r Register) id(from int) string {
	prefix := "VO_RUGFO"
	if r.Kind == egr.Entrepreneurs {
		prefix = "VO_RIGFO"
	}
	return fmt.Sprintf("%s_0000_0000_%s_%08x-0000-4000-8000-%012x", prefix, compact(r.AsOf), uint32(r.Seed), from)
}

func compact(d workdays.Date) string {
	year, month, day := d.Civil()
	return fmt.Sprintf("%04d%02d%02d", year, int(month), day)
}

// WriteXML writes n subjects from one on as one XML file.
func (r Register) WriteXML(w io.Writer, from, n int) error {
	out := bufio.NewWriterSize(w, 64<<10)
	encoding, encode := "windows-1251", func(b []byte) ([]byte, error) { return charmap.Windows1251.NewEncoder().Bytes(b) }
	if r.UTF8 {
		encoding, encode = "UTF-8", func(b []byte) ([]byte, error) { return b, nil }
	}
	put := func(text []byte) error {
		b, err := encode(text)
		if err == nil {
			_, err = out.Write(b)
		}
		if err != nil {
			return fmt.Errorf("write the register: %w", err)
		}
		return nil
	}
	kind, form := "ЕГРЮЛ_ОТКР_СВЕД", "4.07"
	if r.Kind == egr.Entrepreneurs {
		kind, form = "ЕГРИП_ОТКР_СВЕД", "4.06"
	}
	head := fmt.Sprintf("<?xml version=\"1.0\" encoding=\"%s\"?>\n<Файл ИдФайл=\"%s\" ВерсФорм=\"%s\" ТипИнф=\"%s\" ВерсПрог=\"1\" КолДок=\"%10d\">\n",
		encoding, r.id(from), form, kind, n)
	if err := put([]byte(head)); err != nil {
		return err
	}
	var text []byte
	for i := from; i < from+n; i++ {
		text = r.Subject(text[:0], i)
		if err := put(text); err != nil {
			return err
		}
	}
	if err := put([]byte("</Файл>\n")); err != nil {
		return err
	}
	return out.Flush()
}

// Subject appends the document of subject i, in UTF-8.
func (r Register) Subject(dst []byte, i int) []byte {
	s := writer{dst: dst, n: i, of: r, rand: rand.New(rand.NewPCG(r.Seed, uint64(i)))}
	if r.Kind == egr.Entrepreneurs {
		s.entrepreneur()
	} else {
		s.organisation()
	}
	return s.dst
}

// INN is the ИНН of subject i: of an organisation 10 digits, of a person 12.
func (r Register) INN(i int) string {
	if r.Kind == egr.Entrepreneurs {
		return personINN(i)
	}
	n := fmt.Sprintf("00%07d", (i+1)%10_000_000)
	return n + digit(n, 2, 4, 10, 3, 5, 9, 4, 6, 8)
}

// personINN is the ИНН of person i.
func personINN(i int) string {
	n := fmt.Sprintf("00%08d", (i+1)%100_000_000)
	n += digit(n, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
	return n + digit(n, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
}

func digit(n string, weights ...int) string {
	sum := 0
	for i, w := range weights {
		sum += w * int(n[i]-'0')
	}
	return strconv.Itoa(sum % 11 % 10)
}

// OGRN is the ОГРН or ОГРНИП of subject i.
func (r Register) OGRN(i int) string {
	if r.Kind == egr.Entrepreneurs {
		n := 3_24_00_000000000 + uint64(i%1_000_000_000)
		return fmt.Sprintf("%d%d", n, n%13%10)
	}
	n := 1_24_00_0000000 + uint64((i+1)%10_000_000)
	return fmt.Sprintf("%d%d", n, n%11%10)
}

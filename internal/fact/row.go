package fact

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/klaster-platform/klaster/statereg/egr"
	"github.com/klaster-platform/klaster/workdays"
)

// row is one version of a record as it is stored.
type row struct {
	Register Register
	Source   Source
	Record   string // ОГРН, ОГРНИП, number in the register
	Version  int
	INN      string
	KPP      string
	Region   string
	Kind     string // egrul: code of the legal form; egrip: "ip" or "farm"; others as their reader says
	Status   string // see [Status]; others as their reader says
	Name     string
	NameKey  string
	AsOf     string // YYYY-MM-DD, so that they compare as texts on both engines
	ShownOn  string
	Fetched  time.Time
	Import   string
	Standing bool
	Gone     bool
	Hash     []byte
	Body     []byte // packed

	mentions  []string // ИНН that the record names beside its own
	confirmed string   // see [confirmedOn]; of rows that were looked up by their number
}

// longest is the greatest length of a hot column in bytes: more is no name.
const longest = 1000

// parsed is a record before it is packed: what a reader of a register gives.
type parsed struct {
	row     row
	content any
}

// ofRecord prepares a record of ЕГРЮЛ or ЕГРИП. What changes from file to file without saying anything of the subject is
// left out of the content, so that the same facts have the same hash.
func ofRecord(r *egr.Record) parsed {
	region, _ := r.Region()
	p := parsed{row: row{
		Register: Register(r.Register), Record: r.OGRN, INN: r.INN, KPP: r.KPP, Region: region,
		Kind: r.LegalForm.Code, Status: string(StatusOf(r)), Name: r.Title(), AsOf: r.AsOf.String(),
	}}
	if r.Register == egr.Entrepreneurs {
		p.row.Kind = "ip"
		if r.Farm {
			p.row.Kind = "farm"
		}
	}
	plain := *r
	plain.AsOf, plain.Form, plain.Document = workdays.Date{}, "", ""
	p.content = &plain
	return p
}

// pack makes the stored form of a record.
func (c *codec) pack(p parsed) (row, error) {
	content, err := json.Marshal(p.content)
	if err != nil {
		return row{}, fmt.Errorf("encode the record %s: %w", p.row.Record, err)
	}
	r := p.row
	sum := sha256.Sum256(content)
	r.Hash, r.Body = sum[:], c.encode(content)
	r.Name = cut(r.Name)
	r.NameKey = nameKey(r.Name)
	r.ShownOn, r.Standing = r.AsOf, true
	return r, nil
}

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}

// nameKey is what a name is found by: what stands in its quotation marks, else all of it, in small letters without ё.
func nameKey(name string) string {
	if i := strings.IndexAny(name, `"«`); i >= 0 {
		name = name[i:]
	}
	fold := func(r rune) rune {
		switch r {
		case '"', '«', '»', '“', '”', '„', '\'':
			return -1
		case 'ё', 'Ё':
			return 'е'
		}
		return r
	}
	return strings.Join(strings.Fields(strings.ToLower(strings.Map(fold, name))), " ")
}

// record reads a stored version of ЕГРЮЛ or ЕГРИП.
func (c *codec) record(r *row) (*egr.Record, error) {
	var out egr.Record
	if err := c.unpack(r, &out); err != nil {
		return nil, err
	}
	on, err := workdays.ParseDate(r.ShownOn)
	if err != nil {
		return nil, fmt.Errorf("read the record %s: %w", r.Record, err)
	}
	out.AsOf = on
	return &out, nil
}

func (c *codec) unpack(r *row, into any) error {
	content, err := c.decode(r.Body)
	if err == nil {
		err = json.Unmarshal(content, into)
	}
	if err != nil {
		return fmt.Errorf("read the record %s, version %d: %w", r.Record, r.Version, err)
	}
	return nil
}

// same reports whether two versions say the same.
func same(a, b []byte) bool { return bytes.Equal(a, b) }
